//! A request that is not over, and what is kept of it for when it is.

use super::trace::{Random, Sampling, Span};
use super::{METHODS, Seen, method_number};
use crate::batch::Facts;
use crate::http::{Head, Version, id};
use crate::routes::sane_request_id;
use crate::server::Now;

/// Texts of a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Path,
    Agent,
    Id,
    Address,
    State,
    Code,
    Release,
}

const PARTS: usize = 7;

#[derive(Debug)]
pub(super) struct Begun {
    /// Microseconds of the clock that only goes forward, and since 1970.
    pub(super) began: u64,
    pub(super) began_unix: u64,
    /// Microseconds since it began.
    pub(super) answered: Option<u64>,
    pub(super) ended: u64,
    pub(super) verb: usize,
    pub(super) version: Version,
    pub(super) label: u32,
    /// 0 as long as there is no answer.
    pub(super) status: u16,
    pub(super) received: u64,
    pub(super) sent: u64,
    pub(super) is_led: bool,
    pub(super) has_facts: bool,
    pub(super) is_gone: bool,
    pub(super) span: Option<Span>,
    /// Its texts, one after another.
    pub(super) text: Vec<u8>,
    parts: [(u16, u16); PARTS],
}

impl Begun {
    /// What is known of a request when it begins. `text` is room for its texts.
    pub(super) fn new(seen: &Seen<'_>, now: &Now, text: Vec<u8>) -> Self {
        Self {
            began: now.micros,
            began_unix: now.unix_micros,
            answered: None,
            ended: 0,
            verb: method_number(seen.head.verb),
            version: seen.head.version,
            label: seen.label,
            status: 0,
            received: seen.received,
            sent: 0,
            is_led: seen.is_led,
            has_facts: false,
            is_gone: false,
            span: None,
            text,
            parts: [(0, 0); PARTS],
        }
    }

    /// The same in the place of one that is over.
    pub(super) fn begin(&mut self, seen: &Seen<'_>, now: &Now) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        *self = Self::new(seen, now, text);
    }

    pub(super) fn method(&self) -> &'static str {
        METHODS.get(self.verb).copied().unwrap_or("_OTHER")
    }

    pub(super) fn version(&self) -> &'static str {
        match self.version {
            Version::Old => "1.0",
            Version::Current => "1.1",
            Version::Two => "2",
        }
    }

    /// Keeps what will be written of the head.
    pub(super) fn keep(&mut self, seen: &Seen<'_>, has_state: bool) {
        let Seen { head, text, address, .. } = seen;
        let target = crate::batch::target_of(head, text);
        let path = target.get(..usize::from(head.target.path)).unwrap_or_default();
        // Of the bare form and of the server's own there is no more than this.
        let path = if path.is_empty() && !text.is_empty() { b"/".as_slice() } else { path };
        self.set(Part::Path, path);
        self.set(Part::Address, address.bytes());
        if let Some(agent) = head.find(id::USER_AGENT) {
            self.set(Part::Agent, agent.value.of(text));
        }
        let sent = head.find(id::X_REQUEST_ID).map(|field| field.value.of(text));
        if let Some(sent) = sent.and_then(sane_request_id) {
            self.set(Part::Id, sent.as_bytes());
        }
        self.span = head.find(id::TRACEPARENT).and_then(|field| Span::read(field.value.of(text)));
        if has_state
            && self.span.is_some()
            && let Some(state) = state_of(head, text)
        {
            self.set(Part::State, &state);
        }
    }

    pub(super) fn has(&self, part: Part) -> bool {
        self.parts[part as usize].1 > 0
    }

    pub(super) fn part(&self, part: Part) -> &[u8] {
        let (at, length) = self.parts[part as usize];
        let at = usize::from(at);
        self.text.get(at..at + usize::from(length)).unwrap_or_default()
    }

    /// Texts are parts of heads and names of programs: what does not fit is left out.
    pub(super) fn set(&mut self, part: Part, bytes: &[u8]) {
        self.set_two(part, bytes, &[]);
    }

    /// The same of a text in two pieces.
    fn set_two(&mut self, part: Part, bytes: &[u8], more: &[u8]) {
        let places = (u16::try_from(self.text.len()), u16::try_from(bytes.len() + more.len()));
        if let (Ok(at), Ok(length)) = places {
            self.text.extend_from_slice(bytes);
            self.text.extend_from_slice(more);
            self.parts[part as usize] = (at, length);
        }
    }

    /// So many bytes of a body were given; some answers are sent without it.
    pub(super) fn sent(&mut self, bytes: usize) {
        let is_bodiless = self.verb == 1 || matches!(self.status, 204 | 304);
        if !is_bodiless {
            self.sent += bytes as u64;
        }
    }

    pub(super) fn take_facts(&mut self, facts: &Facts<'_>, prefix: &str) {
        self.has_facts = true;
        if facts.number != 0 {
            let mut digits = [0; 14];
            self.set_two(Part::Id, prefix.as_bytes(), base36(&mut digits, facts.number));
        }
        for (part, text) in [
            (Part::Code, facts.code),
            (Part::Release, facts.release),
            (Part::Address, facts.address),
        ] {
            if !text.is_empty() {
                self.set(part, text);
            }
        }
        if let Some((span_id, trace_id)) = facts.span {
            let span = self.span.get_or_insert_default();
            span.id = Some(span_id);
            span.trace = trace_id;
        }
    }

    /// Gives it a span of its own where it has to have one and JavaScript did not ask for it.
    pub(super) fn settle_span(&mut self, sampling: Option<Sampling>, random: &mut Random) {
        if let Some(sampling) = sampling {
            self.span.get_or_insert_default().settle(sampling, random);
        }
    }

    pub(super) fn is_sampled(&self) -> bool {
        self.span.is_some_and(|span| span.is_sampled)
    }
}

/// `tracestate`, where it can be passed on; of several fields, the list of all.
fn state_of(head: &Head, text: &[u8]) -> Option<Vec<u8>> {
    let mut state = Vec::new();
    for field in &head.fields {
        if field.id == 0 && field.name.of(text).eq_ignore_ascii_case(b"tracestate") {
            if !state.is_empty() {
                state.extend_from_slice(b", ");
            }
            state.extend_from_slice(field.value.of(text));
        }
    }
    let is_sane = (1..=512).contains(&state.len())
        && state.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t'));
    is_sane.then_some(state)
}

/// A number as JavaScript spells it in base 36, behind a dash.
fn base36(digits: &mut [u8; 14], mut number: u64) -> &[u8] {
    let mut at = digits.len();
    while number > 0 {
        at -= 1;
        digits[at] = b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize];
        number /= 36;
    }
    at -= 1;
    digits[at] = b'-';
    &digits[at..]
}
