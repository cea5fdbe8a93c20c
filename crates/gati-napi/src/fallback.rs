//! Types that the analyzer could not find out, between it and JavaScript, which asks TypeScript.

use std::path::{Path, PathBuf};

use gati_analyzer::{FallbackKey, FallbackPosition, FallbackRequest, GivenFallback};
use serde::{Deserialize, Serialize};

use crate::error::{Result, bad_options, to_json};

#[derive(Serialize)]
struct RequestJson<'r> {
    file: &'r Path,
    #[serde(flatten)]
    position: PositionRow<'r>,
    origin: &'r str,
    packages: &'r [PathBuf],
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum PositionRow<'r> {
    Export(&'r str),
    Text(&'r str),
}

/// Requests as JSON.
pub(crate) fn requests(requests: &[FallbackRequest]) -> Result<String> {
    let rows: Vec<RequestJson<'_>> = requests
        .iter()
        .map(|FallbackRequest { key, origin, packages }| RequestJson {
            file: &key.file,
            position: match &key.position {
                FallbackPosition::Response { export } => PositionRow::Export(export),
                FallbackPosition::Type { text } => PositionRow::Text(text),
            },
            origin,
            packages,
        })
        .collect();
    to_json(&rows)
}

#[derive(Deserialize)]
struct GivenJson {
    file: PathBuf,
    #[serde(flatten)]
    position: PositionJson,
    answer: AnswerJson,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum PositionJson {
    Export(String),
    Text(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum AnswerJson {
    Type(String),
    Unknown(String),
    Stale(String),
}

/// What JavaScript found out.
pub(crate) fn given(given: &str) -> Result<Vec<(FallbackKey, GivenFallback)>> {
    let rows: Vec<GivenJson> = serde_json::from_str(given).map_err(|error| bad_options(&error))?;
    Ok(rows
        .into_iter()
        .map(|GivenJson { file, position, answer }| {
            let position = match position {
                PositionJson::Export(export) => FallbackPosition::Response { export },
                PositionJson::Text(text) => FallbackPosition::Type { text },
            };
            let given = match answer {
                AnswerJson::Type(text) => GivenFallback::Type(text),
                AnswerJson::Unknown(why) => GivenFallback::Unknown(why),
                AnswerJson::Stale(why) => GivenFallback::Stale(why),
            };
            (FallbackKey { file, position }, given)
        })
        .collect())
}
