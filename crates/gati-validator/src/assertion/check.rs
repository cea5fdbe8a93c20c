//! The functions `is` and `track`: one walk, no allocation unless parts of the value have to be
//! remembered, out at the first thing that does not fit.

use gati_types::assertion::{Assertion, Kinds, ListAssertion, ObjectAssertion, SchemaId};

use super::{
    facts::Looks,
    tests::Test,
    writer::{Body, DEPTH_LIMIT, Kind, Wanted},
};
use crate::{
    scalar::Phase,
    steps::{Step, Steps, block, merge},
};

/// What a check says of a value that does not fit.
pub(super) const REFUSAL: &str = "return false;";

/// The steps of `tests`.
pub(super) fn steps(tests: Vec<Test>) -> Steps {
    tests.into_iter().map(|test| (test.phase, Step::Misfit(test.no))).collect()
}

impl Body<'_, '_> {
    /// The statements of a whole function.
    pub(super) fn check(&mut self, wanted: &Wanted) -> Vec<String> {
        let schema = self.writer.facts.schema(wanted.id);
        self.tracking = wanted.kind != Kind::Is;
        let mut lines = Vec::new();
        if self.writer.facts.is_recursive(wanted.id) {
            lines.push(format!("if (depth > {DEPTH_LIMIT}) {REFUSAL}"));
        }
        if schema.never {
            lines.push(REFUSAL.to_owned());
            return lines;
        }
        // What is left over is known only at the end: what this very schema looks at is noted in
        // `seen`, which is its own, and handed on to whoever asked.
        let own = self.writer.facts.tracks(schema) && wanted.kind != Kind::Sources;
        if own {
            self.tracking = true;
            let name = self.writer.runtime("$seen");
            lines.push(format!("const seen = {name}();"));
        }
        let steps = steps(self.writer.own_tests(schema, "value"));
        lines.extend(merge(steps, REFUSAL));
        lines.extend(self.parts(schema));
        lines.extend(self.applied(schema));
        if wanted.kind != Kind::Sources {
            lines.extend(self.unevaluated(schema));
        }
        if own && wanted.kind == Kind::Track {
            let join = self.writer.runtime("$addSeen");
            lines.push(format!("{join}(outer, seen);"));
        }
        if wanted.kind == Kind::Track {
            let outer = if own { "outer" } else { "seen" };
            if schema.object.unevaluated.is_some() {
                lines.push(format!("{outer}.everyKey = true;"));
            }
            if schema.list.unevaluated.is_some() {
                lines.push(format!("{outer}.everyItem = true;"));
            }
        }
        lines.push("return true;".to_owned());
        lines
    }

