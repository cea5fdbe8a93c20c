//! Specifiers to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{
    ResolveError, ResolveOptions, ResolverGeneric, TsconfigDiscovery, TsconfigOptions,
    TsconfigReferences,
};

use super::filesystem::{HostFileSystem, Output, really};
use super::program::root_files;
use super::tsconfig::{Tsconfig, TsconfigFault, joined};
use crate::given::prisma;
use crate::host::{EntryKind, SourceHost};
use crate::ir::Span;

/// The packages whose types the analyzer knows by name.
const INTRINSIC_MODULES: [&str; 4] = [
    "@gati-framework/core",
    "@gati-framework/core/validate",
    "@gati-framework/types",
    "@gati-framework/runtime",
];

/// Where a specifier leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResolvedModule {
    /// A file.
    File(PathBuf),
    /// A package whose types are known by name.
    Intrinsic,
    /// `node:fs` and its kin, which no file stands for.
    Builtin,
    /// Nowhere.
    Missing,
}

/// Follows specifiers the way `tsc` does with `moduleResolution: "bundler"`.
pub(crate) struct ModuleResolver {
    root: PathBuf,
    resolver: ResolverGeneric<HostFileSystem>,
    /// The same for files that are `CommonJS` by their name.
    requiring: ResolverGeneric<HostFileSystem>,
    config: Option<Tsconfig>,
    outputs: Arc<[Output]>,
    /// Folders that are laid over each other: `rootDirs`.
    layers: Vec<PathBuf>,
    /// Why the tsconfig could not be used.
    pub(crate) tsconfig_fault: Option<TsconfigFault>,
}

impl ModuleResolver {
    pub(crate) fn new(host: &Arc<dyn SourceHost>, root: &Path, tsconfig: Option<PathBuf>) -> Self {
        let stated = tsconfig.is_some();
        let path = tsconfig.map_or_else(|| root.join("tsconfig.json"), |path| root.join(path));
        if host.kind(&path) != Some(EntryKind::File) {
            let fault = stated.then(|| TsconfigFault {
                path,
                text: None,
                span: Span::default(),
                message: "there is no such tsconfig".to_owned(),
                help: "correct the path, or leave it out for the tsconfig.json of the project"
                    .to_owned(),
            });
            return Self::without_tsconfig(host, root, fault);
        }
        let config = match Tsconfig::read(&**host, &path) {
            Ok(config) => config,
            Err(fault) => return Self::without_tsconfig(host, root, Some(fault)),
        };
        let outputs: Arc<[Output]> = outputs(&**host, &config).into();
        let resolver = build(host, Some(path.clone()), "import", &outputs);
        if let Err(error) = resolver.resolve_tsconfig(&path) {
            let fault = TsconfigFault {
                text: host.read(&path).ok(),
                span: Span::default(),
                message: format!("the tsconfig cannot be used: {}", reason(&error)),
                help: "correct it, or name another one".to_owned(),
                path,
            };
            return Self::without_tsconfig(host, root, Some(fault));
        }
        let requiring = build(host, Some(path), "require", &outputs);
        let layers = config.root_dirs.clone().unwrap_or_default();
        let root = root.to_path_buf();
        let config = Some(config);
        Self { root, resolver, requiring, config, outputs, layers, tsconfig_fault: None }
    }

    fn without_tsconfig(
        host: &Arc<dyn SourceHost>,
        root: &Path,
        fault: Option<TsconfigFault>,
    ) -> Self {
        let outputs: Arc<[Output]> = Arc::default();
        Self {
            root: root.to_path_buf(),
            resolver: build(host, None, "import", &outputs),
            requiring: build(host, None, "require", &outputs),
            config: None,
            outputs,
            layers: Vec::new(),
            tsconfig_fault: fault,
        }
    }

    pub(super) fn config(&self) -> Option<&Tsconfig> {
        self.config.as_ref()
    }

    /// Drops what was remembered of files that exist or do not.
    pub(crate) fn forget(&self) {
        self.resolver.clear_cache();
        self.requiring.clear_cache();
    }

