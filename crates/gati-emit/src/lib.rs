//! Writing JavaScript source safely.
//!
//! Names, literals, patterns and documentation come from other people. Whatever of them reaches
//! generated code goes through this crate and through nothing else, so that there is one place
//! where a quote, a line separator or a `*/` could get out, and one place that is fuzzed.
//!
//! ```
//! use gati_emit::{Source, Names, key, member, string};
//!
//! let mut names = Names::new();
//! let function = names.unique("is", "User");
//! let mut source = Source::new();
//! source.open(&format!("function {function}(value) {{"));
//! source.line(&format!("return value{} === {};", member("first-name"), string("Ann\u{2028}")));
//! source.close("}");
//! assert_eq!(
//!     source.finish(),
//!     "function isUser(value) {\n  return value[\"first-name\"] === \"Ann\\u2028\";\n}\n"
//! );
//! assert_eq!(key("__proto__"), "[\"__proto__\"]");
//! ```
//!
//! # What it is not
//!
//! It knows nothing of types or contracts and builds no syntax tree: the caller writes the code,
//! this crate writes everything in it that the caller did not choose.

mod comment;
mod identifier;
mod literal;
mod source;

pub use comment::{doc_comment, line_comment};
pub use identifier::{Names, camel_case, is_identifier, is_inherited};
pub use literal::{key, member, number, string};
pub use source::Source;
