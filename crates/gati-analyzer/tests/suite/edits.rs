//! Random edits of a project with models, a barrel, a package and modules: after each of them the
//! answer is that of an analyzer that reads everything anew, byte for byte.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, ProjectOptions, SourceHost, analyze};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const HANDLERS: [&str; 7] = [
    "src/handlers/users.ts",
    "src/handlers/orders.ts",
    "src/handlers/[id].ts",
    "src/handlers/area/index.ts",
    "src/handlers/area/pages.ts",
    "src/handlers/area/trees.ts",
    "src/handlers/zoo.ts",
];

const MODELS: [&str; 6] = [
    "src/models/user.ts",
    "src/models/order.ts",
    "src/models/tree.ts",
    "src/models/index.ts",
    "elsewhere/user.ts",
    "node_modules/pkg/index.d.ts",
];

const OTHERS: [&str; 4] = [
    "src/modules/db.ts",
    "src/modules/cache/index.ts",
    "tsconfig.json",
    "node_modules/pkg/package.json",
];

const HANDLER_TEXTS: &[&str] = &[
    "import type { User } from '@m/user';\nexport const handler: Handler<{ response: User }> = async () => null!;\n",
    "// A line more.\nimport type { User } from '@m/user';\nexport const handler: Handler<{ response: User }> = async () => null!;\n",
    "import type { User, Page } from '../models/user.js';\nimport type { Order } from '@m/order';\nexport const route = 'POST /same';\nexport const handler: Handler<{ body: Page<Order>; response: Page<User> | Status<404, Order> }> = async () => null!;\n",
    "import type { User, Node } from '../../models';\nexport const handler: Handler<{ response: { user: User; node: Node } }> = async () => null!;\n",
    "import { make, Kind } from '@m/order';\nexport const GET = () => make();\nexport const POST = () => ({ kind: Kind.B, at: 1 });\n",
    "interface User { local: true; again?: User }\nimport type { User as Theirs } from '@m/user';\nexport const handler: Handler<{ body: Theirs; response: User }> = async () => null!;\n",
    "interface User { local: false }\nimport type { Usr } from '@m/user';\nexport const handler: Handler<{ query: User; response: Usr }> = async () => null!;\n",
    "import type { Thing } from 'pkg';\nexport const route = 'POST /same';\nexport const handler: Handler<{ body: Thing; response: Thing[] }> = async () => null!;\n",
    "import type { Node } from '@m/tree';\nexport const handler: Handler<{ params: { id: string }; response: Node }> = async () => null!;\n",
    "export const handler = (\n",
    "export const hander = () => ({ a: 1 });\n",
    "export { handler } from './users.js';\n",
    "import * as models from '@m/index';\nexport const handler: Handler<{ response: models.User[] }> = async () => null!;\nexport const limit = 3;\n",
    "import type { users } from '@m/user';\nimport type { InferInsertModel } from 'drizzle-orm';\nexport const handler: Handler<{ body: InferInsertModel<typeof users>; response: typeof users.$inferSelect }> = async () => null!;\n",
    "export const GET: Handler = (req, res, gctx) => ({ size: gctx.modules.db.size(), of: gctx.modules.cache });\n",
    "import { limit } from './zoo.js';\nexport const handler = () => ({ limit, at: new Date() });\n",
];

