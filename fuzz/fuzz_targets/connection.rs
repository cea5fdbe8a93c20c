//! A whole server with real sockets: any bytes from a client, cut anywhere, with turns, answers, time, ends and a second
//! client in between. Nothing panics; requests are those that the reader alone reads from the same bytes; every answer is the
//! next request's own; the neighbour gets what is his; and in the end nothing is left of anybody.
//!
//! Two bytes say how long the script is; what follows it is what the client sends.
#![no_main]

#[path = "../http_client.rs"]
mod http_client;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use gati_host::batch::{LEAST_BUFFER, Requests};
use gati_host::http::{BodyUse, Head, ReadLimits, Reader, Step};
use gati_host::{Now, Place, RoutePlace, RouteSpec, Routes, Server, Settings, Times, Unrouted};
use gati_router::Method;
use http_client::{AskedAs, Got, Script, find, packed, read_answers, scripted, with_head};
use libfuzzer_sys::fuzz_target;

const LIMITS: ReadLimits = ReadLimits { head: 512, fields: 12, body: 256 };
const UPLOAD: &str = "/upload";

/// A request as JavaScript sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    target: Vec<u8>,
    body: Vec<u8>,
    is_refused: bool,
}

struct Client {
    stream: UnixStream,
    got: Vec<u8>,
    /// What its requests ask for, in order, where the harness knows it.
    sent: Vec<String>,
}

impl Client {
    fn receive(&mut self, most: usize) {
        let mut buffer = vec![0; most];
        while let Ok(count @ 1..) = self.stream.read(&mut buffer) {
            self.got.extend_from_slice(&buffer[..count]);
        }
    }
}

struct Harness {
    server: Server,
    now: Now,
    path: std::path::PathBuf,
    buffer: Vec<u8>,
    /// Requests nobody has answered: key, slot, and what the answer says.
    waiting: BTreeMap<u32, (u32, Vec<u8>)>,
    /// Those of them whose answer has begun.
    begun: BTreeSet<u32>,
    /// Bodies that come in pieces and are not over.
    bodies: BTreeSet<u32>,
    seen: BTreeMap<u32, Vec<Seen>>,
    is_held: bool,
}

