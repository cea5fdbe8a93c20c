//! The walk: a value held against a schema, as the specification says it.

use std::collections::HashSet;

use gati_types::assertion::{Assertion, Condition, Contains, Kinds, SchemaId};

use super::{BytesCheck, Plan, Undecided, identity};
use crate::{
    assertion::{facts::Looks, writer::DEPTH_LIMIT},
    json::Json,
    reader::number::is_multiple,
};

/// How many schemas may be inside each other on the stack; more are JavaScript's.
const FRAMES: u32 = 1_500;

pub(super) type Found = Result<bool, Undecided>;

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Levels of the value.
    pub(super) depth: u32,
    /// Schemas on the way.
    pub(super) frames: u32,
    /// Which answers are needed.
    pub(super) ask: Ask,
}

/// Which answers are needed; a tree gives both for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Only a yes counts.
    Yes,
    /// A no counts too, so it has to be for certain.
    Both,
}

impl Place {
    pub(super) const ROOT: Self = Self { depth: 0, frames: 0, ask: Ask::Yes };

    pub(super) fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    /// The same, where no more than `most` levels are gone down.
    pub(super) fn inside_within(self, most: u32) -> Result<Self, Undecided> {
        if self.depth < most { Ok(self.inside()) } else { Err(Undecided) }
    }

    /// The same, where a no counts.
    pub(super) fn for_certain(self) -> Self {
        Self { ask: Ask::Both, ..self }
    }

    /// One schema further.
    pub(super) fn into_schema(self) -> Result<Self, Undecided> {
        let frames = self.frames + 1;
        if frames <= FRAMES { Ok(Self { frames, ..self }) } else { Err(Undecided) }
    }
}

/// A schema, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Rule<'p> {
    pub(super) schema: &'p Assertion,
    pub(super) plan: &'p Plan,
}

/// Which parts of a value were looked at.
#[derive(Default)]
pub(super) struct Seen<'v> {
    pub(super) every_key: bool,
    pub(super) keys: HashSet<&'v str>,
    every_item: bool,
    items: usize,
    at: HashSet<usize>,
}

impl Seen<'_> {
    fn join(&mut self, other: Self) {
        self.every_key |= other.every_key;
        self.keys.extend(other.keys);
        self.every_item |= other.every_item;
        self.items = self.items.max(other.items);
        self.at.extend(other.at);
    }
}

