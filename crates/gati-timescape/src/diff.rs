//! The questions others ask.

use std::fmt::{self, Write as _};

use gati_types::{GType, Handler, Manifest, TypeTable, UnknownKeys};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::api::{Api, Parameter, Path, document_of, operation_of, positions_of, read_openapi};
use crate::compare::Comparison;
use crate::error::{DiffError, Side};
use crate::facts::Judge;
use crate::frozen::FrozenContract;
use crate::include::World;
use crate::read::Builder;
use crate::report::{Bump, Change, Direction, Report};
use crate::rules::{Fact, VALUES};

/// A manifest, and how its handlers read what their types do not say.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    /// The handlers and their types.
    pub manifest: &'a Manifest,
    /// What happens to members that types do not declare, where they do not say it themselves.
    pub unknown_keys: UnknownKeys,
}

impl<'a> From<&'a Manifest> for Release<'a> {
    fn from(manifest: &'a Manifest) -> Self {
        Self { manifest, unknown_keys: UnknownKeys::Strip }
    }
}

/// 128 bits, equal for what means the same on the wire in one direction, in every process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContractHash(u128);

impl ContractHash {
    /// The bits.
    pub const fn bits(self) -> u128 {
        self.0
    }
}

impl fmt::Display for ContractHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// What differs between two OpenAPI documents, 3.0 or 3.1.
///
/// # Errors
///
/// [`DiffError`] for what is no such document, for references that lead nowhere or out of it, for
/// schemas that are themselves before they are anything else, and for documents beyond all size.
pub fn diff_openapi(before: &Value, after: &Value) -> Result<Report, DiffError> {
    let documents = (document_of(before, Side::Before)?, document_of(after, Side::After)?);
    let mut builder = Builder::documents(documents.0, documents.1);
    let old = read_openapi(&mut builder, documents.0, Side::Before)?;
    let new = read_openapi(&mut builder, documents.1, Side::After)?;
    compared(builder, &old, &new)
}

/// What differs between two manifests. Handlers that are equal, down to every type they reach, are
/// not looked into.
///
/// # Errors
///
/// [`DiffError`] for references that lead nowhere and for types beyond all size.
pub fn diff_manifests(before: Release<'_>, after: Release<'_>) -> Result<Report, DiffError> {
    let (old, new) = (before.manifest, after.manifest);
    let moved = moved_types(&old.types, &new.types);
    let old_by_id: FxHashMap<&str, &Handler> =
        old.handlers.iter().map(|handler| (handler.id.as_str(), handler)).collect();
    let same: FxHashSet<&str> = new
        .handlers
        .iter()
        .filter(|_| before.unknown_keys == after.unknown_keys)
        .filter(|new| {
            old_by_id.get(new.id.as_str()).is_some_and(|old| {
                old.contract == new.contract
                    && old.docs == new.docs
                    && !new.contract.positions().any(|(_, gtype)| reaches(gtype, &moved))
            })
        })
        .map(|handler| handler.id.as_str())
        .collect();
    let come: Vec<&Handler> =
        new.handlers.iter().filter(|one| !old_by_id.contains_key(one.id.as_str())).collect();
    let keys = [before.unknown_keys, after.unknown_keys];
    let mut builder = Builder::tables(&old.types, &new.types, keys);
    let mut apis = [Api::default(), Api::default()];
    for (api, (manifest, side)) in apis.iter_mut().zip([(old, Side::Before), (new, Side::After)]) {
        for handler in &manifest.handlers {
            if !same.contains(handler.id.as_str()) || may_be_shadowed(handler, &come) {
                api.operations.push(operation_of(&mut builder, handler, &manifest.types, side));
            }
        }
    }
    compared(builder, &apis[0], &apis[1])
}

