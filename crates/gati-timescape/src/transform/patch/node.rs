//! A place of a document, and what is known of it.

use std::collections::BTreeMap;

use crate::transform::expr::{CallKey, Shared};

/// One step of a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Name(String),
    /// Every item of a list or member of a record.
    Any,
}

/// What the value at a place becomes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Becomes {
    #[default]
    Same,
    /// `made` of what `source` is.
    Made { source: Shared, made: Shared },
    /// What cannot be told of the value alone.
    Unknown,
}

/// A place of the old document.
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own to refuse")]
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Node {
    /// Where it is now; a place without it is refused.
    pub(super) to: Option<Vec<Piece>>,
    pub(super) becomes: Becomes,
    pub(super) below: BTreeMap<String, Node>,
    pub(super) any: Option<Box<Node>>,
    /// Nothing below can be followed.
    pub(super) is_closed: bool,
    /// Somebody's function looks at it, or it went to several places.
    pub(super) is_refused: bool,
    /// It is within an object that was not there before: it cannot be added or removed alone.
    pub(super) is_wrapped: bool,
    /// It is always there now.
    pub(super) is_needed: bool,
    /// The shapes that say what is below.
    pub(super) shape: Option<Vec<CallKey>>,
}

/// What holds in both of two cases.
pub(super) fn agreed(one: &Node, other: &Node) -> Node {
    if one == other {
        return one.clone();
    }
    let mut node = Node {
        to: one.to.clone().filter(|to| other.to.as_ref() == Some(to)),
        becomes: if one.becomes == other.becomes { one.becomes.clone() } else { Becomes::Unknown },
        is_closed: one.is_closed || other.is_closed || one.shape != other.shape,
        is_refused: one.is_refused || other.is_refused,
        is_wrapped: one.is_wrapped || other.is_wrapped,
        is_needed: one.is_needed || other.is_needed,
        shape: one.shape.clone().filter(|shape| other.shape.as_ref() == Some(shape)),
        ..Node::default()
    };
    // Where only one of them says something, the other one has it as it is.
    for name in one.below.keys().chain(other.below.keys()) {
        let below = match (one.below.get(name), other.below.get(name)) {
            (Some(one), Some(other)) => agreed(one, other),
            _ => Node { is_refused: true, ..Node::default() },
        };
        node.below.insert(name.clone(), below);
    }
    node.any = match (&one.any, &other.any) {
        (Some(one), Some(other)) => Some(Box::new(agreed(one, other))),
        (None, None) => None,
        _ => Some(Box::new(Node { is_refused: true, ..Node::default() })),
    };
    node
}
