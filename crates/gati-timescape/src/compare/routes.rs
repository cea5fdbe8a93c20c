//! Which operations are one, and which new ones stand in the way of old ones.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::Comparison;
use crate::api::{Api, Caller, Operation, Segment, Stands};
use crate::graph::Reading;
use crate::rules::Event;

/// Operations of two APIs.
#[derive(Default)]
pub(super) struct Matched<'a> {
    pub(super) both: Vec<(&'a Operation, &'a Operation)>,
    pub(super) gone: Vec<&'a Operation>,
    pub(super) come: Vec<&'a Operation>,
}

#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Path(&'a str, &'a [Segment]),
    Name(&'a str, &'a str),
}

fn key(operation: &Operation) -> Key<'_> {
    match operation.caller {
        Caller::Client => Key::Path(&operation.method, &operation.path.segments),
        Caller::Server => Key::Name(&operation.method, &operation.path.text),
    }
}

/// The path of an operation from the root of its servers, where that is one.
fn whole_path(operation: &Operation) -> Option<String> {
    let base = operation.servers.base().filter(|_| operation.caller == Caller::Client)?;
    Some(format!("{base}{}", operation.path.spelled()))
}

/// Operations by method and path; where two paths differ in names of parameters alone, those that
/// are spelled alike go together first.
pub(super) fn matched<'a>(before: &'a Api, after: &'a Api) -> Matched<'a> {
    let mut open: FxHashMap<Key<'a>, Vec<&'a Operation>> = FxHashMap::default();
    for operation in &before.operations {
        open.entry(key(operation)).or_default().push(operation);
    }
    let mut found = Matched::default();
    let mut later = Vec::new();
    for new in &after.operations {
        let known = open.get_mut(&key(new));
        let place = known
            .as_ref()
            .and_then(|known| known.iter().position(|old| old.path.text == new.path.text));
        match (known, place) {
            (Some(known), Some(place)) => found.both.push((known.remove(place), new)),
            _ => later.push(new),
        }
    }
    let mut elsewhere = Vec::new();
    for new in later {
        match open.get_mut(&key(new)).filter(|known| !known.is_empty()) {
            Some(known) => found.both.push((known.remove(0), new)),
            None => elsewhere.push(new),
        }
    }
    // A part of the path may have moved from the address of the server to the paths, or back.
    let mut left: FxHashMap<(&str, String), Vec<&'a Operation>> = FxHashMap::default();
    if !elsewhere.is_empty() {
        for old in open.values().flatten() {
            if let Some(whole) = whole_path(old) {
                left.entry((&old.method, whole)).or_default().push(old);
            }
        }
    }
    for new in elsewhere {
        let old = whole_path(new)
            .and_then(|whole| left.get_mut(&(new.method.as_str(), whole)))
            .and_then(Vec::pop);
        match old {
            Some(old) => {
                open.entry(key(old)).or_default().retain(|one| !std::ptr::eq(*one, old));
                found.both.push((old, new));
            }
            None => found.come.push(new),
        }
    }
    found.gone = before
        .operations
        .iter()
        .filter(|old| {
            open.get(&key(old)).is_some_and(|left| left.iter().any(|one| std::ptr::eq(*one, *old)))
        })
        .collect();
    found
}

impl Comparison {
    /// A new path with fixed text where an old one takes a parameter gets requests of the old one.
    pub(super) fn shadows(&mut self, new: &Operation, before: &Api, _after: &Api) {
        if new.caller == Caller::Server {
            return;
        }
        let mut said = Vec::new();
        for old in &before.operations {
            if old.method != new.method || old.caller == Caller::Server {
                continue;
            }
            let Some(taken) = old.path.shadowed_by(&new.path) else { continue };
            let possible = taken.iter().all(|(place, text)| self.may_be(old, *place, text));
            if possible {
                said.push(old.route.clone());
            }
        }
        for old in said {
            self.event(&new.route, Event::OperationShadowed, "", (&old, &new.route));
        }
    }

    /// Whether clients may have sent the text as a parameter of the path.
    fn may_be(&self, operation: &Operation, place: usize, text: &str) -> bool {
        let key = place.to_string();
        let parameter = operation
            .parameters
            .iter()
            .find(|parameter| parameter.stands == Stands::Path && parameter.key == key);
        let value = Value::from(text);
        parameter.is_none_or(|parameter| {
            text.is_empty()
                || self.judge.world.membership(Reading::Sender).has(parameter.node, &value)
                    != Some(false)
        })
    }
}
