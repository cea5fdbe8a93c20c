//! The union of several candidates as TypeScript makes it of values and of what `infer` found:
//! without those that another one covers.

use super::assign::Relation;
use super::{Evaluator, Ty, Type};
use crate::ir::DeclKind;

impl Evaluator<'_> {
    /// The union of `candidates` without those that another one covers; the failure if that cannot
    /// be told.
    pub(super) fn subtype_union(&mut self, candidates: Vec<Ty>) -> Result<Ty, Ty> {
        if let [only] = candidates.as_slice() {
            return Ok(*only);
        }
        let all = self.union(candidates);
        let forced = self.force(all);
        let Type::Union(members) = self.get(forced) else { return Ok(all) };
        let kept = self.without_covered(members)?;
        Ok(self.union(kept))
    }

    /// `members` without those that another of them covers.
    pub(super) fn without_covered(&mut self, mut members: Vec<Ty>) -> Result<Vec<Ty>, Ty> {
        let undefined = self.plain(Type::Undefined);
        let void = self.plain(Type::Void);
        if members.contains(&void) {
            members.retain(|member| *member != undefined);
        }
        let mut has_empty = false;
        for member in &members {
            let opened = self.expand(*member);
            has_empty |= match self.store.get(opened) {
                Type::Object(shape) => super::assign::is_empty(shape) && shape.secrets.is_empty(),
                _ => false,
            };
        }
        // From the end, as TypeScript does: of two that cover each other the first stays.
        let mut position = members.len();
        while position > 0 {
            position -= 1;
            let member = members[position];
            if !has_empty && !self.has_structure(member) {
                continue;
            }
            for other in members.clone() {
                if other != member && self.covers(other, member)? {
                    members.remove(position);
                    break;
                }
            }
        }
        Ok(members)
    }

    fn covers(&mut self, other: Ty, member: Ty) -> Result<bool, Ty> {
        if self.are_classes_apart(member, other) || self.are_told_apart(member, other) {
            return Ok(false);
        }
        self.decided_by(Relation::StrictSubtype, member, other)
    }

    /// Both have a member of one name with different literals.
    fn are_told_apart(&mut self, source: Ty, target: Ty) -> bool {
        let (source, target) = (self.expand(source), self.expand(target));
        let (Type::Object(own), Type::Object(wanted)) = (self.get(source), self.get(target)) else {
            return false;
        };
        for property in &own.properties {
            if property.optional || !self.is_unit(property.ty) {
                continue;
            }
            let Some(other) = wanted.property(&property.name) else { return false };
            if other.optional || !self.is_unit(other.ty) {
                return false;
            }
            return self.reveal(property.ty) != self.reveal(other.ty);
        }
        false
    }

    /// Instances of two classes of which neither is declared to extend the other.
    fn are_classes_apart(&mut self, member: Ty, other: Ty) -> bool {
        let [Some(member), Some(other)] = [member, other].map(|ty| match self.get(ty) {
            Type::Named(named) => Some(named),
            _ => None,
        }) else {
            return false;
        };
        let is_class = |this: &Self, named: &super::NamedKey| {
            let facts = this.sources.facts(named.file);
            facts
                .declarations_of(named.scope, &named.name)
                .any(|(_, found)| matches!(found.kind, DeclKind::Class(_)))
        };
        if !is_class(self, &member) || !is_class(self, &other) {
            return false;
        }
        !self.ancestors(&member).iter().any(|known| {
            known.file == other.file && known.scope == other.scope && known.name == other.name
        })
    }

    /// Whether a type is made of others, so that another one may cover it.
    fn has_structure(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        matches!(
            self.store.get(opened),
            Type::Object(_)
                | Type::Array { .. }
                | Type::Tuple { .. }
                | Type::Map { .. }
                | Type::Set { .. }
                | Type::Promise(_)
                | Type::PromiseLike(_)
                | Type::Function { .. }
                | Type::Callable
                | Type::Date
                | Type::RegExp
                | Type::Refined { .. }
                | Type::Template(_)
                | Type::Cased(..)
        )
    }
}
