//! Two ways into the graph: schemas of OpenAPI documents, and GTypes. Both say of a place what
//! values are there in one direction.

mod conditions;
mod gtype;
mod meet;
mod schema;
mod schema_list;
mod schema_object;
mod schema_parts;
mod schema_scalar;
mod template;
mod values;

use gati_types::{GType, TypeTable, UnknownKeys};
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::error::{DiffError, Side};
use crate::graph::{AltId, Arena, Node, NodeId, Notes};
use crate::language::Languages;

pub(crate) use schema::notes;

pub(crate) type Result<T> = std::result::Result<T, DiffError>;

/// The most nodes of one comparison.
const NODES: usize = 400_000;
/// How deep schemas may be made of schemas of the same value (`$ref`, `allOf` …).
const NESTING: u32 = 160;
/// The most alternatives of one node.
const ALTERNATIVES: usize = 4_096;

/// Which way values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Travels {
    /// From clients to the server.
    In,
    /// From the server to clients.
    Out,
}

/// What values travel as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Carrier {
    Json,
    /// The text of a parameter or a header.
    Text,
    /// Parts of a form, which may be files.
    Parts,
    /// XML, where names of elements are part of the contract.
    Xml,
}

/// How a schema is read where it does not name a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Untyped {
    /// Its keywords say which kinds are meant.
    Implied,
    /// It is part of a schema whose keywords say it together: other kinds fit too, here and not
    /// in what it is made of.
    Part,
    /// As the specification has it: other kinds fit too.
    Exact,
}

/// How a place is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    pub(crate) side: Side,
    pub(crate) travels: Travels,
    pub(crate) carrier: Carrier,
    pub(crate) untyped: Untyped,
}

impl Way {
    pub(crate) fn new(side: Side, travels: Travels, carrier: Carrier) -> Self {
        Self { side, travels, carrier, untyped: Untyped::Implied }
    }

    fn exact(self) -> Self {
        Self { untyped: Untyped::Exact, ..self }
    }

    /// Of a part of the same value.
    fn part(self) -> Self {
        match self.untyped {
            Untyped::Exact => self,
            Untyped::Implied | Untyped::Part => Self { untyped: Untyped::Part, ..self },
        }
    }

    /// Of a member or an item.
    fn inner(self) -> Self {
        match self.untyped {
            Untyped::Exact => self,
            Untyped::Implied | Untyped::Part => Self { untyped: Untyped::Implied, ..self },
        }
    }
}

/// What a node is to be filled with.
#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Schema(&'a Value, Way),
    GType(&'a GType, Way, Option<&'a gati_types::Docs>),
    /// What is in both.
    Meet(NodeId, NodeId),
}

#[derive(Debug, Clone, Copy)]
enum State<'a> {
    Pending(Source<'a>),
    Filling,
    Done,
}

/// A document that schemas refer into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) root: &'a Value,
    pub(crate) dialect: Dialect,
}

/// The dialect of a document's schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// OpenAPI 3.0: beside `$ref` nothing counts, flags make bounds exclusive.
    V3_0,
    /// OpenAPI 3.1: JSON Schema 2020-12.
    V3_1,
}

