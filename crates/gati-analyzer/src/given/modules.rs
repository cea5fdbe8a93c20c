//! What handlers see under `gctx.modules`: an interface with a member for every module of the
//! project, in a file that only the analyzer sees.
//!
//! What a module provides is said by the same type that `gatic` writes into `.gati/types.d.ts`, so
//! the analyzer and the editor agree.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gati_types::ModuleEntry;

use crate::resolve::Files;

/// The interface.
pub(crate) const REGISTRY: &str = "Modules";
const FILE: &str = "#modules.ts";

/// What handlers were evaluated against.
pub(crate) enum Registry {
    /// The modules as they are.
    Known,
    /// Modules that were there before, or none.
    Changed,
}

/// The file, of a project with this root.
pub(crate) fn path_of(root: &Path) -> PathBuf {
    root.join(FILE)
}

pub(super) fn is_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE)
}

/// Says what the modules are to handlers that are evaluated from here on, if none was yet: a text
/// that changes while some look at it would be old to those and new to the others.
pub(crate) fn give_first(files: &Files, modules: &[&ModuleEntry]) {
    let path = path_of(files.root());
    if !files.is_known(&path) {
        files.give(path, text(modules));
    }
}

/// Says what the modules are, once all handlers were evaluated.
pub(crate) fn give(files: &Files, modules: &[&ModuleEntry]) -> Registry {
    let path = path_of(files.root());
    let was_asked_for = files.is_known(&path);
    if files.give(path, text(modules)) && was_asked_for {
        Registry::Changed
    } else {
        Registry::Known
    }
}

/// The text of the file. A name that two modules have means neither.
fn text(modules: &[&ModuleEntry]) -> String {
    let mut text = String::from(
        "type Provided<M> = M extends { readonly exports: infer Exports } ? Exports\n\
         : M extends { init(...args: never[]): infer Made } ? Awaited<Made>\n\
         : M extends (...args: never[]) => infer Made ? Awaited<Made> : unknown;\n",
    );
    let _ = writeln!(text, "export interface {REGISTRY} {{");
    for module in modules {
        if modules.iter().filter(|other| other.name == module.name).count() > 1 {
            continue;
        }
        let _ = writeln!(
            text,
            "  {}: Provided<(typeof import({}))[{}]>;",
            gati_emit::string(&module.name),
            gati_emit::string(&format!("./{}", module.file)),
            gati_emit::string(&module.export),
        );
    }
    text.push_str("}\n");
    text
}
