//! One schema: everything its keywords say, all of which holds at once.

use gati_types::GType;
use serde_json::{Map, Value};

use crate::Target;

use super::{
    DEPTH_LIMIT, FindingKind, Importer, Place, Untyped,
    locate::{REFERENCES, child},
    settle::{Closing, Merge},
};

type Members = Map<String, Value>;

/// The kinds of JSON values, each with the keywords that are about it.
const KINDS: [(&str, &[&str]); 6] = [
    ("null", &[]),
    ("boolean", &[]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ("string", &["minLength", "maxLength", "pattern", "format", "contentEncoding"]),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "minItems",
            "maxItems",
            "uniqueItems",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
        ],
    ),
];

/// Keywords that are read elsewhere, or only say something to readers.
const SILENT: [&str; 40] = [
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$comment",
    "$vocabulary",
    "$defs",
    "definitions",
    "components",
    "openapi",
    "info",
    "paths",
    "title",
    "description",
    "default",
    "examples",
    "example",
    "deprecated",
    "readOnly",
    "type",
    "nullable",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "contentMediaType",
    "contentSchema",
    "minContains",
    "maxContains",
    "unevaluatedProperties",
];
/// Keywords about values that types have no words for; `contains` and the number of properties
/// are looked at more closely.
const UNSAID: [&str; 3] = ["dependentRequired", "dependentSchemas", "dependencies"];
/// Annotations of OpenAPI.
const ANNOTATIONS: [&str; 5] = ["writeOnly", "xml", "externalDocs", "discriminator", "links"];

impl<'a> Importer<'a> {
    /// The type of the values a schema accepts.
    pub(super) fn schema(&mut self, place: &Place<'a>) -> GType {
        if place.depth > DEPTH_LIMIT {
            return self.fail(&place.pointer, FindingKind::TooDeep);
        }
        if !self.spend() {
            return self.fail(&place.pointer, FindingKind::TooLarge);
        }
        // A schema that is mentioned elsewhere has one name, which stands for it here too.
        if place.depth > 0 && self.index.is_mentioned(&place.pointer) {
            return self.mention(&place.pointer);
        }
        let found = match place.value {
            Value::Object(members) => return self.keywords(place, members),
            Value::Bool(true) => return GType::Unknown,
            Value::Bool(false) => return GType::Never,
            Value::Null => "null",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
        };
        self.fail(&place.pointer, FindingKind::NotASchema { found })
    }

    fn keywords(&mut self, place: &Place<'a>, members: &'a Members) -> GType {
        let mut parts = Vec::new();
        if let Some(reference) = self.reference(place, members) {
            if self.dialect == Target::Draft7 {
                self.beside_reference(place, members);
            }
            parts.push(reference);
        }
        if let Some(values) = self.values(place, members) {
            parts.push(values);
        }
        parts.push(self.kinds(place, members));
        self.combined(place, members, &mut parts);
        self.unsaid(place, members);
        let closing = self.closing(place, members);
        let merged = self.all_of(&place.pointer, parts, closing);
        let whole = self.nullable(place, members, merged);
        self.hinted(place, members, whole)
    }

    /// The type a reference means.
    fn reference(&mut self, place: &Place<'a>, members: &'a Members) -> Option<GType> {
        let keyword = REFERENCES.into_iter().find(|one| members.contains_key(*one))?;
        let Some(Value::String(reference)) = members.get(keyword) else {
            self.bad(place, keyword, "the URI of a schema");
            return None;
        };
        let pointer = child(&place.pointer, keyword);
        Some(match self.index.target(reference, &place.pointer) {
            Ok(target) => self.mention(&target),
            Err(kind) => self.fail(&pointer, kind),
        })
    }

    /// Draft-07 looks at nothing beside `$ref`, but its validators do, and authors mean it.
    fn beside_reference(&mut self, place: &Place<'a>, members: &Members) {
        let said = ["type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if"];
        let means = |keyword: &String| {
            said.contains(&keyword.as_str())
                || KINDS.iter().any(|(_, about)| about.contains(&keyword.as_str()))
        };
        if let Some(keyword) = members.keys().find(|keyword| means(keyword)) {
            let reading = "a condition that holds beside `$ref`, as in newer dialects";
            self.say(child(&place.pointer, keyword), FindingKind::Reading { reading });
        }
    }

