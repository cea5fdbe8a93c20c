//! An API as it is compared: operations with positions in the graph, whatever they were read from.

mod encoding;
mod manifest;
pub(crate) mod media_type;
mod openapi;
mod openapi_part;
mod path;
mod servers;

use serde_json::Value;

use crate::graph::{NodeId, Notes};

pub(crate) use encoding::EncodedPart;
pub(crate) use manifest::{operation_of, positions_of};
pub(crate) use openapi::{document_of, read_openapi};
pub(crate) use path::{Path, Segment};
pub(crate) use servers::{Address, Servers};

/// An API.
#[derive(Debug, Default)]
pub(crate) struct Api {
    pub(crate) operations: Vec<Operation>,
}

/// Who starts the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Caller {
    Client,
    /// A webhook or a callback: the server sends the request.
    Server,
}

/// A method at a path.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) caller: Caller,
    pub(crate) method: String,
    pub(crate) path: Path,
    /// What people call it: `GET /users/{id}`.
    pub(crate) route: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) answers: Vec<Answer>,
    /// Ways to authenticate, one of which is enough; each needs all of its schemes.
    pub(crate) security: Vec<Vec<Scheme>>,
    /// Where it is found; no addresses where nobody speaks of them.
    pub(crate) servers: Servers,
    pub(crate) told: Told,
}

/// What is written about an operation.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Told {
    pub(crate) id: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) sunset: Option<String>,
    /// Where more is written.
    pub(crate) more: Option<Value>,
}

/// A security scheme that is needed, with its scopes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    /// How it is presented: the definition without words.
    pub(crate) definition: String,
    pub(crate) scopes: Vec<String>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Stands {
    Path,
    Query,
    Header,
    Cookie,
}

impl Stands {
    /// The position's name in a path.
    pub(crate) const fn position(self) -> &'static str {
        match self {
            Self::Path => "params",
            Self::Query => "query",
            Self::Header => "headers",
            Self::Cookie => "cookies",
        }
    }
}

/// A parameter, or a header of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) stands: Stands,
    /// What it is matched by: the place for a path parameter, lower case for a header.
    pub(crate) key: String,
    /// What people call it.
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) node: NodeId,
    /// How lists and objects are written, and how it is encoded.
    pub(crate) style: String,
    /// The empty text is taken.
    pub(crate) empty: bool,
    /// Reserved characters are sent as they are.
    pub(crate) reserved: bool,
    pub(crate) notes: Notes,
}

/// A request body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) media: Vec<Media>,
    pub(crate) description: Option<String>,
}

/// A body as one media type.
#[derive(Debug)]
pub(crate) struct Media {
    /// In the one spelling of [`media_type`].
    pub(crate) essence: String,
    pub(crate) node: NodeId,
    /// Parts of a form.
    pub(crate) encoding: Vec<EncodedPart>,
    pub(crate) examples: Option<Value>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `200`, `2XX` or `default`.
    pub(crate) status: String,
    pub(crate) media: Vec<Media>,
    pub(crate) headers: Vec<Parameter>,
    pub(crate) description: Option<String>,
    /// What may be done next.
    pub(crate) links: Option<Value>,
}
