//! Single values as alternatives.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Builder, Way};
use crate::graph::{AltId, Extra, Lists, Member, Node, NodeId, Numbers, Objects, Shape, Texts};

impl Builder<'_> {
    /// One alternative for all strings, one for all numbers, and one for each other value.
    pub(super) fn values<'v>(
        &mut self,
        values: impl IntoIterator<Item = &'v Value>,
        way: Way,
    ) -> Vec<AltId> {
        let mut texts = BTreeSet::new();
        let mut numbers = Vec::new();
        let mut shapes = Vec::new();
        for value in values {
            match value {
                Value::String(text) => {
                    texts.insert(text.clone());
                }
                Value::Number(number) => numbers.extend(number.as_f64()),
                Value::Null => shapes.push(Shape::Null),
                Value::Bool(flag) => shapes.push(Shape::Boolean(*flag)),
                Value::Array(items) => {
                    let prefix: Vec<NodeId> =
                        items.iter().map(|item| self.value(item, way)).collect();
                    let count = prefix.len() as u64;
                    let rest = Extra::Of(crate::graph::Arena::NEVER);
                    let (min, max) = (count, Some(count));
                    shapes.push(Shape::List(Lists { prefix, rest, min, max, unique: false }));
                }
                Value::Object(members) => {
                    let mut members: Vec<Member> = members
                        .iter()
                        .map(|(name, value)| Member {
                            name: name.clone(),
                            node: self.value(value, way),
                            required: true,
                        })
                        .collect();
                    members.sort_by(|a, b| a.name.cmp(&b.name));
                    let extra = Extra::Of(crate::graph::Arena::NEVER);
                    shapes.push(Shape::Object(Objects { members, extra, ..Objects::any() }));
                }
            }
        }
        if !texts.is_empty() {
            shapes.push(Shape::Text(Texts { only: Some(texts), ..Texts::any() }));
        }
        if !numbers.is_empty() {
            shapes.push(Shape::Number(Numbers::only(numbers)));
        }
        shapes.into_iter().map(|shape| self.arena.plain(shape)).collect()
    }

    fn value(&mut self, value: &Value, way: Way) -> NodeId {
        let alts = self.values([value], way);
        self.ready(Node { alts, text: way.carrier == super::Carrier::Text, notes: None })
    }
}
