//! Intersections in which somebody speaks of `this`.
//!
//! `this` of an interface or a class that is part of an intersection is the whole intersection,
//! which is not there before its parts are read. So it is a node of its own that knows its parts;
//! where somebody looks inside, they are read with that node as their `this`.

use super::{Evaluator, Place, Ty, Type};

impl Evaluator<'_> {
    /// The intersection of two types as a node of its own, where one of them speaks of `this` and
    /// both are objects in the end.
    pub(super) fn whole_of(&mut self, left: Ty, right: Ty, place: Place) -> Option<Ty> {
        let (one, other) = (self.speaking_parts(left), self.speaking_parts(right));
        if one.is_none() && other.is_none() {
            return None;
        }
        if ![left, right].into_iter().all(|side| self.stays_whole(side)) {
            return None;
        }
        let mut parts = one.unwrap_or_else(|| vec![left]);
        for part in other.unwrap_or_else(|| vec![right]) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let whole = self.plain(Type::Whole { parts, place });
        // What nothing can be is that at once.
        let opened = self.expand(whole);
        let is_nothing = matches!(self.store.get(opened), Type::Never | Type::Problem(_));
        Some(if is_nothing { opened } else { whole })
    }

    /// What the parts of an intersection are together, with `this` as the `this` of each.
    pub(super) fn whole(&mut self, this: Ty, parts: &[Ty], place: Place) -> Ty {
        let mut result = self.plain(Type::Unknown);
        for part in parts {
            let read = match self.get(*part) {
                Type::Named(named) if self.has_this(&named) => self.shape_of(&named, this),
                _ => *part,
            };
            result = self.meet(result, read, place);
        }
        result
    }

    /// `ty` without laziness around it, but for an intersection that others may become part of.
    pub(super) fn kept_whole(&mut self, ty: Ty) -> Ty {
        let mut current = ty;
        while !matches!(self.store.get(current), Type::Whole { .. })
            && let Some(next) = self.unfold(current)
        {
            current = next;
        }
        current
    }

    /// The parts of a type of which one speaks of `this`; `None` where none does.
    fn speaking_parts(&mut self, ty: Ty) -> Option<Vec<Ty>> {
        let mut current = ty;
        for _ in 0..super::MAX_DEPTH {
            current = match self.get(current) {
                Type::Whole { parts, .. } => return Some(parts),
                Type::Named(named) if self.has_this(&named) => {
                    return self.mentions_this(&named, 0).then(|| vec![current]);
                }
                Type::Named(_) => self.open_once(current),
                _ => self.unfold(current)?,
            };
        }
        None
    }

    /// Whether an intersection with a type is one, and neither several nor a simpler type.
    fn stays_whole(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Object(shape) => !super::intersection::says_nothing(&shape),
            Type::Any
            | Type::Unknown
            | Type::Never
            | Type::Null
            | Type::Undefined
            | Type::Void
            | Type::Union(_)
            | Type::Boolean
            | Type::Hole { .. }
            | Type::Framework { .. }
            | Type::Status { .. }
            | Type::Stream(..)
            | Type::Mark(_)
            | Type::Problem(_) => false,
            _ => true,
        }
    }
}
