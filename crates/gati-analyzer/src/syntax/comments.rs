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
        let tags = parsed
            .tags()
            .iter()
            .map(|tag| DocTag {
                name: name(tag.kind.parsed()),
                text: tag.comment().parsed_preserving_whitespace().trim().to_owned(),
                span: convert(tag.span),
            })
            .collect();
        let description = paragraphs(&parsed.comment().parsed_preserving_whitespace());
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