const MODEL_TEXTS: &[&str] = &[
    "export interface User { id: string }\nexport interface Page<T> { items: T[]; next?: Page<T> }\n",
    "export interface User { id: number; name?: string }\nexport interface Page<T> { items: T[] }\nexport type Usr = User & { short: true };\n",
    "/** Moved down. */\n\nexport interface User { id: string }\nexport interface Page<T> { items: T[]; next?: Page<T> }\n",
    "import type { User } from './user.js';\nexport interface Order { by: User; lines: { price: number }[] }\nexport enum Kind { A = 'a', B = 'b' }\nexport const make = () => ({ made: true as const, kind: Kind.A });\n",
    "import type { User } from '@m/user';\nexport interface Order { by: User | null }\nexport enum Kind { A, B = A + 4 }\nexport function make(): Order { return null!; }\n",
    "import type { Order } from './order.js';\nexport interface Node { value: string; children: Node[]; order?: Order }\nexport interface User { node: Node }\n",
    "export interface Node { value: Missing; children: Promise<Node>[] }\nexport type User = { run(): void; node: Node };\n",
    "export * from './user.js';\nexport * from './order.js';\nexport * from './tree.js';\n",
    "export { User, type Page as Node } from './user.js';\nexport * from './index.js';\n",
    "export type User = 'elsewhere';\nexport type Thing = User | { thing: User };\n",
    "export interface Thing { id: string; inner?: Thing }\nexport interface User { of: Thing }\n",
    "export interface Thing { id: ",
    "import { pgTable, text } from 'drizzle-orm/pg-core';\nimport { more } from './order.js';\nexport const users = pgTable('users', (t) => ({ id: t.serial(), name: text().notNull(), ...more }));\n",
    "import { sqliteTable, text, int } from 'drizzle-orm/sqlite-core';\nexport const more = { kind: text({ enum: ['a', 'b'] }) };\nexport const users = sqliteTable('users', { id: int().primaryKey(), ...more });\n",
    "import { customType, text } from 'drizzle-orm/pg-core';\nconst own = customType({});\nexport const more = { kind: text().notNull().default('x'), own: own() };\n",
    "export type User = User;\nexport type Order = User[];\nexport const make = 3;\n",
];

