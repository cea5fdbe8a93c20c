//! Expressions of the tree.

use oxc_ast::ast::{
    Argument, ArrayExpressionElement, ArrowFunctionBody, CallExpression, ChainElement, Expression,
    Function, MemberExpression, ObjectPropertyKind, PropertyKey, PropertyKind, TemplateLiteral,
};
use oxc_syntax::operator::BinaryOperator;
use serde_json::{Value, json};

use super::{Made, TreeError, pattern, statement, unspoken};

/// An expression, or nothing.
pub(super) fn optional(found: Option<&Expression<'_>>) -> Made {
    found.map_or(Ok(Value::Null), of)
}

/// An expression.
pub(super) fn of(one: &Expression<'_>) -> Made {
    if let Some(found) = one.as_member_expression() {
        return member(found);
    }
    Ok(match one {
        Expression::Identifier(it) => json!(["name", it.name.as_str()]),
        Expression::NullLiteral(_) => json!(["value", null]),
        Expression::BooleanLiteral(it) => json!(["value", it.value]),
        Expression::NumericLiteral(it) if it.value.is_finite() => json!(["value", it.value]),
        Expression::StringLiteral(it) if !it.lone_surrogates => json!(["value", it.value.as_str()]),
        Expression::BigIntLiteral(it) => json!(["bigint", it.value.as_str()]),
        Expression::RegExpLiteral(it) => {
            json!(["regex", it.regex.pattern.text.as_str(), it.regex.flags.to_string()])
        }
        Expression::TemplateLiteral(it) => template(it)?,
        Expression::ArrayExpression(it) => {
            let items: Result<Vec<_>, _> = it.elements.iter().map(element).collect();
            json!(["array", items?])
        }
        Expression::ObjectExpression(it) => {
            let members: Result<Vec<_>, _> = it.properties.iter().map(property).collect();
            json!(["object", members?])
        }
        Expression::ArrowFunctionExpression(it) if !it.r#async => {
            let params = pattern::parameters(&it.params)?;
            match &it.body {
                ArrowFunctionBody::FunctionBody(body) => {
                    json!(["closure", params, statement::body(body)?])
                }
                // What it gives back is all there is.
                value => json!(["closure", params, [["return", of(value.to_expression())?]]]),
            }
        }
        Expression::FunctionExpression(it) => {
            let [params, body] = function(it)?;
            json!(["closure", params, body])
        }
        Expression::ParenthesizedExpression(it) => of(&it.expression)?,
        Expression::CallExpression(it) => call(it)?,
        Expression::NewExpression(it) => {
            json!(["new", of(&it.callee)?, arguments(&it.arguments)?])
        }
        Expression::ChainExpression(it) => {
            let inner = match &it.expression {
                ChainElement::CallExpression(it) => call(it)?,
                other => member(other.as_member_expression().ok_or_else(|| unspoken("types"))?)?,
            };
            json!(["chain", inner])
        }
        other => operation(other)?,
    })
}

fn operation(one: &Expression<'_>) -> Made {
    Ok(match one {
        Expression::UnaryExpression(it) => {
            json!(["unary", it.operator.as_str(), of(&it.argument)?])
        }
        Expression::UpdateExpression(it) => {
            let order = if it.prefix { "before" } else { "after" };
            json!(["update", it.operator.as_str(), order, pattern::simple(&it.argument)?])
        }
        Expression::BinaryExpression(it)
            if matches!(it.operator, BinaryOperator::Equality | BinaryOperator::Inequality) =>
        {
            return Err(unspoken("`==`"));
        }
        Expression::BinaryExpression(it) => {
            json!(["binary", it.operator.as_str(), of(&it.left)?, of(&it.right)?])
        }
        Expression::LogicalExpression(it) => {
            json!(["logical", it.operator.as_str(), of(&it.left)?, of(&it.right)?])
        }
        Expression::AssignmentExpression(it) => {
            let target = pattern::target(&it.left)?;
            json!(["assign", it.operator.as_str(), target, of(&it.right)?])
        }
        Expression::ConditionalExpression(it) => {
            json!(["choose", of(&it.test)?, of(&it.consequent)?, of(&it.alternate)?])
        }
        Expression::SequenceExpression(it) => {
            let all: Result<Vec<_>, _> = it.expressions.iter().map(of).collect();
            json!(["sequence", all?])
        }
        Expression::ThisExpression(_) => return Err(unspoken("`this`")),
        Expression::ClassExpression(_) => return Err(unspoken("classes")),
        Expression::AwaitExpression(_) | Expression::YieldExpression(_) => {
            return Err(unspoken("functions that wait"));
        }
        Expression::StringLiteral(_) => return Err(unspoken("text that is half a character")),
        _ => return Err(unspoken("this kind of expression")),
    })
}

