//! Languages of text: ECMAScript patterns as automata, and questions about their products.

mod product;
mod translate;

use std::cell::RefCell;
use std::rc::Rc;

use regex_automata::dfa::{Automaton, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::{primitives::StateID, syntax};
use regex_automata::{Anchored, Input, MatchKind};
use rustc_hash::FxHashMap;

pub(crate) use product::{Answer, Part, search};

/// The most bytes one automaton may take; a pattern that needs more is not looked into.
const AUTOMATON_SIZE: usize = 4 << 20;

/// A pattern as an automaton that accepts the texts in which it matches somewhere.
#[derive(Debug)]
pub(crate) struct Language {
    automaton: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Language {
    fn new(pattern: &str) -> Option<Self> {
        let inner = translate::translate(pattern)?;
        Self::of_expression(&format!("(?s:.)*(?:{inner})(?s:.)*"))
    }

    /// Of an expression in Rust's syntax that describes the whole text.
    fn of_expression(expression: &str) -> Option<Self> {
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(AUTOMATON_SIZE))
            .determinize_size_limit(Some(AUTOMATON_SIZE));
        let automaton = dense::Builder::new()
            .configure(config)
            .thompson(thompson::Config::new().nfa_size_limit(Some(AUTOMATON_SIZE)))
            .syntax(syntax::Config::new().utf8(true))
            .build(&format!(r"\A(?:{expression})\z"))
            .ok()?;
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
    expressions: RefCell<FxHashMap<&'static str, Option<Rc<Language>>>>,
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

    /// The automaton of an expression of ours for whole texts.
    pub(crate) fn whole(&self, expression: &'static str) -> Option<Rc<Language>> {
        if let Some(known) = self.expressions.borrow().get(expression) {
            return known.clone();
        }
        let made = Language::of_expression(expression).map(Rc::new);
        self.expressions.borrow_mut().insert(expression, made.clone());
        made
    }

    /// Whether the pattern matches somewhere in the text, where that can be told.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        self.of(pattern).map(|language| language.accepts(text))
    }
}
