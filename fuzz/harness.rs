//! What the fuzzers and the tests do with hostile sources: analyze them every way there is, and
//! read back what comes out. Part of both, so it stands here and is included by path.
#![allow(dead_code, reason = "each of them uses its own part of this file")]

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gati_analyzer::{Analysis, Analyzer, EntryKind, Exports, ProjectOptions, SourceHost};
use gati_types::{Document, Manifest};

/// A project of one handler in one file.
struct OneFile(Mutex<String>);

impl OneFile {
    fn new(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.to_owned())))
    }

    fn text(&self) -> String {
        self.0.lock().expect("nobody panics with it in hand").clone()
    }
}

const FILE: &str = "/app/src/handlers/x.ts";

impl SourceHost for OneFile {
    fn read(&self, path: &Path) -> io::Result<String> {
        let found = (path == Path::new(FILE)).then(|| self.text());
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        if path == Path::new(FILE) {
            return Some(EntryKind::File);
        }
        Path::new(FILE).starts_with(path).then_some(EntryKind::Directory)
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        let file = PathBuf::from(FILE);
        if file.starts_with(directory) { vec![file] } else { Vec::new() }
    }
}

/// Analyzes `text` as a handler and as a file of types. Whatever it holds there is an answer, it
/// can be read back, its places lie in the text, and it is the same the second time.
pub(crate) fn survives(text: &str) -> Analysis {
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), OneFile::new(text));
    let analysis = analyzer.analyze();
    let written = analysis.manifest.to_json();
    let manifest = Manifest::from_json(&written).expect("a manifest can be read back");
    assert_eq!(manifest.to_json(), written, "what is read back is what was written");
    let length = text.encode_utf16().count();
    for diagnostic in &analysis.diagnostics {
        let place = &diagnostic.place;
        assert!(place.offset <= place.end_offset, "{diagnostic:?}");
        assert!(place.end_offset as usize <= length, "{diagnostic:?}");
    }
    analyzer.invalidate(&[PathBuf::from(FILE)]);
    assert!(analyzer.analyze() == analysis, "the same file gives the same answer");
    for (name, document) in analyzer.types_of(Path::new("src/handlers/x.ts"), Exports::All).types {
        Document::from_json(&document.to_json()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    analysis
}

/// Analyzes `text`, then `text` with an edit: at a place so many bytes out of it, and a text in
/// their stead. What is kept of the first analysis shows in no answer of the second.
pub(crate) fn follows(text: &str, (at, removed, inserted): (usize, usize, &str)) {
    let within = |offset: usize| {
        let offset = offset.min(text.len());
        (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
    };
    let (start, end) = (within(at), within(at + removed));
    let edited = format!("{}{inserted}{}", &text[..start], &text[end..]);
    let host = OneFile::new(text);
    let shared: Arc<dyn SourceHost> = Arc::<OneFile>::clone(&host);
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), shared);
    analyzer.analyze();
    host.0.lock().expect("nobody panics with it in hand").clone_from(&edited);
    analyzer.invalidate(&[PathBuf::from(FILE)]);
    let mut fresh = Analyzer::new(ProjectOptions::new("/app"), OneFile::new(&edited));
    assert!(analyzer.analyze() == fresh.analyze(), "an edit gives what a new analyzer gives");
}

/// A file of types that `bytes` choose: each byte one of the ways on through a grammar of
/// TypeScript's types. Any bytes give a file that parses.
pub(crate) fn types_from(bytes: &[u8]) -> String {
    let mut choices = Choices { bytes: bytes.iter(), depth: 0 };
    let mut text = String::from(
        "type One<T> = T extends (infer U)[] ? U : { of: T };\n\
         type Two<A, B = A> = { [K in keyof A]?: A[K] | B } & { b: B };\n\
         type Loop<T> = T extends string ? T : Loop<T[]> | { next: Loop<T> };\n\
         interface Base { id: string; tags?: readonly string[]; self: Base }\n\
         enum Color { Red, Green = 'g' as never, Blue = 1 << 3 }\n\
         const value = { a: 1, b: ['x', null], c: { d: true } } as const;\n",
    );
    let mut count = 0;
    while choices.bytes.len() > 0 && count < 12 {
        let _ = writeln!(text, "export type T{count} = {};", choices.ty());
        count += 1;
    }
    text
}

struct Choices<'b> {
    bytes: std::slice::Iter<'b, u8>,
    depth: usize,
}

impl Choices<'_> {
    fn below(&mut self, limit: u8) -> u8 {
        self.bytes.next().map_or(0, |byte| byte % limit)
    }

    fn ty(&mut self) -> String {
        const LEAVES: [&str; 20] = [
            "string",
            "number",
            "boolean",
            "null",
            "undefined",
            "unknown",
            "any",
            "never",
            "bigint",
            "'a'",
            "1",
            "-1.5e3",
            "true",
            "Date",
            "Base",
            "Color",
            "Color.Red",
            "typeof value",
            "T0",
            "object",
        ];
        if self.depth > 8 || self.bytes.len() == 0 {
            return LEAVES[usize::from(self.below(20))].to_owned();
        }
        self.depth += 1;
        let text = self.composed();
        self.depth -= 1;
        text
    }

    fn composed(&mut self) -> String {
        match self.below(28) {
            0 => format!("({} | {})", self.ty(), self.ty()),
            1 => format!("({} & {})", self.ty(), self.ty()),
            2 => format!("{{ a: {}; b?: {} }}", self.ty(), self.ty()),
            3 => format!("{{ readonly a: {}; [key: string]: {} }}", self.ty(), self.ty()),
            4 => format!("({})[]", self.ty()),
            5 => format!("[{}, ({})?]", self.ty(), self.ty()),
            6 => format!("[first: {}, ...rest: ({})[]]", self.ty(), self.ty()),
            7 => format!("[...{}, {}]", self.ty(), self.ty()),
            8 => format!("({} extends {} ? {} : {})", self.ty(), self.ty(), self.ty(), self.ty()),
            9 => format!("({} extends [infer H, ...infer R] ? [H, R] : {})", self.ty(), self.ty()),
            10 => format!("({} extends infer X extends {} ? X : 0)", self.ty(), self.ty()),
            11 => format!("keyof ({})", self.ty()),
            12 => format!("({})[keyof ({})]", self.ty(), self.ty()),
            13 => format!("({})['a']", self.ty()),
            14 => format!("({})[number]", self.ty()),
            15 => format!("{{ [K in keyof ({})]-?: ({})[K] }}", self.ty(), self.ty()),
            16 => format!("{{ [K in ({}) & string as `x${{K}}`]: K }}", self.ty()),
            17 => format!("`a${{{}}}b${{{}}}`", self.ty(), self.ty()),
            18 => format!("One<{}>", self.ty()),
            19 => format!("Two<{}, {}>", self.ty(), self.ty()),
            20 => format!("Loop<{}>", self.ty()),
            21 => format!("Partial<{}>", self.ty()),
            22 => format!("Omit<{}, {}>", self.ty(), self.ty()),
            23 => format!("Record<{}, {}>", self.ty(), self.ty()),
            24 => format!("Exclude<{}, {}>", self.ty(), self.ty()),
            25 => format!("Uppercase<{}>", self.ty()),
            26 => format!("ReturnType<(a: {}) => {}>", self.ty(), self.ty()),
            _ => format!("Awaited<Promise<{}>>", self.ty()),
        }
    }
}
