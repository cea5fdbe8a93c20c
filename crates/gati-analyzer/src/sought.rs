//! What evaluation looked for and somebody else has to say: the files it was looked for in are
//! named after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::given::fallback::FallbackKey;
use crate::given::{SchemaKey, SchemaRequest};
use crate::resolve::{FileId, Files, Sources};

/// The types that were looked for among files, and are known to somebody else or to nobody, in
/// order.
pub(crate) fn fallbacks_among(
    files: &Arc<Files>,
    sought: impl Iterator<Item = FileId>,
) -> Vec<FallbackKey> {
    let keys: BTreeSet<FallbackKey> =
        sought.filter_map(|file| FallbackKey::of_file(&files.path_of(file))).collect();
    keys.into_iter().collect()
}

/// The schema values that were looked for among files, known or not.
pub(crate) fn schemas_among(
    files: &Arc<Files>,
    sought: impl Iterator<Item = FileId>,
) -> Vec<SchemaRequest> {
    let keys: BTreeSet<SchemaKey> = sought
        .filter_map(|file| SchemaKey::of_file(&files.path_of(file)))
        .map(|(key, _)| key)
        .collect();
    let sources = &mut Sources::new(Arc::clone(files));
    keys.into_iter().map(|key| sources.schema_request(key)).collect()
}
