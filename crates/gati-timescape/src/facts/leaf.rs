//! Numbers and strings.

use super::{Looked, Trend, Walk, describe};
use crate::graph::{Numbers, Texts};
use crate::rules::Fact;

type Words = (String, String);

impl Walk<'_, '_> {
    pub(super) fn numbers(&mut self, looked: &Looked, old: &Numbers, new: &Numbers) {
        let mut said: Vec<(Fact, Trend, Words)> = Vec::new();
        let values = |set: &Numbers| {
            set.only.as_ref().map(|only| only.iter().map(f64::to_string).collect::<Vec<_>>())
        };
        if enumerated(&mut said, values(old), values(new)) {
            return self.say_all(looked, said);
        }
        if old.steps != new.steps {
            let words = (describe::step(old), describe::step(new));
            let bare = |steps: &[f64]| Numbers { steps: steps.to_vec(), ..Numbers::any() };
            let (before, after) = (bare(&old.steps), bare(&new.steps));
            let trend = match (before.within(&[&after]), after.within(&[&before])) {
                (Ok(()), _) => Trend::Wider,
                (_, Ok(())) => Trend::Narrower,
                _ => Trend::Other,
            };
            said.push((Fact::StepChanged, trend, words));
        }
        let ends = |set: &Numbers| Numbers { min: set.min, max: set.max, ..Numbers::any() };
        let (before, after) = (ends(old), ends(new));
        if before != after {
            let words = || (describe::range(old), describe::range(new));
            if after.within(&[&before]).is_err() {
                said.push((Fact::RangeLoosened, Trend::Wider, words()));
            }
            if before.within(&[&after]).is_err() {
                said.push((Fact::RangeTightened, Trend::Narrower, words()));
            }
        }
        self.say_all(looked, said);
    }

    pub(super) fn texts(&mut self, looked: &Looked, old: &Texts, new: &Texts) {
        let mut said: Vec<(Fact, Trend, Words)> = Vec::new();
        let values = |set: &Texts| {
            set.only
                .as_ref()
                .map(|only| only.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>())
        };
        if enumerated(&mut said, values(old), values(new)) {
            return self.say_all(looked, said);
        }
        let words = || (describe::counts(old.min, old.max), describe::counts(new.min, new.max));
        counted(&mut said, (old.min, old.max), (new.min, new.max), &words, LENGTH);
        let lists = [(&old.patterns, &new.patterns, PATTERN), (&old.formats, &new.formats, FORMAT)];
        for (before, after, [added, removed, changed]) in lists {
            if before == after {
                continue;
            }
            let spelled = |list: &[String], other: &[String]| {
                describe::list(list.iter().filter(|one| !other.contains(one)).cloned())
            };
            let words = (spelled(before, after), spelled(after, before));
            let kept = before.iter().all(|one| after.contains(one));
            let grown = after.iter().all(|one| before.contains(one));
            said.push(match (kept, grown) {
                (true, _) => (added, Trend::Narrower, words),
                (_, true) => (removed, Trend::Wider, words),
                _ => (changed, Trend::Other, words),
            });
        }
        self.say_all(looked, said);
    }

    pub(super) fn say_all(&mut self, looked: &Looked, said: Vec<(Fact, Trend, Words)>) {
        for (fact, trend, words) in said {
            self.say(looked, fact, trend, words);
        }
    }
}

const LENGTH: [Fact; 2] = [Fact::LengthTightened, Fact::LengthLoosened];
const PATTERN: [Fact; 3] = [Fact::PatternAdded, Fact::PatternRemoved, Fact::PatternChanged];
const FORMAT: [Fact; 3] = [Fact::FormatAdded, Fact::FormatRemoved, Fact::FormatChanged];

/// Facts about a number of things.
pub(super) fn counted(
    said: &mut Vec<(Fact, Trend, Words)>,
    old: (u64, Option<u64>),
    new: (u64, Option<u64>),
    words: &dyn Fn() -> Words,
    [tightened, loosened]: [Fact; 2],
) {
    let most = |max: Option<u64>| max.unwrap_or(u64::MAX);
    if new.0 > old.0 || most(new.1) < most(old.1) {
        said.push((tightened, Trend::Narrower, words()));
    }
    if new.0 < old.0 || most(new.1) > most(old.1) {
        said.push((loosened, Trend::Wider, words()));
    }
}

/// Facts about enumerated values; `true` where one side has them, so that all is said.
fn enumerated(
    said: &mut Vec<(Fact, Trend, Words)>,
    old: Option<Vec<String>>,
    new: Option<Vec<String>>,
) -> bool {
    match (old, new) {
        (None, None) => return false,
        (Some(old), None) => {
            let words = (describe::list(old.into_iter()), String::new());
            said.push((Fact::EnumRemoved, Trend::Wider, words));
        }
        (None, Some(new)) => {
            let words = (String::new(), describe::list(new.into_iter()));
            said.push((Fact::EnumSet, Trend::Narrower, words));
        }
        (Some(old), Some(new)) => {
            for value in new.iter().filter(|value| !old.contains(value)) {
                said.push((Fact::ValueAdded, Trend::Wider, (String::new(), value.clone())));
            }
            for value in old.iter().filter(|value| !new.contains(value)) {
                said.push((Fact::ValueRemoved, Trend::Narrower, (value.clone(), String::new())));
            }
        }
    }
    true
}
