//! The functions that list everything that does not fit. They run only after a check has failed.

use gati_emit::string;
use gati_types::assertion::{
    Assertion, Condition, Kinds, ListAssertion, ObjectAssertion, SchemaId,
};

use super::{
    check::guarded,
    facts::Looks,
    format,
    tests::{grouped, kinds_test},
    writer::{Body, DEPTH_LIMIT, Kind, Wanted},
};
use crate::steps::block;

/// One condition of a scalar, and how it is reported.
struct Report {
    no: String,
    code: &'static str,
    message: String,
}

/// Where something is looked at: the expressions of the value and of its pointer, and what is
/// passed on as the depth.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) value: &'s str,
    pub(super) at: &'s str,
    pub(super) depth: &'s str,
}

const WHOLE: Spot<'static> = Spot { value: "value", at: "at", depth: "depth" };

impl Body<'_, '_> {
    /// The statements of a whole function.
    pub(super) fn collect(&mut self, wanted: &Wanted) -> Vec<String> {
        let schema = self.writer.facts.schema(wanted.id);
        let expected = string(&self.writer.facts.spelled(wanted.id));
        let mut lines = Vec::new();
        if self.writer.facts.is_recursive(wanted.id) {
            let message = format!("is nested deeper than {DEPTH_LIMIT} levels");
            let report = self.report(WHOLE, "depth", &expected, &message);
            lines.push(format!("if (depth > {DEPTH_LIMIT}) return {report}"));
        }
        let leaves_over = schema.object.unevaluated.is_some() || schema.list.unevaluated.is_some();
        if leaves_over {
            lines.push("const before = out.length;".to_owned());
        }
        let reports = self.reports(schema, "value");
        lines.extend(self.chain(&reports, WHOLE, &expected));
        let may_be = |kind| schema.kinds.is_none_or(|kinds| kinds.has(kind));
        if schema.list != ListAssertion::default() && may_be(Kinds::ARRAY) {
            let inner = self.collect_items(schema);
            lines.extend(guarded_issues(schema, Kinds::ARRAY, inner));
        }
        if schema.object != ObjectAssertion::default() && may_be(Kinds::OBJECT) {
            let inner = self.collect_members(schema);
            lines.extend(guarded_issues(schema, Kinds::OBJECT, inner));
        }
        lines.extend(self.collect_applied(schema, &expected));
        if leaves_over {
            let inner = self.collect_unevaluated(wanted.id, schema);
            if !inner.is_empty() {
                lines.extend(block("if (out.length === before) {", inner));
            }
        }
        lines
    }

    /// A chain that reports the first condition that does not hold.
    fn chain(&mut self, reports: &[Report], spot: Spot<'_>, expected: &str) -> Vec<String> {
        let mut lead = "";
        let mut lines = Vec::new();
        for one in reports {
            let report = self.report(spot, one.code, expected, &one.message);
            lines.push(format!("{lead}if ({}) {report}", one.no));
            lead = "else ";
        }
        lines
    }

    /// The statement that reports what is at `spot`; the usual sentence where `message` is empty.
    pub(super) fn report(
        &mut self,
        spot: Spot<'_>,
        code: &str,
        expected: &str,
        message: &str,
    ) -> String {
        let Spot { value, at, .. } = spot;
        let received = match code {
            "key.missing" => string("undefined"),
            "string.min" | "string.max" => {
                format!("{}({value}, {at})", self.writer.runtime("$keyedSize"))
            }
            _ => format!("{}({value}, {at})", self.writer.runtime("$keyed")),
        };
        let code = string(code);
        if message.is_empty() {
            let name = self.writer.runtime("$guarded");
            return format!("{name}(out, {at}, {expected}, {received}, {code});");
        }
        let name = self.writer.runtime("$report");
        format!("{name}(out, {at}, {code}, {expected}, {received}, {});", string(message))
    }

    /// The conditions that `schema` itself puts on what kind of value it is, and on scalars.
    fn reports(&mut self, schema: &Assertion, value: &str) -> Vec<Report> {
        let mut reports = Vec::new();
        let mut add = |no: String, code, message: String| {
            reports.push(Report { no, code, message });
        };
        if schema.never {
            add("true".to_owned(), "type", "must not be there".to_owned());
            return reports;
        }
        if let Some(kinds) = schema.kinds {
            add(kinds_test(kinds, value).no, "type", String::new());
        }
        let alone = Assertion { kinds: None, ..schema.clone() };
        let parts = [
            ("const", Assertion { constant: alone.constant.clone(), ..Assertion::default() }),
            ("enum", Assertion { values: alone.values.clone(), ..Assertion::default() }),
        ];
        for (code, part) in parts {
            for test in self.writer.own_tests(&part, value) {
                add(test.no, code, String::new());
            }
        }
        self.number_reports(schema, value, &mut reports);
        self.text_reports(schema, value, &mut reports);
        reports
    }

