//! Merges that mention names: they wait until every name was read.

use gati_types::{Docs, GType, NamedType, ObjectType, TypeId, UnknownKeys};

use super::{FindingKind, Importer, merge_object, names};

/// What holds for members that no merged part describes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Closing {
    /// Nothing.
    Open,
    /// They may not be there.
    Closed,
    /// They are of this type.
    Rest(GType),
}

/// Types that all hold.
pub(super) struct Merge {
    /// Where they were written.
    pub(super) pointer: String,
    pub(super) parts: Vec<GType>,
    pub(super) closing: Closing,
}

/// How many nodes a type has, names not followed.
fn size(gtype: &GType) -> usize {
    let mut count = 0;
    let mut pending = vec![gtype];
    while let Some(node) = pending.pop() {
        count += 1;
        node.for_each_child(&mut |inner| pending.push(inner));
    }
    count
}

impl Importer<'_> {
    /// A name for the result of a merge that is made later.
    pub(super) fn postpone(&mut self, merge: Merge) -> GType {
        let id = TypeId::from(self.names.free(&names::word(&merge.pointer)));
        self.merges.insert(id.clone(), merge);
        GType::Ref(gati_types::RefType { id })
    }

    /// Makes every merge that waits.
    pub(super) fn settle(&mut self) {
        while let Some(id) = self.merges.keys().next().cloned() {
            self.settle_one(&id);
        }
    }

    /// Makes one merge, if it waits.
    pub(super) fn settle_one(&mut self, id: &TypeId) {
        let Some(merge) = self.merges.remove(id) else { return };
        let outer = std::mem::take(&mut self.unmerged);
        let gtype = self.merge(merge);
        self.unmerged = outer;
        self.types.insert(id.clone(), NamedType { gtype, docs: Docs::default() });
    }

    /// The type of the values that all parts accept.
    pub(super) fn merge(&mut self, merge: Merge) -> GType {
        let Merge { pointer, parts, closing } = merge;
        let mut parts = parts.into_iter();
        let mut whole = parts.next().unwrap_or(GType::Unknown);
        for part in parts {
            whole = self.intersect(&whole, &part);
        }
        if closing != Closing::Open {
            whole = self.close(whole, &closing, 0);
        }
        for detail in std::mem::take(&mut self.unmerged) {
            self.say(&pointer, FindingKind::Unmergeable { detail });
        }
        whole
    }

    /// `whole` with nothing, or only `closing`, beside the members it describes.
    fn close(&mut self, whole: GType, closing: &Closing, depth: usize) -> GType {
        if depth > super::DEPTH_LIMIT {
            return whole;
        }
        match whole {
            GType::Object(object) => Self::close_object(object, closing),
            GType::Ref(reference) => match self.behind(&reference.id) {
                Some(object @ GType::Object(_)) => self.close(object, closing, depth + 1),
                Some(union @ GType::Union(_)) => self.close(union, closing, depth + 1),
                Some(_) => GType::Ref(reference),
                None => {
                    self.unmerged.push(format!("`{}` is not known yet", reference.id));
                    GType::Ref(reference)
                }
            },
            GType::Union(union) => {
                let objects = union
                    .members
                    .iter()
                    .filter(|one| matches!(one, GType::Object(_) | GType::Ref(_)));
                // A value that fits two alternatives may have the members of both.
                if objects.count() > 1 && !self.are_disjoint(&union.members) {
                    self.unmerged.push("alternatives that are closed together".to_owned());
                    return GType::Union(union);
                }
                let members: Vec<GType> = union
                    .members
                    .into_iter()
                    .map(|member| self.close(member, closing, depth + 1))
                    .collect();
                GType::union(members)
            }
            GType::Unknown => GType::Unknown,
            other => other,
        }
    }

    fn close_object(mut object: ObjectType, closing: &Closing) -> GType {
        let open = object.unknown_keys != Some(UnknownKeys::Strict)
            && !object.index.iter().any(|signature| signature.key == GType::String);
        if open {
            match closing {
                Closing::Open => {}
                Closing::Closed => object.unknown_keys = Some(UnknownKeys::Strict),
                Closing::Rest(value) => merge_object::push_rest(&mut object, value.clone()),
            }
        }
        GType::Object(object)
    }

    /// What a name means, once that is known. `None` while it is being worked out, and where the
    /// schema has too many parts.
    pub(super) fn behind(&mut self, id: &TypeId) -> Option<GType> {
        let mut id = id.clone();
        for _ in 0..=self.types.len() + self.merges.len() {
            self.settle_one(&id);
            match &self.types.get(&id)?.gtype {
                GType::Ref(next) => id = next.id.clone(),
                other => {
                    // A copy costs what it holds: schemas can double at every name.
                    self.budget = self.budget.saturating_sub(size(other));
                    return (self.budget > 0).then(|| other.clone());
                }
            }
        }
        None
    }
}
