//! The formats that a schema can assert. A format that is not in this table asserts nothing, as
//! the specification has it for names that nobody knows.

/// Name, the function of the runtime that tells it, and what it is in words.
const FORMATS: [(&str, &str, &str); 21] = [
    ("date", "$isDate", "a date such as 2026-02-28"),
    ("date-time", "$isDateTime", "a date and time such as 2026-02-28T10:00:00Z"),
    ("duration", "$isDuration", "a duration such as P1DT12H"),
    ("email", "$isMailbox", "an e-mail address"),
    ("hostname", "$isHost", "a host name"),
    ("idn-email", "$isWideMailbox", "an e-mail address"),
    ("idn-hostname", "$isWideHost", "a host name"),
    ("ipv4", "$isIpv4", "an IPv4 address"),
    ("ipv6", "$isIpv6", "an IPv6 address"),
    ("iri", "$isIri", "an absolute IRI"),
    ("iri-reference", "$isIriReference", "an IRI or a reference relative to one"),
    ("json-pointer", "$isJsonPointer", "a JSON Pointer"),
    ("regex", "$isRegex", "a regular expression"),
    ("relative-json-pointer", "$isRelativeJsonPointer", "a relative JSON Pointer"),
    ("time", "$isTime", "a time with its offset such as 10:00:00Z"),
    ("uri", "$isWholeUri", "an absolute URI"),
    ("uri-reference", "$isUriReference", "a URI or a reference relative to one"),
    ("uri-template", "$isUriTemplate", "a URI template"),
    ("url", "$isUrl", "an absolute URL"),
    ("uuid", "$isUuid", "a UUID"),
    ("json", "$isJson", "JSON"),
];

/// The function of the runtime that tells the format `name`.
pub(in crate::assertion) fn function(name: &str) -> Option<&'static str> {
    FORMATS.iter().find(|(known, ..)| *known == name).map(|(_, function, _)| *function)
}

/// What a text in the format `name` is, in words.
pub(super) fn describe(name: &str) -> &'static str {
    FORMATS.iter().find(|(known, ..)| *known == name).map_or("", |(.., words)| words)
}
