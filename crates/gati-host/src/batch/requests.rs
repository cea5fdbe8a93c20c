//! Requests → words and bytes. This file is long because the words of every record are written in one place.

use std::borrow::Cow;

use gati_router::Method;

use crate::access::Sort;
use crate::http::{Form, Head, Offer, Scheme, Span, Verb, Version};
use crate::lessons::{BodyProgram, Reading, TextForm};

/// Bodies up to this size lie in the buffer; larger ones are handed over by a handle.
pub const LARGEST_INLINE: usize = 64 * 1024;

/// What the largest record takes: its words, a head, parameters that repeat it, an address, and a body.
const LARGEST_RECORD: usize = 16 * 1024 + 2 * 64 * 1024 + LARGEST_INLINE;

/// The least size of the buffer that makes sense.
pub const LEAST_BUFFER: usize = 2 * LARGEST_RECORD;

const KIND_REQUEST: u32 = 1;
const KIND_BODY: u32 = 2;
const KIND_RECORDED: u32 = 9;
const FLAG_OLD_VERSION: u32 = 1;
const FLAG_DETACHED: u32 = 2;
const FLAG_FOLLOWS: u32 = 4;
const FLAG_HAD_BODY: u32 = 8;
const FLAG_ESCAPES: u32 = 16;
const FLAG_TWO: u32 = 32;
const FLAG_TLS: u32 = 64;
const FLAG_READ: u32 = 128;
/// What word 17 says.
const HANDED_OVER: u32 = 1;
const READ: u32 = 2;
const FLAG_OFFER: u32 = 256;
const NOT_ASCII: u32 = 1 << 31;
/// Words of a request before its parameters.
const FIXED_WORDS: usize = 18;

/// What is told of an exchange besides requests and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The body is complete.
    BodyEnd,
    /// The body will not be complete, for the reason with this number.
    BodyFailed(u32),
    /// The connection closed before the answer had left.
    Gone,
    /// A stream may go on.
    Writable,
    /// The last byte of a streamed answer went to the socket.
    Sent,
    /// The last connection closed after the listener did.
    Closed,
}

/// Where a client calls from, as text: no more than an address of IPv6 needs.
#[derive(Debug, Clone, Copy)]
pub struct Address {
    text: [u8; 46],
    length: u8,
}

impl Default for Address {
    fn default() -> Self {
        Self { text: [0; 46], length: 0 }
    }
}

impl Address {
    /// Text that is too long for an address is cut.
    pub fn new(text: &str) -> Self {
        let mut address = Self::default();
        for (place, byte) in address.text.iter_mut().zip(text.bytes()) {
            *place = byte;
            address.length += 1;
        }
        address
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.text[..usize::from(self.length)]
    }
}

/// Everything a record says of a request.
#[derive(Debug)]
pub struct RequestRecord<'a> {
    /// The place of the connection.
    pub slot: u32,
    /// The name of the exchange.
    pub key: u32,
    /// The position of the route, if there is one.
    pub route: Option<u32>,
    /// The methods the path has, where there is no route.
    pub allowed: u32,
    /// The values of the route's names.
    pub params: &'a [(&'a str, Cow<'a, str>)],
    /// How the head was read.
    pub head: &'a Head,
    /// The bytes of the head.
    pub text: &'a [u8],
    /// Where the client calls from.
    pub address: &'a Address,
    /// The body.
    pub body: PackedBody<'a>,
    /// Whether it may go on with another protocol.
    pub offer: Offer,
    /// Why the request is to be refused, as the README numbers it; 0 otherwise.
    pub refusal: u32,
    /// What its URL begins with.
    pub scheme: Scheme,
    /// What JavaScript calls what it has said of such requests; 0 for nothing.
    pub lesson: u32,
    /// What was read of the body.
    pub read: BodyRead,
    /// What read it.
    pub program: Option<&'a dyn BodyProgram>,
}

/// What was read of a body before JavaScript is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyRead {
    /// Nothing: nobody looked at it.
    Not,
    /// JavaScript has to say what it is.
    HandedOver,
    /// All of it: the tape is the one with this number.
    Whole(u32, TextForm),
}

/// Places of a tape before which the next one does not begin.
const STRIDE: usize = 128;

/// How a body goes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackedBody<'a> {
    /// There is none.
    Absent,
    /// In the buffer.
    Inline(&'a [u8]),
    /// By a handle: handle and length.
    Detached(u32, u32),
    /// In records of its own.
    Follows,
}

/// The buffer, as far as it is filled.
#[derive(Debug)]
pub struct Requests<'buffer> {
    bytes: &'buffer mut [u8],
    tapes: &'buffer mut [u64],
    /// The first tape that is free.
    tape: usize,
    end: usize,
    asked: usize,
    count: u32,
}

/// How far a buffer is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// Bytes.
    pub end: usize,
    /// The end of what JavaScript may ask for later: what was recorded behind it is taken at once.
    pub asked: usize,
    /// Records.
    pub count: u32,
    tape: usize,
}

