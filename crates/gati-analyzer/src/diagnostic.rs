//! What the analyzer has to say about source code, as data with a rendered frame.

use std::fmt::Write as _;

use serde::Serialize;

use crate::codes::{Code, Severity};
use crate::evaluate::Place;
use crate::frame;
use crate::ir::Span;
use crate::resolve::Sources;

/// A finding about source code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The stable code, explained in `docs/diagnostics.md`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The file, relative to the project's root, with `/`.
    pub file: String,
    /// 1-based.
    pub line: u32,
    /// 1-based, in UTF-16 code units.
    pub column: u32,
    /// 1-based.
    pub end_line: u32,
    /// 1-based, in UTF-16 code units; the column after the last one meant.
    pub end_column: u32,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Message, place, source lines and help as text, without colour.
    pub frame: String,
    /// Other places that have to do with it.
    pub secondary: Vec<Secondary>,
}

/// Another place that has to do with a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Secondary {
    /// The file, relative to the project's root, with `/`.
    pub file: String,
    /// 1-based.
    pub line: u32,
    /// 1-based, in UTF-16 code units.
    pub column: u32,
    /// What is there.
    pub message: String,
}

/// A diagnostic before its places are turned into lines and columns.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub code: Code,
    pub place: Place,
    pub message: String,
    pub help: Option<String>,
    pub secondary: Vec<(Place, String)>,
}

impl Draft {
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place, message: message.into(), help: None, secondary: Vec::new() }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn also(mut self, place: Place, message: impl Into<String>) -> Self {
        self.secondary.push((place, message.into()));
        self
    }

    pub(crate) fn finish(&self, sources: &Sources) -> Diagnostic {
        let facts = sources.facts(self.place.file);
        let file = sources.display(self.place.file);
        let range = frame::range(&facts.text, self.place.span);
        let secondary: Vec<Secondary> = self
            .secondary
            .iter()
            .map(|(place, message)| {
                let start = frame::range(&sources.facts(place.file).text, place.span).start;
                Secondary {
                    file: sources.display(place.file),
                    line: start.line,
                    column: start.column,
                    message: message.clone(),
                }
            })
            .collect();
        let mut text = frame::headline(self.code.severity(), self.code.as_str(), &self.message);
        text.push_str(&frame::excerpt(&file, &facts.text, self.place.span, ""));
        for (place, message) in &self.secondary {
            let other = sources.facts(place.file);
            text.push_str(&frame::excerpt(
                &sources.display(place.file),
                &other.text,
                place.span,
                message,
            ));
        }
        if let Some(help) = &self.help {
            text.push_str("  help: ");
            text.push_str(help);
            text.push('\n');
        }
        Diagnostic {
            code: self.code.as_str(),
            severity: self.code.severity(),
            message: self.message.clone(),
            file,
            line: range.start.line,
            column: range.start.column,
            end_line: range.end.line,
            end_column: range.end.column,
            help: self.help.clone(),
            frame: text,
            secondary,
        }
    }
}

/// What was found wrong with a text by another reader than the analyzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding<'t> {
    /// The kind.
    pub code: Code,
    /// The file, relative to the project's root, with `/`.
    pub file: &'t str,
    /// The file's text.
    pub text: &'t str,
    /// The bytes of `text` that are meant: first, and one after the last. Offsets beyond the end
    /// or inside a character move to the nearest place before.
    pub bytes: (u32, u32),
    /// What is wrong, in one sentence.
    pub message: &'t str,
    /// What to write instead.
    pub help: Option<&'t str>,
}

impl Diagnostic {
    /// The diagnostic of a finding, with its frame, so that whoever reads sources speaks with
    /// one voice.
    pub fn of(finding: &Finding<'_>) -> Self {
        let Finding { code, file, text, bytes, message, help } = *finding;
        let span = Span { start: bytes.0, end: bytes.1 };
        let range = frame::range(text, span);
        let mut shown = frame::headline(code.severity(), code.as_str(), message);
        shown.push_str(&frame::excerpt(file, text, span, ""));
        if let Some(help) = help {
            let _ = writeln!(shown, "  help: {help}");
        }
        Self {
            code: code.as_str(),
            severity: code.severity(),
            message: message.to_owned(),
            file: file.to_owned(),
            line: range.start.line,
            column: range.start.column,
            end_line: range.end.line,
            end_column: range.end.column,
            help: help.map(str::to_owned),
            frame: shown,
            secondary: Vec::new(),
        }
    }
}

/// A diagnostic about a file that could not be read as source.
pub(crate) fn about_file(code: Code, file: String, message: String, help: &str) -> Diagnostic {
    let mut text = frame::headline(code.severity(), code.as_str(), &message);
    let _ = write!(text, "   ╭─[{file}]\n   ╰────\n  help: {help}\n");
    Diagnostic {
        code: code.as_str(),
        severity: code.severity(),
        message,
        file,
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 1,
        help: Some(help.to_owned()),
        frame: text,
        secondary: Vec::new(),
    }
}
