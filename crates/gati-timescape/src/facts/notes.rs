//! What is written beside a place.

use std::rc::Rc;

use serde_json::Value;

use super::{Looked, Walk};
use crate::graph::Notes;
use crate::include::Decision;
use crate::rules::Fact;

impl Walk<'_, '_> {
    pub(super) fn notes(&mut self, looked: &Looked) {
        let notes = |node| self.judge.world.arena.node(node).notes.as_deref().cloned();
        let old: Notes = notes(looked.place.old).unwrap_or_default();
        let new: Notes = notes(looked.place.new).unwrap_or_default();
        if old == new {
            return;
        }
        let mut said: Vec<(Fact, String, String)> = Vec::new();
        let text = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
        let words = (text(&old.default), text(&new.default));
        match (&old.default, &new.default) {
            (None, Some(_)) => said.push((Fact::DefaultAdded, words.0, words.1)),
            (Some(_), None) => said.push((Fact::DefaultRemoved, words.0, words.1)),
            (Some(a), Some(b)) if !crate::include::member::equal(a, b) => {
                said.push((Fact::DefaultChanged, words.0, words.1));
            }
            _ => {}
        }
        match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => said.push((Fact::Deprecated, String::new(), String::new())),
            (Some(_), None) => said.push((Fact::NoLongerDeprecated, String::new(), String::new())),
            _ => {}
        }
        let flags = [
            (old.read_only, new.read_only, Fact::BecameReadOnly, Fact::NoLongerReadOnly),
            (old.write_only, new.write_only, Fact::BecameWriteOnly, Fact::NoLongerWriteOnly),
        ];
        for (before, after, set, unset) in flags {
            match (before, after) {
                (false, true) => said.push((set, String::new(), String::new())),
                (true, false) => said.push((unset, String::new(), String::new())),
                _ => {}
            }
        }
        let told = |notes: &Notes| {
            let Notes { title, description, examples, discriminator, .. } = notes.clone();
            (title, description, examples, discriminator)
        };
        let same_reason = match (&old.deprecated, &new.deprecated) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if told(&old) != told(&new) || !same_reason {
            said.push((Fact::Documentation, String::new(), String::new()));
        }
        for (fact, a, b) in said {
            let trail = Rc::clone(&looked.place.trail);
            self.add(fact, &trail, Decision::Proved, (a, b));
        }
    }
}