    /// The name of the parameter that a tracking function is given.
    pub(super) fn seen_parameter(&self, id: SchemaId) -> &'static str {
        let schema = self.writer.facts.schema(id);
        if self.writer.facts.tracks(schema) { "outer" } else { "seen" }
    }

    /// What holds of parts of lists and objects.
    fn parts(&mut self, schema: &Assertion) -> Vec<String> {
        let mut lines = Vec::new();
        let may_be = |kind| schema.kinds.is_none_or(|kinds| kinds.has(kind));
        if schema.list != ListAssertion::default() && may_be(Kinds::ARRAY) {
            let inner = self.items(schema, "value");
            lines.extend(guarded(schema, Kinds::ARRAY, inner));
        }
        if schema.object != ObjectAssertion::default() && may_be(Kinds::OBJECT) {
            let inner = self.members(schema, "value");
            lines.extend(guarded(schema, Kinds::OBJECT, inner));
        }
        lines
    }

    /// The steps that hold `value`, a part of the function's value, against `id`.
    pub(super) fn part(&mut self, id: SchemaId, value: &str) -> Steps {
        if self.writer.facts.is_anything(id) {
            return Vec::new();
        }
        match self.writer.tests(id, value) {
            Some(tests) => steps(tests),
            None => vec![(Phase::Nested, Step::Misfit(format!("!{}", self.fits_part(id, value))))],
        }
    }

    /// Whether `value`, a part of the function's value, fits `id`: a call.
    pub(super) fn fits_part(&mut self, id: SchemaId, value: &str) -> String {
        self.writer.call(Kind::Is, id, value, "depth + 1")
    }

    /// Whether `value`, a part of the function's value, fits `id`: any expression.
    pub(super) fn part_test(&mut self, id: SchemaId, value: &str) -> Test {
        if let Some(tests) = self.writer.tests(id, value) {
            return Test::all(&tests);
        }
        let yes = self.fits_part(id, value);
        Test { phase: Phase::Nested, no: format!("!{yes}"), yes }
    }

    /// What is left to `unevaluatedItems` and `unevaluatedProperties`.
    fn unevaluated(&mut self, schema: &Assertion) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(id) = schema.list.unevaluated {
            let looks = self.writer.facts.own_items(schema);
            if !self.writer.facts.is_anything(id) && !is_all(&looks) {
                let inner = self.unevaluated_items(id, &looks);
                lines.extend(guarded(schema, Kinds::ARRAY, inner));
            }
        }
        if let Some(id) = schema.object.unevaluated {
            let looks = self.writer.facts.own_members(schema);
            if !self.writer.facts.is_anything(id) && !is_all(&looks) {
                let inner = self.unevaluated_members(schema, id, &looks);
                lines.extend(guarded(schema, Kinds::OBJECT, inner));
            }
        }
        lines
    }

    fn unevaluated_items(&mut self, id: SchemaId, looks: &Looks) -> Vec<String> {
        let i = self.local("i");
        let item = self.local("item");
        let start = match looks {
            Looks::Always(cover) => cover.items.to_string(),
            Looks::Never => "0".to_owned(),
            Looks::Depends => "seen.items".to_owned(),
        };
        let mut inner = vec![format!("const {item} = value[{i}];")];
        if *looks == Looks::Depends {
            let name = self.writer.runtime("$isSeen");
            inner.insert(0, format!("if ({name}(seen, {i})) continue;"));
        }
        let steps = self.part(id, &item);
        inner.extend(merge(steps, REFUSAL));
        let header = format!("for (let {i} = {start}; {i} < value.length; {i}++) {{");
        let lines = block(&header, inner);
        if *looks == Looks::Depends {
            return block("if (!seen.everyItem) {", lines);
        }
        lines
    }

    fn unevaluated_members(
        &mut self,
        schema: &Assertion,
        id: SchemaId,
        looks: &Looks,
    ) -> Vec<String> {
        let (key, item) = (self.local("key"), self.local("item"));
        let passed = match looks {
            Looks::Depends => vec![format!("seen.keys.has({key})")],
            Looks::Always(cover) => self.covered(&cover.names, &cover.patterns, &key, schema),
            Looks::Never => Vec::new(),
        };
        let mut inner: Vec<String> =
            passed.iter().map(|test| format!("if ({test}) continue;")).collect();
        inner.push(format!("const {item} = value[{key}];"));
        inner.push(format!("if ({item} === undefined) continue;"));
        let steps = self.part(id, &item);
        inner.extend(merge(steps, REFUSAL));
        let lines = block(&format!("for (const {key} of Object.keys(value)) {{"), inner);
        if *looks == Looks::Depends {
            return block("if (!seen.everyKey) {", lines);
        }
        lines
    }
}

/// `lines` for values of the kind `kind` alone. What `type` has settled is not asked again.
pub(super) fn guarded(schema: &Assertion, kind: Kinds, lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() || schema.kinds == Some(kind) {
        return lines;
    }
    let test = if kind == Kinds::ARRAY {
        "Array.isArray(value)"
    } else if schema.kinds.is_some_and(|kinds| !kinds.has(Kinds::ARRAY)) {
        "typeof value === \"object\" && value !== null"
    } else {
        "typeof value === \"object\" && value !== null && !Array.isArray(value)"
    };
    block(&format!("if ({test}) {{"), lines)
}

/// Whether nothing is left.
pub(super) fn is_all(looks: &Looks) -> bool {
    matches!(looks, Looks::Always(cover) if cover.all)
}
