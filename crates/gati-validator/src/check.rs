//! Functions that say whether a value fits: no allocation, no list of issues.

use gati_types::{GType, ObjectType, Property, UnknownKeys};

use crate::{
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::is_anything,
    function::{Function, destructure, is_one_of},
    scalar::Phase,
    steps::{Step, Steps, block, is_no_object, merge},
};

/// What a check tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// Whether the value fits.
    Fits,
    /// Whether it fits and is handed on as it is.
    Same,
}

/// The statement that says no.
pub(crate) const REFUSAL: &str = "return false;";

/// Writes checks.
pub(crate) struct Check<'f, 'c, 'a> {
    pub(crate) function: &'f mut Function<'c, 'a>,
    pub(crate) question: Question,
}

/// Writes the whole body of a check.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    let question = match wanted.kind {
        Kind::Exact => Question::Same,
        _ => Question::Fits,
    };
    let mut check = Check::new(function, question);
    if wanted.recursive.is_some() {
        check.function.source.write(format_args!("if (depth > {DEPTH_LIMIT}) {REFUSAL}"));
    }
    if check.function.compiler.facts.is_flat(wanted.node) {
        let fits = check.fits(wanted.node, "value");
        function.source.write(format_args!("return {fits};"));
        return;
    }
    let lines = check.lines(wanted.node, "value", "");
    for line in &lines {
        function.source.line(line);
    }
    function.source.line("return true;");
}

impl<'f, 'c, 'a> Check<'f, 'c, 'a> {
    pub(crate) fn new(function: &'f mut Function<'c, 'a>, question: Question) -> Self {
        Self { function, question }
    }

    /// The kind of function that answers the question for a node.
    pub(crate) fn kind(&self) -> Kind {
        match self.question {
            Question::Fits => Kind::Is,
            Question::Same => Kind::Exact,
        }
    }

    /// The statements that call the function of `node`.
    pub(crate) fn called(&mut self, node: &'a GType, value: &str, hint: &str) -> Vec<String> {
        let call = self.function.call(self.kind(), node, hint, value);
        vec![format!("if (!{call}) {REFUSAL}")]
    }

    /// An expression that is true where `value` fits.
    pub(crate) fn fits(&mut self, node: &'a GType, value: &str) -> String {
        self.expression(node, value, true)
    }

    /// An expression that is true where `value` does not fit.
    pub(crate) fn misfits(&mut self, node: &'a GType, value: &str) -> String {
        self.expression(node, value, false)
    }

    pub(crate) fn expression(&mut self, node: &'a GType, value: &str, positive: bool) -> String {
        let facts = self.function.compiler.facts;
        if is_anything(facts.resolve(node)) {
            return positive.to_string();
        }
        if facts.is_scalar(node) {
            let target = facts.resolve(node);
            let conditions =
                self.function.compiler.conditions(target, value, self.question == Question::Same);
            let tests: Vec<String> = conditions
                .into_iter()
                .filter(|one| !one.implied)
                .map(|one| if positive { one.yes } else { one.no })
                .collect();
            return tests.join(if positive { " && " } else { " || " });
        }
        if let GType::Union(union) = facts.resolve(node)
            && (facts.is_flat(node) || !matches!(node, GType::Ref(_)))
            && facts.members(union).tagged.is_none()
        {
            return self.alternatives(union, value, positive);
        }
        let call = self.function.call(self.kind(), node, "", value);
        if positive { call } else { format!("!{call}") }
    }

    /// Statements that return `false` where `value` does not fit.
    fn lines(&mut self, node: &'a GType, value: &str, hint: &str) -> Vec<String> {
        let steps = self.inline(node, value, hint);
        merge(steps, REFUSAL)
    }

