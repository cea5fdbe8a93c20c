//! Params, query and headers as Parameter Objects that say what is read from the text of a request.

use std::borrow::Cow;

use gati_types::{GType, Handler, ObjectType, Property, TemplatePart, Travel, travel};
use serde_json::{Map, Value, json};

use super::{Api, OpenApiFindingKind, carried::Carried, paths::Template};
use crate::schema::object_of;

/// The members of a position.
enum Members<'a> {
    /// One object.
    Object(&'a ObjectType),
    /// One of several objects.
    Alternatives(Vec<&'a ObjectType>),
    /// A type without members: nothing is said.
    Unsaid,
}

impl<'a> Api<'a> {
    /// The parameters of an operation, and what it demands in the header `authorization`.
    pub(crate) fn parameters(
        &mut self,
        handler: &'a Handler,
        template: &Template,
    ) -> (Vec<Value>, Option<Value>) {
        let mut parameters = self.path_parameters(handler, template);
        if let Some(query) = &handler.contract.query {
            self.query_parameters(handler, query, &mut parameters);
        }
        let mut security = None;
        if let Some(headers) = &handler.contract.headers {
            for property in self.members(handler, headers, "headers") {
                match property.name.to_ascii_lowercase().as_str() {
                    "authorization" => security = Some(self.security_of(&property)),
                    // What is sent and taken is said by the bodies.
                    "accept" | "content-type" => {}
                    _ => self.one_text(handler, &property, "headers", &mut parameters),
                }
            }
        }
        (parameters, security)
    }

    fn path_parameters(&mut self, handler: &'a Handler, template: &Template) -> Vec<Value> {
        let members = match &handler.contract.params {
            Some(params) => self.members(handler, params, "params"),
            None => Vec::new(),
        };
        let mut parameters = Vec::new();
        for place in &template.parameters {
            let declared = members.iter().find(|property| property.name == place.own_name);
            let mut property = declared.map_or_else(
                || Property::required(place.own_name.clone(), GType::String),
                |property| property.clone().into_owned(),
            );
            property.name.clone_from(&place.name);
            if self.carried(&property.gtype) == Carried::Nothing {
                // A template without its parameter would be no template.
                self.find(handler, member("params", &place.own_name));
                property.gtype = GType::String;
            }
            let mut parameter = self.parameter(&property, "path");
            parameter.insert("required".to_owned(), json!(true));
            if place.takes_rest {
                let note = "The rest of the path: it may have slashes, which are sent as they are.";
                let said = match parameter.get("description").and_then(Value::as_str) {
                    Some(said) => format!("{said}\n\n{note}"),
                    None => note.to_owned(),
                };
                parameter.insert("description".to_owned(), json!(said));
            }
            parameters.push(ordered(parameter));
        }
        parameters
    }

    fn query_parameters(
        &mut self,
        handler: &'a Handler,
        query: &'a GType,
        parameters: &mut Vec<Value>,
    ) {
        let object = match self.shape(query) {
            Members::Unsaid => return,
            Members::Object(object) => object,
            Members::Alternatives(all) => {
                // An exploded object is its members, so that alternatives stay alternatives.
                let is_demanded = all.iter().all(|object| {
                    object.properties.iter().any(|property| self.input.is_required(property))
                });
                let schema = self.input.node(query);
                parameters.push(exploded("query", schema, is_demanded));
                return;
            }
        };
        for property in &object.properties {
            match self.carried(&property.gtype) {
                Carried::Nothing => self.left_out(handler, property, "query"),
                Carried::One => parameters.push(ordered(self.parameter(property, "query"))),
                Carried::Several => {
                    let mut parameter = self.parameter(property, "query");
                    parameter.insert("style".to_owned(), json!("form"));
                    parameter.insert("explode".to_owned(), json!(true));
                    parameters.push(ordered(parameter));
                }
            }
        }
        if !object.index.is_empty() {
            let rest = ObjectType {
                properties: Vec::new(),
                index: object.index.clone(),
                unknown_keys: object.unknown_keys,
            };
            let schema = Value::Object(self.input.object(&rest));
            let mut name = String::from("query");
            while object.property(&name).is_some() {
                name.push('_');
            }
            parameters.push(exploded(&name, schema, false));
        }
    }

    /// A header: one text, which a list is made of.
    fn one_text(
        &mut self,
        handler: &'a Handler,
        property: &Property,
        position: &'static str,
        parameters: &mut Vec<Value>,
    ) {
        if self.carried(&property.gtype) == Carried::Nothing {
            self.left_out(handler, property, position);
        } else {
            parameters.push(ordered(self.parameter(property, "header")));
        }
    }

    /// Functions and `undefined` are no parameters, and that is no news.
    fn left_out(&mut self, handler: &Handler, property: &Property, position: &'static str) {
        if travel(&property.gtype, &self.manifest.types) != Travel::Absent {
            self.find(handler, member(position, &property.name));
        }
    }

    fn parameter(&mut self, property: &Property, place: &str) -> Map<String, Value> {
        let is_required = self.input.is_required(property);
        let mut schema = if place == "query" {
            object_of(self.input.property(property))
        } else {
            let single = Property { gtype: self.single(&property.gtype), ..property.clone() };
            object_of(self.input.property(&single))
        };
        let mut parameter = Map::new();
        parameter.insert("name".to_owned(), json!(property.name));
        parameter.insert("in".to_owned(), json!(place));
        // What is said of the member is said of the parameter.
        for key in ["description", "deprecated"] {
            if let Some(value) = schema.shift_remove(key) {
                parameter.insert(key.to_owned(), value);
            }
        }
        if is_required {
            parameter.insert("required".to_owned(), json!(true));
        }
        parameter.insert("schema".to_owned(), unwrapped(schema));
        parameter
    }

    /// The members of a position that are named one by one.
    fn members(
        &mut self,
        handler: &'a Handler,
        gtype: &'a GType,
        position: &'static str,
    ) -> Vec<Cow<'a, Property>> {
        match self.shape(gtype) {
            Members::Unsaid => Vec::new(),
            Members::Object(object) => object.properties.iter().map(Cow::Borrowed).collect(),
            Members::Alternatives(all) => {
                self.find(handler, OpenApiFindingKind::Alternatives { position });
                merged(&all)
            }
        }
    }

    fn shape(&self, gtype: &'a GType) -> Members<'a> {
        match self.resolve(gtype) {
            GType::Object(object) => Members::Object(object),
            GType::Refined(refined) => self.shape(&refined.base),
            GType::Union(union) => {
                let objects: Vec<&ObjectType> = union
                    .members
                    .iter()
                    .filter_map(|member| match self.resolve(member).base() {
                        GType::Object(object) => Some(object),
                        _ => None,
                    })
                    .collect();
                match objects.as_slice() {
                    [] => Members::Unsaid,
                    [only] => Members::Object(only),
                    _ => Members::Alternatives(objects),
                }
            }
            _ => Members::Unsaid,
        }
    }

    pub(crate) fn resolve<'b>(&self, gtype: &'b GType) -> &'b GType
    where
        'a: 'b,
    {
        self.manifest.types.resolve(gtype).unwrap_or(gtype)
    }

    /// OpenAPI ignores a parameter called `Authorization`: it wants a security scheme.
    fn security_of(&mut self, property: &Property) -> Value {
        let scheme = match self.resolve(&property.gtype).base() {
            GType::Template(template) => match template.parts.first() {
                Some(TemplatePart::Text(text)) if text.starts_with("Bearer ") => "bearer",
                Some(TemplatePart::Text(text)) if text.starts_with("Basic ") => "basic",
                _ => "",
            },
            _ => "",
        };
        let (name, scheme) = match scheme {
            "bearer" => ("bearerAuth", json!({ "type": "http", "scheme": "bearer" })),
            "basic" => ("basicAuth", json!({ "type": "http", "scheme": "basic" })),
            _ => (
                "authorizationHeader",
                json!({ "type": "apiKey", "in": "header", "name": "Authorization" }),
            ),
        };
        self.security.insert(name, scheme);
        let mut security = vec![json!({ name: [] })];
        if !self.input.is_required(property) {
            security.push(json!({}));
        }
        Value::Array(security)
    }
}

