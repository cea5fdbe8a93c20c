//! A connection that went on with another protocol: its bytes are handed over as they come, and written as they are given.

use super::One;
use crate::batch::{LARGEST_INLINE, Notice};
use crate::http::Taken;
use crate::server::connection::Fate;
use crate::server::turn::{Common, Turn};

/// The two directions of such a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    pub(super) key: u32,
    /// Bytes that JavaScript has not taken.
    untaken: usize,
    /// Whether the client will send nothing more.
    is_read: bool,
    /// Whether JavaScript will.
    written: Written,
}

/// How far the direction to the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// More may come.
    Open,
    /// Nothing more comes, which the client was not told.
    Ending,
    Ended,
    /// The connection ends as soon as the socket has taken what it takes at once.
    Cut,
}

/// Bytes that JavaScript has not taken.
const MOST_UNTAKEN: usize = 256 * 1024;

impl One {
    /// JavaScript goes on with another protocol. Who did not offer that is cut off.
    pub(in crate::server) fn upgrade(&mut self, key: u32, common: &mut Common) -> Fate {
        let before = self.writer.waiting();
        if self.offered != Some(key) || self.writer.take_over(key) == Taken::No {
            return self.abort(key);
        }
        self.answered(before, common);
        self.raw = Some(Raw { key, untaken: 0, is_read: false, written: Written::Open });
        Fate::Stays
    }

    /// Hands over what came; answers how many bytes are not needed any more.
    pub(super) fn hand_over_raw(raw: &mut Raw, bytes: &[u8], turn: &mut Turn<'_, '_>) -> usize {
        let mut at = 0;
        while at < bytes.len() && turn.requests.has_room() {
            let end = bytes.len().min(at + LARGEST_INLINE);
            turn.requests.piece(turn.slot, raw.key, &bytes[at..end]);
            raw.untaken += end - at;
            at = end;
        }
        at
    }

    /// The client will send nothing more.
    pub(super) fn ended_raw(raw: &mut Raw, slot: u32, common: &mut Common) {
        if !raw.is_read {
            raw.is_read = true;
            common.notices.push_back((slot, raw.key, Notice::BodyEnd));
        }
    }

    /// JavaScript will send nothing more.
    pub(super) fn end_raw(&mut self) {
        if let Some(raw) = &mut self.raw {
            raw.written = Written::Ending;
            self.is_dirty = true;
        }
    }

    /// JavaScript has let go of the connection.
    pub(super) fn cut_raw(&mut self) {
        if let Some(raw) = &mut self.raw {
            raw.written = Written::Cut;
            self.is_dirty = true;
        }
    }

    /// Whether the connection ends whatever is still to be written.
    pub(in crate::server) fn is_cut(&self) -> bool {
        self.raw.is_some_and(|raw| raw.written == Written::Cut)
    }

    /// Whether an exchange is the one that left HTTP.
    pub(super) fn is_raw(&self, key: u32) -> bool {
        self.raw.is_some_and(|raw| raw.key == key)
    }

    /// Whether it is one of another protocol that is not over in both directions.
    pub(in crate::server) fn is_open(&self) -> bool {
        self.raw.is_some_and(|raw| !raw.is_read || raw.written == Written::Open)
    }

    /// Whether the client has to be told, now and once, that nothing more comes.
    pub(in crate::server) fn takes_end(&mut self) -> bool {
        let raw = self.raw.as_mut().filter(|raw| raw.written == Written::Ending);
        raw.map(|raw| raw.written = Written::Ended).is_some()
    }
}

impl Raw {
    pub(super) fn is_taking(&self) -> bool {
        self.untaken <= MOST_UNTAKEN
    }

    pub(super) fn taken(&mut self, count: u32) {
        self.untaken = self.untaken.saturating_sub(count as usize);
    }
}
