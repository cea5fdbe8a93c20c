//! Reads a JSON Schema on stdin and prints its type and what there is to say about it; with
//! `--json` prints the GType document.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::Read as _;
use std::process::ExitCode;

use gati_jsonschema::{ImportOptions, import};
use gati_types::display_with_types;

fn main() -> ExitCode {
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let schema = match serde_json::from_str(&text) {
        Ok(schema) => schema,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let imported = import(&schema, &ImportOptions::default());
    if std::env::args().any(|argument| argument == "--json") {
        println!("{}", imported.document.to_json());
    } else {
        println!("{}", display_with_types(&imported.document.root, &imported.document.types));
    }
    for finding in &imported.findings {
        eprintln!("{} ({}) {finding}", finding.code(), finding.effect().name());
    }
    ExitCode::SUCCESS
}
