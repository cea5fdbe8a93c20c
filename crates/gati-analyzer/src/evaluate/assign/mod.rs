//! Whether every value of one type is a value of another, as TypeScript's assignability has it.
//!
//! Structural; a question under way is assumed to have the answer yes, which is what makes it end
//! on recursive types. Where the answer hangs on something that is not evaluated, the question is
//! undecided, and whoever asked gets that failure instead of a guess.
//!
//! Here is what a pair of types asks; the families of types have files of their own.

mod alternatives;
mod lists;
mod objects;
mod signatures;

use rustc_hash::FxHashMap;

use super::{Evaluator, Lit, Piece, Place, Shape, Ty, Type, is_primitive};
use crate::codes::Code;
use crate::ir::{Name, Span};

pub(super) use objects::{is_empty, is_weak};

/// How many pairs one question may touch.
const MAX_PAIRS: usize = 10_000;

/// Which of TypeScript's relations is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Relation {
    #[default]
    Assignable,
    /// What another member of a union has to be for a member to be left out: `any` fits nothing but
    /// itself, members that may be absent must be there, and so on.
    StrictSubtype,
}

/// Questions under way or answered, and the first one that has no answer.
#[derive(Default)]
pub(super) struct Questions {
    pub(super) relation: Relation,
    answers: FxHashMap<(Ty, Ty), bool>,
    pub(super) undecided: Option<Ty>,
}

