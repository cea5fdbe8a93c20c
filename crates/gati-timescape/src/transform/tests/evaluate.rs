//! What an expression is for values of its variables.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::interpret::{custom, patched, set};
use crate::transform::{
    compose::Composer,
    expr::{Kind, Shared, Test},
    op::Conversion,
    table::{look_up, same},
};

pub(crate) type Variables = HashMap<u32, Option<Value>>;

#[expect(clippy::too_many_lines, reason = "one arm a kind of expression")]
pub(crate) fn evaluate(
    composer: &mut Composer<'_>,
    expr: &Shared,
    vars: &mut Variables,
) -> Option<Value> {
    let object = |value: Option<Value>| match value {
        Some(Value::Object(members)) => Ok(members),
        other => Err(other),
    };
    match &expr.kind {
        Kind::Var(var) => vars[var].clone(),
        Kind::Const(value) => Some(value.clone()),
        Kind::Absent => None,
        Kind::Member(of, name) => object(evaluate(composer, of, vars)).ok()?.shift_remove(name),
        Kind::Item(of, index) => match evaluate(composer, of, vars)? {
            Value::Array(items) => items.get(*index as usize).cloned(),
            _ => None,
        },
        Kind::Edit { of, members } => match object(evaluate(composer, of, vars)) {
            Ok(mut made) => {
                for (name, member) in members {
                    let member = evaluate(composer, member, vars);
                    set(&mut made, name, member);
                }
                Some(Value::Object(made))
            }
            Err(other) => other,
        },
        Kind::Fresh(members) => {
            let mut made = Map::new();
            for (name, member) in members {
                set(&mut made, name, evaluate(composer, member, vars));
            }
            Some(Value::Object(made))
        }
        Kind::Places { of, items } => match evaluate(composer, of, vars) {
            Some(Value::Array(mut made)) => {
                for (index, item) in items {
                    if (*index as usize) < made.len() {
                        made[*index as usize] =
                            evaluate(composer, item, vars).unwrap_or(Value::Null);
                    }
                }
                Some(Value::Array(made))
            }
            other => other,
        },
        Kind::If { test, of, then } => {
            let value = evaluate(composer, of, vars);
            let holds = match test {
                Test::Object => value.is_some_and(|value| value.is_object()),
                Test::Present => value.is_some(),
            };
            if holds { evaluate(composer, then, vars) } else { None }
        }
        Kind::Default { of, value, null } => match evaluate(composer, of, vars) {
            None => Some(value.clone()),
            Some(Value::Null) if *null => Some(value.clone()),
            other => other,
        },
        Kind::Omit(of) => evaluate(composer, of, vars).filter(|value| !value.is_null()),
        Kind::Each { of, var, body, start } => match evaluate(composer, of, vars) {
            Some(Value::Array(items)) => {
                let mut made = Vec::new();
                for (index, item) in items.into_iter().enumerate() {
                    if index < *start as usize {
                        made.push(item);
                        continue;
                    }
                    vars.insert(*var, Some(item));
                    made.push(evaluate(composer, body, vars).unwrap_or(Value::Null));
                }
                Some(Value::Array(made))
            }
            other => other,
        },
        Kind::Values { of, var, body, except } => match object(evaluate(composer, of, vars)) {
            Ok(members) => {
                let mut made = Map::new();
                for (name, member) in members {
                    if except.contains(&name) {
                        made.insert(name, member);
                        continue;
                    }
                    vars.insert(*var, Some(member));
                    set(&mut made, &name, evaluate(composer, body, vars));
                }
                Some(Value::Object(made))
            }
            Err(other) => other,
        },
        Kind::When { on, cases, otherwise } => {
            let is = evaluate(composer, on, vars);
            let case = cases.iter().find(|(one, _)| is.as_ref().is_some_and(|is| same(is, one)));
            evaluate(composer, case.map_or(otherwise, |(_, case)| case), vars)
        }
        Kind::Call { of, chain } => {
            let value = evaluate(composer, of, vars);
            value.as_ref()?;
            let var = composer.variable();
            vars.insert(var, value);
            let body =
                composer.unfold(Kind::Var(var).shared(), chain).expect("the chain is checked");
            evaluate(composer, &body, vars)
        }
        Kind::Table { of, table, otherwise } => {
            Some(look_up(&evaluate(composer, of, vars)?, table, otherwise.as_ref()))
        }
        Kind::Convert { of, to } => {
            let value = evaluate(composer, of, vars)?;
            match (to, value) {
                (Conversion::List, value) if !value.is_null() => Some(Value::Array(vec![value])),
                (Conversion::Only, Value::Array(items)) => items.into_iter().next(),
                (Conversion::Text, value @ Value::Bool(_)) => Some(Value::from(value.to_string())),
                (_, value) => Some(value),
            }
        }
        Kind::Unwrap(of, name) => match object(evaluate(composer, of, vars)) {
            Ok(mut members) => members.shift_remove(name),
            Err(other) => other,
        },
        Kind::Names { of, names } => Some(match evaluate(composer, of, vars)? {
            Value::String(text) => Value::from(names.get(&text).cloned().unwrap_or(text)),
            other => other,
        }),
        Kind::Patch { of, var, body } => {
            let value = evaluate(composer, of, vars)?;
            Some(patched(value, &mut |document| {
                vars.insert(*var, Some(document));
                evaluate(composer, body, vars)
            }))
        }
        Kind::Custom(call) => {
            let input = evaluate(composer, &call.input, vars)?;
            Some(custom(&call.call, input))
        }
    }
}
