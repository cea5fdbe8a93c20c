//! Sets in few words, for people.

use crate::graph::{AltId, Arena, Bound, Numbers, Shape, Texts};

/// What an alternative is called.
pub(crate) fn spelled(arena: &Arena, alt: AltId) -> String {
    match &arena.alt(alt).shape {
        Shape::Null => "null".to_owned(),
        Shape::Boolean(flag) => flag.to_string(),
        Shape::Number(numbers) => number(numbers),
        Shape::Text(texts) => text(texts),
        Shape::List(_) => "a list".to_owned(),
        Shape::Object(object) => {
            let tags: Vec<String> = object
                .members
                .iter()
                .filter(|member| member.required)
                .filter_map(|member| match &arena.node(member.node).alts[..] {
                    [only] => match &arena.alt(*only).shape {
                        Shape::Text(Texts { only: Some(values), .. }) if values.len() == 1 => {
                            Some(format!("{}: {:?}", member.name, values.first()?))
                        }
                        _ => None,
                    },
                    _ => None,
                })
                .take(2)
                .collect();
            if tags.is_empty() {
                let names: Vec<&str> =
                    object.members.iter().take(4).map(|member| member.name.as_str()).collect();
                format!("an object ({})", names.join(", "))
            } else {
                format!("an object ({})", tags.join(", "))
            }
        }
    }
}

/// Several alternatives in few words.
pub(super) fn all(arena: &Arena, alts: &[AltId]) -> String {
    let mut words: Vec<String> = alts.iter().take(6).map(|alt| spelled(arena, *alt)).collect();
    if words.contains(&"true".to_owned()) && words.contains(&"false".to_owned()) {
        words.retain(|word| word != "true" && word != "false");
        words.push("boolean".to_owned());
    }
    words.dedup();
    if alts.len() > 6 {
        words.push("…".to_owned());
    }
    if words.is_empty() { "nothing".to_owned() } else { words.join(" or ") }
}

fn number(numbers: &Numbers) -> String {
    if let Some(values) = &numbers.only {
        return list(values.iter().map(f64::to_string));
    }
    let base = match numbers.steps[..] {
        [] => "number".to_owned(),
        [1.0] => "integer".to_owned(),
        _ => step(numbers),
    };
    match range(numbers) {
        range if range == "anything" => base,
        range => format!("{base} {range}"),
    }
}

/// What the steps of a set come to.
pub(super) fn step(numbers: &Numbers) -> String {
    match numbers.steps[..] {
        [] => "any number".to_owned(),
        [1.0] => "an integer".to_owned(),
        _ => format!("a multiple of {}", list(numbers.steps.iter().map(f64::to_string))),
    }
}

/// The bounds of a set.
pub(super) fn range(numbers: &Numbers) -> String {
    let low = numbers.min.map(|Bound { value, open }| {
        format!("{} {value}", if open { "more than" } else { "at least" })
    });
    let high = numbers.max.map(|Bound { value, open }| {
        format!("{} {value}", if open { "less than" } else { "at most" })
    });
    match (low, high) {
        (None, None) => "anything".to_owned(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(low), Some(high)) => format!("{low} and {high}"),
    }
}

/// The bounds of a length or a count.
pub(super) fn counts(min: u64, max: Option<u64>) -> String {
    match (min, max) {
        (0, None) => "any".to_owned(),
        (min, None) => format!("at least {min}"),
        (0, Some(max)) => format!("at most {max}"),
        (min, Some(max)) if min == max => format!("{min}"),
        (min, Some(max)) => format!("{min} to {max}"),
    }
}

fn text(texts: &Texts) -> String {
    if let Some(values) = &texts.only {
        return list(values.iter().map(|value| format!("{value:?}")));
    }
    match &texts.formats[..] {
        [] => "string".to_owned(),
        formats => format!("string ({})", formats.join(", ")),
    }
}

/// The first few of a list.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let shown = items.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    if items.len() > 8 { format!("{shown}, …") } else { shown }
}
