//! The corpus that is held against Fastify's router by `__test__/conformance/router.test.ts`, held against this one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is read from disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gati_router::{Lookup, RouteEntry, RoutePattern, RouteTable, SourcePlace, build_route_table};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    description: String,
    routes: Vec<String>,
    requests: Vec<Request>,
}

/// In `request` and in values of `params`, `§` stands for `fill` letters.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Request {
    #[serde(rename = "request")]
    target: String,
    status: u16,
    route: Option<String>,
    #[serde(default)]
    params: BTreeMap<String, String>,
    allow: Option<String>,
    #[serde(default)]
    fill: usize,
}

/// What is compared: status, route, params, Allow.
type Answer = (u16, Option<String>, BTreeMap<String, String>, Option<String>);

fn answer(table: &RouteTable<()>, method: &str, path: &str) -> Answer {
    match table.find(method.parse().unwrap(), path) {
        Lookup::Found(found) => {
            let params = found
                .params
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.to_string()))
                .collect();
            (200, Some(found.route.id.clone()), params, None)
        }
        Lookup::Options(allowed) => (204, None, BTreeMap::new(), Some(allowed.to_string())),
        Lookup::MethodNotAllowed(allowed) => {
            (405, None, BTreeMap::new(), Some(allowed.to_string()))
        }
        Lookup::NotFound => (404, None, BTreeMap::new(), None),
        Lookup::BadPath(_) => (400, None, BTreeMap::new(), None),
    }
}

fn run(suite: &Suite) -> usize {
    let entry = |route: &String| {
        let (method, path) = route.split_once(' ').unwrap();
        RouteEntry {
            id: route.clone(),
            method: method.parse().unwrap(),
            pattern: RoutePattern::parse(path).unwrap(),
            source: SourcePlace { file: "corpus.ts".to_owned(), line: 1, column: 1 },
            value: (),
        }
    };
    let built = build_route_table(suite.routes.iter().map(entry).collect());
    assert!(built.conflicts.is_empty(), "{}", suite.description);
    for request in &suite.requests {
        let filled = |text: &String| text.replace('§', &"x".repeat(request.fill));
        let target = filled(&request.target);
        let (method, path) = target.split_once(' ').unwrap();
        let params =
            request.params.iter().map(|(name, value)| (name.clone(), filled(value))).collect();
        let expected = (request.status, request.route.clone(), params, request.allow.clone());
        assert_eq!(
            answer(&built.table, method, path),
            expected,
            "{}: {}",
            suite.description,
            request.target
        );
    }
    suite.requests.len()
}

#[test]
fn corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/router");
    let mut requests = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let suites: Vec<Suite> = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        requests += suites.iter().map(run).sum::<usize>();
    }
    assert!(requests > 100, "the corpus was not found: {requests} requests");
}
