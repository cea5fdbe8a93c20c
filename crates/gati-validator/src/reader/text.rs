//! Conditions on the text of a string.

use super::{
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
        if rule.min.is_none() && rule.max.is_none() && rule.format.is_none() {
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
            _ => Ok(()),
        }
    }
}

impl TextRule {
    /// Notes whether anything is asked, once the rule is known.
    pub(crate) fn settle(&mut self) {
        self.asks = *self != Self::default();
    }
}
