//! What a document cannot say.

use std::fmt;

/// Something of a handler that has no words in OpenAPI 3.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenApiFinding {
    /// The handler, by id.
    pub handler: String,
    /// What it is.
    pub kind: OpenApiFindingKind,
}

/// What has no words in OpenAPI 3.1, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenApiFindingKind {
    /// The method cannot be described; the operation is left out.
    Method {
        /// The method.
        method: &'static str,
    },
    /// Two routes have one template and one method; the later one is left out.
    PathTaken {
        /// The template.
        template: String,
        /// The handler that has it.
        by: String,
    },
    /// A path that is no pattern; the operation is left out.
    Path {
        /// The path.
        path: String,
    },
    /// A member whose value no text can carry; it is left out.
    Member {
        /// `query`, `params` or `headers`.
        position: &'static str,
        /// The member.
        name: String,
    },
    /// Headers that are one of several shapes; a header is required where all of them require it.
    Alternatives {
        /// `params` or `headers`.
        position: &'static str,
    },
}

impl OpenApiFindingKind {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Method { .. } => "GATI_OPENAPI_METHOD",
            Self::PathTaken { .. } => "GATI_OPENAPI_PATH_TAKEN",
            Self::Path { .. } => "GATI_OPENAPI_PATH",
            Self::Member { .. } => "GATI_OPENAPI_MEMBER",
            Self::Alternatives { .. } => "GATI_OPENAPI_ALTERNATIVES",
        }
    }
}

impl fmt::Display for OpenApiFindingKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { method } => write!(
                formatter,
                "OpenAPI 3.1 has no operations of the method {method}; the operation is left out"
            ),
            Self::PathTaken { template, by } => write!(
                formatter,
                "OpenAPI cannot tell its path {template} from that of {by}; the operation is left out"
            ),
            Self::Path { path } => {
                write!(formatter, "{path} is not a path pattern; the operation is left out")
            }
            Self::Member { position, name } => write!(
                formatter,
                "no text of a request can carry `{name}` of its {position}; the parameter is left out"
            ),
            Self::Alternatives { position } => write!(
                formatter,
                "its {position} have several shapes, which OpenAPI cannot say; a parameter is required where all of them require it"
            ),
        }
    }
}
