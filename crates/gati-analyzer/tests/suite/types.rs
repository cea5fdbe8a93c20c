//! The type language, chapter by chapter: `types/*.md`. Each section is a `ts` block (a whole
//! file) and a `types` block with what its exports are; a `diagnostics` block follows where
//! there are any. `UPDATE_EXPECTED=1` writes down what came out.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, Exports, ProjectOptions};
use gati_types::GType;

#[test]
fn chapters_mean_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types");
    let mut chapters: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    chapters.sort();
    assert!(chapters.len() > 3, "the chapters are there");
    let update = std::env::var("UPDATE_EXPECTED").is_ok();
    let mut failures = String::new();
    for path in chapters {
        let text = std::fs::read_to_string(&path).expect("a chapter can be read");
        let evaluated = evaluate(&text);
        if evaluated == text {
            continue;
        }
        if update {
            std::fs::write(&path, &evaluated).expect("a chapter can be written");
        } else {
            for (said, found) in text.lines().zip(evaluated.lines()).filter(|(a, b)| a != b).take(5)
            {
                let _ =
                    writeln!(failures, "{}\n  expected {said}\n  found    {found}", path.display());
            }
            let _ = writeln!(failures, "{} differs", path.display());
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The chapter with every `types` and `diagnostics` block written anew.
fn evaluate(chapter: &str) -> String {
    let mut out = String::new();
    let mut lines = chapter.lines().peekable();
    while let Some(line) = lines.next() {
        if line == "```types" || line == "```diagnostics" {
            while lines.next().is_some_and(|skipped| skipped != "```") {}
            while lines.peek().is_some_and(|next| next.is_empty()) {
                lines.next();
            }
            continue;
        }
        let _ = writeln!(out, "{line}");
        if line != "```ts" {
            continue;
        }
        let mut source = String::new();
        for inner in lines.by_ref().take_while(|inner| *inner != "```") {
            let _ = writeln!(source, "{inner}");
        }
        let _ = writeln!(out, "{source}```\n\n{}", expected(&source));
        while lines.peek().is_some_and(|next| next.is_empty()) {
            lines.next();
        }
    }
    format!("{}\n", out.trim_end())
}

fn expected(source: &str) -> String {
    let host = MemoryHost::new();
    host.write("types.ts", source);
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), host);
    let found = analyzer.types_of(Path::new("types.ts"), Exports::All);
    let mut out = "```types\n".to_owned();
    for (name, document) in &found.types {
        let own = match &document.root {
            GType::Ref(reference) if reference.id.as_str() == name => {
                document.types.get(&reference.id)
            }
            _ => None,
        };
        let docs = own.map(|named| &named.docs).filter(|docs| !docs.is_empty());
        let _ = writeln!(out, "{name} = {}", own.map_or(&document.root, |named| &named.gtype));
        let gtype = own.map_or(&document.root, |named| &named.gtype);
        if let GType::Union(union) = gtype
            && let Some(discriminant) = &union.discriminant
        {
            let _ = writeln!(out, "  told apart by {discriminant}");
        }
        if let Some(docs) = docs {
            let _ = writeln!(out, "  docs {}", serde_json::to_string(docs).expect("docs"));
        }
        if let GType::Object(object) = gtype {
            for property in object.properties.iter().filter(|property| !property.docs.is_empty()) {
                let text = serde_json::to_string(&property.docs).expect("docs");
                let _ = writeln!(out, "  {} {text}", property.name);
            }
        }
        for (id, named) in document.types.iter().filter(|(id, _)| id.as_str() != name) {
            let _ = writeln!(out, "  where {id} = {}", named.gtype);
        }
    }
    out.push_str("```\n");
    if !found.diagnostics.is_empty() {
        out.push_str("\n```diagnostics\n");
        for diagnostic in &found.diagnostics {
            let _ = writeln!(out, "{}", diagnostic.frame.trim_end());
        }
        out.push_str("```\n");
    }
    out
}
