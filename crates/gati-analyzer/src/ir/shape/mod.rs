//! What of a statement others can depend on, as hashes: its shape and what its comments say.
//!
//! Everything is written down in one fixed order, arenas followed by content and not by index, so
//! that a statement hashes the same wherever in a file it stands. Patterns name every field: a
//! new one has to be decided on here, which makes the file as long as there are fields.

mod expressions;
mod members;
mod types;

use gati_types::Literal;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    DeclKind, DocId, EnumMember, Export, ExportTarget, ExprId, FileFacts, Heritage, ImportBinding,
    ImportedName, InterfaceBody, ItemHashes, KeyName, Name, NodeId, Owner, Scope, ScopeId,
    TypeParam, VariableDecl,
};

impl FileFacts {
    /// The hashes of a statement of the top level.
    pub(crate) fn hashes(&self, item: usize) -> ItemHashes {
        *self.items[item].hashes.get_or_init(|| {
            let mut writer = Writer { facts: self, shape: Vec::new(), docs: Vec::new() };
            for declaration in self.range_of(item, |ends| ends.declarations) {
                writer.declaration(declaration);
            }
            // The first scope is the file's own, of which every statement is a part.
            for scope in self.range_of(item, |ends| ends.scopes).filter(|scope| *scope > 0) {
                writer.scope(&self.scopes[scope as usize]);
            }
            let values = self.range_of(item, |ends| ends.expressions);
            for export in self.module_scope().exports.values() {
                if let ExportTarget::Expression(value) | ExportTarget::Path(_, value) =
                    &export.target
                    && values.contains(&value.0)
                {
                    writer.expression(*value);
                }
            }
            ItemHashes { shape: xxh3_64(&writer.shape), docs: xxh3_64(&writer.docs) }
        })
    }
}

/// What an import brings in.
pub(crate) fn import_shape(binding: &ImportBinding) -> Vec<u8> {
    let ImportBinding { specifier, imported, type_only, span: _ } = binding;
    let mut out = vec![u8::from(*type_only)];
    text(&mut out, specifier);
    imported_name(&mut out, imported);
    out
}

/// What an export stands for; an expression is told by the statement it is in.
pub(crate) fn export_shape(export: &Export) -> Vec<u8> {
    let Export { target, type_only, span: _ } = export;
    let mut out = vec![u8::from(*type_only)];
    match target {
        ExportTarget::Local(local) => {
            out.push(0);
            text(&mut out, local);
        }
        ExportTarget::From { specifier, imported } => {
            out.push(1);
            text(&mut out, specifier);
            imported_name(&mut out, imported);
        }
        ExportTarget::Expression(_) => out.push(2),
        ExportTarget::Path(path, _) => {
            out.push(3);
            for word in path {
                text(&mut out, word);
            }
        }
    }
    out
}

fn imported_name(out: &mut Vec<u8>, imported: &ImportedName) {
    match imported {
        ImportedName::Named(name) => {
            out.push(0);
            text(out, name);
        }
        ImportedName::Default => out.push(1),
        ImportedName::Namespace => out.push(2),
        ImportedName::Equals => out.push(3),
    }
}

fn text(out: &mut Vec<u8>, value: &str) {
    out.extend_from_slice(&value.len().to_le_bytes());
    out.extend_from_slice(value.as_bytes());
}

struct Writer<'f> {
    facts: &'f FileFacts,
    shape: Vec<u8>,
    docs: Vec<u8>,
}

