//! What was written of types in which something failed.
//!
//! Such a type is written once for a root, however often the root mentions it: types that mention
//! each other would otherwise be written as often as there are ways through them. What failed is
//! found again at each mention, since each is a place where somebody needs it.

use gati_types::GType;
use rustc_hash::FxHashSet;

use super::{Finding, Publisher, size_of};
use crate::codes::Code;
use crate::evaluate::{Place, Ty};

/// What a type was written as, and what failed in it.
#[derive(Debug)]
pub(super) struct Failed {
    gtype: GType,
    /// One of each problem, its path from the type on.
    findings: Vec<Finding>,
    /// The member that the type itself stood at.
    member: Option<Place>,
}

impl Publisher<'_, '_> {
    /// Remembers what was written of `ty`, where `before` is how many findings there were.
    pub(super) fn keep(&mut self, ty: Ty, published: &GType, before: usize) {
        if self.findings.len() == before {
            self.done.insert(ty, published.clone());
            return;
        }
        // How deep a type may go depends on where it stands, and what somebody else said of a part
        // of it on whom is being asked.
        let depends_on_the_place = !self.asking.is_empty()
            || self.findings[before..].iter().any(|finding| {
                self.evaluator.problem_of(finding.problem).code == Code::TypeTooLarge
            });
        if depends_on_the_place {
            return;
        }
        let start = self.path.concat().len();
        let mut seen = FxHashSet::default();
        let mut findings = Vec::new();
        for finding in &self.findings[before..] {
            if seen.insert(finding.problem) {
                let path = finding.path.get(start..).unwrap_or_default().to_owned();
                findings.push(Finding { path, remedy: None, ..finding.clone() });
            }
        }
        let failed = Failed { gtype: published.clone(), findings, member: self.own_member() };
        self.failed.insert(ty, failed);
    }

    /// What was written of a type in which something failed, which fails here as well.
    pub(super) fn written_with_failures(&mut self, ty: Ty) -> Option<GType> {
        if !self.asking.is_empty() {
            return None;
        }
        let failed = self.failed.get(&ty)?;
        let cost = size_of(&failed.gtype) + failed.findings.len();
        if let Err(spent) = self.evaluator.afford(cost) {
            return Some(self.publish_failure(spent));
        }
        self.note_known(ty);
        let (path, member) = (self.path.concat(), self.own_member());
        let failed = self.failed.get(&ty)?;
        for finding in &failed.findings {
            let is_outside = finding.member == failed.member;
            self.findings.push(Finding {
                path: format!("{path}{}", finding.path),
                member: if is_outside { member } else { finding.member },
                ..finding.clone()
            });
        }
        Some(failed.gtype.clone())
    }

    /// The innermost member around what is being written that stands in a file of the project.
    pub(super) fn own_member(&self) -> Option<Place> {
        self.members.iter().rev().copied().find(|place| {
            place.span != crate::ir::Span::default() && self.evaluator.sources.is_own(place.file)
        })
    }
}
