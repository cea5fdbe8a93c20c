//! Why two documents could not be compared.

use std::fmt;

use gati_types::WireError;

/// A document that is not what it should be. A change is never an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiffError {
    /// A document is no JSON, or nested too deeply.
    Unreadable {
        /// Which of the two.
        side: Side,
        /// Why.
        reason: String,
    },
    /// A document is no OpenAPI document of a known version.
    NotOpenApi {
        /// Which of the two.
        side: Side,
        /// What it says of its version.
        found: String,
    },
    /// Something has another form than the format says.
    Malformed {
        /// Which of the two.
        side: Side,
        /// Where, as a JSON Pointer.
        pointer: String,
        /// What is expected there.
        expected: &'static str,
    },
    /// A reference leads nowhere.
    MissingReference {
        /// Which of the two.
        side: Side,
        /// The text of the reference.
        reference: String,
    },
    /// A reference leads out of the document.
    ForeignReference {
        /// Which of the two.
        side: Side,
        /// The text of the reference.
        reference: String,
    },
    /// A schema is itself before it is anything else.
    Loop {
        /// Which of the two.
        side: Side,
        /// A reference on the way round.
        reference: String,
    },
    /// A document is larger or more nested than is looked at.
    TooLarge {
        /// Which of the two.
        side: Side,
        /// What there is too much of.
        what: &'static str,
    },
    /// A manifest could not be read.
    Manifest {
        /// Which of the two.
        side: Side,
        /// Why.
        error: WireError,
    },
}

/// One of the two things that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The older.
    Before,
    /// The newer.
    After,
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}

impl DiffError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "GATI_DIFF_UNREADABLE",
            Self::NotOpenApi { .. } => "GATI_DIFF_NOT_OPENAPI",
            Self::Malformed { .. } => "GATI_DIFF_MALFORMED",
            Self::MissingReference { .. } => "GATI_DIFF_MISSING_REFERENCE",
            Self::ForeignReference { .. } => "GATI_DIFF_FOREIGN_REFERENCE",
            Self::Loop { .. } => "GATI_DIFF_LOOP",
            Self::TooLarge { .. } => "GATI_DIFF_TOO_LARGE",
            Self::Manifest { .. } => "GATI_DIFF_MANIFEST",
        }
    }
}

impl fmt::Display for DiffError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { side, reason } => {
                write!(formatter, "{side}: the document cannot be read: {reason}")
            }
            Self::NotOpenApi { side, found } => write!(
                formatter,
                "{side}: an OpenAPI 3.0 or 3.1 document is expected, and its `openapi` is {found}"
            ),
            Self::Malformed { side, pointer, expected } => {
                let place = if pointer.is_empty() { "the document" } else { pointer.as_str() };
                write!(formatter, "{side}: {place} must be {expected}")
            }
            Self::MissingReference { side, reference } => {
                write!(formatter, "{side}: the reference `{reference}` leads nowhere")
            }
            Self::ForeignReference { side, reference } => write!(
                formatter,
                "{side}: the reference `{reference}` leads out of the document; bundle it first"
            ),
            Self::Loop { side, reference } => write!(
                formatter,
                "{side}: what `{reference}` names is itself before it is anything else"
            ),
            Self::TooLarge { side, what } => write!(formatter, "{side}: too much {what}"),
            Self::Manifest { side, error } => write!(formatter, "{side}: {error}"),
        }
    }
}

impl std::error::Error for DiffError {}
