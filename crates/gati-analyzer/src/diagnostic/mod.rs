//! What the analyzer has to say about source code, as data with a rendered frame.

mod draft;
mod fix;
mod nearby;

use serde::Serialize;

use crate::codes::{Code, Severity};
use crate::frame::{self, Label};
use crate::ir::Span;
pub(crate) use draft::Draft;
pub(crate) use fix::{Edit, Repair};

/// A finding about source code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The stable code. `docs/diagnostics/<code>.md` explains it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where in a contract it is, as in `body.items[].price` or `response 200.users[].name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where in the sources it is.
    #[serde(flatten)]
    pub place: SourceRange,
    /// What is at that place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What else is worth knowing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The handlers that need what is wrong, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Everything about it as text, without colour: message, source lines, notes, help.
    pub frame: String,
    /// Other places that have to do with it, in any file.
    pub secondary: Vec<Secondary>,
    /// The edits that mend it, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The page that explains the code, below the root of the package.
    pub docs: String,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceRange {
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
    /// UTF-16 code units before it in the file.
    pub offset: u32,
    /// UTF-16 code units before its end.
    pub end_offset: u32,
}

/// Another place that has to do with a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Secondary {
    /// Where.
    #[serde(flatten)]
    pub place: SourceRange,
    /// What is there.
    pub message: String,
}

/// A change of source code that mends a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the change does, as in "replace `Usr` with `User`".
    pub title: String,
    /// In the order of files and places; they do not overlap.
    pub edits: Vec<TextEdit>,
}

/// A part of a file, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextEdit {
    /// What is replaced; nothing where it is empty.
    #[serde(flatten)]
    pub place: SourceRange,
    /// The new text.
    pub text: String,
    /// The whole lines it stands in, without the last ending: while they are still where they
    /// were, the edit means what it meant.
    pub lines: String,
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
        let mut shown = frame::headline(code.severity(), code.as_str(), message);
        shown.push_str(&frame::excerpt(file, text, &[Label { span, text: "" }]));
        let place = SourceRange::of(file.to_owned(), text, span);
        Self::plain(code, place, message.to_owned(), help.map(str::to_owned), shown)
    }

    /// The diagnostic about a file that could not be read as source.
    pub(crate) fn about_file(code: Code, file: String, message: String, help: &str) -> Self {
        let mut shown = frame::headline(code.severity(), code.as_str(), &message);
        shown.push_str(&frame::nameplate(&file));
        let place = SourceRange::of(file, "", Span::default());
        Self::plain(code, place, message, Some(help.to_owned()), shown)
    }

    fn plain(
        code: Code,
        place: SourceRange,
        message: String,
        help: Option<String>,
        mut frame: String,
    ) -> Self {
        if let Some(help) = &help {
            frame.push_str(&frame::remark("help", help));
        }
        Self {
            code: code.as_str(),
            severity: code.severity(),
            message,
            path: None,
            place,
            label: None,
            help,
            notes: Vec::new(),
            used_by: Vec::new(),
            frame,
            secondary: Vec::new(),
            fix: None,
            docs: code.docs(),
        }
    }
}

impl SourceRange {
    pub(crate) fn of(file: String, text: &str, span: Span) -> Self {
        let frame::Range { start, end } = frame::range(text, span);
        Self {
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            offset: start.offset,
            end_offset: end.offset,
        }
    }
}
