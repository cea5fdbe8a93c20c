//! Calls of `validate<T>()`: where they stand, and the type between the brackets.
//!
//! Bodies and statements that nothing else reads are walked for them, so this happens only in
//! files that import something called `validate`, or a namespace that may hold it. Whether it is
//! the one of `@gati-framework/core` is found out by who resolves names.
//!
//! A type that a function declares is lowered with a scope of its own for the block it stands in.
//! What such a type, or the type of a call, takes from a function around it (a type parameter,
//! `typeof` a variable) has no name at the top level, so it becomes a node that says so: looked up
//! by its name, it could be taken for something else.

use oxc_allocator::Vec as ArenaVec;
use oxc_ast::ast::{CallExpression, Expression, Program, Statement, TSModuleBlock, TSType};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::{Scoping, Semantic, SemanticBuilder};
use oxc_span::GetSpan;
use oxc_syntax::symbol::SymbolFlags;

use super::{Lowerer, bodies::declares_type, convert, name};
use crate::ir::{
    CallSite, DeclKind, Declaration, ImportedName, MODULE_SCOPE, Name, NodeId, OutOfReach, Owner,
    ScopeId, SiteType, Span, TypeNode,
};

/// What the function is called, wherever it is exported from.
pub(crate) const VALIDATE: &str = "validate";

impl Lowerer {
    /// Adds the calls of the file.
    pub(super) fn call_sites(&mut self, program: &Program<'_>) {
        if !self.facts.text.contains(VALIDATE) || !self.may_call() {
            return;
        }
        let mut found = Found { lowerer: &*self, calls: Vec::new() };
        found.visit_program(program);
        let calls = found.calls;
        if calls.is_empty() {
            return;
        }
        let semantic = SemanticBuilder::new().with_build_nodes(true).build(program).semantic;
        let outer = Outer::of(&semantic);
        let imported: Vec<u32> =
            calls.into_iter().filter(|start| outer.is_of_the_module(*start)).collect();
        let mut walk = Sites { lowerer: self, imported, outer, blocks: 0, in_namespace: false };
        walk.visit_program(program);
        let end = self.span_of(program).end;
        self.end_item(Span { start: end, end });
    }

    /// Whether an import can bring the function in.
    fn may_call(&self) -> bool {
        self.facts.module_scope().imports.values().any(|import| {
            !import.type_only
                && match &import.imported {
                    ImportedName::Named(imported) => &**imported == VALIDATE,
                    ImportedName::Default => false,
                    ImportedName::Namespace | ImportedName::Equals => true,
                }
        })
    }

    /// The words of what is called and where the first stands, if an import brings it in.
    fn called(&self, callee: &Expression<'_>) -> Option<(Vec<Name>, u32)> {
        let imports = &self.facts.module_scope().imports;
        match callee {
            Expression::Identifier(identifier) => {
                let import = imports.get(identifier.name.as_str())?;
                let named = ImportedName::Named(Name::from(VALIDATE));
                (import.imported == named)
                    .then(|| (vec![name(&identifier.name)], identifier.span.start))
            }
            Expression::StaticMemberExpression(member) if member.property.name == VALIDATE => {
                let Expression::Identifier(object) = &member.object else { return None };
                let import = imports.get(object.name.as_str())?;
                matches!(import.imported, ImportedName::Namespace | ImportedName::Equals)
                    .then(|| (vec![name(&object.name), name(VALIDATE)], object.span.start))
            }
            _ => None,
        }
    }
}

/// Where the names start that may be the function.
struct Found<'l> {
    lowerer: &'l Lowerer,
    calls: Vec<u32>,
}

impl<'a> Visit<'a> for Found<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let Some((_, start)) = self.lowerer.called(&call.callee) {
            self.calls.push(start);
        }
        walk::walk_call_expression(self, call);
    }
}

/// What names mean that something inside the file declares, rather than its top level.
struct Outer {
    /// Where such a name is used, where it is declared, and what it is; in the order of the uses.
    uses: Vec<(u32, Span, Declared)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Declared {
    /// A type, a class or an enum: its block has a scope.
    Type,
    Parameter,
    Value,
}

impl Outer {
    fn of(semantic: &Semantic<'_>) -> Self {
        let scoping: &Scoping = semantic.scoping();
        let root = scoping.root_scope_id();
        let types = SymbolFlags::TypeAlias
            | SymbolFlags::Interface
            | SymbolFlags::Class
            | SymbolFlags::Enum;
        let mut uses = Vec::new();
        for symbol in scoping.symbol_ids().filter(|id| scoping.symbol_scope_id(*id) != root) {
            let flags = scoping.symbol_flags(symbol);
            let declared = if flags.contains(SymbolFlags::TypeParameter) {
                Declared::Parameter
            } else if flags.intersects(types) {
                Declared::Type
            } else {
                Declared::Value
            };
            let place = convert(scoping.symbol_span(symbol));
            for reference in scoping.get_resolved_references(symbol) {
                let mention = semantic.nodes().get_node(reference.node_id()).kind().span();
                uses.push((mention.start, place, declared));
            }
        }
        uses.sort_unstable_by_key(|(start, ..)| *start);
        Self { uses }
    }

