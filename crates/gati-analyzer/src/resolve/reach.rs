//! What is seen from files that do not import it: global declarations, `declare module`, and
//! what a module adds to another one.
//!
//! An index of a whole program, as answers to questions. Whoever asks keeps the answer, so that a
//! result holds for as long as asking again would give the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::symbol::{Meaning, Symbol};
use super::world::World;
use super::{FileId, Files, ResolvedModule, Sources};
use crate::ir::{DeclKind, FileFacts, MODULE_SCOPE, Name, ScopeId};

/// A scope of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Body {
    pub file: FileId,
    pub scope: ScopeId,
}

/// A name in a body: declarations that merge with each other, and perhaps with those of other
/// homes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Home {
    pub body: Body,
    pub name: Name,
}

/// What can be asked of a program as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Question {
    /// Whether there is anything to ask.
    Anything,
    /// Where a global name is declared.
    Global(Name),
    /// Which module calls itself so everywhere (`export as namespace x`).
    GlobalModule(Name),
    /// The bodies of `declare module "x"`.
    Module(Name),
    /// Which bodies add exports to a module or namespace.
    Additions(Symbol),
    /// Which declarations elsewhere belong to these.
    Merged(Home),
    /// To which declarations those of an augmentation belong.
    HomeOf(Home),
    /// What a `declare module` in a module adds to.
    Target(Body),
    /// Whether something is added to a name by a way that TypeScript goes and nobody means.
    Unclear(Home),
}

/// The homes that answer a question.
pub(crate) type Answer = Arc<[Home]>;

/// The index.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reach {
    answers: FxHashMap<Question, Vec<Home>>,
    /// `declare module "*.css"`: what stands before and after the asterisk.
    patterns: Vec<(Name, Name, Home)>,
}

/// A file that contributes to the index.
pub(crate) type Contributor = (FileId, Arc<FileFacts>);

