//! Edits that mend what a diagnostic is about, before their places are lines and columns.

use super::{Fix, SourceRange, TextEdit};
use crate::evaluate::Place;
use crate::ir::Span;
use crate::resolve::Sources;

/// A change that mends a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repair {
    pub title: String,
    pub edits: Vec<Edit>,
}

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    /// Another text for this place.
    Replace { place: Place, text: String },
    /// The first word `from` of a place becomes `to`. Spans of types and members hold more than
    /// the name that is meant.
    Word { within: Place, from: String, to: String },
    /// The last word `from` of a place becomes `to`: the member of `Owner['member']`.
    LastWord { within: Place, from: String, to: String },
    /// A word that is declared in a file and then mentioned: every mention of it changes too. No
    /// repair where that cannot be told from the text.
    Everywhere { within: Place, from: String, to: String },
    /// `text` comes before the first statement of the file, on a line of its own.
    Top { place: Place, text: String },
    /// The declaration whose name stands at the place gets `export`.
    Export { place: Place },
    /// The quoted text `from` of a place becomes `to`.
    Quoted { within: Place, from: String, to: String },
    /// An imported name: the mentions of it change too, or, where they cannot be told from the
    /// text, it keeps its name in the file (`to as from`).
    Imported { within: Place, from: String, to: String },
    /// `text` becomes the last member of the braces that end the place.
    Member { within: Place, text: String },
}

impl Repair {
    pub(crate) fn new(title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), edits: vec![edit] }
    }

    /// A name that was misspelt.
    pub(crate) fn rename(within: Place, from: &str, to: &str) -> Self {
        let edit = Edit::Word { within, from: from.to_owned(), to: to.to_owned() };
        Self::new(format!("replace `{from}` with `{to}`"), edit)
    }

    /// An imported name that was misspelt.
    pub(crate) fn rename_import(within: Place, from: &str, to: &str) -> Self {
        let edit = Edit::Imported { within, from: from.to_owned(), to: to.to_owned() };
        Self::new(format!("replace `{from}` with `{to}`"), edit)
    }

    /// A specifier that was misspelt, with its quotes.
    pub(super) fn specifier(within: Place, from: &str, to: &str) -> Self {
        let edit = Edit::Quoted { within, from: from.to_owned(), to: to.to_owned() };
        Self::new(format!("replace `{from}` with `{to}`"), edit)
    }

    /// A member that was misspelt.
    pub(crate) fn rename_member(within: Place, from: &str, to: &str) -> Self {
        let edit = Edit::LastWord { within, from: from.to_owned(), to: to.to_owned() };
        Self::new(format!("replace `{from}` with `{to}`"), edit)
    }

    /// The edits as people and editors count. `None` if a text is not what an edit expects, if
    /// the file is not the author's own, or if edits overlap.
    pub(super) fn finish(&self, sources: &Sources) -> Option<Fix> {
        let mut edits = Vec::new();
        for edit in &self.edits {
            let file = edit.file_of();
            if !sources.is_own(file) {
                return None;
            }
            let facts = sources.facts(file);
            let text = facts.text();
            for (span, new) in edit.changes(text)? {
                let place = SourceRange::of(sources.display(file), text, span);
                let lines = lines_of(text, span).to_owned();
                edits.push(TextEdit { place, text: new, lines });
            }
        }
        edits.sort_by(|left, right| {
            (&left.place.file, left.place.offset).cmp(&(&right.place.file, right.place.offset))
        });
        let overlap = edits.windows(2).any(|pair| {
            pair[0].place.file == pair[1].place.file
                && pair[0].place.end_offset > pair[1].place.offset
        });
        (!overlap && !edits.is_empty()).then(|| Fix { title: self.title.clone(), edits })
    }
}

impl Edit {
    fn file_of(&self) -> crate::resolve::FileId {
        match self {
            Self::Replace { place, .. } | Self::Top { place, .. } | Self::Export { place } => {
                place.file
            }
            Self::Word { within, .. }
            | Self::LastWord { within, .. }
            | Self::Quoted { within, .. }
            | Self::Everywhere { within, .. }
            | Self::Imported { within, .. }
            | Self::Member { within, .. } => within.file,
        }
    }

