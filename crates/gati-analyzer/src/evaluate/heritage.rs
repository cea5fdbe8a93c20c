//! What interfaces and classes extend, and what that makes of them.

use super::{Evaluator, NamedKey, Place, Ty, Type};
use crate::ir::DeclKind;

impl Evaluator<'_> {
    /// A class and the classes it extends, the nearest first.
    pub(super) fn ancestors(&mut self, named: &NamedKey) -> Vec<NamedKey> {
        let mut found = vec![named.clone()];
        while found.len() < 100 {
            let Some(last) = found.last().cloned() else { break };
            let facts = self.sources.facts(last.file);
            let Some(heritage) =
                facts.declarations_of(last.scope, &last.name).find_map(|(_, declaration)| {
                    match &declaration.kind {
                        DeclKind::Class(body) => body.extends.as_ref(),
                        _ => None,
                    }
                })
            else {
                break;
            };
            let context = self.context_of(last.file, last.scope);
            let place = Place { file: last.file, span: heritage.span };
            let base = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
            match self.get(base) {
                Type::Named(base) => found.push(base),
                _ => break,
            }
        }
        found
    }

    /// Whether a name stands for an interface or a class.
    pub(super) fn has_this(&self, named: &NamedKey) -> bool {
        let facts = self.sources.facts(named.file);
        facts
            .declarations_of(named.scope, &named.name)
            .any(|(_, found)| matches!(found.kind, DeclKind::Interface(_) | DeclKind::Class(_)))
    }

    /// Whether a type is an interface by a name, which is more than the list it extends.
    pub(super) fn is_interface(&mut self, ty: Ty) -> bool {
        let mut current = ty;
        for _ in 0..super::MAX_DEPTH {
            current = self.force(current);
            match self.get(current) {
                Type::Named(named) if self.has_this(&named) => return true,
                Type::Named(_) => {
                    let next = self.open_once(current);
                    if next == current {
                        return false;
                    }
                    current = next;
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether a member of an interface or a class, or of what it extends, speaks of `this`.
    pub(super) fn mentions_this(&mut self, named: &NamedKey, depth: u32) -> bool {
        if depth > 20 {
            return false;
        }
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        for site in sites.iter() {
            let (params, bases, mentions) = match site.kind() {
                DeclKind::Interface(body) => (&body.params, &body.extends[..], body.mentions_this),
                DeclKind::Class(body) => {
                    (&body.params, body.extends.as_slice(), body.mentions_this)
                }
                _ => continue,
            };
            if mentions {
                return true;
            }
            let context = self.instantiate(site, named, params, None);
            for heritage in bases {
                let place = Place { file: site.file, span: heritage.span };
                let base = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
                if let Type::Named(base) = self.get(base)
                    && self.mentions_this(&base, depth + 1)
                {
                    return true;
                }
            }
        }
        false
    }
}
