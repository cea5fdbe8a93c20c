//! Bodies that are handed on while they arrive.

use gati_types::BodyAs;

use super::contract::Position;
use crate::codes::Code;
use crate::evaluate::{Bytes, Pull, Ty, Type};
use crate::publish::Publisher;

/// The type of what is sent as a body, and how it comes to the handler: a stream of bytes is bytes.
pub(super) fn body(publisher: &mut Publisher<'_, '_>, position: Position) -> (Ty, BodyAs) {
    publisher.evaluator.begin_root();
    let settled = publisher.settled(position.ty);
    let evaluator = &mut *publisher.evaluator;
    let opened = evaluator.expand(settled);
    let Type::Stream(element, pull) = evaluator.get(opened) else {
        return (position.ty, BodyAs::Whole);
    };
    let opened = evaluator.expand(element);
    let members = match evaluator.get(opened) {
        Type::Union(members) => members,
        _ => vec![opened],
    };
    let is_problem = |member: &Ty| {
        let member = evaluator.expand(*member);
        matches!(evaluator.get(member), Type::Problem(_))
    };
    if members.iter().any(is_problem) {
        return (opened, BodyAs::Whole);
    }
    let is_bytes = members.iter().all(|member| {
        let member = evaluator.expand(*member);
        matches!(evaluator.get(member), Type::Bytes(Bytes::Uint8Array | Bytes::Buffer))
    });
    let (message, help) = match (is_bytes, pull) {
        (true, Pull::Iterable) => return (opened, BodyAs::Stream),
        (true, Pull::Iterator) => (
            "a body is iterated, and is no iterator itself",
            "write `AsyncIterable<Uint8Array>` or `ReadableStream<Uint8Array>`",
        ),
        (false, _) => (
            "a body that is handed on while it arrives is bytes",
            "write `AsyncIterable<Uint8Array>`, or a list of what it holds: `Item[]`",
        ),
    };
    let failed = evaluator.failure(Code::NotData, position.place, message.to_owned(), help);
    (failed, BodyAs::Whole)
}
