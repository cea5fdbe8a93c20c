//! `gati-validator` for JavaScript.

use gati_types::{Document, Manifest, UnknownKeys};
use gati_validator::{Answers, Format, Options, Readers};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct CompileOptions {
    unknown_keys: UnknownKeys,
    format: FormatName,
    answers: AnswersName,
    readers: ReadersName,
}

impl Default for CompileOptions {
    fn default() -> Self {
        Self {
            unknown_keys: Options::default().unknown_keys,
            format: FormatName::Module,
            answers: AnswersName::Trusted,
            readers: ReadersName::None,
        }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FormatName {
    Module,
    Function,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum AnswersName {
    Trusted,
    Checked,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ReadersName {
    None,
    Bodies,
}

fn read_options(options: &str) -> Result<Options> {
    let CompileOptions { unknown_keys, format, answers, readers } =
        serde_json::from_str(options).map_err(|error| bad_options(&error))?;
    let format = match format {
        FormatName::Module => Format::Module,
        FormatName::Function => Format::FunctionBody,
    };
    let answers = match answers {
        AnswersName::Trusted => Answers::Trusted,
        AnswersName::Checked => Answers::Checked,
    };
    let readers = match readers {
        ReadersName::None => Readers::None,
        ReadersName::Bodies => Readers::Bodies,
    };
    Ok(Options { unknown_keys, format, answers, readers })
}

/// The contracts module of a manifest (JSON), as JavaScript text.
/// Options: `{ unknownKeys?: 'strip' | 'strict' | 'open', answers?: 'trusted' | 'checked' }`.
#[napi(catch_unwind)]
pub fn compile_contracts(manifest: String, options: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    contracts_of(&manifest, &options)
}

pub(crate) fn contracts_of(manifest: &Manifest, options: &str) -> Result<String> {
    gati_validator::compile_contracts(manifest, &read_options(options)?)
        .map_err(|error| coded(error.code(), &error))
}

/// The functions of one type (a GType document as JSON), as JavaScript text.
/// Options: `{ unknownKeys?, format?: 'module' | 'function' }`.
#[napi(catch_unwind)]
pub fn compile_type(gtype: String, options: String) -> Result<String> {
    let options = read_options(&options)?;
    let document = Document::from_json(&gtype).map_err(|error| coded(error.code(), &error))?;
    gati_validator::compile_type(&document, &options).map_err(|error| coded(error.code(), &error))
}

#[derive(Deserialize)]
struct NamedJson {
    name: String,
    gtype: Box<RawValue>,
}

/// The functions of several types (JSON: `[{ name, gtype }]`), as JavaScript text: an object for
/// each under its name. Options as for `compileType`.
#[napi(catch_unwind)]
pub fn compile_types(types: String, options: String) -> Result<String> {
    let options = read_options(&options)?;
    let rows: Vec<NamedJson> = serde_json::from_str(&types).map_err(|error| bad_options(&error))?;
    let document = |row: NamedJson| Document::from_json(row.gtype.get()).map(|it| (row.name, it));
    let documents: std::result::Result<Vec<_>, _> = rows.into_iter().map(document).collect();
    let documents = documents.map_err(|error| coded(error.code(), &error))?;
    gati_validator::compile_types(&documents, &options).map_err(|error| coded(error.code(), &error))
}
