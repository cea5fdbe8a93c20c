//! Request targets (RFC 9112, section 3.2) and hosts.

use super::refusal::Flaw;

/// What a target asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// Offset of path and query from the beginning of the head.
    pub at: u16,
    /// Bytes of path and query, as they were sent.
    pub length: u16,
    /// Bytes of the path.
    pub path: u16,
    /// What stands there.
    pub form: Form,
}

/// The forms a target has, apart from that of `CONNECT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// `/path?query`, or that part of `http://host/path?query`.
    #[default]
    Path,
    /// `http://host` or `http://host?query`: the path is `/`, and is not there.
    Bare,
    /// `*`, of `OPTIONS`: the server as a whole.
    Server,
}

/// Reads the target, which stands at an offset of the head.
pub(crate) fn read_target(target: &[u8], at: usize) -> Result<Target, Flaw> {
    // A fragment is for the client alone.
    if !target.iter().all(|byte| matches!(byte, b'!'..=b'~') && *byte != b'#') {
        return Err(Flaw::Target);
    }
    match target {
        [b'/', ..] => Ok(sliced(target, at, Form::Path)),
        b"*" => Ok(sliced(target, at, Form::Server)),
        _ => absolute(target, at),
    }
}

fn absolute(target: &[u8], at: usize) -> Result<Target, Flaw> {
    let scheme = [b"http://".as_slice(), b"https://"].into_iter().find(|scheme| {
        target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let from = scheme.ok_or(Flaw::Target)?.len();
    let rest = &target[from..];
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
    // A user and a password before the host are from another time (RFC 9110, section 4.2.4).
    if end == 0 || !is_host(&rest[..end]) {
        return Err(Flaw::Target);
    }
    let form = if rest.get(end) == Some(&b'/') { Form::Path } else { Form::Bare };
    Ok(sliced(&rest[end..], at + from + end, form))
}

fn sliced(path_and_query: &[u8], at: usize, form: Form) -> Target {
    let path = memchr::memchr(b'?', path_and_query).unwrap_or(path_and_query.len());
    // Heads are shorter than 64 KiB, and this is a part of one.
    let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    Target { at: narrow(at), length: narrow(path_and_query.len()), path: narrow(path), form }
}

/// Whether a value is a host with or without a port, or nothing at all.
pub(crate) fn is_host(value: &[u8]) -> bool {
    let (name, port) = match value {
        [b'[', rest @ ..] => match memchr::memchr(b']', rest) {
            Some(end) if is_address(&rest[..end]) => (None, &rest[end + 1..]),
            _ => return false,
        },
        _ => match memchr::memchr(b':', value) {
            Some(colon) => (Some(&value[..colon]), &value[colon..]),
            None => (Some(value), [].as_slice()),
        },
    };
    let is_port = match port {
        [] => true,
        [b':', digits @ ..] => digits.len() <= 5 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    is_port && name.is_none_or(|name| (!name.is_empty() || port.is_empty()) && is_name(name))
}

/// A registered name: what RFC 3986 leaves of one, escapes checked.
fn is_name(name: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(byte);
    let escapes = memchr::memchr_iter(b'%', name);
    name.iter().all(is_plain)
        && escapes
            .map(|at| name.get(at + 1..at + 3))
            .all(|digits| digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

/// What stands in brackets: an address of IPv6, or of a version to come.
fn is_address(text: &[u8]) -> bool {
    !text.is_empty()
        && text.iter().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte))
        && text.contains(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_one_of_three_forms() {
        type Expected = Option<(&'static str, usize, Form)>;
        let cases: [(&str, Expected); 19] = [
            ("/", Some(("/", 1, Form::Path))),
            ("/a/b?c=d?e", Some(("/a/b?c=d?e", 4, Form::Path))),
            ("/a%zz", Some(("/a%zz", 5, Form::Path))),
            ("/q?{\"a\":1}", Some(("/q?{\"a\":1}", 2, Form::Path))),
            ("*", Some(("*", 1, Form::Server))),
            ("http://h/a?b", Some(("/a?b", 2, Form::Path))),
            ("HTTPS://h:443/", Some(("/", 1, Form::Path))),
            ("http://h", Some(("", 0, Form::Bare))),
            ("http://[::1]:80?b", Some(("?b", 0, Form::Bare))),
            ("http:///a", None),
            ("http://u:p@h/a", None),
            ("http://h:99999999/a", None),
            ("ftp://h/a", None),
            ("h:443", None),
            ("a", None),
            ("", None),
            ("**", None),
            ("/a#b", None),
            ("/caf\u{e9}", None),
        ];
        for (target, expected) in cases {
            let found = read_target(target.as_bytes(), 0).ok().map(|found| {
                let (at, length) = (usize::from(found.at), usize::from(found.length));
                (&target[at..at + length], usize::from(found.path), found.form)
            });
            assert_eq!(found, expected, "{target}");
        }
    }

    #[test]
    fn hosts_are_names_or_addresses() {
        for host in ["", "a", "a.b:80", "a_b", "127.0.0.1:1", "[::1]", "[::1]:65535", "a:", "a%20b"]
        {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for host in [
            "a b", "a/b", "a@b", ":80", "a:b", "a:1:2", "[::1", "[]", "[a]", "[::1]x", "a%2", "a?b",
        ] {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
