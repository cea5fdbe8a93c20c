//! What a function that fills a gap usually does, told by the types on both sides of it.

use gati_types::GType;

/// A word for it, if there is one.
pub(crate) fn of(pointer: &str, wanted: &GType, given: Option<&GType>) -> Option<&'static str> {
    let given = given?;
    let time = |gtype: &GType| match gtype {
        GType::Date => true,
        GType::Refined(refined) => refined
            .constraints
            .format
            .as_deref()
            .is_some_and(|format| matches!(format, "date-time" | "date" | "time")),
        _ => false,
    };
    let is_number = |gtype: &GType| matches!(gtype.base(), GType::Number | GType::BigInt);
    let is_text = |gtype: &GType| matches!(gtype.base(), GType::String | GType::Template(_));
    if time(given) && is_number(wanted) {
        return Some("iso → epoch: in seconds or milliseconds?");
    }
    if is_number(given) && time(wanted) {
        return Some("epoch → iso: from seconds or milliseconds?");
    }
    let name = pointer.rsplit('/').next().unwrap_or_default().to_lowercase();
    let money = ["price", "amount", "total", "cent", "cost", "fee", "balance", "sum"]
        .iter()
        .any(|word| name.contains(word));
    if money && is_text(given) && is_number(wanted) {
        return Some(
            "decimal → minor units: Math.round(Number(x) * 100), for currencies of two digits",
        );
    }
    if money && is_number(given) && is_text(wanted) {
        return Some("minor units → decimal: (x / 100).toFixed(2), for currencies of two digits");
    }
    if is_text(given) && is_number(wanted) {
        return Some("text → number: what if it is none?");
    }
    if matches!(given.base(), GType::Array(_)) && !matches!(wanted.base(), GType::Array(_)) {
        return Some("list → one: which, and what if it is empty?");
    }
    None
}
