//! Clients of TLS whose bytes were changed, lost, repeated or cut: whatever comes, nobody is served what was not asked, and the
//! connection ends when its time is over.

use gati_host::{Protocols, Settings, Times, TlsSettings};
use proptest::prelude::*;

use crate::harness::Harness;
use crate::secure::{Caller, ONLY_12, ONLY_13, Secure, secured_with, settings};

const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";

/// What becomes of the bytes of a client.
#[derive(Debug, Clone)]
enum Harm {
    Change { at: usize, to: u8 },
    Lose { at: usize, count: usize },
    Repeat { at: usize, count: usize },
    Add { at: usize, bytes: Vec<u8> },
}

impl Harm {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: usize| at % (bytes.len() + 1);
        match self {
            Self::Change { at, to } => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = *to;
                }
            }
            Self::Lose { at, count } => {
                let at = place(*at);
                bytes.drain(at..(at + count).min(bytes.len()));
            }
            Self::Repeat { at, count } => {
                let at = place(*at);
                let again = bytes[at..(at + count).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
            Self::Add { at, bytes: more } => {
                let at = place(*at);
                bytes.splice(at..at, more.iter().copied());
            }
        }
    }
}

fn harm() -> impl Strategy<Value = Harm> {
    // Small places as well: there the lengths and kinds of records are.
    let at = || prop_oneof![0..12_usize, 0..2000_usize];
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, to)| Harm::Change { at, to }),
        (at(), 1..300_usize).prop_map(|(at, count)| Harm::Lose { at, count }),
        (at(), 1..300_usize).prop_map(|(at, count)| Harm::Repeat { at, count }),
        (at(), prop::collection::vec(any::<u8>(), 1..40))
            .prop_map(|(at, bytes)| Harm::Add { at, bytes }),
    ]
}

fn harness() -> Harness {
    let times = Times { head: 5_000, idle: 5_000, ..Times::default() };
    let tls = TlsSettings { protocols: Protocols::TwoAndOne, ..settings() };
    secured_with(&tls, Settings { times, ..Settings::default() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_comes_is_told_or_waited_for_and_then_let_go(
        harms in prop::collection::vec(harm(), 1..4),
        flight in 0..3_usize,
        cut in 1..700_usize,
        is_12 in any::<bool>(),
    ) {
        let mut harness = harness();
        let versions = if is_12 { &ONLY_12 } else { &ONLY_13 };
        let mut client = Secure::silent(&mut harness, &Caller { versions, ..Caller::default() });
        for _ in 0..flight {
            client.step(&mut harness);
        }
        client.cipher(NOW);
        let mut bytes = client.ciphered();
        let was = bytes.clone();
        for harm in &harms {
            harm.apply(&mut bytes);
        }
        for piece in bytes.chunks(cut) {
            client.client.send(&mut harness, piece);
        }
        // A record that was changed is no request; what came before it may be one.
        let requests = harness.seen.iter().filter(|record| record.kind == 1).count();
        prop_assert!(requests <= 1);
        if bytes == was && flight > 1 {
            prop_assert_eq!(requests, 1);
        }
        for record in &harness.seen {
            prop_assert_eq!(record.target.as_str(), "/hello");
        }
        harness.pass(70_000);
        prop_assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0));
    }
}
