//! `gati-analyzer` for JavaScript.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_analyzer::{
    Analysis, Analyzer, Diagnostic, ExportedTypes, Exports, FallbackKey, HttpServer,
    ProjectOptions, SchemaRequest, Snapshot,
};
use gati_jsonschema::{Annotations, Direction, Options as SchemaOptions, Target};
use gati_types::TypeTable;
use napi::Task;
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded, to_json};
use crate::host::{DiskHost, HeldHost};
use crate::kept::Kept;
use crate::update::{Rows, Update, part_of};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnalyzeOptions {
    root: PathBuf,
    tsconfig: Option<PathBuf>,
    handlers: Option<PathBuf>,
    modules: Option<PathBuf>,
}

impl AnalyzeOptions {
    fn into_project(self) -> ProjectOptions {
        let layout = ProjectOptions::new(self.root);
        ProjectOptions {
            tsconfig: self.tsconfig,
            handlers_dir: self.handlers.unwrap_or(layout.handlers_dir),
            modules_dir: self.modules.unwrap_or(layout.modules_dir),
            root: layout.root,
            server: layout.server,
        }
    }
}

fn read_project(options: &str) -> Result<ProjectOptions> {
    serde_json::from_str::<AnalyzeOptions>(options)
        .map(AnalyzeOptions::into_project)
        .map_err(|error| bad_options(&error))
}

#[derive(Serialize)]
struct AnalysisJson {
    manifest: Box<RawValue>,
    diagnostics: Vec<Diagnostic>,
}

fn analysis_json(analysis: Analysis) -> Result<String> {
    let manifest = RawValue::from_string(analysis.manifest.to_json())
        .map_err(|error| coded("GATI_NATIVE_RESULT", &error))?;
    to_json(&AnalysisJson { manifest, diagnostics: analysis.diagnostics })
}

/// Reads a project and keeps what it learned, so that an edit costs what it changed.
#[napi]
pub struct NativeAnalyzer {
    analyzer: Analyzer,
    host: Arc<HeldHost>,
    /// What crossed last.
    crossed: Arc<Snapshot>,
    /// Where in it types stand.
    rows: Rows,
    /// What the last `schemaOf` or `calls` needs.
    described: Option<(Vec<SchemaRequest>, Vec<FallbackKey>)>,
}

#[napi]
impl NativeAnalyzer {
    /// An analyzer that has read nothing yet. Options (JSON):
    /// `{ root, tsconfig?, handlers?, modules? }`, `root` absolute.
    #[napi(constructor)]
    pub fn new(options: String) -> Result<Self> {
        let host = Arc::new(HeldHost::default());
        let analyzer = Analyzer::new(read_project(&options)?, Arc::<HeldHost>::clone(&host));
        Ok(Self { analyzer, host, crossed: Arc::default(), rows: Rows::default(), described: None })
    }

    /// Who speaks HTTP for the project from now on: `native`, or anybody else.
    #[napi(catch_unwind)]
    pub fn serve_by(&mut self, server: String) {
        let is_native = server == "native";
        self.analyzer.serve_by(if is_native { HttpServer::Native } else { HttpServer::Fastify });
    }

    /// `{ manifest, diagnostics }` (JSON) of the project as it is now.
    #[napi(catch_unwind)]
    pub fn analyze(&mut self) -> Result<String> {
        analysis_json(self.analyzer.analyze())
    }

    /// What differs from the last update (JSON): rows of handlers and types, the order of each
    /// where it changed, modules, diagnostics, and the ids of `affected` handlers. The first
    /// update is everything.
    #[napi(catch_unwind)]
    pub fn update(&mut self) -> Result<String> {
        let now = self.analyzer.snapshot();
        let text = to_json(&Update::between(&self.crossed, &now, &mut self.rows));
        self.crossed = now;
        text
    }

    /// The contracts module of these handlers, as of the last update. Options as for
    /// `compileContracts`.
    #[napi(catch_unwind)]
    pub fn contracts(&self, ids: Vec<String>, options: String) -> Result<String> {
        crate::validator::contracts_of(&part_of(&self.crossed, &self.rows, &ids), &options)
    }

