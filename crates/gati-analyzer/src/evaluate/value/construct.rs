//! `new C()`.

use super::call::Given;
use super::{Evaluator, Typed, Walk, Want, stuck};
use crate::evaluate::{How, NamedKey, Type};
use crate::ir::{DeclKind, Expr, ExprId, Name, NodeId};
use crate::resolve::symbol::Symbol;

impl Evaluator<'_> {
    pub(super) fn construct(
        &mut self,
        callee: ExprId,
        type_arguments: &[NodeId],
        arguments: &[ExprId],
        walk: &mut Walk,
    ) -> Typed {
        let place = walk.place(callee);
        let given =
            Given { id: callee, types: type_arguments, values: arguments, how: How::Constructed };
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Identifier(name) = facts.expression(callee) else {
            let found = self.infer(callee, walk, Want::default())?;
            return self.called(found.ty, given, walk);
        };
        if self.is_global(name, walk) && self.has_library_value(name) {
            let found = self.library_value(name, place)?;
            return self.called(found.ty, given, walk);
        }
        let symbol = self.class_behind(name, walk);
        if type_arguments.is_empty()
            && let Some(symbol) = &symbol
            && let Some(client) = self.new_client(symbol, callee, arguments, walk)
        {
            return client;
        }
        if let Some(Symbol::Declared { file, scope, name }) = symbol {
            let named = NamedKey { file, scope, name, arguments: Vec::new() };
            let is_class = self
                .sources
                .declarations(file, scope, &named.name)
                .iter()
                .any(|site| matches!(site.kind(), DeclKind::Class(_)));
            if !is_class {
                return stuck(place, "an instance of this");
            }
            if type_arguments.is_empty() && !self.has_no_parameters(&named) {
                return stuck(place, "an instance of a generic class without type arguments");
            }
        }
        let path = [Name::clone(name)];
        let ty = self.eval_reference(&path, type_arguments, walk.context, place);
        let opened = self.expand(ty);
        match self.store.get(opened) {
            Type::Framework { .. } => stuck(place, "an instance of this"),
            _ => self.certain(ty, place),
        }
    }

    fn has_no_parameters(&self, named: &NamedKey) -> bool {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        sites.iter().all(|site| match site.kind() {
            DeclKind::Class(body) => body.params.is_empty(),
            _ => true,
        })
    }
}
