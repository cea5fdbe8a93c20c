//! Every code has a page, the index lists them, and what the pages say is what happens: the bad
//! example of a page gives exactly its frame, the good one gives nothing. `UPDATE_EXPECTED=1`
//! writes down what came out.

#![expect(clippy::disallowed_methods, reason = "a test reads the documentation")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::{MemoryHost, analyzed};
use gati_analyzer::{
    Analysis, Analyzer, Code, GivenFallback, HttpServer, ProjectOptions, Severity,
};

const PARTS: [&str; 3] = ["\n## Example\n", "\n## How to mend it\n", "\n## Why\n"];
const FRAME: &str = "```text\n";
/// The lock of types that somebody else found out.
const LOCK: &str = "gtypes.lock.json";
/// The configuration, which the framework reads, and the analyzer is told.
const CONFIG: &str = "gati.config.ts";
const FENCE_END: &str = "```\n";

fn documentation() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn page_path(code: Code) -> PathBuf {
    documentation().join(format!("diagnostics/{}.md", code.as_str()))
}

/// A file of an example: its path, and its text if it is text.
pub(crate) type ExampleFile = (String, Option<String>);

/// What a page says.
pub(crate) struct Page {
    pub title: String,
    pub bad: Vec<ExampleFile>,
    good: Vec<ExampleFile>,
    frames: String,
}

impl Page {
    /// Reads the page of a code, and holds it to the form that all of them have.
    pub(crate) fn of(code: Code) -> Self {
        let path = page_path(code);
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} has no page: {error}", code.as_str()));
        let title = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix(&format!("# {}: ", code.as_str())))
            .unwrap_or_else(|| panic!("{} begins with its code and a title", path.display()));
        let word = match code.severity() {
            Severity::Error => "An error. ",
            Severity::Warning => "A warning. ",
        };
        assert!(text.contains(&format!("\n\n{word}")), "{} says `{word}`", path.display());
        for part in PARTS {
            assert_eq!(text.matches(part).count(), 1, "{}: {part}", path.display());
        }
        let (before, after) = text.split_once(PARTS[1]).expect("there are parts");
        let frames = before.split_once(FRAME).map_or("", |(_, rest)| rest);
        Self {
            title: title.to_owned(),
            bad: example(before),
            good: example(after),
            frames: frames.split_once(FENCE_END).map_or("", |(frames, _)| frames).to_owned(),
        }
    }
}

fn is_native(config: &str) -> bool {
    config.contains("server: 'native'")
}

/// The fenced files of a text.
fn example(text: &str) -> Vec<ExampleFile> {
    let mut files = Vec::new();
    for block in text.split("\n```").skip(1) {
        let Some((head, body)) = block.split_once('\n') else { continue };
        let mut words = head.split(' ').skip(1);
        let Some(path) = words.next() else { continue };
        let is_text = words.next() != Some("unreadable");
        files.push((path.to_owned(), is_text.then(|| format!("{body}\n"))));
    }
    files
}

/// The project of an example.
pub(crate) fn project(files: &[ExampleFile]) -> Arc<MemoryHost> {
    let host = MemoryHost::new();
    write(&host, files);
    host
}

fn write(host: &MemoryHost, files: &[ExampleFile]) {
    for (path, text) in files {
        match text {
            Some(text) => host.write(path, text),
            None => host.write_bytes(path),
        }
    }
}

/// What is said about an example. A lock that is shown is one of other sources.
pub(crate) fn looked_at(host: &Arc<MemoryHost>, files: &[ExampleFile]) -> Analysis {
    if files
        .iter()
        .any(|(path, text)| path == CONFIG && text.as_ref().is_some_and(|config| is_native(config)))
    {
        let options = ProjectOptions { server: HttpServer::Native, ..ProjectOptions::new("/app") };
        return Analyzer::new(options, Arc::clone(host) as _).analyze();
    }
    if !files.iter().any(|(path, _)| path == LOCK) {
        return analyzed(host);
    }
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(host) as _);
    analyzer.analyze();
    let why = format!(
        "its type in {LOCK} is that of other sources: `gatic check`, with TypeScript 7 \
         installed, writes it anew"
    );
    for request in analyzer.fallback_requests() {
        analyzer.give_fallback(&request.key, &GivenFallback::Stale(why.clone()));
    }
    analyzer.analyze()
}

fn frames(analysis: &Analysis) -> String {
    let frames: Vec<&str> =
        analysis.diagnostics.iter().map(|diagnostic| diagnostic.frame.as_str()).collect();
    frames.join("\n")
}

fn updates() -> bool {
    std::env::var("UPDATE_EXPECTED").is_ok()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let known: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(known.len(), Code::ALL.len(), "two kinds share a code");
    let pages: BTreeSet<String> = std::fs::read_dir(documentation().join("diagnostics"))
        .expect("the pages are there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".md")?.to_owned()))
        .collect();
    assert_eq!(pages, known);
}

#[test]
fn examples_of_pages_do_what_the_pages_say() {
    let mut failures = String::new();
    for code in Code::ALL.iter().copied() {
        let page = Page::of(code);
        let host = project(&page.bad);
        let bad = looked_at(&host, &page.bad);
        let codes: BTreeSet<&str> =
            bad.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        if codes != BTreeSet::from([code.as_str()]) {
            let _ = writeln!(failures, "{} gives {codes:?}:\n{}", code.as_str(), frames(&bad));
            continue;
        }
        write(&host, &page.good);
        let good = looked_at(&host, &page.good);
        if !good.diagnostics.is_empty() {
            let _ = writeln!(failures, "{} mended gives:\n{}", code.as_str(), frames(&good));
        }
        let found = frames(&bad);
        if found == page.frames {
            continue;
        }
        if updates() {
            let text = std::fs::read_to_string(page_path(code)).expect("it was read before");
            let old = format!("{FRAME}{}{FENCE_END}", page.frames);
            let new = text.replacen(&old, &format!("{FRAME}{found}{FENCE_END}"), 1);
            std::fs::write(page_path(code), new).expect("a page can be written");
        } else {
            let _ = writeln!(failures, "{} looks like this now:\n{found}", code.as_str());
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_index_lists_every_page() {
    let path = documentation().join("diagnostics.md");
    let text = std::fs::read_to_string(&path).expect("the index is there");
    let mut table = "| code | severity | what it is about |\n|---|---|---|\n".to_owned();
    for code in Code::ALL.iter().copied() {
        let name = code.as_str();
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let title = Page::of(code).title;
        let _ = writeln!(table, "| [{name}](diagnostics/{name}.md) | {severity} | {title} |");
    }
    let (before, rest) = text.split_once("| code |").expect("the index has a table");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let gap = if after.is_empty() { "" } else { "\n" };
    let expected = format!("{before}{table}{gap}{after}");
    if text == expected {
        return;
    }
    assert!(updates(), "{} is out of date: UPDATE_EXPECTED=1 writes it", path.display());
    std::fs::write(&path, expected).expect("the index can be written");
}
