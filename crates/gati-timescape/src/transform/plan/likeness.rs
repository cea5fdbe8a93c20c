//! How alike two names are, and what follows for two members of one type.

use gati_types::Property;

/// Where the answer has to be given before a build passes.
pub(crate) const BLOCKING: f64 = 0.85;
/// Where it is worth asking.
pub(crate) const WORTH_ASKING: f64 = 0.5;

/// The words of a name: `price_in_cents` and `priceInCents` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut lower_before = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            lower_before = false;
            words.push(String::new());
            continue;
        }
        if (character.is_uppercase() && lower_before) || words.is_empty() {
            words.push(String::new());
        }
        lower_before = character.is_lowercase() || character.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// From 0, nothing alike, to 1, the same words.
pub(crate) fn names(one: &str, other: &str) -> f64 {
    let (first, second) = (words(one), words(other));
    if first.is_empty() || second.is_empty() {
        return 0.0;
    }
    if first == second {
        return 1.0;
    }
    let shared = first.iter().filter(|word| second.contains(word)).count();
    let stem = if shared == 0 {
        0.0
    } else {
        #[expect(clippy::cast_precision_loss, reason = "names have few words")]
        let part = shared as f64 / first.len().min(second.len()) as f64;
        0.75 * part
    };
    stem.max(jaro_winkler(&first.concat(), &second.concat()))
}

/// The likeness of Jaro (1989) with the prefix of Winkler (1990).
fn jaro_winkler(one: &str, other: &str) -> f64 {
    let (first, second): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let window = (first.len().max(second.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; second.len()];
    let mut matches = Vec::new();
    for (index, character) in first.iter().enumerate() {
        let low = index.saturating_sub(window);
        let high = (index + window + 1).min(second.len());
        if let Some(place) =
            (low..high).find(|place| !taken[*place] && second[*place] == *character)
        {
            taken[place] = true;
            matches.push(*character);
        }
    }
    if matches.is_empty() {
        return 0.0;
    }
    let theirs = second.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(one, _)| one);
    let swapped = matches.iter().zip(theirs).filter(|(one, other)| one != other).count();
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let (count, swapped, first_length, second_length) =
        (matches.len() as f64, swapped as f64 / 2.0, first.len() as f64, second.len() as f64);
    let jaro = (count / first_length + count / second_length + (count - swapped) / count) / 3.0;
    let prefix = first.iter().zip(&second).take(4).take_while(|(one, other)| one == other).count();
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let prefix = prefix as f64;
    jaro + prefix * 0.1 * (1.0 - jaro)
}

/// What is known of a pair of members whose types are the same.
pub(crate) struct Pair<'a> {
    pub(crate) old: &'a Property,
    pub(crate) new: &'a Property,
    /// Whether no other member of that type is gone or new.
    pub(crate) only: bool,
    /// Whether they have the same neighbours.
    pub(crate) neighbours: bool,
}

/// How likely it is one member. What only the source of a handler could tell (that both are fed
/// by one expression) is not known here, so the other signals count for the whole.
pub(crate) fn score(pair: &Pair<'_>) -> f64 {
    let mut sum = 0.30 * names(&pair.old.name, &pair.new.name);
    if pair.only {
        sum += 0.25;
    }
    if pair.old.optional == pair.new.optional
        && pair.old.docs.default == pair.new.docs.default
        && pair.old.docs.description == pair.new.docs.description
    {
        sum += 0.10;
    }
    if pair.neighbours {
        sum += 0.10;
    }
    (sum / 0.75 * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_alike_by_their_words() {
        let rows = [
            ("price_in_cents", "priceInCents", 1.0, 1.0),
            ("name", "fullName", 0.7, 0.8),
            ("URL", "url", 1.0, 1.0),
            ("", "a", 0.0, 0.0),
            ("id", "quantity", 0.0, 0.55),
            ("colour", "color", 0.9, 1.0),
        ];
        for (one, other, least, most) in rows {
            let alike = names(one, other);
            assert!(alike >= least && alike <= most, "{one} {other}: {alike}");
            assert!((alike - names(other, one)).abs() < 0.05, "{one} {other}");
        }
    }
}
