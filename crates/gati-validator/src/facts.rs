//! What is known of a graph before code is written: which names are recursive, which values a
//! check may have to change.

use gati_types::{GType, ObjectType, Property, TextForm, Travel, TypeTable, UnknownKeys, travel};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::compiler::{Address, address};

/// Answers about nodes in normal form.
pub(crate) struct Facts<'a> {
    pub(crate) types: &'a TypeTable,
    unknown_keys: UnknownKeys,
    /// Names that reach themselves.
    recursive: FxHashSet<&'a str>,
    /// Names whose values reach a recursive name.
    deep: FxHashSet<&'a str>,
    /// Names whose accepted values may differ from what is handed on.
    changing: FxHashSet<&'a str>,
    /// The nodes whose values reach a recursive name; every call of their functions asks.
    deep_nodes: FxHashSet<Address>,
    /// The nodes whose shape is found in several places.
    repeated: FxHashSet<Address>,
}

/// How often a shape is found before it has functions of its own: their length is then less than
/// that of the same statements in every place.
const REPEATED: usize = 3;

impl<'a> Facts<'a> {
    /// Facts of the nodes of `types` and `roots`.
    pub(crate) fn new(
        types: &'a TypeTable,
        roots: impl IntoIterator<Item = &'a GType>,
        unknown_keys: UnknownKeys,
    ) -> Self {
        let mut facts = Self {
            types,
            unknown_keys,
            recursive: FxHashSet::default(),
            deep: FxHashSet::default(),
            changing: FxHashSet::default(),
            deep_nodes: FxHashSet::default(),
            repeated: FxHashSet::default(),
        };
        let roots: Vec<&'a GType> = roots.into_iter().collect();
        facts.note_repeated(&roots);
        facts.recursive = recursive_names(types);
        facts.deep.clone_from(&facts.recursive);
        facts.grow(|facts| &mut facts.deep, Self::leads_deep);
        facts.grow(|facts| &mut facts.changing, Self::changes);
        if !facts.deep.is_empty() {
            let named = types.iter().map(|(_, named)| &named.gtype);
            named.chain(roots).for_each(|node| {
                facts.note_deep(node);
            });
        }
        facts
    }

