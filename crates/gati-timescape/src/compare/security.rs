//! What clients need to be let in.

use super::Comparison;
use crate::api::{Operation, Scheme};
use crate::rules::Event;

impl Comparison {
    /// Every way in has to stay one: some new way asks for nothing that an old one did not have.
    pub(super) fn security(&mut self, old: &Operation, new: &Operation) {
        if old.security == new.security {
            return;
        }
        let admits = |from: &[Vec<Scheme>], to: &[Vec<Scheme>]| {
            from.iter().all(|way| to.iter().any(|other| is_enough(way, other)))
        };
        let kept = admits(&old.security, &new.security);
        let grown = admits(&new.security, &old.security);
        let event = match (kept, grown) {
            (true, true) => return,
            (true, false) => Event::SecurityRemoved,
            (false, true) => Event::SecurityAdded,
            (false, false) => Event::SecurityChanged,
        };
        let words = (spelled(&old.security), spelled(&new.security));
        self.event(&new.route, event, "/security", (&words.0, &words.1));
    }
}

/// Whether who has `own` is let in by `asked`. Names of schemes are not on the wire.
fn is_enough(own: &[Scheme], asked: &[Scheme]) -> bool {
    asked.iter().all(|need| {
        own.iter().any(|have| {
            let same = if need.definition.is_empty() || have.definition.is_empty() {
                need.name == have.name && need.definition == have.definition
            } else {
                need.definition == have.definition
            };
            same && need.scopes.iter().all(|scope| have.scopes.contains(scope))
        })
    })
}

fn spelled(ways: &[Vec<Scheme>]) -> String {
    let way = |schemes: &Vec<Scheme>| {
        if schemes.is_empty() {
            return "nothing".to_owned();
        }
        let one = |scheme: &Scheme| match &scheme.scopes[..] {
            [] => scheme.name.clone(),
            scopes => format!("{} ({})", scheme.name, scopes.join(", ")),
        };
        schemes.iter().map(one).collect::<Vec<_>>().join(" and ")
    };
    let mut said: Vec<String> = ways.iter().map(way).collect();
    said.dedup();
    said.join(", or ")
}
