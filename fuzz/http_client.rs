//! What the fuzzers of the host share: the other end of a connection, which reads answers as a client has to, and packed
//! answers made of any bytes. Included by path.
#![allow(dead_code, reason = "each of them uses its own part of this file")]

/// Any bytes as instructions. When there are none left, everything is 0.
pub struct Script<'bytes>(pub &'bytes [u8]);

impl<'bytes> Script<'bytes> {
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub fn take(&mut self, most: usize) -> &'bytes [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

/// How a request was asked.
#[derive(Clone, Copy, Debug)]
pub struct AskedAs {
    pub is_head: bool,
    pub is_old: bool,
    pub closes: bool,
}

/// An answer as a client reads it.
#[derive(Debug, PartialEq, Eq)]
pub struct Got {
    pub status: u16,
    pub fields: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
    pub is_whole: bool,
}

impl Got {
    pub fn field(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }
}

/// The answers in what came over a connection. Panics at anything a client could read in two ways; only the last one may
/// have an end that is missing. `asked` are the requests, as far as they are known; the answers 100 are left out.
pub fn read_answers(bytes: &[u8], asked: &[AskedAs]) -> Vec<Got> {
    let mut rest = bytes;
    let mut answers: Vec<Got> = Vec::new();
    while !rest.is_empty() {
        if let Some(last) = answers.last() {
            assert!(last.is_whole, "bytes behind an answer that has no end");
            assert_ne!(last.field("connection"), Some(b"close".as_slice()), "more after the last");
        }
        let Some(end) = find(rest, b"\r\n\r\n") else {
            // The socket took a part of a head.
            return answers;
        };
        let (status, fields) = read_head(&rest[..end]);
        rest = &rest[end + 4..];
        if status == 100 {
            assert!(fields.is_empty());
            continue;
        }
        let is_head = asked.get(answers.len()).is_some_and(|asked| asked.is_head);
        let mut got = Got { status, fields, body: Vec::new(), is_whole: true };
        rest = read_body(&mut got, is_head, rest);
        answers.push(got);
    }
    answers
}

fn read_head(head: &[u8]) -> (u16, Vec<(String, Vec<u8>)>) {
    let mut lines = split(head, b"\r\n").into_iter();
    let line = lines.next().unwrap_or_default();
    assert!(line.starts_with(b"HTTP/1.1 ") && line.len() >= 12, "{line:?}");
    let status = std::str::from_utf8(&line[9..12]).unwrap().parse().unwrap();
    assert!(!line.iter().any(|byte| byte.is_ascii_control()));
    let fields: Vec<_> = lines
        .map(|line| {
            assert!(!line.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)), "{line:?}");
            let colon = line.iter().position(|byte| *byte == b':').expect("a colon");
            let name = std::str::from_utf8(&line[..colon]).expect("a name in ASCII");
            assert!(!name.is_empty() && !name.contains(|c: char| c.is_ascii_whitespace()));
            (name.to_ascii_lowercase(), line[colon + 1..].trim_ascii().to_vec())
        })
        .collect();
    for once in ["content-length", "transfer-encoding", "connection"] {
        assert!(fields.iter().filter(|(name, _)| name == once).count() <= 1, "two of {once}");
    }
    (status, fields)
}

/// Reads the body of an answer (RFC 9112, section 6.3), and gives what is behind it.
fn read_body<'bytes>(got: &mut Got, is_head: bool, rest: &'bytes [u8]) -> &'bytes [u8] {
    let length = got.field("content-length").map(|value| {
        assert!(!value.is_empty() && value.iter().all(u8::is_ascii_digit), "{value:?}");
        std::str::from_utf8(value).unwrap().parse::<u64>().unwrap()
    });
    let coding = got.field("transfer-encoding").map(<[u8]>::to_vec);
    assert!(length.is_none() || coding.is_none(), "a length and a coding");
    if is_head || matches!(got.status, 204 | 304) {
        return rest;
    }
    if let Some(coding) = coding {
        assert_eq!(coding, b"chunked");
        return read_chunks(got, rest);
    }
    let length = length.map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    let taken = length.unwrap_or(usize::MAX).min(rest.len());
    got.body = rest[..taken].to_vec();
    // Without a length the end is that of the connection.
    got.is_whole = length == Some(taken);
    assert!(length.is_some() || got.field("connection") == Some(b"close".as_slice()));
    &rest[taken..]
}

