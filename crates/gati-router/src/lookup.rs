//! Finding the route of one method for one path. matchit does the matching; this file makes up for the four
//! places where it and Fastify's router would answer differently:
//!
//! * matchit refuses a parameter and a catch-all at the same place (`/a/:id` beside `/a/*rest`). Catch-alls of
//!   each depth therefore get a tree of their own, and of the trees that match, the route that stands first in
//!   order of precedence wins. That is the route a search with full backtracking would reach first.
//! * matchit never fills a parameter with an empty segment and looks further; Fastify's router fills it. Here an
//!   empty segment is matched as [`EMPTY_SEGMENT`] and the request is then refused, so that it is 404 in both.
//! * matchit tells `/users/` from `/users`; one trailing slash is taken off before the search.
//! * matchit does not decode; see [`crate::percent`].

use std::borrow::Cow;

use matchit::Router;

use crate::pattern::{RoutePattern, Segment};
use crate::percent::{BadPath, decode_for_matching, decode_value};

/// Stands for an empty segment. A path that was decoded for matching cannot hold a `%` without two digits
/// behind it, and no pattern can hold a `%` at all.
const EMPTY_SEGMENT: &str = "%";

/// The routes of one method; the values are positions in the table.
#[derive(Debug, Default)]
pub(crate) struct MethodLookup {
    trees: Vec<Tree>,
}

#[derive(Debug)]
struct Tree {
    /// How many segments stand before the catch-all; nothing for the tree of patterns without one.
    catch_all_depth: Option<usize>,
    router: Router<usize>,
}

impl MethodLookup {
    /// Adds the route at `position`. The caller has made sure that no pattern of the same shape is there.
    pub(crate) fn insert(&mut self, pattern: &RoutePattern, position: usize) {
        let catch_all_depth = pattern.catch_all().map(|_| pattern.segments().len());
        let existing = self.trees.iter().position(|tree| tree.catch_all_depth == catch_all_depth);
        let index = existing.unwrap_or_else(|| {
            self.trees.push(Tree { catch_all_depth, router: Router::new() });
            self.trees.len() - 1
        });
        self.trees[index]
            .router
            .insert(matchit_spelling(pattern), position)
            .expect("a pattern that was parsed and has no twin in the tree is one matchit accepts");
    }

    /// The position of the matching route with the highest precedence, and the decoded values of its names.
    /// `path` comes from [`prepare_path`].
    pub(crate) fn find_values<'path>(
        &self,
        path: &'path str,
    ) -> Option<(usize, Vec<Cow<'path, str>>)> {
        let best = self
            .trees
            .iter()
            .filter_map(|tree| tree.router.at(path).ok())
            .min_by_key(|found| *found.value)?;
        let values =
            best.params.iter().map(|(_, value)| restore_value(value)).collect::<Option<_>>()?;
        Some((*best.value, values))
    }
}

/// Takes off what matching does not look at, decodes, and marks empty segments.
pub(crate) fn prepare_path(target: &str) -> Result<Cow<'_, str>, BadPath> {
    if !target.starts_with('/') {
        return Err(BadPath::NotAbsolute);
    }
    let path = target.find(['?', '#']).map_or(target, |end| &target[..end]);
    let decoded = match decode_for_matching(path)? {
        Cow::Borrowed(path) => Cow::Borrowed(without_trailing_slash(path)),
        Cow::Owned(path) => Cow::Owned(without_trailing_slash(&path).to_owned()),
    };
    if decoded.contains("//") || (decoded.len() > 1 && decoded.ends_with('/')) {
        let marked: Vec<&str> = decoded.split('/').skip(1).map(mark_empty).collect();
        return Ok(Cow::Owned(format!("/{}", marked.join("/"))));
    }
    Ok(decoded)
}

fn without_trailing_slash(path: &str) -> &str {
    path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path)
}

fn mark_empty(segment: &str) -> &str {
    if segment.is_empty() { EMPTY_SEGMENT } else { segment }
}

/// The value as the handler gets it; nothing if it is empty, which no name may be filled with.
fn restore_value(value: &str) -> Option<Cow<'_, str>> {
    if !value.contains('%') {
        return Some(Cow::Borrowed(value));
    }
    let unmarked: Vec<&str> = value
        .split('/')
        .map(|segment| if segment == EMPTY_SEGMENT { "" } else { segment })
        .collect();
    let restored = unmarked.join("/");
    if restored.is_empty() { None } else { Some(Cow::Owned(decode_value(&restored).into_owned())) }
}

fn matchit_spelling(pattern: &RoutePattern) -> String {
    if pattern.segments().is_empty() {
        return "/".to_owned();
    }
    pattern.segments().iter().fold(String::new(), |spelling, segment| match segment {
        Segment::Static(text) => spelling + "/" + text,
        Segment::Param(name) => spelling + "/{" + name + "}",
        Segment::CatchAll(name) => spelling + "/{*" + name + "}",
    })
}
