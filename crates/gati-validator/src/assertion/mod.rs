//! JSON Schema as JavaScript: for a table of assertions this writes what `compile_type` writes for
//! a type, with the meaning of the specification: `1.0` is an integer, lengths are code points, a
//! member that is `undefined` is absent, whatever is not said is allowed.
//!
//! `facts` is what is known of a table before anything is written, `tests` are conditions that fit
//! into one expression, `check`, `members`, `items` and `applied` are the statements of `is` (and
//! of `track`, which also notes which parts of a value were looked at), `collect*` those that list
//! issues, `read` those that make values out of text.

mod applied;
mod check;
mod collect;
mod collect_members;
mod facts;
mod format;
mod items;
mod members;
mod module;
mod native;
mod read;
mod spell;
mod tests;
mod writer;

pub use module::compile_assertions;
pub use native::{BytesCheck, BytesVerdict};
pub(crate) use native::{is_duration, is_ipv6};
