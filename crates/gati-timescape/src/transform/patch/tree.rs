//! The places of a document, each with where it is in the document that becomes of it.
//!
//! What an expression does not mention stays, so only what it mentions is in the tree; whatever is
//! mentioned and arrives nowhere, or twice, is refused.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::transform::{
    compose::Composer,
    error::TransformError,
    expr::{CallKey, Expr, Kind, Shared, Test},
};

use super::{
    node::{Becomes, Node, Piece, agreed},
    write::is_plain,
};

/// The tree of a document, and the trees of the shapes it comes to.
#[derive(Default)]
pub(super) struct Trees {
    pub(super) shapes: IndexMap<Vec<CallKey>, Node>,
}

impl Trees {
    /// The tree of the document `var` that becomes `body`.
    pub(super) fn document(
        &mut self,
        composer: &mut Composer<'_>,
        var: u32,
        body: &Shared,
    ) -> Result<Node, TransformError> {
        let sources = FxHashMap::from_iter([(var, Vec::new())]);
        let mut walk = Walk { sources, root: Node::default(), calls: Vec::new() };
        walk.visit(body, &mut Vec::new());
        walk.refuse_what_is_read(body);
        let Walk { root, calls, .. } = walk;
        for chain in calls {
            if self.shapes.contains_key(&chain) {
                continue;
            }
            // It may come to itself.
            self.shapes.insert(chain.clone(), Node::default());
            let var = composer.variable();
            let unfolded = composer.unfold(Kind::Var(var).shared(), &chain)?;
            let tree = self.document(composer, var, &unfolded)?;
            self.shapes.insert(chain, tree);
        }
        Ok(root)
    }
}

struct Walk {
    /// Where variables stand.
    sources: FxHashMap<u32, Vec<Piece>>,
    root: Node,
    calls: Vec<Vec<CallKey>>,
}

impl Walk {
    /// The place of an expression that is one.
    fn place(&self, expr: &Expr) -> Option<Vec<Piece>> {
        match &expr.kind {
            Kind::Var(var) => self.sources.get(var).cloned(),
            Kind::Member(of, name) => {
                let mut place = self.place(of)?;
                place.push(Piece::Name(name.clone()));
                Some(place)
            }
            _ => None,
        }
    }

    /// The place that an expression makes something of, as an expression.
    fn spine(&self, expr: &Shared) -> Option<Shared> {
        match &expr.kind {
            Kind::Var(_) | Kind::Member(..) => self.place(expr).map(|_| Rc::clone(expr)),
            Kind::If { then: of, .. }
            | Kind::Edit { of, .. }
            | Kind::Places { of, .. }
            | Kind::Default { of, .. }
            | Kind::Omit(of)
            | Kind::Each { of, .. }
            | Kind::Values { of, .. }
            | Kind::Call { of, .. }
            | Kind::Table { of, .. }
            | Kind::Convert { of, .. }
            | Kind::Unwrap(of, _)
            | Kind::Patch { of, .. }
            | Kind::Names { of, .. } => self.spine(of),
            Kind::When { cases, otherwise, .. } => {
                let spine = self.spine(otherwise)?;
                let all = cases.iter().all(|(_, case)| self.spine(case).as_ref() == Some(&spine));
                all.then_some(spine)
            }
            Kind::Item(..) | Kind::Const(_) | Kind::Absent | Kind::Fresh(_) | Kind::Custom(_) => {
                None
            }
        }
    }

    fn node(&mut self, place: &[Piece]) -> &mut Node {
        place.iter().fold(&mut self.root, |node, piece| match piece {
            Piece::Name(name) => node.below.entry(name.clone()).or_default(),
            Piece::Any => node.any.get_or_insert_default(),
        })
    }

