//! Numbers and strings of a schema.

use serde_json::{Map, Value};

use super::Builder;
use crate::graph::{Bound, Numbers, Texts};

/// Formats that say nothing about which strings there are.
const MEANINGLESS: [&str; 2] = ["password", "string"];

/// The numbers a schema allows; `None` for none.
pub(crate) fn numbers_of(object: &Map<String, Value>, whole: bool) -> Option<Numbers> {
    let number = |name: &str| object.get(name).and_then(Value::as_f64);
    let flag = |name: &str| object.get(name) == Some(&Value::Bool(true));
    let bound = |value: f64, open: bool| Bound { value, open };
    let mut low: Vec<Bound> = Vec::new();
    let mut high: Vec<Bound> = Vec::new();
    // OpenAPI 3.0 says with a flag that the bound beside it is exclusive.
    low.extend(number("minimum").map(|value| bound(value, flag("exclusiveMinimum"))));
    high.extend(number("maximum").map(|value| bound(value, flag("exclusiveMaximum"))));
    low.extend(number("exclusiveMinimum").map(|value| bound(value, true)));
    high.extend(number("exclusiveMaximum").map(|value| bound(value, true)));
    let format = object.get("format").and_then(Value::as_str);
    let (range, whole_by_format) = number_format(format.unwrap_or_default());
    if let Some((least, most)) = range {
        low.push(bound(least, false));
        high.push(bound(most, false));
    }
    let mut steps: Vec<f64> = number("multipleOf").filter(|step| *step > 0.0).into_iter().collect();
    if whole || whole_by_format {
        steps.push(1.0);
    }
    let mut set = Numbers::interval(None, None, steps)?;
    for low in low {
        set = set.meet(&Numbers::interval(Some(low), None, Vec::new())?)?;
    }
    for high in high {
        set = set.meet(&Numbers::interval(None, Some(high), Vec::new())?)?;
    }
    Some(set)
}

/// The range a format of numbers has, and whether they are whole.
pub(super) fn number_format(name: &str) -> (Option<(f64, f64)>, bool) {
    match name {
        "int8" => (Some((-128.0, 127.0)), true),
        "int16" => (Some((-32_768.0, 32_767.0)), true),
        "int32" => (Some((-2_147_483_648.0, 2_147_483_647.0)), true),
        "int64" => (None, true),
        "uint8" => (Some((0.0, 255.0)), true),
        "uint16" => (Some((0.0, 65_535.0)), true),
        "uint32" => (Some((0.0, 4_294_967_295.0)), true),
        "uint64" => (Some((0.0, 18_446_744_073_709_551_615.0)), true),
        "float" => (Some((f64::from(f32::MIN), f64::from(f32::MAX))), false),
        _ => (None, false),
    }
}

/// Whether a format restricts numbers in a way that is not known: those of texts do not.
pub(super) fn says_something_of_numbers(name: &str) -> bool {
    number_format(name) == (None, false)
        && !matches!(name, "double" | "number" | "integer" | "int" | "")
        && !MEANINGLESS.contains(&name)
        && !crate::formats::is_known(name)
}

impl Builder<'_> {
    /// The strings a schema allows; `None` for none.
    pub(super) fn texts_of(&self, object: &Map<String, Value>) -> Option<Texts> {
        let count = |name: &str| object.get(name).and_then(count_of);
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let mut formats: Vec<String> = text("format")
            .filter(|name| !MEANINGLESS.contains(name) && number_format(name) == (None, false))
            .filter(|name| *name != "double")
            .map(str::to_owned)
            .into_iter()
            .collect();
        formats.extend(text("contentEncoding").map(|name| match name {
            // As OpenAPI 3.0 called it.
            "base64" => "byte".to_owned(),
            other => format!("contentEncoding {other}"),
        }));
        Texts {
            only: None,
            min: count("minLength").unwrap_or(0),
            max: count("maxLength"),
            patterns: text("pattern").map(str::to_owned).into_iter().collect(),
            formats,
        }
        .normal(&self.languages)
    }
}

/// A length or a number of items: `5` and `5.0` are the same.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
pub(super) fn count_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64)
    })
}
