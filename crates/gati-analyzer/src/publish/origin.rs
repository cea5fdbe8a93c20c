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
    /// Whether somebody else had to be asked.
    pub found_out: bool,
}

impl Origins {
    fn is_empty(&self) -> bool {
        self.schemas.is_empty() && !self.models && !self.found_out
    }

    fn add(&mut self, other: &Self) {
        self.schemas.extend(&other.schemas);
        self.models |= other.models;
        self.found_out |= other.found_out;
    }

    /// The origin that was asked last.
    pub(crate) fn source(&self) -> ProvenanceSource {
        if self.found_out {
            return ProvenanceSource::Fallback;
        }
        match (self.schemas.is_empty(), self.models) {
            (true, false) => ProvenanceSource::Declared,
            (false, false) => ProvenanceSource::Schema,
            (_, true) => ProvenanceSource::Model,
        }
    }
}

impl Publisher<'_, '_> {
    /// Whether everything from here on is what somebody else said.
    pub(crate) fn all_found_out(&mut self, all: bool) {
        self.all_found_out = all;
    }

    /// What was written since the last call is made of.
    pub(crate) fn take_origins(&mut self) -> Origins {
        let origins = std::mem::take(&mut self.origins);
        Origins { found_out: origins.found_out || self.all_found_out, ..origins }
    }

    /// A type or a member of this file is being written.
    pub(super) fn note_file(&mut self, file: FileId) {
        if file != FileId::NONE && self.evaluator.sources.is_schema(file) {
            self.origins.schemas.insert(file);
        }
        self.origins.found_out |=
            file < FileId::LIBRARY && self.evaluator.sources.is_found_out(file);
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
