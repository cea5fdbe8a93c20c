//! TLS: handshakes, what is agreed on in them, certificates, and requests within.

use std::io::Write;

use gati_host::batch::{LEAST_BUFFER, Requests};
use gati_host::{Protocols, Settings, Times, Tls, TlsSettings, TlsVersion};
use rustls::ProtocolVersion;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::frames::{PREFACE, frames, get, settings as frame_settings, status, words};
use crate::harness::Harness;
use crate::secure::{Caller, ONLY_12, ONLY_13, Secure, pem, secured, secured_with, settings};

const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";
const TLS: u32 = 64;
const TWO: u32 = 32;

fn two() -> TlsSettings {
    TlsSettings { protocols: Protocols::TwoAndOne, ..settings() }
}

#[test]
fn a_handshake_and_a_request_may_be_cut_anywhere() {
    for versions in [&ONLY_13, &ONLY_12] {
        for at_once in [1, 2, 3, 5, 7, 64, 1000, usize::MAX] {
            let mut harness = secured(&settings());
            let mut client =
                Secure::new(&mut harness, &Caller { versions, at_once, ..Caller::default() });
            client.send(&mut harness, NOW);
            assert_eq!(client.fault, None, "{at_once}");
            assert_eq!(client.answers()[0].2, b"hello");
            assert_eq!(harness.seen[0].flags & (TLS | TWO), TLS);
            // And again, on the same connection.
            client.send(&mut harness, &[NOW, NOW].concat());
            assert_eq!(client.answers().len(), 3);
        }
    }
}

#[test]
fn what_is_plain_says_nothing_of_tls() {
    let mut harness = Harness::new(Settings::default());
    let mut client = harness.connect();
    client.send(&mut harness, NOW);
    assert_eq!(harness.seen[0].flags & TLS, 0);
}

#[test]
fn a_client_need_not_say_which_host_it_wants() {
    let mut harness = secured(&settings());
    let mut client = Secure::new(&mut harness, &Caller { says_name: false, ..Caller::default() });
    client.send(&mut harness, NOW);
    assert_eq!(client.answers()[0].0, 200);
}

/// What was agreed on, or the alert.
type Agreed = Result<Option<&'static str>, &'static str>;

#[test]
fn the_protocol_is_what_both_know_and_the_server_likes_best() {
    let cases: [(Protocols, &'static [&'static str], Agreed); 11] = [
        (Protocols::One, &[], Ok(None)),
        (Protocols::One, &["http/1.1"], Ok(Some("http/1.1"))),
        (Protocols::One, &["h2", "http/1.1"], Ok(Some("http/1.1"))),
        (Protocols::One, &["h2"], Err("NoApplicationProtocol")),
        (Protocols::One, &["http/1.0"], Ok(Some("http/1.0"))),
        (Protocols::TwoAndOne, &[], Ok(None)),
        (Protocols::TwoAndOne, &["http/1.1"], Ok(Some("http/1.1"))),
        (Protocols::TwoAndOne, &["http/1.1", "h2"], Ok(Some("h2"))),
        (Protocols::TwoAndOne, &["h2"], Ok(Some("h2"))),
        (Protocols::TwoAndOne, &["http/1.0", "http/1.1"], Ok(Some("http/1.1"))),
        (Protocols::TwoAndOne, &["spdy/3"], Err("NoApplicationProtocol")),
    ];
    for (protocols, offers, expected) in cases {
        let context = format!("{protocols:?} {offers:?}");
        let mut harness = secured(&TlsSettings { protocols, ..settings() });
        let mut client = Secure::new(&mut harness, &Caller { offers, ..Caller::default() });
        let agreed = match expected {
            Err(alert) => {
                let fault = client.fault.clone().unwrap();
                assert!(fault.contains(alert), "{context}: {fault}");
                assert!(client.client.is_closed, "{context}");
                continue;
            }
            Ok(agreed) => agreed,
        };
        assert_eq!((client.fault.clone(), client.agreed().as_deref()), (None, agreed), "{context}");
        if agreed == Some("h2") {
            let greeting = [PREFACE, &frame_settings(&[]), &get(1, "/hello")].concat();
            client.send(&mut harness, &greeting);
            let told = frames(&client.got);
            assert_eq!(told.iter().find(|frame| frame.stream == 1).map(status), Some(200));
            assert_eq!(harness.seen[0].flags & (TLS | TWO), TLS | TWO, "{context}");
        } else {
            client.send(&mut harness, NOW);
            assert_eq!(client.answers()[0].0, 200, "{context}");
            assert_eq!(harness.seen[0].flags & (TLS | TWO), TLS, "{context}");
        }
    }
}

