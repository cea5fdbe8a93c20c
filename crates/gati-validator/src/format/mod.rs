//! The formats that can be named: one table, one JavaScript file for each that is checked.
//!
//! Shapes are told by linear regular expressions, calendar meaning by arithmetic.

/// What is known of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Checked by this function of the runtime.
    Checked(&'static str),
    /// Says something to readers of a schema and nothing about values.
    Annotation,
}

/// Name, meaning, and what a text in that format is, in words.
const FORMATS: &[(&str, Known, &str)] = &[
    ("date", Known::Checked("$isDate"), "a date such as 2026-02-28"),
    ("date-time", Known::Checked("$isDateTime"), "a date and time such as 2026-02-28T10:00:00Z"),
    ("duration", Known::Checked("$isDuration"), "a duration such as P1DT12H"),
    ("email", Known::Checked("$isEmail"), "an e-mail address"),
    ("hostname", Known::Checked("$isHostname"), "a host name"),
    ("ipv4", Known::Checked("$isIpv4"), "an IPv4 address"),
    ("ipv6", Known::Checked("$isIpv6"), "an IPv6 address"),
    ("json", Known::Checked("$isJson"), "JSON"),
    ("time", Known::Checked("$isTime"), "a time with its offset such as 10:00:00Z"),
    ("uri", Known::Checked("$isUri"), "an absolute URI"),
    ("url", Known::Checked("$isUrl"), "an absolute URL"),
    ("uuid", Known::Checked("$isUuid"), "a UUID"),
    ("binary", Known::Annotation, ""),
    ("byte", Known::Annotation, ""),
    ("double", Known::Annotation, ""),
    ("float", Known::Annotation, ""),
    ("int32", Known::Annotation, ""),
    ("int64", Known::Annotation, ""),
    ("password", Known::Annotation, ""),
    ("regex", Known::Annotation, ""),
];

/// What is known of the format `name`.
pub(crate) fn find(name: &str) -> Option<Known> {
    FORMATS.iter().find(|(known, ..)| *known == name).map(|(_, known, _)| *known)
}

/// What a text in the format `name` is, in words.
pub(crate) fn describe(name: &str) -> &'static str {
    FORMATS.iter().find(|(known, ..)| *known == name).map_or("", |(.., words)| words)
}

/// The names of all formats.
pub fn formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|(name, ..)| *name)
}
