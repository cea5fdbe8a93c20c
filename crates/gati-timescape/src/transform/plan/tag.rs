//! Alternatives that a literal member tells apart. A decision about that member, or about one of
//! its values, holds where it is said of the union and where it is said of the alternatives.

use gati_types::{GType, ObjectType};
use serde_json::Value;

use super::{
    assign::assign,
    likeness,
    place::Places,
    planner::{Planner, Told},
    question::Candidate,
};
use crate::transform::{
    error::TransformError,
    op::{Case, Op},
    simplify::Way,
    table::same,
    view::View,
};

impl<'a> Planner<'a> {
    /// Several objects on a side: told apart by a literal member.
    pub(crate) fn tagged(
        &mut self,
        given: &[&'a GType],
        wanted: &[&'a GType],
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let from: Vec<&'a ObjectType> =
            given.iter().filter_map(|one| as_object(self.source.node(one))).collect();
        let to: Vec<&'a ObjectType> =
            wanted.iter().filter_map(|one| as_object(self.target.node(one))).collect();
        let names = self.old_names(given, wanted);
        let Some((tag, other)) = self.tag(&from, &to, &names, places) else {
            self.ask_about_tags(&from, &to, places);
            self.stub(
                &places.target,
                target,
                Some(source),
                "alternatives changed that no literal member tells apart".to_owned(),
            );
            return Ok(Vec::new());
        };
        let below = places.child(&tag, &other);
        let mut cases = Vec::new();
        let mut gone: Vec<Value> = Vec::new();
        let mut met: Vec<Value> = Vec::new();
        for one in given {
            let Some(object) = as_object(self.source.node(one)) else { continue };
            for value in self.tag_values(object, &tag) {
                let literal = self.renamed_value((&tag, &other), &value, &names, &below);
                let fitting = wanted.iter().find(|one| {
                    as_object(self.target.node(one))
                        .and_then(|object| object.property(&other))
                        .and_then(|property| self.target.literals(&property.gtype))
                        .is_some_and(|values| values.iter().any(|one| same(one, &literal)))
                });
                let Some(fitting) = fitting else {
                    self.missing_alternative(object, &value, (source, target), places);
                    gone.push(value);
                    continue;
                };
                met.push(literal.clone());
                let (member, told) = match self.way {
                    Way::Up => ((tag.clone(), other.clone()), (value.clone(), literal)),
                    Way::Down => ((other.clone(), tag.clone()), (literal, value.clone())),
                };
                let place = self.old(places).positioned();
                self.told.push(Told { place, member, value: told });
                let ops = self.pair_of((one, fitting), (source, target), places);
                self.told.pop();
                let ops = ops?;
                if !ops.is_empty() {
                    cases.push(Case { is: value, ops });
                }
            }
        }
        self.ask_about_alternatives(&gone, &met, (&to, &other), &below);
        Ok(if cases.is_empty() { Vec::new() } else { vec![Op::When { tag, cases }] })
    }

    /// The names of the alternatives in the old contract, which decisions may be about.
    fn old_names(&self, given: &[&'a GType], wanted: &[&'a GType]) -> Vec<String> {
        let old = match self.way {
            Way::Up => given,
            Way::Down => wanted,
        };
        old.iter()
            .filter_map(|one| match one {
                GType::Ref(reference) => Some(reference.id.to_string()),
                _ => None,
            })
            .collect()
    }

    /// What the value of a tag is called in the target: decided where the union stands, or where
    /// the alternative does.
    fn renamed_value(
        &self,
        (tag, other): (&str, &str),
        value: &Value,
        names: &[String],
        places: &Places,
    ) -> Value {
        let renamed = self.renamed_literal(places, value);
        if !same(&renamed, value) {
            return renamed;
        }
        let member = match self.way {
            Way::Up => tag,
            Way::Down => other,
        };
        let found = self.decisions.literals.iter().find(|one| {
            names.iter().any(|name| one.at == format!("{name}#/{member}"))
                && match self.way {
                    Way::Up => same(&one.from, value),
                    Way::Down => same(&one.to, value),
                }
        });
        match (found, self.way) {
            (Some(one), Way::Up) => one.to.clone(),
            (Some(one), Way::Down) => one.from.clone(),
            (None, _) => renamed,
        }
    }

    /// Asks whether the member that told the alternatives apart got another name.
    fn ask_about_tags(&mut self, from: &[&'a ObjectType], to: &[&'a ObjectType], places: &Places) {
        let (Some(tag), Some(other)) = (distinct(self.source, from), distinct(self.target, to))
        else {
            return;
        };
        if tag != other {
            let place = self.old(places).clone();
            let names = self.in_order((tag.into(), other.into()));
            self.confirm(&place, Candidate::Rename, names, likeness::BLOCKING);
        }
    }

    /// Asks which of the alternatives that are gone is which of those that are new.
    fn ask_about_alternatives(
        &mut self,
        gone: &[Value],
        met: &[Value],
        (to, tag): (&[&'a ObjectType], &str),
        places: &Places,
    ) {
        let all = to.iter().filter_map(|object| object.property(tag));
        let values = all.filter_map(|own| self.target.literals(&own.gtype)).flatten();
        let new: Vec<Value> =
            values.filter(|value| !met.iter().any(|one| same(one, value))).collect();
        let only = gone.len() == 1 && new.len() == 1;
        let scores: Vec<Vec<f64>> = gone
            .iter()
            .map(|one| new.iter().map(|other| self.likeness(one, other, only)).collect())
            .collect();
        for (row, column) in assign(&scores).into_iter().enumerate() {
            let Some(column) = column else { continue };
            let score = scores[row][column];
            if score >= likeness::WORTH_ASKING {
                let place = self.old(places).clone();
                let names = self.in_order((gone[row].clone(), new[column].clone()));
                self.confirm(&place, Candidate::Literal, names, score);
            }
        }
    }

    fn missing_alternative(
        &mut self,
        object: &ObjectType,
        value: &Value,
        (_, target): (&'a GType, &'a GType),
        places: &Places,
    ) {
        let given = GType::Object(object.clone());
        match self.way {
            Way::Up => self.narrow(places, &given, target),
            Way::Down => self.stub(
                &places.target,
                target,
                Some(&given),
                format!("the alternative {value} is new: map it to an old one or fail"),
            ),
        }
    }

    fn tag_values(&self, object: &'a ObjectType, tag: &str) -> Vec<Value> {
        object
            .property(tag)
            .and_then(|property| self.source.literals(&property.gtype))
            .unwrap_or_default()
    }

    /// What a tag is called in the target: decided where the union stands, or for each of its
    /// alternatives alike.
    fn renamed_by_all(&self, tag: &str, names: &[String], places: &Places) -> String {
        let renamed = self.renamed_member(tag, places);
        if renamed != tag || names.is_empty() {
            return renamed;
        }
        let of = |name: &String| {
            self.decisions.renames.iter().find_map(|one| {
                let (from, to) = match self.way {
                    Way::Up => (&one.from, &one.to),
                    Way::Down => (&one.to, &one.from),
                };
                let is_its = one.at == *name || one.at == format!("{name}#");
                (is_its && from == tag).then_some(to)
            })
        };
        let first = of(&names[0]);
        match first {
            Some(other) if names.iter().all(|name| of(name) == first) => other.clone(),
            _ => renamed,
        }
    }

    /// The required literal member of all alternatives, by its name on both sides.
    fn tag(
        &self,
        from: &[&'a ObjectType],
        to: &[&'a ObjectType],
        names: &[String],
        places: &Places,
    ) -> Option<(String, String)> {
        let first = from.first()?;
        first.properties.iter().find_map(|property| {
            let tag = &property.name;
            let mut seen: Vec<Value> = Vec::new();
            for object in from {
                let own = object.property(tag).filter(|own| !own.optional)?;
                let values = self.source.literals(&own.gtype)?;
                if values.iter().any(|value| value.is_null() || seen.contains(value)) {
                    return None;
                }
                seen.extend(values);
            }
            let other = self.renamed_by_all(tag, names, places);
            let tells = to.iter().all(|object| {
                object
                    .property(&other)
                    .is_some_and(|own| !own.optional && self.target.literals(&own.gtype).is_some())
            });
            tells.then(|| (tag.clone(), other))
        })
    }
}

/// The name of the first required literal member that has another value in each object.
fn distinct(view: View<'_>, objects: &[&ObjectType]) -> Option<String> {
    let first = objects.first()?;
    first.properties.iter().map(|one| &one.name).find_map(|name| {
        let mut seen: Vec<Value> = Vec::new();
        for object in objects {
            let own = object.property(name).filter(|own| !own.optional)?;
            let values = view.literals(&own.gtype)?;
            if values.iter().any(|value| value.is_null() || seen.contains(value)) {
                return None;
            }
            seen.extend(values);
        }
        Some(name.clone())
    })
}

fn as_object(node: &GType) -> Option<&ObjectType> {
    match node {
        GType::Object(object) => Some(object),
        _ => None,
    }
}