impl Reach {
    /// Of these files, which come in the order of their paths. `before` is what another index
    /// says of the same program, so that this one's augmentations find what they add to.
    pub(crate) fn of(files: &Arc<Files>, contributors: &[Contributor], before: &[&Self]) -> Self {
        let mut reach = Self::default();
        let mut augmentations = Vec::new();
        for (file, facts) in contributors {
            reach.add_file(*file, facts, &mut augmentations);
        }
        if !augmentations.is_empty() {
            reach.add_augmentations(files, &augmentations, before);
        }
        if !reach.answers.is_empty() || !reach.patterns.is_empty() {
            reach.answers.insert(
                Question::Anything,
                vec![home(FileId::NONE, MODULE_SCOPE, &Name::from(""))],
            );
        }
        reach
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    pub(crate) fn answer(&self, question: &Question) -> Answer {
        if let Some(known) = self.answers.get(question) {
            return known.as_slice().into();
        }
        if let Question::Module(name) = question {
            let fits = |(start, end, _): &&(Name, Name, Home)| {
                name.len() >= start.len() + end.len()
                    && name.starts_with(&**start)
                    && name.ends_with(&**end)
            };
            // Of several that fit, the one that says more before the asterisk; else the first.
            let mut best: Option<&(Name, Name, Home)> = None;
            for pattern in self.patterns.iter().filter(fits) {
                if best.is_none_or(|best| pattern.0.len() > best.0.len()) {
                    best = Some(pattern);
                }
            }
            return best.map(|(_, _, found)| found.clone()).into_iter().collect();
        }
        Answer::default()
    }

    fn push(&mut self, question: Question, answer: Home) {
        self.answers.entry(question).or_default().push(answer);
    }

    fn add_file(&mut self, file: FileId, facts: &FileFacts, augmentations: &mut Vec<(Body, Name)>) {
        let own = facts.is_script.then_some(MODULE_SCOPE);
        for scope in own.iter().chain(&facts.global_scopes) {
            for name in facts.scope(*scope).names.keys() {
                self.push(Question::Global(Name::clone(name)), home(file, *scope, name));
            }
        }
        if let Some(name) = &facts.global_name {
            let found = home(file, MODULE_SCOPE, name);
            self.push(Question::GlobalModule(Name::clone(name)), found);
        }
        for (name, scope) in &facts.ambient_modules {
            if !facts.is_script {
                augmentations.push((Body { file, scope: *scope }, Name::clone(name)));
                continue;
            }
            let found = home(file, *scope, name);
            match name.split_once('*') {
                Some((start, end)) => {
                    self.patterns.push((Name::from(start), Name::from(end), found));
                }
                None => self.push(Question::Module(Name::clone(name)), found),
            }
        }
    }

    /// Every `declare module` in a module adds to a module, and its declarations to those of the
    /// same names that the module exports, wherever they are.
    fn add_augmentations(
        &mut self,
        files: &Arc<Files>,
        augmentations: &[(Body, Name)],
        before: &[&Self],
    ) {
        for (body, name) in augmentations {
            let specifier = Name::clone(name);
            match files.resolve((body.file, specifier)) {
                ResolvedModule::File(path) => {
                    let target = files.id_of(&path);
                    if files.read(target).is_none() {
                        continue;
                    }
                    let known = World::closed(Self::merged_view(before, self));
                    let mut sources = Sources::over(Arc::clone(files), Arc::new(known));
                    self.add_augmentation(&mut sources, *body, target);
                }
                // `declare module "x"` adds to another `declare module "x"`.
                _ => self
                    .push(Question::Module(Name::clone(name)), home(body.file, body.scope, name)),
            }
        }
    }

    fn unclear(&mut self, container: &Symbol, name: &Name) {
        if let Symbol::Module { file, scope } = container {
            let unclear = home(*file, *scope, name);
            self.push(Question::Unclear(unclear.clone()), unclear);
        }
    }

    fn merged_view(before: &[&Self], own: &Self) -> Self {
        let mut all = Self::default();
        for reach in before.iter().copied().chain([own]) {
            for (question, homes) in &reach.answers {
                all.answers.entry(question.clone()).or_default().extend(homes.iter().cloned());
            }
            all.patterns.extend(reach.patterns.iter().cloned());
        }
        all
    }

    fn add_augmentation(&mut self, sources: &mut Sources, body: Body, target: FileId) {
        let module = Symbol::Module { file: target, scope: MODULE_SCOPE };
        let container = sources.assigned(&module, Meaning::Namespace).unwrap_or(module);
        let facts = sources.facts(body.file);
        let names: Vec<Name> = facts.scope(body.scope).names().map(Name::clone).collect();
        for name in names {
            let meanings = [Meaning::Type, Meaning::Namespace, Meaning::Value];
            let known = meanings
                .into_iter()
                .find_map(|meaning| sources.member(&container, &name, meaning).ok().flatten());
            let own = home(body.file, body.scope, &name);
            match known {
                Some(Symbol::Declared { file, scope, name }) => {
                    let known = home(file, scope, &name);
                    if known != own {
                        self.push(Question::Merged(known.clone()), own.clone());
                        self.push(Question::HomeOf(own), known);
                    }
                }
                // A namespace adds to the module that goes by its name: `export * as name`. What is
                // written in it sees some of that module and some of this file.
                Some(module @ Symbol::Module { .. }) => {
                    for (_, found) in facts.declarations_of(body.scope, &name) {
                        if let DeclKind::Namespace(inner) = found.kind {
                            let here = Symbol::Module { file: body.file, scope: inner };
                            for added in facts.scope(inner).names() {
                                self.unclear(&module, added);
                                self.unclear(&here, added);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let added = home(body.file, body.scope, &Name::from(""));
        match &container {
            Symbol::Module { file, scope } => {
                let target = home(*file, *scope, &Name::from(""));
                self.push(Question::Target(body), target);
            }
            Symbol::Declared { file, scope, name } => {
                self.push(Question::Target(body), home(*file, *scope, name));
            }
            _ => {}
        }
        self.push(Question::Additions(container), added);
    }
}

fn home(file: FileId, scope: ScopeId, name: &Name) -> Home {
    Home { body: Body { file, scope }, name: Name::clone(name) }
}

/// Which of the two indices of a program is asked: the one of its own files, or the one of the
/// packages they use, which is made when somebody asks for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Tier {
    Own,
    Packages,
}

/// The files of a program that come in the order of their paths, whatever order they were met in.
pub(crate) fn in_order(files: &Files, mut ids: Vec<FileId>) -> Vec<Contributor> {
    ids.sort_unstable();
    ids.dedup();
    let mut found: Vec<(PathBuf, Contributor)> = ids
        .into_iter()
        .filter_map(|id| {
            let facts = files.read(id)?;
            facts.reaches_out().then(|| (facts.path.clone(), (id, facts)))
        })
        .collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    found.into_iter().map(|(_, contributor)| contributor).collect()
}

/// Whether a text may hold something that is seen from elsewhere: cheaper than parsing it, and
/// never wrong about a file that does.
pub(crate) fn may_reach_out(path: &Path, text: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.contains(".d.")
        || text.contains("declare")
        || !(text.contains("import") || text.contains("export"))
}
