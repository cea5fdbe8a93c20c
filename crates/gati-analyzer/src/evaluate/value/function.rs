//! What functions give: by their declaration, or by everything their body returns.

use super::call::Callee;
use super::state::Reach;
use super::{Declared, Evaluator, Stuck, Typed, Value, Walk, Want, stuck, walk::Watch};
use crate::evaluate::{ContextId, Place, Ty, Type};
use crate::ir::{Body, Expr, ExprId, FunctionId, Name, Span};
use crate::resolve::FileId;

/// Everything a body returns.
struct Returns {
    function: FunctionId,
    is_async: bool,
    context: Option<Ty>,
    asked: Asked,
    values: Vec<Typed>,
    /// `return;`, or the end of the body.
    empty: bool,
    /// Nothing comes back: it calls itself, or something that never does, or it is no declaration.
    never: bool,
}

/// Who wants to know what a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The call that takes it.
    AsCallback,
    /// Somebody who met its type.
    Alone,
}

impl Watch for Returns {
    fn returned(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        value: Option<ExprId>,
        span: Span,
    ) {
        let Some(mut value) = value else {
            self.empty = true;
            return;
        };
        if walk.state.reach == Reach::Exhausted {
            let place = Place { file: walk.file, span };
            self.values.push(stuck(place, "a `return` that is never reached"));
            return;
        }
        if self.is_async
            && let Expr::Await(inner) = walk.facts.expression(value)
        {
            value = *inner;
        }
        if evaluator.is_call_of(self.function, value, walk) {
            self.never = true;
            return;
        }
        let want = Want { context: self.context, constant: false };
        let found = evaluator.infer(value, walk, want).map(|found| {
            if !self.is_async {
                return found;
            }
            Value { ty: evaluator.awaited(found.ty), fresh: found.fresh }
        });
        if let Ok(found) = &found {
            let opened = evaluator.expand(found.ty);
            self.never |= matches!(evaluator.store.get(opened), Type::Never);
        }
        self.values.push(found);
    }
}

