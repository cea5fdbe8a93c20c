//! Statements in order: what each place knows, where a body returns, and whether its end is
//! reached.
//!
//! Every kind of statement stands here together, because each is only a way to go on with the
//! state of the others.

use super::pattern::Typing;
use super::state::{Reference, Root, State};
use super::{Activation, Declared, Evaluator, Said, Stuck, Typed, Value, Want, stuck};
use crate::evaluate::{ContextId, Lit, Place, Type};
use crate::ir::{Expr, ExprId, FunctionId, LocalId, Name, Over, Pattern, Span, Statement};
use crate::resolve::{FileId, FileView};
use std::rc::Rc;

/// How often a loop is walked before what it does is not certain.
const MAX_ROUNDS: u32 = 12;

/// Who watches a body while it is walked.
pub(crate) trait Watch {
    /// `return value`; `None` for `return;`.
    fn returned(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        value: Option<ExprId>,
        span: Span,
    );

    /// A statement that is an expression.
    fn ran(&mut self, _evaluator: &mut Evaluator<'_>, _walk: &mut Walk, _value: ExprId) {}

    /// `throw value`.
    fn threw(&mut self, _evaluator: &mut Evaluator<'_>, _walk: &mut Walk, _value: ExprId) {}
}

/// A place in a body: what is known there.
pub(crate) struct Walk {
    pub(crate) facts: Rc<FileView>,
    pub(crate) file: FileId,
    pub(crate) context: ContextId,
    pub(crate) state: State,
    pub(super) activation: Option<u32>,
    pub(super) function: Option<FunctionId>,
    /// Loops, switches and labels around it, with the states that leave them.
    jumps: Vec<Jump>,
    /// What is known where something inside each `try` around may throw.
    pub(super) throws: Vec<Vec<State>>,
    /// Walking to see what a loop changes: nothing is reported yet.
    pub(crate) rehearsing: u32,
    /// The parts of a chain broke off.
    pub(super) broke_off: bool,
}

#[derive(Default)]
struct Jump {
    labels: Vec<Name>,
    is_loop: bool,
    is_plain_label: bool,
    breaks: Vec<State>,
    continues: Vec<State>,
}

impl Walk {
    /// Whether a `try` around catches what is thrown here.
    pub(crate) fn is_caught(&self) -> bool {
        !self.throws.is_empty()
    }

    pub(super) fn place(&self, id: ExprId) -> Place {
        Place { file: self.file, span: self.facts.expression_span(id) }
    }
}

impl Evaluator<'_> {
    /// A place outside any function.
    pub(super) fn walk_outside(&mut self, context: ContextId) -> Walk {
        let file = self.store.context(context).file;
        Walk {
            facts: self.sources.facts(file),
            file,
            context,
            state: State::default(),
            activation: self.activation_of(context),
            function: None,
            jumps: Vec::new(),
            throws: Vec::new(),
            rehearsing: 0,
            broke_off: false,
        }
    }

    /// A place at the beginning of `function`, which `context` sees around it.
    pub(crate) fn walk_into(&mut self, function: FunctionId, context: ContextId) -> Walk {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let parent = self.activation_of(context);
        let state = parent
            .and_then(|parent| self.values.activations.get(parent as usize))
            .and_then(|around| around.closures.get(&function).cloned())
            .unwrap_or_default();
        let id = u32::try_from(self.values.activations.len()).unwrap_or(u32::MAX);
        self.values.activations.push(Activation { parent, ..Activation::default() });
        let number = self.plain(Type::Literal(Lit::number(f64::from(id))));
        let mut inner = self.bind(context, vec![(Name::from(super::access::ACTIVATION), number)]);
        if let Some(scope) = facts.function(function).scope {
            let mut changed = self.store.context(inner).clone();
            changed.scope = scope;
            inner = self.store.add_context(changed);
        }
        let jumps = Vec::new();
        let throws = Vec::new();
        let (rehearsing, broke_off) = (0, false);
        let (activation, function) = (Some(id), Some(function));
        let context = inner;
        Walk {
            facts,
            file,
            context,
            state,
            activation,
            function,
            jumps,
            throws,
            rehearsing,
            broke_off,
        }
    }

    /// What is known where two ways meet.
    pub(super) fn join(&mut self, one: State, other: State) -> State {
        if one.unreachable {
            return other;
        }
        if other.unreachable || one == other {
            return one;
        }
        let said = if one.said == other.said { one.said } else { Said::Unclear };
        let mut joined = State::saying(said);
        for (reference, value) in one.entries() {
            let Some(second) = other.get(reference) else { continue };
            let met = match (value, second) {
                (Some(first), Some(second)) => {
                    Some(self.either(vec![first.clone(), second.clone()]))
                }
                _ => None,
            };
            joined.set(reference.clone(), met);
        }
        joined
    }

    fn join_all(&mut self, states: Vec<State>) -> State {
        states.into_iter().fold(State::unreachable(), |met, state| self.join(met, state))
    }

    pub(super) fn block(
        &mut self,
        statements: &[Statement],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        for statement in statements {
            if let Statement::Function { local, function } = statement {
                self.declare_function(*local, *function, walk);
            }
        }
        for statement in statements {
            self.statement(statement, walk, seen);
        }
    }

    fn statement(&mut self, statement: &Statement, walk: &mut Walk, seen: &mut dyn Watch) {
        match statement {
            Statement::Expression(value) => {
                if !walk.state.unreachable {
                    seen.ran(self, walk, *value);
                }
                self.effects(*value, walk);
                self.after_call(*value, walk);
            }
            Statement::Declare { pattern, node, value } => {
                self.declare_variable(pattern, *node, *value, walk);
            }
            Statement::Function { .. } => {}
            Statement::Return { value, span } => {
                if walk.rehearsing == 0 {
                    if let Some(value) = value {
                        self.effects(*value, walk);
                    }
                    seen.returned(self, walk, *value, *span);
                }
                walk.state = State::unreachable();
            }
            Statement::Throw(value) => {
                if walk.rehearsing == 0 && !walk.state.unreachable {
                    seen.threw(self, walk, *value);
                }
                walk.state = State::unreachable();
            }
            Statement::Block(inner) => self.block(inner, walk, seen),
            Statement::If { test, yes, no } => {
                self.effects(*test, walk);
                let before = walk.state.clone();
                self.assume(*test, true, walk);
                self.block(yes, walk, seen);
                let after = std::mem::replace(&mut walk.state, before);
                self.assume(*test, false, walk);
                self.block(no, walk, seen);
                let other = std::mem::take(&mut walk.state);
                walk.state = self.join(after, other);
            }
            Statement::Loop { .. } | Statement::DoWhile { .. } | Statement::Each { .. } => {
                self.looped(statement, walk, seen);
            }
            Statement::Switch { discriminant, cases } => {
                self.switch(*discriminant, cases, walk, seen);
            }
            Statement::Try { block, caught, finally } => {
                self.tried(block, caught.as_ref(), finally.as_deref(), walk, seen);
            }
            Statement::Labelled(label, body) => {
                walk.jumps.push(Jump {
                    labels: vec![Name::clone(label)],
                    is_plain_label: true,
                    ..Jump::default()
                });
                self.block(body, walk, seen);
                self.leave(walk);
            }
            Statement::Break(label) => {
                let state = std::mem::replace(&mut walk.state, State::unreachable());
                let target = walk.jumps.iter_mut().rev().find(|jump| match label {
                    Some(label) => jump.labels.contains(label),
                    None => !jump.is_plain_label,
                });
                if let Some(target) = target {
                    target.breaks.push(state);
                }
            }
            Statement::Continue(label) => {
                let state = std::mem::replace(&mut walk.state, State::unreachable());
                let target = walk.jumps.iter_mut().rev().find(|jump| match label {
                    Some(label) => jump.is_loop && jump.labels.contains(label),
                    None => jump.is_loop,
                });
                if let Some(target) = target {
                    target.continues.push(state);
                }
            }
        }
    }

    /// Takes the innermost jump away; what breaks out of it goes on behind it.
    fn leave(&mut self, walk: &mut Walk) {
        let Some(jump) = walk.jumps.pop() else { return };
        let state = std::mem::take(&mut walk.state);
        let met = self.join_all(jump.breaks);
        walk.state = self.join(state, met);
    }

    fn looped(&mut self, statement: &Statement, walk: &mut Walk, seen: &mut dyn Watch) {
        // What a label in front of a loop names is the loop.
        let labels: Vec<Name> = match walk.jumps.last() {
            Some(jump) if jump.is_plain_label => jump.labels.clone(),
            _ => Vec::new(),
        };
        let entry = walk.state.clone();
        let mut head = entry.clone();
        walk.rehearsing += 1;
        let mut settled = false;
        for _ in 0..MAX_ROUNDS {
            walk.state = head.clone();
            let (_, back) = self.round(statement, &labels, walk, seen);
            let met = self.join(entry.clone(), back);
            if met == head {
                settled = true;
                break;
            }
            head = met;
        }
        walk.rehearsing -= 1;
        if !settled {
            let unclear: Vec<Reference> =
                head.entries().iter().map(|(reference, _)| reference.clone()).collect();
            for reference in unclear {
                head.set(reference, None);
            }
        }
        walk.state = head;
        let (after, _) = self.round(statement, &labels, walk, seen);
        walk.state = after;
    }

    /// One round of a loop: what is known behind it, and where it begins again.
    fn round(
        &mut self,
        statement: &Statement,
        labels: &[Name],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) -> (State, State) {
        walk.jumps.push(Jump { labels: labels.to_vec(), is_loop: true, ..Jump::default() });
        let mut exit = State::unreachable();
        match statement {
            Statement::Loop { test, update, body } => {
                if let Some(test) = test {
                    self.effects(*test, walk);
                    let before = walk.state.clone();
                    self.assume(*test, false, walk);
                    exit = std::mem::replace(&mut walk.state, before);
                    self.assume(*test, true, walk);
                }
                self.block(body, walk, seen);
                self.go_on(walk);
                if let Some(update) = update {
                    self.effects(*update, walk);
                }
            }
            Statement::DoWhile { body, test } => {
                self.block(body, walk, seen);
                self.go_on(walk);
                self.effects(*test, walk);
                let before = walk.state.clone();
                self.assume(*test, false, walk);
                exit = std::mem::replace(&mut walk.state, before);
                self.assume(*test, true, walk);
            }
            Statement::Each { pattern, target, values, over, body } => {
                self.effects(*values, walk);
                exit = walk.state.clone();
                self.each_item(pattern.as_ref(), *target, *values, *over, walk);
                self.block(body, walk, seen);
                self.go_on(walk);
            }
            _ => {}
        }
        let back = std::mem::take(&mut walk.state);
        let breaks = walk.jumps.pop().map(|jump| jump.breaks).unwrap_or_default();
        let broke = self.join_all(breaks);
        (self.join(exit, broke), back)
    }

    /// `continue` leads to the end of the body.
    fn go_on(&mut self, walk: &mut Walk) {
        let continues = walk
            .jumps
            .last_mut()
            .map(|jump| std::mem::take(&mut jump.continues))
            .unwrap_or_default();
        let met = self.join_all(continues);
        let state = std::mem::take(&mut walk.state);
        walk.state = self.join(state, met);
    }

    fn each_item(
        &mut self,
        pattern: Option<&Pattern>,
        target: Option<ExprId>,
        values: ExprId,
        over: Over,
        walk: &mut Walk,
    ) {
        if walk.state.unreachable {
            return;
        }
        let place = walk.place(values);
        let item: Typed = match over {
            Over::Keys => Ok(Value::of(self.plain(Type::String))),
            Over::Values | Over::AsyncValues => {
                self.infer(values, walk, Want::default()).and_then(|list| {
                    let item = self.iterated(list.ty, place)?;
                    Ok(Value::of(if over == Over::AsyncValues { self.awaited(item) } else { item }))
                })
            }
        };
        if let Some(pattern) = pattern {
            self.bind_pattern(pattern, item, Typing::Evident, walk);
        } else if let Some(target) = target {
            self.assigned(target, item, walk);
        }
    }

    fn switch(
        &mut self,
        discriminant: ExprId,
        cases: &[(Option<ExprId>, Vec<Statement>)],
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        self.effects(discriminant, walk);
        walk.jumps.push(Jump::default());
        // What is known while no case before this one was taken.
        let mut untaken = walk.state.clone();
        let mut falls = State::unreachable();
        let mut default_entry = None;
        // The default is taken if no case is, wherever it stands.
        for (test, _) in cases {
            if let Some(test) = test {
                let mut probe = std::mem::replace(&mut walk.state, untaken);
                self.narrow_equal(discriminant, *test, false, walk);
                std::mem::swap(&mut probe, &mut walk.state);
                untaken = probe;
            }
        }
        let rest = untaken;
        let exhausted = self.is_exhausted(discriminant, &rest, cases, walk);
        let mut before_case = walk.state.clone();
        for (test, body) in cases {
            let entry = match test {
                Some(test) => {
                    walk.state = before_case.clone();
                    self.narrow_equal(discriminant, *test, true, walk);
                    let entry = walk.state.clone();
                    walk.state = before_case;
                    self.narrow_equal(discriminant, *test, false, walk);
                    before_case = std::mem::take(&mut walk.state);
                    entry
                }
                None => {
                    default_entry = Some(());
                    let mut rest = rest.clone();
                    rest.unreachable |= exhausted;
                    rest
                }
            };
            walk.state = self.join(falls, entry);
            for statement in body {
                if let Statement::Function { local, function } = statement {
                    self.declare_function(*local, *function, walk);
                }
            }
            for statement in body {
                self.statement(statement, walk, seen);
            }
            falls = std::mem::take(&mut walk.state);
        }
        walk.state = falls;
        if default_entry.is_none() && !exhausted {
            let state = std::mem::take(&mut walk.state);
            walk.state = self.join(state, rest);
        }
        self.leave(walk);
    }

    fn tried(
        &mut self,
        block: &[Statement],
        caught: Option<&(Option<Pattern>, Vec<Statement>)>,
        finally: Option<&[Statement]>,
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        walk.throws.push(vec![walk.state.clone()]);
        self.block(block, walk, seen);
        let mut thrown = walk.throws.pop().unwrap_or_default();
        let after_block = std::mem::take(&mut walk.state);
        let mut normal = after_block;
        if let Some((pattern, body)) = caught {
            walk.state = self.join_all(std::mem::take(&mut thrown));
            walk.throws.push(vec![walk.state.clone()]);
            if let Some(pattern) = pattern {
                let unknown = Value::of(self.plain(Type::Unknown));
                self.bind_pattern(pattern, Ok(unknown), Typing::Evident, walk);
            }
            self.block(body, walk, seen);
            thrown = walk.throws.pop().unwrap_or_default();
            let after_catch = std::mem::take(&mut walk.state);
            normal = self.join(normal, after_catch);
        }
        walk.state = normal.clone();
        if let Some(finally) = finally {
            // It runs after everything; what follows it only after what ended well.
            thrown.push(normal.clone());
            walk.state = self.join_all(thrown);
            self.block(finally, walk, seen);
            let ends = walk.state.unreachable;
            walk.state = normal;
            walk.rehearsing += 1;
            self.block(finally, walk, seen);
            walk.rehearsing -= 1;
            walk.state.unreachable |= ends;
        }
    }

    fn declare_function(&mut self, local: LocalId, function: FunctionId, walk: &mut Walk) {
        let ty = self.function_type(function, walk);
        // A hoisted function knows nothing of the conditions around it.
        self.closure_state(function, State::default(), walk);
        self.declare(local, Declared::Known(Value::of(ty)), walk);
    }

    pub(super) fn declare(&mut self, local: LocalId, declared: Declared, walk: &Walk) {
        let Some(activation) = walk.activation else { return };
        if let Some(own) = self.values.activations.get_mut(activation as usize) {
            own.locals.insert(local, declared);
        }
    }

    fn declare_variable(
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
            let whole = match (declared, value) {
                (Some(declared), _) => declared,
                (None, Some(value)) => self.infer(value, walk, Want::default()).map(|mut found| {
                    found.ty = self.widen_objects(found.ty);
                    found
                }),
                (None, None) => return,
            };
            let typed = if node.is_some() { Typing::Declared } else { Typing::Evident };
            self.bind_pattern(pattern, whole, typed, walk);
            return;
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

    /// The name and everything below it is no longer what conditions said.
    pub(super) fn forget_root(&mut self, reference: &Reference, walk: &mut Walk) {
        walk.state.forget(reference);
    }

    /// What a function that is written here knows: what was narrowed and cannot change any more.
    pub(super) fn closure_state(&mut self, function: FunctionId, state: State, walk: &Walk) {
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

    /// Counts a step; refuses once there were too many.
    pub(super) fn step(&mut self, place: Place) -> Result<(), Stuck> {
        self.afford(super::STEPS_OF_AN_EXPRESSION).or_else(|_| stuck(place, "too much code"))
    }
}
