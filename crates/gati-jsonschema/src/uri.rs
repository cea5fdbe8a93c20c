//! URIs as references need them (RFC 3986, section 5): one seen from another, and the text of a
//! fragment.
//!
//! Written here because bases of schemas need no scheme: a document whose `$id` is `folder/a.json`
//! refers to `b.json`, and both are names within it. `iri-string`, which resolves by the letter,
//! takes bases with a scheme only.

/// A URI in its parts; the path is never absent, the others are where their mark is.
struct Parts<'u> {
    scheme: Option<&'u str>,
    authority: Option<&'u str>,
    path: &'u str,
    query: Option<&'u str>,
}

impl<'u> Parts<'u> {
    fn of(uri: &'u str) -> Self {
        let (scheme, rest) = match uri.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, uri),
        };
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query }
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `reference`, which has no fragment, seen from `base`.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let (from, to) = (Parts::of(base), Parts::of(reference));
    if to.scheme.is_some() || base.is_empty() {
        return reference.to_owned();
    }
    if from.scheme.is_some() && from.authority.is_none() && !from.path.starts_with('/') {
        // `urn:` and the like have no paths to be relative to.
        return if reference.is_empty() { base.to_owned() } else { reference.to_owned() };
    }
    let (authority, path, query) = if to.authority.is_some() {
        (to.authority, without_dots(to.path), to.query)
    } else if to.path.is_empty() {
        (from.authority, from.path.to_owned(), to.query.or(from.query))
    } else if to.path.starts_with('/') {
        (from.authority, without_dots(to.path), to.query)
    } else {
        let folder = from.path.rfind('/').map_or("", |slash| &from.path[..=slash]);
        let folder = if folder.is_empty() && from.authority.is_some() { "/" } else { folder };
        (from.authority, without_dots(&format!("{folder}{}", to.path)), to.query)
    };
    let mut joined = String::new();
    if let Some(scheme) = from.scheme {
        joined.push_str(scheme);
        joined.push(':');
    }
    if let Some(authority) = authority {
        joined.push_str("//");
        joined.push_str(authority);
    }
    joined.push_str(&path);
    if let Some(query) = query {
        joined.push('?');
        joined.push_str(query);
    }
    joined
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or_default();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                if kept.len() > 1 || kept.first().is_some_and(|first| !first.is_empty()) {
                    kept.pop();
                }
            }
            other => kept.push(other),
        }
    }
    // A path that ends in a dot segment names a folder.
    if matches!(last, "." | "..") {
        kept.push("");
    }
    kept.join("/")
}

/// `text` with its `%41` as what they mean; `None` where that is not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_seen_from_their_base() {
        let cases = [
            ("", "B", "B"),
            ("A", "B", "B"),
            ("https://a.test/x/y.json", "z.json", "https://a.test/x/z.json"),
            ("https://a.test/x/y.json", "/z.json", "https://a.test/z.json"),
            ("https://a.test/x/y.json", "../z.json", "https://a.test/z.json"),
            ("https://a.test/x/y.json", "..", "https://a.test/"),
            ("https://a.test/x/y.json", "//b.test/z", "https://b.test/z"),
            ("https://a.test/x/y.json?q", "?r", "https://a.test/x/y.json?r"),
            ("https://a.test/x/y.json", "", "https://a.test/x/y.json"),
            ("https://a.test/x/y.json", "https://b.test/z", "https://b.test/z"),
            ("https://a.test", "z", "https://a.test/z"),
            ("urn:one", "urn:two", "urn:two"),
            ("urn:one", "", "urn:one"),
            ("tag:a,2026:x", "y", "y"),
            ("file:///folder/a.json", "b.json", "file:///folder/b.json"),
            ("folder/a.json", "b.json", "folder/b.json"),
            ("a.json", "../../b.json", "b.json"),
            ("/base", "foo.json", "/foo.json"),
        ];
        for (base, reference, expected) in cases {
            assert_eq!(join(base, reference), expected, "{reference} from {base}");
        }
    }
}
