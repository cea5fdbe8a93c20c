//! What is kept of a file once its syntax tree is dropped: plain owned data, in arenas of
//! indices, without names of the parser library. It holds *all* of TypeScript's type syntax, so
//! that teaching the evaluator a feature never means touching the parser's side.

mod body;
mod call_site;
mod declaration;
mod expression;
mod file;
pub(crate) mod shape;
mod types;

use std::sync::Arc;

pub(crate) use body::{Body, LocalId, LocalIr, LocalKind, Over, Pattern, Statement};
pub(crate) use call_site::{CallSite, SiteType};
pub(crate) use declaration::{
    ClassBody, DeclKind, Declaration, EnumMember, Heritage, InterfaceBody, Owner, Scope, TypeParam,
    VariableDecl,
};
pub(crate) use expression::{
    ArrayEntry, ConstKind, Expr, ExprId, FunctionId, FunctionIr, ObjectEntry, ParameterIr,
    Signature,
};
pub(crate) use file::{
    ArenaEnds, DocId, DocIr, DocTag, Export, ExportTarget, FileFacts, ImportBinding, ImportedName,
    Item, ItemHashes, Reference, SyntaxFault, Top,
};
pub(crate) use types::{
    Access, KeyName, Keyword, Member, MemberKind, Modifier, NodeId, OutOfReach, TupleItem,
    TypeNode, TypeOperator,
};

/// An identifier.
pub(crate) type Name = Arc<str>;

/// Byte offsets into a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// Index of a [`Scope`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ScopeId(pub u32);

/// The scope of a file's own top level.
pub(crate) const MODULE_SCOPE: ScopeId = ScopeId(0);
