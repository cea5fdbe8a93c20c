//! What connections need while they are served: settings, routes, and where requests and notices go.

use std::collections::VecDeque;

use super::date::DateCache;
use super::handles::Handles;
use super::settings::{Now, Settings};
use crate::access::{Access, Seen};
use crate::batch::{Address, Notice, Requests};
use crate::http::{Head, Refusal, Scheme};
use crate::kept::KeptPages;
use crate::routes::Routes;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) settings: Settings,
    pub(crate) routes: Routes,
    pub(crate) kept: KeptPages,
    /// The head that is read; its memory is used again.
    pub(crate) head: Head,
    pub(crate) date: DateCache,
    pub(crate) now: Now,
    pub(crate) next_key: u32,
    pub(crate) next_id: u64,
    /// Requests that are not answered.
    pub(crate) in_flight: usize,
    /// Bytes of bodies that are not complete.
    pub(crate) reading: usize,
    /// Bodies that wait to be fetched.
    pub(crate) detached: Handles,
    pub(crate) notices: VecDeque<(u32, u32, Notice)>,
    pub(crate) is_draining: bool,
    /// Connections whose client has finished, each with an exchange whose answer is owed.
    pub(crate) half_closed: Vec<(u32, u32)>,
    pub(crate) scheme: Scheme,
    pub(crate) access: Access,
}

impl Common {
    /// A name that no exchange under way has: there are fewer than 2³² of them. 0 is nobody's.
    pub(crate) fn key(&mut self) -> u32 {
        self.next_key = self.next_key.checked_add(1).unwrap_or(1);
        self.next_key
    }

    /// Something was refused, whose head is known or not.
    pub(crate) fn refused(&mut self, refusal: Refusal, seen: Option<&Seen<'_>>, address: &Address) {
        if self.access.is_on() {
            let bytes = self.settings.document(refusal).len();
            let said = (refusal.status(), refusal.code());
            let head = &Head::default();
            let unread = Seen { head, text: &[], address, received: 0, label: 0, is_led: false };
            self.access.refused(seen.unwrap_or(&unread), said, bytes, &self.now);
        }
    }

    /// An answer was given, with so many bytes of a body; one that could not be sent is a 500 instead.
    pub(crate) fn answered(&mut self, key: u32, (status, bytes): (u16, usize), is_fault: bool) {
        let (status, bytes) = if is_fault {
            let document = self.settings.documents.get("GATI_INTERNAL");
            (500, document.map_or(0, String::len))
        } else {
            (status, bytes)
        };
        self.access.answered(key, status, bytes, &self.now);
    }
}

/// One serving of one connection.
pub(crate) struct Turn<'turn, 'buffer> {
    pub(crate) slot: u32,
    /// Where its client calls from.
    pub(crate) address: Address,
    pub(crate) common: &'turn mut Common,
    pub(crate) requests: &'turn mut Requests<'buffer>,
}
