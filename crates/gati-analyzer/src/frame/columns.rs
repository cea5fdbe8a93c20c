//! Text as a terminal draws it: how many columns a character takes, and which part of a line
//! that is too long is shown.

/// How many columns a tab takes in a frame.
const TAB: usize = 4;
/// How many columns of a line are shown.
pub(super) const WIDTH: usize = 120;
/// How much of a long line is shown before the place that is meant.
const BEFORE: usize = 40;

/// How many columns `text` takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| drawn(character).1).sum()
}

/// What stands for a character, and how many columns that takes: tabs become spaces, control
/// characters become visible.
fn drawn(character: char) -> (char, usize) {
    match character {
        '\t' => (' ', TAB),
        control if control.is_control() => ('␦', 1),
        wide if is_wide(wide) => (wide, 2),
        joined if is_joined(joined) => (joined, 0),
        other => (other, 1),
    }
}

/// East Asian wide characters and emoji, as terminals draw them.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F3FA | 0x1F400..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// Marks that are drawn over the character before, and those that are not drawn.
fn is_joined(character: char) -> bool {
    matches!(u32::from(character),
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F | 0xFEFF | 0x1F3FB..=0x1F3FF)
}

/// The part of a line that is shown, in columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    from: usize,
    to: usize,
}

impl Window {
    /// All of a line that fits, or the part of it around `focus`.
    pub(super) fn around(line: &str, focus: usize) -> Self {
        let whole = columns(line);
        if whole <= WIDTH {
            return Self { from: 0, to: whole };
        }
        let from = focus.saturating_sub(BEFORE).min(whole - WIDTH);
        Self { from, to: from + WIDTH }
    }

    /// The shown part of the line. What was cut off is marked with `…`.
    pub(super) fn shown(self, line: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for character in line.chars() {
            let (stands_for_it, width) = drawn(character);
            let inside = at >= self.from && at + width <= self.to;
            if inside && character == '\t' {
                out.push_str(&" ".repeat(TAB));
            } else if inside {
                out.push(stands_for_it);
            } else if at < self.to && at + width > self.from {
                // A character that the edge cuts through.
                out.push_str(&" ".repeat((at + width).min(self.to) - at.max(self.from)));
            }
            at += width;
        }
        if self.from > 0 {
            replace_first(&mut out);
        }
        if at > self.to {
            while columns(&out) >= self.to - self.from {
                out.pop();
            }
            out.push('…');
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// Where a column of the line is shown.
    pub(super) fn place(self, column: usize) -> usize {
        column.clamp(self.from, self.to) - self.from
    }
}

/// The first column becomes `…`.
fn replace_first(text: &mut String) {
    let Some(first) = text.chars().next() else { return };
    let gap = " ".repeat(drawn(first).1.saturating_sub(1));
    text.replace_range(..first.len_utf8(), &format!("…{gap}"));
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, Window, columns};

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let line = format!("{}HERE{}", "字".repeat(100), "x".repeat(300));
        for focus in [0, 199, 200, 350, 503] {
            let shown = Window::around(&line, focus).shown(&line);
            assert!(columns(&shown) <= WIDTH, "{focus}: {shown}");
            assert_eq!(shown.starts_with('…'), focus > 40, "{focus}: {shown}");
            assert_eq!(shown.ends_with('…'), focus < 400, "{focus}: {shown}");
        }
    }
}
