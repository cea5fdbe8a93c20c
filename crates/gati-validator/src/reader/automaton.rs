//! Texts of a regular language, told from their bytes: one step in a table for each.

use regex_automata::{
    Anchored, Input, MatchKind,
    dfa::{Automaton as _, StartKind, dense},
    nfa::thompson::{self, WhichCaptures},
    util::primitives::StateID,
};
use regex_syntax::hir::{Dot, Hir, Repetition};

/// The most bytes of a table, and of what it is made from: what needs more is JavaScript's. Up to
/// here a table is made in a few milliseconds, most in a tenth of one.
const LARGEST: usize = 1 << 18;

/// The table of a pattern.
#[derive(Debug, Clone)]
pub(crate) struct Automaton {
    pattern: String,
    table: dense::DFA<Vec<u32>>,
    first: StateID,
}

impl PartialEq for Automaton {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern
    }
}

impl Automaton {
    /// The table of a pattern; `None` where it is no language, or too large a one.
    pub(crate) fn of(pattern: &str) -> Option<Self> {
        let before =
            Repetition { min: 0, max: None, greedy: true, sub: Box::new(Hir::dot(Dot::AnyChar)) };
        let language = Hir::concat(vec![Hir::repetition(before), gati_pattern::language(pattern)?]);
        let steps = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(LARGEST));
        let steps = thompson::Compiler::new().configure(steps).build_from_hir(&language).ok()?;
        let table = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(LARGEST))
            .determinize_size_limit(Some(LARGEST));
        let table = dense::Builder::new().configure(table).build_from_nfa(&steps).ok()?;
        let first = table.start_state_forward(&Input::new("").anchored(Anchored::Yes)).ok()?;
        Some(Self { pattern: pattern.to_owned(), table, first })
    }

    /// Whether the pattern is found in `text`, which is UTF-8.
    pub(crate) fn matches(&self, text: &[u8]) -> bool {
        let mut state = self.first;
        for byte in text {
            state = self.table.next_state(state, *byte);
            if self.table.is_special_state(state) {
                if self.table.is_match_state(state) {
                    return true;
                }
                if self.table.is_dead_state(state) {
                    return false;
                }
            }
        }
        self.table.is_match_state(self.table.next_eoi_state(state))
    }
}
