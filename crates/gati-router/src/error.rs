//! What can be wrong with a pattern, and two routes that cannot live together.

use std::fmt;

use crate::method::Method;
use crate::pattern::{MAX_PARAMETERS, RoutePattern};
use crate::table::SourcePlace;

/// Why a path pattern was refused. Every variant carries the text it speaks about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// The pattern does not begin with `/`.
    MissingLeadingSlash {
        /// The whole pattern.
        pattern: String,
    },
    /// Two slashes follow each other.
    EmptySegment {
        /// The whole pattern.
        pattern: String,
    },
    /// A segment is `.` or `..`, which clients resolve before they send a request.
    DotSegment {
        /// The whole pattern.
        pattern: String,
        /// `.` or `..`.
        segment: String,
    },
    /// A parameter or catch-all has no name: `/:`, `/{}`, `/*`.
    EmptyName {
        /// The whole pattern.
        pattern: String,
        /// The segment without a name.
        segment: String,
    },
    /// A name is not an ASCII identifier, or is one that cannot be a key of a plain object.
    BadName {
        /// The whole pattern.
        pattern: String,
        /// The name.
        name: String,
    },
    /// One name is used twice.
    DuplicateName {
        /// The whole pattern.
        pattern: String,
        /// The name.
        name: String,
    },
    /// `:id?`, `{id?}` or `[[id]]`.
    OptionalParameter {
        /// The whole pattern.
        pattern: String,
        /// The optional segment.
        segment: String,
    },
    /// A parameter that shares its segment with other text: `/img-:id`, `/:a-:b`.
    MidSegmentParameter {
        /// The whole pattern.
        pattern: String,
        /// The segment.
        segment: String,
    },
    /// A catch-all is followed by more segments.
    CatchAllNotLast {
        /// The whole pattern.
        pattern: String,
        /// The catch-all.
        segment: String,
    },
    /// A character that a path cannot hold unescaped, or that means something else in one of the hosts.
    BadCharacter {
        /// The whole pattern.
        pattern: String,
        /// The character.
        character: char,
    },
    /// More parameters than any path should have.
    TooManyParameters {
        /// The whole pattern.
        pattern: String,
    },
    /// A file whose name does not end like a module.
    NotAModule {
        /// The file path.
        pattern: String,
    },
}

