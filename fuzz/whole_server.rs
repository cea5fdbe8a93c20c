//! What the fuzzers of whole servers share: a server on a socket of the file system, its clients, and a stand-in for
//! JavaScript that answers at once or later. Included by path.
#![allow(dead_code, reason = "each of them uses its own part of this file")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::os::unix::net::UnixStream;

use gati_host::batch::{LEAST_BUFFER, Requests};
use gati_host::http::{BodyUse, ReadLimits};
use gati_host::{
    Now, Place, PriorKnowledge, RoutePlace, RouteSpec, Routes, Server, Settings, Times, Unrouted,
};
use gati_router::Method;

use crate::http_client::{packed, with_head};

pub const LIMITS: ReadLimits = ReadLimits { head: 512, fields: 12, body: 256, stream: 0 };
pub const UPLOAD: &str = "/upload";

/// A request as JavaScript sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub target: Vec<u8>,
    pub body: Vec<u8>,
    /// Whether nobody is given its body: it is refused, or has no route.
    pub is_bodiless: bool,
}

pub struct Client {
    pub stream: UnixStream,
    pub got: Vec<u8>,
    /// What its requests ask for, in order, where the harness knows it.
    pub sent: Vec<String>,
}

impl Client {
    pub fn receive(&mut self, most: usize) {
        let mut buffer = vec![0; most];
        while let Ok(count @ 1..) = self.stream.read(&mut buffer) {
            self.got.extend_from_slice(&buffer[..count]);
        }
    }
}

pub struct Harness {
    pub server: Server,
    pub now: Now,
    pub path: std::path::PathBuf,
    buffer: Vec<u8>,
    /// Requests nobody has answered: key, slot, and what the answer says.
    pub waiting: BTreeMap<u32, (u32, Vec<u8>)>,
    /// Those of them whose answer has begun.
    begun: BTreeSet<u32>,
    /// Bodies that come in pieces and are not over.
    bodies: BTreeSet<u32>,
    /// What has had its whole answer: nobody tells it the end of its body.
    answered: BTreeSet<u32>,
    pub seen: BTreeMap<u32, Vec<Seen>>,
    pub is_held: bool,
}

impl Harness {
    pub fn new(prior_knowledge: PriorKnowledge) -> Self {
        let now = Now {
            monotonic: 1_000,
            unix: 784_111_777,
            micros: 1_000_000,
            unix_micros: 784_111_777_000_000,
        };
        let times = Times { idle: 5_000, head: 2_000, request: 4_000, stall: 3_000 };
        let settings = Settings {
            read: LIMITS,
            times,
            pipelined: 4,
            param: 16,
            prior_knowledge,
            ..Settings::default()
        };
        let mut server = Server::new(settings, now).unwrap();
        let path = std::env::temp_dir().join(format!("gati-fuzz-{}.sock", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let spec = |index, method, path: &str, body| RouteSpec {
            method,
            path: path.to_owned(),
            place: RoutePlace::JavaScript { index, body },
            is_quiet: false,
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
            answered: BTreeSet::new(),
            seen: BTreeMap::new(),
            is_held: false,
        }
    }

    pub fn connect(&mut self) -> Client {
        let stream = UnixStream::connect(&self.path).unwrap();
        stream.set_nonblocking(true).unwrap();
        self.turn();
        Client { stream, got: Vec::new(), sent: Vec::new() }
    }

    pub fn turn(&mut self) {
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
                let is_bodiless = of(15) != 0 || of(4) == u32::MAX;
                let body = if flags & 4 == 0 { slice(of(11), of(12)) } else { Vec::new() };
                if flags & 4 != 0 {
                    assert!(self.bodies.insert(key));
                }
                let list = self.seen.entry(slot).or_default();
                list.push(Seen { target: target.clone(), body, is_bodiless });
                let told = format!("{slot} {} ", list.len()).into_bytes();
                let told = [told, target].concat();
                let old = self.waiting.insert(key, (slot, told.clone()));
                assert_eq!(old, None, "a key of two exchanges");
                if !self.is_held {
                    self.waiting.remove(&key);
                    self.answered.insert(key);
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
    pub fn answer(&mut self, number: u8, way: u8) {
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
        self.answered.insert(key);
        self.tell(&records);
    }

    /// Bodies whose end nobody has told, though their requests wait for it.
    pub fn bodies_without_end(&self) -> Vec<u32> {
        self.bodies.difference(&self.answered).copied().collect()
    }

    pub fn tell(&mut self, records: &[u8]) {
        self.server.answer(records);
        self.server.send();
    }

    pub fn pass(&mut self, ticks: u8) {
        for _ in 0..ticks {
            self.now.monotonic += 250;
            self.now.micros += 250_000;
            self.now.unix_micros += 250_000;
            self.server.tick(self.now);
        }
        self.turn();
    }
}
