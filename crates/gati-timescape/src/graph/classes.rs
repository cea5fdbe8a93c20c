//! Which nodes mean the same: partition refinement, the smaller parts moving (Hopcroft's way), so
//! that it takes `O(E log n)` steps however long the chains of a document are.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::{AltId, Arena, ConditionId, ConditionKind, Extra, NodeId, Objects, Shape};

/// Whether defaults tell nodes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// No.
    Meaning,
    /// Yes: what is left out means something else.
    Behaviour,
}

/// The class of every node.
#[derive(Debug, Clone)]
pub(crate) struct Classes {
    of: Vec<u32>,
}

impl Classes {
    pub(crate) fn same(&self, left: NodeId, right: NodeId) -> bool {
        match (self.of.get(left.index()), self.of.get(right.index())) {
            (Some(a), Some(b)) => a == b,
            // What was made later is only itself.
            _ => left == right,
        }
    }

    pub(crate) fn of(&self, node: NodeId) -> u32 {
        self.of[node.index()]
    }

    /// By meaning, and by meaning with everything that is written beside it.
    pub(crate) fn refine(arena: &Arena) -> (Self, Self) {
        let mut signatures = Signatures::new(arena, Look::Meaning);
        let meaning = Refinement::new(&signatures).run(&signatures);
        let notes = if signatures.add_notes(arena) {
            Refinement::new(&signatures).run(&signatures)
        } else {
            meaning.clone()
        };
        (meaning, notes)
    }
}

/// Everything of a node but the meaning of its parts.
pub(crate) struct Signatures {
    nodes: Vec<NodeSignature>,
}

struct NodeSignature {
    payload: u128,
    alts: Vec<AltSignature>,
}

struct AltSignature {
    payload: u128,
    parts: Vec<u32>,
    conditions: Vec<ConditionSignature>,
}

struct ConditionSignature {
    payload: u128,
    parts: Vec<u32>,
    /// The order of the parts means nothing.
    unordered: bool,
}

impl ConditionSignature {
    fn colour(&self, of: &dyn Fn(u32) -> u128) -> u128 {
        let mut parts: Vec<u128> = self.parts.iter().map(|part| of(*part)).collect();
        if self.unordered {
            parts.sort_unstable();
        }
        mixed(self.payload, parts)
    }
}

impl Signatures {
    pub(crate) fn new(arena: &Arena, look: Look) -> Self {
        let nodes = arena.nodes().map(|id| signature(arena, id, look)).collect();
        Self { nodes }
    }

    /// Lets documentation tell nodes apart, too; whether there is any.
    fn add_notes(&mut self, arena: &Arena) -> bool {
        let mut any = false;
        for (id, own) in arena.nodes().zip(&mut self.nodes) {
            let node = arena.node(id);
            if let Some(notes) = &node.notes {
                own.payload = mixed(own.payload, [xxh3_128(format!("{notes:?}").as_bytes())]);
                any = true;
            }
            for (alt, own) in node.alts.iter().zip(&mut own.alts) {
                if let Shape::Object(Objects { hidden, .. }) = &arena.alt(*alt).shape
                    && !hidden.is_empty()
                {
                    own.payload = mixed(own.payload, [xxh3_128(format!("{hidden:?}").as_bytes())]);
                    any = true;
                }
            }
        }
        any
    }

    fn parts(&self, node: usize) -> impl Iterator<Item = u32> + '_ {
        self.nodes[node].alts.iter().flat_map(|alt| {
            alt.parts
                .iter()
                .copied()
                .chain(alt.conditions.iter().flat_map(|condition| condition.parts.iter().copied()))
        })
    }

    /// The node's signature, given what is known of its parts.
    pub(crate) fn colour(&self, node: usize, of: &dyn Fn(u32) -> u128) -> u128 {
        let own = &self.nodes[node];
        if let [alt] = &own.alts[..]
            && alt.conditions.is_empty()
        {
            let only = mixed(alt.payload, alt.parts.iter().map(|part| of(*part)));
            return mixed(own.payload, [only]);
        }
        let mut alts: Vec<u128> = own
            .alts
            .iter()
            .map(|alt| {
                let mut conditions: Vec<u128> =
                    alt.conditions.iter().map(|condition| condition.colour(of)).collect();
                conditions.sort_unstable();
                conditions.dedup();
                mixed(alt.payload, alt.parts.iter().map(|part| of(*part)).chain(conditions))
            })
            .collect();
        alts.sort_unstable();
        alts.dedup();
        mixed(own.payload, alts)
    }

    pub(crate) fn reachable(&self, roots: &[NodeId]) -> Vec<usize> {
        let mut seen = FxHashSet::default();
        let mut pending: Vec<usize> = roots.iter().map(|root| root.index()).collect();
        while let Some(node) = pending.pop() {
            if seen.insert(node) {
                pending.extend(self.parts(node).map(|part| part as usize));
            }
        }
        let mut all: Vec<usize> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }
}