#[test]
fn who_agreed_on_one_protocol_cannot_speak_the_other() {
    let mut harness = secured(&two());
    let mut client = Secure::new(&mut harness, &Caller { offers: &["h2"], ..Caller::default() });
    client.send(&mut harness, NOW);
    assert_eq!(words(&frames(&client.got)), ["SETTINGS"]);
    assert!(client.is_told && client.client.is_closed);

    for offers in [&["http/1.1"] as &[_], &[]] {
        let mut harness = secured(&two());
        let mut client = Secure::new(&mut harness, &Caller { offers, ..Caller::default() });
        client.send(&mut harness, &[PREFACE, &frame_settings(&[]), &get(1, "/hello")].concat());
        assert_eq!(client.answers()[0].0, 505);
        assert!(client.is_told);
    }
    assert_eq!(harness.seen, []);
}

#[test]
fn versions_below_the_least_are_refused() {
    let cases = [
        (TlsVersion::Tls12, &ONLY_12, Ok(ProtocolVersion::TLSv1_2)),
        (TlsVersion::Tls12, &ONLY_13, Ok(ProtocolVersion::TLSv1_3)),
        (TlsVersion::Tls13, &ONLY_13, Ok(ProtocolVersion::TLSv1_3)),
        (TlsVersion::Tls13, &ONLY_12, Err("ProtocolVersion")),
    ];
    for (least, versions, expected) in cases {
        let mut harness = secured(&TlsSettings { least, ..settings() });
        let client = Secure::new(&mut harness, &Caller { versions, ..Caller::default() });
        match expected {
            Ok(version) => assert_eq!(client.version(), Some(version)),
            Err(alert) => assert!(client.fault.unwrap().contains(alert)),
        }
    }
}

#[test]
fn clients_show_a_certificate_where_they_have_to() {
    let required = TlsSettings { clients: Some(pem("ca.pem")), ..settings() };
    let cases = [
        (None, Some("CertificateRequired")),
        (Some("client"), None),
        (Some("stranger"), Some("UnknownCA")),
        // Of the right authority, but a server's.
        (Some("renewed"), Some("received fatal alert")),
    ];
    for versions in [&ONLY_13, &ONLY_12] {
        for (shows, alert) in cases {
            let mut harness = secured(&required);
            let caller = Caller { versions, shows, ..Caller::default() };
            let mut client = Secure::new(&mut harness, &caller);
            if alert.is_none() {
                client.send(&mut harness, NOW);
                assert_eq!(client.answers()[0].0, 200);
                continue;
            }
            let fault = client.fault.clone().unwrap_or_default();
            let alert = alert.unwrap();
            assert!(fault.contains(alert), "{versions:?} {shows:?}: {fault}");
            assert!(client.client.is_closed);
            assert_eq!(harness.seen, []);
        }
    }
}

#[test]
fn certificates_are_exchanged_for_those_who_come_later() {
    let der = |name: &str| CertificateDer::from_pem_slice(pem(name).as_bytes()).unwrap().to_vec();
    let mut harness = secured(&settings());
    let mut earlier = Secure::new(&mut harness, &Caller::default());
    let renewed = TlsSettings { cert: pem("renewed.pem"), key: pem("renewed.key"), ..two() };
    harness.server.secure(Tls::new(&renewed).unwrap());
    let mut later = Secure::new(&mut harness, &Caller::default());
    for (client, name) in [(&mut earlier, "server.pem"), (&mut later, "renewed.pem")] {
        client.send(&mut harness, NOW);
        assert_eq!(client.answers()[0].0, 200);
        assert_eq!(client.shown(), der(name));
    }
}