    /// The schemas of these handlers, as of the last update; as `fastifySchemas` gives them.
    #[napi(catch_unwind)]
    pub fn schemas(&self, ids: Vec<String>) -> Result<String> {
        to_json(&gati_jsonschema::fastify_schemas(&part_of(&self.crossed, &self.rows, &ids)))
    }

    /// The JSON Schema of exported types, as `schemaOf` gives it, with what was given to this
    /// analyzer. What it needs besides is said by the next requests.
    #[napi(catch_unwind)]
    pub fn schema_of(&mut self, options: String) -> Result<String> {
        let options: SchemaOfOptions =
            serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
        let (found, text) = schema_json(&mut self.analyzer, options);
        self.described = Some((found.schemas, found.fallbacks));
        text
    }

    /// The types that a file calls `validate<T>()` with (JSON): `{ calls: [{ start, end, name,
    /// gtype }], diagnostics, files }`, with what was given to this analyzer. What it needs
    /// besides is said by the next requests. Options (JSON): `{ file }`, absolute.
    #[napi(catch_unwind)]
    pub fn calls(&mut self, options: String) -> Result<String> {
        let options = crate::calls::read_options(&options)?;
        let found = self.analyzer.calls_of(&options.file);
        self.described = Some((found.schemas, found.fallbacks));
        crate::calls::calls_json(found.calls, found.diagnostics, found.files)
    }

    /// Types of a file (JSON): `{ types: [{ name, gtype }], diagnostics }`, with what was given to
    /// this analyzer. What they need besides is said by the next requests. Options (JSON):
    /// `{ file, type? }`: every exported type where none is named.
    #[napi(catch_unwind)]
    pub fn types(&mut self, options: String) -> Result<String> {
        let options = crate::calls::read_types_options(&options)?;
        let exports = options.r#type.as_deref().map_or(Exports::All, Exports::Named);
        let found = self.analyzer.types_of(&options.file, exports);
        self.described = Some((found.schemas, found.fallbacks));
        crate::calls::types_json(found.types, found.diagnostics)
    }

    /// The text of a file (absolute) that an editor or a bundler holds, in place of what is on the
    /// disk; without a text, what is on the disk counts again.
    #[napi(catch_unwind)]
    pub fn hold(&mut self, path: String, text: Option<String>) {
        let path = PathBuf::from(path);
        if self.host.hold(&path, text) {
            self.analyzer.invalidate(&[path]);
        }
    }

    /// The schema values that types mention (JSON): `[{ file, path, export? }]`, whether or not
    /// they are known; those of the last `schemaOf`, if there was one, or of the project.
    #[napi(catch_unwind)]
    pub fn schema_requests(&mut self) -> Result<String> {
        if let Some((schemas, _)) = &self.described {
            return crate::given::requests(schemas);
        }
        self.analyzer.snapshot();
        crate::given::requests(&self.analyzer.schema_requests())
    }

    /// What schema values turned out to be (JSON): `[{ file, path, input, output, canValidate,
    /// saysMore, unsaid }]` with JSON Schemas, or `{ file, path, failed, help }`.
    #[napi(catch_unwind)]
    pub fn give_schemas(&mut self, given: String) -> Result<()> {
        for (key, schema) in crate::given::schemas(&given)? {
            self.analyzer.give_schema(&key, &schema);
        }
        Ok(())
    }

    /// What the types were not found out of (JSON): `[{ file, export | text, origin, packages }]`,
    /// whether or not somebody gave them: what a handler returns, or a type that is written in a
    /// file. `origin` is a hash of the sources that have a say in it, `packages` are files of the
    /// packages that have.
    #[napi(catch_unwind)]
    pub fn fallback_requests(&mut self) -> Result<String> {
        if let Some((_, fallbacks)) = &self.described {
            return crate::fallback::requests(&self.analyzer.requests_of(fallbacks));
        }
        self.analyzer.snapshot();
        crate::fallback::requests(&self.analyzer.fallback_requests())
    }

    /// What the types are (JSON): `[{ file, export | text, answer }]`, where `answer` is
    /// `{ type }`, the text of one, or `{ unknown }` with what to do about it, or `{ stale }`.
    #[napi(catch_unwind)]
    pub fn give_fallbacks(&mut self, given: String) -> Result<()> {
        for (key, given) in crate::fallback::given(&given)? {
            self.analyzer.give_fallback(&key, &given);
        }
        Ok(())
    }

