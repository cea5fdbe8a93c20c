//! A project in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gati_analyzer::{EntryKind, SourceHost};

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
