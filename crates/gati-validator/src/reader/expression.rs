//! Regular expressions whose meaning is that of a regular language, as JavaScript has them under
//! the `u` flag (ECMA-262, section 22.2).
//!
//! Whether such an expression is found in a text does not depend on the order in which
//! alternatives are tried, so that a table may answer. What is more than a language, or what
//! Unicode may change, is not said here: look-around, references back, word boundaries, properties
//! of characters, flags inside, and `^` and `$` anywhere but around a whole alternative.

use oxc_allocator::Allocator;
use oxc_regular_expression::{
    LiteralParser, Options,
    ast::{
        Alternative, BoundaryAssertionKind, Character, CharacterClass, CharacterClassContents,
        CharacterClassContentsKind, CharacterClassEscapeKind, Disjunction, Quantifier, Term,
    },
};

/// The most bytes of a pattern, and the most steps.
const MOST: usize = 1000;
/// The last character.
const LAST: u32 = 0x0010_ffff;

/// Characters from, to; in order, and apart from each other.
type Set = Vec<(u32, u32)>;

/// An expression as steps, the first of which is number 0.
#[derive(Debug, Default)]
pub(crate) struct Expression {
    pub(crate) steps: Vec<Step>,
    /// Sets of characters.
    pub(crate) sets: Vec<Set>,
}

/// One step through a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// Takes a character of a set, and goes on.
    One(usize, usize),
    /// Goes on in several ways.
    Either(Vec<usize>),
    /// The text has to end here.
    End,
    /// Whatever follows.
    Won,
}

impl Expression {
    /// The steps of `pattern`; `None` where it means more than a language, or is too long.
    pub(crate) fn of(pattern: &str) -> Option<Self> {
        // The parser takes a control letter in a class for a backslash and two letters.
        if pattern.len() > MOST || pattern.contains("\\c") {
            return None;
        }
        let allocator = Allocator::default();
        let parser = LiteralParser::new(&allocator, pattern, Some("u"), Options::default());
        let parsed = parser.parse().ok()?;
        // The first step is known once the others are.
        let mut made = Self { steps: vec![Step::Won], sets: Vec::new() };
        let mut ways = Vec::new();
        for alternative in &parsed.body.body {
            ways.push(made.whole(alternative)?);
        }
        made.steps[0] = Step::Either(ways);
        Some(made)
    }

    fn add(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() <= MOST).then_some(self.steps.len() - 1)
    }

    fn set(&mut self, set: Set) -> usize {
        self.sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        })
    }

    /// An alternative of the whole pattern, which may begin and end with the text.
    fn whole(&mut self, alternative: &Alternative<'_>) -> Option<usize> {
        let is = |term: Option<&Term<'_>>, kind| matches!(term, Some(Term::BoundaryAssertion(found)) if found.kind == kind);
        let mut terms = alternative.body.as_slice();
        let begins = is(terms.first(), BoundaryAssertionKind::Start);
        terms = &terms[usize::from(begins)..];
        let ends = is(terms.last(), BoundaryAssertionKind::End);
        terms = &terms[..terms.len() - usize::from(ends)];
        let last = self.add(if ends { Step::End } else { Step::Won })?;
        let first = self.sequence(terms, last)?;
        if begins {
            return Some(first);
        }
        let any = self.set(vec![(0, LAST)]);
        let place = self.add(Step::Won)?;
        let skip = self.add(Step::One(any, place))?;
        self.steps[place] = Step::Either(vec![first, skip]);
        Some(place)
    }

    /// The step at which terms begin that go on to `next`.
    fn sequence(&mut self, terms: &[Term<'_>], next: usize) -> Option<usize> {
        terms.iter().rev().try_fold(next, |next, term| self.term(term, next))
    }

    fn choice(&mut self, of: &Disjunction<'_>, next: usize) -> Option<usize> {
        let ways: Option<Vec<usize>> =
            of.body.iter().map(|one| self.sequence(&one.body, next)).collect();
        self.add(Step::Either(ways?))
    }

    fn term(&mut self, term: &Term<'_>, next: usize) -> Option<usize> {
        let set = match term {
            Term::Character(one) => vec![character(one)?],
            Term::Dot(_) => without(&[(0xa, 0xa), (0xd, 0xd), (0x2028, 0x2029)]),
            Term::CharacterClassEscape(escape) => escaped(escape.kind),
            Term::CharacterClass(class) => class_of(class)?,
            Term::CapturingGroup(group) => return self.choice(&group.body, next),
            Term::IgnoreGroup(group) if group.modifiers.is_none() => {
                return self.choice(&group.body, next);
            }
            Term::Quantifier(quantifier) => return self.repeated(quantifier, next),
            _ => return None,
        };
        let set = self.set(set);
        self.add(Step::One(set, next))
    }

    fn repeated(&mut self, of: &Quantifier<'_>, next: usize) -> Option<usize> {
        let least = usize::try_from(of.min).ok().filter(|least| *least <= MOST)?;
        let mut first = if let Some(most) = of.max {
            let most = usize::try_from(most).ok().filter(|most| *most <= MOST)?;
            let mut first = next;
            for _ in least..most {
                let again = self.term(&of.body, first)?;
                first = self.add(Step::Either(vec![again, next]))?;
            }
            first
        } else {
            let place = self.add(Step::Won)?;
            let again = self.term(&of.body, place)?;
            self.steps[place] = Step::Either(vec![again, next]);
            place
        };
        for _ in 0..least {
            first = self.term(&of.body, first)?;
        }
        Some(first)
    }
}

