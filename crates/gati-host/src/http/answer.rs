//! Answers as bytes: the line, the fields that are owed, the framing.

use super::field::list_has;
use super::head::{Persistence, Version, is_token};
use super::status::reason;

/// The date of an answer, as RFC 9110 writes it. Made once a second.
pub type DateText = [u8; 29];

/// Fields of an answer, packed: a word for each, `length of the name << 16 | length of the value`, and the text of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackedFields<'bytes> {
    lengths: &'bytes [u8],
    text: &'bytes [u8],
}

impl<'bytes> PackedFields<'bytes> {
    /// Nothing where the lengths are more than the text.
    pub fn new(lengths: &'bytes [u8], text: &'bytes [u8]) -> Option<Self> {
        let packed = Self { lengths, text };
        let total: usize = packed.sizes().map(|(name, value)| name + value).sum();
        (total == text.len()).then_some(packed)
    }

    fn sizes(self) -> impl Iterator<Item = (usize, usize)> {
        self.lengths.chunks_exact(4).map(|word| {
            let word = u32::from_ne_bytes([word[0], word[1], word[2], word[3]]);
            ((word >> 16) as usize, (word & 0xffff) as usize)
        })
    }

    /// Names and values, in order.
    pub fn iter(self) -> impl Iterator<Item = (&'bytes [u8], &'bytes [u8])> {
        let mut rest = self.text;
        self.sizes().map_while(move |(name, value)| {
            let (name, after) = rest.split_at_checked(name)?;
            let (value, after) = after.split_at_checked(value)?;
            rest = after;
            Some((name, value))
        })
    }
}

/// What is answered, apart from the body.
#[derive(Debug, Clone, Copy)]
pub struct AnswerHead<'bytes> {
    /// From 200 to 599.
    pub status: u16,
    /// The content type, unless it is among the fields.
    pub content_type: Option<&'static str>,
    /// Every other field.
    pub fields: PackedFields<'bytes>,
    /// Whether the server wants the connection to end with this answer.
    pub persistence: Persistence,
}

/// How the end of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// There is no body, and no length of one.
    Bodiless,
    /// By its length.
    Length(u64),
    /// By chunks.
    Chunked,
    /// By the end of the connection.
    Close,
}

/// What an answer has to say of the body and the connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Agreed {
    pub(crate) framing: Framing,
    pub(crate) version: Version,
    pub(crate) persistence: Persistence,
}

/// A field cannot be sent: its name is no token, or its value has a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsendable;

/// Fields that say something of the connection and the framing, which is known here alone.
fn is_own(name: &[u8]) -> bool {
    match name.len() {
        10 => name.eq_ignore_ascii_case(b"connection") || name.eq_ignore_ascii_case(b"keep-alive"),
        14 => name.eq_ignore_ascii_case(b"content-length"),
        17 => name.eq_ignore_ascii_case(b"transfer-encoding"),
        _ => false,
    }
}

impl AnswerHead<'_> {
    /// What the fields say of the connection, and whether all can be sent.
    pub(crate) fn check(&self) -> Result<Persistence, Unsendable> {
        let mut persistence = self.persistence;
        for (name, value) in self.fields.iter() {
            let is_sendable = !name.is_empty()
                && name.iter().all(|byte| is_token(*byte))
                && value.iter().all(|byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..));
            if !is_sendable {
                return Err(Unsendable);
            }
            if name.eq_ignore_ascii_case(b"connection") && list_has(value, b"close") {
                persistence = Persistence::Close;
            }
        }
        if (200..=599).contains(&self.status) { Ok(persistence) } else { Err(Unsendable) }
    }

    /// The length among the fields, which is looked at where the body is streamed.
    pub(crate) fn declared_length(&self) -> Option<u64> {
        let (_, value) =
            self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(b"content-length"))?;
        std::str::from_utf8(value).ok()?.parse().ok()
    }

    /// Writes line and fields.
    pub(crate) fn write(&self, out: &mut Vec<u8>, agreed: Agreed, date: &DateText) {
        let Agreed { framing, version, persistence } = agreed;
        out.extend_from_slice(b"HTTP/1.1 ");
        if self.status == 200 {
            out.extend_from_slice(b"200 OK\r\n");
        } else {
            write_number(out, u64::from(self.status));
            out.push(b' ');
            out.extend_from_slice(reason(self.status).as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        if let Some(content_type) = self.content_type {
            write_field(out, b"content-type", content_type.as_bytes());
        }
        let mut has_date = false;
        for (name, value) in self.fields.iter().filter(|(name, _)| !is_own(name)) {
            has_date |= name.eq_ignore_ascii_case(b"date");
            write_field(out, name, value);
        }
        if !has_date {
            write_field(out, b"date", date);
        }
        match (persistence, version) {
            (Persistence::Close, _) => out.extend_from_slice(b"connection: close\r\n"),
            (Persistence::Keep, Version::Old) => {
                out.extend_from_slice(b"connection: keep-alive\r\n");
            }
            (Persistence::Keep, Version::Current | Version::Two) => {}
        }
        match framing {
            Framing::Length(length) => {
                out.extend_from_slice(b"content-length: ");
                write_number(out, length);
                out.extend_from_slice(b"\r\n");
            }
            Framing::Chunked => out.extend_from_slice(b"transfer-encoding: chunked\r\n"),
            Framing::Bodiless | Framing::Close => {}
        }
        out.extend_from_slice(b"\r\n");
    }
}

fn write_field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A chunk: its size in hexadecimal, and its bytes.
pub(crate) fn write_chunk(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut digits = [0; 16];
    let mut at = digits.len();
    let mut size = bytes.len();
    while size > 0 {
        at -= 1;
        digits[at] = b"0123456789abcdef"[size & 15];
        size >>= 4;
    }
    out.extend_from_slice(&digits[at..]);
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
}
