//! Where the members of the newest request were in the old one: what JSON Pointers of issues
//! that the handler itself raises are translated by.

use super::{error::TransformError, fuse::Chain};

/// The tree of names as JavaScript, where any name differs.
#[expect(clippy::unnecessary_wraps, reason = "composition may fail")]
pub(crate) fn tree(_chain: &Chain) -> Result<Option<String>, TransformError> {
    Ok(None)
}
