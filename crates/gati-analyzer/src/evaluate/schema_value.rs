//! Types that are those of a schema value: `z.infer<typeof S>`, `typeof S.infer`. What they are
//! is found out by running the value, so here it is only followed to the constant behind it and
//! looked up; and the few words that the text of such a type has beyond TypeScript's own.

use std::sync::Arc;

use gati_types::{Constraints, UnknownKeys};

use super::{ContextId, Evaluator, Lit, Mark, NamedKey, Narrows, Place, Ty, Type};
use crate::codes::Code;
use crate::given::library::{
    is_property, is_spelling, package_of, package_of_file, property_of, side_of,
};
use crate::given::{SchemaKey, Side};
use crate::ir::{DeclKind, ImportedName, MODULE_SCOPE, Name, NodeId, TypeNode};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};

/// A schema value that a whole type is one side of.
#[derive(Debug, Clone)]
pub(crate) struct SchemaType {
    pub key: SchemaKey,
    pub side: Side,
    /// The file its type was looked up in.
    pub file: FileId,
}

/// Whether a package has a type of a name, and whether any may have it.
pub(crate) type TypesOfPackages = (fn(&str, &str) -> bool, fn(&str) -> bool);

/// Whether a type of a package stands for a side of a schema value.
fn is_side(package: &str, name: &str) -> bool {
    side_of(package, name).is_some()
}

