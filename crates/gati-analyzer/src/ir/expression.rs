//! Expressions and functions, as far as types can be read off them.

use std::ops::Deref;

use gati_types::Literal;

use super::{DocId, KeyName, Name, NodeId, Span, TypeParam};

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
    Identifier(Name),
    Object(Vec<ObjectEntry>),
    Array(Vec<ArrayEntry>),
    Function(FunctionId),
    Class,
    Call {
        callee: ExprId,
        type_arguments: Vec<NodeId>,
        arguments: Vec<ExprId>,
    },
    New {
        callee: ExprId,
        type_arguments: Vec<NodeId>,
    },
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
    Conditional {
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
    Property { name: KeyName, value: ExprId, docs: Option<DocId>, span: Span },
    Method { name: KeyName, function: FunctionId, docs: Option<DocId>, span: Span },
    Getter { name: KeyName, function: FunctionId, span: Span },
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
    pub node: Option<NodeId>,
    pub optional: bool,
    pub rest: bool,
    pub span: Span,
}

/// A place where a body answers.
#[derive(Debug, Clone)]
pub(crate) enum AnswerSite {
    /// `return e`, or the expression of an arrow function.
    Return { value: ExprId, span: Span },
    /// `return;`.
    ReturnNothing,
    /// A statement `receiver.method(arguments)`: perhaps `res.json(x)`.
    Call { call: ExprId, span: Span },
    /// `target = value`: perhaps `res.body = x`.
    Assign { target: ExprId, value: ExprId, span: Span },
    /// The end of the body can be reached.
    FallThrough,
    /// A part of the body begins that may be left out or run again.
    Enter,
    /// It ends; `ends` says that what follows is not reached from it.
    Leave { ends: bool },
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
    /// Whether there is a body that was looked at.
    pub has_body: bool,
}

/// A function's signature and, where it was asked for, what its body shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct FunctionIr {
    pub signature: Signature,
    pub answers: Vec<AnswerSite>,
    /// `const`, `let` and `var` of the body, nested functions left out. A name that is declared
    /// twice is kept twice; whoever looks it up must not choose.
    pub locals: Vec<super::VariableDecl>,
}

impl Deref for FunctionIr {
    type Target = Signature;

    fn deref(&self) -> &Signature {
        &self.signature
    }
}
