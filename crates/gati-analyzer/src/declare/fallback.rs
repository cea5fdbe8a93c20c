//! Asking for the type of an answer that could not be read off a handler.

use super::contract::{Subject, says_something};
use super::handler::Implementation;
use crate::evaluate::{Evaluator, Ty};
use crate::given::fallback::{FallbackKey, Held, held};
use crate::ir::MODULE_SCOPE;

/// What is known of the type.
pub(super) enum Found {
    Type(Ty),
    /// With what to do about it, if somebody said.
    Nothing(Option<String>),
}

/// What a handler returns, as somebody else found it out. Only a handler that answers by what it
/// returns is asked about: where `res` is within reach, the returned type is not all there is.
pub(super) fn response(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
) -> Found {
    let nothing = Found::Nothing(None);
    let Some(function) = implementation.function else { return nothing };
    let (file, export) = subject.export;
    let facts = evaluator.sources.facts(implementation.file);
    let function = facts.function(function);
    let returns_only = function.has_body && !function.generator && function.parameters.len() < 2;
    if implementation.file != file || !returns_only {
        return nothing;
    }
    let key = FallbackKey {
        file: facts.path().to_path_buf(),
        export: export.to_owned(),
        position: "response".to_owned(),
    };
    let Some(given) = evaluator.sources.load(&key.file_of()) else { return nothing };
    let node = match held(&evaluator.sources.facts(given)) {
        Held::Type(node) => node,
        Held::Unknown(why) => return Found::Nothing((!why.is_empty()).then_some(why)),
    };
    let context = evaluator.context_of(given, MODULE_SCOPE);
    let ty = evaluator.eval(node, context);
    let ty = evaluator.awaited(ty);
    if says_something(evaluator, ty) { Found::Type(ty) } else { nothing }
}
