//! Names: of a body, of the file, of the language.

use super::state::{Reference, Root};
use super::{Declared, Evaluator, Typed, Value, Walk, stuck};
use crate::evaluate::{ContextId, Lit, Place, Ty, Type};
use crate::ir::{Expr, ExprId, LocalId, Name};
use crate::resolve::symbol::{Meaning, Symbol};

/// The name under which a context says which run of a function it belongs to. No type can be
/// called so.
pub(super) const ACTIVATION: &str = "#run";

impl Evaluator<'_> {
    /// The run of a function that `context` sees around it.
    pub(super) fn activation_of(&self, context: ContextId) -> Option<u32> {
        let bindings = &self.store.context(context).bindings;
        let (_, number) = bindings.iter().rev().find(|(name, _)| &**name == ACTIVATION)?;
        match self.store.get(*number) {
            Type::Literal(Lit::Number(bits)) => {
                crate::evaluate::intrinsic::count(f64::from_bits(*bits))
            }
            _ => None,
        }
    }

    pub(super) fn declared(&self, local: LocalId, walk: &Walk) -> Option<Declared> {
        let mut current = walk.activation;
        while let Some(id) = current {
            let activation = self.values.activations.get(id as usize)?;
            if let Some(found) = activation.locals.get(&local) {
                return Some(found.clone());
            }
            current = activation.parent;
        }
        None
    }

    pub(super) fn is_evolving_array(&self, local: LocalId, walk: &Walk) -> bool {
        matches!(self.declared(local, walk), Some(Declared::EvolvingArray))
    }

    /// What something is declared to be, before anything is known of its place.
    pub(super) fn declared_value(&mut self, reference: &Reference, walk: &Walk) -> Option<Value> {
        if let (Root::Local(local), []) = (&reference.root, reference.path.as_slice()) {
            return match self.declared(*local, walk) {
                Some(Declared::Known(value)) => Some(value),
                _ => None,
            };
        }
        None
    }

    pub(super) fn evolves(&self, reference: &Reference, walk: &Walk) -> bool {
        matches!(
            (&reference.root, reference.path.is_empty()),
            (Root::Local(local), true)
                if matches!(self.declared(*local, walk), Some(Declared::Evolving))
        )
    }

    pub(super) fn local_name(&mut self, local: LocalId, place: Place, walk: &Walk) -> Typed {
        let reference = Reference::local(local);
        match walk.state.get(&reference) {
            Some(None) => return stuck(place, "what is known of it here is not certain"),
            Some(Some(known)) => {
                if matches!(self.declared(local, walk), Some(Declared::EvolvingArray)) {
                    return self.evolved(known.clone(), place);
                }
                return Ok(known.clone());
            }
            None => {}
        }
        match self.declared(local, walk) {
            Some(Declared::Known(value)) => Ok(value),
            Some(Declared::Unknown(stuck)) => Err(stuck),
            Some(Declared::Evolving | Declared::EvolvingArray) => {
                stuck(place, "it has no type and is assigned to elsewhere")
            }
            None => stuck(place, "it is used before it is declared"),
        }
    }

    /// The items of an array that was made empty: where ways met there are several arrays.
    pub(super) fn evolving_items(&mut self, array: Ty) -> Option<Ty> {
        let mut items = Vec::new();
        for member in self.constituents(array) {
            match self.get(member) {
                Type::Array { items: own, .. } => items.push(Value::of(own)),
                _ => return None,
            }
        }
        Some(self.either(&items).ty)
    }

    /// An array that was made empty, where it is read.
    fn evolved(&mut self, known: Value, place: Place) -> Typed {
        let Some(items) = self.evolving_items(known.ty) else { return Ok(known) };
        let opened = self.expand(items);
        if matches!(self.store.get(opened), Type::Never) {
            return stuck(place, "an empty array says nothing about its items");
        }
        let members: Vec<Value> = self.constituents(items).into_iter().map(Value::of).collect();
        let items = self.reduced(&members, place)?.ty;
        Ok(Value::of(self.plain(Type::Array { items, readonly: false })))
    }

    pub(super) fn outer_name(&mut self, name: &Name, place: Place, walk: &Walk) -> Typed {
        let reference = Reference { root: Root::Outer(Name::clone(name)), path: Vec::new() };
        match walk.state.get(&reference) {
            Some(Some(known)) => return Ok(known.clone()),
            Some(None) => return stuck(place, "what is known of it here is not certain"),
            None => {}
        }
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        match self.sources.lookup(file, scope, name, Meaning::Value) {
            Ok(Some(symbol)) => {
                let found = self.symbol_value(&symbol, place)?;
                // Outside functions it is what was assigned last.
                if walk.function.is_none()
                    && self.may_have_changed(&symbol)
                    && self.constituents(found.ty).len() > 1
                {
                    return stuck(place, "a variable that may change");
                }
                Ok(found)
            }
            Ok(None) => match &**name {
                "undefined" => Ok(Value::of(self.plain(Type::Undefined))),
                "NaN" | "Infinity" => Ok(Value::of(self.plain(Type::Number))),
                _ => self.library_value(name, place),
            },
            Err(_) => stuck(place, "the module it comes from is not found"),
        }
    }

    /// The name means what the language says, because nothing declares it.
    pub(super) fn is_global(&mut self, name: &Name, walk: &Walk) -> bool {
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        matches!(self.sources.lookup(file, scope, name, Meaning::Value), Ok(None))
    }

    /// What comes from the packages of the framework.
    pub(crate) fn intrinsic_name(&mut self, id: ExprId, walk: &Walk) -> Option<Name> {
        let Expr::Identifier(name) = walk.facts.expression(id) else { return None };
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        match self.sources.lookup(file, scope, name, Meaning::Value) {
            Ok(Some(Symbol::Intrinsic(name))) => Some(name),
            _ => None,
        }
    }

    pub(super) fn this_value(&mut self, place: Place, walk: &Walk) -> Typed {
        match self.store.context(walk.context).this {
            Some(this) => Ok(Value::of(this)),
            None => stuck(place, "`this`"),
        }
    }
}
