//! The questions others ask.

use std::fmt;

use gati_types::{Contract, GType, Handler, Manifest, TypeTable, UnknownKeys};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::api::{Api, document_of, operation_of, read_openapi};
use crate::compare::Comparison;
use crate::error::{DiffError, Side};
use crate::facts::Judge;
use crate::include::World;
use crate::read::{Builder, Carrier, Travels, Way};
use crate::report::{Bump, Change, Direction, Report};
use crate::rules::{Fact, VALUES};

/// How documents are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiffOptions {
    /// What a handler does with members its types do not declare, where they do not say it.
    pub unknown_keys: UnknownKeys,
}

impl Default for DiffOptions {
    fn default() -> Self {
        Self { unknown_keys: UnknownKeys::Strip }
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
pub fn diff_openapi(
    before: &Value,
    after: &Value,
    _options: &DiffOptions,
) -> Result<Report, DiffError> {
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
pub fn diff_manifests(
    before: &Manifest,
    after: &Manifest,
    options: &DiffOptions,
) -> Result<Report, DiffError> {
    let moved = changed_types(&before.types, &after.types);
    let old_by_id: FxHashMap<&str, &Handler> =
        before.handlers.iter().map(|handler| (handler.id.as_str(), handler)).collect();
    let same: FxHashSet<&str> = after
        .handlers
        .iter()
        .filter(|new| {
            old_by_id.get(new.id.as_str()).is_some_and(|old| {
                old.contract == new.contract
                    && old.docs == new.docs
                    && !mentions(&new.contract, &after.types, &moved)
            })
        })
        .map(|handler| handler.id.as_str())
        .collect();
    let mut builder = Builder::tables(&before.types, &after.types, options.unknown_keys);
    let mut apis = [Api::default(), Api::default()];
    for (api, (manifest, side)) in
        apis.iter_mut().zip([(before, Side::Before), (after, Side::After)])
    {
        for handler in &manifest.handlers {
            let needed =
                !same.contains(handler.id.as_str()) || is_beside_new(handler, &same, after);
            if needed {
                let operation = operation_of(&mut builder, handler, &manifest.types, side)?;
                api.operations.push(operation);
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
pub fn diff_line(
    releases: &[&Manifest],
    after: &Manifest,
    options: &DiffOptions,
) -> Result<Report, DiffError> {
    let Some((last, earlier)) = releases.split_last() else {
        return diff_manifests(&Manifest::default(), after, options);
    };
    let report = diff_manifests(last, after, options)?;
    let known: FxHashSet<(String, Direction, String)> = report
        .changes
        .iter()
        .filter(|change| change.bump == Bump::Major)
        .map(|change| (change.route.clone(), change.direction, change.path.clone()))
        .collect();
    let added: FxHashSet<(String, Direction, String)> =
        report.changes.iter().filter(|change| is_addition(change)).map(place_of).collect();
    let mut changes = report.changes;
    for release in earlier {
        for change in diff_manifests(release, after, options)?.changes {
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

/// A hash of what a contract means in one direction; of the operation, of both.
pub fn canonical_hash(
    contract: &Contract,
    types: &TypeTable,
    direction: Direction,
) -> Result<ContractHash, DiffError> {
    let mut builder = Builder::tables(types, types, UnknownKeys::Strip);
    let mut roots = Vec::new();
    let mut names = String::new();
    let mut add = |builder: &mut Builder<'_>, name: &str, node| {
        let _ = builder;
        names.push_str(name);
        names.push('\n');
        roots.push(node);
    };
    let text = Way::new(Side::Before, Travels::In, Carrier::Text);
    let json = Way::new(Side::Before, Travels::In, Carrier::Json);
    let out = Way::new(Side::Before, Travels::Out, Carrier::Json);
    if direction != Direction::Response {
        let positions = [
            ("params", &contract.params, text),
            ("query", &contract.query, text),
            ("headers", &contract.headers, text),
            ("body", &contract.body, json),
        ];
        for (name, gtype, way) in positions {
            let Some(gtype) = gtype else { continue };
            let node = builder.gtype(gtype, None, way);
            add(&mut builder, name, node);
        }
    }
    if direction != Direction::Request {
        let mut answers: Vec<(u16, Option<&GType>)> =
            contract.responses.iter().map(|one| (one.status, one.gtype.as_ref())).collect();
        answers.sort_by_key(|(status, _)| *status);
        for (status, gtype) in answers {
            let node = match gtype {
                Some(gtype) => builder.gtype(gtype, None, out),
                None => crate::graph::Arena::NEVER,
            };
            add(&mut builder, &status.to_string(), node);
        }
    }
    builder.finish()?;
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

/// Names that mean something else, or nothing, on one of the sides.
fn changed_types<'a>(before: &'a TypeTable, after: &'a TypeTable) -> FxHashSet<&'a str> {
    let mut moved = FxHashSet::default();
    for (id, named) in before.iter() {
        if after.get(id) != Some(named) {
            moved.insert(id.as_str());
        }
    }
    for (id, _) in after.iter() {
        if before.get(id).is_none() {
            moved.insert(id.as_str());
        }
    }
    moved
}

fn mentions(contract: &Contract, types: &TypeTable, moved: &FxHashSet<&str>) -> bool {
    if moved.is_empty() {
        return false;
    }
    let roots: Vec<&GType> = contract.positions().map(|(_, gtype)| gtype).collect();
    types.reachable(roots).into_iter().any(|id| moved.contains(id.as_str()))
}

/// A handler that did not change is still needed where a new path may stand in its way.
fn is_beside_new(handler: &Handler, same: &FxHashSet<&str>, after: &Manifest) -> bool {
    let open = handler.path.contains([':', '*', '{']);
    open && after.handlers.iter().any(|new| {
        !same.contains(new.id.as_str())
            && new.method == handler.method
            && crate::api::Path::of_pattern(&handler.path)
                .shadowed_by(&crate::api::Path::of_pattern(&new.path))
                .is_some()
    })
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
