//! Every elementary change of operations: `__test__/conformance/timescape/operations.json`.

use gati_timescape::{Report, diff_openapi};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Row {
    name: String,
    bump: String,
    /// The facts, where the row is about which they are.
    ids: Option<Vec<String>>,
    before: Value,
    after: Value,
}

#[test]
fn every_change_of_operations() {
    let text = include_str!("../../../__test__/conformance/timescape/operations.json");
    let rows: Vec<Row> = serde_json::from_str(text).expect("the corpus is JSON");
    let mut wrong = Vec::new();
    for Row { name, bump, ids, before, after } in &rows {
        let report = diff_openapi(before, after).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found: Vec<&str> = report.changes.iter().map(|change| change.id).collect();
        let as_told = ids.as_ref().is_none_or(|ids| {
            let mut sorted = found.clone();
            sorted.sort_unstable();
            *ids == sorted
        });
        if format!("{:?}", report.bump).to_lowercase() != *bump || !as_told {
            wrong.push(format!("{name}: expected {bump} {ids:?}, is {:?} {found:?}", report.bump));
        }
        assert_eq!(diff_openapi(before, before), Ok(Report::default()), "{name} with itself");
        assert_eq!(diff_openapi(after, after), Ok(Report::default()), "{name} with itself");
    }
    assert!(rows.len() > 360, "{} rows", rows.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
