//! Declarations that belong together: those of one name in one body, in the other bodies of the
//! same namespace or module, and in what other files add to it.

use std::rc::Rc;

use super::reach::{Body, Home, Question, Tier};
use super::symbol::{Meaning, Symbol};
use super::{FileId, FileView, Sources};
use crate::ir::{DeclKind, Declaration, MODULE_SCOPE, Name, Owner, ScopeId};

/// A declaration and the file it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub file: FileId,
    facts: Rc<FileView>,
    index: u32,
}

impl Site {
    pub(crate) fn declaration(&self) -> &Declaration {
        self.facts.declaration(self.index)
    }

    pub(crate) fn kind(&self) -> &DeclKind {
        &self.declaration().kind
    }

    pub(crate) fn scope(&self) -> ScopeId {
        self.declaration().scope
    }

    /// Whether it is something of this world.
    fn means(&self, meaning: Meaning) -> bool {
        self.facts.means(self.kind(), meaning)
    }

    /// A namespace that holds more than types: it is a value too.
    pub(crate) fn is_namespace_value(&self) -> bool {
        matches!(self.kind(), DeclKind::Namespace(inner) if self.facts.holds_values(*inner))
    }
}

impl Sources {
    /// Every declaration that merges into `name` of a scope, in the order they count in.
    pub(crate) fn declarations(&self, file: FileId, scope: ScopeId, name: &str) -> Rc<[Site]> {
        let body = Body { file, scope };
        if let Some(known) = self.sites.borrow().get(&body).and_then(|names| names.get(name)) {
            return Rc::clone(known);
        }
        let name = Name::from(name);
        let found: Rc<[Site]> = self.sites_of(Home { body, name: Name::clone(&name) }).into();
        self.sites.borrow_mut().entry(body).or_default().insert(name, Rc::clone(&found));
        found
    }

    fn sites_of(&self, own: Home) -> Vec<Site> {
        let mut homes = vec![self.home_of(own)];
        let first = homes[0].clone();
        let facts = self.facts(first.body.file);
        if self.is_global(first.body) {
            for other in self.globals(&first.name) {
                if !homes.contains(&other) {
                    homes.push(other);
                }
            }
            // The same one first, whichever of them was asked for.
            homes.sort_by_key(|home| self.rank(home));
        } else if is_exported(&facts, first.body.scope, &first.name) {
            for body in self.bodies(first.body) {
                let other = Home { body, name: Name::clone(&first.name) };
                let there = self.facts(body.file);
                if !homes.contains(&other) && is_exported(&there, body.scope, &other.name) {
                    homes.push(other);
                }
            }
            if matches!(
                facts.scope(first.body.scope).owner(),
                Owner::Namespace(_) | Owner::Module(_)
            ) {
                homes.sort_by_key(|home| self.rank(home));
            }
        }
        let mut sites = Vec::new();
        let mut at = 0;
        while let Some(home) = homes.get(at).cloned() {
            at += 1;
            for other in self.merged(&home) {
                if !homes.contains(&other) {
                    homes.push(other);
                }
            }
            let facts = self.facts(home.body.file);
            for (index, _) in facts.declarations_of(home.body.scope, &home.name) {
                sites.push(Site { file: home.body.file, facts: Rc::clone(&facts), index });
            }
        }
        sites
    }

    /// Packages after the project's own files, each in the order of their paths.
    fn rank(&self, home: &Home) -> (bool, std::path::PathBuf, u32) {
        let facts = self.facts(home.body.file);
        (facts.is_of_package(), facts.path().to_path_buf(), home.body.scope.0)
    }

    fn home_of(&self, home: Home) -> Home {
        let facts = self.facts(home.body.file);
        if facts.is_script() || !matches!(facts.scope(home.body.scope).owner(), Owner::Module(_)) {
            return home;
        }
        let question = Question::HomeOf(home.clone());
        let found = self.ask_where(&facts, &question);
        found.first().cloned().unwrap_or(home)
    }

    fn merged(&self, home: &Home) -> Vec<Home> {
        let facts = self.facts(home.body.file);
        let question = Question::Merged(home.clone());
        let mut found = self.ask(Tier::Own, &question).to_vec();
        if facts.is_of_package() {
            found.extend(self.ask(Tier::Packages, &question).iter().cloned());
        }
        found
    }

    /// The index that knows of what stands in this file.
    fn ask_where(&self, facts: &FileView, question: &Question) -> super::reach::Answer {
        let tier = if facts.is_of_package() { Tier::Packages } else { Tier::Own };
        self.ask(tier, question)
    }

    /// Where a global is declared. What the project itself declares may be an addition to what a
    /// package does; a name of the language needs no package.
    pub(super) fn globals(&self, name: &str) -> Vec<Home> {
        let question = Question::Global(Name::from(name));
        let mut found = self.ask(Tier::Own, &question).to_vec();
        if !crate::evaluate::is_language_name(name) {
            found.extend(self.ask(Tier::Packages, &question).iter().cloned());
        }
        found
    }