fn member(position: &'static str, name: &str) -> OpenApiFindingKind {
    OpenApiFindingKind::Member { position, name: name.to_owned() }
}

/// An object whose members are parameters themselves.
fn exploded(name: &str, schema: Value, is_required: bool) -> Value {
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), json!(name));
    parameter.insert("in".to_owned(), json!("query"));
    if is_required {
        parameter.insert("required".to_owned(), json!(true));
    }
    parameter.insert("style".to_owned(), json!("form"));
    parameter.insert("explode".to_owned(), json!(true));
    parameter.insert("schema".to_owned(), schema);
    Value::Object(parameter)
}

/// The members of all alternatives; one is required if all of them require it.
fn merged<'a>(all: &[&'a ObjectType]) -> Vec<Cow<'a, Property>> {
    let mut names: Vec<&str> = Vec::new();
    for property in all.iter().flat_map(|object| &object.properties) {
        if !names.contains(&property.name.as_str()) {
            names.push(&property.name);
        }
    }
    names
        .into_iter()
        .filter_map(|name| {
            let found: Vec<&Property> =
                all.iter().filter_map(|object| object.property(name)).collect();
            let mut property = (*found.first()?).clone();
            property.gtype = GType::union(found.iter().map(|one| one.gtype.clone()));
            property.optional =
                found.len() < all.len() || found.iter().any(|property| property.optional);
            Some(Cow::Owned(property))
        })
        .collect()
}

/// A reference that stood in `allOf` because of what was beside it stands alone again.
fn unwrapped(mut schema: Map<String, Value>) -> Value {
    if schema.len() == 1
        && let Some(Value::Array(all)) = schema.get_mut("allOf")
        && all.len() == 1
        && let Some(only) = all.pop()
    {
        return only;
    }
    Value::Object(schema)
}

/// The fields in the order people read them.
fn ordered(mut parameter: Map<String, Value>) -> Value {
    let mut sorted = Map::new();
    for key in ["name", "in", "description", "required", "deprecated", "style", "explode", "schema"]
    {
        if let Some(value) = parameter.shift_remove(key) {
            sorted.insert(key.to_owned(), value);
        }
    }
    Value::Object(sorted)
}
