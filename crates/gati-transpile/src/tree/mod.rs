//! JavaScript as a tree for people who may not turn text into code: an interpreter walks it.
//!
//! A node is a list: a word that says what it is, and its parts. The words and their parts are
//! those of `src-ts/interpreter/tree.ts`. What generated code has no use for (`var`, classes,
//! `this`, generators, `async`, modules) has no word here and is an error that names it.

mod expression;
mod pattern;
mod statement;

use std::fmt;

use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;
use serde_json::Value;

/// Why a text has no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TreeError {
    /// It is no JavaScript.
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// It is JavaScript that the tree has no word for.
    Unspoken {
        /// What it is.
        construct: &'static str,
    },
}

impl TreeError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "GATI_TREE_SYNTAX",
            Self::Unspoken { .. } => "GATI_TREE_UNSPOKEN",
        }
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message } => write!(formatter, "the text is no JavaScript: {message}"),
            Self::Unspoken { construct } => {
                write!(formatter, "the interpreter of generated code does not know {construct}")
            }
        }
    }
}

impl std::error::Error for TreeError {}

type Made = Result<Value, TreeError>;

/// There is no word for `construct`.
fn unspoken(construct: &'static str) -> TreeError {
    TreeError::Unspoken { construct }
}

/// The statements of `source`, the body of a function, as JSON text.
pub fn syntax_tree(source: &str) -> Result<String, TreeError> {
    let allocator = Allocator::default();
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    let kind = SourceType::script();
    let parsed = Parser::new(&allocator, source, kind).with_options(options).parse();
    if let Some(error) = parsed.diagnostics.errors().next() {
        return Err(TreeError::Syntax { message: error.message.to_string() });
    }
    if parsed.panicked {
        return Err(TreeError::Syntax { message: "it cannot be read".into() });
    }
    statement::list(&parsed.program.body).map(|tree| tree.to_string())
}
