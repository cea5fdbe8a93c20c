//! The route table: order, conflicts, and the questions a host asks it.

use std::borrow::Cow;
use std::fmt;

use crate::error::{ConflictSide, RouteConflict};
use crate::lookup::{MethodLookup, prepare_path};
use crate::method::{Method, MethodSet};
use crate::pattern::RoutePattern;
use crate::percent::BadPath;

/// Where a route was declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePlace {
    /// Path of the file, relative to the root of the project.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    pub column: u32,
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One route, as it is handed in and as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteEntry<T> {
    /// The identity of the handler.
    pub id: String,
    /// The method it answers.
    pub method: Method,
    /// The paths it answers.
    pub pattern: RoutePattern,
    /// Where it was declared; decides which of two conflicting routes stays.
    pub source: SourcePlace,
    /// Whatever the caller wants back from a match.
    pub value: T,
}

/// The outcome of [`build_route_table`].
#[derive(Debug)]
pub struct BuiltTable<T> {
    /// The routes that can live together.
    pub table: RouteTable<T>,
    /// One finding per route that was left out, in order of file and line.
    pub conflicts: Vec<RouteConflict>,
}

/// Orders the routes, finds every conflict, and prepares the lookups.
///
/// The result depends on the entries alone, not on the order in which they come: of two conflicting routes the
/// one declared in the lesser file, then on the lesser line, stays.
pub fn build_route_table<T>(mut entries: Vec<RouteEntry<T>>) -> BuiltTable<T> {
    entries.sort_by(|left, right| {
        let place = |entry: &RouteEntry<T>| (entry.method, entry.source.clone(), entry.id.clone());
        left.pattern.precedence(&right.pattern).then_with(|| place(left).cmp(&place(right)))
    });
    let mut routes: Vec<RouteEntry<T>> = Vec::with_capacity(entries.len());
    let mut conflicts = Vec::new();
    for entry in entries {
        match routes.last() {
            Some(kept)
                if kept.method == entry.method
                    && kept.pattern.precedence(&entry.pattern).is_eq() =>
            {
                conflicts.push(RouteConflict {
                    method: entry.method,
                    kept: conflict_side(kept),
                    rejected: conflict_side(&entry),
                });
            }
            _ => routes.push(entry),
        }
    }
    conflicts.sort_by(|left, right| left.rejected.source.cmp(&right.rejected.source));
    BuiltTable { table: RouteTable::new(routes), conflicts }
}

fn conflict_side<T>(entry: &RouteEntry<T>) -> ConflictSide {
    ConflictSide {
        id: entry.id.clone(),
        pattern: entry.pattern.clone(),
        source: entry.source.clone(),
    }
}

/// Routes in order of precedence, with a lookup per method.
#[derive(Debug)]
pub struct RouteTable<T> {
    routes: Vec<RouteEntry<T>>,
    lookups: [MethodLookup; Method::COUNT],
}

/// What a request is to be answered with.
#[derive(Debug, PartialEq, Eq)]
pub enum Lookup<'table, 'path, T> {
    /// A route answers.
    Found(Match<'table, 'path, T>),
    /// `OPTIONS` of a path that no route answers itself: 204 with these methods in `Allow`.
    Options(MethodSet),
    /// Only other methods answer this path: 405 with these methods in `Allow`.
    MethodNotAllowed(MethodSet),
    /// No route answers this path under any method: 404.
    NotFound,
    /// The path cannot be read: 400.
    BadPath(BadPath),
}

/// A route and what the path fills into it.
#[derive(Debug, PartialEq, Eq)]
pub struct Match<'table, 'path, T> {
    /// The route. For `HEAD` it may be the `GET` route of the same path.
    pub route: &'table RouteEntry<T>,
    /// Names and decoded values, in order; the catch-all comes last.
    pub params: Vec<(&'table str, Cow<'path, str>)>,
}

impl<T> Match<'_, '_, T> {
    /// The decoded value of one parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref())
    }
}

