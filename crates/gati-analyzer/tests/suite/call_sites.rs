//! The types that a file calls `validate<T>()` with.

use std::path::Path;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, Calls, ProjectOptions};

fn calls_of(main: &str) -> Calls {
    let host = MemoryHost::new();
    host.write("main.ts", main);
    host.write("user.ts", "export interface User { id: number }\nexport const port = 80;\n");
    host.write("ours.ts", "export { validate } from '@gati-framework/core';\n");
    host.write("theirs.ts", "export function validate<T>(): T { throw new Error(); }\n");
    host.write("tsconfig.json", r#"{ "compilerOptions": { "paths": { "~/*": ["./*"] } } }"#);
    Analyzer::new(ProjectOptions::new("/app"), host).calls_of(Path::new("main.ts"))
}

/// What is found in a file: the text of each call with its type, then the diagnostics.
fn said(main: &str) -> Vec<String> {
    let found = calls_of(main);
    let units: Vec<u16> = main.encode_utf16().collect();
    let calls = found.calls.iter().map(|call| {
        let text = String::from_utf16_lossy(&units[call.start as usize..call.end as usize]);
        let document = &call.document;
        let shown = document.types.resolve(&document.root).unwrap_or(&document.root);
        format!("{} = {}: {shown}", text.replace('\n', " "), call.name)
    });
    let diagnostics = found.diagnostics.iter().map(|one| {
        let (line, column) = (one.place.line, one.place.column);
        format!("{} {line}:{column} {}", one.code, one.message)
    });
    calls.chain(diagnostics).collect()
}

const CORE: &str = "import { validate } from '@gati-framework/core';\n";

#[test]
fn a_call_of_the_function_of_the_framework_is_found_under_every_name() {
    let table: &[(&str, &str)] = &[
        ("import { validate } from '@gati-framework/core'; validate<1>();", "validate<1>() = 1: 1"),
        (
            "import { validate } from '@gati-framework/core/validate'; validate<1>();",
            "validate<1>() = 1: 1",
        ),
        (
            "import { validate as check } from '@gati-framework/core'; check<1>();",
            "check<1>() = 1: 1",
        ),
        (
            "import * as gati from '@gati-framework/core'; gati.validate<1>();",
            "gati.validate<1>() = 1: 1",
        ),
        ("import { validate } from './ours.js'; validate<1>();", "validate<1>() = 1: 1"),
        ("import * as ours from './ours.js'; ours.validate<1>();", "ours.validate<1>() = 1: 1"),
    ];
    for (source, expected) in table {
        assert_eq!(said(source), [*expected], "{source}");
    }
}

#[test]
fn what_is_called_alike_is_left_alone() {
    let table = [
        "import { validate } from './theirs.js'; validate<1>();",
        "import { validate } from 'somebody'; validate<1>();",
        "import type { validate } from '@gati-framework/core'; validate<1>();",
        "function validate<T>(): void {} validate<1>();",
        "import { validate } from '@gati-framework/core';
         function f(validate: <T>() => void) { validate<1>(); }",
        "import { validate } from '@gati-framework/core'; { const validate = <T>() => 1; validate<1>(); }",
        "import { validate } from '@gati-framework/core'; validate<1>(compiled);",
        "import { validate } from '@gati-framework/core'; const other = validate;",
        "import * as gati from '@gati-framework/core'; gati.compile<1>();",
    ];
    for source in table {
        assert_eq!(said(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn the_type_is_what_it_means_at_the_call() {
    let table: &[(&str, &str)] = &[
        ("import type { User } from './user.js'; validate<User>();", "User: { id: number }"),
        ("import type { User } from '~/user'; validate<User[]>();", "User[]: User[]"),
        ("import { port } from './user.js'; validate<typeof port>();", "typeof port: 80"),
        ("validate<import('./user.js').User['id']>();", "import('./user.js').User['id']: number"),
        ("type Page<T> = { items: T[] }; validate<Page<1>>();", "Page<1>: { items: 1[] }"),
        ("validate<{\n a: 1;\n b?: 2 }>();", "{ a: 1; b?: 2 }: { a: 1; b?: 2 }"),
        ("const made = [{ check: validate<1>() }];", "1: 1"),
        ("export default { check: validate<1>() };", "1: 1"),
        ("class A { static check = validate<1>(); }", "1: 1"),
        ("const text = 'é😀'; validate<1>();", "1: 1"),
        (
            "namespace Shop { export interface Item { i: 1 } } validate<Shop.Item>();",
            "Shop.Item: { i: 1 }",
        ),
        ("function f() { type Own = { o: 1 }; return validate<Own>(); }", "Own: { o: 1 }"),
        (
            "type Own = 'outer'; function f() { if (1) { type Own = 'inner'; validate<Own>(); } }",
            "Own: \"inner\"",
        ),
        (
            "type Own = 'outer'; function f() { { type Own = 'inner'; } validate<Own>(); }",
            "Own: \"outer\"",
        ),
        (
            "const f = () => { interface A { a: B } interface B { b: 1 } return validate<A>(); };",
            "A: { a: B }",
        ),
        ("it('', () => { enum E { A = 1 } validate<E>(); });", "E: 1"),
        (
            "function f<T>() { type Box<T> = { t: T }; return validate<Box<1>>(); }",
            "Box<1>: { t: 1 }",
        ),
    ];
    for (source, expected) in table {
        let found = said(&format!("{CORE}{source}"));
        let [one] = found.as_slice() else { panic!("{source}: {found:?}") };
        assert!(one.ends_with(&format!(" = {expected}")), "{source}: {one}");
    }
}

#[test]
fn what_has_no_one_type_is_said_at_its_place() {
    let table: &[(&str, &str)] = &[
        ("validate();", "GT2003 2:1 `validate` is called without the type to check"),
        ("validate<1, 2>();", "GT2003 2:9 `validate` takes one type and is given 2"),
        ("validate<Usr>();", "GT2001 2:10 "),
        (
            "function f<T>() { return validate<T>(); }",
            "GT2002 2:35 `T` is a type parameter of what stands around it",
        ),
        (
            "type T = 1; function f<T>() { return validate<{ a: T[] }>(); }",
            "GT2002 2:52 `T` is a type parameter of what stands around it",
        ),
        (
            "type T = 1; class Box<T> { check = validate<T>(); }",
            "GT2002 2:45 `T` is a type parameter of what stands around it",
        ),
        (
            "type T = 1; function f<T>() { type Own = { o: T }; return validate<Own>(); }",
            "GT2002 2:47 `T` is a type parameter of what stands around it",
        ),
        (
            "const a = 1; function f(a: string) { return validate<typeof a>(); }",
            "GT2002 2:61 `a` is a variable of the function around the type",
        ),
        (
            "const a = 1; function f() { const a = ''; class C { c = a } return validate<C>(); }",
            "GT2002 2:57 `a` is a variable of the function around the type",
        ),
        (
            "namespace Shop { type Item = 1; export const check = validate<Item>(); }",
            "GT2002 2:62 a call of `validate` in a namespace is not evaluated",
        ),
        ("validate<this>();", "GT2002 2:10 `this` as a type is not evaluated"),
    ];
    for (source, expected) in table {
        let found = said(&format!("{CORE}{source}"));
        let [one] = found.as_slice() else { panic!("{source}: {found:?}") };
        assert!(one.starts_with(expected), "{source}: {one}");
    }
}

#[test]
fn every_file_that_has_a_say_is_named() {
    let found = calls_of(
        "import { validate } from './ours.js';\nimport type { User } from './user.js';\nvalidate<User>();",
    );
    let files: Vec<&str> = found.files.iter().filter_map(|path| path.to_str()).collect();
    assert_eq!(files, ["/app/main.ts", "/app/ours.ts", "/app/user.ts"]);
    let none = calls_of("import { validate } from './ours.js';");
    assert_eq!(none.files, [Path::new("/app/main.ts")]);
}

#[test]
fn an_edit_of_an_imported_type_is_seen() {
    let host = MemoryHost::new();
    host.write("main.ts", "import { validate } from '@gati-framework/core';\nimport type { User } from './user.js';\nvalidate<User>();");
    host.write("user.ts", "export interface User { id: number }");
    let mut analyzer =
        Analyzer::new(ProjectOptions::new("/app"), std::sync::Arc::clone(&host) as _);
    let shown = |calls: &Calls| {
        let document = &calls.calls[0].document;
        document.types.resolve(&document.root).expect("it has an entry").to_string()
    };
    assert_eq!(shown(&analyzer.calls_of(Path::new("main.ts"))), "{ id: number }");
    host.write("user.ts", "export interface User { id: string }");
    analyzer.invalidate(&[Path::new("/app/user.ts").to_path_buf()]);
    assert_eq!(shown(&analyzer.calls_of(Path::new("main.ts"))), "{ id: string }");
}
