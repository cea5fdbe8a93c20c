//! Template literal types: `` `user-${Id}` ``, and the case functions over strings.

use super::{ContextId, Evaluator, Lit, MAX_MEMBERS, Piece, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::{Name, NodeId};

/// What `Uppercase` and its kin do to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    Upper,
    Lower,
    Capital,
    Uncapital,
}

impl Evaluator<'_> {
    pub(super) fn eval_template(
        &mut self,
        texts: &[Name],
        holes: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        // Every way through the unions of the holes.
        let mut ways: Vec<Vec<Piece>> = vec![vec![piece(texts.first())]];
        for (index, hole) in holes.iter().enumerate() {
            let ty = self.eval(*hole, context);
            if self.holds_computed(ty) {
                return self.plain(Type::String);
            }
            let alternatives = self.hole_alternatives(ty);
            if ways.len().saturating_mul(alternatives.len()) > MAX_MEMBERS {
                return self.failure(
                    Code::TypeTooLarge,
                    place,
                    format!("this template stands for more than {MAX_MEMBERS} strings"),
                    "use `string` for one of its holes",
                );
            }
            let mut next = Vec::with_capacity(ways.len() * alternatives.len());
            for way in &ways {
                for alternative in &alternatives {
                    let mut longer = way.clone();
                    match self.get(*alternative) {
                        Type::Literal(literal) => {
                            longer.push(Piece::Text(Name::from(literal.text())));
                        }
                        Type::Null => longer.push(Piece::Text(Name::from("null"))),
                        Type::Undefined => longer.push(Piece::Text(Name::from("undefined"))),
                        Type::Template(pieces) => longer.extend(pieces),
                        Type::Problem(_) => return *alternative,
                        Type::String
                        | Type::Number
                        | Type::BigInt
                        | Type::Boolean
                        | Type::Cased(..)
                        | Type::Hole { .. } => {
                            longer.push(Piece::Hole(*alternative));
                        }
                        Type::Any => {
                            let string = self.plain(Type::String);
                            longer.push(Piece::Hole(string));
                        }
                        Type::Refined { base, .. } => longer.push(Piece::Hole(base)),
                        _ => {
                            let hole = self.place(*hole, context);
                            return self.unfit(
                                hole,
                                "a template is made of strings, numbers, booleans and literals",
                                *alternative,
                                "use one of those",
                            );
                        }
                    }
                    longer.push(piece(texts.get(index + 1)));
                    next.push(longer);
                }
            }
            ways = next;
        }
        let members = ways.into_iter().map(|way| self.finish_template(way)).collect();
        self.union(members)
    }

    /// Like [`Evaluator::alternatives`], but `boolean` alone stays the two words it stands for.
    fn hole_alternatives(&mut self, ty: Ty) -> Vec<Ty> {
        let opened = self.expand(ty);
        self.alternatives(opened)
    }

    /// Whether a member of an enum is among the alternatives whose value is not known: TypeScript
    /// gives up on the whole text.
    fn holds_computed(&mut self, ty: Ty) -> bool {
        let opened = self.reveal(ty);
        self.constituents(opened)
            .into_iter()
            .any(|member| matches!(self.store.get(member), Type::Member { computed: Some(_), .. }))
    }

    /// Neighbouring texts joined; a literal if nothing else is left.
    pub(super) fn finish_template(&mut self, pieces: Vec<Piece>) -> Ty {
        let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(more) => text.push_str(&more),
                Piece::Hole(hole) => {
                    if !text.is_empty() {
                        joined.push(Piece::Text(Name::from(std::mem::take(&mut text))));
                    }
                    joined.push(Piece::Hole(hole));
                }
            }
        }
        if joined.is_empty() {
            return self.store.string_literal(&text);
        }
        if !text.is_empty() {
            joined.push(Piece::Text(Name::from(text)));
        }
        if let [Piece::Hole(hole)] = joined.as_slice()
            && matches!(self.store.get(*hole), Type::String | Type::Cased(..))
        {
            return *hole;
        }
        self.plain(Type::Template(joined))
    }

    /// `Uppercase<T>` and its kin.
    pub(super) fn change_case(&mut self, ty: Ty, case: Case, place: Place) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Literal(Lit::String(text)) => {
                let changed = apply(case, &text);
                self.store.string_literal(&changed)
            }
            Type::Union(members) => {
                let members = members
                    .into_iter()
                    .map(|member| self.change_case(member, case, place))
                    .collect();
                self.union(members)
            }
            Type::Template(pieces) => {
                let pieces = self.cased_pieces(case, pieces, place);
                self.finish_template(pieces)
            }
            // What is in that case already; `Uppercase<Lowercase<T>>` stays one in the other.
            Type::Cased(known, _) if known == case => opened,
            Type::String | Type::Cased(..) => self.plain(Type::Cased(case, opened)),
            Type::Number | Type::BigInt => {
                let text = self.plain(Type::Template(vec![Piece::Hole(opened)]));
                self.plain(Type::Cased(case, text))
            }
            Type::Any => {
                let string = self.plain(Type::String);
                self.plain(Type::Cased(case, string))
            }
            Type::Never | Type::Problem(_) => opened,
            Type::Refined { base, .. } => self.change_case(base, case, place),
            _ => self.unsupported(
                place,
                "changing the case of something that is not text",
                "give it a string",
            ),
        }
    }

    /// Each piece of a template in another case, or the first alone.
    fn cased_pieces(&mut self, case: Case, pieces: Vec<Piece>, place: Place) -> Vec<Piece> {
        let everywhere = matches!(case, Case::Upper | Case::Lower);
        let mut changed = Vec::with_capacity(pieces.len());
        for (index, piece) in pieces.into_iter().enumerate() {
            changed.push(match piece {
                piece if index > 0 && !everywhere => piece,
                Piece::Text(text) => Piece::Text(Name::from(apply(case, &text))),
                Piece::Hole(hole) => Piece::Hole(self.change_case(hole, case, place)),
            });
        }
        changed
    }
}

