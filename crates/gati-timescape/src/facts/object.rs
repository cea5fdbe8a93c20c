//! Objects.

use std::rc::Rc;

use super::leaf::counted;
use super::{Break, Looked, Place, Relation, Trail, Trend, Walk, describe};
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
        let breaks = if breaking { self.without(looked, &old.name) } else { Break::No };
        self.about(looked, trail, fact, breaks);
    }

    fn removed(&mut self, looked: &Looked, trail: &Rc<Trail>, member: &Member, new: &Objects) {
        if new.hidden.contains(&member.name) {
            let fact = match self.position.direction {
                Direction::Response => Fact::BecameWriteOnly,
                Direction::Request | Direction::Operation => Fact::BecameReadOnly,
            };
            let breaking = self.position.direction == Direction::Response && member.required;
            let breaks = if breaking { self.without(looked, &member.name) } else { Break::No };
            return self.about(looked, trail, fact, breaks);
        }
        let fact =
            if member.required { Fact::MemberRemovedRequired } else { Fact::MemberRemovedOptional };
        let shown = match self.position.direction {
            Direction::Response if member.required => self.without(looked, &member.name),
            // What else may be sent under this name is not what was declared.
            Direction::Response => {
                let extra = Arena::extra(new.extra, Reading::Sender);
                self.clash(looked, trail, (extra, member.node))
            }
            Direction::Request | Direction::Operation => {
                let extra = Arena::extra(new.extra, Reading::Receiver);
                self.clash(looked, trail, (member.node, extra))
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
                self.clash(looked, trail, (member.node, extra))
            }
            _ if member.required => self.without(looked, &member.name),
            Direction::Request | Direction::Operation => {
                let extra = Arena::extra(old.extra, Reading::Sender);
                self.clash(looked, trail, (extra, member.node))
            }
        };
        self.about(looked, trail, fact, shown);
    }

    /// A fact about a member. What shows a break is a value of the object, not of the member.
    fn about(&mut self, looked: &Looked, trail: &Rc<Trail>, fact: Fact, breaks: Break) {
        if looked.decision == Decision::Proved || breaks == Break::No {
            return self.add_plain(fact, trail, Decision::Proved);
        }
        let shown = match (breaks, trail.parent()) {
            (Break::Shown(value), Some(object)) => self.shown(&object, value),
            _ => None,
        };
        match shown {
            Some(whole) => self.add_whole(fact, trail, whole),
            None => self.add_plain(fact, trail, Decision::Unproved),
        }
    }

    /// A value of what is sent at a place that lacks a member.
    fn without(&self, looked: &Looked, name: &str) -> Break {
        if let Decision::Refuted(value) = &looked.decision
            && value.as_object().is_some_and(|members| !members.contains_key(name))
        {
            return Break::Shown(value.clone());
        }
        let (sent, received) = self.sides(&looked.place);
        let world = &self.judge.world;
        let samples = world.samples(Reading::Sender);
        let found = world
            .arena
            .alternatives(sent)
            .filter_map(|(_, alternative)| match &alternative.shape {
                crate::graph::Shape::Object(object) => samples.object(object, &[], Some(name)),
                _ => None,
            })
            .find(|value| {
                world.is_witness(value, (sent, Reading::Sender), (received, Reading::Receiver))
            });
        Break::from(found)
    }

    /// Whether what is sent under a name is refused: a value of the object that shows it.
    fn clash(
        &mut self,
        looked: &Looked,
        trail: &Rc<Trail>,
        (sent, received): (NodeId, NodeId),
    ) -> Break {
        if looked.decision == Decision::Proved {
            return Break::No;
        }
        match self.judge.sent_to(sent, received) {
            Decision::Proved => Break::No,
            Decision::Unproved => Break::Unknown,
            Decision::Refuted(value) => Break::from(trail.around_once(&self.judge.world, &value)),
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
            (_, Extra::Of(Arena::NEVER)) if looked.relation == Relation::Equal => {}
            (_, Extra::Of(Arena::NEVER)) => {
                let refused = self.position.direction == Direction::Request
                    && looked.decision != Decision::Proved
                    && !matches!(before.extra, Extra::Unsaid);
                let decision = if refused { looked.decision.clone() } else { Decision::Proved };
                let trail = Rc::clone(&looked.place.trail);
                self.add_plain(Fact::Closed, &trail, decision);
            }
            (Extra::Of(Arena::NEVER), _) => {
                self.say(looked, Fact::Opened, Trend::Wider, none());
            }
            (a, b) if a != b => self.say(looked, Fact::UndeclaredChanged, Trend::Other, none()),
            _ => {}
        }
        for (pattern, node) in &before.patterns {
            if let Some((_, theirs)) = after.patterns.iter().find(|(other, _)| other == pattern) {
                self.go(Place { old: *node, new: *theirs, trail: trail() });
            }
        }
        let meaning = &self.judge.world.meaning;
        let patterns = |object: &Objects| -> Vec<String> {
            object.patterns.iter().map(|(pattern, _)| pattern.clone()).collect()
        };
        let names = |object: &Objects| object.names.map(|names| meaning.of(names));
        if patterns(before) != patterns(after) || names(before) != names(after) {
            self.say(looked, Fact::UndeclaredChanged, Trend::Other, none());
        }
    }
}
