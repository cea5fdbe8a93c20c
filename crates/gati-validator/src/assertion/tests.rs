//! Conditions on a single expression, for schemas that need no statements.

use gati_emit::string;
use gati_types::assertion::{Assertion, Kinds, ListAssertion, ObjectAssertion, SchemaId};
use serde_json::Value;

use super::{format, writer::Writer};
use crate::{scalar::Phase, value::json};

/// With more values a set is asked.
const MOST_COMPARED: usize = 24;
/// What is longer is a function of its own.
const LONGEST: usize = 800;

/// One condition, said both ways.
pub(super) struct Test {
    pub(super) phase: Phase,
    pub(super) yes: String,
    pub(super) no: String,
}

impl Test {
    fn compare(phase: Phase, left: &str, operator: &str, opposite: &str, right: &str) -> Self {
        let yes = format!("{left} {operator} {right}");
        Self { phase, yes, no: format!("{left} {opposite} {right}") }
    }

    fn call(phase: Phase, yes: String) -> Self {
        let no = format!("!{yes}");
        Self { phase, yes, no }
    }

    fn refusal(phase: Phase, no: String) -> Self {
        Self { phase, yes: format!("!{no}"), no }
    }

    /// Holds for values that `guard` says nothing of.
    fn guarded(self, guard: Option<&Self>) -> Self {
        match guard {
            None => self,
            Some(guard) => Self {
                phase: self.phase,
                yes: format!("{} || {}", guard.no, grouped(&self.yes)),
                no: format!("{} && {}", guard.yes, grouped(&self.no)),
            },
        }
    }

    /// All of `tests` in one.
    pub(super) fn all(tests: &[Self]) -> Self {
        let phase = tests.iter().map(|test| test.phase).max().unwrap_or(Phase::Type);
        let join = |texts: Vec<String>, mark: &str, empty: &str| match texts.as_slice() {
            [] => empty.to_owned(),
            [only] => only.clone(),
            several => several.iter().map(|text| grouped(text)).collect::<Vec<_>>().join(mark),
        };
        let yes = tests.iter().map(|test| test.yes.clone()).collect();
        let no = tests.iter().map(|test| test.no.clone()).collect();
        Self { phase, yes: join(yes, " && ", "true"), no: join(no, " || ", "false") }
    }

    /// One of `tests` at least.
    fn any(tests: Vec<Self>) -> Self {
        let turned: Vec<Self> = tests.into_iter().map(Self::turned).collect();
        Self::all(&turned).turned()
    }

    fn turned(self) -> Self {
        Self { phase: self.phase, yes: self.no, no: self.yes }
    }
}

