//! Where the types that are written down came from, as far as that is not plain source text.

use std::collections::BTreeSet;

use gati_types::ProvenanceSource;

use super::Publisher;
use crate::evaluate::{Place, Ty};
use crate::resolve::FileId;

/// What a published type is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// Files of schema values.
    pub schemas: BTreeSet<FileId>,
    /// Whether a member is one of a model.
    pub models: bool,
}

impl Origins {
    fn is_empty(&self) -> bool {
        self.schemas.is_empty() && !self.models
    }

    fn add(&mut self, other: &Self) {
        self.schemas.extend(&other.schemas);
        self.models |= other.models;
    }

    /// The origin that was asked last.
    pub(crate) fn source(&self) -> ProvenanceSource {
        match (self.schemas.is_empty(), self.models) {
            (true, false) => ProvenanceSource::Declared,
            (false, false) => ProvenanceSource::Schema,
            (_, true) => ProvenanceSource::Model,
        }
    }
}

impl Publisher<'_, '_> {
    /// What was written since the last call is made of.
    pub(crate) fn take_origins(&mut self) -> Origins {
        std::mem::take(&mut self.origins)
    }

    /// A type or a member of this file is being written.
    pub(super) fn note_file(&mut self, file: FileId) {
        if file != FileId::NONE && self.evaluator.sources.is_schema(file) {
            self.origins.schemas.insert(file);
        }
    }

    pub(super) fn note_place(&mut self, place: Place) {
        self.note_file(place.file);
        self.origins.models |= self.evaluator.models.contains(&place)
            || self.evaluator.sources.is_of_prisma(place.file);
    }

    /// A type is written that was written before.
    pub(super) fn note_known(&mut self, ty: Ty) {
        if let Some(known) = self.traced.get(&ty) {
            self.origins.add(known);
        }
    }

    /// Begins to write a type; [`Publisher::leave`] takes what this gives.
    pub(super) fn enter_type(&mut self) -> Origins {
        std::mem::take(&mut self.origins)
    }

    /// A type is written.
    pub(super) fn leave_type(&mut self, ty: Ty, outer: Origins) {
        let own = std::mem::replace(&mut self.origins, outer);
        if !own.is_empty() {
            self.origins.add(&own);
            self.traced.insert(ty, own);
        }
    }
}
