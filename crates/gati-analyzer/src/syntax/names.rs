//! Which declaration a name in a body means: parameters, variables and functions, block by block.

use oxc_ast::ast::{
    BindingPattern, FunctionBody, Statement, VariableDeclaration, VariableDeclarationKind,
};
use rustc_hash::FxHashMap;

use super::{Lowerer, index, name};
use crate::ir::{LocalId, LocalIr, LocalKind, Name};

/// The names of each block and function around the place that is lowered, outermost first.
pub(super) type Names = Vec<FxHashMap<Name, LocalId>>;

impl Lowerer {
    /// The declaration that `text` means, if a function around it declares it.
    pub(super) fn local(&self, text: &str) -> Option<LocalId> {
        self.names.iter().rev().find_map(|block| block.get(text)).copied()
    }

    /// Declares a name in the innermost block. A `var` may be declared again.
    pub(super) fn declare_local(&mut self, text: &str, kind: LocalKind) -> LocalId {
        if let Some(known) = self.names.last().and_then(|block| block.get(text)).copied() {
            let local = &mut self.facts.locals[known.0 as usize];
            local.reassigned = true;
            local.initialiser = None;
            return known;
        }
        let id = LocalId(index(self.facts.locals.len()));
        let own = name(text);
        self.facts.locals.push(LocalIr { kind, reassigned: false, initialiser: None });
        if let Some(block) = self.names.last_mut() {
            block.insert(own, id);
        }
        id
    }

    /// Says that something besides its declaration assigns to a name.
    pub(super) fn mark_assigned(&mut self, text: &str) {
        if let Some(id) = self.local(text) {
            self.facts.locals[id.0 as usize].reassigned = true;
        }
    }

    /// Declares what the whole body knows before it runs: every `var` in it.
    pub(super) fn hoist_function(&mut self, body: &FunctionBody<'_>) {
        self.hoist_vars(&body.statements);
    }

    /// Declares what a block knows before it runs.
    pub(super) fn hoist_block(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            match statement {
                Statement::VariableDeclaration(variables)
                    if variables.kind != VariableDeclarationKind::Var =>
                {
                    self.hoist_variables(variables);
                }
                Statement::FunctionDeclaration(function) => {
                    if let Some(id) = &function.id {
                        self.declare_local(&id.name, LocalKind::Function);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn hoist_variables(&mut self, variables: &VariableDeclaration<'_>) {
        let kind = if variables.kind == VariableDeclarationKind::Const {
            LocalKind::Const
        } else {
            LocalKind::Let
        };
        for declarator in &variables.declarations {
            self.hoist_pattern(&declarator.id, kind);
        }
    }

    pub(super) fn hoist_pattern(&mut self, pattern: &BindingPattern<'_>, kind: LocalKind) {
        for binding in pattern.get_binding_identifiers() {
            self.declare_local(&binding.name, kind);
        }
    }

    fn hoist_vars(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            self.hoist_vars_of(statement);
        }
    }

    fn hoist_vars_of(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::VariableDeclaration(variables)
                if variables.kind == VariableDeclarationKind::Var =>
            {
                self.hoist_variables(variables);
            }
            Statement::BlockStatement(block) => self.hoist_vars(&block.body),
            Statement::IfStatement(branch) => {
                self.hoist_vars_of(&branch.consequent);
                if let Some(alternate) = &branch.alternate {
                    self.hoist_vars_of(alternate);
                }
            }
            Statement::ForStatement(looped) => {
                if let Some(oxc_ast::ast::ForStatementInit::VariableDeclaration(variables)) =
                    &looped.init
                    && variables.kind == VariableDeclarationKind::Var
                {
                    self.hoist_variables(variables);
                }
                self.hoist_vars_of(&looped.body);
            }
            Statement::ForOfStatement(looped) => {
                if let oxc_ast::ast::ForStatementLeft::VariableDeclaration(variables) = &looped.left
                    && variables.kind == VariableDeclarationKind::Var
                {
                    self.hoist_variables(variables);
                }
                self.hoist_vars_of(&looped.body);
            }
            Statement::ForInStatement(looped) => {
                if let oxc_ast::ast::ForStatementLeft::VariableDeclaration(variables) = &looped.left
                    && variables.kind == VariableDeclarationKind::Var
                {
                    self.hoist_variables(variables);
                }
                self.hoist_vars_of(&looped.body);
            }
            Statement::WhileStatement(looped) => self.hoist_vars_of(&looped.body),
            Statement::DoWhileStatement(looped) => self.hoist_vars_of(&looped.body),
            Statement::LabeledStatement(labelled) => self.hoist_vars_of(&labelled.body),
            Statement::SwitchStatement(switch) => {
                for case in &switch.cases {
                    self.hoist_vars(&case.consequent);
                }
            }
            Statement::TryStatement(tried) => {
                self.hoist_vars(&tried.block.body);
                if let Some(handler) = &tried.handler {
                    self.hoist_vars(&handler.body.body);
                }
                if let Some(finalizer) = &tried.finalizer {
                    self.hoist_vars(&finalizer.body);
                }
            }
            _ => {}
        }
    }
}
