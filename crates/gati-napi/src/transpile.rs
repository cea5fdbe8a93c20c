//! `gati-transpile` for JavaScript.

use std::path::{Path, PathBuf};

use gati_analyzer::{Code, Diagnostic, Finding};
use gati_transpile::{Import, ImportTarget, ModuleUrl, ProjectResolver, SyntaxError, transpile};
use napi_derive::napi;
use oxc_resolver::{FileSystem, FileSystemOs};
use serde::{Deserialize, Serialize};

use crate::error::{Result, bad_options, coded, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TranspileOptions {
    path: PathBuf,
    url: String,
    file: String,
}

#[derive(Default, Serialize)]
struct TranspiledJson {
    code: String,
    map: String,
    imports: Vec<ImportJson>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct ImportJson {
    specifier: String,
    start: u32,
    end: u32,
    dynamic: bool,
    resolved: Option<String>,
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

    /// The JavaScript of `source`. Options (JSON): `{ path, url, file }`, the file's absolute
    /// path, its `file:` URL, and the name it has in diagnostics. Result (JSON):
    /// `{ code, map, imports, diagnostics }`; where there are diagnostics, `code` is empty.
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
        let site = Site { importer: &options.path, file: &options.file, text: &source };
        to_json(&match transpile(&path, &source, &url) {
            Ok(module) => {
                let mut diagnostics = Vec::new();
                let mut imports = Vec::with_capacity(module.imports.len());
                for import in module.imports {
                    let target = self.resolver.resolve(&options.path, &import.specifier);
                    if target == ImportTarget::Missing {
                        diagnostics.push(site.missing_import(&import));
                    }
                    imports.push(import_json(import, target));
                }
                TranspiledJson { code: module.code, map: module.map, imports, diagnostics }
            }
            Err(errors) => TranspiledJson {
                diagnostics: errors.iter().map(|error| site.syntax_error(error)).collect(),
                ..TranspiledJson::default()
            },
        })
    }

    /// Forgets what it knows of the file system, because files came, went or moved.
    #[napi]
    pub fn forget_files(&self) {
        self.resolver.forget_files();
    }
}

fn import_json(import: Import, target: ImportTarget) -> ImportJson {
    let resolved = match target {
        ImportTarget::Project(file) => Some(file.to_string_lossy().into_owned()),
        ImportTarget::External | ImportTarget::Missing => None,
    };
    let Import { specifier, start, end, dynamic, .. } = import;
    ImportJson { specifier, start, end, dynamic, resolved }
}

/// The module under the compiler, as diagnostics speak of it.
struct Site<'a> {
    importer: &'a Path,
    file: &'a str,
    text: &'a str,
}

impl Site<'_> {
    fn syntax_error(&self, error: &SyntaxError) -> Diagnostic {
        Diagnostic::of(&Finding {
            code: Code::Syntax,
            file: self.file,
            text: self.text,
            bytes: (error.start, error.end),
            message: &error.message,
            help: error.help.as_deref(),
        })
    }

    fn missing_import(&self, import: &Import) -> Diagnostic {
        let folder = self.importer.parent().unwrap_or(self.importer).display();
        Diagnostic::of(&Finding {
            code: Code::ModuleNotFound,
            file: self.file,
            text: self.text,
            bytes: import.source,
            message: &format!("there is no file `{}` beside {folder}", import.specifier),
            help: Some(
                "check the path; a .ts file is imported with the ending .js, or without one",
            ),
        })
    }
}

/// The statements of `source`, the body of a function that was generated, as a tree (JSON) that
/// `src-ts/interpreter` walks where text may not become code.
#[napi(catch_unwind)]
pub fn syntax_tree(source: String) -> Result<String> {
    gati_transpile::syntax_tree(&source).map_err(|error| coded(error.code(), &error))
}