fn piece(text: Option<&Name>) -> Piece {
    Piece::Text(text.map_or_else(|| Name::from(""), Name::clone))
}

pub(super) fn apply(case: Case, text: &str) -> String {
    let mut characters = text.chars();
    match case {
        Case::Upper => text.to_uppercase(),
        Case::Lower => text.to_lowercase(),
        Case::Capital => characters
            .next()
            .map(|first| first.to_uppercase().chain(characters).collect())
            .unwrap_or_default(),
        Case::Uncapital => characters
            .next()
            .map(|first| first.to_lowercase().chain(characters).collect())
            .unwrap_or_default(),
    }
}

/// The texts of a template around its holes: one more than there are holes.
fn split(pieces: &[Piece]) -> (Vec<String>, Vec<Ty>) {
    let mut texts = vec![String::new()];
    let mut holes = Vec::new();
    for piece in pieces {
        match (piece, texts.last_mut()) {
            (Piece::Text(text), Some(last)) => last.push_str(text),
            (Piece::Hole(hole), _) => {
                holes.push(*hole);
                texts.push(String::new());
            }
            (Piece::Text(_), None) => {}
        }
    }
    (texts, holes)
}

/// A walk along the texts of a template that hands out what lies between two places.
struct Walk {
    texts: Vec<String>,
    holes: Vec<Ty>,
    /// Which text, and the byte in it.
    at: (usize, usize),
}

impl Walk {
    fn take(&mut self, to: (usize, usize)) -> Vec<Piece> {
        let (segment, start) = self.at;
        self.at = to;
        if segment == to.0 {
            return vec![Piece::Text(Name::from(&self.texts[segment][start..to.1]))];
        }
        let mut pieces = vec![Piece::Text(Name::from(&self.texts[segment][start..]))];
        for index in segment..to.0 {
            pieces.push(Piece::Hole(self.holes[index]));
            let text = &self.texts[index + 1];
            let text = if index + 1 == to.0 { &text[..to.1] } else { text };
            pieces.push(Piece::Text(Name::from(text)));
        }
        pieces
    }

