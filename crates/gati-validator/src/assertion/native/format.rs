//! Formats told from text, in the same language as their JavaScript in `../format/*.js`. What
//! takes tables of Unicode, or an engine for regular expressions, is left to that.

use super::Undecided;
use crate::{assertion::format::function, reader::format::TextFormat};

/// How a format is told here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NativeFormat {
    /// It asserts nothing.
    Anything,
    /// As the typed reader tells it.
    Text(TextFormat),
    Duration,
    Host,
    Ipv6,
    JsonPointer,
    Mailbox,
    RelativeJsonPointer,
    Uri(Scheme),
    /// As the other, where the text is ASCII.
    WideHost,
    WideUri(Scheme),
    /// Not told here.
    Elsewhere,
}

/// Whether a URI has to have a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Needed,
    Left,
}

impl NativeFormat {
    pub(super) fn of(name: Option<&str>) -> Self {
        let Some(name) = name.filter(|name| function(name).is_some()) else {
            return Self::Anything;
        };
        match name {
            "date" | "date-time" | "time" | "ipv4" | "uuid" => {
                TextFormat::named(name).map_or(Self::Elsewhere, Self::Text)
            }
            "duration" => Self::Duration,
            "email" => Self::Mailbox,
            "hostname" => Self::Host,
            "idn-hostname" => Self::WideHost,
            "ipv6" => Self::Ipv6,
            "iri" => Self::WideUri(Scheme::Needed),
            "iri-reference" => Self::WideUri(Scheme::Left),
            "json-pointer" => Self::JsonPointer,
            "relative-json-pointer" => Self::RelativeJsonPointer,
            "uri" => Self::Uri(Scheme::Needed),
            "uri-reference" => Self::Uri(Scheme::Left),
            _ => Self::Elsewhere,
        }
    }

    /// Whether `text` is of this format.
    pub(super) fn is_of(self, text: &str) -> Result<bool, Undecided> {
        match self {
            Self::Anything => Ok(true),
            Self::Elsewhere => Err(Undecided),
            Self::WideHost | Self::WideUri(_) if !text.is_ascii() => Err(Undecided),
            Self::Text(format) => Ok(format.matches(text.as_bytes())),
            Self::Duration => Ok(is_duration(text)),
            Self::Host => is_host(text),
            Self::WideHost => {
                let reserved = |label: &str| label.as_bytes().get(2..4) == Some(b"--");
                if text.split('.').any(reserved) { Err(Undecided) } else { is_host(text) }
            }
            Self::Ipv6 => Ok(is_ipv6(text)),
            Self::JsonPointer => Ok(is_pointer(text)),
            Self::Mailbox => is_mailbox(text),
            Self::RelativeJsonPointer => Ok(is_relative_pointer(text)),
            Self::Uri(scheme) | Self::WideUri(scheme) => Ok(is_reference(text, scheme)),
        }
    }
}

fn is_pointer(text: &str) -> bool {
    let whole =
        |segment: &str| segment.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    text.is_empty() || (text.starts_with('/') && whole(text))
}

fn is_relative_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (levels, rest) = text.split_at(digits);
    let plain = levels == "0" || (!levels.is_empty() && !levels.starts_with('0'));
    plain && (rest == "#" || is_pointer(rest))
}

/// Takes `<digits><unit>` for each of `units` in order; those after the first that is there may
/// not be passed over.
fn take_units<'t>(text: &'t str, units: &[u8]) -> Option<&'t str> {
    let mut rest = text;
    let mut started = false;
    let mut ended = false;
    for unit in units {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest.as_bytes().get(digits) == Some(unit) {
            if ended {
                return None;
            }
            started = true;
            rest = &rest[digits + 1..];
        } else {
            ended = started;
        }
    }
    Some(rest)
}

/// RFC 3339, appendix A.
pub(crate) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P').filter(|rest| !rest.is_empty()) else { return false };
    if let Some(weeks) = rest.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some(rest) = take_units(rest, b"YMD") else { return false };
    match rest.strip_prefix('T') {
        Some(time) => !time.is_empty() && take_units(time, b"HMS") == Some(""),
        None => rest.is_empty(),
    }
}

