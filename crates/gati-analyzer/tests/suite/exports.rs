//! Types that are asked for by name.

use std::path::Path;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, Exports, ProjectOptions};

const FILE: &str = "
import type { Far } from './far.js';
export { type Other as Renamed } from './far.js';
interface Hidden { h: 1 }
export interface Shown { hidden: Hidden }
export namespace Shop { export interface Item { i: 1 } export type Of<T> = T[]; interface Own { o: 1 } }
namespace Local { export type T = 't' }
export type Page<T> = { items: T[] };
export const value = { v: 1 };
";

/// What is said of `name`: its type, or the diagnostics' first lines.
fn said(name: &str) -> String {
    let host = MemoryHost::new();
    host.write("main.ts", FILE);
    host.write("far.ts", "export interface Far { far: 1 }\nexport interface Other { other: 1 }\n");
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), host);
    let found = analyzer.types_of(Path::new("main.ts"), Exports::Named(name));
    let Some((called, document)) = found.types.first() else {
        let one = found.diagnostics.first().expect("something is said");
        return format!("{} {}; {}", one.code, one.message, one.help.clone().unwrap_or_default());
    };
    assert_eq!(called, name);
    assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
    assert!(document.types.get_str(name).is_some(), "`{name}` has an entry");
    document.types.resolve(&document.root).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_name_stands_for_what_is_exported_declared_or_imported() {
    let table = [
        ("Shown", "{ hidden: Hidden }"),
        ("Hidden", "{ h: 1 }"),
        ("Renamed", "{ other: 1 }"),
        ("Far", "{ far: 1 }"),
        ("Shop.Item", "{ i: 1 }"),
        ("Local.T", "\"t\""),
    ];
    for (name, expected) in table {
        assert_eq!(said(name), expected, "{name}");
    }
}

#[test]
fn what_a_name_does_not_stand_for_is_said() {
    let table = [
        ("Shwn", "GT1005 the file has no type `Shwn`; did you mean `Shown`?"),
        (
            "Page",
            "GT2003 `Page` has type parameters, so it is not one type; \
             name one of its uses: export type One = Page<…>",
        ),
        (
            "Shop.Of",
            "GT2003 `Shop.Of` has type parameters, so it is not one type; \
             name one of its uses: export type One = Shop.Of<…>",
        ),
        (
            "Shop.Own",
            "GT1005 the file has no type `Shop.Own`; declare it: export type Shop.Own = …",
        ),
        (
            "value",
            "GT2008 `value` is a value, not a type; name its type: export type One = typeof value",
        ),
        ("Shop", "GT2008 `Shop` is a namespace, not a type; name a type in it: `Shop.Type`"),
        ("", "GT1005 the file has no type ``; declare it: export type  = …"),
    ];
    for (name, expected) in table {
        assert_eq!(said(name), expected, "{name}");
    }
}

#[test]
fn two_types_of_one_name_are_told_apart() {
    let host = MemoryHost::new();
    host.write(
        "user.ts",
        "export interface User { stored: true }\nexport type Row = { user: User };\n",
    );
    host.write(
        "main.ts",
        "import type { Row } from './user.js';\nexport type A = Row;\n\
         export interface User { shown: true }\n",
    );
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), host);
    let found = analyzer.types_of(Path::new("main.ts"), Exports::All);
    let table = gati_types::TypeTable::of_exports(found.types);
    let mut shown: Vec<String> =
        table.iter().map(|(id, named)| format!("{id} = {}", named.gtype)).collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "A = Row",
            "Row = { user: User_2 }",
            "User = { shown: true }",
            "User_2 = { stored: true }"
        ]
    );
}
