//! Schemas that the same value is held against: `allOf` and references, `anyOf`, `oneOf`, `not`,
//! `if`.

use gati_types::assertion::{Assertion, Condition, SchemaId};

use super::{
    check::{REFUSAL, steps},
    tests::Test,
    writer::Body,
};
use crate::{
    scalar::Phase,
    steps::{block, merge},
};

impl Body<'_, '_> {
    /// Statements that hold the function's value against what `schema` applies in place.
    pub(super) fn applied(&mut self, schema: &Assertion) -> Vec<String> {
        let mut lines = Vec::new();
        for id in &schema.all {
            if self.writer.facts.is_anything(*id) {
                continue;
            }
            if let Some(tests) = self.writer.tests(*id, "value") {
                lines.extend(merge(steps(tests), REFUSAL));
            } else {
                let fits = self.in_place(*id, "seen");
                lines.push(format!("if (!{fits}) {REFUSAL}"));
            }
        }
        if let Some(any) = &schema.any {
            lines.extend(self.any(any));
        }
        if let Some(one) = &schema.one {
            lines.extend(self.one(one));
        }
        if let Some(not) = schema.not {
            let test = self.test(not);
            lines.push(format!("if ({}) {REFUSAL}", test.yes));
        }
        if let Some(condition) = schema.condition {
            lines.extend(self.condition(condition));
        }
        lines
    }

    /// Whether the function's value fits `id`, without a trace.
    pub(super) fn test(&mut self, id: SchemaId) -> Test {
        if let Some(tests) = self.writer.tests(id, "value") {
            return Test::all(&tests);
        }
        let yes = self.fits_in_place(id, "value");
        Test { phase: Phase::Nested, no: format!("!{yes}"), yes }
    }

    fn looks(&self, id: SchemaId) -> bool {
        self.tracking && self.writer.facts.looks(id)
    }

    fn any(&mut self, any: &[SchemaId]) -> Vec<String> {
        if !any.iter().any(|id| self.looks(*id)) {
            let tests: Vec<String> = any.iter().map(|id| self.test(*id).no).collect();
            if tests.iter().any(|test| test == "false") {
                return Vec::new();
            }
            let tests: Vec<String> = tests.iter().map(|test| super::tests::grouped(test)).collect();
            return vec![format!("if ({}) {REFUSAL}", tests.join(" && "))];
        }
        let fits = self.local("fits");
        let mut lines = vec![format!("let {fits} = false;")];
        for id in any {
            let hit = vec![format!("{fits} = true;")];
            lines.extend(self.alternative(*id, hit));
        }
        lines.push(format!("if (!{fits}) {REFUSAL}"));
        lines
    }

    fn one(&mut self, one: &[SchemaId]) -> Vec<String> {
        let fits = self.local("fits");
        let mut lines = vec![format!("let {fits} = 0;")];
        for id in one {
            let hit = vec![format!("{fits}++;")];
            lines.extend(self.alternative(*id, hit));
        }
        lines.push(format!("if ({fits} !== 1) {REFUSAL}"));
        lines
    }

    /// Runs `hit` where the value fits `id`; what was looked at counts only then.
    fn alternative(&mut self, id: SchemaId, mut hit: Vec<String>) -> Vec<String> {
        if !self.looks(id) {
            let test = self.test(id);
            return match hit.as_slice() {
                [only] => vec![format!("if ({}) {only}", test.yes)],
                _ => block(&format!("if ({}) {{", test.yes), hit),
            };
        }
        let own = self.local("own");
        let (name, join) = (self.writer.runtime("$seen"), self.writer.runtime("$addSeen"));
        let fits = self.tracks_in_place(id, "value", &own);
        hit.push(format!("{join}(seen, {own});"));
        let mut lines = vec![format!("const {own} = {name}();")];
        lines.extend(block(&format!("if ({fits}) {{"), hit));
        lines
    }

    fn condition(&mut self, condition: Condition) -> Vec<String> {
        let Condition { test, then, otherwise } = condition;
        let mut refuse = |id: Option<SchemaId>| {
            let id = id.filter(|id| !self.writer.facts.is_anything(*id))?;
            if self.looks(id) {
                let fits = self.tracks_in_place(id, "value", "seen");
                return Some(format!("if (!{fits}) {REFUSAL}"));
            }
            let test = self.test(id);
            Some(format!("if ({}) {REFUSAL}", test.no))
        };
        let (then, otherwise) = (refuse(then), refuse(otherwise));
        if self.looks(test) {
            let fits = self.local("fits");
            let mut lines = vec![format!("let {fits} = false;")];
            lines.extend(self.alternative(test, vec![format!("{fits} = true;")]));
            lines.extend(then.map(|then| format!("if ({fits}) {{ {then} }}")));
            lines.extend(otherwise.map(|otherwise| format!("if (!{fits}) {{ {otherwise} }}")));
            return lines;
        }
        if then.is_none() && otherwise.is_none() {
            return Vec::new();
        }
        let asked = self.test(test);
        match (then, otherwise) {
            (Some(then), Some(otherwise)) => {
                let mut lines = block(&format!("if ({}) {{", asked.yes), vec![then]);
                if let Some(last) = lines.last_mut() {
                    "} else {".clone_into(last);
                }
                lines.push(format!("  {otherwise}"));
                lines.push("}".to_owned());
                lines
            }
            (Some(then), None) => block(&format!("if ({}) {{", asked.yes), vec![then]),
            (None, Some(otherwise)) => block(&format!("if ({}) {{", asked.no), vec![otherwise]),
            (None, None) => Vec::new(),
        }
    }
}
