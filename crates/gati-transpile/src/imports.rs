//! Where a module names other modules.

use std::collections::HashMap;

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::{SourceType, Span};
use oxc_syntax::module_record::ModuleRecord;

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
    /// Where the source text names the module first, in bytes: first, and one after the last.
    pub source: (u32, u32),
}

/// Where each specifier stands first in the text that `record` was made of.
pub(crate) fn places_of(record: &ModuleRecord<'_>, source: &str) -> HashMap<String, (u32, u32)> {
    let mut places = HashMap::new();
    for (span, _) in requests_of(record) {
        let literal = source.get(span.start as usize..span.end as usize);
        if let Some(specifier) = literal.and_then(literal_value) {
            places.entry(specifier).or_insert((span.start, span.end));
        }
    }
    places
}

/// Every request of a module for another, in order, with whether it is dynamic.
fn requests_of(record: &ModuleRecord<'_>) -> Vec<(Span, bool)> {
    let mut found: Vec<(Span, bool)> = Vec::new();
    for requests in record.requested_modules.values() {
        found.extend(requests.iter().map(|request| (request.span, false)));
    }
    for import in &record.dynamic_imports {
        found.push((import.module_request, true));
    }
    found.sort_unstable_by_key(|(span, _)| span.start);
    found
}

/// Every import of `code` whose specifier is a string literal, in order.
///
/// The offsets are those of the printed JavaScript, which is why it is read once more: the
/// printer keeps no record of where it put what. An `import(expression)` is left alone, it can
/// only be resolved while it runs.
pub(crate) fn imports_of(code: &str, places: &HashMap<String, (u32, u32)>) -> Vec<Import> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, code, SourceType::mjs()).parse();
    let mut position = Utf16Position { code, byte: 0, unit: 0 };
    requests_of(&parsed.module_record)
        .into_iter()
        .filter_map(|(span, dynamic)| {
            let literal = code.get(span.start as usize..span.end as usize)?;
            let specifier = literal_value(literal)?;
            let start = position.at(span.start as usize + 1);
            let end = position.at(span.end as usize - 1);
            let source = places.get(&specifier).copied().unwrap_or_default();
            Some(Import { specifier, start, end, dynamic, source })
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
