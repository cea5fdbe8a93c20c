//! Requests, counted: the rows of `src-ts/observe/request-counts.ts`.

use std::io::Write as _;

use super::begun::Begun;
use super::json::write_text;
use super::{Label, METHODS};
use crate::http::Scheme;

/// Microseconds: the boundaries that `OpenTelemetry` advises for the duration of requests.
const DURATIONS: [u64; 14] = [
    5_000, 10_000, 25_000, 50_000, 75_000, 100_000, 250_000, 500_000, 750_000, 1_000_000,
    2_500_000, 5_000_000, 7_500_000, 10_000_000,
];
/// Bytes of bodies.
const SIZES: [u64; 9] =
    [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

/// How often a value was at most a boundary and above the one before it; the last place is for all that are above.
#[derive(Debug)]
struct Spread<const N: usize> {
    counts: [u64; N],
    sum: u64,
}

impl<const N: usize> Default for Spread<N> {
    fn default() -> Self {
        Self { counts: [0; N], sum: 0 }
    }
}

impl<const N: usize> Spread<N> {
    fn add(&mut self, bounds: &[u64], value: u64) {
        let place = bounds.iter().position(|bound| value <= *bound).unwrap_or(bounds.len());
        self.counts[place] += 1;
        self.sum += value;
    }

    fn write(&self, out: &mut Vec<u8>, name: &str, sum: f64) {
        let _ = write!(out, ",\"{name}\":{{\"counts\":{:?},\"sum\":{sum}}}", self.counts);
    }
}

/// What tells requests of one route apart: method, version, whether the client left, status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    verb: usize,
    version: &'static str,
    is_gone: bool,
    status: u16,
}

impl Kind {
    pub(super) fn of(begun: &Begun) -> Self {
        let Begun { verb, is_gone, status, .. } = *begun;
        Self { verb, version: begun.version(), is_gone, status }
    }
}

#[derive(Debug)]
struct Row {
    kind: Kind,
    duration: Spread<15>,
    received: Spread<10>,
    sent: Spread<10>,
}

/// Rows by the number of their pattern.
#[derive(Debug, Default)]
pub(super) struct Counts {
    rows: Vec<Vec<Row>>,
}

impl Counts {
    pub(super) fn add(&mut self, label: u32, kind: Kind, begun: &Begun) {
        let label = label as usize;
        if self.rows.len() <= label {
            self.rows.resize_with(label + 1, Vec::new);
        }
        let rows = &mut self.rows[label];
        let at = rows.iter().position(|row| row.kind == kind).unwrap_or_else(|| {
            let (duration, received, sent) = Default::default();
            rows.push(Row { kind, duration, received, sent });
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.duration.add(&DURATIONS, begun.ended);
        row.received.add(&SIZES, begun.received);
        row.sent.add(&SIZES, begun.sent);
    }

    /// Everything, as JSON.
    #[expect(
        clippy::cast_precision_loss,
        reason = "they are numbers of JavaScript on the other side"
    )]
    pub(super) fn write(
        &self,
        out: &mut Vec<u8>,
        labels: &[Label],
        active: &[u32; 10],
        scheme: Scheme,
    ) {
        let scheme = scheme.text();
        out.extend_from_slice(b"{\"rows\":[");
        let all = self
            .rows
            .iter()
            .enumerate()
            .flat_map(|(at, rows)| rows.iter().map(move |row| (at, row)));
        for (number, (label, row)) in all.enumerate() {
            let Kind { verb, version, is_gone, status } = row.kind;
            let comma = if number > 0 { "," } else { "" };
            let _ = write!(
                out,
                "{comma}{{\"method\":\"{}\",\"status\":{status},\"version\":\"{version}\",\"scheme\":\"{scheme}\",\"isGone\":{is_gone}",
                METHODS[verb]
            );
            if label > 0 {
                out.extend_from_slice(b",\"route\":");
                write_text(out, labels[label].pattern.as_bytes());
            }
            row.duration.write(out, "duration", row.duration.sum as f64 / 1e6);
            row.received.write(out, "received", row.received.sum as f64);
            row.sent.write(out, "sent", row.sent.sum as f64);
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"active\":{");
        let mut comma = "";
        for (method, count) in METHODS.iter().zip(active) {
            if *count > 0 {
                let _ = write!(out, "{comma}\"{method}\":{count}");
                comma = ",";
            }
        }
        out.extend_from_slice(b"}}");
    }
}
