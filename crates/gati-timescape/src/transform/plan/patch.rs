//! JSON Patch (RFC 6902): the body says what becomes of a document, which is what changed.

use gati_types::{GType, Literal};

use super::{
    place::Places,
    planner::{Absent, Planner},
};
use crate::transform::{error::TransformError, op::Op, simplify::Way, view::View};

/// The brand that `JsonPatch<T>` has.
const BRAND: &str = "JsonPatch";

impl<'a> Planner<'a> {
    /// The operations for a list that both sides say is a JSON Patch.
    pub(crate) fn json_patch(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Option<Vec<Op>>, TransformError> {
        let (Some(from), Some(to)) = (document(self.source, source), document(self.target, target))
        else {
            return Ok(None);
        };
        if self.is_same(from, to) {
            return Ok(None);
        }
        if self.way == Way::Down {
            // What cannot be followed is refused, and an answer cannot be.
            let text = "a JSON Patch of another document is in an answer".to_owned();
            self.stub(&places.target, target, Some(source), text);
            return Ok(Some(Vec::new()));
        }
        // The patch is partial, and a document that is its value is whole.
        let absent = std::mem::replace(&mut self.absent, Absent::Default);
        let ops = self.convert(from, to, &places.items().child("value", "value"));
        self.absent = absent;
        let ops = ops?;
        Ok(Some(if ops.is_empty() { ops } else { vec![Op::Patch { ops }] }))
    }
}

/// The document of a JSON Patch: what an operation on the place `""` has as its value.
fn document<'a>(view: View<'a>, gtype: &'a GType) -> Option<&'a GType> {
    let GType::Refined(refined) = view.unnamed(gtype) else { return None };
    if !refined.brands.iter().any(|brand| brand == BRAND) {
        return None;
    }
    let GType::Array(list) = view.node(&refined.base) else { return None };
    view.alternatives(&list.items).into_iter().find_map(|one| {
        let GType::Object(operation) = view.node(one) else { return None };
        let path = &operation.property("path")?.gtype;
        let whole =
            matches!(view.node(path), GType::Literal(Literal::String(text)) if text.is_empty());
        whole.then_some(&operation.property("value")?.gtype)
    })
}