const OTHER_TEXTS: &[&str] = &[
    "export default { name: 'db', init() {} };\n",
    "export default { name: 'db', dependencies: ['cache'] };\n",
    "export default { name: 'db', exports: { size: () => 1 } };\n",
    "import { make } from '../models/order.js';\nexport const cache = { init: async () => make(), exports: { size: () => make() } };\n",
    "export default () => ({ size: () => '1' });\n",
    "import { name } from '../models/user.js';\nexport default { name, dependencies: [name] };\n",
    "export const nothing = 1;\n",
    "{ \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"@m/*\": [\"src/models/*\"] } } }\n",
    "{ \"compilerOptions\": { \"paths\": { \"@m/*\": [\"./elsewhere/*\", \"./src/models/*\"] } } }\n",
    "{ not json\n",
    "{ \"name\": \"pkg\", \"types\": \"./index.d.ts\" }\n",
    "{ \"name\": \"pkg\", \"types\": \"./other.d.ts\" }\n",
];

#[derive(Debug, Clone)]
enum Step {
    Write(&'static str, &'static str),
    Remove(&'static str),
    /// From one path to another.
    Move(&'static str, &'static str),
    /// Everything below a folder, which is all that is named.
    RemoveFolder(&'static str),
    /// Named, and the same as before.
    Touch(&'static str),
}

fn path() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        3 => prop::sample::select(&HANDLERS[..]),
        3 => prop::sample::select(&MODELS[..]),
        1 => prop::sample::select(&OTHERS[..]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let write = |paths: &'static [&'static str], texts: &'static [&'static str]| {
        (prop::sample::select(paths), prop::sample::select(texts))
            .prop_map(|(path, text)| Step::Write(path, text))
    };
    prop_oneof![
        8 => write(&HANDLERS, HANDLER_TEXTS),
        6 => write(&MODELS, MODEL_TEXTS),
        2 => write(&OTHERS, OTHER_TEXTS),
        2 => path().prop_map(Step::Remove),
        2 => (path(), path()).prop_map(|(from, to)| Step::Move(from, to)),
        1 => prop::sample::select(&["src/handlers/area", "src/models", "node_modules/pkg"][..])
            .prop_map(Step::RemoveFolder),
        1 => path().prop_map(Step::Touch),
    ]
}

/// Makes the edit and gives the paths a watcher would name.
fn make(host: &MemoryHost, step: &Step) -> Vec<&'static str> {
    match step {
        Step::Write(path, text) => {
            let imported = "import type { Handler, Status } from '@gati-framework/core';\n";
            let is_handler = path.starts_with("src/handlers");
            host.write(
                path,
                &if is_handler { format!("{text}{imported}") } else { (*text).to_owned() },
            );
            vec![path]
        }
        Step::Remove(path) => {
            host.remove(path);
            vec![path]
        }
        Step::Move(from, to) => {
            if let Ok(text) = host.read(&absolute(from)) {
                host.remove(from);
                host.write(to, &text);
            }
            vec![from, to]
        }
        Step::RemoveFolder(folder) => {
            for path in host.files_below(&absolute(folder)) {
                host.remove(path.to_str().expect("paths here are text"));
            }
            if folder.starts_with("node_modules") {
                MODELS
                    .iter()
                    .chain(&OTHERS)
                    .filter(|path| path.starts_with(folder))
                    .for_each(|path| host.remove(path));
            }
            vec![folder]
        }
        Step::Touch(path) => vec![path],
    }
}

fn absolute(path: &str) -> PathBuf {
    Path::new("/app").join(path)
}

fn start() -> Arc<MemoryHost> {
    let host = MemoryHost::new();
    let first = [
        (HANDLERS[0], HANDLER_TEXTS[0]),
        (HANDLERS[1], HANDLER_TEXTS[4]),
        (HANDLERS[4], HANDLER_TEXTS[3]),
        (HANDLERS[5], HANDLER_TEXTS[5]),
        (HANDLERS[3], HANDLER_TEXTS[14]),
        (HANDLERS[6], HANDLER_TEXTS[7]),
        (MODELS[0], MODEL_TEXTS[0]),
        (MODELS[1], MODEL_TEXTS[3]),
        (MODELS[2], MODEL_TEXTS[5]),
        (MODELS[3], MODEL_TEXTS[7]),
        (MODELS[5], MODEL_TEXTS[10]),
        (OTHERS[0], OTHER_TEXTS[2]),
        (OTHERS[2], OTHER_TEXTS[7]),
        (OTHERS[3], OTHER_TEXTS[10]),
    ];
    for (path, text) in first {
        make(&host, &Step::Write(path, text));
    }
    host
}

/// Holds the invariant over `sequences` random sequences of edits, several of which may be made
/// before the analyzer is asked.
fn hold(sequences: u32) {
    let edits = prop::collection::vec(prop::collection::vec(step(), 1..3), 1..16);
    let config = Config { cases: sequences, failure_persistence: None, ..Config::default() };
    let held = TestRunner::new(config).run(&edits, |edits| {
        let host = start();
        let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
        let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&shared));
        analyzer.analyze();
        for steps in edits {
            let named: Vec<PathBuf> =
                steps.iter().flat_map(|step| make(&host, step)).map(absolute).collect();
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
fn after_random_edits_the_answer_is_that_of_a_fresh_start() {
    hold(40);
}

#[test]
#[ignore = "takes minutes: cargo test -p gati-analyzer --release -- --ignored"]
fn after_many_random_edits_the_answer_is_that_of_a_fresh_start() {
    hold(4_000);
}

/// A handler that is new reads the modules while one that is not has read them before.
#[test]
fn modules_and_handlers_change_at_once() {
    let host = start();
    let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&shared));
    analyzer.analyze();
    let steps =
        [Step::Write(HANDLERS[0], HANDLER_TEXTS[14]), Step::Write(OTHERS[1], OTHER_TEXTS[0])];
    let named: Vec<PathBuf> =
        steps.iter().flat_map(|step| make(&host, step)).map(absolute).collect();
    analyzer.invalidate(&named);
    assert_eq!(analyzer.analyze(), analyze(&ProjectOptions::new("/app"), shared));
}

/// The start already says the interesting things: names that collide, and findings.
#[test]
fn the_start_has_collisions() {
    let analysis = analyze(&ProjectOptions::new("/app"), start() as Arc<dyn SourceHost>);
    let names: Vec<String> = analysis.manifest.types.iter().map(|(id, _)| id.to_string()).collect();
    assert!(names.iter().any(|name| name == "User_2"), "{names:?}");
    assert!(analysis.manifest.handlers.len() > 3, "{:?}", analysis.diagnostics);
}
