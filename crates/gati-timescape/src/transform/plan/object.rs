//! Members against members: what becomes of each, and in which order.

use gati_types::{ObjectType, Property};
use indexmap::IndexMap;
use serde_json::Value;

use super::{absence::not_null, moves::Moved, place::Places, planner::Planner};
use crate::transform::{error::TransformError, op::Op, simplify::Way};

/// The operations of one object, in the order they are done.
#[derive(Default)]
pub(super) struct Ops {
    pub(super) drops: Vec<Op>,
    pub(super) renames: IndexMap<String, String>,
    pub(super) moves: Vec<Op>,
    pub(super) emptied: Vec<Op>,
    pub(super) members: Vec<Op>,
    pub(super) added: Vec<Op>,
}

impl Ops {
    pub(super) fn in_order(self) -> Vec<Op> {
        let mut ops = self.drops;
        if !self.renames.is_empty() {
            ops.push(Op::Rename { names: self.renames });
        }
        ops.extend(self.moves);
        ops.extend(self.emptied);
        ops.extend(self.members);
        ops.extend(self.added);
        ops
    }
}

impl<'a> Planner<'a> {
    /// What makes an object of `source` one of `target`.
    pub(crate) fn object(
        &mut self,
        source: &'a ObjectType,
        target: &'a ObjectType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        // A function that makes the whole value is called for every alternative of it, so it is
        // dealt with where the alternatives are; the parts of a request have none.
        let custom = self
            .custom_at(places)
            .filter(|one| one.writes.is_some() || places.source.position == "request");
        let moved = self.moved(places);
        let covered: Vec<String> =
            custom.iter().filter_map(|custom| custom.writes.clone()).flatten().collect();
        let before = self.questions.len();
        let mut ops = Ops::default();
        self.note_moves(&moved, places);
        let pairs = self.pair((source, target), places, &moved, &covered);
        for property in &target.properties {
            if covered.contains(&property.name) {
                continue;
            }
            match pairs.iter().find(|(_, to)| *to == property.name) {
                Some((from, _)) => self.kept(source, (from, property), places, &mut ops)?,
                None => self.new_member((source, property), places, &moved, &mut ops)?,
            }
        }
        for property in &source.properties {
            let name = &property.name;
            let kept = pairs.iter().any(|(from, _)| from == name)
                || (covered.contains(name) && target.property(name).is_some());
            if kept {
                continue;
            }
            if target.property(name).is_none()
                && let Some(signature) = target.index.first()
            {
                let below =
                    self.convert(&property.gtype, &signature.value, &places.child(name, name))?;
                push_member(&mut ops.members, name, below);
                continue;
            }
            if self.taken.contains(&places.source.child(name).positioned()) {
                continue;
            }
            let drop = Op::Drop { name: name.clone() };
            if moved.iter().any(|one| one.from[0] == *name) {
                // A member that was moved itself is gone already.
                if moved.iter().all(|one| one.from[0] != *name || one.from.len() > 1) {
                    ops.emptied.push(drop);
                }
            } else if !pairs.iter().any(|(_, to)| to == name)
                && !moved.iter().any(|one| one.to[0] == *name)
                && !target.properties.iter().any(|one| one.name == *name)
            {
                ops.drops.push(drop);
            }
        }
        for one in &moved {
            ops.moves.push(Op::Move { from: one.from.clone(), to: one.to.clone() });
            // Into an object that both sides have.
            if let Some((_, to)) = pairs.iter().find(|(_, to)| *to == one.to[0])
                && let Some(property) = target.property(to)
            {
                let inner = self.moved_value((source, property), one, &places.child(to, to))?;
                push_member(&mut ops.members, to, inner);
            }
        }
        self.records(source, target, places, &mut ops)?;
        let ops = ops.in_order();
        let Some(custom) = custom else { return Ok(ops) };
        if custom.writes.is_none() {
            // The function makes the whole value: what was asked below is its business.
            self.questions.truncate(before);
        }
        Ok(vec![Op::Custom { call: custom.call, reads: custom.reads, writes: custom.writes, ops }])
    }

    pub(crate) fn in_order(&self, (source, target): (Value, Value)) -> (Value, Value) {
        match self.way {
            Way::Up => (source, target),
            Way::Down => (target, source),
        }
    }

    pub(crate) fn custom_at(&self, places: &Places) -> Option<super::decision::CustomDecision> {
        let found = self
            .decisions
            .custom
            .iter()
            .find(|one| places.source.is(&one.at) || places.target.is(&one.at))?;
        Some(found.clone())
    }

