//! Types as JSON Schema, and JSON Schema as types.
//!
//! A schema describes the JSON a [`GType`](gati_types::GType) travels as: a `Date` is text in the
//! format `date-time`, a `Map` with text keys an object. What is sent to a handler and what it
//! answers differ where defaults are filled and text is transformed, so a schema has a
//! [`Direction`].
//!
//! ```
//! use gati_jsonschema::{Options, to_json_schema};
//! use gati_types::{Document, GType, ObjectType, Property};
//!
//! let user = GType::Object(ObjectType::new(vec![Property::required("id", GType::String)]));
//! let schema = to_json_schema(&Document::new(user), &Options::default());
//! assert_eq!(schema["required"][0], "id");
//! ```
//!
//! # What it is not
//!
//! It checks no value; that is `gati-validator`'s.

mod assertion;
mod collection;
mod contract;
mod docs;
mod hint;
mod import;
mod name;
mod object;
mod openapi;
mod options;
mod scalar;
mod schema;
mod union;
mod uri;

pub use assertion::{Formats, SchemaError, assertions};
pub use contract::fastify_schemas;
pub use import::{
    Definitions, Effect, Finding, FindingKind, ImportOptions, Imported, Untyped, import,
    import_json,
};
pub use openapi::{OpenApi, OpenApiFinding, OpenApiFindingKind, OpenApiOptions, openapi};
pub use options::{Annotations, Direction, Options, References, Target};
pub use schema::{all_exports, to_json_schema};

/// The annotation that says what a schema has no words for: which type of TypeScript stands
/// behind text, brands, labels of tuples. Readers that do not know it lose nothing else.
pub(crate) const HINT: &str = "x-gati";
