//! Lists, tuples, and objects whose keys nobody declared.

use super::{
    cursor::Span,
    program::{Chain, ListPlan, RecordPlan, TuplePlan},
    run::{Halt, Run},
    sink::Sink,
};

impl<S: Sink> Run<'_, '_, S> {
    /// Takes what stands between two brackets: `item` reads each part and is told how many came
    /// before. Gives back how many there were.
    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    pub(super) fn each(
        &mut self,
        (open, close): (u8, u8),
        mut item: impl FnMut(&mut Self, u32) -> Result<(), Halt>,
    ) -> Result<u32, Halt> {
        if self.cursor.token() != open {
            return Err(Halt::Misfit);
        }
        self.left = self.left.checked_sub(1).ok_or(Halt::Depth)?;
        self.cursor.at += 1;
        let mut count = 0;
        if self.cursor.token() == close {
            self.cursor.at += 1;
        } else {
            loop {
                item(self, count)?;
                count += 1;
                if !self.next(close)? {
                    break;
                }
            }
        }
        self.left += 1;
        Ok(count)
    }

    /// After an item: whether another one follows. Takes the comma or the closing bracket.
    #[inline]
    pub(super) fn next(&mut self, close: u8) -> Result<bool, Halt> {
        let found = self.cursor.token();
        self.cursor.at += 1;
        match found {
            b',' => Ok(true),
            other if other == close => Ok(false),
            _ => Err(Halt::Syntax),
        }
    }

    pub(super) fn list(&mut self, plan: &ListPlan, place: u32) -> Result<(), Halt> {
        let mut chained = Chained::default();
        let count = self.each((b'[', b']'), |run, _| {
            let block = run.sink.room(plan.width)?;
            match plan.chain {
                Chain::Adjacent => {
                    chained.first.get_or_insert(block);
                    run.value(plan.items, block)
                }
                Chain::Linked => {
                    chained.add(&mut run.sink, block);
                    run.value(plan.items, block + 1)
                }
            }
        })?;
        if plan.min.is_some_and(|least| count < least) || plan.max.is_some_and(|most| count > most)
        {
            return Err(Halt::Misfit);
        }
        self.sink.halves(place, count, chained.position());
        Ok(())
    }

    pub(super) fn tuple(&mut self, plan: &TuplePlan, place: u32) -> Result<(), Halt> {
        let count = self.each((b'[', b']'), |run, index| {
            let (node, offset) = plan.items.get(index as usize).ok_or(Halt::Misfit)?;
            run.value(*node, place + offset)
        })?;
        if count < plan.least {
            return Err(Halt::Misfit);
        }
        self.sink.halves(place, count, 0);
        Ok(())
    }

    pub(super) fn record(&mut self, plan: &RecordPlan, place: u32) -> Result<(), Halt> {
        let mut chained = Chained::default();
        let count = self.each((b'{', b'}'), |run, _| {
            let key = run.key()?;
            run.cursor.refuse_key(key)?;
            let block = run.sink.room(plan.width)?;
            chained.add(&mut run.sink, block);
            run.put_text(block + 1, key);
            run.value(plan.values, block + 2)
        })?;
        self.sink.halves(place, count, chained.position());
        Ok(())
    }

    /// Takes a key and its colon.
    pub(super) fn key(&mut self) -> Result<Span, Halt> {
        if self.cursor.token() != b'"' {
            return Err(Halt::Syntax);
        }
        let key = self.cursor.string()?;
        self.cursor.take(b':')?;
        Ok(key)
    }
}

/// Blocks each of which starts with where the next one is.
#[derive(Default)]
struct Chained {
    first: Option<u32>,
    last: Option<u32>,
}

impl Chained {
    fn add(&mut self, sink: &mut impl Sink, block: u32) {
        match self.last.replace(block) {
            Some(last) => sink.halves(last, 2 * block, 0),
            None => self.first = Some(block),
        }
    }

    /// The position of the first block; 0 where there is none.
    fn position(&self) -> u32 {
        2 * self.first.unwrap_or_default()
    }
}
