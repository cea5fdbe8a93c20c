//! What a comparison says.

use serde::Serialize;
use serde_json::Value;

/// How a version number moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing changed on the wire or in what is written about it.
    #[default]
    None,
    /// Equal on the wire; documentation changed.
    Patch,
    /// Compatible.
    Minor,
    /// Not compatible, or not proved to be.
    Major,
}

/// Who is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Clients send, the server receives.
    Request,
    /// The server sends, clients receive.
    Response,
    /// Neither: routes, methods, statuses, security, documentation.
    Operation,
}

/// How certain a bump is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Proved: no value that is sent is refused.
    Compatible,
    /// A value that is sent is refused, and it is shown.
    Refuted,
    /// Neither was proved. It counts as a break.
    Unproved,
    /// The sets do not decide; the rule table does.
    Policy,
}

/// What can be written by itself to carry old clients over a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transformer {
    /// All of it.
    Auto,
    /// What is right for some values.
    Partial,
    /// A typed place for the developer to fill.
    Stub,
    /// Nothing is needed.
    None,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The row of the rule table: `request.member.added-required`.
    pub id: &'static str,
    /// The operation, as the newer side spells it.
    pub route: String,
    /// Who is looked at.
    pub direction: Direction,
    /// Where: `/body/address/zip`, `/query/page`, `/responses/200/body/items/*`.
    pub path: String,
    /// How far the version moves for it.
    pub bump: Bump,
    /// How certain that is.
    pub verdict: Verdict,
    /// A value of the whole position that is sent and refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Value>,
    /// One sentence for a changelog.
    pub text: String,
    /// What can be written by itself.
    pub transformer: Transformer,
}

/// Something that went and something that came may be one thing under another name. Nothing is
/// made of it until somebody confirms it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The operation.
    pub route: String,
    /// Who is looked at.
    pub direction: Direction,
    /// Where it was.
    pub from: String,
    /// Where it may be.
    pub to: String,
    /// From 0.5 to 1; 1 where its author said so.
    pub score: f64,
}

/// Everything that differs.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// The highest bump of all changes.
    pub bump: Bump,
    /// In the order of routes, directions and paths.
    pub changes: Vec<Change>,
    /// Renames and moves that may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

impl Report {
    /// Of these changes, in their order.
    pub(crate) fn new(mut changes: Vec<Change>, mut candidates: Vec<Candidate>) -> Self {
        changes.sort_by(|a, b| {
            (&a.route, a.direction, &a.path, a.id, &a.text).cmp(&(
                &b.route,
                b.direction,
                &b.path,
                b.id,
                &b.text,
            ))
        });
        changes.dedup();
        candidates.sort_by(|a, b| {
            (&a.route, a.direction, &a.from, &a.to).cmp(&(&b.route, b.direction, &b.from, &b.to))
        });
        candidates.dedup();
        let bump = changes.iter().map(|change| change.bump).max().unwrap_or_default();
        Self { bump, changes, candidates }
    }
}
