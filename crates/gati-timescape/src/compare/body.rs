//! Bodies, media type by media type.

use super::{At, Comparison};
use crate::api::media_type::covers;
use crate::api::{Media, Operation};
use crate::report::Direction;
use crate::rules::Fact;

impl Comparison {
    pub(super) fn bodies(&mut self, old: &Operation, new: &Operation) {
        let at = At::new(new, Direction::Request, "/body");
        let say = |this: &mut Self, fact| this.fact(&at, fact, ("", ""));
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(body)) if body.required => say(self, Fact::BodyAddedRequired),
            (None, Some(_)) => say(self, Fact::BodyAddedOptional),
            (Some(_), None) => say(self, Fact::BodyRemoved),
            (Some(before), Some(after)) => {
                match (before.required, after.required) {
                    (false, true) => say(self, Fact::BodyBecameRequired),
                    (true, false) => say(self, Fact::BodyBecameOptional),
                    _ => {}
                }
                if before.description != after.description {
                    say(self, Fact::Documentation);
                }
                self.media(&at, &before.media, &after.media);
            }
        }
    }

    /// A body in each of its media types.
    pub(super) fn media(&mut self, at: &At<'_>, old: &[Media], new: &[Media]) {
        for media in new {
            if let Some(before) = old.iter().find(|other| covers(&other.essence, &media.essence)) {
                self.medium(at, before, media);
            } else {
                let fact = if at.is_unasked() { Fact::MediaForced } else { Fact::MediaAdded };
                self.fact(at, fact, ("", &media.essence));
            }
        }
        for media in old {
            if new.iter().any(|other| other.essence == media.essence) {
                continue;
            }
            let wider = new.iter().find(|other| covers(&other.essence, &media.essence));
            let narrower = new.iter().any(|other| covers(&media.essence, &other.essence));
            match wider {
                // A range that is taken takes what was taken before.
                Some(wider) => self.medium(at, media, wider),
                None if narrower && at.effective() == Direction::Response => {}
                None if at.is_unasked() => self.fact(at, Fact::MediaDropped, (&media.essence, "")),
                None => self.fact(at, Fact::MediaRemoved, (&media.essence, "")),
            }
        }
    }

    fn medium(&mut self, at: &At<'_>, old: &Media, new: &Media) {
        self.encoding(at, &old.encoding, &new.encoding);
        if old.examples != new.examples {
            self.fact(at, Fact::Documentation, ("", ""));
        }
        self.position(at, (old.node, new.node));
    }
}