    /// That what stands at the spine of `expr` is at `at` now, as `expr` says.
    fn arrive(&mut self, expr: &Shared, at: &[Piece]) -> Option<&mut Node> {
        let source = self.spine(expr)?;
        let place = self.place(&source)?;
        let count = |pieces: &[Piece]| pieces.iter().filter(|one| **one == Piece::Any).count();
        let is_one = count(&place) == count(at);
        let becomes = if source == *expr {
            Becomes::Same
        } else {
            Becomes::Made { source, made: Rc::clone(expr) }
        };
        let node = self.node(&place);
        if !is_one || node.to.as_ref().is_some_and(|to| to != at) {
            node.is_refused = true;
        }
        node.to = Some(at.to_vec());
        node.becomes = becomes;
        Some(node)
    }

    fn visit(&mut self, expr: &Shared, at: &mut Vec<Piece>) {
        match &expr.kind {
            Kind::Var(_) | Kind::Member(..) => {
                self.arrive(expr, at);
            }
            Kind::If { test, of, then } => {
                // A place is there, and what it is in is an object.
                if self.spine(of).is_some() {
                    self.visit(then, at);
                    if *test == Test::Object || matches!(then.kind, Kind::Fresh(_)) {
                        return;
                    }
                }
                self.close(then);
            }
            Kind::Edit { of, members } => {
                self.visit(of, at);
                if let Some(node) = self.arrive(expr, at) {
                    for name in members.keys() {
                        node.below.entry(name.clone()).or_default();
                    }
                }
                self.members(members, at);
            }
            Kind::Fresh(members) => {
                self.members(members, at);
                self.wrap(expr);
            }
            Kind::Default { of, .. } => {
                self.visit(of, at);
                if let Some(node) = self.arrive(expr, at) {
                    node.is_needed = true;
                }
            }
            Kind::Omit(of) => {
                self.visit(of, at);
                self.arrive(expr, at);
            }
            Kind::Each { of, var, body, start: 0 } => {
                self.visit(of, at);
                self.items(expr, (of, *var, body), at);
            }
            Kind::Values { of, var, body, except } => {
                self.visit(of, at);
                self.items(expr, (of, *var, body), at);
                let Some(place) = self.spine(of).and_then(|of| self.place(&of)) else {
                    return;
                };
                for name in except {
                    let piece = Piece::Name(name.clone());
                    self.node(&place).below.entry(name.clone()).or_insert_with(|| {
                        let to = at.iter().cloned().chain([piece]).collect();
                        Node { to: Some(to), ..Node::default() }
                    });
                }
            }
            Kind::When { cases, otherwise, .. } => {
                let cases = cases.iter().map(|(_, case)| case).chain([otherwise]);
                self.alternatives(expr, cases, at);
            }
            Kind::Call { of, chain } => {
                if self.place(of).is_some()
                    && let Some(node) = self.arrive(expr, at)
                {
                    node.shape = Some(chain.clone());
                    self.calls.push(chain.clone());
                }
            }
            _ => self.visit_value(expr, at),
        }
    }

