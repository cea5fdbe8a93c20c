//! What is written about operations.

use super::Comparison;
use crate::api::Operation;
use crate::rules::Event;

impl Comparison {
    pub(super) fn told(&mut self, old: &Operation, new: &Operation) {
        let (a, b) = (&old.told, &new.told);
        if a == b {
            return;
        }
        let route = new.route.clone();
        let mut say = |event, words: (&str, &str)| self.event(&route, event, "", words);
        if a.id != b.id {
            let name = |id: &Option<String>| id.clone().unwrap_or_else(|| "nothing".to_owned());
            say(Event::OperationIdChanged, (&name(&a.id), &name(&b.id)));
        }
        if a.tags != b.tags {
            say(Event::TagsChanged, ("", ""));
        }
        if (&a.summary, &a.description, &a.more) != (&b.summary, &b.description, &b.more) {
            say(Event::Documentation, ("", ""));
        }
        match (a.deprecated, b.deprecated) {
            (false, true) => say(Event::Deprecated, ("", "")),
            (true, false) => say(Event::NoLongerDeprecated, ("", "")),
            _ => {}
        }
        match (&a.sunset, &b.sunset) {
            (Some(before), Some(after)) if after < before => {
                say(Event::SunsetEarlier, (before, after));
            }
            (before, after) if before != after => {
                let text = |date: &Option<String>| {
                    date.as_ref().map_or_else(|| "never".to_owned(), |date| format!("on {date}"))
                };
                say(Event::SunsetChanged, (&text(before), &text(after)));
            }
            _ => {}
        }
    }
}
