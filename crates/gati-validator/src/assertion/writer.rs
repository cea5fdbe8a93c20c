//! What functions are written with: which others they call, which constants and pieces of the
//! runtime they use.

use std::collections::{BTreeSet, HashMap};

use gati_emit::{Names, string};
use gati_types::assertion::{Assertion, SchemaId};

use super::facts::Facts;
use crate::{CompileError, runtime};

/// How many levels of a recursive schema are followed.
pub(super) const DEPTH_LIMIT: u32 = 512;

/// What a function does with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Whether it fits.
    Is,
    /// The same, and notes which parts of it were looked at.
    Track,
    /// Notes which parts of it were looked at by all that stands beside what is left over.
    Sources,
    /// Adds its issues to a list.
    Collect,
    /// Makes values out of text.
    Read,
}

impl Kind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Is => "is$",
            Self::Track => "track$",
            Self::Sources => "sources$",
            Self::Collect => "collect$",
            Self::Read => "read$",
        }
    }
}

/// A function that is called and has to be written.
pub(super) struct Wanted {
    pub(super) kind: Kind,
    pub(super) id: SchemaId,
    pub(super) name: String,
}

/// A module being written.
pub(super) struct Writer<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) wanted: Vec<Wanted>,
    pub(super) used: BTreeSet<usize>,
    pub(super) constants: Vec<(String, String)>,
    pub(super) failure: Option<CompileError>,
    names: Names,
    functions: HashMap<(Kind, SchemaId), String>,
    by_value: HashMap<String, String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(facts: Facts<'a>) -> Self {
        let mut names = Names::new();
        runtime::names().for_each(|name| names.reserve(name));
        Self {
            facts,
            wanted: Vec::new(),
            used: BTreeSet::new(),
            constants: Vec::new(),
            failure: None,
            names,
            functions: HashMap::new(),
            by_value: HashMap::new(),
        }
    }

    /// The name of the function that does `kind` for `id`; it is written later.
    fn function(&mut self, kind: Kind, id: SchemaId) -> String {
        let id = self.facts.resolve(id);
        if let Some(name) = self.functions.get(&(kind, id)) {
            return name.clone();
        }
        let name = self.names.unique(kind.prefix(), &self.facts.schema(id).title);
        self.functions.insert((kind, id), name.clone());
        self.wanted.push(Wanted { kind, id, name: name.clone() });
        name
    }

    /// A call of that function; `depth` is what is passed on of it.
    pub(super) fn call(
        &mut self,
        kind: Kind,
        id: SchemaId,
        arguments: &str,
        depth: &str,
    ) -> String {
        let id = self.facts.resolve(id);
        let name = self.function(kind, id);
        if self.facts.is_deep(id) {
            format!("{name}({arguments}, {depth})")
        } else {
            format!("{name}({arguments})")
        }
    }

    /// Uses a piece of the runtime; gives back its name.
    pub(super) fn runtime(&mut self, name: &'static str) -> &'static str {
        runtime::require(name, &mut self.used);
        name
    }

    /// The name of a constant that holds `value`.
    pub(super) fn constant(&mut self, hint: &str, value: String) -> String {
        if let Some(name) = self.by_value.get(&value) {
            return name.clone();
        }
        let name = self.names.unique("$", hint);
        self.by_value.insert(value.clone(), name.clone());
        self.constants.push((name.clone(), value));
        name
    }

    /// The name of a constant that holds a regular expression of `schema`, from under `keyword`.
    pub(super) fn pattern(&mut self, pattern: &str, schema: &Assertion, keyword: &str) -> String {
        if let Err(error) = crate::pattern::check(pattern) {
            self.fail(schema, keyword, error);
            return "/(?:)/u".to_owned();
        }
        self.constant("pattern1", format!("new RegExp({}, \"u\")", string(pattern)))
    }

    /// `value`, which is finite, as a number literal.
    pub(super) fn number(&mut self, value: f64, schema: &Assertion) -> String {
        gati_emit::number(value).unwrap_or_else(|| {
            self.fail(schema, "", CompileError::NotFinite { place: "a bound".to_owned() });
            "0".to_owned()
        })
    }

    fn fail(&mut self, schema: &Assertion, keyword: &str, error: CompileError) {
        let place = format!("`{keyword}` at `{}/{keyword}`", schema.place);
        self.failure.get_or_insert_with(|| error.at(place));
    }
}

/// A function being written.
pub(super) struct Body<'w, 'a> {
    pub(super) writer: &'w mut Writer<'a>,
    pub(super) locals: Names,
    /// Whether which parts of the value are looked at is noted in `seen`.
    pub(super) tracking: bool,
}

impl<'w, 'a> Body<'w, 'a> {
    pub(super) fn new(writer: &'w mut Writer<'a>) -> Self {
        let mut locals = Names::new();
        locals.reserve_all(&["value", "at", "out", "depth", "seen", "outer", "before"]);
        Self { writer, locals, tracking: false }
    }

    /// A new local name.
    pub(super) fn local(&mut self, name: &str) -> String {
        self.locals.unique("", name)
    }

    /// Whether `value` fits `id`, as an expression. The value is the same as the function's.
    pub(super) fn fits_in_place(&mut self, id: SchemaId, value: &str) -> String {
        self.writer.call(Kind::Is, id, value, "depth")
    }

    /// The same, noting in `seen` what was looked at where there is something to note.
    pub(super) fn tracks_in_place(&mut self, id: SchemaId, value: &str, seen: &str) -> String {
        if self.writer.facts.looks(id) {
            self.writer.call(Kind::Track, id, &format!("{value}, {seen}"), "depth")
        } else {
            self.fits_in_place(id, value)
        }
    }
}
