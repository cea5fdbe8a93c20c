//! What all functions of one text share, and the small words of JavaScript they are made of.

use gati_emit::{Names, Source, is_inherited, key, member, number, string};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::scope::Sure;
use crate::transform::runtime::Routines;

/// What all functions of one text share.
#[derive(Default)]
pub(crate) struct Text {
    pub(crate) routines: Routines,
    pub(crate) constants: Source,
    pub(crate) functions: Source,
    names: Names,
    tables: FxHashMap<String, String>,
}

impl Text {
    /// The name of a constant with this value, written once.
    pub(crate) fn constant(&mut self, wanted: &str, value: &str) -> String {
        if let Some(name) = self.tables.get(value) {
            return name.clone();
        }
        let name = self.names.unique("$$", wanted);
        self.constants.line(&format!("const {name} = {value};"));
        self.tables.insert(value.to_owned(), name.clone());
        name
    }

    /// A name that nothing else in the text has.
    pub(crate) fn name(&mut self, prefix: &str, wanted: &str) -> String {
        self.names.unique(prefix, wanted)
    }
}

/// Whether a text is a literal that looks like a name.
pub(super) fn is_word(text: &str) -> bool {
    matches!(text, "null" | "true" | "false" | "undefined")
}

/// The expression that reads the member `name` of `base`.
pub(super) fn access(text: &mut Text, base: &str, name: &str, sure: Sure) -> String {
    if is_inherited(name) {
        return format!("{}({base}, {})", text.routines.call("$own"), string(name));
    }
    match (sure, member(name)) {
        (Sure::Yes, access) => format!("{base}{access}"),
        (Sure::No, access) if access.starts_with('.') => format!("{base}?{access}"),
        (Sure::No, access) => format!("{base}?.{access}"),
    }
}

/// A JSON value as JavaScript.
pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(digits) => {
            digits.as_f64().and_then(number).unwrap_or_else(|| digits.to_string())
        }
        Value::String(text) => string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", key(name), json(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}
