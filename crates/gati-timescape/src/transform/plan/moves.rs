//! Members that went into another object, or came out of one.

use gati_types::{ObjectType, Property};
use serde_json::Value;

use super::{place::Places, planner::Planner, question::Candidate};
use crate::transform::{error::TransformError, op::Op, simplify::Way};

/// A member that is moved, source names first.
pub(super) struct Moved {
    pub(super) from: Vec<String>,
    pub(super) to: Vec<String>,
}

impl<'a> Planner<'a> {
    /// The members of this object that were decided to be moved.
    pub(super) fn moved(&self, places: &Places) -> Vec<Moved> {
        let place = self.old(places);
        self.decisions
            .moves
            .iter()
            .filter(|one| place.is(&one.at) && !one.from.is_empty() && !one.to.is_empty())
            .map(|one| match self.way {
                Way::Up => Moved { from: one.from.clone(), to: one.to.clone() },
                Way::Down => Moved { from: one.to.clone(), to: one.from.clone() },
            })
            .collect()
    }

    /// Where members go and come from, for the objects below.
    pub(super) fn note_moves(&mut self, moved: &[Moved], places: &Places) {
        for one in moved {
            let target = one.to.iter().fold(places.target.clone(), |place, name| place.child(name));
            let source =
                one.from.iter().fold(places.source.clone(), |place, name| place.child(name));
            self.provided.push(target.positioned());
            self.taken.push(source.positioned());
        }
    }

    /// What is done to a member after it was moved, from the first member of its new place on.
    pub(super) fn moved_value(
        &mut self,
        (source, property): (&'a ObjectType, &'a Property),
        one: &Moved,
        below: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let from = self.source_at(source, &one.from);
        let to = self.target_below(property, &one.to[1..]);
        let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
        let mut place = below.clone();
        for piece in &one.to[1..] {
            place = place.child(piece, piece);
        }
        let mut inner = self.convert(&from.gtype, &to.gtype, &place)?;
        for piece in one.to.iter().rev().take(one.to.len() - 1) {
            if !inner.is_empty() {
                inner = vec![Op::Member { name: piece.clone(), ops: inner }];
            }
        }
        let optional = from.optional || self.source.may_be_absent(&from.gtype);
        if optional && !(to.optional || self.target.may_be_absent(&to.gtype)) {
            let text = format!("{} may be absent and is required on the other side", to.name);
            self.stub(&place.target, &to.gtype, Some(&from.gtype), text);
        }
        Ok(inner)
    }

    fn source_at(&self, source: &'a ObjectType, path: &[String]) -> Option<&'a Property> {
        let (first, rest) = path.split_first()?;
        let mut property = source.property(first)?;
        for name in rest {
            property = self.source.object(&property.gtype)?.property(name)?;
        }
        Some(property)
    }

    fn target_below(&self, property: &'a Property, path: &[String]) -> Option<&'a Property> {
        let mut property = property;
        for name in path {
            property = self.target.object(&property.gtype)?.property(name)?;
        }
        Some(property)
    }

    /// Asks whether members went into a new object, or came out of one that is gone.
    pub(super) fn look_moved(
        &mut self,
        gone: &[&'a Property],
        new: &[&'a Property],
        places: &Places,
    ) {
        let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for envelope in new {
            let Some(object) = self.target.object(&envelope.gtype) else { continue };
            for one in gone {
                if let Some(inner) = object.property(&one.name)
                    && self.is_same(&one.gtype, &inner.gtype)
                {
                    let to = vec![envelope.name.clone(), inner.name.clone()];
                    found.push((vec![one.name.clone()], to));
                }
            }
        }
        for envelope in gone {
            let Some(object) = self.source.object(&envelope.gtype) else { continue };
            for one in new {
                if let Some(inner) = object.property(&one.name)
                    && self.is_same(&inner.gtype, &one.gtype)
                {
                    let from = vec![envelope.name.clone(), inner.name.clone()];
                    found.push((from, vec![one.name.clone()]));
                }
            }
        }
        // All that is gone has gone one way, or it is a coincidence of names.
        let score = if found.len() >= gone.len().min(new.len()).max(1) { 0.9 } else { 0.6 };
        for (from, to) in found {
            let names = (Value::from(from), Value::from(to));
            let place = self.old(places).clone();
            self.confirm(&place, Candidate::Move, self.in_order(names), score);
        }
    }
}
