//! What values are given to: names, and lists and objects that are taken apart.

use oxc_ast::ast::{
    ArrayPattern, AssignmentTarget, BindingPattern, BindingProperty, BindingRestElement,
    FormalParameters, ObjectPattern, SimpleAssignmentTarget,
};
use serde_json::{Value, json};

use super::{Made, expression, unspoken};

/// What is declared.
pub(super) fn of(pattern: &BindingPattern<'_>) -> Made {
    match pattern {
        BindingPattern::BindingIdentifier(it) => Ok(json!(["name", it.name.as_str()])),
        BindingPattern::ObjectPattern(it) => object(it),
        BindingPattern::ArrayPattern(it) => array(it),
        BindingPattern::AssignmentPattern(it) => {
            Ok(json!(["default", of(&it.left)?, expression::of(&it.right)?]))
        }
    }
}

/// The parameters of a function: a list of what each is given to, the rest behind the others.
pub(super) fn parameters(params: &FormalParameters<'_>) -> Made {
    let mut made = Vec::with_capacity(params.items.len() + 1);
    for param in &params.items {
        let inner = of(&param.pattern)?;
        made.push(match &param.initializer {
            Some(otherwise) => json!(["default", inner, expression::of(otherwise)?]),
            None => inner,
        });
    }
    if let Some(rest) = &params.rest {
        made.push(json!(["rest", of(&rest.rest.argument)?]));
    }
    Ok(Value::Array(made))
}

fn object(pattern: &ObjectPattern<'_>) -> Made {
    let member = |it: &BindingProperty<'_>| -> Made {
        Ok(json!([expression::key(&it.key)?, of(&it.value)?]))
    };
    let members: Result<Vec<_>, _> = pattern.properties.iter().map(member).collect();
    Ok(json!(["members", members?, rest(pattern.rest.as_deref())?]))
}

fn array(pattern: &ArrayPattern<'_>) -> Made {
    let item = |it: &Option<BindingPattern<'_>>| it.as_ref().map_or(Ok(Value::Null), of);
    let items: Result<Vec<_>, _> = pattern.elements.iter().map(item).collect();
    Ok(json!(["items", items?, rest(pattern.rest.as_deref())?]))
}

fn rest(rest: Option<&BindingRestElement<'_>>) -> Made {
    rest.map_or(Ok(Value::Null), |it| of(&it.argument))
}

/// What a value is assigned to: a name or a member.
pub(super) fn target(target: &AssignmentTarget<'_>) -> Made {
    match target.as_simple_assignment_target() {
        Some(target) => simple(target),
        None => Err(unspoken("an assignment that takes a value apart")),
    }
}

/// A name or a member.
pub(super) fn simple(target: &SimpleAssignmentTarget<'_>) -> Made {
    match target {
        SimpleAssignmentTarget::AssignmentTargetIdentifier(it) => {
            Ok(json!(["name", it.name.as_str()]))
        }
        other => match other.as_member_expression() {
            Some(member) => expression::member(member),
            None => Err(unspoken("types")),
        },
    }
}
