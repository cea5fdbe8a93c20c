//! What holds of values beyond their shape: the words of JSON Schema that have no structure.

use super::NodeId;

/// The place of a condition in its arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ConditionId(u32);

impl ConditionId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A condition. Two are the same where their kinds are equal and their children mean the same.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) kind: ConditionKind,
    pub(crate) children: Vec<NodeId>,
    /// It was found to hold always.
    pub(crate) void: bool,
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ConditionKind {
    /// Exactly one of the children fits (`oneOf`).
    ExactlyOne,
    /// The child does not fit.
    Not,
    /// If the first child fits, so does the second, else the third.
    If,
    /// So many items fit the child.
    Contains {
        /// At least.
        least: u64,
        /// At most.
        most: Option<u64>,
    },
    /// Where the member is present, so are these.
    Requires(String, Vec<String>),
    /// Where the member is present, the child fits.
    Implies(String),
    /// Known by its text alone.
    Opaque(String),
}

impl Condition {
    pub(crate) fn new(kind: ConditionKind, children: Vec<NodeId>) -> Self {
        Self { kind, children, void: false }
    }
}
