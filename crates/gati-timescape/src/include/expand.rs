//! What a goal needs.

use serde_json::Value;

use super::{Inclusion, Key, Part, World};
use crate::graph::{AltId, Arena, NodeId, Shape};

impl Inclusion {
    pub(super) fn expand(&mut self, world: &mut World, goal: usize) {
        match self.goals[goal].key {
            Key::Node(left, right) => {
                if world.meaning.same(left, right) || right == Arena::ANY {
                    return;
                }
                for alt in world.arena.node(left).alts.clone() {
                    self.need(goal, Key::Alt(alt, right), Part::Itself);
                }
            }
            Key::Alt(alt, node) => self.expand_alt(world, goal, alt, node),
            Key::Pair(left, right) => self.expand_pair(world, goal, left, right),
            // Its parts were made with it.
            Key::Split(..) => {}
        }
    }

    fn expand_alt(&mut self, world: &World, goal: usize, alt: AltId, node: NodeId) {
        if world.heights.alt(alt).is_none() || world.arena.node(node).alts.contains(&alt) {
            return;
        }
        let shape = &world.arena.alt(alt).shape;
        let ways: Vec<Key> = match shape {
            Shape::List(_) | Shape::Object(_) => world
                .arena
                .alternatives(node)
                .filter(|(_, other)| other.shape.kind() == shape.kind())
                .map(|(other, _)| Key::Pair(alt, other))
                .collect(),
            _ => match self.leaf_within(world, alt, node) {
                Ok(()) => return,
                Err(shown) => {
                    let ways = self.as_single_items(world, alt, node);
                    if ways.is_empty() {
                        return self.fail(goal, shown.map(|value| (value, 1)));
                    }
                    self.goals[goal].shown.extend(shown.map(|value| (value, 1)));
                    ways
                }
            },
        };
        if ways.is_empty() {
            let value = self.plain(world, alt);
            return self.fail(goal, value.map(|value| (value, 1)));
        }
        self.goals[goal].ways = ways.len();
        for key in ways {
            self.need(goal, key, Part::Itself);
        }
    }

    /// A text is as good as a list of it.
    fn as_single_items(&self, world: &World, alt: AltId, node: NodeId) -> Vec<Key> {
        if !world.arena.node(node).text {
            return Vec::new();
        }
        world
            .arena
            .alternatives(node)
            .filter_map(|(_, other)| match &other.shape {
                Shape::List(list) if list.min <= 1 && list.max.is_none_or(|max| max >= 1) => {
                    let rest = Arena::extra(list.rest, self.right);
                    Some(Key::Alt(alt, list.prefix.first().copied().unwrap_or(rest)))
                }
                _ => None,
            })
            .collect()
    }

    /// A value of an alternative that its own conditions do not refuse.
    pub(super) fn plain(&self, world: &World, alt: AltId) -> Option<Value> {
        let fits = |value: &Value| {
            world.membership(self.left).alt(world.arena.alt(alt), value) != Some(false)
        };
        let samples = world.samples(self.left);
        let simple = samples.alt(alt).filter(|value| fits(value));
        simple.or_else(|| samples.alt_several(alt, 30).into_iter().find(|value| fits(value)))
    }
}
