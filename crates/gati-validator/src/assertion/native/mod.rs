//! JSON Schema held against the bytes of a JSON text, without a value in JavaScript.
//!
//! It says yes, no, or that it cannot tell: what JavaScript's tables decide (letters of other
//! scripts in host names, properties of Unicode in patterns), texts whose code units are no code
//! points, and whatever is too deep or too large are left to the check that is written from the
//! same table, which also lists the issues of a no. `fits` walks the table over a tree, `stream` over
//! the bytes.

mod fits;
mod format;
mod identity;
mod members;
mod pattern;
mod program;
mod stream;
mod stream_members;

use std::collections::HashSet;

use gati_types::assertion::{Assertions, SchemaId};
use serde_json::Value;

use super::facts::{Cover, Facts, Looks};
use crate::{
    json::{self, Unread},
    reader::program::Program,
};
use format::NativeFormat;
pub(crate) use format::{is_duration, is_ipv6};
use pattern::Pattern;
use stream::Stream;
use stream_members::Names;

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

/// How many levels are read; deeper texts are JavaScript's.
const DEPTH_LIMIT: u32 = 256;

/// Why there is no verdict: it is JavaScript's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Undecided;

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoValue {
    NotJson,
    Undecided,
}

impl Unread for NoValue {
    const SYNTAX: Self = Self::NotJson;
    const ENCODING: Self = Self::NotJson;
    const DEPTH: Self = Self::Undecided;
    const SURROGATE: Self = Self::Undecided;

    /// JSON has it, a double has not.
    fn of_infinite() -> Option<Self> {
        Some(Self::Undecided)
    }

    fn of_name(_name: &str) -> Option<Self> {
        None
    }
}

impl From<NoValue> for Undecided {
    fn from(_: NoValue) -> Self {
        Self
    }
}

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
    walk: Walk,
    names: Names,
}

/// How lists and objects are walked where they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// Not at all: every value fits.
    Anything,
    /// As a whole.
    Whole,
    /// Nothing is said of members but what stands under their names.
    Names,
    /// Member by member.
    Members,
}

impl Plan {
    /// Whether a member of this name is among those that are looked at in every value.
    fn covers(&self, cover: &Cover, name: &str) -> Result<bool, Undecided> {
        if cover.all || self.covered_names.contains(name) {
            return Ok(true);
        }
        for pattern in &self.covered {
            if pattern.is_in(name)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A JSON Schema that bytes can be held against.
pub struct BytesCheck {
    assertions: Assertions,
    plans: Vec<Plan>,
    /// What is followed first.
    program: Option<Program>,
}

impl BytesCheck {
    /// The check of a table.
    pub fn new(assertions: Assertions) -> Self {
        let facts = Facts::new(&assertions);
        let program = program::program(&facts);
        let plan = |index: usize| {
            let schema = &assertions.schemas[index];
            let id = SchemaId::new(index);
            let members_left = facts.own_members(schema);
            let object = &schema.object;
            let names = Names::of(schema);
            let compares = schema.constant.iter().chain(schema.values.iter().flatten());
            let is_large = |value: &Value| value.is_array() || value.is_object();
            let walk = if facts.is_anything(id) {
                Walk::Anything
            } else if facts.tracks(schema) || names.is_none() || compares.into_iter().any(is_large)
            {
                Walk::Whole
            } else if object.patterns.is_empty()
                && [object.additional, object.names, object.unevaluated].iter().all(Option::is_none)
            {
                Walk::Names
            } else {
                Walk::Members
            };
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
                walk,
                names: names.unwrap_or_default(),
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
        Self { assertions, plans, program }
    }

    /// The table it was made of.
    pub fn assertions(&self) -> &Assertions {
        &self.assertions
    }

    /// Whether `bytes` are JSON and fit for certain, which is told without making anything of
    /// them where it can be.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        match Stream::root(self, bytes) {
            Ok(fits) => fits,
            Err(Undecided) => self.check_whole(bytes) == BytesVerdict::Fits,
        }
    }

    /// What `bytes` are to the schema.
    pub fn check(&self, bytes: &[u8]) -> BytesVerdict {
        match Stream::root(self, bytes) {
            Ok(true) => BytesVerdict::Fits,
            // What follows was not looked at.
            Ok(false) | Err(Undecided) => self.check_whole(bytes),
        }
    }

    /// The same by way of a tree.
    fn check_whole(&self, bytes: &[u8]) -> BytesVerdict {
        let value = match json::read(bytes, DEPTH_LIMIT) {
            Ok(value) => value,
            Err(NoValue::NotJson) => return BytesVerdict::NotJson,
            Err(NoValue::Undecided) => return BytesVerdict::Undecided,
        };
        match self.value_fits(self.assertions.root, &value, fits::Place::ROOT, None) {
            Ok(true) => BytesVerdict::Fits,
            Ok(false) => BytesVerdict::Misfit,
            Err(Undecided) => BytesVerdict::Undecided,
        }
    }
}
