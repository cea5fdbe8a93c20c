//! The declared name that an undeclared one was meant to be, as `runtime/unknown.js` finds it.

use super::Unsure;

/// The name that takes the fewest changes to become `key`: at most two, and fewer than half of its
/// letters.
pub(super) fn nearest<'n>(key: &str, names: &'n [String]) -> Result<Option<&'n str>, Unsure> {
    let length = key.encode_utf16().count();
    if length > 64 {
        return Ok(None);
    }
    // What is one letter, and which is its lower case, JavaScript tells by its own tables.
    if !key.is_ascii() || names.iter().any(|name| !name.is_ascii()) {
        return Err(Unsure::Case);
    }
    let mut best = None;
    let mut least = length.div_ceil(2).min(3);
    for name in names {
        if name.len().abs_diff(length) >= least {
            continue;
        }
        let changes = changes(key.as_bytes(), name.as_bytes());
        if changes < least {
            least = changes;
            best = Some(name.as_str());
        }
    }
    Ok(best)
}

/// How many letters have to be added, dropped or replaced.
fn changes(key: &[u8], name: &[u8]) -> usize {
    let mut before: Vec<usize> = (0..=key.len()).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in key.iter().enumerate() {
            let change = before[column] + usize::from(!letter.eq_ignore_ascii_case(other));
            next.push(change.min(before[column + 1] + 1).min(next[column] + 1));
        }
        before = next;
    }
    before[key.len()]
}
