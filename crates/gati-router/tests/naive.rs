//! The lookup against a matcher so plain that it can be checked by reading: try every route, keep the best.

use gati_router::{
    Lookup, Method, RouteEntry, RoutePattern, Segment, SourcePlace, build_route_table,
};
use proptest::prelude::*;

/// Segments are few and short so that patterns meet; two names so that names differ where shapes do not.
fn pattern() -> impl Strategy<Value = String> {
    let segment = prop_oneof![Just("a"), Just("ab"), Just("b"), Just(":x"), Just("é")];
    let catch_all = prop_oneof![3 => Just(""), 1 => Just("/*rest")];
    (prop::collection::vec(segment, 0..4), catch_all).prop_map(|(segments, catch_all)| {
        let numbered = segments.iter().enumerate().map(|(place, segment)| match *segment {
            ":x" => format!("/:x{place}"),
            text => format!("/{text}"),
        });
        let path = numbered.collect::<String>() + catch_all;
        if path.is_empty() { "/".to_owned() } else { path }
    })
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        4 => Just("a"), 2 => Just("ab"), 2 => Just("b"), 1 => Just(""), 1 => Just("c"),
        1 => Just("%C3%A9"), 1 => Just("%2F"), 1 => Just("%61"),
    ];
    prop::collection::vec(segment, 1..5).prop_map(|segments| format!("/{}", segments.join("/")))
}

/// Splits and decodes by hand: the alphabet of [`path`] has three escapes.
fn plain_segments(path: &str) -> Vec<String> {
    let trimmed = if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path };
    if trimmed == "/" {
        return Vec::new();
    }
    trimmed[1..].split('/').map(|part| part.replace("%C3%A9", "é").replace("%61", "a")).collect()
}

fn fits(pattern: &RoutePattern, path: &[String]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for (place, segment) in pattern.segments().iter().enumerate() {
        match segment {
            Segment::Static(text) if path.get(place) != Some(text) => return None,
            Segment::Param(_) => values.push(path.get(place)?.clone()),
            Segment::CatchAll(_) if path.len() > place => {
                values.push(path[place..].join("/"));
                return Some(values);
            }
            Segment::CatchAll(_) => return None,
            _ => {}
        }
    }
    (pattern.segments().len() == path.len()).then_some(values)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn find_is_the_first_route_that_fits(
        patterns in prop::collection::vec(pattern(), 1..12),
        paths in prop::collection::vec(path(), 8),
    ) {
        let entries = patterns.iter().enumerate().map(|(number, text)| RouteEntry {
            id: text.clone(),
            method: Method::Get,
            pattern: RoutePattern::parse(text).unwrap(),
            source: SourcePlace { file: format!("{number:02}.ts"), line: 1, column: 1 },
            value: (),
        });
        let table = build_route_table(entries.collect()).table;
        for path in &paths {
            let segments = plain_segments(path);
            let expected = table
                .routes()
                .iter()
                .find_map(|route| fits(&route.pattern, &segments).map(|values| (route.id.as_str(), values)))
                .filter(|(_, values)| values.iter().all(|value| !value.is_empty()))
                .map(|(id, values)| (id, values.iter().map(|value| value.replace("%2F", "/")).collect::<Vec<_>>()));
            let found = match table.find(Method::Get, path) {
                Lookup::Found(found) => {
                    Some((found.route.id.as_str(), found.params.iter().map(|(_, value)| value.to_string()).collect()))
                }
                Lookup::NotFound => None,
                other => return Err(TestCaseError::fail(format!("{path}: {other:?}"))),
            };
            prop_assert_eq!(found, expected, "{} in {:?}", path, patterns);
        }
    }

    #[test]
    fn no_path_and_no_pattern_panics(pattern in "\\PC{0,24}", path in "\\PC{0,24}", tail in "[/%0-9a-fA-F:*{}\\[\\]?#.]{0,24}") {
        let _ = RoutePattern::parse(&format!("/{tail}"));
        let _ = RoutePattern::from_file_path(&format!("{tail}.ts"));
        let patterns = [RoutePattern::parse(&pattern), RoutePattern::parse("/a/:b"), RoutePattern::parse("/*rest")];
        let entries = patterns.into_iter().flatten().enumerate().map(|(number, pattern)| RouteEntry {
            id: number.to_string(),
            method: Method::Get,
            pattern,
            source: SourcePlace { file: "a.ts".to_owned(), line: 1, column: 1 },
            value: (),
        });
        let table = build_route_table(entries.collect()).table;
        for target in [path.clone(), format!("/{path}"), format!("/{tail}"), format!("/a/{tail}{path}")] {
            let _ = table.find(Method::Get, &target);
            let _ = table.allowed_methods(&target);
        }
    }
}
