//! Request positions that a schema value decides: what goes over the wire is what the schema
//! takes, and the handler gets what it gives.

use gati_types::{SchemaValue, Validators};

use super::contract::Declared;
use crate::codes::Code;
use crate::diagnostic::Draft;
use crate::evaluate::{Evaluator, Place};
use crate::given::{self, SchemaKey, Side, has_last_word};
use crate::publish::Origins;

/// Puts what a schema takes in the place of what it gives, at every position of a request that
/// is one schema as a whole; answers which schemas validate by themselves as well.
pub(super) fn govern(evaluator: &mut Evaluator<'_>, declared: &mut Declared) -> Validators {
    let mut validators = Validators::default();
    let positions = [
        (&mut declared.params, &mut validators.params),
        (&mut declared.query, &mut validators.query),
        (&mut declared.headers, &mut validators.headers),
        (&mut declared.body, &mut validators.body),
    ];
    for (position, validator) in positions {
        let Some(position) = position else { continue };
        let Some(found) = evaluator.schema_behind(position.ty) else { continue };
        if found.side == Side::Input {
            // The author asked for what comes in, which no validator hands over.
            continue;
        }
        let Some(input) = evaluator.schema_side(&found, Side::Input) else { continue };
        position.ty = input;
        if has_last_word(&evaluator.sources.facts(found.file)) {
            let request = evaluator.sources.schema_request(found.key);
            *validator = Some(SchemaValue {
                file: evaluator.sources.display_path(&request.key.file),
                path: request.key.path,
                export: request.export,
            });
        }
    }
    validators
}

/// Says what the schemas in a position check that nothing checks here, because only their types
/// are used.
pub(super) fn unsaid(
    evaluator: &Evaluator<'_>,
    origins: &Origins,
    (position, place): (&str, Place),
    drafts: &mut Vec<Draft>,
) {
    for file in &origins.schemas {
        let facts = evaluator.sources.facts(*file);
        let Some((key, _)) = SchemaKey::of_file(facts.path()) else { continue };
        let what = given::unsaid(&facts);
        if what.is_empty() {
            continue;
        }
        let name = key.path.join(".");
        let message = format!(
            "`{name}` also checks {}, which is not done where only a part of it, or only what it takes, is the `{position}`",
            what.join(", ")
        );
        drafts.push(Draft::new(Code::SchemaUnsaid, place, message).help(format!(
            "make the whole `{position}` one schema, and write `z.infer<typeof …>` of that"
        )));
    }
}
