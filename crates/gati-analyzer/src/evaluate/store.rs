//! The types under evaluation: hash-consed nodes that know nothing of syntax.
//!
//! Two lazy nodes make recursion ordinary. [`Type::Named`] is a mention of a declaration with
//! its arguments, opened only when somebody looks inside; [`Type::Deferred`] is syntax in a
//! context, evaluated only when somebody needs it. An object's members are deferred, so a type
//! that contains itself is never evaluated inside its own evaluation.
//!
//! The nodes, their identity and the ways to make them stand together: each is only understood
//! beside the others.

use std::sync::Arc;

use gati_types::{Constraints, Literal, UnknownKeys};
use rustc_hash::FxHashMap;

use crate::ir::{Access, DocId, ExprId, FunctionId, Name, NodeId, ScopeId, Span};
use crate::resolve::FileId;
use crate::resolve::symbol::Symbol;

use super::template::Case;

/// Index of a [`Type`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Ty(u32);

/// Index of a [`Context`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ContextId(u32);

/// Index of a [`Problem`](super::Problem).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ProblemId(pub u32);

/// Where syntax stands, and what the type parameters around it are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Context {
    pub file: FileId,
    pub scope: ScopeId,
    /// Innermost last.
    pub bindings: Vec<(Name, Ty)>,
    pub this: Option<Ty>,
}

/// A literal that can be a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Lit {
    String(Name),
    /// The bits of a finite number; zero is always positive.
    Number(u64),
    Boolean(bool),
    BigInt(Name),
}

/// A mention of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NamedKey {
    pub file: FileId,
    pub scope: ScopeId,
    pub name: Name,
    pub arguments: Vec<Ty>,
}

/// One place of a tuple.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Slot {
    pub ty: Ty,
    pub optional: bool,
    pub rest: bool,
    pub label: Option<Name>,
}

/// A piece of a template literal type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Piece {
    Text(Name),
    Hole(Ty),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Prop {
    pub name: Name,
    pub ty: Ty,
    pub optional: bool,
    pub readonly: bool,
    pub docs: Option<(FileId, DocId)>,
    pub place: Place,
    pub kind: PropKind,
    /// What `keyof` says of it where that is not its name as a string: a number, a member of an
    /// enum, or several of these if types that met had it by different ones.
    pub key: Option<Ty>,
}

/// Where a member lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PropKind {
    /// In the object itself.
    Field,
    /// A method of a class: part of the type, not of what JSON carries.
    Method,
    /// What a class computes where it is read. It stands on the prototype, where JSON does not
    /// look, and is a member like any other to whoever reads the type.
    Accessor,
    /// What can only be set, in a class: there is nothing to read.
    Written,
    /// The `prototype` of a class, which its value has like any function.
    Prototype,
    /// Called by a unique symbol, whose text is its name: part of the type, never of what JSON
    /// carries.
    Symbol,
}

impl PropKind {
    /// Whether it belongs to the class and is no field of its instances.
    pub(crate) fn is_of_class(self) -> bool {
        matches!(self, Self::Method | Self::Accessor | Self::Written | Self::Prototype)
    }

    /// What a member is that two types have: data, if it is data of one of them.
    pub(crate) fn joined(self, other: Self) -> Self {
        match (self, other) {
            (known, other) if !known.is_of_class() || known == other => known,
            (_, other) if !other.is_of_class() => other,
            (Self::Accessor, _) | (_, Self::Accessor) => Self::Accessor,
            (known, _) => known,
        }
    }
}

/// `[key: K]: V`.
#[derive(Debug, Clone)]
pub(crate) struct IndexSig {
    pub key: Ty,
    pub value: Ty,
    /// It comes from a mapped type, whose keys are what was mapped over and no numbers besides.
    pub mapped: bool,
    /// What `keyof` says of it where that is not its key: members of enums that may be any number.
    pub called: Option<Ty>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub file: FileId,
    pub span: Span,
}

/// Whether an object is still the type of an object literal, which TypeScript treats apart until
/// it is given to a variable or returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Literalness {
    #[default]
    No,
    /// As written: it has what it has and nothing besides.
    Fresh,
    /// The same, with something spread into it.
    FreshSpread,
    /// A literal that has been assigned to something.
    Settled,
}

