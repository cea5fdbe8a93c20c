//! The exported types of TypeScript files as `GType` documents, a line of JSON per file:
//! `cargo run -p gati-analyzer --example types -- a.ts b.ts`. `--root folder` makes the files
//! after it part of the project there, tsconfig included. The differential tests against the
//! TypeScript checker read them.

#![expect(clippy::disallowed_methods, reason = "an example reads the files it was given")]
#![expect(clippy::print_stdout, reason = "an example shows its answer")]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_analyzer::{Analyzer, EntryKind, Exports, ProjectOptions, SourceHost};

/// The disk.
struct Disk;

impl SourceHost for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        std::fs::read_to_string(path)
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { EntryKind::Directory } else { EntryKind::File })
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut pending = vec![directory.to_path_buf()];
        while let Some(folder) = pending.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let left_out = name == "node_modules" || name.to_string_lossy().starts_with('.');
                match self.kind(&entry.path()) {
                    Some(EntryKind::Directory) if !left_out => pending.push(entry.path()),
                    Some(EntryKind::File) => found.push(entry.path()),
                    _ => {}
                }
            }
        }
        found
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
    }
}

fn main() -> io::Result<()> {
    let here = std::env::current_dir()?;
    let analyzer_of = |root: &Path| {
        // Without `--root` the files are by themselves: no tsconfig of this folder is theirs.
        Analyzer::new(ProjectOptions::new(root), Arc::new(Disk))
    };
    let mut analyzer = analyzer_of(&here.join("no-project"));
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--root" {
            let root = arguments.next().unwrap_or_default();
            analyzer = analyzer_of(&Disk.canonical(&here.join(root)));
            continue;
        }
        let path = here.join(&argument);
        let found = analyzer.types_of(&Disk.canonical(&path), Exports::All);
        let mut types = BTreeMap::new();
        for (name, document) in &found.types {
            let document: serde_json::Value = serde_json::from_str(&document.to_json())?;
            types.insert(name, document);
        }
        let findings: Vec<String> = found
            .diagnostics
            .iter()
            .map(|found| {
                let place = &found.place;
                format!("{}:{} {}: {}", place.line, place.column, found.code, found.message)
            })
            .collect();
        let line = serde_json::json!({ "file": argument, "types": types, "diagnostics": findings });
        println!("{line}");
    }
    Ok(())
}
