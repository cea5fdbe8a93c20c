//! Byte offsets as people and editors count: lines from 1, columns in UTF-16 code units from 1.

use crate::ir::Span;

/// A place for people: 1-based, columns in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub line: u32,
    pub column: u32,
    /// UTF-16 code units before it in the file, as editors and JavaScript count.
    pub offset: u32,
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
    let (start, end) = bounds(text, span);
    let start_position = position(text, start);
    Range { start: start_position, end: later(start_position, &text[start..end]) }
}

/// The span as offsets that the text can be cut at.
pub(super) fn bounds(text: &str, span: Span) -> (usize, usize) {
    let start = boundary(text, span.start);
    (start, boundary(text, span.end).max(start))
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
    Position {
        line: count(before.bytes().filter(|byte| *byte == b'\n').count() + 1),
        column: count(utf16(&before[line_start..]) + 1),
        offset: count(utf16(before)),
    }
}

/// The position after `between`, which begins at `start`: most spans are short, and files long.
fn later(start: Position, between: &str) -> Position {
    let Some(last) = between.rfind('\n') else {
        let length = count(utf16(between));
        return Position {
            line: start.line,
            column: start.column.saturating_add(length),
            offset: start.offset.saturating_add(length),
        };
    };
    let lines = between.bytes().filter(|byte| *byte == b'\n').count();
    Position {
        line: start.line.saturating_add(count(lines)),
        column: count(utf16(&between[last + 1..]) + 1),
        offset: start.offset.saturating_add(count(utf16(between))),
    }
}

fn utf16(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(char::len_utf16).sum()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Position, range};
    use crate::ir::Span;

    #[test]
    fn columns_are_utf16_and_lines_survive_every_ending() {
        let cases = [
            ("ab\ncd", "d", (2, 2, 4)),
            ("ab\r\ncd", "d", (2, 2, 5)),
            ("'😀é' x", "x", (1, 7, 6)),
            ("\tx", "x", (1, 2, 1)),
            ("\u{feff}x", "x", (1, 2, 1)),
        ];
        for (text, part, (line, column, offset)) in cases {
            let start = u32::try_from(text.find(part).expect("it is there")).expect("short");
            let found = range(text, Span { start, end: start + 1 });
            assert_eq!(found.start, Position { line, column, offset }, "{text:?}");
        }
        let end = range("ab\n", Span { start: 3, end: 3 });
        assert_eq!(end.start, Position { line: 2, column: 1, offset: 3 });
        let several = range("'é'\n\n😀b c", Span { start: 1, end: 11 });
        assert_eq!(several.start, Position { line: 1, column: 2, offset: 1 });
        assert_eq!(several.end, Position { line: 3, column: 4, offset: 8 });
        let beyond = range("ab", Span { start: 90, end: 95 });
        assert_eq!(beyond.start, Position { line: 1, column: 3, offset: 2 });
    }
}
