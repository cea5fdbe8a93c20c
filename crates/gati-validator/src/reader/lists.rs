//! Lists, tuples, and objects whose keys nobody declared.

use super::{
    cursor::Span,
    program::{Chain, ListPlan, RecordPlan, TuplePlan},
    run::{Halt, Run},
    sink::Sink,
};

impl<S: Sink> Run<'_, '_, S> {
    pub(super) fn list(&mut self, plan: &ListPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'[' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        let mut first = 0;
        let mut previous = None;
        if self.cursor.token() == b']' {
            self.cursor.at += 1;
        } else {
            loop {
                let block = self.sink.room(plan.width)?;
                match (plan.chain, previous) {
                    (Chain::Linked, Some(previous)) => self.sink.halves(previous, 2 * block, 0),
                    (_, None) => first = 2 * block,
                    (Chain::Adjacent, Some(_)) => {}
                }
                previous = Some(block);
                let at = if plan.chain == Chain::Linked { block + 1 } else { block };
                self.value(plan.items, at)?;
                count += 1;
                if !self.next(b']')? {
                    break;
                }
            }
        }
        if plan.min.is_some_and(|least| count < least) || plan.max.is_some_and(|most| count > most)
        {
            return Err(Halt::Misfit);
        }
        self.left += 1;
        self.sink.halves(place, count, first);
        Ok(())
    }

    /// After an item: whether another one follows. Takes the comma or the closing bracket.
    pub(super) fn next(&mut self, close: u8) -> Result<bool, Halt> {
        let found = self.cursor.token();
        self.cursor.at += 1;
        match found {
            b',' => Ok(true),
            other if other == close => Ok(false),
            _ => Err(Halt::Syntax),
        }
    }

    pub(super) fn tuple(&mut self, plan: &TuplePlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'[' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        if self.cursor.token() == b']' {
            self.cursor.at += 1;
        } else {
            loop {
                let (node, offset) = plan.items.get(count as usize).ok_or(Halt::Misfit)?;
                self.value(*node, place + offset)?;
                count += 1;
                if !self.next(b']')? {
                    break;
                }
            }
        }
        if count < plan.least {
            return Err(Halt::Misfit);
        }
        self.left += 1;
        self.sink.halves(place, count, 0);
        Ok(())
    }

    pub(super) fn record(&mut self, plan: &RecordPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        let mut first = 0;
        let mut previous = None;
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
        } else {
            loop {
                let key = self.key()?;
                self.cursor.refuse_key(key)?;
                let block = self.sink.room(plan.width)?;
                match previous {
                    Some(previous) => self.sink.halves(previous, 2 * block, 0),
                    None => first = 2 * block,
                }
                previous = Some(block);
                self.put_text(block + 1, key);
                self.value(plan.values, block + 2)?;
                count += 1;
                if !self.next(b'}')? {
                    break;
                }
            }
        }
        self.left += 1;
        self.sink.halves(place, count, first);
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
