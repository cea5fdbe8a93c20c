//! Making values of a set: the shallowest first, then some variety.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::member::equal;
use crate::graph::height::Heights;
use crate::graph::{AltId, Arena, Lists, NodeId, Numbers, Objects, Reading, Shape};
use crate::language::Languages;

/// Values of nodes deeper than this are not made.
const HEIGHT: u32 = 60;
/// Parts made for one question.
const BUDGET: u32 = 1_000;
/// The longest list that is made.
const ITEMS: u64 = 2_000;

/// Makes values. They are candidates: whoever uses one asks whether it is in the set.
pub(crate) struct Samples<'a> {
    arena: &'a Arena,
    languages: &'a Languages,
    heights: &'a Heights,
    reading: Reading,
    /// Parts that may still be made: shared parts of parts could be without end.
    budget: Cell<u32>,
}

impl<'a> Samples<'a> {
    pub(crate) fn new(
        arena: &'a Arena,
        languages: &'a Languages,
        heights: &'a Heights,
        reading: Reading,
    ) -> Self {
        Self { arena, languages, heights, reading, budget: Cell::new(BUDGET) }
    }

    /// One of the shallowest values of a node.
    pub(crate) fn node(&self, id: NodeId) -> Option<Value> {
        if id == Arena::ANY {
            return Some(Value::from(1));
        }
        let node = self.arena.node(id);
        let lowest = node
            .alts
            .iter()
            .filter_map(|alt| Some((self.heights.alt(*alt)?, alt)))
            .min_by_key(|(height, _)| *height)?;
        self.alt(*lowest.1)
    }

    /// One of the shallowest values of an alternative.
    pub(crate) fn alt(&self, id: AltId) -> Option<Value> {
        let left = self.budget.get();
        if left == 0 || self.heights.alt(id)? > HEIGHT {
            return None;
        }
        self.budget.set(left - 1);
        match &self.arena.alt(id).shape {
            Shape::Null => Some(Value::Null),
            Shape::Boolean(flag) => Some(Value::Bool(*flag)),
            Shape::Number(numbers) => number(*numbers.samples().first()?),
            Shape::Text(texts) => texts.samples(self.languages).first().cloned().map(Value::from),
            Shape::List(list) => self.list(list, list.min, None),
            Shape::Object(object) => self.object(object, &[], None),
        }
    }

    /// A list of `count` items, one of which may be given.
    pub(crate) fn list(
        &self,
        list: &Lists,
        count: u64,
        given: Option<(usize, &Value)>,
    ) -> Option<Value> {
        if count > ITEMS {
            return None;
        }
        let count = usize::try_from(count).ok()?;
        let rest = Arena::extra(list.rest, self.reading);
        let mut items: Vec<Value> = Vec::with_capacity(count);
        let given_value = given.map(|(_, value)| value);
        for place in 0..count {
            if let Some((_, value)) = given.filter(|(at, _)| *at == place) {
                items.push(value.clone());
                continue;
            }
            let node = list.prefix.get(place).copied().unwrap_or(rest);
            let taken = |value: &Value| {
                list.unique
                    && (items.iter().any(|before| equal(before, value))
                        || given_value.is_some_and(|given| equal(given, value)))
            };
            let plain = self.node(node).filter(|value| !taken(value));
            let item = match plain {
                Some(item) => item,
                None => self.several(node, count + 8).into_iter().find(|value| !taken(value))?,
            };
            items.push(item);
        }
        Some(Value::Array(items))
    }

    /// An object with its required members, those `given`, and none called `without`.
    pub(crate) fn object(
        &self,
        object: &Objects,
        given: &[(String, Value)],
        without: Option<&str>,
    ) -> Option<Value> {
        let mut members = Map::new();
        for member in object.members.iter().filter(|member| member.required) {
            if Some(member.name.as_str()) == without {
                continue;
            }
            if !given.iter().any(|(name, _)| *name == member.name) {
                members.insert(member.name.clone(), self.node(member.node)?);
            }
        }
        for (name, value) in given {
            members.insert(name.clone(), value.clone());
        }
        self.fill(object, &mut members, object.min, without)?;
        Some(Value::Object(members))
    }

    /// Adds members until there are so many.
    pub(crate) fn fill(
        &self,
        object: &Objects,
        members: &mut Map<String, Value>,
        count: u64,
        without: Option<&str>,
    ) -> Option<()> {
        for member in &object.members {
            if members.len() as u64 >= count {
                return Some(());
            }
            if Some(member.name.as_str()) != without
                && !members.contains_key(&member.name)
                && let Some(value) = self.node(member.node)
            {
                members.insert(member.name.clone(), value);
            }
        }
        if count > ITEMS {
            return None;
        }
        let extra = Arena::extra(object.extra, self.reading);
        let mut number = 0_u64;
        while (members.len() as u64) < count {
            let name = self.name(object, number)?;
            number += 1;
            if Some(name.as_str()) == without || members.contains_key(&name) {
                continue;
            }
            members.insert(name, self.node(extra)?);
        }
        Some(())
    }

