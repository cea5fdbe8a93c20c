//! Transformers: what leads from one release of a handler to another.
mod compose;
mod error;
mod expr;
mod fuse;
mod op;
mod plan;
mod pointer;
mod print;
mod runtime;
mod simplify;
mod step;
mod table;
mod view;

pub use error::TransformError;
pub use fuse::{Chain, Fused, FusedAnswer, fuse};
pub use op::{Case, Conversion, Op, TRANSFORM_VERSION, Transform};
pub use plan::{
    Candidate, CustomDecision, Decisions, Direction, Envelope, EnvelopeChange, Given,
    LiteralRename, Move, NarrowedDecision, OpenQuestion, Plan, QuestionKind, Rename, plan_step,
};
pub use step::{Narrowed, NarrowedChoice, ResponseStep, Step};
