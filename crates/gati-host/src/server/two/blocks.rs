//! The outside of compressed heads: what their fields are by their form (RFC 7541). h2 reads them; what is found here is what
//! it does not tell, or calls otherwise than RFC 9113 does: pseudo-fields among trailers, and blocks that are no HPACK.

/// The last entry of the static table, and the last one in it that is a pseudo-field (appendix A).
const LAST_STATIC: usize = 61;
const LAST_PSEUDO: usize = 14;
/// The code of `:`, and how many bits it has.
const COLON: u8 = 0b101_1100;
/// The largest dynamic table that clients are allowed, and the least that an entry takes of it.
const LARGEST_TABLE: usize = 4096;
const SMALLEST_ENTRY: usize = 32;

/// The codes of appendix B are a canonical code, so that it is enough to know how many of each length there are, from 5 bits.
const COUNTS: [u32; 26] =
    [10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4];
const SHORTEST: usize = 5;
const CODES: [(u32, u32); 26] = codes();
/// The end of a string, which stands in none.
const END: u32 = 0x3fff_ffff;

const fn codes() -> [(u32, u32); 26] {
    let mut codes = [(0, 0); 26];
    let (mut first, mut at) = (0, 0);
    while at < COUNTS.len() {
        codes[at] = (first, COUNTS[at]);
        first = (first + COUNTS[at]) << 1;
        at += 1;
    }
    codes
}

/// What is known of a connection's dynamic table: not what is in it, but how many entries there can be at most.
#[derive(Debug)]
pub(super) struct Tables {
    added: usize,
    size: usize,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// Fields, as far as can be seen without the table.
    Fields,
    /// Fields, and at least one of them has a name that begins with a colon.
    Pseudo,
    /// No HPACK.
    Broken,
}

impl Default for Tables {
    fn default() -> Self {
        Self { added: 0, size: LARGEST_TABLE }
    }
}

impl Tables {
    /// A block was not looked at, and may have added anything.
    pub(super) fn miss(&mut self) {
        self.added = LARGEST_TABLE / SMALLEST_ENTRY;
        self.size = LARGEST_TABLE;
    }

    /// Looks at a block that is complete. Names that stand in the dynamic table are not known, and taken for ordinary ones.
    pub(super) fn look(&mut self, block: &[u8]) -> Block {
        match self.read(block) {
            None => Block::Broken,
            Some(true) => Block::Pseudo,
            Some(false) => Block::Fields,
        }
    }

    fn read(&mut self, block: &[u8]) -> Option<bool> {
        let mut rest = block;
        let (mut has_pseudo, mut has_fields) = (false, false);
        while let Some(first) = rest.first().copied() {
            let prefix = match first {
                0x80.. => 7,
                0x40.. => 6,
                0x20.. => 5,
                _ => 4,
            };
            let index = number(&mut rest, prefix)?;
            if prefix == 5 {
                // A new size of the table comes before the fields, and is not larger than was allowed.
                if has_fields || index > LARGEST_TABLE {
                    return None;
                }
                self.size = index;
                continue;
            }
            has_fields = true;
            let entries = self.added.min(self.size / SMALLEST_ENTRY);
            if index > LAST_STATIC + entries || (index == 0 && prefix == 7) {
                return None;
            }
            has_pseudo |= (1..=LAST_PSEUDO).contains(&index);
            if prefix == 7 {
                continue;
            }
            if index == 0 {
                has_pseudo |= text(&mut rest)?.begins_with_colon();
            }
            text(&mut rest)?;
            if prefix == 6 {
                self.added = self.added.saturating_add(1);
            }
        }
        Some(has_pseudo)
    }
}

enum Text<'block> {
    Plain(&'block [u8]),
    Huffman(&'block [u8]),
}

impl Text<'_> {
    fn begins_with_colon(&self) -> bool {
        match self {
            Self::Plain(text) => text.first() == Some(&b':'),
            Self::Huffman(text) => text.first().is_some_and(|byte| byte >> 1 == COLON),
        }
    }
}

/// A number that begins in the last bits of a byte (section 5.1); nothing longer than any that means something here.
fn number(rest: &mut &[u8], prefix: u8) -> Option<usize> {
    let (first, mut after) = rest.split_first()?;
    let most = (1usize << prefix) - 1;
    let mut number = usize::from(*first) & most;
    if number == most {
        let mut shift = 0;
        loop {
            let (byte, behind) = after.split_first()?;
            after = behind;
            number = number.checked_add(usize::from(byte & 0x7f) << shift)?;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
            if shift > 21 {
                return None;
            }
        }
    }
    *rest = after;
    Some(number)
}

fn text<'block>(rest: &mut &'block [u8]) -> Option<Text<'block>> {
    let is_plain = rest.first()? & 0x80 == 0;
    let length = number(rest, 7)?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    if is_plain { Some(Text::Plain(text)) } else { is_huffman(text).then_some(Text::Huffman(text)) }
}