/// A character that a text in UTF-8 can have.
fn character(one: &Character) -> Option<(u32, u32)> {
    char::from_u32(one.value).map(|_| (one.value, one.value))
}

fn class_of(class: &CharacterClass<'_>) -> Option<Set> {
    if class.kind != CharacterClassContentsKind::Union {
        return None;
    }
    let mut ranges = Set::new();
    for one in &class.body {
        match one {
            CharacterClassContents::Character(one) => ranges.push(character(one)?),
            CharacterClassContents::CharacterClassRange(range) => {
                ranges.push((character(&range.min)?.0, character(&range.max)?.1));
            }
            CharacterClassContents::CharacterClassEscape(escape) => {
                ranges.extend(escaped(escape.kind));
            }
            _ => return None,
        }
    }
    let ranges = sorted(ranges);
    Some(if class.negative { without(&ranges) } else { ranges })
}

/// The characters of `\d`, `\s`, `\w` and their opposites.
fn escaped(kind: CharacterClassEscapeKind) -> Set {
    const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];
    const WORDS: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
    // WhiteSpace and LineTerminator of ECMA-262, section 12.
    const SPACES: &[(u32, u32)] = &[
        (0x9, 0xd),
        (0x20, 0x20),
        (0xa0, 0xa0),
        (0x1680, 0x1680),
        (0x2000, 0x200a),
        (0x2028, 0x2029),
        (0x202f, 0x202f),
        (0x205f, 0x205f),
        (0x3000, 0x3000),
        (0xfeff, 0xfeff),
    ];
    match kind {
        CharacterClassEscapeKind::D => DIGITS.to_vec(),
        CharacterClassEscapeKind::NegativeD => without(DIGITS),
        CharacterClassEscapeKind::S => SPACES.to_vec(),
        CharacterClassEscapeKind::NegativeS => without(SPACES),
        CharacterClassEscapeKind::W => WORDS.to_vec(),
        CharacterClassEscapeKind::NegativeW => without(WORDS),
    }
}

/// Ranges in order, put together where they touch.
fn sorted(mut ranges: Set) -> Set {
    ranges.sort_unstable();
    let mut made = Set::new();
    for (first, last) in ranges {
        match made.last_mut() {
            Some((_, before)) if first <= before.saturating_add(1) => *before = last.max(*before),
            _ => made.push((first, last)),
        }
    }
    made
}

/// Every character but those of ranges in order.
fn without(ranges: &[(u32, u32)]) -> Set {
    let mut made = Set::new();
    let mut next = 0;
    for (first, last) in ranges {
        if *first > next {
            made.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= LAST {
        made.push((next, LAST));
    }
    made
}
