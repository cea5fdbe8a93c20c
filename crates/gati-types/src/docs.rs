//! What an author wrote beside a type or a member. None of it changes what values fit, the
//! default excepted, which the request side fills in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The codes of issues, which an author may give words of his own.
pub const ISSUE_CODES: [&str; 21] = [
    "array.max",
    "array.min",
    "array.unique",
    "const",
    "depth",
    "enum",
    "key.missing",
    "key.unknown",
    "number.integer",
    "number.max",
    "number.min",
    "number.multipleOf",
    "string.format",
    "string.max",
    "string.min",
    "string.pattern",
    "truncated",
    "tuple.length",
    "type",
    "union",
    "union.tag",
];

/// The key of [`Docs::messages`] that stands for every code.
pub const EVERY_CODE: &str = "*";

/// Documentation of a named type or of a member.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Docs {
    /// `@title`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The comment's text, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `@deprecated`, with its reason where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// `@default`: what an absent member means in a request.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub default: Option<Value>,
    /// `@example`, each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Value>,
    /// `@message`: what is said of a value that does not fit, by the code of the issue, or
    /// [`EVERY_CODE`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub messages: BTreeMap<String, String>,
}

/// Reads a member that is there, so that `"default": null` is a default of null and not none.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// `@deprecated`, with or without a reason. On the wire `true` or the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deprecation {
    /// The tag alone (`true`; `false` is the same as no tag and is never written).
    Flag(bool),
    /// The tag with its text.
    Reason(String),
}

impl Docs {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Documentation that is only a description.
    pub fn describe(description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..Self::default() }
    }
}