    /// The steps for a member or an item: names are called, unnamed types written out.
    pub(crate) fn steps(&mut self, node: &'a GType, value: &str, hint: &str) -> Steps {
        let facts = self.function.compiler.facts;
        if is_anything(facts.resolve(node)) {
            return Vec::new();
        }
        if facts.is_repeated(node) {
            let call = self.function.shared(self.kind(), node, value);
            return vec![(Phase::Nested, Step::Misfit(format!("!{call}")))];
        }
        if facts.is_scalar(node) {
            let target = facts.resolve(node);
            let conditions =
                self.function.compiler.conditions(target, value, self.question == Question::Same);
            return conditions
                .into_iter()
                .filter(|one| !one.implied)
                .map(|one| (one.phase, Step::Misfit(one.no)))
                .collect();
        }
        if matches!(node, GType::Ref(_)) && !facts.is_flat(node) {
            let call = self.function.call(self.kind(), node, hint, value);
            return vec![(Phase::Nested, Step::Misfit(format!("!{call}")))];
        }
        self.inline(facts.resolve(node), value, hint)
    }

    /// The steps of a node, written out.
    fn inline(&mut self, node: &'a GType, value: &str, hint: &str) -> Steps {
        let nested = |lines| vec![(Phase::Nested, Step::Lines(lines))];
        match node {
            GType::Object(object) => nested(self.object(object, value, None)),
            GType::Union(union) => self.union(union, value, hint),
            GType::Refined(_)
            | GType::Array(_)
            | GType::Tuple(_)
            | GType::Set(_)
            | GType::Map(_)
                if !self.function.compiler.facts.is_scalar(node) =>
            {
                self.collection(node, value, hint)
            }
            other => self.steps(other, value, hint),
        }
    }

    /// The statements for an object. `tag` is a member that was read and found to fit, of a
    /// value that was found to be an object.
    pub(crate) fn object(
        &mut self,
        object: &'a ObjectType,
        value: &str,
        tag: Option<(&str, &str)>,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        if tag.is_none() {
            lines.push(is_no_object(value, REFUSAL));
        }
        let mut reads = Vec::new();
        let mut steps = Vec::new();
        let mut optional = Vec::new();
        let mut required = 0;
        for property in &object.properties {
            let absent = self.function.compiler.facts.may_be_absent(property);
            let local = match tag {
                Some((name, local)) if name == property.name => local.to_owned(),
                _ => {
                    let local = self.function.local(&property.name);
                    reads.push((property.name.as_str(), local.clone()));
                    steps.extend(self.property(property, &local));
                    local
                }
            };
            if absent {
                optional.push(local);
            } else {
                required += 1;
            }
        }
        let reads: Vec<(&str, &str)> =
            reads.iter().map(|(name, local)| (*name, local.as_str())).collect();
        lines.extend(destructure(value, &reads));
        lines.extend(merge(steps, REFUSAL));
        let closed = match self.function.compiler.facts.mode(object) {
            UnknownKeys::Strict => true,
            UnknownKeys::Strip => self.question == Question::Same,
            UnknownKeys::Open => false,
        };
        if !object.index.is_empty() {
            lines.extend(self.index(object, value, closed));
        } else if closed {
            lines.extend(self.count(object, value, required, &optional));
        }
        lines
    }

    fn property(&mut self, property: &'a Property, local: &str) -> Steps {
        let facts = self.function.compiler.facts;
        let absent = facts.may_be_absent(property);
        let steps = self.steps(&property.gtype, local, &property.name);
        if self.question == Question::Same && property.docs.default.is_some() {
            // Where there is a default, a missing member is not handed on as it is.
            let mut steps = steps;
            steps.push((Phase::Type, Step::Misfit(format!("{local} === undefined"))));
            return steps;
        }
        if !absent || steps.is_empty() || facts.accepts_undefined(&property.gtype) {
            return steps;
        }
        if steps.iter().all(|(_, step)| matches!(step, Step::Misfit(_))) {
            let phase = steps.iter().map(|(phase, _)| *phase).max().unwrap_or(Phase::Type);
            let tests: Vec<String> = steps
                .into_iter()
                .filter_map(|(_, step)| match step {
                    Step::Misfit(test) => Some(test),
                    Step::Lines(_) => None,
                })
                .collect();
            let joined = tests.join(" || ");
            let joined = if joined.contains(" || ") { format!("({joined})") } else { joined };
            return vec![(phase, Step::Misfit(format!("{local} !== undefined && {joined}")))];
        }
        let guarded = block(&format!("if ({local} !== undefined) {{"), merge(steps, REFUSAL));
        vec![(Phase::Nested, Step::Lines(guarded))]
    }

