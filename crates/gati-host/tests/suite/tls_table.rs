//! `__test__/conformance/http1` within TLS: what HTTP says does not depend on what is below it.

use crate::conformance::{Case, cases};
use crate::harness::answers_in;
use crate::secure::{Caller, Secure, secured, settings};

#[test]
fn every_case_is_answered_within_tls_as_it_is_without() {
    let mut harness = secured(&settings());
    for case in cases() {
        for size in [usize::MAX, 1] {
            if size == 1 && case.send.len() > 120 {
                continue;
            }
            let mut client = Secure::new(&mut harness, &Caller::default());
            for piece in case.send.chunks(size.min(case.send.len())) {
                client.send(&mut harness, piece);
            }
            let Case { name, .. } = &case;
            let context = format!("{name}: {}", String::from_utf8_lossy(&client.got));
            let heads: &[usize] = if case.send.starts_with(b"HEAD") { &[0] } else { &[] };
            let mut statuses: Vec<u16> =
                answers_in(&client.got, heads).into_iter().map(|(status, ..)| status).collect();
            if !case.answers.contains(&100) {
                statuses.retain(|status| *status != 100);
            }
            assert_eq!(statuses, case.answers, "{context}");
            assert_eq!(client.fault, None, "{context}");
            assert_eq!(
                (client.is_told, client.client.is_closed),
                (case.closes(), case.closes()),
                "{context}"
            );
            drop(client);
            harness.turn();
            let left = (harness.server.connections(), harness.server.in_flight());
            assert_eq!(left, (0, 0), "{context}");
            harness.seen.clear();
        }
    }
}
