//! Objects of the walk over bytes.

use std::collections::HashMap;

use gati_types::assertion::{Assertion, SchemaId};

use super::{
    DEPTH_LIMIT, Plan, Undecided, Walk,
    fits::{Ask, Found, Place, Rule},
    stream::Stream,
};
use crate::{
    assertion::facts::Looks,
    json::Json,
    reader::cursor::{Escapes, Span},
};

/// How many names a schema may speak of, a bit each.
pub(super) const MOST: usize = 64;
/// With more names they are looked up by what they hash to.
const FEW: usize = 8;

/// The names that a schema speaks of.
#[derive(Default)]
pub(super) struct Names {
    list: Vec<Name>,
    places: HashMap<Box<str>, usize>,
    required: u64,
    /// Which have to be there where another is: that one, and those.
    dependent: Vec<(u64, u64)>,
    /// The schemas that hold where a name is there.
    schemas: Vec<(u64, SchemaId)>,
    /// Whether members that nobody names are counted.
    counts: bool,
}

struct Name {
    text: Box<str>,
    /// What is said of the member.
    schema: Option<SchemaId>,
}

impl Names {
    /// The names of a schema; nothing where there are too many.
    pub(super) fn of(schema: &Assertion) -> Option<Self> {
        let object = &schema.object;
        let mut names = Self::default();
        for (name, id) in &object.properties {
            let at = names.add(name);
            names.list[at].schema = Some(*id);
        }
        let mut bit = |name: &String| 1_u64.checked_shl(u32::try_from(names.add(name)).ok()?);
        let mut bits =
            |all: &[String]| all.iter().try_fold(0, |made, name| Some(made | bit(name)?));
        let required = bits(&object.required)?;
        let mut dependent = Vec::with_capacity(object.dependent_required.len());
        for (name, others) in &object.dependent_required {
            dependent.push((bits(std::slice::from_ref(name))?, bits(others)?));
        }
        let mut schemas = Vec::with_capacity(object.dependent_schemas.len());
        for (name, id) in &object.dependent_schemas {
            schemas.push((bits(std::slice::from_ref(name))?, *id));
        }
        let counts = object.min_members.is_some() || object.max_members.is_some();
        (names.list.len() <= MOST).then_some(Self { required, dependent, schemas, counts, ..names })
    }

    fn add(&mut self, name: &str) -> usize {
        let next = self.list.len();
        let at = *self.places.entry(name.into()).or_insert(next);
        if at == next {
            self.list.push(Name { text: name.into(), schema: None });
        }
        at
    }

    /// Where a name stands; `hint` is where it may.
    fn find(&self, name: &str, hint: usize) -> Option<usize> {
        let is_it = |known: &Name| *known.text == *name;
        if self.list.get(hint).is_some_and(is_it) {
            return Some(hint);
        }
        if self.list.len() <= FEW {
            return self.list.iter().position(is_it);
        }
        self.places.get(name).copied()
    }
}

/// What was found of an object so far.
#[derive(Default)]
struct Noted<'b> {
    /// Which of the names.
    seen: u64,
    /// Names that nobody speaks of, where they are counted.
    others: Vec<&'b str>,
    /// Where the next name may stand.
    hint: usize,
}

impl<'c, 'b> Stream<'c, 'b> {
    pub(super) fn object(&mut self, rule: Rule<'c>, place: Place) -> Found {
        let start = self.reader.cursor.at;
        let inside = place.inside_within(DEPTH_LIMIT)?;
        let mut found = Noted::default();
        self.reader.cursor.at += 1;
        let mut more = self.reader.cursor.token() != b'}';
        while more {
            let name = self.name()?;
            if !self.member(rule, name, &mut found, inside)? {
                return Ok(false);
            }
            more = self.goes_on(b'}')?;
        }
        self.reader.cursor.at += 1;
        if !counts_hold(rule, &mut found)? {
            return Ok(false);
        }
        let end = self.reader.cursor.at;
        for (bit, id) in &rule.plan.names.schemas {
            if found.seen & bit != 0 && !self.again(start, *id, place)? {
                return Ok(false);
            }
        }
        self.reader.cursor.at = end;
        Ok(true)
    }

