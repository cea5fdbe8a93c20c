//! Declarations, into the current scope.

use oxc_ast::ast::{
    BindingPattern, Class, Declaration as Syntax, Expression, Function, ModuleDeclaration,
    Statement, TSEnumDeclaration, TSEnumMemberName, TSInterfaceDeclaration, TSModuleReference,
    TSNamespaceDeclaration, TSNamespaceDeclarationBody, VariableDeclaration,
    VariableDeclarationKind,
};

use super::{Lowerer, convert, name, types::type_path};
use crate::ir::{
    ClassBody, DeclKind, Declaration, EnumMember, Export, ExportTarget, Heritage, ImportBinding,
    ImportedName, InterfaceBody, KeyName, Name, Owner, ScopeId, Span, TypeNode, VariableDecl,
};

impl Lowerer {
    /// Lowers a declaration that stands in a statement beginning at `start`; returns the names
    /// it declares.
    pub(super) fn declaration(
        &mut self,
        declaration: &Syntax<'_>,
        start: u32,
    ) -> Vec<(Name, Span)> {
        match declaration {
            Syntax::VariableDeclaration(variables) => self.variable_declaration(variables, start),
            Syntax::FunctionDeclaration(function) => {
                self.function_declaration(function, start).into_iter().collect()
            }
            Syntax::ClassDeclaration(class) => vec![self.class_declaration(class, start)],
            Syntax::TSTypeAliasDeclaration(alias) => {
                let kind = DeclKind::Alias {
                    params: self.type_params(alias.type_parameters.as_deref()),
                    node: self.type_node(&alias.type_annotation),
                };
                vec![self.declare(&alias.id.name, convert(alias.id.span), start, kind)]
            }
            Syntax::TSInterfaceDeclaration(interface) => {
                vec![self.interface_declaration(interface, start)]
            }
            Syntax::TSEnumDeclaration(declared) => vec![self.enum_declaration(declared, start)],
            Syntax::TSNamespaceDeclaration(namespace) => {
                vec![self.namespace_declaration(namespace, start)]
            }
            Syntax::TSExternalModuleDeclaration(module) => {
                let named = name(&module.id.value);
                let inner = self.open_scope(Owner::Module(Name::clone(&named)));
                if let Some(body) = &module.body {
                    self.inside_declare(inner, &body.body);
                }
                self.facts.ambient_modules.push((named, inner));
                Vec::new()
            }
            Syntax::TSGlobalDeclaration(global) => {
                let inner = self.open_scope(Owner::Global);
                self.inside_declare(inner, &global.body.body);
                self.facts.global_scopes.push(inner);
                Vec::new()
            }
            Syntax::TSImportEqualsDeclaration(import) => {
                let local = name(&import.id.name);
                let span = convert(import.id.span);
                let path = match &import.module_reference {
                    TSModuleReference::ExternalModuleReference(external) => {
                        let binding = ImportBinding {
                            specifier: name(&external.expression.value),
                            imported: ImportedName::Equals,
                            type_only: import.import_kind.is_type(),
                            span,
                        };
                        self.current_scope().imports.insert(Name::clone(&local), binding);
                        return vec![(local, span)];
                    }
                    TSModuleReference::IdentifierReference(identifier) => {
                        vec![name(&identifier.name)]
                    }
                    TSModuleReference::QualifiedName(qualified) => {
                        let mut path = type_path(&qualified.left);
                        path.push(name(&qualified.right.name));
                        path
                    }
                };
                vec![self.declare(&local, span, start, DeclKind::ImportAlias(path))]
            }
        }
    }

    fn declare(&mut self, text: &str, name_span: Span, start: u32, kind: DeclKind) -> (Name, Span) {
        let local = name(text);
        let docs = self.docs_at(start);
        let scope = self.scope;
        self.push_declaration(Declaration {
            name: Name::clone(&local),
            kind,
            scope,
            name_span,
            docs,
            exported: false,
        });
        (local, name_span)
    }

    /// `export` stands before the declarations of `local` that were lowered last.
    pub(super) fn mark_exported(&mut self, local: &str) {
        let scope = self.scope;
        let facts = &mut self.facts;
        if let Some(last) =
            facts.scopes[scope.0 as usize].names.get(local).and_then(|all| all.last())
        {
            facts.declarations[*last as usize].exported = true;
        }
    }

