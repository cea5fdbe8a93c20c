//! Declarations and the scopes they stand in.

use rustc_hash::FxHashMap;

use super::{
    DocId, Export, ExprId, FunctionId, ImportBinding, KeyName, Member, Name, NodeId, ScopeId, Span,
};

/// `<T extends C = D>`.
#[derive(Debug, Clone)]
pub(crate) struct TypeParam {
    pub name: Name,
    pub constraint: Option<NodeId>,
    pub default: Option<NodeId>,
    pub is_const: bool,
}

/// `extends A.B<C>`.
#[derive(Debug, Clone)]
pub(crate) struct Heritage {
    pub path: Vec<Name>,
    pub arguments: Vec<NodeId>,
    pub span: Span,
}

/// The body of an interface.
#[derive(Debug, Clone)]
pub(crate) struct InterfaceBody {
    pub params: Vec<TypeParam>,
    pub extends: Vec<Heritage>,
    pub members: Vec<Member>,
    /// A member speaks of the type `this`.
    pub mentions_this: bool,
}

/// The body of a class.
#[derive(Debug, Clone)]
pub(crate) struct ClassBody {
    pub params: Vec<TypeParam>,
    pub extends: Option<Heritage>,
    /// It extends something that is not a name.
    pub extends_expression: Option<Span>,
    pub members: Vec<Member>,
    /// A member speaks of the type `this`.
    pub mentions_this: bool,
    /// `abstract`: nobody can make one of it.
    pub is_abstract: bool,
}

/// `a = 1` in an enum.
#[derive(Debug, Clone)]
pub(crate) struct EnumMember {
    pub name: Name,
    pub value: Option<ExprId>,
    pub docs: Option<DocId>,
    pub span: Span,
}

/// A variable.
#[derive(Debug, Clone)]
pub(crate) struct VariableDecl {
    pub name: KeyName,
    pub node: Option<NodeId>,
    pub initialiser: Option<ExprId>,
    pub is_const: bool,
    pub span: Span,
}

/// What is declared.
#[derive(Debug, Clone)]
pub(crate) enum DeclKind {
    Alias {
        params: Vec<TypeParam>,
        node: NodeId,
    },
    Interface(InterfaceBody),
    Class(ClassBody),
    Enum {
        members: Vec<EnumMember>,
    },
    Namespace(ScopeId),
    Function(FunctionId),
    Variable(VariableDecl),
    /// `import A = B.C`.
    ImportAlias(Vec<Name>),
}

/// A declaration.
#[derive(Debug, Clone)]
pub(crate) struct Declaration {
    pub name: Name,
    pub kind: DeclKind,
    pub scope: ScopeId,
    /// The name itself.
    pub name_span: Span,
    pub docs: Option<DocId>,
    /// `export` stands before it, or it stands where everything is exported: it merges with what
    /// other bodies of the same namespace or module export under its name.
    pub exported: bool,
}

/// What a scope is the inside of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The file.
    #[default]
    File,
    /// `namespace name` in the scope around it.
    Namespace(Name),
    /// `declare module "name"`.
    Module(Name),
    /// `declare global`.
    Global,
}

/// A file's top level, or the body of a namespace or of a `declare` block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    pub owner: Owner,
    pub parent: Option<ScopeId>,
    /// Indices into the file's declarations; more than one where declarations merge.
    pub names: FxHashMap<Name, Vec<u32>>,
    pub imports: FxHashMap<Name, ImportBinding>,
    pub exports: FxHashMap<Name, Export>,
    /// `export * from "…"`.
    pub star_exports: Vec<(Name, Span)>,
}