    fn number_reports(&mut self, schema: &Assertion, value: &str, reports: &mut Vec<Report>) {
        let number = &schema.number;
        let bounds = [
            (number.minimum, "<", "number.min", "must be at least"),
            (number.above, "<=", "number.min", "must be more than"),
            (number.maximum, ">", "number.max", "must be at most"),
            (number.below, ">=", "number.max", "must be less than"),
        ];
        for (bound, operator, code, words) in bounds {
            if let Some(bound) = bound {
                let bound = self.writer.number(bound, schema);
                let no = format!("typeof {value} === \"number\" && {value} {operator} {bound}");
                reports.push(Report { no, code, message: format!("{words} {bound}") });
            }
        }
        if let Some(divisor) = number.multiple_of {
            let part = Assertion { number: number.clone(), ..Assertion::default() };
            let divisor = self.writer.number(divisor, schema);
            if let Some(test) = self.writer.own_tests(&part, value).pop() {
                let message = format!("must be a multiple of {divisor}");
                reports.push(Report { no: test.no, code: "number.multipleOf", message });
            }
        }
    }

    fn text_reports(&mut self, schema: &Assertion, value: &str, reports: &mut Vec<Report>) {
        let text = &schema.text;
        let mut add = |part: gati_types::assertion::TextAssertion, code, message: String| {
            let mut part = Assertion { text: part, ..Assertion::default() };
            part.place.clone_from(&schema.place);
            for test in self.writer.own_tests(&part, value) {
                reports.push(Report { no: test.no, code, message: message.clone() });
            }
        };
        let empty = gati_types::assertion::TextAssertion::default;
        if let Some(least) = text.min_length {
            let part = gati_types::assertion::TextAssertion { min_length: Some(least), ..empty() };
            add(part, "string.min", format!("must have at least {}", plural(least, "character")));
        }
        if let Some(most) = text.max_length {
            let part = gati_types::assertion::TextAssertion { max_length: Some(most), ..empty() };
            add(part, "string.max", format!("must have at most {}", plural(most, "character")));
        }
        if let Some(name) = &text.format {
            let part =
                gati_types::assertion::TextAssertion { format: Some(name.clone()), ..empty() };
            add(part, "string.format", format!("must be {}", format::describe(name)));
        }
        if let Some(pattern) = &text.pattern {
            let part =
                gati_types::assertion::TextAssertion { pattern: Some(pattern.clone()), ..empty() };
            add(part, "string.pattern", format!("must match {pattern}"));
        }
    }

    /// Statements that add the issues of `spot`, a part of the function's value.
    pub(super) fn issues(&mut self, id: SchemaId, spot: Spot<'_>) -> Vec<String> {
        if self.writer.facts.is_anything(id) {
            return Vec::new();
        }
        let schema = self.writer.facts.schema(id);
        let scalar = Assertion {
            list: ListAssertion::default(),
            object: ObjectAssertion::default(),
            all: Vec::new(),
            any: None,
            one: None,
            not: None,
            condition: None,
            ..schema.clone()
        };
        if scalar == *schema {
            let reports = self.reports(schema, spot.value);
            let expected = string(&self.writer.facts.spelled(id));
            return self.chain(&reports, spot, &expected);
        }
        let Spot { value, at, depth } = spot;
        let call = self.writer.call(Kind::Collect, id, &format!("{value}, {at}, out"), depth);
        vec![format!("{call};")]
    }

