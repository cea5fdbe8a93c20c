//! Parameters of requests and headers of answers.

use super::Comparison;
use crate::api::{Operation, Parameter, Stands};
use crate::candidate;
use crate::graph::Shape;
use crate::report::{Candidate, Direction};
use crate::rules::Fact;

impl Comparison {
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation) {
        self.texts(new, Direction::Request, "", &old.parameters, &new.parameters);
    }

    /// Parameters of a request, or headers of an answer under `prefix`.
    pub(super) fn texts(
        &mut self,
        operation: &Operation,
        direction: Direction,
        prefix: &str,
        old: &[Parameter],
        new: &[Parameter],
    ) {
        let same = |a: &Parameter, b: &Parameter| a.stands == b.stands && a.key == b.key;
        let path = |parameter: &Parameter| {
            let name = crate::facts::escaped(&parameter.name);
            let position = parameter.stands.position();
            if name.is_empty() {
                format!("{prefix}/{position}")
            } else {
                format!("{prefix}/{position}/{name}")
            }
        };
        let gone: Vec<&Parameter> =
            old.iter().filter(|one| !new.iter().any(|other| same(one, other))).collect();
        let come: Vec<&Parameter> =
            new.iter().filter(|one| !old.iter().any(|other| same(one, other))).collect();
        for parameter in new {
            if let Some(before) = old.iter().find(|other| same(parameter, other)) {
                self.parameter(operation, direction, path(parameter), before, parameter);
            }
        }
        for parameter in &gone {
            let fact = if parameter.required {
                Fact::ParameterRemovedRequired
            } else {
                Fact::ParameterRemovedOptional
            };
            self.fact(operation, direction, fact, path(parameter), ("", ""));
        }
        for parameter in &come {
            let fact = if parameter.required {
                Fact::ParameterAddedRequired
            } else {
                Fact::ParameterAddedOptional
            };
            self.fact(operation, direction, fact, path(parameter), ("", ""));
        }
        self.renamed(operation, direction, (&gone, &come), &path);
    }

    /// A parameter that went and one that came may be one.
    fn renamed(
        &mut self,
        operation: &Operation,
        direction: Direction,
        (gone, come): (&[&Parameter], &[&Parameter]),
        path: &dyn Fn(&Parameter) -> String,
    ) {
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
                    candidate::score(alone, &from.name, &to.name, from.required == to.required)
                };
                if score >= 0.5 && best.is_none_or(|(known, _)| known < score) {
                    best = Some((score, from));
                }
            }
            let Some((score, from)) = best else { continue };
            self.found.candidates.push(Candidate {
                route: operation.route.clone(),
                direction,
                from: path(from),
                to: path(to),
                score,
            });
            if direction == Direction::Request && !to.required {
                let words = (from.name.as_str(), to.name.as_str());
                self.fact(operation, direction, Fact::ParameterRenamed, path(to), words);
            }
        }
    }

    fn parameter(
        &mut self,
        operation: &Operation,
        direction: Direction,
        path: String,
        old: &Parameter,
        new: &Parameter,
    ) {
        let presence = match (old.required, new.required) {
            (false, true) => Some(Fact::ParameterBecameRequired),
            (true, false) => Some(Fact::ParameterBecameOptional),
            _ => None,
        };
        if let Some(fact) = presence {
            self.fact(operation, direction, fact, path.clone(), ("", ""));
        }
        if old.style != new.style && (self.is_compound(old) || self.is_compound(new)) {
            let words = (old.style.as_str(), new.style.as_str());
            self.fact(operation, direction, Fact::StyleChanged, path.clone(), words);
        }
        if old.empty && !new.empty && old.stands == Stands::Query {
            let words = ("a text that may be empty", "a text");
            self.fact(operation, direction, Fact::StyleChanged, path.clone(), words);
        }
        let (a, b) = (&old.notes, &new.notes);
        if (&a.title, &a.description, &a.examples) != (&b.title, &b.description, &b.examples) {
            self.fact(operation, direction, Fact::Documentation, path.clone(), ("", ""));
        }
        match (&a.deprecated, &b.deprecated) {
            (None, Some(_)) => {
                self.fact(operation, direction, Fact::Deprecated, path.clone(), ("", ""));
            }
            (Some(_), None) => {
                self.fact(operation, direction, Fact::NoLongerDeprecated, path.clone(), ("", ""));
            }
            _ => {}
        }
        self.position(operation, direction, path, (old.node, new.node));
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
