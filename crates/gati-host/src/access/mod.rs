//! What is recorded of requests, whatever protocol they came by: lines of a log, counts, records for spans. Recorded when the last
//! byte of an answer has left, into buffers that are handed over when nothing else is to be done. This file is
//! long because the life of a record is in one place, from the head of its request to the buffer it leaves in.

mod begun;
mod counts;
mod json;
mod trace;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::batch::{Address, Facts};
use crate::http::{Head, Scheme, Verb};
use crate::routes::Page;
use crate::server::Now;
use begun::{Begun, Part};
use counts::{Counts, Kind};
use trace::Random;
pub use trace::Sampling;

/// So much is handed over at once, and without waiting for more time to pass.
pub(crate) const CHUNK: usize = 128 * 1024;
/// Requests that are over, whose room is kept for others.
const MOST_SPARE: usize = 256;

/// What the lines of requests have around their fields.
#[derive(Debug, Clone)]
pub struct LineFrame {
    /// By level (info, warn, error): the text before the time; nothing where lines of the level are not written.
    pub levels: [Option<String>; 3],
    /// Between the time and the fields.
    pub opening: String,
    /// Between the fields and the message.
    pub message: String,
}

/// Which requests are told of one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Records {
    /// None.
    #[default]
    None,
    /// Those whose span is sampled.
    Sampled,
    /// All.
    All,
}

/// What is recorded.
#[derive(Debug, Clone, Default)]
pub struct AccessSettings {
    /// Whether requests are counted.
    pub has_counts: bool,
    /// The lines.
    pub lines: Option<LineFrame>,
    /// The records.
    pub records: Records,
    /// Which requests have a span of their own; nothing where none has.
    pub sampling: Option<Sampling>,
    /// What ids of requests begin with.
    pub id_prefix: String,
    /// Where random numbers begin.
    pub seed: u64,
}

/// What is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Lines of the log.
    Lines,
    /// Records, in JSON with a comma after each.
    Records,
    /// A part of the counts, in JSON; the last part is empty.
    Counts,
}

/// What a protocol knows of a request when it is led somewhere.
#[derive(Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) head: &'a Head,
    pub(crate) text: &'a [u8],
    pub(crate) address: &'a Address,
    /// Bytes of the body.
    pub(crate) received: u64,
    /// The number of the route's pattern; 0 for none.
    pub(crate) label: u32,
    /// Whether JavaScript has it, and will send facts.
    pub(crate) is_led: bool,
}

/// Keys are counted, and need no mixing.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        // Tables look at the highest bits, too.
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A pattern of a route.
#[derive(Debug)]
struct Label {
    pattern: String,
    /// The pattern as lines have it.
    field: Vec<u8>,
    /// Whether it has neither lines nor records.
    is_quiet: bool,
}

impl Label {
    fn new(pattern: &str, is_quiet: bool) -> Self {
        let field = json::route_field(",\"http.route\":", pattern);
        Self { pattern: pattern.to_owned(), field, is_quiet }
    }
}

/// Requests under way, and what is recorded of those that are over.
#[derive(Debug)]
pub(crate) struct Access {
    settings: AccessSettings,
    scheme: Scheme,
    has_texts: bool,
    begun: HashMap<u32, Box<Begun>, BuildHasherDefault<KeyHasher>>,
    #[expect(
        clippy::vec_box,
        reason = "they go into the table and come back as they are, without being copied"
    )]
    spare: Vec<Box<Begun>>,
    labels: Vec<Label>,
    active: [u32; 10],
    counts: Counts,
    random: Random,
    lines: Vec<u8>,
    records: Vec<u8>,
    told: Vec<u8>,
    is_asked: bool,
    is_due: bool,
    /// Ids given to requests that nobody asked for one.
    named: u64,
}

impl Access {
    pub(crate) fn new(settings: AccessSettings) -> Self {
        let has_texts = settings.lines.is_some() || settings.records != Records::None;
        let random = Random::new(settings.seed);
        Self {
            settings,
            scheme: Scheme::Http,
            has_texts,
            begun: HashMap::default(),
            spare: Vec::new(),
            labels: vec![Label::new("", false)],
            active: [0; 10],
            counts: Counts::default(),
            random,
            lines: Vec::new(),
            records: Vec::new(),
            told: Vec::new(),
            is_asked: false,
            is_due: false,
            named: 0,
        }
    }