/// The members of an object.
#[expect(clippy::struct_excessive_bools, reason = "each says where the object comes from")]
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape {
    pub properties: Vec<Prop>,
    pub index: Vec<IndexSig>,
    /// It can be called or constructed.
    pub callable: Option<Ty>,
    /// What `new` makes of it: it is the value of a class that takes no type arguments.
    pub instance: Option<Ty>,
    /// Signatures besides `callable`: those before it, and those of the other kind.
    pub others: Vec<Ty>,
    /// It was declared as an interface or a class, which have no signature they do not write.
    pub declared: bool,
    /// It decides for itself what becomes of members it does not declare.
    pub unknown_keys: Option<UnknownKeys>,
    /// It was made by a mapped type: even without members it is not `{}`.
    pub mapped: bool,
    /// It was put together from objects of which one asks for something, or for nothing at all:
    /// it is not weak though all of its members are optional.
    pub strong: bool,
    /// It was put together from several objects, which is not the object that has their members.
    pub joined: bool,
    /// Private and protected members of a class: nothing fits that does not have the same ones.
    pub secrets: Vec<Secret>,
    pub literal: Literalness,
    /// It is the value of an enum, whose index signature is no key of it.
    pub enumeration: bool,
    /// TypeScript reads its members in another order: own ones before those that are inherited.
    pub reordered: bool,
    /// Its signatures come from the members of a union, which stand in an order that only
    /// TypeScript knows: which overload answers is not told.
    pub overloads_untold: bool,
}

/// A member that a class keeps to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secret {
    pub name: Name,
    /// Where it is declared, which makes it what it is.
    pub place: Place,
    pub access: Access,
}

impl Shape {
    /// Whether it is a function and nothing besides: a class without statics is one.
    pub(crate) fn is_only_called(&self) -> bool {
        self.callable.is_some()
            && self.index.is_empty()
            && self.properties.iter().all(|own| own.kind == PropKind::Prototype)
    }

    pub(crate) fn property(&self, name: &str) -> Option<&Prop> {
        self.properties.iter().find(|property| &*property.name == name)
    }
}

/// How the elements of a stream are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pull {
    /// By `for await`: what is handed out may be any stream.
    Iterable,
    /// By `next()` of the stream itself.
    Iterator,
}

/// The types of the platform that hold bytes: they travel alike, and a program tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bytes {
    Uint8Array,
    Buffer,
    ArrayBuffer,
    ArrayBufferLike,
    Blob,
}

impl Bytes {
    /// Whether one of them is one of `other` as well.
    pub(crate) fn fits(self, other: Self) -> bool {
        self == other
            || matches!(
                (self, other),
                (Self::Buffer, Self::Uint8Array) | (Self::ArrayBuffer, Self::ArrayBufferLike)
            )
    }
}

/// Which family of types a constraint narrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Narrows {
    Number,
    String,
    Array,
    Anything,
}

/// A constraint or a brand that waits for the type it is intersected with.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub name: Name,
    pub narrows: Narrows,
    pub constraints: Constraints,
    pub brand: Option<String>,
}

/// What `?` and `-?` of a mapped type make of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Change {
    /// A member that may be missing does not say `undefined` twice.
    WithoutUndefined,
    /// A member that may no longer be missing.
    Defined,
    /// A value of an index signature that may be missing.
    OrUndefined,
}

