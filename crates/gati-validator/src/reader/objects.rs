//! Objects with declared members, and the choice among several by a tag.

use super::{
    cursor::{Cursor, Escapes, Span},
    program::{ObjectPlan, TaggedPlan, Unknown},
    run::{Halt, Mark, Run},
    sink::Sink,
};

impl<S: Sink> Run<'_, '_, S> {
    pub(super) fn linked(&mut self, object: u32, place: u32) -> Result<(), Halt> {
        let plan = &self.program.objects[object as usize];
        let block = self.sink.room(plan.width)?;
        self.object(plan, block)?;
        self.sink.halves(place, 2 * block, 0);
        Ok(())
    }

    pub(super) fn object(&mut self, plan: &ObjectPlan, place: u32) -> Result<(), Halt> {
        let mut seen = 0_u64;
        let mut expected = 0;
        self.each((b'{', b'}'), |run, _| {
            let Some(found) = run.member(plan, expected)? else {
                return run.cursor.skip(run.left);
            };
            let bit = 1_u64 << found;
            if seen & bit != 0 {
                return Err(Halt::Duplicate);
            }
            seen |= bit;
            expected = found + 1;
            let member = &plan.members[found];
            run.value(member.node, place + member.place)
        })?;
        if plan.required & !seen != 0 {
            return Err(Halt::Misfit);
        }
        self.mark_absent(plan, place, seen);
        Ok(())
    }

    /// Takes a key and its colon; tells which member it names. `expected` is looked at first, as
    /// most senders write members in one order.
    fn member(&mut self, plan: &ObjectPlan, expected: usize) -> Result<Option<usize>, Halt> {
        if self.cursor.token() != b'"' {
            return Err(Halt::Syntax);
        }
        if let Some(member) = plan.members.get(expected)
            && self.cursor.is_key(&member.name)
        {
            self.cursor.at += member.name.len() + 2;
            self.cursor.shrink += shrink_of(&member.name);
            self.cursor.take(b':')?;
            return Ok(Some(expected));
        }
        let key = self.cursor.string()?;
        self.cursor.take(b':')?;
        if key.escapes == Escapes::Some {
            return Err(Halt::Key);
        }
        let text = &self.cursor.bytes[key.start..key.end];
        if let Some(found) = plan.members.iter().position(|one| one.name.as_bytes() == text) {
            return Ok(Some(found));
        }
        self.cursor.refuse_key(key)?;
        match plan.unknown {
            Unknown::Skip => Ok(None),
            Unknown::HandOver => Err(Halt::Undeclared),
        }
    }

    fn mark_absent(&mut self, plan: &ObjectPlan, place: u32, seen: u64) {
        let all = if plan.members.len() == 64 { u64::MAX } else { (1 << plan.members.len()) - 1 };
        let mut missing = all & !seen;
        while missing != 0 {
            let member = &plan.members[missing.trailing_zeros() as usize];
            self.mark(member.node, place + member.place, Mark::Absent);
            missing &= missing - 1;
        }
    }

    /// Looks for the tag, which need not come first, and reads the object it stands for.
    pub(super) fn tagged(&mut self, plan: &TaggedPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        let (start, shrink) = (self.cursor.at, self.cursor.shrink);
        self.cursor.at += 1;
        let tag = self.tag(&plan.name)?;
        let text = &self.cursor.bytes[tag.start..tag.end];
        let case = plan.cases.iter().position(|(own, _)| own.as_bytes() == text);
        let case = case.ok_or(Halt::Misfit)?;
        (self.cursor.at, self.cursor.shrink) = (start, shrink);
        let object = &self.program.objects[plan.cases[case].1 as usize];
        let block = self.sink.room(object.width)?;
        self.object(object, block)?;
        let case = u32::try_from(case).map_err(|_| Halt::Full)?;
        self.sink.halves(place, 2 * block, case);
        Ok(())
    }

    /// The text in the member `name` of the object that has been opened.
    fn tag(&mut self, name: &str) -> Result<Span, Halt> {
        loop {
            if self.cursor.token() == b'}' {
                return Err(Halt::Misfit);
            }
            let key = self.key()?;
            if key.escapes == Escapes::Some {
                return Err(Halt::Key);
            }
            if &self.cursor.bytes[key.start..key.end] == name.as_bytes() {
                let tag = self.text()?;
                return if tag.escapes == Escapes::Some { Err(Halt::Escapes) } else { Ok(tag) };
            }
            self.cursor.skip(self.left)?;
            if !self.next(b'}')? {
                return Err(Halt::Misfit);
            }
        }
    }
}

impl Cursor<'_> {
    /// Whether the string here is `name`, which needs no escapes.
    fn is_key(&self, name: &str) -> bool {
        let rest = &self.bytes[self.at + 1..];
        rest.len() > name.len()
            && rest[name.len()] == b'"'
            && &rest[..name.len()] == name.as_bytes()
    }
}

/// By how much the UTF-16 form of a declared name is shorter than its bytes.
fn shrink_of(name: &str) -> usize {
    if name.is_ascii() { 0 } else { name.len() - name.encode_utf16().count() }
}
