//! Names, members and indices: one file, because each is a reference that narrowing can be about.

use super::state::{Reference, Root};
use super::{Declared, Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{ContextId, Lit, Place, Ty, Type};
use crate::ir::{Expr, ExprId, LocalId, MemberKind, Name};
use crate::resolve::symbol::{Meaning, Symbol};

/// The name under which a context says which run of a function it belongs to. No type can be
/// called so.
pub(super) const ACTIVATION: &str = "#run";

/// Where a member of a class is looked at from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Inside,
    Outside,
}

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

    fn declared(&self, local: LocalId, walk: &Walk) -> Option<Declared> {
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

    /// An array that was made empty, where it is read.
    fn evolved(&mut self, known: Value, place: Place) -> Typed {
        let Type::Array { items, .. } = self.get(known.ty) else { return Ok(known) };
        let opened = self.expand(items);
        if matches!(self.store.get(opened), Type::Never) {
            return stuck(place, "an empty array says nothing about its items");
        }
        let members = self.constituents(items).into_iter().map(Value::of).collect();
        let items = self.reduced(members, place)?.ty;
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
            Ok(Some(symbol)) => self.symbol_value(&symbol, place),
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

    /// What conditions can speak of: a name, and members of it.
    pub(super) fn reference(&mut self, id: ExprId, walk: &Walk) -> Option<Reference> {
        reference_of(id, walk)
    }

    /// What is known of a member at this place.
    fn narrowed(&mut self, id: ExprId, walk: &Walk) -> Option<Typed> {
        if walk.state.entries().is_empty() {
            return None;
        }
        let reference = self.reference(id, walk)?;
        let known = walk.state.get(&reference)?;
        Some(match known {
            Some(value) => Ok(value.clone()),
            None => stuck(walk.place(id), "what is known of it here is not certain"),
        })
    }

    /// The object of an access, with `?.` looked through.
    fn accessed(&mut self, object: ExprId, optional: bool, walk: &mut Walk) -> Typed {
        let found = self.infer(object, walk, Want::default())?;
        if !optional {
            return Ok(found);
        }
        walk.broke_off |= self.may_be_nullish(found.ty);
        let ty = self.non_nullable(found.ty);
        Ok(Value { ty, fresh: found.fresh })
    }

    pub(super) fn member_access(
        &mut self,
        id: ExprId,
        object: ExprId,
        name: &Name,
        optional: bool,
        walk: &mut Walk,
    ) -> Typed {
        let place = walk.place(id);
        let owner = self.accessed(object, optional, walk)?;
        if let Some(known) = self.narrowed(id, walk) {
            return known;
        }
        let from = if matches!(walk.facts.expression(object), Expr::This) {
            From::Inside
        } else {
            From::Outside
        };
        if let Some(found) = self.class_member(owner.ty, name, from, place) {
            return found;
        }
        let mut found = self.member_of(owner.ty, name, place)?;
        // `E.A` is a literal from the source, a variable of that type is not.
        let revealed = self.force(found.ty);
        if matches!(self.store.get(revealed), Type::Member { .. }) && self.is_enum(object, walk) {
            found = Value { ty: revealed, fresh: vec![revealed] };
        }
        Ok(found)
    }

    fn is_enum(&mut self, id: ExprId, walk: &Walk) -> bool {
        let Expr::Identifier(name) = walk.facts.expression(id) else { return false };
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        let Ok(Some(Symbol::Declared { file, scope, name })) =
            self.sources.lookup(file, scope, name, Meaning::Value)
        else {
            return false;
        };
        self.sources
            .declarations(file, scope, &name)
            .iter()
            .any(|site| matches!(site.kind(), crate::ir::DeclKind::Enum { .. }))
    }

    pub(super) fn index_access(
        &mut self,
        id: ExprId,
        object: ExprId,
        index: ExprId,
        optional: bool,
        walk: &mut Walk,
    ) -> Typed {
        let place = walk.place(id);
        let owner = self.accessed(object, optional, walk)?;
        if let Some(known) = self.narrowed(id, walk) {
            return known;
        }
        let key = self.infer(index, walk, Want::default())?;
        if let Type::Literal(Lit::String(name)) = self.get(key.ty) {
            return self.member_of(owner.ty, &name, place);
        }
        let opened = self.expand(owner.ty);
        if matches!(self.store.get(opened), Type::Framework { .. } | Type::Any) {
            return stuck(place, "indexing this");
        }
        let found = self.indexed_access(owner.ty, key.ty, place);
        self.certain(found, place)
    }

    /// `value.name`.
    pub(super) fn member_of(&mut self, owner: Ty, name: &Name, place: Place) -> Typed {
        let opened = self.expand(owner);
        match self.get(opened) {
            Type::Any => return Ok(Value::of(opened)),
            Type::Framework { name: framework, arguments } => {
                return self.framework_member(&framework, &arguments, name, place);
            }
            Type::Refined { base, .. } => return self.member_of(base, name, place),
            Type::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    all.push(self.member_of(member, name, place)?);
                }
                return Ok(self.either(all));
            }
            Type::Object(shape) => {
                if let Some(property) = shape.property(name) {
                    let (ty, optional) = (property.ty, property.optional);
                    let found = self.certain(ty, place)?;
                    return Ok(if optional {
                        Value::of(self.or_undefined(found.ty))
                    } else {
                        found
                    });
                }
            }
            _ => {
                if let Some(found) = self.library_member(opened, name, place) {
                    return found;
                }
            }
        }
        let key = self.store.string_literal(name);
        let found = self.indexed_access(opened, key, place);
        match self.certain(found, place) {
            Ok(found) => Ok(found),
            Err(stuck) => self.library_member(opened, name, place).unwrap_or(Err(stuck)),
        }
    }

    /// A member of a class that its type does not show: a private one from inside, a getter whose
    /// type is what it gives.
    fn class_member(&mut self, owner: Ty, name: &Name, from: From, place: Place) -> Option<Typed> {
        let owner = self.force(owner);
        let Type::Named(named) = self.get(owner) else { return None };
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        let (site, body) = sites.iter().find_map(|site| match site.kind() {
            crate::ir::DeclKind::Class(body) => Some((site, body)),
            _ => None,
        })?;
        let facts = self.sources.facts(site.file);
        let member = body.members.iter().find(|member| {
            !member.is_static
                && match &member.name {
                    crate::ir::KeyName::Static(own) => own == name,
                    crate::ir::KeyName::Private => {
                        let text = facts.text_at(member.span);
                        let text = text.strip_prefix("readonly ").unwrap_or(text);
                        let text = text.strip_prefix("async ").unwrap_or(text);
                        text.strip_prefix(&**name).is_some_and(|rest| {
                            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
                        })
                    }
                    crate::ir::KeyName::Computed(_) => false,
                }
        })?;
        let is_hidden = member.access != crate::ir::Access::Everybody
            || matches!(member.name, crate::ir::KeyName::Private);
        let is_evident = matches!(&member.kind, MemberKind::Getter(function)
            if facts.signature(*function).returns.is_none());
        if !(is_evident || is_hidden && from == From::Inside) {
            return None;
        }
        let context = self.instantiate(site, &named, &body.params, Some(owner));
        let ty = match &member.kind {
            MemberKind::Property { node: Some(node), .. } => self.later(*node, context),
            MemberKind::Property { node: None, initialiser: Some(expression) } => {
                let constant = member.readonly;
                self.plain(Type::DeferredValue { expression: *expression, context, constant })
            }
            MemberKind::Method(function) => {
                self.plain(Type::Function { function: *function, context, constructs: false })
            }
            MemberKind::Getter(function) => {
                let returned = self.returned_value(*function, context, place);
                return Some(returned);
            }
            _ => return Some(stuck(place, "this member")),
        };
        let found = self.certain(ty, place);
        Some(found.map(|found| {
            if member.optional { Value::of(self.or_undefined(found.ty)) } else { found }
        }))
    }

    /// `req.body` of `req: Request<{ body: T }>`.
    fn framework_member(
        &mut self,
        framework: &str,
        arguments: &[Ty],
        name: &str,
        place: Place,
    ) -> Typed {
        if framework != "Request" {
            return stuck(place, "a member of the framework's own");
        }
        if !matches!(name, "params" | "query" | "headers" | "body") {
            return stuck(place, "a member of the framework's own");
        }
        let Some(shape) = arguments.first() else {
            return stuck(place, "the position is not declared");
        };
        let shape = self.expand(*shape);
        match self.get(shape) {
            Type::Object(shape) => match shape.property(name) {
                Some(property) => {
                    let (ty, optional) = (property.ty, property.optional);
                    let found = self.certain(ty, place)?;
                    Ok(if optional { Value::of(self.or_undefined(found.ty)) } else { found })
                }
                None => stuck(place, "the position is not declared"),
            },
            _ => stuck(place, "the position is not declared"),
        }
    }
}

