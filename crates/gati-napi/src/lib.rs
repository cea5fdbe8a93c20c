//! The binding between the Rust crates and Node, and nothing else: every function converts its
//! arguments, calls one crate, and converts the result.
//!
//! Structured values cross as JSON text: one string in, one string out, whatever their size. A
//! conversation field by field costs more than the work on the other side (25 ns for an empty
//! call, 180 ns with one string, measured).

// Lints build every crate as a test as well; there the macro exports nothing, and nothing is used.
#![cfg(not(test))]
#![expect(clippy::needless_pass_by_value, reason = "napi hands over owned values")]
#![expect(unreachable_pub, reason = "the macro exports to Node what Rust sees as private")]

mod analyzer;
mod assertion;
mod calls;
mod error;
mod fallback;
mod given;
mod host;
mod jsonschema;
mod kept;
#[cfg(unix)]
mod native_host;
mod reader;
mod release;
mod router;
mod timescape;
mod transform;
mod transpile;
mod update;
mod validator;

use napi_derive::napi;

/// The version of the addon, which must equal the version of `@gati-framework/core`.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