impl BytesCheck {
    pub(super) fn rule(&self, id: SchemaId) -> Rule<'_> {
        let id = self.plans[id.index()].target;
        Rule { schema: self.assertions.schema(id), plan: &self.plans[id.index()] }
    }

    /// Whether `value` fits `id`; what is looked at is noted in `seen`.
    pub(super) fn value_fits<'v>(
        &self,
        id: SchemaId,
        value: &'v Json<'_>,
        place: Place,
        seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let rule @ Rule { schema, plan } = self.rule(id);
        if schema.never || (plan.recursive && place.depth > DEPTH_LIMIT) {
            return Ok(false);
        }
        let place = place.into_schema()?;
        let mut own = plan.tracks.then(Seen::default);
        let mut seen = seen.filter(|_| plan.looks);
        let tracked = if plan.tracks { own.as_mut() } else { seen.as_deref_mut() };
        if !self.holds(rule, value, place, tracked)?
            || !self.left(rule, value, place, own.as_ref())?
        {
            return Ok(false);
        }
        if let Some(seen) = seen {
            if let Some(own) = own {
                seen.join(own);
            }
            seen.every_key |= schema.object.unevaluated.is_some();
            seen.every_item |= schema.list.unevaluated.is_some();
        }
        Ok(true)
    }

    /// Everything but what is left over.
    fn holds<'v>(
        &self,
        rule: Rule<'_>,
        value: &'v Json<'_>,
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let Rule { schema, plan } = rule;
        let kind = schema.kinds.is_none_or(|kinds| is_of(value, kinds));
        let constant = schema.constant.as_ref().is_none_or(|one| identity::equals(value, one));
        let one_of = |values: &Vec<_>| values.iter().any(|one| identity::equals(value, one));
        if !kind || !constant || !schema.values.as_ref().is_none_or(one_of) {
            return Ok(false);
        }
        let parts = match value {
            Json::Null | Json::Boolean(_) => true,
            Json::Number(number) => number_holds(schema, *number),
            Json::Text(text) => text_holds(schema, plan, text)?,
            Json::List(items) => self.items(schema, items, place, seen.as_deref_mut())?,
            Json::Object(members) => {
                self.members(rule, members, place, seen.as_deref_mut())?
                    && self.dependents(schema, value, place, seen.as_deref_mut())?
            }
        };
        Ok(parts && self.applied(schema, value, place, seen)?)
    }

    fn items<'v>(
        &self,
        schema: &Assertion,
        items: &'v [Json<'_>],
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let list = &schema.list;
        let count = items.len() as u64;
        if list.min_items.is_some_and(|least| count < least)
            || list.max_items.is_some_and(|most| count > most)
        {
            return Ok(false);
        }
        let rest = list.items.into_iter().cycle();
        for (id, item) in list.prefix.iter().copied().chain(rest).zip(items) {
            if !self.value_fits(id, item, place.inside(), None)? {
                return Ok(false);
            }
        }
        if let Some(seen) = seen.as_deref_mut() {
            seen.every_item |= list.items.is_some();
            seen.items = seen.items.max(list.prefix.len());
        }
        if let Some(Contains { schema, least, most }) = list.contains {
            let mut hits = 0;
            for (index, item) in items.iter().enumerate() {
                if self.value_fits(schema, item, place.inside(), None)? {
                    hits += 1;
                    if let Some(seen) = seen.as_deref_mut() {
                        seen.at.insert(index);
                    }
                }
            }
            if hits < least || most.is_some_and(|most| hits > most) {
                return Ok(false);
            }
        }
        Ok(!list.unique || identity::are_distinct(items))
    }

    fn applied<'v>(
        &self,
        schema: &Assertion,
        value: &'v Json<'_>,
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        for id in &schema.all {
            if !self.value_fits(*id, value, place, seen.as_deref_mut())? {
                return Ok(false);
            }
        }
        if let Some(any) = &schema.any {
            // Where something is noted, every alternative counts; elsewhere one is enough.
            let mut fits = false;
            for id in any {
                fits |= self.alternative(*id, value, place, seen.as_deref_mut())?;
                if fits && seen.is_none() {
                    break;
                }
            }
            if !fits {
                return Ok(false);
            }
        }
        if let Some(one) = &schema.one {
            let mut count = 0;
            for id in one {
                count += u32::from(self.alternative(*id, value, place, seen.as_deref_mut())?);
                if count > 1 {
                    break;
                }
            }
            if count != 1 {
                return Ok(false);
            }
        }
        if let Some(not) = schema.not
            && self.value_fits(not, value, place, None)?
        {
            return Ok(false);
        }
        if let Some(Condition { test, then, otherwise }) = schema.condition {
            let fits = self.alternative(test, value, place, seen.as_deref_mut())?;
            if let Some(next) = if fits { then } else { otherwise } {
                return self.value_fits(next, value, place, seen);
            }
        }
        Ok(true)
    }

    /// Whether the value fits `id`; what was looked at counts only then.
    fn alternative<'v>(
        &self,
        id: SchemaId,
        value: &'v Json<'_>,
        place: Place,
        seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let Some(seen) = seen.filter(|_| self.rule(id).plan.looks) else {
            return self.value_fits(id, value, place, None);
        };
        let mut own = Seen::default();
        let fits = self.value_fits(id, value, place, Some(&mut own))?;
        if fits {
            seen.join(own);
        }
        Ok(fits)
    }

    /// Whether what is left over fits what is said of it.
    fn left(
        &self,
        rule: Rule<'_>,
        value: &Json<'_>,
        place: Place,
        seen: Option<&Seen<'_>>,
    ) -> Found {
        let Rule { schema, plan } = rule;
        match (value, schema.list.unevaluated, schema.object.unevaluated) {
            (Json::List(items), Some(id), _) => {
                let passed = |index: usize| match &plan.items_left {
                    Looks::Never => false,
                    Looks::Always(cover) => cover.all || index < cover.items,
                    Looks::Depends => seen.is_some_and(|seen| {
                        seen.every_item || index < seen.items || seen.at.contains(&index)
                    }),
                };
                for (index, item) in items.iter().enumerate() {
                    if !passed(index) && !self.value_fits(id, item, place.inside(), None)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Json::Object(members), _, Some(_)) => self.left_members(rule, members, place, seen),
            _ => Ok(true),
        }
    }
}

/// Whether a value is of one of `kinds`.
fn is_of(value: &Json<'_>, kinds: Kinds) -> bool {
    match value {
        Json::Null => kinds.has(Kinds::NULL),
        Json::Boolean(_) => kinds.has(Kinds::BOOLEAN),
        Json::Number(number) => {
            kinds.has(Kinds::NUMBER) || (kinds.has(Kinds::INTEGER) && number.fract() == 0.0)
        }
        Json::Text(_) => kinds.has(Kinds::STRING),
        Json::List(_) => kinds.has(Kinds::ARRAY),
        Json::Object(_) => kinds.has(Kinds::OBJECT),
    }
}

fn number_holds(schema: &Assertion, value: f64) -> bool {
    let rule = &schema.number;
    rule.minimum.is_none_or(|bound| value >= bound)
        && rule.above.is_none_or(|bound| value > bound)
        && rule.maximum.is_none_or(|bound| value <= bound)
        && rule.below.is_none_or(|bound| value < bound)
        && rule.multiple_of.is_none_or(|divisor| is_multiple(value, divisor))
}

fn text_holds(schema: &Assertion, plan: &Plan, text: &str) -> Found {
    let rule = &schema.text;
    if rule.min_length.is_some() || rule.max_length.is_some() {
        let length = if text.is_ascii() { text.len() } else { text.chars().count() } as u64;
        if rule.min_length.is_some_and(|least| length < least)
            || rule.max_length.is_some_and(|most| length > most)
        {
            return Ok(false);
        }
    }
    if !plan.format.is_of(text)? {
        return Ok(false);
    }
    plan.pattern.as_ref().map_or(Ok(true), |pattern| pattern.is_in(text))
}
