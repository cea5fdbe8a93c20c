//! The declared keys of an object, as the bytes of a text are compared with them: eight bytes at
//! once, the closing quote and the colon included.

use super::{cursor::Cursor, program::Member};

/// The keys of one object, in the order of its members.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Keys(Vec<Key>);

/// `name":`, which is what follows the opening quote of a key.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    /// Its first eight bytes, the lowest first; zeros where it is shorter.
    head: u64,
    /// The bits of `head` that count.
    mask: u64,
    /// What follows the first eight bytes.
    tail: Box<[u8]>,
    length: usize,
    /// By how much its UTF-16 form is shorter than its bytes.
    shrink: usize,
}

impl Keys {
    pub(crate) fn of(members: &[Member]) -> Self {
        Self(members.iter().map(|member| Key::of(&member.name)).collect())
    }
}

impl Key {
    fn of(name: &str) -> Self {
        let text = format!("{name}\":");
        let (head, tail) = text.as_bytes().split_at(text.len().min(8));
        let mut bytes = [0; 8];
        bytes[..head.len()].copy_from_slice(head);
        let mut mask = [0; 8];
        mask[..head.len()].fill(u8::MAX);
        Self {
            head: u64::from_le_bytes(bytes),
            mask: u64::from_le_bytes(mask),
            tail: tail.into(),
            length: text.len(),
            shrink: name.len() - name.encode_utf16().count(),
        }
    }
}

impl Cursor<'_> {
    /// Takes a declared key and its colon, if they stand here without escapes and white space; the
    /// cursor is on the opening quote. `expected` is looked at first, as most senders write
    /// members in one order, and those behind it next.
    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    pub(super) fn declared(&mut self, keys: &Keys, expected: usize) -> Option<usize> {
        let start = self.at + 1;
        let word = self.word_at(start);
        let is = |key: &Key| {
            (word ^ key.head) & key.mask == 0
                && (key.tail.is_empty()
                    || self.bytes.get(start + 8..).is_some_and(|rest| rest.starts_with(&key.tail)))
        };
        let found = match keys.0.get(expected) {
            Some(key) if is(key) => expected,
            _ => {
                let (before, behind) = keys.0.split_at(expected.min(keys.0.len()));
                let behind = behind.iter().skip(1).position(is).map(|place| expected + 1 + place);
                behind.or_else(|| before.iter().position(is))?
            }
        };
        let key = &keys.0[found];
        self.at = start + key.length;
        self.shrink += key.shrink;
        Some(found)
    }

    /// Eight bytes, the lowest first; zeros behind the end.
    #[inline]
    fn word_at(&self, at: usize) -> u64 {
        let rest = self.bytes.get(at..).unwrap_or_default();
        match rest.first_chunk::<8>() {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => short_word(rest),
        }
    }
}

#[cold]
fn short_word(rest: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(bytes)
}
