//! The functions that make values out of text, as queries and forms have it. What a text does not
//! mean stays as it is: the check that follows says so.

use gati_types::assertion::{Assertion, Kinds, SchemaId};

use super::{
    facts::Facts,
    tests::kind_of,
    writer::{Body, DEPTH_LIMIT, Kind, Wanted},
};
use crate::{function::read, steps::block};

impl Facts<'_> {
    /// The kinds that `schema` itself limits its values to.
    fn limits(schema: &Assertion) -> Option<Kinds> {
        let values = schema.constant.as_ref().map(std::slice::from_ref);
        let of_values = || {
            let values = values.or(schema.values.as_deref())?;
            Some(values.iter().fold(Kinds::NONE, |all, value| all.with(kind_of(value))))
        };
        schema.kinds.or_else(of_values).filter(|kinds| !kinds.has(Kinds::STRING))
    }

    /// Whether `schema` itself makes something else of some text.
    pub(super) fn is_read(schema: &Assertion) -> bool {
        let scalars = [Kinds::INTEGER, Kinds::BOOLEAN, Kinds::NULL, Kinds::ARRAY];
        Self::limits(schema).is_some_and(|kinds| scalars.iter().any(|kind| kinds.has(*kind)))
    }
}

impl Body<'_, '_> {
    /// The statements of a whole function.
    pub(super) fn read(&mut self, wanted: &Wanted) -> Vec<String> {
        let schema = self.writer.facts.schema(wanted.id);
        for name in ["key", "item", "i"] {
            self.locals.reserve(name);
        }
        let mut lines = Vec::new();
        if self.writer.facts.is_recursive(wanted.id) {
            lines.push(format!("if (depth > {DEPTH_LIMIT}) return value;"));
        }
        let kinds = Facts::limits(schema).unwrap_or(Kinds::NONE);
        if kinds.has(Kinds::INTEGER) {
            let name = self.writer.runtime("$readNumber");
            lines.push(format!("value = {name}(value);"));
        }
        if kinds.has(Kinds::BOOLEAN) {
            let name = self.writer.runtime("$readBoolean");
            lines.push(format!("value = {name}(value);"));
        }
        if kinds.has(Kinds::NULL) {
            let name = self.writer.runtime("$readNull");
            lines.push(format!("value = {name}(value);"));
        }
        if kinds.has(Kinds::ARRAY) {
            lines.push("if (typeof value === \"string\") value = [value];".to_owned());
        }
        lines.extend(self.read_items(schema));
        lines.extend(self.read_members(schema));
        for id in &schema.all {
            let made = self.made(*id, "value", "depth");
            lines.extend(made.map(|made| format!("value = {made};")));
        }
        for id in schema.any.iter().chain(&schema.one).flatten() {
            let made = self.made(*id, "value", "depth").unwrap_or_else(|| "value".to_owned());
            let local = self.local("made");
            let fits = self.writer.call(Kind::Is, *id, &local, "depth");
            lines.push(format!("const {local} = {made};"));
            lines.push(format!("if ({fits}) return {local};"));
        }
        lines.push("return value;".to_owned());
        lines
    }

    /// What `value` means to `id`, if that may be something else.
    fn made(&mut self, id: SchemaId, value: &str, depth: &str) -> Option<String> {
        let reads = self.writer.facts.reads(id);
        reads.then(|| self.writer.call(Kind::Read, id, value, depth))
    }

    fn read_items(&mut self, schema: &Assertion) -> Vec<String> {
        let list = &schema.list;
        let rest = list.items.and_then(|id| self.made(id, "item", "depth + 1"));
        let prefix: Vec<Option<String>> =
            list.prefix.iter().map(|id| self.made(*id, "item", "depth + 1")).collect();
        if rest.is_none() && prefix.iter().all(Option::is_none) {
            return Vec::new();
        }
        let mut cases: Vec<String> = prefix
            .into_iter()
            .enumerate()
            .map(|(index, made)| {
                format!("i === {index} ? {}", made.unwrap_or_else(|| "item".to_owned()))
            })
            .collect();
        cases.push(rest.unwrap_or_else(|| "item".to_owned()));
        let made = cases.join(" : ");
        vec![format!("if (Array.isArray(value)) value = value.map((item, i) => {made});")]
    }

    fn read_members(&mut self, schema: &Assertion) -> Vec<String> {
        let object = &schema.object;
        let mut inner = Vec::new();
        for (name, id) in &object.properties {
            let local = self.local(name);
            if let Some(made) = self.made(*id, &local, "depth + 1") {
                let key = gati_emit::string(name);
                let put = self.writer.runtime("$put");
                inner.push(format!("const {local} = {};", read("value", name)));
                inner.push(format!("if ({local} !== undefined) {put}(value, {key}, {made});"));
            }
        }
        if let Some(made) =
            object.additional.and_then(|id| self.made(id, "value[key]", "depth + 1"))
        {
            let known: Vec<String> =
                object.properties.iter().map(|(name, _)| name.clone()).collect();
            let patterns: Vec<String> =
                object.patterns.iter().map(|(pattern, _)| pattern.clone()).collect();
            let mut each: Vec<String> = self
                .covered(&known, &patterns, "key", schema)
                .iter()
                .map(|test| format!("if ({test}) continue;"))
                .collect();
            let put = self.writer.runtime("$put");
            each.push(format!("if (value[key] !== undefined) {put}(value, key, {made});"));
            inner.extend(block("for (const key of Object.keys(value)) {", each));
        }
        if inner.is_empty() {
            return inner;
        }
        inner.insert(0, "value = { ...value };".to_owned());
        let test = "typeof value === \"object\" && value !== null && !Array.isArray(value)";
        block(&format!("if ({test}) {{"), inner)
    }
}
