//! TLS: how connections end, what is not TLS, and clients that take nothing.

use gati_host::{Protocols, Settings, Times, TlsSettings};
use std::io::Write;
use std::net::Shutdown;

use crate::frames::{PREFACE, data, get, settings as frame_settings, window};
use crate::harness::{LATER, Record, abort, begin, end, piece, upgrade, whole};
use crate::secure::{Caller, Secure, secured, secured_with, settings};

const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";
const LATE: &[u8] = b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n";
const BODY_END: u32 = 3;
const BODY_FAILED: u32 = 4;
const GONE: u32 = 5;
const WRITABLE: u32 = 6;
const INCOMPLETE: u32 = 4;

#[test]
fn plain_http_is_told_so() {
    let large =
        [b"POST /echo HTTP/1.1\r\ncontent-length: 200000\r\n\r\n", vec![b'x'; 200_000].as_slice()]
            .concat();
    for sent in [NOW, b"G", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &large] {
        let mut harness = secured(&settings());
        let mut client = harness.connect();
        client.send(&mut harness, sent);
        let (status, head, body) = client.answers(&[]).remove(0);
        assert_eq!(status, 400);
        assert!(head.contains("connection: close"), "{head}");
        assert!(String::from_utf8(body).unwrap().contains("GATI_TLS_MISSING"));
        assert!(client.is_closed);
        drop(client);
        harness.turn();
        assert_eq!((harness.server.connections(), harness.seen.len()), (0, 0));
    }
}

#[test]
fn what_is_nothing_at_all_is_told_by_an_alert() {
    let mut oversized = vec![22, 3, 1, 0xff, 0xff];
    oversized.extend(vec![0; 70_000]);
    for sent in [
        b"\0\0\0\0\0\0\0\0".as_slice(),
        b"get / http/1.1\r\n\r\n",
        b"\x80\x2e\x01\0\x02\0\x15\0\0",
        &oversized,
    ] {
        let mut harness = secured(&settings());
        let mut client = harness.connect();
        client.send(&mut harness, sent);
        assert_eq!(&client.got[..2], [21, 3], "{:?}", &sent[..8]);
        assert!(client.is_closed);
        drop(client);
        harness.turn();
        assert_eq!((harness.server.connections(), harness.seen.len()), (0, 0));
    }
}

#[test]
fn bytes_that_were_changed_on_their_way_end_the_connection() {
    let mut harness = secured(&settings());
    let mut client = Secure::new(&mut harness, &Caller::default());
    client.cipher(LATE);
    client.go(&mut harness);
    client.cipher(NOW);
    let mut bytes = client.ciphered();
    *bytes.last_mut().unwrap() ^= 1;
    client.client.send(&mut harness, &bytes);
    client.go(&mut harness);
    assert!(client.fault.unwrap().contains("BadRecordMac"));
    assert_eq!(harness.seen.iter().map(|record| record.kind).collect::<Vec<_>>(), [1, GONE]);
    assert_eq!(harness.server.in_flight(), 0);
    drop(client.client);
    harness.turn();
    assert_eq!(harness.server.connections(), 0);
}

#[test]
fn a_body_that_was_cut_is_not_complete_however_it_was_cut() {
    let bodies: [&[u8]; 3] = [
        b"content-length: 5\r\n\r\nhel",
        b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    ];
    for path in ["/echo", "/upload"] {
        for body in bodies {
            for says_so in [true, false] {
                let mut harness = secured(&settings());
                let mut client = Secure::new(&mut harness, &Caller::default());
                let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\n");
                client.send(&mut harness, &[head.as_bytes(), body].concat());
                if says_so {
                    client.farewell(&mut harness);
                }
                client.client.stream.shutdown(Shutdown::Write).unwrap();
                client.go(&mut harness);
                let failed = harness.seen.iter().find(|record| record.kind == BODY_FAILED);
                assert!(harness.seen.iter().all(|record| record.kind != BODY_END));
                if path == "/upload" {
                    assert_eq!(failed.unwrap().refusal, INCOMPLETE);
                } else {
                    assert_eq!(harness.seen, []);
                    assert_eq!(client.answers()[0].0, 400);
                }
            }
        }
    }
}

