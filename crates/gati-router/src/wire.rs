//! The JSON forms: the entries a table is built from, the table a host is given, and the findings.
//!
//! These types are the edge. The types inside are not serialisable, so that they can change without changing
//! what is written to disk or handed to JavaScript.

use serde::{Deserialize, Serialize};

use crate::error::RouteConflict;
use crate::method::Method;
use crate::pattern::RoutePattern;
use crate::table::{BuiltTable, RouteEntry, RouteTable, SourcePlace, build_route_table};

/// One declared route. A handler of the manifest is one: fields that are not listed here are not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WireEntry {
    /// The identity of the handler, such as `GET /users/:id`.
    pub id: String,
    /// The method, upper case.
    pub method: String,
    /// The path in any spelling [`RoutePattern::parse`] reads.
    pub path: String,
    /// Where it was declared.
    pub source: WirePlace,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WirePlace {
    /// Path of the file, relative to the root of the project.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    #[serde(default = "first_column")]
    pub column: u32,
}

const fn first_column() -> u32 {
    1
}

/// The table as hosts read it: routes in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireTable {
    /// The routes in order of precedence.
    pub routes: Vec<WireRoute>,
}

/// One route of a [`WireTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WireRoute {
    /// The identity of the handler.
    pub id: String,
    /// The method, upper case.
    pub method: String,
    /// The path in canonical spelling.
    pub path: String,
    /// Names of the parameters in order, without the catch-all.
    pub params: Vec<String>,
    /// Name of the catch-all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catch_all: Option<String>,
}

/// A finding in the form every diagnostic of Gati has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WireDiagnostic {
    /// The stable code.
    pub code: &'static str,
    /// Always `error`: a route that is not served is never only a warning.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end.
    pub end_column: u32,
    /// What to do.
    pub help: String,
    /// Empty: this crate sees no source text. Whoever holds the text renders the frame.
    pub frame: String,
    /// Other places that take part.
    pub secondary: Vec<WireSecondary>,
}

/// A further place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WireSecondary {
    /// Where.
    #[serde(flatten)]
    pub place: WirePlace,
    /// What it has to do with the finding.
    pub message: String,
}

/// A table and what was found while it was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WireOutcome {
    /// The routes that can be served.
    pub table: WireTable,
    /// One finding per route that cannot.
    pub diagnostics: Vec<WireDiagnostic>,
}

/// Builds the table from declared routes: every entry is in the table or named by a diagnostic.
///
/// ```
/// use gati_router::wire::{WireEntry, route_table_from_wire};
///
/// let entries: Vec<WireEntry> = serde_json::from_str(r#"[
///   { "id": "GET /users/{id}", "method": "GET", "path": "/users/{id}", "source": { "file": "a.ts", "line": 2 } }
/// ]"#)?;
/// let outcome = route_table_from_wire(entries);
/// assert_eq!(
///     serde_json::to_string(&outcome.table)?,
///     r#"{"routes":[{"id":"GET /users/{id}","method":"GET","path":"/users/:id","params":["id"]}]}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn route_table_from_wire(entries: Vec<WireEntry>) -> WireOutcome {
    let mut diagnostics = Vec::new();
    let mut readable = Vec::with_capacity(entries.len());
    for entry in entries {
        match read_entry(&entry) {
            Ok(read) => readable.push(read),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    let BuiltTable { table, conflicts } = build_route_table(readable);
    diagnostics.extend(conflicts.iter().map(conflict_to_wire));
    WireOutcome { table: table_to_wire(&table), diagnostics }
}

/// The form of the table that hosts read.
pub fn table_to_wire<T>(table: &RouteTable<T>) -> WireTable {
    let routes = table.routes().iter().map(|route| WireRoute {
        id: route.id.clone(),
        method: route.method.to_string(),
        path: route.pattern.to_string(),
        params: route.pattern.params().map(str::to_owned).collect(),
        catch_all: route.pattern.catch_all().map(str::to_owned),
    });
    WireTable { routes: routes.collect() }
}

fn read_entry(entry: &WireEntry) -> Result<RouteEntry<()>, Box<WireDiagnostic>> {
    let refuse = |code, message, help| Box::new(diagnostic_at(&entry.source, code, message, help));
    let method: Method = entry.method.parse().map_err(|error: crate::UnknownMethod| {
        refuse(error.code(), error.to_string(), "methods are upper case".to_owned())
    })?;
    let pattern = RoutePattern::parse(&entry.path)
        .map_err(|error| refuse(error.code(), error.to_string(), error.help()))?;
    let WirePlace { file, line, column } = entry.source.clone();
    Ok(RouteEntry {
        id: entry.id.clone(),
        method,
        pattern,
        source: SourcePlace { file, line, column },
        value: (),
    })
}

fn conflict_to_wire(conflict: &RouteConflict) -> WireDiagnostic {
    let rejected = place_to_wire(&conflict.rejected.source);
    let secondary = WireSecondary {
        place: place_to_wire(&conflict.kept.source),
        message: format!("{} \"{}\" is declared here", conflict.method, conflict.kept.pattern),
    };
    let finding = diagnostic_at(&rejected, conflict.code(), conflict.to_string(), conflict.help());
    WireDiagnostic { secondary: vec![secondary], ..finding }
}

fn diagnostic_at(
    place: &WirePlace,
    code: &'static str,
    message: String,
    help: String,
) -> WireDiagnostic {
    WireDiagnostic {
        code,
        severity: "error",
        message,
        file: place.file.clone(),
        line: place.line,
        column: place.column,
        end_line: place.line,
        end_column: place.column,
        help,
        frame: String::new(),
        secondary: Vec::new(),
    }
}

fn place_to_wire(place: &SourcePlace) -> WirePlace {
    WirePlace { file: place.file.clone(), line: place.line, column: place.column }
}
