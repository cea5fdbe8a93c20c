//! Transformers: what leads from one release of a handler to another.
//!
//! Three questions, one after the other:
//!
//! 1. [`plan_step`]: what follows from two contracts? Both are walked position by position, and
//!    what is *sound* is planned: total (it never fails for a value of the contract it starts
//!    from), typed (it gives a value of the contract it ends at), and without information that
//!    nobody gave. Everything else is an [`OpenQuestion`], and what people answer comes back as
//!    [`Decisions`]. Two members of one type are a candidate for a rename and never a rename.
//! 2. [`fuse`]: what do many steps come to? Operations are done to an *expression* instead of a
//!    value, so that what was renamed twice is read once and what was set and dropped is gone.
//!    The cost of an old release is the size of what it gets, not its age.
//! 3. The expression is printed as JavaScript that can be read: object literals in the order of
//!    the contract, loops, a named function for each type that mentions itself. What changes
//!    nothing has no function.
//!
//! # The data
//!
//! A [`Step`] has a [`Transform`] for requests (of `{ params, query, headers, body }`, from the
//! old contract to the new one) and one for each status of an answer (from the new contract to
//! the old one). A transform is a list of operations ([`Op`]), each of which says what differs at
//! the value it stands at and below. It is JSON, versioned, kept in release files, and read
//! strictly: what [`Step::from_json`] lets through can be composed and printed, and whatever else
//! is an error with a code. Nothing is done to what a shape has made within one transform, so
//! that composition ends.
//!
//! Values are those that handlers hold: a request was validated by its own contract, so a `Date`
//! is a `Date` and what was undeclared is gone; an answer is written by the serialiser of the old
//! contract, which writes what that contract declares and nothing else. That is used: a member
//! that was only added costs an old client nothing at all.
//!
//! | in a request, on the way up | in an answer, on the way down |
//! |---|---|
//! | an added member: its default, a value that was decided, or a question | an added member: nothing, the old serialiser leaves it out |
//! | a removed member: dropped | a removed member: absent, the only value of its type, a value that was decided, or a question |
//! | left out, and there was a default: the old default; never in a PATCH, where absence means "leave it" | left out and required before: a value that was decided, or a question |
//! | `null` that is not taken any more: the default, or a question | `null` that was not known: absent where that was allowed, or a question |
//! | a value that is not taken any more: `grandfather`, `coerce`, `reject` or `all` has to be said | a value that was not known: a question |
//! | numbers as text, one as a list, text as a date: converted | the same |
//! | a path parameter: renamed by its place, for it has no name on the wire | a success that took the place of another: that one |
//!
//! # Names in values
//!
//! A string type that names members (`?sort=-createdAt`, `?fields=id,name`) says so by a brand:
//! `string & Brand<'FieldName'>` for every rename of the handler but those of the parameters
//! themselves, `Brand<'FieldName<User>'>` for those of one named type. Literals of a union that
//! spell a renamed member are offered as candidates. Places of issues go through `pointer`, those
//! of a JSON Patch (`JsonPatch<User>`) through `patch`, with the values that stand at them.

mod compose;
mod error;
mod expr;
mod fuse;
mod op;
mod patch;
mod plan;
mod pointer;
mod print;
mod runtime;
mod simplify;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub use error::TransformError;
pub use fuse::{Chain, Fused, FusedAnswer, fuse};
pub use op::{Case, Conversion, Op, TRANSFORM_VERSION, Transform};
pub use plan::{
    Candidate, CustomDecision, Decisions, Direction, Envelope, EnvelopeChange, Given,
    LiteralRename, Move, NarrowedDecision, OpenQuestion, Plan, QuestionKind, Rename, plan_step,
};
pub use step::{Applies, Extent, Narrowed, NarrowedChoice, ResponseStep, Step};
