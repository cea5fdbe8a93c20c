//! What was made of every file of handlers and every module, and who looked at which file.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::entry::{Entry, Purpose};
use crate::listing::{Listed, Listing};
use crate::resolve::{FileId, Files};

/// A file and what it is looked at for.
pub(crate) type Key = (Purpose, FileId);

/// The results that are kept.
#[derive(Default)]
pub(crate) struct Entries {
    known: FxHashMap<Key, Entry>,
    /// Those that looked at a file, or looked for it. Some no longer do.
    readers: FxHashMap<FileId, FxHashSet<Key>>,
    /// In this generation of edges every result was known to hold.
    generation: Option<u64>,
}

impl Entries {
    /// Other files may be listed.
    pub(crate) fn check_all(&mut self) {
        self.generation = None;
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Entry> {
        self.known.get(&key)
    }

    /// Whether the same files are listed and every edge leads where it did.
    pub(crate) fn is_settled(&self, files: &Files) -> bool {
        self.generation == Some(files.generation())
    }

    /// Every file that a result rests on, and every one that was looked for.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.known.values().flat_map(Entry::files)
    }

    /// The files to evaluate: those that are new, and those whose result rests on something that
    /// is no longer so. Results of files that are no longer listed are dropped.
    pub(crate) fn stale<'l>(
        &mut self,
        listing: &'l Listing,
        files: &Arc<Files>,
        changed: &[FileId],
    ) -> Vec<(Key, &'l Listed)> {
        let generation = files.generation();
        if self.generation == Some(generation) {
            let asked: FxHashSet<Key> = changed
                .iter()
                .filter_map(|file| self.readers.get(file))
                .flatten()
                .copied()
                .collect();
            let refused: FxHashSet<Key> = asked
                .into_iter()
                .filter(|key| self.known.get_mut(key).is_some_and(|entry| !entry.is_current(files)))
                .collect();
            if refused.is_empty() {
                return Vec::new();
            }
            return keyed(listing).filter(|(key, _)| refused.contains(key)).collect();
        }
        self.generation = Some(generation);
        let listed: FxHashSet<Key> = keyed(listing).map(|(key, _)| key).collect();
        self.known.retain(|key, _| listed.contains(key));
        self.readers.retain(|_, keys| {
            keys.retain(|key| listed.contains(key));
            !keys.is_empty()
        });
        keyed(listing)
            .filter(|(key, _)| match self.known.get_mut(key) {
                Some(entry) => !entry.is_current(files),
                None => true,
            })
            .collect()
    }

    /// Keeps new results; gives the old ones, where there were any.
    pub(crate) fn take_in(&mut self, evaluated: Vec<(Key, Entry)>) -> Vec<(Key, Option<Entry>)> {
        evaluated
            .into_iter()
            .map(|(key, entry)| {
                for file in entry.files() {
                    self.readers.entry(file).or_default().insert(key);
                }
                (key, self.known.insert(key, entry))
            })
            .collect()
    }
}

fn keyed(listing: &Listing) -> impl Iterator<Item = (Key, &Listed)> {
    let handlers = listing.handlers.iter().map(|listed| ((Purpose::Handlers, listed.file), listed));
    let modules = listing.modules.iter().map(|listed| ((Purpose::Module, listed.file), listed));
    handlers.chain(modules)
}
