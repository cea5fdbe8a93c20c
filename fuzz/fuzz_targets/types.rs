//! Any type expression: the bytes choose their way through a grammar.
#![no_main]

#[path = "../harness.rs"]
mod harness;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    harness::survives(&harness::types_from(bytes));
});
