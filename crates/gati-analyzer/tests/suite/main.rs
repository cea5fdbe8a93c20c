//! Everything the analyzer promises, in one binary: it links oxc once.

mod brands;
mod call_sites;
mod dependents;
mod documentation;
mod edits;
mod exports;
mod fallback;
mod fixes;
mod found_out;
mod hostile;
mod incremental;
mod limits;
mod projects;
mod raw;
mod reach;
mod robustness;
mod scale;
mod support;
mod symbol_edits;
mod types;
