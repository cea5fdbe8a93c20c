//! `instanceof`, and functions that say what their argument is.

use super::state::Reference;
use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::{ContextId, NamedKey, Place, Ty, Type};
use crate::ir::{Body, DeclKind, Expr, ExprId, FunctionId, Pattern, Statement, TypeNode};
use crate::resolve::symbol::{Meaning, Symbol};

/// What a function says of one of its parameters.
pub(super) struct Predicate {
    /// `None` for `this`.
    pub parameter: Option<usize>,
    pub ty: Option<Ty>,
    pub asserts: bool,
}

impl Evaluator<'_> {
    pub(super) fn narrow_predicate(&mut self, call: ExprId, sense: bool, walk: &mut Walk) {
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Call { callee, arguments, .. } = facts.expression(call) else { return };
        if !arguments.iter().any(|argument| walk.reference(*argument).is_some()) {
            return;
        }
        match self.predicate_of_call(call, *callee, walk) {
            Ok(Some(predicate)) if !predicate.asserts => {
                self.apply_predicate(&predicate, arguments, sense, walk);
            }
            Ok(_) => {}
            Err(_) => {
                // It may say something of what it is given.
                for argument in arguments {
                    self.unclear(*argument, walk);
                }
            }
        }
    }

    fn unclear(&mut self, id: ExprId, walk: &mut Walk) {
        let Some(reference) = walk.reference(id) else { return };
        if let Ok(value) = self.infer(id, walk, Want::default()) {
            let opened = self.expand(value.ty);
            let narrows = matches!(
                self.store.get(opened),
                Type::Union(_) | Type::Unknown | Type::Any | Type::Boolean
            );
            if narrows {
                self.learn(reference, None, walk);
            }
        }
    }

    fn apply_predicate(
        &mut self,
        predicate: &Predicate,
        arguments: &[ExprId],
        sense: bool,
        walk: &mut Walk,
    ) {
        let Some(argument) = predicate.parameter.and_then(|index| arguments.get(index)) else {
            return;
        };
        let argument = *argument;
        let place = walk.place(argument);
        let Some(candidate) = predicate.ty else {
            // `asserts x`.
            self.assume(argument, sense, walk);
            return;
        };
        self.refine_reference(argument, walk, &mut |this, value| {
            this.narrowed_to(value, candidate, sense, place)
        });
    }

    /// A statement that is a call: it may assert something, or never come back.
    pub(super) fn after_call(&mut self, statement: ExprId, walk: &mut Walk) {
        if !walk.state.is_reached() {
            return;
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Call { callee, arguments, .. } = facts.expression(statement) else { return };
        let Some((function, context)) = self.declared_callee(*callee, walk) else { return };
        let home = self.store.context(context).file;
        let home_facts = self.sources.facts(home);
        let Some(node) = home_facts.signature(function).returns else { return };
        match home_facts.node(node) {
            TypeNode::Predicate { asserts: true, .. } => {
                match self.predicate_of_call(statement, *callee, walk) {
                    Ok(Some(predicate)) => {
                        self.apply_predicate(&predicate, arguments, true, walk);
                    }
                    Ok(None) => {}
                    Err(_) => {
                        for argument in arguments {
                            self.unclear(*argument, walk);
                        }
                    }
                }
            }
            TypeNode::Keyword(crate::ir::Keyword::Never) => walk.state.end(),
            _ => {}
        }
    }

    /// The function a call certainly means.
    fn declared_callee(
        &mut self,
        callee: ExprId,
        walk: &mut Walk,
    ) -> Option<(FunctionId, ContextId)> {
        let found = self.infer(callee, walk, Want::default()).ok()?;
        let opened = self.expand(found.ty);
        match self.get(opened) {
            Type::Function { function, context, constructs: false } => Some((function, context)),
            _ => None,
        }
    }

    fn predicate_of_call(
        &mut self,
        call: ExprId,
        callee: ExprId,
        walk: &mut Walk,
    ) -> Result<Option<Predicate>, Stuck> {
        let place = walk.place(callee);
        let found = self.infer(callee, walk, Want::default())?;
        let opened = self.expand(found.ty);
        let Type::Function { function, context, constructs: false } = self.get(opened) else {
            return Ok(None);
        };
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.function(function);
        let Some(node) = signature.returns else {
            // A body that is one condition says what the condition says.
            return self.evident_predicate(function, context, None, place);
        };
        let TypeNode::Predicate { asserts, subject, node } = facts.node(node) else {
            return Ok(None);
        };
        let parameter = subject.as_ref().and_then(|subject| {
            signature.parameters.iter().position(|own| own.name.as_ref() == Some(subject))
        });
        let ty = match node {
            Some(node) => {
                let inner = if signature.type_params.is_empty() {
                    context
                } else {
                    self.instantiated(call, function, context, walk)?
                };
                Some(self.eval(*node, inner))
            }
            None => None,
        };
        Ok(Some(Predicate { parameter, ty, asserts: *asserts }))
    }

    /// What a function without a declared result says of its parameter, exactly or not at all.
    pub(super) fn evident_predicate(
        &mut self,
        function: FunctionId,
        context: ContextId,
        given: Option<&[Option<Ty>]>,
        place: Place,
    ) -> Result<Option<Predicate>, Stuck> {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.function(function);
        if signature.is_async || signature.generator {
            return Ok(None);
        }
        let condition = match &signature.body {
            Some(Body::Expression(value)) => *value,
            Some(Body::Block(statements)) => match statements.as_slice() {
                [Statement::Return { value: Some(value), .. }] => *value,
                _ => return Ok(None),
            },
            None => return Ok(None),
        };
        if !speaks_of_a_condition(facts.expression(condition)) {
            return Ok(None);
        }
        let [only, ..] = signature.parameters.as_slice() else { return Ok(None) };
        let Some(Pattern::Name(local)) = &only.pattern else { return Ok(None) };
        if facts.local(*local).reassigned || only.rest {
            return Ok(None);
        }
        let mut walk = self.walk_into(function, context);
        self.bind_given(function, given, &mut walk);
        let result = self.infer(condition, &mut walk, Want::default())?;
        let opened = self.expand(result.ty);
        if !matches!(self.store.get(opened), Type::Boolean) {
            return Ok(None);
        }
        let declared = self.local_name(*local, place, &walk)?;
        let before = walk.state.clone();
        self.assume(condition, true, &mut walk);
        let narrowed = self.local_name(*local, place, &walk)?;
        if narrowed == declared {
            return Ok(None);
        }
        // It must say nothing of what is left out, or it is not said exactly.
        walk.state = before;
        self.declare(*local, super::Declared::Known(narrowed.clone()), &walk);
        walk.state.forget(&Reference::local(*local));
        self.assume(condition, false, &mut walk);
        let rest = self.local_name(*local, place, &walk)?;
        if !self.constituents(rest.ty).is_empty() {
            return Ok(None);
        }
        Ok(Some(Predicate { parameter: Some(0), ty: Some(narrowed.ty), asserts: false }))
    }

    /// What is left of `value` when it is, or is not, a `candidate`.
    fn narrowed_to(
        &mut self,
        value: &Value,
        candidate: Ty,
        sense: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let opened = self.expand(value.ty);
        let members = self.constituents(value.ty);
        if matches!(self.store.get(opened), Type::Any | Type::Unknown) {
            return if sense { Ok(Value::of(candidate)) } else { Ok(value.clone()) };
        }
        let candidates = self.constituents(candidate);
        let mut kept: Vec<Ty> = Vec::new();
        for wanted in &candidates {
            for member in &members {
                let found = if self.is_covered(*wanted, *member, place)? {
                    *member
                } else if self.is_covered(*member, *wanted, place)? {
                    *wanted
                } else {
                    continue;
                };
                if !kept.contains(&found) {
                    kept.push(found);
                }
            }
        }
        if !sense {
            let rest: Vec<Ty> =
                members.iter().copied().filter(|member| !kept.contains(member)).collect();
            return Ok(Value::of(self.union(rest)));
        }
        if !kept.is_empty() {
            return Ok(Value::of(self.union(kept)));
        }
        match (self.decided(value.ty, candidate), self.decided(candidate, value.ty)) {
            (_, Ok(true)) => Ok(Value::of(candidate)),
            (Ok(true), _) => Ok(value.clone()),
            _ => stuck(place, "what is left of this"),
        }
    }

    pub(super) fn narrow_instance(
        &mut self,
        object: ExprId,
        class: ExprId,
        sense: bool,
        walk: &mut Walk,
    ) {
        let place = walk.place(object);
        let Some(reference) = walk.reference(object) else { return };
        let Ok(value) = self.infer(object, walk, Want::default()) else { return };
        let narrowed = match self.instance_of(class, walk) {
            Some(instance) => self.narrowed_to_instance(&value, instance, sense, place),
            None => stuck(place, "what `instanceof` leaves of this"),
        };
        self.learn(reference, narrowed.ok(), walk);
    }

    /// The type of the instances of a class.
    pub(super) fn instance_of(&mut self, class: ExprId, walk: &Walk) -> Option<Ty> {
        let Expr::Identifier(name) = walk.facts.expression(class) else { return None };
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        let place = walk.place(class);
        match self.sources.lookup(file, scope, name, Meaning::Value) {
            Ok(Some(Symbol::Declared { file, scope, name })) => {
                let sites = self.sources.declarations(file, scope, &name);
                let is_plain = sites.iter().any(
                    |site| matches!(site.kind(), DeclKind::Class(body) if body.params.is_empty()),
                );
                is_plain.then(|| {
                    let arguments = Vec::new();
                    self.plain(Type::Named(NamedKey { file, scope, name, arguments }))
                })
            }
            Ok(None) if matches!(&**name, "Date" | "Error" | "URL" | "RegExp") => {
                self.builtin(name, &[], place)
            }
            _ => None,
        }
    }

    fn narrowed_to_instance(
        &mut self,
        value: &Value,
        instance: Ty,
        sense: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let opened = self.expand(value.ty);
        if matches!(self.store.get(opened), Type::Any | Type::Unknown) {
            return if sense { Ok(Value::of(instance)) } else { Ok(value.clone()) };
        }
        let mut kept = Vec::new();
        let mut rest = Vec::new();
        for member in self.constituents(value.ty) {
            if self.derives_from(member, instance) {
                kept.push(member);
                continue;
            }
            rest.push(member);
            if self.derives_from(instance, member) {
                kept.push(instance);
            }
        }
        if !sense {
            return Ok(Value::of(self.union(rest)));
        }
        if kept.is_empty() {
            return stuck(place, "what `instanceof` leaves of this");
        }
        Ok(Value::of(self.union(kept)))
    }

    /// Whether one class is another, or extends it.
    fn derives_from(&mut self, ty: Ty, base: Ty) -> bool {
        let mut current = self.force(ty);
        let base = self.force(base);
        for _ in 0..20 {
            if current == base {
                return true;
            }
            let Type::Named(named) = self.get(current) else { return false };
            let sites = self.sources.declarations(named.file, named.scope, &named.name);
            let heritage = sites.iter().find_map(|site| match site.kind() {
                DeclKind::Class(body) => body.extends.clone().map(|found| (site, found)),
                _ => None,
            });
            let Some((site, heritage)) = heritage else { return false };
            let context = self.context_of(site.file, site.scope());
            let place = Place { file: site.file, span: heritage.span };
            let next = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
            current = self.force(next);
        }
        false
    }
}

fn speaks_of_a_condition(expression: &Expr) -> bool {
    match expression {
        Expr::Binary { operator, .. } => {
            matches!(*operator, "===" | "!==" | "==" | "!=" | "&&" | "||" | "in" | "instanceof")
        }
        Expr::Unary { operator: "!", .. } | Expr::Call { .. } => true,
        _ => false,
    }
}
