//! Whether one value is in a set. Nothing is proved here: witnesses are held against it, and what
//! it says of them is another piece of code's opinion than that of the goals.

use std::cell::Cell;

use serde_json::{Map, Value};

use crate::graph::{
    Alternative, Arena, Condition, ConditionKind, Lists, NodeId, Objects, Reading, Shape,
};
use crate::language::Languages;

/// Three answers, `None` for the one nobody knows.
pub(crate) type Maybe = Option<bool>;

/// Values are looked into this deep.
const DEPTH: u32 = 300;
/// Questions asked of one value.
const BUDGET: u32 = 50_000;

/// Asks about values.
pub(crate) struct Membership<'a> {
    arena: &'a Arena,
    languages: &'a Languages,
    reading: Reading,
    /// Questions that may still be asked: alternatives of alternatives could be without end.
    budget: Cell<u32>,
}

/// Yes where one is, no where none is.
fn any(answers: impl IntoIterator<Item = Maybe>) -> Maybe {
    let mut certain = true;
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => certain = false,
        }
    }
    certain.then_some(false)
}

/// Yes where all are, no where one is not.
fn all(answers: impl IntoIterator<Item = Maybe>) -> Maybe {
    let mut certain = true;
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            Some(true) => {}
            None => certain = false,
        }
    }
    certain.then_some(true)
}

impl<'a> Membership<'a> {
    pub(crate) fn new(arena: &'a Arena, languages: &'a Languages, reading: Reading) -> Self {
        Self { arena, languages, reading, budget: Cell::new(BUDGET) }
    }

    pub(crate) fn has(&self, node: NodeId, value: &Value) -> Maybe {
        self.at(node, value, DEPTH)
    }

    fn at(&self, node: NodeId, value: &Value, depth: u32) -> Maybe {
        let left = self.budget.get();
        if depth == 0 || left == 0 {
            return None;
        }
        self.budget.set(left - 1);
        let set = self.arena.node(node);
        if set.text && !matches!(value, Value::Array(_) | Value::Object(_)) {
            return self.as_text(node, value, depth);
        }
        any(set.alts.iter().map(|alt| self.alternative(self.arena.alt(*alt), value, depth)))
    }

    pub(crate) fn alt(&self, alternative: &Alternative, value: &Value) -> Maybe {
        self.alternative(alternative, value, DEPTH)
    }

    fn alternative(&self, alternative: &Alternative, value: &Value, depth: u32) -> Maybe {
        let shape = match (&alternative.shape, value) {
            (Shape::Null, Value::Null) => Some(true),
            (Shape::Boolean(flag), Value::Bool(value)) => Some(flag == value),
            (Shape::Number(numbers), Value::Number(number)) => {
                number.as_f64().map(|number| numbers.has(number))
            }
            (Shape::Text(texts), Value::String(text)) => texts.has(text, self.languages),
            (Shape::List(list), Value::Array(items)) => self.list(list, items, depth),
            (Shape::Object(object), Value::Object(members)) => self.object(object, members, depth),
            _ => Some(false),
        };
        if shape == Some(false) {
            return shape;
        }
        let conditions = alternative.conditions.iter().map(|id| self.arena.cond(*id));
        all(std::iter::once(shape)
            .chain(conditions.filter(|one| !one.void).map(|one| self.condition(one, value, depth))))
    }

    fn list(&self, list: &Lists, items: &[Value], depth: u32) -> Maybe {
        let count = items.len() as u64;
        if count < list.min || list.max.is_some_and(|max| count > max) {
            return Some(false);
        }
        if list.unique {
            let repeated = items
                .iter()
                .enumerate()
                .any(|(place, item)| items[..place].iter().any(|before| equal(before, item)));
            if repeated {
                return Some(false);
            }
        }
        let rest = Arena::extra(list.rest, self.reading);
        all(items.iter().enumerate().map(|(place, item)| {
            self.at(list.prefix.get(place).copied().unwrap_or(rest), item, depth - 1)
        }))
    }

    fn object(&self, object: &Objects, members: &Map<String, Value>, depth: u32) -> Maybe {
        let count = members.len() as u64;
        let missing = object
            .members
            .iter()
            .any(|member| member.required && !members.contains_key(&member.name));
        if missing || count < object.min || object.max.is_some_and(|max| count > max) {
            return Some(false);
        }
        let extra = Arena::extra(object.extra, self.reading);
        all(members.iter().map(|(name, value)| {
            let named =
                object.names.map(|names| self.at(names, &Value::from(name.as_str()), depth - 1));
            all(named.into_iter().chain([self.member((object, extra), name, value, depth - 1)]))
        }))
    }

