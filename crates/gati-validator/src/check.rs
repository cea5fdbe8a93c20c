//! Functions that say whether a value fits: no allocation, no list of issues.

use gati_types::{GType, ObjectType, Property, UnknownKeys};

use crate::{
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::is_anything,
    function::{Function, is_one_of, read},
    scalar::Phase,
    steps::{Step, Steps, block, declare, is_no_object, merge},
};

/// What a check tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// Whether the value fits.
    Fits,
    /// Whether it fits and is handed on as it is.
    Same,
    /// Both in one walk: the local `same` becomes 1 where the value fits but changes.
    Both,
}

/// Writes checks.
pub(crate) struct Check<'f, 'c, 'a> {
    pub(crate) function: &'f mut Function<'c, 'a>,
    pub(crate) question: Question,
    /// The statement that says no.
    pub(crate) refusal: &'static str,
}

/// Writes the whole body of a check.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    let question = match wanted.kind {
        Kind::Exact => Question::Same,
        Kind::Scan => Question::Both,
        _ => Question::Fits,
    };
    let mut check = Check::new(function, question);
    if wanted.recursive.is_some() {
        let no = check.refusal;
        check.function.source.write(format_args!("if (depth > {DEPTH_LIMIT}) {no}"));
    }
    if question == Question::Both {
        check.function.locals.reserve("same");
        check.function.source.line("let same = 2;");
    } else if check.function.compiler.facts.is_flat(wanted.node) {
        let fits = check.fits(wanted.node, "value");
        function.source.write(format_args!("return {fits};"));
        return;
    }
    let lines = check.lines(wanted.node, "value", "");
    for line in &lines {
        function.source.line(line);
    }
    function.source.line(if question == Question::Both { "return same;" } else { "return true;" });
}

/// Writes a function that tells whether all own keys of an object are declared.
pub(crate) fn write_only<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    let GType::Object(object) = wanted.node else { return };
    let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
    // Own keys only; `for…in` makes no list of them.
    let other = crate::function::is_none_of("key", &names);
    function.source.open("for (const key in value) {");
    function.source.write(format_args!("if ({other} && Object.hasOwn(value, key)) return false;"));
    function.source.close("}");
    function.source.line("return true;");
}

impl<'f, 'c, 'a> Check<'f, 'c, 'a> {
    pub(crate) fn new(function: &'f mut Function<'c, 'a>, question: Question) -> Self {
        let refusal = if question == Question::Both { "return 0;" } else { "return false;" };
        Self { function, question, refusal }
    }

    /// The kind of function that answers the question for a node.
    pub(crate) fn kind(&self) -> Kind {
        match self.question {
            Question::Fits => Kind::Is,
            Question::Same => Kind::Exact,
            Question::Both => Kind::Scan,
        }
    }

