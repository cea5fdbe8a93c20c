//! Names a body declares: variables, functions, and what functions know of what is around them.

use super::pattern::Typing;
use super::state::{Reference, Root, State};
use super::{Declared, Evaluator, Typed, Value, Walk, Want};
use crate::evaluate::Type;
use crate::ir::{Expr, ExprId, FunctionId, LocalId, Pattern};

impl Evaluator<'_> {
    pub(super) fn declare_function(
        &mut self,
        local: LocalId,
        function: FunctionId,
        walk: &mut Walk,
    ) {
        let ty = self.function_type(function, walk);
        // A hoisted function knows nothing of the conditions around it.
        self.closure_state(function, &State::default(), walk);
        self.declare(local, Declared::Known(Value::of(ty)), walk);
    }

    pub(super) fn declare(&mut self, local: LocalId, declared: Declared, walk: &Walk) {
        let Some(activation) = walk.activation else { return };
        if let Some(own) = self.values.activations.get_mut(activation as usize) {
            own.locals.insert(local, declared);
        }
    }

    pub(super) fn declare_variable(
        &mut self,
        pattern: &Pattern,
        node: Option<crate::ir::NodeId>,
        value: Option<ExprId>,
        walk: &mut Walk,
    ) {
        if let Some(value) = value {
            self.effects(value, walk);
        }
        let declared = node.map(|node| {
            let place = self.place(node, walk.context);
            let ty = self.eval(node, walk.context);
            self.certain(ty, place)
        });
        let Pattern::Name(local) = pattern else {
            return self.declare_parts(pattern, declared, value, walk);
        };
        let reference = Reference::local(*local);
        walk.state.forget(&reference);
        if let Some(declared) = declared {
            let known = match declared {
                Ok(known) => Declared::Known(known),
                Err(stuck) => Declared::Unknown(stuck),
            };
            self.declare(*local, known.clone(), walk);
            if let (Declared::Known(known), Some(value)) = (known, value) {
                self.narrowed_by_assignment(&reference, &known, value, walk);
            }
            return;
        }
        let is_const = matches!(walk.facts.local(*local).kind, crate::ir::LocalKind::Const);
        let evolves = match value.map(|value| walk.facts.expression(value).clone()) {
            None => true,
            Some(Expr::Null) => !is_const,
            Some(Expr::Identifier(name)) => !is_const && &*name == "undefined",
            Some(Expr::Array(items)) if items.is_empty() => {
                self.declare(*local, Declared::EvolvingArray, walk);
                let never = self.plain(Type::Never);
                let empty = self.plain(Type::Array { items: never, readonly: false });
                walk.state.set(reference, Some(Value::of(empty)));
                return;
            }
            Some(_) => false,
        };
        if evolves {
            self.declare(*local, Declared::Evolving, walk);
            let first = match value.map(|value| walk.facts.expression(value).clone()) {
                Some(Expr::Null) => Type::Null,
                _ => Type::Undefined,
            };
            let first = self.plain(first);
            walk.state.set(reference, Some(Value::of(first)));
            return;
        }
        let Some(value) = value else { return };
        let found = self.infer(value, walk, Want::default());
        let declared = found.clone().map(|found| {
            if is_const {
                let ty = self.widen_objects(found.ty);
                Value { ty, fresh: found.fresh }
            } else {
                Value::of(self.widen_fully(&found))
            }
        });
        match declared {
            Ok(known) => {
                self.declare(*local, Declared::Known(known.clone()), walk);
                if !is_const {
                    self.reduce_by_assignment(&reference, &known, found, walk);
                }
            }
            Err(stuck) => self.declare(*local, Declared::Unknown(stuck), walk),
        }
    }

    /// `const { a, b } = value`.
    fn declare_parts(
        &mut self,
        pattern: &Pattern,
        declared: Option<Typed>,
        value: Option<ExprId>,
        walk: &mut Walk,
    ) {
        let typing = if declared.is_some() { Typing::Declared } else { Typing::Evident };
        let whole = match (declared, value) {
            (Some(declared), _) => declared,
            (None, Some(value)) => self.infer(value, walk, Want::default()).map(|mut found| {
                found.ty = self.widen_objects(found.ty);
                found
            }),
            (None, None) => return,
        };
        self.bind_pattern(pattern, whole.clone(), typing, walk);
        if let (Ok(whole), Typing::Evident) = (&whole, typing) {
            let source = value.filter(|value| walk.reference(*value).is_some());
            self.remember_siblings(pattern, whole, source, walk);
        }
    }

    /// What a function that is written here knows: what was narrowed and cannot change any more.
    pub(super) fn closure_state(&mut self, function: FunctionId, state: &State, walk: &Walk) {
        let mut kept = State::default();
        for (reference, value) in state.entries() {
            let Root::Local(local) = reference.root else { continue };
            if !reference.path.is_empty() {
                continue;
            }
            // TypeScript keeps what is known behind the last assignment; which one that is, is
            // not followed.
            let changes = walk.facts.local(local).reassigned;
            kept.set(reference.clone(), if changes { None } else { value.clone() });
        }
        let Some(activation) = walk.activation else { return };
        if let Some(own) = self.values.activations.get_mut(activation as usize) {
            own.closures.insert(function, kept);
        }
    }
}
