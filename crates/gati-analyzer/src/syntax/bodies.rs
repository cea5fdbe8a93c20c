//! Bodies of functions, as trees of statements.

use oxc_ast::ast::{
    BindingPattern, ForStatementInit, ForStatementLeft, FormalParameters, FunctionBody, Statement,
    SwitchStatement, TryStatement, VariableDeclaration,
};

use rustc_hash::FxHashMap;

use super::{Lowerer, convert, name};
use crate::ir::{
    Body, FunctionIr, KeyName, LocalKind, Over, ParameterIr, Pattern, ScopeId, Statement as Lowered,
};

impl Lowerer {
    /// The parameters of a function with a body, which sees their names.
    pub(super) fn bind_parameters(
        &mut self,
        params: &FormalParameters<'_>,
        lowered: &mut [ParameterIr],
    ) {
        for param in &params.items {
            self.hoist_pattern(&param.pattern, LocalKind::Parameter);
        }
        if let Some(rest) = &params.rest {
            self.hoist_pattern(&rest.rest.argument, LocalKind::Parameter);
        }
        for (param, own) in params.items.iter().zip(lowered.iter_mut()) {
            own.pattern = Some(self.pattern(&param.pattern));
            own.default = param.initializer.as_ref().map(|value| self.expression(value));
        }
        if let (Some(rest), Some(own)) = (&params.rest, lowered.last_mut()) {
            own.pattern = Some(self.pattern(&rest.rest.argument));
        }
    }

    pub(super) fn body(&mut self, body: &FunctionBody<'_>, into: &mut FunctionIr) {
        let outer = self.types_of_body(&body.statements, into);
        self.hoist_function(body);
        into.body = Some(Body::Block(self.block(&body.statements)));
        if let Some(outer) = outer {
            self.scope = outer;
        }
    }

