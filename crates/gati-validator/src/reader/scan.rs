//! Where a string ends: the first quote, backslash or control character among sixteen bytes.
//!
//! On `x86_64` one comparison looks at all of them; elsewhere two registers do (SWAR), after
//! Mycroft's test for a zero byte: `(x - 1) & !x & 0x80…` has a bit set in the lowest zero byte,
//! and above it perhaps in others, which is why only the lowest set bit counts.

/// What was found in a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The place of the first byte that ends or interrupts a string; 16 where there is none.
    pub(super) stop: usize,
    /// Whether all bytes before it are ASCII.
    pub(super) ascii: bool,
}

/// Looks at sixteen bytes of a string.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn look(chunk: &[u8; 16]) -> Found {
    // SAFETY: `marks` needs nothing but SSE2, which is part of every x86_64.
    let (stops, high) = unsafe { x86::marks(chunk) };
    // A bit past the last place, so that there is always a lowest one.
    let stop = (stops | 1 << 16).trailing_zeros();
    Found { stop: stop as usize, ascii: high & ((1 << stop) - 1) == 0 }
}

/// Looks at sixteen bytes of a string.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(super) fn look(chunk: &[u8; 16]) -> Found {
    swar::look(chunk)
}

/// How many of the first `end` bytes continue a code point, and how many start one of four bytes.
#[inline]
pub(super) fn count(chunk: &[u8; 16], end: usize) -> (u32, u32) {
    const HIGHS: u128 = u128::from_le_bytes([0x80; 16]);
    // What is behind `end` counts as ASCII.
    let before = if end < 16 { (1_u128 << (8 * end)) - 1 } else { u128::MAX };
    let bytes = u128::from_le_bytes(*chunk) & before;
    // Each shift brings one of a byte's bits to its highest; those of its neighbour are masked out.
    let (second, third, fourth) = (bytes << 1, bytes << 2, bytes << 3);
    let continued = bytes & !second & HIGHS;
    let four = bytes & second & third & fourth & HIGHS;
    (continued.count_ones(), four.count_ones())
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8,
    };

    /// One bit for each byte that stops a string, and one for each that is not ASCII.
    #[inline]
    #[target_feature(enable = "sse2")]
    #[expect(clippy::cast_sign_loss, reason = "the masks have sixteen bits")]
    pub(super) fn marks(chunk: &[u8; 16]) -> (u32, u32) {
        let half = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&chunk[at..at + 8]);
            i64::from_le_bytes(bytes)
        };
        let bytes = _mm_set_epi64x(half(8), half(0));
        let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x22));
        let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x5c));
        let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
        let stops = _mm_or_si128(_mm_or_si128(quotes, backslashes), controls);
        (_mm_movemask_epi8(stops) as u32, _mm_movemask_epi8(bytes) as u32)
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
mod swar {
    use super::Found;

    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;

    const fn repeated(byte: u8) -> u64 {
        ONES * byte as u64
    }

    /// The high bit of each byte that stops a string. Exact for the lowest one.
    const fn stops(word: u64) -> u64 {
        let quote = word ^ repeated(b'"');
        let backslash = word ^ repeated(b'\\');
        let quotes = quote.wrapping_sub(ONES) & !quote;
        let backslashes = backslash.wrapping_sub(ONES) & !backslash;
        let controls = word.wrapping_sub(repeated(0x20)) & !word;
        (quotes | backslashes | controls) & HIGHS
    }

    #[inline]
    pub(super) fn look(chunk: &[u8; 16]) -> Found {
        let mut ascii = true;
        for (index, half) in chunk.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*half);
            let found = stops(word);
            if found != 0 {
                let before = found.trailing_zeros() / 8;
                let seen = if before == 0 { 0 } else { word << (64 - 8 * before) };
                ascii &= seen & HIGHS == 0;
                return Found { stop: 8 * index + before as usize, ascii };
            }
            ascii &= word & HIGHS == 0;
        }
        Found { stop: 16, ascii }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, count, look, swar};

    /// Every byte; under Miri, which looks at where is read and not at what, some of them.
    fn bytes() -> impl Iterator<Item = u8> {
        (0..=u8::MAX).step_by(if cfg!(miri) { 51 } else { 1 })
    }

    /// One byte after the other.
    fn plainly(chunk: [u8; 16]) -> Found {
        let is_stop = |byte: &u8| matches!(byte, b'"' | b'\\') || *byte < 0x20;
        let stop = chunk.iter().position(is_stop).unwrap_or(16);
        Found { stop, ascii: chunk[..stop].is_ascii() }
    }

    #[test]
    fn continuations_and_long_characters_are_counted() {
        for byte in bytes() {
            for place in 0..16 {
                for end in 0..=16 {
                    let mut chunk = *b"abcdefghijklmno\xff";
                    chunk[place] = byte;
                    let of = |is: fn(&&u8) -> bool| chunk[..end].iter().filter(is).count();
                    let expected = (of(|byte| **byte & 0xc0 == 0x80), of(|byte| **byte >= 0xf0));
                    let (continued, four) = count(&chunk, end);
                    assert_eq!((continued as usize, four as usize), expected, "{chunk:?} {end}");
                }
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_is_seen_in_the_same_way() {
        for place in 0..16 {
            for other in 0..16 {
                for byte in bytes() {
                    let mut chunk = *b"abcdefghijklmnop";
                    chunk[other] = 0xc3;
                    chunk[place] = byte;
                    let expected = plainly(chunk);
                    assert_eq!(look(&chunk), expected, "{chunk:?}");
                    assert_eq!(swar::look(&chunk), expected, "{chunk:?}");
                }
            }
        }
    }
}
