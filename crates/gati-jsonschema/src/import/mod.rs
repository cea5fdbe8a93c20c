//! JSON Schema as types: 2020-12, draft-07, and what OpenAPI 3.0 and 3.1 make of them.
//!
//! A schema is a condition and a type is a shape, so an import has two results: the types, and
//! [`Finding`]s that say, each with its place, what types cannot say and what was made of it.
//! Without a finding of the effects [`Effect::Unresolved`] and [`Effect::Widened`] the types
//! accept exactly the values the schema accepts.
//!
//! It goes in three steps. Every schema is read once into a type, references becoming mentions of
//! names (`schema`, `scalar`, `list`, `object`). Then schemas that all hold at once and mention
//! names are merged, which had to wait until the names mean something (`merge`, `settle`). Last,
//! tagged unions are given their tag (`finish`).

mod annotation;
mod finding;
mod finish;
mod hint;
mod list;
mod locate;
mod merge;
mod merge_list;
mod merge_object;
mod names;
mod not;
mod object;
mod scalar;
mod schema;
mod settle;
mod template;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use gati_types::{Document, GType, NamedType, TypeId, TypeTable, UnresolvedType};
use serde_json::Value;

pub use finding::{Effect, Finding, FindingKind};

use crate::{Direction, Target};
use locate::Index;
use names::Names;
use settle::Merge;

/// How deep schemas may be nested without a reference in between: more than anyone writes, and
/// little enough for the stack of any thread.
const DEPTH_LIMIT: usize = 64;
/// How many schemas, and parts made of them, an import looks at.
const SIZE_LIMIT: usize = 200_000;
/// How many alternatives a merge of two unions may come to.
const ALTERNATIVES_LIMIT: usize = 1_000;

/// What a schema without `type` means by its other keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Untyped {
    /// What the specification says: `{ "minLength": 1 }` narrows text and accepts all else.
    #[default]
    Exact,
    /// What most authors mean: `{ "properties": … }` is an object.
    Implied,
}

/// Which named schemas an import gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Definitions {
    /// Those the root reaches.
    #[default]
    Reached,
    /// All of `$defs`, `definitions` and OpenAPI's `components/schemas`.
    All,
}

/// What the caller knows about a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// The dialect where `$schema` does not say it; 2020-12 if neither does.
    pub dialect: Option<Target>,
    /// Which way the described value travels: to a handler, a member with a default is never
    /// missing once it was filled in.
    pub direction: Direction,
    /// The name of the root type. Without one, the root has a name where it has a `title`, a
    /// `$id`, or is mentioned.
    pub name: Option<String>,
    /// The JSON Pointer of the schema in its document; the whole document where it is empty.
    pub at: String,
    /// Which named schemas to give.
    pub definitions: Definitions,
    /// What a schema without `type` means.
    pub untyped: Untyped,
}

/// What an import gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The types.
    pub document: Document,
    /// What there is to say about them.
    pub findings: Vec<Finding>,
}

impl Imported {
    /// Whether the types accept exactly what the schema accepts.
    pub fn is_exact(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| matches!(finding.effect(), Effect::Assumed | Effect::Ignored))
    }
}

/// The type of a JSON Schema.
///
/// ```
/// use gati_jsonschema::{ImportOptions, import};
/// use serde_json::json;
///
/// let schema = json!({ "type": "object", "properties": { "age": { "type": "integer" } } });
/// let imported = import(&schema, &ImportOptions::default());
/// assert_eq!(imported.document.root.to_string(), "{ age?: number & Integer }");
/// assert!(imported.findings.is_empty());
/// ```
pub fn import(schema: &Value, options: &ImportOptions) -> Imported {
    let mut importer = Importer {
        index: Index::new(schema),
        dialect: dialect_of(schema, options),
        options,
        findings: Vec::new(),
        said: HashSet::new(),
        types: TypeTable::new(),
        names: Names::new(schema, &options.at),
        queue: VecDeque::new(),
        merges: BTreeMap::new(),
        pairs: HashMap::new(),
        exclusive: Vec::new(),
        budget: SIZE_LIMIT,
        nesting: 0,
        unmerged: Vec::new(),
    };
    let root = importer.root();
    importer.finish(root)
}

/// [`import`] of JSON text.
///
/// # Errors
///
/// What is wrong with text that is not JSON. JSON that is nested too deeply to be read is a
/// finding, like a schema that is.
pub fn import_json(text: &str, options: &ImportOptions) -> Result<Imported, serde_json::Error> {
    match serde_json::from_str(text) {
        Ok(schema) => Ok(import(&schema, options)),
        Err(error) if error.to_string().starts_with("recursion limit exceeded") => {
            let kind = FindingKind::TooDeep;
            let (code, reason) = (kind.code().to_owned(), kind.to_string());
            let root = GType::Unresolved(UnresolvedType { code, reason });
            let findings = vec![Finding { kind, pointer: String::new() }];
            Ok(Imported { document: Document::new(root), findings })
        }
        Err(error) => Err(error),
    }
}

