//! Types as messages name them: by their names, or by what they are.

use super::{Evaluator, Lit, Place, Ty, Type};
use crate::codes::Code;

impl Evaluator<'_> {
    /// "`User`", "`string`", "an array": a few words, never the whole of a type.
    pub(super) fn described(&mut self, ty: Ty) -> String {
        let ty = self.force(ty);
        let word = match self.store.get(ty) {
            Type::Named(named) => &*named.name,
            Type::Framework { name, .. } => &**name,
            Type::Mark(mark) => &*mark.name,
            Type::Refined { base, .. } => {
                let base = *base;
                return self.described(base);
            }
            Type::Literal(literal) => return described_literal(literal),
            Type::Member { owner, .. } => &*owner.name,
            Type::Any => "any",
            Type::Unknown | Type::Hole { .. } => "unknown",
            Type::Never => "never",
            Type::Null => "null",
            Type::Undefined => "undefined",
            Type::Void => "void",
            Type::Boolean => "boolean",
            Type::Number => "number",
            Type::String => "string",
            Type::BigInt => "bigint",
            Type::Symbol => "symbol",
            Type::NonPrimitive => "object",
            Type::Date => "Date",
            Type::Url => "URL",
            Type::RegExp => "RegExp",
            Type::File => "File",
            Type::Status { .. } => "Status",
            other => return kind_of(other).to_owned(),
        };
        format!("`{word}`")
    }

    /// A type in a place for another kind of type: "`ReturnType` takes a function, and `string` is
    /// none".
    pub(super) fn unfit(&mut self, place: Place, rule: &str, found: Ty, help: &str) -> Ty {
        let found = self.described(found);
        self.failure(Code::TypeUnsupported, place, format!("{rule}, and {found} is not one"), help)
    }
}

fn kind_of(node: &Type) -> &'static str {
    match node {
        Type::Bytes(_) => "a buffer",
        Type::Template(_) => "a template literal type",
        Type::Array { .. } => "an array",
        Type::Tuple { .. } => "a tuple",
        Type::Map { .. } => "a `Map`",
        Type::Set { .. } => "a `Set`",
        Type::Promise(_) | Type::PromiseLike(_) => "a promise",
        Type::Stream(..) => "a stream",
        Type::Object(_) => "an object",
        Type::Function { .. } | Type::Callable => "a function",
        Type::Union(_) => "a union",
        _ => "this type",
    }
}

fn described_literal(literal: &Lit) -> String {
    match literal {
        Lit::String(text) => format!("`'{text}'`"),
        other => format!("`{}`", other.text()),
    }
}
