//! Why a schema cannot be held to.

use std::fmt;

/// What is wrong with a schema, and where. A place is a JSON Pointer into the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaError {
    /// The text is not JSON, or nested deeper than JSON is read.
    Text {
        /// What the parser says.
        detail: String,
    },
    /// Neither an object nor a boolean stands where a schema has to.
    NotASchema {
        /// Where it stands.
        place: String,
    },
    /// The value of a keyword is not what the specification has there.
    Value {
        /// The keyword.
        keyword: String,
        /// Where it stands.
        place: String,
        /// What has to stand there.
        expected: &'static str,
    },
    /// A keyword that would have to be known to hold to the schema, and is not.
    Unsupported {
        /// The keyword.
        keyword: String,
        /// Where it stands.
        place: String,
        /// What it asks for.
        what: String,
    },
    /// A reference out of the document, to something else than a meta-schema that is known.
    Remote {
        /// The keyword.
        keyword: String,
        /// Where it stands.
        place: String,
        /// The URI it means.
        uri: String,
    },
    /// A reference to a place that is not there.
    Missing {
        /// The keyword.
        keyword: String,
        /// Where it stands.
        place: String,
        /// As it is written.
        reference: String,
    },
    /// Two schemas of a document have the same name.
    Duplicate {
        /// The name.
        uri: String,
        /// Where the second one stands.
        place: String,
    },
    /// References that lead back to where they started without looking at a part of the value.
    Loop {
        /// A schema on the way.
        place: String,
    },
    /// References and alternatives lead to each other in a longer row than a value is held against.
    TooDeep {
        /// Where the row starts.
        place: String,
        /// How many are followed.
        limit: usize,
    },
    /// The schema comes to more parts than are compiled.
    TooLarge {
        /// How many are.
        limit: usize,
    },
}

impl SchemaError {
    /// The stable code of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text { .. } => "GATI_SCHEMA_TEXT",
            Self::NotASchema { .. } => "GATI_SCHEMA_KIND",
            Self::Value { .. } => "GATI_SCHEMA_VALUE",
            Self::Unsupported { .. } => "GATI_SCHEMA_UNSUPPORTED",
            Self::Remote { .. } => "GATI_SCHEMA_REMOTE",
            Self::Missing { .. } => "GATI_SCHEMA_MISSING",
            Self::Duplicate { .. } => "GATI_SCHEMA_DUPLICATE",
            Self::Loop { .. } => "GATI_SCHEMA_LOOP",
            Self::TooDeep { .. } => "GATI_SCHEMA_TOO_DEEP",
            Self::TooLarge { .. } => "GATI_SCHEMA_TOO_LARGE",
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { detail } => write!(formatter, "the schema is not JSON: {detail}"),
            Self::NotASchema { place } => write!(
                formatter,
                "`{place}` is no schema; write an object, `true` or `false` there"
            ),
            Self::Value { keyword, place, expected } => {
                write!(formatter, "`{keyword}` at `{place}` has to be {expected}")
            }
            Self::Unsupported { keyword, place, what } => {
                write!(formatter, "`{keyword}` at `{place}` is not supported: {what}")
            }
            Self::Remote { keyword, place, uri } => write!(
                formatter,
                "`{keyword}` at `{place}` leads out of the document, to `{uri}`; nothing is \
                 fetched: put that schema under `$defs` with its `$id`"
            ),
            Self::Missing { keyword, place, reference } => {
                write!(
                    formatter,
                    "`{keyword}` at `{place}` leads to `{reference}`: nothing is there"
                )
            }
            Self::Duplicate { uri, place } => write!(
                formatter,
                "the schema at `{place}` has the same name as another: `{uri}`; rename one"
            ),
            Self::Loop { place } => write!(
                formatter,
                "the references at `{place}` lead back to it without looking at a part of the \
                 value, so that checking would not end"
            ),
            Self::TooDeep { place, limit } => write!(
                formatter,
                "from `{place}` on more than {limit} schemas lead to each other for the same value"
            ),
            Self::TooLarge { limit } => {
                write!(formatter, "the schema comes to more than {limit} parts")
            }
        }
    }
}

impl std::error::Error for SchemaError {}
