//! What the caller decides about generated code.

use gati_types::UnknownKeys;

/// How the source is to be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// An ECMAScript module without imports.
    #[default]
    Module,
    /// The body of a function without parameters that returns what the module would export.
    FunctionBody,
}

/// What the writer of an answer does with a value that does not fit its contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answers {
    /// Writes the declared members as they are: what runs in production, where the types were
    /// checked when the program was built.
    #[default]
    Trusted,
    /// Throws a `TypeError` with the `issues`: what runs while a program is written.
    Checked,
}

/// Whether bodies can be read from their bytes, and misfits found without JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Readers {
    /// Only values are checked.
    #[default]
    None,
    /// A program for the native reader, the function that makes the value, and what issues are found
    /// by.
    Bodies,
}

/// What the caller decides about generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What happens to members that an object type does not declare, where the type itself does
    /// not say.
    pub unknown_keys: UnknownKeys,
    /// How the source is to be loaded.
    pub format: Format,
    /// What the writers of a contract's answers do with a value that does not fit.
    pub answers: Answers,
    /// Whether bodies can be read from their bytes.
    pub readers: Readers,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            unknown_keys: UnknownKeys::Strip,
            format: Format::Module,
            answers: Answers::Trusted,
            readers: Readers::None,
        }
    }
}
