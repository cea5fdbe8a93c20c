//! The members of a type: its own, those only a class sees, those of the framework.

use super::{Evaluator, Typed, Value, stuck};
use crate::evaluate::{Place, Ty, Type};
use crate::ir::{MemberKind, Name};

/// Where a member of a class is looked at from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Inside,
    Outside,
}

impl Evaluator<'_> {
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
                return Ok(self.either(&all));
            }
            Type::Object(shape) => {
                if let Some(property) = shape.property(name) {
                    let (ty, optional) = (property.ty, property.optional);
                    let mut found = self.certain(ty, place)?;
                    // A constant of a namespace or a module widens like one beside it.
                    if let Type::SymbolValue { symbol, .. } = self.get(ty) {
                        found.fresh = self.symbol_value(&symbol, place)?.fresh;
                    }
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
    pub(super) fn class_member(
        &mut self,
        owner: Ty,
        name: &Name,
        from: From,
        place: Place,
    ) -> Option<Typed> {
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

    /// `req.body` of `req: Request<{ body: T }>`, `gctx.modules`, `lctx.requestId`.
    fn framework_member(
        &mut self,
        framework: &str,
        arguments: &[Ty],
        name: &Name,
        place: Place,
    ) -> Typed {
        match (framework, &**name) {
            ("Request", "params" | "query" | "headers" | "body") => {
                self.declared_position(arguments, name, place)
            }
            ("GlobalContext", "modules") => {
                let name = Name::from(super::modules::REGISTRY);
                Ok(Value::of(self.plain(Type::Framework { name, arguments: Vec::new() })))
            }
            (super::modules::REGISTRY, _) => self.module_member(name, place),
            ("Request" | "GlobalContext" | "LocalContext", _) => {
                let interface = format!("{framework}Members");
                let found = self.member_of_library(&interface, name, Vec::new(), place);
                found.unwrap_or_else(|| stuck(place, "a member of the framework's own"))
            }
            _ => stuck(place, "a member of the framework's own"),
        }
    }

    fn declared_position(&mut self, arguments: &[Ty], name: &str, place: Place) -> Typed {
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
