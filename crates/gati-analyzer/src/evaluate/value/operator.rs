//! Operators.

use super::{Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Place, Ty, Type, enums};
use crate::ir::{Expr, ExprId};

/// What `typeof` answers.
pub(super) const WORDS: [&str; 8] =
    ["string", "number", "bigint", "boolean", "symbol", "undefined", "object", "function"];

/// The kinds of primitives arithmetic tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    BigInt,
    Any,
    Other,
}

impl Evaluator<'_> {
    pub(super) fn unary(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        let Expr::Unary { operator, operand } = *walk.facts.expression(id) else {
            return stuck(place, "this operator");
        };
        match operator {
            "!" => {
                self.effects(operand, walk);
                let found = self.infer(operand, walk, Want::default());
                let Ok(found) = found else { return Ok(Value::of(self.plain(Type::Boolean))) };
                let truthy = !self.truthy(found.ty, place)?.is_empty();
                let falsy = !self.falsy(found.ty, place)?.is_empty();
                match (truthy, falsy) {
                    (true, false) => Ok(self.truth(false)),
                    (false, true) => Ok(self.truth(true)),
                    _ => Ok(Value::of(self.plain(Type::Boolean))),
                }
            }
            "delete" => Ok(Value::of(self.plain(Type::Boolean))),
            "typeof" => {
                let words = WORDS.iter().map(|word| self.store.string_literal(word)).collect();
                Ok(Value::of(self.union(words)))
            }
            "void" => Ok(Value::of(self.plain(Type::Undefined))),
            "-" | "+" | "~" => {
                let found = self.infer(operand, walk, want)?;
                let is_literal = matches!(walk.facts.expression(operand), Expr::Literal(_));
                if is_literal
                    && operator != "~"
                    && let Some(literal) = self.literal_of(found.ty)
                    && let Some(computed) = enums::unary(operator, &literal)
                {
                    let ty = self.plain(Type::Literal(computed));
                    return Ok(Value { ty, fresh: vec![ty] });
                }
                Ok(Value::of(match self.kind(found.ty) {
                    Kind::BigInt if operator != "+" => self.plain(Type::BigInt),
                    Kind::Other if operator != "+" => return stuck(place, "this operand"),
                    _ => self.plain(Type::Number),
                }))
            }
            _ => stuck(place, "this operator"),
        }
    }

    fn truth(&mut self, value: bool) -> Value {
        let ty = self.plain(Type::Literal(Lit::Boolean(value)));
        Value { ty, fresh: vec![ty] }
    }

    pub(super) fn binary(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        let Expr::Binary { operator, left, right } = *walk.facts.expression(id) else {
            return stuck(place, "this operator");
        };
        match operator {
            "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">=" | "in" | "instanceof" => {
                self.effects(left, walk);
                self.effects(right, walk);
                Ok(Value::of(self.plain(Type::Boolean)))
            }
            "??" | "||" | "&&" => self.logical(id, walk, want),
            _ => {
                let one = self.infer(left, walk, Want::default())?;
                let other = self.infer(right, walk, Want::default())?;
                self.arithmetic(operator, one.ty, other.ty, place)
            }
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        operator: &str,
        left: Ty,
        right: Ty,
        place: Place,
    ) -> Typed {
        let (one, other) = (self.kind(left), self.kind(right));
        let node = match (operator, one, other) {
            ("+", Kind::Text, _) | ("+", _, Kind::Text) => Type::String,
            (_, Kind::BigInt, Kind::BigInt) if operator != ">>>" => Type::BigInt,
            ("+", Kind::Any, _) | ("+", _, Kind::Any) => Type::Any,
            (_, Kind::Number | Kind::Any, Kind::Number | Kind::Any) => Type::Number,
            _ => return stuck(place, "these operands"),
        };
        Ok(Value::of(self.plain(node)))
    }

    fn logical(&mut self, id: ExprId, walk: &mut Walk, want: Want) -> Typed {
        let place = walk.place(id);
        let Expr::Binary { operator, left, right } = *walk.facts.expression(id) else {
            return stuck(place, "this operator");
        };
        let want = Want { constant: false, ..want };
        let inner = if operator == "&&" { Want::default() } else { want };
        let one = self.infer(left, walk, inner)?;
        let before = walk.state.clone();
        if operator == "??" {
            self.narrow_absent(left, walk);
        } else {
            self.assume(left, operator == "&&", walk);
        }
        let other = self.infer(right, walk, want);
        let after = std::mem::take(&mut walk.state);
        walk.state = self.join(before, after);
        let other = other?;
        let keep = |members: &[Ty], value: &Value| -> Vec<Ty> {
            members.iter().copied().filter(|member| value.fresh.contains(member)).collect()
        };
        match operator {
            "&&" => {
                if self.truthy(one.ty, place)?.is_empty() {
                    return Ok(one);
                }
                let falsy = self.definitely_falsy(one.ty, place)?;
                let fresh = keep(&falsy, &one);
                let ty = self.union(falsy);
                Ok(self.either(&[Value { ty, fresh }, other]))
            }
            "||" => {
                if self.falsy(one.ty, place)?.is_empty() {
                    return Ok(one);
                }
                let truthy = self.truthy(one.ty, place)?;
                let fresh = keep(&truthy, &one);
                let ty = self.union(truthy);
                self.reduced(&[Value { ty, fresh }, other], place)
            }
            _ => {
                let present = self.non_nullable(one.ty);
                if !self.may_be_nullish(one.ty) {
                    return Ok(one);
                }
                let fresh = one.fresh;
                self.reduced(&[Value { ty: present, fresh }, other], place)
            }
        }
    }

    pub(super) fn may_be_nullish(&mut self, ty: Ty) -> bool {
        self.constituents(ty).into_iter().any(|member| {
            matches!(
                self.store.get(member),
                Type::Null | Type::Undefined | Type::Void | Type::Any | Type::Unknown
            )
        })
    }

    /// The kind of primitive an operand is.
    fn kind(&mut self, ty: Ty) -> Kind {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::String | Type::Template(_) | Type::Literal(Lit::String(_)) => Kind::Text,
            Type::Number | Type::Literal(Lit::Number(_)) => Kind::Number,
            Type::BigInt | Type::Literal(Lit::BigInt(_)) => Kind::BigInt,
            Type::Any => Kind::Any,
            Type::Refined { base, .. } => self.kind(base),
            Type::Union(members) => {
                let mut kinds = members.into_iter().map(|member| self.kind(member));
                let Some(first) = kinds.next() else { return Kind::Other };
                if kinds.all(|kind| kind == first) { first } else { Kind::Other }
            }
            _ => Kind::Other,
        }
    }
}
