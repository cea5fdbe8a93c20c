//! Bodies, media type by media type.

use super::Comparison;
use crate::api::{Media, Operation};
use crate::report::Direction;
use crate::rules::Fact;

impl Comparison {
    pub(super) fn bodies(&mut self, old: &Operation, new: &Operation) {
        let path = || "/body".to_owned();
        let say =
            |this: &mut Self, fact| this.fact(new, Direction::Request, fact, path(), ("", ""));
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
                self.media(new, Direction::Request, &path(), &before.media, &after.media);
            }
        }
    }

    /// A body in each of its media types.
    pub(super) fn media(
        &mut self,
        operation: &Operation,
        direction: Direction,
        path: &str,
        old: &[Media],
        new: &[Media],
    ) {
        for media in new {
            match old.iter().find(|other| covers(&other.essence, &media.essence)) {
                Some(before) => self.medium(operation, direction, path, before, media),
                None => {
                    let words = ("", media.essence.as_str());
                    self.fact(operation, direction, Fact::MediaAdded, path.to_owned(), words);
                }
            }
        }
        for media in old {
            if new.iter().any(|other| other.essence == media.essence) {
                continue;
            }
            match new.iter().find(|other| covers(&other.essence, &media.essence)) {
                // A range that is taken takes what was taken before.
                Some(wider) => self.medium(operation, direction, path, media, wider),
                None if new.iter().any(|other| covers(&media.essence, &other.essence))
                    && direction == Direction::Response => {}
                None => {
                    let words = (media.essence.as_str(), "");
                    self.fact(operation, direction, Fact::MediaRemoved, path.to_owned(), words);
                }
            }
        }
    }

    fn medium(
        &mut self,
        operation: &Operation,
        direction: Direction,
        path: &str,
        old: &Media,
        new: &Media,
    ) {
        if old.encoding != new.encoding {
            self.fact(operation, direction, Fact::EncodingChanged, path.to_owned(), ("", ""));
        }
        if old.examples != new.examples {
            self.fact(operation, direction, Fact::Documentation, path.to_owned(), ("", ""));
        }
        self.position(operation, direction, path.to_owned(), (old.node, new.node));
    }
}

/// Whether a media type is one of a range.
fn covers(range: &str, essence: &str) -> bool {
    range == essence
        || range == "*/*"
        || range
            .strip_suffix('*')
            .is_some_and(|start| start.ends_with('/') && essence.starts_with(start))
}
