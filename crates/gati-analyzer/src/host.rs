//! Where sources come from: the one door between the analyzer and the outside.

use std::io;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Directory,
}

/// The files of a project, its `node_modules` and its `tsconfig.json` included.
///
/// Paths are absolute. An implementation answers from a disk, from memory, or from an editor's
/// buffers laid over a disk; it is asked from several threads at once. It may answer from a
/// cache of its own, but after [`Analyzer::invalidate`](crate::Analyzer::invalidate) named a
/// path it must answer with what stands there now.
pub trait SourceHost: Send + Sync {
    /// The text of a file.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotFound`] where there is none, [`io::ErrorKind::InvalidData`] where it
    /// is not UTF-8, and whatever else the reading met.
    fn read(&self, path: &Path) -> io::Result<String>;

    /// What stands at `path`, symbolic links followed; `None` if nothing does.
    fn kind(&self, path: &Path) -> Option<EntryKind>;

    /// Every file below `directory`, in any order, `node_modules` and hidden folders left out.
    /// Empty where there is no such folder.
    fn files_below(&self, directory: &Path) -> Vec<PathBuf>;

    /// `path` with symbolic links resolved: the one name a file is known under, so that a
    /// package reached in two ways is read once.
    fn canonical(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}
