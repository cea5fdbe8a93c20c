//! Source lines with the place underlined.

use std::fmt::Write as _;

use crate::codes::Severity;
use crate::ir::Span;

/// How many columns a tab takes in a frame.
const TAB: usize = 4;
/// How much of a line is shown before and after the place.
const REACH: usize = 100;

/// A place for people: 1-based, columns in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub line: u32,
    pub column: u32,
}

/// From one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub start: Position,
    pub end: Position,
}

/// Lines and columns of a span. Offsets beyond the end, or inside a character, move to the
/// nearest place before.
pub(crate) fn range(text: &str, span: Span) -> Range {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    Range { start: position(text, start), end: position(text, end) }
}

fn boundary(text: &str, offset: u32) -> usize {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn position(text: &str, offset: usize) -> Position {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].encode_utf16().count() + 1;
    Position {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

/// The first line of a frame.
pub(crate) fn headline(severity: Severity, code: &str, message: &str) -> String {
    let mark = match severity {
        Severity::Error => '×',
        Severity::Warning => '⚠',
    };
    format!("  {mark} {code}: {message}\n")
}

/// The line of a span, the line before it, and the span underlined, with `label` below it.
pub(crate) fn excerpt(file: &str, text: &str, span: Span, label: &str) -> String {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let place = position(text, start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let width = place.line.to_string().len();
    let mut out = String::new();
    let _ = writeln!(out, " {:width$} ╭─[{file}:{}:{}]", "", place.line, place.column);
    if line_start > 0 {
        let before = &text[..line_start - 1];
        let before = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let before = before.trim_end_matches('\r');
        if !before.trim().is_empty() {
            let shown = clip(&expand(before), 0).0;
            let _ = writeln!(out, " {:width$} │ {}", place.line - 1, shown.trim_end());
        }
    }
    let column = (start - line_start).min(line.len());
    let last = (end - line_start).min(line.len()).max(column);
    let offset = expand(&line[..column]).len_columns();
    let length = expand(&line[column..last]).len_columns().max(1);
    let (shown, cut) = clip(&expand(line), offset);
    let _ = writeln!(out, " {:width$} │ {}", place.line, shown.trim_end());
    let indent = " ".repeat(offset - cut);
    let length = length.min(REACH);
    if label.is_empty() {
        let _ = writeln!(out, " {:width$} · {indent}{}", "", "─".repeat(length));
    } else {
        let half = (length - 1) / 2;
        let line = format!("{}┬{}", "─".repeat(half), "─".repeat(length - 1 - half));
        let _ = writeln!(out, " {:width$} · {indent}{line}", "");
        let _ = writeln!(out, " {:width$} · {indent}{}╰── {label}", "", " ".repeat(half));
    }
    let _ = writeln!(out, " {:width$} ╰────", "");
    out
}

/// Characters as they take columns.
struct Columns(Vec<(char, usize)>);

impl Columns {
    fn len_columns(&self) -> usize {
        self.0.iter().map(|(_, columns)| columns).sum()
    }
}

/// Tabs become spaces, control characters become visible.
fn expand(text: &str) -> Columns {
    let mut columns = Vec::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => columns.extend(std::iter::repeat_n((' ', 1), TAB)),
            control if control.is_control() => columns.push(('␦', 1)),
            wide if is_wide(wide) => columns.push((wide, 2)),
            joined if is_joined(joined) => columns.push((joined, 0)),
            other => columns.push((other, 1)),
        }
    }
    Columns(columns)
}

/// East Asian wide characters and emoji, as terminals draw them.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// Marks that are drawn over the character before.
fn is_joined(character: char) -> bool {
    matches!(u32::from(character), 0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF)
}

/// A long line around `offset`; gives how many columns were cut off in front.
fn clip(columns: &Columns, offset: usize) -> (String, usize) {
    let from = offset.saturating_sub(REACH);
    let mut shown = String::new();
    let mut at = 0;
    let mut cut = 0;
    for (character, width) in &columns.0 {
        if at < from {
            cut = at + width;
        } else if at <= offset + REACH {
            shown.push(*character);
        }
        at += width;
    }
    (shown, cut)
}

#[cfg(test)]
mod tests {
    use super::{Position, excerpt, range};
    use crate::ir::Span;

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).expect("the part is in the text");
        Span {
            start: u32::try_from(start).expect("short"),
            end: u32::try_from(start + part.len()).expect("short"),
        }
    }

    #[test]
    fn columns_are_utf16_and_lines_survive_every_ending() {
        let cases = [
            ("ab\ncd", "d", 2, 2),
            ("ab\r\ncd", "d", 2, 2),
            ("'😀é' x", "x", 1, 7),
            ("\tx", "x", 1, 2),
        ];
        for (text, part, line, column) in cases {
            let found = range(text, span(text, part));
            assert_eq!(found.start, Position { line, column }, "{text:?}");
        }
        let end = range("ab\n", Span { start: 3, end: 3 });
        assert_eq!(end.start, Position { line: 2, column: 1 });
        let beyond = range("ab", Span { start: 90, end: 95 });
        assert_eq!(beyond.start, Position { line: 1, column: 3 });
    }

    #[test]
    fn the_underline_stands_below_the_place() {
        for text in ["let x = Usr;", "\tlet x = Usr;", "'é' + '字' + Usr;\r\nnext", "a\r\n\r\nUsr"]
        {
            let shown = excerpt("a.ts", text, span(text, "Usr"), "");
            let lines: Vec<&str> = shown.lines().collect();
            let marked = lines.iter().position(|line| line.contains(" · ")).expect("an underline");
            let column = |line: &str, needle: char| {
                line.chars()
                    .take_while(|character| *character != needle)
                    .map(|character| if character == '字' { 2 } else { 1 })
                    .sum::<usize>()
            };
            assert_eq!(column(lines[marked - 1], 'U'), column(lines[marked], '─'), "{shown}");
        }
    }

    #[test]
    fn empty_spans_and_the_end_of_the_file_are_shown() {
        for (text, start) in [("", 0), ("abc", 3), ("abc\n", 4)] {
            let shown = excerpt("a.ts", text, Span { start, end: start }, "here");
            assert!(shown.contains('┬') && shown.contains("╰── here"), "{shown}");
        }
    }
}
