//! A whole server that is spoken to in HTTP/2: any frames of any client, cut anywhere, with turns, answers, time and ends in
//! between. Nothing panics; what is sent back are frames; the body of a stream says what that stream asked for; and in the end
//! nothing is left of anybody.
//!
//! Two bytes say how long the script is; what follows it becomes frames.
#![no_main]

#[path = "../http_client.rs"]
mod http_client;
#[path = "../whole_server.rs"]
mod whole_server;

use std::collections::BTreeMap;
use std::io::Write;

use gati_host::PriorKnowledge;
use http_client::{Script, scripted};
use libfuzzer_sys::fuzz_target;
use whole_server::Harness;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const METHODS: [&str; 6] = ["GET", "POST", "HEAD", "POST", "PUT", "BREW"];
const PATHS: [&str; 6] = ["/b/1", "/echo", "/upload", "/b/two?x=%20", "*", "no"];
const FIELDS: [(&str, &str); 16] = [
    ("cookie", "a=1"),
    ("cookie", "b=2"),
    ("content-length", "3"),
    ("content-length", "0"),
    ("content-length", "x"),
    ("te", "trailers"),
    ("te", "gzip"),
    ("connection", "close"),
    ("transfer-encoding", "chunked"),
    ("host", "b"),
    ("expect", "100-continue"),
    ("X-Upper", "1"),
    ("x-nul", "a\0b"),
    ("x-lf", "a\r\nb: c"),
    (":path", "/b/9"),
    ("", "empty"),
];

/// Any frames as bytes, and what a stream that began well asks for.
fn frames(script: &mut Script<'_>) -> (Vec<u8>, BTreeMap<u32, &'static str>) {
    let (mut wire, mut asked) = (PREFACE.to_vec(), BTreeMap::new());
    if script.byte() > 8 {
        put(&mut wire, 4, 0, 0, &[]);
    }
    while !script.0.is_empty() {
        let (op, flags) = (script.byte(), script.byte());
        let id = match script.byte() {
            odd @ 0..=220 => u32::from(odd % 8) * 2 + 1,
            any => u32::from(any % 4) * 2,
        };
        match op % 16 {
            0..=4 => {
                let path = PATHS[usize::from(script.byte()) % PATHS.len()];
                asked.entry(id).or_insert(path);
                put(&mut wire, 1, flags | 4, id, &block(script, path));
            }
            5..=7 => {
                let length = usize::from(script.byte());
                put(&mut wire, 0, flags & 9, id, script.take(length));
            }
            8 => {
                let length = usize::from(script.byte() % 4) * 6;
                put(&mut wire, 4, flags & 1, id & 6, script.take(length));
            }
            9 => put(&mut wire, 6, flags & 1, 0, &[1; 8]),
            10 => put(&mut wire, 3, 0, id, &[0, 0, 0, flags % 16]),
            11 => put(&mut wire, 8, 0, id & u32::from(flags), &[0, 0, script.byte(), flags]),
            12 => put(&mut wire, 9, flags, id, &block(script, "/b/1")),
            13 => put(&mut wire, 7, 0, 0, &[0; 8]),
            14 => {
                let length = usize::from(script.byte() % 32);
                put(&mut wire, flags, script.byte(), id, script.take(length));
            }
            _ => wire.extend_from_slice(script.take(usize::from(flags))),
        }
    }
    (wire, asked)
}

fn put(wire: &mut Vec<u8>, kind: u8, flags: u8, id: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    wire.extend_from_slice(&length[1..]);
    wire.extend_from_slice(&[kind, flags]);
    wire.extend_from_slice(&id.to_be_bytes());
    wire.extend_from_slice(payload);
}

/// A block of fields, none of them indexed; perhaps with any bytes behind them.
fn block(script: &mut Script<'_>, path: &str) -> Vec<u8> {
    let mut block = Vec::new();
    let choice = script.byte();
    let method = METHODS[usize::from(choice) % METHODS.len()];
    for (name, value) in
        [(":method", method), (":scheme", "http"), (":authority", "a"), (":path", path)]
    {
        literal(&mut block, name, value);
    }
    for _ in 0..choice / 64 {
        let (name, value) = FIELDS[usize::from(script.byte() % 16)];
        literal(&mut block, name, value);
    }
    if choice > 240 {
        let length = usize::from(script.byte() % 32);
        block.extend_from_slice(script.take(length));
    }
    block
}

