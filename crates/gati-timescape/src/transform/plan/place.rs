//! Where in two contracts one is.

use gati_types::GType;

/// A place in one contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// `body`, `responses/200`; `request` for all parts of one.
    pub(crate) position: String,
    /// A JSON Pointer within it.
    pub(crate) pointer: String,
    /// The nearest named type around it, and the pointer within that.
    pub(crate) within: Option<(String, String)>,
}

impl Place {
    pub(crate) fn root(position: &str) -> Self {
        Self { position: position.to_owned(), pointer: String::new(), within: None }
    }

    pub(crate) fn child(&self, name: &str) -> Self {
        if self.position == "request" && self.pointer.is_empty() {
            // Each part of a request is a position of its own.
            return Self::root(name);
        }
        let piece = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        self.below(&piece)
    }

    pub(crate) fn items(&self) -> Self {
        self.below("/*")
    }

    fn below(&self, piece: &str) -> Self {
        Self {
            position: self.position.clone(),
            pointer: format!("{}{piece}", self.pointer),
            within: self
                .within
                .as_ref()
                .map(|(name, rest)| (name.clone(), format!("{rest}{piece}"))),
        }
    }

    /// `body#/items/*`.
    pub(crate) fn positioned(&self) -> String {
        format!("{}#{}", self.position, self.pointer)
    }

    /// In the nearest named type, if there is one: `User#/address`.
    pub(crate) fn named(&self) -> String {
        match &self.within {
            Some((name, rest)) => format!("{name}#{rest}"),
            None => self.positioned(),
        }
    }

    /// Whether a decision that says `at` speaks of this place.
    pub(crate) fn is(&self, at: &str) -> bool {
        // Compared whole and never taken apart: names of types and members may hold a `#` too.
        let root = |name: &str, pointer: &str| pointer.is_empty() && name == at;
        at == self.positioned()
            || at == self.named()
            // `request`, `responses/200`, `User`: their very root.
            || root(&self.position, &self.pointer)
            || self.within.as_ref().is_some_and(|(name, rest)| root(name, rest))
    }
}

/// The same place in both contracts.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) source: Place,
    pub(crate) target: Place,
}

impl Places {
    pub(crate) fn root(source: &str, target: &str) -> Self {
        Self { source: Place::root(source), target: Place::root(target) }
    }

    pub(crate) fn child(&self, source: &str, target: &str) -> Self {
        Self { source: self.source.child(source), target: self.target.child(target) }
    }

    pub(crate) fn items(&self) -> Self {
        Self { source: self.source.items(), target: self.target.items() }
    }

    /// The same, in the named types that are entered.
    pub(crate) fn entered(&self, source: &GType, target: &GType) -> Self {
        let enter = |place: &Place, gtype: &GType| match gtype {
            GType::Ref(reference) => {
                Place { within: Some((reference.id.to_string(), String::new())), ..place.clone() }
            }
            _ => place.clone(),
        };
        Self { source: enter(&self.source, source), target: enter(&self.target, target) }
    }
}
