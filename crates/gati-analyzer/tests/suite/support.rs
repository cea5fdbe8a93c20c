//! A project in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gati_analyzer::{EntryKind, SourceHost};

/// Files by absolute path.
#[derive(Default)]
pub(crate) struct MemoryHost {
    files: Mutex<BTreeMap<PathBuf, String>>,
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
        self.files
            .lock()
            .expect("no test panics while writing")
            .insert(Path::new("/app").join(path), text.to_owned());
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
        files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
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
            .filter(|path| !path.components().any(|part| part.as_os_str() == "node_modules"))
            .cloned()
            .collect()
    }
}
