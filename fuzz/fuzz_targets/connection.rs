//! A whole server with real sockets: any bytes from a client, cut anywhere, with turns, answers, time, ends and a second
//! client in between. Nothing panics; requests are those that the reader alone reads from the same bytes; every answer is the
//! next request's own; the neighbour gets what is his; and in the end nothing is left of anybody.
//!
//! Two bytes say how long the script is; what follows it is what the client sends.
#![no_main]

#[path = "../http_client.rs"]
mod http_client;
#[path = "../whole_server.rs"]
mod whole_server;

use std::io::Write;

use gati_host::PriorKnowledge;
use gati_host::http::{BodyUse, Head, Reader, Step};
use http_client::{AskedAs, Got, Script, find, read_answers, scripted};
use libfuzzer_sys::fuzz_target;
use whole_server::{Client, Harness, LIMITS, Seen, UPLOAD};

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
                is_bodiless: arrived.refusal.is_some(),
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
    let mut harness = Harness::new(PriorKnowledge::No);
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
            for (seen, alone) in list.iter().zip(&alone).filter(|(seen, _)| !seen.is_bodiless) {
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
        assert_eq!(harness.bodies_without_end(), []);
    }
    let _ = is_stopped;
    let _ = std::fs::remove_file(&harness.path);
});
