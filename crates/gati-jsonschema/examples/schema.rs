//! Reads a GType document on stdin and prints its schema, closed with `--closed`, in draft-07
//! with `--draft7`; with `--manifest` reads a manifest and prints the schemas of its handlers.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::Read as _;
use std::process::ExitCode;

use gati_jsonschema::{Options, Target, fastify_schemas, to_json_schema};
use gati_types::{Document, Manifest};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let target = if has("--draft7") { Target::Draft7 } else { Target::Draft2020_12 };
    let options = Options { closed: has("--closed").then_some(true), target, ..Options::default() };
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    if has("--manifest") {
        return match Manifest::from_json(&text) {
            Ok(manifest) => {
                println!("{}", fastify_schemas(&manifest));
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    match Document::from_json(&text) {
        Ok(document) => {
            println!("{:#}", to_json_schema(&document, &options));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
