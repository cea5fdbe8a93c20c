//! What cannot be written down, because it was not evaluated, in the words of somebody who knows
//! it: the smallest part that can be asked for takes the place of everything that failed in it.

use gati_types::{Docs, GType, RefType};

use super::Publisher;
use super::named::deserves_a_name;
use crate::evaluate::{FoundOut, Ty, Type, may_be_known_elsewhere};
use crate::given::fallback::FallbackKey;
use crate::resolve::FileId;

impl Publisher<'_, '_> {
    /// Publishes a type, as it is read here or as somebody else found it out.
    pub(crate) fn publish(&mut self, ty: Ty) -> GType {
        self.or_elsewhere(ty, Self::publish_read)
    }

    /// What `write` makes of `ty`; where something in it failed, what it makes of the type that
    /// somebody else says that is.
    pub(super) fn or_elsewhere(&mut self, ty: Ty, write: impl Fn(&mut Self, Ty) -> GType) -> GType {
        let before = self.findings.len();
        let published = write(self, ty);
        if self.findings.len() == before {
            return published;
        }
        let named = self.evaluator.force(ty);
        let is_named = matches!(self.evaluator.get(named), Type::Named(_));
        let asked = [named, ty].into_iter().skip(usize::from(!is_named));
        let Some((key, found)) = self.found_out(asked, before) else { return published };
        self.origins.found_out = true;
        self.asking.push(key);
        // It may mention itself, by its name.
        self.active.push((named, None));
        let published = write(self, found);
        let mentioned = self.active.pop().and_then(|(_, name)| name);
        self.asking.pop();
        match mentioned {
            // An answer that says nothing but the name it is asked for by is none.
            Some(id) if published == GType::Ref(RefType { id: id.clone() }) => {
                let place = self.evaluator.place_of(named);
                let failed = self.evaluator.circular(place);
                let unresolved = self.publish_failure(failed);
                self.enter(id, unresolved.clone(), Docs::default());
                unresolved
            }
            Some(id) => self.enter(id, published, Docs::default()),
            None if is_named && deserves_a_name(&published) => self.by_its_name(named, published),
            None => published,
        }
    }

    /// What `ty` is, if it failed as a whole and somebody else knows.
    pub(crate) fn settled(&mut self, ty: Ty) -> Ty {
        let opened = self.evaluator.expand(ty);
        let Type::Problem(problem) = self.evaluator.get(opened) else { return ty };
        if !may_be_known_elsewhere(self.evaluator.problem_of(problem).code) {
            return ty;
        }
        let key = self.evaluator.fallback_key(ty, self.near);
        let Some(key) = key.filter(|key| !self.asking.contains(key)) else { return ty };
        match self.evaluator.found_out(&key) {
            FoundOut::Type(found) => {
                self.origins.found_out = true;
                found
            }
            FoundOut::Nothing(_) => ty,
        }
    }

    /// The same of what has to be changed before it is written, and has no name to go by.
    pub(super) fn settled_part(&mut self, ty: Ty) -> Ty {
        let forced = self.evaluator.force(ty);
        if matches!(self.evaluator.get(forced), Type::Named(_)) { ty } else { self.settled(ty) }
    }

    /// What somebody else says of a type, in which everything since `before` failed, by the first
    /// of its spellings that can be asked for. Where nobody knows, the failures say what to do, and nobody is asked about more of the type.
    fn found_out(
        &mut self,
        mut spellings: impl Iterator<Item = Ty>,
        before: usize,
    ) -> Option<(FallbackKey, Ty)> {
        // Of a root that costs too much nothing is taken, so nothing is asked for.
        if self.evaluator.overspent().is_some() {
            return None;
        }
        let mut open = self.findings[before..].iter().filter(|found| found.remedy.is_none());
        let first = open.next()?;
        let is_asked_for = std::iter::once(first)
            .chain(open)
            .all(|finding| may_be_known_elsewhere(self.evaluator.problem_of(finding.problem).code));
        if !is_asked_for {
            return None;
        }
        let member = self.members.iter().rev().map(|place| place.file);
        let near = member.chain(self.near).find(|file| *file < FileId::LIBRARY);
        let key = spellings.find_map(|ty| self.evaluator.fallback_key(ty, near))?;
        if self.asking.contains(&key) {
            return None;
        }
        match self.evaluator.found_out(&key) {
            FoundOut::Type(found) => {
                self.findings.truncate(before);
                Some((key, found))
            }
            FoundOut::Nothing(remedy) => {
                for finding in &mut self.findings[before..] {
                    finding.remedy.get_or_insert_with(|| remedy.clone());
                }
                None
            }
        }
    }

    /// An entry of the table with the name that the type has in the source.
    fn by_its_name(&mut self, ty: Ty, published: GType) -> GType {
        let Type::Named(named) = self.evaluator.get(ty) else { return published };
        let wanted = self.display_name(ty);
        let docs = self.own_docs(&named);
        if let Some(known) = self.table().get_str(&wanted)
            && known.gtype == published
            && known.docs == docs
        {
            return GType::reference(&wanted);
        }
        let id = self.name_for(ty, &wanted);
        self.enter(id, published, docs)
    }
}
