//! Names to declarations, across scopes and files. The ways of following a name stand together,
//! because each of them leads into the others.

use rustc_hash::FxHashSet;

use super::{FileId, FileView, ResolvedModule, Sources};
use crate::evaluate::Place;
use crate::ir::{DeclKind, ExportTarget, ExprId, ImportedName, MODULE_SCOPE, Name, ScopeId, Span};

/// Which of the three worlds of TypeScript a name is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Type,
    Value,
    Namespace,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    /// The declarations of `name` in a scope.
    Declared { file: FileId, scope: ScopeId, name: Name },
    /// A type of `@gati-framework/core`.
    Intrinsic(Name),
    /// Everything such a package exports.
    IntrinsicModule,
    /// Everything a scope exports: `import * as x`, the body of a `declare module`.
    Module { file: FileId, scope: ScopeId },
    /// `export default expression`.
    Expression { file: FileId, scope: ScopeId, expression: ExprId },
    /// Something of a module that no file stands for.
    BuiltinModule(Name),
}

/// Why a name stands for nothing.
#[derive(Debug, Clone)]
pub(crate) enum Missing {
    /// The module an import names is not there.
    Module { specifier: Name, seen_at: Vec<Place> },
    /// The module is there and does not export it.
    Export {
        specifier: Name,
        name: Name,
        near: Option<Name>,
        /// Where the module declares it without exporting it.
        unexported: Option<Place>,
        seen_at: Vec<Place>,
    },
}

impl Missing {
    fn module(specifier: &Name) -> Self {
        Self::Module { specifier: Name::clone(specifier), seen_at: Vec::new() }
    }

    /// The imports and exports on the way to what is missing, the innermost first.
    pub(crate) fn seen_at(&self) -> &[Place] {
        match self {
            Self::Module { seen_at, .. } | Self::Export { seen_at, .. } => seen_at,
        }
    }

    fn through(mut self, file: FileId, span: Span) -> Self {
        match &mut self {
            Self::Module { seen_at, .. } | Self::Export { seen_at, .. } => {
                seen_at.push(Place { file, span });
            }
        }
        self
    }
}

/// A name and the module it was looked for in: what is being followed.
type Trail = FxHashSet<(FileId, ScopeId, Name)>;

impl Sources {
    /// What `name` stands for in `scope`; `Ok(None)` if no enclosing scope declares it.
    pub(crate) fn lookup(
        &mut self,
        file: FileId,
        scope: ScopeId,
        name: &str,
        meaning: Meaning,
    ) -> Result<Option<Symbol>, Missing> {
        self.lookup_along((file, scope), name, meaning, &mut Trail::default())
    }

    fn lookup_along(
        &mut self,
        (file, scope): (FileId, ScopeId),
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let facts = self.facts(file);
        let mut current = Some(scope);
        while let Some(id) = current {
            let here = facts.scope(id);
            if facts.declarations_of(id, name).any(|(_, found)| has_meaning(&found.kind, meaning)) {
                return self.declared((file, id), name, meaning, trail).map(Some);
            }
            // What a namespace exports is visible in each of its merged bodies.
            if id != MODULE_SCOPE
                && let Some(found) = in_merged_bodies(&facts, (file, id), name, meaning)
            {
                return Ok(Some(found));
            }
            if let Some(import) = here.import(name) {
                let specifier = Name::clone(&import.specifier);
                return self
                    .imported(file, (&specifier, &import.imported), meaning, trail)
                    .map(Some)
                    .map_err(|missing| missing.through(file, import.span));
            }
            current = here.parent();
        }
        Ok(None)
    }

