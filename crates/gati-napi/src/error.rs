//! The only place that makes native errors: a stable code and a sentence, which JavaScript sees
//! as `error.code` and `error.message`.

use std::fmt::Display;

use napi::Error;

/// An error whose status is one of Gati's own codes.
pub(crate) type Result<T> = std::result::Result<T, Error<&'static str>>;

/// `error` under `code`.
pub(crate) fn coded(code: &'static str, error: &impl Display) -> Error<&'static str> {
    Error::new(code, error.to_string())
}

/// The options a caller passed are not what the function takes.
pub(crate) fn bad_options(error: &serde_json::Error) -> Error<&'static str> {
    coded("GATI_NATIVE_OPTIONS", error)
}

/// `value` as JSON text.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| coded("GATI_NATIVE_RESULT", &error))
}
