//! What a connection waits for, and until when.

use super::settings::Times;

/// What is read and thrown away after the last answer, and for how long: a socket closed with bytes in it would take
/// the answer back.
pub(super) const MOST_LINGERING: usize = 1024 * 1024;
const LINGERING: u64 = 1000;

/// What a protocol is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing of a request is there, and nothing is owed.
    Between,
    /// A part of a head is there.
    Head,
    /// A part of a body is to come.
    Body,
    /// The same, of a body that is handed over as it comes.
    Stream,
    /// JavaScript has to answer.
    Answer,
    /// The client has to take what is written.
    Taking,
}

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Its first request.
    New,
    /// Its next one.
    Idle,
    Head,
    Body,
    /// JavaScript.
    Answer,
    /// The client, to take what is written.
    Taking,
    Lingering,
}

/// What has to happen when a time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    /// Nothing: it is not over.
    No,
    /// The request that is being read came too late.
    Request,
    /// The connection ends.
    Connection,
}

/// The clock of one connection.
#[derive(Debug)]
pub(super) struct Timing {
    stage: Stage,
    /// When the request began that is being read.
    began: u64,
    deadline: u64,
}

impl Timing {
    pub(super) fn new(now: u64, times: &Times) -> Self {
        Self { stage: Stage::New, began: now, deadline: after(now, times.head) }
    }

    pub(super) fn is_lingering(&self) -> bool {
        self.stage == Stage::Lingering
    }

    /// The last answer has left, and what still comes is thrown away for a while.
    pub(super) fn linger(&mut self, now: u64) {
        self.stage = Stage::Lingering;
        self.deadline = after(now, LINGERING);
    }

    /// A request begins behind another one.
    pub(super) fn begin(&mut self, now: u64) {
        self.began = now;
    }

    /// The client took some of what is written.
    pub(super) fn took(&mut self, now: u64, times: &Times) {
        if self.stage == Stage::Taking {
            self.deadline = after(now, times.stall);
        }
    }

    /// Until when, where the protocol has its own times.
    pub(super) fn until(&self, deadline: u64) -> u64 {
        if self.is_lingering() { self.deadline } else { deadline }
    }

    /// Finds out what is waited for, and until when.
    pub(super) fn settle(&mut self, phase: Phase, now: u64, times: &Times) -> u64 {
        let stage = match phase {
            _ if self.stage == Stage::Lingering => Stage::Lingering,
            Phase::Taking => Stage::Taking,
            Phase::Answer => Stage::Answer,
            Phase::Body | Phase::Stream => Stage::Body,
            Phase::Head => Stage::Head,
            Phase::Between if self.stage == Stage::New => Stage::New,
            Phase::Between => Stage::Idle,
        };
        if stage == self.stage {
            return self.deadline;
        }
        // While a body comes, its answer may be taken already: that is one request.
        let is_going_on = phase == Phase::Stream && self.stage == Stage::Taking;
        if matches!(self.stage, Stage::New | Stage::Idle | Stage::Answer | Stage::Taking)
            && !is_going_on
        {
            self.began = now;
        }
        self.stage = stage;
        self.deadline = match stage {
            Stage::New | Stage::Head => after(self.began, times.head),
            Stage::Idle => after(now, times.idle),
            Stage::Body => after(self.began, times.request),
            Stage::Answer => u64::MAX,
            Stage::Taking => after(now, times.stall),
            Stage::Lingering => self.deadline,
        };
        self.deadline
    }

    /// Whether a time is over, and which.
    pub(super) fn expired(&self, now: u64) -> Expired {
        if self.deadline > now {
            return Expired::No;
        }
        match self.stage {
            Stage::Head | Stage::Body => Expired::Request,
            Stage::Answer => Expired::No,
            Stage::New | Stage::Idle | Stage::Taking | Stage::Lingering => Expired::Connection,
        }
    }
}

pub(super) fn after(now: u64, time: u64) -> u64 {
    if time == 0 { u64::MAX } else { now.saturating_add(time) }
}
