//! A file as one evaluation sees it: whatever the answer may depend on is remembered.
//!
//! What a node, an expression or a signature says can only be asked for by whoever looked up the
//! declaration it belongs to. So it is enough to remember lookups, of names that are there and of
//! names that are not; bodies of functions and comments are remembered by themselves, because most
//! lookups need neither.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::ir::{
    CallSite, DeclKind, Declaration, DocId, DocIr, Export, Expr, ExprId, FileFacts, FunctionId,
    FunctionIr, ImportBinding, LocalId, LocalIr, MODULE_SCOPE, Name, NodeId, Owner, ScopeId,
    Signature, Span, SyntaxFault, Top, TypeNode,
};
use crate::resolve::symbol::{Meaning, has_meaning};

/// What was looked at in a file.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Names of the top level that were looked up.
    pub names: RefCell<FxHashSet<Name>>,
    /// Exports that were looked up.
    pub exports: RefCell<FxHashSet<Name>>,
    /// Statements with a function whose body was looked at.
    pub bodies: RefCell<FxHashSet<usize>>,
    /// Statements whose comments were read.
    pub docs: RefCell<FxHashSet<usize>>,
    /// `export *` was followed.
    pub stars: Cell<bool>,
    /// The names the file exports or declares were listed.
    pub listed: Cell<bool>,
    /// Blocks that extend other modules or the global scope were looked through.
    pub ambient: Cell<bool>,
    /// The text as a whole.
    pub whole: Cell<bool>,
}

/// The facts of a file, and what was looked at among them.
#[derive(Debug)]
pub(crate) struct FileView {
    /// It belongs to a package, not to the project.
    of_package: bool,
    facts: Arc<FileFacts>,
    log: Log,
}

fn note(names: &RefCell<FxHashSet<Name>>, name: &str) {
    let mut names = names.borrow_mut();
    if !names.contains(name) {
        names.insert(Name::from(name));
    }
}

impl FileView {
    pub(super) fn new(facts: Arc<FileFacts>) -> Self {
        let of_package = super::in_node_modules(&facts.path);
        Self { of_package, facts, log: Log::default() }
    }

    pub(super) fn parts(&self) -> (&Arc<FileFacts>, &Log) {
        (&self.facts, &self.log)
    }

    /// Whether it belongs to a package, not to the project.
    pub(crate) fn is_of_package(&self) -> bool {
        self.of_package
    }

    pub(crate) fn path(&self) -> &Path {
        &self.facts.path
    }

    /// The whole file matters from here on.
    pub(crate) fn whole(&self) {
        self.log.whole.set(true);
    }

    pub(crate) fn text(&self) -> &str {
        self.whole();
        &self.facts.text
    }

    /// Nothing is imported or exported: what the file declares is global.
    pub(crate) fn is_script(&self) -> bool {
        self.facts.is_script
    }

    pub(crate) fn faults(&self) -> &[SyntaxFault] {
        self.whole();
        &self.facts.faults
    }

    pub(crate) fn node(&self, id: NodeId) -> &TypeNode {
        self.facts.node(id)
    }

    pub(crate) fn node_span(&self, id: NodeId) -> Span {
        self.facts.node_span(id)
    }

    pub(crate) fn expression(&self, id: ExprId) -> &Expr {
        self.facts.expression(id)
    }

    pub(crate) fn expression_span(&self, id: ExprId) -> Span {
        self.facts.expression_span(id)
    }

    /// The expressions that stand inside `span`, with their places.
    pub(crate) fn expressions_inside(
        &self,
        span: Span,
    ) -> impl Iterator<Item = (ExprId, &Expr, Span)> {
        self.whole();
        (0..)
            .zip(self.facts.expressions.iter().zip(&self.facts.expression_spans))
            .filter(move |(_, (_, inner))| span.start <= inner.start && inner.end <= span.end)
            .map(|(index, (expression, inner))| (ExprId(index), expression, *inner))
    }

    /// What declares a name inside a function, whose body was looked at.
    pub(crate) fn local(&self, id: LocalId) -> &LocalIr {
        self.facts.local(id)
    }

    /// Calls of `validate<T>()`.
    pub(crate) fn call_sites(&self) -> &[CallSite] {
        self.whole();
        &self.facts.call_sites
    }

    /// How the text begins at a place of a declaration that was looked up.
    pub(crate) fn text_at(&self, span: Span) -> &str {
        self.facts.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Whether a place is inside of a function that may have names of its own for it: for values
    /// anywhere in it, for types where its body declares some.
    pub(crate) fn is_in_function(&self, span: Span, values: bool) -> bool {
        self.facts.functions.iter().any(|function| {
            let around = function.span;
            around.start < span.start
                && span.end <= around.end
                && (values || function.scope.is_some())
        })
    }

    /// A function as it is seen from outside.
    pub(crate) fn signature(&self, id: FunctionId) -> &Signature {
        &self.facts.function(id).signature
    }

    /// A function with its body.
    pub(crate) fn function(&self, id: FunctionId) -> &FunctionIr {
        self.log.bodies.borrow_mut().insert(self.facts.item_of(id.0, |ends| ends.functions));
        self.facts.function(id)
    }

    /// What a comment says.
    pub(crate) fn doc(&self, id: DocId) -> &DocIr {
        self.log.docs.borrow_mut().insert(self.facts.item_of(id.0, |ends| ends.docs));
        self.facts.doc(id)
    }

    /// The declarations of `name` in `scope` itself.
    pub(crate) fn declarations_of(
        &self,
        scope: ScopeId,
        name: &str,
    ) -> impl Iterator<Item = (u32, &Declaration)> {
        self.scope(scope).look_up(name);
        self.facts.declarations_of(scope, name)
    }

    /// The alias that the types at `span` are written in.
    pub(crate) fn alias_around(&self, scope: ScopeId, span: Span) -> Option<&Declaration> {
        let found = self.facts.declarations.iter().find(|declaration| {
            let DeclKind::Alias { node, .. } = &declaration.kind else { return false };
            let around = self.facts.node_span(*node);
            declaration.scope == scope && around.start <= span.start && span.end <= around.end
        })?;
        self.scope(scope).look_up(&found.name);
        Some(found)
    }

    pub(crate) fn scope(&self, id: ScopeId) -> ScopeView<'_> {
        ScopeView { view: self, id }
    }

