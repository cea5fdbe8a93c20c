//! The resolver's file system, answered by the host.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

use crate::host::{EntryKind, SourceHost};

/// A [`SourceHost`] as the resolver wants to see it.
pub(crate) struct HostFileSystem {
    host: Option<Arc<dyn SourceHost>>,
}

impl HostFileSystem {
    pub(crate) fn over(host: Arc<dyn SourceHost>) -> Self {
        Self { host: Some(host) }
    }

    fn host(&self) -> io::Result<&Arc<dyn SourceHost>> {
        self.host.as_ref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl FileSystem for HostFileSystem {
    /// The resolver asks for a file system made out of nothing; that one is empty.
    fn new() -> Self {
        Self { host: None }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.host()?.read(path).map(String::into_bytes)
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        self.host()?.read(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self.host()?.kind(path) {
            Some(EntryKind::File) => Ok(FileMetadata::new(true, false, false)),
            Some(EntryKind::Directory) => Ok(FileMetadata::new(false, true, false)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.metadata(path)
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        // Links are followed by the host; the resolver is told of none.
        Err(ResolveError::NotFound(path.display().to_string()))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.host()?.canonical(path))
    }
}