    /// These files, absolute, were written, made or removed.
    #[napi(catch_unwind)]
    pub fn invalidate(&mut self, paths: Vec<String>) {
        let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        self.analyzer.invalidate(&paths);
    }
}

/// An analysis that runs off the JavaScript thread.
pub struct AnalyzeTask {
    options: ProjectOptions,
}

impl Task for AnalyzeTask {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> napi::Result<String> {
        let analysis = gati_analyzer::analyze(&self.options, Arc::new(DiskHost));
        analysis_json(analysis).map_err(|error| napi::Error::from_reason(error.reason.clone()))
    }

    fn resolve(&mut self, _env: napi::Env, output: String) -> napi::Result<String> {
        Ok(output)
    }
}

/// `{ manifest, diagnostics }` (JSON) of a project, analyzed once. Options as for
/// `NativeAnalyzer`.
#[napi(ts_return_type = "Promise<string>")]
pub fn analyze(options: String) -> Result<AsyncTask<AnalyzeTask>> {
    Ok(AsyncTask::new(AnalyzeTask { options: read_project(&options)? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaOfOptions {
    root: PathBuf,
    file: PathBuf,
    r#type: String,
    closed: bool,
    target: TargetName,
    #[serde(default)]
    direction: DirectionName,
    tsconfig: Option<PathBuf>,
    #[serde(default)]
    annotations: AnnotationsName,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum AnnotationsName {
    #[default]
    Standard,
    Gati,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum DirectionName {
    Input,
    #[default]
    Output,
}

#[derive(Deserialize)]
enum TargetName {
    #[serde(rename = "json-schema-2020-12")]
    Draft2020_12,
    #[serde(rename = "json-schema-7")]
    Draft7,
}

#[derive(Serialize)]
struct SchemaJson {
    schema: serde_json::Value,
    types: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    /// Whether somebody else may know more: what runs schema values, or TypeScript.
    asks: bool,
}

/// The JSON Schema of exported types, as `{ schema, types, diagnostics, asks }` (JSON); `asks` if
/// a `NativeAnalyzer` has requests for it. Options (JSON):
/// `{ root, file, type, closed, target, direction?, tsconfig?, annotations? }`; `type` is a name,
/// or `*` for every exported type.
#[napi(catch_unwind)]
pub fn schema_of(options: String) -> Result<String> {
    let options: SchemaOfOptions =
        serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
    let project = ProjectOptions {
        tsconfig: options.tsconfig.clone(),
        ..ProjectOptions::new(options.root.clone())
    };
    let mut kept = Kept::take(project);
    let (_, text) = schema_json(&mut kept.analyzer, options);
    kept.keep();
    text
}

/// What was found of the types, and the schema of them.
fn schema_json(
    analyzer: &mut Analyzer,
    options: SchemaOfOptions,
) -> (ExportedTypes, Result<String>) {
    let target = match options.target {
        TargetName::Draft2020_12 => Target::Draft2020_12,
        TargetName::Draft7 => Target::Draft7,
    };
    let direction = match options.direction {
        DirectionName::Input => Direction::Input,
        DirectionName::Output => Direction::Output,
    };
    let schema_options = SchemaOptions {
        closed: Some(options.closed),
        target,
        direction,
        annotations: match options.annotations {
            AnnotationsName::Standard => Annotations::Standard,
            AnnotationsName::Gati => Annotations::Gati,
        },
        ..SchemaOptions::default()
    };
    let exports = match options.r#type.as_str() {
        "*" => Exports::All,
        name => Exports::Named(name),
    };
    let mut found = analyzer.types_of(Path::new(&options.file), exports);
    let types = std::mem::take(&mut found.types);
    let names = types.iter().map(|(name, _)| name.clone()).collect();
    let schema = match (exports, types.first()) {
        (Exports::Named(_), Some((_, document))) => {
            gati_jsonschema::to_json_schema(document, &schema_options)
        }
        _ => gati_jsonschema::all_exports(&TypeTable::of_exports(types), &schema_options),
    };
    let diagnostics = std::mem::take(&mut found.diagnostics);
    let asks = !found.schemas.is_empty() || !found.fallbacks.is_empty();
    (found, to_json(&SchemaJson { schema, types: names, diagnostics, asks }))
}
