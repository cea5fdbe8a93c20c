//! What does not fit in a text, for JavaScript.

use gati_validator::Explainer;
use napi_derive::napi;

use crate::error::{Result, coded};

/// What finds the issues of the texts of one type.
#[napi]
pub struct NativeExplainer {
    inner: Explainer,
}

#[napi]
impl NativeExplainer {
    /// From the text that a written module carries. Texts with more than `depth` levels of lists
    /// and objects are left to JavaScript.
    #[napi(constructor, catch_unwind)]
    pub fn new(table: String, depth: u32) -> Result<Self> {
        let inner = Explainer::parse(&table).map_err(|error| coded(error.code(), &error))?;
        Ok(Self { inner: inner.no_deeper_than(depth) })
    }

    /// The issues as JSON, a list; or, as a word, why JavaScript has to look.
    #[napi(catch_unwind)]
    pub fn explain(&self, bytes: &[u8]) -> String {
        let mut issues = String::new();
        match self.inner.all(bytes, &mut issues) {
            Ok(_) => issues,
            Err(unsure) => unsure.code().to_owned(),
        }
    }
}
