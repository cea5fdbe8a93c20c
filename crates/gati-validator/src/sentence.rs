//! What issues of whole values say, in one place for the JavaScript that says it and for who says
//! it without.

use crate::{collection::Places, compiler::DEPTH_LIMIT, rule::Parameters, scalar::plural};

/// The code of an issue, its sentence, and what that speaks of.
pub(crate) struct Sentence {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) parameters: Parameters,
}

impl Sentence {
    fn new(code: &'static str, message: String, parameters: Parameters) -> Self {
        Self { code, message, parameters }
    }

    /// A list has fewer items.
    pub(crate) fn too_few(least: u32) -> Self {
        let message = format!("must have at least {}", plural(least, "item"));
        Self::new("array.min", message, Parameters::of("min", least))
    }

    /// A list has more items.
    pub(crate) fn too_many(most: u32) -> Self {
        let message = format!("must have at most {}", plural(most, "item"));
        Self::new("array.max", message, Parameters::of("max", most))
    }

    /// Two items are equal.
    pub(crate) fn not_unique() -> Self {
        let message = "must not have equal items".to_owned();
        Self::new("array.unique", message, Parameters::default())
    }

    /// A tuple has another number of items.
    pub(crate) fn other_length(places: &Places<'_>) -> Self {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (least, most) = (count(places.least()), places.most().map(count));
        let items = match most {
            Some(most) if most == least => plural(least, "item"),
            Some(most) => format!("{least} to {most} items"),
            None => format!("at least {}", plural(least, "item")),
        };
        let min = Parameters::of("min", least);
        let parameters = match most {
            Some(most) => min.and("max", most),
            None => min,
        };
        Self::new("tuple.length", format!("must have {items}"), parameters)
    }

    /// A value of a type that mentions itself has too many levels.
    pub(crate) fn too_deep() -> Self {
        let limit = u32::try_from(DEPTH_LIMIT).unwrap_or(u32::MAX);
        let message = format!("is nested deeper than {limit} levels");
        Self::new("depth", message, Parameters::of("max", limit))
    }
}