/// Fills an [`Arena`], lazily: a node is read when its alternatives are asked for.
pub(crate) struct Builder<'a> {
    pub(crate) arena: Arena,
    pub(crate) languages: Languages,
    documents: [Option<Document<'a>>; 2],
    types: [Option<&'a TypeTable>; 2],
    unknown_keys: [UnknownKeys; 2],
    states: Vec<State<'a>>,
    pending: Vec<NodeId>,
    placed: FxHashMap<(usize, usize, Way), NodeId>,
    meets: FxHashMap<(NodeId, NodeId), NodeId>,
    nesting: u32,
}

impl<'a> Builder<'a> {
    fn new(unknown_keys: [UnknownKeys; 2]) -> Self {
        let arena = Arena::new();
        let states = vec![State::Done; arena.node_count()];
        Self {
            arena,
            languages: Languages::default(),
            documents: [None, None],
            types: [None, None],
            unknown_keys,
            states,
            pending: Vec::new(),
            placed: FxHashMap::default(),
            meets: FxHashMap::default(),
            nesting: 0,
        }
    }

    pub(crate) fn documents(before: Document<'a>, after: Document<'a>) -> Self {
        let documents = [Some(before), Some(after)];
        Self { documents, ..Self::new([UnknownKeys::Strip; 2]) }
    }

    pub(crate) fn tables(
        before: &'a TypeTable,
        after: &'a TypeTable,
        keys: [UnknownKeys; 2],
    ) -> Self {
        Self { types: [Some(before), Some(after)], ..Self::new(keys) }
    }

    /// The node of a schema.
    pub(crate) fn schema(&mut self, schema: &'a Value, way: Way) -> NodeId {
        let key = (std::ptr::from_ref(schema) as usize, 0, way);
        self.place(key, Source::Schema(schema, way))
    }

    /// The node of a type; its notes come from the member that has it, if one has.
    pub(crate) fn gtype(
        &mut self,
        gtype: &'a GType,
        docs: Option<&'a gati_types::Docs>,
        way: Way,
    ) -> NodeId {
        let docs_at = docs.map_or(0, |docs| std::ptr::from_ref(docs) as usize);
        let key = (std::ptr::from_ref(gtype) as usize, docs_at, way);
        self.place(key, Source::GType(gtype, way, docs))
    }

    /// The node of what is in both.
    fn meet(&mut self, left: NodeId, right: NodeId) -> NodeId {
        if left == right || right == Arena::ANY {
            return left;
        }
        if left == Arena::ANY {
            return right;
        }
        let key = (left.min(right), left.max(right));
        if let Some(known) = self.meets.get(&key) {
            return *known;
        }
        let id = self.fresh(Source::Meet(left, right));
        self.meets.insert(key, id);
        id
    }

    fn place(&mut self, key: (usize, usize, Way), source: Source<'a>) -> NodeId {
        if let Some(known) = self.placed.get(&key) {
            return *known;
        }
        let id = self.fresh(source);
        self.placed.insert(key, id);
        id
    }

    fn fresh(&mut self, source: Source<'a>) -> NodeId {
        let id = self.arena.add(Node::default());
        self.states.push(State::Pending(source));
        self.pending.push(id);
        id
    }

    /// A node of these alternatives.
    pub(crate) fn ready(&mut self, node: Node) -> NodeId {
        let id = self.arena.add(node);
        self.states.push(State::Done);
        id
    }

    /// Reads everything that was mentioned.
    pub(crate) fn finish(&mut self) -> Result<()> {
        while let Some(id) = self.pending.pop() {
            self.alts(id)?;
        }
        Ok(())
    }

    /// The alternatives of a node, read if they were not yet.
    fn alts(&mut self, id: NodeId) -> Result<Vec<AltId>> {
        let source = match self.states[id.index()] {
            State::Done => return Ok(self.arena.node(id).alts.clone()),
            // Whoever asked knows what it is called.
            State::Filling => {
                let reference = String::new();
                return Err(DiffError::Loop { side: Side::Before, reference });
            }
            State::Pending(source) => source,
        };
        self.nesting += 1;
        if self.nesting > NESTING || self.arena.node_count() > NODES {
            let what = if self.nesting > NESTING { "nesting" } else { "text" };
            return Err(DiffError::TooLarge { side: side_of(&source), what });
        }
        self.states[id.index()] = State::Filling;
        let node = match source {
            Source::Schema(schema, way) => self.read_schema(schema, way),
            Source::GType(gtype, way, docs) => self.read_gtype(gtype, way, docs),
            Source::Meet(left, right) => self.read_meet(left, right),
        };
        let node = node.map_err(|error| match error {
            DiffError::Loop { reference, .. } if reference.is_empty() => {
                DiffError::Loop { side: side_of(&source), reference: name_of(&source) }
            }
            other => other,
        })?;
        if node.alts.len() > ALTERNATIVES {
            return Err(DiffError::TooLarge { side: side_of(&source), what: "alternatives" });
        }
        self.nesting -= 1;
        let alts = node.alts.clone();
        *self.arena.node_mut(id) = node;
        self.states[id.index()] = State::Done;
        Ok(alts)
    }

    /// Notes of a node that was read.
    fn notes(&self, id: NodeId) -> Option<&Notes> {
        self.arena.node(id).notes.as_deref()
    }

    fn document(&self, side: Side) -> Option<Document<'a>> {
        self.documents[side as usize]
    }

    fn dialect(&self, side: Side) -> Dialect {
        self.document(side).map_or(Dialect::V3_1, |document| document.dialect)
    }
}

fn side_of(source: &Source<'_>) -> Side {
    match source {
        Source::Schema(_, way) | Source::GType(_, way, _) => way.side,
        Source::Meet(..) => Side::After,
    }
}

fn name_of(source: &Source<'_>) -> String {
    match source {
        Source::Schema(schema, _) => {
            schema.get("$ref").and_then(Value::as_str).unwrap_or("a schema").to_owned()
        }
        Source::GType(GType::Ref(reference), ..) => reference.id.to_string(),
        _ => "a type".to_owned(),
    }
}
