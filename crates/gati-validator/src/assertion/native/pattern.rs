//! Patterns without JavaScript, where they mean the same.

use regress::Regex;

use super::Undecided;

/// A regular expression of an author.
pub(super) struct Pattern {
    regex: Option<Regex>,
    /// Whether it asks for properties that Unicode gives to code points, which differ by version.
    properties: bool,
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        let properties = pattern.contains("\\p") || pattern.contains("\\P");
        Self { regex: Regex::with_flags(pattern, "u").ok(), properties }
    }

    /// Whether `text` has a piece that it means.
    pub(super) fn is_in(&self, text: &str) -> Result<bool, Undecided> {
        match &self.regex {
            // Of ASCII no version says anything else.
            Some(regex) if !self.properties || text.is_ascii() => Ok(regex.find(text).is_some()),
            _ => Err(Undecided),
        }
    }
}
