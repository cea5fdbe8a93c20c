//! Single values against each other: what fits stays, what has one meaning in another form is
//! converted, literals are looked up, and the rest is asked.

use gati_types::{Constraints, GType};
use indexmap::IndexMap;
use serde_json::Value;

use super::{
    assign::assign,
    fits, likeness,
    list::constraints,
    place::{Place, Places},
    planner::{Planner, Told},
    question::Candidate,
    union::{Kind, kind},
};
use crate::transform::{
    error::TransformError,
    op::{Conversion, Op},
    simplify::Way,
    table::same,
};

impl<'a> Planner<'a> {
    /// The operations for alternatives that are neither objects nor lists.
    pub(crate) fn scalars(
        &mut self,
        scalars: &[&'a GType],
        (given, wanted): (&[&'a GType], &[&'a GType]),
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let mut ops = Vec::new();
        let mut literals: Vec<Value> = Vec::new();
        let mut rest: Vec<&'a GType> = Vec::new();
        for one in scalars {
            if Self::is_field_names(self.source.unnamed(one))
                || wanted.iter().any(|other| Self::is_field_names(self.target.unnamed(other)))
            {
                ops.extend(self.field_names(self.source.unnamed(one)));
            }
            if wanted.iter().any(|other| self.fits(one, other)) {
                continue;
            }
            match self.literal_values(one, wanted) {
                Some(values) => literals.extend(values),
                None => rest.push(one),
            }
        }
        if !literals.is_empty() {
            ops.extend(self.literals(&literals, wanted, (source, target), places));
        }
        for one in rest {
            let same_kind = |planner: &Self, other: &&'a GType| {
                kind(planner.source.node(other)) == kind(planner.source.node(one))
            };
            let alone = given.iter().filter(|other| same_kind(self, other)).count() == 1;
            let converted = match wanted {
                [only] if alone => self.converted(one, only, places)?,
                several if alone => {
                    let of_kind: Vec<&&'a GType> = several
                        .iter()
                        .filter(|other| {
                            kind(self.target.node(other)) == kind(self.source.node(one))
                        })
                        .collect();
                    if of_kind.is_empty() { None } else { Some(Outcome::Narrower) }
                }
                _ => None,
            };
            match converted {
                Some(Outcome::Ops(converted)) => ops.extend(converted),
                Some(Outcome::Narrower) => self.narrow(places, one, target),
                None => {
                    let text = format!("{one} has to become {target}");
                    self.stub(&places.target, target, Some(one), text);
                }
            }
        }
        Ok(ops)
    }

    fn fits(&mut self, one: &'a GType, other: &'a GType) -> bool {
        let (node, against) = (self.source.node(one), self.target.node(other));
        if kind(node) == Kind::Boolean && *node == GType::Boolean && *against == GType::Boolean {
            return true;
        }
        let given = (self.source, self.source.unnamed(one));
        fits::scalar(given, (self.target, self.target.unnamed(other)), self.way)
    }

