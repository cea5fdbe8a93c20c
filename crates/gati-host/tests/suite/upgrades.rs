//! Connections that leave HTTP for another protocol.

use std::io::Write;
use std::net::Shutdown;

use gati_host::Settings;

use crate::harness::{Client, Harness, Record, abort, end, piece, resume, upgrade, whole};

const OFFER: &[u8] =
    b"GET /later HTTP/1.1\r\nhost: a\r\nconnection: keep-alive, Upgrade\r\nupgrade: echo\r\n\r\n";
const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";
const FLAG: u32 = 256;

fn started() -> (Harness, Client) {
    let mut harness = Harness::new(Settings::default());
    let client = harness.connect();
    (harness, client)
}

fn kinds(harness: &Harness) -> Vec<u32> {
    harness.seen.iter().map(|record| record.kind).collect()
}

/// A connection that left HTTP.
fn left() -> (Harness, Client, Record) {
    let (mut harness, mut client) = started();
    client.send(&mut harness, OFFER);
    let request = harness.seen.pop().unwrap();
    assert_eq!(request.flags, FLAG);
    harness.answer(&upgrade(request.slot, request.key));
    assert_eq!((harness.server.in_flight(), harness.server.connections()), (0, 1));
    (harness, client, request)
}

#[test]
fn only_what_can_be_taken_is_offered() {
    let old = b"GET /later HTTP/1.0\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n".as_slice();
    let unmeant = b"GET /later HTTP/1.1\r\nhost: a\r\nupgrade: echo\r\n\r\n".as_slice();
    let nameless = b"GET /later HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\n\r\n".as_slice();
    let empty = b"POST /upload HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: echo\r\ncontent-length: 0\r\n\r\n"
        .as_slice();
    let full = b"POST /upload HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: echo\r\ncontent-length: 2\r\n\r\nhi"
        .as_slice();
    for (bytes, offers) in [
        (OFFER, true),
        (old, false),
        (unmeant, false),
        (nameless, false),
        (empty, true),
        (full, false),
    ] {
        let (mut harness, mut client) = started();
        client.send(&mut harness, bytes);
        let request = &harness.seen[0];
        assert_eq!(request.flags & FLAG != 0, offers, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn an_ordinary_answer_changes_nothing_and_nothing_is_read_before_it() {
    let (mut harness, mut client) = started();
    client.send(&mut harness, &[OFFER, NOW].concat());
    assert_eq!(kinds(&harness), [1]);
    let Record { slot, key, .. } = harness.seen[0];
    harness.answer(&whole(slot, key, 200, &[], b"no"));
    client.receive();
    assert_eq!(client.statuses(&[]), [200, 200]);
    harness.answer(&upgrade(slot, key));
    client.send(&mut harness, NOW);
    assert_eq!(client.statuses(&[]), [200, 200, 200], "it is too late to leave");
}

#[test]
fn behind_a_request_that_is_under_way_nothing_is_offered() {
    let (mut harness, mut client) = started();
    client.send(
        &mut harness,
        &[b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n".as_slice(), OFFER].concat(),
    );
    assert_eq!(harness.seen.iter().map(|record| record.flags & FLAG).collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn bytes_go_both_ways_and_each_direction_ends_by_itself() {
    let (mut harness, mut client) = started();
    client.send(&mut harness, &[OFFER, b"at once"].concat());
    let Record { slot, key, .. } = harness.seen.pop().unwrap();
    harness.answer(&[upgrade(slot, key), piece(slot, key, b"HTTP/1.1 101 X\r\n\r\n")].concat());
    harness.turn();
    client.send(&mut harness, NOW);
    let came: Vec<u8> = harness.seen.drain(..).flat_map(|record| record.body).collect();
    assert_eq!(came, [b"at once".as_slice(), NOW].concat());
    client.stream.shutdown(Shutdown::Write).unwrap();
    harness.turn();
    assert_eq!(kinds(&harness), [3]);
    harness.answer(&[piece(slot, key, b"bye"), end(slot, key)].concat());
    client.receive();
    assert!(client.got.ends_with(b"\r\n\r\nbye"));
    assert!(client.is_closed);
    harness.turn();
    assert_eq!((kinds(&harness), harness.server.connections()), (vec![3, 5], 0));
}

#[test]
fn the_server_may_end_first() {
    let (mut harness, mut client, Record { slot, key, .. }) = left();
    harness.answer(&[piece(slot, key, b"bye"), end(slot, key)].concat());
    client.receive();
    assert_eq!((client.got.as_slice(), client.is_closed), (b"bye".as_slice(), true));
    client.stream.write_all(b"still").unwrap();
    harness.turn();
    assert_eq!(harness.seen.pop().unwrap().body, b"still");
    drop(client);
    harness.turn();
    assert_eq!((kinds(&harness), harness.server.connections()), (vec![3, 5], 0));
}

#[test]
fn who_is_cut_off_gets_what_was_written_before() {
    let (mut harness, mut client, Record { slot, key, .. }) = left();
    harness.answer(&[piece(slot, key, b"last words"), abort(slot, key)].concat());
    client.receive();
    assert_eq!((client.got.as_slice(), client.is_closed), (b"last words".as_slice(), true));
    harness.turn();
    assert_eq!((kinds(&harness), harness.server.connections()), (vec![5], 0));
}

#[test]
fn what_is_not_taken_is_not_read() {
    let (mut harness, mut client, Record { slot, key, .. }) = left();
    let bytes = vec![b'x'; 65_536];
    let mut given = 0;
    for _ in 0..100 {
        given += client.stream.write(&bytes).unwrap_or_default();
        harness.turn();
    }
    let taken: usize = harness.seen.drain(..).map(|record| record.body.len()).sum();
    assert!(taken <= 256 * 1024 + 5 * 64 * 1024 && taken < given, "{taken} of {given}");
    let mut left = given - taken;
    let mut untaken = taken;
    while left > 0 {
        harness.answer(&resume(slot, key, u32::try_from(untaken).unwrap()));
        harness.turn();
        untaken = harness.seen.drain(..).map(|record| record.body.len()).sum();
        assert!(untaken > 0);
        left -= untaken;
    }
}
