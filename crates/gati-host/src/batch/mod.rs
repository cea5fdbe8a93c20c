//! The packed formats of the README: requests on their way to JavaScript, answers on their way back.

mod answers;
mod requests;

pub use answers::{AnswerKind, AnswerRecord, Answers, Facts, Payload};
pub(crate) use requests::target_of;
pub use requests::{
    Address, BodyRead, Filled, LARGEST_INLINE, LEAST_BUFFER, Notice, PackedBody, RequestRecord,
    Requests,
};
