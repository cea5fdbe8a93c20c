//! One file of handlers or modules: what was made of it, and what that was made from.
//!
//! Every file is evaluated by itself, with types of its own. So the result depends on nothing
//! but what was read, no order of evaluation can show in it, and files are evaluated in
//! parallel. What two files have in common is found again when results are put together.

use std::sync::{Arc, Mutex, PoisonError};

use gati_types::{GType, Handler, ModuleEntry};

use crate::declare::{handler, module};
use crate::diagnostic::{Diagnostic, Draft};
use crate::evaluate::{Evaluator, Place};
use crate::listing::Listed;
use crate::local_types::{Definitions, LocalTypes};
use crate::publish::{Accessors, Publisher};
use crate::resolve::{FileId, Files, Moves, Reads, Sources};

/// What a file is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Purpose {
    Handlers,
    Module,
}

/// A finding, rendered when it is shown, and again when others turn out to need the same.
pub(crate) struct Said {
    pub draft: Draft,
    rendered: Mutex<Option<Rendered>>,
}

struct Rendered {
    users: Vec<String>,
    diagnostic: Arc<Diagnostic>,
}

impl Said {
    pub(crate) fn new(draft: Draft) -> Self {
        Self { draft, rendered: Mutex::new(None) }
    }

    /// The same at the places where it stands now; `None` if what is there was written anew.
    fn moved(&self, moves: &Moves) -> Option<Self> {
        let mut draft = self.draft.clone();
        let mut lost = false;
        draft.each_place(&mut |place| match moves.follow(place.file, place.span) {
            Some(span) => place.span = span,
            None => lost = true,
        });
        (!lost).then(|| Self::new(draft))
    }

    fn touches(&mut self, moves: &Moves) -> bool {
        let mut touched = false;
        self.draft.each_place(&mut |place| touched |= moves.touch(place.file));
        touched
    }

    /// The diagnostic; `users` are the handlers that need what is wrong.
    pub(crate) fn rendered(&self, files: &Arc<Files>, users: &[&str]) -> Arc<Diagnostic> {
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*rendered
            && known.users == users
            && self.draft.specifier.is_none()
        {
            return Arc::clone(&known.diagnostic);
        }
        let sources = Sources::new(Arc::clone(files));
        let diagnostic = Arc::new(self.draft.finish(&sources, users));
        let users = users.iter().map(|user| (*user).to_owned()).collect();
        *rendered = Some(Rendered { users, diagnostic: Arc::clone(&diagnostic) });
        diagnostic
    }
}

/// What was made of a file.
pub(crate) struct Entry {
    reads: Reads,
    /// The file is there and is text.
    pub readable: bool,
    pub handlers: Vec<(Arc<Handler>, Place)>,
    pub module: Option<(ModuleEntry, Place)>,
    /// The named types that the handlers mention.
    pub types: LocalTypes,
    pub said: Vec<Said>,
    /// How many types were made to know all this.
    pub types_made: usize,
}

impl Entry {
    /// Evaluates a file.
    pub(crate) fn of(
        files: &Arc<Files>,
        listed: &Listed,
        purpose: Purpose,
        definitions: &Definitions,
    ) -> Self {
        let mut sources = Sources::new(Arc::clone(files));
        let mut drafts = Vec::new();
        let mut handlers = Vec::new();
        let mut found_module = None;
        let mut types = LocalTypes::default();
        let mut types_made = 0;
        let loaded = sources.load(&listed.path);
        if let Some(file) = loaded {
            // Of its own file an answer may hold anything, lines and columns included.
            sources.facts(file).whole();
            let mut evaluator = Evaluator::new(&mut sources);
            match purpose {
                Purpose::Handlers => {
                    let mut publisher = Publisher::new(&mut evaluator, Accessors::Skipped);
                    let found =
                        handler::discover(&mut publisher, file, &listed.relative, &mut drafts);
                    handlers = found
                        .into_iter()
                        .map(|found| (Arc::new(found.handler), found.place))
                        .collect();
                    // It stands where much larger values stood.
                    handlers.shrink_to_fit();
                    let (table, wanted) = publisher.into_named();
                    let positions = roots(handlers.iter());
                    types = LocalTypes::new(&table, &wanted, positions, definitions);
                }
                Purpose::Module => {
                    let relative = &listed.relative;
                    found_module = module::discover(&mut evaluator, file, relative, &mut drafts);
                }
            }
            types_made = evaluator.store.len();
        }
        Self {
            reads: sources.into_reads(),
            readable: loaded.is_some(),
            handlers,
            module: found_module,
            types,
            said: drafts.into_iter().map(Said::new).collect(),
            types_made,
        }
    }

    /// The files that were looked at, or for.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.reads.files()
    }

    /// Whether evaluating the file again would give the same; findings are moved to where what
    /// they are about stands now.
    pub(crate) fn is_current(&mut self, files: &Arc<Files>) -> bool {
        let Some(moves) = self.reads.still_hold(files) else { return false };
        moves.is_empty() || self.follow(&moves).is_some()
    }

    fn follow(&mut self, moves: &Moves) -> Option<()> {
        let handlers = self.handlers.iter().map(|(_, place)| place);
        let mut declared = handlers.chain(self.module.iter().map(|(_, place)| place));
        if declared.any(|place| moves.touch(place.file)) {
            return None;
        }
        for said in &mut self.said {
            if said.touches(moves) {
                *said = said.moved(moves)?;
            }
        }
        Some(())
    }
}

/// The types at every position of the handlers.
pub(crate) fn roots<'h>(
    handlers: impl Iterator<Item = &'h (Arc<Handler>, Place)>,
) -> impl Iterator<Item = &'h GType> {
    handlers.flat_map(|(handler, _)| handler.contract.positions().map(|(_, gtype)| gtype))
}
