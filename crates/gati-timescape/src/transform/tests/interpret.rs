//! The operations as they are said, one after the other on a value that is there: slow and plain
//! to see, for the composed form to be held against.

use serde_json::{Map, Value};

use crate::transform::{
    op::{Conversion, Op, Transform},
    table::same,
};

/// What a transform makes of a value that may be absent. Functions of people are `custom`.
pub(crate) fn interpret(transform: &Transform, value: Option<Value>) -> Option<Value> {
    run(transform, &transform.ops, value)
}

fn run(transform: &Transform, ops: &[Op], value: Option<Value>) -> Option<Value> {
    ops.iter().fold(value, |value, op| apply(transform, op, value?))
}

/// What tests call instead of a function of people: it tells what it was given.
pub(crate) fn custom(call: &[String], input: Value) -> Value {
    match input {
        Value::Object(mut members) => {
            let seen = Value::from(members.len());
            members.insert("a".to_owned(), seen);
            members.insert(call.join("."), Value::from(true));
            Value::Object(members)
        }
        other => Value::from(vec![other, Value::from(call.join("."))]),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm an operation")]
fn apply(transform: &Transform, op: &Op, value: Value) -> Option<Value> {
    Some(match (op, value) {
        (Op::Rename { names }, Value::Object(mut members)) => {
            let taken: Vec<(&String, Option<Value>)> =
                names.iter().map(|(from, to)| (to, members.get(from).cloned())).collect();
            names.keys().for_each(|from| drop(members.shift_remove(from)));
            for (to, member) in taken {
                set(&mut members, to, member);
            }
            Value::Object(members)
        }
        (Op::Drop { name }, Value::Object(mut members)) => {
            members.shift_remove(name);
            Value::Object(members)
        }
        (Op::Insert { name, value }, Value::Object(mut members)) => {
            members.insert(name.clone(), value.clone());
            Value::Object(members)
        }
        (Op::Default { name, value, null }, Value::Object(mut members)) => {
            let there = members.get(name).is_some_and(|own| !(*null && own.is_null()));
            if !there {
                members.insert(name.clone(), value.clone());
            }
            Value::Object(members)
        }
        (Op::Omit { name }, Value::Object(mut members)) => {
            if members.get(name).is_some_and(Value::is_null) {
                members.shift_remove(name);
            }
            Value::Object(members)
        }
        (Op::Move { from, to }, value @ Value::Object(_)) => moved(value, from, to),
        (Op::Member { name, ops }, Value::Object(mut members)) => {
            let member = run(transform, ops, members.get(name).cloned());
            set(&mut members, name, member);
            Value::Object(members)
        }
        (Op::Each { ops }, Value::Array(items)) => from(transform, ops, 0, items),
        (Op::Rest { start, ops }, Value::Array(items)) => {
            from(transform, ops, *start as usize, items)
        }
        (Op::Place { index, ops }, Value::Array(mut items)) => {
            if let Some(item) = items.get_mut(*index as usize) {
                *item = run(transform, ops, Some(item.take())).unwrap_or(Value::Null);
            }
            Value::Array(items)
        }
        (Op::Values { except, ops }, Value::Object(members)) => {
            let mut made = Map::new();
            for (name, member) in members {
                let member = if except.contains(&name) {
                    Some(member)
                } else {
                    run(transform, ops, Some(member))
                };
                set(&mut made, &name, member);
            }
            Value::Object(made)
        }
        (Op::When { tag, cases }, value) => {
            let is = value.get(tag).filter(|_| value.is_object());
            let case = cases.iter().find(|case| is.is_some_and(|is| same(is, &case.is)));
            return match case {
                Some(case) => run(transform, &case.ops, Some(value)),
                None => Some(value),
            };
        }
        (Op::Call { shape }, value) => {
            return run(transform, &transform.shapes[shape], Some(value));
        }
        (Op::MapEnum { table, otherwise }, value) => {
            let row = table.iter().find(|(from, _)| same(from, &value));
            match (row, otherwise) {
                (Some((_, to)), _) => to.clone(),
                (None, Some(otherwise)) => otherwise.clone(),
                (None, None) => value,
            }
        }
        (Op::Convert { to: Conversion::List }, value) if !value.is_null() => {
            Value::Array(vec![value])
        }
        (Op::Convert { to: Conversion::Only }, Value::Array(items)) => {
            return items.into_iter().next();
        }
        (Op::Convert { to: Conversion::Text }, value @ Value::Bool(_)) => {
            Value::from(value.to_string())
        }
        (Op::Wrap { name }, value) => Value::Object(Map::from_iter([(name.clone(), value)])),
        (Op::Unwrap { name }, Value::Object(mut members)) => return members.shift_remove(name),
        (Op::Names { names }, Value::String(text)) => {
            Value::from(names.get(&text).cloned().unwrap_or(text))
        }
        (Op::Patch { ops }, value) => {
            patched(value, &mut |document| run(transform, ops, Some(document)))
        }
        (Op::Custom { call, reads, writes, ops }, value) => {
            let input = match reads {
                None => value.clone(),
                Some(names) => {
                    let mut members = Map::new();
                    for name in names {
                        set(&mut members, name, value.get(name).cloned());
                    }
                    Value::Object(members)
                }
            };
            let result = custom(call, input);
            let Some(writes) = writes else { return Some(result) };
            let mut made = run(transform, ops, Some(value))?;
            if let Value::Object(members) = &mut made {
                for name in writes {
                    set(members, name, result.get(name).cloned());
                }
            }
            made
        }
        (_, value) => value,
    })
}

/// A JSON Patch whose operations set whole documents: `make` says what each becomes. Places
/// within documents are tried where the printed text is.
pub(crate) fn patched(value: Value, make: &mut dyn FnMut(Value) -> Option<Value>) -> Value {
    let Value::Array(mut operations) = value else { return value };
    for operation in &mut operations {
        let Value::Object(members) = operation else { continue };
        if let Some(document) = members.get("a").cloned() {
            set(members, "a", make(document));
        }
    }
    Value::Array(operations)
}

fn from(transform: &Transform, ops: &[Op], start: usize, items: Vec<Value>) -> Value {
    let items = items.into_iter().enumerate().map(|(index, item)| {
        if index < start {
            item
        } else {
            // A list has no holes: JSON writes `null` for what is absent.
            run(transform, ops, Some(item)).unwrap_or(Value::Null)
        }
    });
    Value::Array(items.collect())
}

fn moved(value: Value, from: &[String], to: &[String]) -> Value {
    let mut value = value;
    let member = take(&mut value, from);
    put(&mut value, to, member);
    value
}

fn take(value: &mut Value, path: &[String]) -> Option<Value> {
    let (name, rest) = path.split_first()?;
    let members = value.as_object_mut()?;
    if rest.is_empty() { members.shift_remove(name) } else { take(members.get_mut(name)?, rest) }
}

fn put(value: &mut Value, path: &[String], member: Option<Value>) {
    let (Some((name, rest)), Value::Object(members)) = (path.split_first(), value) else { return };
    if rest.is_empty() {
        set(members, name, member);
    } else {
        let next = members.entry(name).or_insert_with(|| Value::Object(Map::new()));
        put(next, rest, member);
    }
}

pub(crate) fn set(members: &mut Map<String, Value>, name: &str, member: Option<Value>) {
    match member {
        Some(member) => drop(members.insert(name.to_owned(), member)),
        None => drop(members.shift_remove(name)),
    }
}
