//! Texts of a regular language, told from their bytes: a table of states, one step for each
//! character.

use std::collections::{BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use super::expression::{Expression, Step};

/// The most cells of a table: what needs more is JavaScript's.
const MOST_CELLS: usize = 1 << 12;

/// The state that no text leads out of.
const LOST: u16 = 0;
/// The state in which it does not matter what follows.
const WON: u16 = 1;

/// A table of states.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Automaton {
    /// The class of each ASCII character.
    ascii: Vec<u8>,
    /// Where classes begin among the other characters, and which.
    wide: Vec<(u32, u8)>,
    classes: usize,
    first: u16,
    /// The next state, by state and class.
    next: Vec<u16>,
    /// Whether a text may end in a state.
    ends: Vec<bool>,
}

impl Automaton {
    /// Whether `text`, which is UTF-8, is of the language.
    pub(crate) fn matches(&self, text: &[u8]) -> bool {
        let mut state = self.first;
        let mut at = 0;
        while state > WON
            && let Some(&byte) = text.get(at)
        {
            let class = if let Some(class) = self.ascii.get(usize::from(byte)) {
                at += 1;
                *class
            } else {
                let (character, length) = wide_character(&text[at..]);
                at += length;
                self.wide_class(character)
            };
            state = self.next[usize::from(state) * self.classes + usize::from(class)];
        }
        state == WON || self.ends[usize::from(state)]
    }

    fn wide_class(&self, character: u32) -> u8 {
        let behind = self.wide.partition_point(|(start, _)| *start <= character);
        behind.checked_sub(1).map_or(0, |place| self.wide[place].1)
    }

    /// The table of an expression; `None` where it would be too large.
    pub(crate) fn of(expression: &Expression) -> Option<Self> {
        let mut made = Self::default();
        let members = made.divide(expression)?;
        let mut states = States::default();
        states.number(Vec::new(), expression);
        let first = States::closed(expression, [0]);
        made.first = states.number(first, expression);
        while let Some((state, set)) = states.queue.pop_front() {
            for (class, sets) in members.iter().enumerate() {
                let after = set.iter().filter_map(|step| match &expression.steps[*step] {
                    Step::One(set, next) if sets.contains(set) => Some(*next),
                    _ => None,
                });
                let after: Vec<usize> = after.collect();
                let after = States::closed(expression, after);
                let cell = usize::from(state) * made.classes + class;
                let next = states.number(after, expression);
                made.next.resize(made.next.len().max(cell + 1), LOST);
                made.next[cell] = next;
                if states.ends.len() * made.classes > MOST_CELLS {
                    return None;
                }
            }
        }
        made.ends = states.ends;
        made.next.resize(made.ends.len() * made.classes, LOST);
        Some(made)
    }

    /// Sorts characters into classes that no set of the expression tells apart; gives back which
    /// sets each class is in.
    fn divide(&mut self, expression: &Expression) -> Option<Vec<BTreeSet<usize>>> {
        let mut starts = BTreeSet::from([0, 0x80]);
        for (first, last) in expression.sets.iter().flatten() {
            starts.insert(*first);
            starts.insert(*last + 1);
        }
        let mut members: Vec<BTreeSet<usize>> = Vec::new();
        let mut classes: Vec<(u32, u8)> = Vec::new();
        for start in starts {
            let of = |set: &Vec<(u32, u32)>| set.iter().any(|(a, b)| (*a..=*b).contains(&start));
            let sets = expression.sets.iter().enumerate().filter(|(_, set)| of(set));
            let sets: BTreeSet<usize> = sets.map(|(index, _)| index).collect();
            let class = members.iter().position(|known| *known == sets).unwrap_or_else(|| {
                members.push(sets);
                members.len() - 1
            });
            classes.push((start, u8::try_from(class).ok()?));
        }
        self.classes = members.len();
        self.wide = classes.iter().copied().filter(|(start, _)| *start >= 0x80).collect();
        for character in 0..0x80 {
            let behind = classes.partition_point(|(start, _)| *start <= character);
            self.ascii.push(classes[behind - 1].1);
        }
        Some(members)
    }
}

/// The sets of steps that are states, by their numbers.
#[derive(Default)]
struct States {
    known: FxHashMap<Vec<usize>, u16>,
    ends: Vec<bool>,
    queue: VecDeque<(u16, Vec<usize>)>,
}

impl States {
    /// The number of a state, which is new where nobody asked for it before.
    fn number(&mut self, steps: Vec<usize>, expression: &Expression) -> u16 {
        if self.ends.is_empty() {
            self.ends = vec![false, true];
        }
        let is = |wanted: &Step| steps.iter().any(|step| expression.steps[*step] == *wanted);
        if steps.is_empty() {
            return LOST;
        }
        if is(&Step::Won) {
            return WON;
        }
        if let Some(known) = self.known.get(&steps) {
            return *known;
        }
        // There are fewer than `MOST_CELLS`.
        let number = u16::try_from(self.ends.len()).unwrap_or(LOST);
        self.ends.push(is(&Step::End));
        self.known.insert(steps.clone(), number);
        self.queue.push_back((number, steps));
        number
    }

    /// The steps that take a character or end, which can be reached from `from` without one.
    fn closed(expression: &Expression, from: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut seen = vec![false; expression.steps.len()];
        let mut open: Vec<usize> = from.into_iter().collect();
        let mut found = Vec::new();
        while let Some(step) = open.pop() {
            if !std::mem::replace(&mut seen[step], true) {
                match &expression.steps[step] {
                    Step::Either(ways) => open.extend(ways),
                    _ => found.push(step),
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// The character that starts here, which is not ASCII, and how many bytes it has.
fn wide_character(text: &[u8]) -> (u32, usize) {
    let tail = |at: usize| u32::from(text.get(at).copied().unwrap_or_default() & 0x3f);
    match text[0] {
        first @ ..=0xdf => (u32::from(first & 0x1f) << 6 | tail(1), 2),
        first @ 0xe0..=0xef => (u32::from(first & 0xf) << 12 | tail(1) << 6 | tail(2), 3),
        first => (u32::from(first & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    }
}
