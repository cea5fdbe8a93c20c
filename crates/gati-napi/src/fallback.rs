//! Types that the analyzer could not find out, between it and JavaScript, which asks TypeScript.

use std::path::{Path, PathBuf};

use gati_analyzer::{FallbackKey, FallbackRequest, GivenFallback};
use serde::{Deserialize, Serialize};

use crate::error::{Result, bad_options, to_json};

#[derive(Serialize)]
struct RequestJson<'r> {
    file: &'r Path,
    export: &'r str,
    position: &'r str,
    files: &'r [PathBuf],
}

/// Requests as JSON.
pub(crate) fn requests(requests: &[FallbackRequest]) -> Result<String> {
    let rows: Vec<RequestJson<'_>> = requests
        .iter()
        .map(|FallbackRequest { key, files }| RequestJson {
            file: &key.file,
            export: &key.export,
            position: &key.position,
            files,
        })
        .collect();
    to_json(&rows)
}

#[derive(Deserialize)]
struct GivenJson {
    file: PathBuf,
    export: String,
    position: String,
    #[serde(flatten)]
    answer: AnswerJson,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum AnswerJson {
    Type(String),
    Unknown(String),
}

/// What JavaScript found out.
pub(crate) fn given(given: &str) -> Result<Vec<(FallbackKey, GivenFallback)>> {
    let rows: Vec<GivenJson> = serde_json::from_str(given).map_err(|error| bad_options(&error))?;
    Ok(rows
        .into_iter()
        .map(|GivenJson { file, export, position, answer }| {
            let given = match answer {
                AnswerJson::Type(text) => GivenFallback::Type(text),
                AnswerJson::Unknown(why) => GivenFallback::Unknown(why),
            };
            (FallbackKey { file, export, position }, given)
        })
        .collect())
}
