//! Order of the table, and conflicts.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use gati_router::wire::{WireEntry, route_table_from_wire, table_to_wire};
use gati_router::{
    BadPath, BuiltTable, Lookup, Method, RouteEntry, RoutePattern, SourcePlace, build_route_table,
};

/// Builds a table from `METHOD /path @file:line` lines.
fn build(lines: &[&str]) -> BuiltTable<()> {
    let entries = lines.iter().map(|line| {
        let (route, place) = line.split_once(" @").unwrap_or((line, "a.ts:1"));
        let (method, path) = route.split_once(' ').unwrap();
        let (file, line) = place.split_once(':').unwrap();
        RouteEntry {
            id: route.to_owned(),
            method: method.parse().unwrap(),
            pattern: RoutePattern::parse(path).unwrap(),
            source: SourcePlace { file: file.to_owned(), line: line.parse().unwrap(), column: 1 },
            value: (),
        }
    });
    build_route_table(entries.collect())
}

#[test]
fn order_is_precedence_whatever_the_input_order() {
    let expected = [
        "GET /",
        "GET /a",
        "POST /a",
        "GET /a/b",
        "GET /a/:x",
        "GET /a/:x/c",
        "GET /a/*rest",
        "GET /b",
        "GET /:top",
        "DELETE /:name",
        "GET /:top/z",
        "GET /*all",
    ];
    let mut lines = expected.to_vec();
    for _ in 0..lines.len() {
        lines.rotate_left(1);
        let built = build(&lines);
        assert!(built.conflicts.is_empty());
        let order: Vec<&str> = built.table.routes().iter().map(|route| route.id.as_str()).collect();
        assert_eq!(order, expected);
    }
}

#[test]
fn conflicts_name_both_places_and_both_spellings() {
    let cases: [(&[&str], &[&str]); 5] = [
        (
            &["GET /users/:name @people.ts:9", "GET /users/:id @a.ts:12"],
            &[
                "route GET \"/users/:name\" (people.ts:9) conflicts with GET \"/users/:id\" (a.ts:12): both answer the same requests",
            ],
        ),
        (
            &["GET /users/ @a.ts:2", "GET /users @a.ts:1"],
            &[
                "route GET \"/users\" (a.ts:2) conflicts with GET \"/users\" (a.ts:1): both answer the same requests",
            ],
        ),
        (
            &["PUT /f/*a @c.ts:1", "PUT /f/{*b} @b.ts:1", "PUT /f/[...c] @a.ts:1"],
            &[
                "route PUT \"/f/*b\" (b.ts:1) conflicts with PUT \"/f/*c\" (a.ts:1): both answer the same requests",
                "route PUT \"/f/*a\" (c.ts:1) conflicts with PUT \"/f/*c\" (a.ts:1): both answer the same requests",
            ],
        ),
        (&["GET /users/:id", "POST /users/:name"], &[]),
        (&["GET /users/:id", "GET /users/me", "GET /users/*rest", "GET /users/:id/x"], &[]),
    ];
    for (lines, expected) in cases {
        let built = build(lines);
        let found: Vec<String> = built.conflicts.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{lines:?}");
        assert_eq!(built.table.routes().len() + built.conflicts.len(), lines.len());
        assert!(built.conflicts.iter().all(|conflict| conflict.code() == "GATI_ROUTE_CONFLICT"));
    }
}

#[test]
fn the_wire_form_holds_every_entry_or_a_diagnostic_for_it() {
    let entries: Vec<WireEntry> = serde_json::from_str(
        r#"[
          { "id": "a", "method": "GET", "path": "/f/:dir/*rest", "source": { "file": "a.ts", "line": 3, "column": 14, "export": "handler" } },
          { "id": "b", "method": "GET", "path": "/f/{d}/{*r}", "source": { "file": "b.ts", "line": 1 }, "contract": {} },
          { "id": "c", "method": "get", "path": "/", "source": { "file": "c.ts", "line": 1 } },
          { "id": "d", "method": "GET", "path": "/x/:id?", "source": { "file": "d.ts", "line": 1 } }
        ]"#,
    )
    .unwrap();
    let outcome = route_table_from_wire(entries);
    assert_eq!(
        serde_json::to_value(&outcome.table).unwrap(),
        serde_json::json!({ "routes": [{ "id": "a", "method": "GET", "path": "/f/:dir/*rest", "params": ["dir"], "catchAll": "rest" }] }),
    );
    let found: Vec<(&str, &str)> =
        outcome.diagnostics.iter().map(|finding| (finding.code, finding.file.as_str())).collect();
    assert_eq!(
        found,
        [
            ("GATI_ROUTE_METHOD", "c.ts"),
            ("GATI_ROUTE_OPTIONAL_PARAMETER", "d.ts"),
            ("GATI_ROUTE_CONFLICT", "b.ts"),
        ],
    );
    assert_eq!(outcome.diagnostics[2].secondary[0].place.file, "a.ts");
    assert_eq!(outcome.diagnostics[2].secondary[0].place.column, 14);
}

#[test]
fn the_wire_form_of_an_empty_table_is_a_table() {
    assert_eq!(
        serde_json::to_string(&table_to_wire(&build(&[]).table)).unwrap(),
        r#"{"routes":[]}"#
    );
}

#[test]
fn a_target_without_a_leading_slash_is_bad() {
    let table = build(&["GET /*rest", "OPTIONS /a"]).table;
    for target in ["", "users", "*", "http://example.org/a", "?a", "#"] {
        assert_eq!(
            table.find(Method::Options, target),
            Lookup::BadPath(BadPath::NotAbsolute),
            "{target:?}"
        );
        assert_eq!(table.allowed_methods(target), Err(BadPath::NotAbsolute), "{target:?}");
    }
}
