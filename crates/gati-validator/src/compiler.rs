//! What functions are written with: which others they call, which constants and pieces of the
//! runtime they use.

use std::{collections::BTreeSet, fmt, sync::Arc};

use gati_emit::{camel_case, string};
use gati_types::{GType, NamedType, TypeId};
use rustc_hash::FxHashMap;

use crate::{CompileError, facts::Facts, runtime, written::stand_in};

/// How many levels of a recursive type are followed.
pub(crate) const DEPTH_LIMIT: usize = 512;

/// How long the name of an unnamed node's function is taken to be.
const UNNAMED_WIDTH: usize = 24;

/// What a function does with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Whether it fits.
    Is,
    /// Whether it fits and is handed on as it is.
    Exact,
    /// Adds the issues of a value to a list.
    Collect,
    /// The same below a name that looks secret.
    CollectSecret,
    /// The same below a key that is known only when the code runs.
    CollectKeyed,
    /// The value to hand on, of one that fits.
    Clean,
    /// Result of checking: the value to go on with, or the issues.
    Validate,
    /// Plain data with the declared members only, for `JSON.stringify`.
    Project,
    /// JSON text of a small flat object, or `undefined`.
    Text,
    /// JSON text.
    Stringify,
    /// Typed values out of text.
    Read,
    /// The same with names looked up in lower case.
    ReadHeaders,
    /// Makes the value from the tape of the typed reader.
    Build,
}

impl Kind {
    /// What the names of its functions start with. The `$` keeps them apart from local names.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Is => "is$",
            Self::Exact => "exact$",
            Self::Collect => "collect$",
            Self::CollectSecret => "collectSecret$",
            Self::CollectKeyed => "collectKeyed$",
            Self::Clean => "clean$",
            Self::Validate => "validate$",
            Self::Project => "project$",
            Self::Text => "text$",
            Self::Stringify => "stringify$",
            Self::Read => "read$",
            Self::ReadHeaders => "readHeaders$",
            Self::Build => "build$",
        }
    }
}

/// A function that is called and has to be written.
pub(crate) struct Wanted<'a> {
    pub(crate) kind: Kind,
    pub(crate) node: &'a GType,
    pub(crate) name: Arc<str>,
    /// What the node is called in names of functions below it.
    pub(crate) title: String,
    /// Whether the type has a name.
    pub(crate) named: bool,
    /// The type's name, if the function is that of a recursive one.
    pub(crate) recursive: Option<String>,
}

/// Where a node stands in memory, which is what tells two that look the same apart.
pub(crate) type Address = usize;

pub(crate) fn address(node: &GType) -> Address {
    std::ptr::from_ref(node).addr()
}

/// What was settled before the functions that are being written.
#[derive(Clone, Default)]
pub(crate) struct Settled<'a> {
    pub(crate) functions: FxHashMap<(Kind, Address), Arc<str>>,
    /// The names of the table's nodes.
    pub(crate) ids: FxHashMap<Address, &'a TypeId>,
    /// Unnamed nodes by their wire form: two that look the same share their functions.
    pub(crate) shapes: FxHashMap<String, &'a GType>,
    /// The node that stands for an unnamed one.
    pub(crate) shared: FxHashMap<Address, &'a GType>,
}

/// A name that is not settled yet.
pub(crate) enum Asked<'a> {
    Function { kind: Kind, node: &'a GType, shape: Option<String>, hint: String },
    Constant { hint: &'static str, value: String },
}

/// What some functions were written with. Names that are not settled have stand-ins, so that
/// functions can be written at the same time, whichever is done first.
pub(crate) struct Compiler<'a> {
    pub(crate) facts: &'a Facts<'a>,
    settled: Arc<Settled<'a>>,
    functions: FxHashMap<(Kind, Address), Arc<str>>,
    constants: FxHashMap<String, Arc<str>>,
    shapes: FxHashMap<String, &'a GType>,
    shared: FxHashMap<Address, &'a GType>,
    asked: Vec<Asked<'a>>,
    runtime: BTreeSet<usize>,
    /// The first thing that went wrong; code is written on, the result thrown away.
    failure: Option<CompileError>,
}

