//! Formats that are told from the bytes, in the same language as their JavaScript in
//! `src/format/*.js`: one corpus of texts holds the two together.

use serde::{Deserialize, Serialize};

/// A format that the reader knows. The others are looked at where the value is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextFormat {
    Date,
    DateTime,
    Email,
    Hostname,
    Ipv4,
    Time,
    Uuid,
}

/// Name of the format in types, and what it is here.
const FORMATS: [(&str, TextFormat); 7] = [
    ("date", TextFormat::Date),
    ("date-time", TextFormat::DateTime),
    ("email", TextFormat::Email),
    ("hostname", TextFormat::Hostname),
    ("ipv4", TextFormat::Ipv4),
    ("time", TextFormat::Time),
    ("uuid", TextFormat::Uuid),
];

impl TextFormat {
    /// The format called `name`, if the reader knows it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Whether `text`, which has no escapes, is of this format.
    pub(crate) fn matches(self, text: &[u8]) -> bool {
        match self {
            Self::Date => is_date(text),
            Self::DateTime => is_date_time(text),
            Self::Email => is_email(text),
            Self::Hostname => is_hostname(text),
            Self::Ipv4 => is_ipv4(text),
            Self::Time => is_time(text),
            Self::Uuid => is_uuid(text),
        }
    }
}

/// The number that two decimal digits write.
fn two(text: &[u8], at: usize) -> Option<u32> {
    let (tens, ones) = (text.get(at)?, text.get(at + 1)?);
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 }) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// RFC 3339 full-date, a day that exists.
fn is_date(text: &[u8]) -> bool {
    let parts = || {
        let year = two(text, 0)? * 100 + two(text, 2)?;
        Some((year, two(text, 5)?, two(text, 8)?))
    };
    text.len() == 10
        && text[4] == b'-'
        && text[7] == b'-'
        && parts().is_some_and(|(year, month, day)| {
            (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month)
        })
}

/// RFC 3339 full-time; a leap second only where it is 23:59:60 in UTC.
fn is_time(text: &[u8]) -> bool {
    let parts = || Some((two(text, 0)?, two(text, 3)?, two(text, 6)?));
    let Some((hour, minute, second)) = parts() else { return false };
    if hour > 23 || minute > 59 || second > 60 || text[2] != b':' || text[5] != b':' {
        return false;
    }
    let mut rest = &text[8..];
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    let Some(offset) = offset_minutes(rest) else { return false };
    let local = i64::from(hour) * 60 + i64::from(minute);
    second != 60 || (local - offset).rem_euclid(1440) == 1439
}

/// The offset from UTC that ends a time.
fn offset_minutes(text: &[u8]) -> Option<i64> {
    match text {
        [b'z' | b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (two(text, 1)?, two(text, 4)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = i64::from(hours * 60 + minutes);
            Some(if *sign == b'+' { offset } else { -offset })
        }
        _ => None,
    }
}

/// RFC 3339 date-time.
fn is_date_time(text: &[u8]) -> bool {
    text.len() > 11
        && matches!(text[10], b'T' | b't')
        && is_date(&text[..10])
        && is_time(&text[11..])
}

/// RFC 9562, any version.
fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Dotted decimals without leading zeros.
fn is_ipv4(text: &[u8]) -> bool {
    let mut parts = 0;
    let all = text.split(|byte| *byte == b'.').all(|part| {
        parts += 1;
        let plain = matches!(part, [b'0'] | [b'1'..=b'9', ..]) && part.len() <= 3;
        let value = || {
            part.iter().try_fold(0_u32, |value, byte| {
                byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
            })
        };
        // Of longer parts nothing is added up.
        plain && value().is_some_and(|value| value <= 255)
    });
    all && parts == 4
}

/// One label of a host name: letters, digits and inner hyphens, at most 63 of them.
fn is_label(label: &[u8]) -> bool {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    matches!(label.len(), 1..=63)
        && label.first() != Some(&b'-')
        && label.last() != Some(&b'-')
        && label.iter().all(inner)
}

/// RFC 1123.
fn is_hostname(text: &[u8]) -> bool {
    text.len() <= 253 && text.split(|byte| *byte == b'.').all(is_label)
}

/// The HTML standard's address, without leading, doubled or trailing dots before the `@`.
fn is_email(text: &[u8]) -> bool {
    if text.len() > 254 {
        return false;
    }
    let Some(at) = text.iter().position(|byte| *byte == b'@') else { return false };
    let (local, host) = (&text[..at], &text[at + 1..]);
    let allowed =
        |byte: &u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(byte);
    matches!(local.len(), 1..=64)
        && local.iter().all(allowed)
        && local.first() != Some(&b'.')
        && local.last() != Some(&b'.')
        && !local.windows(2).any(|pair| pair == b"..")
        && host.split(|byte| *byte == b'.').all(is_label)
}
