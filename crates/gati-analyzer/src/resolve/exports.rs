//! What a module exports: by name, by star, by assignment.
//!
//! It is kept in one file: each way leads to the others, and their order is what decides.

use rustc_hash::FxHashSet;

use super::reach::{Body, Home, Question, Tier};
use super::symbol::{Around, Meaning, Missing, Sight, Step, Symbol, Trail};
use super::view::FileView;
use super::{FileId, ResolvedModule, Sources};
use crate::evaluate::Place;
use crate::ir::{DeclKind, ExportTarget, ImportedName, MODULE_SCOPE, Name, ScopeId};

/// The name under which `export =` is kept.
const ASSIGNED: &str = "export=";

/// A search along `export *`.
struct StarWalk<'n> {
    name: &'n str,
    meaning: Meaning,
    seen: FxHashSet<Body>,
    /// A star that leads nowhere: what is not found might stand there.
    missing: Option<Missing>,
}

impl Sources {
    /// The module behind `specifier`.
    pub(crate) fn module(&mut self, file: FileId, specifier: &Name) -> Result<Symbol, Missing> {
        match self.resolve(file, specifier) {
            ResolvedModule::Intrinsic => Ok(Symbol::IntrinsicModule),
            ResolvedModule::File(path) => {
                if let Some(target) = self.load(&path) {
                    return Ok(Symbol::Module { file: target, scope: MODULE_SCOPE });
                }
                self.ambient_module(specifier).ok_or_else(|| Missing::module(specifier))
            }
            ResolvedModule::Builtin => Ok(Symbol::BuiltinModule(Name::clone(specifier))),
            ResolvedModule::Missing => {
                self.ambient_module(specifier).ok_or_else(|| Missing::module(specifier))
            }
        }
    }

    /// `declare module "specifier"` somewhere in the program.
    fn ambient_module(&self, specifier: &Name) -> Option<Symbol> {
        let found = self.ambient_bodies(specifier);
        let body = found.first()?.body;
        let facts = self.facts(body.file);
        let says_nothing = facts.scope(body.scope).says_nothing();
        Some(if says_nothing && found.len() == 1 {
            Symbol::Untyped
        } else {
            Symbol::Module { file: body.file, scope: body.scope }
        })
    }