/// What differs between a manifest and the last of several releases, and what came back with
/// another meaning than an earlier one gave it: steps that are each compatible may not be so
/// together.
///
/// # Errors
///
/// As [`diff_manifests`].
pub fn diff_line(releases: &[Release<'_>], after: Release<'_>) -> Result<Report, DiffError> {
    let Some((last, earlier)) = releases.split_last() else {
        return diff_manifests(Release { manifest: &Manifest::default(), ..after }, after);
    };
    let report = diff_manifests(*last, after)?;
    let known: FxHashSet<(String, Direction, String)> = report
        .changes
        .iter()
        .filter(|change| change.bump == Bump::Major)
        .map(|change| (change.route.clone(), change.direction, change.path.clone()))
        .collect();
    let added: FxHashSet<(String, Direction, String)> =
        report.changes.iter().filter(|change| is_addition(change)).map(place_of).collect();
    let mut changes = report.changes;
    // Nothing came back where nothing was added.
    let earlier = if added.is_empty() { &[] } else { earlier };
    for release in earlier {
        for change in diff_manifests(*release, after)?.changes {
            let place = place_of(&change);
            let inside = added.iter().any(|(route, direction, path)| {
                *route == place.0 && *direction == place.1 && is_at_or_below(&place.2, path)
            });
            if change.bump == Bump::Major && inside && !known.contains(&place) {
                changes.push(revived(change));
            }
        }
    }
    Ok(Report::new(changes, report.candidates))
}

/// A hash of what a contract means in one direction, defaults included; of the operation, in both.
/// Names of types, of path parameters and the order of things do not count, documentation neither.
///
/// # Errors
///
/// [`DiffError`] for references that lead nowhere and for types beyond all size.
pub fn canonical_hash(
    contract: &FrozenContract,
    direction: Direction,
) -> Result<ContractHash, DiffError> {
    let FrozenContract { types, unknown_keys, .. } = contract;
    let mut builder = Builder::tables(types, types, [*unknown_keys; 2]);
    let path = Path::of_pattern(&contract.path);
    let mut positions = positions_of(&mut builder, &path, &contract.contract, types, Side::Before);
    builder.finish()?;
    let mut names = String::new();
    let mut roots = Vec::new();
    if direction != Direction::Response {
        positions.parameters.sort_by(|a, b| (a.stands, &a.key).cmp(&(b.stands, &b.key)));
        for Parameter { stands, key, required, node, .. } in &positions.parameters {
            let _ = writeln!(names, "{stands:?} {key:?} {required}");
            roots.push(*node);
        }
        if let Some(body) = &positions.body {
            let _ = writeln!(names, "body {}", body.required);
            roots.extend(body.media.iter().map(|media| media.node));
        }
    }
    if direction != Direction::Request {
        positions.answers.sort_by(|a, b| a.status.cmp(&b.status));
        for answer in &positions.answers {
            let _ = writeln!(names, "{} {}", answer.status, answer.media.len());
            roots.extend(answer.media.iter().map(|media| media.node));
        }
    }
    let Builder { arena, languages, .. } = builder;
    let world = World::new(arena, languages);
    let hash = crate::graph::hash::hash(&world.arena, &roots);
    let mut bytes = names.into_bytes();
    bytes.extend_from_slice(&hash.to_le_bytes());
    Ok(ContractHash(xxhash_rust::xxh3::xxh3_128(&bytes)))
}

fn compared(mut builder: Builder<'_>, old: &Api, new: &Api) -> Result<Report, DiffError> {
    builder.finish()?;
    let Builder { arena, languages, .. } = builder;
    let judge = Judge::new(World::new(arena, languages));
    Ok(Comparison::new(judge).run(old, new))
}

/// Names that mean something else on the two sides, or mention one that does.
fn moved_types<'a>(before: &'a TypeTable, after: &'a TypeTable) -> FxHashSet<&'a str> {
    let mut moved: FxHashSet<&str> = FxHashSet::default();
    for (table, other) in [(before, after), (after, before)] {
        let changed = table.iter().filter(|(id, named)| other.get(id) != Some(named));
        moved.extend(changed.map(|(id, _)| id.as_str()));
    }
    let mut pending: Vec<&str> = moved.iter().copied().collect();
    if pending.is_empty() {
        return moved;
    }
    let mut users: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (id, named) in before.iter().chain(after.iter()) {
        for_each_name(&named.gtype, &mut |name| users.entry(name).or_default().push(id.as_str()));
    }
    while let Some(name) = pending.pop() {
        for user in users.get(name).into_iter().flatten() {
            if moved.insert(user) {
                pending.push(user);
            }
        }
    }
    moved
}

fn reaches(gtype: &GType, moved: &FxHashSet<&str>) -> bool {
    let mut found = false;
    if !moved.is_empty() {
        for_each_name(gtype, &mut |name| found |= moved.contains(name));
    }
    found
}

/// Calls `visit` with each name that is mentioned in a type itself.
fn for_each_name<'a>(gtype: &'a GType, visit: &mut dyn FnMut(&'a str)) {
    let mut pending = vec![gtype];
    while let Some(gtype) = pending.pop() {
        if let GType::Ref(reference) = gtype {
            visit(reference.id.as_str());
        }
        gtype.for_each_child(&mut |child| pending.push(child));
    }
}

/// A handler that did not change is still looked at where a new path may stand in its way.
fn may_be_shadowed(handler: &Handler, come: &[&Handler]) -> bool {
    let open = handler.path.contains([':', '*', '{']);
    open && !come.is_empty() && {
        let path = Path::of_pattern(&handler.path);
        come.iter().any(|new| {
            new.method == handler.method && path.shadowed_by(&Path::of_pattern(&new.path)).is_some()
        })
    }
}

fn place_of(change: &Change) -> (String, Direction, String) {
    (change.route.clone(), change.direction, change.path.clone())
}

fn is_addition(change: &Change) -> bool {
    VALUES.iter().any(|(fact, request, response)| {
        matches!(
            fact,
            Fact::MemberAddedOptional
                | Fact::MemberAddedRequired
                | Fact::ParameterAddedOptional
                | Fact::ParameterAddedRequired
        ) && (change.id == request.id || change.id == response.id)
    })
}

fn is_at_or_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn revived(mut change: Change) -> Change {
    let (_, request, response) = &VALUES[Fact::Revived as usize];
    let rule = if change.direction == Direction::Response { response } else { request };
    change.id = rule.id;
    change.text = rule.text.replace("{p}", &change.path);
    change.transformer = rule.transformer;
    change
}
