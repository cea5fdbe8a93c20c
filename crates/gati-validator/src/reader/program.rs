//! A type as the reader follows it: plain data that can be written to a file and read back.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a node in its program.
pub(crate) type NodeId = u32;

/// A type as a table of nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The form of this data; a program of another form is refused.
    pub(crate) version: u32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) objects: Vec<ObjectPlan>,
    pub(crate) root: NodeId,
    /// How many levels of lists and objects are followed.
    pub(crate) depth: u32,
    /// For each object its keys; only of a program that is followed.
    #[serde(skip)]
    pub(crate) keys: Vec<super::keys::Keys>,
}

impl Program {
    /// The same program that hands over what has more levels of lists and objects than `depth`.
    #[must_use]
    pub fn no_deeper_than(self, depth: u32) -> Self {
        Self { depth: self.depth.min(depth), ..self }
    }
}

/// The form of programs that this crate writes and reads.
pub(crate) const VERSION: u32 = 1;

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Node {
    /// Any JSON, kept as text.
    Any,
    /// JSON kept as text, which JavaScript checks.
    Checked,
    Boolean,
    Number(NumberRule),
    Text(TextRule),
    /// One of a few scalars.
    Constants(Vec<Constant>),
    List(ListPlan),
    /// Items by their place: as many as there are nodes, the last ones of which may be missing.
    Tuple(TuplePlan),
    /// Members under keys that nobody declared.
    Record(RecordPlan),
    /// An object whose members stand here.
    Object(u32),
    /// An object that stands elsewhere.
    Linked(u32),
    /// Objects told apart by the constant in one member.
    Tagged(TaggedPlan),
    /// Objects told apart by which members are there.
    Keyed(KeyedPlan),
    /// `null`, or what is told by the first character.
    Kinds(KindsPlan),
    /// `null` or the node, whose own place can say so.
    Nullable(NodeId),
    /// What the sink decides; only of a program that is made to be followed, by its number there.
    #[serde(skip)]
    Foreign(u32),
}

/// Conditions on a number, decided on the double.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NumberRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) maximum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) below: Option<f64>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) integer: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) multiple_of: Vec<f64>,
    /// Whether there is any condition; only in a program that is followed.
    #[serde(skip)]
    pub(crate) asks: bool,
}

/// Conditions on a text; those a program cannot say are looked at where the value is made.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TextRule {
    /// In code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) format: Option<super::format::TextFormat>,
    /// Regular expressions that are languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) patterns: Vec<String>,
    /// The same as tables; only of a program that is followed.
    #[serde(skip)]
    pub(crate) automata: Vec<super::automaton::Automaton>,
    /// Whether JavaScript looks at the text as well.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) deferred: bool,
    /// Whether there is any condition that is decided here; only in a program that is followed.
    #[serde(skip)]
    pub(crate) asks: bool,
}

/// One of a few scalars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Constant {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListPlan {
    pub(crate) items: NodeId,
    /// Places of an item.
    pub(crate) width: u32,
    pub(crate) chain: Chain,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max: Option<u32>,
}

/// How the items of a list follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Chain {
    /// Side by side.
    Adjacent,
    /// Each after a place that says where the next is.
    Linked,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TuplePlan {
    /// Node and first place of each item, behind the place that counts them.
    pub(crate) items: Vec<(NodeId, u32)>,
    pub(crate) least: u32,
    pub(crate) width: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordPlan {
    pub(crate) values: NodeId,
    /// Places of an entry: the link, the key, the value.
    pub(crate) width: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectPlan {
    pub(crate) members: Vec<Member>,
    /// One bit for each member that has to be there.
    pub(crate) required: u64,
    pub(crate) unknown: Unknown,
    /// Places of all members.
    pub(crate) width: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) node: NodeId,
    /// Its first place, counted from the object's.
    pub(crate) place: u32,
}

/// What is done about a member that is not declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Unknown {
    Skip,
    HandOver,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaggedPlan {
    pub(crate) name: String,
    /// What may stand in the tag.
    pub(crate) tags: Vec<Constant>,
    /// The object that each tag stands for.
    pub(crate) objects: Vec<u32>,
}

/// Objects of which each has members that it cannot be without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyedPlan {
    /// The members of all of them: one bit each, and [`KeyedPlan::OTHER`] for all other names.
    pub(crate) names: Vec<String>,
    pub(crate) cases: Vec<KeyedCase>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyedCase {
    /// Members without which a value is none of these.
    pub(crate) required: u64,
    /// Members with which a value may be one of these.
    pub(crate) allowed: u64,
    pub(crate) object: u32,
}

impl KeyedPlan {
    pub(crate) const OTHER: u64 = 1 << Self::MOST;
    /// The most names.
    pub(crate) const MOST: usize = 63;
}

/// Alternatives by the kind of token a value starts with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KindsPlan {
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) null: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) boolean: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list: Option<NodeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) object: Option<NodeId>,
}

impl KindsPlan {
    /// The number of each kind that is taken, and what stands there.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = (u32, NodeId)> {
        let kinds = [self.boolean, self.number, self.text, self.list, self.object];
        (0..).zip(kinds).filter_map(|(kind, node)| Some((kind, node?)))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A program that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProgramError {
    /// It is not the text of a program.
    Malformed {
        /// What the parser says.
        detail: String,
    },
    /// It was written by another version of Gati.
    Version {
        /// The form it has.
        found: u32,
    },
    /// A node mentions one that is not there, or places that are not its own.
    Dangling,
}

impl ProgramError {
    /// The stable code of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "GATI_READER_MALFORMED",
            Self::Version { .. } => "GATI_READER_VERSION",
            Self::Dangling => "GATI_READER_DANGLING",
        }
    }
}

impl fmt::Display for ProgramError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { detail } => {
                write!(formatter, "the program of a reader is malformed: {detail}; build again")
            }
            Self::Version { found } => write!(
                formatter,
                "the program of a reader has form {found}, and this addon reads form {VERSION}; \
                 build again with the installed version"
            ),
            Self::Dangling => {
                formatter.write_str("the program of a reader does not hold together; build again")
            }
        }
    }
}

impl std::error::Error for ProgramError {}