fn mixed(first: u128, rest: impl IntoIterator<Item = u128>) -> u128 {
    /// As many as nearly every node has.
    const FEW: usize = 15;
    let mut rest = rest.into_iter();
    let mut few = [0; 16 * (FEW + 1)];
    few[..16].copy_from_slice(&first.to_le_bytes());
    let mut length = 16;
    for next in rest.by_ref().take(FEW) {
        few[length..length + 16].copy_from_slice(&next.to_le_bytes());
        length += 16;
    }
    let Some(next) = rest.next() else { return xxh3_128(&few[..length]) };
    let mut bytes = few.to_vec();
    for next in std::iter::once(next).chain(rest) {
        bytes.extend_from_slice(&next.to_le_bytes());
    }
    xxh3_128(&bytes)
}

fn signature(arena: &Arena, id: NodeId, look: Look) -> NodeSignature {
    let node = arena.node(id);
    let notes = match look {
        Look::Meaning => String::new(),
        Look::Behaviour => {
            let default = node.notes.as_ref().and_then(|notes| notes.default.as_ref());
            default.map(ToString::to_string).unwrap_or_default()
        }
    };
    NodeSignature {
        payload: xxh3_128(format!("{}{notes}", node.text).as_bytes()),
        alts: node.alts.iter().map(|alt| alt_signature(arena, *alt)).collect(),
    }
}

fn alt_signature(arena: &Arena, id: AltId) -> AltSignature {
    let alternative = arena.alt(id);
    let mut parts: Vec<u32> = Vec::new();
    let mut part = |node: NodeId| parts.push(u32::try_from(node.index()).unwrap_or(u32::MAX));
    let mut extra = |extra: &Extra| match extra {
        Extra::Of(node) => {
            part(*node);
            "of"
        }
        Extra::Free => "free",
        Extra::Unsaid => "unsaid",
    };
    let payload = match &alternative.shape {
        Shape::List(list) => {
            let rest = extra(&list.rest);
            list.prefix.iter().for_each(|node| part(*node));
            format!("list {} {rest} {} {:?} {}", list.prefix.len(), list.min, list.max, list.unique)
        }
        Shape::Object(object) => {
            let rest = extra(&object.extra);
            let mut names: Vec<String> = Vec::new();
            for member in &object.members {
                part(member.node);
                names.push(format!("{:?}{}", member.name, member.required));
            }
            for (pattern, node) in &object.patterns {
                part(*node);
                names.push(format!("~{pattern:?}"));
            }
            object.names.into_iter().for_each(&mut part);
            let restricted = object.names.is_some();
            // Releases keep hashes of this text; it ends as it did when they were made.
            format!("object {names:?} {rest} {restricted} {} {:?} ", object.min, object.max)
        }
        leaf => format!("{leaf:?}"),
    };
    let conditions = alternative
        .conditions
        .iter()
        .filter(|condition| !arena.cond(**condition).void)
        .map(|condition| condition_signature(arena, *condition))
        .collect();
    AltSignature { payload: xxh3_128(payload.as_bytes()), parts, conditions }
}

fn condition_signature(arena: &Arena, id: ConditionId) -> ConditionSignature {
    let condition = arena.cond(id);
    let place = |node: &NodeId| u32::try_from(node.index()).unwrap_or(u32::MAX);
    ConditionSignature {
        payload: xxh3_128(format!("{:?}", condition.kind).as_bytes()),
        parts: condition.children.iter().map(place).collect(),
        unordered: condition.kind == ConditionKind::ExactlyOne,
    }
}

/// Classes while they are split.
struct Refinement {
    class: Vec<u32>,
    place: Vec<u32>,
    members: Vec<Vec<u32>>,
    colours: Vec<u128>,
    users: Vec<Vec<u32>>,
}

