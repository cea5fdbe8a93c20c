//! Bytes of a connection → requests. No sockets and no clock: bytes go in, and what they mean comes out, the same
//! wherever they were cut.

use std::borrow::Cow;

use super::chunks::{Chunked, Chunks};
use super::head::{Expectation, Head, Length, Verb};
use super::refusal::{Flaw, Refusal};
use super::scan::{HeadScan, Scanned};

/// How large things may be.
#[derive(Debug, Clone)]
pub struct ReadLimits {
    /// Bytes of a head; at most 65,535.
    pub head: u16,
    /// Fields of a head.
    pub fields: u16,
    /// Bytes of a body that is kept, or read and thrown away.
    pub body: u64,
    /// Bytes of a body that is handed over as it comes; 0 is no limit.
    pub stream: u64,
}

impl ReadLimits {
    /// The most bytes of a body that is used in a way.
    fn most(&self, used_as: BodyUse) -> u64 {
        match used_as {
            BodyUse::Keep | BodyUse::Discard => self.body,
            BodyUse::Stream if self.stream > 0 => self.stream,
            BodyUse::Stream => u64::MAX,
        }
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { head: 16 * 1024, fields: 100, body: 1024 * 1024, stream: 0 }
    }
}

/// What becomes of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyUse {
    /// It is kept until it is complete.
    Keep,
    /// It is read, and nobody asks for it.
    Discard,
    /// It is handed over as it comes.
    Stream,
}

/// What comes next. The bytes of it are those that were given, or a copy where they came in parts.
#[derive(Debug)]
pub enum Step<'bytes> {
    /// Nothing, until there are more bytes.
    More,
    /// The head is in the given [`Head`], and the client waits to be told to send the body; then as if there had been no step.
    Continue,
    /// A whole request, or its head where the body is streamed or not wanted.
    Request(Arrived<'bytes>),
    /// A part of a streamed body.
    Piece(&'bytes [u8]),
    /// The end of a streamed body.
    End,
    /// What came is no request; nothing is read from here on.
    Refused(Refusal),
}

/// A request. Its head is read in the [`Head`] that was given.
#[derive(Debug)]
pub struct Arrived<'bytes> {
    /// The head, as it was sent.
    pub head: Cow<'bytes, [u8]>,
    /// The body, unless it is streamed.
    pub body: Cow<'bytes, [u8]>,
    /// Why the body is not there: the request is answered with it, and the connection ends.
    pub refusal: Option<Refusal>,
    /// Whether the body follows in pieces.
    pub follows: Follows,
}

/// Whether there is more of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// It is complete.
    Nothing,
    /// Its body comes in pieces.
    Body,
    /// Nobody asks for its body, which is too long to be thrown away: the connection ends with the answer.
    Unread,
    /// It is complete, and what comes behind it may be of another protocol.
    Offer,
}

/// Reads one connection.
#[derive(Debug, Default)]
pub struct Reader {
    state: State,
    scan: HeadScan,
}

#[derive(Debug, Default)]
enum State {
    /// Before or in a head.
    #[default]
    Head,
    /// In a body.
    Body(Box<Body>),
    /// Nothing is read any more.
    Over,
}

#[derive(Debug)]
struct Body {
    head: Vec<u8>,
    /// How it was read; exchanged with the caller's when the request is complete.
    read: Head,
    kept: Vec<u8>,
    /// Bytes of it that came, framing aside.
    length: u64,
    framing: Framing,
    used_as: BodyUse,
}

#[derive(Debug)]
enum Framing {
    Fixed(u64),
    Chunked(Chunks),
}

impl Reader {
    /// Whether the next byte begins a request, or is one of the empty lines before it.
    pub fn is_between(&self) -> bool {
        matches!(self.state, State::Head)
    }

    /// Whether a request has begun whose body is not complete.
    pub fn is_in_body(&self) -> bool {
        matches!(self.state, State::Body(_))
    }

    /// Whether nothing is read any more.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Bytes of memory that the body has that is not complete.
    pub fn kept(&self) -> usize {
        match &self.state {
            State::Body(body) => body.kept.capacity(),
            State::Head | State::Over => 0,
        }
    }

    /// Reads no more.
    pub fn finish(&mut self) {
        self.state = State::Over;
    }

    /// How many bytes of a body are to come, where that was declared.
    pub fn rest(&self) -> Option<u64> {
        match &self.state {
            State::Body(body) => match body.framing {
                Framing::Fixed(left) => Some(left),
                Framing::Chunked(_) => None,
            },
            _ => None,
        }
    }

