//! What does not fit in the bytes of a JSON text, without JavaScript: the same issues that the
//! written `validate` lists after `JSON.parse`, in the same order and words; or nothing, and then
//! JavaScript has to look.
//!
//! ```text
//! type ──► table (beside the reader's program, at build time)
//! bytes ──► value ──► fits? ──► issues, as JSON.stringify writes them
//!              │  anything that is not certain
//!              └──► JSON.parse ──► validate (JavaScript)
//! ```
//!
//! # Never another answer
//!
//! Being silent costs time; another issue than JavaScript's is a fault. So whatever is told by
//! tables of JavaScript's own (letters beyond ASCII in other case, hosts of URLs, patterns that are
//! more than a regular language, integers of any size), whatever Rust's text cannot hold (a half of
//! a surrogate pair), keys that mean something to JavaScript's objects (`__proto__`,
//! `constructor`), texts that are deep, long or no JSON, and a value that fits after all are
//! [`Unsure`].
//!
//! # Where the words come from
//!
//! A table is made of the conditions (`scalar.rs`) and sentences (`sentence.rs`) that the
//! JavaScript is written from, and carries them. It is built with that JavaScript, so the two cannot
//! be of different versions. What the run-time pieces say by themselves is in `words.rs`, which a
//! test holds to the text of the pieces; where that changes, so does the version of the table.
//!
//! | file | does |
//! |---|---|
//! | `plan` | a type to its table, in the order of `collect.rs` |
//! | `plan_texts`, `texts` | the same for the texts of a head, which are read first |
//! | `program` | the table as plain data |
//! | `walk`, `walk_lists` | the table over the value |
//! | `rules`, `names`, `text` | conditions, suggestions, and how JavaScript writes what it received |
//! | `list` | the issues, and their JSON |
//! | `refused` | bodies that no contract is asked about |
//!
//! # What it is not
//!
//! It checks no value that fits and makes none: that is the reader's. It knows nothing of answers.

mod list;
mod names;
pub(crate) mod plan;
pub(crate) mod plan_texts;
mod program;
mod refused;
mod rules;
mod text;
mod texts;
mod walk;
mod walk_lists;
mod words;

pub use refused::{Refused, refused_body};
pub use texts::{TextExplainer, TextsFit};

use list::Issues;
use program::{KeyTest, Node, NodeId, Table, VERSION};
use rules::Patterns;
use walk::Walk;

use crate::{
    ProgramError,
    json::{self, Json, Unread},
    rule::Asked,
    secrecy::Secrecy,
};

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 1 << 20;
/// How many levels of lists and objects are looked into. A type that mentions itself is followed
/// for more levels than any value of so many has.
const DEEPEST: u32 = 100;

/// Why JavaScript has to say what does not fit. Only for figures and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unsure {
    /// It is no JSON.
    Syntax,
    /// It is no UTF-8.
    Encoding,
    /// It is nested too deeply.
    Depth,
    /// It is too long.
    Long,
    /// A key means something to JavaScript's objects.
    Key,
    /// A half of a surrogate pair stands alone.
    Surrogate,
    /// A letter beyond ASCII is asked for its case.
    Case,
    /// A number beyond a double is compared with others.
    Number,
    /// A format takes more than is told here.
    Format,
    /// A pattern is more than a regular language, or too large a one.
    Pattern,
    /// There are more than a hundred issues, some of them in words of the type's author.
    Crowd,
    /// Too many alternatives were tried.
    Steps,
    /// Only JavaScript can tell.
    Elsewhere,
    /// Nothing was found that does not fit.
    Fits,
}

impl Unsure {
    /// A word for each reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Encoding => "encoding",
            Self::Depth => "depth",
            Self::Long => "long",
            Self::Key => "key",
            Self::Surrogate => "surrogate",
            Self::Case => "case",
            Self::Number => "number",
            Self::Format => "format",
            Self::Pattern => "pattern",
            Self::Crowd => "crowd",
            Self::Steps => "steps",
            Self::Elsewhere => "elsewhere",
            Self::Fits => "fits",
        }
    }
}

impl Unread for Unsure {
    const SYNTAX: Self = Self::Syntax;
    const ENCODING: Self = Self::Encoding;
    const DEPTH: Self = Self::Depth;
    const SURROGATE: Self = Self::Surrogate;