    pub(super) fn resolve(
        &self,
        host: &dyn SourceHost,
        from: &Path,
        specifier: &str,
    ) -> ResolvedModule {
        if INTRINSIC_MODULES.contains(&specifier) {
            return ResolvedModule::Intrinsic;
        }
        let folder = as_folder(specifier);
        let specifier = folder.as_deref().unwrap_or(specifier);
        let requires = from.extension().is_some_and(|extension| extension == "cts");
        let resolver = if requires { &self.requiring } else { &self.resolver };
        if let Ok(resolution) = resolver.resolve_dts(from, specifier) {
            let path = resolution.path();
            if let Some(schema) = self.behind_placeholder(host, path) {
                return ResolvedModule::File(host.canonical(&schema));
            }
            // What a project puts out is known by what it is made from.
            let source = (!self.outputs.is_empty()).then(|| really(host, path)).and_then(|path| {
                self.outputs.iter().find_map(|output| output.source_of(host, &path))
            });
            return ResolvedModule::File(host.canonical(source.as_deref().unwrap_or(path)));
        }
        if let Some(path) = self.in_layers(from, specifier) {
            return ResolvedModule::File(host.canonical(&path));
        }
        if Path::new(specifier).extension().is_some_and(|extension| extension == "json")
            && let Ok(resolution) = resolver.resolve_file(from, specifier)
        {
            return ResolvedModule::File(host.canonical(resolution.path()));
        }
        if let Some(schema) = self.schema_of_prisma(host, from, specifier) {
            return ResolvedModule::File(host.canonical(&schema));
        }
        if is_builtin(specifier) { ResolvedModule::Builtin } else { ResolvedModule::Missing }
    }

    /// The `schema.prisma` that stands in for a client that has not been generated.
    fn schema_of_prisma(
        &self,
        host: &dyn SourceHost,
        from: &Path,
        specifier: &str,
    ) -> Option<PathBuf> {
        let mut words = specifier.split('/');
        let is_package =
            matches!((words.next(), words.next()), (Some("@prisma" | ".prisma"), Some("client")));
        let is_client = words.next().is_none_or(|rest| matches!(rest, "default" | "index"));
        if is_package {
            return if is_client { self.prisma_schema(host) } else { None };
        }
        if !specifier.starts_with('.') {
            return None;
        }
        // What the generator `prisma-client` puts there is imported by its file.
        let wanted = joined(from.parent()?, specifier);
        let stem = wanted.file_stem()?.to_str()?;
        let folder = wanted.parent()?;
        let schema = self.prisma_schema(host)?;
        let outputs = prisma::output_of(&host.read(&schema).ok()?);
        let below = schema.parent()?;
        outputs.iter().map(|output| joined(below, output)).find_map(|output| {
            let is_file = folder == output && matches!(stem, "client" | "index" | "browser");
            (is_file || wanted == output).then(|| schema.clone())
        })
    }

    /// What stands behind the file that `@prisma/client` brings along until it is generated: the
    /// generator puts the schema beside what it writes.
    fn behind_placeholder(&self, host: &dyn SourceHost, path: &Path) -> Option<PathBuf> {
        let folder = path.parent()?;
        if !folder.ends_with(".prisma/client")
            || host.kind(&folder.join("schema.prisma")) == Some(EntryKind::File)
        {
            return None;
        }
        self.prisma_schema(host)
    }

    /// The schema where Prisma looks for it by itself.
    fn prisma_schema(&self, host: &dyn SourceHost) -> Option<PathBuf> {
        ["schema.prisma", "prisma/schema.prisma"]
            .into_iter()
            .map(|path| self.root.join(path))
            .find(|path| host.kind(path) == Some(EntryKind::File))
    }

    /// A relative specifier, seen from the same place below another of the `rootDirs`.
    fn in_layers(&self, from: &Path, specifier: &str) -> Option<PathBuf> {
        if !specifier.starts_with('.') {
            return None;
        }
        let wanted = joined(from.parent()?, specifier);
        let own = self
            .layers
            .iter()
            .filter(|layer| wanted.starts_with(layer))
            .max_by_key(|layer| layer.components().count())?;
        let rest = wanted.strip_prefix(own).ok()?;
        self.layers.iter().filter(|layer| *layer != own).find_map(|layer| {
            let specifier = format!("./{}", rest.to_string_lossy().replace('\\', "/"));
            let resolution = self.resolver.resolve_dts(layer.join("_.ts"), &specifier).ok()?;
            Some(resolution.path().to_path_buf())
        })
    }

