//! ECMAScript patterns (flag `u`) in the syntax of `regex-syntax`, as far as they are regular.

use std::fmt::Write as _;

/// White space as ECMAScript has it.
const SPACES: &str =
    r"\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";

/// The same language, or `None` for look-around, back-references and what is no pattern.
pub(super) fn translate(pattern: &str) -> Option<String> {
    let mut reader = Reader { rest: pattern, out: String::with_capacity(pattern.len() * 2) };
    while let Some(next) = reader.take() {
        reader.term(next)?;
    }
    Some(reader.out)
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
}

/// What an escape stands for.
enum Escape {
    Char(char),
    /// Members of a character class, without brackets, and whether they are excluded.
    Class(&'static str, bool),
    Property(String),
    Boundary(&'static str),
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn term(&mut self, next: char) -> Option<()> {
        match next {
            '\\' => match self.escape()? {
                Escape::Char(literal) => self.literal(literal),
                Escape::Class(members, excluded) => {
                    let not = if excluded { "^" } else { "" };
                    let _ = write!(self.out, "[{not}{members}]");
                }
                Escape::Property(text) => self.out.push_str(&text),
                Escape::Boundary(text) => self.out.push_str(text),
            },
            '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '^' => self.out.push_str(r"\A"),
            '$' => self.out.push_str(r"\z"),
            '(' => self.group()?,
            ')' | '|' | '*' | '+' | '?' => self.out.push(next),
            '{' => match self.counts() {
                Some(counts) => self.out.push_str(&counts),
                None => self.literal('{'),
            },
            '[' => self.class()?,
            other => self.literal(other),
        }
        Some(())
    }

    fn group(&mut self) -> Option<()> {
        if self.eat("?") && !self.eat(":") {
            if !self.eat("<") || matches!(self.peek(), Some('=' | '!')) {
                return None;
            }
            let end = self.rest.find('>')?;
            self.rest = &self.rest[end + 1..];
        }
        self.out.push_str("(?:");
        Some(())
    }

    /// `{2}`, `{2,}`, `{2,3}`; the opening brace was taken.
    fn counts(&mut self) -> Option<String> {
        let end = self.rest.find('}')?;
        let inner = &self.rest[..end];
        let (least, most) = match inner.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (inner, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !digits(least) || !most.is_none_or(digits) {
            return None;
        }
        self.rest = &self.rest[end + 1..];
        Some(format!("{{{inner}}}"))
    }

    fn literal(&mut self, literal: char) {
        if literal.is_ascii_alphanumeric() {
            self.out.push(literal);
        } else {
            let _ = write!(self.out, "\\x{{{:x}}}", u32::from(literal));
        }
    }

    fn escape(&mut self) -> Option<Escape> {
        let next = self.take()?;
        Some(match next {
            'd' | 'D' => Escape::Class("0-9", next == 'D'),
            'w' | 'W' => Escape::Class("A-Za-z0-9_", next == 'W'),
            's' | 'S' => Escape::Class(SPACES, next == 'S'),
            'b' => Escape::Boundary(r"(?-u:\b)"),
            'B' => Escape::Boundary(r"(?-u:\B)"),
            't' => Escape::Char('\t'),
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            'v' => Escape::Char('\u{b}'),
            'f' => Escape::Char('\u{c}'),
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => Escape::Char('\0'),
            'c' => {
                let letter = self.take().filter(char::is_ascii_alphabetic)?;
                Escape::Char(char::from_u32(u32::from(letter) % 32)?)
            }
            'x' => Escape::Char(self.hex(2)?),
            'u' if self.eat("{") => {
                let end = self.rest.find('}')?;
                let code = u32::from_str_radix(&self.rest[..end], 16).ok()?;
                self.rest = &self.rest[end + 1..];
                Escape::Char(char::from_u32(code)?)
            }
            'u' => Escape::Char(self.code_unit()?),
            'p' | 'P' => {
                let end = self.rest.find('}')?;
                let name = self.rest[..end].strip_prefix('{')?;
                self.rest = &self.rest[end + 1..];
                Escape::Property(format!("\\{next}{{{name}}}"))
            }
            'k' | '0'..='9' => return None,
            other => Escape::Char(other),
        })
    }

    fn hex(&mut self, digits: usize) -> Option<char> {
        char::from_u32(self.hex_code(digits)?)
    }

    fn hex_code(&mut self, digits: usize) -> Option<u32> {
        let text = self.rest.get(..digits)?;
        let code = u32::from_str_radix(text, 16).ok()?;
        self.rest = &self.rest[digits..];
        Some(code)
    }

    /// `\uXXXX`, where two of them may be one character.
    fn code_unit(&mut self) -> Option<char> {
        let high = self.hex_code(4)?;
        if (0xd800..0xdc00).contains(&high) && self.eat("\\u") {
            let low = self.hex_code(4)?.checked_sub(0xdc00)?;
            return char::from_u32(0x10000 + ((high - 0xd800) << 10) + low);
        }
        char::from_u32(high)
    }

    /// A character class; the opening bracket was taken.
    fn class(&mut self) -> Option<()> {
        let excluded = self.eat("^");
        if self.eat("]") {
            self.out.push_str(if excluded { "(?s:.)" } else { "[a&&b]" });
            return Some(());
        }
        self.out.push_str(if excluded { "[^" } else { "[" });
        loop {
            let next = self.take()?;
            match next {
                ']' => break,
                '\\' if self.peek() == Some('b') => {
                    self.take();
                    self.class_char('\u{8}')?;
                }
                '\\' => match self.escape()? {
                    Escape::Char(literal) => self.class_char(literal)?,
                    Escape::Class(members, false) => self.out.push_str(members),
                    Escape::Class(members, true) => {
                        let _ = write!(self.out, "[^{members}]");
                    }
                    Escape::Property(text) => self.out.push_str(&text),
                    Escape::Boundary(_) => return None,
                },
                other => self.class_char(other)?,
            }
        }
        self.out.push(']');
        Some(())
    }

    /// A character of a class, and the end of its range where it starts one.
    fn class_char(&mut self, first: char) -> Option<()> {
        let _ = write!(self.out, "\\x{{{:x}}}", u32::from(first));
        let mut ahead = self.rest.chars();
        if ahead.next() == Some('-') && ahead.next().is_some_and(|next| next != ']') {
            self.take();
            let last = match self.take()? {
                '\\' if self.eat("b") => '\u{8}',
                '\\' => match self.escape()? {
                    Escape::Char(literal) => literal,
                    _ => return None,
                },
                other => other,
            };
            if last < first {
                return None;
            }
            let _ = write!(self.out, "-\\x{{{:x}}}", u32::from(last));
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Languages;

    #[test]
    fn patterns_match_as_in_javascript() {
        let languages = Languages::default();
        let rows: &[(&str, &str, bool)] = &[
            ("^a", "abc", true),
            ("^a", "ba", false),
            ("b", "abc", true),
            (r"^\d{3}$", "123", true),
            (r"^\d{3}$", "1234", false),
            (r"^\d$", "٣", false),
            ("^.$", "\n", false),
            ("^.$", "😀", true),
            (r"^[^]$", "\n", true),
            (r"^\w+$", "é", false),
            (r"^\s$", "\u{a0}", true),
            (r"^[\w.-]+@[a-z]+\.[a-z]{2,}$", "a.b-c@d.io", true),
            (r"^\u0041$", "A", true),
            (r"^[A-Z\]]+$", "A]", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^(?<year>\d+)-\/$", "12-/", true),
            (r"\bcat\b", "a cat.", true),
            (r"\bcat\b", "concat", false),
            (r"^\p{L}+$", "é", true),
            ("", "", true),
            ("[]", "a", false),
        ];
        for (pattern, text, expected) in rows {
            assert_eq!(languages.matches(pattern, text), Some(*expected), "/{pattern}/ {text:?}");
        }
        for pattern in ["(?=a)", "(?!a)", "(?<=a)b", r"(a)\1", "(", "[z-a]"] {
            assert_eq!(languages.matches(pattern, "a"), None, "{pattern}");
        }
    }
}
