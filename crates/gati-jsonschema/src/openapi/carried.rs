//! What the text of a request can carry of a type.

use gati_types::GType;

use super::Api;

/// What text of a request can carry of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carried {
    /// One text.
    One,
    /// A text for each item.
    Several,
    /// Nothing.
    Nothing,
}

impl<'a> Api<'a> {
    /// What text in the place of `gtype` can carry.
    pub(crate) fn carried(&self, gtype: &GType) -> Carried {
        self.carried_within(gtype, &mut Vec::new())
    }

    /// `open` holds the names that are being looked into: nothing that mentions itself ends as text
    /// because of that mention.
    fn carried_within<'b>(&self, gtype: &'b GType, open: &mut Vec<&'b str>) -> Carried
    where
        'a: 'b,
    {
        match gtype {
            GType::Ref(reference) => {
                let id = reference.id.as_str();
                let Some(named) = self.manifest.types.get_str(id) else { return Carried::One };
                if open.contains(&id) {
                    return Carried::Nothing;
                }
                open.push(id);
                let carried = self.carried_within(&named.gtype, open);
                open.pop();
                carried
            }
            GType::Object(_)
            | GType::Map(_)
            | GType::File
            | GType::RegExp
            | GType::NonPrimitive
            | GType::Never
            | GType::Undefined
            | GType::Void
            | GType::Symbol
            | GType::Function => Carried::Nothing,
            GType::Array(array) => several(self.carried_within(&array.items, open)),
            GType::Set(set) => several(self.carried_within(&set.items, open)),
            GType::Tuple(tuple) => {
                let is_text = tuple
                    .elements
                    .iter()
                    .all(|one| self.carried_within(&one.gtype, open) == Carried::One);
                if is_text { Carried::Several } else { Carried::Nothing }
            }
            GType::Refined(refined) => self.carried_within(&refined.base, open),
            GType::Union(union) => {
                let all: Vec<Carried> =
                    union.members.iter().map(|member| self.carried_within(member, open)).collect();
                if all.contains(&Carried::Several) {
                    Carried::Several
                } else if all.contains(&Carried::One) {
                    Carried::One
                } else {
                    Carried::Nothing
                }
            }
            _ => Carried::One,
        }
    }

    /// Of a list where there is one text: its item, as one text is a list of one.
    pub(crate) fn single(&self, gtype: &GType) -> GType {
        match self.resolve(gtype) {
            GType::Array(array) => array.items.as_ref().clone(),
            GType::Set(set) => set.items.as_ref().clone(),
            GType::Tuple(tuple) => {
                tuple.elements.first().map_or(GType::Never, |element| element.gtype.clone())
            }
            GType::Refined(refined)
                if matches!(
                    self.resolve(&refined.base),
                    GType::Array(_) | GType::Set(_) | GType::Tuple(_)
                ) =>
            {
                self.single(&refined.base)
            }
            _ => gtype.clone(),
        }
    }
}

fn several(items: Carried) -> Carried {
    if items == Carried::One { Carried::Several } else { Carried::Nothing }
}
