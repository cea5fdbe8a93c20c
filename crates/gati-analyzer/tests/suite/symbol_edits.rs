//! Random edits of declarations: whatever is added, dropped, moved, commented or laid out anew in
//! the files that handlers take types from, the answer is that of an analyzer that reads
//! everything anew, byte for byte, findings and their places included.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, ProjectOptions, SourceHost, analyze};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// What may stand in a model file, in one of its forms or not at all.
const SLOTS: &[&[&str]] = &[
    &["import type { Other } from './other.js';", "import { type Item as Other } from '@m/other';"],
    &[
        "export interface User { id: string; tag?: Tag }",
        "export interface User { id: number }",
        "/** Who. */\nexport interface User {\n  /** Which. @minLength 2 */\n  id: string;\n}",
        "/** Somebody. */\nexport interface User {\n  /** Which. @minLength two */\n  id: string;\n}",
        "export type User = { id: Missing; other: Other };",
        "export type User = Ns.Deep.X | { list: Partial<Other>[] };",
        "interface User { id: string }",
    ],
    &["type Tag = 'a' | 'b';", "enum Tag { A, B = A + 4 }", "export type Tag = keyof Other;"],
    &[
        "export interface User { merged: true }",
        "export interface User { merged: false; id: string }",
    ],
    &[
        "export function make(): User { return null!; }",
        "export function make(): User {\n  const made = 1;\n  return made as never;\n}",
        "export const make = () => ({ made: true as const, conf });",
        "export const make = () => {\n  return { made: 'yes' as const };\n};",
    ],
    &[
        "export const conf = { a: 1, b: 'x' } as const;",
        "export const conf = { a: 1, b: 'x' };",
        "export const one = 1, conf = ['p', one] as const;",
    ],
    &[
        "export namespace Ns { export interface Inner { a: 1 } export namespace Deep { export type X = Inner } }",
        "export namespace Ns { interface Inner { a: Tag } export namespace Deep { export type X = Inner[] } }",
    ],
    &[
        "export class Klass { constructor(public name: string, private age = 3) {} get b(): User { return null!; } }",
    ],
    &["export default { x: 1, conf };", "export default interface Made { made: Other }"],
    &[
        "declare global { interface Shared { s: 1 } }",
        "declare global { interface Shared { s: User } }",
    ],
    &[
        "declare module 'virtual' { export type V = 1; }",
        "declare module 'virtual' { export type V = User; }",
    ],
    &["export * from './other.js';", "export { Other as Renamed, type Item } from './other.js';"],
    &["export type Renamed = Other | Tag;", "export type Renamed<T = User> = { of: T };"],
    &["export type Broken = {", "const { a, ...rest } = conf;"],
];

const HANDLERS: &[&str] = &[
    "import type { User } from '../models/model.js';\nexport const handler: Handler<{ response: User }> = async () => null!;\n",
    "import type { User as U, Renamed, Tag } from '@m/model';\nexport const handler: Handler<{ body: U; response: Renamed | Tag }> = async () => null!;\n",
    "import * as m from '../models/model';\nexport const handler: Handler<{ response: { a: m.Ns.Inner; b: m.Ns.Deep.X } }> = async () => null!;\n",
    "import { make, conf } from '@m/model';\nexport const GET = () => make();\nexport const POST = () => ({ conf, a: conf.a });\n",
    "import { Klass } from '@m/barrel';\nimport type { Item } from '@m/barrel';\nexport const handler: Handler<{ response: Klass | Item }> = async () => null!;\n",
    "import made from '../models/model.js';\nexport const handler = () => ({ made });\n",
    "import type Made from '../models/model.js';\nexport const handler: Handler<{ response: Made | Shared }> = async () => null!;\n",
    "import type { V } from 'virtual';\nimport type { conf } from '@m/model';\nexport const handler: Handler<{ query: { k: keyof typeof conf }; response: V }> = async () => null!;\n",
    "export { handler } from './h0.js';\nexport const route = 'POST /again';\n",
];

/// Texts of files that come, go and shadow others.
const FILES: &[(&str, &[&str])] = &[
    (
        "src/models/other.ts",
        &[
            "export interface Other { o: string }\nexport type Item = Other[];\n",
            "export type Item = { item: Other };\n\n\n/** Below. */\nexport interface Other { o: string }\n",
            "export interface Other { o: Item }\nexport interface Item { back?: Other }\nexport * from './model.js';\n",
        ],
    ),
    ("src/models/other.d.ts", &["export type Other = 'declared';\nexport type Item = 1;\n"]),
    ("src/models/model/index.ts", &["export type User = 'shadow';\n"]),
    (
        "src/models/barrel.ts",
        &[
            "export * from './model.js';\n",
            "export { Klass, Item } from './model.js';\nexport * from './other.js';\n",
        ],
    ),
    ("elsewhere/model.ts", &["export type User = 'elsewhere';\nexport const conf = 3;\n"]),
    (
        "tsconfig.json",
        &[
            "{ \"compilerOptions\": { \"paths\": { \"@m/*\": [\"./src/models/*\"] } } }\n",
            "{ \"compilerOptions\": { \"paths\": { \"@m/*\": [\"./elsewhere/*\", \"./src/models/*\"] } } }\n",
        ],
    ),
];

const MODEL: &str = "src/models/model.ts";

