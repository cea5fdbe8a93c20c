//! Lines with indentation.

use std::fmt::{self, Write as _};

/// Source text under construction: lines, indented by two spaces for each open block.
#[derive(Debug, Clone, Default)]
pub struct Source {
    text: String,
    depth: usize,
}

impl Source {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line, or several at the same indentation where `code` has line breaks.
    pub fn line(&mut self, code: &str) {
        if self.depth == 0 && !code.contains('\r') {
            self.text.push_str(code);
            if !code.is_empty() && !code.ends_with('\n') {
                self.text.push('\n');
            }
            return;
        }
        for line in code.lines() {
            if !line.is_empty() {
                self.text.reserve(2 * self.depth + line.len() + 1);
                for _ in 0..self.depth {
                    self.text.push_str("  ");
                }
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// Adds a line without making a text of it first.
    pub fn write(&mut self, code: fmt::Arguments<'_>) {
        let before = self.text.len();
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        let start = self.text.len();
        let _ = self.text.write_fmt(code);
        let written = &self.text[start..];
        if written.is_empty() || written.contains(['\n', '\r']) {
            let code = written.to_owned();
            self.text.truncate(before);
            self.line(&code);
        } else {
            self.text.push('\n');
        }
    }

    /// Indents what follows by one step more.
    pub fn indent(&mut self) {
        self.depth += 1;
    }

    /// Adds a line and indents what follows.
    pub fn open(&mut self, code: &str) {
        self.line(code);
        self.depth += 1;
    }

    /// Adds a line as [`Source::write`] does and indents what follows.
    pub fn write_open(&mut self, code: fmt::Arguments<'_>) {
        self.write(code);
        self.depth += 1;
    }

    /// Ends an indented block with the line `code`.
    pub fn close(&mut self, code: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(code);
    }

    /// Ends a block and opens the next one, as `} else {` does.
    pub fn reopen(&mut self, code: &str) {
        self.close(code);
        self.depth += 1;
    }

    /// Adds an empty line, unless the text is empty or ends with one.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds the lines of another text at the present indentation.
    pub fn append(&mut self, other: &Self) {
        self.line(&other.text);
    }

    /// Adds another text, whose lines are indented as they are to be.
    pub fn append_indented(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, given away.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn what_is_written_in_place_is_the_line() {
        for code in ["", "a", "a\nb", "a\n\nb\n", "\n", "a\r\nb", "\r"] {
            for depth in 0..3 {
                let (mut line, mut written) = (Source::new(), Source::new());
                for source in [&mut line, &mut written] {
                    (0..depth).for_each(|_| source.indent());
                }
                line.line(code);
                written.write(format_args!("{code}"));
                assert_eq!(line.as_str(), written.as_str(), "{code:?} at {depth}");
            }
        }
    }
}
