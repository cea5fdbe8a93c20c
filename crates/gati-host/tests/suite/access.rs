//! What is recorded of requests: of those JavaScript sees, and of those it does not.

use gati_host::{
    AccessSettings, LineFrame, Records, RoutePlace, RouteSpec, Routes, Settings, Unrouted, Words,
};
use gati_router::Method;

use crate::harness::{ECHO, HELLO, Harness};

/// Word 0 of what was recorded, and its sorts.
const RECORDED: u32 = 9;
const LINES: u32 = 1;
const COUNTS: u32 = 3;
const CLOSED: u32 = 8;

fn settings() -> Settings {
    let frame = LineFrame {
        levels: [Some("{\"i\":".into()), Some("{\"w\":".into()), Some("{\"e\":".into())],
        opening: String::new(),
        message: ",\"msg\":".into(),
    };
    let access = AccessSettings {
        has_counts: true,
        lines: Some(frame),
        records: Records::None,
        id_prefix: "id".into(),
        ..AccessSettings::default()
    };
    Settings { access, ..Settings::default() }
}

fn routes() -> Routes {
    let spec = |index, path: &str, is_quiet| RouteSpec {
        method: Method::Get,
        path: path.into(),
        place: RoutePlace::JavaScript { index, body: gati_host::http::BodyUse::Keep },
        is_quiet,
    };
    let words = Words {
        not_found: "no route".into(),
        not_allowed: "no".into(),
        bad_path: "bad".into(),
        id_prefix: "id".into(),
    };
    Routes::new(
        vec![spec(HELLO, "/hello", false), spec(ECHO, "/quiet", true)],
        Unrouted::Here(words),
    )
    .unwrap()
}

/// What was recorded under one sort, as one text.
fn recorded(harness: &Harness, sort: u32) -> String {
    let of_sort = harness.seen.iter().filter(|one| one.kind == RECORDED && one.refusal == sort);
    of_sort.map(|one| std::str::from_utf8(&one.body).unwrap()).collect()
}

fn started() -> Harness {
    let mut harness = Harness::new(settings());
    harness.server.install(routes());
    harness
}

