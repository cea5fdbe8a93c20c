//! HTTP/2 of any kind: whatever frames come, nothing is lost, told twice, or left under way.

use proptest::prelude::*;

use crate::frames::{data, frame, head, reset, window};
use crate::harness::{Record, begin, end, piece};
use crate::two::{settings, started_with};

/// Frames of all kinds on a few streams, whatever they mean together.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let paths = prop::sample::select(vec!["/hello", "/later", "/echo", "/upload", "/nowhere"]);
    let methods = prop::sample::select(vec!["GET", "POST", "HEAD", "PUT"]);
    let begin =
        (0..8u32, methods, paths, prop::bool::ANY).prop_map(|(stream, method, path, ends)| {
            let flags = 4 | u8::from(ends);
            frame("HEADERS", flags, 2 * stream + 1, &head(method, path))
        });
    let bytes = prop::collection::vec(any::<u8>(), 0..40);
    let body = (0..8u32, bytes.clone(), prop::bool::ANY)
        .prop_map(|(stream, bytes, ends)| data(2 * stream + 1, &bytes, u8::from(ends)));
    let other = (0..12u8, any::<u8>(), 0..9u32, bytes)
        .prop_map(|(kind, flags, stream, bytes)| crate::frames::raw(kind, flags, stream, &bytes));
    let opened = (0..9u32, 1..100_000u32).prop_map(|(stream, more)| window(stream, more));
    let ended = (0..8u32).prop_map(|stream| reset(2 * stream + 1));
    prop_oneof![6 => begin, 4 => body, 1 => other, 1 => opened, 1 => ended]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_comes_nothing_stays_under_way(
        all in prop::collection::vec(anything(), 1..40),
        size in 1..200usize,
        narrow in prop::bool::ANY,
    ) {
        let first: &[(u16, u32)] = if narrow { &[(4, 3)] } else { &[] };
        let (mut harness, mut client) = started_with(settings(), first);
        for piece in all.concat().chunks(size) {
            client.send(&mut harness, piece);
        }
        let begun: Vec<Record> =
            harness.seen.iter().filter(|record| record.kind == 1).cloned().collect();
        // Everything is answered, once more than it may be.
        for record in begun {
            harness.answer(&begin(record.slot, record.key, &[]));
            harness.answer(&piece(record.slot, record.key, &[7; 100]));
            harness.answer(&end(record.slot, record.key));
        }
        prop_assert_eq!(harness.server.in_flight(), 0);
        drop(client);
        harness.turn();
        prop_assert_eq!(harness.server.connections(), 0);
        let told = harness.seen.iter().filter(|record| matches!(record.kind, 5 | 7)).count();
        let asked: std::collections::BTreeSet<u32> =
            harness.seen.iter().filter(|record| record.kind == 1).map(|one| one.key).collect();
        prop_assert!(told <= asked.len(), "nobody is told twice");
    }
}