    /// The values of `enum` and `const`.
    fn values(&mut self, place: &Place<'a>, members: &'a Members) -> Option<GType> {
        let values: Vec<&Value> = match (members.get("const"), members.get("enum")) {
            (None, None) => return None,
            (Some(one), None) => vec![one],
            (None, Some(Value::Array(values))) => values.iter().collect(),
            (Some(one), Some(Value::Array(values))) if values.contains(one) => vec![one],
            (Some(_), Some(Value::Array(_))) => return Some(GType::Never),
            (_, Some(_)) => {
                self.bad(place, "enum", "a list of values");
                return None;
            }
        };
        let types: Option<Vec<GType>> =
            values.into_iter().map(|value| self.constant(value, place.depth)).collect();
        match types {
            Some(types) => Some(GType::union(types)),
            None => Some(self.fail(&place.pointer, FindingKind::TooDeep)),
        }
    }

    /// What the keywords about single kinds of values say.
    fn kinds(&mut self, place: &Place<'a>, members: &'a Members) -> GType {
        let about: Vec<&str> = KINDS
            .iter()
            .filter(|(_, keywords)| keywords.iter().any(|one| members.contains_key(*one)))
            .map(|(kind, _)| *kind)
            .collect();
        let names: Vec<&str> = match members.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => {
                let texts: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                if texts.len() < names.len() {
                    self.bad(place, "type", "a name, or a list of names");
                }
                texts
            }
            None if about.is_empty() => return GType::Unknown,
            None if self.options.untyped == Untyped::Implied => {
                let reading = "the kind of value its keywords are about";
                self.say(&place.pointer, FindingKind::Reading { reading });
                about
            }
            None => {
                // Beside schemas that say the type, keywords without one are the usual thing.
                let combined = ["allOf", "anyOf", "oneOf", "$ref", "enum", "const", "not"];
                // Parts of a whole that has one, and names, which are text.
                let is_part = place.pointer.rsplit('/').nth(1) == Some("allOf")
                    || place.pointer.ends_with("/propertyNames");
                if !is_part && !combined.iter().any(|keyword| members.contains_key(*keyword)) {
                    let kinds = about.join(" and ");
                    self.say(&place.pointer, FindingKind::Untyped { kinds });
                }
                KINDS.iter().map(|(kind, _)| *kind).collect()
            }
            Some(_) => {
                self.bad(place, "type", "a name, or a list of names");
                return GType::Unknown;
            }
        };
        let mut types: Vec<GType> =
            names.iter().map(|name| self.kind(place, members, name, &names)).collect();
        // OpenAPI 3.0 adds `null` to the type and to nothing else.
        if members.contains_key("type") && members.get("nullable") == Some(&Value::Bool(true)) {
            types.push(GType::Null);
        }
        GType::union(types)
    }

    fn kind(&mut self, place: &Place<'a>, members: &'a Members, name: &str, all: &[&str]) -> GType {
        match name {
            "null" => GType::Null,
            "boolean" => GType::Boolean,
            "number" => self.number(place, members, false),
            // Every integer is a number.
            "integer" if all.contains(&"number") => GType::Never,
            "integer" => self.number(place, members, true),
            "string" => self.string(place, members),
            "array" => self.array(place, members),
            "object" => self.object(place, members),
            // What TypeBox calls values that JSON does not have, and OpenAPI 2 files.
            "Date" => GType::Date,
            "bigint" => GType::BigInt,
            "Uint8Array" => GType::Bytes,
            "RegExp" => GType::RegExp,
            "undefined" => GType::Undefined,
            "void" => GType::Void,
            "symbol" => GType::Symbol,
            "Function" | "Constructor" => GType::Function,
            "file" => GType::File,
            "any" => GType::Unknown,
            other => {
                let kind = FindingKind::UnknownType { name: other.to_owned() };
                self.fail(&child(&place.pointer, "type"), kind)
            }
        }
    }

    /// `allOf`, `anyOf`, `oneOf` and `not`.
    fn combined(&mut self, place: &Place<'a>, members: &'a Members, parts: &mut Vec<GType>) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let list = match members.get(keyword) {
                None => continue,
                Some(Value::Array(list)) if !list.is_empty() => list,
                Some(_) => {
                    self.bad(place, keyword, "a list of schemas");
                    continue;
                }
            };
            let mut types = Vec::with_capacity(list.len());
            for (index, one) in list.iter().enumerate() {
                let inner = place.inner(one, &[keyword, &index.to_string()]);
                types.push(self.undocumented(&inner));
            }
            match keyword {
                "allOf" => parts.extend(types),
                "anyOf" => parts.push(GType::union(types)),
                _ => {
                    self.exclusive.push((child(&place.pointer, keyword), types.clone()));
                    parts.push(GType::union(types));
                }
            }
        }
        if let Some(schema) = members.get("not") {
            let inner = place.inner(schema, &["not"]);
            if let Some(part) = self.not(&inner, parts) {
                parts.push(part);
            } else {
                let keyword = "not".to_owned();
                self.say(inner.pointer, FindingKind::NoCounterpart { keyword });
            }
        }
    }

    /// Says which keywords are not kept.
    fn unsaid(&mut self, place: &Place<'a>, members: &'a Members) {
        self.unsaid_of_lists(place, members);
        let condition = members.contains_key("if")
            && (members.contains_key("then") || members.contains_key("else"));
        for keyword in members.keys() {
            let name = keyword.as_str();
            let about = KINDS.iter().any(|(_, about)| about.contains(&name));
            let pointer = child(&place.pointer, keyword);
            let keyword = keyword.clone();
            if UNSAID.contains(&name) || (name == "if" && condition) {
                self.say(pointer, FindingKind::NoCounterpart { keyword });
            } else if ["minProperties", "maxProperties"].contains(&name) {
                let required =
                    members.get("required").and_then(Value::as_array).map_or(0, Vec::len);
                let least = self.count(place, members, "minProperties").unwrap_or(0);
                if name == "maxProperties" || least as usize > required {
                    self.say(pointer, FindingKind::NoCounterpart { keyword });
                }
            } else if ANNOTATIONS.contains(&name) {
                let tagged = name == "discriminator"
                    && (members.contains_key("oneOf") || members.contains_key("anyOf"));
                if !tagged {
                    self.say(pointer, FindingKind::Annotation { keyword });
                }
            } else if !about && !SILENT.contains(&name) && !name.starts_with("x-") {
                self.say(pointer, FindingKind::UnknownKeyword { keyword });
            }
        }
    }

    /// What happens to members that no part has described.
    fn closing(&mut self, place: &Place<'a>, members: &'a Members) -> Closing {
        match members.get("unevaluatedProperties") {
            None | Some(Value::Bool(true)) => Closing::Open,
            Some(Value::Bool(false)) => Closing::Closed,
            Some(schema) => {
                let inner = place.inner(schema, &["unevaluatedProperties"]);
                match self.undocumented(&inner) {
                    GType::Unknown => Closing::Open,
                    GType::Never => Closing::Closed,
                    rest => Closing::Rest(rest),
                }
            }
        }
    }

    /// OpenAPI 3.0's `nullable` where there is no `type` for it to change.
    fn nullable(&mut self, place: &Place<'a>, members: &Members, gtype: GType) -> GType {
        if members.get("nullable") != Some(&Value::Bool(true)) || members.contains_key("type") {
            return gtype;
        }
        let reading = "`null` or what stands beside it";
        self.say(child(&place.pointer, "nullable"), FindingKind::Reading { reading });
        match gtype {
            GType::Unknown => GType::Unknown,
            other => GType::union([other, GType::Null]),
        }
    }

    /// The type of the values that all `parts` accept; made later where names are mentioned.
    pub(super) fn all_of(&mut self, pointer: &str, parts: Vec<GType>, closing: Closing) -> GType {
        let mut kept: Vec<GType> = Vec::new();
        for part in parts {
            if part != GType::Unknown && !kept.contains(&part) {
                kept.push(part);
            }
        }
        if let Some(unresolved) = kept.iter().find(|one| matches!(one, GType::Unresolved(_))) {
            return unresolved.clone();
        }
        if kept.len() < 2 && closing == Closing::Open {
            return kept.pop().unwrap_or(GType::Unknown);
        }
        let merge = Merge { pointer: pointer.to_owned(), parts: kept, closing };
        if merge.parts.iter().any(mentions_names) {
            return self.postpone(merge);
        }
        self.merge(merge)
    }
}

/// Whether a type mentions names.
fn mentions_names(gtype: &GType) -> bool {
    let mut pending = vec![gtype];
    while let Some(node) = pending.pop() {
        if matches!(node, GType::Ref(_)) {
            return true;
        }
        node.for_each_child(&mut |inner| pending.push(inner));
    }
    false
}
