//! Lists against lists and objects against objects, part by part.

use serde_json::{Map, Value};

use super::{Inclusion, Key, Part, World};
use crate::graph::{AltId, Arena, Lists, NodeId, Objects, Shape};

impl Inclusion {
    pub(super) fn expand_pair(&mut self, world: &World, goal: usize, left: AltId, right: AltId) {
        if !self.conditions_hold(world, left, right) {
            return self.fail(goal, None);
        }
        match (&world.arena.alt(left).shape, &world.arena.alt(right).shape) {
            (Shape::List(ours), Shape::List(theirs)) => {
                self.expand_lists(world, goal, ours, theirs);
            }
            (Shape::Object(ours), Shape::Object(theirs)) => {
                self.expand_objects(world, goal, ours, theirs);
            }
            _ => self.fail(goal, None),
        }
    }

    fn show(&mut self, goal: usize, value: Option<Value>) {
        self.fail(goal, value.map(|value| (value, 1)));
    }

    fn expand_lists(&mut self, world: &World, goal: usize, ours: &Lists, theirs: &Lists) {
        let samples = world.samples(self.left);
        let (rest, their_rest) =
            (Arena::extra(ours.rest, self.left), Arena::extra(theirs.rest, self.right));
        let longest = longest(world, ours, rest);
        if longest.is_some_and(|longest| longest < ours.min) {
            return;
        }
        if ours.min < theirs.min {
            return self.show(goal, samples.list(ours, ours.min, None));
        }
        if let Some(max) = theirs.max
            && longest.is_none_or(|longest| longest > max)
        {
            return self.show(goal, samples.list(ours, ours.min.max(max + 1), None));
        }
        if theirs.unique && !ours.unique && longest.is_none_or(|longest| longest > 1) {
            return self.show(goal, repeated(world, self, ours));
        }
        let places = ours.prefix.len().max(theirs.prefix.len());
        for place in 0..=places {
            if longest.is_some_and(|longest| place as u64 >= longest) {
                break;
            }
            let own = ours.prefix.get(place).copied().unwrap_or(rest);
            let other = theirs.prefix.get(place).copied().unwrap_or(their_rest);
            self.need(goal, Key::Node(own, other), Part::Item(place));
        }
    }

    fn expand_objects(&mut self, world: &World, goal: usize, ours: &Objects, theirs: &Objects) {
        let samples = world.samples(self.left);
        let missing = theirs.members.iter().find(|member| {
            member.required && !ours.member(&member.name).is_some_and(|own| own.required)
        });
        if let Some(member) = missing {
            return self.show(goal, samples.object(ours, &[], Some(&member.name)));
        }
        if let Err(shown) = self.counts_within(world, ours, theirs) {
            return self.show(goal, shown);
        }
        for member in &ours.members {
            let part = || Part::Member(member.name.clone());
            for node in self.meant(world, theirs, &member.name) {
                match node {
                    Some(node) => self.need(goal, Key::Node(member.node, node), part()),
                    // A pattern nobody can read may mean this name.
                    None if ours.patterns == theirs.patterns => {}
                    None => self.fail(goal, None),
                }
            }
            if let Some(names) = theirs.names
                && world.membership(self.right).has(names, &Value::from(member.name.as_str()))
                    != Some(true)
                && world.heights.node(member.node).is_some()
            {
                let value = samples
                    .node(member.node)
                    .and_then(|value| samples.object(ours, &[(member.name.clone(), value)], None));
                self.show(goal, value);
            }
        }
        self.expand_undeclared(world, goal, ours, theirs);
    }

    fn expand_undeclared(&mut self, world: &World, goal: usize, ours: &Objects, theirs: &Objects) {
        let extra = Arena::extra(ours.extra, self.left);
        let their_extra = Arena::extra(theirs.extra, self.right);
        let open = world.heights.node(extra).is_some();
        if open {
            for member in &theirs.members {
                if ours.member(&member.name).is_none() {
                    let part = Part::Member(member.name.clone());
                    self.need(goal, Key::Node(extra, member.node), part);
                }
            }
            self.need(goal, Key::Node(extra, their_extra), Part::Extra);
        }
        if let Some(names) = theirs.names.filter(|_| open || !ours.patterns.is_empty()) {
            let own = ours.names.unwrap_or(Arena::STRING);
            // Names that patterns demand are looked at as if there were others.
            self.need(goal, Key::Node(own, names), Part::Name);
        }
        for (pattern, node) in &ours.patterns {
            let same = theirs.patterns.iter().find(|(other, _)| other == pattern);
            match same {
                Some((_, other)) => self.need(goal, Key::Node(*node, *other), Part::Extra),
                None => self.need(goal, Key::Node(*node, their_extra), Part::Extra),
            }
            for (other, meant) in &theirs.patterns {
                if other != pattern {
                    self.need(goal, Key::Node(*node, *meant), Part::Extra);
                }
            }
            for member in &theirs.members {
                if ours.member(&member.name).is_none()
                    && world.languages.matches(pattern, &member.name) != Some(false)
                {
                    let part = Part::Member(member.name.clone());
                    self.need(goal, Key::Node(*node, member.node), part);
                }
            }
        }
        if open {
            for (pattern, node) in &theirs.patterns {
                if !ours.patterns.iter().any(|(own, _)| own == pattern) {
                    self.need(goal, Key::Node(extra, *node), Part::Extra);
                }
            }
        }
    }

