//! A tsconfig with everything it extends: which files belong to the program, and where what it
//! writes comes from.
//!
//! `paths` and `baseUrl` are the module resolver's; here is what it does not read.

use std::path::{Path, PathBuf};

use crate::host::{EntryKind, SourceHost};
use crate::ir::Span;
use crate::syntax::{Json, JsonAt, read_json};

/// How many configurations may extend each other.
const MAX_CHAIN: usize = 32;

/// Why a tsconfig is not used, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TsconfigFault {
    pub path: PathBuf,
    /// The text of the file, if it is there.
    pub text: Option<String>,
    pub span: Span,
    pub message: String,
    pub help: String,
}

/// What a tsconfig says; every path absolute.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tsconfig {
    pub directory: PathBuf,
    pub files: Option<Vec<PathBuf>>,
    pub include: Option<Vec<PathBuf>>,
    pub exclude: Option<Vec<PathBuf>>,
    /// Packages of types that are always there; all of `@types` if it does not say.
    pub types: Option<Vec<String>>,
    pub type_roots: Option<Vec<PathBuf>>,
    pub root_dirs: Option<Vec<PathBuf>>,
    pub out_dirs: Vec<PathBuf>,
    pub root_dir: Option<PathBuf>,
    pub composite: bool,
    pub allow_js: bool,
    pub references: Vec<PathBuf>,
    /// The texts of `compilerOptions`, the nearest word last.
    pub options: Vec<String>,
}

impl Tsconfig {
    /// Reads the tsconfig at `path` and those it extends.
    pub(crate) fn read(host: &dyn SourceHost, path: &Path) -> Result<Self, TsconfigFault> {
        let directory = path.parent().unwrap_or(path).to_path_buf();
        let mut config = Self { directory, ..Self::default() };
        add(host, path, &mut config, &mut Vec::new())?;
        Ok(config)
    }
}

/// Adds what `path` says, and before it what it extends, so that the nearest word counts.
fn add(
    host: &dyn SourceHost,
    path: &Path,
    config: &mut Tsconfig,
    chain: &mut Vec<PathBuf>,
) -> Result<(), TsconfigFault> {
    let Ok(text) = host.read(path) else {
        return Err(TsconfigFault {
            path: path.to_path_buf(),
            text: None,
            span: Span::default(),
            message: "the tsconfig cannot be read".to_owned(),
            help: "check that it is there and is UTF-8 text".to_owned(),
        });
    };
    let fault = |span: Span, message: String, help: &str| TsconfigFault {
        path: path.to_path_buf(),
        text: Some(text.clone()),
        span,
        message,
        help: help.to_owned(),
    };
    let json = read_json(&text).map_err(|found| {
        let message = format!("the tsconfig is no JSON: {}", found.message);
        fault(found.span, message, "correct it; comments and trailing commas are allowed")
    })?;
    if !matches!(json.value, Json::Object(_)) {
        let message = "the tsconfig is no object".to_owned();
        return Err(fault(json.span, message, "write { \"compilerOptions\": { … } }"));
    }
    chain.push(path.to_path_buf());
    let directory = path.parent().unwrap_or(path);
    for extended in listed(json.get("extends")) {
        let Some(specifier) = extended.text() else { continue };
        let Some(base) = extended_path(host, directory, specifier) else {
            let message = format!("there is no tsconfig `{specifier}` to extend");
            return Err(fault(extended.span, message, "check the path, and what is installed"));
        };
        if chain.contains(&base) || chain.len() > MAX_CHAIN {
            let message = format!("`{specifier}` extends this tsconfig, which extends it");
            return Err(fault(extended.span, message, "take one of the two `extends` out"));
        }
        add(host, &base, config, chain)?;
    }
    chain.pop();
    wrong_shape(&json).map_or(Ok(()), |(span, message, help)| Err(fault(span, message, help)))?;
    apply(&json, directory, config);
    if let Some(options) = json.get("compilerOptions") {
        let Span { start, end } = options.span;
        config.options.extend(text.get(start as usize..end as usize).map(str::to_owned));
    }
    Ok(())
}

/// An option whose value is of the wrong kind.
fn wrong_shape(json: &JsonAt) -> Option<(Span, String, &'static str)> {
    let options = json.get("compilerOptions");
    if let Some(options) = options
        && !matches!(options.value, Json::Object(_))
    {
        let help = "write \"compilerOptions\": { … }";
        return Some((options.span, "`compilerOptions` is no object".to_owned(), help));
    }
    for name in ["files", "include", "exclude", "references"] {
        if let Some(value) = json.get(name)
            && !matches!(value.value, Json::List(_))
        {
            return Some((value.span, format!("`{name}` is no list"), "write it in brackets"));
        }
    }
    let options = options?;
    for name in ["baseUrl", "outDir", "rootDir", "declarationDir"] {
        if let Some(value) = options.get(name)
            && !matches!(value.value, Json::Text(_) | Json::Other)
        {
            return Some((value.span, format!("`{name}` is no path"), "write it in quotes"));
        }
    }
    for name in ["types", "typeRoots", "rootDirs", "lib"] {
        if let Some(value) = options.get(name)
            && !matches!(value.value, Json::List(_) | Json::Other)
        {
            return Some((value.span, format!("`{name}` is no list"), "write it in brackets"));
        }
    }
    let paths = options.get("paths")?;
    let Json::Object(entries) = &paths.value else {
        let help = "write \"paths\": { \"#lib/*\": [\"./src/lib/*\"] }";
        return Some((paths.span, "`paths` is no object".to_owned(), help));
    };
    entries.iter().find_map(|(pattern, targets)| {
        let Json::List(items) = &targets.value else {
            let message = format!("the targets of `{pattern}` in `paths` are no list");
            return Some((targets.span, message, "write them in brackets"));
        };
        let wrong = items.iter().find(|item| item.text().is_none())?;
        let message = format!("a target of `{pattern}` in `paths` is no text");
        Some((wrong.span, message, "write it in quotes"))
    })
}

