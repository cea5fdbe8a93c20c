//! Which files belong to a program by its tsconfig, whether or not a handler leads to them.

use std::path::{Path, PathBuf};

use super::tsconfig::{Tsconfig, joined};
use crate::host::SourceHost;

/// The endings of sources, and of sources where JavaScript is allowed.
const ENDINGS: [&str; 4] = [".ts", ".tsx", ".mts", ".cts"];
const SCRIPT_ENDINGS: [&str; 4] = [".js", ".jsx", ".mjs", ".cjs"];

/// The files of `files` and `include`, in order.
pub(super) fn root_files(host: &dyn SourceHost, config: &Tsconfig) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = config.files.clone().unwrap_or_default();
    let everything = vec![joined(&config.directory, "**/*")];
    let include = match (&config.include, &config.files) {
        (Some(include), _) => include.as_slice(),
        (None, Some(_)) => &[],
        (None, None) => &everything,
    };
    let exclude: Vec<PathBuf> = config.exclude.clone().unwrap_or_else(|| config.out_dirs.clone());
    let mut listed: Vec<(PathBuf, Vec<PathBuf>)> = Vec::new();
    for pattern in include {
        let folder = fixed_part(pattern);
        if !listed.iter().any(|(known, _)| *known == folder) {
            let files = host.files_below(&folder);
            listed.push((folder.clone(), files));
        }
        let Some((_, files)) = listed.iter().find(|(known, _)| *known == folder) else { continue };
        let wanted = files.iter().filter(|path| {
            is_source(path, config.allow_js)
                && matches(pattern, path)
                && !exclude.iter().any(|excluded| matches(excluded, path))
        });
        roots.extend(wanted.cloned());
    }
    roots.sort();
    roots.dedup();
    roots
}

fn is_source(path: &Path, allow_js: bool) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ENDINGS.iter().any(|end| name.ends_with(end))
        || (allow_js && SCRIPT_ENDINGS.iter().any(|end| name.ends_with(end)))
}

/// The folder below which everything that a pattern means stands.
fn fixed_part(pattern: &Path) -> PathBuf {
    let mut fixed = PathBuf::new();
    for part in pattern.components() {
        let text = part.as_os_str().to_string_lossy();
        if text.contains(['*', '?']) {
            return fixed;
        }
        fixed.push(part);
    }
    // A pattern without a wildcard means a file, or everything below a folder.
    let is_file = fixed.extension().is_some();
    if is_file && let Some(folder) = fixed.parent() { folder.to_path_buf() } else { fixed }
}

/// Whether a path is meant by a pattern: `*` and `?` inside a part, `**` for any number of parts,
/// and a folder for everything below it.
fn matches(pattern: &Path, path: &Path) -> bool {
    let words: Vec<String> =
        pattern.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let parts: Vec<String> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts_match(&words, &parts)
}

fn parts_match(words: &[String], parts: &[String]) -> bool {
    match (words, parts) {
        // Everything below what was named.
        ([], _) => true,
        ([word, rest @ ..], _) if word == "**" => {
            // `**` at the end is everything.
            rest.is_empty()
                || (0..=parts.len()).any(|skipped| {
                    parts[..skipped].iter().all(|part| !part.starts_with('.'))
                        && parts_match(rest, &parts[skipped..])
                        && !(parts[skipped..].is_empty())
                })
        }
        (_, []) => false,
        ([word, rest @ ..], [part, more @ ..]) => {
            part_matches(word.as_bytes(), part.as_bytes()) && {
                // `src/*` means files of the folder, not what is below its folders.
                let is_last_wildcard = rest.is_empty() && word.contains(['*', '?']);
                (!is_last_wildcard || more.is_empty()) && parts_match(rest, more)
            }
        }
    }
}

fn part_matches(word: &[u8], part: &[u8]) -> bool {
    match (word, part) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => {
            (0..=part.len()).any(|skipped| part_matches(rest, &part[skipped..]))
        }
        ([b'?', rest @ ..], [_, more @ ..]) => part_matches(rest, more),
        ([byte, rest @ ..], [first, more @ ..]) if byte == first => part_matches(rest, more),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::matches;

    #[test]
    fn patterns_mean_what_they_mean_in_a_tsconfig() {
        let cases = [
            ("/a/src", "/a/src/x.ts", true),
            ("/a/src", "/a/src/deep/x.ts", true),
            ("/a/src", "/a/srcs/x.ts", false),
            ("/a/**/*", "/a/x.ts", true),
            ("/a/**/*", "/a/b/c/x.ts", true),
            ("/a/src/*", "/a/src/x.ts", true),
            ("/a/src/*", "/a/src/b/x.ts", false),
            ("/a/**/*.d.ts", "/a/b/x.d.ts", true),
            ("/a/**/*.d.ts", "/a/b/x.ts", false),
            ("/a/src/**/gen/*", "/a/src/b/gen/x.ts", true),
            ("/a/src/x.?ts", "/a/src/x.mts", true),
            ("/a/src/x.ts", "/a/src/x.ts", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(matches(Path::new(pattern), Path::new(path)), expected, "{pattern} {path}");
        }
    }
}
