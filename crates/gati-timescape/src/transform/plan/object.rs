//! Members against members. The file is long because what becomes of one member depends on what
//! becomes of the others; it stays together.

use gati_types::{GType, ObjectType, Property};
use indexmap::IndexMap;
use serde_json::Value;

use super::{
    assign::assign,
    decision::EnvelopeChange,
    likeness::{self, Pair},
    place::{Place, Places},
    planner::Planner,
    question::{Candidate, OpenQuestion},
};
use crate::transform::{error::TransformError, op::Op, simplify::Way};

/// The operations of one object, in the order they are done.
#[derive(Default)]
struct Ops {
    drops: Vec<Op>,
    renames: IndexMap<String, String>,
    moves: Vec<Op>,
    emptied: Vec<Op>,
    members: Vec<Op>,
    added: Vec<Op>,
}

impl Ops {
    fn in_order(self) -> Vec<Op> {
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

/// A member that is moved, source names first.
struct Moved {
    from: Vec<String>,
    to: Vec<String>,
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

    /// Members that go on, by both names.
    fn pair(
        &mut self,
        (source, target): (&'a ObjectType, &'a ObjectType),
        places: &Places,
        moved: &[Moved],
        covered: &[String],
    ) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for property in &source.properties {
            let to = self.renamed_member(&property.name, places);
            if to != property.name && target.property(&to).is_some() {
                pairs.push((property.name.clone(), to));
            }
        }
        for property in &source.properties {
            let name = &property.name;
            let taken = pairs.iter().any(|(from, to)| from == name || to == name)
                || moved.iter().any(|one| one.from == [name.clone()] || one.to == [name.clone()])
                || covered.contains(name);
            if !taken && target.property(name).is_some() {
                pairs.push((name.clone(), name.clone()));
            }
        }
        let gone: Vec<&'a Property> = source
            .properties
            .iter()
            .filter(|one| {
                !pairs.iter().any(|(from, _)| *from == one.name)
                    && !moved.iter().any(|moved| moved.from[0] == one.name)
                    && !self.taken.contains(&places.source.child(&one.name).positioned())
            })
            .collect();
        let new: Vec<&'a Property> = target
            .properties
            .iter()
            .filter(|one| {
                !pairs.iter().any(|(_, to)| *to == one.name)
                    && !moved.iter().any(|moved| moved.to[0] == one.name)
                    && !covered.contains(&one.name)
                    && !self.provided.contains(&places.target.child(&one.name).positioned())
            })
            .collect();
        self.look_alike((&gone, &new), (source, target), &pairs, places);
        self.look_moved(&gone, &new, places);
        pairs
    }

    /// Asks which of what is gone is which of what is new.
    fn look_alike(
        &mut self,
        (gone, new): (&[&'a Property], &[&'a Property]),
        (source, target): (&'a ObjectType, &'a ObjectType),
        pairs: &[(String, String)],
        places: &Places,
    ) {
        let mut alike: Vec<Vec<bool>> = Vec::new();
        for one in gone {
            let row = new.iter().map(|other| self.is_same(&one.gtype, &other.gtype)).collect();
            alike.push(row);
        }
        let scores: Vec<Vec<f64>> = gone
            .iter()
            .enumerate()
            .map(|(row, one)| {
                let in_row = alike[row].iter().filter(|same| **same).count();
                new.iter()
                    .enumerate()
                    .map(|(column, other)| {
                        if !alike[row][column] || self.is_apart(one, other, places) {
                            return 0.0;
                        }
                        let in_column = alike.iter().filter(|row| row[column]).count();
                        let (old, new) = match self.way {
                            Way::Up => (*one, *other),
                            Way::Down => (*other, *one),
                        };
                        likeness::score(&Pair {
                            old,
                            new,
                            only: in_row == 1 && in_column == 1,
                            neighbours: neighbours(one, other, source, target, pairs),
                        })
                    })
                    .collect()
            })
            .collect();
        for (row, column) in assign(&scores).into_iter().enumerate() {
            let Some(column) = column else { continue };
            let score = scores[row][column];
            if score >= likeness::WORTH_ASKING {
                let names = (gone[row].name.as_str().into(), new[column].name.as_str().into());
                let place = self.old(places).clone();
                self.confirm(&place, Candidate::Rename, self.in_order(names), score);
            }
        }
    }

    /// Asks whether members went into a new object, or came out of one that is gone.
    fn look_moved(&mut self, gone: &[&'a Property], new: &[&'a Property], places: &Places) {
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

    pub(crate) fn in_order(&self, (source, target): (Value, Value)) -> (Value, Value) {
        match self.way {
            Way::Up => (source, target),
            Way::Down => (target, source),
        }
    }

    fn is_apart(&self, source: &Property, target: &Property, places: &Places) -> bool {
        let (old, new) = match self.way {
            Way::Up => (source, target),
            Way::Down => (target, source),
        };
        let place = self.old(places);
        self.decisions
            .apart
            .iter()
            .any(|one| place.is(&one.at) && one.from == old.name && one.to == new.name)
    }

    /// What a member of the source is called in the target.
    pub(crate) fn renamed_member(&self, name: &str, places: &Places) -> String {
        let place = self.old(places);
        let found = self.decisions.renames.iter().find(|one| {
            place.is(&one.at)
                && match self.way {
                    Way::Up => one.from == name,
                    Way::Down => one.to == name,
                }
        });
        match (found, self.way) {
            (Some(one), Way::Up) => one.to.clone(),
            (Some(one), Way::Down) => one.from.clone(),
            (None, _) => self.renamed_tag(name, place).unwrap_or(name).to_owned(),
        }
    }

    /// The same of what tells the alternative apart that is being planned.
    fn renamed_tag(&self, name: &str, place: &Place) -> Option<&str> {
        let at = place.positioned();
        let told = self.told.iter().rev().find(|told| told.place == at)?;
        let (old, new) = (told.member.0.as_str(), told.member.1.as_str());
        match self.way {
            Way::Up => (old == name).then_some(new),
            Way::Down => (new == name).then_some(old),
        }
    }

    fn moved(&self, places: &Places) -> Vec<Moved> {
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

    /// What takes the place of `null` where the target has none: a value, or nothing at all.
    fn without_null(
        &self,
        own: &'a Property,
        property: &'a Property,
        below: &Places,
    ) -> (Option<Value>, bool) {
        if !self.source.may_be_null(&own.gtype) || self.target.may_be_null(&property.gtype) {
            return (None, false);
        }
        let default = match self.way {
            Way::Up if self.defaults_at(&below.target) => property.docs.default.clone(),
            _ => None,
        };
        if let Some(value) = self.given(&below.target).cloned().or(default) {
            return (Some(value), false);
        }
        (None, self.way == Way::Down && property.optional)
    }

    /// The question about `null` that was asked of a place on the way is answered.
    fn forget_null(&mut self, mark: usize, place: &Place) {
        let about_null = |question: &OpenQuestion| {
            question.text == super::union::NO_NULL
                && question.position == place.position
                && question.path == place.pointer
        };
        let asked: Vec<String> = self
            .questions
            .values()
            .skip(mark)
            .filter(|question| about_null(question))
            .map(|question| question.id.clone())
            .collect();
        for id in asked {
            self.questions.shift_remove(&id);
        }
    }

    /// What stands where the source leaves a member out.
    fn presence(
        &mut self,
        own: &'a Property,
        property: &'a Property,
        below: &Places,
        ops: &mut Ops,
    ) {
        let may_be_absent = own.optional || self.source.may_be_absent(&own.gtype);
        if !may_be_absent {
            return;
        }
        let takes_absent = property.optional || self.target.may_be_absent(&property.gtype);
        let (old, new) = (&own.docs.default, &property.docs.default);
        let name = property.name.clone();
        let default = match self.way {
            Way::Up if !self.defaults_at(&below.target) => None,
            // What an old client leaves out means what it meant: the old default, and only where
            // there was none the new one, because the handler's type has no absence any more.
            Way::Up => match (old, new) {
                (Some(old), Some(new)) if old == new && takes_absent => None,
                (Some(old), _) => Some(old.clone()),
                (None, Some(new)) => Some(new.clone()),
                (None, None) => None,
            },
            Way::Down => None,
        };
        if let Some(value) = default {
            ops.added.push(Op::Default { name, value, null: false });
            return;
        }
        if takes_absent {
            return;
        }
        if let Some(value) = self.given(&below.target).cloned().or_else(|| self.constant(property))
        {
            ops.added.push(Op::Default { name, value, null: false });
            return;
        }
        let text = format!("{} may be absent and is required on the other side", property.name);
        self.stub(&below.target, &property.gtype, Some(&own.gtype), text);
    }

    /// The only value a type has.
    fn constant(&self, property: &'a Property) -> Option<Value> {
        match self.target.literals(&property.gtype)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// A member the source does not have.
    fn new_member(
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

    /// Where members go and come from, for the objects below.
    fn note_moves(&mut self, moved: &[Moved], places: &Places) {
        for one in moved {
            let target = one.to.iter().fold(places.target.clone(), |place, name| place.child(name));
            let source =
                one.from.iter().fold(places.source.clone(), |place, name| place.child(name));
            self.provided.push(target.positioned());
            self.taken.push(source.positioned());
        }
    }

    /// What is done to a member after it was moved, from the first member of its new place on.
    fn moved_value(
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

/// An object without members: what a new one is made from.
fn nothing() -> &'static ObjectType {
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

/// The one alternative beside `null`.
fn not_null(gtype: &GType) -> Option<&GType> {
    let GType::Union(union) = gtype else { return None };
    let mut rest = union.members.iter().filter(|one| !matches!(one, GType::Null));
    match (rest.next(), rest.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether two members stand between the same members.
fn neighbours(
    one: &Property,
    other: &Property,
    source: &ObjectType,
    target: &ObjectType,
    pairs: &[(String, String)],
) -> bool {
    let around = |object: &ObjectType, name: &str| {
        let at = object.properties.iter().position(|property| property.name == name)?;
        let before = at.checked_sub(1).map(|at| object.properties[at].name.clone());
        let after = object.properties.get(at + 1).map(|property| property.name.clone());
        Some((before, after))
    };
    let paired = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => pairs.iter().any(|(from, to)| from == one && to == other),
        (None, None) => true,
        _ => false,
    };
    match (around(source, &one.name), around(target, &other.name)) {
        (Some(first), Some(second)) => paired(&first.0, &second.0) || paired(&first.1, &second.1),
        _ => false,
    }
}
