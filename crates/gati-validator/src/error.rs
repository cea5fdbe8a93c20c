//! Why a type cannot be compiled.

use std::fmt;

/// A type that no code can be written for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompileError {
    /// A pattern is not an ECMAScript regular expression under the `u` flag.
    Pattern {
        /// The pattern.
        pattern: String,
        /// What the parser says.
        detail: String,
    },
    /// A format that is not known.
    Format {
        /// Its name.
        format: String,
    },
    /// A bound or literal is NaN or infinite.
    NotFinite {
        /// What it was written for.
        place: String,
    },
    /// A reference to a type that is not in the table.
    MissingType {
        /// Its name.
        id: String,
    },
    /// Documents that are compiled together mean different types by one name.
    TwoMeanings {
        /// The name.
        id: String,
    },
    /// Types nested in each other deeper than code is written for, without a name in between.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Any of the others, with its place.
    At {
        /// The handler and position or the type, and the path of the property.
        place: String,
        /// What is wrong there.
        error: Box<CompileError>,
    },
}

impl CompileError {
    /// The error with its place.
    pub(crate) fn at(self, place: String) -> Self {
        Self::At { place, error: Box::new(self) }
    }

    /// The stable code of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pattern { .. } => "GATI_COMPILE_PATTERN",
            Self::Format { .. } => "GATI_COMPILE_FORMAT",
            Self::NotFinite { .. } => "GATI_COMPILE_NOT_FINITE",
            Self::MissingType { .. } => "GATI_COMPILE_MISSING_TYPE",
            Self::TwoMeanings { .. } => "GATI_COMPILE_TWO_MEANINGS",
            Self::TooDeep { .. } => "GATI_COMPILE_TOO_DEEP",
            Self::At { error, .. } => error.code(),
        }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { pattern, detail } => write!(
                formatter,
                "the pattern `{pattern}` is not a regular expression under the `u` flag: \
                 {detail}; correct the pattern"
            ),
            Self::Format { format } => {
                write!(formatter, "the format `{format}` is not known; known are ")?;
                for (index, known) in crate::formats().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{known}")?;
                }
                Ok(())
            }
            Self::NotFinite { place } => {
                write!(formatter, "{place} is not a finite number; write a number there")
            }
            Self::MissingType { id } => {
                write!(formatter, "the type `{id}` is not in the table; add it there")
            }
            Self::TwoMeanings { id } => {
                write!(formatter, "two types are called `{id}`; compile them apart")
            }
            Self::At { place, error } => write!(formatter, "{place}: {error}"),
            Self::TooDeep { limit } => write!(
                formatter,
                "types are nested deeper than {limit} levels; give an inner type a name"
            ),
        }
    }
}

impl std::error::Error for CompileError {}
