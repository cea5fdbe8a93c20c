//! What JavaScript sees of a request.

use std::io::Write;

use gati_host::batch::LARGEST_INLINE;
use gati_host::{
    KeptPage, Page, RequestId, RoutePlace, RouteSpec, Routes, Settings, Unrouted, Words,
};
use gati_router::Method;

use crate::harness::{ECHO, HELLO, Harness, Record, USER};

fn sent(text: &[u8]) -> Record {
    let mut harness = Harness::new(Settings::default());
    let mut client = harness.connect();
    client.send(&mut harness, text);
    harness.seen.remove(0)
}

#[test]
fn a_request_is_told_with_its_parts() {
    let record = sent(
        b"GET /users/caf%C3%A9%2F1?a=%20&b HTTP/1.1\r\nHost: A.example\r\nX-Own:  Value \r\nCookie: a=b\r\nUser-Agent: \xe9\r\n\r\n",
    );
    assert_eq!(record.route, USER);
    assert_eq!(record.method, 0);
    assert_eq!(record.flags, 16);
    assert_eq!(record.target, "/users/caf%C3%A9%2F1?a=%20&b");
    assert_eq!(record.path, "/users/caf%C3%A9%2F1");
    assert_eq!(record.params, ["café/1"]);
    assert_eq!(record.address, "");
    let fields: Vec<(u32, &str, &[u8])> = record
        .fields
        .iter()
        .map(|(id, name, value)| (*id, name.as_str(), value.as_slice()))
        .collect();
    assert_eq!(
        fields,
        [
            (1, "host", b"A.example".as_slice()),
            (0, "x-own", b"Value"),
            (9, "cookie", b"a=b"),
            (14, "user-agent", b"\xe9"),
        ]
    );
    assert_eq!(record.known, 1 << 1 | 1 << 9 | 1 << 14);
}

