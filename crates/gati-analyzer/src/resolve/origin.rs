//! What a type is made from: the statements that can have a say in it, however they are laid out,
//! the packages they import from, and the options of the compiler.
//!
//! A statement has a say if a word of it may name something that has one. So more is followed
//! than a compiler would follow, and never less: a string that happens to be a name counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::{FileId, Files, ResolvedModule, in_node_modules, specifiers};
use crate::given::fallback::{FallbackKey, FallbackPosition};
use crate::ir::{Export, ExportTarget, FileFacts, ImportedName, Name};
use crate::syntax::{canonical_json, canonical_statement, words};

/// The folder of what Gati writes.
const WRITTEN: &str = ".gati";
/// The word by which a handler reaches the modules of its project.
const MODULES: &str = "modules";

/// What a type is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Of everything but the packages; the same for the same sources in another layout.
    pub hash: String,
    /// Files of the packages, one for each that is imported from, in order.
    pub packages: Vec<PathBuf>,
}

/// A part of a file that has a say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// Whatever is called so in the file.
    Name(Name),
    /// What is exported under this name.
    Export(Name),
    Everything,
}

/// A statement in one form, and the words in it.
struct Statement {
    text: String,
    words: FxHashSet<Name>,
}

/// Finds out what types are made from; what it read of a file serves them all.
pub(crate) struct Tracer<'f> {
    files: &'f Files,
    /// The modules of the project, which every handler can reach through its context.
    modules: Vec<FileId>,
    statements: FxHashMap<FileId, Rc<[Statement]>>,
    /// By the file that is spoken to: types of one file are asked for together.
    speaking: FxHashMap<FileId, Rc<[FileId]>>,
}

/// One type that is traced.
#[derive(Default)]
struct Trace {
    pending: Vec<(FileId, Part)>,
    seen: FxHashSet<(FileId, Part)>,
    /// By the path of the file.
    taken: BTreeMap<String, (FileId, BTreeSet<usize>)>,
    /// Where names lead across files.
    edges: BTreeSet<String>,
    packages: BTreeSet<PathBuf>,
}

impl Trace {
    fn want(&mut self, file: FileId, part: Part) {
        if self.seen.insert((file, part.clone())) {
            self.pending.push((file, part));
        }
    }
}

impl<'f> Tracer<'f> {
    pub(crate) fn new(files: &'f Files, modules: Vec<FileId>) -> Self {
        Self { files, modules, statements: FxHashMap::default(), speaking: FxHashMap::default() }
    }

    /// What the type at a position is made from.
    pub(crate) fn origin_of(&mut self, key: &FallbackKey) -> Origin {
        let mut trace = Trace::default();
        let file = self.files.id_of(&key.file);
        let own = match &key.position {
            FallbackPosition::Response { export } => {
                trace.want(file, Part::Export(Name::from(export.as_str())));
                export.as_str()
            }
            FallbackPosition::Type { text } => {
                for word in words(text) {
                    trace.want(file, Part::Name(Name::from(word)));
                }
                text.as_str()
            }
        };
        let speaking = self.speaking.get(&file).map(Rc::clone);
        let speaking = speaking.unwrap_or_else(|| self.speaking_to_all(file).into());
        self.speaking.insert(file, Rc::clone(&speaking));
        for file in speaking.iter() {
            trace.want(*file, Part::Everything);
        }
        trace
            .packages
            .extend(self.files.automatic_types().into_iter().map(|file| self.files.path_of(file)));
        while let Some((file, part)) = trace.pending.pop() {
            self.follow(&mut trace, file, &part);
        }
        self.summed_up(own, trace)
    }

    /// Files that say something to files that do not import them. What Gati writes about the
    /// modules of the project is not among them: a fresh checkout has none of it.
    fn speaking_to_all(&self, file: FileId) -> Vec<FileId> {
        let graph = self.files.load_graph(std::iter::once(file));
        let written = self.files.root().join(WRITTEN);
        let reaches_out = |id: &FileId| {
            let path = self.files.path_of(*id);
            self.files.read(*id).is_some_and(|facts| facts.reaches_out())
                && !in_node_modules(&path)
                && !path.starts_with(&written)
        };
        graph.into_iter().chain(self.files.far_reaching_roots()).filter(reaches_out).collect()
    }

    fn follow(&mut self, trace: &mut Trace, file: FileId, part: &Part) {
        let Some(facts) = self.files.read(file) else { return };
        match part {
            Part::Name(name) => self.follow_name(trace, (file, &facts), name),
            Part::Export(name) => self.follow_export(trace, (file, &facts), name),
            Part::Everything => {
                for item in 0..facts.items.len() {
                    self.take(trace, (file, &facts), item);
                }
                for specifier in specifiers(&facts) {
                    self.lead(trace, file, &specifier, &ImportedName::Namespace);
                }
            }
        }
    }

    fn follow_name(&mut self, trace: &mut Trace, (file, facts): (FileId, &FileFacts), name: &Name) {
        let scope = facts.module_scope();
        if let Some(import) = scope.imports.get(name) {
            trace.edges.insert(format!("{}\0{name}\0import", self.shown(file)));
            self.lead(trace, file, &import.specifier, &import.imported);
        }
        if !scope.imports.contains_key(name) && !scope.names.contains_key(name) {
            return;
        }
        let declaring: FxHashSet<usize> = facts.items_declaring(name).collect();
        let statements = self.statements_of(file, facts);
        for item in 0..facts.items.len() {
            // What declares nothing may still narrow what is declared, or add to it.
            let has_a_say = facts.range_of(item, |ends| ends.declarations).is_empty()
                && statements.get(item).is_some_and(|own| own.words.contains(name))
                && !is_module_syntax(&statements[item].text);
            if has_a_say || declaring.contains(&item) {
                self.take(trace, (file, facts), item);
            }
        }
    }

