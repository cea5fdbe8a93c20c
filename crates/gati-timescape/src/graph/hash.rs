//! A hash of what a node means that is the same in every process and every arena.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::classes::{Look, Signatures};
use super::{Arena, NodeId};

/// Colours after `k` rounds depend on the unfolding to depth `k` alone, and graphs that mean the
/// same need the same number of rounds until no more nodes are told apart; so the colours of the
/// last round, as a set with the roots in front, are a canonical form.
pub(crate) fn hash(arena: &Arena, roots: &[NodeId]) -> u128 {
    let signatures = Signatures::new(arena, Look::Behaviour);
    let nodes = signatures.reachable(roots);
    let mut colours: Vec<u128> = vec![0; arena.node_count()];
    for node in &nodes {
        colours[*node] = signatures.colour(*node, &|_| 0);
    }
    let mut distinct = count(&nodes, &colours);
    loop {
        let next: Vec<u128> = nodes
            .iter()
            .map(|node| signatures.colour(*node, &|part| colours[part as usize]))
            .collect();
        for (node, colour) in nodes.iter().zip(next) {
            colours[*node] = colour;
        }
        let now = count(&nodes, &colours);
        if now == distinct {
            break;
        }
        distinct = now;
    }
    let mut all: Vec<u128> = nodes.iter().map(|node| colours[*node]).collect();
    all.sort_unstable();
    all.dedup();
    let mut bytes: Vec<u8> = Vec::new();
    for colour in roots.iter().map(|root| colours[root.index()]).chain(all) {
        bytes.extend_from_slice(&colour.to_le_bytes());
    }
    xxh3_128(&bytes)
}

fn count(nodes: &[usize], colours: &[u128]) -> usize {
    nodes.iter().map(|node| colours[*node]).collect::<FxHashSet<_>>().len()
}
