//! Any text as a JSON Schema that is compiled: nothing of it leaves its quotes.
#![no_main]

#[path = "../schema_text.rs"]
mod schema_text;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    schema_text::stays_in_its_quotes(text);
});
