//! When a condition holds of everything in an alternative.

use super::{Inclusion, World};
use crate::graph::apart::Apart;
use crate::graph::{
    AltId, Arena, Condition, ConditionId, ConditionKind, NodeId, Objects, Reading, Shape,
};
use crate::language::Languages;

/// Conditions that say what is so anyway are void: exactly one of sets that are apart.
pub(super) fn void_those_that_hold(arena: &mut Arena, languages: &Languages) {
    let holds: Vec<ConditionId> = arena
        .conditions()
        .filter(|id| {
            let Condition { kind, children, .. } = arena.cond(*id);
            let apart =
                Apart { arena, languages, left: Reading::Receiver, right: Reading::Receiver };
            *kind == ConditionKind::ExactlyOne
                && children.len() <= 64
                && children.iter().enumerate().all(|(place, left)| {
                    children[place + 1..].iter().all(|right| apart.nodes(*left, *right))
                })
        })
        .collect();
    for id in holds {
        arena.cond_mut(id).void = true;
    }
}

impl Inclusion {
    /// Whether everything in the one alternative meets the conditions of the other.
    pub(super) fn conditions_hold(&self, world: &World, left: AltId, right: AltId) -> bool {
        world
            .arena
            .alt(right)
            .conditions
            .iter()
            .all(|condition| self.condition_holds(world, left, *condition))
    }

    fn condition_holds(&self, world: &World, left: AltId, id: ConditionId) -> bool {
        let condition = world.arena.cond(id);
        let own = &world.arena.alt(left).conditions;
        if condition.void || own.contains(&id) {
            return true;
        }
        let known = own.iter().map(|own| world.arena.cond(*own));
        if known.clone().any(|known| same(world, known, condition)) {
            return true;
        }
        let apart = Apart {
            arena: &world.arena,
            languages: &world.languages,
            left: self.left,
            right: Reading::Receiver,
        };
        match &condition.kind {
            ConditionKind::ExactlyOne => {
                // Whoever wrote `oneOf` meant alternatives that are apart, and another list of
                // alternatives is meant the same way.
                let meant = known.into_iter().any(|known| known.kind == ConditionKind::ExactlyOne);
                let near =
                    condition.children.iter().filter(|node| !apart.alt_and_node(left, **node));
                meant || near.count() <= 1
            }
            ConditionKind::Not => apart.alt_and_node(left, condition.children[0]),
            ConditionKind::Requires(name, needs) => object_of(world, left).is_none_or(|object| {
                self.cannot_have(object, name)
                    || needs
                        .iter()
                        .all(|need| object.member(need).is_some_and(|member| member.required))
            }),
            ConditionKind::Implies(name) => {
                object_of(world, left).is_none_or(|object| self.cannot_have(object, name))
            }
            ConditionKind::If => {
                apart.alt_and_node(left, condition.children[0])
                    && condition.children[2] == Arena::ANY
            }
            ConditionKind::Contains { .. } | ConditionKind::Opaque(_) => false,
        }
    }

    fn cannot_have(&self, object: &Objects, name: &str) -> bool {
        match object.member(name) {
            Some(member) => member.node == Arena::NEVER,
            None => {
                Arena::extra(object.extra, self.left) == Arena::NEVER && object.patterns.is_empty()
            }
        }
    }
}

fn same(world: &World, left: &Condition, right: &Condition) -> bool {
    let equal = |a: &NodeId, b: &NodeId| world.meaning.same(*a, *b);
    if left.kind != right.kind || left.children.len() != right.children.len() {
        return false;
    }
    if left.kind == ConditionKind::ExactlyOne {
        let among =
            |node: &NodeId, others: &[NodeId]| others.iter().any(|other| equal(node, other));
        return left.children.iter().all(|node| among(node, &right.children))
            && right.children.iter().all(|node| among(node, &left.children));
    }
    left.children.iter().zip(&right.children).all(|(a, b)| equal(a, b))
}

fn object_of(world: &World, alt: AltId) -> Option<&Objects> {
    match &world.arena.alt(alt).shape {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}
