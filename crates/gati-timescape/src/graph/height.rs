//! Which nodes have values at all, and how deep the shallowest of them is.

use std::collections::VecDeque;

use super::{AltId, Arena, Extra, NodeId, Shape};

/// Depths of the shallowest values, `None` where there is none.
#[derive(Debug, Default)]
pub(crate) struct Heights {
    nodes: Vec<Option<u32>>,
    alts: Vec<Option<u32>>,
}

/// What a value of an alternative cannot be without.
pub(crate) fn needs(arena: &Arena, alt: AltId) -> Vec<NodeId> {
    match &arena.alt(alt).shape {
        Shape::Object(object) => object
            .members
            .iter()
            .filter(|member| member.required)
            .map(|member| member.node)
            .collect(),
        Shape::List(list) => {
            let least = usize::try_from(list.min).unwrap_or(usize::MAX);
            let mut needed: Vec<NodeId> = list.prefix.iter().copied().take(least).collect();
            if least > list.prefix.len()
                && let Extra::Of(rest) = list.rest
            {
                needed.push(rest);
            }
            needed
        }
        _ => Vec::new(),
    }
}

impl Heights {
    /// Of every node; nodes are visited in the order of their heights.
    pub(crate) fn of(arena: &Arena) -> Self {
        let mut found =
            Self { nodes: vec![None; arena.node_count()], alts: vec![None; arena.alt_count()] };
        let mut owners: Vec<Vec<NodeId>> = vec![Vec::new(); arena.alt_count()];
        let mut waiting: Vec<usize> = vec![0; arena.alt_count()];
        let mut users: Vec<Vec<AltId>> = vec![Vec::new(); arena.node_count()];
        let mut ready: VecDeque<(AltId, u32)> = VecDeque::new();
        for id in arena.nodes() {
            for alt in &arena.node(id).alts {
                owners[alt.index()].push(id);
                if owners[alt.index()].len() > 1 {
                    continue;
                }
                let mut needed = needs(arena, *alt);
                needed.sort_unstable();
                needed.dedup();
                waiting[alt.index()] = needed.len();
                if needed.is_empty() {
                    ready.push_back((*alt, 1));
                }
                for node in needed {
                    users[node.index()].push(*alt);
                }
            }
        }
        while let Some((alt, height)) = ready.pop_front() {
            found.alts[alt.index()] = Some(height);
            for owner in &owners[alt.index()] {
                if found.nodes[owner.index()].is_some() {
                    continue;
                }
                found.nodes[owner.index()] = Some(height);
                for user in &users[owner.index()] {
                    waiting[user.index()] -= 1;
                    if waiting[user.index()] == 0 {
                        ready.push_back((*user, height + 1));
                    }
                }
            }
        }
        found
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<u32> {
        self.nodes.get(id.index()).copied().flatten()
    }

    pub(crate) fn alt(&self, id: AltId) -> Option<u32> {
        self.alts.get(id.index()).copied().flatten()
    }

    /// Notes what was made after the count.
    pub(crate) fn add(&mut self, arena: &Arena, node: Option<NodeId>, alt: Option<AltId>) {
        if let Some(alt) = alt {
            let highest = needs(arena, alt)
                .into_iter()
                .map(|node| self.node(node))
                .try_fold(0, |highest: u32, height| height.map(|height| highest.max(height)));
            self.alts.resize(arena.alt_count(), None);
            self.alts[alt.index()] = highest.map(|height| height + 1);
        }
        if let Some(node) = node {
            self.nodes.resize(arena.node_count(), None);
            self.nodes[node.index()] =
                arena.node(node).alts.iter().filter_map(|alt| self.alt(*alt)).min();
        }
    }
}