impl<'buffer> Requests<'buffer> {
    /// An empty one. The buffer has at least [`LEAST_BUFFER`] bytes.
    pub fn new(bytes: &'buffer mut [u8]) -> Self {
        Self::behind(bytes, Filled::default())
    }

    /// One that has so many records already.
    pub fn behind(bytes: &'buffer mut [u8], filled: Filled) -> Self {
        let Filled { end, asked, count, tape } = filled;
        Self { bytes, tapes: &mut [], tape, end, asked, count }
    }

    /// How far it is filled.
    pub fn filled(&self) -> Filled {
        Filled { end: self.end, asked: self.asked, count: self.count, tape: self.tape }
    }

    /// The same with places for what is read of bodies.
    #[must_use]
    pub fn with_tapes(self, tapes: &'buffer mut [u64]) -> Self {
        Self { tapes, ..self }
    }

    /// How many of these places may have been written.
    pub fn taken_places(&self) -> usize {
        self.tapes.len().min(self.tape * STRIDE)
    }

    /// Reads a body onto a tape of this buffer.
    pub(crate) fn read(&mut self, program: &dyn BodyProgram, body: &[u8]) -> BodyRead {
        let free = self.tapes.get_mut(self.tape * STRIDE..).unwrap_or_default();
        match program.read(body, free) {
            Reading::Whole(places, form) => {
                let tape = self.tape;
                self.tape += places.div_ceil(STRIDE).max(1);
                BodyRead::Whole(narrow(tape), form)
            }
            Reading::HandedOver => BodyRead::HandedOver,
            Reading::NoRoom => BodyRead::Not,
        }
    }

    /// Whether any record fits.
    pub fn has_room(&self) -> bool {
        self.bytes.len() - self.end >= LARGEST_RECORD
    }

    /// How many records there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// How many bytes they take.
    pub fn end(&self) -> usize {
        self.end
    }

    /// A request. Must not be called without room.
    pub fn request(&mut self, record: &RequestRecord<'_>) {
        let RequestRecord { head, text, params, .. } = record;
        let words = FIXED_WORDS + 2 * (params.len() + head.fields.len());
        let start = self.end;
        let mut bytes = Bytes { all: self.bytes, end: start + words * 4 };
        let head_at = bytes.add(text);
        let head_bytes = &mut bytes.all[head_at..head_at + text.len()];
        for field in &head.fields {
            let name = usize::from(field.name.at);
            head_bytes[name..name + usize::from(field.name.length)].make_ascii_lowercase();
        }
        let (target_at, target_length, path_length) = add_target(&mut bytes, head, text, head_at);
        let has_escapes = memchr::memchr(b'%', target_of(head, text)).is_some();
        let address_at = bytes.add(record.address.bytes());
        let mut flags = match head.version {
            Version::Old => FLAG_OLD_VERSION,
            Version::Current => 0,
            Version::Two => FLAG_TWO,
        };
        flags |= if has_escapes { FLAG_ESCAPES } else { 0 };
        flags |= if record.scheme == Scheme::Https { FLAG_TLS } else { 0 };
        flags |= if record.offer == Offer::Upgrade { FLAG_OFFER } else { 0 };
        let mut read = 0;
        let (body_at, body_length) = match record.body {
            PackedBody::Absent => (0, 0),
            PackedBody::Inline(body) => {
                flags |= FLAG_HAD_BODY;
                let at = bytes.add(body);
                read = bytes.add_text(body, record);
                (narrow(at), narrow(body.len()))
            }
            PackedBody::Detached(handle, length) => {
                flags |= FLAG_HAD_BODY | FLAG_DETACHED;
                (handle, length)
            }
            PackedBody::Follows => {
                flags |= FLAG_HAD_BODY | FLAG_FOLLOWS;
                (0, 0)
            }
        };
        flags |= if read & 3 == READ { FLAG_READ } else { 0 };
        let mut words = Words { at: start + 16, bytes };
        words.put(record.route.unwrap_or(u32::MAX));
        words.put(verb_number(head.verb));
        words.put(record.allowed);
        words.put(narrow(target_at));
        words.put(narrow(path_length) << 16 | narrow(target_length));
        words.put(narrow(head_at));
        words.put(narrow(params.len()) << 16 | narrow(head.fields.len()));
        words.put(body_at);
        words.put(body_length);
        words.put(head.known);
        words.put(narrow(address_at) << 8 | u32::from(record.address.length));
        words.put(record.refusal);
        words.put(record.lesson);
        words.put(read);
        for (_, param) in *params {
            let at = words.bytes.add(param.as_bytes());
            words.put(narrow(at));
            words.put(narrow(param.len()) | if param.is_ascii() { 0 } else { NOT_ASCII });
        }
        for field in &head.fields {
            words.put(
                u32::from(field.id) << 24
                    | u32::from(field.name.length) << 16
                    | u32::from(field.name.at),
            );
            words.put(u32::from(field.value.length) << 16 | u32::from(field.value.at));
        }
        let end = words.bytes.end;
        self.close(KIND_REQUEST | flags << 8, record.slot, record.key, end);
    }