    /// What the URLs of requests begin with from here on.
    pub(crate) fn set_scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
    }

    /// Whether anything is recorded one by one.
    pub(crate) fn has_texts(&self) -> bool {
        self.has_texts
    }

    /// Whether anything is recorded.
    pub(crate) fn is_on(&self) -> bool {
        self.has_texts || self.settings.has_counts
    }

    /// The number of a pattern, which stays the same whatever routes come and go.
    pub(crate) fn label(&mut self, pattern: &str, is_quiet: bool) -> u32 {
        let known = self.labels.iter().position(|label| label.pattern == pattern);
        let number = known.unwrap_or_else(|| {
            self.labels.push(Label::new(pattern, is_quiet));
            self.labels.len() - 1
        });
        u32::try_from(number).unwrap_or_default()
    }

    /// A request was read.
    pub(crate) fn begin(&mut self, key: u32, seen: &Seen<'_>, now: &Now) {
        if !self.is_on() {
            return;
        }
        let mut begun = self.room(seen, now);
        if self.has_texts && !self.is_quiet(seen.label) {
            begun.keep(seen, self.settings.sampling.is_some());
        }
        self.active[begun.verb] += 1;
        self.begun.insert(key, begun);
    }

    fn room(&mut self, seen: &Seen<'_>, now: &Now) -> Box<Begun> {
        let Some(mut begun) = self.spare.pop() else {
            return Box::new(Begun::new(seen, now, Vec::new()));
        };
        begun.begin(seen, now);
        begun
    }

    fn is_quiet(&self, label: u32) -> bool {
        label != 0 && self.labels.get(label as usize).is_some_and(|label| label.is_quiet)
    }

    /// A request was read, and has its answer at once.
    pub(crate) fn settled(&mut self, key: u32, seen: &Seen<'_>, page: &Page, now: &Now) {
        self.begin(key, seen, now);
        self.answered(key, page.status, page.body.len(), now);
    }

    /// An answer was given, or its head.
    pub(crate) fn answered(&mut self, key: u32, status: u16, bytes: usize, now: &Now) {
        if self.begun.is_empty() {
            return;
        }
        if let Some(begun) = self.begun.get_mut(&key)
            && begun.status == 0
        {
            begun.status = status;
            begun.answered = Some(now.micros.saturating_sub(begun.began));
            begun.sent(bytes);
        }
    }

    /// A part of an answer's body was given.
    pub(crate) fn piece(&mut self, key: u32, bytes: usize) {
        if let Some(begun) = self.begun.get_mut(&key) {
            begun.sent(bytes);
        }
    }

    /// What JavaScript knows of a request.
    pub(crate) fn facts(&mut self, key: u32, facts: &Facts<'_>) {
        let Some(begun) = self.begun.get_mut(&key) else { return };
        begun.take_facts(facts, &self.settings.id_prefix);
        if begun.is_gone
            && let Some(begun) = self.begun.remove(&key)
        {
            self.finish(begun);
        }
    }

    /// The id this crate gave to a request that it answers.
    pub(crate) fn named(&mut self, key: u32, id: &str, code: &'static str) {
        if let Some(begun) = self.begun.get_mut(&key) {
            if !begun.has(Part::Id) {
                begun.set(Part::Id, id.as_bytes());
            }
            begun.set(Part::Code, code.as_bytes());
        }
    }

    /// The last byte of an answer went to the socket.
    pub(crate) fn left(&mut self, key: u32, now: &Now) {
        if let Some(begun) = self.begun.remove(&key) {
            self.over(begun, now);
        }
    }

    /// The client left before that.
    pub(crate) fn gone(&mut self, key: u32, now: &Now) {
        let Some(begun) = self.begun.get_mut(&key) else { return };
        if begun.is_gone {
            return;
        }
        begun.is_gone = true;
        begun.ended = now.micros.saturating_sub(begun.began);
        // JavaScript may have given it a name by which its other lines are found.
        if begun.is_led && !begun.has_facts && self.has_texts {
            return;
        }
        if let Some(begun) = self.begun.remove(&key) {
            self.finish(begun);
        }
    }

    /// What was refused before it was a request.
    pub(crate) fn refused(
        &mut self,
        seen: &Seen<'_>,
        (status, code): (u16, &'static str),
        bytes: usize,
        now: &Now,
    ) {
        let mut begun = self.room(seen, now);
        if self.has_texts {
            begun.keep(seen, self.settings.sampling.is_some());
            begun.set(Part::Code, code.as_bytes());
        }
        begun.status = status;
        begun.answered = Some(0);
        begun.sent(bytes);
        self.active[begun.verb] += 1;
        self.over(begun, now);
    }

    fn over(&mut self, mut begun: Box<Begun>, now: &Now) {
        begun.ended = now.micros.saturating_sub(begun.began);
        self.finish(begun);
    }

    fn finish(&mut self, mut begun: Box<Begun>) {
        self.active[begun.verb] = self.active[begun.verb].saturating_sub(1);
        if self.settings.has_counts {
            self.counts.add(begun.label, Kind::of(&begun), &begun);
        }
        if self.has_texts && !self.is_quiet(begun.label) {
            self.tell(&mut begun);
        }
        if self.spare.len() < MOST_SPARE {
            self.spare.push(begun);
        }
    }

    fn tell(&mut self, begun: &mut Begun) {
        if !begun.has(Part::Id) && begun.has(Part::Path) && !begun.is_led {
            self.named += 1;
            let id = format!("{}-n{:x}", self.settings.id_prefix, self.named);
            begun.set(Part::Id, id.as_bytes());
        }
        begun.settle_span(self.settings.sampling, &mut self.random);
        let label = self.labels.get(begun.label as usize).unwrap_or(&self.labels[0]);
        if let Some(frame) = &self.settings.lines {
            json::write_line(&mut self.lines, frame, begun, &label.field);
        }
        let is_told = match self.settings.records {
            Records::None => false,
            Records::Sampled => begun.is_sampled(),
            Records::All => true,
        };
        if is_told {
            json::write_record(&mut self.records, begun, &label.pattern, self.scheme);
        }
    }

    /// Requests whose facts nobody will send.
    pub(crate) fn finish_all(&mut self, now: &Now) {
        let keys: Vec<u32> = self.begun.keys().copied().collect();
        for key in keys {
            if let Some(mut begun) = self.begun.remove(&key) {
                if !begun.is_gone {
                    begun.is_gone = true;
                    begun.ended = now.micros.saturating_sub(begun.began);
                }
                self.finish(begun);
            }
        }
    }

    /// Whether there is anything to hand over at some time.
    pub(crate) fn has_more(&self) -> bool {
        !self.lines.is_empty() || !self.records.is_empty() || self.is_asked
    }

    /// Whether it goes now.
    pub(crate) fn is_due(&self) -> bool {
        self.is_due
    }

    /// Some time has passed, or it is the last moment: what there is goes.
    pub(crate) fn hurry(&mut self) {
        self.is_due = self.has_more();
    }

    /// Somebody wants to know the counts.
    pub(crate) fn ask(&mut self) {
        self.is_asked = true;
        self.told.clear();
        self.counts.write(&mut self.told, &self.labels, &self.active, self.scheme);
    }

    /// Hands over the next piece, of at most [`CHUNK`] bytes or one line; whether there was one.
    pub(crate) fn hand_over(&mut self, take: impl FnOnce(Sort, &[u8])) -> bool {
        if self.is_asked {
            self.is_asked = !self.told.is_empty();
            let length = self.told.len().min(CHUNK);
            take(Sort::Counts, &self.told[..length]);
            self.told.drain(..length);
            return true;
        }
        let is_due = self.is_due;
        let full = |buffer: &Vec<u8>| buffer.len() >= CHUNK || is_due && !buffer.is_empty();
        let (sort, buffer) = if full(&self.lines) {
            (Sort::Lines, &mut self.lines)
        } else if full(&self.records) {
            (Sort::Records, &mut self.records)
        } else {
            self.is_due = false;
            return false;
        };
        let mut length = buffer.len();
        if length > CHUNK {
            // Lines and records end with a line feed, and are shorter than a head twice over.
            length = memchr::memrchr(b'\n', &buffer[..CHUNK])
                .or_else(|| memchr::memchr(b'\n', buffer))
                .map_or(length, |at| at + 1);
        }
        take(sort, &buffer[..length]);
        // The room stays, because the next lines are there soon.
        buffer.drain(..length);
        true
    }
}

/// Methods by their number; the last stands for all that are none of HTTP's.
const METHODS: [&str; 10] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE", "_OTHER"];

fn method_number(verb: Verb) -> usize {
    match verb {
        Verb::Route(method) => method.index(),
        Verb::Trace => 8,
        Verb::Unknown => 9,
    }
}
