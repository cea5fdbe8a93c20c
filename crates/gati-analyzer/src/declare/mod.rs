//! What a project declares: handlers with their routes and contracts, and modules.
//!
//! In order: which exports of a file are handlers ([`handler`]), where each is reached
//! ([`route`]), what it reads and answers ([`contract`], [`answer`]); then modules.

pub(crate) mod answer;
pub(crate) mod contract;
mod fallback;
mod governed;
pub(crate) mod handler;
pub(crate) mod module;
mod raw;
pub(crate) mod route;
mod stream;

use crate::evaluate::Place;
use crate::ir::{
    DeclKind, DocId, ExportTarget, ExprId, FunctionId, Name, ScopeId, Span, VariableDecl,
};
use crate::resolve::symbol::{Meaning, Symbol};
use crate::resolve::{FileId, Sources};

/// The value behind an export, in the file that declares it.
#[derive(Debug, Clone)]
pub(crate) struct Exported {
    pub file: FileId,
    pub scope: ScopeId,
    pub kind: ExportedKind,
    pub docs: Option<DocId>,
    /// The name, or the expression.
    pub span: Span,
}

/// What an export stands for.
#[derive(Debug, Clone)]
pub(crate) enum ExportedKind {
    Function(FunctionId),
    Variable(VariableDecl),
    Expression(ExprId),
    /// A class, an enum, a namespace.
    Other,
}

impl Exported {
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file, span: self.span }
    }
}

/// The value `file` exports as `name`; `None` for a type, and for nothing.
pub(crate) fn exported(sources: &mut Sources, file: FileId, name: &str) -> Option<Exported> {
    let module = Symbol::Module { file, scope: crate::ir::MODULE_SCOPE };
    match sources.member(&module, name, Meaning::Value).ok()?? {
        Symbol::Declared { file, scope, name } => {
            sources.declarations(file, scope, &name).iter().find_map(|site| {
                let (file, scope, found) = (site.file, site.scope(), site.declaration());
                let kind = match &found.kind {
                    DeclKind::Function(function) => ExportedKind::Function(*function),
                    DeclKind::Variable(variable) => ExportedKind::Variable(variable.clone()),
                    DeclKind::Alias { .. } | DeclKind::Interface(_) => return None,
                    _ => ExportedKind::Other,
                };
                Some(Exported { file, scope, kind, docs: found.docs, span: found.name_span })
            })
        }
        Symbol::Expression { file, scope, expression } => {
            let span = sources.facts(file).expression_span(expression);
            let kind = ExportedKind::Expression(expression);
            Some(Exported { file, scope, kind, docs: None, span })
        }
        _ => None,
    }
}

/// Where a file says it exports `name`.
pub(crate) fn export_place(sources: &Sources, file: FileId, name: &str) -> Place {
    let facts = sources.facts(file);
    let span =
        facts.module_scope().export(name).map_or(Span::default(), |export| match &export.target {
            ExportTarget::Expression(expression) => facts.expression_span(*expression),
            _ => export.span,
        });
    Place { file, span }
}

/// The names a file exports itself, in the order they are written.
pub(crate) fn own_exports(sources: &Sources, file: FileId) -> Vec<Name> {
    let facts = sources.facts(file);
    let mut names: Vec<(u32, Name)> = facts
        .module_scope()
        .exports()
        .map(|(name, export)| (export.span.start, Name::clone(name)))
        .collect();
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name).collect()
}
