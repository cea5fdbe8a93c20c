//! Any text, and any one edit of it: what is kept of the first analysis shows in no answer.
//!
//! Two bytes say where, one how much goes, one how long the text is that comes: the first of what
//! follows. The rest is the text before the edit.
#![no_main]

#[path = "../harness.rs"]
mod harness;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [high, low, removed, length, rest @ ..] = bytes else { return };
    let Some((inserted, before)) = rest.split_at_checked(usize::from(*length)) else { return };
    let (Ok(inserted), Ok(before)) = (str::from_utf8(inserted), str::from_utf8(before)) else {
        return;
    };
    let at = usize::from(*high) << 8 | usize::from(*low);
    harness::follows(before, (at, usize::from(*removed), inserted));
});
