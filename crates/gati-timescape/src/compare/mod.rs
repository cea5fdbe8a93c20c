//! Two APIs, operation by operation.

mod answers;
mod body;
mod encoding;
mod parameters;
mod routes;
mod security;
mod servers;
mod told;

use std::rc::Rc;

use crate::api::{Api, Caller, Operation};
use crate::facts::{Break, Found, Judge, Position, Relation, Said, change};
use crate::graph::{Arena, NodeId};
use crate::report::{Bump, Change, Direction, Report, Verdict};
use crate::rules::{Event, Fact, Level, OPERATIONS};

/// Two APIs whose positions are in one world.
pub(crate) struct Comparison {
    judge: Judge,
    found: Found,
}

impl Comparison {
    pub(crate) fn new(judge: Judge) -> Self {
        Self { judge, found: Found::default() }
    }

    /// All differences.
    pub(crate) fn run(mut self, before: &Api, after: &Api) -> Report {
        let pairs = routes::matched(before, after);
        for (old, new) in &pairs.both {
            self.operation(old, new);
        }
        for gone in &pairs.gone {
            let event = match gone.caller {
                Caller::Client => Event::OperationRemoved,
                Caller::Server => Event::WebhookRemoved,
            };
            self.event(&gone.route, event, "", ("", ""));
        }
        for come in &pairs.come {
            let event = match come.caller {
                Caller::Client => Event::OperationAdded,
                Caller::Server => Event::WebhookAdded,
            };
            self.event(&come.route, event, "", ("", ""));
            self.shadows(come, before, after);
        }
        Report::new(self.found.changes, self.found.candidates)
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        self.parameters(old, new);
        self.bodies(old, new);
        self.answers(old, new);
        self.security(old, new);
        self.servers(old, new);
        self.told(old, new);
    }

    /// Differences of values at a place.
    fn position(&mut self, at: &At<'_>, (old, new): (NodeId, NodeId)) {
        let position = at.position(old, new);
        crate::facts::compare(&mut self.judge, &position, &mut self.found);
    }

    /// A fact of the value table that is not about sets.
    fn fact(&mut self, at: &At<'_>, fact: Fact, words: (&str, &str)) {
        let words = (words.0.to_owned(), words.1.to_owned());
        let said = Said { fact, path: at.path.clone(), words, breaks: Break::No };
        let position = at.position(Arena::ANY, Arena::ANY);
        self.found.changes.push(change(&position, Relation::Different, said));
    }

    /// A fact about an operation.
    fn event(&mut self, route: &str, event: Event, path: &str, words: (&str, &str)) {
        let (_, rule) = &OPERATIONS[event as usize];
        let bump = match rule.level {
            Level::AtLeast(bump) => bump,
            Level::Sets => Bump::Minor,
        };
        let verdict = if bump == Bump::Major { Verdict::Policy } else { Verdict::Compatible };
        self.found.changes.push(Change {
            id: rule.id,
            route: route.to_owned(),
            direction: Direction::Operation,
            path: path.to_owned(),
            bump,
            verdict,
            witness: None,
            text: rule.text.replace("{a}", words.0).replace("{b}", words.1),
            transformer: rule.transformer,
        });
    }
}

/// A place of an operation.
struct At<'o> {
    operation: &'o Operation,
    direction: Direction,
    path: String,
}

impl<'o> At<'o> {
    fn new(operation: &'o Operation, direction: Direction, path: impl Into<String>) -> Self {
        Self { operation, direction, path: path.into() }
    }

    /// A place below.
    fn below(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..*self }
    }

    /// Who is looked at.
    fn effective(&self) -> Direction {
        seen_by(self.operation.caller, self.direction)
    }

    /// Whether the server sends it to who did not ask.
    fn is_unasked(&self) -> bool {
        self.operation.caller == Caller::Server && self.direction == Direction::Request
    }

    fn position(&self, old: NodeId, new: NodeId) -> Position {
        Position {
            route: Rc::from(self.operation.route.as_str()),
            direction: self.effective(),
            path: self.path.clone(),
            old,
            new,
        }
    }
}

/// A request that the server sends is what clients receive.
fn seen_by(caller: Caller, direction: Direction) -> Direction {
    match (caller, direction) {
        (Caller::Client, direction) | (Caller::Server, direction @ Direction::Operation) => {
            direction
        }
        (Caller::Server, Direction::Request) => Direction::Response,
        (Caller::Server, Direction::Response) => Direction::Request,
    }
}
