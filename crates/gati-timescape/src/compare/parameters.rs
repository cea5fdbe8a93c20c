//! Parameters of requests and headers of answers.

use super::{At, Comparison};
use crate::api::{Operation, Parameter, Stands};
use crate::candidate::{self, Signs};
use crate::graph::Shape;
use crate::report::{Candidate, Direction};
use crate::rules::Fact;

impl Comparison {
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation) {
        self.texts(&At::new(new, Direction::Request, ""), &old.parameters, &new.parameters);
    }

    /// Parameters of a request, or headers of the answer that `at` is.
    pub(super) fn texts(&mut self, at: &At<'_>, old: &[Parameter], new: &[Parameter]) {
        let same = |a: &Parameter, b: &Parameter| a.stands == b.stands && a.key == b.key;
        let gone: Vec<&Parameter> =
            old.iter().filter(|one| !new.iter().any(|other| same(one, other))).collect();
        let come: Vec<&Parameter> =
            new.iter().filter(|one| !old.iter().any(|other| same(one, other))).collect();
        for parameter in new {
            if let Some(before) = old.iter().find(|other| same(parameter, other)) {
                self.parameter(&place(at, parameter), before, parameter);
            }
        }
        for parameter in &gone {
            let fact = if parameter.required {
                Fact::ParameterRemovedRequired
            } else {
                Fact::ParameterRemovedOptional
            };
            self.fact(&place(at, parameter), fact, ("", ""));
        }
        for parameter in &come {
            let fact = if parameter.required {
                Fact::ParameterAddedRequired
            } else {
                Fact::ParameterAddedOptional
            };
            self.fact(&place(at, parameter), fact, ("", ""));
        }
        self.renamed(at, &gone, &come);
    }

    /// A parameter that went and one that came may be one.
    fn renamed(&mut self, at: &At<'_>, gone: &[&Parameter], come: &[&Parameter]) {
        for to in come {
            let mut best: Option<(f64, &Parameter)> = None;
            for from in gone {
                let said = to.notes.renamed_from.as_deref() == Some(from.name.as_str());
                if !said && !self.judge.world.meaning.same(from.node, to.node) {
                    continue;
                }
                let alone = gone.len() == 1 && come.len() == 1;
                let moved = from.name.eq_ignore_ascii_case(&to.name);
                let score = if said {
                    1.0
                } else if moved && alone {
                    0.9
                } else {
                    let as_required = from.required == to.required;
                    candidate::score(&from.name, &to.name, Signs { alone, as_required })
                };
                if score >= 0.5 && best.is_none_or(|(known, _)| known < score) {
                    best = Some((score, from));
                }
            }
            let Some((score, from)) = best else { continue };
            self.found.candidates.push(Candidate {
                route: at.operation.route.clone(),
                direction: at.direction,
                from: place(at, from).path,
                to: place(at, to).path,
                score,
            });
            if at.direction == Direction::Request && !to.required {
                let words = (from.name.as_str(), to.name.as_str());
                self.fact(&place(at, to), Fact::ParameterRenamed, words);
            }
        }
    }

    fn parameter(&mut self, at: &At<'_>, old: &Parameter, new: &Parameter) {
        let presence = match (old.required, new.required) {
            (false, true) => Some(Fact::ParameterBecameRequired),
            (true, false) => Some(Fact::ParameterBecameOptional),
            _ => None,
        };
        if let Some(fact) = presence {
            self.fact(at, fact, ("", ""));
        }
        if old.style != new.style && (self.is_compound(old) || self.is_compound(new)) {
            let words = (old.style.as_str(), new.style.as_str());
            self.fact(at, Fact::StyleChanged, words);
        }
        if old.empty && !new.empty && old.stands == Stands::Query {
            let words = ("a text that may be empty", "a text");
            self.fact(at, Fact::StyleChanged, words);
        }
        let (a, b) = (&old.notes, &new.notes);
        if (&a.title, &a.description, &a.examples) != (&b.title, &b.description, &b.examples) {
            self.fact(at, Fact::Documentation, ("", ""));
        }
        match (&a.deprecated, &b.deprecated) {
            (None, Some(_)) => {
                self.fact(at, Fact::Deprecated, ("", ""));
            }
            (Some(_), None) => {
                self.fact(at, Fact::NoLongerDeprecated, ("", ""));
            }
            _ => {}
        }
        self.position(at, (old.node, new.node));
    }

    /// Whether lists or objects are sent, so that it matters how they are written.
    fn is_compound(&self, parameter: &Parameter) -> bool {
        let arena = &self.judge.world.arena;
        arena
            .alternatives(parameter.node)
            .any(|(_, alt)| matches!(alt.shape, Shape::List(_) | Shape::Object(_)))
            || parameter.style.contains('/')
    }
}

/// The place of a parameter.
fn place<'o>(at: &At<'o>, parameter: &Parameter) -> At<'o> {
    let name = crate::facts::escaped(&parameter.name);
    let whole = format!("{}/{}", at.path, parameter.stands.position());
    at.below(if name.is_empty() { whole } else { format!("{whole}/{name}") })
}