#[test]
fn every_request_has_one_line_whoever_answers_it() {
    let cases: [(&str, &str); 7] = [
        (
            "GET /hello?secret=1 HTTP/1.1\r\nhost: a\r\n\r\n",
            "{\"i\":784111777000,\"requestId\":null,\"http.request.method\":\"GET\",\"http.route\":\"/hello\",\"url.path\":\"/hello\",\"http.response.status_code\":200,\"network.protocol.version\":\"1.1\",\"http.request.body.size\":0,\"http.response.body.size\":5,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
        ("GET /quiet HTTP/1.1\r\nhost: a\r\n\r\n", ""),
        (
            "GET /none HTTP/1.1\r\nhost: a\r\nuser-agent: a\"b\u{fc}\r\nx-request-id: mine\r\n\r\n",
            "{\"w\":784111777000,\"requestId\":\"mine\",\"http.request.method\":\"GET\",\"url.path\":\"/none\",\"http.response.status_code\":404,\"gati.error.code\":\"GATI_ROUTE_NOT_FOUND\",\"network.protocol.version\":\"1.1\",\"user_agent.original\":\"a\\\"b\u{fc}\",\"http.request.body.size\":0,\"http.response.body.size\":124,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
        (
            "BREW /hello HTTP/1.1\r\nhost: a\r\n\r\n",
            "{\"e\":784111777000,\"requestId\":null,\"http.request.method\":\"_OTHER\",\"url.path\":\"/hello\",\"http.response.status_code\":501,\"gati.error.code\":\"GATI_METHOD_UNKNOWN\",\"error.type\":\"501\",\"network.protocol.version\":\"1.1\",\"http.request.body.size\":0,\"http.response.body.size\":0,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
        (
            "nonsense\r\n\r\n",
            "{\"w\":784111777000,\"http.request.method\":\"_OTHER\",\"http.response.status_code\":400,\"gati.error.code\":\"GATI_REQUEST_MALFORMED\",\"network.protocol.version\":\"1.1\",\"http.request.body.size\":0,\"http.response.body.size\":0,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
        (
            "HEAD /none HTTP/1.0\r\nx-request-id: h\r\n\r\n",
            "{\"w\":784111777000,\"requestId\":\"h\",\"http.request.method\":\"HEAD\",\"url.path\":\"/none\",\"http.response.status_code\":404,\"gati.error.code\":\"GATI_ROUTE_NOT_FOUND\",\"network.protocol.version\":\"1.0\",\"http.request.body.size\":0,\"http.response.body.size\":0,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
        (
            "GET /hello HTTP/1.1\r\nhost: a\r\nx-request-id: t\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n",
            "{\"i\":784111777000,\"requestId\":\"t\",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"http.request.method\":\"GET\",\"http.route\":\"/hello\",\"url.path\":\"/hello\",\"http.response.status_code\":200,\"network.protocol.version\":\"1.1\",\"http.request.body.size\":0,\"http.response.body.size\":5,\"answerTime\":0,\"responseTime\":0,\"msg\":\"request completed\"}",
        ),
    ];
    for (request, line) in cases {
        let mut harness = started();
        let mut client = harness.connect();
        let bytes: Vec<u8> =
            request.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect();
        client.send(&mut harness, &bytes);
        harness.pass(300);
        let got = recorded(&harness, LINES);
        let plain = without_own(&got, line);
        // The length of a refusal's document belongs to its words.
        let told = if line.contains(":0,\"answerTime") { without_size(&plain) } else { plain };
        let want =
            if line.contains(":0,\"answerTime") { without_size(line) } else { line.to_owned() };
        assert_eq!(told.trim_end(), want, "{request}");
    }
}

/// Ids that were given here are not looked at; `null` stands for them.
fn without_own(got: &str, line: &str) -> String {
    if !line.contains("\"requestId\":null") {
        return got.to_owned();
    }
    // JavaScript, which would have said one, is not there.
    let Some((before, rest)) = got.split_once("\"requestId\":\"id-n") else {
        return got.replacen(
            "\"http.request.method\"",
            "\"requestId\":null,\"http.request.method\"",
            1,
        );
    };
    let (_, after) = rest.split_once('"').unwrap();
    format!("{before}\"requestId\":null{after}")
}

fn without_size(line: &str) -> String {
    let Some((before, rest)) = line.split_once("\"http.response.body.size\":") else {
        return line.to_owned();
    };
    let (_, after) = rest.split_once(',').unwrap();
    format!("{before}{after}")
}

#[test]
fn a_client_that_leaves_is_told_of_when_its_facts_have_come_or_when_all_ends() {
    for has_facts in [true, false] {
        let mut harness = Harness::new(settings());
        let mut client = harness.connect();
        client.send(&mut harness, b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n");
        let asked = harness.seen.pop().unwrap();
        drop(client);
        harness.pass(300);
        assert_eq!(recorded(&harness, LINES), "");
        if has_facts {
            let words = [8, 9, asked.slot, asked.key, 71, 0, 4, 0];
            let mut facts: Vec<u8> =
                words.iter().flat_map(|word: &u32| word.to_ne_bytes()).collect();
            facts.extend(b"CODE");
            harness.answer(&facts);
            harness.pass(300);
        } else {
            harness.server.stop();
            harness.turn();
        }
        let line = recorded(&harness, LINES);
        assert!(line.contains("\"error.type\":\"client_gone\""), "{line}");
        assert!(line.contains("\"msg\":\"request aborted\""), "{line}");
        assert_eq!(line.contains("\"requestId\":\"id-1z\""), has_facts, "{line}");
        assert_eq!(line.contains("\"gati.error.code\":\"CODE\""), has_facts, "{line}");
        assert_eq!(line.lines().count(), 1);
    }
}

#[test]
fn what_was_recorded_comes_before_the_end() {
    let mut harness = started();
    let mut client = harness.connect();
    for _ in 0..200 {
        client.send(&mut harness, b"GET /none HTTP/1.1\r\nhost: a\r\n\r\n");
    }
    harness.server.stop();
    drop(client);
    harness.turn();
    assert_eq!(recorded(&harness, LINES).lines().count(), 200);
    let last = harness.seen.last().unwrap();
    assert_eq!(last.kind, CLOSED);
}

#[test]
fn counts_are_told_when_they_are_asked_for() {
    let mut harness = started();
    let mut client = harness.connect();
    for path in ["/hello", "/hello", "/quiet", "/none"] {
        let text = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
        client.send(&mut harness, text.as_bytes());
    }
    harness.server.ask_counts();
    harness.turn();
    let text = recorded(&harness, COUNTS);
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut rows: Vec<_> = told["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let counts = row["duration"]["counts"].as_array().unwrap();
            let total: u64 = counts.iter().map(|count| count.as_u64().unwrap()).sum();
            (
                row["route"].as_str().unwrap_or("-").to_owned(),
                row["status"].as_u64().unwrap(),
                total,
            )
        })
        .collect();
    rows.sort();
    let want = [("-", 404, 1), ("/hello", 200, 2), ("/quiet", 200, 1)];
    assert_eq!(rows, want.map(|(route, status, total)| (route.to_owned(), status, total)));
    assert_eq!(told["active"], serde_json::json!({}));
}