/// `text` in parentheses where an operator in it could be taken apart.
pub(super) fn grouped(text: &str) -> String {
    if text.contains(" || ") || text.contains(" && ") {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// Whether a scalar; others are compared part by part.
fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The kinds of a value.
pub(super) fn kind_of(value: &Value) -> Kinds {
    match value {
        Value::Null => Kinds::NULL,
        Value::Bool(_) => Kinds::BOOLEAN,
        Value::Number(number) if number.as_f64().is_some_and(|one| one.fract() == 0.0) => {
            Kinds::INTEGER
        }
        Value::Number(_) => Kinds::NUMBER,
        Value::String(_) => Kinds::STRING,
        Value::Array(_) => Kinds::ARRAY,
        Value::Object(_) => Kinds::OBJECT,
    }
}

impl Writer<'_> {
    /// The conditions of `id` on the expression `value`, where all of it can be said so in a few.
    pub(super) fn tests(&mut self, id: SchemaId, value: &str) -> Option<Vec<Test>> {
        let tests = self.tests_within(id, value, &mut 16)?;
        let length: usize = tests.iter().map(|test| test.no.len()).sum();
        (length <= LONGEST).then_some(tests)
    }

    fn tests_within(&mut self, id: SchemaId, value: &str, left: &mut u32) -> Option<Vec<Test>> {
        *left = left.checked_sub(1)?;
        let schema = self.facts.schema(id);
        let plain = schema.list == ListAssertion::default()
            && schema.object == ObjectAssertion::default()
            && schema.one.is_none()
            && schema.condition.is_none();
        if !plain || self.facts.is_recursive(self.facts.resolve(id)) {
            return None;
        }
        let mut tests = self.own_tests(schema, value);
        for one in &schema.all {
            tests.extend(self.tests_within(*one, value, left)?);
        }
        if let Some(any) = &schema.any {
            let mut alternatives = Vec::with_capacity(any.len());
            for one in any {
                alternatives.push(Test::all(&self.tests_within(*one, value, left)?));
            }
            tests.push(Test::any(alternatives));
        }
        if let Some(not) = schema.not {
            tests.push(Test::all(&self.tests_within(not, value, left)?).turned());
        }
        Some(tests)
    }

    /// The conditions that `schema` itself puts on scalars, and on what kind of value it is.
    pub(super) fn own_tests(&mut self, schema: &Assertion, value: &str) -> Vec<Test> {
        if schema.never {
            return vec![Test {
                phase: Phase::Type,
                yes: "false".to_owned(),
                no: "true".to_owned(),
            }];
        }
        let mut tests = Vec::new();
        let lists = schema.constant.iter().map(std::slice::from_ref);
        for values in lists.chain(schema.values.as_deref()) {
            tests.push(self.one_of(values, value));
        }
        let fits = |one: &Value| schema.kinds.is_none_or(|kinds| kinds.has(kind_of(one)));
        let implied = schema.constant.as_ref().is_some_and(fits)
            || schema.values.as_ref().is_some_and(|values| values.iter().all(fits));
        if let Some(kinds) = schema.kinds
            && !implied
        {
            tests.insert(0, kinds_test(kinds, value));
        }
        self.numbers(schema, value, &mut tests);
        self.texts(schema, value, &mut tests);
        tests
    }

    fn one_of(&mut self, values: &[Value], value: &str) -> Test {
        let (scalars, others): (Vec<&Value>, Vec<&Value>) =
            values.iter().partition(|one| is_scalar(one));
        let mut alternatives = Vec::new();
        if scalars.len() > MOST_COMPARED {
            let list: Vec<String> = scalars.iter().map(|one| json(one)).collect();
            let set = self.constant("values", format!("new Set([{}])", list.join(", ")));
            alternatives.push(Test::call(Phase::Type, format!("{set}.has({value})")));
        } else {
            alternatives.extend(
                scalars
                    .iter()
                    .map(|one| Test::compare(Phase::Type, value, "===", "!==", &json(one))),
            );
        }
        for other in others {
            let equals = self.runtime("$equals");
            let constant = self.constant("value1", json(other));
            alternatives.push(Test::call(Phase::Nested, format!("{equals}({value}, {constant})")));
        }
        Test::any(alternatives)
    }

    fn numbers(&mut self, schema: &Assertion, value: &str, tests: &mut Vec<Test>) {
        let number = &schema.number;
        let only = schema.kinds.is_some_and(|kinds| Kinds::NUMBER.has(kinds));
        let guard =
            Test::compare(Phase::Type, &format!("typeof {value}"), "===", "!==", &string("number"));
        let guard = (!only).then_some(&guard);
        let bounds = [
            (number.minimum, ">=", "<"),
            (number.above, ">", "<="),
            (number.maximum, "<=", ">"),
            (number.below, "<", ">="),
        ];
        for (bound, operator, opposite) in bounds {
            if let Some(bound) = bound {
                let bound = self.number(bound, schema);
                let test = Test::compare(Phase::Bound, value, operator, opposite, &bound);
                tests.push(test.guarded(guard));
            }
        }
        if let Some(divisor) = number.multiple_of {
            let literal = self.number(divisor, schema);
            let test = if divisor.fract() == 0.0 {
                let remainder = format!("{value} % {literal}");
                Test::compare(Phase::Bound, &remainder, "===", "!==", "0")
            } else {
                let name = self.runtime("$isMultiple");
                Test::call(Phase::Bound, format!("{name}({value}, {literal})"))
            };
            tests.push(test.guarded(guard));
        }
    }

    fn texts(&mut self, schema: &Assertion, value: &str, tests: &mut Vec<Test>) {
        let rule = &schema.text;
        let only = schema.kinds == Some(Kinds::STRING);
        let guard =
            Test::compare(Phase::Type, &format!("typeof {value}"), "===", "!==", &string("string"));
        let guard = (!only).then_some(&guard);
        match rule.min_length {
            None | Some(0) => {}
            Some(1) => {
                let test = Test::compare(Phase::Bound, value, "!==", "===", "\"\"");
                tests.push(test.guarded(guard));
            }
            Some(least) => {
                let name = self.runtime("$isShorter");
                let test = Test::refusal(Phase::Bound, format!("{name}({value}, {least})"));
                tests.push(test.guarded(guard));
            }
        }
        if let Some(most) = rule.max_length {
            let name = self.runtime("$isLonger");
            let test = Test::refusal(Phase::Bound, format!("{name}({value}, {most})"));
            tests.push(test.guarded(guard));
        }
        if let Some(function) = rule.format.as_deref().and_then(format::function) {
            let name = self.runtime(function);
            tests.push(Test::call(Phase::Format, format!("{name}({value})")).guarded(guard));
        }
        if let Some(pattern) = &rule.pattern {
            let name = self.pattern(pattern, schema, "pattern");
            tests.push(Test::call(Phase::Pattern, format!("{name}.test({value})")).guarded(guard));
        }
    }
}

/// The condition that `value` is of one of `kinds`.
pub(super) fn kinds_test(kinds: Kinds, value: &str) -> Test {
    let compare =
        |left: String, right: &str| Test::compare(Phase::Type, &left, "===", "!==", right);
    let call = |yes: String| Test::call(Phase::Type, yes);
    let mut alternatives = Vec::new();
    let names = [(Kinds::STRING, "\"string\""), (Kinds::BOOLEAN, "\"boolean\"")];
    for (kind, name) in names {
        if kinds.has(kind) {
            alternatives.push(compare(format!("typeof {value}"), name));
        }
    }
    if kinds.has(Kinds::NUMBER) {
        alternatives.push(call(format!("Number.isFinite({value})")));
    } else if kinds.has(Kinds::INTEGER) {
        alternatives.push(call(format!("Number.isInteger({value})")));
    }
    let object = || compare(format!("typeof {value}"), "\"object\"");
    let null = || compare(value.to_owned(), "null");
    match (kinds.has(Kinds::OBJECT), kinds.has(Kinds::ARRAY), kinds.has(Kinds::NULL)) {
        (true, true, true) => alternatives.push(object()),
        (true, true, false) => alternatives.push(Test::all(&[object(), null().turned()])),
        (true, false, nullable) => {
            let list = call(format!("Array.isArray({value})")).turned();
            let mut parts = vec![object(), list];
            if !nullable {
                parts.insert(1, null().turned());
            }
            alternatives.push(Test::all(&parts));
        }
        (false, list, nullable) => {
            if list {
                alternatives.push(call(format!("Array.isArray({value})")));
            }
            if nullable {
                alternatives.push(null());
            }
        }
    }
    Test::any(alternatives)
}
