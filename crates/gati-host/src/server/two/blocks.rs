//! The outside of a compressed head: what its fields are by their form, without the tables. It finds pseudo-fields, which h2
//! lets through in trailers.

/// The last entry of HPACK's static table that is a pseudo-field (RFC 7541, appendix A).
const LAST_PSEUDO: usize = 14;
/// The code of `:` in Huffman's table, and how many bits it has.
const COLON: u8 = 0b101_1100;

/// Whether any field of a block has a name that begins with a colon. Names that stand in the connection's own table are not
/// known here; a block that makes no sense is left to h2, which refuses it.
pub(super) fn has_pseudo(block: &[u8]) -> bool {
    let mut rest = block;
    while let Some(first) = rest.first().copied() {
        let prefix = match first {
            0x80.. => 7,
            0x40.. => 6,
            // A new size of the table is no field.
            0x20.. => 5,
            _ => 4,
        };
        let Some(index) = number(&mut rest, prefix) else { return false };
        if prefix == 5 {
            continue;
        }
        if (1..=LAST_PSEUDO).contains(&index) {
            return true;
        }
        if prefix == 7 {
            continue;
        }
        if index == 0 {
            match text(&mut rest) {
                Some((name, Coding::Plain)) if name.first() == Some(&b':') => return true,
                Some((name, Coding::Huffman))
                    if name.first().map(|byte| byte >> 1) == Some(COLON) =>
                {
                    return true;
                }
                Some(_) => {}
                None => return false,
            }
        }
        if text(&mut rest).is_none() {
            return false;
        }
    }
    false
}

enum Coding {
    Plain,
    Huffman,
}

/// A number that begins in the last bits of a byte (RFC 7541, section 5.1).
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

fn text<'block>(rest: &mut &'block [u8]) -> Option<(&'block [u8], Coding)> {
    let coding = if rest.first()? & 0x80 == 0 { Coding::Plain } else { Coding::Huffman };
    let length = number(rest, 7)?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some((text, coding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudo_fields_are_found_in_any_form() {
        let cases: [(&[u8], bool); 12] = [
            (&[], false),
            (&[0x82], true),
            (&[0x8f], false),
            (&[0xbe], false),
            (&[0x8f, 0x81], true),
            (&[0x42, 1, b'A'], true),
            (&[0x0f, 0x00, 1, b'A'], false),
            (&[0x0e, 1, b'A', 0x02, 1, b'A'], true),
            (&[0x00, 2, b':', b'x', 1, b'1'], true),
            (&[0x00, 2, b'x', b':', 1, b'1', 0x10, 0x81, 0xb9, 1, b'1'], true),
            (&[0x3f, 0xe1, 0x1f, 0x40, 1, b'x', 1, b'1'], false),
            (&[0x00, 9, b':'], false),
        ];
        for (block, expected) in cases {
            assert_eq!(has_pseudo(block), expected, "{block:x?}");
        }
    }
}
