//! W3C Trace Context, as `src-ts/observe/trace-context.ts` has it.

/// Which requests have a span that is recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// Of traces that begin here, the share that is recorded: 0 to 1.
    pub ratio: f64,
    /// Whether a caller that has decided decides.
    pub as_parent: bool,
}

/// Where a request is in a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) trace: [u8; 16],
    /// Its own; nothing as long as it has none.
    pub(super) id: Option<[u8; 8]>,
    /// That of who called.
    pub(super) parent: Option<[u8; 8]>,
    pub(super) is_sampled: bool,
}

impl Span {
    /// Reads `traceparent`, when it is well-formed.
    pub(super) fn read(header: &[u8]) -> Option<Self> {
        let fixed = header.get(..55)?;
        let is_known = fixed.starts_with(b"00");
        let has_end = header.len() == 55 || !is_known && header[55] == b'-';
        let has_dashes = fixed[2] == b'-' && fixed[35] == b'-' && fixed[52] == b'-';
        if !has_end || !has_dashes || fixed.starts_with(b"ff") {
            return None;
        }
        bytes_of::<1>(&fixed[..2])?;
        let trace = bytes_of::<16>(&fixed[3..35])?;
        let parent = bytes_of::<8>(&fixed[36..52])?;
        let [flags] = bytes_of::<1>(&fixed[53..55])?;
        let has_ids = trace != [0; 16] && parent != [0; 8];
        has_ids.then_some(Self {
            trace,
            id: None,
            parent: Some(parent),
            is_sampled: flags & 1 == 1,
        })
    }

    /// Decides whether it is recorded, and gives it the ids that it lacks.
    pub(super) fn settle(&mut self, sampling: Sampling, random: &mut Random) {
        if self.trace == [0; 16] {
            self.trace[..8].copy_from_slice(&random.next());
            self.trace[8..].copy_from_slice(&random.next());
        }
        if self.id.is_none() {
            self.id = Some(random.next());
        }
        if self.parent.is_none() || !sampling.as_parent {
            self.is_sampled = is_chosen(&self.trace, sampling.ratio);
        }
    }
}

/// Whether a trace that begins here is recorded: every process says the same of the same id, by its last 56 bits.
fn is_chosen(trace: &[u8; 16], ratio: f64) -> bool {
    if ratio >= 1.0 {
        return true;
    }
    let number = trace[9..].iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    #[expect(clippy::cast_precision_loss, reason = "JavaScript compares the same two numbers")]
    let is_below = (number as f64) < ratio * 72_057_594_037_927_936.0;
    is_below
}

/// Lower-case hexadecimal digits.
fn bytes_of<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Numbers that nobody can tell from random ones, and that protect nothing (`SplitMix64`).
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Never all 0.
    pub(super) fn next(&mut self) -> [u8; 8] {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)).max(1).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_read_as_javascript_reads_it() {
        let ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";
        let cases: [(String, Option<bool>); 12] = [
            (format!("00-{ids}-01"), Some(true)),
            (format!("00-{ids}-00"), Some(false)),
            (format!("00-{ids}-03"), Some(true)),
            (format!("cc-{ids}-01-what-the-future-will-be"), Some(true)),
            (format!("cc-{ids}-01"), Some(true)),
            (format!("cc-{ids}-01."), None),
            (format!("00-{ids}-01-more"), None),
            (format!("ff-{ids}-01"), None),
            (format!("00-{}-01", ids.to_uppercase()), None),
            (
                format!(
                    "00-{}-01",
                    ids.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32))
                ),
                None,
            ),
            (format!("00-{}-01", ids.replace("b7ad6b7169203331", &"0".repeat(16))), None),
            (String::new(), None),
        ];
        for (header, sampled) in cases {
            assert_eq!(
                Span::read(header.as_bytes()).map(|span| span.is_sampled),
                sampled,
                "{header}"
            );
        }
    }

    #[test]
    fn a_share_of_traces_is_chosen_by_their_ids() {
        let mut random = Random::new(7);
        let sampling = Sampling { ratio: 0.25, as_parent: true };
        let chosen = (0..4000)
            .filter(|_| {
                let mut span = Span::default();
                span.settle(sampling, &mut random);
                span.is_sampled
            })
            .count();
        assert!((900..1100).contains(&chosen), "{chosen} of 4000");
    }
}
