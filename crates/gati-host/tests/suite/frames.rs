//! Frames of HTTP/2 by hand: what no client that knows better would send, and what comes back.

use serde_json::Value;

use crate::harness::{Client, Harness};

pub(crate) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub(crate) const KINDS: [&str; 10] = [
    "DATA",
    "HEADERS",
    "PRIORITY",
    "RST_STREAM",
    "SETTINGS",
    "PUSH_PROMISE",
    "PING",
    "GOAWAY",
    "WINDOW_UPDATE",
    "CONTINUATION",
];

const REASONS: [&str; 14] = [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
];

pub(crate) const END_STREAM: u8 = 1;
pub(crate) const ACK: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) kind: u8,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) payload: Vec<u8>,
}

pub(crate) fn frame(kind: &str, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let kind = KINDS.iter().position(|name| *name == kind).expect("a kind of frame");
    raw(u8::try_from(kind).unwrap(), flags, stream, payload)
}

pub(crate) fn raw(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(payload.len()).unwrap().to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// Fields as HPACK has them without any table: each by its name and value, as they are.
pub(crate) fn block(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            add_length(&mut block, text.chars().count());
            block.extend(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
        }
    }
    block
}

/// A number with a prefix of seven bits.
fn add_length(block: &mut Vec<u8>, length: usize) {
    if length < 127 {
        block.push(u8::try_from(length).unwrap());
        return;
    }
    block.push(127);
    let mut rest = length - 127;
    while rest >= 128 {
        block.push(u8::try_from(rest % 128 + 128).unwrap());
        rest /= 128;
    }
    block.push(u8::try_from(rest).unwrap());
}

pub(crate) fn head(method: &str, path: &str) -> Vec<u8> {
    block(&[(":method", method), (":scheme", "http"), (":authority", "a.test"), (":path", path)])
}

pub(crate) fn get(stream: u32, path: &str) -> Vec<u8> {
    frame("HEADERS", END_STREAM | END_HEADERS, stream, &head("GET", path))
}

pub(crate) fn post(stream: u32, path: &str) -> Vec<u8> {
    frame("HEADERS", END_HEADERS, stream, &head("POST", path))
}

pub(crate) fn data(stream: u32, bytes: &[u8], flags: u8) -> Vec<u8> {
    frame("DATA", flags, stream, bytes)
}

pub(crate) fn settings(values: &[(u16, u32)]) -> Vec<u8> {
    let mut payload = Vec::new();
    for (id, value) in values {
        payload.extend(id.to_be_bytes());
        payload.extend(value.to_be_bytes());
    }
    frame("SETTINGS", 0, 0, &payload)
}

pub(crate) fn window(stream: u32, more: u32) -> Vec<u8> {
    frame("WINDOW_UPDATE", 0, stream, &more.to_be_bytes())
}

pub(crate) fn reset(stream: u32) -> Vec<u8> {
    frame("RST_STREAM", 0, stream, &8u32.to_be_bytes())
}

/// A client that has sent preface and settings, and heard the server's.
pub(crate) fn greeted(harness: &mut Harness, values: &[(u16, u32)]) -> Client {
    let mut client = harness.connect();
    client.send(harness, &[PREFACE, &settings(values), &frame("SETTINGS", ACK, 0, &[])].concat());
    let first = frames(&client.got);
    assert_eq!(first[0].kind, 4, "the server begins with its settings");
    assert!(first.iter().any(|frame| frame.kind == 4 && frame.flags == ACK), "and takes mine");
    client.got.clear();
    client
}

/// Every frame that is there, which has to be whole.
pub(crate) fn frames(bytes: &[u8]) -> Vec<Frame> {
    let mut rest = bytes;
    let mut frames = Vec::new();
    while !rest.is_empty() {
        let length = usize::from(rest[0]) << 16 | usize::from(rest[1]) << 8 | usize::from(rest[2]);
        let stream = u32::from_be_bytes(rest[5..9].try_into().unwrap());
        let payload = rest[9..9 + length].to_vec();
        frames.push(Frame { kind: rest[3], flags: rest[4], stream, payload });
        rest = &rest[9 + length..];
    }
    frames
}

/// The bytes of a stream's body.
pub(crate) fn body_of(frames: &[Frame], stream: u32) -> Vec<u8> {
    let of_stream = frames.iter().filter(|frame| frame.kind == 0 && frame.stream == stream);
    of_stream.flat_map(|frame| frame.payload.clone()).collect()
}

/// The status at the beginning of a head. Statuses stand first, by the static table or as digits in Huffman's code.
pub(crate) fn status(frame: &Frame) -> u16 {
    match frame.payload.as_slice() {
        [0x88..=0x8e, ..] => {
            [200, 204, 206, 304, 400, 404, 500][usize::from(frame.payload[0] - 0x88)]
        }
        [0x48, length, rest @ ..] => {
            let coded = &rest[..usize::from(length & 0x7f)];
            if length & 0x80 == 0 {
                return std::str::from_utf8(coded).unwrap().parse().unwrap();
            }
            let mut bits =
                coded.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
            let mut number = 0;
            for _ in 0..3 {
                let five = (0..5).fold(0, |sum, _| sum << 1 | bits.next().unwrap());
                let digit =
                    if five < 3 { five } else { (five << 1 | bits.next().unwrap()) - 25 + 3 };
                number = number * 10 + u16::from(digit);
            }
            number
        }
        other => panic!("no status: {other:?}"),
    }
}

/// What came back, in words: `GOAWAY reason`, `RST_STREAM stream reason`, `stream status`, `PING ack`.
pub(crate) fn words(frames: &[Frame]) -> Vec<String> {
    let reason = |payload: &[u8], at: usize| {
        let number = u32::from_be_bytes(payload[at..at + 4].try_into().unwrap());
        REASONS[usize::try_from(number).unwrap()]
    };
    let told = frames.iter().map(|frame| match frame.kind {
        1 => format!("{} {}", frame.stream, status(frame)),
        3 => format!("RST_STREAM {} {}", frame.stream, reason(&frame.payload, 0)),
        7 => format!("GOAWAY {}", reason(&frame.payload, 4)),
        kind if frame.flags & ACK != 0 && kind != 0 => format!("{} ack", KINDS[usize::from(kind)]),
        kind => KINDS[usize::from(kind)].to_owned(),
    });
    told.collect()
}

/// A frame as the table writes it.
pub(crate) fn from_table(value: &Value) -> Vec<u8> {
    let number = |name: &str| value[name].as_u64().unwrap_or_default();
    let flags = u8::try_from(number("flags")).unwrap();
    let stream = u32::try_from(number("stream")).unwrap();
    let mut payload: Vec<u8> = Vec::new();
    if let Some(hex) = value["hex"].as_str() {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        payload.extend(
            digits
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()),
        );
    }
    if let Some(fields) = value["fields"].as_array() {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(parts) => parts[0]
                .as_str()
                .unwrap()
                .repeat(usize::try_from(parts[1].as_u64().unwrap()).unwrap()),
            other => panic!("no text: {other}"),
        };
        for field in fields {
            let (name, value) = (text(&field[0]), text(&field[1]));
            payload.extend(block(&[(&name, &value)]));
        }
    }
    payload.resize(payload.len() + usize::try_from(number("zeros")).unwrap(), 0);
    let one = match value["frame"].as_str() {
        Some(kind) => frame(kind, flags, stream, &payload),
        None => raw(u8::try_from(number("kind")).unwrap(), flags, stream, &payload),
    };
    one.repeat(usize::try_from(number("times").max(1)).unwrap())
}
