//! Objects.

use std::rc::Rc;

use serde_json::Value;

use super::leaf::counted;
use super::{Looked, Place, Relation, Trail, Trend, Walk, describe};
use crate::candidate;
use crate::graph::{AltId, Arena, Extra, Member, NodeId, Objects, Reading};
use crate::include::{Decision, Part};
use crate::report::Direction;
use crate::rules::Fact;

impl Walk<'_, '_> {
    pub(super) fn objects(
        &mut self,
        looked: &Looked,
        (old, before): (AltId, &Objects),
        (new, after): (AltId, &Objects),
    ) {
        let sent = match self.position.direction {
            Direction::Request | Direction::Operation => old,
            Direction::Response => new,
        };
        for member in &before.members {
            let part = Part::Member(member.name.clone());
            let trail = looked.place.trail.step(Some(member.name.clone()), Some((sent, part)));
            match after.member(&member.name) {
                Some(theirs) => {
                    self.presence(looked, &trail, member, theirs);
                    self.go(Place { old: member.node, new: theirs.node, trail });
                }
                None => self.removed(looked, &trail, member, after),
            }
        }
        for member in &after.members {
            if before.member(&member.name).is_none() {
                let part = Part::Member(member.name.clone());
                let trail = looked.place.trail.step(Some(member.name.clone()), Some((sent, part)));
                self.added(looked, &trail, member, before);
            }
        }
        self.undeclared(looked, sent, before, after);
        let mut said = Vec::new();
        let words =
            || (describe::counts(before.min, before.max), describe::counts(after.min, after.max));
        let facts = [Fact::MemberCountTightened, Fact::MemberCountLoosened];
        counted(&mut said, (before.min, before.max), (after.min, after.max), &words, facts);
        self.say_all(looked, said);
        if looked.relation == Relation::Different {
            let found = candidate::renames(&self.judge.world, before, after);
            for (from, to, score) in found {
                let path = |name: &str| looked.place.trail.step(Some(name.to_owned()), None).path();
                self.found.candidates.push(crate::report::Candidate {
                    route: self.position.route.to_string(),
                    direction: self.position.direction,
                    from: path(&from),
                    to: path(&to),
                    score,
                });
            }
        }
    }

    fn presence(&mut self, looked: &Looked, trail: &Rc<Trail>, old: &Member, new: &Member) {
        let fact = match (old.required, new.required) {
            (false, true) => Fact::MemberBecameRequired,
            (true, false) => Fact::MemberBecameOptional,
            _ => return,
        };
        let trend = if new.required { Trend::Narrower } else { Trend::Wider };
        let breaking = self.breaks(trend);
        self.about(looked, trail, fact, breaking.then(|| self.without(looked, &old.name)));
    }

    fn removed(&mut self, looked: &Looked, trail: &Rc<Trail>, member: &Member, new: &Objects) {
        if new.hidden.contains(&member.name) {
            let fact = match self.position.direction {
                Direction::Response => Fact::BecameWriteOnly,
                Direction::Request | Direction::Operation => Fact::BecameReadOnly,
            };
            let breaking = self.position.direction == Direction::Response && member.required;
            return self.about(
                looked,
                trail,
                fact,
                breaking.then(|| self.without(looked, &member.name)),
            );
        }
        let fact =
            if member.required { Fact::MemberRemovedRequired } else { Fact::MemberRemovedOptional };
        let shown = match self.position.direction {
            Direction::Response if member.required => Some(self.without(looked, &member.name)),
            // What else may be sent under this name is not what was declared.
            Direction::Response => {
                let extra = Arena::extra(new.extra, Reading::Sender);
                self.clash(looked, trail, extra, member.node)
            }
            Direction::Request | Direction::Operation => {
                let extra = Arena::extra(new.extra, Reading::Receiver);
                self.clash(looked, trail, member.node, extra)
            }
        };
        self.about(looked, trail, fact, shown);
    }

    fn added(&mut self, looked: &Looked, trail: &Rc<Trail>, member: &Member, old: &Objects) {
        let hidden = old.hidden.contains(&member.name);
        let fact = match (hidden, self.position.direction, member.required) {
            (true, Direction::Response, _) => Fact::NoLongerWriteOnly,
            (true, ..) => Fact::NoLongerReadOnly,
            (false, _, true) => Fact::MemberAddedRequired,
            (false, _, false) => Fact::MemberAddedOptional,
        };
        let shown = match self.position.direction {
            Direction::Response => {
                let extra = Arena::extra(old.extra, Reading::Receiver);
                self.clash(looked, trail, member.node, extra)
            }
            _ if member.required => Some(self.without(looked, &member.name)),
            Direction::Request | Direction::Operation => {
                let extra = Arena::extra(old.extra, Reading::Sender);
                self.clash(looked, trail, extra, member.node)
            }
        };
        self.about(looked, trail, fact, shown);
    }

