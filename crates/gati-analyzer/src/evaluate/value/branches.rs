//! `switch`, `try`, and what leaves them.

use super::pattern::Typing;
use super::state::{Reach, State};
use super::walk::{Jump, Walk, Watch};
use super::{Evaluator, Value};
use crate::evaluate::Type;
use crate::ir::{ExprId, Statement};

impl Evaluator<'_> {
    /// Takes the innermost jump away; what breaks out of it goes on behind it.
    pub(super) fn leave(&mut self, walk: &mut Walk) {
        let Some(jump) = walk.jumps.pop() else { return };
        let state = std::mem::take(&mut walk.state);
        let met = self.join_all(jump.breaks);
        walk.state = self.join(state, met);
    }

    pub(super) fn switch(
        &mut self,
        discriminant: ExprId,
        cases: &[(Option<ExprId>, Vec<Statement>)],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        self.effects(discriminant, walk);
        walk.jumps.push(Jump::default());
        // What is known while no case before this one was taken.
        let mut untaken = walk.state.clone();
        let mut falls = State::unreachable();
        let mut has_default = false;
        // The default is taken if no case is, wherever it stands.
        for (test, _) in cases {
            if let Some(test) = test {
                let mut probe = std::mem::replace(&mut walk.state, untaken);
                self.narrow_equal(discriminant, *test, false, walk);
                std::mem::swap(&mut probe, &mut walk.state);
                untaken = probe;
            }
        }
        let rest = untaken;
        let exhausted = self.is_exhausted(discriminant, &rest, cases, walk);
        let mut before_case = walk.state.clone();
        for (test, body) in cases {
            let entry = if let Some(test) = test {
                walk.state = before_case.clone();
                self.narrow_equal(discriminant, *test, true, walk);
                let entry = std::mem::replace(&mut walk.state, before_case);
                self.narrow_equal(discriminant, *test, false, walk);
                before_case = std::mem::take(&mut walk.state);
                entry
            } else {
                has_default = true;
                rest.clone()
            };
            walk.state = self.join(falls, entry);
            for statement in body {
                if let Statement::Function { local, function } = statement {
                    self.declare_function(*local, *function, walk);
                }
            }
            for statement in body {
                self.statement(statement, walk, seen);
            }
            falls = std::mem::take(&mut walk.state);
        }
        walk.state = falls;
        if !has_default && !exhausted {
            let state = std::mem::take(&mut walk.state);
            walk.state = self.join(state, rest);
        }
        self.leave(walk);
        if !has_default && exhausted && walk.state.reach == Reach::Never {
            walk.state.reach = Reach::Exhausted;
        }
    }

    pub(super) fn tried(&mut self, statement: &Statement, walk: &mut Walk, seen: &mut dyn Watch) {
        let Statement::Try { block, caught, finally } = statement else { return };
        walk.throws.push(vec![walk.state.clone()]);
        self.block(block, walk, seen);
        let mut thrown = walk.throws.pop().unwrap_or_default();
        let after_block = std::mem::take(&mut walk.state);
        let mut normal = after_block;
        if let Some((pattern, body)) = caught {
            walk.state = self.join_all(std::mem::take(&mut thrown));
            walk.throws.push(vec![walk.state.clone()]);
            if let Some(pattern) = pattern {
                let unknown = Value::of(self.plain(Type::Unknown));
                self.bind_pattern(pattern, Ok(unknown), Typing::Evident, walk);
            }
            self.block(body, walk, seen);
            thrown = walk.throws.pop().unwrap_or_default();
            let after_catch = std::mem::take(&mut walk.state);
            normal = self.join(normal, after_catch);
        }
        walk.state = normal.clone();
        if let Some(finally) = finally {
            // It runs after everything; what follows it only after what ended well.
            thrown.push(normal.clone());
            walk.state = self.join_all(thrown);
            self.block(finally, walk, seen);
            let ends = walk.state.reach;
            walk.state = normal;
            walk.rehearsing += 1;
            self.block(finally, walk, seen);
            walk.rehearsing -= 1;
            if ends != Reach::Reached {
                walk.state.end();
            }
        }
    }
}