impl Evaluator<'_> {
    /// Whether `source` is assignable to `target`; what is undecided is not.
    pub(crate) fn assignable(&mut self, source: Ty, target: Ty) -> bool {
        self.decided(source, target).unwrap_or(false)
    }

    /// Whether `source` is assignable to `target`, or the failure that leaves it open.
    pub(crate) fn decided(&mut self, source: Ty, target: Ty) -> Result<bool, Ty> {
        self.decided_by(Relation::Assignable, source, target)
    }

    /// Whether one type relates to another, or the failure that leaves it open.
    pub(super) fn decided_by(
        &mut self,
        relation: Relation,
        source: Ty,
        target: Ty,
    ) -> Result<bool, Ty> {
        let mut questions = Questions { relation, ..Questions::default() };
        let fits = self.assigns(source, target, &mut questions);
        match questions.undecided {
            Some(failed) => Err(failed),
            None => Ok(fits),
        }
    }

    pub(super) fn assigns(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let source = self.reveal(source);
        let target = self.reveal(target);
        if source == target {
            return true;
        }
        if let Some(answer) = self.member_fits(source, target, asked.relation) {
            return answer;
        }
        // A member of an enum fits a union as what it is, not as its value: members of other enums
        // with that value are others.
        if let (Type::Member { .. }, Type::Union(members)) = (self.get(source), self.get(target)) {
            return members.iter().any(|member| self.assigns(source, *member, asked));
        }
        let source = self.expand(source);
        if source == target {
            return true;
        }
        if let Some(known) = asked.answers.get(&(source, target)) {
            return *known;
        }
        if let Err(spent) = self.afford(1) {
            asked.undecided = Some(spent);
            return false;
        }
        if asked.answers.len() > MAX_PAIRS || self.depth > super::MAX_DEPTH {
            return self.undecided(asked);
        }
        asked.answers.insert((source, target), true);
        self.depth += 1;
        let fits = self.compare(source, target, asked);
        self.depth -= 1;
        asked.answers.insert((source, target), fits);
        fits
    }

    fn compare(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let from = self.get(source);
        let to = self.get(target);
        match (&from, &to) {
            (Type::Problem(_), _) => {
                asked.undecided.get_or_insert(source);
                false
            }
            (_, Type::Problem(_)) => {
                asked.undecided.get_or_insert(target);
                false
            }
            (from, to) if meets_stream(from, to) => self.undecided(asked),
            (Type::Any, _) => match asked.relation {
                Relation::Assignable => !matches!(to, Type::Never),
                Relation::StrictSubtype => matches!(to, Type::Any | Type::Unknown),
            },
            (_, Type::Any | Type::Unknown)
            | (Type::Never, _)
            | (Type::Undefined, Type::Void)
            | (Type::Template(_) | Type::Cased(..), Type::String)
            | (Type::UniqueSymbol(_), Type::Symbol) => true,
            (Type::Union(members), _) => {
                members.iter().all(|member| self.assigns(*member, target, asked))
            }
            (Type::Boolean, Type::Union(_)) => self
                .alternatives(source)
                .into_iter()
                .all(|member| self.assigns(member, target, asked)),
            (_, Type::Union(members)) => self.fits_one_of(source, members, asked),
            (Type::Refined { .. }, _) | (_, Type::Refined { .. }) => {
                self.refined_fits((source, &from), (target, &to), asked)
            }
            (Type::Literal(Lit::String(text)), Type::Cased(case, wanted)) => {
                super::template::apply(*case, text) == **text
                    && self.assigns(source, *wanted, asked)
            }
            (Type::Cased(one, own), Type::Cased(other, wanted)) if one == other => {
                self.assigns(*own, *wanted, asked)
            }
            (Type::Cased(_, own), Type::Template(_)) => self.assigns(*own, target, asked),
            (Type::Literal(literal), Type::Template(pieces)) => match literal {
                Lit::String(text) => self.text_fits(text, pieces),
                _ => false,
            },
            (
                Type::Literal(literal),
                Type::String | Type::Number | Type::Boolean | Type::BigInt,
            ) => {
                let widened = literal.widened();
                self.plain(widened) == target
            }
            (Type::Template(own), Type::Template(wanted)) => self.template_fits(own, wanted),
            (Type::Object(own), Type::NonPrimitive) => {
                asked.relation == Relation::Assignable || !is_empty(own)
            }
            (_, Type::NonPrimitive) => !is_primitive(&from) && !matches!(from, Type::Unknown),
            (Type::Object(own), Type::Object(wanted)) => self.shape_fits(own, wanted, asked),
            (_, Type::Object(_)) => self.has_members(source, target, asked),
            (
                Type::Function { .. } | Type::Callable | Type::Object(_),
                Type::Function { .. } | Type::Callable,
            ) => self.signature_fits(source, target, asked),
            // An object can have what a list of fixed places has, and nothing else of a tuple.
            (Type::Object(_), Type::Tuple { slots, .. }) if slots.iter().any(|slot| slot.rest) => {
                false
            }
            (
                Type::Object(own),
                Type::Array { .. }
                | Type::Tuple { .. }
                | Type::Map { .. }
                | Type::Set { .. }
                | Type::Promise(_)
                | Type::PromiseLike(_)
                | Type::Date
                | Type::RegExp,
            ) => self.fits_builtin(own, target, asked),
            _ => self.list_fits(&from, &to, asked),
        }
    }

    /// Brands and constraints on one side or the other.
    fn refined_fits(
        &mut self,
        (source, from): (Ty, &Type),
        (target, to): (Ty, &Type),
        asked: &mut Questions,
    ) -> bool {
        match (from, to) {
            (
                Type::Refined { base, brands, .. },
                Type::Refined { base: other, brands: wanted, members, .. },
            ) => {
                let nominal = match members {
                    // A brand that was written as an object is compared like one.
                    Some(members) => self.assigns(source, *members, asked),
                    None => wanted.iter().all(|brand| brands.contains(brand)),
                };
                nominal && self.assigns(*base, *other, asked)
            }
            (_, Type::Refined { members: Some(members), base, .. }) => {
                self.assigns(source, *base, asked) && self.assigns(source, *members, asked)
            }
            // A constraint alone leaves ordinary values assignable; a brand does not.
            (_, Type::Refined { base, brands, .. }) => {
                brands.is_empty() && self.assigns(source, *base, asked)
            }
            // What is partly no object has no index signature it does not write.
            (Type::Refined { members: Some(_), .. }, Type::Object(wanted))
                if !wanted.index.is_empty() =>
            {
                self.has_members(source, target, asked)
            }
            (Type::Refined { members: Some(members), base, .. }, Type::Object(_)) => {
                self.assigns(*members, target, asked)
                    || self.assigns(*base, target, asked)
                    || self.has_members(source, target, asked)
            }
            (Type::Refined { base, brands, .. }, Type::Object(_)) => {
                self.assigns(*base, target, asked) || (!brands.is_empty() && self.undecided(asked))
            }
            (Type::Refined { members: Some(members), base, .. }, _) => {
                self.assigns(*base, target, asked) || self.assigns(*members, target, asked)
            }
            (Type::Refined { base, .. }, _) => self.assigns(*base, target, asked),
            _ => false,
        }
    }

    /// Whether something fits a member of an enum: another member only if it is the same one, a
    /// number if it can be its value. `None` where neither is a member.
    fn member_fits(&mut self, source: Ty, target: Ty, relation: Relation) -> Option<bool> {
        let Type::Member { value: literal, computed, .. } = self.get(target) else { return None };
        match self.get(source) {
            Type::Member { .. } => Some(source == target),
            Type::Literal(Lit::Number(_)) if computed.is_some() => {
                Some(relation == Relation::Assignable)
            }
            Type::Literal(Lit::Number(_)) => Some(source == literal),
            Type::Number if relation == Relation::Assignable => {
                Some(matches!(self.get(literal), Type::Literal(Lit::Number(_)) | Type::Number))
            }
            Type::Any | Type::Never => Some(true),
            Type::Union(_) | Type::Problem(_) | Type::Refined { .. } => None,
            _ => Some(false),
        }
    }

    /// An object against a type of the language that is no plain value. Of one that extends a
    /// promise what counts is what its `then` hands on.
    fn fits_builtin(&mut self, own: &Shape, target: Ty, asked: &mut Questions) -> bool {
        if let Type::Promise(wanted) | Type::PromiseLike(wanted) = self.get(target)
            && extends_promise(own)
        {
            let then = own.property("then").map(|then| then.ty);
            return match then.and_then(|then| self.fulfilled(then)) {
                Some(given) => self.assigns(given, wanted, asked),
                None => self.undecided(asked),
            };
        }
        match self.apparent(target) {
            Some(wanted) => self.shape_fits(own, &wanted, asked),
            None => false,
        }
    }

    fn undecided(&mut self, asked: &mut Questions) -> bool {
        if asked.undecided.is_none() {
            let place = Place { file: crate::resolve::FileId(u32::MAX), span: Span::default() };
            let failed = self.failure(
                Code::TypeUnsupported,
                place,
                "whether one of these types fits the other is not evaluated",
                "write the type out",
            );
            asked.undecided = Some(failed);
        }
        false
    }

    /// Whether `text` is one of the strings a template stands for.
    pub(super) fn text_fits(&mut self, text: &str, pieces: &[Piece]) -> bool {
        let source = [Piece::Text(Name::from(text))];
        self.template_fits(&source, pieces)
    }
}

/// Whether a question is about a stream: what these have in common with objects and with each
/// other is not followed.
fn meets_stream(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Stream(..), to) => !matches!(to, Type::Any | Type::Unknown | Type::Union(_)),
        (from, Type::Stream(..)) => !matches!(from, Type::Never | Type::Union(_)),
        _ => false,
    }
}

/// Whether an object has what every promise has.
fn extends_promise(shape: &Shape) -> bool {
    let has = |name: &&str| shape.property(name).is_some_and(|found| !found.optional);
    ["then", "catch", "finally"].iter().all(has)
}