    /// The literals of an alternative, those that fit a literal of the target left out.
    fn literal_values(&self, one: &'a GType, wanted: &[&'a GType]) -> Option<Vec<Value>> {
        let node = self.source.node(one);
        let values = match node {
            GType::Literal(_) => self.source.literals(one)?,
            // A boolean is two literals where the target has one of them.
            GType::Boolean => vec![Value::from(true), Value::from(false)],
            _ => return None,
        };
        let taken = self.target_literals(wanted);
        if *node == GType::Boolean && !taken.iter().any(Value::is_boolean) {
            return None;
        }
        let fits = |value: &Value| taken.iter().any(|one| same(one, value));
        Some(values.into_iter().filter(|value| !fits(value)).collect())
    }

    fn target_literals(&self, wanted: &[&'a GType]) -> Vec<Value> {
        wanted.iter().filter_map(|one| self.target.literals(one)).flatten().collect()
    }

    /// What a literal is called in the target.
    pub(crate) fn renamed_literal(&self, places: &Places, value: &Value) -> Value {
        let place = self.old(places);
        let found = self.decisions.literals.iter().find(|one| {
            place.is(&one.at)
                && match self.way {
                    Way::Up => same(&one.from, value),
                    Way::Down => same(&one.to, value),
                }
        });
        match (found, self.way) {
            (Some(one), Way::Up) => one.to.clone(),
            (Some(one), Way::Down) => one.from.clone(),
            (None, _) => self.renamed_tag_value(place, value).unwrap_or(value).clone(),
        }
    }

    /// The same of the value by which the alternative is told that is being planned.
    fn renamed_tag_value(&self, place: &Place, value: &Value) -> Option<&Value> {
        let at = place.positioned();
        let told = self.told.iter().rev().find(|told| at == tag_place(told))?;
        let (old, new) = (&told.value.0, &told.value.1);
        match self.way {
            Way::Up => same(old, value).then_some(new),
            Way::Down => same(new, value).then_some(old),
        }
    }

    /// Literals that the target does not have under their names.
    fn literals(
        &mut self,
        literals: &[Value],
        wanted: &[&'a GType],
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Vec<Op> {
        let taken = self.target_literals(wanted);
        let mut table: Vec<(Value, Value)> = Vec::new();
        let mut gone: Vec<Value> = Vec::new();
        for literal in literals {
            let renamed = self.renamed_literal(places, literal);
            if !same(&renamed, literal) && taken.iter().any(|one| same(one, &renamed)) {
                table.push((literal.clone(), renamed));
            } else if let (Value::Number(_) | Value::Bool(_), true) =
                (literal, wanted.iter().any(|one| *self.target.unnamed(one) == GType::String))
            {
                // As `String` writes it.
                table.push((literal.clone(), Value::from(crate::transform::print::json(literal))));
            } else {
                gone.push(literal.clone());
            }
        }
        if !gone.is_empty() {
            match self.given(&places.target).cloned() {
                Some(value) => {
                    table.extend(gone.iter().map(|one| (one.clone(), value.clone())));
                }
                None => self.ask_about_literals(&gone, &taken, (source, target), places),
            }
        }
        if table.is_empty() {
            return Vec::new();
        }
        vec![Op::MapEnum { table, otherwise: None }]
    }

    fn ask_about_literals(
        &mut self,
        gone: &[Value],
        taken: &[Value],
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) {
        let before = self.source.literals(source).unwrap_or_default();
        let new: Vec<&Value> = taken
            .iter()
            .filter(|one| one.is_string() && !before.iter().any(|other| same(one, other)))
            .collect();
        let texts: Vec<&Value> = gone.iter().filter(|one| one.is_string()).collect();
        let only = texts.len() == 1 && new.len() == 1;
        let scores: Vec<Vec<f64>> = texts
            .iter()
            .map(|one| new.iter().map(|other| self.likeness(one, other, only)).collect())
            .collect();
        for (row, column) in assign(&scores).into_iter().enumerate() {
            let Some(column) = column else { continue };
            let score = scores[row][column];
            if score < likeness::WORTH_ASKING {
                continue;
            }
            let (one, other) = (texts[row].clone(), new[column].clone());
            let names = match self.way {
                Way::Up => (one, other),
                Way::Down => (other, one),
            };
            let place = self.old(places).clone();
            self.confirm(&place, Candidate::Literal, names, score);
        }
        let spelled: Vec<String> = gone.iter().map(ToString::to_string).collect();
        let text = spelled.join(" | ");
        match self.way {
            Way::Up => self.narrow(places, source, target),
            Way::Down => {
                let sentence = format!("{text} is new to the old contract: which of its values?");
                self.stub(&places.target, target, Some(source), sentence);
            }
        }
    }

    /// How likely two literals are one. A name that a member got as well makes it certain enough
    /// to be asked at once.
    pub(crate) fn likeness(&self, one: &Value, other: &Value, only: bool) -> f64 {
        let (Some(one), Some(other)) = (one.as_str(), other.as_str()) else { return 0.0 };
        let (old, new) = match self.way {
            Way::Up => (one, other),
            Way::Down => (other, one),
        };
        let bare = |text: &str| text.trim_start_matches(['-', '+']).to_owned();
        let (old, new) = (bare(old), bare(new));
        if self.decisions.renames.iter().any(|rename| rename.from == old && rename.to == new) {
            return 0.95;
        }
        let alike = 0.6 * likeness::names(&old, &new) + if only { 0.4 } else { 0.0 };
        (alike * 100.0).round() / 100.0
    }

    /// Whether a type says that its text names members: `Brand<'FieldName'>`, or
    /// `Brand<'FieldName<User>'>` for those of one type.
    fn is_field_names(gtype: &GType) -> bool {
        matches!(gtype, GType::Refined(refined)
            if refined.brands.iter().any(|brand| brand.starts_with("FieldName")))
    }

    fn field_names(&self, gtype: &GType) -> Vec<Op> {
        let of_type = match gtype {
            GType::Refined(refined) => refined.brands.iter().find_map(|brand| {
                brand.strip_prefix("FieldName<")?.strip_suffix('>').map(str::to_owned)
            }),
            _ => None,
        };
        let names: IndexMap<String, String> = self
            .decisions
            .renames
            .iter()
            .filter(|one| match &of_type {
                Some(name) => belongs(&one.at, name),
                // Names of the parameters themselves are not what is sorted by.
                None => !["params", "query", "headers"]
                    .iter()
                    .any(|part| one.at != *part && belongs(&one.at, part)),
            })
            .map(|one| match self.way {
                Way::Up => (one.from.clone(), one.to.clone()),
                Way::Down => (one.to.clone(), one.from.clone()),
            })
            .collect();
        if names.is_empty() { Vec::new() } else { vec![Op::Names { names }] }
    }

    /// A value of another kind, or of the same kind under other conditions.
    fn converted(
        &mut self,
        one: &'a GType,
        other: &'a GType,
        places: &Places,
    ) -> Result<Option<Outcome>, TransformError> {
        let (node, against) = (self.source.node(one), self.target.node(other));
        let (from, to) =
            (constraints(self.source.unnamed(one)), constraints(self.target.unnamed(other)));
        if let GType::Array(array) = against {
            if !fits::lengths(Some(&one_item()), to) {
                return Ok(None);
            }
            let ops = self.one_to_list(one, &array.items, places)?;
            return Ok(Some(Outcome::Ops(ops)));
        }
        if matches!(kind(node), Kind::Set | Kind::Map) {
            return Ok(Some(Outcome::Ops(self.collection(one, other, places)?)));
        }
        let format = |constraints: Option<&Constraints>| {
            constraints.and_then(|one| one.format.clone()).unwrap_or_default()
        };
        let free = to.is_none();
        let conversion = match (kind(node), kind(against)) {
            (Kind::Number | Kind::Boolean | Kind::Bigint, Kind::Text)
                if free && *against == GType::String =>
            {
                Conversion::Text
            }
            (Kind::Text, Kind::Date) if format(from) == "date-time" && free => Conversion::Date,
            (Kind::Date, Kind::Text) if is_text_of(to, "date-time") => Conversion::DateText,
            (Kind::Number, Kind::Bigint) if free && from.is_some_and(|one| one.integer) => {
                Conversion::Bigint
            }
            (Kind::Text, Kind::Url) if matches!(format(from).as_str(), "url") && free => {
                Conversion::Url
            }
            (Kind::Url, Kind::Text) if is_text_of(to, "uri") || is_text_of(to, "url") => {
                Conversion::UrlText
            }
            (one, other) if one == other => return Ok(Some(Outcome::Narrower)),
            _ => return Ok(None),
        };
        Ok(Some(Outcome::Ops(vec![Op::Convert { to: conversion }])))
    }
}

/// The place of the member that tells alternatives apart.
fn tag_place(told: &Told) -> String {
    format!("{}/{}", told.place, told.member.0.replace('~', "~0").replace('/', "~1"))
}

/// What came of a pair of scalars.
enum Outcome {
    Ops(Vec<Op>),
    /// The same kind of value, and not every one is taken.
    Narrower,
}

fn is_text_of(constraints: Option<&Constraints>, format: &str) -> bool {
    let Some(constraints) = constraints else { return true };
    let only = Constraints { format: Some(format.to_owned()), ..Constraints::default() };
    *constraints == only
}

fn one_item() -> Constraints {
    Constraints {
        min_items: Some(1),
        max_items: Some(1),
        unique_items: true,
        ..Constraints::default()
    }
}

/// Whether a decision that says `at` speaks of `what` or of something within it: `User`,
/// `User#`, `User#/address`. A name may hold a `#` itself, so the text is not taken apart.
fn belongs(at: &str, what: &str) -> bool {
    at.strip_prefix(what)
        .is_some_and(|rest| rest.is_empty() || rest == "#" || rest.starts_with("#/"))
}
