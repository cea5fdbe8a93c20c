//! What is asked about a plan, and what is taken back of it.

use gati_types::GType;
use serde_json::Value;

use super::{
    place::{Place, Places},
    planner::Planner,
    question::{Candidate, Direction, OpenQuestion, QuestionKind},
};
use crate::transform::{
    simplify::Way,
    step::{Applies, Narrowed, NarrowedChoice},
};

/// How far a plan was.
pub(super) struct Mark {
    questions: usize,
    narrowed: usize,
    shapes: usize,
}

/// Whether a question is what becomes of values, and not whether two things are one.
fn is_about_values(question: &OpenQuestion) -> bool {
    match question.kind {
        QuestionKind::Stub { .. } | QuestionKind::Narrowed { .. } => true,
        QuestionKind::Confirm { what, .. } => what == Candidate::Literal,
    }
}

impl Planner<'_> {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            questions: self.questions.len(),
            narrowed: self.narrowed.len(),
            shapes: self.shapes.len(),
        }
    }

    /// Whether somebody has to say what becomes of values.
    pub(super) fn asked_since(&self, mark: &Mark) -> bool {
        self.questions.values().skip(mark.questions).any(is_about_values)
    }

    /// Drops what was asked about values, and what was made of their parts. That two things may be
    /// one is still worth asking.
    pub(super) fn forget(&mut self, mark: &Mark) {
        let mut place = 0;
        self.questions.retain(|_, question| {
            place += 1;
            place <= mark.questions || !is_about_values(question)
        });
        self.narrowed.truncate(mark.narrowed);
        self.shapes.truncate(mark.shapes);
    }

    /// Asks for a value of `wanted`; nothing is done until it is there.
    pub(crate) fn stub(
        &mut self,
        place: &Place,
        wanted: &GType,
        given: Option<&GType>,
        text: String,
    ) {
        let hint = super::hint::of(&place.pointer, wanted, given);
        let kind = QuestionKind::Stub {
            wanted: wanted.to_string(),
            given: given.map(ToString::to_string),
            hint,
        };
        self.ask(place, text, kind);
    }

    /// Asks what happens to values that the target does not take.
    pub(crate) fn narrow(&mut self, places: &Places, source: &GType, target: &GType) {
        if self.way == Way::Down {
            let text = format!("an answer may be {source} now, which was {target}");
            self.stub(&places.target, target, Some(source), text);
            return;
        }
        let place = &places.source;
        let decided = self
            .decisions
            .narrowed
            .iter()
            .find(|decision| place.is(&decision.at) || places.target.is(&decision.at));
        let for_all = self.decisions.applies.map(|Applies::All| NarrowedChoice::All);
        match decided.map(|decision| decision.choice).or(for_all) {
            Some(NarrowedChoice::Coerce) => {
                let text = format!("a request may be {source}, and only {target} is taken now");
                self.stub(&places.target, target, Some(source), text);
            }
            Some(choice) => {
                let (at, to) = (place.positioned(), places.target.positioned());
                self.narrowed.push(Narrowed {
                    choice,
                    to: (to != at).then_some(to),
                    at,
                    from: decided.and_then(|decision| decision.from.clone()),
                    guide: decided.and_then(|decision| decision.guide.clone()),
                });
            }
            None => {
                let text = format!("a request may be {source}, and only {target} is taken now");
                let kind =
                    QuestionKind::Narrowed { from: source.to_string(), to: target.to_string() };
                self.ask(place, text, kind);
            }
        }
    }

    /// Asks whether two things are one.
    pub(crate) fn confirm(
        &mut self,
        place: &Place,
        what: Candidate,
        (from, to): (Value, Value),
        score: f64,
    ) {
        let spelled = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(pieces) => {
                pieces.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("/")
            }
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let (one, other) = (spelled(&from), spelled(&to));
        let denied = self
            .decisions
            .apart
            .iter()
            .any(|apart| place.is(&apart.at) && apart.from == one && apart.to == other);
        if denied {
            return;
        }
        let text = match what {
            Candidate::Rename => format!("{from} may be {to} now"),
            Candidate::Move => format!("{from} may have moved to {to}"),
            Candidate::Wrap => format!("the value may be in {to} now"),
            Candidate::Unwrap => format!("the value may have come out of {from}"),
            Candidate::Literal => format!("{from} may be called {to} now"),
        };
        let blocking = score >= super::likeness::BLOCKING;
        let kind = QuestionKind::Confirm { what, from, to, score, blocking };
        self.ask(place, text, kind);
    }

    pub(crate) fn ask(&mut self, place: &Place, text: String, kind: QuestionKind) {
        let (word, detail) = match &kind {
            QuestionKind::Stub { .. } => ("stub", String::new()),
            QuestionKind::Narrowed { .. } => ("narrowed", String::new()),
            QuestionKind::Confirm { from, to, .. } => ("confirm", format!(" {from} {to}")),
        };
        let direction = match self.way {
            Way::Up => Direction::Request,
            Way::Down => Direction::Response,
        };
        let at = place.named();
        // What holds for a named type holds in both directions.
        let way = if matches!(kind, QuestionKind::Confirm { .. }) {
            ""
        } else {
            match self.way {
                Way::Up => " request",
                Way::Down => " response",
            }
        };
        let id = format!("{word}{way} {at}{detail}");
        self.questions.entry(id.clone()).or_insert(OpenQuestion {
            id,
            direction,
            position: place.position.clone(),
            path: place.pointer.clone(),
            at,
            text,
            kind,
        });
    }
}
