//! Numbers of JSON: their grammar (RFC 8259, section 6) and the double each one is.
//!
//! A number of at most 19 digits whose value and power of ten are exact as doubles is one
//! multiplication or division, which IEEE 754 rounds correctly (W. D. Clinger, "How to read
//! floating point numbers accurately", 1990). Where 19 digits are divided by at most 10^19, as in
//! what `Math.random` gives, integers divide exactly. Every other one is `str::parse`'s.

use super::{cursor::Cursor, program::NumberRule, run::Halt};

/// The powers of ten that are exact as doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The powers of ten that are 64-bit integers.
const INTEGERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

/// The largest integer up to which all integers are doubles.
const EXACT: u64 = 1 << 53;

/// A number that was gone over: its digits without point, as far as they fit, and its scale.
pub(crate) struct Digits {
    start: usize,
    end: usize,
    mantissa: u64,
    /// How many digits the mantissa was made of, leading zeros included.
    count: u32,
    /// The power of ten that the mantissa is multiplied by.
    scale: i32,
}

impl Cursor<'_> {
    /// Goes over a number.
    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    pub(crate) fn number_span(&mut self) -> Result<Digits, Halt> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        let mut mantissa = 0_u64;
        let whole = self.at;
        self.digits(&mut mantissa);
        let mut count = self.at - whole;
        if count == 0 || (count > 1 && self.bytes[whole] == b'0') {
            return Err(Halt::Syntax);
        }
        let mut scale = 0_i32;
        if self.peek() == b'.' {
            self.at += 1;
            let fraction = self.at;
            self.eights(&mut mantissa);
            self.digits(&mut mantissa);
            let length = self.at - fraction;
            if length == 0 {
                return Err(Halt::Syntax);
            }
            count += length;
            scale = i32::try_from(length).map_or(i32::MIN, |length| -length);
        }
        if matches!(self.peek(), b'e' | b'E') {
            scale = scale.saturating_add(self.exponent()?);
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Digits { start, end: self.at, mantissa, count, scale })
    }

    /// Takes digits as long as there are eight of them.
    #[inline]
    fn eights(&mut self, mantissa: &mut u64) {
        while let Some(chunk) = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk::<8>)
            && let Some(value) = eight_digits(u64::from_le_bytes(*chunk))
        {
            *mantissa = mantissa.wrapping_mul(100_000_000).wrapping_add(value);
            self.at += 8;
        }
    }

    /// Takes digits and adds them to a mantissa, which may overflow: the count of digits tells.
    #[inline]
    fn digits(&mut self, mantissa: &mut u64) {
        while let digit @ 0..=9 = self.peek().wrapping_sub(b'0') {
            *mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            self.at += 1;
        }
    }

    fn exponent(&mut self) -> Result<i32, Halt> {
        self.at += 1;
        let negative = self.peek() == b'-';
        if matches!(self.peek(), b'+' | b'-') {
            self.at += 1;
        }
        let first = self.at;
        let mut value = 0_i32;
        while let digit @ 0..=9 = self.peek().wrapping_sub(b'0') {
            value = value.saturating_mul(10).saturating_add(i32::from(digit));
            self.at += 1;
        }
        if self.at == first {
            return Err(Halt::Syntax);
        }
        Ok(if negative { -value } else { value })
    }

    /// Takes a number as the double it is, which may be infinite.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<f64, Halt> {
        let digits = self.number_span()?;
        self.double(&digits)
    }

    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "what is cast is at most 2^53")]
    fn double(&self, digits: &Digits) -> Result<f64, Halt> {
        if digits.count > 19 {
            return self.long_double(digits);
        }
        let power = digits.scale.unsigned_abs() as usize;
        let value = if digits.mantissa <= EXACT
            && let Some(power) = POWERS.get(power)
        {
            let value = digits.mantissa as f64;
            if digits.scale < 0 { value / power } else { value * power }
        } else if digits.scale < 0
            && let Some(divisor) = INTEGERS.get(power)
        {
            quotient(digits.mantissa, *divisor)
        } else {
            return self.long_double(digits);
        };
        Ok(if self.bytes[digits.start] == b'-' { -value } else { value })
    }

    #[cold]
    fn long_double(&self, digits: &Digits) -> Result<f64, Halt> {
        let text = std::str::from_utf8(&self.bytes[digits.start..digits.end]);
        text.ok().and_then(|text| text.parse().ok()).ok_or(Halt::Syntax)
    }
}

/// The number that eight decimal digits write, if there are eight; the first is the lowest byte.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    // Adding 0x46 carries into the high bit from ':' on, taking '0' away does below '0'.
    let above = word.wrapping_add(0x4646_4646_4646_4646);
    let below = word.wrapping_sub(0x3030_3030_3030_3030);
    if (above | below) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    // Neighbours are put together: eight digits, four pairs, two fours, one eight.
    let pairs = below.wrapping_mul(10).wrapping_add(below >> 8);
    let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let high = (pairs >> 16 & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    Some(low.wrapping_add(high) >> 32)
}

