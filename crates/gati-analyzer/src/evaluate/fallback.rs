//! Types that are asked for elsewhere, because they could not be evaluated here.

use super::{Evaluator, NamedKey, Ty, Type};
use crate::codes::Code;
use crate::given::fallback::{FallbackKey, FallbackPosition, Held, Remedy, held};
use crate::ir::{MODULE_SCOPE, Name, TypeNode};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};
use crate::syntax::{canonical_type, words};

/// What is known elsewhere of a type.
pub(crate) enum FoundOut {
    Type(Ty),
    Nothing(Remedy),
}

/// Whether somebody else may know a type that failed this way. What is wrong in the source, or is
/// no data whoever looks at it, is not asked for; nor is what a schema value says, because its
/// type alone says less.
pub(crate) fn may_be_known_elsewhere(code: Code) -> bool {
    matches!(
        code,
        Code::NameUnknown
            | Code::TypeUnsupported
            | Code::TypeArguments
            | Code::MemberUnknown
            | Code::TypeTooLarge
            | Code::NotAType
            | Code::ValueUnknown
            | Code::EnumNotConstant
            | Code::ModelUnknown
    )
}

impl Evaluator<'_> {
    /// What a type is asked for by: its text, if that means the same at the top of its file. A
    /// type of a package is asked for by its name in `near`, if it has one there.
    pub(crate) fn fallback_key(&mut self, ty: Ty, near: Option<FileId>) -> Option<FallbackKey> {
        let (file, text) = match self.get(ty) {
            Type::Deferred { node, context } => {
                let here = self.store.context(context).clone();
                if here.scope != MODULE_SCOPE {
                    return None;
                }
                let facts = self.sources.facts(here.file);
                if matches!(facts.node(node), TypeNode::OutOfReach(_)) {
                    return None;
                }
                let span = facts.node_span(node);
                let text = canonical_type(facts.text_at(span))?;
                let mentions = |name: &str| words(&text).any(|word| word == name);
                let is_bound = here.bindings.iter().any(|(name, _)| mentions(name))
                    || (here.this.is_some() && mentions("this"))
                    || facts.is_in_function(span, mentions("typeof"));
                if is_bound {
                    return None;
                }
                (here.file, text)
            }
            Type::Named(named) => {
                let is_plain = named.arguments.is_empty()
                    && named.scope == MODULE_SCOPE
                    && &*named.name != "default";
                if !is_plain {
                    return None;
                }
                if named.file < FileId::LIBRARY && self.sources.is_own(named.file) {
                    (named.file, named.name.to_string())
                } else {
                    let near = near?;
                    let near = self.sources.beneath(near).unwrap_or(near);
                    (near, self.name_in(near, &named)?.to_string())
                }
            }
            _ => return None,
        };
        if file >= FileId::LIBRARY {
            return None;
        }
        let file = self.sources.beneath(file).unwrap_or(file);
        if !self.sources.is_own(file) {
            return None;
        }
        let file = self.sources.facts(file).path().to_path_buf();
        Some(FallbackKey { file, position: FallbackPosition::Type { text } })
    }

    /// What a declaration of another module is called in a file.
    fn name_in(&mut self, file: FileId, of: &NamedKey) -> Option<Name> {
        let facts = self.sources.facts(file);
        let mut names: Vec<Name> = facts.module_scope().names().cloned().collect();
        names.sort_unstable();
        names.into_iter().find(|name| {
            let found = self.sources.lookup(file, MODULE_SCOPE, name, Meaning::Type);
            matches!(
                found,
                Ok(Some(Symbol::Declared { file, scope, name }))
                    if file == of.file && scope == of.scope && name == of.name
            )
        })
    }

    /// What somebody found out; nobody did so far means that it is asked for from here on.
    pub(crate) fn found_out(&mut self, key: &FallbackKey) -> FoundOut {
        let Some(given) = self.sources.load(&key.file_of()) else {
            return FoundOut::Nothing(Remedy::Unsaid);
        };
        match held(&self.sources.facts(given)) {
            Held::Type(node) => {
                let context = self.context_of(given, MODULE_SCOPE);
                FoundOut::Type(self.plain(Type::Deferred { node, context }))
            }
            Held::Nothing(remedy) => FoundOut::Nothing(remedy),
        }
    }
}