    /// Counts keys: after every declared member was seen, an equal count proves that there is no
    /// other; only where it differs are the keys looked at.
    fn count(
        &mut self,
        object: &'a ObjectType,
        value: &str,
        required: usize,
        optional: &[String],
    ) -> Vec<String> {
        let left = self.function.local("left");
        let only = self.function.compiler.runtime("$hasOnly");
        let names = self.function.names(object);
        let mut lines = vec![format!("let {left} = {required};")];
        lines.extend(optional.iter().map(|local| format!("if ({local} !== undefined) {left}++;")));
        lines.push(format!("for (const key in {value}) {left}--;"));
        lines.push(format!("if ({left} !== 0 && !{only}({value}, {names})) {REFUSAL}"));
        lines
    }

    /// Looks at every key that is not declared.
    fn index(&mut self, object: &'a ObjectType, value: &str, closed: bool) -> Vec<String> {
        let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
        if self.function.compiler.facts.takes_anything(object) {
            let asked = closed && !names.contains(&"__proto__");
            let test = format!("if (Object.hasOwn({value}, \"__proto__\")) {REFUSAL}");
            return asked.then_some(test).into_iter().collect();
        }
        let item = self.function.local("item");
        let key = self.function.local("key");
        let mut lines = vec![format!("for (const {key} of Object.keys({value})) {{")];
        if !names.is_empty() {
            lines.push(format!("  if ({}) continue;", is_one_of(&key, &names)));
        }
        // An own `__proto__` can only be an attempt to set the prototype of a copy.
        let ends = if closed { REFUSAL } else { "continue;" };
        lines.push(format!("  if ({key} === \"__proto__\") {ends}"));
        lines.push(format!("  const {item} = {value}[{key}];"));
        for signature in &object.index {
            let fits = self.function.key_fits(&signature.key, &key);
            let steps = self.steps(&signature.value, &item, "value");
            let body = merge(steps, REFUSAL);
            if fits == "true" {
                lines.extend(body.into_iter().map(|line| format!("  {line}")));
                lines.push("}".to_owned());
                return lines;
            }
            lines.push(format!("  if ({fits}) {{"));
            lines.extend(body.into_iter().map(|line| format!("    {line}")));
            lines.push("    continue;".to_owned());
            lines.push("  }".to_owned());
        }
        if closed {
            lines.push(format!("  {REFUSAL}"));
        }
        lines.push("}".to_owned());
        lines
    }

    /// The statements for each item of a list that `value` holds.
    pub(crate) fn each_item(&mut self, items: &'a GType, value: &str, hint: &str) -> Vec<String> {
        let hint = format!("{hint} item");
        let named = self.function.compiler.facts.is_flat(items);
        let index = self.function.local("index");
        let place = format!("{value}[{index}]");
        let once = matches!(items, GType::String | GType::Number | GType::Boolean);
        let lines = if once || self.function.compiler.facts.is_repeated(items) {
            merge(self.steps(items, &place, &hint), REFUSAL)
        } else if named {
            let item = self.function.local("item");
            let body = merge(self.steps(items, &item, &hint), REFUSAL);
            if body.is_empty() {
                return body;
            }
            let mut lines = vec![format!("const {item} = {place};")];
            lines.extend(body);
            lines
        } else {
            // An unnamed object is checked by a function of its own, which is short enough to be
            // compiled into the loop and has a name in a profile.
            self.called(items, &place, &hint)
        };
        // An index loop also sees the holes of a sparse array, and stays fast where lists of many
        // kinds were seen, which `every` and `findIndex` do not (2.5 times slower then).
        let header = format!("for (let {index} = 0; {index} < {value}.length; {index}++) {{");
        block(&header, lines)
    }
}
