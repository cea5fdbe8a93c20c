//! Names to declarations, across scopes and files. The ways of following a name stand together,
//! because each of them leads into the others.

use rustc_hash::FxHashSet;

use super::reach::{Body, Question, Tier};
use super::{FileId, Sources};
use crate::evaluate::Place;
use crate::ir::{DeclKind, ExprId, MODULE_SCOPE, Name, ScopeId, Span};

/// Which of the three worlds of TypeScript a name is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    Type,
    Value,
    Namespace,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    /// The declarations of `name` in a scope, and whatever merges with them. The scope is that of
    /// the first of them, so that one thing has one symbol.
    Declared { file: FileId, scope: ScopeId, name: Name },
    /// A type of `@gati-framework/core`.
    Intrinsic(Name),
    /// Everything such a package exports.
    IntrinsicModule,
    /// Everything a scope exports: `import * as x`, the body of a `declare module`.
    Module { file: FileId, scope: ScopeId },
    /// `export default expression`.
    Expression { file: FileId, scope: ScopeId, expression: ExprId },
    /// `name` of the value that a module assigned with `export =`.
    Property { of: Box<Symbol>, name: Name },
    /// Something of a module that no file stands for.
    BuiltinModule(Name),
    /// Something of `declare module "x";`, which says nothing of what it exports.
    Untyped,
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
    /// Somebody adds to it by a way that is not followed.
    Unclear { name: Name, seen_at: Vec<Place> },
    /// Two modules export it, and a third one exports everything of both.
    Ambiguous { name: Name, specifiers: (Name, Name), seen_at: Vec<Place> },
}

impl Missing {
    pub(super) fn module(specifier: &Name) -> Self {
        Self::Module { specifier: Name::clone(specifier), seen_at: Vec::new() }
    }

    /// The imports and exports on the way to what is missing, the innermost first.
    pub(crate) fn seen_at(&self) -> &[Place] {
        match self {
            Self::Module { seen_at, .. }
            | Self::Export { seen_at, .. }
            | Self::Unclear { seen_at, .. }
            | Self::Ambiguous { seen_at, .. } => seen_at,
        }
    }

    pub(super) fn through(mut self, file: FileId, span: Span) -> Self {
        match &mut self {
            Self::Module { seen_at, .. }
            | Self::Export { seen_at, .. }
            | Self::Unclear { seen_at, .. }
            | Self::Ambiguous { seen_at, .. } => seen_at.push(Place { file, span }),
        }
        self
    }
}

/// What is being followed, so that nothing is followed while it is followed already.
pub(super) type Trail = FxHashSet<(Step, FileId, ScopeId, Name, Meaning)>;

/// From where a declaration is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// From beside it.
    Inside,
    /// By an import of what is exported.
    Outside,
}

/// What of the scopes around is searched as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Everything,
    Nothing,
}

/// As what a name is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Import,
    Export,
    Alias,
}

impl Sources {
    /// What `name` stands for in `scope`; `Ok(None)` if no enclosing scope declares it. A name
    /// that is declared, though not in this world, is found nevertheless: the caller words the
    /// difference.
    pub(crate) fn lookup(
        &mut self,
        file: FileId,
        scope: ScopeId,
        name: &str,
        meaning: Meaning,
    ) -> Result<Option<Symbol>, Missing> {
        let around = Around::Everything;
        let found =
            self.lookup_along((file, scope), (name, around), meaning, &mut Trail::default())?;
        Ok(found.filter(|found| {
            self.means(found, meaning)
                || (meaning != Meaning::Value && !matches!(found, Symbol::Declared { .. }))
        }))
    }

    pub(super) fn lookup_along(
        &mut self,
        (file, scope): (FileId, ScopeId),
        (name, around): (&str, Around),
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let facts = self.facts(file);
        let mut current = Some(scope);
        let mut other = None;
        while let Some(id) = current {
            let here = facts.scope(id);
            if here.declares(name) {
                match self.declared((file, id), (name, Sight::Inside), meaning, trail)? {
                    Some(found) if self.means(&found, meaning) => return Ok(Some(found)),
                    found => other = other.or(found),
                }
            }
            if let Some(import) = here.import(name) {
                let step = (Step::Import, file, id, Name::from(name), meaning);
                if trail.insert(step.clone()) {
                    let binding = (&import.specifier, &import.imported);
                    let found = self.imported(file, binding, meaning, trail);
                    trail.remove(&step);
                    let found = found.map_err(|missing| missing.through(file, import.span))?;
                    if self.means(&found, meaning) {
                        return Ok(Some(found));
                    }
                    other = other.or(Some(found));
                }
            }
            if around == Around::Nothing {
                return Ok(other);
            }
            // What a namespace or module exports is visible in each of its bodies.
            let own = Body { file, scope: id };
            for body in self.bodies(own) {
                if body == own || self.facts(body.file).scope(body.scope).export(name).is_none() {
                    continue;
                }
                let found = self.exported_by(&[body], name, meaning, trail)?;
                if let Some(found) = found
                    && self.means(&found, meaning)
                {
                    return Ok(Some(found));
                }
            }
            current = here.parent();
        }
        if let Some(beneath) = self.beneath(file) {
            return self.lookup_along((beneath, MODULE_SCOPE), (name, around), meaning, trail);
        }
        Ok(self.global(name, meaning).or(other))
    }

