//! The head of a request: its line, its fields, and what they say of the body and the connection.

use gati_router::Method;

use super::field::{Field, Span, id, known_id, list_has};
use super::refusal::{Flaw, Refusal};
use super::target::{Form, Target, is_host, read_target};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A method that routes can have.
    Route(Method),
    /// `TRACE`, which is known and which no route has.
    Trace,
    /// Any other.
    Unknown,
}

impl Verb {
    pub(crate) fn read(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"GET" => Self::Route(Method::Get),
            b"POST" => Self::Route(Method::Post),
            b"HEAD" => Self::Route(Method::Head),
            b"PUT" => Self::Route(Method::Put),
            b"PATCH" => Self::Route(Method::Patch),
            b"DELETE" => Self::Route(Method::Delete),
            b"OPTIONS" => Self::Route(Method::Options),
            b"QUERY" => Self::Route(Method::Query),
            b"TRACE" => Self::Trace,
            name if !name.is_empty() && name.iter().all(|byte| is_token(*byte)) => Self::Unknown,
            _ => return None,
        })
    }

    /// Whether it changes nothing (RFC 9110, section 9.2.1), so that requests of one connection may be under way together.
    pub fn is_safe(self) -> bool {
        matches!(
            self,
            Self::Trace | Self::Route(Method::Get | Method::Head | Method::Options | Method::Query)
        )
    }
}

/// The versions that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1.0
    Old,
    /// 1.1 and what comes after it.
    Current,
    /// 2
    Two,
}

/// What the URL of a request begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `http`
    Http,
    /// `https`: TLS is spoken below.
    Https,
}

impl Scheme {
    /// As it is written.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// How long a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// There is none.
    None,
    /// So many bytes.
    Fixed(u64),
    /// As many as the chunks have.
    Chunked,
}

impl Length {
    /// The length that was said.
    pub(crate) fn known(self) -> Option<u64> {
        if let Self::Fixed(length) = self { Some(length) } else { None }
    }
}

/// What becomes of the connection after the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// It stays.
    Keep,
    /// It is closed.
    Close,
}

/// A head that was read. One is used again and again.
#[derive(Debug)]
pub struct Head {
    /// What is asked.
    pub verb: Verb,
    /// In which version.
    pub version: Version,
    /// Of what.
    pub target: Target,
    /// Every field, in order.
    pub fields: Vec<Field>,
    /// A bit for each known field that is there.
    pub known: u32,
    /// The body that follows.
    pub length: Length,
    /// Whether the client would like to hear 100 before it sends the body.
    pub expects: Expectation,
    /// What the client wants to become of the connection.
    pub persistence: Persistence,
    /// Whether it would go on with another protocol.
    pub offer: Offer,
}

/// Whether a client would go on with another protocol than HTTP (RFC 9110, section 7.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// No.
    None,
    /// `Upgrade` says which, and `Connection` that it is meant for whoever reads it.
    Upgrade,
}

/// Whether a client waits before it sends the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// No.
    None,
    /// `Expect: 100-continue`
    Continue,
}

impl Expectation {
    /// What `Expect` says, which can be one thing only (RFC 9110, section 10.1.1).
    pub(crate) fn read(value: &[u8]) -> Result<Self, Refusal> {
        if list_has(value, b"100-continue") {
            return Ok(Self::Continue);
        }
        Err(Refusal::ExpectationUnknown)
    }
}

impl Default for Head {
    fn default() -> Self {
        Self {
            verb: Verb::Unknown,
            version: Version::Current,
            target: Target::default(),
            fields: Vec::new(),
            known: 0,
            length: Length::None,
            expects: Expectation::None,
            persistence: Persistence::Keep,
            offer: Offer::None,
        }
    }
}

/// How many fields there is room for without asking for memory.
const FEW: usize = 24;

impl Head {
    /// The first field with a known number.
    pub fn find(&self, id: u8) -> Option<&Field> {
        if self.known & 1 << id == 0 {
            return None;
        }
        self.fields.iter().find(|field| field.id == id)
    }

