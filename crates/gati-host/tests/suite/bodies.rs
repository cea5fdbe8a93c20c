//! How much of bodies is read, and how much of them there may be at a time.

use gati_host::Settings;
use gati_host::http::ReadLimits;

use crate::harness::{Client, Harness};

#[test]
fn bodies_that_nobody_asks_for_are_thrown_away_up_to_a_limit() {
    let read = ReadLimits { body: 1000, ..ReadLimits::default() };
    let body = |length: usize| vec![b'x'; length];
    let chunked = |length: usize| {
        [format!("{length:x}\r\n").as_bytes(), &body(length), b"\r\n0\r\n\r\n"].concat()
    };
    let fixed = |length: usize| (format!("content-length: {length}\r\n\r\n"), body(length));
    let coded = |length: usize| ("transfer-encoding: chunked\r\n\r\n".to_owned(), chunked(length));
    let cases =
        [(fixed(1000), false), (fixed(1001), true), (coded(1000), false), (coded(1001), true)];
    for ((fields, body), closes) in cases {
        // All at once, and as it comes.
        for size in [usize::MAX, 100] {
            let mut harness = Harness::new(Settings { read: read.clone(), ..Settings::default() });
            let mut client = harness.connect();
            let sent =
                [format!("GET /hello HTTP/1.1\r\nhost: a\r\n{fields}").as_bytes(), &body].concat();
            for piece in sent.chunks(size.min(sent.len())) {
                client.send(&mut harness, piece);
            }
            let (status, head, _) = client.answers(&[]).remove(0);
            assert_eq!(
                (status, head.contains("connection: close")),
                (200, closes),
                "{fields} {size}"
            );
        }
    }
}

#[test]
fn bodies_that_are_being_read_have_a_most_together() {
    let mut harness = Harness::new(Settings { bodies: 150_000, ..Settings::default() });
    let head = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\n";
    let mut clients: Vec<_> = (0..3).map(|_| harness.connect()).collect();
    for client in &mut clients {
        client.send(&mut harness, head);
        client.send(&mut harness, &vec![b'x'; 59_999]);
    }
    let told = |client: &Client| client.answers(&[]).first().map(|(status, ..)| *status);
    assert_eq!(clients.iter().map(told).collect::<Vec<_>>(), [None, None, Some(503)]);
    // Who leaves, and who is answered, gives back what it had.
    drop(clients.pop());
    drop(clients.pop());
    harness.turn();
    clients[0].send(&mut harness, b"x");
    assert_eq!(told(&clients[0]), Some(200));
    let half = vec![b'x'; 30_000];
    for _ in 0..4 {
        let mut client = harness.connect();
        client.send(&mut harness, head);
        client.send(&mut harness, &half);
        client.send(&mut harness, &half);
        assert_eq!(told(&client), Some(200));
    }
}