impl PatternError {
    /// The stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingLeadingSlash { .. } => "GATI_ROUTE_LEADING_SLASH",
            Self::EmptySegment { .. } => "GATI_ROUTE_EMPTY_SEGMENT",
            Self::DotSegment { .. } => "GATI_ROUTE_DOT_SEGMENT",
            Self::EmptyName { .. } => "GATI_ROUTE_EMPTY_NAME",
            Self::BadName { .. } => "GATI_ROUTE_BAD_NAME",
            Self::DuplicateName { .. } => "GATI_ROUTE_DUPLICATE_NAME",
            Self::OptionalParameter { .. } => "GATI_ROUTE_OPTIONAL_PARAMETER",
            Self::MidSegmentParameter { .. } => "GATI_ROUTE_MID_SEGMENT_PARAMETER",
            Self::CatchAllNotLast { .. } => "GATI_ROUTE_CATCH_ALL_NOT_LAST",
            Self::BadCharacter { .. } => "GATI_ROUTE_BAD_CHARACTER",
            Self::TooManyParameters { .. } => "GATI_ROUTE_TOO_MANY_PARAMETERS",
            Self::NotAModule { .. } => "GATI_ROUTE_NOT_A_MODULE",
        }
    }

    /// The next step for the author of the pattern.
    pub fn help(&self) -> String {
        match self {
            Self::MissingLeadingSlash { pattern } => format!("write \"/{pattern}\""),
            Self::EmptySegment { .. } => "write one slash between two segments".to_owned(),
            Self::DotSegment { .. } => "remove the segment; clients never send it".to_owned(),
            Self::EmptyName { segment, .. } if segment.contains('*') || segment.contains("...") => {
                "name the catch-all, as in \"/*rest\"".to_owned()
            }
            Self::EmptyName { .. } => "name the parameter, as in \"/:id\"".to_owned(),
            Self::BadName { .. } => {
                "use ASCII letters, digits and _, beginning with a letter or _, as in \"/:userId\"".to_owned()
            }
            Self::DuplicateName { name, .. } => format!("rename one of the two, as in \":{name}2\""),
            Self::OptionalParameter { .. } => {
                "declare two routes, one with the parameter and one without".to_owned()
            }
            Self::MidSegmentParameter { .. } => {
                "give the parameter a segment of its own and take it apart in the handler".to_owned()
            }
            Self::CatchAllNotLast { .. } => "move the catch-all to the end of the path".to_owned(),
            Self::BadCharacter { .. } => {
                "write letters, digits or -._~!$&'()+,;=@; text outside ASCII is written as it is read, not percent-encoded"
                    .to_owned()
            }
            Self::TooManyParameters { .. } => "send the values in the query or in the body".to_owned(),
            Self::NotAModule { .. } => "name the file .ts, .tsx, .mts, .cts, .js, .jsx, .mjs or .cjs".to_owned(),
        }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLeadingSlash { pattern } => {
                write!(f, "path \"{pattern}\" does not begin with a slash")
            }
            Self::EmptySegment { pattern } => write!(f, "path \"{pattern}\" has an empty segment"),
            Self::DotSegment { pattern, segment } => {
                write!(f, "path \"{pattern}\" has the relative segment \"{segment}\"")
            }
            Self::EmptyName { pattern, segment } => {
                write!(f, "path \"{pattern}\" has no name in \"{segment}\"")
            }
            Self::BadName { pattern, name } => {
                write!(f, "path \"{pattern}\" has the unusable parameter name \"{name}\"")
            }
            Self::DuplicateName { pattern, name } => {
                write!(f, "path \"{pattern}\" uses the parameter name \"{name}\" twice")
            }
            Self::OptionalParameter { pattern, segment } => {
                write!(f, "path \"{pattern}\" has the optional parameter \"{segment}\"")
            }
            Self::MidSegmentParameter { pattern, segment } => {
                write!(f, "path \"{pattern}\" mixes a parameter with other text in \"{segment}\"")
            }
            Self::CatchAllNotLast { pattern, segment } => {
                write!(f, "path \"{pattern}\" goes on after the catch-all \"{segment}\"")
            }
            Self::BadCharacter { pattern, character } => {
                write!(
                    f,
                    "path \"{pattern}\" has the character {character:?}, which a pattern cannot hold"
                )
            }
            Self::TooManyParameters { pattern } => {
                write!(f, "path \"{pattern}\" has more than {MAX_PARAMETERS} parameters")
            }
            Self::NotAModule { pattern } => {
                write!(f, "file \"{pattern}\" does not have the extension of a module")
            }
        }
    }
}

impl std::error::Error for PatternError {}

/// One side of a [`RouteConflict`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictSide {
    /// The identity of the route.
    pub id: String,
    /// The pattern with its author's parameter names.
    pub pattern: RoutePattern,
    /// Where it was declared.
    pub source: SourcePlace,
}

/// Two routes that answer exactly the same requests.
///
/// ```
/// # use gati_router::*;
/// let entry = |file: &str, path: &str| RouteEntry {
///     id: format!("GET {path}"), method: Method::Get, pattern: RoutePattern::parse(path).unwrap(),
///     source: SourcePlace { file: file.into(), line: 3, column: 1 }, value: (),
/// };
/// let built = build_route_table(vec![entry("users.ts", "/users/:id"), entry("people.ts", "/users/:name")]);
/// assert_eq!(
///     built.conflicts[0].to_string(),
///     "route GET \"/users/:id\" (users.ts:3) conflicts with GET \"/users/:name\" (people.ts:3): \
///      both answer the same requests",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteConflict {
    /// The method both routes answer.
    pub method: Method,
    /// The route that is refused: declared later, in order of file and line.
    pub rejected: ConflictSide,
    /// The route that stays in the table.
    pub kept: ConflictSide,
}

impl RouteConflict {
    /// The stable code of this error.
    pub const fn code(&self) -> &'static str {
        "GATI_ROUTE_CONFLICT"
    }

    /// The next step: what to change so that both can be served.
    pub fn help(&self) -> String {
        let first = if self.rejected.pattern == self.kept.pattern {
            "remove one of the two"
        } else {
            "parameter names do not tell two routes apart: remove one of the two"
        };
        format!("{first}, give one another method, or give one a static segment of its own")
    }
}

impl fmt::Display for RouteConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, rejected, kept } = self;
        write!(
            f,
            "route {method} \"{}\" ({}) conflicts with {method} \"{}\" ({}): both answer the same requests",
            rejected.pattern, rejected.source, kept.pattern, kept.source
        )
    }
}

impl std::error::Error for RouteConflict {}
