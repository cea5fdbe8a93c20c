//! The declared name that an undeclared one was meant to be, as `runtime/unknown.js` finds it.

use super::Unsure;

/// The name that takes the fewest changes to become `key`: at most two, and fewer than half of its
/// letters.
pub(super) fn nearest<'n>(key: &str, names: &'n [String]) -> Result<Option<&'n str>, Unsure> {
    let length = key.encode_utf16().count();
    if length > 64 {
        return Ok(None);
    }
    let key: Vec<u16> = key.encode_utf16().collect();
    let mut best = None;
    let mut least = length.div_ceil(2).min(3);
    for name in names {
        let units: Vec<u16> = name.encode_utf16().collect();
        if units.len().abs_diff(length) >= least {
            continue;
        }
        let changes = changes(&key, &units)?;
        if changes < least {
            least = changes;
            best = Some(name.as_str());
        }
    }
    Ok(best)
}

/// How many letters, which are UTF-16 units, have to be added, dropped or replaced.
fn changes(key: &[u16], name: &[u16]) -> Result<usize, Unsure> {
    let mut before: Vec<usize> = (0..=key.len()).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in key.iter().enumerate() {
            let change = before[column] + usize::from(!is_same(*letter, *other)?);
            next.push(change.min(before[column + 1] + 1).min(next[column] + 1));
        }
        before = next;
    }
    Ok(before[key.len()])
}

/// Whether two units are the same in lower case. Beyond the scripts whose letters have been known
/// for long, JavaScript's tables may be of another version.
fn is_same(one: u16, other: u16) -> Result<bool, Unsure> {
    if one == other {
        return Ok(true);
    }
    let letter = |unit: u16| char::from_u32(u32::from(unit)).filter(|letter| *letter < '\u{530}');
    match (letter(one), letter(other)) {
        (Some(one), Some(other)) => Ok(one.to_lowercase().eq(other.to_lowercase())),
        _ => Err(Unsure::Case),
    }
}