    /// It is read, and is infinite.
    fn of_infinite() -> Option<Self> {
        None
    }

    /// What these keys do to a value, or to who looks at it, is JavaScript's.
    fn of_name(name: &str) -> Option<Self> {
        matches!(name, "__proto__" | "constructor").then_some(Self::Key)
    }
}

/// Finds what does not fit in texts of one type.
#[derive(Debug)]
pub struct Explainer {
    table: Table,
    patterns: Patterns,
    depth: u32,
}

impl Explainer {
    /// From the text that a written module carries beside its reader.
    ///
    /// # Errors
    ///
    /// [`ProgramError`] for what is no such text, one of another version, or one that does not hold
    /// together.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        let table: Table = serde_json::from_str(text)
            .map_err(|error| ProgramError::Malformed { detail: error.to_string() })?;
        if table.version != VERSION {
            return Err(ProgramError::Version { found: table.version });
        }
        if !table.holds_together() {
            return Err(ProgramError::Dangling);
        }
        let mut asked = Vec::new();
        table.nodes.iter().for_each(|node| add_asked(node, &mut asked));
        let patterns = Patterns::of(asked.into_iter());
        Ok(Self { patterns, table, depth: DEEPEST })
    }

    /// The same that leaves what has more levels of lists and objects than `depth` to JavaScript.
    #[must_use]
    pub fn no_deeper_than(self, depth: u32) -> Self {
        Self { depth: self.depth.min(depth), ..self }
    }

    /// Adds the issues of the body `bytes` to `into`, as JSON with commas between them, in which
    /// each of them is located in the body; gives back how many there are. `None`, and nothing
    /// added, where JavaScript has to look.
    pub fn issues(&self, bytes: &[u8], into: &mut String) -> Option<u32> {
        let issues = self.explain(bytes).ok()?;
        issues.write_items("\"in\":\"body\",", into);
        Some(issues.count())
    }

    /// Adds the issues of `bytes` to `into`, as JSON; gives back how many there are.
    ///
    /// # Errors
    ///
    /// [`Unsure`] where JavaScript has to look; nothing is added then.
    pub fn all(&self, bytes: &[u8], into: &mut String) -> Result<u32, Unsure> {
        let issues = self.explain(bytes)?;
        into.push('[');
        issues.write_items("", into);
        into.push(']');
        Ok(issues.count())
    }

    fn explain(&self, bytes: &[u8]) -> Result<Issues<'_>, Unsure> {
        let value = value_of(bytes, self.depth)?;
        issues_of(Walk::new(&self.table, &self.patterns), self.table.root, &value)
    }
}

/// The value of a text of at most so many levels.
fn value_of(bytes: &[u8], depth: u32) -> Result<Json<'_>, Unsure> {
    if bytes.len() > LONGEST { Err(Unsure::Long) } else { json::read(bytes, depth) }
}

/// What does not fit in a value.
fn issues_of<'t>(mut walk: Walk<'t>, root: NodeId, value: &Json<'_>) -> Result<Issues<'t>, Unsure> {
    if walk.fits(root, value)? {
        return Err(Unsure::Fits);
    }
    let mut issues = Issues::default();
    walk.collect(root, value, Secrecy::Open, &mut issues)?;
    if issues.0.is_empty() { Err(Unsure::Elsewhere) } else { Ok(issues) }
}

/// Adds everything that a node asks.
fn add_asked<'t>(node: &'t Node, into: &mut Vec<&'t Asked>) {
    match node {
        Node::Scalar(scalar) => into.extend(scalar.tests.iter().map(|test| &test.asked)),
        Node::Object(object) => {
            object.index.iter().for_each(|signature| add_asked_of_keys(&signature.key, into));
        }
        _ => {}
    }
}

fn add_asked_of_keys<'t>(test: &'t KeyTest, into: &mut Vec<&'t Asked>) {
    match test {
        KeyTest::Meets(asked) => into.extend(asked),
        KeyTest::Either(tests) => tests.iter().for_each(|one| add_asked_of_keys(one, into)),
        KeyTest::All | KeyTest::Numbers | KeyTest::Exactly(_) => {}
    }
}