/// A type under evaluation.
#[derive(Debug, Clone)]
pub(crate) enum Type {
    Any,
    Unknown,
    Never,
    Null,
    Undefined,
    Void,
    Boolean,
    Number,
    String,
    BigInt,
    Symbol,
    /// The type of one symbol alone, by the text that tells it from all others.
    UniqueSymbol(Name),
    NonPrimitive,
    Date,
    Bytes(Bytes),
    Url,
    RegExp,
    File,
    Literal(Lit),
    Template(Vec<Piece>),
    Array {
        items: Ty,
        readonly: bool,
    },
    Tuple {
        slots: Vec<Slot>,
        readonly: bool,
    },
    Map {
        key: Ty,
        value: Ty,
        readonly: bool,
    },
    Set {
        items: Ty,
        readonly: bool,
    },
    Promise(Ty),
    /// `PromiseLike<T>`, of which is known that it can be awaited.
    PromiseLike(Ty),
    Object(Arc<Shape>),
    /// A signature, with the context of its parameter and return types.
    Function {
        function: FunctionId,
        context: ContextId,
        constructs: bool,
    },
    /// Something callable of which nothing more is known.
    Callable,
    Union(Vec<Ty>),
    Refined {
        base: Ty,
        constraints: Arc<Constraints>,
        brands: Vec<String>,
        /// The members a hand-made brand was written with: `string & { __brand: 'Id' }`.
        members: Option<Ty>,
    },
    /// `Uppercase<string>` and its kin over text that is not known yet.
    Cased(Case, Ty),
    /// A constraint type by itself.
    Mark(Arc<Mark>),
    /// `Status<201, T>`.
    Status {
        status: u16,
        body: Ty,
    },
    /// `AsyncIterable<T>` and its kin: elements that come one by one, at the top of a response or
    /// of a body.
    Stream(Ty, Pull),
    /// A type of the framework that is not data: `Request`, `GlobalContext`.
    Framework {
        name: Name,
        arguments: Vec<Ty>,
    },
    Named(NamedKey),
    Deferred {
        node: NodeId,
        context: ContextId,
    },
    /// The type of an expression, as a value that may still change or as a constant.
    DeferredValue {
        expression: ExprId,
        context: ContextId,
        constant: bool,
    },
    /// The type of what a module or namespace exports, which may be the module itself.
    SymbolValue {
        symbol: Arc<Symbol>,
        place: Place,
    },
    /// What a function without a declared result gives: the type of a getter.
    Returned {
        function: FunctionId,
        context: ContextId,
    },
    /// Two types that meet where somebody looks: members of objects that are intersected.
    Meeting {
        left: Ty,
        right: Ty,
        place: Place,
    },
    /// An intersection with interfaces or classes in it that speak of `this`, which is the whole of
    /// it: its parts, flat, of which each is read with the intersection as its `this`.
    Whole {
        parts: Vec<Ty>,
        place: Place,
    },
    /// What a modifier of a mapped type makes of a member, where somebody looks: the member may be
    /// a union with the mapped type itself in it, which is not put together yet.
    Modified {
        ty: Ty,
        change: Change,
    },
    /// A member of an enum, which is more than its value: `'a'` is no `E.A`.
    Member {
        /// Its literal, or `number`.
        value: Ty,
        owner: NamedKey,
        /// What it is called where its value is not known before the program runs.
        computed: Option<Name>,
    },
    /// `NoInfer<T>`: `T` for whoever looks inside, and one type to what distributes over
    /// alternatives or takes lists apart.
    NoInfer(Ty),
    /// A placeholder of a pattern that is being matched: `infer X`, or `...infer X`.
    Hole {
        name: Name,
        spread: bool,
    },
    Problem(ProblemId),
}

/// What makes two nodes the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Plain(u8),
    Bytes(Bytes),
    Literal(Lit),
    Template(Vec<Piece>),
    Array(Ty, bool),
    Tuple(Vec<Slot>, bool),
    Map(Ty, Ty, bool),
    Set(Ty, bool),
    Promise(Ty),
    PromiseLike(Ty),
    Function(FunctionId, ContextId, bool),
    Union(Vec<Ty>),
    Status(u16, Ty),
    Stream(Ty, Pull),
    Framework(Name, Vec<Ty>),
    Named(NamedKey),
    Deferred(NodeId, ContextId),
    DeferredValue(ExprId, ContextId, bool),
    SymbolValue(Arc<Symbol>),
    Returned(FunctionId, ContextId),
    Meeting(Ty, Ty),
    Whole(Vec<Ty>),
    Modified(Ty, Change),
    Member(Ty, NamedKey, Option<Name>),
    NoInfer(Ty),
    UniqueSymbol(Name),
    Cased(Case, Ty),
    Hole(Name, bool),
    Problem(ProblemId),
}

/// Every node met during one analysis.
#[derive(Debug, Default)]
pub(crate) struct Store {
    types: Vec<Type>,
    /// Whether a placeholder can be reached from a type, and from a context. Known when they are
    /// made: nothing mentions what comes later.
    holed: Vec<bool>,
    holed_contexts: Vec<bool>,
    keys: FxHashMap<Key, Ty>,
    contexts: Vec<Context>,
    context_keys: FxHashMap<Context, ContextId>,
}

