//! Any text as a file of handlers and as a file of types.
#![no_main]

#[path = "../harness.rs"]
mod harness;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    harness::survives(text);
});
