//! The text of bytes that are not all ASCII, in one of the two forms that JavaScript keeps texts
//! in, so that making the string is a copy. Node's own decoder takes several times as long.

/// How JavaScript keeps a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A byte for each character: all of them are below U+0100.
    Latin1,
    /// A UTF-16 unit, or two, for each.
    Utf16,
}

/// Bytes from here on start a character that is U+0100 or above.
const ABOVE_LATIN1: u8 = 0xc4;

/// The form that the text of `bytes`, which are UTF-8, takes.
pub fn form_of(bytes: &[u8]) -> Form {
    // The greatest of all is found many bytes at once; looking for the first is not.
    let greatest = bytes.iter().fold(0, |greatest, byte| (*byte).max(greatest));
    if greatest < ABOVE_LATIN1 { Form::Latin1 } else { Form::Utf16 }
}

/// Writes the text of `bytes` as Latin-1; gives back how much of `memory` it takes. `None` where
/// `memory` is shorter than `bytes`, or they are no such text.
pub fn latin1(bytes: &[u8], memory: &mut [u8]) -> Option<usize> {
    let memory = memory.get_mut(..bytes.len())?;
    let (mut from, mut to) = (0, 0);
    loop {
        while let Some(chunk) = bytes[from..].first_chunk::<16>()
            && let Some(there) = memory[to..].first_chunk_mut::<16>()
        {
            // What is behind the ASCII of it is written over.
            *there = *chunk;
            let run = ascii_run(chunk);
            (from, to) = (from + run, to + run);
            if run < chunk.len() {
                break;
            }
        }
        let (byte, length) = match bytes[from..] {
            [] => return Some(to),
            [first @ ..=0x7f, ..] => (first, 1),
            [first @ 0xc2..=0xc3, second, ..] => (first << 6 | second & 0x3f, 2),
            _ => return None,
        };
        memory[to] = byte;
        (from, to) = (from + length, to + 1);
    }
}

/// The same as UTF-16.
pub fn utf16(bytes: &[u8], memory: &mut [u16]) -> Option<usize> {
    let memory = memory.get_mut(..bytes.len())?;
    let (mut from, mut to) = (0, 0);
    loop {
        while let Some(chunk) = bytes[from..].first_chunk::<16>()
            && let Some(there) = memory[to..].first_chunk_mut::<16>()
        {
            for (unit, byte) in there.iter_mut().zip(chunk) {
                *unit = u16::from(*byte);
            }
            let run = ascii_run(chunk);
            (from, to) = (from + run, to + run);
            if run < chunk.len() {
                break;
            }
        }
        let tail = |byte: u8| u32::from(byte & 0x3f);
        let (character, length) = match bytes[from..] {
            [] => return Some(to),
            [first @ ..=0x7f, ..] => (u32::from(first), 1),
            [first @ 0xc2..=0xdf, second, ..] => (u32::from(first & 0x1f) << 6 | tail(second), 2),
            [first @ 0xe0..=0xef, second, third, ..] => {
                (u32::from(first & 0xf) << 12 | tail(second) << 6 | tail(third), 3)
            }
            [first @ 0xf0..=0xf4, second, third, fourth, ..] => {
                let upper = u32::from(first & 7) << 18 | tail(second) << 12;
                (upper | tail(third) << 6 | tail(fourth), 4)
            }
            _ => return None,
        };
        from += length;
        let character = char::from_u32(character)?;
        to += character.encode_utf16(&mut memory[to..]).len();
    }
}

/// How many bytes from the start on are ASCII.
#[inline]
fn ascii_run(chunk: &[u8; 16]) -> usize {
    let high = u128::from_le_bytes(*chunk) & u128::from_le_bytes([0x80; 16]);
    high.trailing_zeros() as usize / 8
}

/// The text that `text`, whose escapes are in order, says; `None` where a half of a pair is left,
/// which Rust's text cannot hold.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        made.push_str(&rest[..place]);
        let escape = *rest.as_bytes().get(place + 1)?;
        rest = &rest[place + 2..];
        made.push(match escape {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (first, after) = unit(rest)?;
                rest = after;
                match first {
                    0xd800..=0xdbff => {
                        let (second, after) = unit(rest.strip_prefix("\\u")?)?;
                        rest = after;
                        if !(0xdc00..=0xdfff).contains(&second) {
                            return None;
                        }
                        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?
                    }
                    _ => char::from_u32(first)?,
                }
            }
            other => char::from(other),
        });
    }
    made.push_str(rest);
    Some(made)
}

/// The code unit that four digits write, and what follows.
fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{Form, form_of, latin1, utf16};

    fn decoded(text: &str) -> Option<String> {
        let bytes = text.as_bytes();
        match form_of(bytes) {
            Form::Latin1 => {
                let mut memory = vec![0; bytes.len()];
                let length = latin1(bytes, &mut memory)?;
                Some(memory[..length].iter().copied().map(char::from).collect())
            }
            Form::Utf16 => {
                let mut memory = vec![0; bytes.len()];
                let length = utf16(bytes, &mut memory)?;
                String::from_utf16(&memory[..length]).ok()
            }
        }
    }

    #[test]
    fn every_character_is_decoded_wherever_it_stands() {
        for character in ('\0'..=char::MAX).filter(|one| u32::from(*one) % 61 < 2) {
            for before in ["", "0123456", "01234567"] {
                for after in ["", "\u{e9}", "\u{ff}0123456789", "\u{1f600}", "0123456789abcdefg"] {
                    let text = format!("{before}{character}{after}");
                    assert_eq!(decoded(&text).as_deref(), Some(text.as_str()));
                }
            }
        }
    }

    #[test]
    fn what_has_no_room_or_is_no_text_is_not_decoded() {
        assert_eq!(latin1("\u{e9}".as_bytes(), &mut [0; 1]), None);
        assert_eq!(utf16("\u{100}".as_bytes(), &mut [0; 1]), None);
        for bytes in [&b"\x80"[..], b"\xc3", b"\xe4\xb8", b"\xed\xa0\x80", b"\xff\xff\xff\xff"] {
            assert_eq!(latin1(bytes, &mut [0; 64]), None, "{bytes:?}");
            assert_eq!(utf16(bytes, &mut [0; 64]), None, "{bytes:?}");
        }
    }
}
