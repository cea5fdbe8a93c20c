//! Values that went into an envelope, a member of a new object, or came out of one.

use gati_types::GType;
use serde_json::Value;

use super::{
    decision::EnvelopeChange,
    object::{Ops, nothing},
    place::Places,
    planner::Planner,
    question::Candidate,
};
use crate::transform::{error::TransformError, op::Op, simplify::Way};

impl<'a> Planner<'a> {
    /// A value that went into an envelope or came out of one, where that was decided.
    pub(crate) fn envelope(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Option<Vec<Op>>, TransformError> {
        let place = self.old(places);
        let decided = self.decisions.envelopes.iter().find(|one| place.is(&one.at)).map(|one| {
            let wraps = (one.now == EnvelopeChange::Wrapped) == (self.way == Way::Up);
            (one.member.as_str(), wraps)
        });
        let Some((member, wraps)) = decided else {
            if self.decisions.moves.iter().any(|one| place.is(&one.at)) {
                return Ok(None);
            }
            self.look_enveloped(source, target, places);
            return Ok(None);
        };
        if wraps {
            let Some(object) = self.target.object(target) else { return Ok(None) };
            let Some(property) = object.property(member) else { return Ok(None) };
            let mut inner = self.convert(
                source,
                &property.gtype,
                &Places { source: places.source.clone(), target: places.target.child(member) },
            )?;
            inner.push(Op::Wrap { name: member.to_owned() });
            let mut rest = Ops::default();
            for other in object.properties.iter().filter(|other| other.name != member) {
                self.new_member((nothing(), other), places, &[], &mut rest)?;
            }
            inner.extend(rest.in_order());
            return Ok(Some(inner));
        }
        let Some(object) = self.source.object(source) else { return Ok(None) };
        let Some(property) = object.property(member) else { return Ok(None) };
        let mut ops = vec![Op::Unwrap { name: member.to_owned() }];
        ops.extend(self.convert(
            &property.gtype,
            target,
            &Places { source: places.source.child(member), target: places.target.clone() },
        )?);
        Ok(Some(ops))
    }

    /// Asks whether the value went into an envelope: one member of the other side has its type.
    fn look_enveloped(&mut self, source: &'a GType, target: &'a GType, places: &Places) {
        // A scalar in an object is no envelope but a coincidence.
        let is_structure =
            |gtype: &GType| matches!(gtype, GType::Object(_) | GType::Array(_) | GType::Tuple(_));
        let (source_node, target_node) = (self.source.node(source), self.target.node(target));
        let mut found: Option<(Candidate, String)> = None;
        if let GType::Object(object) = target_node
            && is_structure(source_node)
        {
            for property in &object.properties {
                if !property.optional && self.is_same(source, &property.gtype) {
                    found = Some((Candidate::Wrap, property.name.clone()));
                }
            }
        }
        if let GType::Object(object) = source_node
            && is_structure(target_node)
        {
            for property in &object.properties {
                if !property.optional && self.is_same(&property.gtype, target) {
                    found = Some((Candidate::Unwrap, property.name.clone()));
                }
            }
        }
        let Some((what, member)) = found else { return };
        let what = match (what, self.way) {
            (what, Way::Up) => what,
            (Candidate::Wrap, Way::Down) => Candidate::Unwrap,
            (_, Way::Down) => Candidate::Wrap,
        };
        let names = match what {
            Candidate::Wrap => (Value::Null, Value::from(member)),
            _ => (Value::from(member), Value::Null),
        };
        let place = self.old(places).clone();
        self.confirm(&place, what, names, 0.9);
    }
}
