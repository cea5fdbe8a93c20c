//! Expressions by kind.

use super::{Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Type};
use crate::ir::{ConstKind, Expr, ExprId};

impl Evaluator<'_> {
    /// What `id` is at this place, before it widens.
    pub(crate) fn infer(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        self.step(place)?;
        self.depth += 1;
        let found = if self.depth > crate::evaluate::MAX_DEPTH {
            stuck(place, "this nests too deeply")
        } else {
            self.infer_kind(id, walk, want)
        };
        self.depth -= 1;
        found
    }

    fn infer_kind(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        let facts = std::rc::Rc::clone(&walk.facts);
        match facts.expression(id) {
            Expr::Literal(literal) => {
                let ty = self.plain(Type::Literal(Lit::from_literal(literal)));
                Ok(Value { ty, fresh: vec![ty] })
            }
            Expr::Null => Ok(Value::of(self.plain(Type::Null))),
            Expr::RegExp => Ok(Value::of(self.plain(Type::RegExp))),
            Expr::Template { texts, holes } => self.template(texts, holes, walk, want),
            Expr::Identifier(name) => self.outer_name(name, place, walk),
            Expr::Local(local) => self.local_name(*local, place, walk),
            Expr::This => self.this_value(place, walk),
            Expr::Object(entries) => self.object(entries, walk, want),
            Expr::Array(entries) => self.array(entries, place, walk, want),
            Expr::Function(function) => {
                let ty = self.function_type(*function, walk);
                self.closure_state(*function, &walk.state, walk);
                Ok(Value::of(ty))
            }
            Expr::Call { .. } => self.call(id, walk),
            Expr::New { callee, type_arguments, arguments } => {
                self.construct(*callee, type_arguments, arguments, walk)
            }
            Expr::Chain(inner) => self.chain(*inner, walk, want),
            Expr::Member { .. } => self.member_access(id, walk),
            Expr::Index { .. } => self.index_access(id, walk),
            Expr::Unary { .. } => self.unary(id, walk, want),
            Expr::Binary { .. } => self.binary(id, walk, want),
            Expr::Assign { operator, target, value } => {
                self.assignment(operator, *target, *value, walk)
            }
            Expr::Update(target) => self.update(*target, walk),
            Expr::AssignPattern { targets, value } => {
                for target in targets {
                    let place = walk.place(*target);
                    self.assigned(*target, stuck(place, "an assignment by a pattern"), walk);
                }
                self.infer(*value, walk, want)
            }
            Expr::Sequence(parts) => {
                let Some((last, before)) = parts.split_last() else {
                    return stuck(place, "an empty sequence");
                };
                for part in before {
                    self.effects(*part, walk);
                }
                self.infer(*last, walk, want)
            }
            Expr::Conditional { .. } => self.conditional_value(id, walk, want),
            Expr::Await(value) => {
                let found = self.infer(*value, walk, Want::default())?;
                let ty = self.awaited(found.ty);
                self.certain(ty, place)?;
                Ok(Value { ty, fresh: found.fresh })
            }
            Expr::Typed { kind: ConstKind::As, node, .. } => {
                let ty = self.eval(*node, walk.context);
                self.certain(ty, place)
            }
            Expr::Typed { kind: ConstKind::Satisfies, value, node } => {
                let context = self.eval(*node, walk.context);
                let context = self.certain(context, place).ok().map(|found| found.ty);
                self.infer(*value, walk, Want { context, ..want })
            }
            Expr::ConstAssertion(value) => {
                let want = Want { constant: true, context: want.context };
                Ok(Value::of(self.infer(*value, walk, want)?.ty))
            }
            Expr::NonNull(value) => {
                let found = self.infer(*value, walk, Want { constant: false, ..want })?;
                let ty = self.non_nullable(found.ty);
                Ok(Value { ty, fresh: found.fresh })
            }
            Expr::Spread(_) => stuck(place, "a spread argument"),
            Expr::Class => stuck(place, "a class without a name"),
            Expr::Other(what) => stuck(place, what),
        }
    }

    /// `a?.b.c`: without a result where one of its parts broke off.
    fn chain(&mut self, inner: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let outer = std::mem::take(&mut walk.broke_off);
        let found = self.infer(inner, walk, want);
        let broke_off = std::mem::replace(&mut walk.broke_off, outer);
        let found = found?;
        if !broke_off {
            return Ok(found);
        }
        let undefined = Value::of(self.plain(Type::Undefined));
        Ok(self.either(&[found, undefined]))
    }

    /// `test ? yes : no`.
    fn conditional_value(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        let Expr::Conditional { test, yes, no } = *walk.facts.expression(id) else {
            return stuck(place, "this condition");
        };
        // What stands in its arms is no part of a constant around it.
        let want = Want { constant: false, ..want };
        self.effects(test, walk);
        let before = walk.state.clone();
        self.assume(test, true, walk);
        let one = self.infer(yes, walk, want);
        let after = std::mem::replace(&mut walk.state, before);
        self.assume(test, false, walk);
        let other = self.infer(no, walk, want);
        let state = std::mem::take(&mut walk.state);
        walk.state = self.join(after, state);
        self.reduced(&[one?, other?], place)
    }

    /// What running an expression changes, without asking for its type.
    pub(super) fn effects(&mut self, id: ExprId, walk: &mut Walk) {
        if !walk.state.is_reached() {
            return;
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        match facts.expression(id) {
            Expr::Assign { .. } | Expr::Update(_) | Expr::AssignPattern { .. } => {
                // What it gives is not asked for.
                let _ = self.infer(id, walk, Want::default());
            }
            Expr::Sequence(parts) => {
                for part in parts {
                    self.effects(*part, walk);
                }
            }
            Expr::Await(inner)
            | Expr::Chain(inner)
            | Expr::Spread(inner)
            | Expr::NonNull(inner)
            | Expr::ConstAssertion(inner)
            | Expr::Unary { operand: inner, .. }
            | Expr::Member { object: inner, .. }
            | Expr::Typed { value: inner, .. } => self.effects(*inner, walk),
            Expr::Call { callee, arguments, .. } => {
                self.effects(*callee, walk);
                for argument in arguments {
                    self.effects(*argument, walk);
                }
                self.pushed(*callee, arguments, walk);
            }
            Expr::Binary { operator: "&&" | "||" | "??", left, right }
            | Expr::Conditional { test: left, yes: right, .. } => {
                self.effects(*left, walk);
                // What stands on the right may run or not.
                if changes_something(*right, walk) {
                    let before = walk.state.clone();
                    self.effects(*right, walk);
                    let after = std::mem::take(&mut walk.state);
                    walk.state = self.join(before, after);
                }
                if let Expr::Conditional { no, .. } = facts.expression(id)
                    && changes_something(*no, walk)
                {
                    let before = walk.state.clone();
                    self.effects(*no, walk);
                    let after = std::mem::take(&mut walk.state);
                    walk.state = self.join(before, after);
                }
            }
            Expr::Binary { left, right, .. } => {
                self.effects(*left, walk);
                self.effects(*right, walk);
            }
            _ => {}
        }
    }
}

/// Whether an expression assigns to anything.
fn changes_something(id: ExprId, walk: &Walk) -> bool {
    let below = |id: &ExprId| changes_something(*id, walk);
    match walk.facts.expression(id) {
        Expr::Assign { .. } | Expr::Update(_) | Expr::AssignPattern { .. } => true,
        Expr::Sequence(parts) => parts.iter().any(below),
        Expr::Await(inner)
        | Expr::Chain(inner)
        | Expr::Spread(inner)
        | Expr::NonNull(inner)
        | Expr::ConstAssertion(inner)
        | Expr::Unary { operand: inner, .. }
        | Expr::Member { object: inner, .. }
        | Expr::Typed { value: inner, .. } => below(inner),
        Expr::Call { callee, arguments, .. } => below(callee) || arguments.iter().any(below),
        Expr::Binary { left, right, .. } => below(left) || below(right),
        Expr::Conditional { test, yes, no } => below(test) || below(yes) || below(no),
        _ => false,
    }
}
