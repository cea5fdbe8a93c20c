//! What a condition says about references, by its form: `!`, `&&`, `||`, comparisons, `instanceof`,
//! `in`, calls of predicates, names of conditions.

use super::equality::Comparison;
use super::{Evaluator, Walk};
use crate::evaluate::Lit;
use crate::ir::{Expr, ExprId, LocalKind};

/// How many names TypeScript looks through to find a condition.
const MAX_ALIASES: u32 = 5;

impl Evaluator<'_> {
    /// Goes on as if `condition` were true, or false.
    pub(super) fn assume(&mut self, condition: ExprId, sense: bool, walk: &mut Walk) {
        if !walk.state.is_reached() {
            return;
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        match facts.expression(condition) {
            Expr::Literal(literal) => {
                // `while (true)` has no end.
                if Lit::from_literal(literal) == Lit::Boolean(!sense) {
                    walk.state.end();
                }
            }
            Expr::Chain(inner) => {
                if sense {
                    self.present_in_chain(*inner, walk);
                }
                self.assume(*inner, sense, walk);
            }
            Expr::Unary { operator: "!", operand } => self.assume(*operand, !sense, walk),
            Expr::Binary { operator: operator @ ("&&" | "||"), left, right } => {
                if (*operator == "&&") == sense {
                    self.assume(*left, sense, walk);
                    self.assume(*right, sense, walk);
                    return;
                }
                let before = walk.state.clone();
                self.assume(*left, sense, walk);
                let first = std::mem::replace(&mut walk.state, before);
                self.assume(*left, !sense, walk);
                self.assume(*right, sense, walk);
                let second = std::mem::take(&mut walk.state);
                walk.state = self.join(first, second);
            }
            Expr::Binary { operator: "instanceof", left, right } => {
                self.narrow_instance(*left, *right, sense, walk);
            }
            Expr::Binary { operator: "in", left, right } => {
                self.narrow_member(*left, *right, sense, walk);
            }
            Expr::Binary { operator, left, right } => {
                if let Some(comparison) = Comparison::of(operator, sense) {
                    self.narrow_equality((*left, *right), comparison, walk);
                }
            }
            Expr::Call { .. } => self.narrow_predicate(condition, sense, walk),
            Expr::Local(local) => {
                self.narrow_truth(condition, sense, walk);
                let own = facts.local(*local);
                // A condition with a name.
                if own.kind == LocalKind::Const
                    && let Some(named) = own.initialiser
                    && walk.aliases < MAX_ALIASES
                {
                    walk.aliases += 1;
                    self.assume(named, sense, walk);
                    walk.aliases -= 1;
                }
            }
            Expr::Assign { operator: "=", target, .. } => self.narrow_truth(*target, sense, walk),
            Expr::NonNull(inner) => self.assume(*inner, sense, walk),
            Expr::Sequence(parts) => {
                if let Some(last) = parts.last() {
                    self.assume(*last, sense, walk);
                }
            }
            _ => self.narrow_truth(condition, sense, walk),
        }
    }
}