    fn is_global(&self, body: Body) -> bool {
        let facts = self.facts(body.file);
        match facts.scope(body.scope).owner() {
            Owner::Global => true,
            Owner::File => facts.is_global(),
            Owner::Namespace(_) | Owner::Module(_) => false,
        }
    }

    /// Every body that exports into the same table as this one, which is the first unless it adds
    /// to another one.
    pub(super) fn bodies(&self, body: Body) -> Vec<Body> {
        let facts = self.facts(body.file);
        let scope = facts.scope(body.scope);
        match scope.owner() {
            Owner::Global => vec![body],
            Owner::File if self.is_plain() && !facts.is_of_package() => vec![body],
            Owner::File => {
                let module = Symbol::Module { file: body.file, scope: MODULE_SCOPE };
                let mut bodies = vec![body];
                bodies.extend(self.additions(&module));
                bodies
            }
            Owner::Module(name) => {
                if !facts.is_script() {
                    let target = self.ask_where(&facts, &Question::Target(body));
                    if let Some(target) = target.first() {
                        return self.bodies_of_target(target);
                    }
                }
                let mut bodies: Vec<Body> =
                    self.ambient_bodies(name).into_iter().map(|home| home.body).collect();
                if !bodies.contains(&body) {
                    bodies.insert(0, body);
                }
                bodies
            }
            Owner::Namespace(name) => {
                let parent = scope.parent().unwrap_or(MODULE_SCOPE);
                self.namespace_bodies(body.file, parent, name)
            }
        }
    }

    fn bodies_of_target(&self, target: &Home) -> Vec<Body> {
        if target.name.is_empty() {
            return self.bodies(target.body);
        }
        self.namespace_bodies(target.body.file, target.body.scope, &target.name)
    }

    /// The names a namespace exports, in order.
    pub(crate) fn namespace_names(&self, file: FileId, scope: ScopeId, name: &Name) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for body in self.namespace_bodies(file, scope, name) {
            let facts = self.facts(body.file);
            names.extend(facts.scope(body.scope).exports().map(|(name, _)| Name::clone(name)));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The bodies of a namespace.
    pub(crate) fn namespace_bodies(&self, file: FileId, scope: ScopeId, name: &Name) -> Vec<Body> {
        let sites = self.declarations(file, scope, name);
        let mut bodies: Vec<Body> = sites
            .iter()
            .filter_map(|site| match site.kind() {
                DeclKind::Namespace(inner) => Some(Body { file: site.file, scope: *inner }),
                _ => None,
            })
            .collect();
        let canonical = match sites.first() {
            Some(site) => {
                Symbol::Declared { file: site.file, scope: site.scope(), name: Name::clone(name) }
            }
            None => Symbol::Declared { file, scope, name: Name::clone(name) },
        };
        bodies.extend(self.additions(&canonical));
        bodies
    }

    fn additions(&self, container: &Symbol) -> Vec<Body> {
        let question = Question::Additions(container.clone());
        let mut found = self.ask(Tier::Own, &question).to_vec();
        let (Symbol::Module { file, .. } | Symbol::Declared { file, .. }) = container else {
            return Vec::new();
        };
        if self.facts(*file).is_of_package() {
            found.extend(self.ask(Tier::Packages, &question).iter().cloned());
        }
        found.into_iter().map(|home| home.body).collect()
    }

    /// The bodies of `declare module "name"`.
    pub(super) fn ambient_bodies(&self, name: &Name) -> Vec<Home> {
        let question = Question::Module(Name::clone(name));
        let mut found = self.ask(Tier::Own, &question).to_vec();
        found.extend(self.ask(Tier::Packages, &question).iter().cloned());
        found
    }

    /// The one symbol of a name, whichever of its bodies it was found in.
    pub(super) fn canonical(&self, file: FileId, scope: ScopeId, name: &str) -> Symbol {
        match self.declarations(file, scope, name).first() {
            Some(site) => Symbol::Declared {
                file: site.file,
                scope: site.scope(),
                name: Name::clone(&site.declaration().name),
            },
            None => Symbol::Declared { file, scope, name: Name::from(name) },
        }
    }

    /// Whether a symbol is something of this world.
    pub(crate) fn means(&self, symbol: &Symbol, meaning: Meaning) -> bool {
        match symbol {
            Symbol::Declared { file, scope, name } => {
                self.declarations(*file, *scope, name).iter().any(|site| site.means(meaning))
            }
            Symbol::Intrinsic(_) | Symbol::BuiltinModule(_) | Symbol::Untyped => true,
            Symbol::IntrinsicModule | Symbol::Module { .. } => meaning != Meaning::Type,
            Symbol::Expression { .. } | Symbol::Property { .. } => meaning == Meaning::Value,
        }
    }
}

/// Whether a body declares `name` for others to see.
fn is_exported(facts: &FileView, scope: ScopeId, name: &str) -> bool {
    facts.declarations_of(scope, name).any(|(_, found)| found.exported)
}
