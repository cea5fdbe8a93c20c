//! Answers, status by status.

use super::{At, Comparison};
use crate::api::{Answer, Caller, Operation};
use crate::report::Direction;
use crate::rules::{Event, Fact};

impl Comparison {
    pub(super) fn answers(&mut self, old: &Operation, new: &Operation) {
        for answer in &new.answers {
            match old.answers.iter().find(|other| other.status == answer.status) {
                Some(before) => self.answer(new, before, answer),
                None => match covering(&old.answers, &answer.status) {
                    // It was described before, in a wider range.
                    Some(before) => {
                        self.answer(new, before, answer);
                        self.status_added(old, new, answer, Some(before));
                    }
                    None => self.status_added(old, new, answer, None),
                },
            }
        }
        for answer in &old.answers {
            if new.answers.iter().any(|other| other.status == answer.status) {
                continue;
            }
            match covering(&new.answers, &answer.status) {
                Some(after) => self.answer(new, answer, after),
                None => self.status_removed(old, new, answer),
            }
            // Who knew what success looks like knows it no more.
            let known = |answers: &[Answer]| answers.iter().any(|one| is_success(&one.status));
            if is_success(&answer.status)
                && !known(&new.answers)
                && covering(&new.answers, &answer.status).is_some()
            {
                let path = format!("/responses/{}", answer.status);
                self.event(&new.route, Event::OnlySuccessRemoved, &path, (&answer.status, ""));
            }
        }
    }

    fn status_added(
        &mut self,
        old: &Operation,
        new: &Operation,
        answer: &Answer,
        covered: Option<&Answer>,
    ) {
        let path = format!("/responses/{}", answer.status);
        if new.caller == Caller::Server {
            if covered.is_none() {
                self.event(&new.route, Event::WebhookStatusAdded, &path, ("", &answer.status));
            }
            return;
        }
        let known = old.answers.iter().any(|other| is_success(&other.status));
        let event = match (answer.status.as_str(), covered) {
            ("default", _) => Event::AnyStatusAdded,
            (status, None) if is_success(status) && known => Event::SuccessAdded,
            // `default` describes errors by custom; a success that comes out of it is one more.
            (status, Some(range)) if is_success(status) && known && range.status == "default" => {
                Event::SuccessAdded
            }
            (_, Some(_)) => return,
            _ => Event::StatusAdded,
        };
        self.event(&new.route, event, &path, ("", &answer.status));
    }

    fn status_removed(&mut self, old: &Operation, new: &Operation, answer: &Answer) {
        let path = format!("/responses/{}", answer.status);
        if new.caller == Caller::Server {
            let words = (answer.status.as_str(), "");
            return self.event(&new.route, Event::WebhookStatusRemoved, &path, words);
        }
        // A success that clients know has to stay.
        let left = new.answers.iter().any(|other| {
            is_success(&other.status)
                && (old.answers.iter().any(|known| known.status == other.status)
                    || covering(&old.answers, &other.status)
                        .is_some_and(|range| range.status != "default"))
        });
        let event = match answer.status.as_str() {
            "default" => Event::AnyStatusRemoved,
            status if is_success(status) && !left => Event::OnlySuccessRemoved,
            _ => Event::StatusRemoved,
        };
        self.event(&new.route, event, &path, (&answer.status, ""));
    }

    fn answer(&mut self, operation: &Operation, old: &Answer, new: &Answer) {
        let prefix = format!("/responses/{}", new.status);
        let at = At::new(operation, Direction::Response, prefix.as_str());
        if old.status == new.status && old.description != new.description {
            self.fact(&at, Fact::Documentation, ("", ""));
        }
        if old.status == new.status && old.links != new.links {
            self.fact(&at, Fact::Documentation, ("", ""));
        }
        self.texts(&at, &old.headers, &new.headers);
        let body = at.below(format!("{prefix}/body"));
        match (old.media.is_empty(), new.media.is_empty()) {
            (true, true) => {}
            (true, false) => self.fact(&body, Fact::BodyAddedRequired, ("", "")),
            (false, true) => self.fact(&body, Fact::BodyRemoved, ("", "")),
            (false, false) => self.media(&body, &old.media, &new.media),
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The range of an API that describes a status it does not name.
fn covering<'a>(answers: &'a [Answer], status: &str) -> Option<&'a Answer> {
    let range = status.get(..1).map(|first| format!("{first}XX"));
    let by = |name: &str| answers.iter().find(|answer| answer.status == name);
    range
        .and_then(|range| by(&range))
        .or_else(|| by("default"))
        .filter(|answer| answer.status != status)
}
