//! Reads a GType document (or with `--contracts` a manifest) on stdin and prints its module.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::Read as _;
use std::process::ExitCode;

use gati_types::{Document, Manifest, UnknownKeys};
use gati_validator::{Format, Options, compile_contracts, compile_type};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let unknown_keys = if has("--strict") {
        UnknownKeys::Strict
    } else if has("--open") {
        UnknownKeys::Open
    } else {
        UnknownKeys::Strip
    };
    let format = if has("--function") { Format::FunctionBody } else { Format::Module };
    let options = Options { unknown_keys, format, ..Options::default() };
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let compiled = if has("--contracts") {
        Manifest::from_json(&text)
            .map_err(|error| error.to_string())
            .and_then(|read| compile_contracts(&read, &options).map_err(|error| error.to_string()))
    } else {
        Document::from_json(&text)
            .map_err(|error| error.to_string())
            .and_then(|read| compile_type(&read, &options).map_err(|error| error.to_string()))
    };
    match compiled {
        Ok(source) => {
            println!("{source}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