    fn collect_applied(&mut self, schema: &Assertion, expected: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for id in &schema.all {
            lines.extend(self.issues(*id, WHOLE));
        }
        if let Some(any) = &schema.any {
            let tests: Vec<String> = any.iter().map(|id| grouped(&self.test(*id).no)).collect();
            if !tests.iter().any(|test| test == "false") {
                let closest = self.closest(any, expected);
                lines.push(format!("if ({}) {closest}", tests.join(" && ")));
            }
        }
        if let Some(one) = &schema.one {
            let fits = self.local("fits");
            lines.push(format!("let {fits} = 0;"));
            for id in one {
                let test = self.test(*id);
                lines.push(format!("if ({}) {fits}++;", test.yes));
            }
            let closest = self.closest(one, expected);
            let many = self.report(WHOLE, "union.many", expected, "fits more than one alternative");
            lines.push(format!("if ({fits} === 0) {closest}"));
            lines.push(format!("else if ({fits} > 1) {many}"));
        }
        if let Some(not) = schema.not {
            let what = self.writer.facts.spelled(not);
            let test = self.test(not);
            let message = match what.as_str() {
                "unknown" => "must not be there".to_owned(),
                what => format!("must not be {what}"),
            };
            let report = self.report(WHOLE, "not", expected, &message);
            lines.push(format!("if ({}) {report}", test.yes));
        }
        if let Some(Condition { test, then, otherwise }) = schema.condition {
            let mut inner =
                |id: Option<SchemaId>| id.map_or_else(Vec::new, |id| self.issues(id, WHOLE));
            let (then, otherwise) = (inner(then), inner(otherwise));
            let test = self.test(test);
            if !then.is_empty() {
                lines.extend(block(&format!("if ({}) {{", test.yes), then));
            }
            if !otherwise.is_empty() {
                lines.extend(block(&format!("if ({}) {{", test.no), otherwise));
            }
        }
        lines
    }

    /// The statement that reports the alternative that comes closest.
    fn closest(&mut self, alternatives: &[SchemaId], expected: &str) -> String {
        let calls: Vec<String> = alternatives
            .iter()
            .map(|id| {
                let call = self.writer.call(Kind::Collect, *id, "value, at, out", "depth");
                format!("(out) => {call}")
            })
            .collect();
        let name = self.writer.runtime("$closest");
        let received = format!("{}(value, at)", self.writer.runtime("$keyed"));
        format!("{name}(out, at, {expected}, {received}, [{}]);", calls.join(", "))
    }

    fn collect_unevaluated(&mut self, id: SchemaId, schema: &Assertion) -> Vec<String> {
        let facts = &self.writer.facts;
        let (items, members) = (facts.own_items(schema), facts.own_members(schema));
        let mut lines = Vec::new();
        if facts.tracks(schema) {
            let name = self.writer.runtime("$seen");
            lines.push(format!("const seen = {name}();"));
            let call = self.writer.call(Kind::Sources, id, "value, seen", "depth");
            lines.push(format!("{call};"));
        }
        let before = lines.len();
        if let Some(left) = schema.list.unevaluated {
            let inner = self.unevaluated_item_issues(left, &items);
            lines.extend(guarded_issues(schema, Kinds::ARRAY, inner));
        }
        if let Some(left) = schema.object.unevaluated {
            let inner = self.unevaluated_member_issues(schema, left, &members);
            lines.extend(guarded_issues(schema, Kinds::OBJECT, inner));
        }
        if lines.len() == before { Vec::new() } else { lines }
    }

    fn unevaluated_item_issues(&mut self, id: SchemaId, looks: &Looks) -> Vec<String> {
        let (passed, start) = match looks {
            Looks::Depends => (Some(self.writer.runtime("$isSeen")), 0),
            Looks::Always(cover) if cover.all => return Vec::new(),
            Looks::Always(cover) => (None, cover.items),
            Looks::Never => (None, 0),
        };
        let (i, item) = (self.local("i"), self.local("item"));
        let place = crate::collect::below_index("at", &i);
        let spot = Spot { value: &item, at: &place, depth: "depth + 1" };
        let issues = self.issues(id, spot);
        if issues.is_empty() {
            return issues;
        }
        let mut inner = Vec::new();
        inner.extend(passed.map(|test| format!("if ({test}(seen, {i})) continue;")));
        inner.push(format!("const {item} = value[{i}];"));
        inner.extend(issues);
        let header =
            format!("for (let {i} = {start}; {i} < value.length && out.length <= 100; {i}++) {{");
        block(&header, inner)
    }
}

/// As for the check; but here a value of another kind was reported and let through.
fn guarded_issues(schema: &Assertion, kind: Kinds, lines: Vec<String>) -> Vec<String> {
    let unsettled = Assertion { kinds: None, ..schema.clone() };
    guarded(&unsettled, kind, lines)
}

/// `count` things.
pub(super) fn plural(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
