//! Parameters of requests and headers of answers.

use super::{At, Comparison};
use crate::api::{Operation, Parameter, Stands};
use crate::candidate::{self, Signs};
use crate::graph::Kind;
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
        if self.is_written_otherwise(old, new) {
            let words = (old.style.as_str(), new.style.as_str());
            self.fact(at, Fact::StyleChanged, words);
        }
        let texts = [
            ((old.empty, new.empty), ("a text that may be empty", "a text")),
            ((old.reserved, new.reserved), ("a text with reserved characters", "a text without")),
        ];
        for (taken, words) in texts {
            match taken {
                (true, false) if old.stands == Stands::Query => {
                    self.fact(at, Fact::StyleChanged, words);
                }
                (false, true) => self.fact(at, Fact::SetChanged, ("", "")),
                _ => {}
            }
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

    /// Whether a value of the parameter is written in another way than before.
    fn is_written_otherwise(&self, old: &Parameter, new: &Parameter) -> bool {
        if old.style == new.style {
            return false;
        }
        let arena = &self.judge.world.arena;
        let has = |kind: Kind| {
            [old.node, new.node]
                .iter()
                .any(|node| arena.alternatives(*node).any(|(_, alt)| alt.shape.kind() == kind))
        };
        let (list, object) = (has(Kind::List), has(Kind::Object));
        let base = |parameter: &Parameter| parameter.style.replace(" exploded", "");
        let (before, after) = (base(old), base(new));
        if before != after {
            // Simple texts are told apart by what stands before them.
            let marked = |style: &String| matches!(style.as_str(), "label" | "matrix");
            let content = |style: &String| style.contains('/');
            return list
                || object
                || [&before, &after].iter().any(|style| marked(style) || content(style));
        }
        match before.as_str() {
            "simple" => object,
            "deepObject" => false,
            _ => list || object,
        }
    }
}

/// The place of a parameter.
fn place<'o>(at: &At<'o>, parameter: &Parameter) -> At<'o> {
    let name = crate::facts::escaped(&parameter.name);
    let whole = format!("{}/{}", at.path, parameter.stands.position());
    at.below(if name.is_empty() { whole } else { format!("{whole}/{name}") })
}
