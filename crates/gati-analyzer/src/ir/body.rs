//! Bodies of functions as trees of statements: what a value is depends on the way to it.

use super::{ExprId, FunctionId, KeyName, Name, NodeId, Span};

/// Index of a [`LocalIr`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LocalId(pub u32);

/// What declares a local name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LocalKind {
    Parameter,
    Const,
    Let,
    Function,
    /// `catch (error)`.
    Caught,
}

/// A parameter, a variable or a function that a body declares.
#[derive(Debug, Clone)]
pub(crate) struct LocalIr {
    pub kind: LocalKind,
    /// Something assigns to it besides its declaration.
    pub reassigned: bool,
    /// What a `const` without an annotation was made from: a condition may have a name.
    pub initialiser: Option<ExprId>,
}

/// What a body is.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// `() => expression`.
    Expression(ExprId),
    Block(Vec<Statement>),
}

/// What a declaration binds.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    Name(LocalId),
    /// `pattern = default`.
    Default(Box<Pattern>, ExprId),
    Object {
        properties: Vec<(KeyName, Pattern)>,
        rest: Option<Box<Pattern>>,
    },
    Array {
        items: Vec<Option<Pattern>>,
        rest: Option<Box<Pattern>>,
    },
}

/// A statement.
#[derive(Debug, Clone)]
pub(crate) enum Statement {
    Expression(ExprId),
    Declare {
        pattern: Pattern,
        node: Option<NodeId>,
        value: Option<ExprId>,
    },
    /// `function f() {}`, known in its whole block.
    Function {
        local: LocalId,
        function: FunctionId,
    },
    Return {
        value: Option<ExprId>,
        span: Span,
    },
    Throw(ExprId),
    Block(Vec<Statement>),
    If {
        test: ExprId,
        yes: Vec<Statement>,
        no: Vec<Statement>,
    },
    /// `while` and `for (;;)`; what a `for` declares stands before it.
    Loop {
        test: Option<ExprId>,
        update: Option<ExprId>,
        body: Vec<Statement>,
    },
    DoWhile {
        body: Vec<Statement>,
        test: ExprId,
    },
    /// `for (pattern of values)`, `for (pattern in value)`.
    Each {
        pattern: Option<Pattern>,
        /// Where something that was declared before is assigned to.
        target: Option<ExprId>,
        values: ExprId,
        over: Over,
        body: Vec<Statement>,
    },
    Switch {
        discriminant: ExprId,
        cases: Vec<(Option<ExprId>, Vec<Statement>)>,
    },
    Try {
        block: Vec<Statement>,
        caught: Option<(Option<Pattern>, Vec<Statement>)>,
        finally: Option<Vec<Statement>>,
    },
    Labelled(Name, Vec<Statement>),
    Break(Option<Name>),
    Continue(Option<Name>),
}

/// What a loop goes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Values,
    AsyncValues,
    Keys,
}
