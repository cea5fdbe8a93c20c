//! What changed between two contracts, for whom it breaks, and a value that shows it.
//!
//! ```
//! use gati_timescape::{Bump, diff_openapi};
//! use serde_json::json;
//!
//! let api = |limit: u32| {
//!     let query = json!({
//!         "name": "page", "in": "query", "schema": { "type": "integer", "maximum": limit },
//!     });
//!     let answers = json!({ "200": { "description": "users" } });
//!     let operation = json!({ "parameters": [query], "responses": answers });
//!     json!({ "openapi": "3.1.0", "paths": { "/users": { "get": operation } } })
//! };
//! let report = diff_openapi(&api(100), &api(50))?;
//! assert_eq!(report.bump, Bump::Major);
//! assert_eq!(report.changes[0].path, "/query/page");
//! assert_eq!(report.changes[0].witness, Some(json!(51)));
//! # Ok::<(), gati_timescape::DiffError>(())
//! ```
//!
//! The principle, the order of work and what the crate is not stand in its README.

mod api;
mod candidate;
mod compare;
mod declare;
mod diff;
mod error;
mod facts;
mod formats;
mod freeze;
mod frozen;
mod graph;
mod include;
mod language;
mod read;
mod report;
mod rules;
pub mod transform;

pub use declare::declare_step;
pub use diff::{ContractHash, Release, canonical_hash, diff_line, diff_manifests, diff_openapi};
pub use error::{DiffError, Side};
pub use freeze::freeze;
pub use frozen::FrozenContract;
pub use report::{Bump, Candidate, Change, Direction, Report, Transformer, Verdict};
