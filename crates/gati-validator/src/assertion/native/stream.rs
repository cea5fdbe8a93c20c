//! The walk over bytes: a value is held against a schema while it is read, and nothing is made of
//! lists and objects.
//!
//! A part that several schemas speak of is read again for each, from where it begins. What has to
//! be looked at as a whole (`enum` with objects, items that are to differ, `unevaluated…` that
//! depends on the value) is read as a tree, and that part alone is walked as one: `fits` decides
//! there, as it does for everything that is no list and no object, so a rule stands in one place.
//!
//! A yes is for certain. A no may be about a member that a later one of the same name replaces,
//! so where a no counts (`not`, `oneOf`, `if`, `contains`) it is asked for with certainty.

use gati_types::assertion::{Assertion, Condition, Contains, Kinds, SchemaId};

use super::{
    BytesCheck, DEPTH_LIMIT, NoValue, Undecided, Walk,
    fits::{Ask, Found, Place, Rule},
    identity,
    program::Foreigners,
};
use crate::{
    assertion::facts::Looks,
    json::{Json, Reader},
    reader::{program::Program, run::Halt},
};

/// A value that is read while it is checked.
pub(super) struct Stream<'c, 'b> {
    pub(super) check: &'c BytesCheck,
    pub(super) reader: Reader<'b>,
    /// What is followed where it can be.
    pub(super) program: Option<&'c Program>,
}

impl<'c, 'b> Stream<'c, 'b> {
    /// Whether a text is JSON and fits; a no says nothing of what follows its reason.
    pub(super) fn root(check: &'c BytesCheck, bytes: &'b [u8]) -> Found {
        let followed = Self::root_by(check, bytes, check.program.as_ref());
        // Once more without: what stops a program, such as an escape, need not stop the walk.
        followed.or_else(|Undecided| Self::root_by(check, bytes, None))
    }

    fn root_by(check: &'c BytesCheck, bytes: &'b [u8], program: Option<&'c Program>) -> Found {
        let reader = Reader::new::<NoValue>(bytes)?;
        let mut stream = Self { check, reader, program };
        let root = check.assertions.root;
        if !stream.value(root, Place::ROOT)? {
            return Ok(false);
        }
        if stream.reader.is_at_end() { Ok(true) } else { Err(Undecided) }
    }

    /// Holds the value that begins here against `id`, and goes to its end where it fits.
    pub(super) fn value(&mut self, id: SchemaId, place: Place) -> Found {
        let rule = self.check.rule(id);
        if rule.schema.never {
            return Ok(false);
        }
        if let Some(program) = self.program
            && place.ask == Ask::Yes
            && program.says(id.index())
        {
            return self.follow(program, id, place);
        }
        self.walk(rule, id, place)
    }

    /// The same of what the program has no words for.
    pub(super) fn foreign(&mut self, id: SchemaId, place: Place) -> Found {
        let rule = self.check.rule(id);
        if rule.schema.never { Ok(false) } else { self.walk(rule, id, place) }
    }

    /// Follows the program over the value that begins here.
    fn follow(&mut self, program: &Program, id: SchemaId, place: Place) -> Found {
        let place = place.into_schema()?;
        let (text, at) = (self.reader.text, self.reader.cursor.at);
        let node = u32::try_from(id.index()).map_err(|_| Undecided)?;
        let left = DEPTH_LIMIT.saturating_sub(place.depth);
        let sink = Foreigners { check: self.check, text, place };
        match program.pass(node, (text.as_bytes(), at), left, sink) {
            Ok(end) => {
                self.reader.cursor.at = end;
                Ok(true)
            }
            Err(Halt::Misfit | Halt::Undeclared) => Ok(false),
            Err(_) => Err(Undecided),
        }
    }

    fn walk(
        &mut self,
        rule @ Rule { schema, plan }: Rule<'c>,
        id: SchemaId,
        place: Place,
    ) -> Found {
        if plan.walk == Walk::Anything {
            return self.skip(place).map(|()| true);
        }
        let token = self.reader.cursor.token();
        let is_list = token == b'[';
        if !is_list && token != b'{' || plan.walk == Walk::Whole {
            let value = self.whole(place)?;
            return self.check.value_fits(id, &value, place, None);
        }
        let kind = if is_list { Kinds::ARRAY } else { Kinds::OBJECT };
        let is_other = schema.kinds.is_some_and(|kinds| !kinds.has(kind));
        // Of lists and objects among them a tree would have been made.
        if is_other || schema.constant.is_some() || schema.values.is_some() {
            return Ok(false);
        }
        let place = place.into_schema()?;
        let start = self.reader.cursor.at;
        let fits = if is_list { self.list(rule, place)? } else { self.object(rule, place)? };
        Ok(fits && self.applied(schema, start, place)?)
    }

