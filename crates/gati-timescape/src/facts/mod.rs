//! Where two contracts differ. Both graphs are walked side by side as far as they differ; each
//! difference becomes a fact with a path. Facts name what happened: whether it breaks is asked of
//! the sets, first of the place, in the end of the whole position.

mod align;
mod describe;
mod judge;
mod leaf;
mod list;
mod notes;
mod object;
mod trail;

use std::rc::Rc;

use rustc_hash::FxHashSet;
use serde_json::Value;

pub(crate) use judge::{Judge, Relation};
pub(crate) use trail::{Trail, escaped};

use crate::graph::{AltId, NodeId, Reading};
use crate::include::Decision;
use crate::report::{Bump, Candidate, Change, Direction, Verdict};
use crate::rules::{Fact, Level, VALUES};

/// How far a path is followed; what lies behind it is told of the place where it ends.
const DEPTH: u32 = 60;
/// The most places of one position that are looked at.
const PLACES: usize = 20_000;

/// One position of an operation: a body, a parameter, a header.
pub(crate) struct Position {
    pub(crate) route: Rc<str>,
    pub(crate) direction: Direction,
    /// `/body`, `/query/page`, `/responses/200/body`.
    pub(crate) path: String,
    pub(crate) old: NodeId,
    pub(crate) new: NodeId,
}

/// How a set moved from old to new, as far as one keyword says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trend {
    Narrower,
    Wider,
    Other,
}

/// Two nodes that stand in the same place.
#[derive(Clone)]
struct Place {
    old: NodeId,
    new: NodeId,
    trail: Rc<Trail>,
}

/// How sets break.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Break {
    No,
    /// This value shows it.
    Shown(Value),
    /// They may; no value is known.
    Unknown,
}

impl From<Option<Value>> for Break {
    fn from(shown: Option<Value>) -> Self {
        shown.map_or(Self::Unknown, Self::Shown)
    }
}

/// A fact that is to be worded.
pub(crate) struct Said {
    pub(crate) fact: Fact,
    pub(crate) path: String,
    /// What was there, and what is.
    pub(crate) words: (String, String),
    pub(crate) breaks: Break,
}

/// What is known of a place.
struct Looked {
    place: Place,
    relation: Relation,
    /// Of what is sent in what is received.
    decision: Decision,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) changes: Vec<Change>,
    pub(crate) candidates: Vec<Candidate>,
}

/// Walks one position.
pub(crate) struct Walk<'j, 'f> {
    judge: &'j mut Judge,
    position: &'j Position,
    found: &'f mut Found,
    pending: Vec<Place>,
    seen: FxHashSet<(NodeId, NodeId)>,
    /// Of the whole position.
    relation: Relation,
    decision: Decision,
    first: usize,
}

