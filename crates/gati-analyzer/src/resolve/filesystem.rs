//! The resolver's file system, answered by the host.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

use super::versions::for_this_version;
use crate::host::{EntryKind, SourceHost};

/// Where a project puts what it makes, and the folder of sources that its folders mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub folder: PathBuf,
    pub source: PathBuf,
}

impl Output {
    /// The source that a file below the folder is, or will be, made from.
    pub(crate) fn source_of(&self, host: &dyn SourceHost, path: &Path) -> Option<PathBuf> {
        const ENDINGS: [(&str, &[&str]); 6] = [
            (".d.ts", &[".ts", ".tsx"]),
            (".d.mts", &[".mts"]),
            (".d.cts", &[".cts"]),
            (".js", &[".ts", ".tsx"]),
            (".mjs", &[".mts"]),
            (".cjs", &[".cts"]),
        ];
        let rest = path.strip_prefix(&self.folder).ok()?.to_str()?;
        let (stem, endings) = ENDINGS
            .iter()
            .find_map(|(end, sources)| rest.strip_suffix(end).map(|stem| (stem, *sources)))?;
        endings
            .iter()
            .map(|end| self.source.join(format!("{stem}{end}")))
            .find(|source| host.kind(source) == Some(EntryKind::File))
    }
}

/// A [`SourceHost`] as the resolver wants to see it: what a project will put out is there
/// already.
pub(crate) struct HostFileSystem {
    host: Option<Arc<dyn SourceHost>>,
    outputs: Arc<[Output]>,
}

impl HostFileSystem {
    pub(crate) fn over(host: Arc<dyn SourceHost>, outputs: Arc<[Output]>) -> Self {
        Self { host: Some(host), outputs }
    }

    fn host(&self) -> io::Result<&Arc<dyn SourceHost>> {
        self.host.as_ref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What will stand at a path once the projects are built.
    fn will_be(&self, host: &dyn SourceHost, path: &Path) -> Option<EntryKind> {
        if self.outputs.is_empty() {
            return None;
        }
        let path = &really(host, path);
        self.outputs.iter().find_map(|output| {
            let rest = path.strip_prefix(&output.folder).ok()?;
            if host.kind(&output.source.join(rest)) == Some(EntryKind::Directory) {
                return Some(EntryKind::Directory);
            }
            output.source_of(host, path).is_some().then_some(EntryKind::File)
        })
    }
}

/// A path that need not exist, with the symbolic links on the way to it followed.
pub(crate) fn really(host: &dyn SourceHost, path: &Path) -> PathBuf {
    let known = path.ancestors().find(|ancestor| host.kind(ancestor).is_some());
    match known.and_then(|known| Some((known, path.strip_prefix(known).ok()?))) {
        Some((known, rest)) => host.canonical(known).join(rest),
        None => path.to_path_buf(),
    }
}

impl FileSystem for HostFileSystem {
    /// The resolver asks for a file system made out of nothing; that one is empty.
    fn new() -> Self {
        Self { host: None, outputs: Arc::default() }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read_to_string(path).map(String::into_bytes)
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let text = self.host()?.read(path)?;
        let is_package = path.file_name().is_some_and(|name| name == "package.json");
        Ok(if is_package { for_this_version(text) } else { text })
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        let host = self.host()?;
        match host.kind(path).or_else(|| self.will_be(&**host, path)) {
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
