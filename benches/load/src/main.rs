//! Requests at a constant rate, and how long each took from the moment at which it was due.
//!
//! `load PORT REQUESTS_A_SECOND MILLISECONDS CONNECTIONS FILE [OTHER EVERY]` sends the bytes of FILE, and those of OTHER
//! instead of every so many-th. The last line of what it prints is one object of JSON.
//!
//! Requests are due by the clock and not when an answer has come (open loop). One that is due while every connection is
//! busy waits for one, and the wait counts: a server that stalls is charged with everything that would have arrived
//! meanwhile (no coordinated omission). The process spins, so that it is never late by a timer's grain; it takes a core.

mod answer;

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use answer::{Answer, read_answer};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

/// How long answers are waited for after the last request was due.
const GRACE: Duration = Duration::from_secs(2);
/// Between two looks at the clock there is work of a fraction of this at most: a longer time is one in which the system ran
/// something else.
const STALL: Duration = Duration::from_micros(500);

struct Plan {
    port: u16,
    /// Requests a second.
    rate: f64,
    count: usize,
    connections: usize,
    request: Vec<u8>,
    other: Option<(Vec<u8>, usize)>,
}

impl Plan {
    fn read(arguments: &[String]) -> Result<Self, Box<dyn std::error::Error>> {
        let [port, rate, millis, connections, file, rest @ ..] = arguments else {
            return Err("load PORT RATE MILLISECONDS CONNECTIONS FILE [OTHER EVERY]".into());
        };
        let (rate, millis): (f64, f64) = (rate.parse()?, millis.parse()?);
        let other = match rest {
            [file, every] => Some((std::fs::read(file)?, every.parse()?)),
            _ => None,
        };
        Ok(Self {
            port: port.parse()?,
            rate,
            count: ((rate * millis / 1000.0) as usize).max(1),
            connections: connections.parse()?,
            request: std::fs::read(file)?,
            other,
        })
    }

    fn due(&self, number: usize) -> Duration {
        Duration::from_secs_f64(number as f64 / self.rate)
    }

    fn bytes(&self, number: usize) -> &[u8] {
        match &self.other {
            Some((bytes, every)) if number % every == every - 1 => bytes,
            _ => &self.request,
        }
    }
}

struct Connection {
    stream: TcpStream,
    /// The request that is under way, and how much of it was written.
    under_way: Option<(usize, usize)>,
    got: Vec<u8>,
}

#[derive(Default)]
struct Tally {
    /// In tenths of a microsecond.
    times: Vec<u64>,
    refused: usize,
    broken: usize,
    waited: usize,
    last: Duration,
    /// How long this program did not run. What was due meanwhile is late by that, whatever the server did.
    stalled: Duration,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plan = Plan::read(&arguments)?;
    let mut poll = Poll::new()?;
    let mut connections = connect(&plan, &poll)?;
    let tally = run(&plan, &mut poll, &mut connections)?;
    println!("{}", report(&plan, tally));
    Ok(())
}

fn connect(plan: &Plan, poll: &Poll) -> io::Result<Vec<Connection>> {
    let mut connections = Vec::new();
    for number in 0..plan.connections {
        let stream = std::net::TcpStream::connect(("127.0.0.1", plan.port))?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(
            &mut stream,
            Token(number),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        connections.push(Connection { stream, under_way: None, got: Vec::new() });
    }
    Ok(connections)
}

fn run(plan: &Plan, poll: &mut Poll, connections: &mut [Connection]) -> io::Result<Tally> {
    let mut tally = Tally { times: Vec::with_capacity(plan.count), ..Tally::default() };
    let mut events = Events::with_capacity(256);
    let mut free: VecDeque<usize> = (0..connections.len()).collect();
    let (mut next, mut sent, mut open) = (0, 0, 0);
    let end = plan.due(plan.count) + GRACE;
    let start = Instant::now();
    let mut looked = Duration::ZERO;
    while tally.times.len() + tally.broken < plan.count {
        let now = start.elapsed();
        if now - looked > STALL {
            tally.stalled += now - looked;
        }
        looked = now;
        if now > end || free.len() + open == 0 {
            break;
        }
        while next < plan.count && plan.due(next) <= now {
            next += 1;
        }
        tally.waited = tally.waited.max(next - sent);
        while sent < next
            && let Some(number) = free.pop_front()
        {
            connections[number].under_way = Some((sent, 0));
            sent += 1;
            open += 1;
            write(plan, &mut connections[number]);
        }
        poll.poll(&mut events, Some(Duration::ZERO))?;
        for event in &events {
            let Token(number) = event.token();
            let connection = &mut connections[number];
            if event.is_writable() {
                write(plan, connection);
            }
            if !event.is_readable() {
                continue;
            }
            let Some((request, _)) = connection.under_way else { continue };
            match read(connection) {
                Progress::More => continue,
                Progress::Done(answer) => {
                    tally.last = start.elapsed();
                    let time = tally.last.saturating_sub(plan.due(request));
                    tally.times.push(u64::try_from(time.as_nanos() / 100).unwrap_or(u64::MAX));
                    tally.refused += usize::from(!(200..300).contains(&answer.status));
                    if answer.stays {
                        free.push_back(number);
                    }
                }
                Progress::Broken => tally.broken += 1,
            }
            connection.under_way = None;
            open -= 1;
        }
    }
    // What nobody answered took at least until now.
    tally.broken = plan.count - tally.times.len();
    Ok(tally)
}

fn write(plan: &Plan, connection: &mut Connection) {
    let Some((number, written)) = &mut connection.under_way else { return };
    let bytes = plan.bytes(*number);
    // What goes wrong here is seen where answers are read.
    while *written < bytes.len()
        && let Ok(count) = connection.stream.write(&bytes[*written..])
    {
        *written += count;
    }
}

enum Progress {
    More,
    Done(Answer),
    Broken,
}

fn read(connection: &mut Connection) -> Progress {
    let mut buffer = [0; 65536];
    loop {
        match connection.stream.read(&mut buffer) {
            Ok(0) => return Progress::Broken,
            Ok(count) => connection.got.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Progress::More,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Progress::Broken,
        }
        if let Some(answer) = read_answer(&connection.got) {
            connection.got.clear();
            return Progress::Done(answer);
        }
    }
}

fn report(plan: &Plan, mut tally: Tally) -> String {
    tally.times.sort_unstable();
    let milliseconds = |share: f64| {
        let rank = ((plan.count as f64 * share).ceil() as usize).max(1) - 1;
        // A rank among those that were never answered has no figure.
        tally.times.get(rank).map_or("null".to_owned(), |time| format!("{:.4}", *time as f64 / 1e4))
    };
    let rate = tally.times.len() as f64 / tally.last.as_secs_f64().max(1e-9);
    format!(
        r#"{{"count":{},"rate":{rate:.1},"p50":{},"p99":{},"p999":{},"most":{},"refused":{},"unanswered":{},"waiting":{},"stalled":{:.3}}}"#,
        tally.times.len(),
        milliseconds(0.5),
        milliseconds(0.99),
        milliseconds(0.999),
        milliseconds(1.0),
        tally.refused,
        tally.broken,
        tally.waited,
        tally.stalled.as_secs_f64() * 1e3,
    )
}
