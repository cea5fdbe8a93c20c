//! What leads from one contract to the next: what follows from both is planned, what does not is
//! asked, and nothing is guessed.

mod absence;
mod asking;
mod assign;
mod decision;
mod envelope;
mod fits;
mod hint;
mod likeness;
mod list;
mod moves;
mod object;
mod pairing;
mod patch;
mod place;
mod planner;
mod question;
mod scalar;
mod stream;
mod tag;
mod union;

use gati_types::{Contract, GType, Method, ObjectType, Property, ResponseContract};
use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use serde::Serialize;

pub use decision::{
    CustomDecision, Decisions, Envelope, EnvelopeChange, Given, LiteralRename, Move,
    NarrowedDecision, Rename,
};
pub use question::{Candidate, Direction, OpenQuestion, QuestionKind};

use place::Places;
use planner::{Absent, Planner};

use super::{
    error::TransformError,
    op::{Op, TRANSFORM_VERSION, Transform},
    simplify::Way,
    step::{Extent, ResponseStep, Step, walk},
    view::View,
};
use crate::frozen::FrozenContract;

/// A step, and what has to be answered before it is whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// What follows from the contracts and the decisions.
    pub step: Step,
    /// What does not.
    pub open: Vec<OpenQuestion>,
}

/// What leads from `before` to `after`.
///
/// # Errors
///
/// [`TransformError`] for contracts larger than anybody writes.
pub fn plan_step(
    before: &FrozenContract,
    after: &FrozenContract,
    decisions: &Decisions,
) -> Result<Plan, TransformError> {
    let mut decisions = decisions.clone();
    decisions.renames.extend(path_renames(&before.path, &after.path));
    let mut open: IndexMap<String, OpenQuestion> = IndexMap::new();
    let mut step = Step {
        to: Some(format!("{} {}", after.method, after.path)),
        custom: decisions.file.clone(),
        applies: decisions.applies,
        reason: decisions.reason.clone(),
        ..Step::default()
    };
    let (old, new) = (view(before), view(after));
    let (source, target) =
        (parts(&before.contract, &after.contract), parts(&after.contract, &before.contract));
    let absent = if after.method == Method::Patch { Absent::Unchanged } else { Absent::Default };
    let mut planner = Planner::new((old, new), Way::Up, absent, &decisions);
    let ops = request(&mut planner, &source, &target)?;
    step.narrowed.append(&mut planner.narrowed);
    step.request = transform(ops, planner.shapes);
    open.extend(planner.questions);
    for response in &after.contract.responses {
        let Some(earlier) = earlier_status(&before.contract, &after.contract, response.status)
        else {
            continue;
        };
        let mut planner = Planner::new((new, old), Way::Down, Absent::Unchanged, &decisions);
        let (ops, extent) = answer(&mut planner, response, earlier)?;
        open.extend(planner.questions);
        let transform = transform(ops, planner.shapes);
        if transform.is_some() || earlier.status != response.status {
            let row = ResponseStep { status: earlier.status, transform, extent };
            step.responses.insert(response.status.to_string(), row);
        }
    }
    // A file whose functions nobody calls belongs to no step.
    let calls = step.transforms().any(|transform| {
        let mut found = false;
        let lists = std::iter::once(&transform.ops).chain(transform.shapes.values());
        for ops in lists {
            walk(ops, &mut |op| found |= matches!(op, Op::Custom { .. }));
        }
        found
    });
    if !calls {
        step.custom = None;
    }
    Ok(Plan { step, open: open.into_values().collect() })
}

fn view(contract: &FrozenContract) -> View<'_> {
    View { types: &contract.types, unknown_keys: contract.unknown_keys }
}

/// The parts of a request as members of an object. Parameters nobody declared are an object
/// without members where the other side declares some; a body nobody declared is not there.
fn parts(own: &Contract, other: &Contract) -> ObjectType {
    let positions = [
        ("params", own.params.as_ref(), other.params.as_ref()),
        ("query", own.query.as_ref(), other.query.as_ref()),
        ("headers", own.headers.as_ref(), other.headers.as_ref()),
        ("body", own.body.as_ref(), other.body.as_ref()),
    ];
    let empty = || GType::Object(ObjectType::new(Vec::new()));
    let properties = positions
        .into_iter()
        .filter_map(|(name, own, other)| match (own, other) {
            (Some(gtype), _) => Some(Property::required(name, gtype.clone())),
            (None, Some(_)) if name != "body" => Some(Property::required(name, empty())),
            _ => None,
        })
        .collect();
    ObjectType::new(properties)
}

/// The operations on all parts. Each position has a place of its own, which is what decisions
/// and questions speak of.
fn request<'a>(
    planner: &mut Planner<'a>,
    source: &'a ObjectType,
    target: &'a ObjectType,
) -> Result<Vec<Op>, TransformError> {
    planner.object(source, target, &Places::root("request", "request"))
}

