//! x
mod host;
mod ir;
mod syntax;
pub use host::{EntryKind, SourceHost};
