//! The `unsafe` of the addon that can run without Node, under Miri: `cargo +nightly miri test` in this folder.
//!
//! What calls Node itself cannot (`native_host/driver.rs`, `native_host/callbacks.rs`, `reader/raw.rs`): that runs under
//! AddressSanitizer (`scripts/sanitize.mjs`). Here are the memory of handles and who has it, with a libuv of a few lines that
//! writes into that memory as the real one does, and the sixteen bytes at a time in which the reader looks for the end of a string.

#[path = "../../../crates/gati-validator/src/reader/scan.rs"]
mod scan;
#[path = "../../../crates/gati-napi/src/native_host/uv.rs"]
mod uv;
