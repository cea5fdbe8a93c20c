//! `JsonPatch<T>` (RFC 6902): a list of operations, of which the one on the whole document says
//! what the document is.

use gati_types::Constraints;

use super::store::{Prop, PropKind, Shape};
use super::{Evaluator, Place, Ty, Type};
use crate::ir::Name;

/// An RFC 6901 JSON Pointer.
const POINTER: &str = "^(?:/(?:[^~/]|~[01])*)*$";
/// One that leads into the document.
const POINTER_WITHIN: &str = "^(?:/(?:[^~/]|~[01])*)+$";

/// What a list of operations is marked with, for who carries them over between releases.
const BRAND: &str = "JsonPatch";

impl Evaluator<'_> {
    /// `JsonPatch<T>`.
    pub(super) fn json_patch(&mut self, document: Ty, place: Place) -> Ty {
        let items = self.json_patch_operation(document, place);
        let list = self.plain(Type::Array { items, readonly: false });
        self.refine(list, Constraints::default(), &[BRAND.to_owned()])
    }

    /// `JsonPatchOperation<T>`.
    pub(super) fn json_patch_operation(&mut self, document: Ty, place: Place) -> Ty {
        let set = ["add", "replace", "test"];
        let whole = self.store.string_literal("");
        let pointer = self.pointer(POINTER);
        let within = self.pointer(POINTER_WITHIN);
        let kinds = [Type::String, Type::Number, Type::Boolean, Type::NonPrimitive, Type::Null];
        let kinds = kinds.into_iter().map(|kind| self.plain(kind)).collect();
        let anything = self.union(kinds);
        let operations = vec![
            self.operation(&set, &[("path", whole), ("value", document)], place),
            self.operation(&set, &[("path", within), ("value", anything)], place),
            self.operation(&["remove"], &[("path", pointer)], place),
            self.operation(&["move", "copy"], &[("from", pointer), ("path", pointer)], place),
        ];
        self.union(operations)
    }

    fn pointer(&mut self, pattern: &str) -> Ty {
        let text = self.plain(Type::String);
        let patterns = vec![pattern.to_owned()];
        self.refine(text, Constraints { patterns, ..Constraints::default() }, &[])
    }

    fn operation(&mut self, names: &[&str], members: &[(&str, Ty)], place: Place) -> Ty {
        let names = names.iter().map(|name| self.store.string_literal(name)).collect();
        let op = self.union(names);
        let member = |(name, ty): (&str, Ty)| Prop {
            name: Name::from(name),
            ty,
            optional: false,
            readonly: false,
            docs: None,
            place,
            kind: PropKind::Field,
            key: None,
        };
        let properties =
            std::iter::once(("op", op)).chain(members.iter().copied()).map(member).collect();
        self.store.object(Shape { properties, ..Shape::default() })
    }
}
