//! From a type to how texts are read for it, in the order in which `read.rs` writes the same as
//! JavaScript. What is read in a way that is not told here has no table.

use gati_types::reading;
use gati_types::{ArrayType, GType, Literal, ObjectType, Reading, SetType, UnionType, UnknownKeys};

use super::{
    plan::Planner,
    texts::{Either, Place, Read, Texts, Undeclared},
};
use crate::{
    collection::unwrap,
    compiler::Kind,
    facts::{Facts, is_anything},
    project::only_solid,
};

/// How far types are followed: one that mentions itself has no end.
const DEEPEST: u32 = 8;

/// Whose texts they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Names are as the type has them.
    AsDeclared,
    /// Of headers: in small letters, and nobody looks at those that are not declared.
    InSmallLetters,
}

/// What a module carries for the positions of a handler whose texts are looked at without
/// JavaScript: an object literal.
pub(crate) fn explains<'a>(
    positions: &'a [(&'static str, Kind, GType)],
    facts: &'a Facts<'a>,
) -> Option<String> {
    let mut members = Vec::new();
    for (name, kind, gtype) in positions {
        let named = match kind {
            Kind::Read => Named::AsDeclared,
            Kind::ReadHeaders => Named::InSmallLetters,
            _ => continue,
        };
        if let Some(texts) = texts(gtype, facts, named) {
            members.push(format!("{name}: {}", gati_emit::string(&texts)));
        }
    }
    (!members.is_empty()).then(|| format!("{{ {} }}", members.join(", ")))
}

/// What issues of texts in the place of `root`, which is in normal form, are found by, as text;
/// `None` where only JavaScript reads them.
fn texts<'a>(root: &'a GType, facts: &'a Facts<'a>, named: Named) -> Option<String> {
    let GType::Object(object) = facts.resolve(root) else { return None };
    if !object.index.is_empty() {
        return None;
    }
    let mut planner = Planner::new(facts);
    let root = planner.function(root);
    let reads = planner.places(object, named)?;
    let keeps = named == Named::AsDeclared && facts.mode(object) != UnknownKeys::Strip;
    let others = if keeps { Undeclared::Kept } else { Undeclared::Left };
    let texts = Texts { table: planner.table(root), reads, others };
    serde_json::to_string(&texts).ok()
}

impl<'a> Planner<'a> {
    fn places(&mut self, object: &'a ObjectType, named: Named) -> Option<Vec<Place>> {
        let mut places = Vec::new();
        for property in &object.properties {
            // What every object has by itself is JavaScript's to tell from what came.
            if gati_emit::is_inherited(&property.name) {
                return None;
            }
            if is_anything(self.facts.resolve(&property.gtype)) {
                continue;
            }
            let name = match named {
                Named::AsDeclared => property.name.clone(),
                Named::InSmallLetters => property.name.to_lowercase(),
            };
            places.push(Place { name, read: self.read(&property.gtype, DEEPEST)? });
        }
        Some(places)
    }

    fn read(&mut self, gtype: &'a GType, left: u32) -> Option<Read> {
        let left = left.checked_sub(1)?;
        let facts = self.facts;
        Some(match reading(gtype, facts.types) {
            Reading::Number => Read::Number,
            Reading::Boolean => Read::Boolean,
            Reading::Null => Read::Null,
            Reading::Text | Reading::Never => Read::Text,
            Reading::Parts => match unwrap(facts.resolve(gtype)).0 {
                GType::Array(ArrayType { items, .. }) | GType::Set(SetType { items }) => {
                    Read::List(Box::new(self.read(items, left)?))
                }
                GType::Union(union) => return self.either(union, left),
                _ => return None,
            },
        })
    }

    fn either(&mut self, union: &'a UnionType, left: u32) -> Option<Read> {
        let facts = self.facts;
        if union.members.iter().any(|one| is_anything(facts.resolve(one))) {
            return Some(Read::Text);
        }
        if let Some(only) = only_solid(union)
            && !facts.is_scalar(only)
        {
            return self.read(only, left);
        }
        let mut either = Either { texts: Vec::new(), scalars: Vec::new(), others: Vec::new() };
        let mut plain = Vec::new();
        for member in &union.members {
            if let GType::Literal(Literal::String(text)) = facts.resolve(member) {
                either.texts.push(text.clone());
                continue;
            }
            let read = self.read(member, left)?;
            let node = self.node(member, None);
            if !facts.is_scalar(member) {
                either.others.push((read, node));
            } else if read == Read::Text {
                plain.push((read, node));
            } else {
                either.scalars.push((read, node));
            }
        }
        // Texts that are a text are meant as they are, unless they are something narrower.
        if either.others.is_empty() && either.scalars.is_empty() {
            return Some(Read::Text);
        }
        if !either.others.is_empty() {
            either.scalars.append(&mut plain);
        }
        Some(Read::Either(Box::new(either)))
    }
}