    /// What a member may have to be in an object; `None` for a pattern nobody can read.
    fn meant(&self, world: &World, object: &Objects, name: &str) -> Vec<Option<NodeId>> {
        let mut found = Vec::new();
        let declared = object.member(name);
        found.extend(declared.map(|member| Some(member.node)));
        for (pattern, node) in &object.patterns {
            match world.languages.matches(pattern, name) {
                Some(true) if declared.is_none() => found.push(Some(*node)),
                Some(_) => {}
                None => found.push(None),
            }
        }
        if found.is_empty() {
            found.push(Some(Arena::extra(object.extra, self.right)));
        }
        found
    }

    /// Whether there are as many members as the other allows; else an object that has others.
    fn counts_within(
        &self,
        world: &World,
        ours: &Objects,
        theirs: &Objects,
    ) -> Result<(), Option<Value>> {
        let samples = world.samples(self.left);
        let required = ours.members.iter().filter(|member| member.required).count() as u64;
        if ours.min.max(required) < theirs.min {
            return Err(samples.object(ours, &[], None));
        }
        let Some(max) = theirs.max else { return Ok(()) };
        let extra = Arena::extra(ours.extra, self.left);
        let endless = world.heights.node(extra).is_some() || !ours.patterns.is_empty();
        let declared =
            ours.members.iter().filter(|member| world.heights.node(member.node).is_some()).count()
                as u64;
        let most = if endless {
            ours.max
        } else {
            Some(ours.max.map_or(declared, |max| max.min(declared)))
        };
        if most.is_some_and(|most| most <= max) {
            return Ok(());
        }
        let mut members = Map::new();
        let filled = samples.fill(ours, &mut members, max + 1, None);
        let given: Vec<(String, Value)> = members.into_iter().collect();
        Err(filled.and_then(|()| samples.object(ours, &given, None)))
    }

    /// The value of an alternative in which a part has this value.
    pub(crate) fn around(
        &self,
        world: &World,
        alt: AltId,
        part: &Part,
        value: &Value,
    ) -> Option<Value> {
        let samples = world.samples(self.left);
        match (&world.arena.alt(alt).shape, part) {
            (_, Part::Itself) => Some(value.clone()),
            (Shape::Object(object), Part::Member(name)) => {
                samples.object(object, &[(name.clone(), value.clone())], None)
            }
            (Shape::Object(object), Part::Extra) => {
                let name = samples.name(object, 0).or_else(|| pattern_name(world, object))?;
                samples.object(object, &[(name, value.clone())], None)
            }
            (Shape::Object(object), Part::Name) => {
                let extra = Arena::extra(object.extra, self.left);
                let name = value.as_str()?.to_owned();
                samples.object(object, &[(name, samples.node(extra)?)], None)
            }
            (Shape::List(list), Part::Item(place)) => {
                let count = list.min.max(*place as u64 + 1);
                samples.list(list, count, Some((*place, value)))
            }
            _ => None,
        }
    }
}

/// The most items a list can have.
fn longest(world: &World, list: &Lists, rest: NodeId) -> Option<u64> {
    let empty = list.prefix.iter().position(|node| world.heights.node(*node).is_none());
    let by_items = match empty {
        Some(place) => Some(place as u64),
        None if world.heights.node(rest).is_none() => Some(list.prefix.len() as u64),
        None => None,
    };
    // Items that all differ are no more than there are values.
    let by_values =
        if list.unique && list.prefix.is_empty() { values_of(world, rest) } else { None };
    [list.max, by_items, by_values].into_iter().flatten().min()
}

/// How many values a node has, where they are enumerated.
fn values_of(world: &World, node: NodeId) -> Option<u64> {
    let counts = world.arena.alternatives(node).map(|(_, alternative)| match &alternative.shape {
        Shape::Null | Shape::Boolean(_) => Some(1),
        Shape::Number(numbers) => numbers.only.as_ref().map(|only| only.len() as u64),
        Shape::Text(texts) => texts.only.as_ref().map(|only| only.len() as u64),
        Shape::List(_) | Shape::Object(_) => None,
    });
    counts.sum()
}

/// A list in which an item stands twice.
fn repeated(world: &World, inclusion: &Inclusion, list: &Lists) -> Option<Value> {
    let samples = world.samples(inclusion.left);
    let rest = Arena::extra(list.rest, inclusion.left);
    let at = |place: usize| list.prefix.get(place).copied().unwrap_or(rest);
    let count = list.min.max(2);
    let first = samples.node(at(0))?;
    let list = samples.list(list, count, Some((0, &first)))?;
    let mut items = list.as_array()?.clone();
    items[1] = first;
    Some(Value::Array(items))
}

/// A name that a pattern of the object means.
fn pattern_name(world: &World, object: &Objects) -> Option<String> {
    object.patterns.iter().find_map(|(pattern, _)| {
        let set = crate::graph::Texts { patterns: vec![pattern.clone()], ..Default::default() };
        set.samples(&world.languages).into_iter().find(|name| object.member(name).is_none())
    })
}
