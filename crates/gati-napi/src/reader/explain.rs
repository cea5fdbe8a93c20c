//! What does not fit in a text, for JavaScript.

use std::sync::OnceLock;

use gati_validator::{Explainer, Refused, refused_body};
use napi_derive::napi;

use crate::error::{Result, coded};

/// The same where it is known with the program of a reader: made ready with the first text that
/// does not fit.
#[derive(Debug)]
pub(crate) struct LaterExplainer {
    table: Option<String>,
    depth: u32,
    made: OnceLock<Option<Explainer>>,
}

impl LaterExplainer {
    pub(super) fn new(table: Option<String>, depth: u32) -> Self {
        Self { table, depth, made: OnceLock::new() }
    }

    /// Adds the issues of a body; nothing where JavaScript has to look, as it has to at a table
    /// of another version.
    pub(crate) fn issues(&self, bytes: &[u8], into: &mut String) -> Option<u32> {
        let made = self.made.get_or_init(|| {
            let explainer = Explainer::parse(self.table.as_deref()?).ok()?;
            Some(explainer.no_deeper_than(self.depth))
        });
        made.as_ref()?.issues(bytes, into)
    }

    /// Why a body is refused before its type is asked; nothing where JavaScript has to look.
    pub(crate) fn refused(&self, bytes: &[u8]) -> Option<Refused> {
        refused_body(bytes, (self.depth < ANY_DEPTH).then_some(self.depth)).ok()
    }
}

/// Programs that say themselves how deep they go are made with this.
const ANY_DEPTH: u32 = 0xffff;

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
