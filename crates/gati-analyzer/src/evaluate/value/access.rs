//! `a.b` and `a[b]`, as references that narrowing can be about.

use super::member::From;
use super::state::{Reference, Root};
use super::{Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Type, entity};
use crate::ir::{Expr, ExprId, Name};
use crate::resolve::symbol::{Meaning, Symbol};

impl Evaluator<'_> {
    /// The object of an access, with `?.` looked through.
    fn accessed(&mut self, object: ExprId, optional: bool, walk: &mut Walk) -> Typed {
        let found = self.infer(object, walk, Want::default())?;
        if !optional {
            return Ok(found);
        }
        walk.broke_off |= self.may_be_nullish(found.ty);
        let ty = self.non_nullable(found.ty);
        Ok(Value { ty, fresh: found.fresh })
    }

    /// `object.name`.
    pub(super) fn member_access(&mut self, id: ExprId, walk: &mut Walk) -> Typed {
        let place = walk.place(id);
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Member { object, name, optional } = facts.expression(id) else {
            return stuck(place, "this member");
        };
        let (object, optional) = (*object, *optional);
        let owner = self.accessed(object, optional, walk)?;
        if let Some(known) = walk.narrowed(id) {
            return known;
        }
        let from = if matches!(walk.facts.expression(object), Expr::This) {
            From::Inside
        } else {
            From::Outside
        };
        if let Some(found) = self.class_member(owner.ty, name, from, place) {
            return found;
        }
        let mut found = self.member_of(owner.ty, name, place)?;
        // `E.A` is a literal from the source, a variable of that type is not.
        let revealed = self.force(found.ty);
        if matches!(self.store.get(revealed), Type::Member { .. }) && self.is_enum(object, walk) {
            found = Value { ty: revealed, fresh: vec![revealed] };
        }
        Ok(found)
    }

    fn is_enum(&mut self, id: ExprId, walk: &Walk) -> bool {
        let Some(path) = entity(&walk.facts, id) else { return false };
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        let Ok(Some(Symbol::Declared { file, scope, name })) =
            self.sources.lookup_path(file, scope, &path, Meaning::Value)
        else {
            return false;
        };
        self.sources
            .declarations(file, scope, &name)
            .iter()
            .any(|site| matches!(site.kind(), crate::ir::DeclKind::Enum { .. }))
    }

    /// `object[index]`.
    pub(super) fn index_access(&mut self, id: ExprId, walk: &mut Walk) -> Typed {
        let place = walk.place(id);
        let Expr::Index { object, index, optional } = *walk.facts.expression(id) else {
            return stuck(place, "this member");
        };
        let owner = self.accessed(object, optional, walk)?;
        if let Some(known) = walk.narrowed(id) {
            return known;
        }
        let key = self.infer(index, walk, Want::default())?;
        if let Type::Literal(Lit::String(name)) = self.get(key.ty) {
            return self.member_of(owner.ty, &name, place);
        }
        let opened = self.expand(owner.ty);
        if matches!(self.store.get(opened), Type::Framework { .. } | Type::Any) {
            return stuck(place, "indexing this");
        }
        let found = self.indexed_access(owner.ty, key.ty, place);
        self.certain(found, place)
    }
}

fn reference_of(id: ExprId, walk: &Walk) -> Option<Reference> {
    match walk.facts.expression(id) {
        Expr::Local(local) => Some(Reference::local(*local)),
        // It is always the same.
        Expr::Identifier(name) if matches!(&**name, "undefined" | "NaN" | "Infinity") => None,
        Expr::Identifier(name) => {
            Some(Reference { root: Root::Outer(Name::clone(name)), path: Vec::new() })
        }
        Expr::This => Some(Reference { root: Root::This, path: Vec::new() }),
        Expr::Member { object, name, .. } => {
            let mut reference = reference_of(*object, walk)?;
            reference.path.push(Name::clone(name));
            Some(reference)
        }
        Expr::Index { object, index, .. } => {
            let name = match walk.facts.expression(*index) {
                Expr::Literal(literal) => Name::from(Lit::from_literal(literal).text()),
                _ => return None,
            };
            let mut reference = reference_of(*object, walk)?;
            reference.path.push(name);
            Some(reference)
        }
        Expr::Chain(inner) | Expr::NonNull(inner) => reference_of(*inner, walk),
        Expr::Typed { kind: crate::ir::ConstKind::Satisfies, value, .. } => {
            reference_of(*value, walk)
        }
        Expr::Assign { operator: "=", target, .. } => reference_of(*target, walk),
        _ => None,
    }
}

impl Walk {
    /// What conditions can speak of: a name, and members of it.
    pub(super) fn reference(&self, id: ExprId) -> Option<Reference> {
        reference_of(id, self)
    }

    /// What is known of a member at this place.
    fn narrowed(&self, id: ExprId) -> Option<Typed> {
        if self.state.entries().is_empty() {
            return None;
        }
        let reference = self.reference(id)?;
        let known = self.state.get(&reference)?;
        Some(match known {
            Some(value) => Ok(value.clone()),
            None => stuck(self.place(id), "what is known of it here is not certain"),
        })
    }
}