    /// What `import`, `export … from` and `import = require` bring in.
    pub(super) fn imported(
        &mut self,
        file: FileId,
        (specifier, imported): (&Name, &ImportedName),
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Symbol, Missing> {
        let module = self.module(file, specifier)?;
        match (&module, imported) {
            (Symbol::Module { .. }, _) => {}
            (Symbol::IntrinsicModule, ImportedName::Named(name)) => {
                return Ok(Symbol::Intrinsic(Name::clone(name)));
            }
            (Symbol::BuiltinModule(_), ImportedName::Named(name)) => {
                return Ok(Symbol::BuiltinModule(Name::clone(name)));
            }
            _ => return Ok(module),
        }
        let name = match imported {
            ImportedName::Namespace | ImportedName::Equals => {
                let assigned = self.assigned_along(&module, meaning, trail)?;
                return Ok(assigned.unwrap_or(module));
            }
            ImportedName::Named(name) => Name::clone(name),
            ImportedName::Default => Name::from("default"),
        };
        self.named_import(&module, (specifier, &name), meaning, trail)
    }

    fn named_import(
        &mut self,
        module: &Symbol,
        (specifier, name): (&Name, &Name),
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Symbol, Missing> {
        if let Some(found) = self.member_along(module, name, meaning, trail)? {
            return Ok(found);
        }
        // `export = x`: `x` is the default, and what it holds are the named exports.
        if let Some(assigned) = self.assigned_along(module, Meaning::Value, trail)? {
            if &**name == "default" {
                let meant = self.assigned_along(module, meaning, trail)?;
                return Ok(meant.unwrap_or(assigned));
            }
            if let Some(found) = self.member_along(&assigned, name, meaning, trail)?
                && (meaning != Meaning::Value || self.means(&found, meaning))
            {
                return Ok(found);
            }
            return Ok(Symbol::Property { of: Box::new(assigned), name: Name::clone(name) });
        }
        let Symbol::Module { file, scope } = module else { return Ok(module.clone()) };
        if &**name == "default" && self.is_all_its_own_default(*file, *scope) {
            return Ok(module.clone());
        }
        let names = self.export_names_of(*file, *scope);
        let near = crate::suggest::nearest(name, names.iter().map(|known| &**known));
        let facts = self.facts(*file);
        let unexported = facts
            .declarations_of(*scope, name)
            .next()
            .map(|(_, found)| Place { file: *file, span: found.name_span });
        Err(Missing::Export {
            specifier: Name::clone(specifier),
            name: Name::clone(name),
            near: near.map(Name::from),
            unexported,
            seen_at: Vec::new(),
        })
    }

    /// A declaration file without a default export speaks of a `CommonJS` module, which is its own
    /// default.
    fn is_all_its_own_default(&self, file: FileId, scope: ScopeId) -> bool {
        let facts = self.facts(file);
        let name = facts.path().file_name().unwrap_or_default().to_string_lossy();
        let declares = name.contains(".d.") || scope != MODULE_SCOPE;
        declares && !name.ends_with(".d.mts") && facts.scope(scope).export("__esModule").is_none()
    }

    /// What a module assigns with `export =`.
    pub(crate) fn assigned(&mut self, module: &Symbol, meaning: Meaning) -> Option<Symbol> {
        self.assigned_along(module, meaning, &mut Trail::default()).ok().flatten()
    }

    pub(super) fn assigned_along(
        &mut self,
        module: &Symbol,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let Symbol::Module { file, scope } = module else { return Ok(None) };
        if self.facts(*file).scope(*scope).export(ASSIGNED).is_none() {
            return Ok(None);
        }
        self.exported_by(&[Body { file: *file, scope: *scope }], ASSIGNED, meaning, trail)
    }

    /// `name` among the exports of these bodies, which make one table.
    pub(super) fn exported_by(
        &mut self,
        bodies: &[Body],
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let mut other = None;
        let mut is_explicit = false;
        for body in bodies {
            self.clear(*body, name)?;
        }
        for body in bodies {
            if self.facts(body.file).scope(body.scope).export(name).is_none() {
                continue;
            }
            is_explicit = true;
            match self.explicit(*body, name, meaning, trail)? {
                Some(found) if self.means(&found, meaning) => return Ok(Some(found)),
                found => other = other.or(found),
            }
        }
        if is_explicit || name == "default" || name == ASSIGNED {
            return Ok(other);
        }
        self.by_star(bodies, name, meaning, trail)
    }

    /// An export that is written with its name.
    fn explicit(
        &mut self,
        body: Body,
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let facts = self.facts(body.file);
        let Some(export) = facts.scope(body.scope).export(name) else { return Ok(None) };
        let step = (Step::Export, body.file, body.scope, Name::from(name), meaning);
        if !trail.insert(step.clone()) {
            return Ok(None);
        }
        let place = (body.file, body.scope);
        // What is declared under the name comes before what another declaration lends it:
        // `export { a as b } from "…"` beside `export namespace b`.
        let is_declared = facts
            .declarations_of(body.scope, name)
            .any(|(_, found)| found.exported && facts.means(&found.kind, meaning));
        if is_declared {
            trail.remove(&step);
            return self.declared(place, (name, Sight::Outside), meaning, trail);
        }
        if meaning == Meaning::Type && is_another_inside(&facts, body.scope, name) {
            trail.remove(&step);
            return Err(Missing::Unclear { name: Name::from(name), seen_at: Vec::new() });
        }
        let found = match &export.target {
            ExportTarget::Local(local) => {
                // What is here is meant as a whole: a type here leaves no room for a value around.
                let here = facts.scope(body.scope);
                if is_exported_itself(&facts, body.scope, (name, local)) {
                    trail.remove(&step);
                    return self.declared(place, (local, Sight::Outside), meaning, trail);
                }
                let is_here = here.declares(local) || here.import(local).is_some();
                let around = if is_here { Around::Nothing } else { Around::Everything };
                self.lookup_along(place, (local, around), meaning, trail)
            }
            ExportTarget::From { specifier, imported } => self
                .imported(body.file, (specifier, imported), meaning, trail)
                .map(Some)
                .map_err(|missing| missing.through(body.file, export.span)),
            ExportTarget::Path(path, value) => match self.path_along(place, path, meaning, trail) {
                Ok(Some(found)) => Ok(Some(found)),
                _ => Ok(Some(Symbol::Expression {
                    file: body.file,
                    scope: body.scope,
                    expression: *value,
                })),
            },
            ExportTarget::Expression(expression) => Ok(Some(Symbol::Expression {
                file: body.file,
                scope: body.scope,
                expression: *expression,
            })),
        };
        trail.remove(&step);
        found
    }

    /// `name` among what `export *` brings in. A name that two modules export is no export,
    /// unless both mean the same.
    fn by_star(
        &mut self,
        bodies: &[Body],
        name: &str,
        meaning: Meaning,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let mut walk = StarWalk { name, meaning, seen: FxHashSet::default(), missing: None };
        walk.seen.extend(bodies.iter().copied());
        let found = self.starred(bodies, &mut walk, trail)?;
        match (found, walk.missing) {
            (None, Some(missing)) => Err(missing),
            (found, _) => Ok(found),
        }
    }

    /// What the stars of these bodies bring in. A module is entered once, whichever star leads to
    /// it first, and whether or not the name is found before.
    fn starred(
        &mut self,
        bodies: &[Body],
        walk: &mut StarWalk<'_>,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let mut found: Vec<(Name, Symbol)> = Vec::new();
        for body in bodies {
            let facts = self.facts(body.file);
            for (specifier, span) in facts.scope(body.scope).star_exports() {
                let module = match self.module(body.file, specifier) {
                    Ok(module) => module,
                    Err(error) => {
                        let error = error.through(body.file, *span);
                        walk.missing.get_or_insert(error);
                        continue;
                    }
                };
                let brought = self
                    .brought_by_star(&module, walk, trail)
                    .map_err(|missing| missing.through(body.file, *span))?;
                found.extend(brought.map(|symbol| (Name::clone(specifier), symbol)));
            }
        }
        let Some((specifier, symbol)) = found.first().cloned() else { return Ok(None) };
        if let Some((other, _)) = found.iter().find(|(_, other)| *other != symbol) {
            return Err(Missing::Ambiguous {
                name: Name::from(walk.name),
                specifiers: (specifier, Name::clone(other)),
                seen_at: Vec::new(),
            });
        }
        Ok(Some(symbol))
    }

    fn brought_by_star(
        &mut self,
        module: &Symbol,
        walk: &mut StarWalk<'_>,
        trail: &mut Trail,
    ) -> Result<Option<Symbol>, Missing> {
        let (name, meaning) = (walk.name, walk.meaning);
        let (file, scope) = match module {
            Symbol::IntrinsicModule => {
                let is_known = crate::evaluate::is_intrinsic_name(name);
                return Ok(is_known.then(|| Symbol::Intrinsic(Name::from(name))));
            }
            Symbol::Module { file, scope } => (*file, *scope),
            _ => return Ok(None),
        };
        if !walk.seen.insert(Body { file, scope }) {
            return Ok(None);
        }
        if let Some(assigned) = self.assigned_along(module, Meaning::Namespace, trail)? {
            return self.member_along(&assigned, name, meaning, trail);
        }
        let bodies = self.bodies(Body { file, scope });
        // Who adds a name to a module by a way that is not followed may add one it has not.
        for body in &bodies {
            self.clear(*body, name)?;
        }
        walk.seen.extend(bodies.iter().copied());
        let behind = self.starred(&bodies, walk, trail);
        let is_explicit = bodies
            .iter()
            .any(|body| self.facts(body.file).scope(body.scope).export(name).is_some());
        if is_explicit { self.exported_by(&bodies, name, meaning, trail) } else { behind }
    }

    /// Whether what a module exports as `name` is there as a value: nothing on the way to it says
    /// `type`.
    pub(crate) fn carries_value(&mut self, of: &Symbol, name: &str) -> bool {
        let bodies = match of {
            Symbol::Module { file, scope } => self.bodies(Body { file: *file, scope: *scope }),
            Symbol::Declared { file, scope, name } => self.namespace_bodies(*file, *scope, name),
            _ => return true,
        };
        self.value_among(&bodies, name, &mut FxHashSet::default())
    }

    fn value_among(
        &mut self,
        bodies: &[Body],
        name: &str,
        seen: &mut FxHashSet<(Body, Name)>,
    ) -> bool {
        let fresh: Vec<Body> =
            bodies.iter().copied().filter(|body| seen.insert((*body, Name::from(name)))).collect();
        let mut is_type = false;
        for body in &fresh {
            let facts = self.facts(body.file);
            let here = facts.scope(body.scope);
            if let Some(export) = here.export(name) {
                let is_declared = facts
                    .declarations_of(body.scope, name)
                    .any(|(_, found)| found.exported && facts.means(&found.kind, Meaning::Value));
                if is_declared {
                    return true;
                }
                if export.type_only {
                    return false;
                }
                let (specifier, imported) = match &export.target {
                    ExportTarget::From { specifier, imported } => (specifier, imported),
                    ExportTarget::Local(local) => match here.import(local) {
                        Some(_) if is_exported_itself(&facts, body.scope, (name, local)) => {
                            let own = self.canonical(body.file, body.scope, local);
                            return self.means(&own, Meaning::Value);
                        }
                        Some(import) if import.type_only => return false,
                        Some(import) => (&import.specifier, &import.imported),
                        None if is_kept_inside(&facts, body.scope, (name, local)) => {
                            is_type = true;
                            continue;
                        }
                        None => return true,
                    },
                    ExportTarget::Path(..) | ExportTarget::Expression(_) => return true,
                };
                let name = match imported {
                    ImportedName::Named(name) => Name::clone(name),
                    ImportedName::Default => Name::from("default"),
                    ImportedName::Namespace | ImportedName::Equals => return true,
                };
                let Ok(Symbol::Module { file, scope }) = self.module(body.file, specifier) else {
                    return true;
                };
                let bodies = self.bodies(Body { file, scope });
                return self.value_among(&bodies, &name, seen);
            }
        }
        if is_type {
            return false;
        }
        for body in &fresh {
            let facts = self.facts(body.file);
            let here = facts.scope(body.scope);
            for (specifier, _) in here.star_exports() {
                if let Ok(Symbol::Module { file, scope }) = self.module(body.file, specifier) {
                    let bodies = self.bodies(Body { file, scope });
                    if self.value_among(&bodies, name, seen) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Nothing, unless somebody adds to what a body says of `name` by a way that is not followed.
    pub(super) fn clear(&self, body: Body, name: &str) -> Result<(), Missing> {
        let is_of_package = self.facts(body.file).is_of_package();
        let question = || Question::Unclear(Home { body, name: Name::from(name) });
        let is_clear = (self.is_plain() || self.ask(Tier::Own, &question()).is_empty())
            && (!is_of_package || self.ask(Tier::Packages, &question()).is_empty());
        if is_clear {
            return Ok(());
        }
        Err(Missing::Unclear { name: Name::from(name), seen_at: Vec::new() })
    }

    /// The names a file exports, star exports included, in order.
    pub(crate) fn export_names(&mut self, file: FileId) -> Vec<Name> {
        self.export_names_of(file, MODULE_SCOPE)
    }

    /// The names a module or a `declare module` exports, in order.
    pub(crate) fn export_names_of(&mut self, file: FileId, scope: ScopeId) -> Vec<Name> {
        let mut names = FxHashSet::default();
        let mut seen = FxHashSet::default();
        let first = Body { file, scope };
        let mut pending = vec![first];
        while let Some(next) = pending.pop() {
            if !seen.insert(next) {
                continue;
            }
            for body in self.bodies(next) {
                let facts = self.facts(body.file);
                let here = facts.scope(body.scope);
                // A star does not bring in the default.
                let exported = here
                    .exports()
                    .map(|(name, _)| name)
                    .filter(|name| next == first || !matches!(&***name, "default" | ASSIGNED));
                names.extend(exported.map(Name::clone));
                for (specifier, _) in here.star_exports() {
                    if let Ok(Symbol::Module { file, scope }) = self.module(body.file, specifier) {
                        pending.push(Body { file, scope });
                    }
                }
            }
        }
        let mut sorted: Vec<Name> = names.into_iter().collect();
        sorted.sort_unstable();
        sorted
    }
}

/// Whether it is a declaration that says `export`, which leaves out an import of the same name.
fn is_exported_itself(facts: &FileView, scope: ScopeId, (name, local): (&str, &str)) -> bool {
    name == local && facts.declarations_of(scope, local).any(|(_, found)| found.exported)
}

/// Whether a name that is exported is a type only by a declaration that the file keeps for itself:
/// `export namespace A` beside `enum A`. What others add to the type they see is no part of that.
fn is_another_inside(facts: &FileView, scope: ScopeId, name: &str) -> bool {
    let mut is_exported = false;
    let mut is_kept = false;
    for (_, found) in facts.declarations_of(scope, name) {
        is_exported |= found.exported;
        if matches!(found.kind, DeclKind::ImportAlias(_)) {
            return false;
        }
        is_kept |= !found.exported && facts.means(&found.kind, Meaning::Type);
    }
    is_exported && is_kept
}

/// Whether a name is exported by declarations that are no values, whatever else goes by it where
/// only the file sees it: `export interface A` beside a `const A` or an `import A = B.C`.
fn is_kept_inside(facts: &FileView, scope: ScopeId, (name, local): (&str, &str)) -> bool {
    is_exported_itself(facts, scope, (name, local))
        && facts.declarations_of(scope, local).filter(|(_, found)| found.exported).all(
            |(_, found)| {
                !facts.means(&found.kind, Meaning::Value)
                    && !matches!(found.kind, DeclKind::ImportAlias(_))
            },
        )
}