/// The double nearest to `dividend / divisor`, ties to even; the divisor is not 0.
#[expect(clippy::cast_precision_loss, reason = "what is cast is at most 2^53")]
#[expect(clippy::cast_possible_truncation, reason = "the quotient is below 2^64")]
fn quotient(dividend: u64, divisor: u64) -> f64 {
    if dividend == 0 {
        return 0.0;
    }
    // With their highest bits set, one is less than twice the other, and the quotient of the one
    // times 2^63 has 63 or 64 bits: 10 or 11 more than a double.
    let (up, down) = (dividend.leading_zeros(), divisor.leading_zeros());
    let scaled = u128::from(dividend << up) << 63;
    let divisor = u128::from(divisor << down);
    let whole = (scaled / divisor) as u64;
    let rest = scaled % divisor;
    let extra = 11 - whole.leading_zeros();
    let kept = whole >> extra;
    let lost = whole & ((1 << extra) - 1);
    let half = 1 << (extra - 1);
    let up_one = lost > half || lost == half && (rest != 0 || kept & 1 == 1);
    // The exponent lies between -140 and 64, so that the power of two is a normal number.
    let exponent = i64::from(extra) - 63 + i64::from(down) - i64::from(up);
    let power = f64::from_bits((exponent + 1023).cast_unsigned() << 52);
    (kept + u64::from(up_one)) as f64 * power
}

impl NumberRule {
    /// Whether `value` meets every condition. As in the JavaScript check, on the double.
    #[inline]
    pub(crate) fn holds(&self, value: f64) -> bool {
        value.is_finite() && (!self.asks || self.holds_closely(value))
    }

    fn holds_closely(&self, value: f64) -> bool {
        !(self.integer && value.fract() != 0.0)
            && self.minimum.is_none_or(|bound| value >= bound)
            && self.maximum.is_none_or(|bound| value <= bound)
            && self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
            && self.multiple_of.iter().all(|divisor| is_multiple(value, *divisor))
    }
}

impl NumberRule {
    /// Notes whether anything is asked, once the rule is known.
    pub(crate) fn settle(&mut self) {
        self.asks = *self != Self::default();
    }
}

/// The same arithmetic as the generated code and `runtime/multiple.js`.
pub(crate) fn is_multiple(value: f64, divisor: f64) -> bool {
    if divisor.fract() == 0.0 {
        return value % divisor == 0.0;
    }
    let quotient = value / divisor;
    if !quotient.is_finite() {
        return value % divisor == 0.0;
    }
    // `Math.round` takes halves towards positive infinity.
    let rounded = (quotient + 0.5).floor();
    (quotient - rounded).abs() <= quotient.abs() * 2_f64.powi(-50)
}

#[cfg(test)]
mod tests {
    use super::{Cursor, quotient};

    /// Numbers that look random and are the same in every run.
    fn random(state: &mut u64, below: u64) -> u64 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (*state ^ *state >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ mixed >> 32) % below
    }

    #[test]
    fn divisions_and_other_ways_give_the_double_of_the_standard_library() {
        let mut state = 1;
        for round in 0..300_000_u32 {
            let mantissa = random(&mut state, u64::MAX) >> random(&mut state, 64);
            let digits = mantissa.to_string();
            let point = usize::try_from(random(&mut state, 20)).expect("it is small");
            let zeros = &"00000000000"[point.min(11)..];
            let text = match round % 4 {
                0 => format!("{}.{zeros}{digits}", 0),
                1 if point > 0 && point < digits.len() => {
                    format!("{}.{}", &digits[..point], &digits[point..])
                }
                2 => format!("-{digits}e-{}", random(&mut state, 340)),
                _ => format!("{digits}e{}", random(&mut state, 310)),
            };
            let expected: f64 = text.parse().expect("it is a number");
            let found = Cursor::new(text.as_bytes()).number().map(f64::to_bits);
            assert_eq!(found, Ok(expected.to_bits()), "{text}");
        }
    }

    #[test]
    fn quotients_half_way_between_doubles_go_to_the_even_one() {
        for (dividend, divisor) in [
            ((1 << 53) + 1, 1),
            ((1 << 53) + 3, 1),
            ((1 << 54) + 2, 2),
            ((1 << 54) + 6, 2),
            (u64::MAX, 1),
            (u64::MAX, 3),
            (1, 10_000_000_000_000_000_000),
            (0, 7),
        ] {
            let text = format!("{}", dividend / divisor);
            if dividend % divisor == 0 {
                assert_eq!(Ok(quotient(dividend, divisor)), text.parse(), "{dividend}/{divisor}");
            }
        }
        assert_eq!(Ok(quotient(1, 10_000_000_000_000_000_000)), "1e-19".parse());
        assert_eq!(
            Ok(quotient(u64::MAX, 10_000_000_000_000_000_000)),
            "1.8446744073709551615".parse()
        );
    }
}