    /// A name of an undeclared member.
    pub(crate) fn name(&self, object: &Objects, number: u64) -> Option<String> {
        let fits = |name: &String| {
            object.member(name).is_none()
                && object
                    .patterns
                    .iter()
                    .all(|(pattern, _)| self.languages.matches(pattern, name) == Some(false))
        };
        match object.names {
            None => (0..4).map(|more| format!("x{}", number * 4 + more)).find(fits),
            Some(names) => {
                let place = usize::try_from(number).ok()?;
                self.several(names, place + 16)
                    .into_iter()
                    .filter_map(|value| value.as_str().map(str::to_owned))
                    .filter(fits)
                    .nth(place)
            }
        }
    }

    /// Several values of a node, of all its alternatives.
    pub(crate) fn several(&self, id: NodeId, most: usize) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        if id == Arena::ANY {
            let plain = ["a", "", "null"].map(Value::from).into_iter();
            found.extend(plain.chain([Value::Null, Value::Bool(true), Value::Array(Vec::new())]));
            found.push(Value::Object(Map::new()));
            found.extend((0..most).map(|number| Value::from(number as u64)));
            found.truncate(most);
            return found;
        }
        for alt in &self.arena.node(id).alts {
            if found.len() >= most {
                break;
            }
            found.extend(self.alt_several(*alt, most));
        }
        found.truncate(most);
        found
    }

    /// Several values of an alternative.
    pub(crate) fn alt_several(&self, id: AltId, most: usize) -> Vec<Value> {
        if self.heights.alt(id).is_none_or(|height| height > HEIGHT) {
            return Vec::new();
        }
        match &self.arena.alt(id).shape {
            Shape::Null | Shape::Boolean(_) => self.alt(id).into_iter().collect(),
            Shape::Number(numbers) => several_numbers(numbers, most),
            Shape::Text(texts) => {
                let mut found = texts.samples(self.languages);
                found.truncate(most);
                found.into_iter().map(Value::from).collect()
            }
            Shape::List(list) => self.lists(list, most),
            Shape::Object(object) => self.objects(object, most),
        }
    }

    fn lists(&self, list: &Lists, most: usize) -> Vec<Value> {
        let longest = list.max.unwrap_or(list.min + 2).min(list.min + 3);
        let mut found: Vec<Value> =
            (list.min..=longest).filter_map(|count| self.list(list, count, None)).collect();
        let place = list.prefix.len();
        let rest = Arena::extra(list.rest, self.reading);
        let slots = list.prefix.iter().copied().enumerate().chain([(place, rest)]);
        for (place, node) in slots {
            if list.max.is_some_and(|max| place as u64 >= max) || self.heights.node(node).is_none()
            {
                continue;
            }
            let count = list.min.max(place as u64 + 1);
            for value in self.shallow(node, 6) {
                found.extend(self.list(list, count, Some((place, &value))));
            }
        }
        found.truncate(most);
        found
    }

    fn objects(&self, object: &Objects, most: usize) -> Vec<Value> {
        let mut found: Vec<Value> = self.object(object, &[], None).into_iter().collect();
        let all: Vec<(String, Value)> = object
            .members
            .iter()
            .filter_map(|member| Some((member.name.clone(), self.node(member.node)?)))
            .collect();
        found.extend(self.object(object, &all, None));
        for member in &object.members {
            for value in self.shallow(member.node, 8) {
                found.extend(self.object(object, &[(member.name.clone(), value.clone())], None));
                let mut with = all.clone();
                with.retain(|(name, _)| *name != member.name);
                with.push((member.name.clone(), value));
                found.extend(self.object(object, &with, None));
            }
            if found.len() >= most {
                break;
            }
        }
        if self.heights.node(Arena::extra(object.extra, self.reading)).is_some() {
            for count in 1..4 {
                let mut members = Map::new();
                if self.fill(object, &mut members, count, None).is_some() {
                    found.extend(self.object(
                        object,
                        &members.into_iter().collect::<Vec<_>>(),
                        None,
                    ));
                }
            }
        }
        found.truncate(most);
        found
    }

    /// Values of a part, without looking for variety inside its parts.
    fn shallow(&self, id: NodeId, most: usize) -> Vec<Value> {
        let node = self.arena.node(id);
        let mut found: Vec<Value> = Vec::new();
        for alt in &node.alts {
            match &self.arena.alt(*alt).shape {
                Shape::List(_) | Shape::Object(_) => found.extend(self.alt(*alt)),
                _ => found.extend(self.alt_several(*alt, most)),
            }
        }
        found.truncate(most);
        found
    }
}

/// The JSON number: whole ones without a fraction.
#[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
pub(crate) fn number(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

fn several_numbers(numbers: &Numbers, most: usize) -> Vec<Value> {
    let mut found = numbers.samples();
    let step = numbers.steps.iter().copied().fold(1.0, f64::max);
    let base = found.first().copied().unwrap_or(0.0);
    found.extend(
        (1..u32::try_from(most.min(4_096)).unwrap_or(0)).map(|n| base + step * f64::from(n)),
    );
    found.retain(|value| numbers.has(*value));
    found.truncate(most);
    found.into_iter().filter_map(number).collect()
}
