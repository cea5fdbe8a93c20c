//! `a ⊆ b`, decided on the graph.
//!
//! A goal is a pair; it needs all of some goals, or one of several. Goals are expanded from a
//! worklist and taken to hold; failures travel to those who need them. What has not failed when
//! nothing is left to do is the greatest fixpoint, which is what inclusion of recursive sets
//! means (Amadio and Cardelli 1993): no assumption is ever kept that failed later, because none
//! is kept at all.

mod conditions;
mod expand;
mod leaf;
pub(crate) mod member;
mod pair;
pub(crate) mod sample;
mod split;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::graph::classes::Classes;
use crate::graph::height::Heights;
use crate::graph::{AltId, Arena, NodeId, Reading};
use crate::language::Languages;
use member::Membership;
use sample::Samples;

/// The most goals of one direction; behind it nothing is proved any more.
const GOALS: usize = 400_000;
/// How often values are tried where goals gave none.
const TRIALS: u32 = 200;
/// How deep a witness may be.
const WITNESS_DEPTH: u32 = 48;

/// A graph that is complete, and what was worked out about it.
pub(crate) struct World {
    pub(crate) arena: Arena,
    pub(crate) languages: Languages,
    pub(crate) heights: Heights,
    pub(crate) meaning: Classes,
    pub(crate) notes: Classes,
}

impl World {
    /// Of a graph whose nodes are all read.
    pub(crate) fn new(mut arena: Arena, languages: Languages) -> Self {
        let heights = Heights::of(&arena);
        for id in arena.nodes() {
            let alts = std::mem::take(&mut arena.node_mut(id).alts);
            arena.node_mut(id).alts =
                alts.into_iter().filter(|alt| heights.alt(*alt).is_some()).collect();
        }
        conditions::void_those_that_hold(&mut arena, &languages);
        let (meaning, notes) = Classes::refine(&arena);
        Self { arena, languages, heights, meaning, notes }
    }

    pub(crate) fn membership(&self, reading: Reading) -> Membership<'_> {
        Membership::new(&self.arena, &self.languages, reading)
    }

    pub(crate) fn samples(&self, reading: Reading) -> Samples<'_> {
        Samples::new(&self.arena, &self.languages, &self.heights, reading)
    }

    /// Whether a value is in the one set and not in the other, for certain.
    pub(crate) fn is_witness(
        &self,
        value: &Value,
        (from, sender): (NodeId, Reading),
        (to, receiver): (NodeId, Reading),
    ) -> bool {
        self.membership(sender).has(from, value) == Some(true)
            && self.membership(receiver).has(to, value) == Some(false)
    }
}

/// What is known of an inclusion.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Decision {
    Proved,
    /// This value is in the one set and not in the other.
    Refuted(Value),
    Unproved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// Every alternative of the node is within the other.
    Node(NodeId, NodeId),
    /// The alternative is within the node: within one of its alternatives, or cut in pieces.
    Alt(AltId, NodeId),
    /// The alternative is within the other, part by part.
    Pair(AltId, AltId),
    /// Each piece of the alternative is within the node.
    Split(AltId, NodeId),
}

/// How a goal is part of the one that needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// It is about the same value.
    Itself,
    /// A declared member, or one that is declared elsewhere.
    Member(String),
    /// An undeclared member.
    Extra,
    /// The name of an undeclared member.
    Name,
    Item(usize),
}

#[derive(Debug)]
struct Link {
    parent: usize,
    part: Part,
}

#[derive(Debug, Clone)]
enum Status {
    Open,
    /// Failed, with a value that shows it unless none is known.
    Failed(Option<(Value, u32)>),
}

#[derive(Debug)]
struct Goal {
    key: Key,
    status: Status,
    links: Vec<Link>,
    /// Ways to hold that have not failed; of a goal that needs all of its parts, none is counted.
    ways: usize,
    was_split: bool,
    /// Values of failed ways.
    shown: Vec<(Value, u32)>,
}

/// Goals of one pair of readings.
pub(crate) struct Inclusion {
    left: Reading,
    right: Reading,
    goals: Vec<Goal>,
    index: FxHashMap<Key, usize>,
    unexpanded: Vec<usize>,
    failed: Vec<usize>,
    pieces: FxHashMap<AltId, u32>,
    trials: u32,
}

impl Inclusion {
    pub(crate) fn new(left: Reading, right: Reading) -> Self {
        Self {
            left,
            right,
            goals: Vec::new(),
            index: FxHashMap::default(),
            unexpanded: Vec::new(),
            failed: Vec::new(),
            pieces: FxHashMap::default(),
            trials: 0,
        }
    }

