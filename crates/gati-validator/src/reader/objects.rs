//! Objects with declared members, and the choice among several by a tag.

use super::{
    cursor::Escapes,
    program::{KeyedCase, KeyedPlan, ObjectPlan, TaggedPlan, Unknown},
    run::{Halt, Mark, Run, Verdict},
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
        let case = self.tag(plan)?;
        (self.cursor.at, self.cursor.shrink) = (start, shrink);
        let object = plan.objects[case as usize];
        let block = self.sink.room(self.program.objects[object as usize].width)?;
        self.object(object, block)?;
        self.sink.halves(place, 2 * block, case);
        Ok(())
    }

    /// Looks which members there are, and reads the one object that can have them. Where several
    /// can, JavaScript looks at the text.
    pub(super) fn keyed(&mut self, plan: &KeyedPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        let (start, shrink, first) = (self.cursor.at, self.cursor.shrink, self.cursor.units());
        let there = self.names(&plan.names)?;
        let fits = |case: &KeyedCase| there & case.required == case.required;
        let fits = |case: &KeyedCase| fits(case) && there & !case.allowed == 0;
        let case = plan.cases.iter().position(fits).ok_or(Halt::Misfit)?;
        if plan.cases[case + 1..].iter().any(fits) {
            self.verdict = Verdict::Undecided;
            self.sink.halves(place, first, !self.cursor.units());
            return Ok(());
        }
        (self.cursor.at, self.cursor.shrink) = (start, shrink);
        let object = plan.cases[case].object;
        let block = self.sink.room(self.program.objects[object as usize].width)?;
        self.object(object, block)?;
        let case = u32::try_from(case).map_err(|_| Halt::Full)?;
        self.sink.halves(place, 2 * block, case);
        Ok(())
    }

    /// Goes over an object; tells which of `names` are in it, and whether others are.
    fn names(&mut self, names: &[String]) -> Result<u64, Halt> {
        let mut there = 0;
        self.each((b'{', b'}'), |run, _| {
            let key = run.key()?;
            run.cursor.refuse_key(key)?;
            let text = &run.cursor.bytes[key.start..key.end];
            let known = names.iter().position(|name| name.as_bytes() == text);
            there |= known.map_or(KeyedPlan::OTHER, |index| 1 << index);
            run.cursor.skip(run.left)
        })?;
        Ok(there)
    }

    /// Which tag the object has that has been opened.
    fn tag(&mut self, plan: &TaggedPlan) -> Result<u32, Halt> {
        loop {
            if self.cursor.token() == b'}' {
                return Err(Halt::Misfit);
            }
            let key = self.key()?;
            if key.escapes == Escapes::Some {
                return Err(Halt::Key);
            }
            if &self.cursor.bytes[key.start..key.end] == plan.name.as_bytes() {
                return self.one_of(&plan.tags);
            }
            self.cursor.skip(self.left)?;
            if !self.next(b'}')? {
                return Err(Halt::Misfit);
            }
        }
    }
}
