//! The one who is asked about sets.

use crate::graph::{AltId, Node, NodeId, Reading};
use crate::include::{Decision, Inclusion, World};
use crate::report::Direction;

use rustc_hash::FxHashMap;

/// Whether two sets are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Different,
}

/// A world, and what was decided in it.
pub(crate) struct Judge {
    pub(crate) world: World,
    across: Inclusion,
    senders: Inclusion,
    receivers: Inclusion,
    relations: FxHashMap<(NodeId, NodeId), Relation>,
    single: FxHashMap<AltId, NodeId>,
}

impl Judge {
    pub(crate) fn new(world: World) -> Self {
        Self {
            world,
            across: Inclusion::new(Reading::Sender, Reading::Receiver),
            senders: Inclusion::new(Reading::Sender, Reading::Sender),
            receivers: Inclusion::new(Reading::Receiver, Reading::Receiver),
            relations: FxHashMap::default(),
            single: FxHashMap::default(),
        }
    }

    /// Whether two contracts mean the same, to who sends and to who receives.
    pub(crate) fn relation(&mut self, old: NodeId, new: NodeId) -> Relation {
        if self.world.meaning.same(old, new) {
            return Relation::Equal;
        }
        if let Some(known) = self.relations.get(&(old, new)) {
            return *known;
        }
        let Self { world, senders, receivers, .. } = self;
        let equal = senders.holds(world, old, new)
            && senders.holds(world, new, old)
            && receivers.holds(world, old, new)
            && receivers.holds(world, new, old);
        let relation = if equal { Relation::Equal } else { Relation::Different };
        self.relations.insert((old, new), relation);
        relation
    }

    /// Whether everything that is sent is coped with.
    pub(crate) fn decide(&mut self, direction: Direction, old: NodeId, new: NodeId) -> Decision {
        match direction {
            Direction::Request | Direction::Operation => self.sent_to(old, new),
            Direction::Response => self.sent_to(new, old),
        }
    }

    /// The same, by who sends and who receives.
    pub(crate) fn sent_to(&mut self, sent: NodeId, received: NodeId) -> Decision {
        self.across.decide(&mut self.world, sent, received)
    }

    /// Whether everything that one sends, another may send.
    pub(crate) fn is_within(&mut self, old: NodeId, new: NodeId) -> bool {
        self.senders.holds(&mut self.world, old, new)
    }

    /// The node of one alternative alone.
    pub(crate) fn single(&mut self, alt: AltId, text: bool) -> NodeId {
        if let Some(known) = self.single.get(&alt) {
            return *known;
        }
        let world = &mut self.world;
        let node = world.arena.add(Node { alts: vec![alt], text, notes: None });
        world.heights.add(&world.arena, Some(node), Some(alt));
        self.single.insert(alt, node);
        node
    }
}
