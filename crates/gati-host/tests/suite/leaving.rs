//! What is left of clients that go, and of requests that nobody reads.

use std::io::Write;
use std::net::Shutdown;

use gati_host::Settings;

use crate::harness::{Client, Harness};

const LATE: &[u8] = b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n";
const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";
const POST: &[u8] = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi";
const GONE: u32 = 5;
const DETACHED: u32 = 2;

fn started() -> (Harness, Client) {
    let mut harness = Harness::new(Settings::default());
    let client = harness.connect();
    (harness, client)
}

#[test]
fn who_leaves_while_a_request_waits_for_another_is_gone() {
    for behind in [POST, b"", &NOW[..9]] {
        let (mut harness, mut client) = started();
        client.send(&mut harness, LATE);
        let first = harness.seen.pop().expect("a request");
        client.send(&mut harness, behind);
        drop(client);
        harness.turn();
        let gone = harness.seen.pop().expect("a notice");
        assert_eq!((gone.kind, gone.slot, gone.key), (GONE, first.slot, first.key));
        assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0));
    }
}

#[test]
fn who_finishes_with_requests_that_wait_for_each_other_is_answered() {
    let (mut harness, mut client) = started();
    client.stream.write_all(&[NOW, POST, NOW, POST, NOW].concat()).unwrap();
    client.stream.shutdown(Shutdown::Write).unwrap();
    harness.turn();
    client.receive();
    assert_eq!(client.statuses(&[]), [200; 5]);
    assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0));
}

#[test]
fn a_body_that_no_handler_reads_is_not_kept() {
    let (mut harness, mut client) = started();
    let body = vec![b'b'; 70_000];
    for path in ["/nowhere", "/nowhere?a=%20", "/%zz", "/hello"] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: 70000\r\n\r\n");
        client.send(&mut harness, &[head.as_bytes(), &body].concat());
        let record = harness.seen.pop().expect("a request");
        assert_eq!((record.flags & DETACHED, record.body.len()), (0, 0), "{path}");
        assert_eq!(harness.server.bodies().take(0), None, "{path}");
    }
}
