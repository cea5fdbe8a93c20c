//! Expressions and functions, as far as types can be read off them.

use std::ops::Deref;

use gati_types::Literal;

use super::{Body, DocId, KeyName, LocalId, Name, NodeId, Pattern, ScopeId, Span, TypeParam};

/// Index of an [`Expr`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ExprId(pub u32);

/// Index of a [`FunctionIr`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FunctionId(pub u32);

/// `as T` or `satisfies T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConstKind {
    As,
    Satisfies,
}

/// An expression.
#[derive(Debug, Clone)]
pub(crate) enum Expr {
    Literal(Literal),
    Null,
    RegExp,
    Template {
        texts: Vec<Name>,
        holes: Vec<ExprId>,
    },
    /// A name that no function around it declares.
    Identifier(Name),
    /// A parameter or a variable of a function around it.
    Local(LocalId),
    This,
    Object(Vec<ObjectEntry>),
    Array(Vec<ArrayEntry>),
    Function(FunctionId),
    Class,
    Call {
        callee: ExprId,
        type_arguments: Vec<NodeId>,
        arguments: Vec<ExprId>,
        optional: bool,
    },
    New {
        callee: ExprId,
        type_arguments: Vec<NodeId>,
        arguments: Vec<ExprId>,
    },
    /// `...xs` among arguments.
    Spread(ExprId),
    /// A whole chain with `?.` in it: where it breaks off, it is undefined.
    Chain(ExprId),
    Member {
        object: ExprId,
        name: Name,
        optional: bool,
    },
    Index {
        object: ExprId,
        index: ExprId,
        optional: bool,
    },
    /// The operator as it is written.
    Unary {
        operator: &'static str,
        operand: ExprId,
    },
    Binary {
        operator: &'static str,
        left: ExprId,
        right: ExprId,
    },
    /// `target = value`, `target += value`: the operator as it is written.
    Assign {
        operator: &'static str,
        target: ExprId,
        value: ExprId,
    },
    /// `x++`, `--x`.
    Update(ExprId),
    /// `[a, b.c] = value`: what is assigned to is known, and no more.
    AssignPattern {
        targets: Vec<ExprId>,
        value: ExprId,
    },
    /// `a, b`.
    Sequence(Vec<ExprId>),
    Conditional {
        test: ExprId,
        yes: ExprId,
        no: ExprId,
    },
    Await(ExprId),
    Typed {
        kind: ConstKind,
        value: ExprId,
        node: NodeId,
    },
    ConstAssertion(ExprId),
    NonNull(ExprId),
    /// Anything a type cannot be read off; the word names it in a diagnostic.
    Other(&'static str),
}

/// A member of an object literal.
#[derive(Debug, Clone)]
pub(crate) enum ObjectEntry {
    Property {
        name: KeyName,
        /// The name was written as a number.
        numeric: bool,
        value: ExprId,
        docs: Option<DocId>,
        span: Span,
    },
    Method {
        name: KeyName,
        function: FunctionId,
        docs: Option<DocId>,
        span: Span,
    },
    Getter {
        name: KeyName,
        function: FunctionId,
        span: Span,
    },
    Spread(ExprId),
}

/// An item of an array literal.
#[derive(Debug, Clone)]
pub(crate) enum ArrayEntry {
    Item(ExprId),
    Spread(ExprId),
    Hole,
}

/// A parameter.
#[derive(Debug, Clone)]
pub(crate) struct ParameterIr {
    /// `None` for a destructuring pattern.
    pub name: Option<Name>,
    /// What it binds inside the body; `None` where there is no body.
    pub pattern: Option<Pattern>,
    pub node: Option<NodeId>,
    /// `= value`.
    pub default: Option<ExprId>,
    pub optional: bool,
    pub rest: bool,
    pub span: Span,
}

/// A function as it is seen from outside.
#[expect(clippy::struct_excessive_bools, reason = "each is something the syntax says or not")]
#[derive(Debug, Clone, Default)]
pub(crate) struct Signature {
    pub span: Span,
    pub type_params: Vec<TypeParam>,
    pub parameters: Vec<ParameterIr>,
    pub returns: Option<NodeId>,
    pub is_async: bool,
    pub generator: bool,
    /// It was written as a method: its parameters are compared in both directions.
    pub is_method: bool,
    /// `abstract new () => T`.
    pub is_abstract: bool,
    /// Whether there is a body.
    pub has_body: bool,
    /// It has no `this` of its own.
    pub is_arrow: bool,
    /// It is a value and not a declaration.
    pub is_expression: bool,
    /// The overload before this one.
    pub earlier: Option<FunctionId>,
}

/// A function's signature and, where it has one, its body.
#[derive(Debug, Clone, Default)]
pub(crate) struct FunctionIr {
    pub signature: Signature,
    pub body: Option<Body>,
    /// Where the types stand that the body declares.
    pub scope: Option<ScopeId>,
}

impl Deref for FunctionIr {
    type Target = Signature;

    fn deref(&self) -> &Signature {
        &self.signature
    }
}
