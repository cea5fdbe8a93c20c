//! One TypeScript module to the JavaScript that Node runs, for development.
//!
//! `gatic dev` gives every module of a project a URL made from its content, so that a changed
//! module and its importers are loaded anew and everything else keeps running. For that it
//! needs, for each file: the JavaScript, a source map, and where in the JavaScript the import
//! specifiers stand, with the project file each of them means.
//!
//! ```
//! use gati_transpile::{ModuleUrl, transpile};
//!
//! let url = ModuleUrl {
//!     href: "file:///app/a.ts".into(),
//!     filename: "/app/a.ts".into(),
//!     dirname: "/app".into(),
//! };
//! let module = transpile("/app/a.ts", "import { b } from './b.js';\nexport const a: number = b;", &url)
//!     .expect("valid TypeScript");
//! assert_eq!(module.code, "import { b } from \"./b.js\";\nexport const a = b;\n");
//! assert_eq!(module.imports[0].specifier, "./b.js");
//! ```
//!
//! # What it is not
//!
//! It checks no types and lowers no JavaScript: Node 20 runs what is left once the types are
//! gone. It is not the production bundler (`gatic build` uses a maintained one) and holds no
//! module graph: hashes, caches and the order of loading belong to the caller.

mod imports;
mod meta;
mod module;
mod resolve;
mod tree;

pub use imports::Import;
pub use meta::ModuleUrl;
pub use module::{Module, SyntaxError, transpile};
pub use resolve::{ImportTarget, ProjectResolver};
pub use tree::{TreeError, syntax_tree};