    fn find(&self, wanted: &str) -> Option<(usize, usize)> {
        let (segment, start) = self.at;
        let here = self.texts[segment][start..].find(wanted).map(|found| (segment, start + found));
        here.or_else(|| {
            (segment + 1..self.texts.len())
                .find_map(|index| self.texts[index].find(wanted).map(|found| (index, found)))
        })
    }

    /// One character further, or past the next hole.
    fn step(&self) -> Option<(usize, usize)> {
        let (segment, start) = self.at;
        match self.texts[segment][start..].chars().next() {
            Some(character) => Some((segment, start + character.len_utf8())),
            None if segment + 1 < self.texts.len() => Some((segment + 1, 0)),
            None => None,
        }
    }
}

impl Evaluator<'_> {
    /// What each hole of `target` stands for in `source`: the shortest text that lets the next
    /// fixed text follow, one character where two holes touch, and the last one takes the rest.
    pub(super) fn match_template(&mut self, source: &[Piece], target: &[Piece]) -> Option<Vec<Ty>> {
        let (mut texts, holes) = split(source);
        let (wanted, wanted_holes) = split(target);
        let (first, last) = (wanted.first()?, wanted.last()?);
        if wanted_holes.is_empty() {
            return (holes.is_empty() && texts == wanted).then(Vec::new);
        }
        let is_too_short = texts.len() == 1 && texts[0].len() < first.len() + last.len();
        if is_too_short || !texts[0].starts_with(first.as_str()) {
            return None;
        }
        let end = texts.len() - 1;
        let kept = texts[end].strip_suffix(last.as_str())?.len();
        texts[end].truncate(kept);
        let mut walk = Walk { texts, holes, at: (0, first.len()) };
        let mut matches = Vec::with_capacity(wanted_holes.len());
        for fixed in &wanted[1..wanted.len() - 1] {
            let to = if fixed.is_empty() { walk.step()? } else { walk.find(fixed)? };
            let pieces = walk.take(to);
            matches.push(self.finish_template(pieces));
            walk.at.1 += fixed.len();
        }
        let to = (end, walk.texts[end].len());
        let pieces = walk.take(to);
        matches.push(self.finish_template(pieces));
        Some(matches)
    }

    /// Whether every text of `source` is one of `target`.
    pub(super) fn template_fits(&mut self, source: &[Piece], target: &[Piece]) -> bool {
        if source == target {
            return true;
        }
        let Some(matches) = self.match_template(source, target) else { return false };
        let (_, holes) = split(target);
        matches.into_iter().zip(holes).all(|(found, hole)| self.hole_fits(found, hole))
    }

    fn hole_fits(&mut self, found: Ty, hole: Ty) -> bool {
        let hole = self.expand(hole);
        if found == hole {
            return true;
        }
        match (self.get(found), self.get(hole)) {
            (_, Type::String | Type::Any) => true,
            (_, Type::Union(members)) => {
                members.into_iter().any(|member| self.hole_fits(found, member))
            }
            (Type::Literal(Lit::String(text)), Type::Number) => is_number(&text),
            (Type::Literal(Lit::String(text)), Type::BigInt) => {
                let digits = text.strip_prefix('-').unwrap_or(&text);
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            (Type::Literal(Lit::String(text)), Type::Boolean) => {
                &*text == "true" || &*text == "false"
            }
            (Type::Literal(Lit::String(text)), Type::Literal(literal)) => literal.text() == *text,
            (Type::Literal(Lit::String(text)), Type::Null) => &*text == "null",
            (Type::Literal(Lit::String(text)), Type::Undefined) => &*text == "undefined",
            (Type::Literal(Lit::String(text)), Type::Template(pieces)) => {
                self.text_fits(&text, &pieces)
            }
            (_, Type::Cased(..)) => self.assignable(found, hole),
            (Type::Template(own), Type::Template(wanted)) => self.template_fits(&own, &wanted),
            // `${number}` alone is the number it stands for.
            (Type::Template(own), _) => match own.as_slice() {
                [Piece::Hole(only)] => self.assignable(*only, hole),
                _ => false,
            },
            _ => false,
        }
    }
}

/// A text that JavaScript reads as a finite number.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && text.parse::<f64>().is_ok_and(f64::is_finite)
}
