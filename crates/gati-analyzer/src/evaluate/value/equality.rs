//! `===`, `!==`, `==`, `!=`, and the cases of a `switch`.

use super::refine::target_of;
use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Place, Ty, Type};
use crate::ir::{Expr, ExprId};

/// Which of the two comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Equality {
    Strict,
    /// `==`, for which `null` is `undefined`.
    Loose,
}

/// A comparison that turned out one way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comparison {
    pub how: Equality,
    /// Whether the sides are equal.
    pub sense: bool,
}

impl Comparison {
    /// What an operator says if it gives `sense`; `None` if it compares nothing.
    pub(super) fn of(operator: &str, sense: bool) -> Option<Self> {
        Some(match operator {
            "===" => Self { how: Equality::Strict, sense },
            "!==" => Self { how: Equality::Strict, sense: !sense },
            "==" => Self { how: Equality::Loose, sense },
            "!=" => Self { how: Equality::Loose, sense: !sense },
            _ => return None,
        })
    }
}

impl Evaluator<'_> {
    pub(super) fn narrow_equality(
        &mut self,
        (left, right): (ExprId, ExprId),
        comparison: Comparison,
        walk: &mut Walk,
    ) {
        let sense = comparison.sense;
        let facts = std::rc::Rc::clone(&walk.facts);
        for (one, other) in [(left, right), (right, left)] {
            if let (Expr::Unary { operator: "typeof", operand }, Expr::Literal(literal)) =
                (facts.expression(one), facts.expression(other))
            {
                let word = Lit::from_literal(literal).text();
                if sense == (word != "undefined")
                    && let Expr::Chain(inner) = facts.expression(*operand)
                {
                    self.present_in_chain(*inner, walk);
                }
                self.narrow_typeof(*operand, &word, sense, walk);
                return;
            }
            if let Expr::Literal(literal) = facts.expression(other)
                && let Lit::Boolean(value) = Lit::from_literal(literal)
                && !matches!(
                    facts.expression(one),
                    Expr::Member { .. } | Expr::Index { .. } | Expr::Local(_) | Expr::Chain(_)
                )
            {
                self.assume(one, sense == value, walk);
                return;
            }
        }
        let first = self.infer(left, walk, Want::default());
        let second = self.infer(right, walk, Want::default());
        self.narrow_side(left, second, comparison, walk);
        self.narrow_side(right, first, comparison, walk);
    }

    /// One side of a comparison, by what the other side is.
    pub(super) fn narrow_side(
        &mut self,
        id: ExprId,
        other: super::Typed,
        comparison: Comparison,
        walk: &mut Walk,
    ) {
        let Comparison { how, sense } = comparison;
        let place = walk.place(id);
        if matches!(walk.facts.expression(id), Expr::Literal(_) | Expr::Null) {
            return;
        }
        let Ok(other) = other else {
            // What it is compared with is not known: nothing is certain of it where they are equal.
            if sense && let Some(reference) = walk.reference(id) {
                let value = self.infer(target_of(id, walk), walk, Want::default());
                let narrows = match value {
                    Ok(value) => self.constituents(value.ty).len() > 1,
                    Err(_) => false,
                };
                if narrows {
                    self.learn(reference, None, walk);
                }
            }
            return;
        };
        if let Expr::Chain(inner) = *walk.facts.expression(id) {
            let members = self.constituents(other.ty);
            let nullish = |this: &Self, member: &Ty| match this.store.get(*member) {
                Type::Undefined | Type::Void => true,
                Type::Null => how == Equality::Loose,
                _ => false,
            };
            let all = members.iter().all(|member| nullish(self, member));
            let none = !members.iter().any(|member| {
                nullish(self, member)
                    || matches!(self.store.get(*member), Type::Any | Type::Unknown)
            });
            if (!sense && all) || (sense && none) {
                self.present_in_chain(inner, walk);
            }
        }
        self.refine_reference(id, walk, &mut |this, value| {
            this.equal(value, &other, comparison, place)
        });
    }

    /// A case of a switch.
    pub(super) fn narrow_equal(
        &mut self,
        left: ExprId,
        right: ExprId,
        sense: bool,
        walk: &mut Walk,
    ) {
        if !walk.state.is_reached() {
            return;
        }
        if let Expr::Literal(literal) = walk.facts.expression(left)
            && Lit::from_literal(literal) == Lit::Boolean(true)
        {
            // `switch (true)`: each case is a condition.
            self.assume(right, sense, walk);
            return;
        }
        self.narrow_equality((left, right), Comparison { how: Equality::Strict, sense }, walk);
    }

    /// Whether no value is left for what follows all cases.
    pub(super) fn is_exhausted(
        &mut self,
        discriminant: ExprId,
        rest: &super::State,
        cases: &[(Option<ExprId>, Vec<crate::ir::Statement>)],
        walk: &mut Walk,
    ) -> bool {
        if cases.iter().all(|(test, _)| test.is_none()) {
            return false;
        }
        let place = walk.place(discriminant);
        let facts = std::rc::Rc::clone(&walk.facts);
        if let Expr::Unary { operator: "typeof", operand } = facts.expression(discriminant) {
            let before = std::mem::replace(&mut walk.state, rest.clone());
            let left = self.infer(*operand, walk, Want::default());
            walk.state = before;
            return left.is_ok_and(|left| self.constituents(left.ty).is_empty());
        }
        let Ok(whole) = self.infer(discriminant, walk, Want::default()) else { return false };
        let mut left = whole.clone();
        if self.constituents(left.ty).is_empty() {
            return false;
        }
        let unequal = Comparison { how: Equality::Strict, sense: false };
        for (test, _) in cases {
            let Some(test) = test else { continue };
            let Ok(other) = self.infer(*test, walk, Want::default()) else { return false };
            match self.equal(&left, &other, unequal, place) {
                Ok(next) => left = next,
                Err(_) => return false,
            }
        }
        self.constituents(left.ty).is_empty()
    }

    /// `value === other`, or not.
    pub(super) fn equal(
        &mut self,
        value: &Value,
        other: &Value,
        Comparison { how, sense }: Comparison,
        place: Place,
    ) -> Result<Value, Stuck> {
        let loose = how == Equality::Loose;
        let opened = self.expand(value.ty);
        let node = self.get(opened);
        if matches!(node, Type::Any) {
            return Ok(value.clone());
        }
        let members = self.constituents(value.ty);
        let others = self.constituents(other.ty);
        let nullish: Vec<bool> = others
            .iter()
            .map(|member| {
                matches!(self.store.get(*member), Type::Null | Type::Undefined | Type::Void)
            })
            .collect();
        if !nullish.is_empty() && nullish.iter().all(|is| *is) {
            let exactly = others.clone();
            if matches!(node, Type::Unknown) {
                return if sense && !loose {
                    Ok(other.clone())
                } else {
                    stuck(place, "what is left of `unknown`")
                };
            }
            let mut kept = Vec::new();
            for member in members {
                let fits = match self.store.get(member) {
                    Type::Null => loose || exactly.contains(&member),
                    Type::Undefined | Type::Void => {
                        loose
                            || exactly.iter().any(|own| !matches!(self.store.get(*own), Type::Null))
                    }
                    Type::Unknown | Type::Any => {
                        kept.push(member);
                        continue;
                    }
                    _ => false,
                };
                if fits == sense {
                    kept.push(member);
                }
            }
            return Ok(self.kept(value, kept));
        }
        if sense {
            if matches!(node, Type::Unknown) {
                let opened = self.expand(other.ty);
                return if crate::evaluate::is_primitive(self.store.get(opened)) {
                    Ok(other.clone())
                } else {
                    stuck(place, "what is left of `unknown`")
                };
            }
            return self.equal_to(value, other, how, place);
        }
        if !self.is_unit(other.ty) {
            return Ok(value.clone());
        }
        let mut kept = Vec::new();
        for member in members {
            if self.is_unit(member) && self.comparable(member, other.ty, place)? {
                continue;
            }
            kept.push(member);
        }
        Ok(self.kept(value, kept))
    }

    pub(super) fn equal_to(
        &mut self,
        value: &Value,
        other: &Value,
        how: Equality,
        place: Place,
    ) -> Result<Value, Stuck> {
        let members = self.constituents(value.ty);
        let others = self.constituents(other.ty);
        let mut kept: Vec<Ty> = Vec::new();
        let mut fresh = Vec::new();
        for member in &members {
            if !self.comparable(*member, other.ty, place)? {
                if how == Equality::Loose {
                    return stuck(place, "a comparison with `==`");
                }
                continue;
            }
            // A keyword becomes the literals it is compared with.
            let opened = self.expand(*member);
            let keyword = self.get(opened);
            let literals: Vec<Ty> = match keyword {
                Type::String | Type::Number | Type::BigInt => others
                    .iter()
                    .copied()
                    .filter(|other| match self.store.get(*other) {
                        Type::Literal(literal) => {
                            std::mem::discriminant(&literal.widened())
                                == std::mem::discriminant(&keyword)
                        }
                        Type::Member { .. } => true,
                        _ => false,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let has_keyword = others.iter().any(|other| {
                std::mem::discriminant(self.store.get(*other)) == std::mem::discriminant(&keyword)
            });
            if literals.is_empty() || has_keyword {
                kept.push(*member);
                fresh.extend(value.fresh.contains(member).then_some(*member));
            } else {
                fresh.extend(literals.iter().copied().filter(|own| other.fresh.contains(own)));
                kept.extend(literals);
            }
        }
        Ok(Value { ty: self.union(kept), fresh })
    }
}
