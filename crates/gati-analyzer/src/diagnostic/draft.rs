//! A diagnostic before its places are turned into lines and columns.

use super::nearby::specifier_near;
use super::{Diagnostic, Repair, Secondary, SourceRange};
use crate::codes::Code;
use crate::evaluate::{Place, Problem};
use crate::frame::{self, Label};
use crate::ir::Name;
use crate::resolve::Sources;
use crate::suggest::did_you_mean;

/// How many handlers a note names.
const NAMED_USERS: usize = 3;
/// How much of a type path a message shows, in characters.
const PATH_LENGTH: usize = 80;

/// What is wrong, in terms of files and spans.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub code: Code,
    pub place: Place,
    pub message: String,
    pub path: Option<String>,
    pub label: Option<String>,
    pub help: Option<String>,
    pub notes: Vec<String>,
    pub secondary: Vec<(Place, String)>,
    pub repair: Option<Repair>,
    /// A specifier that leads nowhere. What else it may have meant is found out when the
    /// diagnostic is shown, each time anew.
    pub specifier: Option<Name>,
    /// What is to be mended, where that is not the place: a declaration file of a package, which
    /// is blamed on whoever uses it.
    pub root: Option<Place>,
    /// The handler that needs what is wrong, and where, if that is another file.
    pub needed_by: Option<(String, Option<Place>)>,
}

impl Draft {
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            path: None,
            label: None,
            help: None,
            notes: Vec::new(),
            secondary: Vec::new(),
            repair: None,
            specifier: None,
            root: None,
            needed_by: None,
        }
    }

    /// What failed in the evaluation of a type, said at `place`.
    pub(crate) fn of_problem(problem: &Problem, place: Place) -> Self {
        let mut draft = Self::new(problem.code, place, problem.message.clone());
        draft.help.clone_from(&problem.help);
        draft.secondary.clone_from(&problem.secondary);
        if place == problem.place {
            draft.label.clone_from(&problem.label);
            draft.repair.clone_from(&problem.repair);
            draft.specifier.clone_from(&problem.specifier);
        }
        draft
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is at the place.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Where in a contract the place is.
    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    pub(crate) fn also(mut self, place: Place, message: impl Into<String>) -> Self {
        self.secondary.push((place, message.into()));
        self
    }

    pub(crate) fn repair(mut self, repair: Repair) -> Self {
        self.repair = Some(repair);
        self
    }

    /// What two drafts have in common that are about the same mistake.
    pub(crate) fn cause(&self) -> (Code, Place, &str) {
        (self.code, self.root.unwrap_or(self.place), &self.message)
    }

    /// The diagnostic; `users` are the handlers that need what is wrong, this draft's own first.
    pub(crate) fn finish(&self, sources: &Sources, users: &[&str]) -> Diagnostic {
        let near = self.specifier.as_deref().and_then(|specifier| {
            Some((specifier, specifier_near(sources, self.place.file, specifier)?))
        });
        if let Some((specifier, near)) = near {
            let mut corrected = self.clone();
            corrected.specifier = None;
            corrected.help = Some(did_you_mean(&near));
            corrected.repair = Some(Repair::specifier(self.place, specifier, &near));
            return corrected.finish(sources, users);
        }
        let mut secondary = self.secondary.clone();
        let mut notes = self.notes.clone();
        if users.len() > 1 {
            notes.push(used_by(users));
        } else if let Some((user, Some(place))) = &self.needed_by {
            secondary.push((*place, format!("needed by {user}")));
        }
        let message = self.whole_message();
        let facts = sources.facts(self.place.file);
        let mut diagnostic = Diagnostic {
            code: self.code.as_str(),
            severity: self.code.severity(),
            path: self.path.clone(),
            place: range_of(sources, self.place),
            label: self.label.clone(),
            help: self.help.clone(),
            used_by: if users.len() > 1 {
                users.iter().map(|user| (*user).to_owned()).collect()
            } else {
                Vec::new()
            },
            frame: frame::headline(self.code.severity(), self.code.as_str(), &message),
            secondary: secondary
                .iter()
                .map(|(place, message)| Secondary {
                    place: range_of(sources, *place),
                    message: message.clone(),
                })
                .collect(),
            fix: self.repair.as_ref().and_then(|repair| repair.finish(sources)),
            docs: self.code.docs(),
            message,
            notes,
        };
        let primary =
            Label { span: self.place.span, text: self.label.as_deref().unwrap_or_default() };
        let beside = secondary.iter().filter(|(place, _)| place.file == self.place.file);
        let labels: Vec<Label<'_>> = std::iter::once(primary)
            .chain(beside.map(|(place, text)| Label { span: place.span, text }))
            .collect();
        let file = &diagnostic.place.file;
        diagnostic.frame.push_str(&frame::excerpt(file, facts.text(), &labels));
        let elsewhere = secondary.iter().filter(|(place, _)| place.file != self.place.file);
        for (place, text) in elsewhere {
            let label = Label { span: place.span, text };
            let facts = sources.facts(place.file);
            let file = sources.display(place.file);
            diagnostic.frame.push_str(&frame::excerpt(&file, facts.text(), &[label]));
        }
        for note in &diagnostic.notes {
            diagnostic.frame.push_str(&frame::remark("note", note));
        }
        if let Some(help) = &diagnostic.help {
            diagnostic.frame.push_str(&frame::remark("help", help));
        }
        diagnostic
    }

    /// Shows every place in it to `see`, which may move it.
    pub(crate) fn each_place(&mut self, see: &mut impl FnMut(&mut Place)) {
        see(&mut self.place);
        self.secondary.iter_mut().for_each(|(place, _)| see(place));
        self.root.iter_mut().for_each(&mut *see);
        self.needed_by.iter_mut().filter_map(|(_, place)| place.as_mut()).for_each(&mut *see);
        if let Some(repair) = &mut self.repair {
            repair.edits.iter_mut().for_each(|edit| see(edit.place_mut()));
        }
    }

    /// The message with the way to its place.
    fn whole_message(&self) -> String {
        match &self.path {
            Some(path) if !self.message.contains(path.as_str()) => {
                format!("{} (in `{}`)", self.message, shortened(path))
            }
            _ => self.message.clone(),
        }
    }
}

fn range_of(sources: &Sources, place: Place) -> SourceRange {
    SourceRange::of(sources.display(place.file), sources.facts(place.file).text(), place.span)
}

/// "used by GET /a, GET /b and 38 more".
fn used_by(users: &[&str]) -> String {
    let more = users.len().saturating_sub(NAMED_USERS);
    match users {
        [first, last] => format!("used by {first} and {last}"),
        _ if more == 0 => {
            let (last, others) = users.split_last().unwrap_or((&"", &[]));
            format!("used by {} and {last}", others.join(", "))
        }
        _ => {
            let named = &users[..NAMED_USERS - 1];
            format!("used by {} and {} more", named.join(", "), users.len() - named.len())
        }
    }
}

/// A path that fits a line.
fn shortened(path: &str) -> String {
    if path.chars().count() <= PATH_LENGTH {
        return path.to_owned();
    }
    let start: String = path.chars().take(PATH_LENGTH - 10).collect();
    format!("{start}…")
}
