//! What the types of the language have: members of strings, numbers, lists, dates and so on, and
//! the utility types by their definitions.
//!
//! The declarations are TypeScript text (`language.d.ts`), lowered like any other file once per
//! process. A type of the language is a node of its own ([`Type::String`], [`Type::Array`], …)
//! and is only opened into its members where somebody asks for them: `keyof string`,
//! `T['length']`, whether a list fits `{ length: number }`, a mapped type over a `Date`.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use super::{
    Context, ContextId, Evaluator, Lit, NamedKey, Place, Prop, PropKind, SYMBOL, Shape, Slot, Ty,
    Type,
};
use crate::ir::{
    DeclKind, Expr, ExprId, FileFacts, MODULE_SCOPE, Name, Span, TypeNode, TypeOperator,
};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};
use crate::syntax;

const TEXT: &str = include_str!("language.d.ts");

static FACTS: LazyLock<Arc<FileFacts>> = LazyLock::new(|| {
    let path = PathBuf::from("node_modules/language.d.ts");
    Arc::new(syntax::lower(path, TEXT.to_owned()))
});

/// The declarations of the language, lowered.
pub(crate) fn language_facts() -> Arc<FileFacts> {
    Arc::clone(&FACTS)
}

impl Evaluator<'_> {
    /// A utility type by its definition; `None` if the library has none of this name.
    pub(super) fn utility(&mut self, name: &str, arguments: &[Ty]) -> Option<Ty> {
        let facts = language_facts();
        let (params, node) =
            facts.declarations_of(MODULE_SCOPE, name).find_map(|(_, found)| match &found.kind {
                DeclKind::Alias { params, node } => Some((params, *node)),
                _ => None,
            })?;
        let bindings = params
            .iter()
            .zip(arguments)
            .map(|(param, argument)| (Name::clone(&param.name), *argument))
            .collect();
        let context = Context { file: FileId::LANGUAGE, scope: MODULE_SCOPE, bindings, this: None };
        let context = self.store.add_context(context);
        Some(self.eval(node, context))
    }

    /// The members of an interface of the library.
    fn interface(&mut self, name: &str, arguments: Vec<Ty>) -> Arc<Shape> {
        let named = NamedKey {
            file: FileId::LANGUAGE,
            scope: MODULE_SCOPE,
            name: Name::from(name),
            arguments,
        };
        let named = self.plain(Type::Named(named));
        let opened = self.reveal(named);
        match self.get(opened) {
            Type::Object(shape) => shape,
            _ => Arc::default(),
        }
    }

    /// `ArrayLike<T>`: an object like any other.
    pub(super) fn array_like(&mut self, items: Ty) -> Ty {
        let shape = self.interface("ArrayLike", vec![items]);
        self.plain(Type::Object(shape))
    }

    /// The constructor of a class that has none.
    pub(super) fn empty_constructor(&mut self) -> Option<Ty> {
        let named = NamedKey {
            file: FileId::LANGUAGE,
            scope: MODULE_SCOPE,
            name: Name::from("Constructor"),
            arguments: Vec::new(),
        };
        let named = self.plain(Type::Named(named));
        let opened = self.reveal(named);
        matches!(self.store.get(opened), Type::Function { .. }).then_some(opened)
    }

    /// The one method of bytes that every type of them has, and that gives what it is called on.
    pub(super) fn slice_of_bytes(&mut self) -> Ty {
        let shape = self.interface("Bytes", Vec::new());
        match shape.property("slice") {
            Some(found) => found.ty,
            None => self.plain(Type::Callable),
        }
    }

    /// The members `ty` shows, whether it is an object or a type of the language. `None` for what
    /// has none to look at: `unknown`, `null`, unions, what is not evaluated.
    pub(super) fn apparent(&mut self, ty: Ty) -> Option<Arc<Shape>> {
        let opened = self.expand(ty);
        Some(match self.get(opened) {
            Type::Object(shape) => shape,
            Type::String | Type::Template(_) | Type::Cased(..) | Type::Literal(Lit::String(_)) => {
                self.interface("String", Vec::new())
            }
            Type::Number | Type::Literal(Lit::Number(_)) => self.interface("Number", Vec::new()),
            Type::Boolean | Type::Literal(Lit::Boolean(_)) => self.interface("Boolean", Vec::new()),
            Type::BigInt | Type::Literal(Lit::BigInt(_)) => self.interface("BigInt", Vec::new()),
            Type::Symbol | Type::UniqueSymbol(_) => self.interface("Symbol", Vec::new()),
            Type::Array { items, readonly: false } => self.interface("Array", vec![items]),
            Type::Array { items, readonly: true } => self.interface("ReadonlyArray", vec![items]),
            Type::Tuple { slots, readonly } => self.tuple_members(opened, &slots, readonly),
            Type::Date => self.interface("Date", Vec::new()),
            Type::RegExp => self.interface("RegExp", Vec::new()),
            Type::Map { key, value, readonly } => {
                self.interface(if readonly { "ReadonlyMap" } else { "Map" }, vec![key, value])
            }
            Type::Set { items, readonly } => {
                self.interface(if readonly { "ReadonlySet" } else { "Set" }, vec![items])
            }
            Type::Promise(value) => self.interface("Promise", vec![value]),
            Type::PromiseLike(value) => self.interface("PromiseLike", vec![value]),
            Type::Callable => self.interface("Function", Vec::new()),
            Type::Function { .. } => Arc::new(Shape { callable: Some(opened), ..Shape::default() }),
            Type::NonPrimitive => Arc::default(),
            Type::Refined { base, members, .. } => {
                let own = self.apparent(base)?;
                match members {
                    None => own,
                    Some(members) => {
                        let more = self.apparent(members)?;
                        let place = Place { file: FileId::NONE, span: Span::default() };
                        let joined = self.merge_objects(&own, &more, place);
                        match self.get(joined) {
                            Type::Object(shape) => shape,
                            _ => return None,
                        }
                    }
                }
            }
            _ => return None,
        })
    }

    /// The members of something that is two types at once; `None` where one of them is a list.
    pub(crate) fn members_of_both(&mut self, ty: Ty) -> Option<Arc<Shape>> {
        let opened = self.expand(ty);
        let mut open = vec![opened];
        while let Some(next) = open.pop() {
            let next = self.expand(next);
            match self.get(next) {
                Type::Array { .. } | Type::Tuple { .. } => return None,
                Type::Refined { base, members, .. } => {
                    open.push(base);
                    open.extend(members);
                }
                _ => {}
            }
        }
        self.apparent(opened)
    }

    /// A tuple is a list with a member for each of its places and a length of its own.
    fn tuple_members(&mut self, tuple: Ty, slots: &[Slot], readonly: bool) -> Arc<Shape> {
        let items = self.slot_union(slots);
        let list = self.interface(if readonly { "ReadonlyArray" } else { "Array" }, vec![items]);
        let mut shape = (*list).clone();
        let length = self.length_of(tuple);
        let place = Place { file: FileId::LANGUAGE, span: Span::default() };
        for property in &mut shape.properties {
            if &*property.name == "length" {
                property.ty = length;
            }
        }
        for (index, slot) in slots.iter().take_while(|slot| !slot.rest).enumerate() {
            shape.properties.push(Prop {
                name: Name::from(index.to_string()),
                ty: slot.ty,
                optional: slot.optional,
                readonly,
                docs: None,
                place,
                kind: PropKind::Field,
                key: None,
            });
        }
        Arc::new(shape)
    }

    /// The unique symbol an expression stands for: `Symbol.iterator`, or a `const` that was made
    /// by `Symbol()` or declared as a `unique symbol`.
    pub(super) fn symbol_of(&mut self, expression: ExprId, context: ContextId) -> Option<Name> {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        match facts.expression(expression) {
            Expr::Member { object, name, .. } if matches!(facts.expression(*object), Expr::Identifier(owner) if &**owner == "Symbol") => {
                Some(Name::from(format!("{SYMBOL}Symbol.{name}")))
            }
            Expr::Identifier(name) => {
                let found = self.sources.lookup(here.file, here.scope, name, Meaning::Value);
                match found {
                    Ok(Some(symbol)) => self.symbol_declared(&symbol),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The unique symbol that a declared value is.
    pub(super) fn symbol_declared(&mut self, symbol: &Symbol) -> Option<Name> {
        let Symbol::Declared { file, scope, name } = symbol else { return None };
        let facts = self.sources.facts(*file);
        let is_unique = facts.declarations_of(*scope, name).any(|(_, found)| {
            let DeclKind::Variable(variable) = &found.kind else { return false };
            let is_call = |value: ExprId| match facts.expression(value) {
                Expr::Call { callee, .. } => match facts.expression(*callee) {
                    Expr::Identifier(called) => &**called == "Symbol",
                    Expr::Member { object, name, .. } => {
                        &**name == "for"
                            && matches!(facts.expression(*object), Expr::Identifier(owner) if &**owner == "Symbol")
                    }
                    _ => false,
                },
                _ => false,
            };
            let is_declared = variable.node.is_some_and(|node| {
                matches!(
                    facts.node(node),
                    TypeNode::Operator { operator: TypeOperator::Unique, .. }
                )
            });
            variable.is_const
                && (is_declared || (variable.node.is_none() && variable.initialiser.is_some_and(is_call)))
        });
        is_unique.then(|| Name::from(format!("{SYMBOL}{}:{}:{name}", file.0, scope.0)))
    }

    /// The member every object has, if it is called `name`.
    pub(super) fn member_of_every_object(&mut self, name: &str, is_callable: bool) -> Option<Prop> {
        let inherited = if is_callable { "Function" } else { "Object" };
        self.interface(inherited, Vec::new()).property(name).cloned()
    }
}
