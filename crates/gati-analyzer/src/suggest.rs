//! "Did you mean".

/// The question that offers a candidate.
pub(crate) fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

/// The candidate nearest to `text`, if one is near enough to be a misspelling of it.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    all_near(text, candidates).first().copied()
}

/// Every candidate that `text` may be a misspelling of, the nearest first.
pub(crate) fn all_near<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    // One slip in a word of three to six letters, and one more for every four; in shorter ones
    // only another case, because they are all alike.
    let limit = ((text.chars().count() + 1) / 4).min(3);
    let mut near: Vec<(usize, &str)> = candidates
        .filter(|candidate| *candidate != text)
        .map(|candidate| (distance(text, candidate, limit), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The word that `text` is one slip of the fingers away from; none if it is a word itself.
pub(crate) fn typo<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    if words.contains(&text) {
        return None;
    }
    words.iter().copied().find(|word| distance(text, word, 1) <= 1)
}

/// Edits (insert, delete, replace, swap neighbours; a change of case is none) from one to the
/// other; anything above `limit` may be given as `limit + 1`.
fn distance(left: &str, right: &str, limit: usize) -> usize {
    let left: Vec<char> = left.chars().flat_map(char::to_lowercase).collect();
    let right: Vec<char> = right.chars().flat_map(char::to_lowercase).collect();
    if left.len().abs_diff(right.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = vec![0; right.len() + 1];
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut current = vec![row; right.len() + 1];
        for column in 1..=right.len() {
            let cost = usize::from(left[row - 1] != right[column - 1]);
            let mut best =
                (above[column] + 1).min(current[column - 1] + 1).min(above[column - 1] + cost);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                best = best.min(before[column - 2] + 1);
            }
            current[column] = best;
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn misspellings_find_their_word_and_strangers_do_not() {
        let known = ["handler", "User", "default", "Uuid"];
        let cases = [
            ("hanlder", Some("handler")),
            ("Handler", Some("handler")),
            ("Usr", Some("User")),
            ("UUid", Some("Uuid")),
            ("Invoice", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(nearest(text, known.into_iter()), expected, "{text}");
        }
    }
}
