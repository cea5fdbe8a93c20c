//! Who is evaluated again after an edit: exactly the files that read a symbol the edit changed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, ProjectOptions, SourceHost, analyze};

const TYPES: usize = 40;

/// A file of many types, each of which one handler uses; every fourth type mentions the next.
fn model() -> Vec<String> {
    let mut parts: Vec<String> = (0..TYPES)
        .map(|at| {
            let next = match at % 4 {
                0 => format!("next?: Type{}", at + 1),
                _ => "plain: true".to_owned(),
            };
            format!("/** Number {at}. */\nexport interface Type{at} {{ id: string; {next} }}\n")
        })
        .collect();
    parts.push("export function load(): Type0 { return null!; }\n".to_owned());
    parts.push("export const guess = () => ({ guessed: true as const });\n".to_owned());
    parts
}

fn handler(types: &str, response: &str) -> String {
    format!(
        "import type {{ Handler }} from '@gati-framework/core';\nimport type {{ {types} }} from '../models/model.js';\nexport const handler: Handler<{{ response: {response} }}> = async () => null!;\n"
    )
}

struct Project {
    host: Arc<MemoryHost>,
    analyzer: Analyzer,
}

impl Project {
    fn start() -> Self {
        let host = MemoryHost::new();
        host.write("src/models/model.ts", &model().concat());
        host.write("src/models/barrel.ts", "export * from './model.js';\n");
        for at in 0..TYPES {
            let name = format!("Type{at}");
            host.write(&format!("src/handlers/h{at}.ts"), &handler(&name, &name));
        }
        host.write(
            "src/handlers/load.ts",
            "import { load } from '../models/barrel.js';\nexport const handler = () => load();\n",
        );
        host.write(
            "src/handlers/guess.ts",
            "import { guess } from '../models/barrel.js';\nexport const handler = () => guess();\n",
        );
        host.write("src/handlers/late.ts", &handler("Late", "Late"));
        let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
        let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), shared);
        analyzer.analyze();
        Self { host, analyzer }
    }

    /// How many files an edit made the analyzer evaluate; the answer is that of a fresh start.
    fn edit(&mut self, path: &str, text: &str) -> u64 {
        self.host.write(path, text);
        let before = self.analyzer.evaluated();
        self.analyzer.invalidate(&[Path::new("/app").join(path)]);
        let kept = self.analyzer.analyze();
        let shared: Arc<dyn SourceHost> = Arc::clone(&self.host) as Arc<dyn SourceHost>;
        let fresh = analyze(&ProjectOptions::new("/app"), shared);
        assert_eq!(kept.manifest.to_json(), fresh.manifest.to_json());
        assert_eq!(kept.diagnostics, fresh.diagnostics);
        self.analyzer.evaluated() - before
    }

    fn edit_model(&mut self, change: impl FnOnce(&mut Vec<String>)) -> u64 {
        let mut parts = model();
        change(&mut parts);
        self.edit("src/models/model.ts", &parts.concat())
    }
}

