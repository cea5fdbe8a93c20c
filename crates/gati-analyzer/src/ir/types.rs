//! Type syntax.

use gati_types::Literal;

use super::{DocId, ExprId, FunctionId, Name, Span};

/// Index of a [`TypeNode`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(pub u32);

/// Types that are one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Any,
    BigInt,
    Boolean,
    Intrinsic,
    Never,
    Null,
    Number,
    Object,
    String,
    Symbol,
    Undefined,
    Unknown,
    Void,
}

/// `keyof`, `unique`, `readonly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypeOperator {
    Keyof,
    Unique,
    Readonly,
}

/// What a mapped type does to `?` or `readonly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modifier {
    Keep,
    Add,
    Remove,
}

/// A name that a function or a class around a type declares: looked up at the top level, it would
/// be taken for something else.
#[derive(Debug, Clone)]
pub(crate) enum OutOfReach {
    /// A type parameter.
    Parameter(Name),
    /// A variable, in `typeof`.
    Variable(Name),
}

/// A type as written.
#[derive(Debug, Clone)]
pub(crate) enum TypeNode {
    Keyword(Keyword),
    Literal(Literal),
    Template {
        texts: Vec<Name>,
        holes: Vec<NodeId>,
    },
    Array(NodeId),
    Tuple(Vec<TupleItem>),
    Object(Vec<Member>),
    Function(FunctionId),
    Constructor(FunctionId),
    /// `A.B<C>`.
    Reference {
        path: Vec<Name>,
        arguments: Vec<NodeId>,
    },
    /// `import("./x").A<B>`, and `typeof import("./x")` with `value`.
    Import {
        specifier: Name,
        path: Vec<Name>,
        arguments: Vec<NodeId>,
        value: bool,
    },
    Union(Vec<NodeId>),
    Intersection(Vec<NodeId>),
    Conditional {
        check: NodeId,
        extends: NodeId,
        yes: NodeId,
        no: NodeId,
    },
    Infer {
        name: Name,
        constraint: Option<NodeId>,
    },
    Mapped {
        key: Name,
        constraint: NodeId,
        rename: Option<NodeId>,
        value: Option<NodeId>,
        optional: Modifier,
        readonly: Modifier,
    },
    IndexedAccess {
        object: NodeId,
        index: NodeId,
    },
    Operator {
        operator: TypeOperator,
        operand: NodeId,
    },
    /// `typeof a.b`.
    Query {
        path: Vec<Name>,
        arguments: Vec<NodeId>,
    },
    /// `x is T`, `asserts x`.
    Predicate {
        asserts: bool,
        /// `None` for `this`.
        subject: Option<Name>,
        node: Option<NodeId>,
    },
    This,
    OutOfReach(OutOfReach),
    /// Syntax of JSDoc types (`?T`, `!T`, `*`), which TypeScript itself refuses in a `.ts` file.
    JsDoc,
}

/// One place of a tuple as written.
#[derive(Debug, Clone)]
pub(crate) struct TupleItem {
    pub node: NodeId,
    pub optional: bool,
    pub rest: bool,
    pub label: Option<Name>,
}

/// The name of a member.
#[derive(Debug, Clone)]
pub(crate) enum KeyName {
    /// `a`, `"a"`, `1`.
    Static(Name),
    /// `[expression]`.
    Computed(ExprId),
    /// `#a`.
    Private,
}

/// What a member is.
#[derive(Debug, Clone)]
pub(crate) enum MemberKind {
    /// `a: T`; without an annotation, `any` in an interface and the initialiser's type in a class.
    Property {
        node: Option<NodeId>,
        initialiser: Option<ExprId>,
    },
    Method(FunctionId),
    Getter(FunctionId),
    Setter(FunctionId),
    Index {
        key: NodeId,
        value: NodeId,
    },
    Call(FunctionId),
    Construct(FunctionId),
}

/// To whom a member of a class shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Everybody,
    /// `protected`.
    Subclasses,
    /// `private`.
    Nobody,
}

/// A member of an object type, an interface or a class.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of the syntax")]
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub kind: MemberKind,
    pub name: KeyName,
    pub optional: bool,
    pub readonly: bool,
    /// `static`: belongs to the class and not to its instances.
    pub is_static: bool,
    /// `accessor x = 1`: a field that is read and written through the prototype.
    pub is_accessor: bool,
    pub access: Access,
    /// The name was written as a number.
    pub numeric: bool,
    pub docs: Option<DocId>,
    pub span: Span,
}
