//! When two values are the same: by what they are, not by how they are written.

use std::{collections::HashSet, fmt::Write as _};

use serde_json::Value;

use crate::json::Json;

/// Up to so many items are compared with each other.
const FEW: usize = 12;

/// Whether a value of a text is the one of a schema.
pub(super) fn equals(value: &Json<'_>, other: &Value) -> bool {
    match (value, other) {
        (Json::Null, Value::Null) => true,
        (Json::Boolean(one), Value::Bool(other)) => one == other,
        #[expect(clippy::float_cmp, reason = "the same number, not a near one")]
        (Json::Number(one), Value::Number(other)) => other.as_f64().is_some_and(|it| it == *one),
        (Json::Text(one), Value::String(other)) => one == other,
        (Json::List(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, it)| equals(one, it))
        }
        (Json::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| {
                    other.get(name.as_ref()).is_some_and(|it| equals(value, it))
                })
        }
        _ => false,
    }
}

/// Whether two values of a text are the same.
fn same(one: &Json<'_>, other: &Json<'_>) -> bool {
    match (one, other) {
        (Json::List(one), Json::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, it)| same(one, it))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().enumerate().all(|(at, (name, value))| {
                    other.get(name, at).is_some_and(|it| same(value, it))
                })
        }
        _ => one == other,
    }
}

/// Whether no two items are the same.
pub(super) fn are_distinct(items: &[Json<'_>]) -> bool {
    if items.len() <= FEW {
        return items
            .iter()
            .enumerate()
            .all(|(at, one)| !items[at + 1..].iter().any(|other| same(one, other)));
    }
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().all(|item| {
        let mut text = String::new();
        write(item, &mut text);
        seen.insert(text)
    })
}

/// A text that is the same for the same values, and for no others.
fn write(value: &Json<'_>, into: &mut String) {
    match value {
        Json::Null => into.push('n'),
        Json::Boolean(flag) => into.push(if *flag { 't' } else { 'f' }),
        Json::Number(number) => {
            // The zero below nothing is a zero.
            let _ = write!(into, "#{:?};", number + 0.0);
        }
        Json::Text(text) => {
            let _ = write!(into, "\"{}:{text}", text.len());
        }
        Json::List(items) => {
            let _ = write!(into, "[{}:", items.len());
            for item in items {
                write(item, into);
            }
        }
        Json::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|one, other| one.0.cmp(&other.0));
            let _ = write!(into, "{{{}:", sorted.len());
            for (name, value) in sorted {
                let _ = write!(into, "{}:{name}", name.len());
                write(value, into);
            }
        }
    }
}
