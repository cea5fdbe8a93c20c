//! Media types in one spelling.

/// A media type with the parameters that tell one from another: `application/json;v=1`. UTF-8 is
/// what is meant where nothing is said, and a boundary is another one each time.
pub(crate) fn spelled(media: &str) -> String {
    let mut parts = media.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_lowercase();
    let mut parameters: Vec<String> = parts
        .filter_map(|parameter| parameter.split_once('='))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().trim_matches('"')))
        .filter(|(name, value)| {
            let usual = name == "charset" && matches!(&*value.to_lowercase(), "utf-8" | "utf8");
            !usual && !matches!(name.as_str(), "boundary" | "q")
        })
        .map(|(name, value)| format!(";{name}={value}"))
        .collect();
    parameters.sort();
    essence + &parameters.concat()
}

/// Type and subtype.
pub(crate) fn essence(spelled: &str) -> &str {
    spelled.split(';').next().unwrap_or_default()
}

/// Whether a media type is one of a range; parameters that a range does not name may be any.
pub(crate) fn covers(range: &str, media: &str) -> bool {
    let (own, other) = (essence(range), essence(media));
    let type_fits = own == other
        || own == "*/*"
        || own
            .strip_suffix('*')
            .is_some_and(|start| start.ends_with('/') && other.starts_with(start));
    type_fits && range.split(';').skip(1).all(|one| media.split(';').skip(1).any(|two| one == two))
}

/// Whether values of the media type have members and items as JSON has them.
pub(crate) fn has_structure(spelled: &str) -> bool {
    let essence = essence(spelled);
    let form = essence.starts_with("multipart/") || essence == "application/x-www-form-urlencoded";
    let words = ["json", "xml", "yaml", "text/", "*/*", "application/*"];
    form || words.iter().any(|word| essence.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{covers, spelled};

    #[test]
    fn parameters_tell_media_types_apart_but_for_utf_8() {
        assert_eq!(spelled("Application/JSON; charset=UTF-8"), "application/json");
        assert_eq!(spelled("application/json; V=\"1\"; q=0.5"), "application/json;v=1");
        assert!(covers("application/json", "application/json;v=1"));
        assert!(!covers("application/json;v=1", "application/json"));
        assert!(covers("image/*", "image/png") && !covers("image/png", "image/*"));
    }
}
