//! What a schema expects, in TypeScript's spelling, for people who read an issue.

use gati_types::assertion::{Assertion, Kinds, SchemaId};

use super::{facts::Facts, format};

/// What is longer is said in fewer words.
const LONGEST: usize = 120;

impl Facts<'_> {
    /// What `id` expects.
    pub(super) fn spelled(&self, id: SchemaId) -> String {
        let text = self.spell(id, 3);
        if text.chars().count() <= LONGEST {
            return text;
        }
        let short = self.spell(id, 1);
        if short.chars().count() <= LONGEST {
            return short;
        }
        short.chars().take(LONGEST - 1).chain(['…']).collect()
    }

    fn spell(&self, id: SchemaId, levels: usize) -> String {
        let schema = self.schema(id);
        if schema.never {
            return "never".to_owned();
        }
        let values = schema.constant.as_ref().map(std::slice::from_ref);
        if let Some(values) = values.or(schema.values.as_deref()) {
            let all: Vec<String> = values.iter().map(ToString::to_string).collect();
            return if all.is_empty() { "never".to_owned() } else { all.join(" | ") };
        }
        if let Some(kinds) = schema.kinds {
            return self.kinds(kinds, schema, levels);
        }
        if levels > 0 {
            let either = schema.any.as_ref().or(schema.one.as_ref());
            if let Some(either) = either {
                let mut all: Vec<String> =
                    either.iter().map(|one| self.spell(*one, levels - 1)).collect();
                all.dedup();
                return all.join(" | ");
            }
            if let [only] = schema.all.as_slice() {
                return self.spell(*only, levels - 1);
            }
            if let Some(not) = schema.not {
                return format!("Exclude<unknown, {}>", self.spell(not, levels - 1));
            }
        }
        "unknown".to_owned()
    }

    fn kinds(&self, kinds: Kinds, schema: &Assertion, levels: usize) -> String {
        let mut all: Vec<String> = Vec::new();
        let mut add = |kind, name: &str| {
            if kinds.has(kind) {
                all.push(name.to_owned());
            }
        };
        add(Kinds::STRING, "string");
        if kinds.has(Kinds::NUMBER) {
            add(Kinds::NUMBER, "number");
        } else {
            add(Kinds::INTEGER, "integer");
        }
        add(Kinds::BOOLEAN, "boolean");
        add(Kinds::OBJECT, "object");
        if kinds.has(Kinds::ARRAY) {
            let item = schema.list.items.filter(|_| levels > 0);
            let item = item.map_or("unknown".to_owned(), |id| self.spell(id, levels - 1));
            let plain = !item.contains([' ', '|']);
            all.push(if plain { format!("{item}[]") } else { format!("({item})[]") });
        }
        if kinds.has(Kinds::NULL) {
            all.push("null".to_owned());
        }
        if let ([only], Some(name)) = (all.as_mut_slice(), schema.text.format.as_deref())
            && format::function(name).is_some()
        {
            only.push_str(" & Format<");
            only.push_str(&serde_json::Value::from(name).to_string());
            only.push('>');
        }
        if all.is_empty() { "never".to_owned() } else { all.join(" | ") }
    }
}