    /// What an end of the bytes means here: nothing between requests, and a refusal within one. `rest` is what was not read.
    pub fn at_end(&mut self, rest: &[u8]) -> Option<Refusal> {
        let is_within = self.is_in_body() || (self.is_between() && !rest.is_empty());
        self.finish();
        is_within.then_some(Refusal::BodyIncomplete)
    }

    /// Reads up to the next step; the number is how many bytes are not needed any more.
    ///
    /// Bytes that were not taken are given again, with more after them. `uses` is asked once for each request that has a body.
    pub fn next<'bytes>(
        &mut self,
        bytes: &'bytes [u8],
        head: &mut Head,
        limits: &ReadLimits,
        uses: impl FnOnce(&Head, &[u8]) -> BodyUse,
    ) -> (usize, Step<'bytes>) {
        let read = match &mut self.state {
            State::Over => return (bytes.len(), Step::More),
            State::Head => self.read_head(bytes, head, limits, uses),
            State::Body(_) => self.read_body(bytes, head, limits),
        };
        read.unwrap_or_else(|refusal| {
            self.finish();
            (bytes.len(), Step::Refused(refusal))
        })
    }

    fn read_head<'bytes>(
        &mut self,
        bytes: &'bytes [u8],
        head: &mut Head,
        limits: &ReadLimits,
        uses: impl FnOnce(&Head, &[u8]) -> BodyUse,
    ) -> Result<(usize, Step<'bytes>), Refusal> {
        // Empty lines before a request are left over from clients that end bodies with one.
        if bytes.starts_with(b"\r\n") {
            let empty = bytes.chunks_exact(2).take_while(|line| *line == b"\r\n").count();
            self.scan = HeadScan::default();
            return Ok((empty * 2, Step::More));
        }
        let most = usize::from(limits.head);
        let seen = bytes.len().min(most + 1);
        let (end, lines) = match self.scan.scan(&bytes[..seen]) {
            Scanned::BareLineFeed => return Err(Refusal::Malformed(Flaw::BareLineFeed)),
            Scanned::Complete { end, lines } if end <= most => (end, lines),
            _ if seen > most && !self.scan.has_line() => return Err(too_long(&bytes[..seen])),
            _ if seen > most => return Err(Refusal::HeadTooLarge),
            _ => return Ok((0, Step::More)),
        };
        self.scan = HeadScan::default();
        if lines > usize::from(limits.fields) + 1 {
            return Err(Refusal::HeadTooLarge);
        }
        let text = &bytes[..end];
        head.read(text, lines)?;
        let whole = |body| Arrived {
            head: Cow::Borrowed(text),
            body: Cow::Borrowed(body),
            refusal: None,
            follows: Follows::Nothing,
        };
        if matches!(head.length, Length::None | Length::Fixed(0)) {
            return Ok((end, Step::Request(whole(&[]))));
        }
        let used_as = uses(head, text);
        if let Length::Fixed(length) = head.length {
            if length > limits.most(used_as) {
                self.finish();
                let (refusal, follows) = match used_as {
                    BodyUse::Discard => (None, Follows::Unread),
                    _ => (Some(Refusal::BodyTooLarge), Follows::Nothing),
                };
                let arrived = Arrived { refusal, follows, ..whole(&[]) };
                return Ok((bytes.len(), Step::Request(arrived)));
            }
            let rest = &bytes[end..];
            let is_there = usize::try_from(length).ok().and_then(|length| rest.get(..length));
            if let Some(body) = is_there.filter(|_| used_as != BodyUse::Stream) {
                let through = end + body.len();
                let body = if used_as == BodyUse::Keep { body } else { &[] };
                return Ok((through, Step::Request(whole(body))));
            }
        }
        Ok((end, self.begin_body(bytes.split_at(end), head, limits, used_as)))
    }

    /// The body is not all there, or does not have to be.
    fn begin_body<'bytes>(
        &mut self,
        (text, rest): (&'bytes [u8], &[u8]),
        head: &mut Head,
        limits: &ReadLimits,
        used_as: BodyUse,
    ) -> Step<'bytes> {
        let framing = match head.length {
            Length::Fixed(length) => Framing::Fixed(length),
            _ => Framing::Chunked(Chunks::new(usize::from(limits.head))),
        };
        let is_streamed = used_as == BodyUse::Stream;
        let is_waited_for = head.expects == Expectation::Continue && rest.is_empty();
        let mut body = Body {
            head: Vec::new(),
            read: Head::default(),
            kept: Vec::new(),
            length: 0,
            framing,
            used_as,
        };
        if !is_streamed {
            body.head = text.to_vec();
            // The caller's head is its own again; the fields move into the body and come back with it.
            body.read = std::mem::take(head);
            head.verb = body.read.verb;
            head.version = body.read.version;
        }
        self.state = State::Body(Box::new(body));
        if is_streamed {
            return Step::Request(Arrived {
                head: Cow::Borrowed(text),
                body: Cow::Borrowed(&[]),
                refusal: None,
                follows: Follows::Body,
            });
        }
        if is_waited_for { Step::Continue } else { Step::More }
    }

    fn read_body<'bytes>(
        &mut self,
        bytes: &'bytes [u8],
        head: &mut Head,
        limits: &ReadLimits,
    ) -> Result<(usize, Step<'bytes>), Refusal> {
        let State::Body(body) = &mut self.state else { return Ok((0, Step::More)) };
        let mut at = 0;
        loop {
            let (data, is_over) = match &mut body.framing {
                Framing::Fixed(left) => {
                    let rest = &bytes[at..];
                    let length =
                        usize::try_from(*left).map_or(rest.len(), |left| left.min(rest.len()));
                    *left -= length as u64;
                    at += length;
                    (&rest[..length], *left == 0)
                }
                Framing::Chunked(chunks) => match chunks.next(&bytes[at..])? {
                    Chunked::More => return Ok((bytes.len(), Step::More)),
                    Chunked::Data { used, data } => {
                        let data = &bytes[at + data.start..at + data.end];
                        at += used;
                        (data, false)
                    }
                    Chunked::Done { used } => {
                        at += used;
                        (&bytes[..0], true)
                    }
                },
            };
            body.length = body.length.saturating_add(data.len() as u64);
            let is_too_much = body.length > limits.most(body.used_as);
            match body.used_as {
                BodyUse::Stream if is_too_much => return Err(Refusal::BodyTooLarge),
                BodyUse::Stream if !data.is_empty() => return Ok((at, Step::Piece(data))),
                BodyUse::Keep if is_too_much => {
                    let refusal = Some(Refusal::BodyTooLarge);
                    return Ok((bytes.len(), self.complete(head, refusal, Follows::Nothing)));
                }
                BodyUse::Keep => body.kept.extend_from_slice(data),
                BodyUse::Discard if is_too_much => {
                    return Ok((bytes.len(), self.complete(head, None, Follows::Unread)));
                }
                BodyUse::Stream | BodyUse::Discard => {}
            }
            if is_over {
                return Ok((at, self.complete(head, None, Follows::Nothing)));
            }
            if at == bytes.len() {
                return Ok((at, Step::More));
            }
        }
    }

    fn complete<'bytes>(
        &mut self,
        head: &mut Head,
        refusal: Option<Refusal>,
        follows: Follows,
    ) -> Step<'bytes> {
        let is_read = refusal.is_none() && follows == Follows::Nothing;
        let next = if is_read { State::Head } else { State::Over };
        let State::Body(body) = std::mem::replace(&mut self.state, next) else { return Step::More };
        if body.used_as == BodyUse::Stream {
            return Step::End;
        }
        *head = body.read;
        let kept = if refusal.is_some() { Vec::new() } else { body.kept };
        Step::Request(Arrived {
            head: Cow::Owned(body.head),
            body: Cow::Owned(kept),
            refusal,
            follows,
        })
    }
}

/// What is too long about a line that does not end.
fn too_long(line: &[u8]) -> Refusal {
    let space = memchr::memchr(b' ', line);
    match Verb::read(&line[..space.unwrap_or(line.len())]) {
        None => Refusal::Malformed(Flaw::RequestLine),
        // A method longer than any there is (RFC 9112, section 3).
        Some(_) if space.is_none() => Refusal::MethodUnknown,
        Some(_) => Refusal::TargetTooLong,
    }
}

/// How bodies of a verb are used unless somebody knows better: those of GET and HEAD mean nothing.
pub fn usual_use(head: &Head) -> BodyUse {
    use gati_router::Method::{Get, Head as HeadMethod};
    match head.verb {
        Verb::Route(Get | HeadMethod) | Verb::Trace => BodyUse::Discard,
        _ => BodyUse::Keep,
    }
}