    /// Adds names for which `holds` until there is none left to add.
    fn grow(
        &mut self,
        set: fn(&mut Self) -> &mut FxHashSet<&'a str>,
        holds: fn(&Self, &GType) -> bool,
    ) {
        let types = self.types;
        let known = &*set(self);
        let mut open: Vec<(&'a str, &'a GType)> = types
            .iter()
            .map(|(id, named)| (id.as_str(), &named.gtype))
            .filter(|(id, _)| !known.contains(id))
            .collect();
        loop {
            let (found, rest): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(_, gtype)| holds(self, gtype));
            if found.is_empty() {
                return;
            }
            set(self).extend(found.into_iter().map(|(id, _)| id));
            open = rest;
        }
    }

    /// The node behind names; the node itself if a name leads nowhere.
    pub(crate) fn resolve<'b>(&'b self, gtype: &'b GType) -> &'b GType {
        self.types.resolve(gtype).unwrap_or(gtype)
    }

    /// Leaves and collections whose JSON form is read as something else.
    fn is_converted(&self, gtype: &GType) -> bool {
        match travel(gtype, self.types) {
            Travel::Text(form) => form != TextForm::Expression,
            Travel::List | Travel::Record | Travel::Pairs => true,
            Travel::Itself | Travel::Absent | Travel::Part => false,
        }
    }

    /// What `object` does with members it does not declare.
    pub(crate) fn mode(&self, object: &ObjectType) -> UnknownKeys {
        object.unknown_keys.unwrap_or(self.unknown_keys)
    }

    /// Whether the name reaches itself.
    pub(crate) fn is_recursive(&self, id: &str) -> bool {
        self.recursive.contains(id)
    }

    /// Whether values may be nested without a limit.
    pub(crate) fn is_deep(&self, gtype: &'a GType) -> bool {
        let deep = self.deep_nodes.contains(&address(gtype));
        debug_assert_eq!(deep, self.leads_deep(gtype), "a node that nobody spoke of: {gtype}");
        deep
    }

    /// Keeps which nodes in `gtype` are deep; answers whether it is.
    fn note_deep(&mut self, gtype: &GType) -> bool {
        let mut deep = match gtype {
            GType::Ref(reference) => self.deep.contains(reference.id.as_str()),
            _ => false,
        };
        gtype.for_each_child(&mut |child| deep |= self.note_deep(child));
        if deep {
            self.deep_nodes.insert(address(gtype));
        }
        deep
    }

    /// The same of a node that is not one of the graph's own.
    pub(crate) fn leads_deep(&self, gtype: &GType) -> bool {
        match gtype {
            GType::Ref(reference) => self.deep.contains(reference.id.as_str()),
            other => any_child(other, &|child| self.leads_deep(child)),
        }
    }

    /// Whether an accepted value may be handed on as something else: stripped, converted,
    /// transformed or filled.
    pub(crate) fn changes(&self, gtype: &GType) -> bool {
        match gtype {
            GType::Ref(reference) => self.changing.contains(reference.id.as_str()),
            GType::Refined(refined) => {
                !refined.constraints.transforms.is_empty() || self.changes(&refined.base)
            }
            GType::Object(object) => {
                // An own `__proto__` is dropped where every other key is declared, too.
                self.mode(object) == UnknownKeys::Strip
                    || object.properties.iter().any(|property| {
                        property.docs.default.is_some() || self.changes(&property.gtype)
                    })
                    || object.index.iter().any(|signature| self.changes(&signature.value))
            }
            // A text, whatever its parts stand for.
            GType::Template(_) => false,
            leaf if self.is_converted(leaf) => true,
            other => any_child(other, &|child| self.changes(child)),
        }
    }

    /// Whether a member may be missing.
    pub(crate) fn may_be_absent(&self, property: &Property) -> bool {
        property.optional
            || property.docs.default.is_some()
            || self.accepts_undefined(&property.gtype)
            || travel(&property.gtype, self.types) == Travel::Absent
    }

    /// Whether `undefined` is a value of `gtype`.
    pub(crate) fn accepts_undefined(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Undefined | GType::Void => true,
            GType::Union(union) => union.members.iter().any(|one| self.accepts_undefined(one)),
            other => is_anything(other),
        }
    }

    /// Whether members that are not declared may have every name and every value.
    pub(crate) fn takes_anything(&self, object: &ObjectType) -> bool {
        object.index.first().is_some_and(|first| {
            first.key == GType::String && is_anything(self.resolve(&first.value))
        })
    }

    /// Whether values of `gtype` are told by conditions on one expression, without reading
    /// members.
    pub(crate) fn is_scalar(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Refined(refined) => self.is_scalar(&refined.base),
            GType::Array(_)
            | GType::Tuple(_)
            | GType::Object(_)
            | GType::Union(_)
            | GType::Map(_)
            | GType::Set(_)
            | GType::Ref(_) => false,
            _ => true,
        }
    }

    /// Whether functions of its own are written for the shape of this unnamed node.
    pub(crate) fn is_repeated(&self, gtype: &GType) -> bool {
        self.repeated.contains(&address(gtype))
    }

    /// Keeps the nodes whose shape is found in several places.
    fn note_repeated(&mut self, roots: &[&'a GType]) {
        let mut shapes: FxHashMap<String, Vec<Address>> = FxHashMap::default();
        let mut pending: Vec<&GType> = self.types.iter().map(|(_, named)| &named.gtype).collect();
        pending.extend(roots);
        while let Some(node) = pending.pop() {
            node.for_each_child(&mut |child| {
                pending.push(child);
                if self.is_shareable(child)
                    && let Ok(shape) = serde_json::to_string(child)
                {
                    shapes.entry(shape).or_default().push(address(child));
                }
            });
        }
        let several = shapes.into_values().filter(|places| places.len() >= REPEATED);
        self.repeated = several.flatten().collect();
    }

    /// Whether more than its kind is asked of a scalar, or something of each item of a list.
    fn is_shareable(&self, node: &GType) -> bool {
        match node {
            GType::Array(array) => {
                self.is_flat(&array.items) && !is_anything(self.resolve(&array.items))
            }
            GType::Refined(refined) => {
                self.is_shareable(&refined.base)
                    || matches!(*refined.base, GType::String | GType::Number)
            }
            _ => false,
        }
    }

    /// Whether `gtype` is a scalar or a union of scalars.
    pub(crate) fn is_flat(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Union(union) => union.members.iter().all(|member| self.is_scalar(member)),
            other => self.is_scalar(other),
        }
    }
}

/// Accepted whatever it is.
pub(crate) fn is_anything(gtype: &GType) -> bool {
    matches!(gtype, GType::Any | GType::Unknown | GType::Unresolved(_))
}

fn any_child(gtype: &GType, holds: &dyn Fn(&GType) -> bool) -> bool {
    let mut found = false;
    gtype.for_each_child(&mut |child| found = found || holds(child));
    found
}

/// The names that reach themselves.
fn recursive_names(types: &TypeTable) -> FxHashSet<&str> {
    let mut edges: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (id, named) in types.iter() {
        let mut targets = Vec::new();
        let mut pending = vec![&named.gtype];
        while let Some(node) = pending.pop() {
            if let GType::Ref(reference) = node {
                targets.push(reference.id.as_str());
            }
            node.for_each_child(&mut |child| pending.push(child));
        }
        edges.insert(id.as_str(), targets);
    }
    types.iter().map(|(id, _)| id.as_str()).filter(|id| reaches(id, id, &edges)).collect()
}

fn reaches<'a>(from: &str, to: &str, edges: &FxHashMap<&'a str, Vec<&'a str>>) -> bool {
    let mut seen = FxHashSet::default();
    let mut pending: Vec<&str> = edges.get(from).cloned().unwrap_or_default();
    while let Some(next) = pending.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next) {
            pending.extend(edges.get(next).into_iter().flatten());
        }
    }
    false
}