#[test]
fn what_left_http_ends_when_the_client_says_so_and_else_is_cut() {
    let offer = b"GET /later HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: echo\r\n\r\n";
    for (says_so, expected) in [(true, BODY_END), (false, GONE)] {
        let mut harness = secured(&settings());
        let mut client = Secure::new(&mut harness, &Caller::default());
        client.send(&mut harness, offer);
        let Record { slot, key, .. } = harness.seen.pop().unwrap();
        harness.answer(&[upgrade(slot, key), piece(slot, key, b"101 and so on")].concat());
        client.send(&mut harness, b"bytes");
        assert_eq!(client.got, b"101 and so on");
        assert_eq!(harness.seen.pop().unwrap().body, b"bytes");
        if says_so {
            client.farewell(&mut harness);
        } else {
            client.client.stream.shutdown(Shutdown::Write).unwrap();
        }
        client.go(&mut harness);
        assert_eq!(harness.seen.pop().map(|record| record.kind), Some(expected));
        if says_so {
            // The other direction is still open, and ends by its own words.
            harness.answer(&[piece(slot, key, b"!"), end(slot, key)].concat());
            client.go(&mut harness);
            assert_eq!(String::from_utf8_lossy(&client.got), "101 and so on!");
            assert!(client.is_told);
        }
        assert_eq!(harness.server.connections(), 0);
    }
}

type Answers = fn(u32, u32) -> Vec<u8>;

#[test]
fn the_end_is_said_unless_something_is_cut_short() {
    let old = b"GET /later HTTP/1.0\r\n\r\n";
    let closing = b"GET /later HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".as_slice();
    let streamed: Answers =
        |slot, key| [begin(slot, key, &[]), piece(slot, key, b"abc"), end(slot, key)].concat();
    let cut: Answers =
        |slot, key| [begin(slot, key, &[]), piece(slot, key, b"abc"), abort(slot, key)].concat();
    let full: Answers = |slot, key| whole(slot, key, 200, &[], b"abc");
    let cases = [
        (closing, full, true),
        (closing, streamed, true),
        (old, full, true),
        (old, streamed, true),
        (old, cut, false),
        (LATE, cut, false),
    ];
    for (request, answers, is_told) in cases {
        let mut harness = secured(&settings());
        let mut client = Secure::new(&mut harness, &Caller::default());
        client.send(&mut harness, request);
        let Record { slot, key, .. } = harness.seen.pop().unwrap();
        harness.answer(&answers(slot, key));
        client.go(&mut harness);
        assert!(String::from_utf8_lossy(&client.got).contains("abc"));
        assert_eq!((client.is_told, client.client.is_closed), (is_told, true));
    }
}

#[test]
fn who_has_nothing_under_way_is_told_when_the_server_leaves() {
    for protocols in [Protocols::One, Protocols::TwoAndOne] {
        let mut harness = secured(&TlsSettings { protocols, ..settings() });
        let caller = Caller { offers: &["h2", "http/1.1"], ..Caller::default() };
        let mut client = Secure::new(&mut harness, &caller);
        harness.server.stop();
        harness.server.close_idle();
        client.go(&mut harness);
        assert!(client.is_told && client.client.is_closed);
        assert_eq!(harness.server.connections(), 0);
    }
}

#[test]
fn answers_wait_for_clients_that_take_nothing_and_little_of_them_is_ciphered() {
    let mut harness = secured(&settings());
    let mut client = Secure::new(&mut harness, &Caller::default());
    client.cipher(LATE);
    client.go(&mut harness);
    let Record { slot, key, .. } = harness.seen.pop().unwrap();
    harness.answer(&begin(slot, key, &[]));
    let part = vec![b'x'; 60_000];
    let mut given = 0;
    // Until the socket is full, and some more.
    while harness.server.unsent(slot, key) <= 64 * 1024 {
        harness.answer(&piece(slot, key, &part));
        given += part.len();
        assert!(given < 10_000_000, "the socket takes everything");
    }
    let unsent = harness.server.unsent(slot, key);
    assert!(unsent < 64 * 1024 + part.len() + 64, "{unsent}: all but what the socket took");
    assert_eq!(harness.seen, []);
    client.go(&mut harness);
    client.go(&mut harness);
    assert_eq!(harness.seen.pop().unwrap().kind, WRITABLE);
    assert_eq!(harness.server.unsent(slot, key), 0);
    harness.answer(&end(slot, key));
    client.go(&mut harness);
    assert_eq!(client.answers()[0].2.len(), given);
}

