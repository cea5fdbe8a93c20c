//! Mentions of names: type parameters, declarations, the framework's types, the language's own.

use super::builtin::is_keyword;
use super::{ContextId, Evaluator, NamedKey, Place, Problem, Ty, Type};
use crate::codes::Code;
use crate::diagnostic::{Edit, Repair};
use crate::ir::{DeclKind, Name, NodeId, Span};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Missing, Symbol};
use crate::suggest::{all_near, did_you_mean, nearest};

impl Evaluator<'_> {
    /// A name whose evaluation opens nothing: a bound parameter or a declaration.
    pub(super) fn is_plain_mention(&mut self, path: &[Name], context: ContextId) -> bool {
        let [name] = path else { return false };
        let found = self.store.context(context).clone();
        found.bindings.iter().any(|(bound, _)| bound == name)
            || matches!(
                self.sources.lookup(found.file, found.scope, name, Meaning::Type),
                Ok(Some(Symbol::Declared { .. }))
            )
    }

    pub(crate) fn eval_reference(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        let here = self.store.context(context).clone();
        if let [name] = path
            && let Some((_, bound)) = here.bindings.iter().rev().find(|(bound, _)| bound == name)
        {
            return *bound;
        }
        if let Some(ty) = self.schema_mention(path, arguments, (context, place)) {
            return ty;
        }
        if let Some(ty) = self.drizzle_mention(path, arguments, (context, place)) {
            return ty;
        }
        let found = self.sources.lookup_path(here.file, here.scope, path, Meaning::Type);
        match found {
            Ok(Some(symbol)) => self.eval_symbol(&symbol, path, arguments, (context, place)),
            Ok(None) => self.eval_unfound(path, arguments, context, place),
            Err(missing) => self.missing(&missing, place),
        }
    }

    pub(super) fn eval_import(
        &mut self,
        specifier: &Name,
        (path, arguments): (&[Name], &[NodeId]),
        value: bool,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let file = self.store.context(context).file;
        let meaning = if value { Meaning::Value } else { Meaning::Type };
        let mut symbol = match self.sources.module(file, specifier) {
            Ok(symbol) => symbol,
            Err(missing) => return self.missing(&missing, place),
        };
        let first = if path.is_empty() { meaning } else { Meaning::Namespace };
        symbol = self.sources.assigned(&symbol, first).unwrap_or(symbol);
        for (index, word) in path.iter().enumerate() {
            let last = index + 1 == path.len();
            let wanted = if last { meaning } else { Meaning::Namespace };
            match self.sources.member(&symbol, word, wanted) {
                Ok(Some(next)) => symbol = next,
                Ok(None) => {
                    return self.not_in_module(&symbol, specifier, word, place);
                }
                Err(missing) => return self.missing(&missing, place),
            }
        }
        if value {
            return self.value_of_symbol(&symbol, place);
        }
        self.eval_symbol(&symbol, path, arguments, (context, place))
    }

    /// The type a symbol stands for.
    fn eval_symbol(
        &mut self,
        symbol: &Symbol,
        path: &[Name],
        arguments: &[NodeId],
        (context, place): (ContextId, Place),
    ) -> Ty {
        match symbol {
            // The library speaks of the types of the language, which are nodes of their own.
            Symbol::Declared { file: FileId::LANGUAGE, scope, name } => {
                let arguments: Vec<Ty> =
                    arguments.iter().map(|argument| self.later(*argument, context)).collect();
                match self.builtin(name, &arguments, place) {
                    Some(ty) => ty,
                    None => self.plain(Type::Named(NamedKey {
                        file: FileId::LANGUAGE,
                        scope: *scope,
                        name: Name::clone(name),
                        arguments,
                    })),
                }
            }
            Symbol::Declared { file, scope, name } => {
                if !self.sources.means(symbol, Meaning::Type) {
                    return self.not_a_type(name, place, *file, *scope);
                }
                let mut named = NamedKey {
                    file: *file,
                    scope: *scope,
                    name: Name::clone(name),
                    arguments: Vec::new(),
                };
                if let Some(failed) = self.check_arguments(&named, arguments.len(), place) {
                    return failed;
                }
                named.arguments =
                    arguments.iter().map(|argument| self.later(*argument, context)).collect();
                self.plain(Type::Named(named))
            }
            Symbol::Intrinsic(name) => {
                let arguments: Vec<Ty> =
                    arguments.iter().map(|argument| self.later(*argument, context)).collect();
                self.intrinsic(name, &arguments, place)
            }
            Symbol::BuiltinModule(name) => {
                let arguments: Vec<Ty> =
                    arguments.iter().map(|argument| self.later(*argument, context)).collect();
                match self.builtin(name, &arguments, place) {
                    Some(ty) => ty,
                    None => self.plain(Type::Framework { name: Name::clone(name), arguments }),
                }
            }
            Symbol::Untyped => self.plain(Type::Any),
            Symbol::Property { name, .. } => {
                let help = format!("write `typeof {name}` for the type of the value");
                let message = format!("`{name}` is a value, not a type");
                self.failure(Code::NotAType, place, message, help)
            }
            Symbol::Expression { file, .. } => {
                let name = path.last().map_or_else(|| Name::from("default"), Name::clone);
                let help = format!("export a type from `{}`", self.sources.display(*file));
                self.failure(
                    Code::NotAType,
                    place,
                    format!("`{name}` is a value, not a type"),
                    help,
                )
            }
            Symbol::Module { .. } | Symbol::IntrinsicModule => self.failure(
                Code::NotAType,
                place,
                "a module is not a type",
                "name one of the types it exports",
            ),
        }
    }

    fn not_a_type(
        &mut self,
        name: &Name,
        place: Place,
        file: crate::resolve::FileId,
        scope: crate::ir::ScopeId,
    ) -> Ty {
        let sites = self.sources.declarations(file, scope, name);
        let declared = sites.first().map(|site| {
            let span = site.declaration().name_span;
            (super::Place { file: site.file, span }, "declared here".to_owned())
        });
        let start = Place { span: Span { end: place.span.start, ..place.span }, ..place };
        let edit = Edit::Replace { place: start, text: "typeof ".to_owned() };
        let mut problem =
            Problem::new(Code::NotAType, place, format!("`{name}` is a value, not a type"))
                .label("a type has to stand here")
                .help(format!("write `typeof {name}` for the type of the value"))
                .repair(Some(Repair::new(format!("write `typeof {name}`"), edit)));
        problem.secondary.extend(declared);
        self.fail(problem)
    }

    /// A path that no scope declares: a member of an enum, a type of the language, or nothing.
    fn eval_unfound(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        let here = self.store.context(context).clone();
        if let Some((member, owner)) = path.split_last()
            && !owner.is_empty()
        {
            if let Ok(Some(Symbol::Declared { file, scope, name })) =
                self.sources.lookup_path(here.file, here.scope, owner, Meaning::Namespace)
            {
                let sites = self.sources.declarations(file, scope, &name);
                let is_enum = sites.iter().any(|site| matches!(site.kind(), DeclKind::Enum { .. }));
                if is_enum {
                    let named = NamedKey { file, scope, name, arguments: Vec::new() };
                    return self.enum_member(&named, member, place);
                }
                let help = if self.sources.is_given(file) {
                    "run `prisma generate`: the schema alone says what rows and queries give"
                } else {
                    "export it from the namespace"
                };
                let message = format!("`{name}` has no exported type `{member}`");
                return self.failure(Code::MemberUnknown, place, message, help);
            }
            if let Some(failed) = self.library(&path[0], place) {
                return failed;
            }
            let whole = path.iter().map(|word| &**word).collect::<Vec<_>>().join(".");
            return self.failure(
                Code::NameUnknown,
                place,
                format!("nothing is called `{}`", path[0]),
                format!("import what `{whole}` needs, or write the type out"),
            );
        }
        let Some(name) = path.first() else { return self.plain(Type::Unknown) };
        if let Ok(Some(Symbol::Declared { file, scope, name })) =
            self.sources.lookup(here.file, here.scope, name, Meaning::Value)
        {
            return self.not_a_type(&name, place, file, scope);
        }
        let evaluated: Vec<Ty> =
            arguments.iter().map(|argument| self.later(*argument, context)).collect();
        if let ("Pick", [ty, keys]) = (&**name, evaluated.as_slice())
            && here.bindings.is_empty()
            && let Some(failed) = self.missing_key(*ty, *keys, place)
        {
            return failed;
        }
        if let Some(ty) = self.builtin(name, &evaluated, place) {
            return ty;
        }
        if let Some(failed) = self.library(name, place) {
            return failed;
        }
        self.unknown_name(name, arguments, context, place)
    }

    fn unknown_name(
        &mut self,
        name: &Name,
        arguments: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        let mut known: Vec<Name> =
            here.bindings.iter().map(|(bound, _)| Name::clone(bound)).collect();
        let mut scope = Some(here.scope);
        while let Some(id) = scope {
            let found = facts.scope(id);
            known.extend(found.names().map(Name::clone));
            scope = found.parent();
        }
        known.sort_unstable();
        let candidates = known.iter().map(|word| &**word).chain(super::builtin::names());
        let (help, repair) = if super::is_intrinsic_name(name) {
            let import = format!("import type {{ {name} }} from '@gati-framework/core'");
            let edit = Edit::Top { place, text: format!("{import};") };
            (format!("import it: {import}"), Some(Repair::new(format!("import `{name}`"), edit)))
        } else if let Some(near) = self.fitting(name, candidates, arguments, (context, place)) {
            (did_you_mean(&near), Some(Repair::rename(place, name, &near)))
        } else {
            ("declare it, or import it".to_owned(), None)
        };
        self.fail(
            Problem::new(Code::NameUnknown, place, format!("nothing is called `{name}`"))
                .label("no type of this name is in sight")
                .help(help)
                .repair(repair),
        )
    }

    /// The candidate nearest to `name` that is a type and takes these arguments.
    fn fitting<'n>(
        &mut self,
        name: &str,
        candidates: impl Iterator<Item = &'n str>,
        arguments: &[NodeId],
        (context, place): (ContextId, Place),
    ) -> Option<Name> {
        all_near(name, candidates).into_iter().map(Name::from).find(|near| {
            is_keyword(near) && arguments.is_empty() || {
                let path = [Name::clone(near)];
                let found = self.eval_reference(&path, arguments, context, place);
                !matches!(self.store.get(found), Type::Problem(_))
            }
        })
    }

    /// `import('specifier').name`, where the module is there and exports nothing of the name.
    fn not_in_module(
        &mut self,
        module: &Symbol,
        specifier: &Name,
        name: &Name,
        place: Place,
    ) -> Ty {
        let (near, unexported) = match module {
            Symbol::Module { file, scope } => {
                let known = self.sources.export_names(*file);
                let near = nearest(name, known.iter().map(|known| &**known)).map(Name::from);
                let facts = self.sources.facts(*file);
                let declared = facts.declarations_of(*scope, name).next();
                (near, declared.map(|(_, found)| Place { file: *file, span: found.name_span }))
            }
            _ => (None, None),
        };
        let (specifier, name) = (Name::clone(specifier), Name::clone(name));
        let missing = Missing::Export { specifier, name, near, unexported, seen_at: Vec::new() };
        self.missing(&missing, place)
    }

    /// A failed import, blamed on the innermost import or export of the author's own that leads
    /// to it, else on the place that needed it.
    pub(crate) fn missing(&mut self, missing: &Missing, needed_at: Place) -> Ty {
        let own = missing.seen_at().iter().find(|place| self.sources.is_own(place.file));
        let place = own.copied().unwrap_or(needed_at);
        let problem = match missing {
            Missing::Module { specifier, .. } => {
                let place = self.quoted_after(specifier, place);
                let message = format!("there is no module `{specifier}`");
                let mut problem = Problem::new(Code::ModuleNotFound, place, message)
                    .label("this leads to no file")
                    .help("check the path, the `paths` of the tsconfig, and what is installed");
                problem.specifier = Some(Name::clone(specifier));
                problem
            }
            Missing::Unclear { name, .. } => {
                let message = format!(
                    "what is added to `{name}` by `declare module` is not evaluated where it goes through `export *`"
                );
                Problem::new(Code::TypeUnsupported, place, message)
                    .label("somebody adds to this")
                    .help("add to the module that declares it")
            }
            Missing::Ambiguous { name, specifiers: (first, second), .. } => {
                let message = format!("`{first}` and `{second}` both export `{name}`");
                Problem::new(Code::ExportNotFound, place, message)
                    .label("`export *` of both gives neither")
                    .help(format!("say which one is meant: export {{ {name} }} from '{first}'"))
            }
            Missing::Export { specifier, name, near, unexported, .. } => {
                let message = format!("`{specifier}` does not export `{name}`");
                let problem = Problem::new(Code::ExportNotFound, place, message);
                match (unexported.filter(|place| self.sources.is_own(place.file)), near) {
                    (Some(declared), _) => problem
                        .label("imported here")
                        .help(format!("write `export` before `{name}`"))
                        .also(declared, "declared here, without `export`")
                        .repair(Some(Repair::new(
                            format!("export `{name}`"),
                            Edit::Export { place: declared },
                        ))),
                    (None, Some(near)) => problem
                        .label("no export of this name")
                        .help(did_you_mean(near))
                        .repair(Some(Repair::rename_import(place, name, near))),
                    (None, None) => problem
                        .label("no export of this name")
                        .help(format!("export it there: export type {name} = …")),
                }
            }
        };
        self.fail(problem)
    }

    /// The specifier of an import or export, which stands after the names; `place` if it is not
    /// found there.
    fn quoted_after(&self, specifier: &str, place: Place) -> Place {
        let facts = self.sources.facts(place.file);
        let after = facts.text().get(place.span.start as usize..).unwrap_or_default();
        let found = ['\'', '"']
            .iter()
            .filter_map(|quote| after.find(&format!("{quote}{specifier}{quote}")));
        let Some(at) = found.min() else { return place };
        let start = place.span.start + u32::try_from(at).unwrap_or_default();
        let length = u32::try_from(specifier.len() + 2).unwrap_or_default();
        Place { span: Span { start, end: start + length }, ..place }
    }
}
