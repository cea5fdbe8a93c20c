//! Everything that is known of an API.

use serde::{Deserialize, Serialize};

use crate::{Handler, TypeTable, WireError, wire};

/// An API: its handlers, the named types they mention, and the project's modules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manifest {
    /// Named types; written even where there are none.
    pub types: TypeTable,
    /// Routes, in the order of their ids.
    pub handlers: Vec<Handler>,
    /// Modules, in the order of their files.
    pub modules: Vec<ModuleEntry>,
}

/// A module the project declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleEntry {
    /// The name it has in `gctx.modules`.
    pub name: String,
    /// The file, relative to the project's root, with `/`.
    pub file: String,
    /// The name it is exported under.
    pub export: String,
    /// The modules it starts after.
    #[serde(default)]
    pub dependencies: Vec<String>,
}

impl Manifest {
    /// Reads the versioned JSON form and rejects whatever it does not know.
    ///
    /// # Errors
    ///
    /// [`WireError`] for text that is not JSON, another version, unknown members, and
    /// references to types that are not in the table.
    pub fn from_json(text: &str) -> Result<Self, WireError> {
        let manifest: Self = wire::read(text, "manifest")?;
        for handler in &manifest.handlers {
            for (position, gtype) in handler.contract.positions() {
                wire::check_references(gtype, &manifest.types, || {
                    format!("{} {position}", handler.id)
                })?;
            }
        }
        wire::check_table(&manifest.types)?;
        Ok(manifest)
    }

    /// The versioned JSON form, `{"manifest":1,…}`, on one line.
    pub fn to_json(&self) -> String {
        wire::write(self, "manifest")
    }
}
