//! The text of bytes that are not all ASCII, in one of the two forms that JavaScript keeps texts
//! in, so that making the string is a copy. Node's own decoder takes several times as long.

/// How a decoded text lies in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A byte for each character: all of them are below U+0100.
    Latin1,
    /// Two bytes for each UTF-16 unit, the lower one first.
    Utf16,
}

/// Bytes from here on start a character that is U+0100 or above.
const ABOVE_LATIN1: u8 = 0xc4;

/// Writes the text of `bytes`, which a reader accepted, into `memory`; gives back its form and how
/// many of `memory` it takes. `None` where it does not fit in, or is no UTF-8.
pub fn decode(bytes: &[u8], memory: &mut [u8]) -> Option<(Form, usize)> {
    if bytes.iter().all(|byte| *byte < ABOVE_LATIN1) {
        latin1(bytes, memory).map(|length| (Form::Latin1, length))
    } else {
        utf16(bytes, memory).map(|length| (Form::Utf16, length))
    }
}

fn latin1(bytes: &[u8], memory: &mut [u8]) -> Option<usize> {
    let memory = memory.get_mut(..bytes.len())?;
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let run = ascii_run(&bytes[from..]);
        memory[to..to + run].copy_from_slice(&bytes[from..from + run]);
        (from, to) = (from + run, to + run);
        if let [first @ 0xc2..=0xc3, second, ..] = bytes[from..] {
            memory[to] = first << 6 | second & 0x3f;
            (from, to) = (from + 2, to + 1);
        } else if from < bytes.len() {
            return None;
        }
    }
    Some(to)
}

fn utf16(bytes: &[u8], memory: &mut [u8]) -> Option<usize> {
    let units = memory.get_mut(..2 * bytes.len())?.as_chunks_mut::<2>().0;
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let run = ascii_run(&bytes[from..]);
        for (unit, byte) in units[to..to + run].iter_mut().zip(&bytes[from..from + run]) {
            *unit = [*byte, 0];
        }
        (from, to) = (from + run, to + run);
        let tail = |byte: u8| u32::from(byte & 0x3f);
        let (character, length) = match bytes[from..] {
            [] => break,
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
        let mut buffer = [0; 2];
        for unit in char::from_u32(character)?.encode_utf16(&mut buffer) {
            units[to] = unit.to_le_bytes();
            to += 1;
        }
    }
    Some(2 * to)
}

/// How many bytes from the start on are ASCII.
#[inline]
fn ascii_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    for chunk in bytes.as_chunks::<8>().0 {
        let high = u64::from_le_bytes(*chunk) & 0x8080_8080_8080_8080;
        if high != 0 {
            return run + high.trailing_zeros() as usize / 8;
        }
        run += chunk.len();
    }
    run + bytes[run..].iter().take_while(|byte| byte.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::{Form, decode};

    fn decoded(text: &str) -> Option<String> {
        let mut memory = vec![0; 2 * text.len()];
        let (form, length) = decode(text.as_bytes(), &mut memory)?;
        let memory = &memory[..length];
        match form {
            Form::Latin1 => Some(memory.iter().copied().map(char::from).collect()),
            Form::Utf16 => {
                let units: Vec<u16> = memory
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .map(|unit| u16::from_le_bytes(*unit))
                    .collect();
                String::from_utf16(&units).ok()
            }
        }
    }

    #[test]
    fn every_character_is_decoded_wherever_it_stands() {
        for character in ('\0'..=char::MAX).filter(|one| u32::from(*one) % 61 < 2) {
            for before in ["", "0123456", "01234567"] {
                for after in ["", "\u{e9}", "\u{ff}0123456789", "\u{1f600}"] {
                    let text = format!("{before}{character}{after}");
                    assert_eq!(decoded(&text).as_deref(), Some(text.as_str()));
                }
            }
        }
    }

    #[test]
    fn what_has_no_room_or_is_no_text_is_not_decoded() {
        assert_eq!(decode("\u{e9}".as_bytes(), &mut [0; 1]), None);
        assert_eq!(decode("\u{100}".as_bytes(), &mut [0; 3]), None);
        for bytes in [&b"\x80"[..], b"\xc3", b"\xe4\xb8", b"\xed\xa0\x80", b"\xff\xff\xff\xff"] {
            assert_eq!(decode(bytes, &mut [0; 64]), None, "{bytes:?}");
        }
    }
}
