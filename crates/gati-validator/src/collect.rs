//! Functions that list everything that does not fit. They run only after a check has failed.
//!
//! Long because what is said of objects, unions and scalars is one walk, and belongs together.

use std::{collections::BTreeMap, mem};

use gati_emit::{key, string};
use gati_types::{GType, ObjectType, Property, UnionType, UnknownKeys};

use crate::{
    check::{Check, Question},
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::{Facts, is_anything},
    function::{Absence, Function, destructure, is_none_of, is_one_of, pointer, read},
    rule::Parameters,
    scalar::Condition,
    secrecy::Secrecy,
    sentence::Sentence,
    steps::all_of,
    union::Tagged,
    value::{expected, literal, spelled},
};

/// Writes the whole body of a collector.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    function.secrecy = Secrecy::of(wanted.kind);
    if let Some(name) = &wanted.recursive {
        function.source.write_open(format_args!("if (depth > {DEPTH_LIMIT}) {{"));
        let spot = Spot { value: "value", at: "at", wanted: &string(name) };
        let report = function.report_sentence(spot, &Sentence::too_deep());
        function.source.write(format_args!("return {report}"));
        function.source.close("}");
    }
    let name = wanted.named.then(|| string(&wanted.title));
    match function.compiler.named(wanted.node) {
        Some(named) => function.in_words(&named.docs.messages, "at", |function| {
            function.node(wanted.node, "value", "at", name.as_deref());
        }),
        None => function.node(wanted.node, "value", "at", name.as_deref()),
    }
}

/// The expression for the pointer `at` followed by `piece`.
pub(crate) fn below(at: &str, piece: &str) -> String {
    match at.strip_suffix('"') {
        // Two literals become one.
        Some(start) if at.contains(" + \"") => {
            let piece = string(piece);
            format!("{start}{}", piece.strip_prefix('"').unwrap_or(&piece))
        }
        _ => format!("{at} + {}", string(piece)),
    }
}

/// The expression for the pointer `at` followed by the value of `index`.
pub(crate) fn below_index(at: &str, index: &str) -> String {
    format!("{} + {index}", below(at, "/"))
}

/// Whether the first thing that is looked at is the kind of the value, which `undefined` has not:
/// that a member is missing is then said by the same call.
pub(crate) fn says_missing(facts: &Facts<'_>, gtype: &GType) -> bool {
    match gtype {
        GType::Ref(reference) => facts.types.get(&reference.id).is_some_and(|named| {
            facts.is_flat(gtype)
                && named.docs.messages.is_empty()
                && says_missing(facts, &named.gtype)
        }),
        GType::Union(union) => union
            .members
            .iter()
            .all(|member| facts.literals(member).is_some() || *member == GType::Null),
        GType::Never => false,
        _ => true,
    }
}

/// What is looked at: the expression of the value, that of its pointer, what was expected.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'s> {
    pub(crate) value: &'s str,
    pub(crate) at: &'s str,
    pub(crate) wanted: &'s str,
}

/// What an issue says beyond its code: the sentence, and what that speaks of.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    pub(crate) message: &'s str,
    pub(crate) parameters: &'s Parameters,
}

