//! Lists.

use super::leaf::counted;
use super::{Looked, Place, Trend, Walk, describe};
use crate::graph::{AltId, Arena, Lists, Reading};
use crate::include::Part;
use crate::report::Direction;
use crate::rules::Fact;

impl Walk<'_, '_> {
    pub(super) fn lists(
        &mut self,
        looked: &Looked,
        (old, before): (AltId, &Lists),
        (new, after): (AltId, &Lists),
    ) {
        let mut said = Vec::new();
        let words =
            || (describe::counts(before.min, before.max), describe::counts(after.min, after.max));
        let facts = [Fact::ItemCountTightened, Fact::ItemCountLoosened];
        counted(&mut said, (before.min, before.max), (after.min, after.max), &words, facts);
        let none = || (String::new(), String::new());
        match (before.unique, after.unique) {
            (false, true) => said.push((Fact::UniqueSet, Trend::Narrower, none())),
            (true, false) => said.push((Fact::UniqueUnset, Trend::Wider, none())),
            _ => {}
        }
        if before.prefix.len() != after.prefix.len() {
            said.push((Fact::PlacesChanged, Trend::Other, none()));
        }
        self.say_all(looked, said);
        let sent = match self.position.direction {
            Direction::Request | Direction::Operation => old,
            Direction::Response => new,
        };
        let places = before.prefix.len().min(after.prefix.len());
        for place in 0..places {
            let trail = &looked.place.trail;
            let trail = trail.step(Some(place.to_string()), Some((sent, Part::Item(place))));
            self.go(Place { old: before.prefix[place], new: after.prefix[place], trail });
        }
        let rest = |list: &Lists| Arena::extra(list.rest, Reading::Receiver);
        let (ours, theirs) = (rest(before), rest(after));
        if ours != Arena::NEVER && theirs != Arena::NEVER {
            let part = Part::Item(before.prefix.len().max(after.prefix.len()));
            let trail = looked.place.trail.step(Some("*".to_owned()), Some((sent, part)));
            self.go(Place { old: ours, new: theirs, trail });
        } else if ours != theirs && before.prefix.len() == after.prefix.len() {
            self.say(looked, Fact::PlacesChanged, Trend::Other, none());
        }
    }
}
