//! Named sets of strings: what is certain about them. Nobody decides a format here; there are
//! texts that every reading of it accepts, and texts that none does.

/// A format, with texts that are in it and a test that every text in it passes.
struct Format {
    name: &'static str,
    examples: &'static [&'static str],
    /// Whether the text may be in it.
    may_hold: fn(&str) -> bool,
}

const FORMATS: [Format; 21] = [
    Format {
        name: "date",
        examples: &["2024-02-29", "1999-12-31"],
        may_hold: |text| text.len() == 10 && shaped(text, "dddd-dd-dd"),
    },
    Format {
        name: "date-time",
        examples: &["2024-02-29T12:30:00Z", "1999-12-31T23:59:59.5+01:00"],
        may_hold: |text| text.len() >= 20 && shaped_start(text, "dddd-dd-dd"),
    },
    Format {
        name: "time",
        examples: &["12:30:00Z", "23:59:59+01:00"],
        may_hold: |text| shaped_start(text, "dd:dd:dd"),
    },
    Format {
        name: "duration",
        examples: &["P1D", "PT5M"],
        may_hold: |text| text.starts_with('P') && text.len() > 2,
    },
    Format {
        name: "email",
        examples: &["a@example.com", "first.last@example.org"],
        may_hold: has_at,
    },
    Format { name: "idn-email", examples: &["a@example.com"], may_hold: has_at },
    Format {
        name: "hostname",
        examples: &["example.com", "a.example.org"],
        may_hold: |text| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        },
    },
    Format {
        name: "idn-hostname",
        examples: &["example.com"],
        may_hold: |text| !text.is_empty() && !text.contains([' ', '/', '@']),
    },
    Format {
        name: "ipv4",
        examples: &["192.168.0.1", "10.0.0.255"],
        may_hold: |text| {
            text.split('.').count() == 4
                && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        },
    },
    Format {
        name: "ipv6",
        examples: &["2001:db8::1", "::1"],
        may_hold: |text| {
            text.contains(':')
                && text.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.%".contains(&byte))
        },
    },
    Format {
        name: "uri",
        examples: &["https://example.com/a", "urn:isbn:0451450523"],
        may_hold: is_absolute,
    },
    Format {
        name: "url",
        examples: &["https://example.com/a", "http://example.org"],
        may_hold: is_absolute,
    },
    Format { name: "iri", examples: &["https://example.com/a"], may_hold: is_absolute },
    Format {
        name: "uri-reference",
        examples: &["https://example.com/a", "/a"],
        may_hold: |text| !text.contains([' ', '\\', '<']),
    },
    Format {
        name: "uuid",
        examples: &["123e4567-e89b-42d3-a456-426614174000", "00000000-0000-4000-8000-000000000000"],
        may_hold: |text| text.len() >= 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4,
    },
    Format {
        name: "json-pointer",
        examples: &["/a", ""],
        may_hold: |text| text.is_empty() || text.starts_with('/'),
    },
    Format {
        name: "byte",
        examples: &["aGVsbG8=", "AAAA"],
        may_hold: |text| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_\r\n".contains(&byte))
        },
    },
    Format {
        name: "json",
        examples: &["{}", "[]", "1"],
        may_hold: |text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
    },
    Format { name: "binary", examples: &["a", ""], may_hold: |_| true },
    Format { name: "regex", examples: &["a", "^b$"], may_hold: |_| true },
    Format {
        name: "digits",
        examples: &["12345678901234567890", "0", "-1"],
        may_hold: |text| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        },
    },
];

/// Formats of which each text is in the other one as well.
const WITHIN: [(&str, &str); 8] = [
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("ipv4", "idn-hostname"),
    ("uri", "iri"),
    ("uri", "uri-reference"),
    ("iri", "iri-reference"),
    ("uri", "iri-reference"),
    ("uri-reference", "iri-reference"),
];

/// Formats of which no text is in two.
const APART: [&str; 7] = ["date", "date-time", "email", "ipv4", "ipv6", "uuid", "uri"];

fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether the format is one of texts that is known here.
pub(crate) fn is_known(name: &str) -> bool {
    find(name).is_some()
}

/// Whether the text is in the format, where that is certain.
pub(crate) fn holds(name: &str, text: &str) -> Option<bool> {
    let format = find(name)?;
    if format.examples.contains(&text) {
        return Some(true);
    }
    if (format.may_hold)(text) { None } else { Some(false) }
}

/// Texts that are certainly in the format.
pub(crate) fn examples(name: &str) -> &'static [&'static str] {
    find(name).map_or(&[], |format| format.examples)
}

/// Whether every text of `name` is in `other`.
pub(crate) fn implies(name: &str, other: &str) -> bool {
    name == other || WITHIN.contains(&(name, other))
}

/// Whether two of the formats have no text in common.
pub(crate) fn apart(names: &[String]) -> bool {
    names.iter().filter(|name| APART.contains(&name.as_str())).count() > 1
}

fn shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, want)| match want {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

fn shaped_start(text: &str, shape: &str) -> bool {
    text.get(..shape.len()).is_some_and(|start| shaped(start, shape))
}

fn has_at(text: &str) -> bool {
    text.contains('@') && text.len() > 2
}

fn is_absolute(text: &str) -> bool {
    text.contains(':')
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_may_hold() {
        for format in &FORMATS {
            for example in format.examples {
                assert!((format.may_hold)(example), "{} {example}", format.name);
            }
            assert!(format.examples.len() < 4);
        }
        for (name, other) in WITHIN {
            for example in examples(name) {
                assert_ne!(holds(other, example), Some(false), "{name} within {other}: {example}");
            }
        }
    }
}