impl Evaluator<'_> {
    /// `z.infer<typeof S>`; `None` if the words mean something else.
    pub(super) fn schema_mention(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let (last, argument) = (path.last()?, arguments.first()?);
        let renamed = path.len() == 1;
        if !renamed && !is_spelling(last) {
            return None;
        }
        let (package, name) = self.imported_from(path, context, (is_side, is_spelling))?;
        let side = side_of(&package, &name)?;
        let argument = self.later(*argument, context);
        Some(match self.value_behind(argument, 0) {
            Some((file, path)) => self.schema_type(file, path, side, place),
            None => self.failure(
                Code::SchemaUnknown,
                place,
                format!("`{name}` of `{package}` is known for `typeof` a constant of a file"),
                "declare the schema as a `const` at the top of a file, and write `typeof` it",
            ),
        })
    }

    /// `typeof S.infer`.
    pub(super) fn schema_property(
        &mut self,
        path: &[Name],
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let (last, owner) = path.split_last()?;
        if owner.is_empty() || !is_property(last) {
            return None;
        }
        let (file, members) = self.value_at(owner, context)?;
        let package = self.maker_of(file, members.first()?)?;
        let side = property_of(&package, last)?;
        Some(self.schema_type(file, members, side, place))
    }

    /// The package a path of type names comes from, and the name it has there, if a package may
    /// have a type of that name and `is_type` of it.
    pub(crate) fn imported_from(
        &mut self,
        path: &[Name],
        context: ContextId,
        (is_type, may_be): TypesOfPackages,
    ) -> Option<(String, Name)> {
        let here = self.store.context(context).clone();
        let first = path.first()?;
        let facts = self.sources.facts(here.file);
        let import = facts.module_scope().import(first)?;
        let name = match (&import.imported, path.len()) {
            (ImportedName::Named(name), 1) => Name::clone(name),
            (_, 1) => return None,
            _ => Name::clone(path.last()?),
        };
        let package = package_of(&import.specifier);
        if is_type(package, &name) {
            return Some((package.to_owned(), name));
        }
        if !may_be(&name) {
            return None;
        }
        // `import { z } from './lib/zod.js'`.
        let meaning = if path.len() == 1 { Meaning::Type } else { Meaning::Namespace };
        let found = self.sources.lookup(here.file, here.scope, first, meaning).ok()??;
        let (Symbol::Declared { file, .. } | Symbol::Module { file, .. }) = found else {
            return None;
        };
        let target = self.sources.facts(file);
        let package = package_of_file(target.path().to_str()?)?.to_owned();
        Some((package, name))
    }

    /// The constant that `typeof` names in a type argument, however the argument came about.
    pub(crate) fn value_behind(&mut self, ty: Ty, depth: u32) -> Option<(FileId, Vec<String>)> {
        if depth > 20 {
            return None;
        }
        match self.get(ty) {
            Type::Deferred { node, context } => {
                let facts = self.sources.facts(self.store.context(context).file);
                match facts.node(node) {
                    TypeNode::Query { path, .. } => self.value_at(path, context),
                    TypeNode::Reference { .. } => {
                        let next = self.eval(node, context);
                        self.value_behind(next, depth + 1)
                    }
                    _ => None,
                }
            }
            Type::Named(named) => {
                let facts = self.sources.facts(named.file);
                let node =
                    facts.declarations_of(named.scope, &named.name).find_map(|(_, found)| {
                        match &found.kind {
                            DeclKind::Alias { params, node } if params.is_empty() => Some(*node),
                            _ => None,
                        }
                    })?;
                let context = self.context_of(named.file, named.scope);
                let next = self.plain(Type::Deferred { node, context });
                self.value_behind(next, depth + 1)
            }
            _ => None,
        }
    }

    /// Whether a type is `typeof` something, as it was written.
    pub(crate) fn is_query(&self, ty: Ty) -> bool {
        let Type::Deferred { node, context } = self.store.get(ty) else { return false };
        let facts = self.sources.facts(self.store.context(*context).file);
        matches!(facts.node(*node), TypeNode::Query { .. })
    }

    /// The file and the path of the constant that `a.b.c` begins with.
    pub(crate) fn value_at(
        &mut self,
        path: &[Name],
        context: ContextId,
    ) -> Option<(FileId, Vec<String>)> {
        let here = self.store.context(context).clone();
        for split in (1..=path.len()).rev() {
            let found =
                self.sources.lookup_path(here.file, here.scope, &path[..split], Meaning::Value);
            let (file, name) = match found.ok()? {
                Some(Symbol::Declared { file, scope, name }) if scope == MODULE_SCOPE => {
                    let facts = self.sources.facts(file);
                    let is_variable = facts
                        .declarations_of(scope, &name)
                        .any(|(_, found)| matches!(found.kind, DeclKind::Variable(_)));
                    if !is_variable {
                        return None;
                    }
                    (file, name)
                }
                Some(Symbol::Expression { file, .. }) => (file, Name::from("default")),
                Some(_) => return None,
                None => continue,
            };
            let members = path[split..].iter().map(ToString::to_string);
            return Some((file, std::iter::once(name.to_string()).chain(members).collect()));
        }
        None
    }

    /// The package whose function made a constant: `type({ … })`, `scope({ … }).type(…)`.
    fn maker_of(&mut self, file: FileId, name: &str) -> Option<String> {
        use crate::ir::Expr;
        let facts = self.sources.facts(file);
        let mut current =
            facts.declarations_of(MODULE_SCOPE, name).find_map(|(_, found)| match &found.kind {
                DeclKind::Variable(variable) => variable.initialiser,
                _ => None,
            })?;
        for _ in 0..50 {
            current = match facts.expression(current) {
                Expr::Call { callee, .. } => *callee,
                Expr::Member { object, .. } | Expr::Index { object, .. } => *object,
                Expr::Typed { value, .. } => *value,
                Expr::Identifier(root) => {
                    if let Some(import) = facts.module_scope().import(root) {
                        return Some(package_of(&import.specifier).to_owned());
                    }
                    return None;
                }
                _ => return None,
            };
        }
        None
    }

    fn schema_type(&mut self, file: FileId, path: Vec<String>, side: Side, place: Place) -> Ty {
        let facts = self.sources.facts(file);
        let key = SchemaKey { file: facts.path().to_path_buf(), path };
        let shown = key.path.join(".");
        if !self.sources.is_own(file) || key.file.to_string_lossy().contains(".d.") {
            let home = self.sources.display(file);
            return self.failure(
                Code::SchemaUnknown,
                place,
                format!("the schema `{shown}` is declared in `{home}`, which is not run"),
                "export it from a file of the project: `export { S } from '…'` does not do; \
                 `export const S = imported` does",
            );
        }
        if let Some(file) = self.sources.load(&key.file_of(side)) {
            let name = key.type_name();
            let named = NamedKey { file, scope: MODULE_SCOPE, name, arguments: Vec::new() };
            return self.plain(Type::Named(named));
        }
        self.failure(
            Code::SchemaUnknown,
            place,
            format!("what the schema `{shown}` accepts is only known when it is run"),
            "`gatic` runs it unless told not to (`--no-run`); here, write the type out",
        )
    }

    /// The schema value that the whole of a type is, through names that stand for nothing else.
    pub(crate) fn schema_behind(&mut self, ty: Ty) -> Option<SchemaType> {
        let mut current = ty;
        for _ in 0..50 {
            current = self.force(current);
            let Type::Named(named) = self.get(current) else { return None };
            let facts = self.sources.facts(named.file);
            if let Some((key, side)) = SchemaKey::of_file(facts.path()) {
                let is_root = named.name == key.type_name();
                return is_root.then_some(SchemaType { key, side, file: named.file });
            }
            // A schema and its type often share a name: `const User = …; type User = z.infer<typeof User>`.
            let mut found = facts
                .declarations_of(named.scope, &named.name)
                .filter(|(_, found)| !matches!(found.kind, DeclKind::Variable(_)));
            current = match (found.next().map(|(_, found)| &found.kind), found.next()) {
                (Some(DeclKind::Alias { .. }), _) => self.open_once(current),
                // `interface User extends z.infer<typeof User> {}`.
                (Some(DeclKind::Interface(body)), None)
                    if body.members.is_empty() && body.params.is_empty() =>
                {
                    let [base] = body.extends.as_slice() else { return None };
                    let context = self.context_of(named.file, named.scope);
                    let place = Place { file: named.file, span: base.span };
                    self.eval_reference(&base.path, &base.arguments, context, place)
                }
                _ => return None,
            };
        }
        None
    }

    /// The other side of a schema value.
    pub(crate) fn schema_side(&mut self, of: &SchemaType, side: Side) -> Option<Ty> {
        let file = self.sources.load(&of.key.file_of(side))?;
        let name = of.key.type_name();
        let named = NamedKey { file, scope: MODULE_SCOPE, name, arguments: Vec::new() };
        Some(self.plain(Type::Named(named)))
    }

    /// The words of a given text that no author can write.
    pub(super) fn given_word(&mut self, name: &str, arguments: &[Ty], place: Place) -> Option<Ty> {
        let texts: Vec<Option<String>> =
            arguments.iter().map(|argument| self.literal_text(*argument)).collect();
        match (name, texts.as_slice()) {
            ("$Format", [Some(format)]) => {
                let constraints =
                    Constraints { format: Some(format.clone()), ..Constraints::default() };
                let mark = Mark {
                    name: Name::from("Format"),
                    narrows: Narrows::String,
                    constraints,
                    brand: None,
                };
                Some(self.plain(Type::Mark(Arc::new(mark))))
            }
            ("$UnknownKeys", [Some(keys), _]) => {
                let unknown_keys = match keys.as_str() {
                    "strict" => UnknownKeys::Strict,
                    "open" => UnknownKeys::Open,
                    _ => UnknownKeys::Strip,
                };
                let opened = self.expand(*arguments.get(1)?);
                let Type::Object(shape) = self.get(opened) else { return Some(opened) };
                let mut shape = (*shape).clone();
                shape.unknown_keys = Some(unknown_keys);
                Some(self.store.object(shape))
            }
            ("$UnknownModel", [Some(reason)]) => {
                let help = "run `prisma generate`, or write the type out";
                Some(self.failure(Code::ModelUnknown, place, reason.clone(), help))
            }
            ("$Unresolved", [Some(reason), rest @ ..]) => {
                let help = match rest.first() {
                    Some(Some(help)) => help.clone(),
                    _ => "declare the type instead, or change this part of the schema".to_owned(),
                };
                Some(self.failure(Code::SchemaPart, place, reason.clone(), help))
            }
            _ => None,
        }
    }

    fn literal_text(&mut self, ty: Ty) -> Option<String> {
        let forced = self.force(ty);
        match self.get(forced) {
            Type::Literal(Lit::String(text)) => Some(text.to_string()),
            _ => None,
        }
    }
}
