//! Words and bytes → answers. What makes no sense ends the reading: it came from our own JavaScript, and nothing behind it can be trusted.

use crate::http::{AnswerHead, PackedFields, Persistence};

const FLAG_CLOSE: u32 = 1;
const FLAG_ATTACHED: u32 = 2;
const FLAG_ABSENT: u32 = 4;
/// Of facts: ids of a span are among them.
const FLAG_SPAN: u32 = 1;

/// Content types that have a number.
const CONTENT_TYPES: [&str; 5] = [
    "application/json; charset=utf-8",
    "application/problem+json; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/html; charset=utf-8",
    "application/octet-stream",
];

/// Bytes of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload<'bytes> {
    /// In the buffer.
    Inline(&'bytes [u8]),
    /// Handed over before, under this handle.
    Attached(u32),
    /// None, and nothing is to be said of its length.
    Absent,
}

/// One record.
#[derive(Debug, Clone, Copy)]
pub struct AnswerRecord<'bytes> {
    /// The place of the connection.
    pub slot: u32,
    /// The name of the exchange.
    pub key: u32,
    /// What it is.
    pub kind: AnswerKind<'bytes>,
}

/// What an answer's record is.
#[derive(Debug, Clone, Copy)]
pub enum AnswerKind<'bytes> {
    /// A whole answer.
    Whole(AnswerHead<'bytes>, Payload<'bytes>),
    /// The head of a streamed one.
    Head(AnswerHead<'bytes>),
    /// A part of it.
    Piece(Payload<'bytes>),
    /// Its end.
    End,
    /// It cannot be completed.
    Abort,
    /// So many bytes of a streamed body were taken.
    Resume(u32),
    /// The connection goes on with another protocol, whose bytes are those of the pieces.
    Upgrade,
    /// What JavaScript knows of the request, for whoever records it.
    Facts(Facts<'bytes>),
}

/// What JavaScript knows of a request. Texts are empty where there is nothing to be said.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'bytes> {
    /// The number in the id it gave; 0 where it gave none.
    pub number: u64,
    /// The code of the problem that is the answer.
    pub code: &'bytes [u8],
    /// The release that the answer is from.
    pub release: &'bytes [u8],
    /// Where the client is, if that is not where the connection comes from.
    pub address: &'bytes [u8],
    /// The ids of its span and of its trace.
    pub span: Option<([u8; 8], [u8; 16])>,
}

/// The records of a buffer.
#[derive(Debug)]
pub struct Answers<'bytes> {
    rest: &'bytes [u8],
}

impl<'bytes> Answers<'bytes> {
    /// The records in these bytes.
    pub fn new(bytes: &'bytes [u8]) -> Self {
        Self { rest: bytes }
    }

    fn read(&mut self) -> Option<AnswerRecord<'bytes>> {
        let size = word(self.rest, 1)? as usize * 4;
        let (record, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        let first = word(record, 0)?;
        let (kind, flags) = (first & 0xff, first >> 8);
        let kind = match kind {
            1 | 2 => read_head(record, flags, kind == 1)?,
            3 => AnswerKind::Piece(payload(record.get(20..)?, word(record, 4)?, flags)?),
            4 => AnswerKind::End,
            5 => AnswerKind::Abort,
            6 => AnswerKind::Resume(word(record, 4)?),
            7 => AnswerKind::Upgrade,
            8 => AnswerKind::Facts(read_facts(record, flags)?),
            _ => return None,
        };
        Some(AnswerRecord { slot: word(record, 2)?, key: word(record, 3)?, kind })
    }
}

impl<'bytes> Iterator for Answers<'bytes> {
    type Item = AnswerRecord<'bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.read();
        if record.is_none() {
            self.rest = &[];
        }
        record
    }
}

fn read_head(record: &[u8], flags: u32, is_whole: bool) -> Option<AnswerKind<'_>> {
    let line = word(record, 4)?;
    let length = word(record, 5)?;
    let count = word(record, 6)? as usize;
    let (lengths, rest) = record.get(28..)?.split_at_checked(count.checked_mul(4)?)?;
    let text: usize = lengths
        .chunks_exact(4)
        .map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]]))
        .map(|word| (word >> 16) as usize + (word & 0xffff) as usize)
        .sum();
    let (text, rest) = rest.split_at_checked(text)?;
    let content_type = match (line >> 16) as usize {
        0 => None,
        number => Some(*CONTENT_TYPES.get(number - 1)?),
    };
    let persistence = if flags & FLAG_CLOSE == 0 { Persistence::Keep } else { Persistence::Close };
    let status = u16::try_from(line & 0xffff).ok()?;
    let head =
        AnswerHead { status, content_type, fields: PackedFields::new(lengths, text)?, persistence };
    Some(if is_whole {
        AnswerKind::Whole(head, payload(rest, length, flags)?)
    } else {
        AnswerKind::Head(head)
    })
}

fn read_facts(record: &[u8], flags: u32) -> Option<Facts<'_>> {
    let number = u64::from(word(record, 4)?) | u64::from(word(record, 5)?) << 32;
    let lengths = word(record, 6)?;
    let mut rest = record.get(32..)?;
    let mut span = None;
    if flags & FLAG_SPAN != 0 {
        let (ids, texts) = rest.split_at_checked(24)?;
        span = Some((ids[..8].try_into().ok()?, ids[8..].try_into().ok()?));
        rest = texts;
    }
    let (code, rest) = rest.split_at_checked((lengths & 0xffff) as usize)?;
    let (release, rest) = rest.split_at_checked((lengths >> 16) as usize)?;
    let address = rest.get(..word(record, 7)? as usize)?;
    Some(Facts { number, code, release, address, span })
}

fn payload(rest: &[u8], length: u32, flags: u32) -> Option<Payload<'_>> {
    Some(if flags & FLAG_ATTACHED != 0 {
        Payload::Attached(length)
    } else if flags & FLAG_ABSENT != 0 {
        Payload::Absent
    } else {
        Payload::Inline(rest.get(..length as usize)?)
    })
}

fn word(record: &[u8], number: usize) -> Option<u32> {
    let at = number * 4;
    record.get(at..at + 4)?.try_into().ok().map(u32::from_ne_bytes)
}