#[derive(Debug, Clone)]
enum Step {
    /// A slot of the model takes a form, or none.
    Slot(usize, Option<usize>),
    /// Two slots change places.
    Swap(usize, usize),
    /// What stands before each slot and at the ends of lines.
    Layout(usize),
    Handler(usize, usize),
    Drop(usize),
    File(usize, Option<usize>),
    Remove,
}

const LAYOUTS: [(&str, &str); 5] =
    [("", "\n"), ("\n\n", "\n"), ("// A comment.\n", "\n"), ("/* é */ ", "\r\n"), ("  ", "\n\n")];

fn step() -> impl Strategy<Value = Step> {
    let slot = (0..SLOTS.len()).prop_flat_map(|slot| {
        (Just(slot), prop::option::weighted(0.8, 0..SLOTS[slot].len()))
            .prop_map(|(slot, form)| Step::Slot(slot, form))
    });
    let file = (0..FILES.len()).prop_flat_map(|file| {
        (Just(file), prop::option::weighted(0.7, 0..FILES[file].1.len()))
            .prop_map(|(file, text)| Step::File(file, text))
    });
    prop_oneof![
        12 => slot,
        3 => (0..SLOTS.len(), 0..SLOTS.len()).prop_map(|(one, other)| Step::Swap(one, other)),
        3 => (0..LAYOUTS.len()).prop_map(Step::Layout),
        2 => (0..HANDLERS.len(), 0..HANDLERS.len()).prop_map(|(at, text)| Step::Handler(at, text)),
        1 => (0..HANDLERS.len()).prop_map(Step::Drop),
        4 => file,
        1 => Just(Step::Remove),
    ]
}

/// The model file in parts.
struct Model {
    slots: Vec<(usize, Option<usize>)>,
    layout: usize,
}

impl Model {
    fn text(&self) -> String {
        let (before, end) = LAYOUTS[self.layout];
        let forms = self.slots.iter().filter_map(|(slot, form)| Some(SLOTS[*slot][(*form)?]));
        let parts: Vec<String> = forms.map(|form| format!("{before}{form}{end}")).collect();
        parts.concat()
    }

    fn make(&mut self, host: &MemoryHost, step: &Step) -> String {
        let handler = |at: &usize| format!("src/handlers/h{at}.ts");
        match step {
            Step::Slot(slot, form) => {
                let own = self.slots.iter_mut().filter(|(known, _)| known == slot);
                own.for_each(|(_, current)| *current = *form);
            }
            Step::Swap(one, other) => self.slots.swap(*one, *other),
            Step::Layout(layout) => self.layout = *layout,
            Step::Handler(at, text) => {
                let imported = "import type { Handler } from '@gati-framework/core';\n";
                host.write(&handler(at), &format!("{}{imported}", HANDLERS[*text]));
                return handler(at);
            }
            Step::Drop(at) => {
                host.remove(&handler(at));
                return handler(at);
            }
            Step::File(file, text) => {
                let (path, texts) = FILES[*file];
                match text {
                    Some(text) => host.write(path, texts[*text]),
                    None => host.remove(path),
                }
                return path.to_owned();
            }
            Step::Remove => {
                host.remove(MODEL);
                return MODEL.to_owned();
            }
        }
        host.write(MODEL, &self.text());
        MODEL.to_owned()
    }
}

fn start() -> (Arc<MemoryHost>, Model) {
    let host = MemoryHost::new();
    let slots = (0..SLOTS.len()).map(|slot| (slot, (slot + 1 < SLOTS.len()).then_some(0)));
    let mut model = Model { slots: slots.collect(), layout: 0 };
    model.make(&host, &Step::Layout(0));
    for at in 0..HANDLERS.len() {
        model.make(&host, &Step::Handler(at, at));
    }
    for file in [0, 3, 5] {
        model.make(&host, &Step::File(file, Some(0)));
    }
    (host, model)
}

fn hold(sequences: u32) {
    let edits = prop::collection::vec(prop::collection::vec(step(), 1..3), 1..24);
    let config = Config { cases: sequences, failure_persistence: None, ..Config::default() };
    let held = TestRunner::new(config).run(&edits, |edits| {
        let (host, mut model) = start();
        let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
        let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&shared));
        analyzer.analyze();
        for steps in edits {
            let named: Vec<PathBuf> =
                steps.iter().map(|step| Path::new("/app").join(model.make(&host, step))).collect();
            analyzer.invalidate(&named);
            let kept = analyzer.analyze();
            let fresh = analyze(&ProjectOptions::new("/app"), Arc::clone(&shared));
            prop_assert_eq!(kept.manifest.to_json(), fresh.manifest.to_json(), "after {:?}", steps);
            prop_assert_eq!(kept.diagnostics, fresh.diagnostics, "after {:?}", steps);
        }
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
}

#[test]
fn after_edits_of_declarations_the_answer_is_that_of_a_fresh_start() {
    hold(40);
}

#[test]
#[ignore = "takes minutes: cargo test -p gati-analyzer --release -- --ignored"]
fn after_many_edits_of_declarations_the_answer_is_that_of_a_fresh_start() {
    hold(4_000);
}

/// What the edits are made on resolves for the most part, or they would prove little.
#[test]
fn the_start_resolves() {
    let (host, _) = start();
    let analysis = analyze(&ProjectOptions::new("/app"), host as Arc<dyn SourceHost>);
    assert!(analysis.manifest.handlers.len() >= HANDLERS.len(), "{:#?}", analysis.diagnostics);
    assert!(analysis.diagnostics.len() < HANDLERS.len(), "{:#?}", analysis.diagnostics);
}
