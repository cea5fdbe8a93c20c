//! Statements in order: what each place knows, where a body returns, and whether its end is
//! reached.

use super::state::{Reach, Said, State};
use super::{Activation, Evaluator, Stuck, stuck};
use crate::evaluate::{ContextId, Lit, Place, Type};
use crate::ir::{ExprId, FunctionId, Name, Span, Statement};
use crate::resolve::{FileId, FileView};
use std::rc::Rc;

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
    pub(super) jumps: Vec<Jump>,
    /// What is known where something inside each `try` around may throw.
    pub(super) throws: Vec<Vec<State>>,
    /// Walking to see what a loop changes: nothing is reported yet.
    pub(crate) rehearsing: u32,
    /// The parts of a chain broke off.
    pub(super) broke_off: bool,
    /// How many names of conditions lead to the condition that is supposed.
    pub(super) aliases: u32,
}

/// A statement that `break` and `continue` can leave.
#[derive(Default)]
pub(super) struct Jump {
    pub labels: Vec<Name>,
    pub is_loop: bool,
    pub is_plain_label: bool,
    pub breaks: Vec<State>,
    pub continues: Vec<State>,
}

impl Walk {
    /// Whether a `try` around catches what is thrown here.
    pub(crate) fn is_caught(&self) -> bool {
        !self.throws.is_empty()
    }

    /// Whatever comes next may throw: a `catch` around knows what is known now.
    pub(super) fn may_throw(&mut self) {
        if let Some(around) = self.throws.last_mut() {
            around.push(self.state.clone());
        }
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
            aliases: 0,
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
        let mut inner = self.bind(context, vec![(Name::from(super::name::ACTIVATION), number)]);
        if let Some(scope) = facts.function(function).scope {
            let mut changed = self.store.context(inner).clone();
            changed.scope = scope;
            inner = self.store.add_context(changed);
        }
        let jumps = Vec::new();
        let throws = Vec::new();
        let (rehearsing, broke_off, aliases) = (0, false, 0);
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
            aliases,
        }
    }

    /// What is known where two ways meet.
    pub(super) fn join(&mut self, one: State, other: State) -> State {
        if !one.is_reached() {
            // Nothing is known of what an exhausted `switch` leads to.
            if one.reach == Reach::Exhausted && other.reach == Reach::Never {
                return one;
            }
            return other;
        }
        if !other.is_reached() || one == other {
            return one;
        }
        let said = if one.said == other.said { one.said } else { Said::Unclear };
        let mut joined = State::saying(said);
        for (reference, value) in one.entries() {
            let Some(second) = other.get(reference) else { continue };
            let met = match (value, second) {
                (Some(first), Some(second)) => Some(self.either(&[first.clone(), second.clone()])),
                _ => None,
            };
            joined.set(reference.clone(), met);
        }
        joined
    }

    pub(super) fn join_all(&mut self, states: Vec<State>) -> State {
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

    pub(super) fn statement(
        &mut self,
        statement: &Statement,
        walk: &mut Walk,
        seen: &mut dyn Watch,
    ) {
        match statement {
            Statement::Expression(value) => {
                if walk.state.is_reached() {
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
                walk.state.end();
            }
            Statement::Throw(value) => {
                if walk.rehearsing == 0 && walk.state.is_reached() {
                    seen.threw(self, walk, *value);
                }
                walk.state.end();
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
            Statement::Try { .. } => self.tried(statement, walk, seen),
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

    /// Counts a step; refuses once there were too many.
    pub(super) fn step(&mut self, place: Place) -> Result<(), Stuck> {
        self.afford(super::STEPS_OF_AN_EXPRESSION).or_else(|_| stuck(place, "too much code"))
    }
}
