//! What may be one thing under another name. Scores only: nobody acts on one unconfirmed.

use crate::graph::{Member, Objects};
use crate::include::World;

/// Below this a pair is not spoken of.
const SPOKEN_OF: f64 = 0.5;

/// Pairs of members that went and came, with a score from 0.5 to 1, each member in one pair.
pub(crate) fn renames(world: &World, old: &Objects, new: &Objects) -> Vec<(String, String, f64)> {
    let gone: Vec<&Member> = old
        .members
        .iter()
        .filter(|member| new.member(&member.name).is_none() && !new.hidden.contains(&member.name))
        .collect();
    let come: Vec<&Member> = new
        .members
        .iter()
        .filter(|member| old.member(&member.name).is_none() && !old.hidden.contains(&member.name))
        .collect();
    if gone.len() * come.len() > 2_500 {
        return Vec::new();
    }
    let mut scored: Vec<(f64, &Member, &Member)> = Vec::new();
    for a in &gone {
        for b in &come {
            let said = world
                .arena
                .node(b.node)
                .notes
                .as_ref()
                .and_then(|notes| notes.renamed_from.clone());
            let score = if said.as_deref() == Some(a.name.as_str()) {
                1.0
            } else {
                let same = |x: &&&Member, y: &Member| world.meaning.same(x.node, y.node);
                if !world.meaning.same(a.node, b.node) {
                    continue;
                }
                let alone = gone.iter().filter(|other| same(other, a)).count() == 1
                    && come.iter().filter(|other| same(other, b)).count() == 1;
                let signs = Signs { alone, as_required: a.required == b.required };
                score(&a.name, &b.name, signs)
            };
            if score >= SPOKEN_OF {
                scored.push((score, a, b));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut found: Vec<(String, String, f64)> = Vec::new();
    for (score, a, b) in scored {
        if found.iter().all(|(from, to, _)| *from != a.name && *to != b.name) {
            found.push((a.name.clone(), b.name.clone(), score));
        }
    }
    found
}

/// What is known of a pair of one type beside their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signs {
    /// No other pair has this type.
    pub(crate) alone: bool,
    /// Both are required, or neither is.
    pub(crate) as_required: bool,
}

/// The score of a pair of one type (timescape.md 1.7). What a handler's source says is not known
/// here; its share goes to what is.
pub(crate) fn score(from: &str, to: &str, signs: Signs) -> f64 {
    let sole = if signs.alone { 0.35 } else { 0.0 };
    let alike = if signs.as_required { 0.15 } else { 0.0 };
    sole + alike + 0.5 * similarity(from, to)
}

/// How alike two names are: 1 where their words are the same.
pub(crate) fn similarity(from: &str, to: &str) -> f64 {
    let (a, b) = (words(from), words(to));
    if a == b {
        return 1.0;
    }
    let shared = a.iter().filter(|word| b.contains(word)).count();
    #[expect(clippy::cast_precision_loss, reason = "words of a name are few")]
    let by_words = (2 * shared) as f64 / (a.len() + b.len()).max(1) as f64;
    by_words.max(jaro(&a.concat(), &b.concat()) * 0.9)
}

fn words(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut last_lower = false;
    let mut start = true;
    for next in name.chars() {
        if !next.is_alphanumeric() {
            start = true;
            continue;
        }
        if start || (last_lower && next.is_uppercase()) {
            found.push(String::new());
        }
        start = false;
        last_lower = next.is_lowercase() || next.is_numeric();
        if let Some(word) = found.last_mut() {
            word.extend(next.to_lowercase());
        }
    }
    found
}

/// Jaro's similarity of two words.
#[expect(clippy::cast_precision_loss, reason = "names are short")]
fn jaro(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() || b.is_empty() || a.len() > 200 || b.len() > 200 {
        return 0.0;
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let mut used = vec![false; b.len()];
    let mut matched: Vec<char> = Vec::new();
    for (place, letter) in a.iter().enumerate() {
        let from = place.saturating_sub(window);
        let to = (place + window + 1).min(b.len());
        if let Some(found) = (from..to).find(|other| !used[*other] && b[*other] == *letter) {
            used[found] = true;
            matched.push(*letter);
        }
    }
    if matched.is_empty() {
        return 0.0;
    }
    let there: Vec<char> =
        b.iter().zip(&used).filter(|(_, used)| **used).map(|(letter, _)| *letter).collect();
    let moved = matched.iter().zip(&there).filter(|(x, y)| x != y).count() as f64 / 2.0;
    let count = matched.len() as f64;
    (count / a.len() as f64 + count / b.len() as f64 + (count - moved) / count) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        assert!((similarity("price_in_cents", "priceInCents") - 1.0).abs() < 1e-9);
        assert!(similarity("name", "fullName") > 0.6);
        assert!(similarity("name", "colour") < 0.5);
        let signs = |alone| Signs { alone, as_required: true };
        assert!(score("price_in_cents", "priceInCents", signs(true)) > 0.85);
        assert!(score("a", "b", signs(true)) >= 0.5);
        assert!(score("firstName", "lastName", signs(false)) < 0.85);
    }
}
