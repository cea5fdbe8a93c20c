//! Issues of parts: the items of lists, the members of objects.

use std::collections::HashSet;

use gati_emit::string;
use gati_types::assertion::{Assertion, SchemaId};

use super::{
    collect::{Spot, plural},
    facts::Looks,
    members::Reads,
    tests::Test,
    writer::Body,
};
use crate::{
    collect::{below, below_index},
    function::pointer,
    steps::block,
};

const WHOLE: Spot<'static> = Spot { value: "value", at: "at", depth: "depth" };

impl Body<'_, '_> {
    pub(super) fn collect_items(&mut self, schema: &Assertion) -> Vec<String> {
        let list = &schema.list;
        let mut tests = Vec::new();
        if let Some(least) = list.min_items {
            let message = format!("must have at least {}", plural(least, "item"));
            tests.push((format!("value.length < {least}"), "array.min", message));
        }
        if let Some(most) = list.max_items {
            let message = format!("must have at most {}", plural(most, "item"));
            tests.push((format!("value.length > {most}"), "array.max", message));
        }
        if list.unique {
            let name = self.writer.runtime("$isDistinct");
            let message = "must not have equal items".to_owned();
            tests.push((format!("!{name}(value)"), "array.unique", message));
        }
        let mut lines = Vec::new();
        let mut lead = "";
        for (test, code, message) in tests {
            let report = self.report(WHOLE, code, "\"unknown[]\"", &message);
            lines.push(format!("{lead}if ({test}) {report}"));
            lead = "else ";
        }
        for (index, id) in list.prefix.iter().enumerate() {
            let item = self.local("item");
            let place = below("at", &format!("/{index}"));
            let issues = self.issues(*id, Spot { value: &item, at: &place, depth: "depth + 1" });
            if !issues.is_empty() {
                let mut inner = vec![format!("const {item} = value[{index}];")];
                inner.extend(issues);
                lines.extend(block(&format!("if (value.length > {index}) {{"), inner));
            }
        }
        if let Some(id) = list.items {
            let (i, item) = (self.local("i"), self.local("item"));
            let place = below_index("at", &i);
            let issues = self.issues(id, Spot { value: &item, at: &place, depth: "depth + 1" });
            if !issues.is_empty() {
                let mut inner = vec![format!("const {item} = value[{i}];")];
                inner.extend(issues);
                let start = list.prefix.len();
                let header = format!(
                    "for (let {i} = {start}; {i} < value.length && out.length <= 100; {i}++) {{"
                );
                lines.extend(block(&header, inner));
            }
        }
        lines.extend(self.contains_issues(schema));
        lines
    }

    fn contains_issues(&mut self, schema: &Assertion) -> Vec<String> {
        let Some(contains) = schema.list.contains else { return Vec::new() };
        let (count, item) = (self.local("count"), self.local("item"));
        let test = self.part_test(contains.schema, &item);
        let what = self.writer.facts.spelled(contains.schema);
        let expected = string(&format!("({what})[]"));
        let least = plural(contains.least, "item");
        let few = format!("must have at least {least} that fits {what}");
        let mut lines = vec![format!("let {count} = 0;")];
        let inner = vec![format!("if ({}) {count}++;", test.yes)];
        lines.extend(block(&format!("for (const {item} of value) {{"), inner));
        let mut lead = "";
        if contains.least > 0 {
            let report = self.report(WHOLE, "array.contains", &expected, &few);
            lines.push(format!("if ({count} < {}) {report}", contains.least));
            lead = "else ";
        }
        if let Some(most) = contains.most {
            let many = format!("must have at most {} that fits {what}", plural(most, "item"));
            let report = self.report(WHOLE, "array.contains", &expected, &many);
            lines.push(format!("{lead}if ({count} > {most}) {report}"));
        }
        lines
    }

    pub(super) fn collect_members(&mut self, schema: &Assertion) -> Vec<String> {
        let object = &schema.object;
        let dependents = object
            .dependent_required
            .iter()
            .flat_map(|(name, others)| std::iter::once(name).chain(others));
        let names = object
            .properties
            .iter()
            .map(|(name, _)| name)
            .chain(&object.required)
            .chain(dependents)
            .chain(object.dependent_schemas.iter().map(|(name, _)| name));
        let reads = self.reads(names, "value");
        let mut lines = reads.lines.clone();
        let required: HashSet<&String> = object.required.iter().collect();
        let known: HashSet<&String> = object.properties.iter().map(|(name, _)| name).collect();
        for (name, id) in &object.properties {
            let required = required.contains(name);
            lines.extend(self.member_issues(name, Some(*id), required, &reads));
        }
        for name in &object.required {
            if !known.contains(name) {
                lines.extend(self.member_issues(name, None, true, &reads));
            }
        }
        let counts = [
            (object.min_members, "<", "object.min", "must have at least"),
            (object.max_members, ">", "object.max", "must have at most"),
        ];
        for (count, operator, code, words) in counts {
            if let Some(count) = count {
                let members = self.writer.runtime("$members");
                let message = format!("{words} {}", plural(count, "member"));
                let report = self.report(WHOLE, code, "\"object\"", &message);
                lines.push(format!("if ({members}(value) {operator} {count}) {report}"));
            }
        }
        for (name, others) in &object.dependent_required {
            for other in others {
                let local = reads.local(other);
                let place = below("at", &pointer(other));
                let message = format!("is required where {} is there", string(name));
                let spot = Spot { value: local, at: &place, depth: "" };
                let report = self.report(spot, "key.missing", "\"unknown\"", &message);
                let there = reads.local(name);
                lines.push(format!("if ({there} !== undefined && {local} === undefined) {report}"));
            }
        }
        for (name, id) in &object.dependent_schemas {
            let inner = self.issues(*id, WHOLE);
            if !inner.is_empty() {
                lines.extend(block(&format!("if ({} !== undefined) {{", reads.local(name)), inner));
            }
        }
        lines.extend(self.other_issues(schema));
        lines
    }

