//! What JavaScript teaches of requests, as it comes: JSON.

use std::sync::Arc;

use gati_host::{
    Attention, BodyAsked, Lesson, Misfits, Part, Refusals, Template, TextProgram, Watch,
};
use serde::Deserialize;

use super::programs::HeadProgram;
use crate::error::{Result, bad_options};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LessonJson {
    route: u32,
    asked: Option<String>,
    number: u32,
    answer: Option<TemplateJson>,
    misfits: Option<MisfitsJson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MisfitsJson {
    status: u16,
    fields: Vec<(String, String)>,
    id_prefix: String,
    pieces: [String; 4],
    one: String,
    many: String,
    #[serde(default)]
    parts: Vec<(PartJson, String)>,
    refusals: Option<RefusalsJson>,
    asks_body: bool,
    watches: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalsJson {
    status: u16,
    encoding: [String; 3],
    syntax: [String; 3],
    depth: [String; 3],
    key: [String; 3],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum PartJson {
    Params,
    Query,
    Headers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TemplateJson {
    status: u16,
    fields: Vec<(String, String)>,
    id_prefix: String,
    before: String,
    after: String,
}

/// A route, what its requests ask for, and what is known of them.
pub(super) fn lesson(text: &str) -> Result<(u32, Option<Vec<u8>>, Lesson)> {
    let LessonJson { route, asked, number, answer, misfits } =
        serde_json::from_str(text).map_err(|error| bad_options(&error))?;
    let answer = answer.map(|answer| {
        let TemplateJson { status, fields, id_prefix, before, after } = answer;
        Arc::new(Template { status, fields, id_prefix, before, after })
    });
    let misfits = misfits.and_then(taught).map(Arc::new);
    let lesson = Lesson { number, program: None, misfits, answer };
    Ok((route, asked.map(String::into_bytes), lesson))
}

/// Nothing where a contract is of another version.
fn taught(misfits: MisfitsJson) -> Option<Misfits> {
    let MisfitsJson { status, fields, id_prefix, pieces, one, many, .. } = misfits;
    let mut parts = Vec::with_capacity(misfits.parts.len());
    for (part, table) in misfits.parts {
        let part = match part {
            PartJson::Params => Part::Params,
            PartJson::Query => Part::Query,
            PartJson::Headers => Part::Headers,
        };
        let program = Arc::new(HeadProgram::new(&table)?);
        parts.push((part, program as Arc<dyn TextProgram>));
    }
    let body = if misfits.asks_body { BodyAsked::Yes } else { BodyAsked::No };
    let refusals = misfits.refusals.map(|refusals| {
        let RefusalsJson { status, encoding, syntax, depth, key } = refusals;
        Refusals { status, encoding, syntax, depth, key }
    });
    let watch = if misfits.watches { Watch::ByThemselves } else { Watch::WithBody };
    let attention = Attention::default();
    Some(Misfits {
        status,
        fields,
        id_prefix,
        pieces,
        one,
        many,
        parts,
        body,
        watch,
        attention,
        refusals,
    })
}
