//! Node's own request and response in handlers: which uses are said under the native host, and what each should be.

use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, HttpServer, ProjectOptions};

/// Statements of `(req, res, gctx, lctx) => { … }`, and what is said: the text of the place, and the first words of the help.
const BODIES: &[(&str, &[(&str, &str)])] = &[
    ("return req.ip;", &[]),
    ("return req.raw.headers;", &[("req.raw", "use `req.headers`,")]),
    ("return req.raw?.url;", &[("req.raw", "use `req.url`,")]),
    ("return (req.raw).socket;", &[("req.raw", "use `req.ip`,")]),
    ("return req!.raw.method;", &[("req!.raw", "use `req.method`,")]),
    ("return (req as any).raw.on('close', f);", &[("(req as any).raw", "use `lctx.signal`,")]),
    ("return use(req.raw);", &[("req.raw", "use `req.headers`, `req.rawBody`")]),
    ("const socket = () => req.raw.socket;", &[("req.raw", "use `req.ip`,")]),
    (
        "res.raw.write('a'); res.raw.end();",
        &[("res.raw", "use `res.stream`,"), ("res.raw", "use `res.send`,")],
    ),
    ("res.raw.statusCode = 204;", &[("res.raw", "use `res.status`,")]),
    ("const { raw } = req;", &[("req", "use `req.headers`, `req.rawBody`")]),
    ("const { raw: { socket } } = res;", &[("res", "use `res.status`, `res.header`")]),
    // Of these nothing is certain.
    ("const req = other(); return req.raw;", &[]),
    ("return [1].map((req) => req.raw);", &[]),
    ("req = other(); return req.raw;", &[]),
    ("return req.body.raw;", &[]),
    ("return helper(req);", &[]),
];

fn said(source: &str, server: HttpServer) -> Vec<(String, String)> {
    let host = MemoryHost::new();
    host.write("src/handlers/a.ts", source);
    let options = ProjectOptions { server, ..ProjectOptions::new("/app") };
    let analysis = Analyzer::new(options, Arc::clone(&host) as _).analyze();
    let found = analysis.diagnostics.into_iter().filter(|one| one.code == "GT1401");
    found
        .map(|one| {
            let (from, to) = (one.place.offset as usize, one.place.end_offset as usize);
            (source[from..to].to_owned(), one.help.unwrap_or_default())
        })
        .collect()
}

fn holds(source: &str, expected: &[(&str, &str)]) {
    let found = said(source, HttpServer::Native);
    assert_eq!(found.len(), expected.len(), "{source}: {found:?}");
    for ((text, help), (expected, words)) in found.iter().zip(expected) {
        assert_eq!(text, expected, "{source}");
        assert!(help.starts_with(words), "{source}: {help}");
    }
    assert_eq!(said(source, HttpServer::Fastify), [], "{source}");
}

#[test]
fn uses_in_bodies_are_said_with_what_there_is_instead() {
    for (body, expected) in BODIES {
        for head in [
            "export const GET = (req, res, gctx, lctx) => {",
            "export async function GET(req, res) {",
        ] {
            holds(&format!("{head} {body} }}"), expected);
        }
    }
}

#[test]
fn parameters_that_are_taken_apart_are_seen() {
    let usual = "use `req.headers`, `req.rawBody`";
    holds("export const GET = ({ raw }) => raw.url;", &[("{ raw }", usual)]);
    holds("export const GET = ({ ip, raw: { url } }) => url;", &[("{ ip, raw: { url } }", usual)]);
    holds("export const GET = ({ ip }) => ip;", &[]);
    holds("export const GET = (_req, { raw }) => raw.end();", &[("{ raw }", "use `res.status`")]);
}

#[test]
fn who_serves_may_change_while_the_project_is_known() {
    let host = MemoryHost::new();
    host.write("src/handlers/a.ts", "export const GET = (req) => req.raw.url;");
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
    let mut count = |server| {
        analyzer.serve_by(server);
        analyzer.analyze().diagnostics.iter().filter(|one| one.code == "GT1401").count()
    };
    assert_eq!(count(HttpServer::Fastify), 0);
    assert_eq!(count(HttpServer::Native), 1);
    assert_eq!(count(HttpServer::Fastify), 0);
}
