//! What comes out of a module, as tables.

use std::path::{Path, PathBuf};

use gati_transpile::{ImportTarget, ModuleUrl, ProjectResolver, transpile};
use oxc_resolver::{FileSystem, FileSystemOs};

fn url() -> ModuleUrl {
    ModuleUrl {
        href: "file:///app/src/a.ts".into(),
        filename: "/app/src/a.ts".into(),
        dirname: "/app/src".into(),
    }
}

#[test]
fn types_go_and_values_stay() {
    let cases = [
        ("const a: number = 1;", "const a = 1;\n"),
        (
            "import type { A } from './a';\nimport { type B, c } from './b';\nc as B;",
            "import { c } from \"./b\";\nc;\n",
        ),
        ("import { OnlyType } from './a';\nexport const x: OnlyType = 1;", "export const x = 1;\n"),
        ("export type { A } from './a'; export * from './b';", "export * from \"./b\";\n"),
        ("const a = <T,>(value: T): T => value;", "const a = (value) => value;\n"),
        ("const b = { a: 1 } satisfies Record<string, number>;", "const b = { a: 1 };\n"),
        ("declare global { interface A {} }\nexport {};", "export {};\n"),
        (
            "console.log(import.meta.url, import.meta.dirname);",
            "console.log(\"file:///app/src/a.ts\", \"/app/src\");\n",
        ),
        ("const s = 'import.meta.url';", "const s = \"import.meta.url\";\n"),
    ];
    for (source, expected) in cases {
        let module = transpile("/app/src/a.ts", source, &url())
            .unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
        assert_eq!(module.code, expected, "{source}");
        assert!(module.map.contains("\"mappings\""), "{source}");
    }
}

#[test]
fn enums_namespaces_and_parameter_properties_become_javascript() {
    for source in [
        "export enum A { X = 1 << 1, Y = X | 1 }",
        "export namespace N { export const a = 1; }",
        "export class C { constructor(private readonly a: string) {} }",
    ] {
        let module = transpile("/app/src/a.ts", source, &url()).expect("valid");
        for gone in ["enum ", "namespace ", "private ", ": string"] {
            assert!(!module.code.contains(gone), "{source} -> {}", module.code);
        }
    }
}

#[test]
fn imports_are_found_where_they_stand() {
    let source = "import a from './a.js';\nconst emoji = '😀'; const b = await import('./b.js');\nexport * from \"c\"; import(`./${a}`); export const s = emoji + b;";
    let module = transpile("/app/src/a.ts", source, &url()).expect("valid");
    let units: Vec<u16> = module.code.encode_utf16().collect();
    let found: Vec<(String, bool)> = module
        .imports
        .iter()
        .map(|import| {
            let text = String::from_utf16(&units[import.start as usize..import.end as usize])
                .expect("whole characters");
            assert_eq!(text, import.specifier);
            (text, import.dynamic)
        })
        .collect();
    assert_eq!(found, [("./a.js".into(), false), ("./b.js".into(), true), ("c".into(), false)]);
}

#[test]
fn syntax_errors_carry_their_place() {
    let source = "const a = ;\n";
    let errors = transpile("/app/src/a.ts", source, &url()).expect_err("not TypeScript");
    assert_eq!(errors[0].start, 10);
    assert!(!errors[0].message.is_empty());
}

#[test]
fn nothing_makes_it_panic() {
    let source = "export const handler: Handler<{ body: { a: `x${number}` } }> = async (req) => ({ é: '😀' });";
    for end in (0..source.len()).filter(|end| source.is_char_boundary(*end)) {
        let _ = transpile("/app/src/a.ts", &source[..end], &url());
        let _ = transpile("/app/src/a.tsx", &source[end..], &url());
    }
}

#[test]
fn imports_mean_files_packages_or_nothing() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/project");
    let resolver = ProjectResolver::new(FileSystemOs::new(), root.clone());
    let importer = root.join("src/main.ts");
    let project = |file: &str| ImportTarget::Project(root.join(file));
    let cases = [
        ("./neighbour.js", project("src/neighbour.ts")),
        ("./neighbour", project("src/neighbour.ts")),
        ("./folder", project("src/folder/index.ts")),
        ("../data.json", project("data.json")),
        ("@/neighbour.js", project("src/neighbour.ts")),
        ("#inner/neighbour", project("src/neighbour.ts")),
        ("node:fs", ImportTarget::External),
        ("fastify", ImportTarget::External),
        ("not-installed", ImportTarget::External),
        ("./absent.js", ImportTarget::Missing),
    ];
    for (specifier, expected) in cases {
        assert_eq!(resolver.resolve(&importer, specifier), expected, "{specifier}");
    }
    assert_eq!(resolver.resolve(Path::new("/"), "./x"), ImportTarget::Missing);
}

#[test]
fn generated_code_has_a_tree() {
    let tree = |source: &str| gati_transpile::syntax_tree(source);
    for (source, expected) in [
        ("", "[]"),
        (
            "return a?.b(1);",
            r#"[["return",["chain",["call",["member?",["name","a"],["value","b"]],[["value",1.0]]]]]]"#,
        ),
        (
            "const { a = -0 } = \"\\u2028\";",
            "[[\"let\",[[[\"members\",[[[\"value\",\"a\"],[\"default\",[\"name\",\"a\"],[\"unary\",\"-\",[\"value\",0.0]]]]],null],[\"value\",\"\u{2028}\"]]]]]",
        ),
        (
            "({ __proto__: a, ['__proto__']: b });",
            r#"[["do",["object",[["inherits",["value","__proto__"],["name","a"]],["member",["value","__proto__"],["name","b"]]]]]]"#,
        ),
    ] {
        assert_eq!(tree(source).as_deref(), Ok(expected), "{source}");
    }
    for (source, code) in [
        ("return (", "GATI_TREE_SYNTAX"),
        ("var a;", "GATI_TREE_UNSPOKEN"),
        ("return 1e999;", "GATI_TREE_UNSPOKEN"),
        ("for (a of b) {}", "GATI_TREE_UNSPOKEN"),
        ("with (a) {}", "GATI_TREE_UNSPOKEN"),
    ] {
        assert_eq!(tree(source).map_err(|error| error.code()), Err(code), "{source}");
    }
}