    /// The value that begins here.
    pub(super) fn whole(&mut self, place: Place) -> Result<Json<'b>, Undecided> {
        let left = DEPTH_LIMIT.saturating_sub(place.depth);
        Ok(self.reader.value::<NoValue>(left)?)
    }

    /// Goes over the value that begins here.
    pub(super) fn skip(&mut self, place: Place) -> Result<(), Undecided> {
        let left = DEPTH_LIMIT.saturating_sub(place.depth);
        self.reader.cursor.skip(left).map_err(|_| Undecided)
    }

    /// Holds what begins at `start` against `id` too.
    pub(super) fn again(&mut self, start: usize, id: SchemaId, place: Place) -> Found {
        self.reader.cursor.at = start;
        self.value(id, place)
    }

    fn list(&mut self, rule: Rule<'c>, place: Place) -> Found {
        let schema = rule.schema;
        let list = &schema.list;
        let start = self.reader.cursor.at;
        let inside = place.inside_within(DEPTH_LIMIT)?;
        let (mut count, mut hits) = (0, 0);
        self.reader.cursor.at += 1;
        let mut more = self.reader.cursor.token() != b']';
        while more {
            let at = usize::try_from(count).map_err(|_| Undecided)?;
            self.reader.cursor.token();
            if !self.item(rule, at, &mut hits, inside)? {
                return Ok(false);
            }
            count += 1;
            more = self.goes_on(b']')?;
        }
        self.reader.cursor.at += 1;
        let few = list.min_items.is_some_and(|least| count < least);
        let many = list.max_items.is_some_and(|most| count > most);
        let found = list.contains.is_none_or(|Contains { least, most, .. }| {
            hits >= least && most.is_none_or(|most| hits <= most)
        });
        if few || many || !found {
            return Ok(false);
        }
        if !list.unique || count < 2 {
            return Ok(true);
        }
        self.reader.cursor.at = start;
        let Json::List(items) = self.whole(place)? else { return Err(Undecided) };
        Ok(identity::are_distinct(&items))
    }

    /// Whether another part follows, and goes past the comma; `end` is still there if none does.
    pub(super) fn goes_on(&mut self, end: u8) -> Found {
        match self.reader.cursor.token() {
            b',' => self.reader.cursor.at += 1,
            byte if byte == end => return Ok(false),
            _ => return Err(Undecided),
        }
        Ok(true)
    }

    /// Everything that is said of the item that begins here.
    fn item(
        &mut self,
        Rule { schema, plan }: Rule<'c>,
        index: usize,
        hits: &mut u64,
        place: Place,
    ) -> Found {
        let list = &schema.list;
        let start = self.reader.cursor.at;
        let own = list.prefix.get(index).copied().or(list.items);
        let left = list.unevaluated.filter(|_| match &plan.items_left {
            Looks::Always(cover) => !cover.all && index >= cover.items,
            _ => true,
        });
        let mut end = None;
        for id in own.into_iter().chain(left) {
            if !self.again(start, id, place)? {
                return Ok(false);
            }
            end = Some(self.reader.cursor.at);
        }
        if let Some(Contains { schema, .. }) = list.contains
            && self.again(start, schema, place.for_certain())?
        {
            *hits += 1;
            end = Some(self.reader.cursor.at);
        }
        self.leave(start, end, place).map(|()| true)
    }

    /// Goes to where the value that begins at `start` ends.
    pub(super) fn leave(
        &mut self,
        start: usize,
        end: Option<usize>,
        place: Place,
    ) -> Result<(), Undecided> {
        self.reader.cursor.at = end.unwrap_or(start);
        if end.is_none() { self.skip(place) } else { Ok(()) }
    }

    /// What else is said of the list or the object that begins at `start` and ends here.
    fn applied(&mut self, schema: &Assertion, start: usize, place: Place) -> Found {
        let end = self.reader.cursor.at;
        for id in &schema.all {
            if !self.again(start, *id, place)? {
                return Ok(false);
            }
        }
        if let Some(any) = &schema.any {
            let mut fits = false;
            for id in any {
                fits = self.again(start, *id, place)?;
                if fits {
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
                count += u32::from(self.again(start, *id, place.for_certain())?);
                if count > 1 {
                    break;
                }
            }
            if count != 1 {
                return Ok(false);
            }
        }
        if let Some(not) = schema.not
            && self.again(start, not, place.for_certain())?
        {
            return Ok(false);
        }
        if let Some(Condition { test, then, otherwise }) = schema.condition {
            let fits = self.again(start, test, place.for_certain())?;
            if let Some(next) = if fits { then } else { otherwise }
                && !self.again(start, next, place)?
            {
                return Ok(false);
            }
        }
        self.reader.cursor.at = end;
        Ok(true)
    }
}