#[test]
fn large_answers_and_bodies_come_whole() {
    for protocols in [Protocols::One, Protocols::TwoAndOne] {
        let mut harness = secured(&TlsSettings { protocols, ..settings() });
        let mut client = Secure::new(&mut harness, &Caller::default());
        let body: Vec<u8> = (0..900_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let head =
            format!("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
        client.send(&mut harness, &[head.as_bytes(), &body].concat());
        for _ in 0..20 {
            client.go(&mut harness);
        }
        assert!(client.answers()[0].2 == body);
    }
}

#[test]
fn a_client_that_takes_nothing_is_cut_off_and_one_that_takes_little_is_not() {
    let times = Times { stall: 10_000, ..Times::default() };
    let mut harness = secured_with(&settings(), Settings { times, ..Settings::default() });
    let mut client = Secure::new(&mut harness, &Caller::default());
    client.cipher(LATE);
    client.go(&mut harness);
    let Record { slot, key, .. } = harness.seen.pop().unwrap();
    harness.answer(&whole(slot, key, 200, &[], &vec![b'x'; 3_000_000]));
    for _ in 0..4 {
        harness.pass(6_000);
        assert_eq!(harness.server.connections(), 1);
        // A little room is made in the socket.
        let mut buffer = vec![0; 200_000];
        let _ = std::io::Read::read(&mut client.client.stream, &mut buffer).unwrap();
        harness.turn();
    }
    harness.pass(10_300);
    assert_eq!(harness.server.connections(), 0);
    assert_eq!(harness.seen, []);
}

#[test]
fn a_client_that_leaves_is_forgotten_wherever_it_is() {
    let request = [LATE, NOW].concat();
    for part in [0, 10, 200, 300, usize::MAX] {
        let mut harness = secured(&settings());
        let mut client = Secure::silent(&mut harness, &Caller::default());
        let hello = client.ciphered();
        client.client.stream.write_all(&hello[..part.min(hello.len())]).unwrap();
        harness.turn();
        if part == usize::MAX {
            client.go(&mut harness);
            client.send(&mut harness, &request);
            assert_eq!(harness.seen[0].route, LATER);
        }
        drop(client);
        harness.turn();
        assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0), "{part}");
    }
}

#[test]
fn who_takes_nothing_of_http_2_is_cut_off_whatever_is_to_be_said() {
    let times = Times { stall: 10_000, idle: 30_000, ..Times::default() };
    let secured = || {
        let tls = TlsSettings { protocols: Protocols::TwoAndOne, ..settings() };
        secured_with(&tls, Settings { times: times.clone(), ..Settings::default() })
    };
    // A length that leaves something with the socket, with TLS, and with the protocol.
    for length in (160_000..320_000).step_by(20_000).chain([1_000_000]) {
        for has_fault in [true, false] {
            let mut harness = secured();
            let caller = Caller { offers: &["h2"], ..Caller::default() };
            let mut client = Secure::new(&mut harness, &caller);
            let windows = [(4, 10_000_000)];
            let greeting = [PREFACE, &frame_settings(&windows), &window(0, 10_000_000)].concat();
            client.cipher(&[greeting.as_slice(), &get(1, "/later")].concat());
            let bytes = client.ciphered();
            client.client.stream.write_all(&bytes).unwrap();
            harness.turn();
            let Record { slot, key, .. } = harness.seen.pop().unwrap();
            harness.answer(&whole(slot, key, 200, &[], &vec![b'x'; length]));
            if has_fault {
                // A frame of a stream that there cannot be.
                client.cipher(&data(2, b"x", 0));
                let bytes = client.ciphered();
                client.client.stream.write_all(&bytes).unwrap();
                harness.turn();
            }
            harness.server.stop();
            harness.pass(62_000);
            assert_eq!(harness.server.connections(), 0, "{length} {has_fault}");
            assert_eq!(harness.server.in_flight(), 0);
        }
    }
}
