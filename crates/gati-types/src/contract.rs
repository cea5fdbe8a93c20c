//! What a handler promises: method, path, and a type for each position of a request and its
//! answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{GType, docs::Deprecation};

/// An HTTP request method (RFC 9110 section 9; QUERY is RFC 10008).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// QUERY.
    Query,
}

impl Method {
    /// Every method, in the order documents list them.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Options,
        Self::Query,
    ];

    /// The method as it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Query => "QUERY",
        }
    }

    /// The method named by `text`, exact case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The types of a handler's positions. An absent position was not declared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contract {
    /// Path parameters: an object type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<GType>,
    /// Query parameters: an object type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<GType>,
    /// Request headers, names in lower case: an object type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<GType>,
    /// The request body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<GType>,
    /// How the body comes to the handler. A stream of bytes has the type of the bytes.
    #[serde(rename = "bodyAs", skip_serializing_if = "BodyAs::is_whole")]
    pub body_as: BodyAs,
    /// The answers, by status; written even where none is known.
    pub responses: Vec<ResponseContract>,
}

/// How a body comes to the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyAs {
    /// When all of it has arrived, as the value its type says.
    #[default]
    Whole,
    /// As its bytes arrive, whatever their media type is.
    Stream,
}

impl BodyAs {
    /// Whether the handler runs when all of it has arrived.
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Whole)
    }
}

impl Contract {
    /// Every type of the contract with its position's name (`params`, `body`, `responses/200`).
    pub fn positions(&self) -> impl Iterator<Item = (String, &GType)> {
        let request = [
            ("params", self.params.as_ref()),
            ("query", self.query.as_ref()),
            ("headers", self.headers.as_ref()),
            ("body", self.body.as_ref()),
        ];
        let responses = self.responses.iter().filter_map(|response| {
            Some((format!("responses/{}", response.status), response.sent()?))
        });
        request
            .into_iter()
            .filter_map(|(name, gtype)| Some((name.to_owned(), gtype?)))
            .chain(responses)
    }
}

/// One answer a handler may give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseContract {
    /// The status code, 100 to 599.
    pub status: u16,
    /// The body; absent where there is none, where it was not declared, and where `elements` is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub gtype: Option<GType>,
    /// What each element is where the answer is a stream of them: one line of NDJSON, or the data
    /// of one server-sent event. A stream stands at the root of an answer and nowhere else, so
    /// this is a field of its own and no node of the graph; and whoever does not know the field
    /// sees an answer that was not declared, never one value of the element's type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elements: Option<GType>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl ResponseContract {
    /// What is sent: the body, or one of many elements.
    pub const fn sent(&self) -> Option<&GType> {
        match &self.gtype {
            Some(gtype) => Some(gtype),
            None => self.elements.as_ref(),
        }
    }
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcePlace {
    /// The file, relative to the project's root, with `/`.
    pub file: String,
    /// The name the handler is exported under.
    pub export: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column in UTF-16 code units.
    pub column: u32,
}

/// What an author wrote about a handler.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HandlerDocs {
    /// The first sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The rest of the comment, Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `@deprecated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// `@tags`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl HandlerDocs {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a position's type came from. The wire names, in lower case, are these:
/// `declared`, `path`, `inferred`, `schema`, `model`, `fallback`, `unresolved`.
///
/// A position that has several origins names the one that was asked last: a declared type that
/// mentions a schema value is `schema`, and one that is unknown anywhere is `unresolved`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProvenanceSource {
    /// Written down by the author.
    Declared,
    /// Known from the path pattern alone.
    Path,
    /// Worked out from what the handler evidently returns.
    Inferred,
    /// From a schema value (of zod, valibot, …) that was evaluated at run time.
    Schema,
    /// From a model that another tool generates code for (Prisma, Drizzle).
    Model,
    /// From a TypeScript compiler that was asked in development, and whose answer was locked.
    Fallback,
    /// Not known; a diagnostic says why.
    Unresolved,
}

/// A schema value of the project: a constant that a library can validate with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaValue {
    /// The file that declares it, relative to the project's root, with `/`.
    pub file: String,
    /// The constant, and the members that lead from it to the schema.
    pub path: Vec<String>,
    /// The name the constant is exported under; absent where the file keeps it to itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<String>,
}

/// The schema values that have the last word on a request: each validates what fits the
/// contract, and hands the handler what it makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Validators {
    /// Of the path parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<SchemaValue>,
    /// Of the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<SchemaValue>,
    /// Of the headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<SchemaValue>,
    /// Of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<SchemaValue>,
}

impl Validators {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where each position's type came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Provenance {
    /// Of the path parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<ProvenanceSource>,
    /// Of the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<ProvenanceSource>,
    /// Of the headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<ProvenanceSource>,
    /// Of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<ProvenanceSource>,
    /// Of the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responses: Option<ProvenanceSource>,
}

/// One route: a method, a path and the function behind them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handler {
    /// `"GET /users/:id"`: unique in a manifest.
    pub id: String,
    /// The request method.
    pub method: Method,
    /// The path pattern, `/users/:id` or `/files/*rest`.
    pub path: String,
    /// Where the function stands.
    pub source: SourcePlace,
    /// What it promises.
    pub contract: Contract,
    /// What its author wrote about it.
    #[serde(default, skip_serializing_if = "HandlerDocs::is_empty")]
    pub docs: HandlerDocs,
    /// Where the contract's types came from.
    #[serde(default)]
    pub provenance: Provenance,
    /// What validates beyond the contract.
    #[serde(default, skip_serializing_if = "Validators::is_empty")]
    pub validators: Validators,
}
