//! What is too deep, too large or without an end is said to be so, each with its code; and odd
//! files are read as what they are.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::hostile::harness::{follows, survives};
use gati_analyzer::{EntryKind, ProjectOptions, SourceHost, analyze};
use gati_types::GType;

/// A handler that answers `T` of these types.
fn answering(types: &str) -> String {
    format!(
        "import type {{ Handler }} from '@gati-framework/core';\n{types}\nexport const handler: Handler<{{ response: T }}> = async () => null!;\n"
    )
}

fn codes(text: &str) -> Vec<&'static str> {
    survives(text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn union_of(count: usize, member: impl Fn(usize) -> String) -> String {
    let mut text = String::from("type T = ");
    for index in 0..count {
        let _ = write!(text, "| {}", member(index));
    }
    text + ";"
}

/// Rows of alternatives multiplied with each other.
const CROSS: &str = "type D = '0'|'1'|'2'|'3'|'4'|'5'|'6'|'7'|'8'|'9'; ";

/// `A22` is a tuple of four million strings.
fn doubled(times: usize) -> String {
    let mut text = String::from("type A0 = string;");
    for index in 0..times {
        let _ = write!(text, " type A{} = [A{index}, A{index}];", index + 1);
    }
    text
}

/// What takes long though it is neither deep nor large: a million ways to the same answer.
const WAYS: &str = "type Ways<T, N extends 1[] = []> = N['length'] extends 20 ? 0 : Ways<[T, 0], [...N, 1]> | Ways<[T, 1], [...N, 1]>;";

/// A root that costs too much is a failure as a whole, and leaves nothing behind: what the other
/// roots of its file are does not change, before it and after it.
#[test]
fn what_costs_too_much_costs_nobody_else() {
    let types = format!(
        "{WAYS} interface User {{ id: string; friends: User[]; of: Named<'a'> }} type Named<N> = {{ name: N }};"
    );
    let contract = |body: &str, response: &str| {
        format!("Handler<{{ body: {body}; response: {response} }}> = async () => null!;\n")
    };
    let file = |costly: &str| {
        let handlers = [
            ("POST", contract("User", "Named<'b'>")),
            ("PUT", contract(costly, "User")),
            ("PATCH", contract("Named<'a'>", "User | null")),
        ];
        let handlers = handlers.map(|(name, rest)| format!("export const {name}: {rest}"));
        format!(
            "import type {{ Handler }} from '@gati-framework/core';\n{types}\n{}",
            handlers.concat()
        )
    };
    let costly = file("{ u: User; w: Ways<0> }");
    follows(&costly, (0, 0, "// every line is moved\n"));
    let (without, with) = (survives(&file("'x'")), survives(&costly));
    assert_eq!(without.diagnostics, []);
    let found = &with.diagnostics;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].code, found[0].path.as_deref()), ("GT2007", Some("body")));
    assert!(found[0].message.starts_with("evaluating this type"), "{}", found[0].message);
    assert_eq!(without.manifest.types, with.manifest.types);
    for (fine, costly) in without.manifest.handlers.iter().zip(&with.manifest.handlers) {
        assert_eq!(fine.contract.responses, costly.contract.responses);
        match &costly.contract.body {
            Some(GType::Unresolved(unresolved)) => {
                assert_eq!((fine.id.as_str(), unresolved.code.as_str()), ("PUT /x", "GT2007"));
            }
            body => assert_eq!(body, &fine.contract.body, "{}", fine.id),
        }
    }
}

