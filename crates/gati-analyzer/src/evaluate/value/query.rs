//! Queries of a Prisma client: what `prisma.user.findMany({ select: … })` gives.
//!
//! The methods of the client take `SelectSubset<T, Args>`, from which TypeScript reads `T` back
//! through a mapped type. What they give hangs on the parts of `T` that say which members are
//! wanted, so those are read off the argument, and the result is evaluated as it is declared.

use super::{Evaluator, Stuck, Typed, Walk, Want, stuck};
use crate::evaluate::store::Literalness;
use crate::evaluate::{ContextId, Place, Shape, Ty, Type};
use crate::ir::{Expr, ExprId, FunctionId, KeyName, MODULE_SCOPE, Name, ObjectEntry, TypeNode};
use crate::resolve::symbol::{Meaning, Symbol};

/// The members of a query's argument that decide what it gives.
const DECIDING: [&str; 8] = ["select", "include", "omit", "_count", "_avg", "_sum", "_min", "_max"];

impl Evaluator<'_> {
    /// The context of a query's signature for these arguments; `None` if it is no query.
    pub(super) fn query_arguments(
        &mut self,
        (function, context): (FunctionId, ContextId),
        arguments: &[ExprId],
        place: Place,
        walk: &mut Walk,
    ) -> Option<Result<ContextId, Stuck>> {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        if signature.type_params.is_empty() {
            return None;
        }
        // What all clients stand on declares the methods of those that were extended.
        if facts.declarations_of(MODULE_SCOPE, "GetFindResult").next().is_some() {
            return Some(stuck(place, "an extended client of Prisma"));
        }
        let ([param], [taken]) =
            (signature.type_params.as_slice(), signature.parameters.as_slice())
        else {
            return None;
        };
        let TypeNode::Reference { path, arguments: of } = facts.node(taken.node?) else {
            return None;
        };
        let reads_back = matches!(&**path.last()?, "SelectSubset" | "Subset");
        let TypeNode::Reference { path: first, .. } = facts.node(*of.first()?) else {
            return None;
        };
        let is_query = reads_back
            && first.as_slice() == [Name::clone(&param.name)]
            && self.sources.is_of_prisma(file);
        if !is_query {
            return None;
        }
        let wanted = match arguments {
            [] => Ok(self.store.object(Shape::default())),
            [argument] => self.deciding_part(*argument, walk),
            [_, second, ..] => stuck(walk.place(*second), "a query with more than one argument"),
        };
        Some(wanted.map(|wanted| self.bind(context, vec![(Name::clone(&param.name), wanted)])))
    }

    /// What an argument says of the members that are wanted.
    fn deciding_part(&mut self, argument: ExprId, walk: &mut Walk) -> Result<Ty, Stuck> {
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Object(entries) = facts.expression(argument) else {
            return stuck(walk.place(argument), "the argument of a query is not written in place");
        };
        let mut deciding = Vec::new();
        for entry in entries {
            let ObjectEntry::Property { name: KeyName::Static(name), .. } = entry else {
                let why = "not all members of a query's argument are written in place";
                return stuck(walk.place(argument), why);
            };
            if DECIDING.contains(&&**name) {
                deciding.push(entry.clone());
            }
        }
        let want = Want { constant: true, context: None };
        let ty = self.object(&deciding, walk, want)?.ty;
        Ok(self.as_argument(ty))
    }

    /// An object literal with its literals as they are, and nothing readonly that was written in
    /// place: what a type parameter stands for that an argument is read back into.
    fn as_argument(&mut self, ty: Ty) -> Ty {
        let Type::Object(shape) = self.get(ty) else { return ty };
        if matches!(shape.literal, Literalness::No | Literalness::Settled) {
            return ty;
        }
        let mut shape = (*shape).clone();
        for property in &mut shape.properties {
            property.readonly = false;
            property.ty = self.as_argument(property.ty);
        }
        shape.literal = Literalness::No;
        self.store.object(shape)
    }

    /// `new PrismaClient(…)`; `None` if something else is made.
    pub(super) fn new_client(
        &mut self,
        symbol: &Symbol,
        callee: ExprId,
        arguments: &[ExprId],
        walk: &mut Walk,
    ) -> Option<Typed> {
        let Symbol::Declared { file, name, .. } = symbol else { return None };
        if &**name != "PrismaClient" || !self.sources.is_of_prisma(*file) {
            return None;
        }
        let place = walk.place(callee);
        // `omit` in the options changes what every query gives.
        let facts = std::rc::Rc::clone(&walk.facts);
        let is_plain = arguments.iter().all(|argument| match facts.expression(*argument) {
            Expr::Object(entries) => entries.iter().all(|entry| match entry {
                ObjectEntry::Property { name: KeyName::Static(name), .. } => &**name != "omit",
                _ => false,
            }),
            _ => false,
        });
        if !is_plain {
            return Some(stuck(place, "a client of Prisma with options that are not plain"));
        }
        let Expr::Identifier(local) = facts.expression(callee) else {
            return Some(stuck(place, "an instance of this"));
        };
        let path = [Name::clone(local)];
        let ty = self.eval_reference(&path, &[], walk.context, place);
        Some(self.certain(ty, place))
    }

    /// What the name that is made an instance of stands for.
    pub(super) fn class_behind(&mut self, name: &Name, walk: &Walk) -> Option<Symbol> {
        let here = self.store.context(walk.context);
        let (file, scope) = (here.file, here.scope);
        self.sources.lookup(file, scope, name, Meaning::Value).ok()?
    }
}
