//! Source lines with the places underlined that a diagnostic is about.

mod columns;
mod position;

use std::fmt::Write as _;

use crate::codes::Severity;
use crate::ir::Span;
use columns::{WIDTH, Window, columns};
use position::bounds;
pub(crate) use position::{Range, range};

/// A place in a frame and what is there; nothing is written below it if the text is empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label<'t> {
    pub span: Span,
    pub text: &'t str,
}

/// The first line of a frame.
pub(crate) fn headline(severity: Severity, code: &str, message: &str) -> String {
    let mark = match severity {
        Severity::Error => '×',
        Severity::Warning => '⚠',
    };
    format!("  {mark} {code}: {message}\n")
}

/// A remark below the frames, its further lines as far to the right as the first.
pub(crate) fn remark(kind: &str, text: &str) -> String {
    let indent = format!("\n{}", " ".repeat(kind.len() + 4));
    format!("  {kind}: {}\n", text.replace('\n', &indent))
}

/// The head of an excerpt of which nothing can be shown.
pub(crate) fn nameplate(file: &str) -> String {
    format!("   ╭─[{file}]\n   ╰────\n")
}

/// The lines of one file that the labels are about, each label below its place. The first label
/// says which place the file is named with.
pub(crate) fn excerpt(file: &str, text: &str, labels: &[Label<'_>]) -> String {
    let lines = Lines::of(text);
    let marks: Vec<Mark<'_>> = labels.iter().map(|label| Mark::of(&lines, *label)).collect();
    let Some(first) = marks.first() else { return String::new() };
    let place = range(text, labels[0].span).start;
    let shown = shown_lines(&lines, &marks);
    let width = shown.last().map_or(1, |last| (last + 1).to_string().len());
    let bracket = marks.iter().position(Mark::is_tall);
    let mut out = String::new();
    let _ = writeln!(out, " {:width$} ╭─[{file}:{}:{}]", "", place.line, place.column);
    let mut before = None;
    for line in shown {
        if before.is_some_and(|before| before + 1 < line) {
            let rail = match bracket.map(|index| &marks[index]) {
                Some(tall) if tall.line < line && line <= tall.last => " │",
                _ => "",
            };
            let _ = writeln!(out, " {:width$} ⋮{rail}", "");
        }
        before = Some(line);
        let own: Vec<&Mark<'_>> =
            marks.iter().filter(|mark| !mark.is_tall() && mark.line == line).collect();
        let focus = own.iter().map(|mark| mark.column).min().unwrap_or(first.column);
        let window = Window::around(lines.get(line), focus);
        let gutter = bracket.map_or("", |index| marks[index].gutter(line));
        let _ = writeln!(
            out,
            " {:width$} │ {}",
            line + 1,
            format!("{gutter}{}", window.shown(lines.get(line))).trim_end()
        );
        let rail = bracket.map_or("", |index| marks[index].rail(line));
        for row in rows_below(own, window) {
            let _ = writeln!(out, " {:width$} · {}", "", format!("{rail}{row}").trim_end());
        }
        if let Some(tall) = bracket.map(|index| &marks[index]).filter(|tall| tall.last == line)
            && !tall.text.is_empty()
        {
            let _ = writeln!(out, " {:width$} · ╰──── {}", "", tall.text);
        }
    }
    let _ = writeln!(out, " {:width$} ╰────", "");
    out
}

/// Which lines are shown, in order: those of the labels, the first and last two of a label over
/// many lines, and one line before.
fn shown_lines(lines: &Lines<'_>, marks: &[Mark<'_>]) -> Vec<usize> {
    let mut shown: Vec<usize> = Vec::new();
    for mark in marks {
        shown.push(mark.line);
        if mark.is_tall() {
            shown.extend([(mark.line + 1).min(mark.last), mark.last - 1, mark.last]);
        }
    }
    shown.sort_unstable();
    shown.dedup();
    // A gap of one line is not worth its mark.
    let gaps: Vec<usize> =
        shown.windows(2).filter(|pair| pair[1] - pair[0] == 2).map(|pair| pair[0] + 1).collect();
    shown.extend(gaps);
    shown.sort_unstable();
    let context = shown.first().and_then(|first| first.checked_sub(1));
    if let Some(line) = context.filter(|line| !lines.get(*line).trim().is_empty()) {
        shown.insert(0, line);
    }
    shown
}