    /// A member that both sides have.
    fn kept(
        &mut self,
        source: &'a ObjectType,
        (from, property): (&str, &'a Property),
        places: &Places,
        ops: &mut Ops,
    ) -> Result<(), TransformError> {
        let name = &property.name;
        if from != name {
            ops.renames.insert(from.to_owned(), name.clone());
        }
        let Some(own) = source.property(from) else { return Ok(()) };
        let below = places.child(from, name);
        let (given, omit) = self.without_null(own, property, &below);
        let inner = match &given {
            Some(default) => {
                vec![Op::MapEnum { table: vec![(Value::Null, default.clone())], otherwise: None }]
            }
            None => Vec::new(),
        };
        push_member(&mut ops.members, name, inner.clone());
        if omit {
            ops.members.push(Op::Omit { name: name.clone() });
        }
        let converted = match (given.is_some() || omit, not_null(&own.gtype)) {
            // The rest of the union is looked at without `null`, which is dealt with.
            (true, Some(rest)) if self.is_same(rest, &property.gtype) => Vec::new(),
            (true, _) => {
                let mark = self.questions.len();
                let ops = self.convert(&own.gtype, &property.gtype, &below)?;
                self.forget_null(mark, &below.target);
                ops
            }
            (false, _) => self.convert(&own.gtype, &property.gtype, &below)?,
        };
        // A value that was decided for `null` is put there once.
        let already = usize::from(!inner.is_empty() && converted.starts_with(&inner));
        push_member(&mut ops.members, name, converted[already..].to_vec());
        self.presence(own, property, &below, ops);
        Ok(())
    }

    /// The only value a type has.
    pub(super) fn constant(&self, property: &'a Property) -> Option<Value> {
        match self.target.literals(&property.gtype)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// A member the source does not have.
    pub(super) fn new_member(
        &mut self,
        (source, property): (&'a ObjectType, &'a Property),
        places: &Places,
        moved: &[Moved],
        ops: &mut Ops,
    ) -> Result<(), TransformError> {
        let name = &property.name;
        let below = places.child(name, name);
        if self.provided.contains(&below.target.positioned()) {
            return Ok(());
        }
        let into: Vec<&Moved> = moved.iter().filter(|one| one.to[0] == *name).collect();
        if !into.is_empty() {
            return self.filled((source, property), &into, places, ops);
        }
        let default = match self.way {
            Way::Up if self.defaults_at(&below.target) => property.docs.default.clone(),
            _ => None,
        };
        let given = self.given(&below.target).cloned().or(default);
        if let Some(value) = given {
            ops.added.push(Op::Insert { name: name.clone(), value });
            return Ok(());
        }
        if property.optional || self.target.may_be_absent(&property.gtype) {
            // Somebody may send it all the same, as something else.
            let sent = match self.way {
                Way::Up => !self.source.is_closed(source),
                Way::Down => true,
            };
            if sent {
                ops.drops.push(Op::Drop { name: name.clone() });
            }
            return Ok(());
        }
        if let Some(value) = self.constant(property) {
            ops.added.push(Op::Insert { name: name.clone(), value });
            return Ok(());
        }
        let text = format!("{name} is required and the other side does not have it");
        self.stub(&below.target, &property.gtype, None, text);
        Ok(())
    }

    /// A member that members were moved into, or that was moved here itself.
    fn filled(
        &mut self,
        (source, property): (&'a ObjectType, &'a Property),
        into: &[&Moved],
        places: &Places,
        ops: &mut Ops,
    ) -> Result<(), TransformError> {
        let name = &property.name;
        let below = places.child(name, name);
        for one in into {
            let inner = self.moved_value((source, property), one, &below)?;
            push_member(&mut ops.members, name, inner);
        }
        // What else the object needs, it gets as any other does.
        if let Some(object) = self.target.object(&property.gtype)
            && into.iter().all(|one| one.to.len() > 1)
        {
            let mut inner = Ops::default();
            for rest in &object.properties {
                if into.iter().any(|one| one.to[1] == rest.name) {
                    continue;
                }
                self.new_member((nothing(), rest), &below, &[], &mut inner)?;
            }
            push_member(&mut ops.members, name, inner.in_order());
        }
        Ok(())
    }

    /// Index signatures on both sides.
    fn records(
        &mut self,
        source: &'a ObjectType,
        target: &'a ObjectType,
        places: &Places,
        ops: &mut Ops,
    ) -> Result<(), TransformError> {
        let (Some(from), Some(to)) = (source.index.first(), target.index.first()) else {
            return Ok(());
        };
        let below = self.convert(&from.value, &to.value, &places.items())?;
        if !below.is_empty() {
            let names = source.properties.iter().chain(&target.properties);
            let except = names.map(|property| property.name.clone()).collect();
            ops.members.push(Op::Values { except, ops: below });
        }
        Ok(())
    }
}

/// An object without members: what a new one is made from.
pub(super) fn nothing() -> &'static ObjectType {
    static NOTHING: ObjectType =
        ObjectType { properties: Vec::new(), index: Vec::new(), unknown_keys: None };
    &NOTHING
}

fn push_member(ops: &mut Vec<Op>, name: &str, inner: Vec<Op>) {
    if inner.is_empty() {
        return;
    }
    if let Some(Op::Member { name: last, ops }) = ops.last_mut()
        && last == name
    {
        ops.extend(inner);
        return;
    }
    ops.push(Op::Member { name: name.to_owned(), ops: inner });
}
