//! Template literal types: `` `user-${Id}` ``, and the case functions over strings.

use super::{ContextId, Evaluator, Lit, MAX_MEMBERS, Piece, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::{Name, NodeId};

/// What `Uppercase` and its kin do to text.
#[derive(Debug, Clone, Copy)]
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
                        Type::String | Type::Number | Type::BigInt | Type::Boolean => {
                            longer.push(Piece::Hole(*alternative));
                        }
                        Type::Any => {
                            let string = self.plain(Type::String);
                            longer.push(Piece::Hole(string));
                        }
                        Type::Refined { base, .. } => longer.push(Piece::Hole(base)),
                        _ => {
                            let hole = self.place(*hole, context);
                            return self.unsupported(
                                hole,
                                "this type in a template",
                                "use a string, number, bigint, boolean or a literal",
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
            && matches!(self.store.get(*hole), Type::String)
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
            Type::String | Type::Any | Type::Never | Type::Problem(_) => opened,
            _ => self.unsupported(
                place,
                "changing the case of something that is not a literal",
                "use `string & Uppercase` or `string & Lowercase` of `@gati-framework/core`",
            ),
        }
    }
}

fn piece(text: Option<&Name>) -> Piece {
    Piece::Text(text.map_or_else(|| Name::from(""), Name::clone))
}

fn apply(case: Case, text: &str) -> String {
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
