//! Which files of a project are looked at by themselves: those among the handlers and those
//! among the modules.

use std::path::{Path, PathBuf};

use crate::project::ProjectOptions;
use crate::resolve::{FileId, Files};

/// A file among the handlers or the modules.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub file: FileId,
    pub path: PathBuf,
    /// Below the folder, with `/`.
    pub relative: String,
}

/// The files of a project's two folders, each in the order of their relative paths.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub handlers: Vec<Listed>,
    pub modules: Vec<Listed>,
}

impl Listing {
    pub(crate) fn read(options: &ProjectOptions, files: &Files) -> Self {
        let handlers = options.root.join(&options.handlers_dir);
        let modules = options.root.join(&options.modules_dir);
        Self {
            handlers: listed(files, &handlers, is_source),
            modules: listed(files, &modules, |relative| {
                is_source(relative) && is_module_file(relative)
            }),
        }
    }

    /// Whether a file stands in one of the folders and is not listed.
    pub(crate) fn lacks(&self, options: &ProjectOptions, path: &Path, files: &Files) -> bool {
        let folders = [&options.handlers_dir, &options.modules_dir];
        let inside = folders.iter().any(|folder| path.starts_with(options.root.join(folder)));
        inside && {
            let id = files.id_of(path);
            !self.files().any(|listed| listed == id)
        }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.handlers.iter().chain(&self.modules).map(|listed| listed.file)
    }
}

/// Files below a folder with their paths relative to it, in order.
fn listed(files: &Files, directory: &Path, wanted: impl Fn(&str) -> bool) -> Vec<Listed> {
    let mut found: Vec<Listed> = files
        .host()
        .files_below(directory)
        .into_iter()
        .filter_map(|path| {
            let relative = path.strip_prefix(directory).ok()?.to_string_lossy().replace('\\', "/");
            let file = wanted(&relative).then(|| files.id_of(&path))?;
            Some(Listed { file, path, relative })
        })
        .collect();
    found.sort_by(|left, right| left.relative.cmp(&right.relative));
    found
}

/// Source that is run: no declarations, no tests.
fn is_source(relative: &str) -> bool {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let has_extension =
        [".ts", ".tsx", ".mts", ".js", ".mjs", ".jsx"].iter().any(|end| name.ends_with(end));
    let left_out = [".d.ts", ".d.mts"].iter().any(|end| name.ends_with(end))
        || name.contains(".test.")
        || name.contains(".spec.")
        || relative.split('/').any(|part| part == "__tests__" || part == "node_modules");
    has_extension && !left_out
}

/// `db.ts` or `db/index.ts`; deeper files belong to a module and are none.
fn is_module_file(relative: &str) -> bool {
    match relative.split_once('/') {
        None => !relative.starts_with("index."),
        Some((_, rest)) => rest.starts_with("index.") && !rest.contains('/'),
    }
}
