//! The real file system, behind the analyzer's one door to the outside.
#![expect(clippy::disallowed_methods, reason = "this is the implementation the ban points at")]

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use gati_analyzer::{EntryKind, SourceHost};
use walkdir::{DirEntry, WalkDir};

/// Reads from the disk, every time: what is remembered, and for how long, is the analyzer's
/// business.
pub(crate) struct DiskHost;

impl SourceHost for DiskHost {
    fn read(&self, path: &Path) -> io::Result<String> {
        std::fs::read_to_string(path)
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let metadata = std::fs::metadata(path).ok()?;
        if metadata.is_dir() {
            Some(EntryKind::Directory)
        } else {
            metadata.is_file().then_some(EntryKind::File)
        }
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        WalkDir::new(directory)
            .follow_links(true)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(DirEntry::into_path)
            .collect()
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
    }
}

/// The disk, under the texts that somebody holds and has not written, or changed since.
#[derive(Default)]
pub(crate) struct HeldHost {
    texts: RwLock<HashMap<PathBuf, String>>,
}

impl HeldHost {
    /// Holds a text, or lets it go; answers whether the file reads differently from here on.
    pub(crate) fn hold(&self, path: &Path, text: Option<String>) -> bool {
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) if texts.get(path) == Some(&text) => false,
            Some(text) => {
                texts.insert(path.to_path_buf(), text);
                true
            }
            None => texts.remove(path).is_some(),
        }
    }

    fn held(&self, path: &Path) -> Option<String> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn holds(&self, path: &Path) -> bool {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).contains_key(path)
    }
}

impl SourceHost for HeldHost {
    fn read(&self, path: &Path) -> io::Result<String> {
        self.held(path).map_or_else(|| DiskHost.read(path), Ok)
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if self.holds(path) { Some(EntryKind::File) } else { DiskHost.kind(path) }
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        DiskHost.files_below(directory)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        DiskHost.canonical(path)
    }
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    name == "node_modules" || name.to_string_lossy().starts_with('.')
}
