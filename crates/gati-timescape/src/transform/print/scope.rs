//! A function being written: its statements, its names, and what is known in it.

use gati_emit::{Names, Source};

use crate::transform::{
    expr::{Expr, Kind, Shared},
    simplify::Way,
};

/// A function being written.
pub(crate) struct Scope {
    pub(crate) source: Source,
    pub(super) names: Names,
    /// Expressions that have a name here, and whether they are certainly objects.
    pub(super) bound: Vec<(Shared, String, Sure)>,
    pub(super) customs: Vec<(u32, String)>,
    pub(super) exact: Exact,
}

/// Whether an expression is certainly an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    Yes,
    No,
}

/// Whether a member that is absent may be written as `undefined`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Exact {
    /// No: somebody looks at the value.
    Yes,
    /// Yes: the serialiser leaves it out.
    No,
}

impl Scope {
    pub(crate) fn new(way: Way) -> Self {
        let mut names = Names::new();
        names.reserve_all(&[
            "custom", "up", "down", "pointer", "status", "key", "i", "value", "parts",
        ]);
        let mut source = Source::new();
        source.indent();
        let exact = if way == Way::Up { Exact::Yes } else { Exact::No };
        Self { source, names, bound: Vec::new(), customs: Vec::new(), exact }
    }

    pub(crate) fn bind(&mut self, expr: Shared, name: &str) {
        self.bound.push((expr, name.to_owned(), Sure::No));
    }

    /// What is known and has a name in a block ends with it.
    pub(super) fn leave(&mut self, mark: (usize, usize)) {
        self.bound.truncate(mark.0);
        self.customs.truncate(mark.1);
    }

    pub(super) fn mark(&self) -> (usize, usize) {
        (self.bound.len(), self.customs.len())
    }
}

/// `value` under a name, if writing it twice would do something twice.
pub(super) fn named(scope: &mut Scope, value: String, hint: &str) -> String {
    let simple = value
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "_$.?".contains(character));
    if simple {
        return value;
    }
    let name = scope.names.unique("", hint);
    scope.source.line(&format!("const {name} = {value};"));
    name
}

/// What a local variable for an expression is called after.
pub(super) fn hint(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Member(_, name) | Kind::Unwrap(_, name) => name.clone(),
        Kind::Edit { of, .. } | Kind::Default { of, .. } | Kind::Places { of, .. } => hint(of),
        _ => "made".to_owned(),
    }
}
