//! Imports and exports.

use oxc_ast::ast::{
    ExportDefaultDeclarationKind, Expression, ImportDeclaration, ImportDeclarationSpecifier,
    ModuleDeclaration, ModuleExportName,
};

use super::{Lowerer, convert, declarations::expression_path, name};
use crate::ir::{Export, ExportTarget, ImportBinding, ImportedName, Name, Span};

impl Lowerer {
    pub(super) fn module_declaration(&mut self, module: &ModuleDeclaration<'_>) {
        match module {
            ModuleDeclaration::ImportDeclaration(import) => self.import(import),
            ModuleDeclaration::ExportAllDeclaration(all) => {
                let specifier = name(&all.source.value);
                let span = convert(all.span);
                match &all.exported {
                    None => self.current_scope().star_exports.push((specifier, span)),
                    Some(exported) => {
                        let imported = ImportedName::Namespace;
                        let target = ExportTarget::From { specifier, imported };
                        let type_only = all.export_kind.is_type();
                        self.export_as(export_name(exported), target, span, type_only);
                    }
                }
            }
            ModuleDeclaration::ExportDeclaration(declared) => {
                for (local, span) in self.declaration(&declared.declaration, declared.span.start) {
                    self.mark_exported(&local);
                    self.export(Name::clone(&local), ExportTarget::Local(local), span);
                }
            }
            ModuleDeclaration::ExportNamedDeclaration(list) => {
                for specifier in &list.specifiers {
                    let local = export_name(&specifier.local);
                    let span = convert(specifier.span);
                    let type_only = list.export_kind.is_type() || specifier.export_kind.is_type();
                    let target = ExportTarget::Local(local);
                    self.export_as(export_name(&specifier.exported), target, span, type_only);
                }
            }
            ModuleDeclaration::ExportFromDeclaration(list) => {
                for item in &list.specifiers {
                    let target = ExportTarget::From {
                        specifier: name(&list.source.value),
                        imported: imported_name(export_name(&item.local)),
                    };
                    let type_only = list.export_kind.is_type() || item.export_kind.is_type();
                    let exported = export_name(&item.exported);
                    self.export_as(exported, target, convert(item.span), type_only);
                }
            }
            ModuleDeclaration::ExportDefaultDeclaration(default) => {
                self.export_default(&default.declaration, default.span.start);
            }
            ModuleDeclaration::TSExportAssignment(assignment) => {
                let span = convert(assignment.span);
                let target = self.expression_target(&assignment.expression);
                self.export(name("export="), target, span);
            }
            ModuleDeclaration::TSNamespaceExportDeclaration(named) => {
                self.facts.global_name = Some(name(&named.id.name));
            }
        }
    }

    fn export_default(&mut self, declaration: &ExportDefaultDeclarationKind<'_>, start: u32) {
        let span = self.span_of(declaration);
        let declared = match declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                if let Some(declared) = self.function_declaration(function, start) {
                    Some(declared)
                } else {
                    let function = self.function(function);
                    let value = self.push_expression(crate::ir::Expr::Function(function), span);
                    self.export(name("default"), ExportTarget::Expression(value), span);
                    return;
                }
            }
            ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                Some(self.class_declaration(class, start))
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(interface) => {
                Some(self.interface_declaration(interface, start))
            }
            expression => {
                let Some(expression) = expression.as_expression() else { return };
                let target = self.expression_target(expression);
                self.docs_at(start);
                self.export(name("default"), target, span);
                return;
            }
        };
        if let Some((local, span)) = declared {
            self.export(name("default"), ExportTarget::Local(local), span);
        }
    }

    fn expression_target(&mut self, expression: &Expression<'_>) -> ExportTarget {
        match expression {
            Expression::Identifier(identifier) => ExportTarget::Local(name(&identifier.name)),
            other => {
                let value = self.expression(other);
                match expression_path(other) {
                    Some(path) => ExportTarget::Path(path, value),
                    None => ExportTarget::Expression(value),
                }
            }
        }
    }

    fn export(&mut self, exported: Name, target: ExportTarget, span: Span) {
        self.export_as(exported, target, span, false);
    }

    fn export_as(&mut self, exported: Name, target: ExportTarget, span: Span, type_only: bool) {
        let export = Export { target, type_only, span };
        let exports = &mut self.current_scope().exports;
        // What is declared under a name is known by its declaration, what else goes by it only here:
        // `export { a as b }` beside `export interface b`.
        let known = exports.get(&exported).map(|known| &known.target);
        if !matches!(known, Some(ExportTarget::Local(local)) if *local == exported)
            && known.is_some()
        {
            return;
        }
        exports.insert(exported, export);
    }

    fn import(&mut self, import: &ImportDeclaration<'_>) {
        let specifier = name(&import.source.value);
        if import.specifiers.is_none() {
            self.facts.bare_imports.push(Name::clone(&specifier));
        }
        for item in import.specifiers.iter().flatten() {
            let all_types = import.import_kind.is_type();
            let type_only = all_types
                || matches!(item, ImportDeclarationSpecifier::ImportSpecifier(named) if named.import_kind.is_type());
            let (local, imported, span) = match item {
                ImportDeclarationSpecifier::ImportSpecifier(named) => (
                    name(&named.local.name),
                    imported_name(export_name(&named.imported)),
                    convert(named.span),
                ),
                ImportDeclarationSpecifier::ImportDefaultSpecifier(default) => {
                    (name(&default.local.name), ImportedName::Default, convert(default.span))
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(namespace) => {
                    (name(&namespace.local.name), ImportedName::Namespace, convert(namespace.span))
                }
            };
            let specifier = Name::clone(&specifier);
            let binding = ImportBinding { specifier, imported, type_only, span };
            self.current_scope().imports.insert(local, binding);
        }
    }
}

fn export_name(exported: &ModuleExportName<'_>) -> Name {
    name(&exported.name())
}

fn imported_name(text: Name) -> ImportedName {
    if &*text == "default" { ImportedName::Default } else { ImportedName::Named(text) }
}
