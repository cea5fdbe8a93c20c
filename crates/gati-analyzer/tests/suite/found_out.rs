//! Declared types that somebody else found out: what is asked for, by which words, when again, and
//! what becomes of the answers.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gati_analyzer::{
    Analyzer, Exports, FallbackPosition, FallbackRequest, GivenFallback, GivenSchema, LastWord,
    ProjectOptions, SchemaRequest,
};
use gati_types::{Document, GType, ObjectType, Property, UnknownKeys};

use crate::support::MemoryHost;

/// A package with types that are not evaluated here, and values of which nothing is known.
const LIBRARY: &str = "\
-- tsconfig.json --
{ \"compilerOptions\": { \"strict\": true } }
-- node_modules/lib/package.json --
{ \"types\": \"./index.d.ts\" }
-- node_modules/lib/index.d.ts --
export interface Hard extends ReturnType<typeof made> {}
export interface Row { at: Date }
export declare const made: (typeof lost)['x'];
export type Bag<T> = { own: T; lost: typeof nowhere };
";

/// A project over the library, whose unknown types are answered one after the other.
struct Asked {
    analyzer: Analyzer,
    /// What was asked for, as `file: text`.
    asked: BTreeSet<String>,
}

impl Asked {
    fn of(files: &str, answers: &[(&str, &str)]) -> Self {
        let host = MemoryHost::from_archive(&format!("{LIBRARY}{files}"));
        let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
        let mut asked = BTreeSet::new();
        for _ in 0..6 {
            analyzer.analyze();
            for FallbackRequest { key, .. } in analyzer.fallback_requests() {
                let FallbackPosition::Type { text } = &key.position else { continue };
                let file = key.file.to_string_lossy().replace("/app/src/", "");
                asked.insert(format!("{file}: {text}"));
                if let Some((_, answer)) = answers.iter().find(|(asked, _)| asked == text) {
                    analyzer.give_fallback(&key, &GivenFallback::Type((*answer).to_owned()));
                }
            }
        }
        Self { analyzer, asked }
    }

    /// Each position of each handler with its type and where that came from, the named types,
    /// and the codes and paths of what is wrong.
    fn shown(&mut self) -> Vec<String> {
        let analysis = self.analyzer.analyze();
        let mut shown = Vec::new();
        for handler in &analysis.manifest.handlers {
            let sources = serde_json::to_value(&handler.provenance).expect("it is data");
            for (position, gtype) in handler.contract.positions() {
                let name = position.split('/').next().unwrap_or_default();
                shown.push(format!(
                    "{position}: {gtype} ({})",
                    sources[name].as_str().unwrap_or("")
                ));
            }
        }
        let types = analysis.manifest.types.iter();
        shown.extend(types.map(|(id, named)| format!("{id} = {}", named.gtype)));
        let said = analysis.diagnostics.iter();
        shown.extend(
            said.map(|found| {
                format!("{} {}", found.code, found.path.as_deref().unwrap_or_default())
            }),
        );
        shown
    }
}

/// A source, what is asked for with the answers, and what is known then.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// Every place a type can be declared at.
const PLACES: &[Case] = &[
    (
        "export const POST: Handler<{ body: Hard }> = () => 1;",
        &[("Hard", "{ a: Row }")],
        &[
            "body: Hard (fallback)",
            "responses/200: number (inferred)",
            "Hard = { a: Row }",
            "Row = { at: Date }",
        ],
    ),
    (
        "export const POST: Handler<{ query: Hard; headers: { 'x-a': Bag<string>['lost'] }; body: { of: { deep: Hard[] } } }> = () => 1;",
        &[("Hard", "{ a: string }"), ("Bag<string>['lost']", "string")],
        &[
            "query: Hard (fallback)",
            "headers: { \"x-a\": string } (fallback)",
            "body: { of: { deep: Hard[] } } (fallback)",
            "responses/200: number (inferred)",
            "Hard = { a: string }",
        ],
    ),
    (
        "export const route = 'POST /b/:id';\nexport async function handler(req: Request<{ params: Bag<1>['lost'] }>): Promise<Bag<2>['lost']> { return req as never; }",
        &[("Bag<1>['lost']", "{ id: string }"), ("Bag<2>['lost']", "{ b: Row } | undefined")],
        &[
            "params: { id: string } (fallback)",
            "responses/200: { b: Row } (fallback)",
            "Row = { at: Date }",
        ],
    ),
    (
        "interface Own { next?: Own; /** @minimum 2 */ n?: Bag<number>['lost'] }\nexport const POST: Handler<{ body: Own; response: never }> = () => { throw 1; };",
        &[("Bag<number>['lost']", "number")],
        &[
            "body: Own (fallback)",
            "responses/200: never (declared)",
            "Own = { next?: Own; n?: number & Min<2> }",
        ],
    ),
    (
        "type Contract = Bag<0>['lost'];\nexport const POST: Handler<Contract> = () => 1;",
        &[("Contract", "{ body: { a: 1 }; response: Row }")],
        &["body: { a: 1 } (fallback)", "responses/200: Row (fallback)", "Row = { at: Date }"],
    ),
    // What a generic declaration leaves open is asked for where it is used.
    (
        "interface Page<T> { items: T[]; more: Bag<T>['lost'] }\nexport const POST: Handler<{ body: Page<Row>; response: 1 }> = () => 1;",
        &[("Page<Row>", "{ items: Row[]; more: boolean }")],
        &[
            "body: Page<Row> (fallback)",
            "Page<Row> = { items: Row[]; more: boolean }",
            "responses/200: 1 (declared)",
            "Row = { at: Date }",
        ],
    ),
    // What is answered may have to be asked about in turn, and may mention itself.
    (
        "export const POST: Handler<{ body: Hard; response: 1 }> = () => 1;",
        &[("Hard", "{ next: Hard | null; made: typeof made }"), ("typeof made", "7")],
        &[
            "body: Hard (fallback)",
            "responses/200: 1 (declared)",
            "Hard = { next: Hard | null; made: 7 }",
        ],
    ),
    // Nothing is taken from an answer that leads nowhere.
    (
        "export const POST: Handler<{ body: { a: Hard }; response: 1 }> = () => 1;",
        &[("Hard", "Hard")],
        &[
            "body: { a: unresolved /* GT2004 */ } (fallback)",
            "responses/200: 1 (declared)",
            "GT2004 body.a",
        ],
    ),
];

#[test]
fn whatever_is_declared_is_asked_for_by_its_own_words() {
    let head = "-- src/handlers/b.ts --\n\
        import type { Handler, Request, Response } from '@gati-framework/core';\n\
        import type { Bag, Hard, Row } from 'lib';\nimport { made } from 'lib';\n";
    for (source, answers, expected) in PLACES {
        let mut found = Asked::of(&format!("{head}{source}\n"), answers);
        let mut expected: Vec<&str> = expected.to_vec();
        let mut shown = found.shown();
        expected.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, expected, "{source}");
        let wanted: BTreeSet<String> =
            answers.iter().map(|(asked, _)| format!("handlers/b.ts: {asked}")).collect();
        assert_eq!(found.asked, wanted, "{source}");
    }
}

/// What means something else at the top of its file is never asked for.
#[test]
fn words_that_mean_something_else_outside_are_asked_for_by_others() {
    let head = "-- src/handlers/b.ts --\nimport type { Handler } from '@gati-framework/core';\n\
        import { made } from 'lib';\nimport type { Bag } from 'lib';\n";
    let cases: &[(&str, &[&str])] = &[
        // A type parameter, and a name that a mapped type binds.
        (
            "type A<T> = { a: Bag<T>['lost'] };\nexport const POST: Handler<{ body: A<1> }> = () => 1;",
            &["A<1>"],
        ),
        (
            "type A = { [K in 'x']: Bag<K>['lost'] };\nexport const POST: Handler<{ body: { b: A } }> = () => 1;",
            &["A"],
        ),
        // A value of the function it stands in.
        (
            "export const POST = (made: { x: 1 }): { a: (typeof made)['y'] } => ({ a: made as never });",
            &[],
        ),
        // A type of the function it stands in.
        (
            "export const POST = () => { interface Bag<T> { own: T } const made = null as never as Bag<1>['lost']; return { made }; };",
            &[],
        ),
        // A type of a namespace.
        (
            "namespace N { export interface Bag<T> { own: T } export interface In { a: Bag<1>['lost'] } }\nexport const POST: Handler<{ body: N.In }> = () => 1;",
            &["N.In"],
        ),
        // What is wrong whoever looks at it.
        ("export const POST: Handler<{ body: { a: Promise<1> } }> = () => 1;", &[]),
    ];
    for (source, expected) in cases {
        let found = Asked::of(&format!("{head}{source}\n"), &[]);
        let expected: BTreeSet<String> =
            expected.iter().map(|text| format!("handlers/b.ts: {text}")).collect();
        assert_eq!(found.asked, expected, "{source}");
    }
}

#[test]
fn exported_types_ask_as_well() {
    let host = MemoryHost::from_archive(&format!(
        "{LIBRARY}-- src/model.ts --\nimport type {{ Hard }} from 'lib';\n\
         export interface User {{ id: number; hard: Hard }}\nexport type Alias = Hard;\n"
    ));
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
    let found = analyzer.types_of(Path::new("src/model.ts"), Exports::All);
    assert_eq!(found.diagnostics.len(), 1, "{:#?}", found.diagnostics);
    let keys = found.fallbacks;
    assert_eq!(keys.len(), 1, "one type, wherever it is mentioned: {keys:?}");
    for key in &keys {
        analyzer.give_fallback(key, &GivenFallback::Type("{ a: 1 }".to_owned()));
    }
    let found = analyzer.types_of(Path::new("src/model.ts"), Exports::All);
    let shown: Vec<String> =
        found.types.iter().map(|(name, document)| format!("{name} {document:?}")).collect();
    assert_eq!((shown.len(), found.diagnostics), (2, Vec::new()), "{shown:?}");
}

/// A project with one unknown type, and the hash of what it is made from.
fn origin(files: &[(&str, &str)]) -> String {
    let texts = files.iter().map(|(path, text)| format!("-- {path} --\n{text}\n"));
    let text = texts.collect::<Vec<_>>().concat();
    let host = MemoryHost::from_archive(&format!("{LIBRARY}{text}"));
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
    analyzer.analyze();
    let requests = analyzer.fallback_requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    request.origin.clone()
}

/// Edits of a project, each with whether the type may be another one by them.
#[test]
fn a_type_is_asked_for_again_when_something_it_is_made_from_changes() {
    let handler = "import type { Handler } from '@gati-framework/core';\nimport { total } from '../total.js';\ntype Body = { a: ReturnType<typeof total> };\nexport const POST: Handler<{ body: Body; response: 1 }> = () => 1;";
    let total = "import { made } from 'lib';\nimport { seven as n } from './numbers.js';\nexport const unused = 1;\nexport const total = made.deep(n);";
    let numbers = "export const seven = { n: 7, 'k': `a` };\nexport const eight = 8;";
    let before = [
        ("src/handlers/b.ts", handler),
        ("src/total.ts", total),
        ("src/numbers.ts", numbers),
        ("src/other.ts", "export const other = 1;"),
        ("tsconfig.json", "{ \"extends\": \"./base.json\", \"include\": [\"src\"] }"),
        ("base.json", "{ \"compilerOptions\": { \"strict\": true } }"),
    ];
    let hash = origin(&before);
    let cases: &[(&str, &str, &str, bool)] = &[
        ("src/numbers.ts", "n: 7", "n: 8", true),
        (
            "src/numbers.ts",
            "export const seven",
            "declare global { interface Array<T> { x: T } }\nexport const seven",
            true,
        ),
        ("src/total.ts", "seven as n", "eight as n", true),
        ("src/total.ts", "deep(n)", "deep(n, n)", true),
        ("src/total.ts", "'./numbers.js'", "'./other.js'", true),
        ("src/total.ts", "export const total", "if (!n) throw 1;\nexport const total", true),
        ("src/other.ts", "export const other", "declare const seven: 1;\nconst other", true),
        ("base.json", "true", "false", true),
        ("src/handlers/b.ts", "typeof total>", "typeof total> | 1", true),
        // Layout, comments and quotes.
        (
            "src/numbers.ts",
            "{ n: 7, 'k': `a` }",
            "{\r\n  // seven\r\n  n: 7,\n  \"k\": `a`,\n}",
            false,
        ),
        (
            "src/handlers/b.ts",
            "type Body = { a:",
            "/** The body. */\ntype Body = {\n  // why\n  a :",
            false,
        ),
        ("base.json", "{ \"strict\": true }", "{ /* yes */ \"strict\" :true, }", false),
        // What has no say.
        ("src/numbers.ts", "eight = 8", "eight = 9", false),
        ("src/total.ts", "unused = 1", "unused = 2", false),
        ("src/other.ts", "other = 1", "other = 2", false),
        ("src/handlers/b.ts", "=> 1;", "=> ({}) as never;", false),
    ];
    for (path, old, new, differs) in cases {
        let edited: Vec<(&str, String)> = before
            .iter()
            .map(|(own, text)| {
                let mine = own == path;
                assert!(!mine || text.contains(old), "{path}: {old}");
                (*own, if mine { text.replacen(old, new, 1) } else { (*text).to_owned() })
            })
            .collect();
        let edited: Vec<(&str, &str)> =
            edited.iter().map(|(path, text)| (*path, text.as_str())).collect();
        assert_eq!(origin(&edited) != hash, *differs, "{path}: {old} -> {new}");
    }
}

/// What a schema says about keys it does not name holds for its type with all its members, as it is
/// or changed; of a choice of them the schema said nothing.
#[test]
fn keys_that_a_schema_does_not_name_stay_open_or_closed_as_long_as_the_others_are_there() {
    let source = "-- src/handlers/b.ts --\nimport type { Handler } from '@gati-framework/core';\n\
        import { z } from 'zod';\nconst S = z.object({});\ntype S = z.infer<typeof S>;\n\
        export const POST: Handler<{ body: [{ a: PART }]; response: 1 }> = () => 1;\n";
    let cases = [
        ("S", true),
        ("Partial<S>", true),
        ("Required<S>", true),
        ("Readonly<S>", true),
        ("Pick<S, 'n'>", false),
        ("Omit<S, 'n'>", false),
        ("Omit<Partial<S>, 'n'>", false),
        ("{ [K in keyof S]: S[K] }", true),
        ("S & { more: 1 }", true),
        ("{ n: S['n'] }", false),
    ];
    for keys in [UnknownKeys::Strict, UnknownKeys::Open] {
        for (part, keeps) in cases {
            let host = MemoryHost::from_archive(&source.replace("PART", part));
            let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
            analyzer.analyze();
            let properties = ["n", "m"].map(|name| Property::required(name, GType::Number));
            let object = ObjectType {
                unknown_keys: Some(keys),
                ..ObjectType::new(properties.into_iter().collect())
            };
            let document = Box::new(Document::new(GType::Object(object)));
            for SchemaRequest { key, .. } in analyzer.schema_requests() {
                let (input, output) = (document.clone(), document.clone());
                let given = GivenSchema::Types {
                    input,
                    output,
                    last_word: LastWord::Types,
                    unsaid: vec![],
                };
                analyzer.give_schema(&key, &given);
            }
            let manifest = analyzer.analyze().manifest.to_json();
            let word = if keys == UnknownKeys::Strict { "strict" } else { "open" };
            let found = manifest.contains(&format!("\"unknownKeys\":\"{word}\""));
            assert_eq!(found, keeps, "{part} of a schema that is {word}: {manifest}");
        }
    }
}
