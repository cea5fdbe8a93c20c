//! Analyzers that stay between calls for types by name, so that the second call of a project does
//! not read it again.
//!
//! An analyzer's answers depend on nothing but what its host said. So every answer of the host is
//! remembered, and an analyzer is used again only while the disk would give all of them again:
//! files that were looked for and not found are among them.
#![expect(clippy::disallowed_methods, reason = "it asks the disk whether files are what they were")]

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use gati_analyzer::{Analyzer, EntryKind, ProjectOptions, SourceHost};

use crate::host::DiskHost;

/// As many projects as are kept; the one that was asked for longest ago goes first.
const MOST: usize = 4;
/// A file that was written this shortly before it was read may have been written again within the
/// same tick of the file system's clock: its text decides.
const RECENT: Duration = Duration::from_secs(2);

static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// An analyzer of a project, with everything it was told.
pub(crate) struct Kept {
    options: ProjectOptions,
    told: Arc<Told>,
    pub(crate) analyzer: Analyzer,
}

impl Kept {
    /// The analyzer of a project, taken from those that are kept if nothing changed since.
    pub(crate) fn take(options: ProjectOptions) -> Self {
        let found = {
            let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            let at = kept.iter().position(|kept| kept.options == options);
            at.map(|at| kept.remove(at))
        };
        if let Some(found) = found
            && found.told.still_holds()
        {
            return found;
        }
        let told = Arc::new(Told::default());
        let host = Arc::clone(&told) as Arc<dyn SourceHost>;
        Self { analyzer: Analyzer::new(options.clone(), host), options, told }
    }

    /// Keeps it for the next call.
    pub(crate) fn keep(self) {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.options != self.options);
        if kept.len() == MOST {
            kept.remove(0);
        }
        kept.push(self);
    }
}

/// What is known of a file that was read.
#[derive(Clone, PartialEq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: (u64, i64, i64),
}

/// What a file system knows of a file besides its times: where it is kept, and when anything about
/// it changed. A file that took another's place and time is seen by it.
#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?;
        Some(Self { length: metadata.len(), modified, identity: identity(&metadata) })
    }

    /// Whether another text written since would have another stamp.
    fn is_settled(&self) -> bool {
        SystemTime::now().duration_since(self.modified).is_ok_and(|age| age > RECENT)
    }
}

/// An answer to [`SourceHost::read`].
struct Text {
    /// `None` where only the text tells.
    stamp: Option<Stamp>,
    hash: Option<u64>,
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The disk, and what it said.
#[derive(Default)]
struct Told {
    texts: Mutex<HashMap<PathBuf, Text>>,
    kinds: Mutex<HashMap<PathBuf, Option<EntryKind>>>,
    listings: Mutex<HashMap<PathBuf, Vec<PathBuf>>>,
    names: Mutex<HashMap<PathBuf, PathBuf>>,
}

/// Remembers an answer; the first one stays, so that a change between two is seen later.
fn remember<V>(answers: &Mutex<HashMap<PathBuf, V>>, path: &Path, answer: impl FnOnce() -> V) {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if !answers.contains_key(path) {
        answers.insert(path.to_path_buf(), answer());
    }
}

fn all<V>(answers: &Mutex<HashMap<PathBuf, V>>, holds: impl Fn(&Path, &V) -> bool) -> bool {
    let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    answers.iter().all(|(path, answer)| holds(path, answer))
}

impl Told {
    /// Whether the disk would say all of it again.
    fn still_holds(&self) -> bool {
        all(&self.texts, |path, text| match &text.stamp {
            Some(stamp) => Stamp::of(path).as_ref() == Some(stamp),
            None => DiskHost.read(path).ok().as_deref().map(hash_of) == text.hash,
        }) && all(&self.kinds, |path, kind| DiskHost.kind(path) == *kind)
            && all(&self.names, |path, name| DiskHost.canonical(path) == *name)
            && all(&self.listings, |directory, files| sorted(directory) == *files)
    }
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let mut files = DiskHost.files_below(directory);
    files.sort_unstable();
    files
}

impl SourceHost for Told {
    fn read(&self, path: &Path) -> io::Result<String> {
        // Before the text: what is written in between has another stamp.
        let stamp = Stamp::of(path).filter(Stamp::is_settled);
        let text = DiskHost.read(path);
        remember(&self.texts, path, || Text { stamp, hash: text.as_deref().ok().map(hash_of) });
        text
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        let kind = DiskHost.kind(path);
        remember(&self.kinds, path, || kind);
        kind
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        let mut files = DiskHost.files_below(directory);
        files.sort_unstable();
        remember(&self.listings, directory, || files.clone());
        files
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        let name = DiskHost.canonical(path);
        remember(&self.names, path, || name.clone());
        name
    }
}
