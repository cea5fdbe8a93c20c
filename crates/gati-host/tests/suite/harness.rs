//! A server, its clients, and a stand-in for JavaScript, all on one thread: a socket of the file system has at once what
//! the other end wrote, so that nothing is waited for.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use gati_host::batch::{LEAST_BUFFER, Requests};
use gati_host::http::BodyUse;
use gati_host::{Now, Place, RoutePlace, RouteSpec, Routes, Server, Settings, Unrouted};
use gati_router::Method;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// The routes of every test, by their positions.
pub(crate) const HELLO: u32 = 0;
pub(crate) const ECHO: u32 = 1;
pub(crate) const USER: u32 = 2;
pub(crate) const LATER: u32 = 3;
pub(crate) const UPLOAD: u32 = 4;

/// One record, read as JavaScript reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Record {
    pub(crate) kind: u32,
    pub(crate) flags: u32,
    pub(crate) slot: u32,
    pub(crate) key: u32,
    pub(crate) route: u32,
    pub(crate) method: u32,
    pub(crate) allowed: u32,
    pub(crate) target: String,
    pub(crate) path: String,
    pub(crate) address: String,
    pub(crate) known: u32,
    pub(crate) refusal: u32,
    pub(crate) params: Vec<String>,
    pub(crate) fields: Vec<(u32, String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Harness {
    pub(crate) server: Server,
    pub(crate) now: Now,
    path: PathBuf,
    buffer: Vec<u8>,
    /// Everything but what was answered at once.
    pub(crate) seen: Vec<Record>,
    /// What is answered at once beside the usual: records are packed answers.
    pub(crate) answers: HashMap<u32, Vec<u8>>,
    /// Requests that are to be refused are left to the test.
    pub(crate) refuses_later: bool,
}

impl Harness {
    pub(crate) fn new(settings: Settings) -> Self {
        let now = Now {
            monotonic: 1_000,
            unix: 784_111_777,
            micros: 1_000_000,
            unix_micros: 784_111_777_000_000,
        };
        let mut server = Server::new(settings, now).unwrap();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gati-host-{}-{number}.sock", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_file(&path);
        server.install(routes());
        assert_eq!(server.listen(&Place::Path(path.clone())).unwrap(), None);
        let buffer = vec![0; LEAST_BUFFER];
        Self {
            server,
            now,
            path,
            buffer,
            seen: Vec::new(),
            answers: HashMap::new(),
            refuses_later: false,
        }
    }

    pub(crate) fn connect(&mut self) -> Client {
        let stream = UnixStream::connect(&self.path).unwrap();
        stream.set_nonblocking(true).unwrap();
        let client = Client { stream, got: Vec::new(), is_closed: false };
        self.turn();
        client
    }

    /// Turns, until nothing is left to be done.
    pub(crate) fn turn(&mut self) {
        for _ in 0..4 {
            self.server.poll(self.now).unwrap();
            loop {
                let mut requests = Requests::new(&mut self.buffer);
                self.server.gather(&mut requests);
                let count = requests.count();
                if count == 0 {
                    break;
                }
                let mut answers = Vec::new();
                let mut at = 0;
                for _ in 0..count {
                    let record = self.read(&mut at);
                    self.respond(&record, &mut answers);
                }
                self.server.answer(&answers);
            }
        }
    }

    /// Answers given at another time.
    pub(crate) fn answer(&mut self, answers: &[u8]) {
        self.server.answer(answers);
        self.server.send();
        self.turn();
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, milliseconds: u64) {
        let until = self.now.monotonic + milliseconds;
        while self.now.monotonic < until {
            self.now.monotonic = (self.now.monotonic + 100).min(until);
            self.server.tick(self.now);
        }
        self.turn();
    }

    fn respond(&mut self, record: &Record, answers: &mut Vec<u8>) {
        let Record { slot, key, .. } = *record;
        if record.kind != 1 {
            self.seen.push(record.clone());
            return;
        }
        let refused = [0, 400, 414, 413, 400, 400, 408][record.refusal as usize];
        let fixed = self.answers.get(&record.route).cloned();
        match record.route {
            _ if refused != 0 && self.refuses_later => {}
            _ if refused != 0 => answers.extend(whole(slot, key, refused, &[], b"refused")),
            HELLO if fixed.is_none() => answers.extend(whole(slot, key, 200, &[], b"hello")),
            ECHO => answers.extend(whole(slot, key, 200, &[], &record.body)),
            USER => answers.extend(whole(slot, key, 200, &[], record.params[0].as_bytes())),
            LATER | UPLOAD => {}
            _ if fixed.is_some() => answers.extend(fixed.unwrap()),
            _ if record.allowed == 0 => answers.extend(whole(slot, key, 404, &[], b"nowhere")),
            _ if record.method == 6 => answers.extend(whole(slot, key, 204, &[], b"")),
            _ => answers.extend(whole(slot, key, 405, &[], b"not so")),
        }
        self.seen.push(record.clone());
    }

    fn read(&mut self, at: &mut usize) -> Record {
        let bytes = &self.buffer;
        let word = |at: usize| u32::from_ne_bytes(bytes[at..at + 4].try_into().unwrap());
        let start = *at;
        let of = |number: usize| word(start + number * 4);
        let slice = |at: u32, length: u32| bytes[at as usize..(at + length) as usize].to_vec();
        let text = |at: u32, length: u32| String::from_utf8(slice(at, length)).unwrap();
        *at += of(1) as usize * 4;
        let mut record = Record {
            kind: of(0) & 0xff,
            flags: of(0) >> 8,
            slot: of(2),
            key: of(3),
            ..Record::default()
        };
        match record.kind {
            1 => {}
            2 => {
                record.body = slice(of(4), of(5));
                return record;
            }
            9 => {
                record.refusal = of(4);
                record.body = slice(of(5), of(6));
                return record;
            }
            _ => {
                record.refusal = of(4);
                return record;
            }
        }
        record.route = of(4);
        record.method = of(5);
        record.allowed = of(6);
        record.target = text(of(7), of(8) & 0xffff);
        record.path = text(of(7), of(8) >> 16);
        record.known = of(13);
        record.address = text(of(14) >> 8, of(14) & 0xff);
        record.refusal = of(15);
        let (params, fields, head) = (of(10) >> 16, of(10) & 0xffff, of(9));
        let mut next = 18;
        for _ in 0..params {
            record.params.push(text(of(next), of(next + 1) & 0x7fff_ffff));
            next += 2;
        }
        for _ in 0..fields {
            let (name, value) = (of(next), of(next + 1));
            let named = text(head + (name & 0xffff), name >> 16 & 0xff);
            record.fields.push((name >> 24, named, slice(head + (value & 0xffff), value >> 16)));
            next += 2;
        }
        record.body = if record.flags & 2 == 0 {
            slice(of(11), of(12))
        } else {
            self.server.bodies().take(of(11)).unwrap()
        };
        record
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn routes() -> Routes {
    let spec = |index, method, path: &str, body| RouteSpec {
        method,
        path: path.to_owned(),
        place: RoutePlace::JavaScript { index, body },
        is_quiet: false,
    };
    let specs = vec![
        spec(HELLO, Method::Get, "/hello", BodyUse::Keep),
        spec(ECHO, Method::Post, "/echo", BodyUse::Keep),
        spec(USER, Method::Get, "/users/:id", BodyUse::Keep),
        spec(LATER, Method::Get, "/later", BodyUse::Keep),
        spec(UPLOAD, Method::Post, "/upload", BodyUse::Stream),
    ];
    Routes::new(specs, Unrouted::JavaScript).unwrap()
}

/// A client, which never blocks.
pub(crate) struct Client {
    pub(crate) stream: UnixStream,
    pub(crate) got: Vec<u8>,
    pub(crate) is_closed: bool,
}

impl Client {
    /// Writes as much as fits, with turns in between; stops where the server has closed.
    pub(crate) fn send(&mut self, harness: &mut Harness, bytes: &[u8]) {
        let mut rest = bytes;
        let mut stalled = 0;
        while !rest.is_empty() && stalled < 8 {
            match self.stream.write(rest) {
                Ok(count) => {
                    rest = &rest[count..];
                    stalled = 0;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => stalled += 1,
                Err(_) => break,
            }
            harness.turn();
            self.receive();
        }
        harness.turn();
        self.receive();
    }

    pub(crate) fn receive(&mut self) {
        let mut buffer = vec![0; 65536];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => self.is_closed = true,
                Ok(count) => {
                    self.got.extend_from_slice(&buffer[..count]);
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => self.is_closed = true,
            }
            return;
        }
    }

    /// The answers that came: status, head and body of each. `heads` are the answers to HEAD.
    pub(crate) fn answers(&self, heads: &[usize]) -> Vec<Answer> {
        answers_in(&self.got, heads)
    }

    pub(crate) fn statuses(&self, heads: &[usize]) -> Vec<u16> {
        self.answers(heads).into_iter().map(|(status, _, _)| status).collect()
    }
}

/// Status, head and body.
pub(crate) type Answer = (u16, String, Vec<u8>);

/// The answers in some bytes. `heads` are the answers to HEAD.
pub(crate) fn answers_in(mut rest: &[u8], heads: &[usize]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !rest.is_empty() {
        let end = find(rest, b"\r\n\r\n").expect("a whole head") + 4;
        let head = String::from_utf8(rest[..end].to_vec()).unwrap();
        rest = &rest[end..];
        let status: u16 = head[9..12].parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = Vec::new();
        if heads.contains(&answers.len()) || matches!(status, 100 | 204 | 304) {
        } else if let Some(length) = length {
            let length: usize = length.parse().unwrap();
            body = rest[..length].to_vec();
            rest = &rest[length..];
        } else if head.contains("transfer-encoding: chunked") {
            while let Some(end) = find(rest, b"\r\n") {
                let size =
                    usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
                body.extend_from_slice(&rest[end + 2..end + 2 + size]);
                rest = &rest[end + size + 4..];
                if size == 0 {
                    break;
                }
            }
        } else {
            body = rest.to_vec();
            rest = &[];
        }
        answers.push((status, head, body));
    }
    answers
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn packed(kind: u32, slot: u32, key: u32, words: &[u32], bytes: &[u8]) -> Vec<u8> {
    let size = 16 + words.len() * 4 + bytes.len();
    let size = u32::try_from(size.div_ceil(4)).unwrap();
    let mut record: Vec<u8> =
        [kind, size, slot, key].iter().chain(words).flat_map(|word| word.to_ne_bytes()).collect();
    record.extend_from_slice(bytes);
    record.resize(size as usize * 4, 0);
    record
}

fn with_head(
    kind: u32,
    (slot, key): (u32, u32),
    status: u32,
    fields: &[(&str, &str)],
    (length, body): (u32, &[u8]),
) -> Vec<u8> {
    let narrow = |number: usize| u32::try_from(number).unwrap();
    let mut words = vec![status, length, narrow(fields.len())];
    let mut bytes = Vec::new();
    for (name, value) in fields {
        words.push(narrow(name.len() << 16 | value.len()));
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(value.as_bytes());
    }
    bytes.extend_from_slice(body);
    packed(kind, slot, key, &words, &bytes)
}

/// A whole answer.
pub(crate) fn whole(
    slot: u32,
    key: u32,
    status: u32,
    fields: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap();
    with_head(1, (slot, key), status, fields, (length, body))
}

/// The head of a streamed answer.
pub(crate) fn begin(slot: u32, key: u32, fields: &[(&str, &str)]) -> Vec<u8> {
    with_head(2, (slot, key), 200, fields, (0, &[]))
}

/// A part of one.
pub(crate) fn piece(slot: u32, key: u32, bytes: &[u8]) -> Vec<u8> {
    packed(3, slot, key, &[u32::try_from(bytes.len()).unwrap()], bytes)
}

/// Its end, or that there will be none, or that so much of a body was taken.
pub(crate) fn end(slot: u32, key: u32) -> Vec<u8> {
    packed(4, slot, key, &[], &[])
}

pub(crate) fn abort(slot: u32, key: u32) -> Vec<u8> {
    packed(5, slot, key, &[], &[])
}

pub(crate) fn upgrade(slot: u32, key: u32) -> Vec<u8> {
    packed(7, slot, key, &[], &[])
}

pub(crate) fn resume(slot: u32, key: u32, count: u32) -> Vec<u8> {
    packed(6, slot, key, &[count], &[])
}
