//! Objects with declared members, and the choice among several by a tag.

use super::{
    cursor::{Escapes, Span},
    program::{ObjectPlan, TaggedPlan, Unknown},
    run::{Halt, Mark, Run},
    sink::Sink,
};

impl<S: Sink> Run<'_, '_, S> {
    pub(super) fn linked(&mut self, object: u32, place: u32) -> Result<(), Halt> {
        let block = self.sink.room(self.program.objects[object as usize].width)?;
        self.object(object, block)?;
        self.sink.halves(place, 2 * block, 0);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn object(&mut self, object: u32, place: u32) -> Result<(), Halt> {
        let program = self.program;
        let plan = &program.objects[object as usize];
        let keys = &program.keys[object as usize];
        let mut seen = 0_u64;
        let mut expected = 0;
        self.each((b'{', b'}'), |run, _| {
            if run.cursor.token() != b'"' {
                return Err(Halt::Syntax);
            }
            let found = match run.cursor.declared(keys, expected) {
                Some(found) => found,
                None => match run.unusual(plan)? {
                    Some(found) => found,
                    None => return run.cursor.skip(run.left),
                },
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
        let all = u64::MAX.checked_shr(64 - u32::try_from(plan.members.len()).unwrap_or(64));
        let missing = all.unwrap_or_default() & !seen;
        if missing != 0 {
            self.mark_absent(plan, place, missing);
        }
        Ok(())
    }

    /// Takes a key and its colon, where they are not written as usual or the key is not declared;
    /// tells which member it names.
    #[inline(never)]
    fn unusual(&mut self, plan: &ObjectPlan) -> Result<Option<usize>, Halt> {
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

    fn mark_absent(&mut self, plan: &ObjectPlan, place: u32, mut missing: u64) {
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
        let object = plan.cases[case].1;
        let block = self.sink.room(self.program.objects[object as usize].width)?;
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
