//! Bodies of functions: where they answer, and the variables they declare.

use oxc_ast::ast::{AssignmentTarget, Expression, FunctionBody, Statement};

use super::{Lowerer, convert};
use crate::ir::{AnswerSite, Expr, FunctionIr};

impl Lowerer {
    pub(super) fn body(&mut self, body: &FunctionBody<'_>, into: &mut FunctionIr) {
        into.signature.has_body = true;
        for statement in &body.statements {
            self.body_statement(statement, into);
        }
        if !ends(&body.statements) {
            into.answers.push(AnswerSite::FallThrough);
        }
    }

    fn body_statements(&mut self, statements: &[Statement<'_>], into: &mut FunctionIr) {
        for statement in statements {
            self.body_statement(statement, into);
        }
    }

    fn body_branch(&mut self, statement: &Statement<'_>, into: &mut FunctionIr) {
        into.answers.push(AnswerSite::Enter);
        self.body_statement(statement, into);
        into.answers.push(AnswerSite::Leave { ends: ends_statement(statement) });
    }

    fn body_part(&mut self, statements: &[Statement<'_>], into: &mut FunctionIr) {
        into.answers.push(AnswerSite::Enter);
        self.body_statements(statements, into);
        into.answers.push(AnswerSite::Leave { ends: ends(statements) });
    }

    fn body_statement(&mut self, statement: &Statement<'_>, into: &mut FunctionIr) {
        match statement {
            Statement::BlockStatement(block) => self.body_statements(&block.body, into),
            Statement::DoWhileStatement(looped) => {
                self.expression(&looped.test);
                self.body_branch(&looped.body, into);
            }
            Statement::ForInStatement(looped) => self.body_branch(&looped.body, into),
            Statement::ForOfStatement(looped) => {
                self.expression(&looped.right);
                self.body_branch(&looped.body, into);
            }
            Statement::ForStatement(looped) => self.body_branch(&looped.body, into),
            Statement::WhileStatement(looped) => {
                self.expression(&looped.test);
                self.body_branch(&looped.body, into);
            }
            Statement::ThrowStatement(thrown) => {
                self.expression(&thrown.argument);
            }
            Statement::LabeledStatement(labelled) => self.body_branch(&labelled.body, into),
            Statement::WithStatement(with) => self.body_branch(&with.body, into),
            Statement::IfStatement(branch) => {
                // Kept for what it mentions, not for its type.
                self.expression(&branch.test);
                self.body_branch(&branch.consequent, into);
                if let Some(alternate) = &branch.alternate {
                    self.body_branch(alternate, into);
                }
            }
            Statement::SwitchStatement(switch) => {
                self.expression(&switch.discriminant);
                for case in &switch.cases {
                    self.body_part(&case.consequent, into);
                }
            }
            Statement::TryStatement(tried) => {
                self.body_part(&tried.block.body, into);
                if let Some(handler) = &tried.handler {
                    self.body_part(&handler.body.body, into);
                }
                if let Some(finalizer) = &tried.finalizer {
                    self.body_statements(&finalizer.body, into);
                }
            }
            Statement::ReturnStatement(returned) => into.answers.push(match &returned.argument {
                Some(argument) => AnswerSite::Return {
                    value: self.expression(argument),
                    span: convert(returned.span),
                },
                None => AnswerSite::ReturnNothing,
            }),
            Statement::VariableDeclaration(variables) => {
                let mut declared = self.variables(variables);
                into.locals.append(&mut declared);
            }
            Statement::ExpressionStatement(statement) => {
                self.body_expression(&statement.expression, into);
            }
            _ => {}
        }
    }

    fn body_expression(&mut self, expression: &Expression<'_>, into: &mut FunctionIr) {
        let span = self.span_of(expression);
        match expression {
            Expression::AwaitExpression(awaited) => self.body_expression(&awaited.argument, into),
            Expression::UnaryExpression(unary) if unary.operator.as_str() == "void" => {
                self.body_expression(&unary.argument, into);
            }
            Expression::CallExpression(_) => {
                let call = self.expression(expression);
                into.answers.push(AnswerSite::Call { call, span });
            }
            Expression::AssignmentExpression(assignment) if assignment.operator.as_str() == "=" => {
                let value = self.expression(&assignment.right);
                if let Some(target) = self.assignment_target(&assignment.left) {
                    let target = self.push_expression(target, span);
                    into.answers.push(AnswerSite::Assign { target, value, span });
                }
            }
            _ => {
                self.expression(expression);
            }
        }
    }

    fn assignment_target(&mut self, target: &AssignmentTarget<'_>) -> Option<Expr> {
        target.as_member_expression().map(|member| self.member_expression(member))
    }
}

/// Whether the end of `statements` is never reached. An error on the side of "it is".
fn ends(statements: &[Statement<'_>]) -> bool {
    statements.iter().any(ends_statement)
}

fn ends_statement(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::ReturnStatement(_) | Statement::ThrowStatement(_) => true,
        Statement::BlockStatement(block) => ends(&block.body),
        Statement::IfStatement(branch) => {
            ends_statement(&branch.consequent)
                && branch.alternate.as_ref().is_some_and(ends_statement)
        }
        Statement::SwitchStatement(switch) => {
            let has_default = switch.cases.iter().any(|case| case.test.is_none());
            let all_end = switch
                .cases
                .iter()
                .all(|case| case.consequent.is_empty() || ends(&case.consequent));
            let last_ends = switch.cases.last().is_some_and(|case| ends(&case.consequent));
            has_default && all_end && last_ends
        }
        Statement::TryStatement(tried) => {
            tried.finalizer.as_ref().is_some_and(|block| ends(&block.body))
                || ends(&tried.block.body)
                    && tried.handler.as_ref().is_none_or(|handler| ends(&handler.body.body))
        }
        _ => false,
    }
}
