//! What the evaluation of one root may cost.
//!
//! A root is a position of a contract, the answers a body gives, an exported type. What it costs
//! is counted in steps and never in time, so the verdict is the same on every machine and under
//! every load. It is also the same however often a project was analyzed before: an evaluator lives
//! for one evaluation of one file and takes the file's roots in their order, so the count rests on
//! nothing but what that evaluation reads. A result that is kept is kept with what it read, and is
//! made anew when any of that changed; no result of another file is looked up on the way.
//!
//! Within a file a root finds what earlier ones have evaluated. That makes it cheaper, and always
//! by the same amount. It never inherits what an earlier one could not afford: once the budget is
//! spent nothing is certain that is evaluated after, so the root as a whole is the failure, and
//! what was remembered meanwhile is forgotten before the next root begins.

use super::{Evaluator, Place, Ty};
use crate::codes::Code;
use crate::ir::Span;
use crate::resolve::FileId;

/// How many steps a root may take: types that are evaluated or opened, pairs that are compared or
/// matched, members of unions, expressions of bodies, nodes that are written down. The largest
/// type known from a library, vega-lite's `TopLevelSpec`, takes 900,000, of which nearly all are
/// the nodes of its four megabytes; what people write takes hundreds.
const MAX_STEPS: u32 = 2_000_000;
/// How many types and contexts a root may make, which is what bounds the memory it takes.
const MAX_SIZE: usize = 400_000;
/// How many all roots of a file may make.
const MAX_SIZE_OF_A_FILE: usize = 10 * MAX_SIZE;

/// What the root under evaluation has cost so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    steps: u32,
    /// How many types and contexts there were when it began.
    size: usize,
    /// The failure it is, once it has cost too much.
    spent: Option<Ty>,
}

impl Evaluator<'_> {
    /// What comes next is another root, with a budget of its own.
    pub(crate) fn begin_root(&mut self) {
        if self.budget.spent.is_some() {
            self.opened.clear();
            self.evaluated.clear();
            self.values.forget();
        }
        self.budget = Budget { size: self.store.size(), ..Budget::default() };
    }

    /// The failure that the root is, if it has cost too much: whatever else came out of it is not
    /// certain.
    pub(crate) fn overspent(&self) -> Option<Ty> {
        self.budget.spent
    }

    /// Takes so many steps; the failure if there are none left.
    pub(crate) fn afford(&mut self, steps: usize) -> Result<(), Ty> {
        if let Some(spent) = self.budget.spent {
            return Err(spent);
        }
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.budget.steps = self.budget.steps.saturating_add(steps);
        let size = self.store.size();
        let too_large = size > self.budget.size + MAX_SIZE || size > MAX_SIZE_OF_A_FILE;
        if self.budget.steps <= MAX_STEPS && !too_large {
            return Ok(());
        }
        // Where it ended says nothing about where it went wrong: the position is to be looked at.
        let nowhere = Place { file: FileId::NONE, span: Span::default() };
        let what = if too_large {
            format!("evaluating this type makes more than {MAX_SIZE} types")
        } else {
            format!("evaluating this type takes more than {MAX_STEPS} steps")
        };
        let spent = self.failure(
            Code::TypeTooLarge,
            nowhere,
            what,
            "write the type out, or compute less of it with types",
        );
        self.budget.spent = Some(spent);
        Err(spent)
    }
}
