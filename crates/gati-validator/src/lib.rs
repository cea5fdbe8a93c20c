//! Types in, JavaScript out.
//!
//! For a [`GType`](gati_types::GType) this crate writes plain JavaScript that checks values, lists
//! what does not fit, makes the value a handler goes on with, turns text into typed values, and
//! writes JSON. The code has no imports, uses no `eval`, and can be read and stepped through.
//!
//! ```
//! use gati_types::{Document, GType, ObjectType, Property};
//! use gati_validator::{Options, compile_type};
//!
//! let user = GType::Object(ObjectType::new(vec![
//!     Property::required("id", GType::String),
//!     Property::optional("age", GType::Number),
//! ]));
//! let source = compile_type(&Document::new(user), &Options::default())?;
//! assert!(source.contains("is$Root as is,"));
//! # Ok::<(), gati_validator::CompileError>(())
//! ```
//!
//! # How a value is checked
//!
//! `is` is straight-line code without allocation. `validate` runs it first, then makes the value
//! that is handed on, and collects issues only after it has failed. `is(v)` is true exactly where
//! `validate(v)` is ok: both accept a value in memory and the form it has on the wire (a `Date` or
//! its RFC 3339 text, a `Map` or an object).
//!
//! # What it is not
//!
//! It runs no code and knows neither hosts nor the order in which positions are checked; that is
//! the pipeline's. JSON Schema is `gati-jsonschema`'s.

mod assertion;
mod check;
mod check_union;
mod clean;
mod collect;
mod collect_list;
mod collection;
mod compiler;
mod error;
mod explain;
mod facts;
mod format;
mod function;
mod json;
mod locate;
mod module;
mod normal;
mod options;
mod pattern;
mod program;
mod project;
mod read;
mod reader;
mod rule;
mod runtime;
mod scalar;
mod secrecy;
mod sentence;
mod steps;
mod text;
mod types;
mod union;
mod value;
mod written;

pub use assertion::{BytesCheck, BytesVerdict, compile_assertions};
pub use error::CompileError;
pub use explain::{Explainer, Refused, TextExplainer, TextsFit, Unsure, refused_body};
pub use format::formats;
pub use module::{compile_contracts, compile_type};
pub use options::{Answers, Format, Options, Readers};
pub use reader::{Accepted, Form, Halt, Program, ProgramError, Verdict, form_of, latin1, utf16};
pub use types::compile_types;