/// What functions turned out to be written with.
pub(crate) struct Use<'a> {
    /// In the order of their stand-ins.
    pub(crate) asked: Vec<Asked<'a>>,
    pub(crate) shared: FxHashMap<Address, &'a GType>,
    pub(crate) runtime: BTreeSet<usize>,
    pub(crate) failure: Option<CompileError>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, settled: Arc<Settled<'a>>) -> Self {
        Self {
            facts,
            settled,
            functions: FxHashMap::default(),
            constants: FxHashMap::default(),
            shapes: FxHashMap::default(),
            shared: FxHashMap::default(),
            asked: Vec::new(),
            runtime: BTreeSet::new(),
            failure: None,
        }
    }

    pub(crate) fn into_use(self) -> Use<'a> {
        let Self { asked, shared, runtime, failure, .. } = self;
        Use { asked, shared, runtime, failure }
    }

    /// The name of the function that does `kind` for `node`, or what stands for it; it is written
    /// later. `hint` is what an unnamed node is called.
    pub(crate) fn function(
        &mut self,
        kind: Kind,
        node: &'a GType,
        hint: &dyn fmt::Display,
    ) -> Arc<str> {
        let (target, shape) = self.target(node);
        let kind = if kind == Kind::Exact && !self.facts.changes(target) { Kind::Is } else { kind };
        let key = (kind, address(target));
        if let Some(name) = self.settled.functions.get(&key).or_else(|| self.functions.get(&key)) {
            return Arc::clone(name);
        }
        // What an unnamed node is called depends on who asks first, which is not known here.
        let width = match self.settled.ids.get(&key.1) {
            Some(id) => camel_case(kind.prefix(), id.as_str()).len(),
            None => UNNAMED_WIDTH,
        };
        let name = self.stand_in(width);
        self.functions.insert(key, Arc::clone(&name));
        self.asked.push(Asked::Function { kind, node: target, shape, hint: hint.to_string() });
        name
    }

    /// A text that no code contains, as long as the name will be: lines are broken by length.
    fn stand_in(&self, width: usize) -> Arc<str> {
        Arc::from(stand_in(self.asked.len(), width))
    }

    /// The node a chain of names leads to; the first of its shape if it has no name itself, with
    /// the shape if nobody asked for it before these functions.
    fn target(&mut self, node: &'a GType) -> (&'a GType, Option<String>) {
        let target = self.facts.types.resolve(node).unwrap_or(node);
        let place = address(target);
        if self.settled.ids.contains_key(&place) {
            return (target, None);
        }
        if let Some(first) = self.settled.shared.get(&place).or_else(|| self.shared.get(&place)) {
            return (first, None);
        }
        let shape = serde_json::to_string(target)
            .expect("the model has string keys only, so it always serialises");
        if let Some(first) = self.settled.shapes.get(&shape) {
            self.shared.insert(place, first);
            return (first, None);
        }
        let first = *self.shapes.entry(shape.clone()).or_insert(target);
        self.shared.insert(place, first);
        (first, Some(shape))
    }

    /// The entry of the table whose node this is.
    pub(crate) fn named(&self, node: &GType) -> Option<&'a NamedType> {
        let id = self.settled.ids.get(&address(node))?;
        self.facts.types.get(id)
    }

    /// Uses a piece of the runtime; gives back its name.
    pub(crate) fn runtime(&mut self, name: &'static str) -> &'static str {
        runtime::require(name, &mut self.runtime);
        name
    }

    /// The name of a constant of the module that holds `value`, or what stands for it.
    pub(crate) fn constant(&mut self, hint: &'static str, value: String) -> Arc<str> {
        if let Some(name) = self.constants.get(&value) {
            return Arc::clone(name);
        }
        let name = self.stand_in(hint.len() + 1);
        self.constants.insert(value.clone(), Arc::clone(&name));
        self.asked.push(Asked::Constant { hint, value });
        name
    }

    /// The name of a constant that holds the regular expression.
    pub(crate) fn pattern(&mut self, pattern: &str) -> Arc<str> {
        if let Err(error) = crate::pattern::check(pattern) {
            self.fail(error);
            return Arc::from("/(?:)/u");
        }
        self.constant("pattern1", format!("new RegExp({}, \"u\")", string(pattern)))
    }

    /// `value` as a number literal; a failure of the whole module if it is not finite.
    pub(crate) fn number(&mut self, value: f64, place: &str) -> String {
        gati_emit::number(value).unwrap_or_else(|| {
            self.fail(CompileError::NotFinite { place: place.to_owned() });
            "0".to_owned()
        })
    }

    pub(crate) fn fail(&mut self, error: CompileError) {
        self.failure.get_or_insert(error);
    }
}
