//! One graph for everything that is compared: a node is a set of JSON values, as alternatives of
//! one kind each. Unions, `nullable`, lists of types and enumerations have one form here.

pub(crate) mod apart;
pub(crate) mod classes;
pub(crate) mod condition;
pub(crate) mod hash;
pub(crate) mod height;
pub(crate) mod notes;
pub(crate) mod number;
pub(crate) mod text;

pub(crate) use condition::{Condition, ConditionId, ConditionKind};
pub(crate) use notes::{Notes, Tags, Target};
pub(crate) use number::{Bound, Numbers};
pub(crate) use text::Texts;

/// The place of a node in its [`Arena`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

/// The place of an alternative in its [`Arena`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AltId(u32);

impl NodeId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl AltId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    /// What a value may be: one of these.
    pub(crate) alts: Vec<AltId>,
    /// Values travel as text: `5` and `"5"` are the same.
    pub(crate) text: bool,
    /// What was written beside it.
    pub(crate) notes: Option<Box<Notes>>,
}

/// Values of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    pub(crate) shape: Shape,
    /// What holds beyond the shape, sorted.
    pub(crate) conditions: Vec<ConditionId>,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Null,
    Boolean(bool),
    Number(Numbers),
    Text(Texts),
    List(Lists),
    Object(Objects),
}

/// The kind of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Null, Self::Boolean, Self::Number, Self::Text, Self::List, Self::Object];

    /// As JSON Schema calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "string",
            Self::List => "array",
            Self::Object => "object",
        }
    }
}

impl Shape {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Object(_) => Kind::Object,
        }
    }
}

/// What undeclared members or items are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Extra {
    /// Nothing was said: a sender sends none, a receiver copes with any.
    Unsaid,
    /// Nothing was declared at all: anything goes, both ways.
    Free,
    /// Each of them is one of these.
    Of(NodeId),
}

/// Lists.
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    pub(crate) prefix: Vec<NodeId>,
    pub(crate) rest: Extra,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) unique: bool,
}

/// Objects.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    /// Sorted by name.
    pub(crate) members: Vec<Member>,
    /// What members are whose name matches: sorted by pattern.
    pub(crate) patterns: Vec<(String, NodeId)>,
    /// What members are that are in neither of the two above.
    pub(crate) extra: Extra,
    /// What names have to be.
    pub(crate) names: Option<NodeId>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    /// Members that do not travel in this direction.
    pub(crate) hidden: Vec<String>,
}

/// A declared member.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) node: NodeId,
    pub(crate) required: bool,
}

impl Lists {
    pub(crate) fn any() -> Self {
        Self { prefix: Vec::new(), rest: Extra::Free, min: 0, max: None, unique: false }
    }
}

impl Objects {
    pub(crate) fn any() -> Self {
        Self {
            members: Vec::new(),
            patterns: Vec::new(),
            extra: Extra::Free,
            names: None,
            min: 0,
            max: None,
            hidden: Vec::new(),
        }
    }

    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.members
            .binary_search_by(|member| member.name.as_str().cmp(name))
            .ok()
            .map(|place| &self.members[place])
    }
}

/// Who reads a contract (timescape.md 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// What a sender may emit: objects are closed unless more was said.
    Sender,
    /// What a receiver copes with: objects are open unless that was forbidden.
    Receiver,
}

/// Nodes, alternatives and conditions of everything one comparison looks at.
#[derive(Debug)]
pub(crate) struct Arena {
    nodes: Vec<Node>,
    alts: Vec<Alternative>,
    conditions: Vec<Condition>,
}

impl Arena {
    /// The node of all values, whose parts are itself.
    pub(crate) const ANY: NodeId = NodeId(0);
    /// The node of no value.
    pub(crate) const NEVER: NodeId = NodeId(1);
    /// The node of all strings.
    pub(crate) const STRING: NodeId = NodeId(2);

    pub(crate) fn new() -> Self {
        let mut arena = Self { nodes: Vec::new(), alts: Vec::new(), conditions: Vec::new() };
        let any: Vec<AltId> = every_shape().map(|shape| arena.plain(shape)).collect();
        let string = arena.plain(Shape::Text(Texts::any()));
        arena.add(Node { alts: any, ..Node::default() });
        arena.add(Node::default());
        arena.add(Node { alts: vec![string], ..Node::default() });
        arena
    }

    pub(crate) fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    pub(crate) fn alternative(&mut self, alternative: Alternative) -> AltId {
        let id = AltId(u32::try_from(self.alts.len()).unwrap_or(u32::MAX));
        self.alts.push(alternative);
        id
    }

    /// An alternative without conditions.
    pub(crate) fn plain(&mut self, shape: Shape) -> AltId {
        self.alternative(Alternative { shape, conditions: Vec::new() })
    }

    pub(crate) fn condition(&mut self, condition: Condition) -> ConditionId {
        self.conditions.push(condition);
        ConditionId::new(self.conditions.len() - 1)
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.index()]
    }

    pub(crate) fn alt(&self, id: AltId) -> &Alternative {
        &self.alts[id.index()]
    }

    pub(crate) fn cond(&self, id: ConditionId) -> &Condition {
        &self.conditions[id.index()]
    }

    pub(crate) fn cond_mut(&mut self, id: ConditionId) -> &mut Condition {
        &mut self.conditions[id.index()]
    }

    pub(crate) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn alt_count(&self) -> usize {
        self.alts.len()
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    pub(crate) fn conditions(&self) -> impl Iterator<Item = ConditionId> + use<> {
        (0..self.conditions.len()).map(ConditionId::new)
    }

    /// The alternatives of a node, with their ids.
    pub(crate) fn alternatives(&self, id: NodeId) -> impl Iterator<Item = (AltId, &Alternative)> {
        self.node(id).alts.iter().map(|alt| (*alt, self.alt(*alt)))
    }

    /// What undeclared parts are, as somebody reads it.
    pub(crate) fn extra(extra: Extra, reading: Reading) -> NodeId {
        match (extra, reading) {
            (Extra::Of(node), _) => node,
            (Extra::Free, _) | (Extra::Unsaid, Reading::Receiver) => Self::ANY,
            (Extra::Unsaid, Reading::Sender) => Self::NEVER,
        }
    }
}

/// One alternative of each kind, unrestricted.
pub(crate) fn every_shape() -> impl Iterator<Item = Shape> {
    [
        Shape::Null,
        Shape::Boolean(false),
        Shape::Boolean(true),
        Shape::Number(Numbers::any()),
        Shape::Text(Texts::any()),
        Shape::List(Lists::any()),
        Shape::Object(Objects::any()),
    ]
    .into_iter()
}
