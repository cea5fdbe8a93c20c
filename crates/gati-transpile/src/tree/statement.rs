//! Statements of the tree.

use oxc_ast::ast::{
    ForStatementInit, ForStatementLeft, FunctionBody, Statement, SwitchCase, TryStatement,
    VariableDeclaration, VariableDeclarationKind, VariableDeclarator,
};
use serde_json::{Value, json};

use super::{Made, TreeError, expression, pattern, unspoken};

/// Statements one after the other.
pub(super) fn list(statements: &[Statement<'_>]) -> Made {
    statements.iter().map(statement).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// The body of a function. Directives say nothing here: nothing of the tree means something else
/// in strict code.
pub(super) fn body(body: &FunctionBody<'_>) -> Made {
    list(&body.statements)
}

fn optional(found: Option<&Statement<'_>>) -> Made {
    found.map_or(Ok(Value::Null), statement)
}

fn statement(one: &Statement<'_>) -> Made {
    Ok(match one {
        Statement::ExpressionStatement(it) => json!(["do", expression::of(&it.expression)?]),
        Statement::VariableDeclaration(it) => variables(it)?,
        Statement::FunctionDeclaration(it) => {
            let name = it.id.as_ref().ok_or_else(|| unspoken("a function without a name"))?;
            let [params, body] = expression::function(it)?;
            json!(["function", name.name.as_str(), params, body])
        }
        Statement::ReturnStatement(it) => {
            json!(["return", expression::optional(it.argument.as_ref())?])
        }
        Statement::IfStatement(it) => json!([
            "if",
            expression::of(&it.test)?,
            statement(&it.consequent)?,
            optional(it.alternate.as_ref())?
        ]),
        Statement::BlockStatement(it) => json!(["block", list(&it.body)?]),
        Statement::EmptyStatement(_) => json!(["block", []]),
        Statement::ThrowStatement(it) => json!(["throw", expression::of(&it.argument)?]),
        Statement::TryStatement(it) => attempt(it)?,
        Statement::SwitchStatement(it) => {
            let cases: Result<Vec<_>, _> = it.cases.iter().map(case).collect();
            json!(["switch", expression::of(&it.discriminant)?, cases?])
        }
        Statement::BreakStatement(it) => {
            json!(["break", it.label.as_ref().map(|label| label.name.as_str())])
        }
        Statement::ContinueStatement(it) => {
            json!(["continue", it.label.as_ref().map(|label| label.name.as_str())])
        }
        Statement::LabeledStatement(it) => {
            json!(["label", it.label.name.as_str(), statement(&it.body)?])
        }
        other => looped(other)?,
    })
}

fn looped(one: &Statement<'_>) -> Made {
    Ok(match one {
        Statement::WhileStatement(it) => {
            json!(["for", null, expression::of(&it.test)?, null, statement(&it.body)?])
        }
        Statement::DoWhileStatement(it) => {
            json!(["repeat", statement(&it.body)?, expression::of(&it.test)?])
        }
        Statement::ForStatement(it) => {
            let start = match &it.init {
                None => Value::Null,
                Some(ForStatementInit::VariableDeclaration(declared)) => variables(declared)?,
                Some(other) => json!(["do", expression::of(other.to_expression())?]),
            };
            let test = expression::optional(it.test.as_ref())?;
            let update = expression::optional(it.update.as_ref())?;
            json!(["for", start, test, update, statement(&it.body)?])
        }
        Statement::ForOfStatement(it) if !it.r#await => {
            let names = left(&it.left)?;
            json!(["for of", names, expression::of(&it.right)?, statement(&it.body)?])
        }
        Statement::ForInStatement(it) => {
            let names = left(&it.left)?;
            json!(["for in", names, expression::of(&it.right)?, statement(&it.body)?])
        }
        Statement::ClassDeclaration(_) => return Err(unspoken("classes")),
        _ => return Err(unspoken("this kind of statement")),
    })
}

fn variables(declared: &VariableDeclaration<'_>) -> Made {
    if !matches!(declared.kind, VariableDeclarationKind::Let | VariableDeclarationKind::Const) {
        return Err(unspoken("`var`"));
    }
    let one = |one: &VariableDeclarator<'_>| -> Made {
        Ok(json!([pattern::of(&one.id)?, expression::optional(one.init.as_ref())?]))
    };
    let declared: Result<Vec<_>, TreeError> = declared.declarations.iter().map(one).collect();
    Ok(json!(["let", declared?]))
}

/// What a loop over something gives names to.
fn left(left: &ForStatementLeft<'_>) -> Made {
    let ForStatementLeft::VariableDeclaration(declared) = left else {
        return Err(unspoken("a loop that declares nothing"));
    };
    match (declared.kind, declared.declarations.as_slice()) {
        (VariableDeclarationKind::Let | VariableDeclarationKind::Const, [one]) => {
            pattern::of(&one.id)
        }
        _ => Err(unspoken("`var`")),
    }
}

fn case(case: &SwitchCase<'_>) -> Made {
    Ok(json!([expression::optional(case.test.as_ref())?, list(&case.consequent)?]))
}

fn attempt(attempt: &TryStatement<'_>) -> Made {
    let (Some(handler), None) = (attempt.handler.as_deref(), &attempt.finalizer) else {
        return Err(unspoken("`finally`"));
    };
    let thrown = handler.param.as_ref().map_or(Ok(Value::Null), |it| pattern::of(&it.pattern))?;
    Ok(json!(["try", list(&attempt.block.body)?, [thrown, list(&handler.body.body)?]]))
}