impl<'a> Function<'_, 'a> {
    /// What `write` writes; issues of the value at `at` itself are then said in the author's words.
    pub(crate) fn in_words(
        &mut self,
        messages: &BTreeMap<String, String>,
        at: &str,
        write: impl FnOnce(&mut Self),
    ) {
        if messages.is_empty() {
            write(self);
            return;
        }
        let from = self.local("from");
        self.source.write(format_args!("const {from} = out.length;"));
        let outer = mem::replace(&mut self.follows, true);
        write(self);
        self.follows = outer;
        let said: Vec<String> = messages
            .iter()
            .map(|(code, text)| format!("{}: {}", key(code), string(text)))
            .collect();
        let words = self.compiler.constant("words", format!("{{ {} }}", said.join(", ")));
        let name = self.compiler.runtime("$inWords");
        self.source.write(format_args!("{name}(out, {from}, {at}, {words});"));
    }

    /// Statements that add the issues of `value`. `name` is what was expected, where that is not
    /// the node itself.
    pub(crate) fn node(&mut self, node: &'a GType, value: &str, at: &str, name: Option<&str>) {
        let facts = self.compiler.facts;
        if is_anything(facts.resolve(node)) {
            return;
        }
        if let GType::Ref(reference) = node
            && let Some(named) = facts.types.get(&reference.id)
            // A function of its own says its words itself.
            && (facts.is_flat(node) || matches!(named.gtype, GType::Ref(_)))
            && !named.docs.messages.is_empty()
        {
            let own = (!facts.is_scalar(node)).then(|| expected(node));
            self.in_words(&named.docs.messages, at, |function| {
                function.node(&named.gtype, value, at, name.or(own.as_deref()));
            });
            return;
        }
        let wanted = name.map_or_else(|| expected(node), str::to_owned);
        if facts.is_scalar(node) {
            let target = facts.resolve(node);
            let wanted = name.map_or_else(|| expected(target), str::to_owned);
            let conditions = self.compiler.conditions(target, value, false);
            self.conditions(conditions, Spot { value, at, wanted: &wanted });
            return;
        }
        if matches!(node, GType::Ref(_)) && !facts.is_flat(node) {
            let call =
                self.call(self.secrecy.collector(), node, "", &format!("{value}, {at}, out"));
            self.source.write(format_args!("{call};"));
            return;
        }
        let spot = Spot { value, at, wanted: &wanted };
        match facts.resolve(node) {
            GType::Object(object) => self.object(object, spot),
            GType::Union(union) => self.union(union, spot),
            other => self.list_like(other, spot),
        }
    }

    /// A chain that reports the first condition that does not hold.
    fn conditions(&mut self, conditions: Vec<Condition>, spot: Spot<'_>) {
        let mut lead = "";
        for one in conditions.into_iter().filter(|one| one.no != "false") {
            let said = Said { message: &one.message, parameters: &one.parameters };
            let report = self.report_of(spot, one.code, said);
            self.source.write(format_args!("{lead}if ({}) {report}", one.no));
            lead = "else ";
        }
    }

    /// The statement that reports what is at `spot`.
    pub(crate) fn report(&mut self, spot: Spot<'_>, code: &str, message: &str) -> String {
        self.report_of(spot, code, Said { message, parameters: &Parameters::default() })
    }

    /// The same in a sentence that is not only said here.
    pub(crate) fn report_sentence(&mut self, spot: Spot<'_>, sentence: &Sentence) -> String {
        let Sentence { code, message, parameters } = sentence;
        self.report_of(spot, code, Said { message, parameters })
    }

    /// The same with what the sentence speaks of.
    pub(crate) fn report_of(&mut self, spot: Spot<'_>, code: &str, said: Said<'_>) -> String {
        let Spot { value, at, wanted } = spot;
        let Said { message, parameters } = said;
        if message.is_empty() {
            return self.mismatch(spot, code);
        }
        let received = self.received(value, at, code);
        let code = string(code);
        let message = string(message);
        if parameters.is_empty() {
            let name = self.compiler.runtime("$report");
            return format!("{name}(out, {at}, {code}, {wanted}, {received}, {message});");
        }
        let name = self.compiler.runtime("$breach");
        let parameters = parameters.literal();
        format!("{name}(out, {at}, {code}, {wanted}, {received}, {message}, {parameters});")
    }

    /// The statement that reports that something else was expected, or a member that is missing.
    fn mismatch(&mut self, spot: Spot<'_>, code: &str) -> String {
        let Spot { value, at, wanted } = spot;
        let absence = mem::take(&mut self.absence);
        if self.secrecy == Secrecy::Open {
            let name = self.compiler.runtime(match absence {
                Absence::Value => "$misfit",
                Absence::Missing => "$unfit",
            });
            let code = if code == "type" { String::new() } else { format!(", {}", string(code)) };
            return format!("{name}(out, {at}, {wanted}, {value}{code});");
        }
        let received = self.received(value, at, code);
        let code = string(code);
        let guarded = self.compiler.runtime("$guarded");
        let report = format!("{guarded}(out, {at}, {wanted}, {received}, {code});");
        match absence {
            Absence::Value => report,
            Absence::Missing => {
                let missing = self.compiler.runtime("$missing");
                format!("{value} === undefined ? {missing}(out, {at}, {wanted}) : {report}")
            }
        }
    }

    /// The expression for what an issue says the value is.
    fn received(&mut self, value: &str, at: &str, code: &str) -> String {
        match self.secrecy {
            Secrecy::Open if matches!(code, "string.min" | "string.max") => {
                format!("{}({value})", self.compiler.runtime("$size"))
            }
            Secrecy::Open => format!("{}({value})", self.compiler.runtime("$received")),
            Secrecy::Secret => format!("{}({value})", self.compiler.runtime("$redacted")),
            Secrecy::Keyed if matches!(code, "string.min" | "string.max") => {
                format!("{}({value}, {at})", self.compiler.runtime("$keyedSize"))
            }
            Secrecy::Keyed => format!("{}({value}, {at})", self.compiler.runtime("$keyed")),
        }
    }

    fn object(&mut self, object: &'a ObjectType, spot: Spot<'_>) {
        let Spot { value, at, .. } = spot;
        let is_object = self.compiler.runtime("$isObject");
        let report = self.report(spot, "type", "");
        if (value, at) == ("value", "at") && !self.follows {
            self.source.write(format_args!("if (!{is_object}({value})) return {report}"));
            self.members(object, value, at, None);
            return;
        }
        self.source.write(format_args!("if (!{is_object}({value})) {report}"));
        self.source.open("else {");
        self.members(object, value, at, None);
        self.source.close("}");
    }

    /// Statements for the members of what was found to be an object; `tag` is known to fit.
    fn members(&mut self, object: &'a ObjectType, value: &str, at: &str, tag: Option<&str>) {
        let facts = self.compiler.facts;
        let looked_at: Vec<(&Property, String)> = object
            .properties
            .iter()
            .filter(|one| tag != Some(one.name.as_str()) && !is_anything(facts.resolve(&one.gtype)))
            .map(|one| (one, self.local(&one.name)))
            .collect();
        let reads: Vec<(&str, &str)> =
            looked_at.iter().map(|(one, local)| (one.name.as_str(), local.as_str())).collect();
        for line in destructure(value, &reads) {
            self.source.line(&line);
        }
        for (property, local) in &looked_at {
            let absent = facts.may_be_absent(property);
            let place = below(at, &pointer(&property.name));
            let outer = self.secrecy;
            self.secrecy = outer.member(&property.name);
            self.in_words(&property.docs.messages, &place, |function| {
                function.member_issues(property, absent, local, &place);
            });
            self.secrecy = outer;
        }
        if !object.index.is_empty() {
            self.index(object, value, at);
        } else if facts.mode(object) == UnknownKeys::Strict {
            let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
            let key = self.local("key");
            let unknown = self.unknown(object, value, at, &key);
            self.source.write_open(format_args!("for (const {key} of Object.keys({value})) {{"));
            let other = is_none_of(&key, &names);
            self.source.write(format_args!("if ({other}) {unknown}"));
            self.source.close("}");
        }
    }

    /// Statements for the member that was read into `local`.
    fn member_issues(&mut self, property: &'a Property, absent: bool, local: &str, place: &str) {
        let gtype = &property.gtype;
        if self.compiler.facts.is_repeated(gtype) {
            let is = self.shared(Kind::Is, gtype, local);
            let call = if absent {
                self.shared(self.secrecy.collector(), gtype, &format!("{local}, {place}, out"))
            } else {
                let member = self.compiler.runtime("$member");
                let collect =
                    self.compiler.function(self.secrecy.collector(), gtype, &spelled(gtype));
                let wanted = expected(gtype);
                format!("{member}(out, {place}, {wanted}, {local}, {collect})")
            };
            let there = if absent { format!("{local} !== undefined && ") } else { String::new() };
            self.source.write(format_args!("if ({there}!{is}) {call};"));
        } else if absent {
            self.source.write_open(format_args!("if ({local} !== undefined) {{"));
            self.node(gtype, local, place, None);
            self.source.close("}");
        } else if says_missing(self.compiler.facts, gtype) {
            self.absence = Absence::Missing;
            self.node(gtype, local, place, None);
        } else {
            let missing = self.compiler.runtime("$missing");
            let wanted = expected(gtype);
            self.source.write(format_args!(
                "if ({local} === undefined) {missing}(out, {place}, {wanted});"
            ));
            self.source.open("else {");
            self.node(gtype, local, place, None);
            self.source.close("}");
        }
    }

    /// The statement that reports the member `key`, which `object` does not declare.
    fn unknown(&mut self, object: &ObjectType, value: &str, at: &str, key: &str) -> String {
        let unknown = self.compiler.runtime("$unknown");
        let names = self.names(object);
        format!("{unknown}(out, {at}, {key}, {value}, {names});")
    }

    fn index(&mut self, object: &'a ObjectType, value: &str, at: &str) {
        let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
        let strict = self.compiler.facts.mode(object) == UnknownKeys::Strict;
        let (key, item) = (self.local("key"), self.local("item"));
        let slash = self.compiler.runtime("$below");
        self.source.write_open(format_args!("for (const {key} of Object.keys({value})) {{"));
        self.source.line("if (out.length > 100) return;");
        if !names.is_empty() {
            self.source.write(format_args!("if ({}) continue;", is_one_of(&key, &names)));
        }
        let unknown = if strict { self.unknown(object, value, at, &key) } else { String::new() };
        self.source.write_open(format_args!("if ({key} === \"__proto__\") {{"));
        self.source.line(&unknown);
        self.source.line("continue;");
        self.source.close("}");
        self.source.write(format_args!("const {item} = {value}[{key}];"));
        let place = self.local("place");
        self.source.write(format_args!("const {place} = {slash}({at}, {key});"));
        let mut all = false;
        for signature in &object.index {
            let fits = self.key_fits(&signature.key, &key);
            all = fits == "true";
            self.source.open(&if all { "{".to_owned() } else { format!("if ({fits}) {{") });
            let outer = self.secrecy;
            self.secrecy = outer.key();
            self.node(&signature.value, &item, &place, None);
            self.secrecy = outer;
            self.source.line("continue;");
            self.source.close("}");
            if all {
                break;
            }
        }
        if strict && !all {
            self.source.line(&unknown);
        }
        self.source.close("}");
    }

    fn union(&mut self, union: &'a UnionType, spot: Spot<'_>) {
        let Spot { value, at, wanted } = spot;
        let facts = self.compiler.facts;
        if union
            .members
            .iter()
            .all(|member| facts.literals(member).is_some() || *member == GType::Null)
        {
            let report = self.report(spot, "enum", "");
            let misfit = self.misfits(&union.members, value);
            self.source.write(format_args!("if ({misfit}) {report}"));
            return;
        }
        let empty =
            |member: &&GType| matches!(member, GType::Null | GType::Undefined | GType::Void);
        let (empties, solid): (Vec<&GType>, Vec<&GType>) = union.members.iter().partition(empty);
        if let ([only], false) = (solid.as_slice(), empties.is_empty()) {
            let tests: Vec<&str> = empties
                .iter()
                .map(|member| if **member == GType::Null { "null" } else { "undefined" })
                .collect();
            let tests: Vec<String> =
                tests.iter().map(|test| format!("{value} !== {test}")).collect();
            self.source.write_open(format_args!("if ({}) {{", tests.join(" && ")));
            self.node(only, value, at, Some(wanted));
            self.source.close("}");
            return;
        }
        let members = facts.members(union);
        match members.tagged {
            Some(tagged) => {
                let tests: Vec<String> =
                    members.scalars.iter().map(|one| self.misfit(one, value)).collect();
                if !tests.is_empty() {
                    self.source.write_open(format_args!("if ({}) {{", all_of(&tests)));
                }
                self.tagged(&tagged, spot);
                if !tests.is_empty() {
                    self.source.close("}");
                }
            }
            None => self.closest(union, &members.others, spot),
        }
    }

    pub(crate) fn misfit(&mut self, node: &'a GType, value: &str) -> String {
        Check::new(self, Question::Fits).misfits(node, value)
    }

    fn misfits(&mut self, members: &'a [GType], value: &str) -> String {
        let tests: Vec<String> = members.iter().map(|member| self.misfit(member, value)).collect();
        all_of(&tests)
    }

    /// One issue at the tag if the tag is wrong, else the issues of the member it names.
    fn tagged(&mut self, tagged: &Tagged<'a>, spot: Spot<'_>) {
        let Spot { value, at, .. } = spot;
        let is_object = self.compiler.runtime("$isObject");
        let report = self.report(spot, "type", "");
        self.source.write(format_args!("if (!{is_object}({value})) {report}"));
        self.source.open("else {");
        let tag = self.local(&tagged.name);
        self.source.write(format_args!("const {tag} = {};", read(value, &tagged.name)));
        self.source.write_open(format_args!("switch ({tag}) {{"));
        let mut allowed: Vec<GType> = Vec::new();
        for (literals, member) in &tagged.cases {
            for one in literals {
                let one = literal(self.compiler, one);
                self.source.write(format_args!("case {one}:"));
            }
            allowed.extend(literals.iter().cloned().map(GType::Literal));
            self.source.open("{");
            match (matches!(member, GType::Ref(_)), self.compiler.facts.object(member)) {
                (false, Some(object)) => self.members(object, value, at, Some(&tagged.name)),
                _ => self.node(member, value, at, None),
            }
            self.source.line("break;");
            self.source.close("}");
        }
        self.source.line("default:");
        let place = below(at, &pointer(&tagged.name));
        let allowed = expected(&GType::union(allowed));
        let wrong = Spot { value: &tag, at: &place, wanted: &allowed };
        let outer = self.secrecy;
        self.secrecy = outer.member(&tagged.name);
        let report = self.report(wrong, "union.tag", "");
        self.secrecy = outer;
        self.source.write(format_args!("  {report}"));
        self.source.close("}");
        self.source.close("}");
    }

    /// The issues of the member that comes closest, if one has the value's kind.
    fn closest(&mut self, union: &'a UnionType, others: &[&'a GType], spot: Spot<'_>) {
        let Spot { value, at, wanted } = spot;
        let misfit = self.misfits(&union.members, value);
        if others.is_empty() {
            let report = self.report(spot, "union", "");
            self.source.write(format_args!("if ({misfit}) {report}"));
            return;
        }
        let name = self.compiler.runtime("$closest");
        self.source.write_open(format_args!("if ({misfit}) {{"));
        let received = self.received(value, at, "union");
        self.source.write_open(format_args!("{name}(out, {at}, {wanted}, {received}, ["));
        for (index, member) in others.iter().enumerate() {
            let hint = format!("member {index}");
            let call =
                self.call(self.secrecy.collector(), member, &hint, &format!("{value}, {at}, out"));
            self.source.write(format_args!("(out) => {call},"));
        }
        self.source.close("]);");
        self.source.close("}");
    }
}