#[test]
fn every_cap_has_its_finding() {
    let brackets = |open: &str, close: &str, count: usize| {
        format!("type T = {}1{};", open.repeat(count), close.repeat(count))
    };
    let cases: Vec<(&str, String, &str)> = vec![
        ("100,000 brackets", brackets("[", "]", 100_000), "GT1001"),
        ("100,000 parentheses", brackets("(", ")", 100_000), "GT1001"),
        ("100,000 braces", brackets("{ a: ", " }", 100_000), "GT1001"),
        ("100,000 operators", format!("type T = {}string;", "keyof ".repeat(100_000)), "GT1001"),
        ("100,000 members", union_of(100_000, |index| format!("'v{index}'")), "GT2007"),
        (
            "a cross product of templates",
            format!("{CROSS} type T = `${{D}}${{D}}${{D}}${{D}}${{D}}`;"),
            "GT2007",
        ),
        (
            "a cross product of conditionals",
            format!(
                "{CROSS} type C<A, B> = A extends string ? B extends string ? `${{A}}${{B}}` : 0 : 1; type T = C<C<D, D>, C<D, C<D, D>>>;"
            ),
            "GT2007",
        ),
        (
            "a generic without an end",
            "type G<X> = X extends 1 ? 2 : G<[X]>; type T = G<0>;".to_owned(),
            "GT2007",
        ),
        (
            "two that call each other",
            "type F<X> = G<X[]>; type G<X> = F<{ x: X }>; type T = F<1>;".to_owned(),
            "GT2007",
        ),
        ("an alias of itself", "type T = T;".to_owned(), "GT2004"),
        (
            "a list twice as large with every name",
            format!("{} type T = A22;", doubled(22)),
            "GT2007",
        ),
    ];
    for (what, types, code) in cases {
        let found = codes(&answering(&types));
        assert!(found.contains(&code), "{what}: {found:?}");
    }
}

/// Large, but neither too large nor without an end.
#[test]
fn what_is_only_long_is_read() {
    let mut wide = String::from("interface T {");
    for index in 0..20_000 {
        let _ = write!(wide, " p{index}: string;");
    }
    wide.push('}');
    let mut chain = String::new();
    for index in 0..100 {
        let _ = writeln!(chain, "type A{index} = {{ a: A{} }};", index + 1);
    }
    let cases = [
        ("a line of a megabyte", format!("type T = 'x'; /* {} */", "y".repeat(1 << 20))),
        ("a string of a megabyte", format!("type T = '{}';", "y".repeat(1 << 20))),
        ("20,000 properties on a line", wide),
        ("9,000 members", union_of(9_000, |index| index.to_string())),
        ("a hundred aliases deep", format!("{chain} type A100 = 1; type T = A0;")),
    ];
    for (what, types) in cases {
        let found = codes(&answering(&types));
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}

#[test]
fn marks_and_line_ends_move_no_place() {
    let text = answering("type T = { a: Missing };");
    let place = |text: &str| {
        let found = survives(text).diagnostics;
        assert_eq!(found.len(), 1, "{found:#?}");
        (found[0].place.line, found[0].place.column)
    };
    let plain = place(&text);
    assert_eq!(place(&format!("\u{feff}{text}")), plain, "a mark of the encoding");
    assert_eq!(place(&text.replace('\n', "\r\n")), plain, "lines as Windows ends them");
    assert_eq!(place(&format!("{text}\u{2028}// \u{0}")), plain, "a zero and a line separator");
}

/// A folder whose files are not what they seemed when they were listed.
struct Unsteady;

impl SourceHost for Unsteady {
    fn read(&self, path: &Path) -> io::Result<String> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        Err(match name {
            "denied.ts" => io::ErrorKind::PermissionDenied.into(),
            "bytes.ts" => io::ErrorKind::InvalidData.into(),
            "folder.ts" => io::ErrorKind::IsADirectory.into(),
            "good.ts" => {
                let gone =
                    "import type { A } from './gone.js';\nimport type { B } from './denied.js';";
                return Ok(answering(&format!("{gone}\ntype T = A | B;")));
            }
            _ => io::ErrorKind::NotFound.into(),
        })
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if path.extension().is_some_and(|extension| extension == "ts") {
            let is_folder = path.ends_with("folder.ts");
            return Some(if is_folder { EntryKind::Directory } else { EntryKind::File });
        }
        Path::new("/app/src/handlers").starts_with(path).then_some(EntryKind::Directory)
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        if !directory.ends_with("handlers") {
            return Vec::new();
        }
        let names = ["denied.ts", "bytes.ts", "folder.ts", "gone.ts", "good.ts"];
        names.iter().map(|name| directory.join(name)).collect()
    }
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let analysis = analyze(&ProjectOptions::new("/app"), Arc::new(Unsteady));
    let mut found: Vec<(&str, &str)> = analysis
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code, diagnostic.place.file.as_str()))
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            ("GT1002", "src/handlers/bytes.ts"),
            ("GT1002", "src/handlers/denied.ts"),
            ("GT1002", "src/handlers/folder.ts"),
            ("GT1002", "src/handlers/gone.ts"),
            ("GT1004", "src/handlers/good.ts"),
        ]
    );
}
