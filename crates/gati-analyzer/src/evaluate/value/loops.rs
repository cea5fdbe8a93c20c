//! Loops: walked until nothing changes any more, then once for what they return.

use super::pattern::Typing;
use super::state::{Reference, State};
use super::walk::{Jump, Walk, Watch};
use super::{Evaluator, Typed, Value, Want, stuck};
use crate::evaluate::Type;
use crate::ir::{ExprId, Name, Over, Statement};

/// How often a loop is walked before what it does is not certain.
const MAX_ROUNDS: u32 = 12;

impl Evaluator<'_> {
    pub(super) fn looped(&mut self, statement: &Statement, walk: &mut Walk, seen: &mut dyn Watch) {
        // What a label in front of a loop names is the loop.
        let labels: Vec<Name> = match walk.jumps.last() {
            Some(jump) if jump.is_plain_label => jump.labels.clone(),
            _ => Vec::new(),
        };
        let entry = walk.state.clone();
        let mut head = entry.clone();
        walk.rehearsing += 1;
        let mut settled = false;
        for _ in 0..MAX_ROUNDS {
            walk.state = head.clone();
            let (_, back) = self.round(statement, &labels, walk, seen);
            let met = self.join(entry.clone(), back);
            if met == head {
                settled = true;
                break;
            }
            head = met;
        }
        walk.rehearsing -= 1;
        if !settled {
            let unclear: Vec<Reference> =
                head.entries().iter().map(|(reference, _)| reference.clone()).collect();
            for reference in unclear {
                head.set(reference, None);
            }
        }
        walk.state = head;
        let (after, _) = self.round(statement, &labels, walk, seen);
        walk.state = after;
    }

    /// One round of a loop: what is known behind it, and where it begins again.
    fn round(
        &mut self,
        statement: &Statement,
        labels: &[Name],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) -> (State, State) {
        walk.jumps.push(Jump { labels: labels.to_vec(), is_loop: true, ..Jump::default() });
        let mut exit = State::unreachable();
        match statement {
            Statement::Loop { test, update, body } => {
                if let Some(test) = test {
                    self.effects(*test, walk);
                    let before = walk.state.clone();
                    self.assume(*test, false, walk);
                    exit = std::mem::replace(&mut walk.state, before);
                    self.assume(*test, true, walk);
                }
                self.block(body, walk, seen);
                self.go_on(walk);
                if let Some(update) = update {
                    self.effects(*update, walk);
                }
            }
            Statement::DoWhile { body, test } => {
                self.block(body, walk, seen);
                self.go_on(walk);
                self.effects(*test, walk);
                let before = walk.state.clone();
                self.assume(*test, false, walk);
                exit = std::mem::replace(&mut walk.state, before);
                self.assume(*test, true, walk);
            }
            Statement::Each { pattern, target, values, over, body } => {
                self.effects(*values, walk);
                exit = walk.state.clone();
                let item = self.each_item(*values, *over, walk);
                if let Some(pattern) = pattern {
                    self.bind_pattern(pattern, item, Typing::Evident, walk);
                } else if let Some(target) = target {
                    self.assigned(*target, item, walk);
                }
                self.block(body, walk, seen);
                self.go_on(walk);
            }
            _ => {}
        }
        let back = std::mem::take(&mut walk.state);
        let breaks = walk.jumps.pop().map(|jump| jump.breaks).unwrap_or_default();
        let broke = self.join_all(breaks);
        (self.join(exit, broke), back)
    }

    /// `continue` leads to the end of the body.
    fn go_on(&mut self, walk: &mut Walk) {
        let continues = walk
            .jumps
            .last_mut()
            .map(|jump| std::mem::take(&mut jump.continues))
            .unwrap_or_default();
        let met = self.join_all(continues);
        let state = std::mem::take(&mut walk.state);
        walk.state = self.join(state, met);
    }

    /// What one round of a loop over `values` is given.
    fn each_item(&mut self, values: ExprId, over: Over, walk: &mut Walk) -> Typed {
        let place = walk.place(values);
        if !walk.state.is_reached() {
            return stuck(place, "a loop that is never reached");
        }
        match over {
            Over::Keys => Ok(Value::of(self.plain(Type::String))),
            Over::Values | Over::AsyncValues => {
                self.infer(values, walk, Want::default()).and_then(|list| {
                    let item = self.iterated(list.ty, place)?;
                    Ok(Value::of(if over == Over::AsyncValues { self.awaited(item) } else { item }))
                })
            }
        }
    }
}
