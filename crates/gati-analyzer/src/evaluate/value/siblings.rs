//! Names that one pattern takes out of one value: what a condition says of one of them it says of
//! the others, and of the value.

use super::refine::Discriminant;
use super::state::{Reference, Root};
use super::{Evaluator, Stuck, Value, Walk, Want};
use crate::evaluate::{Place, Type};
use crate::ir::{ExprId, KeyName, LocalId, LocalKind, Name, Pattern};

/// What a pattern takes apart, and what it binds of it.
#[derive(Debug, Clone)]
pub(super) struct Siblings {
    whole: Value,
    /// Where the value came from, if that is a reference.
    source: Option<ExprId>,
    names: Vec<(LocalId, Name)>,
    /// Whether the names depend on each other: there are several, and none changes.
    depend: bool,
}

impl Evaluator<'_> {
    /// Remembers that what `pattern` binds belongs together.
    pub(super) fn remember_siblings(
        &mut self,
        pattern: &Pattern,
        whole: &Value,
        source: Option<ExprId>,
        walk: &Walk,
    ) {
        if self.constituents(whole.ty).len() < 2 {
            return;
        }
        let mut names = Vec::new();
        let mut add = |inner: &Pattern, name: Name| {
            if let Pattern::Name(local) = inner {
                names.push((*local, name));
            }
        };
        let count = match pattern {
            Pattern::Object { properties, rest } => {
                for (key, inner) in properties {
                    if let KeyName::Static(name) = key {
                        add(inner, Name::clone(name));
                    }
                }
                properties.len() + usize::from(rest.is_some())
            }
            Pattern::Array { items, rest } => {
                for (position, inner) in items.iter().enumerate() {
                    if let Some(inner) = inner {
                        add(inner, Name::from(position.to_string()));
                    }
                }
                items.len() + usize::from(rest.is_some())
            }
            Pattern::Name(_) | Pattern::Default(..) => return,
        };
        let stays = |local: LocalId| {
            let own = walk.facts.local(local);
            match own.kind {
                LocalKind::Const => true,
                LocalKind::Parameter => !own.reassigned,
                _ => false,
            }
        };
        let depend = count >= 2 && names.iter().all(|(local, _)| stays(*local));
        names.retain(|(local, _)| stays(*local));
        if names.is_empty() {
            return;
        }
        let Some(activation) = walk.activation else { return };
        if let Some(own) = self.values.activations.get_mut(activation as usize) {
            let siblings = Siblings { whole: whole.clone(), source, names, depend };
            own.siblings.retain(|known| known.names[0].0 != siblings.names[0].0);
            own.siblings.push(siblings);
        }
    }

    fn siblings_of(&self, local: LocalId, walk: &Walk) -> Option<Siblings> {
        let mut current = walk.activation;
        while let Some(id) = current {
            let activation = self.values.activations.get(id as usize)?;
            let is_of = |known: &&Siblings| known.names.iter().any(|(own, _)| *own == local);
            if let Some(found) = activation.siblings.iter().find(is_of) {
                return Some(found.clone());
            }
            current = activation.parent;
        }
        None
    }

    /// Goes on with what is left of the value that `local` was taken out of.
    pub(super) fn refine_siblings(
        &mut self,
        local: LocalId,
        place: Place,
        walk: &mut Walk,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) {
        let Some(siblings) = self.siblings_of(local, walk) else { return };
        let Some((_, name)) = siblings.names.iter().find(|(own, _)| *own == local) else { return };
        let discriminant = Discriminant {
            name: Name::clone(name),
            optional: false,
            place,
            declared: Some(siblings.whole.clone()),
        };
        if siblings.depend {
            let pattern = Reference { root: Root::Pattern(siblings.names[0].0), path: Vec::new() };
            let whole = match walk.state.get(&pattern) {
                Some(Some(known)) => known.clone(),
                _ => siblings.whole.clone(),
            };
            let left = self.by_discriminant(&whole, &discriminant, narrow);
            if !matches!(left, Ok(None)) {
                let left = left.ok().flatten();
                for (other, name) in siblings.names.iter().filter(|(other, _)| *other != local) {
                    self.refine_sibling((*other, name), left.as_ref(), place, walk);
                }
                walk.state.set(pattern, left);
            }
        }
        let Some(source) = siblings.source else { return };
        let Some(reference) = walk.reference(source) else { return };
        let Ok(whole) = self.infer(source, walk, Want::default()) else { return };
        let left = self.by_discriminant(&whole, &discriminant, narrow);
        if matches!(left, Ok(None)) {
            return;
        }
        let stays = match reference.root {
            Root::Local(local) => !walk.facts.local(local).reassigned,
            Root::This | Root::Outer(_) | Root::Pattern(_) => false,
        };
        self.learn(reference, left.ok().flatten().filter(|_| stays), walk);
    }

    /// One of the others, by what is left of the value.
    fn refine_sibling(
        &mut self,
        (local, name): (LocalId, &Name),
        left: Option<&Value>,
        place: Place,
        walk: &mut Walk,
    ) {
        let reference = Reference::local(local);
        let Some(left) = left else { return self.learn(reference, None, walk) };
        if self.constituents(left.ty).is_empty() {
            let never = Value::of(self.plain(Type::Never));
            return self.learn(reference, Some(never), walk);
        }
        let found = self.member_of(left.ty, name, place).ok();
        // What a condition said of it before would have to be said again of what is left.
        let found = found.filter(|_| walk.state.get(&reference).is_none());
        self.learn(reference, found, walk);
    }
}
