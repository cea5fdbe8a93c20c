//! Alternatives without parts.

use serde_json::Value;

use super::sample::number;
use super::{Inclusion, World};
use crate::graph::text::{Outside, numbers_as_text_within};
use crate::graph::{AltId, NodeId, Numbers, Shape, Texts};

impl Inclusion {
    /// Whether a single value, a set of numbers or of strings is within the node.
    pub(super) fn leaf_within(
        &self,
        world: &World,
        alt: AltId,
        node: NodeId,
    ) -> Result<(), Option<Value>> {
        let certain = |value: Value| {
            let outside = world.membership(self.right).has(node, &value) == Some(false);
            outside.then_some(value)
        };
        match &world.arena.alt(alt).shape {
            Shape::Null => self.value_within(world, alt, node, Value::Null),
            Shape::Boolean(flag) => self.value_within(world, alt, node, Value::Bool(*flag)),
            Shape::Number(numbers) => {
                let others: Vec<&Numbers> = self.others(world, alt, node, |shape| match shape {
                    Shape::Number(numbers) => Some(numbers),
                    _ => None,
                });
                let Err(outside) = numbers.within(&others) else { return Ok(()) };
                if world.arena.node(node).text {
                    let texts = self.texts(world, alt, node);
                    let values = numbers.only.as_ref().is_some_and(|only| {
                        only.iter().all(|value| {
                            number(*value).is_some_and(|value| {
                                world.membership(self.right).has(node, &value) == Some(true)
                            })
                        })
                    });
                    if values || numbers_as_text_within(numbers, &texts, &world.languages) {
                        return Ok(());
                    }
                }
                Err(outside.and_then(number).and_then(certain))
            }
            Shape::Text(texts) => self.text_within(world, alt, node, texts),
            Shape::List(_) | Shape::Object(_) => Ok(()),
        }
    }

    fn text_within(
        &self,
        world: &World,
        alt: AltId,
        node: NodeId,
        texts: &Texts,
    ) -> Result<(), Option<Value>> {
        let membership = world.membership(self.right);
        if world.arena.node(node).text
            && let Some(only) = &texts.only
        {
            let refused = only
                .iter()
                .find(|text| membership.has(node, &Value::from(text.as_str())) != Some(true));
            return refused.map_or(Ok(()), |text| {
                let value = Value::from(text.as_str());
                Err((membership.has(node, &value) == Some(false)).then_some(value))
            });
        }
        let others = self.texts(world, alt, node);
        match texts.within(&others, &world.languages) {
            Ok(()) => Ok(()),
            Err(Outside::Unknown) => Err(None),
            Err(Outside::Text(text)) => {
                // In a place where all is text, another text may be the one that is refused.
                let candidates =
                    std::iter::once(text).chain(texts.samples(&world.languages)).map(Value::from);
                let mut refused = candidates
                    .filter(|value| world.membership(self.right).has(node, value) == Some(false));
                Err(refused.next())
            }
        }
    }

    fn texts<'w>(&self, world: &'w World, alt: AltId, node: NodeId) -> Vec<&'w Texts> {
        self.others(world, alt, node, |shape| match shape {
            Shape::Text(texts) => Some(texts),
            _ => None,
        })
    }

    /// Sets of the node's alternatives whose conditions hold.
    fn others<'w, T>(
        &self,
        world: &'w World,
        alt: AltId,
        node: NodeId,
        of: impl Fn(&'w Shape) -> Option<&'w T>,
    ) -> Vec<&'w T> {
        let fitting: Vec<AltId> = world
            .arena
            .node(node)
            .alts
            .iter()
            .copied()
            .filter(|other| self.conditions_hold(world, alt, *other))
            .collect();
        fitting.into_iter().filter_map(|other| of(&world.arena.alt(other).shape)).collect()
    }

    fn value_within(
        &self,
        world: &World,
        alt: AltId,
        node: NodeId,
        value: Value,
    ) -> Result<(), Option<Value>> {
        let same = world.arena.alternatives(node).any(|(other, alternative)| {
            let equal = match (&alternative.shape, &value) {
                (Shape::Null, Value::Null) => true,
                (Shape::Boolean(flag), Value::Bool(own)) => flag == own,
                _ => false,
            };
            equal && self.conditions_hold(world, alt, other)
        });
        if same {
            return Ok(());
        }
        match world.membership(self.right).has(node, &value) {
            Some(true) => Ok(()),
            Some(false) => Err(Some(value)),
            None => Err(None),
        }
    }
}