impl<T> RouteTable<T> {
    /// `routes` are in order of precedence and free of conflicts.
    fn new(routes: Vec<RouteEntry<T>>) -> Self {
        let mut lookups: [MethodLookup; Method::COUNT] =
            std::array::from_fn(|_| MethodLookup::default());
        for (position, route) in routes.iter().enumerate() {
            lookups[route.method.index()].insert(&route.pattern, position);
        }
        // A GET route answers HEAD too, at the precedence its pattern has, unless HEAD has the same pattern.
        for (position, route) in
            routes.iter().enumerate().filter(|(_, route)| route.method == Method::Get)
        {
            let has_own = routes[position + 1..]
                .iter()
                .take_while(|next| next.pattern.precedence(&route.pattern).is_eq())
                .any(|next| next.method == Method::Head);
            if !has_own {
                lookups[Method::Head.index()].insert(&route.pattern, position);
            }
        }
        Self { routes, lookups }
    }

    /// The routes in order of precedence; routes of one pattern in order of [`Method`].
    pub fn routes(&self) -> &[RouteEntry<T>] {
        &self.routes
    }

    /// Finds the answer to a request.
    ///
    /// `path` is the raw target: percent-encoded, beginning with `/`. A query or fragment in it is not looked at.
    ///
    /// ```
    /// # use gati_router::*;
    /// # let entry = |method, path: &str| RouteEntry { id: format!("{method} {path}"), method,
    /// #     pattern: RoutePattern::parse(path).unwrap(), value: (),
    /// #     source: SourcePlace { file: "a.ts".into(), line: 1, column: 1 } };
    /// let table = build_route_table(vec![entry(Method::Get, "/files/:name")]).table;
    ///
    /// let Lookup::Found(found) = table.find(Method::Head, "/files/a%2Fb.txt") else { panic!() };
    /// assert_eq!(found.param("name"), Some("a/b.txt"));
    /// assert!(matches!(table.find(Method::Put, "/files/a"), Lookup::MethodNotAllowed(_)));
    /// assert!(matches!(table.find(Method::Get, "/files/%ZZ"), Lookup::BadPath(_)));
    /// assert!(matches!(table.find(Method::Get, "/files"), Lookup::NotFound));
    /// ```
    pub fn find<'path>(&self, method: Method, path: &'path str) -> Lookup<'_, 'path, T> {
        let prepared = match prepare_path(path) {
            Ok(prepared) => prepared,
            Err(error) => return Lookup::BadPath(error),
        };
        let lookup = &self.lookups[method.index()];
        let found = match &prepared {
            Cow::Borrowed(path) => lookup.find_values(path),
            Cow::Owned(path) => {
                lookup.find_values(path).map(|(position, values)| (position, into_owned(values)))
            }
        };
        if let Some((position, values)) = found {
            let route = &self.routes[position];
            return Lookup::Found(Match {
                route,
                params: route.pattern.names().zip(values).collect(),
            });
        }
        let allowed = self.allowed_for(&prepared);
        match method {
            _ if allowed.is_empty() => Lookup::NotFound,
            Method::Options => Lookup::Options(allowed),
            _ => Lookup::MethodNotAllowed(allowed),
        }
    }

    /// Every method this path answers: what an `Allow` header says. Empty if no route has the path.
    pub fn allowed_methods(&self, path: &str) -> Result<MethodSet, BadPath> {
        prepare_path(path).map(|prepared| self.allowed_for(&prepared))
    }

    fn allowed_for(&self, prepared: &str) -> MethodSet {
        let matching: MethodSet = Method::ALL
            .into_iter()
            .filter(|method| self.lookups[method.index()].find_values(prepared).is_some())
            .collect();
        // OPTIONS is answered wherever anything is.
        if matching.is_empty() { matching } else { matching.with(Method::Options) }
    }
}

fn into_owned<'any>(values: Vec<Cow<'_, str>>) -> Vec<Cow<'any, str>> {
    values.into_iter().map(|value| Cow::Owned(value.into_owned())).collect()
}
