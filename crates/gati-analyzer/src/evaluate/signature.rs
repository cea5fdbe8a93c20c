//! What can be called and constructed: the signatures of a type in the order TypeScript reads
//! them in, which is what decides among overloads.

use super::{ContextId, Evaluator, NamedKey, Place, Shape, Ty, Type};
use crate::ir::{Access, ClassBody, DeclKind, FunctionId, MemberKind};
use crate::resolve::FileId;

/// How a signature is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Called,
    Constructed,
}

/// One signature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signature {
    /// A [`Type::Function`].
    pub function: Ty,
    /// What it makes where it does not say so itself: it belongs to a class.
    pub instance: Option<Ty>,
}

impl Evaluator<'_> {
    /// Adds a signature behind those that are known; one that is called is looked at first.
    pub(super) fn add_signature(&self, shape: &mut Shape, signature: Ty) {
        let Some(known) = shape.callable else {
            shape.callable = Some(signature);
            return;
        };
        if known == signature || shape.others.contains(&signature) {
            return;
        }
        if self.is_constructed(signature) && !self.is_constructed(known) {
            shape.others.push(signature);
        } else {
            shape.others.push(known);
            shape.callable = Some(signature);
        }
    }

    /// Adds a signature of syntax, which knows of the overloads before it.
    pub(super) fn add_overload(
        &mut self,
        shape: &mut Shape,
        (function, context): (FunctionId, ContextId),
        how: How,
    ) {
        let constructs = how == How::Constructed;
        let file = self.store.context(context).file;
        if let Some(earlier) = self.sources.facts(file).signature(function).earlier {
            let earlier = self.plain(Type::Function { function: earlier, context, constructs });
            shape.others.retain(|known| *known != earlier);
            if shape.callable == Some(earlier) {
                shape.callable = shape.others.pop();
            }
        }
        let signature = self.plain(Type::Function { function, context, constructs });
        self.add_signature(shape, signature);
    }

    fn is_constructed(&self, signature: Ty) -> bool {
        matches!(self.store.get(signature), Type::Function { constructs: true, .. })
    }

    /// The last overload that can be seen from outside: the implementation cannot.
    pub(super) fn visible_overload(&self, function: FunctionId, file: FileId) -> FunctionId {
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        match signature.earlier {
            Some(earlier) if signature.has_body => earlier,
            _ => function,
        }
    }

    /// The signatures of a type; `None` if it has some that are not known.
    pub(crate) fn signatures_of(&mut self, ty: Ty, how: How) -> Option<Vec<Signature>> {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Callable => None,
            Type::Function { constructs, .. } if constructs != (how == How::Constructed) => {
                Some(Vec::new())
            }
            Type::Function { function, context, constructs } => {
                let file = self.store.context(context).file;
                let facts = self.sources.facts(file);
                let mut chain = vec![opened];
                let mut current = function;
                while let Some(earlier) = facts.signature(current).earlier {
                    let signature = Type::Function { function: earlier, context, constructs };
                    chain.push(self.plain(signature));
                    current = earlier;
                }
                chain.reverse();
                let of = |function| Signature { function, instance: None };
                Some(chain.into_iter().map(of).collect())
            }
            Type::Object(shape) => self.signatures_of_shape(&shape, how),
            Type::Refined { base, members: Some(members), .. } => {
                let mut all = self.signatures_of(base, how)?;
                all.extend(self.signatures_of(members, how)?);
                Some(all)
            }
            _ => Some(Vec::new()),
        }
    }

    /// The signatures of an object; `None` if it has some that are not known.
    pub(super) fn signatures_of_shape(
        &mut self,
        shape: &Shape,
        how: How,
    ) -> Option<Vec<Signature>> {
        let mut all = Vec::new();
        for signature in shape.others.iter().chain(&shape.callable) {
            all.extend(self.signatures_of(*signature, how)?);
        }
        if how == How::Constructed {
            for signature in &mut all {
                signature.instance = shape.instance;
            }
        }
        Some(all)
    }

    /// What a signature gives.
    pub(super) fn result_of(&mut self, signature: Signature, place: Place) -> Ty {
        match (signature.instance, self.get(signature.function)) {
            (Some(instance), _) => instance,
            (None, Type::Function { function, context, .. }) => {
                self.declared_return(function, context, place)
            }
            _ => self.plain(Type::Unknown),
        }
    }

    /// Gives the value of a class what its constructor takes: its own, that of the class it
    /// extends, or nothing.
    pub(super) fn add_constructors(&mut self, shape: &mut Shape, class: &NamedKey) {
        let known = self.constructor_of(class.clone());
        let signature = match known {
            Some(signature) => signature,
            None => self.plain(Type::Callable),
        };
        self.add_signature(shape, signature);
    }

    /// The constructor of a class; `None` where it is not for everybody, or not known.
    fn constructor_of(&mut self, class: NamedKey) -> Option<Ty> {
        let mut class = class;
        for _ in 0..100 {
            let sites = self.sources.declarations(class.file, class.scope, &class.name);
            let (site, body) = sites.iter().find_map(|site| match site.kind() {
                DeclKind::Class(body) => Some((site, body)),
                _ => None,
            })?;
            let context = self.instantiate(site, &class, &body.params, None);
            if let Some((function, access)) = own_constructor(body) {
                let function = self.visible_overload(function, site.file);
                let signature = Type::Function { function, context, constructs: true };
                return (access == Access::Everybody).then(|| self.plain(signature));
            }
            if body.extends_expression.is_some() {
                return None;
            }
            let Some(heritage) = &body.extends else { return self.empty_constructor() };
            let place = Place { file: site.file, span: heritage.span };
            let base = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
            let Type::Named(base) = self.get(base) else { return None };
            class = base;
        }
        None
    }

    /// Whether the value of a class cannot be constructed itself.
    pub(super) fn is_abstract(&self, signature: Signature) -> bool {
        if let Some(Type::Named(class)) = signature.instance.map(|class| self.store.get(class)) {
            let sites = self.sources.declarations(class.file, class.scope, &class.name);
            return sites
                .iter()
                .any(|site| matches!(site.kind(), DeclKind::Class(body) if body.is_abstract));
        }
        match self.store.get(signature.function) {
            Type::Function { function, context, .. } => {
                let file = self.store.context(*context).file;
                self.sources.facts(file).signature(*function).is_abstract
            }
            _ => false,
        }
    }
}

/// The last constructor of a class, which knows of the ones before it.
fn own_constructor(body: &ClassBody) -> Option<(FunctionId, Access)> {
    body.members.iter().rev().find_map(|member| match member.kind {
        MemberKind::Construct(function) => Some((function, member.access)),
        _ => None,
    })
}