    /// A declaration, followed if it is only another name (`import A = B.C`).
    fn declared(
        &mut self,
        (file, scope): (FileId, ScopeId),
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Symbol, Missing> {
        let facts = self.facts(file);
        let alias = facts.declarations_of(scope, name).find_map(|(_, found)| match &found.kind {
            DeclKind::ImportAlias(path) => Some(path.clone()),
            _ => None,
        });
        let own = Symbol::Declared { file, scope, name: Name::from(name) };
        let Some(path) = alias else { return Ok(own) };
        if !trail.insert((file, scope, Name::from(name))) {
            return Ok(own);
        }
        match self.path_along((file, scope), &path, meaning, trail)? {
            Some(symbol) => Ok(symbol),
            None => Ok(own),
        }
    }

    /// What the words `A.B.C` stand for.
    pub(crate) fn lookup_path(
        &mut self,
        file: FileId,
        scope: ScopeId,
        path: &[Name],
        meaning: Meaning,
    ) -> Result<Option<Symbol>, Missing> {
        self.path_along((file, scope), path, meaning, &mut Trail::default())
    }

    fn path_along(
        &mut self,
        (file, scope): (FileId, ScopeId),
        path: &[Name],
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let [first, rest @ ..] = path else { return Ok(None) };
        let first_meaning = if rest.is_empty() { meaning } else { Meaning::Namespace };
        let Some(mut symbol) = self.lookup_along((file, scope), first, first_meaning, trail)?
        else {
            return Ok(None);
        };
        for (place, word) in rest.iter().enumerate() {
            let word_meaning = if place + 1 == rest.len() { meaning } else { Meaning::Namespace };
            match self.member_along(&symbol, word, word_meaning, trail)? {
                Some(next) => symbol = next,
                None => return Ok(None),
            }
        }
        Ok(Some(symbol))
    }

    /// `name` of a namespace or module.
    pub(crate) fn member(
        &mut self,
        of: &Symbol,
        name: &str,
        meaning: Meaning,
    ) -> Result<Option<Symbol>, Missing> {
        self.member_along(of, name, meaning, &mut Trail::default())
    }

    fn member_along(
        &mut self,
        of: &Symbol,
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        match of {
            Symbol::Module { file, scope } => self.exported((*file, *scope), name, meaning, trail),
            Symbol::IntrinsicModule => Ok(Some(Symbol::Intrinsic(Name::from(name)))),
            Symbol::BuiltinModule(_) => Ok(Some(Symbol::BuiltinModule(Name::from(name)))),
            Symbol::Declared { file, scope, name: owner } => {
                let facts = self.facts(*file);
                let bodies: Vec<ScopeId> = facts
                    .declarations_of(*scope, owner)
                    .filter_map(|(_, found)| match found.kind {
                        DeclKind::Namespace(inner) => Some(inner),
                        _ => None,
                    })
                    .collect();
                for body in bodies {
                    if let Some(found) = self.exported((*file, body), name, meaning, trail)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Symbol::Intrinsic(_) | Symbol::Expression { .. } => Ok(None),
        }
    }

    /// The module behind `specifier`.
    pub(crate) fn module(&mut self, file: FileId, specifier: &Name) -> Result<Symbol, Missing> {
        match self.resolve(file, specifier) {
            ResolvedModule::Intrinsic => Ok(Symbol::IntrinsicModule),
            ResolvedModule::Builtin => Ok(Symbol::BuiltinModule(Name::clone(specifier))),
            ResolvedModule::File(path) => self
                .load(&path)
                .map(|file| Symbol::Module { file, scope: MODULE_SCOPE })
                .ok_or_else(|| Missing::module(specifier)),
            ResolvedModule::Missing => {
                self.ambient_module(file, specifier).ok_or_else(|| Missing::module(specifier))
            }
        }
    }

    /// `declare module "specifier"` of the same file.
    fn ambient_module(&self, file: FileId, specifier: &Name) -> Option<Symbol> {
        let scope = self.facts(file).ambient_module(specifier)?;
        Some(Symbol::Module { file, scope })
    }

    fn imported(
        &mut self,
        file: FileId,
        (specifier, imported): (&Name, &ImportedName),
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Symbol, Missing> {
        let module = self.module(file, specifier)?;
        let Symbol::Module { file: target, scope } = &module else {
            return Ok(match (module, imported) {
                (Symbol::IntrinsicModule, ImportedName::Named(name)) => {
                    Symbol::Intrinsic(Name::clone(name))
                }
                (Symbol::BuiltinModule(_), ImportedName::Named(name)) => {
                    Symbol::BuiltinModule(Name::clone(name))
                }
                (module, _) => module,
            });
        };
        let (target, scope) = (*target, *scope);
        let name = match imported {
            ImportedName::Namespace => return Ok(module),
            ImportedName::Named(name) => Name::clone(name),
            ImportedName::Default => Name::from("default"),
            ImportedName::Equals => {
                let assigned = self.exported((target, scope), "export=", meaning, trail)?;
                return Ok(assigned.unwrap_or(module));
            }
        };
        if let Some(found) = self.exported((target, scope), &name, meaning, trail)? {
            return Ok(found);
        }
        // `export = x`: `x` is the default, and what it holds are the named exports.
        if let Some(assigned) = self.exported((target, scope), "export=", meaning, trail)? {
            if &*name == "default" {
                return Ok(assigned);
            }
            if let Some(found) = self.member_along(&assigned, &name, meaning, trail)? {
                return Ok(found);
            }
        }
        let near =
            crate::suggest::nearest(&name, self.export_names(target).iter().map(|known| &**known))
                .map(Name::from);
        let unexported = self
            .facts(target)
            .declarations_of(scope, &name)
            .next()
            .map(|(_, found)| Place { file: target, span: found.name_span });
        let specifier = Name::clone(specifier);
        Err(Missing::Export { specifier, name, near, unexported, seen_at: Vec::new() })
    }

    fn exported(
        &mut self,
        (file, scope): (FileId, ScopeId),
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        if !trail.insert((file, scope, Name::from(name))) {
            return Ok(None);
        }
        let facts = self.facts(file);
        let here = facts.scope(scope);
        if let Some(export) = here.export(name) {
            return match &export.target {
                ExportTarget::Local(local) => {
                    let found = self.lookup_along((file, scope), local, meaning, trail)?;
                    match found {
                        Some(symbol) => Ok(Some(symbol)),
                        // A value where a type was asked for: the caller words the difference.
                        None if facts.scope(scope).declares(local) => {
                            Ok(Some(Symbol::Declared { file, scope, name: Name::clone(local) }))
                        }
                        None => Ok(None),
                    }
                }
                ExportTarget::From { specifier, imported } => self
                    .imported(file, (specifier, imported), meaning, trail)
                    .map(Some)
                    .map_err(|missing| missing.through(file, export.span)),
                ExportTarget::Expression(expression) => {
                    Ok(Some(Symbol::Expression { file, scope, expression: *expression }))
                }
            };
        }
        if name == "default" || name == "export=" {
            return Ok(None);
        }
        for (specifier, span) in here.star_exports() {
            let module = self.module(file, specifier);
            match module.map_err(|missing| missing.through(file, *span))? {
                Symbol::Module { file: target, scope } => {
                    if let Some(found) = self.exported((target, scope), name, meaning, trail)? {
                        return Ok(Some(found));
                    }
                }
                Symbol::IntrinsicModule if crate::evaluate::is_intrinsic_name(name) => {
                    return Ok(Some(Symbol::Intrinsic(Name::from(name))));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// The names a file exports, star exports included, in order.
    pub(crate) fn export_names(&mut self, file: FileId) -> Vec<Name> {
        let mut names = FxHashSet::default();
        let mut seen = FxHashSet::default();
        let mut pending = vec![file];
        while let Some(next) = pending.pop() {
            if !seen.insert(next) {
                continue;
            }
            let facts = self.facts(next);
            let scope = facts.module_scope();
            names.extend(scope.exports().map(|(name, _)| Name::clone(name)));
            for (specifier, _) in scope.star_exports() {
                if let Ok(Symbol::Module { file: target, .. }) = self.module(next, specifier) {
                    pending.push(target);
                }
            }
        }
        let mut sorted: Vec<Name> = names.into_iter().collect();
        sorted.sort_unstable();
        sorted
    }
}

/// Whether a declaration takes part in a world.
pub(crate) fn has_meaning(kind: &DeclKind, meaning: Meaning) -> bool {
    match kind {
        DeclKind::Alias { .. } | DeclKind::Interface(_) => meaning == Meaning::Type,
        DeclKind::Class(_) => meaning != Meaning::Namespace,
        DeclKind::Enum { .. } | DeclKind::ImportAlias(_) => true,
        DeclKind::Namespace(_) => meaning != Meaning::Type,
        DeclKind::Function(_) | DeclKind::Variable(_) => meaning == Meaning::Value,
    }
}

/// `name` among what other bodies of the same namespace export.
fn in_merged_bodies(
    facts: &FileView,
    (file, body): (FileId, ScopeId),
    name: &str,
    meaning: Meaning,
) -> Option<Symbol> {
    let own = facts.namespace_of(body)?;
    facts
        .declarations_of(own.scope, &own.name)
        .filter_map(|(_, other)| match other.kind {
            DeclKind::Namespace(inner) if inner != body => Some(inner),
            _ => None,
        })
        .find(|inner| {
            facts.scope(*inner).export(name).is_some()
                && facts
                    .declarations_of(*inner, name)
                    .any(|(_, found)| has_meaning(&found.kind, meaning))
        })
        .map(|scope| Symbol::Declared { file, scope, name: Name::from(name) })
}
