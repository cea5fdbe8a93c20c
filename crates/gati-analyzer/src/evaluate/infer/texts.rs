//! Text caught by the holes of a template.

use super::super::{Evaluator, Lit, Piece, Ty, Type};
use super::Collected;
use crate::ir::Name;

impl Evaluator<'_> {
    pub(super) fn collect_template(&mut self, source: Ty, pieces: &[Piece], into: &mut Collected) {
        let mut members = self.alternatives(source);
        if members.is_empty() {
            members.push(source);
        }
        for member in members {
            let own = match self.get(member) {
                Type::Literal(Lit::String(text)) => Some(vec![Piece::Text(text)]),
                Type::Template(own) => Some(own),
                _ => None,
            };
            let holes: Vec<Ty> = pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(hole) => Some(*hole),
                    Piece::Text(_) => None,
                })
                .collect();
            let only_holes = holes.len() == pieces.len();
            let matches = match own.and_then(|own| self.match_template(&own, pieces)) {
                Some(matches) => matches,
                None if only_holes => vec![self.plain(Type::Never); holes.len()],
                None => continue,
            };
            for (found, hole) in matches.into_iter().zip(holes) {
                let found = self.preferred(found, hole, into);
                self.collect(found, hole, into);
            }
        }
    }

    /// Text caught by `infer N extends number` is a number.
    pub(super) fn preferred(&mut self, found: Ty, hole: Ty, into: &Collected) -> Ty {
        let (Type::Literal(Lit::String(text)), Type::Hole { name, .. }) =
            (self.get(found), self.get(hole))
        else {
            return found;
        };
        let Some((_, constraint)) = into.constraints.iter().find(|(known, _)| *known == name)
        else {
            return found;
        };
        let members = self.alternatives(*constraint);
        if members.iter().any(|member| matches!(self.store.get(*member), Type::String | Type::Any))
        {
            return found;
        }
        for member in members {
            let literal = match self.get(member) {
                Type::Number => number_of(&text).map(Lit::number),
                Type::BigInt => bigint_of(&text),
                Type::Literal(literal) if literal.text() == *text => Some(literal),
                Type::Null if &*text == "null" => return member,
                Type::Undefined if &*text == "undefined" => return member,
                _ => None,
            };
            if let Some(literal) = literal {
                return self.plain(Type::Literal(literal));
            }
        }
        found
    }
}

/// The number a text is the spelling of, exactly.
fn number_of(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    (value.is_finite() && super::super::store::number_text(value) == text).then_some(value)
}

fn bigint_of(text: &str) -> Option<Lit> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_spelled_so = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
        && text != "-0";
    is_spelled_so.then(|| Lit::BigInt(Name::from(text)))
}
