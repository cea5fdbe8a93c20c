//! `typeof x === 'string'` and `'name' in x`.

use super::operator::WORDS;
use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Place, Type};
use crate::ir::ExprId;

impl Evaluator<'_> {
    pub(super) fn narrow_typeof(
        &mut self,
        operand: ExprId,
        word: &str,
        sense: bool,
        walk: &mut Walk,
    ) {
        let place = walk.place(operand);
        if !WORDS.contains(&word) {
            return;
        }
        self.refine_reference(operand, walk, &mut |this, value| {
            this.by_typeof(value, word, sense, place)
        });
    }

    pub(super) fn by_typeof(
        &mut self,
        value: &Value,
        word: &str,
        sense: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let opened = self.expand(value.ty);
        if matches!(self.store.get(opened), Type::Unknown | Type::Any) {
            if !sense {
                return Ok(value.clone());
            }
            let node = match word {
                "string" => Type::String,
                "number" => Type::Number,
                "bigint" => Type::BigInt,
                "boolean" => Type::Boolean,
                "symbol" => Type::Symbol,
                "undefined" => Type::Undefined,
                "object" if matches!(self.store.get(opened), Type::Unknown) => {
                    let parts = [Type::NonPrimitive, Type::Null];
                    let parts = parts.into_iter().map(|part| self.plain(part)).collect();
                    return Ok(Value::of(self.union(parts)));
                }
                _ => return stuck(place, "what `typeof` leaves of this"),
            };
            return Ok(Value::of(self.plain(node)));
        }
        let mut kept = Vec::new();
        for member in self.constituents(value.ty) {
            let opened = self.expand(member);
            let own = match self.get(opened) {
                Type::String | Type::Template(_) | Type::Literal(Lit::String(_)) => "string",
                Type::Number | Type::Literal(Lit::Number(_)) => "number",
                Type::BigInt | Type::Literal(Lit::BigInt(_)) => "bigint",
                Type::Boolean | Type::Literal(Lit::Boolean(_)) => "boolean",
                Type::Symbol => "symbol",
                Type::Undefined | Type::Void => "undefined",
                Type::Function { .. } | Type::Callable => "function",
                Type::Refined { base, .. } => {
                    let inner = self.by_typeof(&Value::of(base), word, true, place)?;
                    if self.constituents(inner.ty).is_empty() { "" } else { word }
                }
                Type::Object(shape) if shape.callable.is_some() => "function",
                Type::Object(shape)
                    if (shape.properties.is_empty() && shape.index.is_empty())
                        || !shape.index.is_empty() =>
                {
                    if shape.properties.is_empty() && shape.index.is_empty() {
                        return stuck(place, "what `typeof` leaves of this");
                    }
                    "object"
                }
                Type::NonPrimitive
                | Type::Framework { .. }
                | Type::Unknown
                | Type::Any
                | Type::Hole { .. } => {
                    return stuck(place, "what `typeof` leaves of this");
                }
                _ => "object",
            };
            if (own == word) == sense {
                kept.push(member);
            }
        }
        Ok(self.kept(value, kept))
    }

    pub(super) fn narrow_member(
        &mut self,
        key: ExprId,
        object: ExprId,
        sense: bool,
        walk: &mut Walk,
    ) {
        let place = walk.place(object);
        let Ok(key) = self.infer(key, walk, Want::default()) else { return };
        let Some(key) = self.literal_of(key.ty) else { return };
        let name = key.text();
        self.refine_reference(object, walk, &mut |this, value| {
            let members = this.constituents(value.ty);
            let mut has = Vec::with_capacity(members.len());
            for member in &members {
                let opened = this.expand(*member);
                match this.get(opened) {
                    Type::Object(shape) => has.push(match shape.property(&name) {
                        Some(own) if own.optional => (true, true),
                        Some(_) => (true, false),
                        None => (!shape.index.is_empty(), true),
                    }),
                    _ => return stuck(place, "what `in` leaves of this"),
                }
            }
            if !has.iter().any(|(may_have, _)| *may_have) {
                return if sense {
                    stuck(place, "what `in` leaves of this")
                } else {
                    Ok(value.clone())
                };
            }
            let kept = members
                .iter()
                .zip(has)
                .filter(|(_, (may_have, may_lack))| if sense { *may_have } else { *may_lack })
                .map(|(member, _)| *member)
                .collect();
            Ok(this.kept(value, kept))
        });
    }
}
