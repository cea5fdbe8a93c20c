//! What is analyzed.

use std::path::PathBuf;

/// A project: its root and where its handlers and modules stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectOptions {
    /// The absolute path of the folder with `package.json`.
    pub root: PathBuf,
    /// The tsconfig, relative to the root or absolute; `tsconfig.json` of the root if it is
    /// there and nothing else is said.
    pub tsconfig: Option<PathBuf>,
    /// The folder of handlers, relative to the root.
    pub handlers_dir: PathBuf,
    /// The folder of modules, relative to the root.
    pub modules_dir: PathBuf,
    /// Who speaks HTTP for it.
    pub server: HttpServer,
}

/// Who speaks HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpServer {
    /// Node, under Fastify.
    Fastify,
    /// Rust: there are no objects of Node's HTTP.
    Native,
}

impl ProjectOptions {
    /// The project at `root`, laid out as `gatic create` lays it out.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            tsconfig: None,
            handlers_dir: PathBuf::from("src/handlers"),
            modules_dir: PathBuf::from("src/modules"),
            server: HttpServer::Fastify,
        }
    }
}
