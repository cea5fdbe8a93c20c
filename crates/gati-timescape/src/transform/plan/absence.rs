//! Members that may be `null` or absent on one side only.

use gati_types::{GType, Property};
use serde_json::Value;

use super::{
    object::Ops,
    place::{Place, Places},
    planner::Planner,
    question::OpenQuestion,
};
use crate::transform::{op::Op, simplify::Way};

impl<'a> Planner<'a> {
    /// What takes the place of `null` where the target has none: a value, or nothing at all.
    pub(super) fn without_null(
        &self,
        own: &'a Property,
        property: &'a Property,
        below: &Places,
    ) -> (Option<Value>, bool) {
        if !self.source.may_be_null(&own.gtype) || self.target.may_be_null(&property.gtype) {
            return (None, false);
        }
        let default = match self.way {
            Way::Up if self.defaults_at(&below.target) => property.docs.default.clone(),
            _ => None,
        };
        if let Some(value) = self.given(&below.target).cloned().or(default) {
            return (Some(value), false);
        }
        (None, self.way == Way::Down && property.optional)
    }

    /// The question about `null` that was asked of a place on the way is answered.
    pub(super) fn forget_null(&mut self, mark: usize, place: &Place) {
        let about_null = |question: &OpenQuestion| {
            question.text == super::union::NO_NULL
                && question.position == place.position
                && question.path == place.pointer
        };
        let asked: Vec<String> = self
            .questions
            .values()
            .skip(mark)
            .filter(|question| about_null(question))
            .map(|question| question.id.clone())
            .collect();
        for id in asked {
            self.questions.shift_remove(&id);
        }
    }

    /// What stands where the source leaves a member out.
    pub(super) fn presence(
        &mut self,
        own: &'a Property,
        property: &'a Property,
        below: &Places,
        ops: &mut Ops,
    ) {
        let may_be_absent = own.optional || self.source.may_be_absent(&own.gtype);
        if !may_be_absent {
            return;
        }
        let takes_absent = property.optional || self.target.may_be_absent(&property.gtype);
        let (old, new) = (&own.docs.default, &property.docs.default);
        let name = property.name.clone();
        let default = match self.way {
            Way::Up if !self.defaults_at(&below.target) => None,
            // What an old client leaves out means what it meant: the old default, and only where
            // there was none the new one, because the handler's type has no absence any more.
            Way::Up => match (old, new) {
                (Some(old), Some(new)) if old == new && takes_absent => None,
                (Some(old), _) => Some(old.clone()),
                (None, Some(new)) => Some(new.clone()),
                (None, None) => None,
            },
            Way::Down => None,
        };
        if let Some(value) = default {
            ops.added.push(Op::Default { name, value, null: false });
            return;
        }
        if takes_absent {
            return;
        }
        if let Some(value) = self.given(&below.target).cloned().or_else(|| self.constant(property))
        {
            ops.added.push(Op::Default { name, value, null: false });
            return;
        }
        let text = format!("{} may be absent and is required on the other side", property.name);
        self.stub(&below.target, &property.gtype, Some(&own.gtype), text);
    }
}

/// The one alternative beside `null`.
pub(super) fn not_null(gtype: &GType) -> Option<&GType> {
    let GType::Union(union) = gtype else { return None };
    let mut rest = union.members.iter().filter(|one| !matches!(one, GType::Null));
    match (rest.next(), rest.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
