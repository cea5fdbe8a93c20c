//! Where a module names other modules.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::{SourceType, Span};

/// A module specifier in JavaScript text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The specifier's value, escapes resolved.
    pub specifier: String,
    /// First UTF-16 code unit of the text between the quotes.
    pub start: u32,
    /// The code unit after that text.
    pub end: u32,
    /// `import('…')` rather than a declaration.
    pub dynamic: bool,
}

/// Every import of `code` whose specifier is a string literal, in order.
///
/// The offsets are those of the printed JavaScript, which is why it is read once more: the
/// printer keeps no record of where it put what. An `import(expression)` is left alone, it can
/// only be resolved while it runs.
pub(crate) fn imports_of(code: &str) -> Vec<Import> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, code, SourceType::mjs()).parse();
    let mut found: Vec<(Span, bool)> = Vec::new();
    for requests in parsed.module_record.requested_modules.values() {
        found.extend(requests.iter().map(|request| (request.span, false)));
    }
    for import in &parsed.module_record.dynamic_imports {
        found.push((import.module_request, true));
    }
    found.sort_unstable_by_key(|(span, _)| span.start);
    let mut position = Utf16Position { code, byte: 0, unit: 0 };
    found
        .into_iter()
        .filter_map(|(span, dynamic)| {
            let literal = code.get(span.start as usize..span.end as usize)?;
            let specifier = literal_value(literal)?;
            let start = position.at(span.start as usize + 1);
            let end = position.at(span.end as usize - 1);
            Some(Import { specifier, start, end, dynamic })
        })
        .collect()
}

/// The value of a quoted literal without escapes. A specifier with escapes names no file anybody
/// would write, so it is left as it is.
fn literal_value(literal: &str) -> Option<String> {
    let quote = literal.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains('\\') && !inner.contains("${")).then(|| inner.to_owned())
}

/// Counts UTF-16 code units from left to right, once over the text.
struct Utf16Position<'a> {
    code: &'a str,
    byte: usize,
    unit: u32,
}

impl Utf16Position<'_> {
    /// The UTF-16 offset of `byte`, which is not before the last one asked for.
    fn at(&mut self, byte: usize) -> u32 {
        let between = &self.code[self.byte..byte];
        let units: usize = between.chars().map(char::len_utf16).sum();
        self.unit += u32::try_from(units).unwrap_or(u32::MAX);
        self.byte = byte;
        self.unit
    }
}