    /// Asks another question for a while.
    pub(crate) fn ask<T>(&mut self, question: Question, write: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.question, question);
        let made = write(self);
        self.question = outer;
        made
    }

    /// The step of a node that is seldom changed: whether it stays the same is asked first.
    pub(crate) fn same_or_fits(&mut self, node: &'a GType, value: &str) -> Steps {
        let changes = self.ask(Question::Same, |check| check.misfits(node, value));
        let misfits = self.ask(Question::Fits, |check| check.misfits(node, value));
        let body = vec![format!("if ({misfits}) {}", self.refusal), "same = 1;".to_owned()];
        vec![(Phase::Nested, Step::Lines(block(&format!("if ({changes}) {{"), body)))]
    }

    /// The statements that call the function of `node`.
    pub(crate) fn called(&mut self, node: &'a GType, value: &str, hint: &str) -> Vec<String> {
        if self.question == Question::Both && !self.function.compiler.facts.changes(node) {
            return self.ask(Question::Fits, |check| check.called(node, value, hint));
        }
        let call = self.function.call(self.kind(), node, hint, value);
        if self.question != Question::Both {
            return vec![format!("if (!{call}) {}", self.refusal)];
        }
        let fit = self.function.local("fit");
        vec![
            format!("const {fit} = {call};"),
            format!("if ({fit} === 0) {}", self.refusal),
            format!("if ({fit} === 1) same = 1;"),
        ]
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
        merge(steps, self.refusal)
    }

    /// The steps for a member or an item: names are called, unnamed types written out.
    pub(crate) fn steps(&mut self, node: &'a GType, value: &str, hint: &str) -> Steps {
        let facts = self.function.compiler.facts;
        if is_anything(facts.resolve(node)) {
            return Vec::new();
        }
        if self.question == Question::Both {
            if !facts.changes(node) {
                return self.ask(Question::Fits, |check| check.steps(node, value, hint));
            }
            if facts.is_flat(node) {
                return self.same_or_fits(node, value);
            }
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
            if self.question == Question::Both {
                return vec![(Phase::Nested, Step::Lines(self.called(node, value, hint)))];
            }
            let call = self.function.call(self.kind(), node, hint, value);
            return vec![(Phase::Nested, Step::Misfit(format!("!{call}")))];
        }
        self.inline(facts.resolve(node), value, hint)
    }

    /// The steps of a node, written out.
    fn inline(&mut self, node: &'a GType, value: &str, hint: &str) -> Steps {
        let nested = |lines| vec![(Phase::Nested, Step::Lines(lines))];
        match node {
            GType::Object(object) => nested(self.object(node, object, value, None)),
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
        node: &'a GType,
        object: &'a ObjectType,
        value: &str,
        tag: Option<(&str, &str)>,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        if tag.is_none() {
            lines.push(is_no_object(value, self.refusal));
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
                    reads.push(format!("{local} = {}", read(value, &property.name)));
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
        lines.extend(declare(&reads));
        lines.extend(merge(steps, self.refusal));
        // What follows from a member that is not declared, if anything does.
        let verdict = match (self.function.compiler.facts.mode(object), self.question) {
            (UnknownKeys::Strict, _) | (UnknownKeys::Strip, Question::Same) => Some(self.refusal),
            (UnknownKeys::Strip, Question::Both) => Some("same = 1;"),
            (UnknownKeys::Strip, Question::Fits) | (UnknownKeys::Open, _) => None,
        };
        if !object.index.is_empty() {
            lines.extend(self.index(object, value, verdict));
        } else if let Some(verdict) = verdict {
            lines.extend(self.count(node, value, (required, &optional), verdict));
        }
        lines
    }

    fn property(&mut self, property: &'a Property, local: &str) -> Steps {
        let facts = self.function.compiler.facts;
        let absent = facts.may_be_absent(property);
        let steps = self.steps(&property.gtype, local, &property.name);
        if self.question == Question::Both && property.docs.default.is_some() {
            let mut lines = merge(steps, self.refusal);
            if !lines.is_empty() && !facts.accepts_undefined(&property.gtype) {
                lines = block(&format!("if ({local} !== undefined) {{"), lines);
            }
            lines.push(format!("if ({local} === undefined) same = 1;"));
            return vec![(Phase::Nested, Step::Lines(lines))];
        }
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
        let guarded = block(&format!("if ({local} !== undefined) {{"), merge(steps, self.refusal));
        vec![(Phase::Nested, Step::Lines(guarded))]
    }

    /// Counts keys: after every declared member was seen, an equal count proves that there is no
    /// other; only where it differs are the keys looked at.
    fn count(
        &mut self,
        node: &'a GType,
        value: &str,
        (required, optional): (usize, &[String]),
        verdict: &str,
    ) -> Vec<String> {
        let left = self.function.local("left");
        let hint = match value {
            "value" => self.function.title.clone(),
            inner => format!("{} {inner}", self.function.title),
        };
        let only = self.function.compiler.function(Kind::Only, node, &hint);
        let mut lines = vec![format!("let {left} = {required};")];
        lines.extend(optional.iter().map(|local| format!("if ({local} !== undefined) {left}++;")));
        lines.push(format!("for (const key in {value}) {left}--;"));
        lines.push(format!("if ({left} !== 0 && !{only}({value})) {verdict}"));
        lines
    }

    /// Looks at every key that is not declared.
    fn index(&mut self, object: &'a ObjectType, value: &str, verdict: Option<&str>) -> Vec<String> {
        let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
        if self.function.compiler.facts.takes_anything(object) {
            let asked = verdict.filter(|_| !names.contains(&"__proto__"));
            return asked
                .map(|verdict| format!("if (Object.hasOwn({value}, \"__proto__\")) {verdict}"))
                .into_iter()
                .collect();
        }
        let item = self.function.local("item");
        let key = self.function.local("key");
        let mut lines = vec![format!("for (const {key} of Object.keys({value})) {{")];
        if !names.is_empty() {
            lines.push(format!("  if ({}) continue;", is_one_of(&key, &names)));
        }
        // An own `__proto__` can only be an attempt to set the prototype of a copy.
        let ends = match verdict {
            Some(verdict) => format!("{{ {verdict} continue; }}"),
            None => "continue;".to_owned(),
        };
        lines.push(format!("  if ({key} === \"__proto__\") {ends}"));
        lines.push(format!("  const {item} = {value}[{key}];"));
        for signature in &object.index {
            let fits = self.function.key_fits(&signature.key, &key);
            let steps = self.steps(&signature.value, &item, "value");
            let body = merge(steps, self.refusal);
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
        if let Some(verdict) = verdict {
            lines.push(format!("  {verdict}"));
        }
        lines.push("}".to_owned());
        lines
    }

    /// The statements for each item of a list that `value` holds.
    pub(crate) fn each_item(&mut self, items: &'a GType, value: &str, hint: &str) -> Vec<String> {
        let hint = format!("{hint} item");
        let named = self.function.compiler.facts.is_flat(items);
        let (index, item) = (self.function.local("index"), self.function.local("item"));
        let body = if named {
            merge(self.steps(items, &item, &hint), self.refusal)
        } else {
            // An unnamed object is checked by a function of its own, which is short enough to be
            // compiled into the loop and has a name in a profile.
            self.called(items, &item, &hint)
        };
        if body.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![format!("const {item} = {value}[{index}];")];
        lines.extend(body);
        // An index loop also sees the holes of a sparse array, and stays fast where lists of many
        // kinds were seen, which `every` and `findIndex` do not (2.5 times slower then).
        let length = self.function.local("length");
        let header = format!(
            "for (let {index} = 0, {length} = {value}.length; {index} < {length}; {index}++) {{"
        );
        block(&header, lines)
    }
}