    /// Types, classes and enums that a body declares get a scope of their own.
    fn types_of_body(
        &mut self,
        statements: &[Statement<'_>],
        into: &mut FunctionIr,
    ) -> Option<ScopeId> {
        if !statements.iter().any(declares_type) {
            return None;
        }
        // No namespace is called so: nothing merges into it.
        let inner = self.open_scope(crate::ir::Owner::Namespace(name("#body")));
        into.scope = Some(inner);
        let outer = std::mem::replace(&mut self.scope, inner);
        for statement in statements.iter().filter(|statement| declares_type(statement)) {
            if let Some(declaration) = statement.as_declaration() {
                let start = self.span_of(statement).start;
                self.declaration(declaration, start);
            }
        }
        Some(outer)
    }

    /// A block with names of its own.
    pub(super) fn block(&mut self, statements: &[Statement<'_>]) -> Vec<Lowered> {
        self.names.push(FxHashMap::default());
        self.hoist_block(statements);
        let lowered = self.statements_in_order(statements);
        self.names.pop();
        lowered
    }

    fn statements_in_order(&mut self, statements: &[Statement<'_>]) -> Vec<Lowered> {
        let mut into = Vec::with_capacity(statements.len());
        for statement in statements {
            self.statement(statement, &mut into);
        }
        into
    }

    fn branch(&mut self, statement: &Statement<'_>) -> Vec<Lowered> {
        match statement {
            Statement::BlockStatement(block) => self.block(&block.body),
            other => self.block(std::slice::from_ref(other)),
        }
    }

    fn statement(&mut self, statement: &Statement<'_>, into: &mut Vec<Lowered>) {
        match statement {
            Statement::BlockStatement(block) => {
                let inner = self.block(&block.body);
                into.push(Lowered::Block(inner));
            }
            Statement::IfStatement(branch) => {
                let test = self.expression(&branch.test);
                let yes = self.branch(&branch.consequent);
                let no = branch.alternate.as_ref().map(|no| self.branch(no)).unwrap_or_default();
                into.push(Lowered::If { test, yes, no });
            }
            Statement::ReturnStatement(returned) => {
                let value = returned.argument.as_ref().map(|value| self.expression(value));
                into.push(Lowered::Return { value, span: convert(returned.span) });
            }
            Statement::ThrowStatement(thrown) => {
                let value = self.expression(&thrown.argument);
                into.push(Lowered::Throw(value));
            }
            Statement::ExpressionStatement(statement) => {
                let value = self.expression(&statement.expression);
                into.push(Lowered::Expression(value));
            }
            Statement::VariableDeclaration(variables) => self.declared(variables, into),
            Statement::FunctionDeclaration(function) => {
                let local = function.id.as_ref().and_then(|id| self.local(&id.name));
                let lowered = self.function(function);
                if let Some(local) = local
                    && function.body.is_some()
                {
                    into.push(Lowered::Function { local, function: lowered });
                }
            }
            Statement::SwitchStatement(switch) => self.switch(switch, into),
            Statement::TryStatement(tried) => self.tried(tried, into),
            Statement::LabeledStatement(labelled) => {
                let body = self.branch(&labelled.body);
                into.push(Lowered::Labelled(name(&labelled.label.name), body));
            }
            Statement::BreakStatement(leave) => {
                into.push(Lowered::Break(leave.label.as_ref().map(|label| name(&label.name))));
            }
            Statement::ContinueStatement(next) => {
                into.push(Lowered::Continue(next.label.as_ref().map(|label| name(&label.name))));
            }
            other => self.looped(other, into),
        }
    }

    fn looped(&mut self, statement: &Statement<'_>, into: &mut Vec<Lowered>) {
        match statement {
            Statement::WhileStatement(looped) => {
                let test = Some(self.expression(&looped.test));
                let body = self.branch(&looped.body);
                into.push(Lowered::Loop { test, update: None, body });
            }
            Statement::DoWhileStatement(looped) => {
                let body = self.branch(&looped.body);
                let test = self.expression(&looped.test);
                into.push(Lowered::DoWhile { body, test });
            }
            Statement::ForStatement(looped) => {
                self.names.push(FxHashMap::default());
                let mut inner = Vec::new();
                match &looped.init {
                    Some(ForStatementInit::VariableDeclaration(variables)) => {
                        self.hoist_variables(variables);
                        self.declared(variables, &mut inner);
                    }
                    Some(init) => {
                        if let Some(value) = init.as_expression() {
                            let value = self.expression(value);
                            inner.push(Lowered::Expression(value));
                        }
                    }
                    None => {}
                }
                let test = looped.test.as_ref().map(|test| self.expression(test));
                let update = looped.update.as_ref().map(|update| self.expression(update));
                let body = self.branch(&looped.body);
                self.names.pop();
                inner.push(Lowered::Loop { test, update, body });
                into.push(Lowered::Block(inner));
            }
            Statement::ForOfStatement(looped) => {
                let over = if looped.r#await { Over::AsyncValues } else { Over::Values };
                let values = self.expression(&looped.right);
                self.each(&looped.left, values, over, &looped.body, into);
            }
            Statement::ForInStatement(looped) => {
                let values = self.expression(&looped.right);
                self.each(&looped.left, values, Over::Keys, &looped.body, into);
            }
            Statement::WithStatement(with) => {
                let body = self.branch(&with.body);
                into.push(Lowered::Block(body));
            }
            _ => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a loop")]
    fn each(
        &mut self,
        left: &ForStatementLeft<'_>,
        values: crate::ir::ExprId,
        over: Over,
        body: &Statement<'_>,
        into: &mut Vec<Lowered>,
    ) {
        self.names.push(FxHashMap::default());
        let mut pattern = None;
        let mut target = None;
        match left {
            ForStatementLeft::VariableDeclaration(variables) => {
                self.hoist_variables(variables);
                if let Some(only) = variables.declarations.first() {
                    pattern = Some(self.pattern(&only.id));
                }
            }
            other => {
                if let Some(assigned) = other.as_assignment_target() {
                    target = self.assignment_targets(assigned).into_iter().next();
                }
            }
        }
        let body = self.branch(body);
        self.names.pop();
        into.push(Lowered::Each { pattern, target, values, over, body });
    }

    fn switch(&mut self, switch: &SwitchStatement<'_>, into: &mut Vec<Lowered>) {
        let discriminant = self.expression(&switch.discriminant);
        self.names.push(FxHashMap::default());
        for case in &switch.cases {
            self.hoist_block(&case.consequent);
        }
        let cases = switch
            .cases
            .iter()
            .map(|case| {
                let test = case.test.as_ref().map(|test| self.expression(test));
                (test, self.statements_in_order(&case.consequent))
            })
            .collect();
        self.names.pop();
        into.push(Lowered::Switch { discriminant, cases });
    }

    fn tried(&mut self, tried: &TryStatement<'_>, into: &mut Vec<Lowered>) {
        let block = self.block(&tried.block.body);
        let caught = tried.handler.as_ref().map(|handler| {
            self.names.push(FxHashMap::default());
            let pattern = handler.param.as_ref().map(|param| {
                self.hoist_pattern(&param.pattern, LocalKind::Caught);
                self.pattern(&param.pattern)
            });
            let body = self.block(&handler.body.body);
            self.names.pop();
            (pattern, body)
        });
        let finally = tried.finalizer.as_ref().map(|block| self.block(&block.body));
        into.push(Lowered::Try { block, caught, finally });
    }

    fn declared(&mut self, variables: &VariableDeclaration<'_>, into: &mut Vec<Lowered>) {
        let is_const = variables.kind == oxc_ast::ast::VariableDeclarationKind::Const;
        for declarator in &variables.declarations {
            let node = declarator
                .type_annotation
                .as_ref()
                .map(|annotation| self.type_node(&annotation.type_annotation));
            let value = declarator.init.as_ref().map(|value| self.expression(value));
            let pattern = self.pattern(&declarator.id);
            if let (Pattern::Name(local), None, true) = (&pattern, node, is_const) {
                self.facts.locals[local.0 as usize].initialiser = value;
            }
            into.push(Lowered::Declare { pattern, node, value });
        }
    }

    /// A pattern whose names are declared.
    fn pattern(&mut self, pattern: &BindingPattern<'_>) -> Pattern {
        match pattern {
            BindingPattern::BindingIdentifier(binding) => match self.local(&binding.name) {
                Some(local) => Pattern::Name(local),
                None => Pattern::Name(self.declare_local(&binding.name, LocalKind::Let)),
            },
            BindingPattern::AssignmentPattern(defaulted) => {
                let inner = self.pattern(&defaulted.left);
                Pattern::Default(Box::new(inner), self.expression(&defaulted.right))
            }
            BindingPattern::ObjectPattern(object) => Pattern::Object {
                properties: object
                    .properties
                    .iter()
                    .map(|property| {
                        let key: KeyName = self.key_name(&property.key, property.computed);
                        (key, self.pattern(&property.value))
                    })
                    .collect(),
                rest: object.rest.as_ref().map(|rest| Box::new(self.pattern(&rest.argument))),
            },
            BindingPattern::ArrayPattern(array) => Pattern::Array {
                items: array
                    .elements
                    .iter()
                    .map(|item| item.as_ref().map(|item| self.pattern(item)))
                    .collect(),
                rest: array.rest.as_ref().map(|rest| Box::new(self.pattern(&rest.argument))),
            },
        }
    }
}

pub(super) fn declares_type(statement: &Statement<'_>) -> bool {
    matches!(
        statement,
        Statement::TSTypeAliasDeclaration(_)
            | Statement::TSInterfaceDeclaration(_)
            | Statement::TSEnumDeclaration(_)
            | Statement::ClassDeclaration(_)
    )
}