    /// The name of a member and the colon behind it; the cursor then is where its value begins.
    fn name(&mut self) -> Result<&'b str, Undecided> {
        if self.reader.cursor.token() != b'"' {
            return Err(Undecided);
        }
        let mut span = Span::default();
        self.reader.cursor.string_into(&mut span).map_err(|_| Undecided)?;
        if span.escapes == Escapes::Some {
            return Err(Undecided);
        }
        self.reader.cursor.take(b':').map_err(|_| Undecided)?;
        self.reader.cursor.token();
        self.reader.text.get(span.start..span.end).ok_or(Undecided)
    }

    /// Everything that is said of a member whose value begins here.
    fn member(
        &mut self,
        rule @ Rule { plan, .. }: Rule<'c>,
        name: &'b str,
        found: &mut Noted<'b>,
        place: Place,
    ) -> Found {
        let known = plan.names.find(name, found.hint);
        if let Some(at) = known {
            found.hint = at + 1;
            if found.seen >> at & 1 == 1 {
                // The last of a name counts, and the first was held against the schema.
                return Err(Undecided);
            }
            found.seen |= 1 << at;
        } else if plan.names.counts {
            found.others.push(name);
        }
        let own = known.and_then(|at| plan.names.list[at].schema);
        let start = self.reader.cursor.at;
        let fits = if plan.walk == Walk::Names {
            match own {
                Some(id) => self.value(id, place)?,
                None => self.skip(place).map(|()| true)?,
            }
        } else {
            self.other(rule, (name, own), start, place)?
        };
        if !fits && place.ask == Ask::Both {
            self.is_last(name, start, place)?;
        }
        Ok(fits)
    }

    /// The same where more is said of members than what stands under their names.
    fn other(
        &mut self,
        Rule { schema, plan }: Rule<'c>,
        (name, own): (&'b str, Option<SchemaId>),
        start: usize,
        place: Place,
    ) -> Found {
        let object = &schema.object;
        if let Some(id) = object.names
            && !self.check.value_fits(id, &Json::Text(name.into()), place, None)?
        {
            return Ok(false);
        }
        let mut end = None;
        let mut hold = |stream: &mut Self, id: SchemaId| -> Found {
            let fits = stream.again(start, id, place)?;
            end = Some(stream.reader.cursor.at);
            Ok(fits)
        };
        if let Some(id) = own
            && !hold(self, id)?
        {
            return Ok(false);
        }
        let mut matched = own.is_some();
        for ((_, id), pattern) in object.patterns.iter().zip(&plan.patterns) {
            if pattern.is_in(name)? {
                matched = true;
                if !hold(self, *id)? {
                    return Ok(false);
                }
            }
        }
        if let Some(id) = object.additional.filter(|_| !matched)
            && !hold(self, id)?
        {
            return Ok(false);
        }
        if let Some(id) = object.unevaluated
            && !is_covered(plan, name)?
            && !hold(self, id)?
        {
            return Ok(false);
        }
        self.leave(start, end, place).map(|()| true)
    }

    /// Makes sure that no later member replaces the one whose value begins at `start`.
    fn is_last(&mut self, name: &str, start: usize, place: Place) -> Result<(), Undecided> {
        self.reader.cursor.at = start;
        loop {
            self.skip(place)?;
            if !self.goes_on(b'}')? {
                return Ok(());
            }
            if self.name()? == name {
                return Err(Undecided);
            }
        }
    }
}

/// Whether a member is looked at by what stands beside `unevaluatedProperties`.
fn is_covered(plan: &Plan, name: &str) -> Result<bool, Undecided> {
    match &plan.members_left {
        Looks::Never => Ok(false),
        Looks::Always(cover) => plan.covers(cover, name),
        Looks::Depends => Err(Undecided),
    }
}

/// Whether the members that have to be there are, and as many as there have to be.
fn counts_hold(Rule { schema, plan }: Rule<'_>, found: &mut Noted<'_>) -> Found {
    let Names { required, dependent, counts, .. } = &plan.names;
    let are_there = |bits: u64| found.seen & bits == bits;
    if !are_there(*required)
        || dependent.iter().any(|(bit, others)| found.seen & bit != 0 && !are_there(*others))
    {
        return Ok(false);
    }
    if !counts {
        return Ok(true);
    }
    found.others.sort_unstable();
    if found.others.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Undecided);
    }
    let count = u64::from(found.seen.count_ones()) + found.others.len() as u64;
    let object = &schema.object;
    Ok(object.min_members.is_none_or(|least| count >= least)
        && object.max_members.is_none_or(|most| count <= most))
}
