//! JSON Schema held to the letter: `gati-jsonschema` reads it, `gati-validator` writes it.

use std::{cell::RefCell, rc::Rc};

use gati_jsonschema::{Formats, Target};
use gati_validator::{BytesCheck, BytesVerdict, Format};
use napi::{Env, bindgen_prelude::Unknown};
use napi_derive::napi;
use serde::Deserialize;

use crate::{
    error::{Result, bad_options, coded},
    reader::raw,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct SchemaJson {
    draft: DraftName,
    formats: FormatsName,
}

impl Default for SchemaJson {
    fn default() -> Self {
        Self { draft: DraftName::Draft2020_12, formats: FormatsName::Annotate }
    }
}

#[derive(Deserialize)]
enum DraftName {
    #[serde(rename = "draft2020-12")]
    Draft2020_12,
    #[serde(rename = "draft7")]
    Draft7,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FormatsName {
    Annotate,
    Assert,
}

/// A JSON Schema that was read.
#[napi]
pub struct NativeJsonSchema {
    check: Rc<RefCell<BytesCheck>>,
}

#[napi]
impl NativeJsonSchema {
    /// Reads a schema (JSON). Options (JSON): `{ draft?, formats? }`.
    #[napi(constructor, catch_unwind)]
    pub fn new(schema: String, options: String) -> Result<Self> {
        let options: SchemaJson =
            serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
        let dialect = match options.draft {
            DraftName::Draft2020_12 => Target::Draft2020_12,
            DraftName::Draft7 => Target::Draft7,
        };
        let formats = match options.formats {
            FormatsName::Annotate => Formats::Annotate,
            FormatsName::Assert => Formats::Assert,
        };
        let assertions = gati_jsonschema::assertions(&schema, dialect, formats)
            .map_err(|error| coded(error.code(), &error))?;
        Ok(Self { check: Rc::new(RefCell::new(BytesCheck::new(assertions))) })
    }

    /// Its functions as JavaScript text: a `module`, or the body of a `function`.
    #[napi(catch_unwind)]
    pub fn source(&self, format: String) -> Result<String> {
        let format = if format == "module" { Format::Module } else { Format::FunctionBody };
        gati_validator::compile_assertions(self.check.borrow().assertions(), format)
            .map_err(|error| coded(error.code(), &error))
    }

    /// The function `(0, bytes) => 1 or 0`: whether the bytes of a text fit for certain.
    #[napi(ts_return_type = "(none: number, bytes: Uint8Array) => number")]
    pub fn fitting<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        raw::function(env, c"fits", fits, &self.check)
    }

    /// What the bytes of a text are: 1 where they fit, 0 where they do not, -1 where they are no
    /// JSON, -2 where JavaScript has to look.
    #[napi(catch_unwind)]
    pub fn check(&self, bytes: &[u8]) -> i32 {
        match self.check.borrow().check(bytes) {
            BytesVerdict::Fits => 1,
            BytesVerdict::Misfit => 0,
            BytesVerdict::NotJson => -1,
            BytesVerdict::Undecided => -2,
        }
    }
}

fn fits<'a>(check: &'a mut BytesCheck, _none: u32, bytes: &'a [u8]) -> raw::Answer<'a> {
    raw::Answer::Number(i32::from(check.fits(bytes)))
}
