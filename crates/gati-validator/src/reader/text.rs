//! Conditions on the text of a string.

use super::{
    automaton::Automaton,
    cursor::{Escapes, Span},
    program::TextRule,
    run::{Halt, Run, Verdict},
    sink::Sink,
};

impl<S: Sink> Run<'_, '_, S> {
    /// Whether a string meets a rule. Where it has escapes and something is asked of it, JavaScript
    /// answers.
    pub(super) fn text_holds(&mut self, span: Span, rule: &TextRule) -> Result<(), Halt> {
        if rule.deferred {
            self.verdict = Verdict::Undecided;
        }
        if !rule.asks_here() {
            return Ok(());
        }
        if span.escapes == Escapes::Some {
            return Err(Halt::Escapes);
        }
        let length = (span.end - span.start) as u64 - u64::from(span.continued);
        if rule.min.is_some_and(|least| length < u64::from(least))
            || rule.max.is_some_and(|most| length > u64::from(most))
        {
            return Err(Halt::Misfit);
        }
        let text = &self.cursor.bytes[span.start..span.end];
        match rule.format {
            Some(format) if !format.matches(text) => Err(Halt::Misfit),
            _ if !rule.automata.iter().all(|one| one.matches(text)) => Err(Halt::Misfit),
            _ => Ok(()),
        }
    }
}

impl TextRule {
    /// Makes the tables of patterns, and notes whether anything is asked. `None` where a pattern
    /// is no language.
    pub(crate) fn settle(&mut self) -> Option<()> {
        self.asks = *self != Self::default();
        self.automata =
            self.patterns.iter().map(|one| Automaton::of(one)).collect::<Option<_>>()?;
        Some(())
    }

    /// Whether anything is asked that is decided on the bytes.
    fn asks_here(&self) -> bool {
        self.min.is_some()
            || self.max.is_some()
            || self.format.is_some()
            || !self.automata.is_empty()
    }
}
