//! A file.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::{
    CallSite, DeclKind, Declaration, Expr, ExprId, FunctionId, FunctionIr, LocalId, LocalIr,
    MODULE_SCOPE, Name, NodeId, Scope, ScopeId, Span, TypeNode,
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
    /// `import type`: what it brings in is no value here.
    pub type_only: bool,
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
    /// `export default A.B`, `export = A.B`: another name for what `A.B` means, or its value.
    Path(Vec<Name>, ExprId),
}

/// `/// <reference path="…" />` and its kin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reference {
    /// Another file.
    Path(Name),
    /// A package of types.
    Types(Name),
}

/// An exported name.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    pub target: ExportTarget,
    /// `export type { … }`: what is exported is no value elsewhere.
    pub type_only: bool,
    pub span: Span,
}

/// What the parser refused.
#[derive(Debug, Clone)]
pub(crate) struct SyntaxFault {
    pub message: String,
    pub help: Option<String>,
    pub span: Span,
}

/// A statement of a file's top level. Together they cover the file but for the space between
/// them, and everything in the arenas belongs to the statement it was lowered from.
#[derive(Debug)]
pub(crate) struct Item {
    /// The statement and the comments before it.
    pub span: Span,
    /// Of the text that `span` covers.
    pub text_hash: u64,
    /// The lengths of the arenas when it was lowered.
    pub ends: ArenaEnds,
    /// What of it others can depend on; computed when it is asked for.
    pub hashes: OnceLock<ItemHashes>,
}

/// Lengths of arenas.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ArenaEnds {
    pub declarations: u32,
    pub expressions: u32,
    pub functions: u32,
    pub scopes: u32,
    pub docs: u32,
}

/// What tells whether a statement still means the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ItemHashes {
    /// What is declared, without places, comments, and bodies of functions.
    pub shape: u64,
    /// What the comments say.
    pub docs: u64,
}

/// What a scope is a part of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Top<'f> {
    /// It is the file's own.
    Module,
    /// A namespace of this name at the top level.
    Namespace(&'f Name),
    /// A block that extends another module or the global scope.
    Ambient,
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
    /// Parameters and variables of functions with a body.
    pub locals: Vec<LocalIr>,
    pub declarations: Vec<Declaration>,
    pub scopes: Vec<Scope>,
    /// Scopes of `declare global` blocks.
    pub global_scopes: Vec<ScopeId>,
    /// `declare module "name"` blocks.
    pub ambient_modules: Vec<(Name, ScopeId)>,
    /// `import "…"`, which brings in no name.
    pub bare_imports: Vec<Name>,
    pub references: Vec<Reference>,
    /// `export as namespace name`.
    pub global_name: Option<Name>,
    pub docs: Vec<DocIr>,
    pub items: Vec<Item>,
    /// Calls of `validate<T>()`.
    pub call_sites: Vec<CallSite>,
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

    pub(crate) fn local(&self, id: LocalId) -> &LocalIr {
        &self.locals[id.0 as usize]
    }

    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub(crate) fn module_scope(&self) -> &Scope {
        self.scope(MODULE_SCOPE)
    }

    /// Whether something in the file is seen from files that do not import it.
    pub(crate) fn reaches_out(&self) -> bool {
        (self.is_script && !self.module_scope().names.is_empty())
            || !self.global_scopes.is_empty()
            || !self.ambient_modules.is_empty()
            || self.global_name.is_some()
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

    /// Gives back the room that was kept for more.
    pub(crate) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.node_spans.shrink_to_fit();
        self.expressions.shrink_to_fit();
        self.expression_spans.shrink_to_fit();
        self.functions.shrink_to_fit();
        self.declarations.shrink_to_fit();
        self.scopes.shrink_to_fit();
        self.docs.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// The statement that what has this index in an arena was lowered from.
    pub(crate) fn item_of(&self, index: u32, end: impl Fn(&ArenaEnds) -> u32) -> usize {
        self.items.partition_point(|item| end(&item.ends) <= index)
    }

    /// What a statement made longer an arena by.
    pub(crate) fn range_of(&self, item: usize, end: impl Fn(&ArenaEnds) -> u32) -> Range<u32> {
        let start = item.checked_sub(1).map_or(0, |before| end(&self.items[before].ends));
        start..end(&self.items[item].ends)
    }

    /// The statements that declare `name` at the top level.
    pub(crate) fn items_declaring(&self, name: &str) -> impl Iterator<Item = usize> {
        self.declarations_of(MODULE_SCOPE, name)
            .map(|(index, _)| self.item_of(index, |ends| ends.declarations))
    }

    /// The namespace whose body a scope is.
    pub(crate) fn namespace_of(&self, body: ScopeId) -> Option<&Declaration> {
        let item = self.item_of(body.0, |ends| ends.scopes);
        let range = self.range_of(item, |ends| ends.declarations);
        self.declarations[range.start as usize..range.end as usize]
            .iter()
            .find(|found| matches!(found.kind, DeclKind::Namespace(inner) if inner == body))
    }

    /// What of the top level a scope is a part of.
    pub(crate) fn top_of(&self, scope: ScopeId) -> Top<'_> {
        let mut at = scope;
        while let Some(parent) = self.scope(at).parent {
            if parent == MODULE_SCOPE {
                return self
                    .namespace_of(at)
                    .map_or(Top::Ambient, |found| Top::Namespace(&found.name));
            }
            at = parent;
        }
        Top::Module
    }
}
