//! The documents that are known without being given: the meta-schemas of the dialects.

use super::dialect::{URI_2020_12, URI_DRAFT_7};

const VOCABULARIES: [(&str, &str); 7] = [
    ("applicator", include_str!("meta/2020-12-applicator.json")),
    ("content", include_str!("meta/2020-12-content.json")),
    ("core", include_str!("meta/2020-12-core.json")),
    ("format-annotation", include_str!("meta/2020-12-format-annotation.json")),
    ("meta-data", include_str!("meta/2020-12-meta-data.json")),
    ("unevaluated", include_str!("meta/2020-12-unevaluated.json")),
    ("validation", include_str!("meta/2020-12-validation.json")),
];

/// The text of the meta-schema `uri`.
pub(super) fn text(uri: &str) -> Option<&'static str> {
    match uri {
        URI_2020_12 => return Some(include_str!("meta/2020-12.json")),
        URI_DRAFT_7 => return Some(include_str!("meta/draft-07.json")),
        _ => {}
    }
    let name = uri.strip_prefix("https://json-schema.org/draft/2020-12/meta/")?;
    VOCABULARIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Whether schemas of the vocabulary `uri` are understood.
pub(super) fn is_vocabulary(uri: &str) -> bool {
    let name = uri.strip_prefix("https://json-schema.org/draft/2020-12/vocab/");
    name.is_some_and(|name| {
        name == "format-assertion" || VOCABULARIES.iter().any(|(known, _)| *known == name)
    })
}
