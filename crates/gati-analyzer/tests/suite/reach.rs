//! Files that are seen without being imported come, change and go: after every edit the answer is
//! that of an analyzer that reads everything anew.

use std::path::Path;
use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, ProjectOptions, SourceHost, analyze};

const START: &str = "
-- tsconfig.json --
{ \"compilerOptions\": { \"types\": [\"always\"] }, \"include\": [\"src\"] }
-- src/models/user.ts --
export interface User { id: string }
-- src/models/barrel.ts --
export * from './user';
-- src/handlers/users.ts --
import type { Handler } from '@gati-framework/core';
import type { User } from '../models/user.js';
export const handler: Handler<{ response: User[] }> = async () => [];
-- src/handlers/accounts.ts --
import type { Handler } from '@gati-framework/core';
export const handler: Handler<{ response: Account }> = async () => null!;
-- src/handlers/ghosts.ts --
import type { Handler } from '@gati-framework/core';
import type { Ghost } from 'ghost';
export const handler: Handler<{ response: { ghost: Ghost } }> = async () => null!;
-- src/handlers/packages.ts --
import type { Handler } from '@gati-framework/core';
import type { Instance } from 'server';
import 'plugin';
export const handler: Handler<{ response: { of: Instance; global: FromPackage } }> = async () => null!;
-- src/handlers/plain.ts --
export const handler = () => ({ plain: 1 });
-- node_modules/server/package.json --
{ \"name\": \"server\", \"types\": \"index.d.ts\" }
-- node_modules/server/index.d.ts --
export interface Instance { port: number }
-- node_modules/plugin/package.json --
{ \"name\": \"plugin\", \"types\": \"index.d.ts\" }
-- node_modules/plugin/index.d.ts --
export {};
";

/// A file and the texts it may have; an empty one means that it is not there.
const STATES: &[(&str, &[&str])] = &[
    (
        "src/types/globals.d.ts",
        &[
            "",
            "interface Account { id: string }\n",
            "interface Account { id: number; more?: Extra }\ninterface Extra { e: 1 }\n",
            "export {};\ndeclare global { interface Account { inside: true } }\n",
            "export interface Account { mine: 1 }\n",
        ],
    ),
    ("src/types/second.ts", &["", "interface Account { second: 2 }\n", "export const a = 1;\n"]),
    (
        "src/more.ts",
        &[
            "",
            "declare module './models/user' { interface User { more: Role } }\nexport interface Role { r: 1 }\n",
            "declare module './models/barrel' { interface User { barrel: 1 } }\nexport {};\n",
            "declare module './models/barrel' { interface Added { barrel: 1 } }\nexport {};\n",
            "export {};\n",
        ],
    ),
    (
        "src/models/user.ts",
        &[
            "export interface User { id: string }\n",
            "export interface User { id: number }\n",
            "export type User = 'text';\n",
        ],
    ),
    (
        "src/models/barrel.ts",
        &["export * from './user';\n", "export { User } from './user';\n", "export {};\n"],
    ),
    (
        "src/ghost.d.ts",
        &[
            "",
            "declare module 'ghost' { interface Ghost { g: 1 } }\n",
            "declare module 'gh*' { interface Ghost { any: 1 } }\n",
        ],
    ),
    ("src/ghost2.d.ts", &["", "declare module 'ghost' { interface Ghost { two: 2 } }\n"]),
    (
        "node_modules/plugin/index.d.ts",
        &[
            "export {};\n",
            "declare module 'server' { interface Instance { plugged: true } }\nexport {};\n",
            "declare global { interface FromPackage { p: 1 } }\nexport {};\n",
            "import './inner';\n",
        ],
    ),
    (
        "node_modules/plugin/inner.d.ts",
        &["", "declare global { interface FromPackage { inner: 1 } }\nexport {};\n"],
    ),
    ("node_modules/@types/always/index.d.ts", &["", "interface FromPackage { always: 1 }\n"]),
    (
        "tsconfig.json",
        &[
            "{ \"compilerOptions\": { \"types\": [\"always\"] }, \"include\": [\"src\"] }\n",
            "{ \"compilerOptions\": { \"types\": [] }, \"include\": [\"src/models\"] }\n",
            "{ \"files\": [\"src/types/globals.d.ts\"] }\n",
        ],
    ),
];

/// The same numbers in every run.
struct Choice(u64);

impl Choice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}

#[test]
fn what_is_seen_from_elsewhere_is_as_fresh_as_what_is_imported() {
    let host = MemoryHost::from_archive(START);
    let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&shared));
    analyzer.analyze();
    let mut choice = Choice(20_261_121);
    let mut log = Vec::new();
    for _ in 0..150 {
        let mut named = Vec::new();
        for _ in 0..=choice.below(2) {
            let (path, texts) = STATES[choice.below(STATES.len())];
            let text = texts[choice.below(texts.len())];
            if text.is_empty() {
                host.remove(path);
            } else {
                host.write(path, text);
            }
            log.push((path, text));
            named.push(Path::new("/app").join(path));
        }
        analyzer.invalidate(&named);
        let kept = analyzer.analyze();
        let fresh = analyze(&ProjectOptions::new("/app"), Arc::clone(&shared));
        assert_eq!(kept.manifest.to_json(), fresh.manifest.to_json(), "after {log:#?}");
        assert_eq!(kept.diagnostics, fresh.diagnostics, "after {log:#?}");
    }
}

#[test]
fn a_global_that_changes_concerns_those_who_name_it() {
    let host = MemoryHost::from_archive(START);
    host.write("src/types/globals.d.ts", "interface Account { id: string }\n");
    let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), shared);
    analyzer.analyze();
    let before = analyzer.evaluated();
    host.write("src/types/globals.d.ts", "interface Account { id: number }\n");
    analyzer.invalidate(&[Path::new("/app/src/types/globals.d.ts").to_path_buf()]);
    let after = analyzer.analyze();
    assert!(after.manifest.to_json().contains("number"), "{}", after.manifest.to_json());
    assert_eq!(analyzer.evaluated() - before, 1, "only the handler that names it");
}