fn read_chunks<'bytes>(got: &mut Got, mut rest: &'bytes [u8]) -> &'bytes [u8] {
    loop {
        got.is_whole = false;
        let Some(end) = find(rest, b"\r\n") else { return &[] };
        let size = std::str::from_utf8(&rest[..end]).expect("a size in ASCII");
        let size = usize::from_str_radix(size, 16).expect("a size of a chunk");
        let Some(chunk) = rest.get(end + 2..end + 2 + size) else { return &[] };
        got.body.extend_from_slice(chunk);
        let Some(line) = rest.get(end + 2 + size..end + 4 + size) else { return &[] };
        assert_eq!(line, b"\r\n");
        rest = &rest[end + 4 + size..];
        if size == 0 {
            got.is_whole = true;
            return rest;
        }
    }
}

pub fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn split<'bytes>(mut bytes: &'bytes [u8], by: &[u8]) -> Vec<&'bytes [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(bytes, by) {
        parts.push(&bytes[..at]);
        bytes = &bytes[at + by.len()..];
    }
    parts.push(bytes);
    parts
}

/// A record as JavaScript packs it.
pub fn packed(kind: u32, slot: u32, key: u32, words: &[u32], bytes: &[u8]) -> Vec<u8> {
    let size = (16 + words.len() * 4 + bytes.len()).div_ceil(4);
    let first = [kind, u32::try_from(size).unwrap(), slot, key];
    let mut record: Vec<u8> =
        first.iter().chain(words).flat_map(|word| word.to_ne_bytes()).collect();
    record.extend_from_slice(bytes);
    record.resize(size * 4, 0);
    record
}

/// A head with these fields, and a body behind it.
pub fn with_head(
    kind: u32,
    (slot, key): (u32, u32),
    line: u32,
    fields: &[(&[u8], &[u8])],
    body: &[u8],
) -> Vec<u8> {
    let narrow = |number: usize| u32::try_from(number).unwrap();
    let mut words = vec![line, narrow(body.len()), narrow(fields.len())];
    let mut bytes = Vec::new();
    for (name, value) in fields {
        words.push(narrow(name.len() << 16 | value.len()));
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(value);
    }
    bytes.extend_from_slice(body);
    packed(kind, slot, key, &words, &bytes)
}

/// Names of fields that mean something, and some that are none.
const NAMES: [&[u8]; 8] = [
    b"x-own",
    b"content-length",
    b"transfer-encoding",
    b"connection",
    b"set-cookie",
    b"content-type",
    b"x own",
    b"date",
];

/// One answer that the script describes, to the exchange it is given.
pub fn scripted(script: &mut Script<'_>, exchange: (u32, u32)) -> Vec<u8> {
    let (slot, key) = exchange;
    let kind = script.byte();
    let flags = u32::from(script.byte()) << 8;
    match kind % 8 {
        0 | 1 => {
            let line = u32::from(script.byte() % 8) << 16
                | [200, 204, 304, 404, 500, 101, 100, 999][usize::from(script.byte() % 8)];
            let mut fields = Vec::new();
            for _ in 0..script.byte() % 4 {
                let name = script.byte();
                let length = usize::from(script.byte() % 16);
                fields.push((NAMES[usize::from(name % 8)], script.take(length)));
            }
            let length = usize::from(script.byte());
            with_head(u32::from(kind % 8 + 1) | flags, exchange, line, &fields, script.take(length))
        }
        2 => {
            let length = usize::from(script.byte());
            let bytes = script.take(length);
            packed(3 | flags, slot, key, &[u32::try_from(bytes.len()).unwrap()], bytes)
        }
        3 => packed(4, slot, key, &[], &[]),
        4 => packed(6, slot, key, &[u32::from(script.byte()) << 8], &[]),
        5 => packed(5, slot, key, &[], &[]),
        6 => script.take(usize::from(kind)).to_vec(),
        // A record of any kind with any words, to this exchange.
        _ => {
            let words: Vec<u32> =
                (0..script.byte() % 12).map(|_| u32::from(script.byte())).collect();
            packed(u32::from(script.byte()) | flags, slot, key, &words, script.take(64))
        }
    }
}
