//! What holds of objects.

use std::collections::{HashMap, HashSet};

use gati_emit::string;
use gati_types::assertion::{Assertion, SchemaId};

use super::{check::REFUSAL, tests::Test, writer::Body};
use crate::{
    function::{is_none_of, read},
    scalar::Phase,
    steps::{Step, Steps, block, declare, merge},
};

/// With more names a set is asked.
const MOST_COMPARED: usize = 24;

/// The members that are read once, and the local names they are read into.
pub(super) struct Reads {
    locals: HashMap<String, String>,
    pub(super) lines: Vec<String>,
}

impl Reads {
    pub(super) fn local(&self, name: &str) -> &str {
        self.locals.get(name).map_or("undefined", String::as_str)
    }
}

impl Body<'_, '_> {
    /// Reads `names` of `value`, each once.
    pub(super) fn reads<'n>(
        &mut self,
        names: impl Iterator<Item = &'n String>,
        value: &str,
    ) -> Reads {
        let mut locals = HashMap::new();
        let mut reads = Vec::new();
        for name in names {
            if !locals.contains_key(name) {
                let local = self.local(name);
                reads.push(format!("{local} = {}", read(value, name)));
                locals.insert(name.clone(), local);
            }
        }
        Reads { locals, lines: declare(&reads) }
    }

    /// Statements for `value`, which is an object.
    pub(super) fn members(&mut self, schema: &Assertion, value: &str) -> Vec<String> {
        let object = &schema.object;
        let looked = |(_, id): &&(String, SchemaId)| {
            self.tracking || object.additional.is_some() || !self.writer.facts.is_anything(*id)
        };
        let checked: Vec<(String, SchemaId)> =
            object.properties.iter().filter(looked).cloned().collect();
        let dependents = object
            .dependent_required
            .iter()
            .flat_map(|(name, others)| std::iter::once(name).chain(others));
        let names = checked
            .iter()
            .map(|(name, _)| name)
            .chain(&object.required)
            .chain(dependents)
            .chain(object.dependent_schemas.iter().map(|(name, _)| name));
        let reads = self.reads(names, value);
        let mut steps: Steps = Vec::new();
        let required: HashSet<&String> = object.required.iter().collect();
        let settled: HashSet<&String> = checked
            .iter()
            .filter(|(_, id)| self.refuses_absent(*id))
            .map(|(name, _)| name)
            .collect();
        for (name, id) in &checked {
            let required = required.contains(name);
            steps.extend(self.member(*id, reads.local(name), required));
        }
        for name in &object.required {
            // A member that has to be of a kind has to be there.
            if !settled.contains(name) {
                steps.push((
                    Phase::Type,
                    Step::Misfit(format!("{} === undefined", reads.local(name))),
                ));
            }
        }
        let mut lines = reads.lines.clone();
        lines.extend(merge(steps, REFUSAL));
        lines.extend(self.dependents(schema, &reads));
        lines.extend(self.counted(schema, value));
        if self.tracking && object.additional.is_none() {
            for (name, _) in &object.properties {
                let (local, key) = (reads.local(name), string(name));
                lines.push(format!("if ({local} !== undefined) seen.keys.add({key});"));
            }
        }
        lines.extend(self.others(schema, &reads, value));
        if self.tracking && object.additional.is_some() {
            lines.push("seen.everyKey = true;".to_owned());
        }
        lines
    }

    fn member(&mut self, id: SchemaId, local: &str, required: bool) -> Steps {
        let steps = self.part(id, local);
        if required || steps.is_empty() {
            return steps;
        }
        let phase = steps.iter().map(|(phase, _)| *phase).max().unwrap_or(Phase::Type);
        let inner = merge(steps, REFUSAL);
        let only = match inner.as_slice() {
            [only] => {
                only.strip_prefix("if (").and_then(|text| text.strip_suffix(") return false;"))
            }
            _ => None,
        };
        let there = format!("{local} !== undefined");
        let step = match only {
            Some(test) if test.contains(" || ") => Step::Misfit(format!("{there} && ({test})")),
            Some(test) => Step::Misfit(format!("{there} && {test}")),
            None => Step::Lines(block(&format!("if ({there}) {{"), inner)),
        };
        vec![(phase, step)]
    }

    /// Whether `undefined` does not fit `id` in any case.
    fn refuses_absent(&self, id: SchemaId) -> bool {
        let schema = self.writer.facts.schema(id);
        let own = |schema: &Assertion| {
            schema.never
                || schema.kinds.is_some()
                || schema.constant.is_some()
                || schema.values.is_some()
        };
        own(schema) || schema.all.iter().any(|one| own(self.writer.facts.schema(*one)))
    }

    fn counted(&mut self, schema: &Assertion, value: &str) -> Option<String> {
        let object = &schema.object;
        let least = object.min_members.filter(|least| *least > 0);
        if least.is_none() && object.max_members.is_none() {
            return None;
        }
        let name = self.writer.runtime("$members");
        let call = format!("{name}({value})");
        let tests = [
            least.map(|least| format!("{call} < {least}")),
            object.max_members.map(|most| format!("{call} > {most}")),
        ];
        let tests: Vec<String> = tests.into_iter().flatten().collect();
        Some(format!("if ({}) {REFUSAL}", tests.join(" || ")))
    }

    fn dependents(&mut self, schema: &Assertion, reads: &Reads) -> Vec<String> {
        let object = &schema.object;
        let mut lines = Vec::new();
        for (name, others) in object.dependent_required.iter().filter(|(_, all)| !all.is_empty()) {
            let there = format!("{} !== undefined", reads.local(name));
            let missing: Vec<String> = others
                .iter()
                .map(|other| format!("{} === undefined", reads.local(other)))
                .collect();
            lines.push(format!("if ({there} && ({})) {REFUSAL}", missing.join(" || ")));
        }
        for (name, id) in &object.dependent_schemas {
            if self.writer.facts.is_anything(*id) {
                continue;
            }
            let fits = self.in_place(*id, "seen");
            let there = format!("{} !== undefined", reads.local(name));
            lines.push(format!("if ({there} && !{fits}) {REFUSAL}"));
        }
        lines
    }

    /// The tests that a key is one of `names` or like one of `patterns`.
    pub(super) fn covered(
        &mut self,
        names: &[String],
        patterns: &[String],
        key: &str,
        schema: &Assertion,
    ) -> Vec<String> {
        let mut tests = Vec::new();
        if names.len() > MOST_COMPARED {
            let list: Vec<String> = names.iter().map(|name| string(name)).collect();
            let set = self.writer.constant("names", format!("new Set([{}])", list.join(", ")));
            tests.push(format!("{set}.has({key})"));
        } else if !names.is_empty() {
            let list: Vec<String> =
                names.iter().map(|name| format!("{key} === {}", string(name))).collect();
            tests.push(list.join(" || "));
        }
        for pattern in patterns {
            let pattern = self.writer.pattern(pattern, schema, "patternProperties");
            tests.push(format!("{pattern}.test({key})"));
        }
        tests
    }

    /// Members by the look of their names, and those that nothing else is said of.
    fn others(&mut self, schema: &Assertion, reads: &Reads, value: &str) -> Vec<String> {
        let object = &schema.object;
        let facts = &self.writer.facts;
        let additional = object.additional.filter(|id| !facts.is_anything(*id));
        let names = object.names.filter(|id| !facts.is_anything(*id));
        if object.patterns.is_empty() && names.is_none() && additional.is_none() {
            return Vec::new();
        }
        if object.patterns.is_empty()
            && names.is_none()
            && additional.is_some_and(|id| facts.schema(id).never)
        {
            return self.closed(schema, reads, value);
        }
        let (key, item) = (self.local("key"), self.local("item"));
        let mut inner = vec![
            format!("const {item} = {value}[{key}];"),
            format!("if ({item} === undefined) continue;"),
        ];
        if let Some(id) = names {
            let steps = self.part(id, &key);
            inner.extend(merge(steps, REFUSAL));
        }
        let rest = additional.map(|id| {
            let steps = self.part(id, &item);
            merge(steps, REFUSAL)
        });
        let known: Vec<String> = object.properties.iter().map(|(name, _)| name.clone()).collect();
        let mut open = Vec::new();
        if rest.is_some() {
            open = self.covered(&known, &[], &key, schema);
        }
        for (pattern, id) in &object.patterns {
            let steps = self.part(*id, &item);
            let checks = merge(steps, REFUSAL);
            let name = self.writer.pattern(pattern, schema, "patternProperties");
            let mut inside = checks;
            if self.tracking {
                inside.insert(0, format!("seen.keys.add({key});"));
            }
            if inside.is_empty() {
                if rest.is_some() {
                    open.push(format!("{name}.test({key})"));
                }
                continue;
            }
            if rest.is_some() {
                let matched = self.local("matched");
                inner.push(format!("const {matched} = {name}.test({key});"));
                inner.extend(block(&format!("if ({matched}) {{"), inside));
                open.push(matched);
            } else {
                inner.extend(block(&format!("if ({name}.test({key})) {{"), inside));
            }
        }
        if let Some(rest) = rest {
            inner.extend(open.iter().map(|test| format!("if ({test}) continue;")));
            inner.extend(rest);
        }
        block(&format!("for (const {key} of Object.keys({value})) {{"), inner)
    }

    /// No other members: as many as are known prove that there are none, without a list of them.
    fn closed(&mut self, schema: &Assertion, reads: &Reads, value: &str) -> Vec<String> {
        let object = &schema.object;
        let (known, count) = (self.local("known"), self.local("count"));
        let names: Vec<&str> = object.properties.iter().map(|(name, _)| name.as_str()).collect();
        let all: HashSet<&str> = object.required.iter().map(String::as_str).collect();
        let is_required = |name: &str| all.contains(name);
        let required = names.iter().filter(|name| is_required(name)).count();
        let optional: Vec<&&str> = names.iter().filter(|name| !is_required(name)).collect();
        let word = if optional.is_empty() { "const" } else { "let" };
        let mut lines = vec![format!("{word} {known} = {required};")];
        for name in optional {
            lines.push(format!("if ({} !== undefined) {known}++;", reads.local(name)));
        }
        lines.push(format!("let {count} = 0;"));
        lines.push(format!("for (const _ in {value}) {count}++;"));
        let key = self.local("key");
        let other = if names.len() > MOST_COMPARED {
            let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            format!("!{}", self.covered(&all, &[], &key, schema).join(""))
        } else {
            is_none_of(&key, &names)
        };
        let there = format!("{value}[{key}] !== undefined");
        let test = if names.is_empty() { there } else { format!("{other} && {there}") };
        let inner = block(
            &format!("for (const {key} of Object.keys({value})) {{"),
            vec![format!("if ({test}) {REFUSAL}")],
        );
        lines.extend(block(&format!("if ({count} !== {known}) {{"), inner));
        lines
    }

    /// Whether the function's value fits `id`, noted in `seen` where that is asked for.
    pub(super) fn in_place(&mut self, id: SchemaId, seen: &str) -> String {
        if let Some(tests) = self.writer.tests(id, "value")
            && let [Test { yes, .. }] = tests.as_slice()
            && !yes.contains(' ')
        {
            return yes.clone();
        }
        if self.tracking && self.writer.facts.looks(id) {
            self.tracks_in_place(id, "value", seen)
        } else {
            self.fits_in_place(id, "value")
        }
    }
}