    fn member_issues(
        &mut self,
        name: &str,
        id: Option<SchemaId>,
        required: bool,
        reads: &Reads,
    ) -> Vec<String> {
        let local = reads.local(name);
        let place = below("at", &pointer(name));
        let spot = Spot { value: local, at: &place, depth: "depth + 1" };
        let issues = id.map_or_else(Vec::new, |id| self.issues(id, spot));
        let mut lines = Vec::new();
        if required {
            let expected = id.map_or("unknown".to_owned(), |id| self.writer.facts.spelled(id));
            let report = self.report(spot, "key.missing", &string(&expected), "is required");
            lines.push(format!("if ({local} === undefined) {report}"));
            if !issues.is_empty() {
                lines.extend(block("else {", issues));
            }
        } else if !issues.is_empty() {
            lines.extend(block(&format!("if ({local} !== undefined) {{"), issues));
        }
        lines
    }

    /// Issues of members by the look of their names, and of those that nothing else is said of.
    fn other_issues(&mut self, schema: &Assertion) -> Vec<String> {
        let object = &schema.object;
        let (key, item) = (self.local("key"), self.local("item"));
        let place = self.local("place");
        let spot = Spot { value: &item, at: &place, depth: "depth + 1" };
        let mut inner = Vec::new();
        if let Some(id) = object.names
            && !self.writer.facts.is_anything(id)
        {
            let Test { no, .. } = self.part_test(id, &key);
            let what = self.writer.facts.spelled(id);
            let name = Spot { value: &key, at: &place, depth: "" };
            let message = format!("has a name that does not fit {what}");
            let report = self.report(name, "key.name", &string(&what), &message);
            inner.push(format!("if ({no}) {report}"));
        }
        let known: Vec<String> = object.properties.iter().map(|(name, _)| name.clone()).collect();
        for (pattern, id) in &object.patterns {
            let issues = self.issues(*id, spot);
            if !issues.is_empty() {
                let name = self.writer.pattern(pattern, schema, "patternProperties");
                inner.extend(block(&format!("if ({name}.test({key})) {{"), issues));
            }
        }
        if let Some(id) = object.additional {
            let rest = self.rest_issues(id, &known, spot, &key);
            if !rest.is_empty() {
                let patterns: Vec<String> =
                    object.patterns.iter().map(|(pattern, _)| pattern.clone()).collect();
                let passed = self.covered(&known, &patterns, &key, schema);
                inner.extend(passed.iter().map(|test| format!("if ({test}) continue;")));
                inner.extend(rest);
            }
        }
        self.each_member(&key, &item, &place, inner)
    }

    /// `inner` for each member, if it does anything.
    fn each_member(
        &mut self,
        key: &str,
        item: &str,
        place: &str,
        inner: Vec<String>,
    ) -> Vec<String> {
        if inner.is_empty() {
            return inner;
        }
        let slash = self.writer.runtime("$below");
        let mut all = vec![
            "if (out.length > 100) return;".to_owned(),
            format!("const {item} = value[{key}];"),
            format!("if ({item} === undefined) continue;"),
            format!("const {place} = {slash}(at, {key});"),
        ];
        all.extend(inner);
        block(&format!("for (const {key} of Object.keys(value)) {{"), all)
    }

    /// The issues of a member that `id` is what is left for.
    fn rest_issues(
        &mut self,
        id: SchemaId,
        known: &[String],
        spot: Spot<'_>,
        key: &str,
    ) -> Vec<String> {
        if !self.writer.facts.schema(id).never {
            return self.issues(id, spot);
        }
        let unknown = self.writer.runtime("$unknown");
        let list: Vec<String> = known.iter().map(|name| string(name)).collect();
        let names = self.writer.constant("names", format!("[{}]", list.join(", ")));
        vec![format!("{unknown}(out, at, {key}, value, {names});")]
    }

    pub(super) fn unevaluated_member_issues(
        &mut self,
        schema: &Assertion,
        id: SchemaId,
        looks: &Looks,
    ) -> Vec<String> {
        let (key, item) = (self.local("key"), self.local("item"));
        let place = self.local("place");
        let own: Vec<String> =
            schema.object.properties.iter().map(|(name, _)| name.clone()).collect();
        let known = match looks {
            Looks::Always(cover) if cover.all => return Vec::new(),
            Looks::Always(cover) => &cover.names,
            _ => &own,
        };
        let spot = Spot { value: &item, at: &place, depth: "depth + 1" };
        let rest = self.rest_issues(id, known, spot, &key);
        if rest.is_empty() {
            return rest;
        }
        let passed = match looks {
            Looks::Depends => vec![format!("seen.everyKey || seen.keys.has({key})")],
            Looks::Always(cover) => self.covered(&cover.names, &cover.patterns, &key, schema),
            Looks::Never => Vec::new(),
        };
        let mut inner: Vec<String> =
            passed.iter().map(|test| format!("if ({test}) continue;")).collect();
        inner.extend(rest);
        self.each_member(&key, &item, &place, inner)
    }
}
