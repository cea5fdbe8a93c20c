//! Functions that put the JSON text of a small object together by hand, which engines without a
//! fast path for plain data do not do as fast. They answer `undefined` for whatever is not exactly
//! as promised; the projection then decides.

use std::{collections::BTreeSet, mem};

use gati_emit::string;
use gati_types::{GType, Literal, ObjectType, UnknownKeys};

use crate::{
    compiler::Wanted,
    facts::Facts,
    function::{Function, destructure},
};

/// With more members, those of inner objects included, `JSON.stringify` of the projection is as
/// fast (Node 20, written into a buffer: 1.45 times the time by hand for 5 members, 1.16 for 8,
/// 1.08 for 12, 0.9 for 24; objects inside each other, 6 members in 4 levels: 2.1 times).
const MOST_MEMBERS: usize = 12;

/// What a member is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Boolean,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
}

/// A member that is of one form, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Flat {
    form: Form,
    nullable: bool,
}

/// Whether objects of `node` are written by hand.
pub(crate) fn is_eligible(facts: &Facts<'_>, node: &GType) -> bool {
    members(facts, node).is_some_and(|count| count <= MOST_MEMBERS)
}

/// How many members are written for an object of `node`, if it is written by hand.
fn members(facts: &Facts<'_>, node: &GType) -> Option<usize> {
    if facts.leads_deep(node) {
        return None;
    }
    let GType::Object(object) = facts.resolve(node) else { return None };
    let mut names = BTreeSet::new();
    let plain = object.index.is_empty()
        && object.unknown_keys != Some(UnknownKeys::Open)
        && object.properties.first().is_some_and(|first| !facts.may_be_absent(first))
        && object
            .properties
            .iter()
            .all(|one| is_written_in_place(&one.name) && names.insert(one.name.as_str()));
    if !plain {
        return None;
    }
    let mut count = 0;
    for property in &object.properties {
        count += match flat(facts, &property.gtype) {
            Some(_) => 1,
            None if facts.may_be_absent(property) => return None,
            None => members(facts, &property.gtype)?,
        };
    }
    Some(count)
}

/// Whether JSON has the member where the type has it: keys that are numbers come first.
fn is_written_in_place(name: &str) -> bool {
    name != "toJSON" && !name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Writes the whole body.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    if let GType::Object(object) = wanted.node {
        function.joined(object);
    }
}

impl<'a> Function<'_, 'a> {
    fn joined(&mut self, object: &'a ObjectType) {
        let mut text = Pieces { pieces: Vec::new(), constant: String::new() };
        self.members_text(object, "value", &mut text);
        text.pieces.push(string(&text.constant));
        self.source.write(format_args!("return {};", text.pieces.join(" + ")));
    }

    /// Adds the text of the object `value`, of which nothing is known yet.
    fn members_text(&mut self, object: &'a ObjectType, value: &str, text: &mut Pieces) {
        let facts = self.compiler.facts;
        self.source.write(format_args!(
            "if (typeof {value} !== \"object\" || {value} === null || {value}.toJSON !== undefined) return undefined;"
        ));
        let locals: Vec<String> =
            object.properties.iter().map(|one| self.local(&one.name)).collect();
        let names = object.properties.iter().map(|one| one.name.as_str());
        let reads: Vec<(&str, &str)> = names.zip(locals.iter().map(String::as_str)).collect();
        for line in destructure(value, &reads) {
            self.source.line(&line);
        }
        for (index, (property, local)) in object.properties.iter().zip(&locals).enumerate() {
            let name = serde_json::Value::from(property.name.as_str()).to_string();
            let lead = format!("{}{name}:", if index == 0 { "{" } else { "," });
            match (flat(facts, &property.gtype), facts.resolve(&property.gtype)) {
                (Some(flat), _) => {
                    let absent = facts.may_be_absent(property);
                    let written = self.member_text(flat, local, absent);
                    text.add(&lead, written, absent.then_some(local));
                }
                (None, GType::Object(inner)) => {
                    text.constant.push_str(&lead);
                    self.members_text(inner, local, text);
                }
                _ => {}
            }
        }
        text.constant.push('}');
    }

    /// The expression for the text of the member in `local`, after statements that see to it that
    /// it is as promised.
    fn member_text(&mut self, flat: Flat, local: &str, absent: bool) -> String {
        if let Some(list) = flat.form.list() {
            let list = self.compiler.runtime(list);
            let written = self.local(&format!("{local} text"));
            let mut made = format!("{list}({local})");
            if flat.nullable {
                made = format!("{local} === null ? \"null\" : {made}");
            }
            if absent {
                made = format!("{local} === undefined ? \"\" : {made}");
            }
            self.source.write(format_args!("const {written} = {made};"));
            self.source.write(format_args!("if ({written} === undefined) return undefined;"));
            return written;
        }
        let misfit = misfit(flat, local, absent);
        self.source.write(format_args!("if ({misfit}) return undefined;"));
        match (flat.form, flat.nullable) {
            (Form::Text, nullable) => {
                let written = format!("{}({local})", self.compiler.runtime("$text"));
                // `null` is written as JSON writes it.
                if nullable {
                    format!("({local} === null ? \"null\" : {written})")
                } else {
                    written
                }
            }
            _ => local.to_owned(),
        }
    }
}

