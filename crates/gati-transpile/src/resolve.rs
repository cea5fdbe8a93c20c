//! Which file an import means.

use std::path::{Path, PathBuf};

use oxc_resolver::{FileSystem, ResolveOptions, ResolverGeneric, TsconfigDiscovery};

/// What an import specifier leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportTarget {
    /// A file of the project, absolute.
    Project(PathBuf),
    /// A package or a built-in module: Node finds it.
    External,
    /// A relative path or an alias of the project that leads nowhere.
    Missing,
}

/// Finds the project files that imports mean, the way TypeScript's `bundler` and `nodenext`
/// resolution do: relative paths, `.js` for `.ts`, index files, `paths` of the nearest
/// tsconfig, and `#imports` of the package.
pub struct ProjectResolver<Fs> {
    resolver: ResolverGeneric<Fs>,
    root: PathBuf,
}

impl<Fs: FileSystem + 'static> ProjectResolver<Fs> {
    /// A resolver for the project at `root`, an absolute path, that reads through `files`.
    pub fn new(files: Fs, root: PathBuf) -> Self {
        let alias = |from: &str, to: &[&str]| {
            (from.to_owned(), to.iter().map(|&ending| ending.to_owned()).collect())
        };
        let options = ResolveOptions {
            tsconfig: Some(TsconfigDiscovery::Auto),
            extensions: [".ts", ".tsx", ".mts", ".js", ".mjs", ".json"].map(str::to_owned).to_vec(),
            extension_alias: vec![
                alias(".js", &[".ts", ".tsx", ".js"]),
                alias(".mjs", &[".mts", ".mjs"]),
                alias(".jsx", &[".tsx", ".jsx"]),
            ],
            condition_names: ["node", "import"].map(str::to_owned).to_vec(),
            ..ResolveOptions::default()
        };
        Self { resolver: ResolverGeneric::new_with_file_system(files, options), root }
    }

    /// What `specifier` means in the file `importer`, an absolute path.
    pub fn resolve(&self, importer: &Path, specifier: &str) -> ImportTarget {
        let is_path = specifier.starts_with("./")
            || specifier.starts_with("../")
            || specifier == "."
            || specifier == ".."
            || specifier.starts_with('/');
        match self.resolver.resolve_file(importer, specifier) {
            Ok(resolution) => {
                let file = resolution.path();
                let inside = file.starts_with(&self.root)
                    && !file.components().any(|part| part.as_os_str() == "node_modules");
                if is_path || inside {
                    ImportTarget::Project(file.to_path_buf())
                } else {
                    ImportTarget::External
                }
            }
            Err(_) if is_path => ImportTarget::Missing,
            // A package that is not installed: Node's own message names it best.
            Err(_) => ImportTarget::External,
        }
    }

    /// Forgets what it knows of the file system, because files came, went or moved.
    pub fn forget_files(&self) {
        self.resolver.clear_cache();
    }
}
