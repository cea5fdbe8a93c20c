//! How parts of a form are written.

use super::{At, Comparison};
use crate::api::{EncodedPart, media_type};
use crate::report::Direction;
use crate::rules::Fact;

impl Comparison {
    pub(super) fn encoding(&mut self, at: &At<'_>, old: &[EncodedPart], new: &[EncodedPart]) {
        let find =
            |list: &[EncodedPart], name: &str| list.iter().position(|part| part.name == name);
        let mut names: Vec<&str> = old.iter().chain(new).map(|part| part.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let unsaid = EncodedPart::unsaid(name);
            let part = |list| find(list, name).map_or(&unsaid, |place| &list[place]);
            let (a, b): (&EncodedPart, &EncodedPart) = (part(old), part(new));
            let at = at.below(format!("{}/{}", at.path, crate::facts::escaped(name)));
            let (sent, received) = match at.effective() {
                Direction::Response => (b, a),
                Direction::Request | Direction::Operation => (a, b),
            };
            if a.style != b.style {
                self.fact(&at, Fact::EncodingChanged, ("", ""));
            } else if a.media != b.media {
                let taken = received.media.is_empty()
                    || !sent.media.is_empty()
                        && sent.media.iter().all(|one| {
                            received.media.iter().any(|range| media_type::covers(range, one))
                        });
                let fact = if taken { Fact::SetChanged } else { Fact::EncodingChanged };
                self.fact(&at, fact, ("", ""));
            }
            self.texts(&at, &a.headers, &b.headers);
        }
    }
}
