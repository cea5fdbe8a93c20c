//! What the language itself brings: members of its types and its global values, declared in
//! TypeScript beside this file and read like any other declarations.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::{Evaluator, Typed, Value, stuck};
use crate::evaluate::{ContextId, Place, Ty, Type};
use crate::ir::{DeclKind, FileFacts, InterfaceBody, MODULE_SCOPE, MemberKind, Name};
use crate::resolve::symbol::Symbol;
use crate::resolve::{FileId, FileView};

/// The member that says what going over an iterator gives.
pub(super) const ITERATED: &str = "iterated";

/// The declarations, read once.
pub(crate) fn library() -> Arc<FileFacts> {
    static FACTS: OnceLock<Arc<FileFacts>> = OnceLock::new();
    let lower = || {
        let text = include_str!("library.ts").to_owned();
        Arc::new(crate::syntax::lower(PathBuf::from("node_modules/typescript/library.ts"), text))
    };
    Arc::clone(FACTS.get_or_init(lower))
}

impl Evaluator<'_> {
    fn library_context(&mut self) -> ContextId {
        self.context_of(FileId::LIBRARY, MODULE_SCOPE)
    }

    pub(super) fn has_library_value(&self, name: &Name) -> bool {
        let facts = self.sources.facts(FileId::LIBRARY);
        facts
            .declarations_of(MODULE_SCOPE, &format!("{name}Value"))
            .any(|(_, found)| matches!(found.kind, DeclKind::Variable(_) | DeclKind::Function(_)))
    }

    /// A global value of the language.
    pub(super) fn library_value(&mut self, name: &Name, place: Place) -> Typed {
        if !self.has_library_value(name) {
            return stuck(place, "a name that nothing declares");
        }
        let name = Name::from(format!("{name}Value"));
        let symbol = Symbol::Declared { file: FileId::LIBRARY, scope: MODULE_SCOPE, name };
        self.symbol_value(&symbol, place)
    }

    /// A member that the language gives to every value of a type; `None` if there is none.
    pub(super) fn library_member(&mut self, ty: Ty, name: &Name, place: Place) -> Option<Typed> {
        let (interface, arguments): (&str, Vec<Ty>) = match self.get(ty) {
            Type::Array { items, readonly: false } => ("ArrayMembers", vec![items]),
            Type::Array { items, readonly: true } => ("ReadonlyArrayMembers", vec![items]),
            Type::Tuple { slots, readonly } => {
                let items = self.slot_union(&slots);
                let name = if readonly { "ReadonlyArrayMembers" } else { "ArrayMembers" };
                (name, vec![items])
            }
            Type::String | Type::Template(_) => ("StringMembers", Vec::new()),
            Type::Number => ("NumberMembers", Vec::new()),
            Type::BigInt => ("BigIntMembers", Vec::new()),
            Type::Boolean => ("BooleanMembers", Vec::new()),
            Type::Literal(literal) => {
                let widened = self.plain(literal.widened());
                return self.library_member(widened, name, place);
            }
            Type::Date => ("DateMembers", Vec::new()),
            Type::RegExp => ("RegExpMembers", Vec::new()),
            Type::Url => ("UrlMembers", Vec::new()),
            Type::Map { key, value, .. } => ("MapMembers", vec![key, value]),
            Type::Set { items, .. } => ("SetMembers", vec![items]),
            Type::Promise(value) => ("PromiseMembers", vec![value]),
            Type::Object(_) => ("ObjectMembers", Vec::new()),
            _ => return None,
        };
        let mut bindings = vec![(Name::from("Self"), ty)];
        let facts = self.sources.facts(FileId::LIBRARY);
        let body = interface_of(&facts, interface)?;
        let params = body.params.iter().map(|param| Name::clone(&param.name));
        bindings.extend(params.zip(arguments));
        self.member_of_library(interface, name, bindings, place)
    }

    /// A member of an interface of this file; `None` if there is none.
    pub(super) fn member_of_library(
        &mut self,
        interface: &str,
        name: &Name,
        bindings: Vec<(Name, Ty)>,
        place: Place,
    ) -> Option<Typed> {
        let facts = self.sources.facts(FileId::LIBRARY);
        let body = interface_of(&facts, interface)?;
        let member = body.members.iter().rev().find(
            |member| matches!(&member.name, crate::ir::KeyName::Static(own) if own == name),
        )?;
        let context = self.library_context();
        let context = self.bind(context, bindings);
        match &member.kind {
            MemberKind::Method(function) => {
                let function = Type::Function { function: *function, context, constructs: false };
                Some(Ok(Value::of(self.plain(function))))
            }
            MemberKind::Property { node: Some(node), .. } => {
                let ty = self.eval(*node, context);
                Some(self.certain(ty, place))
            }
            _ => None,
        }
    }

    /// Whether a type of this file is in `ty`: an iterator is no data.
    pub(in crate::evaluate) fn mentions_library(&self, ty: Ty, depth: u32) -> bool {
        if depth > 6 {
            return false;
        }
        let below = |ty: Ty| self.mentions_library(ty, depth + 1);
        match self.store.get(ty) {
            Type::Named(named) => {
                named.file == FileId::LIBRARY || named.arguments.iter().any(|own| below(*own))
            }
            Type::Array { items, .. } | Type::Set { items, .. } | Type::Promise(items) => {
                below(*items)
            }
            Type::Map { key, value, .. } => below(*key) || below(*value),
            Type::Tuple { slots, .. } => slots.iter().any(|slot| below(slot.ty)),
            Type::Union(members) => members.iter().any(|member| below(*member)),
            Type::Object(shape) => {
                shape.property(ITERATED).is_some_and(|own| own.place.file == FileId::LIBRARY)
                    || shape.properties.iter().any(|own| below(own.ty))
                    || shape.index.iter().any(|own| below(own.value))
            }
            Type::Hole { .. } => true,
            _ => false,
        }
    }
}

fn interface_of<'f>(facts: &'f FileView, name: &str) -> Option<&'f InterfaceBody> {
    facts.declarations_of(MODULE_SCOPE, name).find_map(|(_, found)| match &found.kind {
        DeclKind::Interface(body) => Some(body),
        _ => None,
    })
}
