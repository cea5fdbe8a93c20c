//! What can be wrong with a text that should hold a type or a manifest.

use std::fmt;

/// A text that is not a GType document or a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// The text is not JSON, or a member is missing, unknown or of the wrong kind.
    Malformed {
        /// What the reader says, with line and column.
        detail: String,
    },
    /// The text has no version, or one that this reader does not know.
    Version {
        /// The member that should hold the version (`gtype`, `manifest`).
        member: &'static str,
        /// What stood there, as JSON; `nothing` if it was absent.
        found: String,
    },
    /// A `ref` names a type that the table does not have.
    MissingType {
        /// The name.
        id: String,
        /// Where it was mentioned.
        place: String,
    },
    /// A number that JSON can hold and a type cannot mean (a negative length, an infinite bound).
    BadValue {
        /// What is wrong.
        detail: String,
    },
}

impl WireError {
    /// The stable code of this kind of error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "GATI_WIRE_MALFORMED",
            Self::Version { .. } => "GATI_WIRE_VERSION",
            Self::MissingType { .. } => "GATI_WIRE_MISSING_TYPE",
            Self::BadValue { .. } => "GATI_WIRE_BAD_VALUE",
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { detail } => write!(formatter, "not a valid type document: {detail}"),
            Self::Version { member, found } => write!(
                formatter,
                "expected `{member}` to be {}, found {found}; write and read with the same \
                 version of Gati",
                crate::WIRE_VERSION
            ),
            Self::MissingType { id, place } => write!(
                formatter,
                "{place} mentions the type `{id}`, which `types` does not have; add it there"
            ),
            Self::BadValue { detail } => write!(formatter, "{detail}"),
        }
    }
}

impl std::error::Error for WireError {}
