//! Everything the analyzer promises, in one binary: it links oxc once.

mod brands;
mod dependents;
mod documentation;
mod edits;
mod exports;
mod fixes;
mod incremental;
mod projects;
mod reach;
mod robustness;
mod support;
mod symbol_edits;
mod types;
