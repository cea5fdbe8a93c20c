//! The exported types of TypeScript files as `GType` documents, a line of JSON per file:
//! `cargo run -p gati-analyzer --example types -- a.ts b.ts`. The differential test against the
//! TypeScript checker reads them.

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

    fn files_below(&self, _directory: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
}

fn main() -> io::Result<()> {
    let root = std::env::current_dir()?;
    let mut analyzer = Analyzer::new(ProjectOptions::new(&root), Arc::new(Disk));
    for file in std::env::args().skip(1) {
        let found = analyzer.types_of(Path::new(&file), Exports::All);
        let mut types = BTreeMap::new();
        for (name, document) in &found.types {
            let document: serde_json::Value = serde_json::from_str(&document.to_json())?;
            types.insert(name, document);
        }
        let findings: Vec<String> = found
            .diagnostics
            .iter()
            .map(|found| {
                format!(
                    "{}:{} {}: {}",
                    found.place.line, found.place.column, found.code, found.message
                )
            })
            .collect();
        let line = serde_json::json!({ "file": file, "types": types, "diagnostics": findings });
        println!("{line}");
    }
    Ok(())
}