    /// A part of a streamed body, of at most [`LARGEST_INLINE`] bytes.
    pub fn piece(&mut self, slot: u32, key: u32, piece: &[u8]) {
        let start = self.end;
        let mut bytes = Bytes { all: self.bytes, end: start + 24 };
        let at = bytes.add(piece);
        let mut words = Words { at: start + 16, bytes };
        words.put(narrow(at));
        words.put(narrow(piece.len()));
        let end = words.bytes.end;
        self.close(KIND_BODY, slot, key, end);
    }

    /// A notice.
    pub fn notice(&mut self, slot: u32, key: u32, notice: Notice) {
        let start = self.end;
        let (kind, reason) = match notice {
            Notice::BodyEnd => (3, 0),
            Notice::BodyFailed(reason) => (4, reason),
            Notice::Gone => (5, 0),
            Notice::Writable => (6, 0),
            Notice::Sent => (7, 0),
            Notice::Closed => (8, 0),
        };
        let mut words = Words { at: start + 16, bytes: Bytes { all: self.bytes, end: start + 20 } };
        words.put(reason);
        let end = words.bytes.end;
        self.close(kind, slot, key, end);
    }

    /// What was recorded of requests: a piece of text. Must not be called without room.
    pub(crate) fn recorded(&mut self, sort: Sort, text: &[u8]) {
        let start = self.end;
        let mut bytes = Bytes { all: self.bytes, end: start + 28 };
        let at = bytes.add(text);
        let mut words = Words { at: start + 16, bytes };
        words.put(match sort {
            Sort::Lines => 1,
            Sort::Records => 2,
            Sort::Counts => 3,
        });
        words.put(narrow(at));
        words.put(narrow(text.len()));
        let (end, asked) = (words.bytes.end, self.asked);
        self.close(KIND_RECORDED, 0, 0, end);
        self.asked = asked;
    }

    /// The words every record begins with.
    fn close(&mut self, kind_and_flags: u32, slot: u32, key: u32, end: usize) {
        let start = self.end;
        let end = end.next_multiple_of(4);
        let mut words = Words { at: start, bytes: Bytes { all: self.bytes, end } };
        words.put(kind_and_flags);
        words.put(narrow((end - start) / 4));
        words.put(slot);
        words.put(key);
        self.end = end;
        self.asked = end;
        self.count += 1;
    }
}

/// The target as it was sent; of the bare form, its query.
pub(crate) fn target_of<'a>(head: &Head, text: &'a [u8]) -> &'a [u8] {
    Span { at: head.target.at, length: head.target.length }.of(text)
}

fn add_target(
    bytes: &mut Bytes<'_>,
    head: &Head,
    text: &[u8],
    head_at: usize,
) -> (usize, usize, usize) {
    let (length, path) = (usize::from(head.target.length), usize::from(head.target.path));
    if head.target.form == Form::Bare {
        let at = bytes.add(b"/");
        bytes.add(target_of(head, text));
        return (at, length + 1, 1);
    }
    (head_at + usize::from(head.target.at), length, path)
}

fn verb_number(verb: Verb) -> u32 {
    match verb {
        Verb::Route(method) => narrow(method.index()),
        Verb::Trace | Verb::Unknown => narrow(Method::COUNT),
    }
}

struct Bytes<'buffer> {
    all: &'buffer mut [u8],
    end: usize,
}

impl Bytes<'_> {
    fn add(&mut self, bytes: &[u8]) -> usize {
        let at = self.end;
        self.all[at..at + bytes.len()].copy_from_slice(bytes);
        self.end += bytes.len();
        at
    }
}

impl Bytes<'_> {
    /// Says what was read of a body that ends here, whose text follows if the bytes are not the text: its length, and
    /// the text. One that has no room was not read.
    fn add_text(&mut self, body: &[u8], record: &RequestRecord<'_>) -> u32 {
        let (tape, form) = match record.read {
            BodyRead::Not => return 0,
            BodyRead::HandedOver => return HANDED_OVER,
            BodyRead::Whole(tape, form) => (tape, form),
        };
        let number = match form {
            TextForm::Ascii => return READ | tape << 8,
            TextForm::Latin1 => 1,
            TextForm::Utf16 => 2,
        };
        let at = self.end.next_multiple_of(4);
        let Some((length, room)) = self.all.get_mut(at..).and_then(<[u8]>::split_first_chunk_mut)
        else {
            return 0;
        };
        let Some(taken) = record.program.and_then(|program| program.decode(body, form, room))
        else {
            return 0;
        };
        *length = narrow(taken).to_ne_bytes();
        self.end = at + 4 + taken;
        READ | number << 2 | tape << 8
    }
}

struct Words<'buffer> {
    bytes: Bytes<'buffer>,
    at: usize,
}

impl Words<'_> {
    fn put(&mut self, word: u32) {
        self.bytes.all[self.at..self.at + 4].copy_from_slice(&word.to_ne_bytes());
        self.at += 4;
    }
}

/// Buffers are far smaller than 4 GiB.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