    /// Reads a head of so many lines, which is complete: it ends with an empty line, and every line with CRLF.
    pub(crate) fn read(&mut self, head: &[u8], lines: usize) -> Result<(), Refusal> {
        // The first carriage return has to be that of the line's end: what follows one that stands alone would be taken
        // for a line of its own here, and for a part of this one elsewhere.
        let end = memchr::memchr(b'\r', head)
            .filter(|end| head.get(end + 1) == Some(&b'\n'))
            .ok_or(Refusal::Malformed(Flaw::RequestLine))?;
        self.read_line(&head[..end])?;
        let rest = head.get(end + 2..).unwrap_or_default();
        let parsed = if lines <= FEW {
            let mut room = [httparse::EMPTY_HEADER; FEW];
            self.read_fields(head, rest, &mut room)
        } else {
            self.read_fields(head, rest, &mut vec![httparse::EMPTY_HEADER; lines])
        };
        parsed.map_err(Refusal::Malformed)?;
        self.settle(head)
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), Refusal> {
        let bad = Refusal::Malformed(Flaw::RequestLine);
        let first = memchr::memchr(b' ', line).ok_or(bad)?;
        let last = memchr::memrchr(b' ', line).filter(|last| *last > first).ok_or(bad)?;
        self.verb = Verb::read(&line[..first]).ok_or(bad)?;
        self.version = match &line[last + 1..] {
            b"HTTP/1.1" => Version::Current,
            b"HTTP/1.0" => Version::Old,
            [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
                if major.is_ascii_digit() && minor.is_ascii_digit() =>
            {
                // A later minor version is read as the last that is known (RFC 9110, section 2.5).
                if *major != b'1' {
                    return Err(Refusal::VersionUnknown);
                }
                Version::Current
            }
            _ => return Err(bad),
        };
        let target = &line[first + 1..last];
        self.target = match read_target(target, first + 1) {
            Ok(target) => target,
            // The target of CONNECT is a host and a port.
            Err(_) if &line[..first] == b"CONNECT" && is_host(target) => Target::default(),
            Err(flaw) => return Err(Refusal::Malformed(flaw)),
        };
        if self.target.form == Form::Server && self.verb != Verb::Route(Method::Options) {
            return Err(Refusal::Malformed(Flaw::Target));
        }
        Ok(())
    }

    fn read_fields<'head>(
        &mut self,
        head: &'head [u8],
        rest: &'head [u8],
        room: &mut [httparse::Header<'head>],
    ) -> Result<(), Flaw> {
        self.fields.clear();
        self.known = 0;
        let Ok(httparse::Status::Complete((used, parsed))) = httparse::parse_headers(rest, room)
        else {
            return Err(Flaw::Field);
        };
        if used != rest.len() {
            return Err(Flaw::Field);
        }
        let start = head.as_ptr().addr();
        for field in parsed {
            let name = field.name.as_bytes();
            if name.len() > usize::from(u8::MAX) {
                return Err(Flaw::Field);
            }
            let id = known_id(name);
            self.known |= (1 << id) & !1;
            self.fields.push(Field {
                id,
                name: span(name, start),
                value: span(field.value, start),
            });
        }
        Ok(())
    }

    /// What the fields say together.
    fn settle(&mut self, head: &[u8]) -> Result<(), Refusal> {
        const LOOKED_AT: u32 = 1 << id::CONTENT_LENGTH
            | 1 << id::TRANSFER_ENCODING
            | 1 << id::CONNECTION
            | 1 << id::EXPECT;
        self.length = Length::None;
        self.expects = Expectation::None;
        self.offer = Offer::None;
        self.persistence = match self.version {
            Version::Current | Version::Two => Persistence::Keep,
            Version::Old => Persistence::Close,
        };
        self.check_host(head)?;
        if self.known & LOOKED_AT != 0 {
            self.read_framing(head)?;
            self.read_connection(head)?;
        }
        Ok(())
    }

    fn check_host(&self, head: &[u8]) -> Result<(), Refusal> {
        let mut hosts = self.fields.iter().filter(|field| field.id == id::HOST);
        let flaw = match (hosts.next(), hosts.next()) {
            (None, _) if self.version == Version::Old => return Ok(()),
            (None, _) => Flaw::HostMissing,
            (Some(_), Some(_)) => Flaw::HostTwice,
            (Some(host), None) if is_host(host.value.of(head)) => return Ok(()),
            (Some(_), None) => Flaw::HostInvalid,
        };
        Err(Refusal::Malformed(flaw))
    }

    fn read_framing(&mut self, head: &[u8]) -> Result<(), Refusal> {
        let mut is_coded = false;
        let mut length = None;
        for field in &self.fields {
            match field.id {
                id::CONTENT_LENGTH => {
                    // Even equal ones: nobody sends two but who hopes that somebody reads the other.
                    if length.is_some() {
                        return Err(Refusal::Malformed(Flaw::LengthTwice));
                    }
                    length = Some(read_length(field.value.of(head))?);
                }
                id::TRANSFER_ENCODING => {
                    if is_coded {
                        return Err(Refusal::Malformed(Flaw::CodingOrder));
                    }
                    read_coding(field.value.of(head))?;
                    is_coded = true;
                }
                _ => {}
            }
        }
        self.length = match (length, is_coded) {
            (Some(_), true) => return Err(Refusal::Malformed(Flaw::LengthAndCoding)),
            (_, true) if self.version == Version::Old => {
                return Err(Refusal::Malformed(Flaw::CodingInOldVersion));
            }
            (None, true) => Length::Chunked,
            (Some(length), false) => Length::Fixed(length),
            (None, false) => Length::None,
        };
        Ok(())
    }

    fn read_connection(&mut self, head: &[u8]) -> Result<(), Refusal> {
        let mut is_closing = false;
        for field in &self.fields {
            let value = field.value.of(head);
            match field.id {
                id::CONNECTION => {
                    is_closing |= list_has(value, b"close");
                    let is_offer = self.known & 1 << id::UPGRADE != 0
                        && self.version == Version::Current
                        && list_has(value, b"upgrade");
                    if is_offer {
                        self.offer = Offer::Upgrade;
                    }
                    if list_has(value, b"keep-alive") {
                        self.persistence = Persistence::Keep;
                    }
                }
                id::EXPECT if self.version == Version::Current => {
                    self.expects = Expectation::read(value)?;
                }
                _ => {}
            }
        }
        if is_closing {
            self.persistence = Persistence::Close;
        }
        Ok(())
    }
}

fn span(part: &[u8], start: usize) -> Span {
    let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    Span { at: narrow(part.as_ptr().addr() - start), length: narrow(part.len()) }
}

fn read_length(value: &[u8]) -> Result<u64, Refusal> {
    let digits = std::str::from_utf8(value).ok().filter(|_| value.iter().all(u8::is_ascii_digit));
    // A length that no number holds means nothing: readers that count on differ in what they come to.
    digits.and_then(|digits| digits.parse().ok()).ok_or(Refusal::Malformed(Flaw::LengthInvalid))
}

fn read_coding(value: &[u8]) -> Result<(), Refusal> {
    if value.eq_ignore_ascii_case(b"chunked") {
        return Ok(());
    }
    let mut codings = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).peekable();
    while let Some(coding) = codings.next() {
        let is_chunked = coding.eq_ignore_ascii_case(b"chunked");
        let is_last = codings.peek().is_none();
        if coding.is_empty() || !coding.iter().all(|byte| is_token(*byte)) || is_chunked != is_last
        {
            return Err(Refusal::Malformed(Flaw::CodingOrder));
        }
    }
    Err(Refusal::CodingUnknown)
}

/// What names and methods are made of (RFC 9110, section 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
