//! What people decided about a step, as data.
//!
//! A decision says where it holds in one of two ways: a position and a JSON Pointer
//! (`body#/items/*/price`, `responses/200#`), or a named type and a pointer within it
//! (`User#/address`), which holds wherever the type stands. `*` is every item of a list or member
//! of a record. Renames and the like are said in the words of the old contract; a value in those
//! of the contract that needs it: the new one in a request, the old one in an answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::{
    error::TransformError,
    step::{Applies, NarrowedChoice},
};

/// Everything that was decided about a step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decisions {
    /// Members that got another name.
    pub renames: Vec<Rename>,
    /// Members that did not, though it looks like it.
    pub apart: Vec<Rename>,
    /// Members that went elsewhere below the same value.
    pub moves: Vec<Move>,
    /// Values that went into an envelope, or came out of one.
    pub envelopes: Vec<Envelope>,
    /// Literals that got another spelling.
    pub literals: Vec<LiteralRename>,
    /// What stands where a contract needs a value that the other side does not have.
    pub values: Vec<Given>,
    /// What happens to requests that the new contract refuses.
    pub narrowed: Vec<NarrowedDecision>,
    /// The change file of the step.
    pub file: Option<String>,
    /// What its functions make.
    pub custom: Vec<CustomDecision>,
    /// Whom what the step takes away holds for, beside those who know the next contract.
    pub applies: Option<Applies>,
    /// Why it does.
    pub reason: Option<String>,
}

/// A member of the object at a place, and its new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The place of the object.
    pub at: String,
    /// The old name.
    pub from: String,
    /// The new name.
    pub to: String,
}

/// Something that went elsewhere. `request` is the place of all parts of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The place of the object both are below.
    pub at: String,
    /// The names that led there.
    pub from: Vec<String>,
    /// The names that lead there now.
    pub to: Vec<String>,
}

/// An envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The place of the value, or of the envelope it was in.
    pub at: String,
    /// The member it is in.
    pub member: String,
    /// Whether it was put in or taken out.
    pub now: EnvelopeChange,
}

/// What happened to an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnvelopeChange {
    /// The value is in it now.
    Wrapped,
    /// The value was in it before.
    Unwrapped,
}

/// A literal of the union at a place, and what it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiteralRename {
    /// The place of the union.
    pub at: String,
    /// What it was.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

/// A value for a place that needs one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The place.
    pub at: String,
    /// The value.
    pub value: Value,
}

/// What was decided about a place that takes less than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NarrowedDecision {
    /// The place.
    pub at: String,
    /// What was decided.
    pub choice: NarrowedChoice,
    /// With `reject`: when requests begin to be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// With `reject`: what those who are refused should do instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
}

/// A function of the change file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomDecision {
    /// The place of the value it makes: `request`, `responses/200#`, or an object below.
    pub at: String,
    /// The members that lead to it in what the file exports: `["requestUp"]`.
    pub call: Vec<String>,
    /// The members it is given; absent: the whole value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads: Option<Vec<String>>,
    /// The members it makes; absent: the whole value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<Vec<String>>,
}

impl Decisions {
    /// Reads the JSON form and rejects whatever it does not know.
    ///
    /// # Errors
    ///
    /// [`TransformError::Malformed`] with what is wrong.
    pub fn from_json(text: &str) -> Result<Self, TransformError> {
        serde_json::from_str(text).map_err(|error| TransformError::Malformed {
            what: "list of decisions",
            detail: error.to_string(),
        })
    }
}
