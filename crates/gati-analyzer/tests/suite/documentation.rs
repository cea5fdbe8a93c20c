//! Every code is documented, and nothing else is.

#![expect(clippy::disallowed_methods, reason = "a test reads the documentation")]

use std::collections::BTreeSet;
use std::path::Path;

use gati_analyzer::{Code, Severity};

#[test]
fn codes_and_their_documentation_are_one_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics.md");
    let text = std::fs::read_to_string(path).expect("the documentation is there");
    let documented: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(known.len(), Code::ALL.len(), "two kinds share a code");
    assert_eq!(documented, known);
    for code in Code::ALL {
        let section = text.split(&format!("### {}\n", code.as_str())).nth(1).unwrap_or_default();
        let section = section.split("\n### ").next().unwrap_or_default();
        let word = match code.severity() {
            Severity::Error => "(error)",
            Severity::Warning => "(warning)",
        };
        assert!(
            section.contains(word) && section.contains("Fix: "),
            "{} lacks its fix",
            code.as_str()
        );
    }
}
