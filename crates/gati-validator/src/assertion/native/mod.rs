//! JSON Schema held against the bytes of a JSON text, without a value in JavaScript.
//!
//! It says yes, no, or that it cannot tell: what JavaScript's tables decide (letters of other
//! scripts in host names, properties of Unicode in patterns), texts whose code units are no code
//! points, and whatever is too deep or too large are left to the check that is written from the
//! same table, which also lists the issues of a no. `value` reads a text, `fits` walks the table.

mod fits;
mod format;
mod identity;
mod members;
mod pattern;
mod value;

use std::collections::HashSet;

use gati_types::assertion::{Assertions, SchemaId};

use super::facts::{Facts, Looks};
use format::NativeFormat;
use pattern::Pattern;
use value::{Json, Unread};

/// What the bytes of a text are to a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BytesVerdict {
    /// JSON, and it fits.
    Fits,
    /// JSON that does not fit.
    Misfit,
    /// No JSON.
    NotJson,
    /// JavaScript has to look.
    Undecided,
}

/// Why there is no verdict: it is JavaScript's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Undecided;

/// What is known of a schema before a text is seen.
struct Plan {
    /// The schema that says the same.
    target: SchemaId,
    recursive: bool,
    /// Whether what is left over is known only when the value is.
    tracks: bool,
    /// Whether it notes what it looks at.
    looks: bool,
    members_left: Looks,
    items_left: Looks,
    pattern: Option<Pattern>,
    patterns: Vec<Pattern>,
    /// The names of `properties`.
    known: HashSet<String>,
    /// The patterns and the names of `members_left`.
    covered: Vec<Pattern>,
    covered_names: HashSet<String>,
    format: NativeFormat,
}

/// A JSON Schema that bytes can be held against.
pub struct BytesCheck {
    assertions: Assertions,
    plans: Vec<Plan>,
}

impl BytesCheck {
    /// The check of a table.
    pub fn new(assertions: Assertions) -> Self {
        let facts = Facts::new(&assertions);
        let plan = |index: usize| {
            let schema = &assertions.schemas[index];
            let id = SchemaId::new(index);
            let members_left = facts.own_members(schema);
            let (covered, covered_names) = match &members_left {
                Looks::Always(cover) if schema.object.unevaluated.is_some() => (
                    cover.patterns.iter().map(|pattern| Pattern::new(pattern)).collect(),
                    cover.names.iter().cloned().collect(),
                ),
                _ => (Vec::new(), HashSet::new()),
            };
            Plan {
                target: facts.resolve(id),
                recursive: facts.is_recursive(id),
                tracks: facts.tracks(schema),
                looks: facts.looks(id),
                items_left: facts.own_items(schema),
                members_left,
                covered,
                covered_names,
                known: schema.object.properties.iter().map(|(name, _)| name.clone()).collect(),
                pattern: schema.text.pattern.as_deref().map(Pattern::new),
                patterns: schema.object.patterns.iter().map(|(one, _)| Pattern::new(one)).collect(),
                format: NativeFormat::of(schema.text.format.as_deref()),
            }
        };
        let plans = (0..assertions.schemas.len()).map(plan).collect();
        Self { assertions, plans }
    }

    /// The table it was made of.
    pub fn assertions(&self) -> &Assertions {
        &self.assertions
    }

    /// What `bytes` are to the schema.
    pub fn check(&self, bytes: &[u8]) -> BytesVerdict {
        let value = match Json::read(bytes) {
            Ok(value) => value,
            Err(Unread::NotJson) => return BytesVerdict::NotJson,
            Err(Unread::Undecided) => return BytesVerdict::Undecided,
        };
        match self.fits(self.assertions.root, &value, fits::Place::ROOT, None) {
            Ok(true) => BytesVerdict::Fits,
            Ok(false) => BytesVerdict::Misfit,
            Err(Undecided) => BytesVerdict::Undecided,
        }
    }
}
