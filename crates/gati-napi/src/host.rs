//! The real file system, behind the analyzer's one door to the outside.
#![expect(clippy::disallowed_methods, reason = "this is the implementation the ban points at")]

use std::io;
use std::path::{Path, PathBuf};

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

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    name == "node_modules" || name.to_string_lossy().starts_with('.')
}
