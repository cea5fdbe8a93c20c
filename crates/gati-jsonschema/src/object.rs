//! Objects.

use std::fmt::Write as _;

use gati_types::{
    Constraints, GType, ObjectType, Property, TemplatePart, TemplateType, Travel, UnknownKeys,
    travel,
};
use serde_json::{Map, Value, json};

use crate::{Direction, HINT, docs::annotate, schema::Writer};

/// A number as JavaScript writes it in a key.
pub(crate) const NUMERIC_KEY: &str = "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:e[+-][0-9]+)?$";

impl Writer<'_> {
    pub(crate) fn object(&mut self, object: &ObjectType) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        let mut properties = Map::new();
        let mut required = Vec::new();
        for property in &object.properties {
            // Functions are no members of what travels; `undefined` says that none may be there.
            if self.stays_behind(&property.gtype) {
                continue;
            }
            if self.is_required(property) {
                required.push(json!(property.name));
            }
            let described = self.property(property);
            properties.insert(property.name.clone(), described);
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        let mut patterns = Map::new();
        let mut rest = None;
        for signature in &object.index {
            let value = self.node(&signature.value);
            match self.key_patterns(&signature.key) {
                Some(keys) => {
                    for key in keys {
                        patterns.entry(key).or_insert_with(|| value.clone());
                    }
                }
                None => rest = Some(value),
            }
        }
        if !patterns.is_empty() {
            schema.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
        let unknown_keys = object.unknown_keys.or(self.options.unknown_keys);
        let is_open = unknown_keys == Some(UnknownKeys::Open);
        let is_strict = unknown_keys == Some(UnknownKeys::Strict);
        let rest = match rest {
            Some(rest) => Some(rest),
            None if is_open => Some(json!(true)),
            None if self.options.closed.unwrap_or(is_strict) => Some(json!(false)),
            None => None,
        };
        if let Some(rest) = rest {
            schema.insert("additionalProperties".to_owned(), rest);
        }
        schema
    }

    pub(crate) fn property(&mut self, property: &Property) -> Value {
        let mut schema = self.node(&property.gtype);
        let mut said = Map::new();
        annotate(&mut said, &property.docs);
        self.annotate_member(property, &mut said);
        if said.is_empty() {
            return schema;
        }
        // Draft-07 ignores what stands beside a `$ref`.
        if schema.get("$ref").is_some() {
            schema = json!({ "allOf": [schema] });
        }
        if let Value::Object(members) = &mut schema {
            for (name, value) in said {
                // Of the type and of the member, the annotation says different things.
                match (members.get_mut(&name), value) {
                    (Some(Value::Object(known)), Value::Object(more)) if name == HINT => {
                        known.extend(more);
                    }
                    (_, value) => {
                        members.insert(name, value);
                    }
                }
            }
        }
        schema
    }

    pub(crate) fn is_required(&self, property: &Property) -> bool {
        let filled = self.options.direction == Direction::Input && property.docs.default.is_some();
        !property.optional && !filled && !self.accepts_undefined(&property.gtype)
    }

    /// Whether nothing of this type travels because of functions or symbols.
    fn stays_behind(&self, gtype: &GType) -> bool {
        let is_code =
            |one: &GType| matches!(self.resolve(one).base(), GType::Function | GType::Symbol);
        travel(gtype, self.types) == Travel::Absent
            && match self.resolve(gtype) {
                GType::Union(union) => union.members.iter().any(is_code),
                other => is_code(other),
            }
    }

    pub(crate) fn accepts_undefined(&self, gtype: &GType) -> bool {
        self.accepts_undefined_within(gtype, &mut Vec::new())
    }

    /// `open` holds the names that are being looked into: what they mention of themselves adds
    /// nothing.
    fn accepts_undefined_within<'b>(&'b self, gtype: &'b GType, open: &mut Vec<&'b str>) -> bool {
        match gtype {
            GType::Any | GType::Unknown | GType::Unresolved(_) => true,
            GType::Ref(reference) => {
                let id = reference.id.as_str();
                let Some(named) = self.types.get_str(id) else { return false };
                if open.contains(&id) {
                    return false;
                }
                open.push(id);
                let accepts = self.accepts_undefined_within(&named.gtype, open);
                open.pop();
                accepts
            }
            GType::Refined(refined) => self.accepts_undefined_within(&refined.base, open),
            GType::Union(union) => {
                union.members.iter().any(|one| self.accepts_undefined_within(one, open))
            }
            other => travel(other, self.types) == Travel::Absent,
        }
    }

    /// The patterns of the keys an index signature takes; `None` where it takes all of them.
    fn key_patterns(&self, key: &GType) -> Option<Vec<String>> {
        match self.resolve(key) {
            GType::Number => Some(vec![NUMERIC_KEY.to_owned()]),
            GType::Template(template) => Some(vec![template.to_pattern()]),
            literal @ GType::Literal(_) => {
                let hole = TemplatePart::Type(literal.clone());
                Some(vec![TemplateType { parts: vec![hole] }.to_pattern()])
            }
            GType::Union(union) => {
                let all: Option<Vec<Vec<String>>> =
                    union.members.iter().map(|member| self.key_patterns(member)).collect();
                all.map(|all| all.concat())
            }
            GType::Refined(refined) => match narrowed_key(&refined.constraints) {
                Some(pattern) => Some(vec![pattern]),
                None => self.key_patterns(&refined.base),
            },
            _ => None,
        }
    }
}

/// One pattern for all that is said of a key.
fn narrowed_key(constraints: &Constraints) -> Option<String> {
    let lengths = constraints.min_length.is_some() || constraints.max_length.is_some();
    match constraints.patterns.as_slice() {
        [] if !lengths => None,
        [only] if !lengths => Some(only.clone()),
        several => {
            let mut pattern = String::from("^");
            if lengths {
                let least = constraints.min_length.unwrap_or(0);
                let most = constraints.max_length.map(|most| most.to_string()).unwrap_or_default();
                let _ = write!(pattern, "(?=[^]{{{least},{most}}}$)");
            }
            for one in several {
                let _ = write!(pattern, "(?=[^]*?(?:{one}))");
            }
            Some(pattern)
        }
    }
}
