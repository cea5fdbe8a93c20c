//! Reads a JSON Schema on stdin and prints its module. `--draft7` and `--formats` as the options
//! of those names.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::Read as _;
use std::process::ExitCode;

use gati_jsonschema::{Formats, Target, assertions};
use gati_validator::{Format, compile_assertions};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let draft = if has("--draft7") { Target::Draft7 } else { Target::Draft2020_12 };
    let formats = if has("--formats") { Formats::Assert } else { Formats::Annotate };
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let written =
        assertions(&text, draft, formats).map_err(|error| error.to_string()).and_then(|read| {
            compile_assertions(&read, Format::Module).map_err(|error| error.to_string())
        });
    match written {
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
