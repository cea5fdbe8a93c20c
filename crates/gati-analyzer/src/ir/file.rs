//! A file.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Declaration, Expr, ExprId, FunctionId, FunctionIr, MODULE_SCOPE, Name, NodeId, Scope, ScopeId,
    Span, TypeNode,
};

/// Index of a [`DocIr`] in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct DocId(pub u32);

/// A JSDoc comment.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocIr {
    pub description: String,
    pub tags: Vec<DocTag>,
}

/// `@name text`.
#[derive(Debug, Clone)]
pub(crate) struct DocTag {
    pub name: Name,
    pub text: String,
    pub span: Span,
}

/// What of another module a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ImportedName {
    Named(Name),
    Default,
    Namespace,
    /// `import x = require("…")`.
    Equals,
}

/// A name brought in from another module.
#[derive(Debug, Clone)]
pub(crate) struct ImportBinding {
    pub specifier: Name,
    pub imported: ImportedName,
    /// What brings it in: `name` or `other as name`.
    pub span: Span,
}

/// What an exported name stands for.
#[derive(Debug, Clone)]
pub(crate) enum ExportTarget {
    /// A name of the same scope.
    Local(Name),
    /// `export { a } from "…"`, `export * as a from "…"`.
    From { specifier: Name, imported: ImportedName },
    /// `export default expression`, `export = expression`.
    Expression(ExprId),
}

/// An exported name.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    pub target: ExportTarget,
    pub span: Span,
}

/// What the parser refused.
#[derive(Debug, Clone)]
pub(crate) struct SyntaxFault {
    pub message: String,
    pub help: Option<String>,
    pub span: Span,
}

/// Everything that is known of a file by itself.
#[derive(Debug)]
pub(crate) struct FileFacts {
    pub path: PathBuf,
    pub text: Arc<str>,
    pub hash: u64,
    pub nodes: Vec<TypeNode>,
    pub node_spans: Vec<Span>,
    pub expressions: Vec<Expr>,
    pub expression_spans: Vec<Span>,
    pub functions: Vec<FunctionIr>,
    pub declarations: Vec<Declaration>,
    pub scopes: Vec<Scope>,
    /// Scopes of `declare global` blocks.
    pub global_scopes: Vec<ScopeId>,
    /// `declare module "name"` blocks.
    pub ambient_modules: Vec<(Name, ScopeId)>,
    pub docs: Vec<DocIr>,
    pub faults: Vec<SyntaxFault>,
    /// Nothing is imported or exported: its top level is global.
    pub is_script: bool,
}

impl FileFacts {
    pub(crate) fn node(&self, id: NodeId) -> &TypeNode {
        &self.nodes[id.0 as usize]
    }

    pub(crate) fn node_span(&self, id: NodeId) -> Span {
        self.node_spans[id.0 as usize]
    }

    pub(crate) fn expression(&self, id: ExprId) -> &Expr {
        &self.expressions[id.0 as usize]
    }

    pub(crate) fn expression_span(&self, id: ExprId) -> Span {
        self.expression_spans[id.0 as usize]
    }

    pub(crate) fn function(&self, id: FunctionId) -> &FunctionIr {
        &self.functions[id.0 as usize]
    }

    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub(crate) fn module_scope(&self) -> &Scope {
        self.scope(MODULE_SCOPE)
    }

    pub(crate) fn doc(&self, id: DocId) -> &DocIr {
        &self.docs[id.0 as usize]
    }

    /// The declarations of `name` in `scope` itself.
    pub(crate) fn declarations_of(
        &self,
        scope: ScopeId,
        name: &str,
    ) -> impl Iterator<Item = (u32, &Declaration)> {
        self.scope(scope)
            .names
            .get(name)
            .into_iter()
            .flatten()
            .map(|index| (*index, &self.declarations[*index as usize]))
    }
}
