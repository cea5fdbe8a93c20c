//! How connections of HTTP/2 end: by time, by a goodbye, by floods; and what bounds all of them.

use gati_host::{Settings, Times};

use crate::frames::{data, frame, frames, get, head, post, reset, window};
use crate::harness::{Harness, LATER, Record, whole};
use crate::two::{GONE, asked, body, kinds, settings, started, started_with, told};

#[test]
fn timeouts_end_what_does_not_move() {
    let times = Times { idle: 4_000, head: 1_000, request: 2_000, stall: 3_000 };
    let limited = || Settings { times: times.clone(), ..settings() };
    // Without any request.
    let (mut harness, mut client) = started_with(limited(), &[]);
    harness.pass(3_500);
    client.receive();
    assert!(!client.is_closed);
    harness.pass(1_000);
    assert_eq!(told(&mut client), ["GOAWAY NO_ERROR"]);
    assert!(client.is_closed);
    // Within the preface, and within a head.
    let mut harness = Harness::new(limited());
    let mut client = harness.connect();
    client.send(&mut harness, &crate::frames::PREFACE[..20]);
    harness.pass(1_500);
    client.receive();
    assert!(client.is_closed);
    let (mut harness, mut client) = started_with(limited(), &[]);
    client.send(&mut harness, &frame("HEADERS", 1, 1, &head("GET", "/hello")));
    harness.pass(1_500);
    assert_eq!(told(&mut client), ["GOAWAY ENHANCE_YOUR_CALM"]);
    // Within a body.
    let (mut harness, mut client) = started_with(limited(), &[]);
    client.send(&mut harness, &[post(1, "/echo"), data(1, b"a", 0)].concat());
    harness.pass(2_500);
    assert!(told(&mut client).contains(&"1 408".to_owned()));
    assert!(!client.is_closed, "the other streams go on");
    // An answer that nobody takes.
    let (mut harness, mut client) = started_with(limited(), &[(4, 0)]);
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.answer(&whole(slot, key, 200, &[], &vec![1; 50_000]));
    harness.pass(3_500);
    assert!(told(&mut client).contains(&"RST_STREAM 1 CANCEL".to_owned()));
    // JavaScript has as long as it wants.
    let (mut harness, mut client) = started_with(limited(), &[]);
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.pass(60_000);
    harness.answer(&whole(slot, key, 200, &[], b"late"));
    assert_eq!(body(&mut client, 1), b"late");
}

#[test]
fn stopping_finishes_what_is_under_way_in_two_steps() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.server.stop();
    harness.turn();
    assert_eq!(told(&mut client), ["GOAWAY NO_ERROR", "PING"]);
    let ping = frames(&client.got)[1].payload.clone();
    client.got.clear();
    // What was on its way when the client heard of it is served.
    client.send(&mut harness, &[get(3, "/hello"), frame("PING", 1, 0, &ping)].concat());
    assert_eq!(told(&mut client), ["GOAWAY NO_ERROR", "3 200", "DATA"]);
    client.got.clear();
    client.send(&mut harness, &get(5, "/hello"));
    assert_eq!(told(&mut client), [""; 0]);
    harness.answer(&whole(slot, key, 200, &[], b"late"));
    assert_eq!(body(&mut client, 1), b"late");
    assert!(client.is_closed);
    assert_eq!(harness.server.connections(), 0);
}

#[test]
fn closing_says_goodbye() {
    for all in [false, true] {
        let (mut harness, mut client) = started();
        if all {
            asked(&mut harness, &mut client, &get(1, "/later"));
            harness.server.close_all();
        } else {
            harness.server.close_idle();
        }
        assert_eq!(told(&mut client), ["GOAWAY NO_ERROR"]);
        assert!(client.is_closed);
        harness.turn();
        assert_eq!(kinds(&harness), if all { vec![GONE] } else { vec![] });
        assert_eq!(harness.server.in_flight(), 0);
    }
}

#[test]
fn floods_end_the_connection() {
    let ping = frame("PING", 0, 0, &[0; 8]);
    let empty = frame("SETTINGS", 0, 0, &[]);
    let cases: [(&str, Vec<u8>); 4] = [
        ("pings", ping.repeat(1_100)),
        ("settings", empty.repeat(1_100)),
        ("empty data", [post(1, "/upload"), data(1, b"", 0).repeat(1_100)].concat()),
        ("windows", window(0, 1).repeat(1_100)),
    ];
    for (name, flood) in cases {
        let (mut harness, mut client) = started();
        client.send(&mut harness, &flood);
        let words = told(&mut client);
        assert_eq!(words.last().unwrap(), "GOAWAY ENHANCE_YOUR_CALM", "{name}");
        assert!(client.is_closed, "{name}");
    }
}

#[test]
fn rapid_resets_end_the_connection_and_leave_nothing_under_way() {
    for apart in [true, false] {
        let (mut harness, mut client) = started();
        for number in 0..1_200 {
            let stream = 2 * number + 1;
            if apart {
                client.send(&mut harness, &get(stream, "/later"));
                client.send(&mut harness, &reset(stream));
            } else {
                client.send(&mut harness, &[get(stream, "/later"), reset(stream)].concat());
            }
            if client.is_closed {
                break;
            }
        }
        assert_eq!(told(&mut client).last().unwrap(), "GOAWAY ENHANCE_YOUR_CALM");
        assert!(client.is_closed);
        assert_eq!((harness.server.in_flight(), harness.server.connections()), (0, 0));
    }
}

#[test]
fn limits_of_the_server_are_those_of_http_1() {
    let (mut harness, mut client) = started_with(Settings { in_flight: 2, ..settings() }, &[]);
    let three = [get(1, "/later"), get(3, "/later"), get(5, "/later")].concat();
    client.send(&mut harness, &three);
    assert_eq!(told(&mut client), ["5 503", "DATA"]);
    assert_eq!((harness.seen.len(), harness.server.in_flight()), (2, 2));
    client.got.clear();
    let Record { slot, key, route, .. } = harness.seen[0];
    assert_eq!(route, LATER);
    harness.answer(&whole(slot, key, 200, &[], b"first"));
    client.got.clear();
    client.send(&mut harness, &get(7, "/hello"));
    assert_eq!(body(&mut client, 7), b"hello");
}