impl Refinement {
    fn new(signatures: &Signatures) -> Self {
        let count = signatures.nodes.len();
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); count];
        for node in 0..count {
            for part in signatures.parts(node) {
                users[part as usize].push(u32::try_from(node).unwrap_or(u32::MAX));
            }
        }
        let mut refinement = Self {
            class: vec![0; count],
            place: vec![0; count],
            members: Vec::new(),
            colours: Vec::new(),
            users,
        };
        let mut known: FxHashMap<u128, u32> = FxHashMap::default();
        for node in 0..count {
            let colour = signatures.colour(node, &|_| 0);
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let class = *known.entry(colour).or_insert(next);
            if class == next {
                refinement.members.push(Vec::new());
            }
            refinement.join(node, class);
        }
        refinement
    }

    fn join(&mut self, node: usize, class: u32) {
        let members = &mut self.members[class as usize];
        self.class[node] = class;
        self.place[node] = u32::try_from(members.len()).unwrap_or(u32::MAX);
        members.push(u32::try_from(node).unwrap_or(u32::MAX));
    }

    fn leave(&mut self, node: usize) {
        let members = &mut self.members[self.class[node] as usize];
        let place = self.place[node] as usize;
        members.swap_remove(place);
        if let Some(moved) = members.get(place) {
            self.place[*moved as usize] = u32::try_from(place).unwrap_or(u32::MAX);
        }
    }

    fn run(mut self, signatures: &Signatures) -> Classes {
        let count = self.class.len();
        let mut dirty: Vec<usize> = (0..count).collect();
        self.colours = vec![0; count];
        while !dirty.is_empty() {
            let fresh: Vec<u128> = dirty
                .iter()
                .map(|node| {
                    signatures.colour(*node, &|part| u128::from(self.class[part as usize]) + 1)
                })
                .collect();
            let mut by_class: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
            for (node, colour) in dirty.iter().zip(fresh) {
                self.colours[*node] = colour;
                by_class.entry(self.class[*node]).or_default().push(*node);
            }
            let mut moved: Vec<usize> = Vec::new();
            let mut classes: Vec<(u32, Vec<usize>)> = by_class.into_iter().collect();
            classes.sort_unstable_by_key(|(class, _)| *class);
            for (class, nodes) in classes {
                self.split(class, &nodes, &mut moved);
            }
            let mut next: Vec<usize> = moved
                .iter()
                .flat_map(|node| self.users[*node].iter().map(|user| *user as usize))
                .collect();
            next.sort_unstable();
            next.dedup();
            dirty = next;
        }
        Classes { of: self.class }
    }

    /// Splits a class by the colours of those of its nodes whose colours may have changed; the
    /// largest part keeps the class.
    fn split(&mut self, class: u32, dirty: &[usize], moved: &mut Vec<usize>) {
        let mut groups: FxHashMap<u128, Vec<usize>> = FxHashMap::default();
        for node in dirty {
            groups.entry(self.colours[*node]).or_default().push(*node);
        }
        let all = self.members[class as usize].len();
        let untouched = all - dirty.len();
        let mut groups: Vec<(u128, Vec<usize>)> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(colour, nodes)| (nodes.len(), *colour));
        if untouched > 0 {
            // Nodes that were not looked at again are alike, and are as they were.
            let set: FxHashSet<usize> = dirty.iter().copied().collect();
            let rest = self.members[class as usize]
                .iter()
                .map(|node| *node as usize)
                .find(|node| !set.contains(node));
            let old = rest.map(|node| self.colours[node]);
            groups.retain(|(colour, _)| Some(*colour) != old);
            let largest = groups.last().map_or(0, |(_, nodes)| nodes.len());
            if largest > untouched {
                let rest: Vec<usize> = self.members[class as usize]
                    .iter()
                    .map(|node| *node as usize)
                    .filter(|node| Some(self.colours[*node]) == old)
                    .collect();
                groups.pop();
                groups.push((0, rest));
            }
        } else {
            groups.pop();
        }
        for (_, nodes) in groups {
            let class = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
            self.members.push(Vec::new());
            for node in nodes {
                self.leave(node);
                self.join(node, class);
                moved.push(node);
            }
        }
    }
}
