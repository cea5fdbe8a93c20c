//! Whole projects: `projects/*.txt` are archives of files, ending in the expected manifest
//! (`-- expected/manifest --`) and the expected rendered diagnostics
//! (`-- expected/diagnostics --`). `UPDATE_EXPECTED=1` writes down what came out.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::{MemoryHost, analyzed};
use gati_analyzer::Analysis;

const MANIFEST: &str = "-- expected/manifest --\n";
const DIAGNOSTICS: &str = "-- expected/diagnostics --\n";

#[test]
fn projects_give_what_their_archives_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects");
    let mut archives: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    archives.sort();
    assert!(archives.len() > 3, "the fixtures are there");
    let update = std::env::var("UPDATE_EXPECTED").is_ok();
    let mut failures = String::new();
    for path in archives {
        let text = std::fs::read_to_string(&path).expect("a fixture can be read");
        let sources = text.split(MANIFEST).next().unwrap_or_default();
        let analysis = analyzed(&MemoryHost::from_archive(sources));
        let expected = format!("{sources}{}", rendered(&analysis));
        if text == expected {
            continue;
        }
        if update {
            std::fs::write(&path, &expected).expect("a fixture can be written");
        } else {
            let _ = writeln!(failures, "{}:\n{}", path.display(), rendered(&analysis));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn rendered(analysis: &Analysis) -> String {
    let mut out = MANIFEST.to_owned();
    for handler in &analysis.manifest.handlers {
        let source = &handler.source;
        let _ = writeln!(
            out,
            "{}  {}:{}:{} {}",
            handler.id, source.file, source.line, source.column, source.export
        );
        if !handler.docs.is_empty() {
            let _ = writeln!(out, "  docs {}", serde_json::to_string(&handler.docs).expect("docs"));
        }
        let provenance = &handler.provenance;
        let sources = [
            ("params", provenance.params),
            ("query", provenance.query),
            ("headers", provenance.headers),
            ("body", provenance.body),
        ];
        for (position, gtype) in handler.contract.positions() {
            let from =
                sources.iter().find(|(name, _)| *name == position).and_then(|(_, from)| *from);
            if let Some(from) = from {
                let is_streamed = position == "body" && !handler.contract.body_as.is_whole();
                let arrives = if is_streamed { "stream of " } else { "" };
                let _ = writeln!(out, "  {position}: {arrives}{gtype}  ({from:?})");
            }
        }
        for response in &handler.contract.responses {
            let body = match (&response.gtype, &response.elements) {
                (Some(gtype), None) => gtype.to_string(),
                (None, Some(element)) => format!("stream of {element}"),
                (None, None) => "-".to_owned(),
                (Some(_), Some(_)) => panic!("an answer is a value or a stream"),
            };
            let note = response.description.as_deref().unwrap_or_default();
            let from = provenance.responses.expect("there are responses");
            let _ = writeln!(
                out,
                "{}",
                format!("  {}: {body}  ({from:?}) {note}", response.status).trim_end()
            );
        }
        if !handler.validators.is_empty() {
            let text = serde_json::to_string(&handler.validators).expect("validators");
            let _ = writeln!(out, "  validators {text}");
        }
        if handler.contract.responses.is_empty() {
            let _ = writeln!(out, "  no responses ({:?})", provenance.responses);
        }
    }
    for module in &analysis.manifest.modules {
        let _ = writeln!(
            out,
            "module {} {} {} [{}]",
            module.name,
            module.file,
            module.export,
            module.dependencies.join(", ")
        );
    }
    for (id, named) in analysis.manifest.types.iter() {
        let _ = writeln!(out, "type {id} = {}", named.gtype);
    }
    out.push_str(DIAGNOSTICS);
    for diagnostic in &analysis.diagnostics {
        out.push_str(&diagnostic.frame);
        out.push('\n');
    }
    out
}
