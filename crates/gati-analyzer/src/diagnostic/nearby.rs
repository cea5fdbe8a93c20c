//! The file that a misspelt specifier may have meant.
//!
//! Folders are listed when the diagnostic is shown and not when the import is looked at, so that
//! no answer about types depends on what else lies in a folder.

use std::path::{Component, Path, PathBuf};

use crate::resolve::{FileId, Sources};
use crate::suggest::nearest;

/// What files are called in specifiers: the ending of the file, and the endings of an import.
const ENDINGS: [(&str, &str); 4] =
    [(".d.ts", ".js"), (".mts", ".mjs"), (".cts", ".cjs"), (".ts", ".js")];
/// Folders above the missing file that are looked at.
const REACH: usize = 2;

/// A specifier like `specifier`, as seen from `file`, that leads to a file of the project.
pub(super) fn specifier_near(sources: &Sources, file: FileId, specifier: &str) -> Option<String> {
    if !specifier.starts_with('.') {
        return None;
    }
    let view = sources.facts(file);
    let importer = view.path();
    let folder = importer.parent()?;
    let wanted = normal(&folder.join(specifier));
    let written = ENDINGS.iter().map(|(_, ending)| *ending).find(|end| specifier.ends_with(end));
    let mut above = wanted.as_path();
    for _ in 0..REACH {
        above = above.parent()?;
        let candidates: Vec<String> = sources
            .files_below(above)
            .iter()
            .filter(|path| path.as_path() != importer)
            .filter_map(|path| specifier_of(folder, path, written.is_some()))
            .collect();
        let near = like(specifier, &candidates);
        if near.is_some() {
            return near;
        }
    }
    None
}

/// The candidate whose file, or else whose folder, is called nearly the same.
fn like(specifier: &str, candidates: &[String]) -> Option<String> {
    let (folder, name) = parts(specifier);
    let beside = candidates.iter().map(|known| parts(known)).filter(|known| known.0 == folder);
    if let Some(near) = nearest(name, beside.map(|known| known.1)) {
        return Some(format!("{folder}/{near}"));
    }
    let named = candidates.iter().map(|known| parts(known)).filter(|known| known.1 == name);
    let near = nearest(folder, named.map(|known| known.0))?;
    Some(format!("{near}/{name}"))
}

fn parts(specifier: &str) -> (&str, &str) {
    specifier.rsplit_once('/').unwrap_or((".", specifier))
}

/// How a file is imported from a folder.
fn specifier_of(folder: &Path, path: &Path, with_ending: bool) -> Option<String> {
    let text = relative(folder, path);
    let (ending, import) = ENDINGS.iter().find(|(ending, _)| text.ends_with(ending))?;
    let stem = text.strip_suffix(ending)?;
    Some(if with_ending { format!("{stem}{import}") } else { stem.to_owned() })
}

fn relative(folder: &Path, path: &Path) -> String {
    let from: Vec<Component<'_>> = folder.components().collect();
    let to: Vec<Component<'_>> = path.components().collect();
    let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    let up = from.len() - common;
    let mut words: Vec<String> = vec!["..".to_owned(); up];
    if up == 0 {
        words.push(".".to_owned());
    }
    words.extend(to[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned()));
    words.join("/")
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{like, normal, relative, specifier_of};

    #[test]
    fn a_misspelt_file_or_folder_is_found_and_a_stranger_is_not() {
        let known = ["./user.js", "./b.js", "../models/user.js", "../models/order.js"];
        let known: Vec<String> = known.map(str::to_owned).into();
        let cases = [
            ("./usr.js", Some("./user.js")),
            ("../models/usr.js", Some("../models/user.js")),
            ("../modles/order.js", Some("../models/order.js")),
            ("./invoice.js", None),
            ("../lib/invoice.js", None),
        ];
        for (specifier, expected) in cases {
            assert_eq!(like(specifier, &known).as_deref(), expected, "{specifier}");
        }
    }

    #[test]
    fn files_are_named_as_they_are_imported() {
        let folder = Path::new("/app/src/handlers");
        let cases = [
            ("/app/src/handlers/a.ts", "./a.js"),
            ("/app/src/models/user.ts", "../models/user.js"),
            ("/app/src/handlers/deep/b.mts", "./deep/b.mjs"),
            ("/app/types/c.d.ts", "../../types/c.js"),
        ];
        for (path, expected) in cases {
            let found = specifier_of(folder, Path::new(path), true);
            assert_eq!(found.as_deref(), Some(expected));
        }
        assert_eq!(
            specifier_of(folder, Path::new("/app/src/a.ts"), false).as_deref(),
            Some("../a")
        );
        assert_eq!(specifier_of(folder, Path::new("/app/src/a.md"), true), None);
        assert_eq!(relative(folder, folder), ".");
        assert_eq!(normal(Path::new("/app/src/../lib/./x.js")), Path::new("/app/lib/x.js"));
    }
}