    /// A fact about a member: it breaks if something is shown, be it that nobody knows what.
    fn about(
        &mut self,
        looked: &Looked,
        trail: &Rc<Trail>,
        fact: Fact,
        shown: Option<Option<Value>>,
    ) {
        let decision = match shown {
            _ if looked.decision == Decision::Proved => Decision::Proved,
            None => Decision::Proved,
            Some(Some(value)) => Decision::Refuted(value),
            Some(None) => Decision::Unproved,
        };
        // The value is one of the object, not of the member.
        let at = match (&decision, trail.parent()) {
            (Decision::Refuted(_), Some(parent)) => parent,
            _ => Rc::clone(trail),
        };
        if decision == Decision::Proved {
            return self.add(fact, trail, decision, (String::new(), String::new()));
        }
        let decision = match decision {
            Decision::Refuted(value) => match self.shown(&at, value) {
                Some(whole) => return self.add_whole(fact, trail, whole),
                None => Decision::Unproved,
            },
            other => other,
        };
        self.add(fact, trail, decision, (String::new(), String::new()));
    }

    /// A value of what is sent at a place that lacks a member.
    fn without(&self, looked: &Looked, name: &str) -> Option<Value> {
        if let Decision::Refuted(value) = &looked.decision
            && value.as_object().is_some_and(|members| !members.contains_key(name))
        {
            return Some(value.clone());
        }
        let (sent, received) = self.sides(&looked.place);
        let world = &self.judge.world;
        let samples = world.samples(Reading::Sender);
        world
            .arena
            .alternatives(sent)
            .filter_map(|(_, alternative)| match &alternative.shape {
                crate::graph::Shape::Object(object) => samples.object(object, &[], Some(name)),
                _ => None,
            })
            .find(|value| {
                world.is_witness(value, (sent, Reading::Sender), (received, Reading::Receiver))
            })
    }

    /// Whether what is sent under a name is refused: a value of the object that shows it.
    fn clash(
        &mut self,
        looked: &Looked,
        trail: &Rc<Trail>,
        sent: NodeId,
        received: NodeId,
    ) -> Option<Option<Value>> {
        if looked.decision == Decision::Proved {
            return None;
        }
        match self.judge.sent_to(sent, received) {
            Decision::Proved => None,
            Decision::Unproved => Some(None),
            Decision::Refuted(value) => Some(trail.around_once(&self.judge.world, value)),
        }
    }

    fn undeclared(&mut self, looked: &Looked, sent: AltId, before: &Objects, after: &Objects) {
        let none = || (String::new(), String::new());
        let trail = || looked.place.trail.step(Some("*".to_owned()), Some((sent, Part::Extra)));
        match (before.extra, after.extra) {
            (Extra::Of(a), Extra::Of(b)) if a != Arena::NEVER && b != Arena::NEVER => {
                let trail = trail();
                self.go(Place { old: a, new: b, trail });
            }
            (Extra::Of(a), Extra::Of(b)) if a == b => {}
            (_, Extra::Of(Arena::NEVER)) => {
                if looked.relation == Relation::Different {
                    let refused = self.position.direction == Direction::Request
                        && looked.decision != Decision::Proved
                        && !matches!(before.extra, Extra::Unsaid);
                    let decision = if refused { looked.decision.clone() } else { Decision::Proved };
                    let trail = Rc::clone(&looked.place.trail);
                    self.add(Fact::Closed, &trail, decision, none());
                }
            }
            (Extra::Of(Arena::NEVER), _) => {
                self.say(looked, Fact::Opened, Trend::Wider, none());
            }
            (a, b) if a != b => self.say(looked, Fact::UndeclaredChanged, Trend::Other, none()),
            _ => {}
        }
        let classes = |object: &Objects| -> Vec<(String, u32)> {
            let meaning = &self.judge.world.meaning;
            let named = object.names.map(|names| (String::new(), meaning.of(names)));
            object
                .patterns
                .iter()
                .map(|(pattern, node)| (format!("~{pattern}"), meaning.of(*node)))
                .chain(named)
                .collect()
        };
        if classes(before) != classes(after) {
            self.say(looked, Fact::UndeclaredChanged, Trend::Other, none());
        }
    }
}
