//! What is shared while a module is written: which functions are wanted, under which names,
//! which pieces of the runtime they use.

use std::collections::{BTreeSet, VecDeque};

use gati_emit::{Names, Source, string};
use gati_types::{GType, TypeId};
use rustc_hash::FxHashMap;

use crate::{CompileError, facts::Facts, runtime};

/// How many levels of a recursive type are followed.
pub(crate) const DEPTH_LIMIT: usize = 512;

/// What a function does with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Whether it fits.
    Is,
    /// Whether it fits and is handed on as it is.
    Exact,
    /// Both in one walk: 0 for what does not fit, 1 for what fits, 2 for what is handed on as it is.
    Scan,
    /// Whether an object has declared members only.
    Only,
    /// Adds the issues of a value to a list.
    Collect,
    /// The same below a name that looks secret.
    CollectSecret,
    /// The same below a key that is known only when the code runs.
    CollectKeyed,
    /// The value to hand on, of one that fits.
    Clean,
    /// Result of checking: the three above together.
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
}

impl Kind {
    /// What the names of its functions start with. The `$` keeps them apart from local names.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Is => "is$",
            Self::Exact => "exact$",
            Self::Scan => "scan$",
            Self::Only => "only$",
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
        }
    }
}

/// A function that is called and has to be written.
pub(crate) struct Wanted<'a> {
    pub(crate) kind: Kind,
    pub(crate) node: &'a GType,
    pub(crate) name: String,
    /// What the node is called in names of functions below it.
    pub(crate) title: String,
    /// Whether the type has a name.
    pub(crate) named: bool,
    /// The type's name, if the function is that of a recursive one.
    pub(crate) recursive: Option<String>,
}

pub(crate) struct Compiler<'a> {
    pub(crate) facts: &'a Facts<'a>,
    names: Names,
    functions: FxHashMap<(Kind, *const GType), String>,
    titles: FxHashMap<*const GType, String>,
    /// The names of the table's nodes.
    ids: FxHashMap<*const GType, &'a TypeId>,
    /// Unnamed nodes by their wire form: two that look the same share their functions.
    shapes: FxHashMap<String, &'a GType>,
    /// The node that stands for an unnamed one.
    shared: FxHashMap<*const GType, &'a GType>,
    queue: VecDeque<Wanted<'a>>,
    runtime: BTreeSet<usize>,
    constants: Vec<(String, String)>,
    /// The first thing that went wrong; code is written on, the result thrown away.
    pub(crate) failure: Option<CompileError>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        let mut names = Names::new();
        runtime::names().for_each(|name| names.reserve(name));
        Self {
            facts,
            names,
            functions: FxHashMap::default(),
            titles: FxHashMap::default(),
            shapes: FxHashMap::default(),
            shared: FxHashMap::default(),
            ids: facts
                .types
                .iter()
                .map(|(id, named)| (std::ptr::from_ref(&named.gtype), id))
                .collect(),
            queue: VecDeque::new(),
            runtime: BTreeSet::new(),
            constants: Vec::new(),
            failure: None,
        }
    }

    /// The name of the function that does `kind` for `node`; it is written later. `hint` is what
    /// an unnamed node is called.
    pub(crate) fn function(&mut self, kind: Kind, node: &'a GType, hint: &str) -> String {
        let target = self.target(node);
        let kind = if kind == Kind::Exact && !self.facts.changes(target) { Kind::Is } else { kind };
        let place = std::ptr::from_ref(target);
        if let Some(name) = self.functions.get(&(kind, place)) {
            return name.clone();
        }
        let id = self.ids.get(&place).copied();
        let title = match id {
            Some(id) => id.to_string(),
            None => self.titles.get(&place).cloned().unwrap_or_else(|| hint.to_owned()),
        };
        self.titles.insert(place, title.clone());
        let name = self.names.unique(kind.prefix(), &title);
        self.functions.insert((kind, place), name.clone());
        let recursive =
            id.filter(|id| self.facts.is_recursive(id.as_str())).map(ToString::to_string);
        self.queue.push_back(Wanted {
            kind,
            node: target,
            name: name.clone(),
            title,
            named: id.is_some(),
            recursive,
        });
        name
    }

    /// The node a chain of names leads to; the first of its shape if it has no name itself.
    fn target(&mut self, node: &'a GType) -> &'a GType {
        let target = self.facts.types.resolve(node).unwrap_or(node);
        let place = std::ptr::from_ref(target);
        if self.ids.contains_key(&place) {
            return target;
        }
        if let Some(first) = self.shared.get(&place) {
            return first;
        }
        let shape = serde_json::to_string(target)
            .expect("the model has string keys only, so it always serialises");
        let first = *self.shapes.entry(shape).or_insert(target);
        self.shared.insert(place, first);
        first
    }

    /// The next function to write.
    pub(crate) fn next(&mut self) -> Option<Wanted<'a>> {
        self.queue.pop_front()
    }

    /// Uses a piece of the runtime; gives back its name.
    pub(crate) fn runtime(&mut self, name: &'static str) -> &'static str {
        runtime::require(name, &mut self.runtime);
        name
    }

    /// The name of a constant of the module that holds `value`.
    pub(crate) fn constant(&mut self, hint: &str, value: String) -> String {
        if let Some((name, _)) = self.constants.iter().find(|(_, known)| *known == value) {
            return name.clone();
        }
        let name = self.names.unique("$", hint);
        self.constants.push((name.clone(), value));
        name
    }

    /// The name of a constant that holds the regular expression.
    pub(crate) fn pattern(&mut self, pattern: &str) -> String {
        if let Err(error) = crate::pattern::check(pattern) {
            self.fail(error);
            return "/(?:)/u".to_owned();
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

    /// The constants and the used pieces of the runtime, as source.
    pub(crate) fn preamble(&self) -> Source {
        let mut source = Source::new();
        for piece in runtime::sources(&self.runtime) {
            source.line(piece.trim_end());
            source.blank();
        }
        for (name, value) in &self.constants {
            source.line(&format!("const {name} = {value};"));
        }
        source.blank();
        source
    }
}