#[test]
fn head_goes_to_the_route_of_get() {
    let record = sent(b"HEAD /hello HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((record.route, record.method), (HELLO, 1));
}

#[test]
fn targets_come_in_origin_form() {
    let record = sent(b"GET http://other:80/hello?x HTTP/1.0\r\n\r\n");
    assert_eq!(
        (record.target.as_str(), record.path.as_str(), record.flags),
        ("/hello?x", "/hello", 1)
    );
    let record = sent(b"GET http://other?x HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((record.target.as_str(), record.path.as_str()), ("/?x", "/"));
}

#[test]
fn paths_without_a_route_come_with_their_methods() {
    let post = sent(b"POST /hello HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((post.route, post.allowed), (u32::MAX, 1 | 1 << 1 | 1 << 6));
    let nowhere = sent(b"GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((nowhere.route, nowhere.allowed, nowhere.refusal), (u32::MAX, 0, 0));
    let broken = sent(b"GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((broken.route, broken.refusal), (u32::MAX, 1));
    let long = [b"GET /users/".as_slice(), &[b'a'; 2049], b" HTTP/1.1\r\nhost: a\r\n\r\n"].concat();
    assert_eq!((sent(&long).route, sent(&long).refusal), (USER, 2));
}

#[test]
fn bodies_lie_beside_their_request_or_are_fetched() {
    for length in [0, 1, 5_000, LARGEST_INLINE, LARGEST_INLINE + 1, 900_000] {
        let body: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let head = format!("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n");
        let record = sent(&[head.as_bytes(), &body].concat());
        assert_eq!(record.route, ECHO);
        assert_eq!(record.flags, 8 | if length > LARGEST_INLINE { 2 } else { 0 });
        assert!(record.body == body, "{length}");
    }
    assert_eq!(sent(b"POST /echo HTTP/1.1\r\nhost: a\r\n\r\n").flags, 0);
}

#[test]
fn what_fits_no_batch_comes_with_the_next() {
    let mut harness = Harness::new(Settings::default());
    let body = vec![b'x'; 60_000];
    let mut clients: Vec<_> = (0..20).map(|_| harness.connect()).collect();
    for client in &mut clients {
        let head = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\n";
        client.stream.write_all(&[head.as_slice(), &body].concat()).unwrap();
    }
    harness.turn();
    for client in &mut clients {
        client.receive();
        let answers = client.answers(&[]);
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].2, body);
    }
}

#[test]
fn pages_and_paths_without_a_route_need_no_javascript() {
    let mut harness = Harness::new(Settings::default());
    let page = Page {
        status: 200,
        fields: vec![("cache-control".into(), "no-store".into())],
        body: (*b"{\"status\":\"ok\"}").into(),
    };
    let specs = vec![
        RouteSpec {
            method: Method::Get,
            path: "/health".into(),
            place: RoutePlace::Page(page),
            is_quiet: false,
        },
        RouteSpec {
            method: Method::Post,
            path: "/things".into(),
            place: RoutePlace::JavaScript { index: HELLO, body: gati_host::http::BodyUse::Keep },
            is_quiet: false,
        },
    ];
    let words = Words {
        not_found: "no route for {method} {path}".into(),
        not_allowed: "{path} has no {method}; it has {allow}".into(),
        bad_path: "the path is bad".into(),
        id_prefix: "p".into(),
    };
    harness.server.install(Routes::new(specs, Unrouted::Here(words)).unwrap());
    let mut client = harness.connect();
    let asks: [(&str, u16, &str, &str); 7] = [
        ("GET /health?a=%41", 200, "{\"status\":\"ok\"}", "cache-control: no-store\r\n"),
        ("GET /health", 200, "{\"status\":\"ok\"}", "cache-control: no-store\r\n"),
        (
            "GET /a\"b\\{allow}",
            404,
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no route for GET /a\"b\\{allow}","code":"GATI_ROUTE_NOT_FOUND","requestId":"p-r1"}"#,
            "content-type: application/problem+json; charset=utf-8\r\n",
        ),
        (
            "GET /things",
            405,
            r#"{"type":"about:blank","title":"Method Not Allowed","status":405,"detail":"/things has no GET; it has POST, OPTIONS","code":"GATI_METHOD_NOT_ALLOWED","requestId":"p-r2"}"#,
            "allow: POST, OPTIONS\r\n",
        ),
        ("OPTIONS /things", 204, "", "allow: POST, OPTIONS\r\n"),
        (
            "GET /%",
            400,
            r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"the path is bad","code":"GATI_URL_INVALID","requestId":"p-r4"}"#,
            "\r\n",
        ),
        ("OPTIONS *", 204, "", "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, QUERY\r\n"),
    ];
    for (line, _, _, _) in asks {
        client.send(&mut harness, format!("{line} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes());
    }
    let answers = client.answers(&[]);
    assert_eq!(answers.len(), asks.len());
    for ((line, status, body, field), (found, head, found_body)) in asks.iter().zip(&answers) {
        assert_eq!(
            (found, String::from_utf8_lossy(found_body).as_ref()),
            (status, *body),
            "{line}"
        );
        assert!(head.contains(field), "{line}: {head}");
    }
    assert_eq!(harness.seen, []);
    client.got.clear();
    client.send(&mut harness, b"GET /nowhere HTTP/1.1\r\nhost: a\r\nx-request-id: mine-1\r\n\r\n");
    let (_, head, body) = client.answers(&[]).remove(0);
    assert!(head.contains("x-request-id: mine-1\r\n"));
    assert!(String::from_utf8(body).unwrap().contains(r#""requestId":"mine-1""#));
}

#[test]
fn what_javascript_said_is_said_again_as_long_as_it_holds() {
    let mut harness = Harness::new(Settings::default());
    let kept = |path: &str, second| KeptPage {
        path: path.into(),
        page: Page {
            status: 200,
            fields: vec![("etag".into(), "W/\"1\"".into()), ("content-type".into(), "a/b".into())],
            body: (*b"kept").into(),
        },
        tag: Some("W/\"1\"".into()),
        second,
        request_id: RequestId::Said,
    };
    let now = harness.now.unix;
    harness.server.keep_page(HELLO, kept("/hello", Some(now)));
    let mut client = harness.connect();
    let mut ask = |harness: &mut Harness, line: &str, fields: &str| {
        client.got.clear();
        client.send(harness, format!("{line} HTTP/1.1\r\nhost: a\r\n{fields}\r\n").as_bytes());
        let heads: &[usize] = if line.starts_with("HEAD") { &[0] } else { &[] };
        let (status, head, body) = client.answers(heads).remove(0);
        (status, head.contains("content-type: a/b\r\n"), String::from_utf8(body).unwrap(), head)
    };
    let cases: &[(&str, &str, u16, &str)] = &[
        ("GET /hello", "", 200, "kept"),
        ("HEAD /hello", "", 200, ""),
        ("GET /hello", "if-none-match: \"0\" , W/\"1\"\r\n", 304, ""),
        ("GET /hello", "if-none-match: \"0\"\r\nif-none-match: *\r\n", 304, ""),
        ("GET /hello", "if-none-match: \"1\"\r\n", 200, "kept"),
    ];
    for (line, fields, status, body) in cases {
        let (found, has_type, found_body, _) = ask(&mut harness, line, fields);
        assert_eq!((found, found_body.as_str()), (*status, *body), "{line} {fields}");
        assert_eq!(has_type, *status == 200, "{line} {fields}");
    }
    let one = ask(&mut harness, "GET /hello", "x-request-id: a\r\n").3;
    assert!(one.contains("x-request-id: a\r\n"), "{one}");
    // Two lines are one value with a comma and a space, which is no id.
    let two = ask(&mut harness, "GET /hello", "x-request-id: a\r\nx-request-id: b\r\n").3;
    assert!(!two.contains("x-request-id"), "{two}");

    // JavaScript is asked for everything that this does not answer.
    for line in ["GET /hello?", "GET /hello/", "GET /hello?a=1"] {
        assert_ne!(ask(&mut harness, line, "").2, "kept", "{line}");
    }
    assert_ne!(ask(&mut harness, "GET /hello", "if-none-match: \u{a0}*\r\n").2, "kept");
    harness.now.unix += 1;
    assert_ne!(ask(&mut harness, "GET /hello", "").2, "kept");
    harness.server.keep_page(HELLO, kept("/hello", None));
    assert_eq!(ask(&mut harness, "GET /hello", "").2, "kept");
    for spelling in 0..20 {
        harness.server.keep_page(HELLO, kept(&format!("/{spelling}"), None));
    }
    assert_ne!(ask(&mut harness, "GET /hello", "").2, "kept");
    harness.server.keep_page(HELLO, kept("/hello", None));
    harness.server.forget_pages();
    assert_ne!(ask(&mut harness, "GET /hello", "").2, "kept");
}
