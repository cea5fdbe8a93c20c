//! What events said of connections that have not been served yet.

use std::collections::VecDeque;

/// What an event says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ready {
    pub(super) slot: u32,
    pub(super) is_readable: bool,
    pub(super) is_writable: bool,
    pub(super) is_closing: bool,
}

/// In the order in which they were told of first. However often events tell of a connection, it is there once: whoever
/// drives the server may be slow, and clients could fill memory by it.
#[derive(Debug, Default)]
pub(super) struct ReadyQueue {
    order: VecDeque<u32>,
    /// By slots.
    told: Vec<Option<Ready>>,
}

impl ReadyQueue {
    pub(super) fn push(&mut self, ready: Ready) {
        let place = ready.slot as usize;
        if place >= self.told.len() {
            self.told.resize(place + 1, None);
        }
        match &mut self.told[place] {
            Some(told) => {
                told.is_readable |= ready.is_readable;
                told.is_writable |= ready.is_writable;
                told.is_closing |= ready.is_closing;
            }
            empty => {
                *empty = Some(ready);
                self.order.push_back(ready.slot);
            }
        }
    }

    pub(super) fn pop(&mut self) -> Option<Ready> {
        let slot = self.order.pop_front()?;
        self.told.get_mut(slot as usize)?.take()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_told_of_once() {
        let mut queue = ReadyQueue::default();
        let told = |slot, is_readable, is_writable| Ready {
            slot,
            is_readable,
            is_writable,
            is_closing: false,
        };
        queue.push(told(3, true, false));
        queue.push(told(1, true, false));
        queue.push(told(3, false, true));
        let first = queue.pop().unwrap();
        assert_eq!((first.slot, first.is_readable, first.is_writable), (3, true, true));
        queue.push(told(3, false, true));
        assert_eq!(queue.pop().unwrap().slot, 1);
        let again = queue.pop().unwrap();
        assert_eq!((again.slot, again.is_readable, again.is_writable), (3, false, true));
        assert!(queue.pop().is_none() && queue.is_empty());
    }
}