/// What conditions can speak of: a name, and members of it.
fn reference_of(id: ExprId, walk: &Walk) -> Option<Reference> {
    match walk.facts.expression(id) {
        Expr::Local(local) => Some(Reference::local(*local)),
        // It is always the same.
        Expr::Identifier(name) if matches!(&**name, "undefined" | "NaN" | "Infinity") => None,
        Expr::Identifier(name) => {
            Some(Reference { root: Root::Outer(Name::clone(name)), path: Vec::new() })
        }
        Expr::This => Some(Reference { root: Root::This, path: Vec::new() }),
        Expr::Member { object, name, .. } => {
            let mut reference = reference_of(*object, walk)?;
            reference.path.push(Name::clone(name));
            Some(reference)
        }
        Expr::Index { object, index, .. } => {
            let name = match walk.facts.expression(*index) {
                Expr::Literal(literal) => Name::from(Lit::from_literal(literal).text()),
                _ => return None,
            };
            let mut reference = reference_of(*object, walk)?;
            reference.path.push(name);
            Some(reference)
        }
        Expr::Chain(inner) | Expr::NonNull(inner) => reference_of(*inner, walk),
        Expr::Typed { kind: crate::ir::ConstKind::Satisfies, value, .. } => {
            reference_of(*value, walk)
        }
        Expr::Assign { operator: "=", target, .. } => reference_of(*target, walk),
        _ => None,
    }
}
