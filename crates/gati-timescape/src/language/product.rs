//! Searching several automata at once for a text on which they say what is asked.

use std::collections::VecDeque;
use std::rc::Rc;

use regex_automata::dfa::Automaton;
use regex_automata::util::primitives::StateID;
use rustc_hash::FxHashMap;

use super::Language;

/// The most states of a product that are looked at.
const STATES: usize = 10_000;

/// One automaton of a product.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Language(Rc<Language>),
    /// Texts of so many code points.
    Length {
        least: u64,
        most: Option<u64>,
    },
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is no such text.
    Nothing,
    /// One of the shortest.
    Text(String),
    /// The product has too many states.
    TooLarge,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum State {
    Automaton(StateID),
    Count(u64),
}

impl Part {
    fn start(&self) -> State {
        match self {
            Self::Language(language) => State::Automaton(language.start),
            Self::Length { .. } => State::Count(0),
        }
    }

    fn step(&self, state: &State, byte: u8) -> State {
        match (self, state) {
            (Self::Language(language), State::Automaton(id)) => {
                State::Automaton(language.automaton.next_state(*id, byte))
            }
            (Self::Length { least, most }, State::Count(count)) => {
                // Behind the last bound all lengths are alike.
                let last = most.map_or(*least, |most| most.saturating_add(1));
                let starts = byte & 0xc0 != 0x80;
                State::Count(if starts { (count + 1).min(last) } else { *count })
            }
            (_, other) => other.clone(),
        }
    }

    fn accepts(&self, state: &State) -> bool {
        match (self, state) {
            (Self::Language(language), State::Automaton(id)) => {
                language.automaton.is_match_state(language.automaton.next_eoi_state(*id))
            }
            (Self::Length { least, most }, State::Count(count)) => {
                count >= least && most.is_none_or(|most| *count <= most)
            }
            _ => false,
        }
    }

    fn is_dead(&self, state: &State) -> bool {
        match (self, state) {
            (Self::Language(language), State::Automaton(id)) => {
                language.automaton.is_dead_state(*id)
            }
            (Self::Length { most: Some(most), .. }, State::Count(count)) => count > most,
            _ => false,
        }
    }
}

/// A shortest text that all of `required` accept and for which `wanted` holds of what `asked` say.
pub(crate) fn search(
    required: &[Part],
    asked: &[Part],
    wanted: impl Fn(&[bool]) -> bool,
) -> Answer {
    let parts: Vec<&Part> = required.iter().chain(asked).collect();
    let bytes = representatives(&parts);
    let start: Vec<State> = parts.iter().map(|part| part.start()).collect();
    let mut seen: FxHashMap<Vec<State>, usize> = FxHashMap::default();
    let mut trail: Vec<(usize, u8)> = vec![(0, 0)];
    let mut pending = VecDeque::from([(start.clone(), 0_usize)]);
    seen.insert(start, 0);
    while let Some((states, place)) = pending.pop_front() {
        let says: Vec<bool> =
            parts.iter().zip(&states).map(|(part, state)| part.accepts(state)).collect();
        let (must, may) = says.split_at(required.len());
        if must.iter().all(|yes| *yes) && wanted(may) {
            return read_back(&trail, place).map_or(Answer::TooLarge, Answer::Text);
        }
        for byte in &bytes {
            let next: Vec<State> =
                parts.iter().zip(&states).map(|(part, state)| part.step(state, *byte)).collect();
            let dead = required.iter().zip(&next).any(|(part, state)| part.is_dead(state));
            if dead || seen.contains_key(&next) {
                continue;
            }
            if trail.len() >= STATES {
                return Answer::TooLarge;
            }
            trail.push((place, *byte));
            seen.insert(next.clone(), trail.len() - 1);
            pending.push_back((next, trail.len() - 1));
        }
    }
    Answer::Nothing
}

fn read_back(trail: &[(usize, u8)], mut place: usize) -> Option<String> {
    let mut bytes = Vec::new();
    while place != 0 {
        let (before, byte) = trail[place];
        bytes.push(byte);
        place = before;
    }
    bytes.reverse();
    String::from_utf8(bytes).ok()
}

/// One byte for each group that no automaton tells apart; letters and digits stand for theirs.
fn representatives(parts: &[&Part]) -> Vec<u8> {
    let pretty = (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9').chain(b' '..=b'~');
    let mut seen = rustc_hash::FxHashSet::default();
    let mut found = Vec::new();
    for byte in pretty.chain(0..=255) {
        let mut group: Vec<u8> = vec![u8::from(byte & 0xc0 == 0x80)];
        group.extend(parts.iter().filter_map(|part| match part {
            Part::Language(language) => Some(language.automaton.byte_classes().get(byte)),
            Part::Length { .. } => None,
        }));
        if seen.insert(group) {
            found.push(byte);
        }
    }
    found
}