/// Finds the differences of one position.
pub(crate) fn compare(judge: &mut Judge, position: &Position, found: &mut Found) {
    let world = &judge.world;
    if position.old == position.new || world.notes.same(position.old, position.new) {
        return;
    }
    let relation = judge.relation(position.old, position.new);
    let decision = match relation {
        Relation::Equal => Decision::Proved,
        Relation::Different => judge.decide(position.direction, position.old, position.new),
    };
    let first = found.changes.len();
    let root = Place {
        old: position.old,
        new: position.new,
        trail: Rc::new(Trail::root(position.path.clone())),
    };
    let mut walk = Walk {
        judge,
        position,
        found,
        pending: vec![root],
        seen: FxHashSet::default(),
        relation,
        decision,
        first,
    };
    walk.run();
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        let mut places = 0;
        while let Some(place) = self.pending.pop() {
            places += 1;
            if places <= PLACES {
                self.look(place);
            }
        }
        self.settle();
    }

    fn go(&mut self, place: Place) {
        if place.trail.depth() < DEPTH && self.seen.insert((place.old, place.new)) {
            self.pending.push(place);
        }
    }

    fn look(&mut self, place: Place) {
        let world = &self.judge.world;
        if place.old == place.new || world.notes.same(place.old, place.new) {
            return;
        }
        let whole = place.trail.is_root();
        let relation = if whole || self.relation == Relation::Equal {
            self.relation
        } else {
            self.judge.relation(place.old, place.new)
        };
        let decision = match (whole, relation) {
            (true, _) => self.decision.clone(),
            (false, Relation::Equal) => Decision::Proved,
            (false, Relation::Different) => {
                self.judge.decide(self.position.direction, place.old, place.new)
            }
        };
        let looked = Looked { place, relation, decision };
        self.notes(&looked);
        self.parts(&looked);
    }

    /// What is sent, and what receives it.
    fn sides(&self, place: &Place) -> (NodeId, NodeId) {
        match self.position.direction {
            Direction::Request | Direction::Operation => (place.old, place.new),
            Direction::Response => (place.new, place.old),
        }
    }

    fn breaks(&self, trend: Trend) -> bool {
        match self.position.direction {
            Direction::Request | Direction::Operation => trend != Trend::Wider,
            Direction::Response => trend != Trend::Narrower,
        }
    }

    /// A fact about the set at a place: it breaks if its trend does and the place does.
    fn say(&mut self, looked: &Looked, fact: Fact, trend: Trend, words: (String, String)) {
        if looked.relation == Relation::Equal {
            return;
        }
        let decision = if self.breaks(trend) { looked.decision.clone() } else { Decision::Proved };
        let trail = Rc::clone(&looked.place.trail);
        self.add(fact, &trail, decision, words);
    }

    /// A fact without words of its own.
    fn add_plain(&mut self, fact: Fact, trail: &Rc<Trail>, decision: Decision) {
        self.add(fact, trail, decision, (String::new(), String::new()));
    }

    /// A fact with what is known of it. A witness is shown where it is one of the whole position.
    fn add(&mut self, fact: Fact, trail: &Rc<Trail>, decision: Decision, words: (String, String)) {
        let breaks = match decision {
            _ if self.decision == Decision::Proved => Break::No,
            Decision::Proved => Break::No,
            Decision::Refuted(value) => Break::from(self.shown(trail, value)),
            Decision::Unproved => Break::Unknown,
        };
        // What shows that the position breaks shows it of facts about the whole of it.
        let breaks = match (breaks, &self.decision) {
            (Break::Unknown, Decision::Refuted(whole)) if trail.path() == self.position.path => {
                Break::Shown(whole.clone())
            }
            (breaks, _) => breaks,
        };
        let said = Said { fact, path: trail.path(), words, breaks };
        self.found.changes.push(change(self.position, self.relation, said));
    }

    /// A fact that a value of the whole position shows.
    fn add_whole(&mut self, fact: Fact, trail: &Rc<Trail>, whole: Value) {
        let broken = self.decision != Decision::Proved;
        let breaks = if broken { Break::Shown(whole) } else { Break::No };
        let words = (String::new(), String::new());
        let said = Said { fact, path: trail.path(), words, breaks };
        self.found.changes.push(change(self.position, Relation::Different, said));
    }

    /// The value of the whole position around a value of a place, if it is a witness there too.
    fn shown(&self, trail: &Rc<Trail>, value: Value) -> Option<Value> {
        let (sent, received) = self.ends();
        let whole = trail.around(&self.judge.world, value)?;
        let is = self.judge.world.is_witness(
            &whole,
            (sent, Reading::Sender),
            (received, Reading::Receiver),
        );
        is.then_some(whole)
    }

    fn ends(&self) -> (NodeId, NodeId) {
        match self.position.direction {
            Direction::Request | Direction::Operation => (self.position.old, self.position.new),
            Direction::Response => (self.position.new, self.position.old),
        }
    }

    /// The facts of a position never say less, and never more, than its sets.
    fn settle(&mut self) {
        let highest = self.found.changes[self.first..].iter().map(|change| change.bump).max();
        let broken = self.decision != Decision::Proved;
        let silent = match (self.relation, broken) {
            (Relation::Equal, _) => false,
            (Relation::Different, false) => highest.unwrap_or_default() < Bump::Minor,
            (Relation::Different, true) => highest != Some(Bump::Major),
        };
        if silent {
            let trail = Rc::new(Trail::root(self.position.path.clone()));
            let decision = self.decision.clone();
            self.add_plain(Fact::SetChanged, &trail, decision);
        }
    }

    fn alts(&self, node: NodeId) -> Vec<AltId> {
        self.judge.world.arena.node(node).alts.clone()
    }
}

/// A change, worded by the table.
pub(crate) fn change(position: &Position, relation: Relation, said: Said) -> Change {
    let Said { fact, path, words, breaks } = said;
    let (_, request, response) = &VALUES[fact as usize];
    let rule = match position.direction {
        Direction::Request | Direction::Operation => request,
        Direction::Response => response,
    };
    let floor = match (rule.level, relation) {
        (Level::AtLeast(bump), _) => bump,
        (Level::Sets, Relation::Equal) => Bump::None,
        (Level::Sets, Relation::Different) => Bump::Minor,
    };
    let (bump, verdict, witness) = match breaks {
        Break::Shown(witness) => (Bump::Major, Verdict::Refuted, Some(witness)),
        Break::Unknown => (Bump::Major, Verdict::Unproved, None),
        Break::No if floor == Bump::Major => (floor, Verdict::Policy, None),
        Break::No => (floor, Verdict::Compatible, None),
    };
    let text = rule.text.replace("{p}", &path).replace("{a}", &words.0).replace("{b}", &words.1);
    Change {
        id: rule.id,
        route: position.route.to_string(),
        direction: position.direction,
        path,
        bump,
        verdict,
        witness,
        text,
        transformer: rule.transformer,
    }
}