    /// Whether the name at `start` means what the top level says it does.
    fn is_of_the_module(&self, start: u32) -> bool {
        self.uses.binary_search_by_key(&start, |(used, ..)| *used).is_err()
    }

    /// The first name inside `span` that something around `span` declares.
    fn taken(&self, span: Span) -> Option<(u32, Declared)> {
        let from = self.uses.partition_point(|(start, ..)| *start < span.start);
        self.uses[from..]
            .iter()
            .take_while(|(start, ..)| *start < span.end)
            .find(|(_, place, declared)| {
                *declared != Declared::Type && !(span.start <= place.start && place.end <= span.end)
            })
            .map(|(start, _, declared)| (*start, *declared))
    }
}

/// The calls, and the types that the blocks around them declare.
struct Sites<'l> {
    lowerer: &'l mut Lowerer,
    /// Where the names start of what is called and imported.
    imported: Vec<u32>,
    outer: Outer,
    /// How many lists of statements stand around.
    blocks: usize,
    in_namespace: bool,
}

impl Sites<'_> {
    fn holds_calls(&self, span: Span) -> bool {
        self.imported.iter().any(|start| span.start <= *start && *start < span.end)
    }

    /// A node for what cannot be asked for at the top level.
    fn out_of_reach(&mut self, (start, declared): (u32, Declared)) -> NodeId {
        let rest = self.lowerer.facts.text.get(start as usize..).unwrap_or_default();
        let is_part = |character: char| character.is_alphanumeric() || "_$".contains(character);
        let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let word = name(&rest[..length]);
        let span = Span { start, end: start + super::index(length) };
        let node = TypeNode::OutOfReach(match declared {
            Declared::Parameter => OutOfReach::Parameter(word),
            Declared::Type | Declared::Value => OutOfReach::Variable(word),
        });
        self.lowerer.push_node(node, span)
    }

    fn argument(&mut self, argument: &TSType<'_>) -> NodeId {
        match self.outer.taken(convert(argument.span())) {
            Some(taken) => self.out_of_reach(taken),
            None => self.lowerer.type_node(argument),
        }
    }

    /// The types that a block declares, in a scope of their own.
    fn open_block(&mut self, statements: &[Statement<'_>]) -> ScopeId {
        let inner = self.lowerer.open_scope(Owner::Namespace(name("#block")));
        let outer = std::mem::replace(&mut self.lowerer.scope, inner);
        for statement in statements.iter().filter(|statement| declares_type(statement)) {
            let Some(declaration) = statement.as_declaration() else { continue };
            let span = convert(statement.span());
            match self.outer.taken(span) {
                None => {
                    self.lowerer.declaration(declaration, span.start);
                }
                Some(taken) => {
                    let node = self.out_of_reach(taken);
                    let Some(id) = declaration.id() else { continue };
                    self.lowerer.push_declaration(Declaration {
                        name: name(&id.name),
                        kind: DeclKind::Alias { params: Vec::new(), node },
                        scope: inner,
                        name_span: convert(id.span),
                        docs: None,
                        exported: false,
                    });
                }
            }
        }
        outer
    }
}

impl<'a> Visit<'a> for Sites<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        // What is inside first: calls are kept in the order in which they end.
        walk::walk_call_expression(self, call);
        let Some((callee, start)) = self.lowerer.called(&call.callee) else { return };
        // What has an argument is compiled already.
        if !self.imported.contains(&start) || call.optional || !call.arguments.is_empty() {
            return;
        }
        let given = call.type_arguments.as_deref();
        let argument = match given.map(|given| given.params.as_slice()) {
            _ if self.in_namespace => SiteType::InNamespace,
            Some([one]) => SiteType::Of(self.argument(one)),
            other => SiteType::Count(other.map_or(0, <[_]>::len)),
        };
        let site = CallSite {
            callee,
            span: convert(call.span),
            argument_span: given.map_or_else(|| convert(call.callee.span()), |it| convert(it.span)),
            argument,
            scope: self.lowerer.scope,
        };
        self.lowerer.facts.call_sites.push(site);
    }

    fn visit_statements(&mut self, statements: &ArenaVec<'a, Statement<'a>>) {
        let span = match (statements.first(), statements.last()) {
            (Some(first), Some(last)) => Span { start: first.span().start, end: last.span().end },
            _ => return,
        };
        if !self.holds_calls(span) {
            return;
        }
        self.blocks += 1;
        let opens = self.blocks > 1 && statements.iter().any(declares_type);
        let outer = if opens { self.open_block(statements) } else { self.lowerer.scope };
        walk::walk_statements(self, statements);
        self.lowerer.scope = outer;
        self.blocks -= 1;
    }

    fn visit_ts_module_block(&mut self, block: &TSModuleBlock<'a>) {
        // Bodies of a namespace share their names, which a scope of one body would not know.
        let outer = std::mem::replace(&mut self.in_namespace, true);
        walk::walk_ts_module_block(self, block);
        self.in_namespace = outer;
    }

    fn visit_program(&mut self, program: &Program<'a>) {
        debug_assert!(self.lowerer.scope == MODULE_SCOPE, "nothing is open after a file");
        walk::walk_program(self, program);
    }
}
