//! The types of values: `typeof x`, what an expression is at its place, what a function gives.
//!
//! Bodies are walked forwards once ([`walk`]), with what is known of each reference at that place
//! ([`state`]): conditions narrow it ([`narrow`]), assignments and joins change it. Never a guess:
//! an expression whose type is not certain is [`Stuck`] there, and whoever asked says so in a
//! diagnostic at that place.
//!
//! A type is kept as TypeScript has it before widening: literals that may still widen are listed
//! beside it, and object literals that may still be normalised say so in their shape.

mod access;
mod array;
mod assignment;
mod branches;
mod call;
mod callback;
mod comparable;
mod construct;
mod declaration;
mod equality;
mod expression;
mod function;
mod generic;
mod keys;
mod kind;
mod library;
mod loops;
mod member;
mod modules;
mod name;
mod narrow;
mod object;
mod operator;
mod pattern;
mod predicate;
mod query;
mod refine;
mod siblings;
mod state;
mod symbol;
mod truth;
mod walk;
mod widen;

use std::borrow::Cow;

use super::{ContextId, Evaluator, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::{ExprId, FunctionId, LocalId};
use rustc_hash::FxHashMap;

pub(crate) use library::library;
pub(crate) use state::{Said, State};
pub(crate) use walk::{Walk, Watch};

/// What an expression costs of a root's budget, besides the types it asks for: loops are walked
/// until nothing changes any more, and callbacks once for every call.
const STEPS_OF_AN_EXPRESSION: usize = 10;

/// A type, and which of its literals are still open to widening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub ty: Ty,
    /// Members of `ty` that came from literals in the source.
    pub fresh: Vec<Ty>,
}

impl Value {
    /// A type that no longer widens.
    pub(crate) fn of(ty: Ty) -> Self {
        Self { ty, fresh: Vec::new() }
    }
}

/// Where the type of a value ceases to be certain, and why.
#[derive(Debug, Clone)]
pub(crate) struct Stuck {
    pub place: Place,
    pub why: Cow<'static, str>,
}

pub(crate) type Typed = Result<Value, Stuck>;

/// What is asked of an expression.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Want {
    /// Inside `as const`: nothing widens, everything is readonly.
    pub(super) constant: bool,
    /// The type its place has, which keeps literals and types callbacks.
    pub(super) context: Option<Ty>,
}

/// What is known of a local name by its declaration.
#[derive(Debug, Clone)]
enum Declared {
    Known(Value),
    /// `let x;`, `let x = null;`: whatever was assigned last.
    Evolving,
    /// `const xs = [];`: an array of what is pushed.
    EvolvingArray,
    Unknown(Stuck),
}

/// One run of a function: its names, and the run that it sees around it.
#[derive(Debug, Default)]
struct Activation {
    locals: FxHashMap<LocalId, Declared>,
    /// What was known where each inner function was written.
    closures: FxHashMap<FunctionId, State>,
    /// Names that were taken out of one value.
    siblings: Vec<siblings::Siblings>,
    parent: Option<u32>,
}

/// What evaluation remembers of values.
#[derive(Debug, Default)]
pub(super) struct Values {
    activations: Vec<Activation>,
    returns: FxHashMap<(FunctionId, ContextId), Typed>,
    /// Functions whose result is being found out.
    active: Vec<(FunctionId, ContextId)>,
    /// Constraints of type parameters that are being inferred, innermost last.
    inferring: Vec<(crate::ir::Name, Option<Ty>)>,
    /// Object literals that were assigned to something.
    settled: FxHashMap<ShapeKey, Ty>,
    /// Variables of files; `None` while one is being found out.
    variables: FxHashMap<(ExprId, ContextId), Option<Typed>>,
}

impl Values {
    /// Forgets everything that was found out of values; no body is being walked.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// What makes two runs of one object literal the same type.
type ShapeKey = Vec<(crate::ir::Name, Ty, bool, Place)>;

impl Evaluator<'_> {
    /// The type of an expression outside any function; a problem if it is not certain.
    pub(crate) fn constant_value(
        &mut self,
        value: ExprId,
        context: ContextId,
        constant: bool,
    ) -> Ty {
        let mut walk = self.walk_outside(context);
        let found = self.infer(value, &mut walk, Want::default());
        let found = found.map(|found| {
            if constant { self.widen_objects(found.ty) } else { self.widen_fully(&found) }
        });
        self.settle(found)
    }

    /// The type of an expression outside any function as if `as const` stood behind it.
    pub(crate) fn literal_value(&mut self, value: ExprId, context: ContextId) -> Ty {
        let mut walk = self.walk_outside(context);
        let want = Want { constant: true, context: None };
        let found = self.infer(value, &mut walk, want);
        self.settle(found.map(|found| found.ty))
    }

    /// The type, or the failure that says where it ceased to be certain.
    fn settle(&mut self, found: Result<Ty, Stuck>) -> Ty {
        match found {
            Ok(ty) if self.mentions_library(ty, 0) => {
                let place =
                    Place { file: crate::resolve::FileId::NONE, span: crate::ir::Span::default() };
                self.value_unknown(&Stuck { place, why: "an iterator".into() })
            }
            Ok(ty) => ty,
            Err(stuck) => self.value_unknown(&stuck),
        }
    }

    fn value_unknown(&mut self, stuck: &Stuck) -> Ty {
        self.failure(
            Code::ValueUnknown,
            stuck.place,
            format!("the type of this value cannot be read off it: {}", stuck.why),
            "annotate it, as in `const limits: Limits = …`",
        )
    }

    /// `ty`, unless it is a failure.
    fn certain(&mut self, ty: Ty, place: Place) -> Typed {
        let opened = self.expand(ty);
        match self.store.get(opened) {
            Type::Problem(problem) => {
                let why = self.problem_of(*problem).message.clone();
                Err(Stuck { place, why: why.into() })
            }
            Type::Stream(..) => stuck(place, "a stream: what its elements are has to be declared"),
            _ => Ok(Value::of(ty)),
        }
    }
}

impl Evaluator<'_> {
    /// Walks a body.
    pub(crate) fn run(
        &mut self,
        statements: &[crate::ir::Statement],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        self.block(statements, walk, seen);
    }

    /// Goes on as if a condition were true, or false.
    pub(crate) fn suppose(&mut self, condition: ExprId, sense: bool, walk: &mut Walk) {
        self.effects(condition, walk);
        self.assume(condition, sense, walk);
    }

    /// The type of everything that answers with one status.
    pub(crate) fn settled_answer(&mut self, values: &[Value], place: Place) -> Result<Ty, Stuck> {
        let found = self.reduced(values, place)?;
        let ty = if self.is_unit(found.ty) { self.widen_literals(&found) } else { found.ty };
        let ty = self.widen_objects(ty);
        if self.mentions_library(ty, 0) {
            return stuck(place, "an iterator, which is no data");
        }
        Ok(ty)
    }

    /// The members of a type without those that `is_special` says, and those.
    pub(crate) fn split(
        &mut self,
        ty: Ty,
        is_special: fn(&mut Self, Ty) -> bool,
    ) -> (Option<Ty>, Vec<Ty>) {
        let mut plain = Vec::new();
        let mut special = Vec::new();
        for member in self.members_of(ty) {
            if is_special(self, member) { special.push(member) } else { plain.push(member) }
        }
        ((!plain.is_empty()).then(|| self.union(plain)), special)
    }
}

/// The failure at `place`.
fn stuck<T>(place: Place, why: &'static str) -> Result<T, Stuck> {
    Err(Stuck { place, why: Cow::Borrowed(why) })
}
