//! Values that are not there yet: what a chain of operations makes of one value, as an expression
//! over that value.
//!
//! Expressions are what composition is done on. A member that was renamed twice is the member it
//! was, one that was set and dropped is gone, and intermediate objects never exist.

use std::{collections::BTreeMap, rc::Rc};

use indexmap::IndexMap;
use serde_json::Value;

use super::op::Conversion;

/// An expression several others may mention.
pub(crate) type Shared = Rc<Expr>;

/// An expression and how much of it there is.
#[derive(Debug, Clone)]
pub(crate) struct Expr {
    pub(crate) kind: Kind,
    pub(crate) depth: u32,
    pub(crate) size: u64,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.kind == other.kind
    }
}

/// What has to be so for an expression to have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Test {
    /// The value is an object and no list.
    Object,
    /// The value is there.
    Present,
}

/// A shape of a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CallKey {
    pub(crate) step: usize,
    pub(crate) shape: String,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A value that is given.
    Var(u32),
    /// A member; absent of what is no object.
    Member(Shared, String),
    /// An item; absent of what is no list.
    Item(Shared, u32),
    /// Always the same.
    Const(Value),
    /// Nothing.
    Absent,
    /// The object with some members otherwise; what is no object as it is.
    Edit { of: Shared, members: IndexMap<String, Shared> },
    /// An object that was not there before.
    Fresh(IndexMap<String, Shared>),
    /// The list with some items otherwise; what is no list as it is.
    Places { of: Shared, items: BTreeMap<u32, Shared> },
    /// Absent where the test fails.
    If { test: Test, of: Shared, then: Shared },
    /// A constant where the value is absent, or `null` if that counts.
    Default { of: Shared, value: Value, null: bool },
    /// Absent where the value is `null`.
    Omit(Shared),
    /// The list with every item from `start` on as `body` says.
    Each { of: Shared, var: u32, body: Shared, start: u32 },
    /// The record with every member as `body` says.
    Values { of: Shared, var: u32, body: Shared, except: Vec<String> },
    /// By the value of `on`.
    When { on: Shared, cases: Vec<(Value, Shared)>, otherwise: Shared },
    /// What shapes make of the value, one after the other.
    Call { of: Shared, chain: Vec<CallKey> },
    /// What a table says.
    Table { of: Shared, table: Vec<(Value, Value)>, otherwise: Option<Value> },
    /// The value written otherwise.
    Convert { of: Shared, to: Conversion },
    /// A member of an object; what is no object as it is.
    Unwrap(Shared, String),
    /// Text that names members.
    Names { of: Shared, names: IndexMap<String, String> },
    /// The JSON Patch of a document `var` that becomes `body`.
    Patch { of: Shared, var: u32, body: Shared },
    /// What somebody's function makes.
    Custom(Custom),
}

/// A call of somebody's function. Two mentions of one `id` are one call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Custom {
    pub(crate) id: u32,
    /// The step, which knows the file.
    pub(crate) step: usize,
    /// The members that lead to the function.
    pub(crate) call: Vec<String>,
    pub(crate) input: Shared,
    /// What would have been done without it, as a function of a variable.
    pub(crate) auto: Option<(u32, Shared)>,
}

impl Kind {
    pub(crate) fn shared(self) -> Shared {
        let (mut depth, mut size) = (0, 1_u64);
        self.for_each(&mut |part| {
            depth = depth.max(part.depth);
            size = size.saturating_add(part.size);
        });
        Rc::new(Expr { kind: self, depth: depth + 1, size })
    }

    /// Calls `visit` with every direct part.
    pub(crate) fn for_each(&self, visit: &mut dyn FnMut(&Shared)) {
        match self {
            Self::Var(_) | Self::Const(_) | Self::Absent => {}
            Self::Member(of, _)
            | Self::Item(of, _)
            | Self::Default { of, .. }
            | Self::Omit(of)
            | Self::Call { of, .. }
            | Self::Table { of, .. }
            | Self::Convert { of, .. }
            | Self::Unwrap(of, _)
            | Self::Names { of, .. } => visit(of),
            Self::Edit { of, members } => {
                visit(of);
                members.values().for_each(visit);
            }
            Self::Fresh(members) => members.values().for_each(visit),
            Self::Places { of, items } => {
                visit(of);
                items.values().for_each(visit);
            }
            Self::If { of, then, .. } => {
                visit(of);
                visit(then);
            }
            Self::Each { of, body, .. }
            | Self::Values { of, body, .. }
            | Self::Patch { of, body, .. } => {
                visit(of);
                visit(body);
            }
            Self::When { on, cases, otherwise } => {
                visit(on);
                for (_, case) in cases {
                    visit(case);
                }
                visit(otherwise);
            }
            Self::Custom(custom) => {
                visit(&custom.input);
                if let Some((_, body)) = &custom.auto {
                    visit(body);
                }
            }
        }
    }
}

impl Expr {
    /// Whether this is absent wherever `of` is no object: reading on from it needs no test.
    pub(crate) fn is_strict_on(&self, of: &Shared) -> bool {
        let below = |part: &Shared| part == of || part.is_strict_on(of);
        match &self.kind {
            Kind::Absent => true,
            Kind::Member(part, _)
            | Kind::Item(part, _)
            | Kind::If { of: part, test: Test::Object, .. } => below(part),
            Kind::Omit(part)
            | Kind::If { of: part, test: Test::Present, .. }
            | Kind::Call { of: part, .. }
            | Kind::Table { of: part, .. }
            | Kind::Convert { of: part, .. }
            | Kind::Unwrap(part, _)
            | Kind::Names { of: part, .. }
            | Kind::Edit { of: part, .. }
            | Kind::Places { of: part, .. }
            | Kind::Each { of: part, .. }
            | Kind::Patch { of: part, .. }
            | Kind::Values { of: part, .. } => part.is_strict_on(of),
            _ => false,
        }
    }
}