    pub(super) fn place_mut(&mut self) -> &mut Place {
        match self {
            Self::Replace { place, .. } | Self::Top { place, .. } | Self::Export { place } => place,
            Self::Word { within, .. }
            | Self::LastWord { within, .. }
            | Self::Quoted { within, .. }
            | Self::Everywhere { within, .. }
            | Self::Imported { within, .. }
            | Self::Member { within, .. } => within,
        }
    }

    fn changes(&self, text: &str) -> Option<Vec<(Span, String)>> {
        match self {
            Self::Replace { place, text: new } => {
                text.get(place.span.start as usize..place.span.end as usize)?;
                Some(vec![(place.span, new.clone())])
            }
            Self::Word { within, from, to } => {
                let at = words_in(text, within.span, from)?.first().copied()?;
                Some(vec![(at, to.clone())])
            }
            Self::LastWord { within, from, to } => {
                let at = words_in(text, within.span, from)?.last().copied()?;
                Some(vec![(at, to.clone())])
            }
            Self::Everywhere { within, from, to } => {
                words_in(text, within.span, from)?.first()?;
                let all = mentions(text, from)?;
                Some(all.into_iter().map(|span| (span, to.clone())).collect())
            }
            Self::Quoted { within, from, to } => {
                let part = text.get(within.span.start as usize..within.span.end as usize)?;
                let at = ['\'', '"']
                    .iter()
                    .find_map(|quote| part.find(&format!("{quote}{from}{quote}")))?;
                let own = span_of(within.span.start as usize + at + 1, from.len());
                Some(vec![(own, to.clone())])
            }
            Self::Imported { within, from, to } => {
                let own = *words_in(text, within.span, from)?.first()?;
                let keeps_alias = text.get(own.end as usize..)?.trim_start().starts_with("as ");
                if keeps_alias {
                    return Some(vec![(own, to.clone())]);
                }
                let taken = words(text, to).next().is_some() || is_export(text, own.start);
                match mentions(text, from).filter(|_| !taken) {
                    Some(all) => Some(all.into_iter().map(|span| (span, to.clone())).collect()),
                    None => Some(vec![(own, format!("{to} as {from}"))]),
                }
            }
            Self::Export { place } => {
                let at = declaration_of(text, place.span)?;
                Some(vec![(Span { start: at, end: at }, "export ".to_owned())])
            }
            Self::Top { text: new, .. } => {
                let at = top_of(text);
                Some(vec![(Span { start: at, end: at }, format!("{new}{}", line_ending(text)))])
            }
            Self::Member { within, text: new } => Some(vec![last_member(text, within.span, new)?]),
        }
    }
}

/// The whole lines of a span.
fn lines_of(text: &str, span: Span) -> &str {
    let (start, end) = (span.start as usize, span.end as usize);
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    &text[start..end]
}

/// The places of a whole word.
fn words_in(text: &str, within: Span, word: &str) -> Option<Vec<Span>> {
    let part = text.get(within.start as usize..within.end as usize)?;
    let start = within.start as usize;
    Some(words(part, word).map(|found| span_of(start + found, word.len())).collect())
}

/// Where `word` stands in `text` and is not a part of a longer one.
fn words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

fn span_of(start: usize, length: usize) -> Span {
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    Span { start, end: start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX)) }
}

/// Every mention of a name; `None` if one of them may be something else: a member, a key, a part
/// of a string or of a comment.
fn mentions(text: &str, word: &str) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    for at in words(text, word) {
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &text[line_start..at];
        let after = text[at + word.len()..].trim_start();
        let is_member = before.trim_end().ends_with('.') && !before.trim_end().ends_with("...");
        let is_declared = before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| DECLARATION_WORDS.contains(&word));
        let is_key = (after.starts_with(':') || after.starts_with("?:")) && !is_declared;
        let is_quoted = before.contains(['\'', '"', '`']) || before.contains("//");
        let is_comment = before.contains("/*") || before.trim_start().starts_with('*');
        if is_member || is_key || is_quoted || is_comment {
            return None;
        }
        found.push(span_of(at, word.len()));
    }
    Some(found)
}