    /// The statements of a `declare` block.
    fn inside_declare(&mut self, inner: ScopeId, statements: &[Statement<'_>]) {
        let outer = std::mem::replace(&mut self.scope, inner);
        let was_ambient = std::mem::replace(&mut self.ambient, true);
        self.ambient_statements(statements);
        self.ambient = was_ambient;
        self.scope = outer;
    }

    /// Statements where nothing is run. What they declare is exported.
    pub(super) fn ambient_statements(&mut self, statements: &[Statement<'_>]) {
        self.statements(statements);
        self.export_all(statements);
    }

    /// Exports what these statements declared, unless one of them is a list of exports.
    pub(super) fn export_all(&mut self, statements: &[Statement<'_>]) {
        if statements.iter().any(is_export_list) {
            return;
        }
        let scope = self.scope;
        let found: Vec<(Name, Vec<u32>)> = self
            .current_scope()
            .names
            .iter()
            .map(|(local, declared)| (Name::clone(local), declared.clone()))
            .collect();
        for (local, declared) in found {
            let mut any = false;
            for index in declared {
                let declaration = &mut self.facts.declarations[index as usize];
                // Another name for something is exported only where `export` says so.
                let is_alias = matches!(declaration.kind, DeclKind::ImportAlias(_));
                declaration.exported |= !is_alias;
                any |= !is_alias;
            }
            if any {
                let span = Span::default();
                let target = ExportTarget::Local(Name::clone(&local));
                let exports = &mut self.facts.scopes[scope.0 as usize].exports;
                exports.entry(local).or_insert(Export { target, type_only: false, span });
            }
        }
    }

    pub(super) fn function_declaration(
        &mut self,
        function: &Function<'_>,
        start: u32,
    ) -> Option<(Name, Span)> {
        let lowered = self.function(function);
        let id = function.id.as_ref()?;
        let scope = &self.facts.scopes[self.scope.0 as usize];
        let earlier =
            scope.names.get(id.name.as_str()).into_iter().flatten().rev().find_map(|index| {
                match self.facts.declarations[*index as usize].kind {
                    DeclKind::Function(earlier) => Some(earlier),
                    _ => None,
                }
            });
        self.facts.functions[lowered.0 as usize].signature.earlier = earlier;
        let kind = DeclKind::Function(lowered);
        Some(self.declare(&id.name, convert(id.span), start, kind))
    }

    pub(super) fn class_declaration(&mut self, class: &Class<'_>, start: u32) -> (Name, Span) {
        let params = self.type_params(class.type_parameters.as_deref());
        let mut extends = None;
        let mut extends_expression = None;
        if let Some(heritage) = &class.heritage {
            let span = self.span_of(&heritage.expression);
            match expression_path(&heritage.expression) {
                Some(path) => {
                    let arguments = self.type_arguments(heritage.type_arguments.as_deref());
                    extends = Some(Heritage { path, arguments, span });
                }
                None => extends_expression = Some(span),
            }
        }
        let before = self.facts.nodes.len();
        let members = self.class_members(class);
        let body = ClassBody {
            params,
            extends,
            extends_expression,
            members,
            mentions_this: self.speaks_of_this(before),
            is_abstract: class.r#abstract,
        };
        // No source can name it otherwise: `default` is a reserved word.
        let (text, span) = match &class.id {
            Some(id) => (id.name.as_str(), convert(id.span)),
            None => ("default", convert(class.span)),
        };
        self.declare(text, span, start, DeclKind::Class(body))
    }

    /// Whether `this` stands among the types that were lowered since there were `before`.
    fn speaks_of_this(&self, before: usize) -> bool {
        self.facts.nodes[before..].iter().any(|node| matches!(node, TypeNode::This))
    }

    pub(super) fn interface_declaration(
        &mut self,
        interface: &TSInterfaceDeclaration<'_>,
        start: u32,
    ) -> (Name, Span) {
        let params = self.type_params(interface.type_parameters.as_deref());
        let before = self.facts.nodes.len();
        let members = self.signatures(&interface.body.body);
        let body = InterfaceBody {
            params,
            mentions_this: self.speaks_of_this(before),
            extends: interface
                .extends
                .iter()
                .map(|heritage| Heritage {
                    path: type_path(&heritage.type_name),
                    arguments: self.type_arguments(heritage.type_arguments.as_deref()),
                    span: convert(heritage.span),
                })
                .collect(),
            members,
        };
        self.declare(
            &interface.id.name,
            convert(interface.id.span),
            start,
            DeclKind::Interface(body),
        )
    }

    fn enum_declaration(&mut self, declared: &TSEnumDeclaration<'_>, start: u32) -> (Name, Span) {
        let members = declared
            .body
            .members
            .iter()
            .map(|member| {
                let span = convert(member.span);
                EnumMember {
                    name: match &member.id {
                        TSEnumMemberName::Identifier(identifier) => name(&identifier.name),
                        TSEnumMemberName::String(text) | TSEnumMemberName::ComputedString(text) => {
                            name(&text.value)
                        }
                        TSEnumMemberName::ComputedTemplateString(template) => {
                            let text: String = template
                                .quasis
                                .iter()
                                .map(|quasi| quasi.value.raw.as_str())
                                .collect();
                            name(&text)
                        }
                    },
                    value: member.initializer.as_ref().map(|value| self.expression(value)),
                    docs: self.docs_at(span.start),
                    span,
                }
            })
            .collect();
        self.declare(
            &declared.id.name,
            convert(declared.id.span),
            start,
            DeclKind::Enum { members },
        )
    }

    fn namespace_declaration(
        &mut self,
        namespace: &TSNamespaceDeclaration<'_>,
        start: u32,
    ) -> (Name, Span) {
        let inner = self.open_scope(Owner::Namespace(name(&namespace.id.name)));
        let declared = self.declare(
            &namespace.id.name,
            convert(namespace.id.span),
            start,
            DeclKind::Namespace(inner),
        );
        let outer = std::mem::replace(&mut self.scope, inner);
        let was_ambient = self.ambient;
        match &namespace.body {
            // `namespace A.B {}`: B is exported from A.
            TSNamespaceDeclarationBody::TSNamespaceDeclaration(nested) => {
                self.ambient |= namespace.declare;
                let (local, span) = self.namespace_declaration(nested, nested.span.start);
                self.mark_exported(&local);
                let target = ExportTarget::Local(Name::clone(&local));
                self.current_scope()
                    .exports
                    .insert(local, Export { target, type_only: false, span });
            }
            TSNamespaceDeclarationBody::TSModuleBlock(block) => {
                self.ambient |= namespace.declare;
                if self.ambient {
                    self.ambient_statements(&block.body);
                } else {
                    self.statements(&block.body);
                }
            }
        }
        self.ambient = was_ambient;
        self.scope = outer;
        declared
    }

    fn variable_declaration(
        &mut self,
        variables: &VariableDeclaration<'_>,
        start: u32,
    ) -> Vec<(Name, Span)> {
        let lowered = self.variables(variables);
        lowered
            .into_iter()
            .filter_map(|variable| {
                let KeyName::Static(local) = &variable.name else { return None };
                let local = Name::clone(local);
                let span = variable.span;
                Some(self.declare(&local, span, start, DeclKind::Variable(variable)))
            })
            .collect()
    }

    pub(super) fn variables(&mut self, variables: &VariableDeclaration<'_>) -> Vec<VariableDecl> {
        let is_const = variables.kind == VariableDeclarationKind::Const;
        let mut lowered = Vec::new();
        for declarator in &variables.declarations {
            let node = declarator
                .type_annotation
                .as_ref()
                .map(|annotation| self.type_node(&annotation.type_annotation));
            let initialiser = declarator.init.as_ref().map(|value| self.expression(value));
            match &declarator.id {
                BindingPattern::BindingIdentifier(binding) => lowered.push(VariableDecl {
                    name: KeyName::Static(name(&binding.name)),
                    node,
                    initialiser,
                    is_const,
                    span: convert(binding.span),
                }),
                // The names a pattern binds are known; their types are not read off it.
                pattern => {
                    for binding in pattern.get_binding_identifiers() {
                        lowered.push(VariableDecl {
                            name: KeyName::Static(name(&binding.name)),
                            node: None,
                            initialiser: None,
                            is_const,
                            span: convert(binding.span),
                        });
                    }
                }
            }
        }
        lowered
    }
}

/// `export { … }`, `export * from`, `export =`, `export default expression`: what keeps the other
/// declarations of an ambient body to itself.
fn is_export_list(statement: &Statement<'_>) -> bool {
    match statement.as_module_declaration() {
        Some(
            ModuleDeclaration::ExportNamedDeclaration(_)
            | ModuleDeclaration::ExportFromDeclaration(_)
            | ModuleDeclaration::ExportAllDeclaration(_)
            | ModuleDeclaration::TSExportAssignment(_),
        ) => true,
        Some(ModuleDeclaration::ExportDefaultDeclaration(default)) => {
            default.declaration.as_expression().is_some()
        }
        _ => false,
    }
}

/// The words of an expression `A.B`.
pub(super) fn expression_path(expression: &Expression<'_>) -> Option<Vec<Name>> {
    match expression {
        Expression::Identifier(identifier) => Some(vec![name(&identifier.name)]),
        Expression::StaticMemberExpression(member) => {
            let mut path = expression_path(&member.object)?;
            path.push(name(&member.property.name));
            Some(path)
        }
        _ => None,
    }
}