impl Harness {
    fn new() -> Self {
        let now = Now { monotonic: 1_000, unix: 784_111_777 };
        let times = Times { idle: 5_000, head: 2_000, request: 4_000, stall: 3_000 };
        let settings =
            Settings { read: LIMITS, times, pipelined: 4, param: 16, ..Settings::default() };
        let mut server = Server::new(settings, now).unwrap();
        let path = std::env::temp_dir().join(format!("gati-fuzz-{}.sock", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let spec = |index, method, path: &str, body| RouteSpec {
            method,
            path: path.to_owned(),
            place: RoutePlace::JavaScript { index, body },
        };
        let specs = vec![
            spec(0, Method::Get, "/b/:n", BodyUse::Keep),
            spec(1, Method::Post, "/echo", BodyUse::Keep),
            spec(2, Method::Post, UPLOAD, BodyUse::Stream),
        ];
        server.install(Routes::new(specs, Unrouted::JavaScript).unwrap());
        server.listen(&Place::Path(path.clone())).unwrap();
        Self {
            server,
            now,
            path,
            buffer: vec![0; LEAST_BUFFER],
            waiting: BTreeMap::new(),
            begun: BTreeSet::new(),
            bodies: BTreeSet::new(),
            seen: BTreeMap::new(),
            is_held: false,
        }
    }

    fn connect(&mut self) -> Client {
        let stream = UnixStream::connect(&self.path).unwrap();
        stream.set_nonblocking(true).unwrap();
        self.turn();
        Client { stream, got: Vec::new(), sent: Vec::new() }
    }

    fn turn(&mut self) {
        self.server.poll(self.now).unwrap();
        loop {
            let mut requests = Requests::new(&mut self.buffer);
            self.server.gather(&mut requests);
            let (count, end) = (requests.count(), requests.end());
            if count == 0 {
                return;
            }
            let mut at = 0;
            let mut answers = Vec::new();
            for _ in 0..count {
                self.record(&mut at, &mut answers);
            }
            assert_eq!(at, end);
            self.server.answer(&answers);
        }
    }

    fn record(&mut self, at: &mut usize, answers: &mut Vec<u8>) {
        let start = *at;
        let of = |number: usize| {
            let at = start + number * 4;
            u32::from_ne_bytes(self.buffer[at..at + 4].try_into().unwrap())
        };
        let slice =
            |at: u32, length: u32| self.buffer[at as usize..(at + length) as usize].to_vec();
        *at += of(1) as usize * 4;
        let (kind, flags, slot, key) = (of(0) & 0xff, of(0) >> 8, of(2), of(3));
        match kind {
            1 => {
                assert!(flags & 2 == 0, "no body here is that large");
                let target = slice(of(7), of(8) & 0xffff);
                let is_refused = of(15) != 0;
                let body = if flags & 4 == 0 { slice(of(11), of(12)) } else { Vec::new() };
                if flags & 4 != 0 {
                    assert!(self.bodies.insert(key));
                }
                let list = self.seen.entry(slot).or_default();
                list.push(Seen { target: target.clone(), body, is_refused });
                let told = format!("{slot} {} ", list.len()).into_bytes();
                let told = [told, target].concat();
                let old = self.waiting.insert(key, (slot, told.clone()));
                assert_eq!(old, None, "a key of two exchanges");
                if !self.is_held {
                    self.waiting.remove(&key);
                    answers.extend(with_head(1, (slot, key), 200, &[], &told));
                }
            }
            2 => {
                assert!(self.bodies.contains(&key), "a piece of no body");
                answers.extend(packed(6, slot, key, &[of(5)], &[]));
            }
            3 | 4 => assert!(self.bodies.remove(&key), "an end of no body"),
            5 => {
                self.waiting.remove(&key);
                self.begun.remove(&key);
                self.bodies.remove(&key);
            }
            6..=8 => {}
            _ => panic!("a record of kind {kind}"),
        }
    }

    /// Answers the n-th of those that wait.
    fn answer(&mut self, number: u8, way: u8) {
        let Some((&key, (slot, told))) =
            self.waiting.iter().nth(usize::from(number) % self.waiting.len().max(1))
        else {
            return;
        };
        let (slot, told) = (*slot, told.clone());
        let is_begun = self.begun.contains(&key);
        let records = match way % 4 {
            0 if !is_begun => with_head(1, (slot, key), 200, &[], &told),
            1 if !is_begun => {
                self.begun.insert(key);
                return self.tell(&with_head(2, (slot, key), 200, &[], &[]));
            }
            3 => packed(5, slot, key, &[], &[]),
            _ if is_begun => [
                packed(3, slot, key, &[u32::try_from(told.len()).unwrap()], &told),
                packed(4, slot, key, &[], &[]),
            ]
            .concat(),
            _ => return,
        };
        self.waiting.remove(&key);
        self.begun.remove(&key);
        self.tell(&records);
    }

    fn tell(&mut self, records: &[u8]) {
        self.server.answer(records);
        self.server.send();
    }

    fn pass(&mut self, ticks: u8) {
        for _ in 0..ticks {
            self.now.monotonic += 250;
            self.server.tick(self.now);
        }
        self.turn();
    }
}

/// What the reader alone makes of the bytes; and whether it goes on behind the last request.
fn read_alone(bytes: &[u8]) -> Vec<Seen> {
    let (mut reader, mut head) = (Reader::default(), Head::default());
    let (mut all, mut at) = (Vec::new(), 0);
    while at < bytes.len() || reader.is_in_body() {
        let (used, step) = reader.next(&bytes[at..], &mut head, &LIMITS, |head, text| {
            let target = &text[usize::from(head.target.at)..];
            let path = target.split(|byte| matches!(byte, b'?' | b' ')).next().unwrap_or_default();
            let usual = gati_host::http::usual_use(head);
            let is_post = text.starts_with(b"POST ");
            if is_post && path == UPLOAD.as_bytes() { BodyUse::Stream } else { usual }
        });
        at += used;
        match step {
            Step::More if used == 0 || at == bytes.len() => break,
            Step::Request(arrived) => all.push(Seen {
                target: Vec::new(),
                body: arrived.body.into_owned(),
                is_refused: arrived.refusal.is_some(),
            }),
            Step::Refused(_) => break,
            _ => {}
        }
    }
    all
}

/// What the neighbour was sent is what he asked for, in order.
fn check_neighbour(client: &Client) {
    let answers = read_answers(&client.got, &[]);
    assert!(answers.len() <= client.sent.len(), "more answers than requests");
    for (answer, asked) in answers.iter().zip(&client.sent) {
        let body = String::from_utf8_lossy(&answer.body);
        assert!(
            !answer.is_whole || answer.status != 200 || body.ends_with(asked.as_str()),
            "{body} for {asked}"
        );
    }
}

/// Every answer that JavaScript gave is of one connection, and the next in order.
fn check_order(answers: &[Got]) {
    let mut last = None;
    for answer in answers.iter().filter(|answer| answer.status == 200 && answer.is_whole) {
        let text = String::from_utf8_lossy(&answer.body);
        let mut words = text.split(' ');
        let slot: u32 = words.next().unwrap().parse().expect("a slot");
        let number: u32 = words.next().unwrap().parse().expect("a number");
        assert!(last.is_none_or(|last| last == (slot, number - 1)), "{last:?} before {text}");
        last = Some((slot, number));
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut script = Script(bytes);
    let length = usize::from(script.byte()) | usize::from(script.byte() & 3) << 8;
    let mut script = Script(script.take(length));
    let wire = &bytes[bytes.len().min(2 + length)..];
    let mut harness = Harness::new();
    let mut client = harness.connect();
    let mut neighbour = harness.connect();
    let (mut sent, mut is_scripted, mut is_stopped) = (0, false, false);
    while !script.0.is_empty() {
        let op = script.byte();
        match op % 16 {
            0..=3 => {
                let most = (usize::from(script.byte()) + 1) << (op % 4);
                let piece = &wire[sent..wire.len().min(sent + most)];
                sent += client.stream.write(piece).unwrap_or(0);
            }
            4 => harness.turn(),
            5 => harness.is_held = true,
            6 => harness.is_held = false,
            7..=9 => harness.answer(script.byte(), script.byte()),
            10 => client.receive(1 + usize::from(script.byte())),
            11 => {
                let target = format!("/b/{}", neighbour.sent.len());
                let request = format!("GET {target} HTTP/1.1\r\nHost: b\r\n\r\n");
                if neighbour.stream.write(request.as_bytes()).is_ok() {
                    neighbour.sent.push(target);
                }
            }
            12 => {
                let _ = client.stream.shutdown(std::net::Shutdown::Write);
            }
            13 => harness.pass(script.byte() % 32),
            14 => {
                // Answers that no JavaScript of ours gives, to the first connection and to others.
                let exchange = (u32::from(script.byte() % 3), u32::from(script.byte()));
                let record = scripted(&mut script, exchange);
                is_scripted = true;
                harness.tell(&record);
            }
            _ if script.byte() > 250 => {
                is_stopped = true;
                harness.server.stop();
            }
            _ => {
                harness.server.close_idle();
                harness.server.unsent(0, u32::from(op));
            }
        }
    }
    let _ = client.stream.write(&wire[sent.min(wire.len())..]);
    harness.turn();
    harness.is_held = false;
    while !harness.waiting.is_empty() {
        let before = harness.waiting.len();
        harness.answer(0, 0);
        harness.answer(0, 2);
        harness.turn();
        assert!(harness.waiting.len() < before || is_scripted);
        if harness.waiting.len() >= before {
            break;
        }
    }
    client.receive(4096);
    neighbour.receive(4096);
    if !is_scripted {
        let asked: Vec<AskedAs> = Vec::new();
        let is_head = find(wire, b"HEAD").is_some();
        if !is_head {
            check_order(&read_answers(&client.got, &asked));
        }
        check_neighbour(&neighbour);
        let alone = read_alone(wire);
        for (slot, list) in &harness.seen {
            // The neighbour's requests are for `/b/`, and nobody else's connection is known by its slot.
            if list.iter().all(|seen| seen.target.starts_with(b"/b/")) {
                continue;
            }
            assert!(list.len() <= alone.len(), "{slot}: {list:?} instead of {alone:?}");
            for (seen, alone) in list.iter().zip(&alone).filter(|(seen, _)| !seen.is_refused) {
                assert_eq!(seen.body, alone.body, "{list:?} instead of {alone:?}");
            }
        }
    }
    drop((client, neighbour));
    harness.turn();
    harness.pass(120);
    assert_eq!(harness.server.connections(), 0, "a connection that nobody has");
    assert_eq!(harness.server.in_flight(), 0, "a request that nobody made");
    if !is_scripted {
        assert!(harness.waiting.is_empty(), "{:?}", harness.waiting);
        assert!(harness.bodies.is_empty(), "{:?}", harness.bodies);
    }
    let _ = is_stopped;
    let _ = std::fs::remove_file(&harness.path);
});