    pub(crate) fn module_scope(&self) -> ScopeView<'_> {
        self.scope(MODULE_SCOPE)
    }

    /// A declaration that was looked up.
    pub(crate) fn declaration(&self, index: u32) -> &Declaration {
        &self.facts.declarations[index as usize]
    }

    /// Whether its top level is global, and says something.
    pub(crate) fn is_global(&self) -> bool {
        self.facts.is_script && self.facts.reaches_out()
    }

    /// Whether a declaration is something of this world. A namespace that holds more than types is
    /// a value too.
    pub(crate) fn means(&self, kind: &DeclKind, meaning: Meaning) -> bool {
        let is_value = || match kind {
            DeclKind::Namespace(inner) => self.holds_values(*inner),
            _ => false,
        };
        has_meaning(kind, meaning) || (meaning == Meaning::Value && is_value())
    }

    /// Whether something inside a namespace is there when the program runs.
    pub(crate) fn holds_values(&self, namespace: ScopeId) -> bool {
        self.scope(namespace).look_up("");
        holds_values(&self.facts, namespace)
    }
}

/// A scope of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScopeView<'v> {
    view: &'v FileView,
    id: ScopeId,
}

impl<'v> ScopeView<'v> {
    fn raw(self) -> &'v crate::ir::Scope {
        self.view.facts.scope(self.id)
    }

    /// A lookup in the file's own scope is one of a name; one further inside belongs to what the
    /// scope is a part of.
    fn look_up(self, name: &str) {
        let FileView { facts, log, .. } = self.view;
        match facts.top_of(self.id) {
            Top::Module => note(&log.names, name),
            Top::Namespace(owner) => note(&log.names, owner),
            Top::Ambient => log.ambient.set(true),
        }
    }

    fn look_up_export(self, name: &str) {
        if self.id == MODULE_SCOPE {
            note(&self.view.log.exports, name);
        } else {
            self.look_up(name);
        }
    }

    fn list(self) {
        if self.id == MODULE_SCOPE {
            self.view.log.listed.set(true);
        } else {
            self.look_up("");
        }
    }

    /// What it is the inside of.
    pub(crate) fn owner(self) -> &'v Owner {
        &self.raw().owner
    }

    /// Whether it declares, imports and exports nothing.
    pub(crate) fn says_nothing(self) -> bool {
        self.list();
        let scope = self.raw();
        scope.names.is_empty()
            && scope.exports.is_empty()
            && scope.star_exports.is_empty()
            && scope.imports.is_empty()
    }

    pub(crate) fn parent(self) -> Option<ScopeId> {
        self.raw().parent
    }

    /// Whether anything called `name` is declared here.
    pub(crate) fn declares(self, name: &str) -> bool {
        self.look_up(name);
        self.raw().names.contains_key(name)
    }

    pub(crate) fn import(self, name: &str) -> Option<&'v ImportBinding> {
        self.look_up(name);
        self.raw().imports.get(name)
    }

    pub(crate) fn export(self, name: &str) -> Option<&'v Export> {
        self.look_up_export(name);
        self.raw().exports.get(name)
    }

    /// Everything that is exported by name, in no order.
    pub(crate) fn exports(self) -> impl Iterator<Item = (&'v Name, &'v Export)> {
        self.list();
        self.raw().exports.iter()
    }

    /// The names that are declared or imported, in no order.
    pub(crate) fn names(self) -> impl Iterator<Item = &'v Name> {
        self.list();
        let scope = self.raw();
        scope.names.keys().chain(scope.imports.keys())
    }

    /// Where `export *` leads.
    pub(crate) fn star_exports(self) -> &'v [(Name, Span)] {
        if self.id == MODULE_SCOPE {
            self.view.log.stars.set(true);
        } else {
            self.look_up("");
        }
        &self.raw().star_exports
    }
}

fn holds_values(facts: &FileFacts, scope: ScopeId) -> bool {
    facts.scope(scope).names.values().flatten().any(|index| {
        match &facts.declarations[*index as usize].kind {
            DeclKind::Alias { .. } | DeclKind::Interface(_) => false,
            DeclKind::ImportAlias(_) => facts.declarations[*index as usize].exported,
            // A scope is younger than the scope it stands in, so this ends.
            DeclKind::Namespace(inner) => holds_values(facts, *inner),
            _ => true,
        }
    })
}
