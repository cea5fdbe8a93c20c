//! Checks of arrays, tuples, sets and maps.

use gati_types::{Constraints, GType, MapType, Travel, TupleType, TypeTable, travel_of_map};

use crate::{
    check::{Check, Question, REFUSAL},
    function::Function,
    scalar::Phase,
    steps::{Step, block, merge},
};

/// The places of a tuple: before the rest, the rest, after it.
pub(crate) struct Places<'a> {
    pub(crate) before: Vec<(&'a GType, bool)>,
    pub(crate) rest: Option<&'a GType>,
    pub(crate) after: Vec<&'a GType>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(tuple: &'a TupleType) -> Self {
        let mut places = Self { before: Vec::new(), rest: None, after: Vec::new() };
        for element in &tuple.elements {
            if element.rest {
                places.rest = Some(&element.gtype);
            } else if places.rest.is_some() {
                places.after.push(&element.gtype);
            } else {
                places.before.push((&element.gtype, element.optional));
            }
        }
        places
    }

    /// The least length.
    pub(crate) fn least(&self) -> usize {
        self.before.iter().filter(|(_, optional)| !optional).count() + self.after.len()
    }

    /// The greatest length, if there is one.
    pub(crate) fn most(&self) -> Option<usize> {
        if self.rest.is_some() { None } else { Some(self.before.len()) }
    }
}

/// The collection behind constraints, and the constraints.
pub(crate) fn unwrap(node: &GType) -> (&GType, Option<&Constraints>) {
    match node {
        GType::Refined(refined) => (&refined.base, Some(&refined.constraints)),
        other => (other, None),
    }
}

/// Whether a map with such keys travels as an object.
pub(crate) fn travels_as_object(map: &MapType, types: &TypeTable) -> bool {
    travel_of_map(map, types) == Travel::Record
}

impl<'a> Check<'_, '_, 'a> {
    /// The steps of a collection.
    pub(crate) fn collection(
        &mut self,
        node: &'a GType,
        value: &str,
        hint: &str,
    ) -> Vec<(Phase, Step)> {
        let (base, constraints) = unwrap(node);
        match base {
            GType::Array(array) => {
                let mut steps = list(value);
                steps.extend(self.sizes(constraints, &format!("{value}.length"), value));
                let lines = self.each_item(&array.items, value, hint);
                steps.push((Phase::Nested, Step::Lines(lines)));
                steps
            }
            GType::Tuple(tuple) => {
                let mut steps = list(value);
                steps.extend(self.sizes(constraints, &format!("{value}.length"), value));
                steps.push((Phase::Nested, Step::Lines(self.tuple(tuple, value, hint))));
                steps
            }
            GType::Set(set) => {
                let lines = self.set(&set.items, constraints, value, hint);
                vec![(Phase::Nested, Step::Lines(lines))]
            }
            GType::Map(map) => vec![(Phase::Nested, Step::Lines(self.map(map, value, hint)))],
            _ => Vec::new(),
        }
    }

    fn sizes(
        &mut self,
        constraints: Option<&Constraints>,
        length: &str,
        list: &str,
    ) -> Vec<(Phase, Step)> {
        let Some(constraints) = constraints else { return Vec::new() };
        let mut steps = Vec::new();
        // Bounds of length come right after the type, before any item is looked at.
        let mut push = |test: String| steps.push((Phase::Type, Step::Misfit(test)));
        if let Some(least) = constraints.min_items {
            push(format!("{length} < {least}"));
        }
        if let Some(most) = constraints.max_items {
            push(format!("{length} > {most}"));
        }
        if constraints.unique_items {
            let name = self.function.compiler.runtime("$isUnique");
            steps.push((Phase::Pattern, Step::Misfit(format!("!{name}({list})"))));
        }
        steps
    }

    fn tuple(&mut self, tuple: &'a TupleType, value: &str, hint: &str) -> Vec<String> {
        let places = Places::of(tuple);
        let (least, most) = (places.least(), places.most());
        let mut lines = Vec::new();
        if most == Some(least) {
            lines.push(format!("if ({value}.length !== {least}) {REFUSAL}"));
        } else {
            if least > 0 {
                lines.push(format!("if ({value}.length < {least}) {REFUSAL}"));
            }
            if let Some(most) = most {
                lines.push(format!("if ({value}.length > {most}) {REFUSAL}"));
            }
        }
        for (index, (gtype, optional)) in places.before.iter().enumerate() {
            let at = format!("{value}[{index}]");
            lines.extend(self.place(gtype, &at, *optional, &format!("{hint} {index}")));
        }
        let after = places.after.len();
        if let Some(rest) = places.rest {
            let (index, item) = (self.function.local("index"), self.function.local("item"));
            let mut body = vec![format!("const {item} = {value}[{index}];")];
            body.extend(self.place_body(rest, &item, &format!("{hint} rest")));
            let end = if after == 0 {
                format!("{value}.length")
            } else {
                format!("{value}.length - {after}")
            };
            let start = places.before.len();
            let header = format!("for (let {index} = {start}; {index} < {end}; {index}++) {{");
            lines.extend(block(&header, body));
        }
        for (index, gtype) in places.after.iter().enumerate() {
            let at = format!("{value}[{value}.length - {}]", after - index);
            lines.extend(self.place(gtype, &at, false, &format!("{hint} last {index}")));
        }
        lines
    }

