//! Conditional types: distribution over a naked parameter, and `infer`.

use super::{ContextId, Evaluator, Ty, Type};
use crate::ir::{Name, NodeId, TypeNode};

impl Evaluator<'_> {
    pub(super) fn eval_conditional(
        &mut self,
        check: NodeId,
        extends: NodeId,
        branches: (NodeId, NodeId),
        context: ContextId,
    ) -> Ty {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        let naked = match facts.node(check) {
            TypeNode::Reference { path, arguments } if arguments.is_empty() && path.len() == 1 => {
                here.bindings.iter().rev().find(|(bound, _)| *bound == path[0]).cloned()
            }
            _ => None,
        };
        let Some((param, argument)) = naked else {
            let checked = self.eval(check, context);
            return self.decide(checked, extends, branches, context);
        };
        let opened = self.shown(argument);
        match self.get(opened) {
            Type::Union(_) | Type::Boolean | Type::Never => {
                let results = self
                    .constituents(opened)
                    .into_iter()
                    .map(|member| {
                        let inner = self.bind(context, vec![(Name::clone(&param), member)]);
                        self.decide(member, extends, branches, inner)
                    })
                    .collect();
                self.union(results)
            }
            _ => self.decide(argument, extends, branches, context),
        }
    }

    fn decide(
        &mut self,
        checked: Ty,
        extends: NodeId,
        (yes, no): (NodeId, NodeId),
        context: ContextId,
    ) -> Ty {
        let opened = self.expand(checked);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return opened;
        }
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        if self.has_hole(checked) {
            let place = self.place(extends, context);
            return self.unsupported(
                place,
                "`infer` through a conditional type",
                "infer from the object it stands for",
            );
        }
        let placeholders = super::infer::placeholders(&facts, extends);
        let inner = if placeholders.is_empty() {
            context
        } else {
            match self.infer_from(checked, extends, &placeholders, context) {
                Ok(inner) => inner,
                Err(failed) => return self.blame(failed, extends, context),
            }
        };
        let target = self.eval(extends, inner);
        let target = self.reveal(target);
        match self.store.get(target) {
            Type::Problem(_) => return target,
            Type::Any | Type::Unknown => return self.eval(yes, inner),
            _ => {}
        }
        if matches!(self.store.get(opened), Type::Any) {
            let yes = self.eval(yes, inner);
            let no = self.eval(no, context);
            return self.union(vec![yes, no]);
        }
        match self.decided(checked, target) {
            Ok(true) => self.eval(yes, inner),
            Ok(false) => self.eval(no, context),
            Err(failed) => self.blame(failed, extends, context),
        }
    }

    /// A failure that has no place of its own, at the place that asked.
    fn blame(&mut self, failed: Ty, node: NodeId, context: ContextId) -> Ty {
        let Type::Problem(id) = self.get(failed) else { return failed };
        let mut problem = self.problem_of(id).clone();
        if problem.place.span != crate::ir::Span::default() {
            return failed;
        }
        problem.place = self.place(node, context);
        self.fail(problem)
    }
}
