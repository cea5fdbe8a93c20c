//! Asking for the type of an answer that could not be read off a handler.

use super::contract::{Subject, says_something};
use super::handler::Implementation;
use crate::evaluate::{Evaluator, FoundOut};
use crate::given::fallback::{FallbackKey, FallbackPosition, Remedy};

/// What a handler returns, as somebody else found it out. Only a handler that answers by what it
/// returns is asked about: where `res` is within reach, the returned type is not all there is.
pub(super) fn response(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
) -> FoundOut {
    let nothing = FoundOut::Nothing(Remedy::Unsaid);
    let Some(function) = implementation.function else { return nothing };
    let (file, export) = subject.export;
    let facts = evaluator.sources.facts(implementation.file);
    let function = facts.function(function);
    let returns_only = function.has_body && !function.generator && function.parameters.len() < 2;
    if implementation.file != file || !returns_only {
        return nothing;
    }
    let position = FallbackPosition::Response { export: export.to_owned() };
    let key = FallbackKey { file: facts.path().to_path_buf(), position };
    match evaluator.found_out(&key) {
        FoundOut::Type(ty) => {
            let ty = evaluator.awaited(ty);
            if says_something(evaluator, ty) { FoundOut::Type(ty) } else { nothing }
        }
        unknown @ FoundOut::Nothing(_) => unknown,
    }
}
