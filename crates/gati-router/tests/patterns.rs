//! Every spelling a pattern may have, and every pattern that is refused.

use gati_router::{PatternError, RoutePattern};

/// Parses and displays, or names the code of the error.
fn canonical(parsed: Result<RoutePattern, PatternError>) -> String {
    match parsed {
        Ok(pattern) => pattern.to_string(),
        Err(error) => {
            assert!(!error.help().is_empty(), "{error}");
            assert!(!error.to_string().ends_with('.'), "{error}");
            error.code().to_owned()
        }
    }
}

#[test]
fn route_spellings() {
    let cases = [
        ("/", "/"),
        ("/users", "/users"),
        ("/users/", "/users"),
        ("/users/:id", "/users/:id"),
        ("/users/{id}", "/users/:id"),
        ("/users/[id]", "/users/:id"),
        ("/:a/{b}/[c]/", "/:a/:b/:c"),
        ("/files/*rest", "/files/*rest"),
        ("/files/{*rest}", "/files/*rest"),
        ("/files/[...rest]", "/files/*rest"),
        ("/*all", "/*all"),
        ("/a.b/c-d/~e/(f)/$g/h+i", "/a.b/c-d/~e/(f)/$g/h+i"),
        ("/café/日本", "/café/日本"),
        ("/:constructor/:_x1", "/:constructor/:_x1"),
        ("", "GATI_ROUTE_LEADING_SLASH"),
        ("users", "GATI_ROUTE_LEADING_SLASH"),
        ("//", "GATI_ROUTE_EMPTY_SEGMENT"),
        ("/a//b", "GATI_ROUTE_EMPTY_SEGMENT"),
        ("/a//", "GATI_ROUTE_EMPTY_SEGMENT"),
        ("/./a", "GATI_ROUTE_DOT_SEGMENT"),
        ("/a/..", "GATI_ROUTE_DOT_SEGMENT"),
        ("/:", "GATI_ROUTE_EMPTY_NAME"),
        ("/{}", "GATI_ROUTE_EMPTY_NAME"),
        ("/api/*", "GATI_ROUTE_EMPTY_NAME"),
        ("/{*}", "GATI_ROUTE_EMPTY_NAME"),
        ("/[...]", "GATI_ROUTE_EMPTY_NAME"),
        ("/:1st", "GATI_ROUTE_BAD_NAME"),
        ("/:naïve", "GATI_ROUTE_BAD_NAME"),
        ("/:id+", "GATI_ROUTE_BAD_NAME"),
        ("/:__proto__", "GATI_ROUTE_BAD_NAME"),
        ("/:a/:a", "GATI_ROUTE_DUPLICATE_NAME"),
        ("/:a/*a", "GATI_ROUTE_DUPLICATE_NAME"),
        ("/:id?", "GATI_ROUTE_OPTIONAL_PARAMETER"),
        ("/{id?}", "GATI_ROUTE_OPTIONAL_PARAMETER"),
        ("/[[id]]", "GATI_ROUTE_OPTIONAL_PARAMETER"),
        ("/[[...rest]]", "GATI_ROUTE_OPTIONAL_PARAMETER"),
        ("/img-:id", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/:user-id", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/:a-:b", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/{a}.png", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/{a}{b}", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/:id(\\d+)", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/users:batch", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("/*rest/more", "GATI_ROUTE_CATCH_ALL_NOT_LAST"),
        ("/a b", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a?b", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a#b", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a%20b", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a\\b", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a\u{0}", "GATI_ROUTE_BAD_CHARACTER"),
        ("/a\u{a0}b", "GATI_ROUTE_BAD_CHARACTER"),
    ];
    for (written, expected) in cases {
        assert_eq!(canonical(RoutePattern::parse(written)), expected, "{written:?}");
    }
    let crowded = (0..21).fold(String::new(), |path, number| format!("{path}/:p{number}"));
    assert_eq!(canonical(RoutePattern::parse(&crowded)), "GATI_ROUTE_TOO_MANY_PARAMETERS");
}

#[test]
fn file_paths() {
    let cases = [
        ("index.ts", "/"),
        ("users.ts", "/users"),
        ("users/index.ts", "/users"),
        ("users/[id].ts", "/users/:id"),
        ("users/[id]/index.tsx", "/users/:id"),
        ("users/[id]/posts/[post].mts", "/users/:id/posts/:post"),
        ("files/[...rest].ts", "/files/*rest"),
        ("[...all].js", "/*all"),
        ("index/index.ts", "/index"),
        ("v1.2/a.b.ts", "/v1.2/a.b"),
        ("users", "GATI_ROUTE_NOT_A_MODULE"),
        ("data.json", "GATI_ROUTE_NOT_A_MODULE"),
        ("/users.ts", "GATI_ROUTE_EMPTY_SEGMENT"),
        ("../users.ts", "GATI_ROUTE_DOT_SEGMENT"),
        ("users\\[id].ts", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("users\\me.ts", "GATI_ROUTE_BAD_CHARACTER"),
        (":id.ts", "GATI_ROUTE_BAD_CHARACTER"),
        ("*rest.ts", "GATI_ROUTE_BAD_CHARACTER"),
        ("{id}.ts", "GATI_ROUTE_BAD_CHARACTER"),
        ("[].ts", "GATI_ROUTE_EMPTY_NAME"),
        ("[id]-[x].ts", "GATI_ROUTE_MID_SEGMENT_PARAMETER"),
        ("[[id]].ts", "GATI_ROUTE_OPTIONAL_PARAMETER"),
        ("[...rest]/a.ts", "GATI_ROUTE_CATCH_ALL_NOT_LAST"),
    ];
    for (file, expected) in cases {
        assert_eq!(canonical(RoutePattern::from_file_path(file)), expected, "{file:?}");
    }
}

#[test]
fn the_canonical_form_parses_to_itself() {
    for text in ["/", "/a", "/:a/b/*c", "/é/:x"] {
        let parsed = RoutePattern::parse(text).unwrap();
        assert_eq!(parsed.to_string(), text);
        assert_eq!(RoutePattern::parse(&parsed.to_string()).unwrap(), parsed);
    }
}
