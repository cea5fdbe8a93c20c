//! A TypeScript project in, a manifest and diagnostics out, without a TypeScript compiler.
//!
//! ```
//! use std::{io, path::{Path, PathBuf}, sync::Arc};
//! use gati_analyzer::{EntryKind, ProjectOptions, SourceHost, analyze};
//!
//! /// One file, in memory.
//! struct Hello;
//!
//! impl SourceHost for Hello {
//!     fn read(&self, path: &Path) -> io::Result<String> {
//!         match path.to_str() {
//!             Some("/app/src/handlers/hello.ts") => {
//!                 Ok("export const handler = () => ({ message: 'hello' });".to_owned())
//!             }
//!             _ => Err(io::ErrorKind::NotFound.into()),
//!         }
//!     }
//!     fn kind(&self, path: &Path) -> Option<EntryKind> {
//!         path.ends_with("hello.ts").then_some(EntryKind::File)
//!     }
//!     fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
//!         if directory.ends_with("handlers") { vec![directory.join("hello.ts")] } else { Vec::new() }
//!     }
//! }
//!
//! let analysis = analyze(&ProjectOptions::new("/app"), Arc::new(Hello));
//! let handler = &analysis.manifest.handlers[0];
//! assert_eq!(handler.id, "GET /hello");
//! let answer = handler.contract.responses[0].gtype.as_ref().unwrap();
//! assert_eq!(answer.to_string(), "{ message: string }");
//! ```
//!
//! # How it works
//!
//! Files are parsed in parallel and lowered to owned facts (`syntax`, `ir`); names are followed
//! across files (`resolve`); types are evaluated when somebody needs them and remembered
//! (`evaluate`); exports are recognised as handlers and modules (`declare`); what they need is
//! written down as a graph of named types (`publish`). What cannot be evaluated is an
//! `unresolved` node and a [`Diagnostic`], never `any`.

mod analyzer;
mod call_sites;
mod codes;
mod declare;
mod diagnostic;
mod entries;
mod entry;
mod evaluate;
mod exports;
mod frame;
mod given;
mod host;
mod ir;
mod listing;
mod local_types;
mod merge;
mod models;
mod project;
mod publish;
mod rename;
mod resolve;
mod snapshot;
mod sought;
mod suggest;
mod syntax;

pub use analyzer::{Analysis, Analyzer, analyze};
pub use call_sites::{Call, Calls};
pub use codes::{Code, Severity};
pub use diagnostic::{Diagnostic, Finding, Fix, Secondary, SourceRange, TextEdit};
pub use exports::{ExportedTypes, Exports};
pub use given::fallback::{FallbackKey, FallbackPosition, FallbackRequest, GivenFallback};
pub use given::{GivenSchema, LastWord, SchemaKey, SchemaRequest};
pub use host::{EntryKind, SourceHost};
pub use project::{HttpServer, ProjectOptions};
pub use snapshot::Snapshot;