    /// Whether every value of `a` is one of `b`.
    pub(crate) fn decide(&mut self, world: &mut World, a: NodeId, b: NodeId) -> Decision {
        if world.meaning.same(a, b) {
            return Decision::Proved;
        }
        let root = self.goal(Key::Node(a, b));
        self.run(world);
        let shown = match &self.goals[root].status {
            Status::Open => return Decision::Proved,
            Status::Failed(shown) => shown.clone(),
        };
        let (from, to) = ((a, self.left), (b, self.right));
        if let Some((value, _)) = shown
            && world.is_witness(&value, from, to)
        {
            return Decision::Refuted(value);
        }
        self.trials += 1;
        if self.trials > 2 * TRIALS {
            return Decision::Unproved;
        }
        let candidates = world.samples(self.left).several(a, 200);
        let found = candidates.into_iter().find(|value| world.is_witness(value, from, to));
        found.map_or(Decision::Unproved, Decision::Refuted)
    }

    pub(crate) fn holds(&mut self, world: &mut World, a: NodeId, b: NodeId) -> bool {
        if world.meaning.same(a, b) {
            return true;
        }
        let root = self.goal(Key::Node(a, b));
        self.run(world);
        matches!(self.goals[root].status, Status::Open)
    }

    fn run(&mut self, world: &mut World) {
        loop {
            if let Some(goal) = self.unexpanded.pop() {
                self.expand(world, goal);
            } else if let Some(goal) = self.failed.pop() {
                self.tell(world, goal);
            } else {
                break;
            }
        }
    }

    /// The goal of a key, which is looked into later.
    fn goal(&mut self, key: Key) -> usize {
        if let Some(known) = self.index.get(&key) {
            return *known;
        }
        let place = self.goals.len();
        let status = Status::Open;
        let (links, shown) = (Vec::new(), Vec::new());
        self.goals.push(Goal { key, status, links, ways: 0, was_split: false, shown });
        self.index.insert(key, place);
        if place < GOALS {
            self.unexpanded.push(place);
        } else {
            self.fail(place, None);
        }
        place
    }

    /// `parent` needs the goal of `key`.
    fn need(&mut self, parent: usize, key: Key, part: Part) {
        let child = self.goal(key);
        self.goals[child].links.push(Link { parent, part });
        if matches!(self.goals[child].status, Status::Failed(_)) {
            self.failed.push(child);
        }
    }

    fn fail(&mut self, goal: usize, shown: Option<(Value, u32)>) {
        let shown = shown.filter(|(_, depth)| *depth < WITNESS_DEPTH);
        match (&self.goals[goal].status, &shown) {
            (Status::Open, _) | (Status::Failed(None), Some(_)) => {
                self.goals[goal].status = Status::Failed(shown);
                self.failed.push(goal);
            }
            (Status::Failed(_), _) => {}
        }
    }

    /// Tells those who need a goal that it failed. Each is told of it once, and once more when a
    /// value was found.
    fn tell(&mut self, world: &mut World, goal: usize) {
        let Status::Failed(shown) = self.goals[goal].status.clone() else { return };
        let links = std::mem::take(&mut self.goals[goal].links);
        let mut kept = Vec::new();
        for link in links {
            let parent = link.parent;
            match self.goals[parent].key {
                Key::Node(..) | Key::Split(..) => self.fail(parent, shown.clone()),
                Key::Pair(left, _) => {
                    let value = shown.as_ref().and_then(|(value, depth)| {
                        let whole = self.around(world, left, &link.part, value)?;
                        Some((whole, depth + 1))
                    });
                    self.fail(parent, value);
                }
                Key::Alt(..) => self.way_failed(world, parent, shown.clone()),
            }
            if shown.is_none() && !matches!(self.goals[parent].key, Key::Alt(..)) {
                kept.push(link);
            }
        }
        self.goals[goal].links.extend(kept);
    }

    /// One way for an alternative to hold failed; the last one decides.
    fn way_failed(&mut self, world: &mut World, goal: usize, shown: Option<(Value, u32)>) {
        self.goals[goal].shown.extend(shown);
        self.goals[goal].ways = self.goals[goal].ways.saturating_sub(1);
        if self.goals[goal].ways == 0 && matches!(self.goals[goal].status, Status::Open) {
            self.conclude(world, goal);
        }
    }

    /// No way is left: a value that shows it, else pieces, else samples.
    fn conclude(&mut self, world: &mut World, goal: usize) {
        let Key::Alt(alt, node) = self.goals[goal].key else { return };
        let shown = std::mem::take(&mut self.goals[goal].shown);
        let outside = |value: &Value| {
            world.membership(self.right).has(node, value) == Some(false)
                && world.membership(self.left).alt(world.arena.alt(alt), value) != Some(false)
        };
        if let Some(found) = shown.into_iter().find(|(value, _)| outside(value)) {
            return self.fail(goal, Some(found));
        }
        if !self.goals[goal].was_split {
            self.goals[goal].was_split = true;
            if self.split(world, goal, alt, node) {
                return;
            }
        }
        self.trials += 1;
        if self.trials > TRIALS {
            return self.fail(goal, None);
        }
        let samples = world.samples(self.left).alt_several(alt, 100);
        let found = samples.into_iter().find(|value| {
            world.membership(self.right).has(node, value) == Some(false)
                && world.membership(self.left).alt(world.arena.alt(alt), value) != Some(false)
        });
        self.fail(goal, found.map(|value| (value, 1)));
    }
}