    fn place(&mut self, gtype: &'a GType, at: &str, optional: bool, hint: &str) -> Vec<String> {
        let item = self.function.local("item");
        let body = self.place_body(gtype, &item, hint);
        if body.is_empty() {
            return body;
        }
        let mut lines = vec![format!("const {item} = {at};")];
        if optional {
            lines.extend(block(&format!("if ({item} !== undefined) {{"), body));
        } else {
            lines.extend(body);
        }
        lines
    }

    fn place_body(&mut self, gtype: &'a GType, item: &str, hint: &str) -> Vec<String> {
        if self.function.compiler.facts.is_flat(gtype) {
            let misfit = self.misfits(gtype, item);
            return merge(vec![(Phase::Type, Step::Misfit(misfit))], REFUSAL);
        }
        let call = self.function.call(self.kind(), gtype, hint, item);
        vec![format!("if (!{call}) {REFUSAL}")]
    }

    fn set(
        &mut self,
        items: &'a GType,
        constraints: Option<&Constraints>,
        value: &str,
        hint: &str,
    ) -> Vec<String> {
        let item = self.function.local("item");
        let body = self.place_body(items, &item, &format!("{hint} item"));
        let mut lines = Vec::new();
        if self.question == Question::Same {
            lines.push(format!("if (!({value} instanceof Set)) {REFUSAL}"));
            let sizes = self.sizes(constraints, &format!("{value}.size"), &format!("[...{value}]"));
            lines.extend(merge(sizes, REFUSAL));
            lines.extend(block(&format!("for (const {item} of {value}) {{"), body));
            return lines;
        }
        let list = self.function.local("list");
        lines.push(format!("const {list} = {value} instanceof Set ? [...{value}] : {value};"));
        lines.push(format!("if (!Array.isArray({list})) {REFUSAL}"));
        let sizes = self.sizes(constraints, &format!("{list}.length"), &list);
        lines.extend(merge(sizes, REFUSAL));
        lines.extend(block(&format!("for (const {item} of {list}) {{"), body));
        lines
    }

    fn map(&mut self, map: &'a MapType, value: &str, hint: &str) -> Vec<String> {
        let (key, item) = (self.function.local("key"), self.function.local("item"));
        let mut body = self.place_body(&map.key, &key, &format!("{hint} key"));
        body.extend(self.place_body(&map.value, &item, &format!("{hint} value")));
        let mut lines = Vec::new();
        if self.question == Question::Same {
            lines.push(format!("if (!({value} instanceof Map)) {REFUSAL}"));
            lines.extend(block(&format!("for (const [{key}, {item}] of {value}) {{"), body));
            return lines;
        }
        let name = self.function.compiler.runtime(
            if travels_as_object(map, self.function.compiler.facts.types) {
                "$entriesOfObject"
            } else {
                "$entriesOfPairs"
            },
        );
        let entries = self.function.local("entries");
        lines.push(format!("const {entries} = {name}({value});"));
        lines.push(format!("if ({entries} === undefined) {REFUSAL}"));
        lines.extend(block(&format!("for (const [{key}, {item}] of {entries}) {{"), body));
        lines
    }
}

fn list(value: &str) -> Vec<(Phase, Step)> {
    vec![(Phase::Type, Step::Misfit(format!("!Array.isArray({value})")))]
}

impl<'a> Function<'_, 'a> {
    /// The expression that is true where the index signature of `gtype` takes `key`.
    pub(crate) fn key_fits(&mut self, gtype: &'a GType, key: &str) -> String {
        match self.compiler.facts.resolve(gtype) {
            GType::String | GType::Any | GType::Unknown => "true".to_owned(),
            GType::Number => format!("{}({key})", self.compiler.runtime("$isNumericKey")),
            GType::Union(union) => {
                let tests: Vec<String> = union
                    .members
                    .iter()
                    .map(|member| {
                        let test = self.key_fits(member, key);
                        if test.contains(" && ") { format!("({test})") } else { test }
                    })
                    .collect();
                if tests.iter().any(|test| test == "true") {
                    return "true".to_owned();
                }
                tests.join(" || ")
            }
            GType::Literal(gati_types::Literal::Number(value)) => {
                let text = gati_emit::number(*value).unwrap_or_default();
                format!("{key} === {}", gati_emit::string(&text))
            }
            scalar => {
                let conditions = self.compiler.conditions(scalar, key, false);
                let tests: Vec<String> = conditions.into_iter().map(|one| one.yes).collect();
                // A key is a string already.
                let tests: Vec<String> =
                    tests.into_iter().filter(|test| !test.starts_with("typeof")).collect();
                if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") }
            }
        }
    }
}
