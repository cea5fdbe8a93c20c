//! The language the rest of Gati speaks.
//!
//! A [`GType`] is the shape of a value as TypeScript sees it: what a handler receives or answers.
//! A [`Contract`] holds the `GType`s of one handler's positions (params, query, headers, body,
//! responses), and a [`Manifest`] is everything that is known of an API: handlers, the named
//! types they mention, and the modules of the project. `dev`, `build`, `start`, `generate`,
//! `diff` and `deploy` read that one manifest.
//!
//! ```
//! use gati_types::{Document, GType, ObjectType, Property};
//!
//! let user = GType::Object(ObjectType::new(vec![
//!     Property::required("id", GType::String),
//!     Property::optional("age", GType::Number),
//! ]));
//! assert_eq!(user.to_string(), "{ id: string; age?: number }");
//!
//! let document = Document::new(user);
//! let text = document.to_json();
//! assert_eq!(Document::from_json(&text).expect("what was written can be read"), document);
//! ```
//!
//! # What it is not
//!
//! It holds values and five questions about them: how they print ([`display`](GType)), how they
//! travel ([`Document::to_json`], [`Manifest::to_json`]), when two mean the same
//! ([`canonical_hash`]), what merging two constraint sets gives,
//! and how values of a type travel ([`travel`]). Beside them stands what a JSON Schema asserts
//! ([`assertion`]), which says more than a shape can. It evaluates no TypeScript
//! (`gati-analyzer`), checks no value (`gati-validator`), compares no versions
//! (`gati-timescape`), and touches no file, clock or environment.
//!
//! # Truth and wire
//!
//! A `GType` says what TypeScript says: `Date` is a date, not a string. How a date travels as
//! JSON, or as the text of a query parameter, is the *wire projection*: one table ([`travel`],
//! [`reading`]) that whoever writes to the wire asks (`gati-validator`, `gati-jsonschema`).

pub mod assertion;
mod canonical;
mod constraint;
mod contract;
mod display;
mod docs;
mod error;
mod gtype;
mod manifest;
mod node;
mod projection;
mod table;
mod template;
mod wire;

pub use canonical::{CanonicalHash, canonical_hash};
pub use constraint::{Constraints, FORMATS, Transform};
pub use contract::{
    BodyAs, Contract, Handler, HandlerDocs, Method, Provenance, ProvenanceSource, ResponseContract,
    SchemaValue, SourcePlace, Validators,
};
pub use display::display_with_types;
pub use docs::{Deprecation, Docs, EVERY_CODE, ISSUE_CODES};
pub use error::WireError;
pub use gtype::{
    ArrayType, GType, IndexSignature, Literal, MapType, ObjectType, Property, RefType, Refined,
    SetType, TemplatePart, TemplateType, TupleElement, TupleType, UnionType, UnknownKeys,
    UnresolvedType,
};
pub use manifest::{Manifest, ModuleEntry};
pub use projection::{Reading, TextForm, Travel, reading, travel, travel_of_map};
pub use table::{NamedType, TypeId, TypeTable};
pub use wire::{Document, WIRE_VERSION};