/// The parameters and the body of a function.
pub(super) fn function(function: &Function<'_>) -> Result<[Value; 2], TreeError> {
    if function.r#async || function.generator {
        return Err(unspoken("functions that wait"));
    }
    let body = function.body.as_ref().ok_or_else(|| unspoken("a function without a body"))?;
    Ok([pattern::parameters(&function.params)?, statement::body(body)?])
}

/// A member of something.
pub(super) fn member(member: &MemberExpression<'_>) -> Made {
    let (object, key, optional) = match member {
        MemberExpression::StaticMemberExpression(it) => {
            (&it.object, json!(["value", it.property.name.as_str()]), it.optional)
        }
        MemberExpression::ComputedMemberExpression(it) => {
            (&it.object, of(&it.expression)?, it.optional)
        }
        MemberExpression::PrivateFieldExpression(_) => return Err(unspoken("classes")),
    };
    Ok(json!([if optional { "member?" } else { "member" }, of(object)?, key]))
}

/// The name of a member as an expression.
pub(super) fn key(key: &PropertyKey<'_>) -> Made {
    match key {
        PropertyKey::StaticIdentifier(it) => Ok(json!(["value", it.name.as_str()])),
        PropertyKey::PrivateIdentifier(_) => Err(unspoken("classes")),
        other => of(other.to_expression()),
    }
}

fn call(call: &CallExpression<'_>) -> Made {
    let word = if call.optional { "call?" } else { "call" };
    Ok(json!([word, of(&call.callee)?, arguments(&call.arguments)?]))
}

fn arguments(given: &[Argument<'_>]) -> Made {
    let one = |one: &Argument<'_>| match one {
        Argument::SpreadElement(it) => Ok(json!(["spread", of(&it.argument)?])),
        other => of(other.to_expression()),
    };
    given.iter().map(one).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn element(element: &ArrayExpressionElement<'_>) -> Made {
    match element {
        ArrayExpressionElement::SpreadElement(it) => Ok(json!(["spread", of(&it.argument)?])),
        ArrayExpressionElement::Elision(_) => Err(unspoken("lists with holes")),
        other => of(other.to_expression()),
    }
}

fn property(property: &ObjectPropertyKind<'_>) -> Made {
    let it = match property {
        ObjectPropertyKind::SpreadProperty(it) => {
            return Ok(json!(["spread", of(&it.argument)?]));
        }
        ObjectPropertyKind::ObjectProperty(it) => it,
    };
    if it.kind != PropertyKind::Init || it.method {
        return Err(unspoken("methods and accessors"));
    }
    // A written-out `__proto__` is no member: it says what the object inherits from.
    let is_prototype = !it.computed && !it.shorthand && it.key.is_specific_static_name("__proto__");
    let word = if is_prototype { "inherits" } else { "member" };
    Ok(json!([word, key(&it.key)?, of(&it.value)?]))
}

fn template(template: &TemplateLiteral<'_>) -> Made {
    let mut texts = Vec::with_capacity(template.quasis.len());
    for text in &template.quasis {
        if text.lone_surrogates {
            return Err(unspoken("text that is half a character"));
        }
        let cooked = text.value.cooked.as_ref();
        texts.push(cooked.ok_or_else(|| unspoken("text that means nothing"))?.as_str());
    }
    let parts: Result<Vec<_>, _> = template.expressions.iter().map(of).collect();
    Ok(json!(["template", texts, parts?]))
}
