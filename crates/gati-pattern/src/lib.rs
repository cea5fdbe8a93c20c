//! Regular expressions whose meaning is that of a regular language, as JavaScript has them under
//! the `u` flag (ECMA-262, section 22.2).
//!
//! Whether such an expression is found in a text does not depend on the order in which
//! alternatives are tried, so that an automaton may answer. What is more than a language, or what
//! a version of Unicode may change, is not said here: look-around, references back, word
//! boundaries, properties of characters, and flags inside.
//!
//! ```
//! assert!(gati_pattern::language("^[a-z]+$").is_some());
//! assert!(gati_pattern::language("^(a)\\1$").is_none());
//! ```

use oxc_allocator::Allocator;
use oxc_regular_expression::{
    LiteralParser, Options,
    ast::{
        BoundaryAssertionKind, Character, CharacterClass, CharacterClassContents,
        CharacterClassContentsKind, CharacterClassEscapeKind, Disjunction, Quantifier, Term,
    },
};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// The most bytes of a pattern: its parts are nested no more deeply than that.
const MOST: usize = 1000;

/// The language of `pattern`, of which a text has a part where the expression is found in it;
/// `None` where it means more than a language, is too long, or is no pattern.
pub fn language(pattern: &str) -> Option<Hir> {
    // The parser takes a control letter in a class for a backslash and two letters.
    if pattern.len() > MOST || pattern.contains("\\c") {
        return None;
    }
    let allocator = Allocator::default();
    let parser = LiteralParser::new(&allocator, pattern, Some("u"), Options::default());
    choice(&parser.parse().ok()?.body)
}

fn choice(of: &Disjunction<'_>) -> Option<Hir> {
    let sequence =
        |terms: &[Term<'_>]| terms.iter().map(term).collect::<Option<Vec<_>>>().map(Hir::concat);
    of.body.iter().map(|one| sequence(&one.body)).collect::<Option<Vec<_>>>().map(Hir::alternation)
}

fn term(term: &Term<'_>) -> Option<Hir> {
    let class = match term {
        Term::BoundaryAssertion(boundary) => {
            return match boundary.kind {
                BoundaryAssertionKind::Start => Some(Hir::look(Look::Start)),
                BoundaryAssertionKind::End => Some(Hir::look(Look::End)),
                _ => None,
            };
        }
        Term::Character(one) => ClassUnicode::new([range(one, one)?]),
        Term::Dot(_) => {
            let ends = [('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];
            negated(ranges(&ends))
        }
        Term::CharacterClassEscape(escape) => escaped(escape.kind),
        Term::CharacterClass(class) => class_of(class)?,
        Term::CapturingGroup(group) => return choice(&group.body),
        Term::IgnoreGroup(group) if group.modifiers.is_none() => return choice(&group.body),
        Term::Quantifier(quantifier) => return repeated(quantifier),
        _ => return None,
    };
    Some(Hir::class(Class::Unicode(class)))
}

fn repeated(of: &Quantifier<'_>) -> Option<Hir> {
    let count = |count: u64| u32::try_from(count).ok();
    let max = match of.max {
        Some(most) => Some(count(most)?),
        None => None,
    };
    let sub = Box::new(term(&of.body)?);
    Some(Hir::repetition(Repetition { min: count(of.min)?, max, greedy: of.greedy, sub }))
}

/// Characters that a text in UTF-8 can have.
fn range(first: &Character, last: &Character) -> Option<ClassUnicodeRange> {
    Some(ClassUnicodeRange::new(char::from_u32(first.value)?, char::from_u32(last.value)?))
}

fn class_of(class: &CharacterClass<'_>) -> Option<ClassUnicode> {
    if class.kind != CharacterClassContentsKind::Union {
        return None;
    }
    let mut made = ClassUnicode::empty();
    for one in &class.body {
        match one {
            CharacterClassContents::Character(one) => made.push(range(one, one)?),
            CharacterClassContents::CharacterClassRange(two) => {
                made.push(range(&two.min, &two.max)?);
            }
            CharacterClassContents::CharacterClassEscape(escape) => {
                made.union(&escaped(escape.kind));
            }
            _ => return None,
        }
    }
    Some(if class.negative { negated(made) } else { made })
}

/// The characters of `\d`, `\s`, `\w` and their opposites.
fn escaped(kind: CharacterClassEscapeKind) -> ClassUnicode {
    const DIGITS: &[(char, char)] = &[('0', '9')];
    const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    // WhiteSpace and LineTerminator of ECMA-262, section 12.
    const SPACES: &[(char, char)] = &[
        ('\t', '\r'),
        (' ', ' '),
        ('\u{a0}', '\u{a0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{2000}', '\u{200a}'),
        ('\u{2028}', '\u{2029}'),
        ('\u{202f}', '\u{202f}'),
        ('\u{205f}', '\u{205f}'),
        ('\u{3000}', '\u{3000}'),
        ('\u{feff}', '\u{feff}'),
    ];
    match kind {
        CharacterClassEscapeKind::D => ranges(DIGITS),
        CharacterClassEscapeKind::NegativeD => negated(ranges(DIGITS)),
        CharacterClassEscapeKind::S => ranges(SPACES),
        CharacterClassEscapeKind::NegativeS => negated(ranges(SPACES)),
        CharacterClassEscapeKind::W => ranges(WORDS),
        CharacterClassEscapeKind::NegativeW => negated(ranges(WORDS)),
    }
}

fn ranges(of: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(of.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)))
}

fn negated(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}
