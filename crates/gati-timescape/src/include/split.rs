//! Cutting an alternative in pieces, where no alternative of the other side has room for all of
//! it: `{ k: 'a' | 'b' }` is within `{ k: 'a' } | { k: 'b' }`, piece by piece.

use crate::graph::{
    AltId, Alternative, Arena, Member, Node, NodeId, Numbers, Objects, Shape, Texts,
};

use super::{Inclusion, Key, Part, World};

/// The most pieces of one alternative.
const PIECES: usize = 64;

impl Inclusion {
    /// Adds the pieces of an alternative as a way to hold. `false` where there are none.
    pub(super) fn split(
        &mut self,
        world: &mut World,
        goal: usize,
        alt: AltId,
        node: NodeId,
    ) -> bool {
        let Shape::Object(object) = world.arena.alt(alt).shape.clone() else { return false };
        let before = self.pieces.get(&alt).copied().unwrap_or(1) as usize;
        let Some((place, pieces)) = self.choose(world, &object, node, PIECES / before.max(1))
        else {
            return false;
        };
        let key = Key::Split(alt, node);
        let split = self.goal(key);
        let product = u32::try_from(before * pieces.len()).unwrap_or(u32::MAX);
        let conditions = world.arena.alt(alt).conditions.clone();
        for piece in pieces {
            let mut object = object.clone();
            object.members[place] = piece;
            let alternative =
                Alternative { shape: Shape::Object(object), conditions: conditions.clone() };
            let made = world.arena.alternative(alternative);
            world.heights.add(&world.arena, None, Some(made));
            self.pieces.insert(made, product);
            self.need(split, Key::Alt(made, node), Part::Itself);
        }
        self.goals[goal].ways = 1;
        self.need(goal, key, Part::Itself);
        true
    }

    /// The member of which the alternatives of the other side think differently, and which has
    /// the fewest pieces.
    fn choose(
        &self,
        world: &mut World,
        object: &Objects,
        node: NodeId,
        most: usize,
    ) -> Option<(usize, Vec<Member>)> {
        let others: Vec<Objects> = world
            .arena
            .alternatives(node)
            .filter_map(|(_, other)| match &other.shape {
                Shape::Object(object) => Some(object.clone()),
                _ => None,
            })
            .collect();
        if others.len() < 2 {
            return None;
        }
        let mut best: Option<(usize, Vec<Member>)> = None;
        for (place, member) in object.members.iter().enumerate() {
            let views: Vec<(NodeId, bool)> = others
                .iter()
                .map(|other| match other.member(&member.name) {
                    Some(theirs) => (theirs.node, theirs.required),
                    None => (Arena::extra(other.extra, self.right), false),
                })
                .collect();
            let agree = views
                .windows(2)
                .all(|pair| world.meaning.same(pair[0].0, pair[1].0) && pair[0].1 == pair[1].1);
            if agree {
                continue;
            }
            let Some(pieces) = pieces(world, member) else { continue };
            let fewer = best.as_ref().is_none_or(|(_, known)| pieces.len() < known.len());
            if pieces.len() > 1 && pieces.len() <= most && fewer {
                best = Some((place, pieces));
            }
        }
        best
    }
}

/// The member with each of its values, or alternatives, alone; and absent where it may be.
fn pieces(world: &mut World, member: &Member) -> Option<Vec<Member>> {
    let mut alts: Vec<AltId> = Vec::new();
    let text = world.arena.node(member.node).text;
    for alt in world.arena.node(member.node).alts.clone() {
        match world.arena.alt(alt).shape.clone() {
            Shape::Text(Texts { only: Some(only), .. }) if only.len() > 1 => {
                if only.len() > PIECES {
                    return None;
                }
                for value in only {
                    alts.push(world.arena.plain(Shape::Text(Texts::only([value]))));
                }
            }
            Shape::Number(Numbers { only: Some(only), .. }) if only.len() > 1 => {
                if only.len() > PIECES {
                    return None;
                }
                for value in only {
                    alts.push(world.arena.plain(Shape::Number(Numbers::only(vec![value]))));
                }
            }
            _ => alts.push(alt),
        }
    }
    let mut found = Vec::new();
    if !member.required {
        found.push(Member { name: member.name.clone(), node: Arena::NEVER, required: false });
    }
    let single = alts.len() == 1;
    for alt in alts {
        let node = if single {
            member.node
        } else {
            let node = world.arena.add(Node { alts: vec![alt], text, notes: None });
            world.heights.add(&world.arena, Some(node), Some(alt));
            node
        };
        found.push(Member { name: member.name.clone(), node, required: true });
    }
    Some(found)
}
