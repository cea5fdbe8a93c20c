//! An OpenAPI document as operations.

use serde_json::{Map, Value};

use super::openapi_part::Reader;
use super::servers::servers_of;
use super::{Api, Caller, Operation, Parameter, Path, Scheme, Stands, Told};
use crate::error::{DiffError, Side};
use crate::read::{Builder, Dialect, Document, Result};

/// Methods of a path item.
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The document's dialect, or that it is none.
pub(crate) fn document_of(root: &Value, side: Side) -> Result<Document<'_>> {
    let Some(object) = root.as_object() else {
        return Err(DiffError::Malformed { side, pointer: String::new(), expected: "an object" });
    };
    let version = object.get("openapi").unwrap_or(&Value::Null);
    let dialect = match version.as_str() {
        Some(text) if text.starts_with("3.0.") || text == "3.0" => Dialect::V3_0,
        Some(text) if text.starts_with("3.1.") || text == "3.1" || text.starts_with("3.2") => {
            Dialect::V3_1
        }
        _ => {
            let found = match object.get("swagger") {
                Some(swagger) => format!("missing (`swagger` is {swagger})"),
                None => version.to_string(),
            };
            return Err(DiffError::NotOpenApi { side, found });
        }
    };
    Ok(Document { root, dialect })
}

/// Reads the operations of a document.
pub(crate) fn read_openapi<'a>(
    builder: &mut Builder<'a>,
    document: Document<'a>,
    side: Side,
) -> Result<Api> {
    let mut reader = Reader { builder, side, root: document.root };
    let mut api = Api::default();
    let paths = reader.object(document.root.get("paths"), "/paths")?;
    for (path, item) in paths.into_iter().flatten() {
        if path.starts_with('/') {
            read_item(&mut reader, &mut api, Caller::Client, (path, path), item)?;
        }
    }
    let webhooks = reader.object(document.root.get("webhooks"), "/webhooks")?;
    for (name, item) in webhooks.into_iter().flatten() {
        read_item(&mut reader, &mut api, Caller::Server, (name, name), item)?;
    }
    Ok(api)
}

fn read_item<'a>(
    reader: &mut Reader<'_, 'a>,
    api: &mut Api,
    caller: Caller,
    (path, known_as): (&str, &str),
    item: &'a Value,
) -> Result<()> {
    let item = reader.resolved(item)?;
    let pointer = format!("/paths/{path}");
    let Some(object) = reader.object(Some(item), &pointer)? else { return Ok(()) };
    for method in METHODS {
        let Some(operation) = reader.object(object.get(method), &pointer)? else { continue };
        read_operation(
            reader,
            api,
            &Head { caller, path, known_as, method, item: object },
            operation,
        )?;
    }
    Ok(())
}

/// What an operation is found under.
struct Head<'a, 'p> {
    caller: Caller,
    path: &'p str,
    /// What a webhook is known by, whatever parameters of paths are called.
    known_as: &'p str,
    method: &'p str,
    item: &'a Map<String, Value>,
}

fn read_operation<'a>(
    reader: &mut Reader<'_, 'a>,
    api: &mut Api,
    head: &Head<'a, '_>,
    operation: &'a Map<String, Value>,
) -> Result<()> {
    let Head { caller, path: text, known_as, method, item } = *head;
    let path = match caller {
        Caller::Client => Path::of_template(text),
        Caller::Server => {
            Path { text: known_as.to_owned(), segments: Vec::new(), names: Vec::new() }
        }
    };
    let method = method.to_uppercase();
    let route = match caller {
        Caller::Client => format!("{method} {text}"),
        Caller::Server => format!("webhook {method} {text}"),
    };
    let mut parameters: Vec<Parameter> = Vec::new();
    // Those of the operation come first and hide those of the path.
    for list in [operation.get("parameters"), item.get("parameters")] {
        for parameter in reader.list(list, &route)? {
            let Some(parameter) = reader.parameter(parameter, &path, caller)? else { continue };
            let known =
                |other: &Parameter| other.stands == parameter.stands && other.key == parameter.key;
            if !parameters.iter().any(known) {
                parameters.push(parameter);
            }
        }
    }
    for (place, name) in path.names.iter().enumerate() {
        let key = place.to_string();
        if !parameters.iter().any(|known| known.stands == Stands::Path && known.key == key) {
            parameters.push(reader.undeclared(place, name, caller)?);
        }
    }
    let body = match operation.get("requestBody") {
        Some(body) => Some(reader.body(body, caller, &route)?),
        None => None,
    };
    let mut answers = Vec::new();
    let responses = reader.object(operation.get("responses"), &route)?;
    for (status, response) in responses.into_iter().flatten() {
        if !status.starts_with("x-") {
            answers.push(reader.answer(status, response, caller, &route)?);
        }
    }
    let lists = [operation.get("servers"), item.get("servers"), reader.root.get("servers")];
    let servers = servers_of(lists);
    let whole = format!("{}{}", servers.base().unwrap_or_default(), path.spelled());
    let callbacks = reader.object(operation.get("callbacks"), &route)?;
    for (name, callback) in callbacks.into_iter().flatten() {
        let callback = reader.resolved(callback)?;
        for (expression, item) in reader.object(Some(callback), &route)?.into_iter().flatten() {
            if !expression.starts_with("x-") && api.operations.len() < 100_000 {
                let known_as = format!("{method} {whole} {name} {}", known(expression, &path));
                let name = format!("{route} {name} {expression}");
                read_callback(reader, api, (&name, &known_as), item)?;
            }
        }
    }
    let security = security(reader, operation, caller)?;
    let told = told(operation);
    api.operations.push(Operation {
        caller,
        method,
        path,
        route,
        parameters,
        body,
        answers,
        security,
        servers,
        told,
    });
    Ok(())
}

