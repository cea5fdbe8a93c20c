//! What issues are found by, as plain data that is written beside a type's functions and read back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    reader::program::Constant,
    rule::{Asked, Parameters},
};

/// The number of a node in its table.
pub(crate) type NodeId = u32;

/// The form of this data: another one is refused. It changes with the words of the run-time pieces
/// and with what a node means, so that a program of another version of Gati is never followed.
pub(crate) const VERSION: u32 = 1;

/// A type as issues are found in its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) version: u32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: NodeId,
}

/// What is looked at in a value. `wanted` is what an issue says was expected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Node {
    Anything,
    /// What another one looks at.
    Same(NodeId),
    Scalar(Scalar),
    /// Issues of the value itself are said in the words of the type's author.
    Worded(Words, NodeId),
    Object(Object),
    /// One of a few scalars.
    Choice(Choice),
    /// `null`, or the node.
    Nullable(NodeId),
    Tagged(Tagged),
    /// Alternatives that are tried.
    Closest(Closest),
    List(List),
    Tuple(Tuple),
    /// A map that travels as an object.
    Record(Map),
    /// A map that travels as a list of pairs.
    Pairs(Map),
}

/// Sentences by the code of the issue.
pub(crate) type Words = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scalar {
    pub(crate) wanted: String,
    /// The first that does not hold is reported.
    pub(crate) tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Test {
    #[serde(flatten)]
    pub(crate) asked: Asked,
    #[serde(flatten)]
    pub(crate) said: Said,
}

/// What an issue says: "expected …, received …" where the sentence is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) code: String,
    #[serde(default, rename = "says", skip_serializing_if = "String::is_empty")]
    pub(crate) message: String,
    #[serde(default, rename = "of", skip_serializing_if = "Parameters::is_empty")]
    pub(crate) parameters: Parameters,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Object {
    pub(crate) wanted: String,
    /// What is looked at, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) members: Vec<Member>,
    /// Every declared name, where keys are looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) names: Vec<String>,
    /// What stands under keys that are not declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) index: Vec<Signature>,
    pub(crate) others: Others,
}

/// What a member is that no declaration takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Others {
    Ignored,
    Reported,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) node: NodeId,
    /// What is expected of a member that has to be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wanted: Option<String>,
    /// Whether what stands there is not to be repeated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) secret: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) words: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    pub(crate) key: KeyTest,
    pub(crate) node: NodeId,
}

/// Which keys an index signature takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum KeyTest {
    All,
    /// Numbers as JavaScript writes them.
    Numbers,
    Exactly(String),
    Either(Vec<KeyTest>),
    Meets(Vec<Asked>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) wanted: String,
    pub(crate) options: Vec<NodeId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tagged {
    pub(crate) wanted: String,
    /// Scalars that are taken as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) scalars: Vec<NodeId>,
    /// The member that tells objects apart.
    pub(crate) tag: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) secret: bool,
    /// Every value of the tag.
    pub(crate) allowed: String,
    pub(crate) cases: Vec<(Vec<Constant>, NodeId)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closest {
    pub(crate) wanted: String,
    /// Every alternative.
    pub(crate) members: Vec<NodeId>,
    /// Those whose issues are listed, which are no scalars.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<NodeId>,
}

/// How many items there may be. The first bound that is not kept is reported.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sizes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) min: Option<(u32, Said)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max: Option<(u32, Said)>,
    /// Where no two items may be equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unique: Option<Said>,
}

impl Sizes {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) wanted: String,
    #[serde(default, skip_serializing_if = "Sizes::is_none")]
    pub(crate) sizes: Sizes,
    pub(crate) items: NodeId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tuple {
    pub(crate) wanted: String,
    #[serde(default, skip_serializing_if = "Sizes::is_none")]
    pub(crate) sizes: Sizes,
    /// What is said of another length.
    pub(crate) length: Said,
    /// Items before the rest, and how many of them have to be there.
    pub(crate) before: Vec<NodeId>,
    pub(crate) least: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rest: Option<NodeId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) after: Vec<NodeId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Map {
    pub(crate) wanted: String,
    pub(crate) key: NodeId,
    pub(crate) value: NodeId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Table {
    /// The text of the table.
    ///
    /// # Panics
    ///
    /// Never: tables have string keys, and modules with numbers that are not finite are refused.
    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("tables have string keys")
    }

    /// Whether every number is that of a node.
    pub(super) fn holds_together(&self) -> bool {
        let is_node = |id: &NodeId| (*id as usize) < self.nodes.len();
        is_node(&self.root)
            && self.nodes.iter().all(|node| match node {
                Node::Anything | Node::Scalar(_) => true,
                Node::Worded(_, inner) | Node::Nullable(inner) | Node::Same(inner) => {
                    is_node(inner)
                }
                Node::Object(object) => {
                    object.members.iter().all(|member| is_node(&member.node))
                        && object.index.iter().all(|signature| is_node(&signature.node))
                }
                Node::Choice(choice) => choice.options.iter().all(is_node),
                Node::Tagged(tagged) => {
                    tagged.scalars.iter().all(is_node)
                        && tagged.cases.iter().all(|(_, body)| is_node(body))
                }
                Node::Closest(closest) => {
                    closest.members.iter().chain(&closest.others).all(is_node)
                }
                Node::List(list) => is_node(&list.items),
                Node::Tuple(tuple) => {
                    tuple.before.iter().chain(&tuple.rest).chain(&tuple.after).all(is_node)
                }
                Node::Record(map) | Node::Pairs(map) => is_node(&map.key) && is_node(&map.value),
            })
    }
}