/// RFC 1123. Labels in the ASCII of other scripts are JavaScript's.
fn is_host(text: &str) -> Result<bool, Undecided> {
    if text.split('.').any(|label| label.get(..4).is_some_and(|xn| xn.eq_ignore_ascii_case("xn--")))
    {
        return Err(Undecided);
    }
    Ok(TextFormat::named("hostname").is_some_and(|host| host.matches(text.as_bytes())))
}

/// RFC 5321, without quotes and brackets, which are JavaScript's.
fn is_mailbox(text: &str) -> Result<bool, Undecided> {
    if text.contains(['"', '[']) {
        return Err(Undecided);
    }
    let Some((local, host)) = text.split_once('@') else { return Ok(false) };
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let atoms = local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom));
    if !atoms || local.len() > 64 || text.len() > 254 {
        return Ok(false);
    }
    is_host(host)
}

fn is_ipv4(text: &str) -> bool {
    TextFormat::named("ipv4").is_some_and(|format| format.matches(text.as_bytes()))
}

/// RFC 4291, without a zone.
pub(crate) fn is_ipv6(text: &str) -> bool {
    let (groups, room) = match text.rsplit_once(':') {
        Some((head, last)) if last.contains('.') => {
            if !is_ipv4(last) {
                return false;
            }
            // The colon before the last part is half of a gap, or parts it from a group.
            (if head.ends_with(':') { &text[..=head.len()] } else { head }, 6)
        }
        Some(_) => (text, 8),
        None => return false,
    };
    let is_group = |group: &str| {
        matches!(group.len(), 1..=4) && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let count = |half: &str| {
        if half.is_empty() {
            return Some(0);
        }
        half.split(':').try_fold(0, |count, group| is_group(group).then_some(count + 1))
    };
    match groups.split_once("::") {
        Some((before, after)) => match (count(before), count(after)) {
            (Some(before), Some(after)) => before + after < room,
            _ => false,
        },
        None => count(groups) == Some(room),
    }
}

/// Whether `text` is made of unreserved characters, escapes in hexadecimal, and `others`.
fn is_made_of(text: &str, others: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'%' => {
                let digits = bytes.get(at + 1..at + 3);
                if !digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) {
                    return false;
                }
                3
            }
            byte if byte.is_ascii_alphanumeric()
                || b"-._~!$&'()*+,;=".contains(byte)
                || others.contains(byte) =>
            {
                1
            }
            _ => return false,
        };
    }
    true
}

/// RFC 3986.
fn is_reference(text: &str, needed: Scheme) -> bool {
    let (rest, fragment) = text.split_once('#').map_or((text, ""), |(rest, after)| (rest, after));
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, after)| (rest, after));
    let colon = rest.find(':').filter(|colon| !rest[..*colon].contains('/'));
    let rest = match colon {
        Some(colon) => {
            let scheme = &rest.as_bytes()[..colon];
            let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-".contains(byte);
            if !scheme.first().is_some_and(u8::is_ascii_alphabetic) || !scheme.iter().all(inner) {
                return false;
            }
            &rest[colon + 1..]
        }
        None if needed == Scheme::Needed => return false,
        None => rest,
    };
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => rest,
    };
    is_made_of(path, b":@/") && is_made_of(query, b":@/?") && is_made_of(fragment, b":@/?")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    if !is_made_of(user, b":") {
        return false;
    }
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = host.strip_prefix('[') {
        let Some((literal, after)) = rest.rsplit_once(']') else { return false };
        let port = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
        return port && (is_ipv6(literal) || is_future_address(literal));
    }
    let host = match host.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => host,
    };
    is_made_of(host, b"")
}

fn is_future_address(text: &str) -> bool {
    let Some((version, rest)) = text.strip_prefix(['v', 'V']).and_then(|rest| rest.split_once('.'))
    else {
        return false;
    };
    !version.is_empty()
        && version.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !rest.is_empty()
        && !rest.contains('%')
        && is_made_of(rest, b":")
}
