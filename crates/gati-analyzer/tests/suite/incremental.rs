//! What an edit changes, and that it changes nothing else: the answer after edits is the answer
//! of an analyzer that reads everything anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, ProjectOptions, SourceHost, analyze};

const START: &str = "
-- tsconfig.json --
{ \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"@m/*\": [\"src/models/*\"] } } }
-- src/models/user.ts --
export interface User { id: string }
-- src/handlers/users.ts --
import type { Handler } from '@gati-framework/core';
import type { User } from '@m/user';
export const handler: Handler<{ response: User[] }> = async () => [];
-- src/handlers/late.ts --
import type { Handler } from '@gati-framework/core';
import type { Late } from '../models/late.js';
export const handler: Handler<{ response: Late }> = async () => null!;
";

/// A file and its new text, or none if it goes.
type Edit = (&'static str, Option<&'static str>);

const EDITS: &[Edit] = &[
    ("src/models/user.ts", Some("export interface User { id: number; name?: string }\n")),
    ("src/models/late.ts", Some("export type Late = { now: true };\n")),
    ("src/handlers/users.ts", Some("export const handler = () => ({ a: 1 });\n")),
    ("src/handlers/broken.ts", Some("export const handler = (\n")),
    ("src/handlers/broken.ts", None),
    ("src/models/late.ts", None),
    ("src/modules/db.ts", Some("export default { name: 'db', init() {} };\n")),
    ("src/models/late.ts", Some("export type { User as Late } from '@m/user';\n")),
    (
        "tsconfig.json",
        Some("{ \"compilerOptions\": { \"paths\": { \"@m/*\": [\"./elsewhere/*\"] } } }\n"),
    ),
    ("elsewhere/user.ts", Some("export type User = 'elsewhere';\n")),
    ("tsconfig.json", Some("{ not json\n")),
];

#[test]
fn after_every_edit_the_answer_is_that_of_a_fresh_start() {
    let host = MemoryHost::from_archive(START);
    let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&shared));
    analyzer.analyze();
    for (path, text) in EDITS {
        match text {
            Some(text) => host.write(path, text),
            None => host.remove(path),
        }
        analyzer.invalidate(&[Path::new("/app").join(path)]);
        let kept = analyzer.analyze();
        let fresh = analyze(&ProjectOptions::new("/app"), Arc::clone(&shared));
        assert_eq!(kept.manifest.to_json(), fresh.manifest.to_json(), "after {path}");
        assert_eq!(kept.diagnostics, fresh.diagnostics, "after {path}");
    }
}

#[test]
fn nothing_is_read_again_without_being_named() {
    let host = MemoryHost::from_archive(START);
    let mut analyzer =
        Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as Arc<dyn SourceHost>);
    let before = analyzer.analyze();
    host.write("src/models/user.ts", "export interface User { other: 1 }\n");
    assert_eq!(analyzer.analyze(), before);
    analyzer.invalidate(&[PathBuf::from("/app/src/models/user.ts")]);
    assert_ne!(analyzer.analyze(), before);
}
