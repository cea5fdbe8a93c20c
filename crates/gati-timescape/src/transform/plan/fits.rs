//! Whether every single value of one type is one of another: only what is plain to see. What is
//! not is asked.

use gati_types::{Constraints, GType, Literal};

/// Whether whatever meets the first conditions meets the second.
pub(crate) fn constraints(given: Option<&Constraints>, wanted: Option<&Constraints>) -> bool {
    let Some(wanted) = wanted else { return true };
    let none = Constraints::default();
    let given = given.unwrap_or(&none);
    let low = |one: &Constraints| match (one.minimum, one.exclusive_minimum) {
        (Some(closed), Some(open)) if closed > open => Some((closed, false)),
        (_, Some(open)) => Some((open, true)),
        (Some(closed), None) => Some((closed, false)),
        (None, None) => None,
    };
    let high = |one: &Constraints| match (one.maximum, one.exclusive_maximum) {
        (Some(closed), Some(open)) if closed < open => Some((-closed, false)),
        (_, Some(open)) => Some((-open, true)),
        (Some(closed), None) => Some((-closed, false)),
        (None, None) => None,
    };
    let within = |given: Option<(f64, bool)>, wanted: Option<(f64, bool)>| match (given, wanted) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((given, open)), Some((wanted, excluded))) => {
            given > wanted || (given >= wanted && (open || !excluded))
        }
    };
    let at_least = |given: Option<u32>, wanted: Option<u32>| {
        wanted.unwrap_or(0) == 0 || given.is_some_and(|given| Some(given) >= wanted)
    };
    let at_most = |given: Option<u32>, wanted: Option<u32>| {
        wanted.is_none_or(|wanted| given.is_some_and(|given| given <= wanted))
    };
    within(low(given), low(wanted))
        && within(high(given), high(wanted))
        && (!wanted.integer || given.integer)
        && wanted.multiple_of.iter().all(|one| given.multiple_of.contains(one))
        && at_least(given.min_length, wanted.min_length)
        && at_most(given.max_length, wanted.max_length)
        && wanted.patterns.iter().all(|one| given.patterns.contains(one))
        && (wanted.format.is_none() || given.format == wanted.format)
        && at_least(given.min_items, wanted.min_items)
        && at_most(given.max_items, wanted.max_items)
        && (!wanted.unique_items || given.unique_items)
        // What a value is changed to before it is looked at is not followed.
        && wanted.transforms == given.transforms
}

/// Whether every value of a scalar is one of another.
pub(crate) fn scalar(given: &GType, wanted: &GType) -> bool {
    let (from, to) = (super::list::constraints(given), super::list::constraints(wanted));
    match (given.base(), wanted.base()) {
        (GType::Literal(literal), GType::Literal(other)) => literal == other && to.is_none(),
        (GType::Literal(literal), base) => {
            let of_base = matches!(
                (literal, base),
                (Literal::String(_), GType::String)
                    | (Literal::Number(_), GType::Number)
                    | (Literal::Boolean(_), GType::Boolean)
                    | (Literal::BigInt(_), GType::BigInt)
            );
            of_base && to.is_none_or(|to| literal_meets(literal, to))
        }
        (GType::Template(_), GType::String) => constraints(from, to),
        (one, other) => one == other && constraints(from, to),
    }
}

/// Whether a literal meets conditions that need no engine of patterns.
fn literal_meets(literal: &Literal, wanted: &Constraints) -> bool {
    match literal {
        Literal::Number(value) => {
            let exact = Constraints {
                minimum: Some(*value),
                maximum: Some(*value),
                integer: value.fract() == 0.0,
                ..Constraints::default()
            };
            constraints(Some(&exact), Some(wanted))
        }
        Literal::String(text) => {
            let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            let exact = Constraints {
                min_length: Some(length),
                max_length: Some(length),
                ..Constraints::default()
            };
            constraints(Some(&exact), Some(wanted))
        }
        _ => false,
    }
}