/// A callback is a webhook that belongs to an operation; callbacks of callbacks are not looked at.
fn read_callback<'a>(
    reader: &mut Reader<'_, 'a>,
    api: &mut Api,
    (name, known_as): (&str, &str),
    item: &'a Value,
) -> Result<()> {
    if name.matches("webhook ").count() > 1 || name.len() > 2_000 {
        return Ok(());
    }
    read_item(reader, api, Caller::Server, (name, known_as), item)
}

/// A runtime expression in which parameters of the path have numbers.
fn known(expression: &str, path: &Path) -> String {
    path.names.iter().enumerate().fold(expression.to_owned(), |text, (place, name)| {
        text.replace(&format!("$request.path.{name}}}"), &format!("$request.path.{place}}}"))
    })
}

fn told(operation: &Map<String, Value>) -> Told {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut tags: Vec<String> = operation
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    tags.sort();
    Told {
        id: text("operationId"),
        tags,
        summary: text("summary"),
        description: text("description"),
        deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
        sunset: text("x-sunset"),
        more: operation.get("externalDocs").cloned(),
    }
}

/// Ways to authenticate: those of the operation, else of the document; nothing said is one way
/// that needs nothing.
fn security(
    reader: &Reader<'_, '_>,
    operation: &Map<String, Value>,
    caller: Caller,
) -> Result<Vec<Vec<Scheme>>> {
    // The document says what clients need; what its own calls need, they say themselves.
    let common = reader.root.get("security").filter(|_| caller == Caller::Client);
    let said = operation.get("security").or(common);
    let mut ways: Vec<Vec<Scheme>> = Vec::new();
    for way in said.and_then(Value::as_array).into_iter().flatten() {
        // A scheme that is presented in one of several ways makes several of this one.
        let mut made: Vec<Vec<Scheme>> = vec![Vec::new()];
        for (name, scopes) in way.as_object().into_iter().flatten() {
            let definition = reader
                .root
                .pointer(&format!("/components/securitySchemes/{}", crate::facts::escaped(name)));
            let definitions = match definition {
                Some(definition) => presented(reader.resolved(definition)?),
                None => vec![String::new()],
            };
            let mut scopes: Vec<String> = scopes
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|scope| scope.as_str().map(str::to_owned))
                .collect();
            scopes.sort();
            let with = |made: &Vec<Scheme>, definition: &String| {
                let (name, definition, scopes) = (name.clone(), definition.clone(), scopes.clone());
                made.iter().cloned().chain([Scheme { name, definition, scopes }]).collect()
            };
            made = made
                .iter()
                .flat_map(|made| definitions.iter().map(move |one| with(made, one)))
                .take(WAYS)
                .collect();
        }
        for mut schemes in made {
            schemes.sort_by(|a, b| a.name.cmp(&b.name));
            ways.push(schemes);
        }
    }
    if ways.is_empty() {
        ways.push(Vec::new());
    }
    Ok(ways)
}

/// The most ways that one requirement is written out to.
const WAYS: usize = 64;

/// How a scheme is presented, each way alone; its words are not part of it.
fn presented(definition: &Value) -> Vec<String> {
    let text = |name: &str| definition.get(name).and_then(Value::as_str).unwrap_or_default();
    let one = match text("type") {
        "apiKey" => {
            let name = match text("in") {
                "header" => text("name").to_lowercase(),
                _ => text("name").to_owned(),
            };
            format!("apiKey {} {name}", text("in"))
        }
        "http" => format!("http {}", text("scheme").to_lowercase()),
        "openIdConnect" => format!("openIdConnect {}", text("openIdConnectUrl")),
        other => {
            let flows = definition.get("flows").and_then(Value::as_object);
            let flows: Vec<String> = flows
                .into_iter()
                .flatten()
                .filter(|(name, _)| !name.starts_with("x-"))
                .map(|(name, flow)| {
                    let url = |word: &str| flow.get(word).and_then(Value::as_str).unwrap_or("-");
                    format!("{other} {name} {} {}", url("authorizationUrl"), url("tokenUrl"))
                })
                .collect();
            if !flows.is_empty() {
                return flows;
            }
            other.to_owned()
        }
    };
    vec![one]
}
