//! What an import has to say beside the types it gives.

use std::fmt;

/// What became of the part of a schema that a finding is about, most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The type of this place is [`Unresolved`](gati_types::GType::Unresolved).
    Unresolved,
    /// The type accepts everything the schema accepts, and more.
    Widened,
    /// The schema leaves room, and the usual reading was taken.
    Assumed,
    /// Something that accepts and rejects nothing is not kept.
    Ignored,
}

impl Effect {
    /// The effect in one lower-case word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unresolved => "unresolved",
            Self::Widened => "widened",
            Self::Assumed => "assumed",
            Self::Ignored => "ignored",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// A value that is neither an object nor a boolean stands where a schema is expected.
    NotASchema {
        /// What stands there, in a word.
        found: &'static str,
    },
    /// Schemas are nested too deep.
    TooDeep,
    /// The schema has more parts than an import looks at.
    TooLarge,
    /// A reference that leads to nothing in this document.
    MissingTarget {
        /// The reference as it was written.
        reference: String,
    },
    /// A reference that leads out of this document.
    RemoteReference {
        /// The reference as it was written.
        reference: String,
    },
    /// A schema that is only a way back to itself.
    ReferenceLoop,
    /// A `type` no dialect knows.
    UnknownType {
        /// Its name.
        name: String,
    },
    /// The value of a keyword is not what the keyword takes.
    BadKeyword {
        /// What it takes.
        expected: &'static str,
    },
    /// Types have no words for this keyword.
    NoCounterpart {
        /// The keyword.
        keyword: String,
    },
    /// Schemas that all hold cannot be made one type.
    Unmergeable {
        /// Which two.
        detail: String,
    },
    /// Alternatives of which exactly one may fit, and more may.
    Overlap,
    /// A pattern of keys may take keys that something else describes.
    OverlappingKeys,
    /// A format nobody here checks.
    UnknownFormat {
        /// Its name.
        format: String,
    },
    /// No `type`, so that values of other kinds fit as well.
    Untyped {
        /// The kinds that the keywords are about.
        kinds: String,
    },
    /// The usual reading of something ambiguous.
    Reading {
        /// What it was read as.
        reading: &'static str,
    },
    /// An annotation that types do not keep, at least not in this place.
    Annotation {
        /// The keyword.
        keyword: String,
    },
    /// A keyword no dialect knows.
    UnknownKeyword {
        /// The keyword.
        keyword: String,
    },
    /// An `x-gati` annotation that contradicts its schema.
    BadHint,
}

impl FindingKind {
    /// The stable code of this kind.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotASchema { .. } => "GATI_IMPORT_NOT_A_SCHEMA",
            Self::TooDeep => "GATI_IMPORT_TOO_DEEP",
            Self::TooLarge => "GATI_IMPORT_TOO_LARGE",
            Self::MissingTarget { .. } => "GATI_IMPORT_MISSING_TARGET",
            Self::RemoteReference { .. } => "GATI_IMPORT_REMOTE_REFERENCE",
            Self::ReferenceLoop => "GATI_IMPORT_REFERENCE_LOOP",
            Self::UnknownType { .. } => "GATI_IMPORT_UNKNOWN_TYPE",
            Self::BadKeyword { .. } => "GATI_IMPORT_BAD_KEYWORD",
            Self::NoCounterpart { .. } => "GATI_IMPORT_NO_COUNTERPART",
            Self::Unmergeable { .. } => "GATI_IMPORT_UNMERGEABLE",
            Self::Overlap => "GATI_IMPORT_OVERLAP",
            Self::OverlappingKeys => "GATI_IMPORT_OVERLAPPING_KEYS",
            Self::UnknownFormat { .. } => "GATI_IMPORT_UNKNOWN_FORMAT",
            Self::Untyped { .. } => "GATI_IMPORT_UNTYPED",
            Self::Reading { .. } => "GATI_IMPORT_READING",
            Self::Annotation { .. } => "GATI_IMPORT_ANNOTATION",
            Self::UnknownKeyword { .. } => "GATI_IMPORT_UNKNOWN_KEYWORD",
            Self::BadHint => "GATI_IMPORT_BAD_HINT",
        }
    }

    /// What becomes of the place.
    pub const fn effect(&self) -> Effect {
        match self {
            Self::NotASchema { .. }
            | Self::TooDeep
            | Self::TooLarge
            | Self::MissingTarget { .. }
            | Self::RemoteReference { .. }
            | Self::ReferenceLoop
            | Self::UnknownType { .. } => Effect::Unresolved,
            Self::BadKeyword { .. }
            | Self::NoCounterpart { .. }
            | Self::Unmergeable { .. }
            | Self::Overlap
            | Self::OverlappingKeys => Effect::Widened,
            Self::Untyped { .. } | Self::Reading { .. } => Effect::Assumed,
            // To a specification, formats that are not known are annotations.
            Self::UnknownFormat { .. }
            | Self::Annotation { .. }
            | Self::UnknownKeyword { .. }
            | Self::BadHint => Effect::Ignored,
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASchema { found } => {
                write!(out, "a schema is an object or a boolean, this is {found}")
            }
            Self::TooDeep => out.write_str("schemas are nested too deep; give inner ones names"),
            Self::TooLarge => out.write_str("the schema has too many parts; split it"),
            Self::MissingTarget { reference } => {
                write!(out, "`{reference}` leads to nothing in this document")
            }
            Self::RemoteReference { reference } => write!(
                out,
                "`{reference}` is another document; put its schema under `$defs` of this one"
            ),
            Self::ReferenceLoop => out.write_str("the schema only leads back to itself"),
            Self::UnknownType { name } => write!(out, "there is no type `{name}` in JSON Schema"),
            Self::BadKeyword { expected } => {
                write!(out, "expected {expected}; the keyword is left out")
            }
            Self::NoCounterpart { keyword } => {
                write!(out, "types cannot say `{keyword}`; values are accepted without it")
            }
            Self::Unmergeable { detail } => write!(
                out,
                "these schemas all hold, but no one type says so ({detail}); the first is kept"
            ),
            Self::Overlap => out.write_str(
                "exactly one alternative may fit, but nothing keeps two from fitting; a value \
                 that fits several is accepted",
            ),
            Self::OverlappingKeys => out.write_str(
                "a key may be described twice here, and only the first description is looked at",
            ),
            Self::UnknownFormat { format } => {
                write!(out, "nothing is known of the format `{format}`; it is not checked")
            }
            Self::Untyped { kinds } => {
                write!(out, "without `type`, only {kinds} are narrowed and all else fits too")
            }
            Self::Reading { reading } => write!(out, "read as {reading}"),
            Self::Annotation { keyword } => write!(out, "`{keyword}` is not kept here"),
            Self::UnknownKeyword { keyword } => write!(out, "no dialect knows `{keyword}`"),
            Self::BadHint => out.write_str("this annotation does not fit its schema"),
        }
    }
}

/// One thing an import has to say, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What was found.
    pub kind: FindingKind,
    /// The JSON Pointer of the keyword or schema, from the root of the document.
    pub pointer: String,
}

impl Finding {
    /// The stable code of its kind.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What became of the place.
    pub const fn effect(&self) -> Effect {
        self.kind.effect()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "the root" } else { self.pointer.as_str() };
        write!(out, "{pointer}: {}", self.kind)
    }
}
