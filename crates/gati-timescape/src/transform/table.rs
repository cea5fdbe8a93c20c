//! Tables of values, and text that names members: what is known of them before a value is there.

use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use super::expr::{Kind, Shared};

/// Whether two literals are the same value to JavaScript.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

/// What `value` becomes by a table.
pub(crate) fn look_up(value: &Value, table: &[(Value, Value)], otherwise: Option<&Value>) -> Value {
    match table.iter().find(|(from, _)| same(from, value)) {
        Some((_, to)) => to.clone(),
        None => otherwise.unwrap_or(value).clone(),
    }
}

/// A table over `value`; two tables become one.
pub(crate) fn of_table(
    value: Shared,
    table: &[(Value, Value)],
    otherwise: Option<&Value>,
) -> Shared {
    let (of, merged, rest) = match &value.kind {
        Kind::Const(constant) => {
            return Kind::Const(look_up(constant, table, otherwise)).shared();
        }
        Kind::Table { of, table: first, otherwise: before } => {
            let mut merged: Vec<(Value, Value)> = first
                .iter()
                .map(|(from, to)| (from.clone(), look_up(to, table, otherwise)))
                .collect();
            if before.is_none() {
                for (from, to) in table {
                    if !first.iter().any(|(key, _)| same(key, from)) {
                        merged.push((from.clone(), to.clone()));
                    }
                }
            }
            let rest = match before {
                Some(value) => Some(look_up(value, table, otherwise)),
                None => otherwise.cloned(),
            };
            (Rc::clone(of), merged, rest)
        }
        _ => (value, table.to_vec(), otherwise.cloned()),
    };
    tabled(of, merged, rest)
}

/// The table without rows that say nothing. Of two rows for a value the first counts, also where
/// it is one that goes.
pub(crate) fn tabled(of: Shared, rows: Vec<(Value, Value)>, otherwise: Option<Value>) -> Shared {
    let mut table: Vec<(Value, Value)> = Vec::with_capacity(rows.len());
    for row in rows {
        if !table.iter().any(|(from, _)| same(from, &row.0)) {
            table.push(row);
        }
    }
    if otherwise.is_none() {
        table.retain(|(from, to)| !same(from, to));
        if table.is_empty() {
            return of;
        }
    }
    Kind::Table { of, table, otherwise }.shared()
}

/// Text that names members, with new names; two such become one.
pub(crate) fn of_names(value: Shared, names: &IndexMap<String, String>) -> Shared {
    let Kind::Names { of, names: first } = &value.kind else {
        return Kind::Names { of: value, names: names.clone() }.shared();
    };
    let mut merged: IndexMap<String, String> = first
        .iter()
        .map(|(from, to)| (from.clone(), names.get(to).unwrap_or(to).clone()))
        .collect();
    for (from, to) in names {
        if !first.contains_key(from) {
            merged.insert(from.clone(), to.clone());
        }
    }
    merged.retain(|from, to| from != to);
    if merged.is_empty() {
        return Rc::clone(of);
    }
    Kind::Names { of: Rc::clone(of), names: merged }.shared()
}

/// What `value` is wherever it is there, given that an expression is a value. A member that was set
/// is only there where its holder is an object; whoever has not seen to that asks [`certain`].
pub(crate) fn known(value: &Shared, given: Option<(&Shared, &Value)>) -> Option<Value> {
    certain(value, given).or_else(|| match &value.kind {
        Kind::If { then, .. } => known(then, given),
        Kind::Table { of, table, otherwise } => {
            Some(look_up(&known(of, given)?, table, otherwise.as_ref()))
        }
        _ => None,
    })
}

/// What `value` is whatever comes, given that an expression is a value.
pub(crate) fn certain(value: &Shared, given: Option<(&Shared, &Value)>) -> Option<Value> {
    if let Some((on, is)) = given
        && on == value
    {
        return Some(is.clone());
    }
    match &value.kind {
        Kind::Const(constant) => Some(constant.clone()),
        Kind::Table { of, table, otherwise } => {
            Some(look_up(&certain(of, given)?, table, otherwise.as_ref()))
        }
        _ => None,
    }
}