/// The lines of a text, without their endings.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self { text, starts: std::iter::once(0).chain(newlines).collect() }
    }

    fn get(&self, line: usize) -> &'t str {
        let Some(start) = self.starts.get(line) else { return "" };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        self.text[*start..end].trim_end_matches('\r')
    }

    /// The line of an offset, and the column there.
    fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let text = self.get(line);
        (line, columns(&text[..(offset - self.starts[line]).min(text.len())]))
    }
}

/// A label, in lines and columns.
struct Mark<'t> {
    line: usize,
    column: usize,
    last: usize,
    length: usize,
    text: &'t str,
}

impl<'t> Mark<'t> {
    fn of(lines: &Lines<'t>, label: Label<'t>) -> Self {
        let (start, end) = bounds(lines.text, label.span);
        let (line, column) = lines.place(start);
        let (last, end_column) = lines.place(end);
        // An ending that is only the beginning of the next line is none.
        let ends_before = last > line && end_column == 0;
        let (last, end_column) =
            if ends_before { (last - 1, columns(lines.get(last - 1))) } else { (last, end_column) };
        let end_column = if last > line { columns(lines.get(line)) } else { end_column };
        let length = end_column.saturating_sub(column).max(1);
        Self { line, column, last, length, text: label.text }
    }

    /// It goes over several lines, and stands in the gutter.
    fn is_tall(&self) -> bool {
        self.last > self.line
    }

    /// What stands before a line of the file in a frame that has a label over several lines.
    fn gutter(&self, line: usize) -> &'static str {
        match line {
            line if line == self.line => "╭─▶ ",
            line if line == self.last && self.text.is_empty() => "╰─▶ ",
            line if line == self.last => "├─▶ ",
            line if self.line < line && line < self.last => "│   ",
            _ => "    ",
        }
    }

    /// The same before the rows below a line.
    fn rail(&self, line: usize) -> &'static str {
        let continues = if self.text.is_empty() { line < self.last } else { line <= self.last };
        if self.line <= line && continues { "│   " } else { "    " }
    }

    /// The columns that are underlined.
    fn shown(&self, window: Window) -> (usize, usize) {
        let start = window.place(self.column);
        let end = window.place(self.column + self.length).max(start + 1);
        (start, end.min(start + WIDTH))
    }
}

/// The rows below a line: the underlines, and below them what is at each place, the rightmost
/// first. Places that lie over each other get rows of their own.
fn rows_below(mut marks: Vec<&Mark<'_>>, window: Window) -> Vec<String> {
    if marks.is_empty() {
        return Vec::new();
    }
    marks.sort_by_key(|mark| mark.column);
    let overlap = marks.windows(2).any(|pair| pair[0].shown(window).1 >= pair[1].shown(window).0);
    if overlap {
        return marks.iter().flat_map(|mark| rows_of(&[*mark], window)).collect();
    }
    rows_of(&marks, window)
}

fn rows_of(marks: &[&Mark<'_>], window: Window) -> Vec<String> {
    let stem = |mark: &Mark<'_>| {
        let (start, end) = mark.shown(window);
        start + (end - start - 1) / 2
    };
    let mut underlines = Vec::new();
    for mark in marks {
        let (start, end) = mark.shown(window);
        underlines.resize(start, ' ');
        underlines.resize(end, '─');
        if !mark.text.is_empty() {
            underlines[stem(mark)] = '┬';
        }
    }
    let mut rows = vec![underlines.into_iter().collect()];
    let mut waiting: Vec<&&Mark<'_>> = marks.iter().filter(|mark| !mark.text.is_empty()).collect();
    while let Some(mark) = waiting.pop() {
        let mut row = vec![' '; stem(mark)];
        for other in &waiting {
            row[stem(other)] = '│';
        }
        let row: String = row.into_iter().collect();
        rows.push(format!("{row}╰── {}", mark.text));
    }
    rows
}

#[cfg(test)]
mod tests;
