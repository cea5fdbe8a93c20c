//! Specifiers to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{
    ResolveOptions, ResolverGeneric, TsconfigDiscovery, TsconfigOptions, TsconfigReferences,
};

use super::filesystem::HostFileSystem;
use crate::host::{EntryKind, SourceHost};

/// The packages whose types the analyzer knows by name.
const INTRINSIC_MODULES: [&str; 3] =
    ["@gati-framework/core", "@gati-framework/types", "@gati-framework/runtime"];

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
    resolver: ResolverGeneric<HostFileSystem>,
    /// Why the tsconfig could not be used.
    pub(crate) tsconfig_fault: Option<(PathBuf, String)>,
}

impl ModuleResolver {
    pub(crate) fn new(host: &Arc<dyn SourceHost>, root: &Path, tsconfig: Option<PathBuf>) -> Self {
        let stated = tsconfig.is_some();
        let path = tsconfig.map_or_else(|| root.join("tsconfig.json"), |path| root.join(path));
        let found = host.kind(&path) == Some(EntryKind::File);
        if !found {
            let fault = stated.then(|| (path, "there is no such file".to_owned()));
            return Self { resolver: build(host, None), tsconfig_fault: fault };
        }
        let resolver = build(host, Some(path.clone()));
        match resolver.resolve_tsconfig(&path) {
            Ok(_) => Self { resolver, tsconfig_fault: None },
            Err(error) => Self {
                resolver: build(host, None),
                tsconfig_fault: Some((path, error.to_string())),
            },
        }
    }

    /// Drops what was remembered of files that exist or do not.
    pub(crate) fn forget(&self) {
        self.resolver.clear_cache();
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
        match self.resolver.resolve_dts(from, specifier) {
            Ok(resolution) => ResolvedModule::File(host.canonical(resolution.path())),
            Err(_) if is_builtin(specifier) => ResolvedModule::Builtin,
            Err(_) => ResolvedModule::Missing,
        }
    }
}

fn build(host: &Arc<dyn SourceHost>, tsconfig: Option<PathBuf>) -> ResolverGeneric<HostFileSystem> {
    let options = ResolveOptions {
        tsconfig: tsconfig.map(|config_file| {
            TsconfigDiscovery::Manual(TsconfigOptions {
                config_file,
                references: TsconfigReferences::Auto,
            })
        }),
        condition_names: vec!["types".to_owned(), "import".to_owned(), "node".to_owned()],
        symlinks: false,
        ..ResolveOptions::default()
    };
    ResolverGeneric::new_with_file_system(HostFileSystem::over(Arc::clone(host)), options)
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
