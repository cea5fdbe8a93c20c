//! JSDoc comments, found by the token they stand before.

use oxc_ast::ast::Program;
use oxc_jsdoc::JSDoc;

use super::{Lowerer, convert, index, name};
use crate::ir::{DocId, DocIr, DocTag};

impl Lowerer {
    pub(super) fn collect_comments(&mut self, program: &Program<'_>) {
        for comment in &program.comments {
            if comment.is_jsdoc() {
                self.comments.insert(comment.attached_to, (convert(comment.content_span()), None));
            }
        }
    }

    /// The comment before the token at `start`.
    pub(super) fn docs_at(&mut self, start: u32) -> Option<DocId> {
        let (span, known) = *self.comments.get(&start)?;
        if known.is_some() {
            return known;
        }
        let source = std::sync::Arc::clone(&self.facts.text);
        // The content of `/** x */` begins with the second asterisk.
        let content = source.get(span.start as usize..span.end as usize)?;
        let inner = content.strip_prefix('*').unwrap_or(content);
        let inner_start = span.end - index(inner.len());
        let parsed = JSDoc::new(inner, oxc_span::Span::new(inner_start, span.end));
        let mut tags = Vec::new();
        let comment = paragraphs(&parsed.comment().parsed_preserving_whitespace());
        let (description, found) = inline_tags(&comment);
        let inline =
            |(tag, text): (&str, &str)| DocTag { name: name(tag), text: text.to_owned(), span };
        tags.extend(found.into_iter().map(inline));
        for tag in parsed.tags() {
            let text = tag.comment().parsed_preserving_whitespace();
            let tag_span = convert(tag.span);
            let kind = tag.kind.parsed();
            // What stands in an example is the author's own.
            let (own, found) =
                if kind == "example" { (text.trim(), Vec::new()) } else { inline_tags(&text) };
            tags.push(DocTag { name: name(kind), text: own.to_owned(), span: tag_span });
            tags.extend(found.into_iter().map(|(tag, text)| DocTag {
                name: name(tag),
                text: text.to_owned(),
                span: tag_span,
            }));
        }
        let description = description.to_owned();
        let id = DocId(index(self.facts.docs.len()));
        self.facts.docs.push(DocIr { description, tags });
        self.comments.insert(start, (span, Some(id)));
        Some(id)
    }
}

/// The text without the asterisks and the indentation that the comment's layout added.
fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_start().strip_prefix('*').map_or(line, str::trim_start).trim())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Tags that stand in the middle of a line, as in `How old. @minimum 0`; TypeScript reads them
/// where white space stands before the `@` and a letter after it, outside backticks.
fn inline_tags(text: &str) -> (&str, Vec<(&str, &str)>) {
    let mut starts = Vec::new();
    let mut quoted = false;
    let mut before = ' ';
    for (offset, character) in text.char_indices() {
        let letter_follows =
            text[offset..].chars().nth(1).is_some_and(|next| next.is_ascii_alphabetic());
        match character {
            '`' => quoted = !quoted,
            '@' if !quoted && before.is_whitespace() && letter_follows => starts.push(offset),
            _ => {}
        }
        before = character;
    }
    let own = text[..starts.first().copied().unwrap_or(text.len())].trim();
    let tags = starts
        .iter()
        .enumerate()
        .map(|(index, start)| {
            let end = starts.get(index + 1).copied().unwrap_or(text.len());
            let tag = &text[start + 1..end];
            match tag.find(char::is_whitespace) {
                Some(space) => (&tag[..space], tag[space..].trim()),
                None => (tag, ""),
            }
        })
        .collect();
    (own, tags)
}