    fn member(
        &self,
        (object, extra): (&Objects, NodeId),
        name: &str,
        value: &Value,
        depth: u32,
    ) -> Maybe {
        let declared = object.member(name);
        let mut answers = Vec::new();
        answers.extend(declared.map(|member| self.at(member.node, value, depth)));
        let mut matched = Some(false);
        for (pattern, node) in &object.patterns {
            match self.languages.matches(pattern, name) {
                Some(true) => {
                    matched = Some(true);
                    answers.push(self.at(*node, value, depth));
                }
                Some(false) => {}
                None => matched = matched.filter(|yes| *yes),
            }
        }
        match (declared, matched) {
            (None, Some(false)) => self.at(extra, value, depth),
            (None, None) => None,
            (_, None) => all(answers.into_iter().chain([None])),
            _ => all(answers),
        }
    }

    fn condition(&self, condition: &Condition, value: &Value, depth: u32) -> Maybe {
        // What a schema asks about itself is to the letter, whoever sends.
        let letter = self.as_receiver();
        let child = |place: usize| letter.at(condition.children[place], value, depth - 1);
        match &condition.kind {
            ConditionKind::ExactlyOne => {
                let says: Vec<Maybe> = condition
                    .children
                    .iter()
                    .map(|node| letter.at(*node, value, depth - 1))
                    .collect();
                let yes = says.iter().filter(|one| **one == Some(true)).count();
                match (yes, says.contains(&None)) {
                    (0 | 1, true) => None,
                    (yes, _) => Some(yes == 1),
                }
            }
            ConditionKind::Not => child(0).map(|yes| !yes),
            ConditionKind::If => match child(0) {
                Some(true) => child(1),
                Some(false) => child(2),
                None => None,
            },
            ConditionKind::Contains { least, most } => {
                let items = value.as_array()?;
                let says: Vec<Maybe> = items
                    .iter()
                    .map(|item| letter.at(condition.children[0], item, depth - 1))
                    .collect();
                let yes = says.iter().filter(|one| **one == Some(true)).count() as u64;
                if says.contains(&None) {
                    return None;
                }
                Some(yes >= *least && most.is_none_or(|most| yes <= most))
            }
            ConditionKind::Requires(name, needs) => {
                let members = value.as_object()?;
                Some(
                    !members.contains_key(name)
                        || needs.iter().all(|need| members.contains_key(need)),
                )
            }
            ConditionKind::Implies(name) => {
                if value.as_object()?.contains_key(name) {
                    child(0)
                } else {
                    Some(true)
                }
            }
            ConditionKind::Opaque(_) => None,
        }
    }

    fn as_receiver(&self) -> Membership<'a> {
        let budget = Cell::new(self.budget.get() / 2);
        Membership { reading: Reading::Receiver, budget, ..*self }
    }

    /// A value whose text is all that travels.
    fn as_text(&self, node: NodeId, value: &Value, depth: u32) -> Maybe {
        let text = text_of(value);
        any(self.arena.alternatives(node).map(|(_, alternative)| {
            let shape = match &alternative.shape {
                Shape::Null => Some(text == "null"),
                Shape::Boolean(flag) => Some(text == if *flag { "true" } else { "false" }),
                Shape::Number(numbers) => Some(as_number(&text).is_some_and(|n| numbers.has(n))),
                Shape::Text(texts) => texts.has(&text, self.languages),
                // One part is as long as a list of it.
                Shape::List(list) => {
                    return self.list(list, std::slice::from_ref(value), depth);
                }
                Shape::Object(_) => Some(false),
            };
            if shape == Some(true)
                && alternative.conditions.iter().any(|one| !self.arena.cond(*one).void)
            {
                return None;
            }
            shape
        }))
    }
}

/// The text of a value that is neither list nor object.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// The number a text stands for.
pub(crate) fn as_number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let number: f64 = text.parse().ok().filter(|_| plain)?;
    number.is_finite().then_some(number)
}

/// Equal as JSON values: `1` and `1.0` are one number.
pub(crate) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, value)| b.get(name).is_some_and(|other| equal(value, other)))
        }
        (a, b) => a == b,
    }
}
