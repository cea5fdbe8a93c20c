//! JSON Schema as it is evaluated (2020-12 and draft-07), to the letter: the table of assertions
//! that `gati-validator` writes JavaScript from and holds bytes against.
//!
//! Where [`import`](crate::import) asks which *type* a schema means, this asks what it *asserts*:
//! nothing is widened, nothing left out. A keyword that no dialect knows is an annotation and says
//! nothing, as the specification has it; one that would have to be known, and a reference that
//! leads out of the document, is a [`SchemaError`] that names it.
//!
//! `documents` finds places by URI, anchor and pointer; `reader` goes from place to place;
//! `keywords` reads what stands there; `loops` refuses references that would never end.

mod dialect;
mod documents;
mod error;
mod keywords;
mod known;
mod loops;
mod reader;
mod title;

use gati_types::assertion::Assertions;

use crate::Target;

pub use error::SchemaError;

/// Whether `format` asserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Formats {
    /// It says something to readers, as the specification has it unless asked otherwise.
    #[default]
    Annotate,
    /// It has to hold, where the format is known.
    Assert,
}

/// How many schemas a document may come to, dynamic scopes counted apart.
const SIZE_LIMIT: usize = 100_000;

/// What the schema in `text` asserts. `dialect` is that of documents without `$schema`.
///
/// ```
/// use gati_jsonschema::{Formats, Target, assertions};
///
/// let found = assertions(r##"{ "not": { "type": "null" } }"##, Target::Draft2020_12, Formats::Annotate)?;
/// assert!(found.schema(found.root).not.is_some());
/// let lost = assertions(r#"{ "$ref": "other.json" }"#, Target::Draft2020_12, Formats::Annotate);
/// assert!(lost.is_err_and(|error| error.to_string().contains("`$ref` at `/$ref`")));
/// # Ok::<(), gati_jsonschema::SchemaError>(())
/// ```
///
/// # Errors
///
/// [`SchemaError`] for a text that is no schema, and for what could not be held to.
pub fn assertions(
    text: &str,
    dialect: Target,
    formats: Formats,
) -> Result<Assertions, SchemaError> {
    let root = serde_json::from_str(text)
        .map_err(|error| SchemaError::Text { detail: error.to_string() })?;
    let found = reader::Reader::read(root, dialect, formats)?;
    loops::refuse(&found)?;
    Ok(found)
}
