//! What can be wrong with what a transformer is made of.

use std::fmt;

use gati_types::WireError;

/// A text that is no frozen contract, step or decision, or a step that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransformError {
    /// The text is not JSON, or a member is missing, unknown or of the wrong kind.
    Malformed {
        /// What was read.
        what: &'static str,
        /// What the reader says, with line and column.
        detail: String,
    },
    /// The text has no version, or one that this reader does not know.
    Version {
        /// What was read.
        what: &'static str,
        /// What stood there, as JSON.
        found: String,
    },
    /// The types of a contract cannot be read.
    Types(WireError),
    /// An operation that means nothing, such as a call of a shape that is not there.
    Meaningless {
        /// What is wrong, and where.
        detail: String,
    },
    /// More than anybody writes: nested too deep, or too many operations.
    TooLarge {
        /// What there is too much of.
        detail: String,
    },
}

impl TransformError {
    /// The stable code of this kind of error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "GATI_TRANSFORM_MALFORMED",
            Self::Version { .. } => "GATI_TRANSFORM_VERSION",
            Self::Types(error) => error.code(),
            Self::Meaningless { .. } => "GATI_TRANSFORM_MEANINGLESS",
            Self::TooLarge { .. } => "GATI_TRANSFORM_TOO_LARGE",
        }
    }
}

impl fmt::Display for TransformError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { what, detail } => write!(formatter, "not a valid {what}: {detail}"),
            Self::Version { what, found } => write!(
                formatter,
                "a {what} of version {found}, and this version of Gati knows version 1; write and \
                 read with the same version of Gati"
            ),
            Self::Types(error) => error.fmt(formatter),
            Self::Meaningless { detail } | Self::TooLarge { detail } => {
                write!(formatter, "a transform that cannot be followed: {detail}")
            }
        }
    }
}

impl std::error::Error for TransformError {}

impl From<WireError> for TransformError {
    fn from(error: WireError) -> Self {
        Self::Types(error)
    }
}
