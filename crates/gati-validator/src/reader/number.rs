//! Numbers of JSON: their grammar (RFC 8259, section 6) and the double each one is.
//!
//! A number of at most 19 digits whose value and power of ten are exact as doubles is one
//! multiplication or division, which IEEE 754 rounds correctly (W. D. Clinger, "How to read
//! floating point numbers accurately", 1990). Every other one is `str::parse`'s.

use super::{cursor::Cursor, program::NumberRule, run::Halt};

/// The powers of ten that are exact as doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

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

    /// Takes digits and adds them to a mantissa, which may overflow: the count of digits tells.
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
    pub(crate) fn number(&mut self) -> Result<f64, Halt> {
        let digits = self.number_span()?;
        self.double(&digits)
    }

    #[expect(clippy::cast_precision_loss, reason = "what is cast is at most 2^53")]
    fn double(&self, digits: &Digits) -> Result<f64, Halt> {
        let power = POWERS.get(digits.scale.unsigned_abs() as usize);
        if let Some(power) = power
            && digits.count <= 19
            && digits.mantissa <= EXACT
        {
            let value = digits.mantissa as f64;
            let value = if digits.scale < 0 { value / power } else { value * power };
            return Ok(if self.bytes[digits.start] == b'-' { -value } else { value });
        }
        let text = std::str::from_utf8(&self.bytes[digits.start..digits.end]);
        text.ok().and_then(|text| text.parse().ok()).ok_or(Halt::Syntax)
    }
}

impl NumberRule {
    /// Whether `value` meets every condition. As in the JavaScript check, on the double.
    pub(crate) fn holds(&self, value: f64) -> bool {
        value.is_finite()
            && !(self.integer && value.fract() != 0.0)
            && self.minimum.is_none_or(|bound| value >= bound)
            && self.maximum.is_none_or(|bound| value <= bound)
            && self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
            && self.multiple_of.iter().all(|divisor| is_multiple(value, *divisor))
    }
}

/// The same arithmetic as the generated code and `runtime/multiple.js`.
fn is_multiple(value: f64, divisor: f64) -> bool {
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
