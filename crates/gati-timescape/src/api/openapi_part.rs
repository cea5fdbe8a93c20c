//! Parameters, bodies and answers of an OpenAPI document.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::{Answer, Body, Caller, Media, Parameter, Path, Stands, media_type};
use crate::error::{DiffError, Side};
use crate::graph::{Arena, NodeId};
use crate::read::{Builder, Carrier, Result, Travels, Way};

/// How many references may lead to a part.
const REFERENCES: u32 = 32;

/// Reads one document.
pub(super) struct Reader<'b, 'a> {
    pub(super) builder: &'b mut Builder<'a>,
    pub(super) side: Side,
    pub(super) root: &'a Value,
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn object(
        &self,
        value: Option<&'a Value>,
        pointer: &str,
    ) -> Result<Option<&'a Map<String, Value>>> {
        match value {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(self.malformed(pointer, "an object")),
        }
    }

    pub(super) fn list(&self, value: Option<&'a Value>, pointer: &str) -> Result<&'a [Value]> {
        match value {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.malformed(pointer, "a list")),
        }
    }

    fn malformed(&self, pointer: &str, expected: &'static str) -> DiffError {
        DiffError::Malformed { side: self.side, pointer: pointer.to_owned(), expected }
    }

    /// What stands behind references.
    pub(super) fn resolved(&self, value: &'a Value) -> Result<&'a Value> {
        let mut current = value;
        for _ in 0..REFERENCES {
            let Some(reference) = current.get("$ref").filter(|reference| reference.is_string())
            else {
                return Ok(current);
            };
            current = self.builder.target(reference, self.side)?;
        }
        let reference = value.get("$ref").and_then(Value::as_str).unwrap_or_default().to_owned();
        Err(DiffError::Loop { side: self.side, reference })
    }

    fn way(&self, travels: Travels, carrier: Carrier) -> Way {
        Way::new(self.side, travels, carrier)
    }

    /// A parameter, unless it is one that says nothing.
    pub(super) fn parameter(
        &mut self,
        parameter: &'a Value,
        path: &Path,
        caller: Caller,
    ) -> Result<Option<Parameter>> {
        let resolved = self.resolved(parameter)?;
        let Some(object) = self.object(Some(resolved), "a parameter")? else { return Ok(None) };
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let name = text("name").ok_or_else(|| self.malformed("a parameter", "with a `name`"))?;
        let (stands, key) = match text("in") {
            Some("path") => {
                let place = path.place(name);
                (Stands::Path, place.map_or_else(|| name.to_owned(), |place| place.to_string()))
            }
            Some("query") => (Stands::Query, name.to_owned()),
            Some("header") => {
                let folded = name.to_lowercase();
                // OpenAPI says that these are described elsewhere.
                if matches!(folded.as_str(), "accept" | "content-type" | "authorization") {
                    return Ok(None);
                }
                (Stands::Header, folded)
            }
            Some("cookie") => (Stands::Cookie, name.to_owned()),
            _ => return Err(self.malformed("a parameter", "`in` path, query, header or cookie")),
        };
        let travels = match caller {
            Caller::Client => Travels::In,
            Caller::Server => Travels::Out,
        };
        self.carried(object, Named { stands, key, name: name.to_owned() }, travels).map(Some)
    }

    fn carried(
        &mut self,
        object: &'a Map<String, Value>,
        named: Named,
        travels: Travels,
    ) -> Result<Parameter> {
        let Named { stands, key, name } = named;
        let content = self.object(object.get("content"), "a parameter")?;
        let content = content.and_then(|content| content.iter().next());
        let flag = |name: &str| object.get(name).and_then(Value::as_bool);
        let (node, style) = match (object.get("schema"), content) {
            (Some(schema), _) => {
                let node = self.builder.schema(schema, self.way(travels, Carrier::Text));
                let usual = match stands {
                    Stands::Path | Stands::Header => "simple",
                    Stands::Query | Stands::Cookie => "form",
                };
                let style = object.get("style").and_then(Value::as_str).unwrap_or(usual);
                let exploded = flag("explode").unwrap_or(style == "form");
                (node, format!("{style}{}", if exploded { " exploded" } else { "" }))
            }
            (None, Some((media, content))) => {
                let way = self.way(travels, Carrier::Json);
                let schema = content.get("schema");
                let node = schema.map_or(Arena::ANY, |schema| self.builder.schema(schema, way));
                (node, media_type::spelled(media))
            }
            (None, None) => (Arena::STRING, "simple".to_owned()),
        };
        let mut notes = crate::read::notes(object);
        notes.default = None;
        let filled = travels == Travels::In
            && object.get("schema").is_some_and(|schema| self.has_default(schema));
        Ok(Parameter {
            stands,
            key,
            name,
            required: stands == Stands::Path || (flag("required") == Some(true) && !filled),
            node,
            style,
            empty: flag("allowEmptyValue") == Some(true),
            reserved: stands == Stands::Query && flag("allowReserved") == Some(true),
            notes,
        })
    }

    fn has_default(&self, schema: &'a Value) -> bool {
        schema.get("default").is_some()
            || schema.get("$ref").is_some_and(|reference| {
                let target = self.builder.target(reference, self.side);
                target.is_ok_and(|target| target.get("default").is_some())
            })
    }

    pub(super) fn body(&mut self, body: &'a Value, caller: Caller, route: &str) -> Result<Body> {
        let resolved = self.resolved(body)?;
        let empty = Map::new();
        let object = self.object(Some(resolved), route)?;
        let travels = match caller {
            Caller::Client => Travels::In,
            Caller::Server => Travels::Out,
        };
        let media = match object {
            Some(object) => self.media(object.get("content"), travels, route)?,
            None => Vec::new(),
        };
        let object = object.unwrap_or(&empty);
        Ok(Body {
            required: object.get("required") == Some(&Value::Bool(true)),
            media,
            description: object.get("description").and_then(Value::as_str).map(str::to_owned),
        })
    }

    fn media(
        &mut self,
        content: Option<&'a Value>,
        travels: Travels,
        route: &str,
    ) -> Result<Vec<Media>> {
        let mut found: Vec<Media> = Vec::new();
        for (name, media) in self.object(content, route)?.into_iter().flatten() {
            let media = self.resolved(media)?;
            let essence = media_type::spelled(name);
            if found.iter().any(|other| other.essence == essence) {
                continue;
            }
            let node = self.content(&essence, media.get("schema"), travels);
            let encoding = self.encoding(media_type::essence(&essence), media, travels)?;
            let examples = media.get("example").or_else(|| media.get("examples")).cloned();
            found.push(Media { essence, node, encoding, examples });
        }
        Ok(found)
    }

    /// What is sent as a media type.
    fn content(&mut self, media: &str, schema: Option<&'a Value>, travels: Travels) -> NodeId {
        let essence = media_type::essence(media);
        let xml = essence.ends_with("/xml") || essence.ends_with("+xml");
        let form = essence.starts_with("multipart/");
        let carrier = match (xml, form) {
            (true, _) => Carrier::Xml,
            (_, true) => Carrier::Parts,
            _ => Carrier::Json,
        };
        match schema {
            // Bytes are bytes, whether a schema says so or not.
            Some(schema) if !media_type::has_structure(media) && is_bytes(schema) => Arena::ANY,
            Some(schema) => self.builder.schema(schema, self.way(travels, carrier)),
            None => Arena::ANY,
        }
    }

    pub(super) fn answer(
        &mut self,
        status: &str,
        response: &'a Value,
        caller: Caller,
        route: &str,
    ) -> Result<Answer> {
        let response = self.resolved(response)?;
        let travels = match caller {
            Caller::Client => Travels::Out,
            Caller::Server => Travels::In,
        };
        let object = self.object(Some(response), route)?;
        let media = self.media(object.and_then(|object| object.get("content")), travels, route)?;
        let headers = object.and_then(|object| object.get("headers"));
        let headers = self.headers(headers, travels, route)?;
        let description =
            object.and_then(|object| object.get("description")).and_then(Value::as_str);
        Ok(Answer {
            status: status.to_uppercase().replace("DEFAULT", "default"),
            media,
            headers,
            description: description.map(str::to_owned),
            links: object.and_then(|object| object.get("links")).cloned(),
        })
    }

    /// Headers of an answer or of a part.
    pub(super) fn headers(
        &mut self,
        headers: Option<&'a Value>,
        travels: Travels,
        route: &str,
    ) -> Result<Vec<Parameter>> {
        let mut found = Vec::new();
        for (name, header) in self.object(headers, route)?.into_iter().flatten() {
            let header = self.resolved(header)?;
            let Some(header) = self.object(Some(header), route)? else { continue };
            let key = name.to_lowercase();
            if key == "content-type" {
                continue;
            }
            let named = Named { stands: Stands::Header, key, name: name.clone() };
            found.push(self.carried(header, named, travels)?);
        }
        Ok(found)
    }

    /// A parameter of the path that nobody declared: any text.
    pub(super) fn undeclared(
        &mut self,
        place: usize,
        name: &str,
        caller: Caller,
    ) -> Result<Parameter> {
        static TEXT: OnceLock<Value> = OnceLock::new();
        let object = TEXT.get_or_init(|| json!({ "schema": { "type": "string" } }));
        let travels = match caller {
            Caller::Client => Travels::In,
            Caller::Server => Travels::Out,
        };
        let named = Named { stands: Stands::Path, key: place.to_string(), name: name.to_owned() };
        match object.as_object() {
            Some(object) => self.carried(object, named, travels),
            None => Err(self.malformed("a parameter", "an object")),
        }
    }
}

/// What a parameter is called.
struct Named {
    stands: Stands,
    key: String,
    name: String,
}

/// Whether a schema of a whole body says no more than that it is bytes.
fn is_bytes(schema: &Value) -> bool {
    schema.as_object().is_some_and(|object| {
        object.iter().all(|(word, value)| match word.as_str() {
            "type" => value == "string",
            "format" => value == "binary",
            "contentMediaType" | "description" | "title" | "example" => true,
            word => word.starts_with("x-"),
        })
    })
}