impl Writer<'_> {
    fn tag(&mut self, tag: u8) {
        self.shape.push(tag);
    }

    fn flag(&mut self, flag: bool) {
        self.shape.push(u8::from(flag));
    }

    fn text(&mut self, value: &str) {
        text(&mut self.shape, value);
    }

    fn count(&mut self, count: usize) {
        self.shape.extend_from_slice(&count.to_le_bytes());
    }

    fn each<T>(&mut self, all: &[T], mut one: impl FnMut(&mut Self, &T)) {
        self.count(all.len());
        for item in all {
            one(self, item);
        }
    }

    fn maybe<T: Copy>(&mut self, value: Option<T>, one: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            one(self, value);
        }
    }

    fn names(&mut self, names: &[Name]) {
        self.each(names, |writer, name| writer.text(name));
    }

    fn nodes(&mut self, nodes: &[NodeId]) {
        self.each(nodes, |writer, node| writer.node(*node));
    }

    fn expressions(&mut self, expressions: &[ExprId]) {
        self.each(expressions, |writer, value| writer.expression(*value));
    }

    /// Whether a comment is there belongs to the shape, what it says does not.
    fn docs(&mut self, docs: Option<DocId>) {
        self.flag(docs.is_some());
        let Some(id) = docs else { return };
        let comment = self.facts.doc(id);
        text(&mut self.docs, &comment.description);
        for tag in &comment.tags {
            text(&mut self.docs, &tag.name);
            text(&mut self.docs, &tag.text);
        }
        self.docs.push(0xff);
    }

    fn declaration(&mut self, index: u32) {
        let facts = self.facts;
        let super::Declaration { name, kind, scope, name_span: _, docs, exported } =
            &facts.declarations[index as usize];
        self.text(name);
        self.flag(*exported);
        self.flag(*scope == super::MODULE_SCOPE);
        self.docs(*docs);
        match kind {
            DeclKind::Alias { params, node } => {
                self.tag(0);
                self.type_params(params);
                self.node(*node);
            }
            DeclKind::Interface(InterfaceBody { params, extends, members, mentions_this: _ }) => {
                self.tag(1);
                self.type_params(params);
                self.each(extends, Self::heritage);
                self.each(members, Self::member);
            }
            DeclKind::Class(class) => {
                self.tag(2);
                self.class(class);
            }
            DeclKind::Enum { members } => {
                self.tag(3);
                self.each(members, |writer, EnumMember { name, value, docs, span: _ }| {
                    writer.text(name);
                    writer.maybe(*value, Self::expression);
                    writer.docs(*docs);
                });
            }
            DeclKind::Namespace(inner) => {
                self.tag(4);
                self.inner_scope(*inner);
            }
            DeclKind::Function(function) => {
                self.tag(5);
                self.function(*function);
            }
            DeclKind::Variable(variable) => {
                self.tag(6);
                self.variable(variable);
            }
            DeclKind::ImportAlias(path) => {
                self.tag(7);
                self.names(path);
            }
        }
    }

    /// Declarations inside are written in the order they stand in; this says which belong here.
    fn inner_scope(&mut self, scope: ScopeId) {
        let mut names: Vec<(&Name, usize)> = self
            .facts
            .scope(scope)
            .names
            .iter()
            .map(|(name, declared)| (name, declared.len()))
            .collect();
        names.sort_unstable();
        self.each(&names, |writer, (name, count)| {
            writer.text(name);
            writer.count(*count);
        });
    }

    fn scope(&mut self, scope: &Scope) {
        // Whose inside a scope is says the declaration it belongs to, or the block.
        let Scope { owner, parent: _, names: _, imports, exports, star_exports } = scope;
        if let Owner::Module(name) = owner {
            self.text(name);
        }
        let mut bound: Vec<(&Name, Vec<u8>)> =
            imports.iter().map(|(name, binding)| (name, import_shape(binding))).collect();
        bound.sort_unstable();
        let mut exported: Vec<(&Name, Vec<u8>)> =
            exports.iter().map(|(name, export)| (name, export_shape(export))).collect();
        exported.sort_unstable();
        for list in [bound, exported] {
            self.each(&list, |writer, (name, shape)| {
                writer.text(name);
                writer.shape.extend_from_slice(shape);
            });
        }
        let mut values: Vec<(&Name, ExprId)> = exports
            .iter()
            .filter_map(|(name, export)| match export.target {
                ExportTarget::Expression(value) | ExportTarget::Path(_, value) => {
                    Some((name, value))
                }
                _ => None,
            })
            .collect();
        values.sort_unstable_by_key(|(name, _)| *name);
        self.each(&values, |writer, (_, value)| writer.expression(*value));
        self.each(star_exports, |writer, (specifier, _)| writer.text(specifier));
    }

    fn type_params(&mut self, params: &[TypeParam]) {
        self.each(params, |writer, TypeParam { name, constraint, default, is_const }| {
            writer.text(name);
            writer.maybe(*constraint, Self::node);
            writer.maybe(*default, Self::node);
            writer.flag(*is_const);
        });
    }

    fn heritage(&mut self, Heritage { path, arguments, span: _ }: &Heritage) {
        self.names(path);
        self.nodes(arguments);
    }

    fn variable(&mut self, variable: &VariableDecl) {
        let VariableDecl { name, node, initialiser, is_const, span: _ } = variable;
        self.key(name);
        self.maybe(*node, Self::node);
        self.maybe(*initialiser, Self::expression);
        self.flag(*is_const);
    }

    fn key(&mut self, key: &KeyName) {
        match key {
            KeyName::Static(name) => {
                self.tag(0);
                self.text(name);
            }
            KeyName::Computed(value) => {
                self.tag(1);
                self.expression(*value);
            }
            KeyName::Private => self.tag(2),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::String(value) => {
                self.tag(0);
                self.text(value);
            }
            Literal::Number(value) => {
                self.tag(1);
                self.text(&value.to_string());
            }
            Literal::Boolean(value) => {
                self.tag(2);
                self.flag(*value);
            }
            Literal::BigInt(value) => {
                self.tag(3);
                self.text(value);
            }
        }
    }
}
