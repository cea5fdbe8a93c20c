//! Languages of text: ECMAScript patterns as automata, and questions about their products.

mod product;

use std::cell::RefCell;
use std::rc::Rc;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::{Dot, Hir, Look, Repetition};
use rustc_hash::FxHashMap;

pub(crate) use product::{Answer, Part, search};

/// The most bytes one automaton may take; a pattern that needs more is not looked into.
const AUTOMATON_SIZE: usize = 4 << 20;

/// What may stand before and behind.
enum Around {
    Anything,
    Nothing,
}

/// A pattern as an automaton that accepts the texts in which it matches somewhere.
#[derive(Debug)]
pub(crate) struct Language {
    automaton: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Language {
    fn new(pattern: &str) -> Option<Self> {
        Self::of(gati_pattern::language(pattern)?, &Around::Anything)
    }

    /// The texts that are one of these.
    fn of_values<'a>(values: impl Iterator<Item = &'a str>) -> Option<Self> {
        let literal = |text: &str| Hir::literal(text.as_bytes());
        Self::of(Hir::alternation(values.map(literal).collect()), &Around::Nothing)
    }

    fn of(language: Hir, around: &Around) -> Option<Self> {
        let anything = || {
            let sub = Box::new(Hir::dot(Dot::AnyChar));
            Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub })
        };
        let mut parts = vec![Hir::look(Look::Start)];
        match around {
            Around::Anything => parts.extend([anything(), language, anything()]),
            Around::Nothing => parts.push(language),
        }
        parts.push(Hir::look(Look::End));
        let config = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(AUTOMATON_SIZE));
        let whole = Hir::concat(parts);
        let steps = thompson::Compiler::new().configure(config).build_from_hir(&whole).ok()?;
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(AUTOMATON_SIZE))
            .determinize_size_limit(Some(AUTOMATON_SIZE));
        let automaton = dense::Builder::new().configure(config).build_from_nfa(&steps).ok()?;
        let start = automaton.start_state_forward(&Input::new("").anchored(Anchored::Yes)).ok()?;
        Some(Self { automaton, start })
    }

    pub(crate) fn accepts(&self, text: &str) -> bool {
        let mut state = self.start;
        for byte in text.bytes() {
            state = self.automaton.next_state(state, byte);
            if self.automaton.is_dead_state(state) {
                return false;
            }
        }
        self.automaton.is_match_state(self.automaton.next_eoi_state(state))
    }
}

/// Automata that were built, by their patterns; `None` for those that cannot be.
#[derive(Debug, Default)]
pub(crate) struct Languages {
    known: RefCell<FxHashMap<String, Option<Rc<Language>>>>,
    samples: RefCell<FxHashMap<String, Vec<String>>>,
}

impl Languages {
    /// The automaton of an ECMAScript pattern, unless it has words that are not regular.
    pub(crate) fn of(&self, pattern: &str) -> Option<Rc<Language>> {
        if let Some(known) = self.known.borrow().get(pattern) {
            return known.clone();
        }
        let made = Language::new(pattern).map(Rc::new);
        self.known.borrow_mut().insert(pattern.to_owned(), made.clone());
        made
    }

    /// The automaton of the texts that are one of these.
    pub(crate) fn of_values<'a>(values: impl Iterator<Item = &'a str>) -> Option<Rc<Language>> {
        Language::of_values(values).map(Rc::new)
    }

    /// What was found under this name before, or is found now.
    pub(crate) fn remembered(&self, name: &str, find: impl FnOnce() -> Vec<String>) -> Vec<String> {
        if let Some(known) = self.samples.borrow().get(name) {
            return known.clone();
        }
        let found = find();
        self.samples.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    /// Whether the pattern matches somewhere in the text, where that can be told.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        self.of(pattern).map(|language| language.accepts(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Languages;

    #[test]
    fn patterns_match_as_in_javascript() {
        let languages = Languages::default();
        let rows: &[(&str, &str, bool)] = &[
            ("^a", "abc", true),
            ("^a", "ba", false),
            ("b", "abc", true),
            ("a$", "ba", true),
            ("a$", "ab", false),
            (r"^\d{3}$", "123", true),
            (r"^\d{3}$", "1234", false),
            ("^.$", "\n", false),
            ("^.$", "😀", true),
            (r"^[^]$", "\n", true),
            (r"^[\w.-]+@[a-z]+\.[a-z]{2,}$", "a.b-c@d.io", true),
            ("^a|b$", "ax", true),
            ("^(?:a|b)$", "ax", false),
            ("", "", true),
            ("[]", "a", false),
        ];
        for (pattern, text, expected) in rows {
            assert_eq!(languages.matches(pattern, text), Some(*expected), "/{pattern}/ {text:?}");
        }
        for pattern in ["(?=a)", r"(a)\1", "(", "[z-a]"] {
            assert_eq!(languages.matches(pattern, "a"), None, "{pattern}");
        }
    }
}