/// An edit of the model in words, and how many handlers it concerns. One handler wants a type that
/// is not there and is told which names are near: any change of the list of names concerns it.
type Case = (&'static str, fn(&mut Vec<String>), u64);

const CASES: &[Case] = &[
    ("lines above", |parts| parts.insert(0, "\n\n// Moved.\n".to_owned()), 0),
    ("an unrelated type", |parts| parts.insert(7, "export type More = 1;\n".to_owned()), 1),
    (
        "laid out anew",
        |parts| parts.iter_mut().for_each(|part| *part = part.replace("{ ", "{\n    ")),
        // `guess` has no declared result: its text is what was read.
        1,
    ),
    ("another order", |parts| parts.reverse(), 1),
    ("the members of a type", |parts| parts[7] = parts[7].replace("string", "number"), 1),
    // The type itself, and the one that mentions it.
    ("the members of a mentioned type", |parts| parts[5] = parts[5].replace("string", "number"), 2),
    // The type before mentions it, and the function gives it.
    ("the members of the first type", |parts| parts[0] = parts[0].replace("string", "number"), 2),
    ("what a comment says", |parts| parts[7] = parts[7].replace("Number", "No."), 1),
    ("a comment more", |parts| parts[7] = parts[7].replace("plain", "/** It is. */ plain"), 1),
    (
        "a comment that is none of types",
        |parts| parts[7] = parts[7].replace("/**", "// no\n/**"),
        0,
    ),
    ("a body", |parts| parts[TYPES] = parts[TYPES].replace("null!", "never as never"), 0),
    ("a declared result", |parts| parts[TYPES] = parts[TYPES].replace("Type0", "Type3"), 1),
    (
        "a result that is inferred",
        |parts| parts[TYPES + 1] = parts[TYPES + 1].replace("true", "1"),
        1,
    ),
    ("a type goes", |parts| drop(parts.remove(7)), 2),
    ("a type is called otherwise", |parts| parts[7] = parts[7].replace("Type7", "Other7"), 2),
    // The one that waits for it.
    ("a type comes that was missed", |parts| parts.push("export type Late = 1;\n".to_owned()), 1),
];

#[test]
fn an_edit_concerns_who_read_what_it_changed() {
    for (edit, change, concerned) in CASES {
        let mut project = Project::start();
        let evaluated = project.edit_model(change);
        assert_eq!(evaluated, *concerned, "{edit}");
    }
}

#[test]
fn an_edit_of_a_handler_concerns_that_handler() {
    let mut project = Project::start();
    let text = handler("Type3", "Type3[]");
    assert_eq!(project.edit("src/handlers/h3.ts", &text), 1);
    assert_eq!(project.edit("src/handlers/h3.ts", &text), 0, "the same text again");
    assert_eq!(project.edit("src/handlers/new.ts", &handler("Type3", "Type3")), 1, "a new file");
}

/// A file that appears concerns whoever looked for it, and whoever now finds it first.
#[test]
fn a_file_that_appears_concerns_who_looked_for_it() {
    let mut project = Project::start();
    let waits = handler("Type1", "Type1").replace("model.js", "later.js");
    assert_eq!(project.edit("src/handlers/waits.ts", &waits), 1);
    assert_eq!(project.edit("src/models/later.ts", "export type Type1 = 1;\n"), 1);
    assert_eq!(project.edit("src/models/unknown.ts", "export type Type1 = 1;\n"), 0);
    let shadowed = handler("Type1", "Type1").replace("/model.js", "");
    assert_eq!(project.edit("src/handlers/folder.ts", &shadowed), 1);
    assert_eq!(project.edit("src/models/index.ts", "export type Type1 = 2;\n"), 1);
    assert_eq!(project.edit("src/models.ts", "export type Type1 = 3;\n"), 1, "it comes first");
}

/// `schema.prisma` is a file like any other, and gives way to the client that is generated from it.
#[test]
fn a_schema_of_prisma_concerns_who_read_its_models() {
    let mut project = Project::start();
    let reads = |name: &str| {
        handler("Row", "Row").replace("Row", name).replace("../models/model.js", "@prisma/client")
    };
    assert_eq!(project.edit("src/handlers/people.ts", &reads("Person")), 1);
    assert_eq!(project.edit("src/handlers/pets.ts", &reads("Pet")), 1);
    let schema = |person: &str, pet: &str| {
        format!("model Person {{\n  {person}\n}}\nmodel Pet {{\n  {pet}\n}}\n")
    };
    let path = "prisma/schema.prisma";
    assert_eq!(project.edit(path, &schema("id Int", "id Int")), 2, "it appears");
    assert_eq!(
        project.edit(path, &schema("id Int  // one", "id Int @id")),
        0,
        "nothing a type shows"
    );
    // The namespace of the client is one declaration, in which all of its models stand.
    assert_eq!(project.edit(path, &schema("id Int", "id String")), 2, "a model");
    let generated = "node_modules/@prisma/client/index.d.ts";
    let client = "export type Person = { id: bigint };\nexport type Pet = { id: bigint };\n";
    assert_eq!(project.edit(generated, client), 2, "the client is generated");
}

/// What is wrong in a model moves with the text around it, without anything being evaluated.
#[test]
fn findings_move_along() {
    let mut project = Project::start();
    let broken = |above: &str| {
        let mut parts = model();
        parts[7] = parts[7].replace("string", "Missing");
        parts.insert(0, above.to_owned());
        parts.concat()
    };
    assert_eq!(project.edit("src/models/model.ts", &broken("")), 1);
    let line = |project: &mut Project| {
        let diagnostics = project.analyzer.analyze().diagnostics;
        let found = diagnostics.iter().find(|found| found.message.contains("Missing"));
        found.map(|found| found.place.line)
    };
    let first = line(&mut project).expect("the name is unknown");
    let mut above = String::new();
    for added in 1..4 {
        let _ = writeln!(above, "// Line {added}.");
        assert_eq!(project.edit("src/models/model.ts", &broken(&above)), 0);
        assert_eq!(line(&mut project), Some(first + added));
    }
}

/// Files are named as watchers do: the same one twice, folders, files that are not there.
#[test]
fn naming_what_did_not_change_evaluates_nothing() {
    let mut project = Project::start();
    let before = project.analyzer.evaluated();
    let named: Vec<PathBuf> =
        ["src/models/model.ts", "src/models/model.ts", "src/models", "src/none.ts"]
            .iter()
            .map(|path| Path::new("/app").join(path))
            .collect();
    project.analyzer.invalidate(&named);
    project.analyzer.analyze();
    assert_eq!(project.analyzer.evaluated(), before);
}