    fn follow_export(
        &mut self,
        trace: &mut Trace,
        (file, facts): (FileId, &FileFacts),
        name: &Name,
    ) {
        let scope = facts.module_scope();
        let found = scope.exports.get(name).or_else(|| scope.exports.get("export="));
        let shown = self.shown(file);
        let is_itself = |export: &&Export| matches!(&export.target, ExportTarget::Local(local) if local == name);
        if scope.names.contains_key(name) && !found.as_ref().is_some_and(is_itself) {
            // Something else goes by the name of what is declared.
            trace.want(file, Part::Name(Name::clone(name)));
        }
        match found.map(|export| &export.target) {
            Some(ExportTarget::Local(local)) => {
                trace.edges.insert(format!("{shown}\0{name}\0is {local}"));
                trace.want(file, Part::Name(Name::clone(local)));
            }
            Some(ExportTarget::From { specifier, imported }) => {
                trace.edges.insert(format!("{shown}\0{name}\0export"));
                self.lead(trace, file, specifier, imported);
            }
            Some(ExportTarget::Expression(value) | ExportTarget::Path(_, value)) => {
                let item = facts.item_of(value.0, |ends| ends.expressions);
                self.take(trace, (file, facts), item);
            }
            None if scope.star_exports.is_empty() => trace.want(file, Part::Everything),
            None => {
                for (specifier, _) in &scope.star_exports {
                    trace.edges.insert(format!("{shown}\0{name}\0star {specifier}"));
                    let named = ImportedName::Named(Name::clone(name));
                    self.lead(trace, file, specifier, &named);
                }
            }
        }
    }

    /// Goes on in another module.
    fn lead(&self, trace: &mut Trace, file: FileId, specifier: &Name, imported: &ImportedName) {
        let resolved = self.files.resolve((file, Name::clone(specifier)));
        let target = match &resolved {
            ResolvedModule::File(path) if !in_node_modules(path) => self.files.display_path(path),
            ResolvedModule::File(_) => "package".to_owned(),
            other => format!("{other:?}"),
        };
        trace.edges.insert(format!("{}\0{specifier}\0{imported:?}\0{target}", self.shown(file)));
        let ResolvedModule::File(path) = resolved else { return };
        if in_node_modules(&path) {
            trace.packages.insert(path);
            return;
        }
        let part = match imported {
            ImportedName::Named(name) => Part::Export(Name::clone(name)),
            ImportedName::Default => Part::Export(Name::from("default")),
            ImportedName::Namespace | ImportedName::Equals => Part::Everything,
        };
        trace.want(self.files.id_of(&path), part);
    }

    /// A statement has a say, and with it whatever it may name.
    fn take(&mut self, trace: &mut Trace, (file, facts): (FileId, &FileFacts), item: usize) {
        let shown = self.shown(file);
        if !trace.taken.entry(shown).or_insert((file, BTreeSet::new())).1.insert(item) {
            return;
        }
        let statements = self.statements_of(file, facts);
        let Some(own) = statements.get(item) else { return };
        for word in &own.words {
            trace.want(file, Part::Name(Name::clone(word)));
        }
        if own.words.contains(MODULES) {
            for module in &self.modules {
                trace.want(*module, Part::Everything);
            }
        }
        // `import("./x").T`, and the same of a value.
        if own.text.contains("import(") || own.text.contains("require(") {
            for specifier in quoted(&own.text) {
                self.lead(trace, file, &Name::from(specifier), &ImportedName::Namespace);
            }
        }
    }

    fn statements_of(&mut self, file: FileId, facts: &FileFacts) -> Rc<[Statement]> {
        let known = self.statements.entry(file).or_insert_with(|| {
            let statement = |item: &crate::ir::Item| {
                let range = item.span.start as usize..item.span.end as usize;
                let text = facts.text.get(range).unwrap_or_default();
                let text = canonical_statement(text, &facts.path);
                let words = words(&text).map(Name::from).collect();
                Statement { text, words }
            };
            facts.items.iter().map(statement).collect()
        });
        Rc::clone(known)
    }

    fn shown(&self, file: FileId) -> String {
        self.files.display_path(&self.files.path_of(file))
    }

    fn summed_up(&self, own: &str, trace: Trace) -> Origin {
        let mut whole: Vec<String> = vec![own.to_owned()];
        whole.extend(self.files.compiler_options().iter().map(|text| canonical_json(text)));
        whole.extend(trace.edges);
        for (path, (file, items)) in trace.taken {
            whole.push(path);
            let Some(statements) = self.statements.get(&file) else { continue };
            let taken = items.into_iter().filter_map(|item| statements.get(item));
            whole.extend(taken.map(|statement| statement.text.clone()));
        }
        // A length before each part, so that no two lists have one text.
        let mut text = String::new();
        for part in whole {
            let _ = write!(text, "{}\0{part}\0", part.len());
        }
        let hash = format!("{:032x}", xxh3_128(text.as_bytes()));
        Origin { hash, packages: trace.packages.into_iter().collect() }
    }
}

/// Whether a statement only says what is imported or exported under which name.
fn is_module_syntax(text: &str) -> bool {
    let is_part = |next: char| next.is_alphanumeric() || matches!(next, '_' | '$' | '(' | '.');
    ["import", "export"]
        .iter()
        .any(|word| text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_part)))
}

/// What stands in quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    ['"', '\'', '`'].into_iter().flat_map(|quote| text.split(quote).skip(1))
}