#[test]
fn what_cannot_be_used_is_said_in_words() {
    let with = |cert: &str, key: &str| TlsSettings { cert: pem(cert), key: pem(key), ..settings() };
    let text = |cert: &str, key: &str| TlsSettings {
        cert: cert.to_owned(),
        key: key.to_owned(),
        ..TlsSettings::default()
    };
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let ca = |text: String| TlsSettings { clients: Some(text), ..settings() };
    let cases = [
        (with("server.pem", "client.key"), "key is not the private key of cert"),
        (with("server.pem", "encrypted.key"), "key is encrypted, and there is no password for it"),
        (with("server.pem", "server.pem"), "key has no private key in PEM"),
        (with("server.key", "server.key"), "cert has no certificate in PEM"),
        (text("", ""), "cert has no certificate in PEM"),
        (text(broken, &pem("server.key")), "cert cannot be used: BadEncoding"),
        (ca(String::new()), "ca has no certificate in PEM"),
        (ca(pem("server.key")), "ca has no certificate in PEM"),
        (ca(broken.to_owned()), "ca cannot be used: invalid peer certificate: BadEncoding"),
    ];
    for (settings, expected) in cases {
        let error = Tls::new(&settings).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), ("GATI_TLS_INVALID", expected));
    }
    for name in ["server", "rsa", "renewed"] {
        Tls::new(&with(&format!("{name}.pem"), &format!("{name}.key"))).unwrap();
    }
    // Whoever's clock says otherwise may still want it.
    Tls::new(&with("expired.pem", "server.key")).unwrap();
}

#[test]
fn who_does_not_finish_a_handshake_is_let_go_after_the_time_of_a_head() {
    let settings_of = || Settings {
        times: Times { head: 5_000, idle: 60_000, ..Times::default() },
        ..Settings::default()
    };
    // How much of the first flight arrives.
    for part in [0, 1, 5, 100, usize::MAX] {
        let mut harness = secured_with(&settings(), settings_of());
        let mut client = Secure::silent(&mut harness, &Caller::default());
        let hello = client.ciphered();
        client.client.send(&mut harness, &hello[..part.min(hello.len())]);
        harness.pass(4_900);
        assert_eq!(harness.server.connections(), 1, "{part}");
        harness.pass(300);
        assert_eq!(harness.server.connections(), 0, "{part}");
    }
    // Nor does it help to say nothing once it is done.
    let mut harness = secured_with(&settings(), settings_of());
    let mut client = Secure::new(&mut harness, &Caller::default());
    harness.pass(5_300);
    client.go(&mut harness);
    assert!(client.is_told, "a client that can be told is told");
    assert_eq!(harness.server.connections(), 0);
}

#[test]
fn many_handshakes_keep_nobody_waiting() {
    let mut harness = secured(&settings());
    let mut first = Secure::new(&mut harness, &Caller::default());
    let mut others: Vec<_> =
        (0..60).map(|_| Secure::silent(&mut harness, &Caller::default())).collect();
    for client in &mut others {
        let hello = client.ciphered();
        client.client.stream.write_all(&hello).unwrap();
    }
    first.cipher(NOW);
    let bytes = first.ciphered();
    first.client.stream.write_all(&bytes).unwrap();
    harness.server.poll(harness.now).unwrap();
    let mut begun = 0;
    for round in 1..10 {
        harness.server.gather(&mut Requests::new(&mut vec![0; LEAST_BUFFER]));
        let before = begun;
        for client in &mut others {
            client.client.receive();
        }
        begun = others.iter().filter(|client| !client.client.got.is_empty()).count();
        assert!(begun - before <= 16, "{begun} in round {round}");
    }
    assert_eq!(begun, 60);
    assert_eq!(harness.server.in_flight(), 1);
    // They go on by themselves.
    for client in &mut others {
        client.go(&mut harness);
        client.send(&mut harness, NOW);
        assert_eq!(client.answers()[0].0, 200);
    }
}

#[test]
fn who_comes_back_is_known_but_to_other_authorities() {
    let required = |authority: &str| TlsSettings { clients: Some(pem(authority)), ..settings() };
    for versions in [&ONLY_13, &ONLY_12] {
        let mut harness = secured(&required("ca.pem"));
        let config = Caller { versions, shows: Some("client"), ..Caller::default() }.config();
        for is_resumed in [false, true] {
            let mut client = Secure::again(&mut harness, &config, usize::MAX);
            client.go(&mut harness);
            client.send(&mut harness, NOW);
            assert_eq!(client.answers()[0].0, 200);
            assert_eq!(client.is_resumed(), is_resumed);
        }
        harness.server.secure(Tls::new(&required("renewed.pem")).unwrap());
        harness.seen.clear();
        let mut client = Secure::again(&mut harness, &config, usize::MAX);
        client.go(&mut harness);
        assert!(!client.is_resumed() && client.fault.is_some(), "{:?}", client.fault);
        assert_eq!(harness.seen, []);
    }
}
