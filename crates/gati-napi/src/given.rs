//! Schema values between the analyzer, which asks what they are, and JavaScript, which runs them.

use std::path::{Path, PathBuf};

use gati_analyzer::{GivenSchema, LastWord, SchemaKey, SchemaRequest};
use gati_jsonschema::{Direction, Effect, ImportOptions, Imported, import};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Result, bad_options, to_json};

#[derive(Serialize)]
struct RequestJson<'r> {
    file: &'r Path,
    path: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    export: Option<&'r str>,
}

/// Requests as JSON.
pub(crate) fn requests(requests: &[SchemaRequest]) -> Result<String> {
    let rows: Vec<RequestJson<'_>> = requests
        .iter()
        .map(|SchemaRequest { key, export }| RequestJson {
            file: &key.file,
            path: &key.path,
            export: export.as_deref(),
        })
        .collect();
    to_json(&rows)
}

#[derive(Deserialize)]
struct GivenJson {
    file: PathBuf,
    path: Vec<String>,
    #[serde(flatten)]
    described: DescribedJson,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DescribedJson {
    Failed {
        failed: String,
        help: String,
    },
    #[serde(rename_all = "camelCase")]
    Schemas {
        input: Value,
        output: Value,
        can_validate: bool,
        says_more: bool,
        unsaid: Vec<String>,
    },
}

/// What JavaScript found out.
pub(crate) fn schemas(given: &str) -> Result<Vec<(SchemaKey, GivenSchema)>> {
    let rows: Vec<GivenJson> = serde_json::from_str(given).map_err(|error| bad_options(&error))?;
    Ok(rows
        .into_iter()
        .map(|GivenJson { file, path, described }| (SchemaKey { file, path }, schema(described)))
        .collect())
}

fn schema(described: DescribedJson) -> GivenSchema {
    match described {
        DescribedJson::Failed { failed, help } => GivenSchema::Failed { message: failed, help },
        DescribedJson::Schemas { input, output, can_validate, says_more, mut unsaid } => {
            let input = imported(&input, Direction::Input);
            let output = imported(&output, Direction::Output);
            let lost = losses(&input);
            let asked = can_validate && (says_more || !lost.is_empty());
            for loss in lost {
                if !unsaid.contains(&loss) {
                    unsaid.push(loss);
                }
            }
            GivenSchema::Types {
                input: Box::new(input.document),
                output: Box::new(output.document),
                last_word: if asked { LastWord::Value } else { LastWord::Types },
                unsaid,
            }
        }
    }
}

fn imported(schema: &Value, direction: Direction) -> Imported {
    import(schema, &ImportOptions { direction, ..ImportOptions::default() })
}

/// What the types let through and the schema does not.
fn losses(imported: &Imported) -> Vec<String> {
    let widened = imported.findings.iter().filter(|finding| finding.effect() == Effect::Widened);
    widened.map(ToString::to_string).collect()
}
