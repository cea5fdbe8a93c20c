//! What leads from one release's handler to the next one's, as it stands in a release file, and
//! the reader of it: nothing it lets through makes the rest of the crate fail.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    compose::Composer,
    error::TransformError,
    op::{Op, TRANSFORM_VERSION, Transform},
};

/// How many operations a transform may have.
const MOST: usize = 20_000;

/// What leads from a handler to the one after it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The id of the handler after it; `null` where there is none.
    pub to: Option<String>,
    /// What makes a request of it one of the next: the value is `{ params, query, headers, body }`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Transform>,
    /// What makes an answer of the next one of it, by the status of the next.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub responses: IndexMap<String, ResponseStep>,
    /// The change file whose functions `custom` operations call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<String>,
    /// What was decided about requests that the next contract refuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub narrowed: Vec<Narrowed>,
    /// Whom what the step takes away holds for, beside those who know the next contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Applies>,
    /// Why it does: a note for those who look at releases later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Whom a change holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applies {
    /// The clients of every release, whatever their contract says.
    All,
}

/// What becomes of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseStep {
    /// The status it has before.
    pub status: u16,
    /// What becomes of its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transform: Option<Transform>,
    /// What the transform is done to, where that is not the whole body.
    #[serde(default, skip_serializing_if = "Extent::is_body")]
    pub extent: Extent,
}

/// How much of an answer a transform is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// The body as a whole.
    #[default]
    Body,
    /// Each element of a stream, one by one.
    Element,
}

impl Extent {
    /// Whether it is what it is where nothing is said.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_body(&self) -> bool {
        *self == Self::Body
    }
}

/// A place of a request where the next contract takes less, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrowed {
    /// `body#/name`.
    pub at: String,
    /// What was decided.
    pub choice: NarrowedChoice,
    /// The place as the next contract calls it, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// When requests begin to be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What those who are refused should do instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
}

/// What happens to values that the next contract refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NarrowedChoice {
    /// They are served as before: the handler takes old and new.
    Grandfather,
    /// Somebody's function makes them fit.
    Coerce,
    /// They are refused from a day on.
    Reject,
    /// They are refused at once: the new contract holds for the clients of every release.
    All,
}

impl Step {
    /// Reads the JSON form and rejects whatever it does not know or cannot follow.
    ///
    /// # Errors
    ///
    /// [`TransformError`] with what is wrong.
    pub fn from_json(text: &str) -> Result<Self, TransformError> {
        let step: Self = serde_json::from_str(text).map_err(|error| TransformError::Malformed {
            what: "step",
            detail: error.to_string(),
        })?;
        step.check()?;
        Ok(step)
    }

    /// Whether every request and every answer stays as it is.
    pub fn is_identity(&self) -> bool {
        self.request.as_ref().is_none_or(Transform::is_identity)
            && self.responses.iter().all(|(status, response)| {
                *status == response.status.to_string()
                    && response.transform.as_ref().is_none_or(Transform::is_identity)
            })
    }

    /// That the step can be followed.
    pub(crate) fn check(&self) -> Result<(), TransformError> {
        for transform in self.transforms() {
            check_transform(transform)?;
        }
        for (status, response) in &self.responses {
            let is_status =
                |text: &str| text.parse::<u16>().is_ok_and(|status| status.to_string() == *text);
            if !is_status(status) || !(100..=599).contains(&response.status) {
                return Err(meaningless(format!("`{status}` is no status of an answer")));
            }
        }
        if self.custom.is_none() && self.transforms().any(has_custom) {
            return Err(meaningless("a custom operation in a step without a change file".into()));
        }
        Ok(())
    }

    pub(crate) fn transforms(&self) -> impl Iterator<Item = &Transform> {
        let responses = self.responses.values().filter_map(|response| response.transform.as_ref());
        self.request.iter().chain(responses)
    }
}

fn has_custom(transform: &Transform) -> bool {
    let mut found = false;
    let lists = std::iter::once(&transform.ops).chain(transform.shapes.values());
    for ops in lists {
        walk(ops, &mut |op| found |= matches!(op, Op::Custom { .. }));
    }
    found
}