    /// What a name means everywhere.
    fn global(&mut self, name: &str, meaning: Meaning) -> Option<Symbol> {
        let found = if meaning == Meaning::Value {
            self.ask(Tier::Own, &Question::Global(Name::from(name))).to_vec()
        } else {
            self.globals(name)
        };
        if let Some(home) = found.first() {
            let symbol = self.canonical(home.body.file, home.body.scope, name);
            if self.means(&symbol, meaning) {
                return Some(symbol);
            }
        }
        let question = Question::GlobalModule(Name::from(name));
        let mut modules = self.ask(Tier::Own, &question).to_vec();
        if meaning != Meaning::Value && !crate::evaluate::is_language_name(name) {
            modules.extend(self.ask(Tier::Packages, &question).iter().cloned());
        }
        let module = Symbol::Module { file: modules.first()?.body.file, scope: MODULE_SCOPE };
        Some(self.assigned(&module, meaning).unwrap_or(module))
    }

    /// A declaration, followed if it is only another name (`import A = B.C`).
    pub(super) fn declared(
        &mut self,
        (file, scope): (FileId, ScopeId),
        (name, sight): (&str, Sight),
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let facts = self.facts(file);
        let alias = facts.declarations_of(scope, name).find_map(|(_, found)| match &found.kind {
            DeclKind::ImportAlias(path) => Some((path.clone(), found.exported)),
            _ => None,
        });
        // A file sees what it keeps for itself before `export import a = b.c`, others only what is
        // exported.
        let is_hidden = |exported: bool| match sight {
            Sight::Outside => !exported,
            Sight::Inside => {
                let mut others = facts.declarations_of(scope, name);
                exported
                    && others.any(|(_, found)| {
                        !found.exported
                            && !matches!(found.kind, DeclKind::ImportAlias(_))
                            && facts.means(&found.kind, meaning)
                    })
            }
        };
        let Some((path, _)) = alias.filter(|(_, exported)| !is_hidden(*exported)) else {
            let found = self.canonical(file, scope, name);
            if let Symbol::Declared { file, scope, name } = &found {
                self.clear(Body { file: *file, scope: *scope }, name)?;
            }
            return Ok(Some(found));
        };
        let step = (Step::Alias, file, scope, Name::from(name), meaning);
        if !trail.insert(step.clone()) {
            return Ok(None);
        }
        let found = self.path_along((file, scope), &path, meaning, trail);
        trail.remove(&step);
        found
    }

    /// What the words `A.B.C` stand for.
    pub(crate) fn lookup_path(
        &mut self,
        file: FileId,
        scope: ScopeId,
        path: &[Name],
        meaning: Meaning,
    ) -> Result<Option<Symbol>, Missing> {
        if let [name] = path {
            return self.lookup(file, scope, name, meaning);
        }
        self.path_along((file, scope), path, meaning, &mut Trail::default())
    }

    pub(super) fn path_along(
        &mut self,
        (file, scope): (FileId, ScopeId),
        path: &[Name],
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let [first, rest @ ..] = path else { return Ok(None) };
        let first_meaning = if rest.is_empty() { meaning } else { Meaning::Namespace };
        let first = (&**first, Around::Everything);
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

    pub(super) fn member_along(
        &mut self,
        of: &Symbol,
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let bodies = match of {
            Symbol::IntrinsicModule => return Ok(Some(Symbol::Intrinsic(Name::from(name)))),
            Symbol::BuiltinModule(_) => return Ok(Some(Symbol::BuiltinModule(Name::from(name)))),
            Symbol::Untyped => return Ok(Some(Symbol::Untyped)),
            Symbol::Intrinsic(_) | Symbol::Expression { .. } | Symbol::Property { .. } => {
                return Ok(None);
            }
            Symbol::Module { file, scope } => self.bodies(Body { file: *file, scope: *scope }),
            Symbol::Declared { file, scope, name } => self.namespace_bodies(*file, *scope, name),
        };
        self.exported_by(&bodies, name, meaning, trail)
    }
}

/// Whether a declaration takes part in a world.
pub(crate) fn has_meaning(kind: &DeclKind, meaning: Meaning) -> bool {
    match kind {
        DeclKind::Alias { .. } | DeclKind::Interface(_) => meaning == Meaning::Type,
        DeclKind::Class(_) => meaning != Meaning::Namespace,
        DeclKind::Enum { .. } => true,
        // What it stands for was followed already.
        DeclKind::ImportAlias(_) => false,
        DeclKind::Namespace(_) => meaning == Meaning::Namespace,
        DeclKind::Function(_) | DeclKind::Variable(_) => meaning == Meaning::Value,
    }
}