/// Whether the name at `at` stands in the braces of an `export { … } from`.
fn is_export(text: &str, at: u32) -> bool {
    let before = &text[..at as usize];
    let head = before.rfind('{').map_or("", |brace| before[..brace].trim_end());
    head.strip_suffix("type").map_or(head, str::trim_end).ends_with("export")
}

/// Words that may stand before the name in a declaration.
const DECLARATION_WORDS: [&str; 14] = [
    "declare",
    "abstract",
    "type",
    "interface",
    "class",
    "enum",
    "const",
    "let",
    "var",
    "function",
    "async",
    "namespace",
    "module",
    "function*",
];

/// Where the declaration begins whose name stands at `name`, if it begins on that line.
fn declaration_of(text: &str, name: Span) -> Option<u32> {
    let before = text.get(..name.start as usize)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let words = &before[line_start..];
    let fits = words.split_whitespace().all(|word| DECLARATION_WORDS.contains(&word))
        && !words.trim().is_empty();
    let indent = words.len() - words.trim_start().len();
    fits.then(|| u32::try_from(line_start + indent).unwrap_or(u32::MAX))
}

/// Where the first statement may stand: after a mark of the encoding, a `#!` line, and the
/// comment that opens the file.
fn top_of(text: &str) -> u32 {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if text[at..].starts_with("#!") {
        at += text[at..].find('\n').map_or(text.len() - at, |newline| newline + 1);
    }
    u32::try_from(at).unwrap_or(0)
}

fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The change that adds a member to the braces that end a place.
fn last_member(text: &str, within: Span, member: &str) -> Option<(Span, String)> {
    let part = text.get(within.start as usize..within.end as usize)?;
    let inside = part.trim_end().trim_end_matches([';', ',']).trim_end().strip_suffix('}')?;
    let kept = inside.trim_end();
    let at = span_of(within.start as usize + kept.len(), 0);
    let text = match kept.chars().next_back()? {
        '{' if inside.len() > kept.len() => format!(" {member}"),
        '{' => format!(" {member} "),
        ';' | ',' => format!(" {member}"),
        _ => format!("; {member}"),
    };
    Some((at, text))
}

#[cfg(test)]
mod tests {
    use super::{last_member, mentions, span_of, top_of, words_in};

    #[test]
    fn a_word_is_found_whole() {
        let cases = [
            ("Users<Usr>", "Usr", Some(6)),
            ("Usr", "Usr", Some(0)),
            ("Usr2 $Usr", "Usr", None),
            ("'é' + Usr", "Usr", Some(7)),
        ];
        for (text, word, expected) in cases {
            let found = words_in(text, span_of(0, text.len()), word);
            let first = found.and_then(|found| found.first().copied());
            assert_eq!(first, expected.map(|at| span_of(at, word.len())), "{text}");
        }
    }

    #[test]
    fn mentions_are_all_or_none() {
        let cases = [
            ("import { Usr } from './a';\ntype A = Usr | Usr[];", Some(3)),
            ("type A = { Usr: 1 } | Usr", None),
            ("type A = x.Usr | Usr", None),
            ("const a = 'Usr';", None),
            ("/** Usr */ type A = Usr", None),
        ];
        for (text, expected) in cases {
            let found = mentions(text, "Usr").map(|found| found.len());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_member_is_added_before_the_closing_brace() {
        let cases = [
            ("params: {}", "params: { id: string }"),
            ("params: { }", "params: { id: string }"),
            ("params: { a: string }", "params: { a: string; id: string }"),
            ("params: { a: string; };", "params: { a: string; id: string };"),
            ("params: {\n  a: 1;\n}", "params: {\n  a: 1; id: string\n}"),
        ];
        for (text, expected) in cases {
            let (at, new) =
                last_member(text, span_of(0, text.len()), "id: string").expect("braces");
            let mut changed = text.to_owned();
            changed.insert_str(at.start as usize, &new);
            assert_eq!(changed, expected);
        }
        assert_eq!(last_member("params: Params", span_of(0, 14), "id: string"), None);
    }

    #[test]
    fn an_import_comes_after_what_has_to_be_first() {
        for (text, expected) in
            [("a", 0), ("\u{feff}a", 3), ("#!/usr/bin/env node\na", 20), ("#!x", 3)]
        {
            assert_eq!(top_of(text), expected, "{text:?}");
        }
    }
}