fn apply(json: &JsonAt, directory: &Path, config: &mut Tsconfig) {
    let root = config.directory.clone();
    let joined = |directory: &Path, path: &str| match path.strip_prefix("${configDir}") {
        Some(rest) => joined(&root, &format!(".{rest}")),
        None => joined(directory, path),
    };
    let paths = |value: Option<&JsonAt>| -> Option<Vec<PathBuf>> {
        let Json::List(items) = &value?.value else { return None };
        Some(items.iter().filter_map(|item| Some(joined(directory, item.text()?))).collect())
    };
    let path = |value: Option<&JsonAt>| Some(joined(directory, value?.text()?));
    // What is said later, nearer to the project, counts.
    for (name, slot) in [
        ("files", &mut config.files),
        ("include", &mut config.include),
        ("exclude", &mut config.exclude),
    ] {
        if let Some(found) = paths(json.get(name)) {
            *slot = Some(found);
        }
    }
    config.references = listed(json.get("references"))
        .iter()
        .filter_map(|reference| path(reference.get("path")))
        .collect();
    let Some(options) = json.get("compilerOptions") else { return };
    if let Some(Json::List(items)) = options.get("types").map(|types| &types.value) {
        config.types =
            Some(items.iter().filter_map(|item| item.text().map(str::to_owned)).collect());
    }
    config.type_roots = paths(options.get("typeRoots")).or(config.type_roots.take());
    config.root_dirs = paths(options.get("rootDirs")).or(config.root_dirs.take());
    config.root_dir = path(options.get("rootDir")).or(config.root_dir.take());
    let out: Vec<PathBuf> = ["outDir", "declarationDir"]
        .into_iter()
        .filter_map(|name| path(options.get(name)))
        .collect();
    if !out.is_empty() {
        config.out_dirs = out;
    }
    let flag = |name: &str| match options.get(name).map(|value| &value.value) {
        Some(Json::Flag(flag)) => Some(*flag),
        _ => None,
    };
    config.composite = flag("composite").unwrap_or(config.composite);
    config.allow_js = flag("allowJs").unwrap_or(config.allow_js);
}

/// A value, or each value of a list.
fn listed(value: Option<&JsonAt>) -> Vec<&JsonAt> {
    match value {
        None => Vec::new(),
        Some(JsonAt { value: Json::List(items), .. }) => items.iter().collect(),
        Some(one) => vec![one],
    }
}

/// The file that `extends` names.
fn extended_path(host: &dyn SourceHost, directory: &Path, specifier: &str) -> Option<PathBuf> {
    let is_file = |path: &Path| host.kind(path) == Some(EntryKind::File);
    let candidates = |base: PathBuf| {
        let mut with_ending = base.clone().into_os_string();
        with_ending.push(".json");
        [base.clone(), PathBuf::from(with_ending), base.join("tsconfig.json")]
    };
    if specifier.starts_with('.') || Path::new(specifier).is_absolute() {
        return candidates(joined(directory, specifier)).into_iter().find(|path| is_file(path));
    }
    for ancestor in directory.ancestors() {
        let modules = ancestor.join("node_modules");
        if host.kind(&modules) != Some(EntryKind::Directory) {
            continue;
        }
        let found = candidates(joined(&modules, specifier)).into_iter().find(|path| is_file(path));
        if let Some(found) = found.or_else(|| exported_config(host, &modules, specifier)) {
            return Some(host.canonical(&found));
        }
    }
    None
}

/// The tsconfig that a package's own description names: its `exports`, or its `tsconfig`.
fn exported_config(host: &dyn SourceHost, modules: &Path, specifier: &str) -> Option<PathBuf> {
    let words = if specifier.starts_with('@') { 2 } else { 1 };
    let at = specifier.match_indices('/').nth(words - 1).map_or(specifier.len(), |(at, _)| at);
    let (package, rest) = specifier.split_at(at);
    let folder = modules.join(package);
    let json = read_json(&host.read(&folder.join("package.json")).ok()?).ok()?;
    let key = format!(".{rest}");
    let from_exports = json.get("exports").and_then(|exports| exports.get(&key)).and_then(target);
    let named = if rest.is_empty() { json.get("tsconfig").and_then(JsonAt::text) } else { None };
    let path = joined(&folder, from_exports.or(named)?);
    (host.kind(&path) == Some(EntryKind::File)).then_some(path)
}

fn target(value: &JsonAt) -> Option<&str> {
    match &value.value {
        Json::Text(text) => Some(text),
        Json::Object(conditions) => conditions.iter().find_map(|(_, value)| target(value)),
        _ => None,
    }
}

/// `path` seen from `directory`, without `.` and `..`.
pub(super) fn joined(directory: &Path, path: &str) -> PathBuf {
    if Path::new(path).is_absolute() {
        return PathBuf::from(path);
    }
    let mut out = directory.to_path_buf();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