/// Whether bytes are symbols to the last bit but those of the padding, which is the beginning of the longest code: ones,
/// fewer than eight (section 5.2).
fn is_huffman(coded: &[u8]) -> bool {
    let (mut code, mut length) = (0u32, 0);
    for byte in coded {
        for bit in (0..8).rev() {
            code = code << 1 | u32::from(byte >> bit & 1);
            length += 1;
            if length < SHORTEST {
                continue;
            }
            // The codes are complete: one of them ends at the latest with the longest.
            let (first, count) = CODES[length - SHORTEST];
            if code.wrapping_sub(first) < count {
                if code == END {
                    return false;
                }
                (code, length) = (0, 0);
            }
        }
    }
    length < 8 && code + 1 == 1 << length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_what_their_form_says() {
        let cases: [(&[u8], Block); 30] = [
            (&[], Block::Fields),
            (&[0x82], Block::Pseudo),
            (&[0x8f], Block::Fields),
            (&[0x8f, 0x81], Block::Pseudo),
            (&[0x42, 1, b'A'], Block::Pseudo),
            (&[0x0f, 0x00, 1, b'A'], Block::Fields),
            (&[0x0e, 1, b'A', 0x02, 1, b'A'], Block::Pseudo),
            (&[0x00, 2, b':', b'x', 1, b'1'], Block::Pseudo),
            (&[0x00, 2, b'x', b':', 1, b'1', 0x10, 0x81, 0xb9, 1, b'1'], Block::Pseudo),
            (&[0x3f, 0xe1, 0x1f, 0x40, 1, b'x', 1, b'1'], Block::Fields),
            (&[0x20, 0x3f, 0xe1, 0x1f, 0x8f], Block::Fields),
            // An index of nothing, and of what nobody has added; one that was added in the same block.
            (&[0x80], Block::Broken),
            (&[0xbe], Block::Broken),
            (&[0x40, 1, b'x', 1, b'1', 0xbe], Block::Fields),
            (&[0x40, 1, b'x', 1, b'1', 0xbf], Block::Broken),
            (&[0x00, 1, b'x', 1, b'1', 0xbe], Block::Broken),
            (&[0x7f, 0x00, 1, b'1'], Block::Broken),
            // A size that is too large, and one behind a field; no entry fits into a table of 31 bytes.
            (&[0x3f, 0xe2, 0x1f, 0x8f], Block::Broken),
            (&[0x8f, 0x20], Block::Broken),
            (&[0x3f, 0x00, 0x40, 1, b'x', 1, b'1', 0xbe], Block::Broken),
            // Ends too early.
            (&[0x40], Block::Broken),
            (&[0x00, 9, b':'], Block::Broken),
            (&[0x00, 1, b'x'], Block::Broken),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00], Block::Broken),
            // Huffman: `x-test` and `test`; eight bits of padding, padding of zeros, the end of a string within.
            (&[0, 0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff, 0x83, 0x49, 0x50, 0x9f], Block::Fields),
            (&[0, 0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff, 0x84, 0x49, 0x50, 0x9f, 0xff], Block::Broken),
            (&[0, 0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff, 0x83, 0x49, 0x50, 0x90], Block::Broken),
            (&[0, 1, b'x', 0x87, 0xff, 0xff, 0xff, 0xfd, 0x25, 0x42, 0x7f], Block::Broken),
            (&[0, 1, b'x', 0x84, 0xff, 0xff, 0xff, 0xff], Block::Broken),
            (&[0, 1, b'x', 0x80], Block::Fields),
        ];
        for (block, expected) in cases {
            assert_eq!(Tables::default().look(block), expected, "{block:x?}");
        }
    }

    #[test]
    fn what_was_not_seen_may_have_added_anything() {
        let mut tables = Tables::default();
        tables.look(&[0x40, 1, b'x', 1, b'1']);
        assert_eq!(tables.look(&[0xbe]), Block::Fields);
        assert_eq!(tables.look(&[0xbf]), Block::Broken);
        tables.miss();
        assert_eq!(tables.look(&[0xff, 0x3e]), Block::Fields);
        assert_eq!(tables.look(&[0xff, 0x3f]), Block::Broken);
    }

    #[test]
    fn the_codes_are_all_there_are() {
        let share =
            |(at, (_, count)): (usize, &(u32, u32))| u64::from(*count) << (30 - SHORTEST - at);
        assert_eq!(CODES.iter().enumerate().map(share).sum::<u64>(), 1 << 30);
        assert_eq!(CODES.iter().map(|(_, count)| count).sum::<u32>(), 257);
        let (first, count) = CODES[25];
        assert_eq!(first + count - 1, END);
    }
}
