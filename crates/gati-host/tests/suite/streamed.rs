//! Bodies that are handed over while they come: how fast, how much, and what becomes of what is left of them.

use std::io::Write;

use gati_host::{Settings, Times};

use crate::harness::{Client, Harness, Record, UPLOAD, begin, end, piece, resume, whole};

const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";

fn started() -> (Harness, Client) {
    let mut harness = Harness::new(Settings::default());
    let client = harness.connect();
    (harness, client)
}

fn kinds(harness: &Harness) -> Vec<u32> {
    harness.seen.iter().map(|record| record.kind).collect()
}

/// A request whose answer is up to the test.
fn asked(harness: &mut Harness, client: &mut Client, bytes: &[u8]) -> Record {
    client.send(harness, bytes);
    harness.seen.pop().unwrap()
}

#[test]
fn bodies_are_handed_over_as_they_come_and_as_fast_as_they_are_taken() {
    let (mut harness, mut client) = started();
    let head = b"POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 3000000\r\nexpect: 100-continue\r\n\r\n";
    let request = asked(&mut harness, &mut client, head);
    assert_eq!((request.route, request.flags), (UPLOAD, 4 | 8));
    assert_eq!(client.statuses(&[]), [100]);
    client.got.clear();
    let Record { slot, key, .. } = request;
    let body = vec![b'u'; 3_000_000];
    let mut sent = 0;
    let mut given = 0;
    while given < body.len() {
        while sent < body.len() {
            let Ok(count) = client.stream.write(&body[sent..]) else { break };
            sent += count;
        }
        harness.turn();
        let pieces: usize = harness
            .seen
            .drain(..)
            .filter(|record| record.kind == 2)
            .map(|record| record.body.len())
            .sum();
        assert!(pieces <= 256 * 1024 + 5 * 64 * 1024, "{pieces}");
        given += pieces;
        if given < body.len() {
            harness.answer(&resume(slot, key, u32::try_from(pieces).unwrap()));
        }
    }
    harness.turn();
    harness.answer(&whole(slot, key, 200, &[], b"thanks"));
    client.send(&mut harness, NOW);
    assert_eq!(client.statuses(&[]), [200, 200]);
}

const UPLOADING: &[u8] = b"POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhello";

#[test]
fn what_is_left_of_a_body_after_its_answer_is_thrown_away() {
    let (mut harness, mut client) = started();
    client.send(&mut harness, UPLOADING);
    let Record { slot, key, .. } = harness.seen[0];
    harness.answer(&whole(slot, key, 200, &[], b"early"));
    harness.seen.clear();
    client.send(&mut harness, &[b"world", NOW].concat());
    assert_eq!(client.statuses(&[]), [200, 200]);
    assert_eq!((kinds(&harness), harness.server.in_flight()), (vec![1], 0));
    harness.answer(&resume(slot, key, 5));
}

#[test]
fn too_much_of_a_body_after_its_answer_ends_the_connection() {
    let chunked =
        b"POST /upload HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".as_slice();
    let declared =
        b"POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 9000000\r\n\r\n".as_slice();
    for (head, says_so) in [(chunked, false), (declared, true)] {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, head);
        harness.answer(&whole(slot, key, 200, &[], b"early"));
        client.receive();
        assert_eq!(client.answers(&[])[0].1.contains("connection: close\r\n"), says_so);
        let chunk = [b"10000\r\n".as_slice(), &vec![b'x'; 0x10000], b"\r\n"].concat();
        for _ in 0..40 {
            if client.stream.write_all(&chunk).is_err() {
                break;
            }
            harness.turn();
        }
        client.receive();
        assert!(client.is_closed);
        assert_eq!(kinds(&harness), [] as [u32; 0], "nobody hears of any of it");
    }
}

#[test]
fn a_body_that_breaks_after_its_answer_ends_the_connection_without_a_word() {
    let (mut harness, mut client) = started();
    let head = b"POST /upload HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    let Record { slot, key, .. } = asked(&mut harness, &mut client, head);
    harness.answer(&whole(slot, key, 200, &[], b"early"));
    client.send(&mut harness, b"nonsense");
    client.receive();
    assert_eq!((client.statuses(&[]), client.is_closed), (vec![200], true));
}

#[test]
fn a_streamed_body_has_a_limit() {
    let mut settings = Settings::default();
    settings.read.stream = 7;
    let declared = b"POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 8\r\n\r\n".as_slice();
    let chunked =
        b"POST /upload HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n7\r\nseven b\r\n1\r\nX"
            .as_slice();
    for (bytes, expected) in [(declared, &[(1, 3)][..]), (chunked, &[(1, 0), (2, 0), (4, 3)][..])] {
        let mut harness = Harness::new(settings.clone());
        let mut client = harness.connect();
        client.send(&mut harness, bytes);
        let seen: Vec<(u32, u32)> =
            harness.seen.iter().map(|record| (record.kind, record.refusal)).collect();
        assert_eq!(seen, expected);
        let Record { slot, key, .. } = harness.seen[0];
        harness.answer(&whole(slot, key, 413, &[], b""));
        client.receive();
        assert_eq!((client.statuses(&[]), client.is_closed), (vec![413], true));
    }
}

#[test]
fn a_request_whose_answer_has_begun_is_late_all_the_same() {
    let times = Times { idle: 50_000, head: 2_000, request: 4_000, stall: 3_000 };
    let mut harness = Harness::new(Settings { times, ..Settings::default() });
    let mut client = harness.connect();
    client.send(&mut harness, UPLOADING);
    let Record { slot, key, .. } = harness.seen[0];
    harness.answer(&begin(slot, key, &[]));
    for _ in 0..7 {
        // Much to take, and all of it is taken.
        harness.answer(&piece(slot, key, &vec![b'x'; 300_000]));
        harness.pass(500);
        client.receive();
        harness.turn();
        client.receive();
    }
    harness.seen.clear();
    harness.pass(1_500);
    assert_eq!(kinds(&harness), [4]);
    harness.answer(&end(slot, key));
    client.receive();
    harness.turn();
    client.receive();
    assert!(client.is_closed);
}