    /// The same for what is no structure of its own.
    fn visit_value(&mut self, expr: &Shared, at: &mut Vec<Piece>) {
        match &expr.kind {
            Kind::Table { of, .. } | Kind::Names { of, .. } => {
                self.visit(of, at);
                self.leaf(expr, at);
            }
            Kind::Convert { of, to } => {
                self.visit(of, at);
                self.leaf(expr, at);
                if !is_plain(*to)
                    && let Some(node) = self.spine_node(expr)
                {
                    // The values of a patch are what JSON says, and no dates or sets yet.
                    node.becomes = Becomes::Unknown;
                }
            }
            Kind::Unwrap(..) | Kind::Places { .. } | Kind::Each { .. } => self.leaf(expr, at),
            Kind::Patch { .. } => {
                self.leaf(expr, at);
                if let Some(node) = self.spine_node(expr) {
                    node.becomes = Becomes::Unknown;
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, members: &IndexMap<String, Shared>, at: &mut Vec<Piece>) {
        for (name, member) in members {
            at.push(Piece::Name(name.clone()));
            self.visit(member, at);
            at.pop();
        }
    }

    /// Every item of what is at the spine of `of`.
    fn items(
        &mut self,
        expr: &Shared,
        (of, var, body): (&Shared, u32, &Shared),
        at: &mut Vec<Piece>,
    ) {
        let Some(mut place) = self.spine(of).and_then(|of| self.place(&of)) else {
            return;
        };
        self.arrive(expr, at);
        place.push(Piece::Any);
        self.node(&place);
        self.sources.insert(var, place);
        at.push(Piece::Any);
        self.visit(body, at);
        at.pop();
    }

    /// A value that became another as a whole.
    fn leaf(&mut self, expr: &Shared, at: &[Piece]) {
        if let Some(node) = self.arrive(expr, at) {
            node.is_closed = true;
        }
    }

    fn spine_node(&mut self, expr: &Shared) -> Option<&mut Node> {
        let spine = self.spine(expr)?;
        let place = self.place(&spine)?;
        Some(self.node(&place))
    }

    /// What is at the spine is somewhere on a condition that cannot be looked at.
    fn close(&mut self, expr: &Shared) {
        if let Some(node) = self.spine_node(expr) {
            node.is_refused = true;
        }
    }

    /// Marks the places that went into an object that was not there.
    fn wrap(&mut self, fresh: &Shared) {
        let Kind::Fresh(members) = &fresh.kind else { return };
        for member in members.values() {
            if let Some(node) = self.spine_node(member) {
                node.is_wrapped = true;
            }
            self.wrap(member);
        }
    }

    /// One of several things, and which depends on the document: what is the same in all holds.
    fn alternatives<'e>(
        &mut self,
        expr: &Shared,
        cases: impl Iterator<Item = &'e Shared>,
        at: &mut Vec<Piece>,
    ) {
        let Some(spine) = self.spine(expr) else {
            return;
        };
        let Some(place) = self.place(&spine) else { return };
        let mut merged: Option<Node> = None;
        for case in cases {
            let root = std::mem::take(&mut self.root);
            self.visit(case, at);
            let node = std::mem::take(self.node(&place));
            let outside = std::mem::replace(&mut self.root, root);
            // What came from elsewhere, or is looked at there, is there in one case only.
            self.refuse_all(&outside, &mut Vec::new());
            merged = Some(match merged {
                None => node,
                Some(before) => agreed(&before, &node),
            });
        }
        if let Some(mut node) = merged {
            node.becomes = Becomes::Made { source: spine, made: Rc::clone(expr) };
            let own = self.node(&place);
            if own.to.as_ref().is_some_and(|to| to != at) {
                node.is_refused = true;
            }
            node.is_refused |= own.is_refused;
            node.to = Some(at.clone());
            *own = node;
        }
    }

    fn refuse_all(&mut self, from: &Node, place: &mut Vec<Piece>) {
        if from.to.is_some() || from.is_refused {
            self.node(place).is_refused = true;
        }
        for (name, below) in &from.below {
            place.push(Piece::Name(name.clone()));
            self.refuse_all(below, place);
            place.pop();
        }
        if let Some(any) = &from.any {
            place.push(Piece::Any);
            self.refuse_all(any, place);
            place.pop();
        }
    }

    /// Refuses the places that somebody's function looks at: what it made of them does not
    /// change with them in a document that nobody has.
    fn refuse_what_is_read(&mut self, expr: &Shared) {
        if let Kind::Custom(custom) = &expr.kind {
            self.refuse_read(&custom.input);
        }
        expr.kind.for_each(&mut |part| self.refuse_what_is_read(part));
    }

    fn refuse_read(&mut self, input: &Shared) {
        if let Some(place) = self.place(input) {
            self.node(&place).is_refused = true;
            return;
        }
        input.kind.for_each(&mut |part| self.refuse_read(part));
    }
}
