//! What does not follow from two contracts and is asked.

use serde::Serialize;
use serde_json::Value;

/// Which way the value goes that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the old contract to the new one.
    Request,
    /// From the new contract to the old one.
    Response,
}

/// A question, and where it arises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenQuestion {
    /// The same for the same question, however often it is planned.
    pub id: String,
    /// Which way the value goes.
    pub direction: Direction,
    /// `body`, `query`, `responses/200`.
    pub position: String,
    /// A JSON Pointer within the position; `*` is every item.
    pub path: String,
    /// The place as a decision names it, in the nearest named type if there is one.
    pub at: String,
    /// One sentence.
    pub text: String,
    /// What is asked.
    #[serde(flatten)]
    pub kind: QuestionKind,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum QuestionKind {
    /// A value has to be made that the other side does not have.
    Stub {
        /// The type it has to be of, as TypeScript.
        wanted: String,
        /// The type of what there is, as TypeScript; absent where there is nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<String>,
        /// What such a function usually does.
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: Option<&'static str>,
    },
    /// Two things look like one that got another name or place.
    Confirm {
        /// What kind of thing.
        what: Candidate,
        /// What it was.
        from: Value,
        /// What it would be.
        to: Value,
        /// How alike they are, up to 1.
        score: f64,
        /// Whether the answer has to be given before a build passes.
        blocking: bool,
    },
    /// The new contract takes less than the old one.
    Narrowed {
        /// What the old one takes, as TypeScript.
        from: String,
        /// What the new one takes, as TypeScript.
        to: String,
    },
}

/// What looks like one thing under two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Candidate {
    /// A member of an object.
    Rename,
    /// A member that went elsewhere.
    Move,
    /// A value in an envelope.
    Wrap,
    /// A value out of an envelope.
    Unwrap,
    /// A literal of a union.
    Literal,
}
