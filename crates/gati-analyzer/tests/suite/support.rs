//! A project in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gati_analyzer::{
    Analysis, Analyzer, EntryKind, GivenSchema, LastWord, ProjectOptions, SourceHost,
};
use gati_types::Document;

/// Files by absolute path.
#[derive(Default)]
pub(crate) struct MemoryHost {
    /// `None` is a file whose bytes are no text.
    files: Mutex<BTreeMap<PathBuf, Option<String>>>,
}

impl MemoryHost {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// The files of an archive: `-- path --` lines, each followed by its text.
    pub(crate) fn from_archive(text: &str) -> Arc<Self> {
        let host = Self::new();
        let mut current: Option<(String, String)> = None;
        for line in text.lines() {
            let path = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match (path, &mut current) {
                (Some(path), _) => {
                    if let Some((path, text)) = current.take() {
                        host.write(&path, &text);
                    }
                    current = Some((path.to_owned(), String::new()));
                }
                (None, Some((_, text))) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, None) => {}
            }
        }
        if let Some((path, text)) = current {
            host.write(&path, &text);
        }
        host
    }

    /// Writes a file below `/app`.
    pub(crate) fn write(&self, path: &str, text: &str) {
        self.insert(path, Some(text.to_owned()));
    }

    /// Writes a file that cannot be read as text.
    pub(crate) fn write_bytes(&self, path: &str) {
        self.insert(path, None);
    }

    fn insert(&self, path: &str, content: Option<String>) {
        let path = Path::new("/app").join(path);
        self.files.lock().expect("no test panics while writing").insert(path, content);
    }

    /// Removes a file below `/app`.
    pub(crate) fn remove(&self, path: &str) {
        self.files
            .lock()
            .expect("no test panics while writing")
            .remove(&Path::new("/app").join(path));
    }
}

impl SourceHost for MemoryHost {
    fn read(&self, path: &Path) -> io::Result<String> {
        let files = self.files.lock().expect("no test panics while reading");
        match files.get(path) {
            Some(Some(text)) => Ok(text.clone()),
            Some(None) => Err(io::ErrorKind::InvalidData.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let files = self.files.lock().expect("no test panics while reading");
        if files.contains_key(path) {
            return Some(EntryKind::File);
        }
        files.keys().any(|known| known.starts_with(path)).then_some(EntryKind::Directory)
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        let files = self.files.lock().expect("no test panics while reading");
        files
            .keys()
            .filter(|path| path.starts_with(directory))
            .filter(|path| {
                let below = path.strip_prefix(directory).unwrap_or(path);
                !below.components().any(|part| part.as_os_str() == "node_modules")
            })
            .cloned()
            .collect()
    }
}

/// Analyzes a project. Schema values that it needs are given as it has them, in files called
/// `given/<file>#<path>`.
pub(crate) fn analyzed(host: &Arc<MemoryHost>) -> Analysis {
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(host) as _);
    analyzer.analyze();
    let mut given = BTreeSet::new();
    while let Some(request) =
        analyzer.schema_requests().into_iter().find(|request| !given.contains(&request.key))
    {
        let file = request.key.file.strip_prefix("/app").expect("a file of the project");
        let name = format!("/app/given/{}#{}", file.display(), request.key.path.join("."));
        if let Ok(text) = host.read(Path::new(&name)) {
            analyzer.give_schema(&request.key, &given_schema(&text));
        }
        given.insert(request.key);
        analyzer.analyze();
    }
    analyzer.analyze()
}

/// `{ input?, output, lastWord?, unsaid? }` with GType documents, or `{ failed, help }`.
fn given_schema(text: &str) -> GivenSchema {
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let words = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    if value["failed"].is_string() {
        return GivenSchema::Failed {
            message: words(&value["failed"]),
            help: words(&value["help"]),
        };
    }
    let document = |name: &str| {
        let found = value.get(name).unwrap_or(&value["output"]);
        Box::new(Document::from_json(&found.to_string()).expect("a document"))
    };
    let last_word = if value["lastWord"] == true { LastWord::Value } else { LastWord::Types };
    let unsaid = value["unsaid"].as_array().into_iter().flatten().map(words).collect();
    GivenSchema::Types { input: document("input"), output: document("output"), last_word, unsaid }
}