/// A text that is being put together.
struct Pieces {
    pieces: Vec<String>,
    /// Constant text since the last value, still to be written.
    constant: String,
}

impl Pieces {
    /// Adds a member: `lead`, and what is `written` after it; nothing where `absent` is
    /// `undefined`.
    fn add(&mut self, lead: &str, written: String, absent: Option<&String>) {
        let Some(local) = absent else {
            self.constant.push_str(lead);
            self.pieces.push(string(&mem::take(&mut self.constant)));
            self.pieces.push(written);
            return;
        };
        if !self.constant.is_empty() {
            self.pieces.push(string(&mem::take(&mut self.constant)));
        }
        self.pieces.push(format!("({local} === undefined ? \"\" : {} + {written})", string(lead)));
    }
}

impl Form {
    /// The piece of the runtime that writes a list of this form.
    const fn list(self) -> Option<&'static str> {
        match self {
            Self::Texts => Some("$listOfTexts"),
            Self::Numbers => Some("$listOfNumbers"),
            Self::Text | Self::Number | Self::Boolean => None,
        }
    }
}

/// The condition that `local` cannot be written as `flat`.
fn misfit(flat: Flat, local: &str, absent: bool) -> String {
    let mut test = match flat.form {
        Form::Text => format!("typeof {local} !== \"string\""),
        Form::Number => format!("!Number.isFinite({local})"),
        Form::Boolean => format!("typeof {local} !== \"boolean\""),
        Form::Texts | Form::Numbers => format!("!Array.isArray({local})"),
    };
    if flat.nullable {
        test = format!("{test} && {local} !== null");
    }
    if absent {
        test = format!("{test} && {local} !== undefined");
    }
    test
}

/// The one form values of `gtype` have, besides `null` and `undefined`.
fn flat(facts: &Facts<'_>, gtype: &GType) -> Option<Flat> {
    let of = |form| Some(Flat { form, nullable: false });
    match facts.resolve(gtype) {
        GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => of(Form::Text),
        GType::Number | GType::Literal(Literal::Number(_)) => of(Form::Number),
        GType::Boolean | GType::Literal(Literal::Boolean(_)) => of(Form::Boolean),
        GType::Refined(refined) => flat(facts, &refined.base),
        GType::Array(array) => match flat(facts, &array.items)? {
            Flat { form: Form::Text, nullable: false } => of(Form::Texts),
            Flat { form: Form::Number, nullable: false } => of(Form::Numbers),
            _ => None,
        },
        GType::Union(union) => {
            let mut form = None;
            let mut nullable = false;
            for member in &union.members {
                match facts.resolve(member) {
                    GType::Null => nullable = true,
                    GType::Undefined | GType::Void => {}
                    other => {
                        let one = flat(facts, other)?;
                        if form.is_some_and(|form| form != one.form) {
                            return None;
                        }
                        form = Some(one.form);
                    }
                }
            }
            form.map(|form| Flat { form, nullable })
        }
        _ => None,
    }
}
