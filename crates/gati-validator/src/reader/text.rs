//! Conditions on the text of a string.

use super::{
    cursor::{Cursor, Escapes, Span},
    program::TextRule,
    run::Halt,
};

impl Cursor<'_> {
    /// Whether a string meets a rule. Where it has escapes and something is asked of it, JavaScript
    /// answers.
    pub(crate) fn text_holds(&self, span: Span, rule: &TextRule) -> Result<(), Halt> {
        let asked = rule.min.is_some() || rule.max.is_some() || rule.format.is_some();
        if !asked {
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
        let text = &self.bytes[span.start..span.end];
        match rule.format {
            Some(format) if !format.matches(text) => Err(Halt::Misfit),
            _ => Ok(()),
        }
    }
}
