//! Regular expressions as authors wrote them.

use oxc_allocator::Allocator;
use oxc_regular_expression::{LiteralParser, Options};

use crate::CompileError;

/// Checks that `pattern` compiles under the `u` flag, so that loading the generated module
/// cannot throw.
pub(crate) fn check(pattern: &str) -> Result<(), CompileError> {
    let allocator = Allocator::default();
    match LiteralParser::new(&allocator, pattern, Some("u"), Options::default()).parse() {
        Ok(_) => Ok(()),
        Err(error) => Err(CompileError::Pattern {
            pattern: pattern.to_owned(),
            detail: error.message.to_string(),
        }),
    }
}
