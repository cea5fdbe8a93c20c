//! The texts of a request's head that a contract may ask something of, as JavaScript would see them: the parameters of the
//! path, the query, and headers. What JavaScript might read otherwise is left to it.

use std::borrow::Cow;
use std::fmt::Debug;

use crate::http::Head;
use crate::lessons::query_of;

/// More texts than these are left to JavaScript.
const MOST: usize = 16;

/// Whether the texts of a part fit its contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// JavaScript has to look.
    Unsure,
}

/// What looks at the texts of one part. This crate knows of nothing that does.
pub trait TextProgram: Send + Sync + Debug {
    /// The names it looks at.
    fn names(&self) -> &[String];
    /// Whether texts fit, each of which has a name; of those with the same one the order counts.
    fn look(&self, given: &[(&str, &str)]) -> Fit;
    /// Adds what does not fit, as JSON with commas between the issues, each of which is located in `part`, and says how
    /// many there are; nothing where JavaScript has to look.
    fn issues(&self, part: &str, given: &[(&str, &str)], into: &mut String) -> Option<u32>;
}

/// A part of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The parameters of the path.
    Params,
    /// The query.
    Query,
    /// Headers.
    Headers,
}

impl Part {
    /// What issues say they are located in.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Params => "params",
            Self::Query => "query",
            Self::Headers => "headers",
        }
    }
}

/// Where the texts of a request are.
pub(crate) struct HeadTexts<'r> {
    /// The parameters by their names.
    pub(crate) params: &'r [(&'r str, Cow<'r, str>)],
    pub(crate) head: &'r Head,
    pub(crate) text: &'r [u8],
}

impl<'r> HeadTexts<'r> {
    /// The texts of a part that `program` looks at. Nothing where JavaScript may see others.
    pub(crate) fn of(&self, part: Part, program: &'r dyn TextProgram) -> Option<Given<'r>> {
        let mut given = Given { list: [("", ""); MOST], count: 0 };
        match part {
            Part::Params => {
                for (name, value) in self.params {
                    given.add(name, value)?;
                }
            }
            Part::Query => given.add_query(query_of(self.head, self.text))?,
            Part::Headers => {
                for name in program.names() {
                    given.add_header(name, self.head, self.text)?;
                }
            }
        }
        Some(given)
    }
}

/// Texts with names.
pub(crate) struct Given<'r> {
    list: [(&'r str, &'r str); MOST],
    count: usize,
}

impl<'r> Given<'r> {
    pub(crate) fn list(&self) -> &[(&'r str, &'r str)] {
        &self.list[..self.count]
    }

    fn add(&mut self, name: &'r str, value: &'r str) -> Option<()> {
        *self.list.get_mut(self.count)? = (name, value);
        self.count += 1;
        Some(())
    }

    /// Adds what a query says, its mark included. Escapes, and signs that stand for something else, are JavaScript's.
    fn add_query(&mut self, query: &'r [u8]) -> Option<()> {
        let query = std::str::from_utf8(query.get(1..).unwrap_or_default()).ok()?;
        if query.bytes().any(|byte| matches!(byte, b'%' | b'+') || !byte.is_ascii()) {
            return None;
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.add(name, value)?;
        }
        Some(())
    }

    /// Adds a header that came once. How lines of the same name are joined is JavaScript's.
    fn add_header(&mut self, name: &'r str, head: &Head, text: &'r [u8]) -> Option<()> {
        let is_it = |found: &[u8]| found.eq_ignore_ascii_case(name.as_bytes());
        let mut lines = head.fields.iter().filter(|field| is_it(field.name.of(text)));
        let Some(line) = lines.next() else { return Some(()) };
        let value = line.value.of(text);
        if lines.next().is_some() || !value.is_ascii() || name == "set-cookie" {
            return None;
        }
        self.add(name, std::str::from_utf8(value).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, MOST};

    /// A query, and its texts.
    type Case = (&'static str, Option<&'static [(&'static str, &'static str)]>);

    #[test]
    fn queries_are_read_as_javascript_reads_them() {
        let cases: [Case; 11] = [
            ("", Some(&[])),
            ("?", Some(&[])),
            ("?a=1", Some(&[("a", "1")])),
            ("?a=1&b=&c&a=2", Some(&[("a", "1"), ("b", ""), ("c", ""), ("a", "2")])),
            ("?&&a=b=c&", Some(&[("a", "b=c")])),
            ("?=v", Some(&[("", "v")])),
            ("?=", Some(&[("", "")])),
            ("??a", Some(&[("?a", "")])),
            ("?a=%20", None),
            ("?a=x+y", None),
            ("?a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a&a", None),
        ];
        for (query, expected) in cases {
            let mut given = Given { list: [("", ""); MOST], count: 0 };
            let added = given.add_query(query.as_bytes()).map(|()| given.list());
            assert_eq!(added, expected, "{query}");
        }
    }
}