fn literal(block: &mut Vec<u8>, name: &str, value: &str) {
    block.push(0);
    for text in [name, value] {
        block.push(u8::try_from(text.len()).unwrap());
        block.extend_from_slice(text.as_bytes());
    }
}

/// The bodies of streams whose end has come.
fn bodies(mut got: &[u8]) -> BTreeMap<u32, Vec<u8>> {
    let (mut open, mut whole) = (BTreeMap::<u32, Vec<u8>>::new(), BTreeMap::new());
    while let Some((head, rest)) = got.split_at_checked(9) {
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        assert!(length <= 16_384, "a frame of {length} bytes");
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let Some((payload, rest)) = rest.split_at_checked(length) else { break };
        got = rest;
        assert!(matches!(head[3], 0 | 1 | 3 | 4 | 6 | 7 | 8 | 9), "a frame of kind {}", head[3]);
        assert!(id % 2 == 0 || !whole.contains_key(&id) || matches!(head[3], 3 | 8));
        if head[3] == 0 {
            open.entry(id).or_default().extend_from_slice(payload);
            if head[4] & 1 != 0 {
                whole.insert(id, open.remove(&id).unwrap_or_default());
            }
        }
    }
    whole
}

fuzz_target!(|bytes: &[u8]| {
    let mut script = Script(bytes);
    let length = usize::from(script.byte()) | usize::from(script.byte() & 3) << 8;
    let mut script = Script(script.take(length));
    let (wire, asked) = frames(&mut Script(&bytes[bytes.len().min(2 + length)..]));
    let mut harness = Harness::new(PriorKnowledge::Yes);
    let mut client = harness.connect();
    let (mut sent, mut seen, mut is_scripted, mut is_cut_short) = (0, 0, false, false);
    while !script.0.is_empty() {
        let op = script.byte() % 16;
        // A client that ends, or takes its time, before the server has seen its preface may as well have meant HTTP/1.1.
        is_cut_short |= matches!(op, 12 | 13 | 15) && seen < PREFACE.len();
        match op {
            op @ 0..=3 => {
                let most = (usize::from(script.byte()) + 1) << op;
                let piece = &wire[sent..wire.len().min(sent + most)];
                sent += client.stream.write(piece).unwrap_or(0);
            }
            4..=5 => {
                harness.turn();
                seen = sent;
            }
            6 => harness.is_held = true,
            7 => harness.is_held = false,
            8..=10 => harness.answer(script.byte(), script.byte()),
            11 => client.receive(1 + usize::from(script.byte())),
            12 => {
                let _ = client.stream.shutdown(std::net::Shutdown::Write);
            }
            13 => harness.pass(script.byte() % 32),
            14 => {
                let exchange = (0, u32::from(script.byte() % 16));
                let record = scripted(&mut script, exchange);
                is_scripted = true;
                harness.tell(&record);
            }
            _ if script.byte() > 250 => harness.server.stop(),
            _ => harness.server.close_idle(),
        }
    }
    let _ = client.stream.write(&wire[sent.min(wire.len())..]);
    harness.turn();
    harness.is_held = false;
    for _ in 0..64 {
        harness.answer(0, 0);
        harness.answer(0, 2);
        harness.turn();
    }
    client.receive(4096);
    let is_answered_in_one = is_cut_short && client.got.starts_with(b"HTTP/1.1 4");
    if !is_scripted && !is_answered_in_one {
        for (id, body) in bodies(&client.got).iter().filter(|(_, body)| body.first() != Some(&b'{'))
        {
            let path = asked.get(id).expect("an answer that nobody asked for");
            // Requests that are asked twice on one stream are refused, and have no body that says so.
            let body = String::from_utf8_lossy(body);
            assert!(body.is_empty() || body.ends_with(path), "{body} for {path} of stream {id}");
        }
    }
    drop(client);
    harness.turn();
    harness.pass(120);
    assert_eq!(harness.server.connections(), 0, "a connection that nobody has");
    assert_eq!(harness.server.in_flight(), 0, "a request that nobody made");
    if !is_scripted {
        assert!(harness.waiting.is_empty(), "{:?}", harness.waiting);
        assert_eq!(harness.bodies_without_end(), []);
    }
    let _ = std::fs::remove_file(&harness.path);
});
