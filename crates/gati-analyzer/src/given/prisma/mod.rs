//! `schema.prisma`, read as the client that Prisma would generate from it.
//!
//! Where the client has not been generated, the file with the models stands in for it: as a module
//! of TypeScript with the rows of the models, what queries give of them, and nothing that writes
//! to a database. The text is only ever seen by the evaluator, like all types that are given.

mod client;
mod datamodel;

use std::path::Path;

pub(crate) use client::client_of;
pub(crate) use datamodel::output_of;

/// Whether a file holds models of Prisma.
pub(crate) fn is_schema(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "prisma")
}