impl Evaluator<'_> {
    /// The type of a function that is written at this place.
    pub(super) fn function_type(&mut self, function: FunctionId, walk: &Walk) -> Ty {
        let mut context = walk.context;
        if !walk.facts.function(function).is_arrow && self.store.context(context).this.is_some() {
            let mut changed = self.store.context(context).clone();
            changed.this = None;
            context = self.store.add_context(changed);
        }
        self.plain(Type::Function { function, context, constructs: false })
    }

    /// The declared return type of a signature, or what its body gives; a problem if neither is
    /// certain.
    pub(in crate::evaluate) fn declared_return(
        &mut self,
        function: FunctionId,
        context: ContextId,
        place: Place,
    ) -> Ty {
        let context = self.open_signature(function, context);
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        if let Some(node) = signature.returns {
            return self.eval(node, context);
        }
        let found = if signature.type_params.is_empty() {
            self.returned_value(function, context, place).map(|found| found.ty)
        } else {
            stuck(place, "a generic function without a return type")
        };
        match found {
            Ok(ty) if !self.mentions_library(ty, 0) => ty,
            found => {
                let (at, why) = match found {
                    Err(stuck) => (stuck.place, stuck.why),
                    Ok(_) => (place, "it gives an iterator".into()),
                };
                let own = Place { file, span: signature.span };
                let mut secondary = vec![(own, "this function".to_owned())];
                if at.file != crate::resolve::FileId::NONE && at.span != Span::default() {
                    secondary.push((at, "here it ceases to be certain".to_owned()));
                }
                let message = format!("the function has no return type: {why}");
                let mut problem =
                    crate::evaluate::Problem::new(crate::codes::Code::ValueUnknown, place, message)
                        .help("write what it returns, as in `function load(): User`");
                problem.secondary = secondary;
                self.fail(problem)
            }
        }
    }

    /// The context inside a signature: its own parameters stand for their constraints.
    pub(in crate::evaluate) fn open_signature(
        &mut self,
        function: FunctionId,
        context: ContextId,
    ) -> ContextId {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let params = &facts.signature(function).type_params;
        if params.is_empty() {
            return context;
        }
        let bindings = params
            .iter()
            .map(|param| {
                let ty = match param.constraint {
                    Some(node) => self.later(node, context),
                    None => self.plain(Type::Unknown),
                };
                (Name::clone(&param.name), ty)
            })
            .collect();
        self.bind(context, bindings)
    }

    /// What a call of `function` gives, its type parameters bound in `context`.
    pub(super) fn returned_value(
        &mut self,
        function: FunctionId,
        context: ContextId,
        place: Place,
    ) -> Typed {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        if let Some(node) = signature.returns {
            let ty = self.eval(node, context);
            return self.certain(ty, place);
        }
        if !signature.type_params.is_empty() {
            self.leaves_parameters_alone(function, context, place)?;
        }
        let key = (function, context);
        if self.activation_of(context).is_none()
            && let Some(known) = self.values.returns.get(&key)
        {
            return known.clone();
        }
        let found = self.returned_with((function, context), None, None, place);
        if self.activation_of(context).is_none() {
            self.values.returns.insert(key, found.clone());
        }
        found
    }

    /// Refuses a generic body that looks into its type parameters: with what they stand for it
    /// would see more than TypeScript does.
    fn leaves_parameters_alone(
        &mut self,
        function: FunctionId,
        context: ContextId,
        place: Place,
    ) -> Result<(), Stuck> {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let rigid = facts
            .function(function)
            .type_params
            .iter()
            .map(|param| {
                let name = Name::from(format!("{}!", param.name));
                (Name::clone(&param.name), self.plain(Type::Hole { name, spread: false }))
            })
            .collect();
        let opaque = self.bind(context, rigid);
        self.returned_with((function, opaque), None, None, place).map(|_| ())
    }

    /// What the body of `function` gives if its parameters are `given`.
    pub(super) fn returned_with(
        &mut self,
        (function, context): Callee,
        given: Option<&[Option<Ty>]>,
        expected: Option<Ty>,
        place: Place,
    ) -> Typed {
        let key = (function, context);
        if self.values.active.contains(&key) {
            return stuck(place, "a function that calls itself");
        }
        if self.values.active.len() > 60 {
            return stuck(place, "calls that nest too deeply");
        }
        self.values.active.push(key);
        let found = self.body_value(key, given, expected, place);
        self.values.active.pop();
        found
    }

    fn body_value(
        &mut self,
        (function, context): Callee,
        given: Option<&[Option<Ty>]>,
        expected: Option<Ty>,
        place: Place,
    ) -> Typed {
        let mut walk = self.walk_into(function, context);
        let facts = std::rc::Rc::clone(&walk.facts);
        let signature = facts.function(function);
        if signature.generator {
            return stuck(place, "a generator");
        }
        self.bind_given(function, given, &mut walk);
        let expected = match expected {
            Some(expected) if signature.is_async => Some(self.awaited(expected)),
            other => other,
        };
        let is_alone = given.is_none() && expected.is_none();
        let asked = if is_alone { Asked::Alone } else { Asked::AsCallback };
        let mut returns = Returns {
            function,
            asked,
            is_async: signature.is_async,
            context: expected,
            values: Vec::new(),
            empty: false,
            never: false,
        };
        let ends = match &signature.body {
            None => return stuck(place, "a function without a return type"),
            Some(Body::Expression(value)) => {
                let span = facts.expression_span(*value);
                returns.returned(self, &mut walk, Some(*value), span);
                true
            }
            Some(Body::Block(statements)) => {
                self.block(statements, &mut walk, &mut returns);
                !walk.state.is_reached()
            }
        };
        returns.empty |= !ends;
        returns.never |= signature.is_expression;
        let found = self.combined(returns, walk.file, place)?;
        if !signature.is_async {
            return Ok(found);
        }
        Ok(Value::of(self.plain(Type::Promise(found.ty))))
    }

    fn combined(&mut self, returns: Returns, file: FileId, place: Place) -> Typed {
        let mut values = Vec::with_capacity(returns.values.len() + 1);
        for value in returns.values {
            values.push(value?);
        }
        let empty = returns.empty;
        if values.is_empty() {
            let never = !empty && returns.never;
            return Ok(Value::of(self.plain(if never { Type::Never } else { Type::Void })));
        }
        if empty {
            values.push(Value::of(self.plain(Type::Undefined)));
        }
        let found = self.reduced(&values, place)?;
        let mut ty = found.ty;
        let mut fresh = found.fresh.clone();
        if self.is_unit(ty) {
            let keeps = returns.context.is_some_and(|context| self.keeps_literals(&found, context));
            if !keeps {
                ty = self.widen_literals(&found);
                // `id({ f: () => 'x' })` keeps the literal where the call infers the type of the
                // whole, and which call does is not followed here.
                if ty != found.ty
                    && returns.asked == Asked::Alone
                    && !returns.is_async
                    && self.is_part_of_argument(returns.function, file)
                {
                    return stuck(place, "a function that gives a literal, within an argument");
                }
            }
            fresh = Vec::new();
        }
        Ok(Value { ty: self.widen_objects(ty), fresh })
    }

    /// Whether `value` is a plain call of `function` itself.
    fn is_call_of(&mut self, function: FunctionId, value: ExprId, walk: &mut Walk) -> bool {
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Call { callee, .. } = facts.expression(value) else { return false };
        if !matches!(facts.expression(*callee), Expr::Local(_) | Expr::Identifier(_)) {
            return false;
        }
        let Ok(found) = self.infer(*callee, walk, Want::default()) else { return false };
        let file = walk.file;
        match self.store.get(found.ty) {
            Type::Function { function: called, context, .. } => {
                *called == function && self.store.context(*context).file == file
            }
            _ => false,
        }
    }

    /// Declares the parameters of a function that is walked into.
    pub(crate) fn bind_given(
        &mut self,
        function: FunctionId,
        given: Option<&[Option<Ty>]>,
        walk: &mut Walk,
    ) {
        let facts = std::rc::Rc::clone(&walk.facts);
        for (position, parameter) in facts.function(function).parameters.iter().enumerate() {
            let Some(pattern) = &parameter.pattern else { continue };
            let place = Place { file: walk.file, span: parameter.span };
            let given = given.and_then(|given| given.get(position).copied().flatten());
            let found: Typed = match (parameter.node, given, parameter.default) {
                (Some(node), ..) => {
                    let ty = self.eval(node, walk.context);
                    self.certain(ty, place)
                }
                (None, Some(given), _) => Ok(Value::of(given)),
                (None, None, Some(default)) => self
                    .infer(default, walk, Want::default())
                    .map(|found| Value::of(self.widen_fully(&found))),
                (None, None, None) => stuck(place, "a parameter without a type"),
            };
            let found = found.map(|mut found| {
                if parameter.default.is_some() {
                    found.ty = self.without_undefined(found.ty);
                } else if parameter.optional && !parameter.rest && given.is_none() {
                    found.ty = self.or_undefined(found.ty);
                }
                found
            });
            if let crate::ir::Pattern::Name(local) = pattern {
                let declared = match found {
                    Ok(found) => Declared::Known(found),
                    Err(stuck) => Declared::Unknown(stuck),
                };
                self.declare(*local, declared, walk);
            } else {
                let typed = if parameter.node.is_some() {
                    super::pattern::Typing::Declared
                } else {
                    super::pattern::Typing::Evident
                };
                self.bind_pattern(pattern, found, typed, walk);
            }
        }
    }
}

impl Evaluator<'_> {
    /// Whether a function is written within what a call is given.
    fn is_part_of_argument(&self, function: FunctionId, file: FileId) -> bool {
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        if !signature.is_expression {
            return false;
        }
        let own = signature.span;
        let everything = Span { start: 0, end: u32::MAX };
        facts.expressions_inside(everything).any(|(_, expression, _)| {
            let (Expr::Call { arguments, .. } | Expr::New { arguments, .. }) = expression else {
                return false;
            };
            arguments.iter().any(|argument| {
                let span = facts.expression_span(*argument);
                span.start <= own.start && own.end <= span.end
            })
        })
    }
}
