//! `gati-transpile` for JavaScript.

use std::path::{Path, PathBuf};

use gati_transpile::{ImportTarget, ModuleUrl, ProjectResolver, transpile};
use napi_derive::napi;
use oxc_resolver::{FileSystem, FileSystemOs};
use serde::{Deserialize, Serialize};

use crate::error::{Result, bad_options, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TranspileOptions {
    path: PathBuf,
    url: String,
}

#[derive(Serialize)]
struct TranspiledJson {
    code: String,
    map: String,
    imports: Vec<ImportJson>,
    errors: Vec<SyntaxErrorJson>,
}

#[derive(Serialize)]
struct ImportJson {
    specifier: String,
    start: u32,
    end: u32,
    dynamic: bool,
    resolved: Option<String>,
    missing: bool,
}

#[derive(Serialize)]
struct SyntaxErrorJson {
    message: String,
    start: u32,
    end: u32,
    help: Option<String>,
}

/// Turns the modules of one project into JavaScript and knows which files their imports mean.
#[napi]
pub struct NativeTranspiler {
    resolver: ProjectResolver<FileSystemOs>,
}

#[napi]
impl NativeTranspiler {
    /// A transpiler for the project at `root`, an absolute path.
    #[napi(constructor)]
    pub fn new(root: String) -> Self {
        Self { resolver: ProjectResolver::new(FileSystemOs::new(), PathBuf::from(root)) }
    }

    /// The JavaScript of `source`. Options: `{ path, url }`, the file's absolute path and its
    /// `file:` URL. Result: `{ code, map, imports, errors }`; where there are errors, `code` is
    /// empty and each error holds byte offsets into `source`.
    #[napi(catch_unwind)]
    pub fn transpile(&self, source: String, options: String) -> Result<String> {
        let options: TranspileOptions =
            serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
        let dirname = options.path.parent().unwrap_or_else(|| Path::new("")).to_string_lossy();
        let path = options.path.to_string_lossy();
        let url = ModuleUrl {
            href: options.url,
            filename: path.to_string(),
            dirname: dirname.to_string(),
        };
        to_json(&match transpile(&path, &source, &url) {
            Ok(module) => TranspiledJson {
                imports: module
                    .imports
                    .into_iter()
                    .map(|import| self.import_json(&options.path, import))
                    .collect(),
                code: module.code,
                map: module.map,
                errors: Vec::new(),
            },
            Err(errors) => TranspiledJson {
                code: String::new(),
                map: String::new(),
                imports: Vec::new(),
                errors: errors
                    .into_iter()
                    .map(|error| SyntaxErrorJson {
                        message: error.message,
                        start: error.start,
                        end: error.end,
                        help: error.help,
                    })
                    .collect(),
            },
        })
    }

    /// Forgets what it knows of the file system, because files came, went or moved.
    #[napi]
    pub fn forget_files(&self) {
        self.resolver.forget_files();
    }

    fn import_json(&self, importer: &Path, import: gati_transpile::Import) -> ImportJson {
        let target = self.resolver.resolve(importer, &import.specifier);
        let missing = target == ImportTarget::Missing;
        let resolved = match target {
            ImportTarget::Project(file) => Some(file.to_string_lossy().into_owned()),
            ImportTarget::External | ImportTarget::Missing => None,
        };
        ImportJson {
            specifier: import.specifier,
            start: import.start,
            end: import.end,
            dynamic: import.dynamic,
            resolved,
            missing,
        }
    }
}