impl Store {
    pub(crate) fn get(&self, ty: Ty) -> &Type {
        &self.types[ty.0 as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.types.len()
    }

    /// Types and contexts: what the memory it takes is made of.
    pub(crate) fn size(&self) -> usize {
        self.types.len() + self.contexts.len()
    }

    pub(crate) fn add(&mut self, node: Type) -> Ty {
        let Some(key) = key_of(&node) else { return self.push(node) };
        if let Some(known) = self.keys.get(&key) {
            return *known;
        }
        let id = self.push(node);
        self.keys.insert(key, id);
        id
    }

    fn push(&mut self, node: Type) -> Ty {
        let id = Ty(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        self.holed.push(self.reaches_hole(&node));
        self.types.push(node);
        id
    }

    pub(crate) fn context(&self, id: ContextId) -> &Context {
        &self.contexts[id.0 as usize]
    }

    pub(crate) fn add_context(&mut self, context: Context) -> ContextId {
        if let Some(known) = self.context_keys.get(&context) {
            return *known;
        }
        let id = ContextId(u32::try_from(self.contexts.len()).unwrap_or(u32::MAX));
        let holed = context.bindings.iter().any(|(_, bound)| self.has_hole(*bound));
        self.holed_contexts.push(holed);
        self.contexts.push(context.clone());
        self.context_keys.insert(context, id);
        id
    }

    /// Whether a placeholder of a pattern can be reached from `ty`.
    pub(crate) fn has_hole(&self, ty: Ty) -> bool {
        self.holed[ty.0 as usize]
    }

    fn reaches_hole(&self, node: &Type) -> bool {
        let below = |ty: &Ty| self.has_hole(*ty);
        match node {
            Type::Hole { .. } => true,
            Type::Array { items, .. }
            | Type::Set { items, .. }
            | Type::Promise(items)
            | Type::PromiseLike(items)
            | Type::Stream(items, _) => below(items),
            Type::Map { key, value, .. } => below(key) || below(value),
            Type::Tuple { slots, .. } => slots.iter().any(|slot| below(&slot.ty)),
            Type::Union(members) => members.iter().any(below),
            Type::Template(pieces) => pieces.iter().any(|piece| match piece {
                Piece::Hole(hole) => below(hole),
                Piece::Text(_) => false,
            }),
            Type::Object(shape) => {
                shape.properties.iter().any(|own| below(&own.ty))
                    || shape.index.iter().any(|own| below(&own.key) || below(&own.value))
                    || shape.others.iter().chain(&shape.callable).any(below)
            }
            Type::Function { context, .. }
            | Type::Deferred { context, .. }
            | Type::DeferredValue { context, .. } => self.holed_contexts[context.0 as usize],
            Type::Named(named) => named.arguments.iter().any(below),
            Type::Refined { base: ty, .. } | Type::Modified { ty, .. } => below(ty),
            Type::Meeting { left, right, .. } => below(left) || below(right),
            Type::Whole { parts, .. } => parts.iter().any(below),
            _ => false,
        }
    }

    pub(crate) fn string_literal(&mut self, text: &str) -> Ty {
        self.add(Type::Literal(Lit::String(Name::from(text))))
    }

    pub(crate) fn object(&mut self, shape: Shape) -> Ty {
        self.add(Type::Object(Arc::new(shape)))
    }
}

/// The key of a node; `None` for one that is only equal to itself.
fn key_of(node: &Type) -> Option<Key> {
    Some(match node {
        Type::Any => Key::Plain(0),
        Type::Unknown => Key::Plain(1),
        Type::Never => Key::Plain(2),
        Type::Null => Key::Plain(3),
        Type::Undefined => Key::Plain(4),
        Type::Void => Key::Plain(5),
        Type::Boolean => Key::Plain(6),
        Type::Number => Key::Plain(7),
        Type::String => Key::Plain(8),
        Type::BigInt => Key::Plain(9),
        Type::Symbol => Key::Plain(10),
        Type::NonPrimitive => Key::Plain(11),
        Type::Date => Key::Plain(12),
        Type::Bytes(of) => Key::Bytes(*of),
        Type::Url => Key::Plain(14),
        Type::RegExp => Key::Plain(15),
        Type::File => Key::Plain(16),
        Type::Callable => Key::Plain(17),
        Type::Literal(literal) => Key::Literal(literal.clone()),
        Type::UniqueSymbol(name) => Key::UniqueSymbol(Name::clone(name)),
        Type::Cased(case, text) => Key::Cased(*case, *text),
        Type::Template(pieces) => Key::Template(pieces.clone()),
        Type::Array { items, readonly } => Key::Array(*items, *readonly),
        Type::Tuple { slots, readonly } => Key::Tuple(slots.clone(), *readonly),
        Type::Map { key, value, readonly } => Key::Map(*key, *value, *readonly),
        Type::Set { items, readonly } => Key::Set(*items, *readonly),
        Type::Promise(value) => Key::Promise(*value),
        Type::PromiseLike(value) => Key::PromiseLike(*value),
        Type::Function { function, context, constructs } => {
            Key::Function(*function, *context, *constructs)
        }
        Type::Union(members) => Key::Union(members.clone()),
        Type::Status { status, body } => Key::Status(*status, *body),
        Type::Stream(element, pull) => Key::Stream(*element, *pull),
        Type::Framework { name, arguments } => Key::Framework(Name::clone(name), arguments.clone()),
        Type::Named(named) => Key::Named(named.clone()),
        Type::Deferred { node, context } => Key::Deferred(*node, *context),
        Type::DeferredValue { expression, context, constant } => {
            Key::DeferredValue(*expression, *context, *constant)
        }
        Type::SymbolValue { symbol, .. } => Key::SymbolValue(Arc::clone(symbol)),
        Type::Returned { function, context } => Key::Returned(*function, *context),
        Type::Meeting { left, right, .. } => Key::Meeting(*left, *right),
        Type::Whole { parts, .. } => Key::Whole(parts.clone()),
        Type::Modified { ty, change } => Key::Modified(*ty, *change),
        Type::Member { value, owner, computed } => {
            Key::Member(*value, owner.clone(), computed.clone())
        }
        Type::NoInfer(inner) => Key::NoInfer(*inner),
        Type::Hole { name, spread } => Key::Hole(Name::clone(name), *spread),
        Type::Problem(problem) => Key::Problem(*problem),
        Type::Object(_) | Type::Refined { .. } | Type::Mark(_) => return None,
    })
}

impl Lit {
    pub(crate) fn number(value: f64) -> Self {
        Self::Number(if value == 0.0 { 0.0_f64.to_bits() } else { value.to_bits() })
    }

    pub(crate) fn from_literal(literal: &Literal) -> Self {
        match literal {
            Literal::String(text) => Self::String(Name::from(text.as_str())),
            Literal::Number(value) => Self::number(*value),
            Literal::Boolean(value) => Self::Boolean(*value),
            Literal::BigInt(digits) => Self::BigInt(Name::from(digits.as_str())),
        }
    }

    pub(crate) fn to_literal(&self) -> Literal {
        match self {
            Self::String(text) => Literal::String(text.to_string()),
            Self::Number(bits) => Literal::Number(f64::from_bits(*bits)),
            Self::Boolean(value) => Literal::Boolean(*value),
            Self::BigInt(digits) => Literal::BigInt(digits.to_string()),
        }
    }

    /// The text of the value, as a property name or inside a template.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::String(text) | Self::BigInt(text) => text.to_string(),
            Self::Number(bits) => number_text(f64::from_bits(*bits)),
            Self::Boolean(value) => value.to_string(),
        }
    }

    /// The keyword type the literal belongs to.
    pub(crate) fn widened(&self) -> Type {
        match self {
            Self::String(_) => Type::String,
            Self::Number(_) => Type::Number,
            Self::Boolean(_) => Type::Boolean,
            Self::BigInt(_) => Type::BigInt,
        }
    }
}

/// A number the way JavaScript writes it.
pub(crate) fn number_text(value: f64) -> String {
    // JavaScript writes no sign before a zero.
    let value = value + 0.0;
    if value.abs() >= 1e21 || (value != 0.0 && value.abs() < 1e-6) {
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                format!("{digits}e+{exponent}")
            }
            _ => text,
        };
    }
    format!("{value}")
}
