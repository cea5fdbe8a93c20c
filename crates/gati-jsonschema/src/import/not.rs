//! `not`, where it comes to something a type can say.

use gati_types::{GType, ObjectType, Property};
use serde_json::{Map, Value};

use super::{Importer, Place, settle::Closing};

/// The kinds of JSON values, each as the type of all of them.
fn kinds() -> [(&'static str, GType); 6] {
    [
        ("null", GType::Null),
        ("boolean", GType::Boolean),
        ("number", GType::Number),
        ("string", GType::String),
        ("array", GType::array(GType::Unknown)),
        ("object", GType::Object(ObjectType::default())),
    ]
}

impl<'a> Importer<'a> {
    /// The type of the values a schema refuses, if there is one. Single values are taken out of
    /// `parts`, which hold as well, instead.
    pub(super) fn not(&mut self, place: &Place<'a>, parts: &mut [GType]) -> Option<GType> {
        let members = match place.value {
            Value::Bool(true) => return Some(GType::Never),
            Value::Bool(false) => return Some(GType::Unknown),
            Value::Object(members) => members,
            _ => return None,
        };
        let said: Vec<&str> = members
            .keys()
            .map(String::as_str)
            .filter(|name| !["title", "description", "$comment"].contains(name))
            .collect();
        match said.as_slice() {
            [] => Some(GType::Never),
            ["type"] => other_kinds(members),
            ["not"] => Some(self.schema(&place.inner(&members["not"], &["not"]))),
            ["required"] => without(members),
            ["enum" | "const"] => {
                let values = match members.get("enum") {
                    Some(Value::Array(values)) => values.clone(),
                    Some(_) => return None,
                    None => vec![members.get("const")?.clone()],
                };
                let refused: Option<Vec<GType>> =
                    values.iter().map(|value| self.constant(value, place.depth)).collect();
                take_out(&refused?, parts).then_some(GType::Unknown)
            }
            ["anyOf"] => {
                let list = members["anyOf"].as_array()?;
                let mut all = Vec::new();
                for (index, one) in list.iter().enumerate() {
                    let inner = place.inner(one, &["anyOf", &index.to_string()]);
                    all.push(self.not(&inner, parts)?);
                }
                Some(self.all_of(&place.pointer, all, Closing::Open))
            }
            _ => None,
        }
    }
}

/// The kinds that `type` does not name.
fn other_kinds(members: &Map<String, Value>) -> Option<GType> {
    let refused: Vec<&str> = match members.get("type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let kinds = kinds();
    if refused.iter().any(|name| !kinds.iter().any(|(kind, _)| kind == name)) {
        return None;
    }
    let left = kinds.into_iter().filter(|(kind, _)| !refused.contains(kind));
    Some(GType::union(left.map(|(_, gtype)| gtype)))
}

/// Everything but objects that have the one required member.
fn without(members: &Map<String, Value>) -> Option<GType> {
    let [Value::String(name)] = members.get("required")?.as_array()?.as_slice() else {
        return None;
    };
    let absent = Property::optional(name, GType::Never);
    let left = kinds().map(|(kind, gtype)| match kind {
        "object" => GType::Object(ObjectType::new(vec![absent.clone()])),
        _ => gtype,
    });
    Some(GType::union(left))
}

/// Takes single values out of a part that is made of single values.
fn take_out(refused: &[GType], parts: &mut [GType]) -> bool {
    for part in parts {
        let values = match &*part {
            GType::Union(union) => union.members.clone(),
            single => vec![single.clone()],
        };
        if values.iter().all(|value| matches!(value, GType::Literal(_) | GType::Null)) {
            *part = GType::union(values.into_iter().filter(|value| !refused.contains(value)));
            return true;
        }
    }
    false
}
