//! Any lines as routes and as paths that are asked for.
#![no_main]

use gati_router::wire::{WireEntry, route_table_from_wire};
use gati_router::{
    Lookup, Method, RouteEntry, RoutePattern, SourcePlace, build_route_table,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.lines().take(64).collect();
    let read = lines.iter().map(|line| {
        RoutePattern::from_file_path(line).ok().or_else(|| RoutePattern::parse(line).ok())
    });
    let mut entries = Vec::new();
    for (number, pattern) in read.enumerate() {
        let Some(pattern) = pattern else { continue };
        let written = pattern.to_string();
        assert_eq!(RoutePattern::parse(&written).as_ref(), Ok(&pattern), "{written}");
        let method = Method::ALL[number % Method::COUNT];
        let source = SourcePlace { file: format!("{number:02}.ts"), line: 1, column: 1 };
        entries.push(RouteEntry { id: number.to_string(), method, pattern, source, value: () });
    }
    let count = entries.len();
    let built = build_route_table(entries);
    assert_eq!(built.table.routes().len() + built.conflicts.len(), count, "no route is lost");
    for line in &lines {
        let allowed = built.table.allowed_methods(line);
        for method in Method::ALL {
            match built.table.find(method, line) {
                Lookup::Found(found) => {
                    assert!(allowed.expect("the path can be read").contains(method));
                    assert_eq!(found.params.len(), found.route.pattern.names().count());
                }
                Lookup::Options(methods) | Lookup::MethodNotAllowed(methods) => {
                    assert_eq!(allowed, Ok(methods));
                    assert!(!methods.iter().any(|found| found == method && method != Method::Options));
                }
                Lookup::NotFound => assert!(allowed.expect("the path can be read").is_empty()),
                Lookup::BadPath(bad) => assert_eq!(allowed, Err(bad)),
            }
        }
    }
    if let Ok(entries) = serde_json::from_str::<Vec<WireEntry>>(text) {
        route_table_from_wire(entries);
    }
});