fn answer<'a>(
    planner: &mut Planner<'a>,
    response: &'a ResponseContract,
    earlier: &'a ResponseContract,
) -> Result<(Vec<Op>, Extent), TransformError> {
    let place = format!("responses/{}", earlier.status);
    let places = Places::root(&place, &place);
    let ops = match (&response.elements, &earlier.elements) {
        (Some(source), Some(target)) => {
            return Ok((planner.convert(source, target, &places)?, Extent::Element));
        }
        (None, None) => match (&response.gtype, &earlier.gtype) {
            (Some(source), Some(target)) => planner.convert(source, target, &places)?,
            (None, Some(target)) if !planner.target.may_be_absent(target) => {
                let text = "the answer has no body any more".to_owned();
                planner.stub(&places.target, target, None, text);
                Vec::new()
            }
            _ => Vec::new(),
        },
        // An answer that nobody declared may have been a stream.
        (Some(_), None) if earlier.gtype.is_none() => Vec::new(),
        _ => planner.another_kind(response, earlier, &places),
    };
    Ok((ops, Extent::Body))
}

fn transform(ops: Vec<Op>, shapes: IndexMap<String, Vec<Op>>) -> Option<Transform> {
    let mut transform = Transform { version: TRANSFORM_VERSION, ops, shapes };
    prune(&mut transform);
    (!transform.is_identity()).then_some(transform)
}

/// Takes out shapes that do nothing but call each other, and what is left empty by that.
fn prune(transform: &mut Transform) {
    let mut working: FxHashSet<String> = FxHashSet::default();
    loop {
        let before = working.len();
        for (name, ops) in &transform.shapes {
            if !working.contains(name) && works(ops, &working) {
                working.insert(name.clone());
            }
        }
        if working.len() == before {
            break;
        }
    }
    transform.shapes.retain(|name, _| working.contains(name));
    clear(&mut transform.ops, &working);
    for ops in transform.shapes.values_mut() {
        clear(ops, &working);
    }
}

fn works(ops: &[Op], working: &FxHashSet<String>) -> bool {
    ops.iter().any(|op| match op {
        Op::Call { shape } => working.contains(shape),
        Op::Member { ops, .. }
        | Op::Each { ops }
        | Op::Place { ops, .. }
        | Op::Rest { ops, .. }
        | Op::Patch { ops }
        | Op::Values { ops, .. } => works(ops, working),
        Op::When { cases, .. } => cases.iter().any(|case| works(&case.ops, working)),
        _ => true,
    })
}

fn clear(ops: &mut Vec<Op>, working: &FxHashSet<String>) {
    ops.retain(|op| works(std::slice::from_ref(op), working));
    for op in ops {
        match op {
            Op::Member { ops, .. }
            | Op::Each { ops }
            | Op::Place { ops, .. }
            | Op::Rest { ops, .. }
            | Op::Values { ops, .. }
            | Op::Patch { ops }
            | Op::Custom { ops, .. } => clear(ops, working),
            Op::When { cases, .. } => {
                for case in &mut *cases {
                    clear(&mut case.ops, working);
                }
                cases.retain(|case| !case.ops.is_empty());
            }
            _ => {}
        }
    }
}

/// The answer that an old client knows for a status. A status it knows stays; where exactly one
/// success took the place of another, it is that one; others pass, for a client that does not
/// know a status takes it for the first of its class (RFC 9110 section 15).
fn earlier_status<'a>(
    before: &'a Contract,
    after: &Contract,
    status: u16,
) -> Option<&'a ResponseContract> {
    let find = |contract: &'a Contract, status: u16| {
        contract.responses.iter().find(move |response| response.status == status)
    };
    if let Some(same) = find(before, status) {
        return Some(same);
    }
    if !(200..300).contains(&status) {
        return None;
    }
    let successes = |contract: &Contract| -> Vec<u16> {
        let all = contract.responses.iter().map(|response| response.status);
        all.filter(|status| (200..300).contains(status)).collect()
    };
    let (old, new) = (successes(before), successes(after));
    let gone: Vec<u16> = old.iter().copied().filter(|one| !new.contains(one)).collect();
    let added: Vec<u16> = new.iter().copied().filter(|one| !old.contains(one)).collect();
    match (gone.as_slice(), added.as_slice(), old.as_slice()) {
        ([gone], [_], _) => find(before, *gone),
        _ => None,
    }
}

/// Path parameters have no name on the wire: the first is the first, whatever it is called.
fn path_renames(before: &str, after: &str) -> Vec<Rename> {
    let names = |path: &str| -> Vec<String> {
        path.split('/')
            .filter_map(|piece| piece.strip_prefix([':', '*']))
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (names(before), names(after));
    if old.len() != new.len() {
        return Vec::new();
    }
    old.into_iter()
        .zip(new)
        .filter(|(from, to)| from != to)
        .map(|(from, to)| Rename { at: "params#".to_owned(), from, to })
        .collect()
}
