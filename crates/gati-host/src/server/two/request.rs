//! The head of a request as h2 read it → as it is packed: the target, and fields in lower case with their numbers.

use http::header::{HeaderMap, HeaderName};
use http::request::Parts;

use crate::http::{
    Expectation, Field, Head, Length, Persistence, ReadLimits, Refusal, Span, Target, Verb,
    Version, id, is_host, known_id, read_target,
};

/// Why a request is not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rejected {
    /// It is malformed (RFC 9113, section 8.1.1), which is an error of its stream.
    Malformed,
    /// It is answered.
    Refused(Refusal),
}

/// Whether more than the head comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    WithHead,
    Later,
}

impl From<Refusal> for Rejected {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Reads a head; `text` is what it is about.
pub(super) fn read_request(
    parts: &Parts,
    ends: Ends,
    limits: &ReadLimits,
    (head, text): (&mut Head, &mut Vec<u8>),
) -> Result<(), Rejected> {
    text.clear();
    head.verb = Verb::read(parts.method.as_str().as_bytes()).ok_or(Rejected::Malformed)?;
    head.version = Version::Two;
    head.persistence = Persistence::Keep;
    head.fields.clear();
    head.known = 0;
    head.target = read_path(parts, head.verb, limits, text)?;
    let mut writer = Fields { head, text, limits };
    writer.add_host(parts)?;
    for name in parts.headers.keys() {
        match name.as_str() {
            "host" => {}
            "cookie" => writer.add_cookies(&parts.headers)?,
            _ => {
                for value in parts.headers.get_all(name) {
                    writer.add(name.as_str().as_bytes(), value.as_bytes())?;
                }
            }
        }
    }
    head.length = read_length(&parts.headers, ends)?;
    head.expects = match head.find(id::EXPECT) {
        Some(field) => Expectation::read(field.value.of(text))?,
        None => Expectation::None,
    };
    Ok(())
}

fn read_path(
    parts: &Parts,
    verb: Verb,
    limits: &ReadLimits,
    text: &mut Vec<u8>,
) -> Result<Target, Rejected> {
    if verb == Verb::Unknown {
        return Err(Refusal::MethodUnknown.into());
    }
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let is_server = path == "*" && parts.method == http::Method::OPTIONS;
    if !path.starts_with('/') && !is_server {
        return Err(Rejected::Malformed);
    }
    if path.len() > usize::from(limits.head) {
        return Err(Refusal::TargetTooLong.into());
    }
    text.extend_from_slice(path.as_bytes());
    read_target(path.as_bytes(), 0).map_err(|_| Rejected::Malformed)
}

fn read_length(headers: &HeaderMap, ends: Ends) -> Result<Length, Rejected> {
    let mut lengths = headers.get_all(http::header::CONTENT_LENGTH).iter();
    match (lengths.next(), lengths.next()) {
        (Some(_), Some(_)) => Err(Rejected::Malformed),
        (Some(length), None) => {
            let length = length.to_str().ok().and_then(|length| length.parse().ok());
            length.map(Length::Fixed).ok_or(Rejected::Malformed)
        }
        (None, _) if ends == Ends::WithHead => Ok(Length::None),
        // As many bytes as frames bring.
        (None, _) => Ok(Length::Chunked),
    }
}

struct Fields<'a> {
    head: &'a mut Head,
    text: &'a mut Vec<u8>,
    limits: &'a ReadLimits,
}

impl Fields<'_> {
    /// The authority is what `Host` is in HTTP/1.1; where both are there, they have to be the same (section 8.3.1).
    fn add_host(&mut self, parts: &Parts) -> Result<(), Rejected> {
        let mut hosts =
            parts.headers.get_all(http::header::HOST).iter().map(http::HeaderValue::as_bytes);
        let (first, second) = (hosts.next(), hosts.next());
        let authority = parts.uri.authority().map(|authority| authority.as_str().as_bytes());
        let host = match (authority, first) {
            (None, None) => return Ok(()),
            (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other) => {
                return Err(Rejected::Malformed);
            }
            (Some(host), _) | (None, Some(host)) => host,
        };
        if second.is_some() || !is_host(host) {
            return Err(Rejected::Malformed);
        }
        self.add(b"host", host)
    }

    /// Cookies may come in pieces, to be compressed better; they are one field (section 8.2.3).
    fn add_cookies(&mut self, headers: &HeaderMap) -> Result<(), Rejected> {
        let mut pieces = headers.get_all(http::header::COOKIE).iter();
        let Some(first) = pieces.next() else { return Ok(()) };
        let mut joined = first.as_bytes().to_vec();
        for piece in pieces {
            joined.extend_from_slice(b"; ");
            joined.extend_from_slice(piece.as_bytes());
        }
        self.add(b"cookie", &joined)
    }

    fn add(&mut self, name: &[u8], value: &[u8]) -> Result<(), Rejected> {
        let has_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
        // Section 8.2.1; and names are as long as the packed interface can say.
        if has_space(value.first()) || has_space(value.last()) || name.len() > usize::from(u8::MAX)
        {
            return Err(Rejected::Malformed);
        }
        let all = self.text.len() + name.len() + value.len();
        if all > usize::from(self.limits.head)
            || self.head.fields.len() >= usize::from(self.limits.fields)
        {
            return Err(Refusal::HeadTooLarge.into());
        }
        let id = known_id(name);
        self.head.known |= (1 << id) & !1;
        let name = self.span(name);
        let value = self.span(value);
        self.head.fields.push(Field { id, name, value });
        Ok(())
    }

    fn span(&mut self, part: &[u8]) -> Span {
        // Heads are shorter than 64 KiB, and this was just compared with their limit.
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let span = Span { at: narrow(self.text.len()), length: narrow(part.len()) };
        self.text.extend_from_slice(part);
        span
    }
}

/// Fields of an answer that say something of a connection, which HTTP/2 has no fields for (section 8.2.2).
pub(super) fn is_of_connection(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "connection" | "keep-alive" | "proxy-connection" | "transfer-encoding" | "upgrade" | "te"
    )
}