/// The dialect a document is written in.
fn dialect_of(schema: &Value, options: &ImportOptions) -> Target {
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    if let Some(version) = text("openapi") {
        return if version.starts_with("3.0") { Target::Draft7 } else { Target::Draft2020_12 };
    }
    match text("$schema") {
        Some(uri) if ["draft-07", "draft-06", "draft-04"].iter().any(|one| uri.contains(one)) => {
            Target::Draft7
        }
        Some(_) => Target::Draft2020_12,
        None => options.dialect.unwrap_or_default(),
    }
}

/// A schema and where it stands.
#[derive(Clone)]
struct Place<'a> {
    value: &'a Value,
    pointer: String,
    depth: usize,
}

impl<'a> Place<'a> {
    /// A schema inside this one, under these keys.
    fn inner(&self, value: &'a Value, keys: &[&str]) -> Self {
        let pointer = keys.iter().fold(self.pointer.clone(), |at, key| locate::child(&at, key));
        Self { value, pointer, depth: self.depth + 1 }
    }
}

/// Reads one document.
struct Importer<'a> {
    index: Index<'a>,
    dialect: Target,
    options: &'a ImportOptions,
    findings: Vec<Finding>,
    /// The same, to say nothing twice.
    said: HashSet<Finding>,
    types: TypeTable,
    names: Names,
    /// Named schemas that are still to be read.
    queue: VecDeque<(TypeId, String)>,
    /// What is still to be merged, by the name that stands for the result.
    merges: BTreeMap<TypeId, Merge>,
    /// The names of what two names have in common.
    pairs: HashMap<(TypeId, TypeId), TypeId>,
    /// Alternatives of which exactly one may fit.
    exclusive: Vec<(String, Vec<GType>)>,
    /// How many parts may still be looked at.
    budget: usize,
    /// How deep merging is at the moment.
    nesting: usize,
    /// What could not be merged since this was last looked at.
    unmerged: Vec<String>,
}

impl Importer<'_> {
    /// Reads the root and everything it mentions.
    fn root(&mut self) -> GType {
        let at = self.options.at.clone();
        let Some(value) = self.index.at(&at) else {
            return self.fail(&at, FindingKind::MissingTarget { reference: at.clone() });
        };
        if self.options.definitions == Definitions::All {
            for pointer in self.names.definitions() {
                self.mention(&pointer);
            }
        }
        let own = || names::own_name(value).filter(|_| !names::is_mention(value));
        let mentioned = || self.index.is_mentioned(&at).then(|| "Root".to_owned());
        let name = self.options.name.clone().or_else(own).or_else(mentioned);
        let root = match name {
            Some(name) => {
                self.names.reserve(&at, &name);
                self.mention(&at)
            }
            None => self.schema(&Place { value, pointer: at, depth: 0 }),
        };
        while let Some((id, pointer)) = self.queue.pop_front() {
            let Some(value) = self.index.at(&pointer) else { continue };
            let place = Place { value, pointer, depth: 0 };
            let docs = self.docs(&place);
            let gtype = self.schema(&place);
            self.types.insert(id, NamedType { gtype, docs });
        }
        root
    }

    /// A mention of the schema at `pointer`, which is read later.
    fn mention(&mut self, pointer: &str) -> GType {
        if let Some(name) = self.index.at(pointer).and_then(names::own_name) {
            self.names.reserve(pointer, &name);
        }
        let (id, is_new) = self.names.of(pointer);
        if is_new {
            self.queue.push_back((id.clone(), pointer.to_owned()));
        }
        GType::reference(id.as_str())
    }

    /// Says something about the place at `pointer`.
    fn say(&mut self, pointer: impl Into<String>, kind: FindingKind) {
        let finding = Finding { kind, pointer: pointer.into() };
        if self.said.insert(finding.clone()) {
            self.findings.push(finding);
        }
    }

    /// Says why there is no type, and stands in for it.
    fn fail(&mut self, pointer: &str, kind: FindingKind) -> GType {
        let unresolved = UnresolvedType { code: kind.code().to_owned(), reason: kind.to_string() };
        self.say(pointer, kind);
        GType::Unresolved(unresolved)
    }

    /// Takes one part from the budget; `false` where nothing is left of it.
    fn spend(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0
    }
}