    /// The packages of types that are part of every program of this tsconfig: those of `types`,
    /// or everything among `@types`.
    pub(super) fn automatic_types(&self, host: &dyn SourceHost, root: &Path) -> Vec<PathBuf> {
        let directory = self.config.as_ref().map_or(root, |config| &config.directory);
        let from = directory.join("_.ts");
        let roots: Vec<PathBuf> =
            match self.config.as_ref().and_then(|config| config.type_roots.clone()) {
                Some(roots) => roots,
                None => directory
                    .ancestors()
                    .map(|ancestor| ancestor.join("node_modules/@types"))
                    .filter(|path| host.kind(path) == Some(EntryKind::Directory))
                    .collect(),
            };
        let resolved = |specifier: &str| {
            let found = self.resolver.resolve_dts(&from, specifier).ok()?;
            Some(host.canonical(found.path()))
        };
        if let Some(names) = self.config.as_ref().and_then(|config| config.types.as_ref()) {
            let named = |name: &String| {
                let in_roots =
                    roots.iter().find_map(|root| resolved(&root.join(name).to_string_lossy()));
                in_roots.or_else(|| resolved(name))
            };
            return names.iter().filter_map(named).collect();
        }
        let mut packages: Vec<PathBuf> = Vec::new();
        for root in &roots {
            for path in host.files_below(root) {
                let first = path.strip_prefix(root).ok().and_then(|rest| rest.components().next());
                if let Some(first) = first {
                    packages.push(root.join(first));
                }
            }
        }
        packages.sort();
        packages.dedup();
        packages.iter().filter_map(|package| resolved(&package.to_string_lossy())).collect()
    }
}

/// Where the projects of a tsconfig put what they make, and from what: its own, and those it
/// refers to, as far as they refer to others.
fn outputs(host: &dyn SourceHost, config: &Tsconfig) -> Vec<Output> {
    let mut found = Vec::new();
    let mut seen = vec![config.directory.clone()];
    let mut pending = vec![config.clone()];
    while let Some(config) = pending.pop() {
        let source = match &config.root_dir {
            Some(root) => root.clone(),
            None if config.composite => config.directory.clone(),
            None => common_folder(&root_files(host, &config))
                .unwrap_or_else(|| config.directory.clone()),
        };
        for folder in &config.out_dirs {
            found.push(Output { folder: folder.clone(), source: source.clone() });
        }
        for reference in &config.references {
            let path = match host.kind(reference) {
                Some(EntryKind::Directory) => reference.join("tsconfig.json"),
                _ => reference.clone(),
            };
            if seen.contains(&path) {
                continue;
            }
            seen.push(path.clone());
            if let Ok(other) = Tsconfig::read(host, &path) {
                pending.push(other);
            }
        }
    }
    found
}

/// The deepest folder that holds all of these files, declarations left out.
fn common_folder(paths: &[PathBuf]) -> Option<PathBuf> {
    let mut folders = paths
        .iter()
        .filter(|path| !path.to_string_lossy().contains(".d."))
        .filter_map(|path| path.parent());
    let mut common = folders.next()?.to_path_buf();
    for folder in folders {
        while !folder.starts_with(&common) {
            common.pop();
        }
    }
    Some(common)
}

fn build(
    host: &Arc<dyn SourceHost>,
    tsconfig: Option<PathBuf>,
    condition: &str,
    outputs: &Arc<[Output]>,
) -> ResolverGeneric<HostFileSystem> {
    let options = ResolveOptions {
        tsconfig: tsconfig.map(|config_file| {
            TsconfigDiscovery::Manual(TsconfigOptions {
                config_file,
                references: TsconfigReferences::Auto,
            })
        }),
        condition_names: vec!["types".to_owned(), condition.to_owned(), "node".to_owned()],
        symlinks: false,
        ..ResolveOptions::default()
    };
    let files = HostFileSystem::over(Arc::clone(host), Arc::clone(outputs));
    ResolverGeneric::new_with_file_system(files, options)
}

/// A failure of the resolver in our words.
fn reason(error: &ResolveError) -> String {
    match error {
        ResolveError::TsconfigNotFound(path) => format!("there is no {}", path.display()),
        ResolveError::TsconfigSelfReference(path) => {
            format!("{} refers to itself", path.display())
        }
        ResolveError::TsconfigCircularExtend(_) => "it extends itself by way of others".to_owned(),
        ResolveError::TsconfigLoadFailed { path, source } => {
            format!("{}: {}", path.display(), reason(source))
        }
        ResolveError::Json(found) => found.message.clone(),
        ResolveError::IOError(_) => "it cannot be read".to_owned(),
        other => other.to_string(),
    }
}

/// A specifier that can only mean a folder, as its index.
fn as_folder(specifier: &str) -> Option<String> {
    let last = specifier.rsplit('/').next().unwrap_or(specifier);
    let is_relative = specifier.starts_with('.');
    match last {
        "" if is_relative => Some(format!("{specifier}index")),
        "." | ".." if is_relative => Some(format!("{specifier}/index")),
        _ => None,
    }
}

/// Node's own modules, as far as handlers take types from them.
fn is_builtin(specifier: &str) -> bool {
    const NAMES: [&str; 14] = [
        "buffer",
        "crypto",
        "events",
        "fs",
        "fs/promises",
        "http",
        "net",
        "os",
        "path",
        "stream",
        "timers",
        "url",
        "util",
        "worker_threads",
    ];
    specifier.starts_with("node:") || NAMES.contains(&specifier)
}
