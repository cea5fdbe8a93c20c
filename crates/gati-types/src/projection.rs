//! The wire projection: how values of a type travel, in one place.
//!
//! A [`GType`] says what TypeScript says. What becomes of it in JSON, in the text of a query, and
//! in a multipart body is decided here and nowhere else: `gati-validator` writes code and
//! `gati-jsonschema` writes schemas from these answers.
//!
//! | type | JSON | text (params, query, headers) | multipart |
//! |---|---|---|---|
//! | `null`, `boolean`, `number`, `string`, literals, templates | as it is (`NaN`, `Infinity` as `null`) | decimal digits, `true` `false` `1` `0`, itself | as text |
//! | `Date` | text, RFC 3339 | the same | the same |
//! | `bigint` | text, decimal digits | the same | the same |
//! | `Uint8Array`, `Buffer`, `ArrayBuffer`, `Blob` | text, base64 | the same | the same |
//! | `URL` | text, its `href` | the same | the same |
//! | `RegExp` | text, its source; never read | never | never |
//! | `Map` | object where keys are text, else list of pairs | never | never |
//! | `Set` | list | repeated | repeated |
//! | `undefined`, `void`, functions, symbols | no member; `null` in a list | no member | no member |
//! | `File` | never | never | a part of its own |
//! | objects | declared members | members | parts |
//! | classes with `toJSON()` | what it returns, which is the type that is published | | |
//!
//! Getters and methods of classes are not their own members; no type that is published has them.

use crate::{GType, Literal, MapType, TypeTable};

/// How a value of a type travels as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Travel {
    /// As the JSON value that it is.
    Itself,
    /// As text.
    Text(TextForm),
    /// Not at all: a member is left out, an item of a list is `null`.
    Absent,
    /// As a list of its items (`Set`).
    List,
    /// As an object (`Map` with keys that are text).
    Record,
    /// As a list of `[key, value]` (`Map` with other keys).
    Pairs,
    /// Only as a part of a multipart body.
    Part,
}

/// What a text says that stands for a value JSON does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// A point in time, as RFC 3339 writes it.
    Time,
    /// The decimal digits of an integer.
    Digits,
    /// Bytes, as base64.
    Base64,
    /// The address of a `URL`.
    Address,
    /// The source of a regular expression, which is written and never read.
    Expression,
}

impl TextForm {
    /// The format such text has in JSON Schema.
    pub const fn format(self) -> Option<&'static str> {
        match self {
            Self::Time => Some("date-time"),
            Self::Digits => None,
            Self::Base64 => Some("byte"),
            Self::Address => Some("uri"),
            Self::Expression => Some("regex"),
        }
    }

    /// The pattern such text matches, where no format says it.
    pub const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("^-?(?:0|[1-9][0-9]*)$"),
            _ => None,
        }
    }
}

/// How values of `gtype` travel as JSON. Of a union it is told only whether nothing of it travels.
pub fn travel(gtype: &GType, types: &TypeTable) -> Travel {
    let Some(node) = types.resolve(gtype) else { return Travel::Itself };
    match node {
        GType::Undefined | GType::Void | GType::Symbol | GType::Function => Travel::Absent,
        GType::Date => Travel::Text(TextForm::Time),
        GType::BigInt | GType::Literal(Literal::BigInt(_)) => Travel::Text(TextForm::Digits),
        GType::Bytes => Travel::Text(TextForm::Base64),
        GType::Url => Travel::Text(TextForm::Address),
        GType::RegExp => Travel::Text(TextForm::Expression),
        GType::File => Travel::Part,
        GType::Set(_) => Travel::List,
        GType::Map(map) if is_text(&map.key, types) => Travel::Record,
        GType::Map(_) => Travel::Pairs,
        GType::Refined(refined) => travel(&refined.base, types),
        GType::Union(union) if !union.members.is_empty() => {
            let absent = |member: &GType| {
                // A union that mentions itself adds nothing to itself.
                matches!(
                    types.resolve(member),
                    Some(GType::Undefined | GType::Void | GType::Symbol | GType::Function)
                )
            };
            if union.members.iter().all(absent) { Travel::Absent } else { Travel::Itself }
        }
        _ => Travel::Itself,
    }
}

/// How a map travels.
pub fn travel_of_map(map: &MapType, types: &TypeTable) -> Travel {
    if is_text(&map.key, types) { Travel::Record } else { Travel::Pairs }
}

/// Whether values of `gtype` are text in memory as well, so that they can be keys of an object.
fn is_text(gtype: &GType, types: &TypeTable) -> bool {
    match types.resolve(gtype) {
        Some(GType::String | GType::Template(_) | GType::Literal(Literal::String(_))) => true,
        Some(GType::Refined(refined)) => is_text(&refined.base, types),
        Some(GType::Union(union)) => union.members.iter().all(|member| {
            !matches!(types.resolve(member), Some(GType::Union(_)) | None) && is_text(member, types)
        }),
        _ => false,
    }
}

/// What the text of a parameter, a query or a header is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// A decimal number.
    Number,
    /// `true`, `false`, `1` or `0`.
    Boolean,
    /// `null`.
    Null,
    /// The text itself: what it stands for is worked out where values are checked.
    Text,
    /// Its parts, each by its own type.
    Parts,
    /// Nothing: there is no text for it.
    Never,
}

/// What text in the place of `gtype` is read as.
pub fn reading(gtype: &GType, types: &TypeTable) -> Reading {
    match types.resolve(gtype) {
        Some(GType::Number | GType::Literal(Literal::Number(_))) => Reading::Number,
        Some(GType::Boolean | GType::Literal(Literal::Boolean(_))) => Reading::Boolean,
        Some(GType::Null) => Reading::Null,
        Some(GType::Refined(refined)) => reading(&refined.base, types),
        Some(GType::Map(_)) => Reading::Never,
        Some(
            GType::Array(_) | GType::Tuple(_) | GType::Object(_) | GType::Union(_) | GType::Set(_),
        ) => Reading::Parts,
        _ => Reading::Text,
    }
}
