//! Why a type could not be evaluated.

use super::Place;
use crate::codes::Code;
use crate::diagnostic::Repair;
use crate::ir::Name;

/// A failure. It travels through evaluation like a type, and becomes a diagnostic where somebody
/// needed the type.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub code: Code,
    pub place: Place,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What is at the place.
    pub label: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
    pub secondary: Vec<(Place, String)>,
    /// The edits that mend it, where they are known.
    pub repair: Option<Repair>,
    /// A specifier that leads nowhere, and may be a misspelt one.
    pub specifier: Option<Name>,
}

impl Problem {
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            label: None,
            help: None,
            secondary: Vec::new(),
            repair: None,
            specifier: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is at the place.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn also(mut self, place: Place, message: impl Into<String>) -> Self {
        self.secondary.push((place, message.into()));
        self
    }

    pub(crate) fn repair(mut self, repair: Option<Repair>) -> Self {
        self.repair = repair;
        self
    }
}