/// Calls `visit` with every operation of `ops` and below.
pub(crate) fn walk<'a>(ops: &'a [Op], visit: &mut dyn FnMut(&'a Op)) {
    for op in ops {
        visit(op);
        match op {
            Op::Member { ops, .. }
            | Op::Each { ops }
            | Op::Place { ops, .. }
            | Op::Rest { ops, .. }
            | Op::Values { ops, .. }
            | Op::Patch { ops }
            | Op::Custom { ops, .. } => walk(ops, visit),
            Op::When { cases, .. } => cases.iter().for_each(|case| walk(&case.ops, visit)),
            _ => {}
        }
    }
}

fn meaningless(detail: String) -> TransformError {
    TransformError::Meaningless { detail }
}

fn check_transform(transform: &Transform) -> Result<(), TransformError> {
    if transform.version != TRANSFORM_VERSION {
        let found = transform.version.to_string();
        return Err(TransformError::Version { what: "transform", found });
    }
    let mut count = 0;
    let mut wrong: Option<String> = None;
    let lists = std::iter::once(&transform.ops).chain(transform.shapes.values());
    for ops in lists {
        walk(ops, &mut |op| {
            count += 1;
            if wrong.is_none() {
                wrong = misfit(op, transform);
            }
        });
    }
    if count > MOST {
        return Err(TransformError::TooLarge {
            detail: format!("{count} operations, and at most {MOST} are read"),
        });
    }
    if let Some(detail) = wrong {
        return Err(meaningless(detail));
    }
    check_calls(transform)?;
    Composer::check(transform)
}

/// What is wrong with one operation.
fn misfit(op: &Op, transform: &Transform) -> Option<String> {
    let scalar = |value: &Value| !value.is_object() && !value.is_array();
    match op {
        Op::Rename { names } => {
            let mut targets = FxHashSet::default();
            let twice = names.values().find(|to| !targets.insert(to.as_str()))?;
            Some(format!("two members are renamed to `{twice}`"))
        }
        Op::Move { from, to } if from.is_empty() || to.is_empty() => {
            Some("a member is moved from or to nowhere".to_owned())
        }
        Op::Move { from, to } if from.len().max(to.len()) > 64 => {
            Some("a member is moved deeper than 64 levels".to_owned())
        }
        Op::Call { shape } if !transform.shapes.contains_key(shape) => {
            Some(format!("there is no shape `{shape}`"))
        }
        Op::MapEnum { table, otherwise } => {
            let one = table
                .iter()
                .flat_map(|(from, to)| [from, to])
                .chain(otherwise)
                .find(|value| !scalar(value))?;
            Some(format!("a table of values has {one}"))
        }
        Op::When { cases, .. } => {
            let one = cases.iter().find(|case| !scalar(&case.is))?;
            Some(format!("a case is {}", one.is))
        }
        Op::Custom { call, .. } if call.is_empty() => {
            Some("a custom operation calls nothing".to_owned())
        }
        _ => None,
    }
}

/// No shape may come to itself before it has come to a part of its value.
fn check_calls(transform: &Transform) -> Result<(), TransformError> {
    let mut done: FxHashSet<&str> = FxHashSet::default();
    for name in transform.shapes.keys() {
        let mut trail: Vec<(&str, Vec<&str>)> = vec![(name, direct(transform, name))];
        while let Some((at, pending)) = trail.last_mut() {
            let Some(next) = pending.pop() else {
                done.insert(*at);
                trail.pop();
                continue;
            };
            if trail.iter().any(|(above, _)| *above == next) {
                return Err(meaningless(format!("the shape `{next}` calls itself")));
            }
            if !done.contains(next) {
                let below = direct(transform, next);
                trail.push((next, below));
            }
        }
    }
    Ok(())
}

/// The shapes that are called on the very value of a shape.
fn direct<'a>(transform: &'a Transform, name: &str) -> Vec<&'a str> {
    fn calls<'a>(ops: &'a [Op], found: &mut Vec<&'a str>) {
        for op in ops {
            match op {
                Op::Call { shape } => found.push(shape),
                Op::When { cases, .. } => {
                    for case in cases {
                        calls(&case.ops, found);
                    }
                }
                Op::Custom { ops, .. } => calls(ops, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    if let Some(ops) = transform.shapes.get(name) {
        // After `unwrap` the value is a part of what it was, unless it was no object; to be sure
        // it counts as the same value.
        calls(ops, &mut found);
    }
    found
}
