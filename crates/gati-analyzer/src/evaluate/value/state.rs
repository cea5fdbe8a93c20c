//! What is known at a place: narrowed references, and whether the place is reached.

use super::Value;
use crate::ir::{LocalId, Name};

/// What a reference begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Root {
    Local(LocalId),
    /// A name of the file.
    Outer(Name),
    This,
    /// What a pattern takes apart, by the first of the names it binds.
    Pattern(LocalId),
}

/// `a`, `a.b`, `this.c`: something conditions can speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub root: Root,
    pub path: Vec<Name>,
}

impl Reference {
    pub(super) fn local(local: LocalId) -> Self {
        Self { root: Root::Local(local), path: Vec::new() }
    }

    pub(super) fn parent(&self) -> Option<(Self, &Name)> {
        let (last, path) = self.path.split_last()?;
        Some((Self { root: self.root.clone(), path: path.to_vec() }, last))
    }

    fn begins_with(&self, other: &Self) -> bool {
        self.root == other.root && self.path.starts_with(&other.path)
    }
}

/// The status a handler has set so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Said {
    #[default]
    Nothing,
    Status(u16),
    /// It depends on what ran.
    Unclear,
}

/// Whether a place is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Reach {
    #[default]
    Reached,
    /// It is not, and everything there is as it was declared.
    Never,
    /// It is not, because the cases of a `switch` leave nothing: conditions still count there.
    Exhausted,
}

/// What is known at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// Narrowed references; `None` where narrowing was tried and is not certain.
    known: Vec<(Reference, Option<Value>)>,
    pub reach: Reach,
    pub said: Said,
}

impl State {
    pub(super) fn get(&self, reference: &Reference) -> Option<&Option<Value>> {
        self.known.iter().find(|(known, _)| known == reference).map(|(_, value)| value)
    }

    pub(super) fn set(&mut self, reference: Reference, value: Option<Value>) {
        if self.reach == Reach::Never {
            return;
        }
        match self.known.iter_mut().find(|(known, _)| *known == reference) {
            Some((_, known)) => *known = value,
            None => self.known.push((reference, value)),
        }
    }

    /// Forgets `reference` and everything below it.
    pub(super) fn forget(&mut self, reference: &Reference) {
        self.known.retain(|(known, _)| !known.begins_with(reference));
    }

    /// Forgets what lies below `reference`.
    pub(super) fn forget_below(&mut self, reference: &Reference) {
        self.known.retain(|(known, _)| known == reference || !known.begins_with(reference));
    }

    pub(super) fn entries(&self) -> &[(Reference, Option<Value>)] {
        &self.known
    }

    pub(super) fn unreachable() -> Self {
        Self { reach: Reach::Never, ..Self::default() }
    }

    pub(crate) fn is_reached(&self) -> bool {
        self.reach == Reach::Reached
    }

    /// Goes on where nothing runs.
    pub(super) fn end(&mut self) {
        *self = Self::unreachable();
    }

    pub(super) fn saying(said: Said) -> Self {
        Self { said, ..Self::default() }
    }
}
