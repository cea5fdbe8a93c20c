//! Where the members of the newest request were in the old one: what places of issues that the
//! handler itself raises are translated by.
//!
//! A place is a position and a JSON Pointer: `body/items/0/name`. What has no place in the old
//! request (a member that was inserted, one that somebody's function made) stays as it is.

use std::{collections::BTreeMap, rc::Rc};

use gati_emit::string;
use rustc_hash::FxHashMap;

use super::{
    error::TransformError,
    expr::{Kind, Shared},
    op::Conversion,
    simplify::Typed,
};

/// How often a shape is looked into: how deep in a type that mentions itself names are known.
const DEEPEST: usize = 4;

/// Every item of a list or member of a record.
const ANY: &str = "*";

/// A tree of names in the newest request.
#[derive(Default)]
struct Tree {
    /// Where the place was.
    to: Option<Vec<String>>,
    below: BTreeMap<String, Tree>,
}

struct Walk<'w, 'a, 's> {
    typed: &'w mut Typed<'a, 's>,
    sources: FxHashMap<u32, Vec<String>>,
    tree: Tree,
    shapes: usize,
}

/// The tree of names as JavaScript, where any name differs.
pub(crate) fn tree(
    typed: &mut Typed<'_, '_>,
    root: u32,
    made: &Shared,
) -> Result<Option<String>, TransformError> {
    let sources = FxHashMap::from_iter([(root, Vec::new())]);
    let mut walk = Walk { typed, sources, tree: Tree::default(), shapes: 0 };
    walk.visit(made, &mut Vec::new())?;
    Ok(if walk.tree.below.is_empty() { None } else { Some(printed(&walk.tree.below)) })
}

impl Walk<'_, '_, '_> {
    /// Where a value was, if it was anywhere.
    fn source(&self, expr: &Shared) -> Option<Vec<String>> {
        let below = |of: &Shared, name: &str| {
            let mut path = self.source(of)?;
            path.push(name.to_owned());
            Some(path)
        };
        match &expr.kind {
            Kind::Var(var) => self.sources.get(var).cloned(),
            Kind::Member(of, name) | Kind::Unwrap(of, name) => below(of, name),
            Kind::Item(of, index) => below(of, &index.to_string()),
            Kind::If { then: of, .. }
            | Kind::Edit { of, .. }
            | Kind::Places { of, .. }
            | Kind::Default { of, .. }
            | Kind::Omit(of)
            | Kind::Each { of, .. }
            | Kind::Values { of, .. }
            | Kind::When { otherwise: of, .. }
            | Kind::Call { of, .. }
            | Kind::Table { of, .. }
            | Kind::Convert { of, .. }
            | Kind::Names { of, .. }
            | Kind::Patch { of, .. } => self.source(of),
            Kind::Const(_) | Kind::Absent | Kind::Fresh(_) | Kind::Custom(_) => None,
        }
    }

    fn visit(&mut self, expr: &Shared, at: &mut Vec<String>) -> Result<(), TransformError> {
        if let Some(source) = self.source(expr) {
            self.note(at, source);
        }
        match &expr.kind {
            Kind::Edit { of, members } => {
                let _ = of;
                for (name, member) in members {
                    self.below(member, name, at)?;
                }
            }
            Kind::Fresh(members) => {
                for (name, member) in members {
                    self.below(member, name, at)?;
                }
            }
            Kind::Places { items, .. } => {
                for (index, item) in items {
                    self.below(item, &index.to_string(), at)?;
                }
            }
            Kind::If { then: of, .. } | Kind::Default { of, .. } | Kind::Omit(of) => {
                self.visit(of, at)?;
            }
            Kind::Each { of, var, body, .. } | Kind::Values { of, var, body, .. } => {
                if let Some(mut source) = self.source(of) {
                    source.push(ANY.to_owned());
                    self.sources.insert(*var, source);
                }
                self.below(body, ANY, at)?;
            }
            Kind::When { cases, .. } => {
                for (_, case) in cases {
                    self.visit(case, at)?;
                }
            }
            Kind::Convert { of, to: Conversion::List } => self.below(of, "0", at)?,
            Kind::Call { of, chain } if self.shapes < DEEPEST => {
                self.shapes += 1;
                let unfolded = self.typed.composer.unfold(Rc::clone(of), chain)?;
                self.visit(&unfolded, at)?;
                self.shapes -= 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn below(
        &mut self,
        expr: &Shared,
        name: &str,
        at: &mut Vec<String>,
    ) -> Result<(), TransformError> {
        at.push(name.to_owned());
        self.visit(expr, at)?;
        at.pop();
        Ok(())
    }

    /// Notes where the place `at` was, unless that follows from a place above.
    fn note(&mut self, at: &[String], source: Vec<String>) {
        let mut expected = at.to_vec();
        let mut node = &self.tree;
        for (depth, name) in at.iter().enumerate() {
            let Some(next) = node.below.get(name) else { break };
            node = next;
            if let Some(to) = &node.to {
                expected.clone_from(to);
                expected.extend_from_slice(&at[depth + 1..]);
            }
        }
        if expected == source {
            return;
        }
        let mut node = &mut self.tree;
        for name in at {
            node = node.below.entry(name.clone()).or_default();
        }
        // Of several alternatives the first counts.
        node.to.get_or_insert(source);
    }
}

fn printed(below: &BTreeMap<String, Tree>) -> String {
    let rows: Vec<String> = below
        .iter()
        .map(|(name, tree)| {
            let mut members = Vec::new();
            if let Some(to) = &tree.to {
                let pieces: Vec<String> = to.iter().map(|piece| string(piece)).collect();
                members.push(format!("to: [{}]", pieces.join(", ")));
            }
            if !tree.below.is_empty() {
                members.push(format!("below: {}", printed(&tree.below)));
            }
            format!("[{}, {{ {} }}]", string(name), members.join(", "))
        })
        .collect();
    format!("new Map([{}])", rows.join(", "))
}
