//! What is known of a table of assertions before anything is written from it.

use gati_types::assertion::{Assertion, Assertions, SchemaId};

/// Which members or items of a value are looked at, where that is the same for every value that
/// fits.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cover {
    pub(super) all: bool,
    pub(super) names: Vec<String>,
    pub(super) patterns: Vec<String>,
    /// How many of the first items.
    pub(super) items: usize,
}

/// Whether, and how, a schema looks at parts of its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Looks {
    /// At none.
    Never,
    /// At the same ones in every value.
    Always(Cover),
    /// It depends on the value.
    Depends,
}

/// What is known of each schema, by its place.
pub(super) struct Facts<'a> {
    pub(super) assertions: &'a Assertions,
    /// The schema that says the same.
    aliases: Vec<SchemaId>,
    /// Whether it is inside itself.
    recursive: Vec<bool>,
    /// Whether it leads to one that is.
    deep: Vec<bool>,
    /// Whether it makes something else of some text.
    reads: Vec<bool>,
    members: Vec<Looks>,
    items: Vec<Looks>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(assertions: &'a Assertions) -> Self {
        let count = assertions.schemas.len();
        let recursive = recursive(assertions);
        let own_reads: Vec<bool> = assertions.schemas.iter().map(Self::is_read).collect();
        let mut facts = Self {
            assertions,
            aliases: (0..count).map(SchemaId::new).collect(),
            deep: reaching(assertions, &recursive),
            recursive,
            reads: reaching(assertions, &own_reads),
            members: vec![Looks::Never; count],
            items: vec![Looks::Never; count],
        };
        for index in inner_first(assertions) {
            let schema = &assertions.schemas[index];
            if let Some(target) = alias(schema) {
                facts.aliases[index] = facts.aliases[target.index()];
            }
            facts.members[index] = facts.looks_at_members(schema);
            facts.items[index] = facts.looks_at_items(schema);
        }
        facts
    }

    /// The schema that says what `id` says, and something of its own.
    pub(super) fn resolve(&self, id: SchemaId) -> SchemaId {
        self.aliases[id.index()]
    }

    pub(super) fn schema(&self, id: SchemaId) -> &'a Assertion {
        self.assertions.schema(self.resolve(id))
    }

    pub(super) fn is_recursive(&self, id: SchemaId) -> bool {
        self.recursive[id.index()]
    }

    pub(super) fn is_deep(&self, id: SchemaId) -> bool {
        self.deep[id.index()]
    }

    pub(super) fn reads(&self, id: SchemaId) -> bool {
        self.reads[id.index()]
    }

    /// Whether every value fits.
    pub(super) fn is_anything(&self, id: SchemaId) -> bool {
        *self.schema(id) == empty(self.schema(id))
    }

    pub(super) fn members(&self, id: SchemaId) -> &Looks {
        &self.members[id.index()]
    }

    pub(super) fn items(&self, id: SchemaId) -> &Looks {
        &self.items[id.index()]
    }

    /// Whether checking it shows which parts of a value were looked at.
    pub(super) fn looks(&self, id: SchemaId) -> bool {
        *self.members(id) != Looks::Never || *self.items(id) != Looks::Never
    }

    /// Whether what is left to `unevaluatedProperties` or `unevaluatedItems` of this very schema
    /// is known only while a value is checked.
    pub(super) fn tracks(&self, schema: &Assertion) -> bool {
        let members =
            schema.object.unevaluated.is_some() && self.own_members(schema) == Looks::Depends;
        let items = schema.list.unevaluated.is_some() && self.own_items(schema) == Looks::Depends;
        members || items
    }

    /// What stands beside `unevaluatedProperties` looks at.
    pub(super) fn own_members(&self, schema: &Assertion) -> Looks {
        let object = &schema.object;
        let own = Cover {
            all: object.additional.is_some(),
            names: object.properties.iter().map(|(name, _)| name.clone()).collect(),
            patterns: object.patterns.iter().map(|(pattern, _)| pattern.clone()).collect(),
            items: 0,
        };
        together(schema, own, &self.members)
    }

    /// What stands beside `unevaluatedItems` looks at.
    pub(super) fn own_items(&self, schema: &Assertion) -> Looks {
        let list = &schema.list;
        if list.contains.is_some() && list.items.is_none() {
            return Looks::Depends;
        }
        let own = Cover { all: list.items.is_some(), items: list.prefix.len(), ..Cover::default() };
        together(schema, own, &self.items)
    }

    fn looks_at_members(&self, schema: &Assertion) -> Looks {
        if schema.object.unevaluated.is_some() {
            return Looks::Always(Cover { all: true, ..Cover::default() });
        }
        self.own_members(schema)
    }

    fn looks_at_items(&self, schema: &Assertion) -> Looks {
        if schema.list.unevaluated.is_some() {
            return Looks::Always(Cover { all: true, ..Cover::default() });
        }
        self.own_items(schema)
    }
}

/// `own`, and what the schemas in place look at.
fn together(schema: &Assertion, own: Cover, looks: &[Looks]) -> Looks {
    let mut whole = own;
    let mut depends = false;
    for id in &schema.all {
        match &looks[id.index()] {
            Looks::Never => {}
            Looks::Always(cover) => {
                whole.all |= cover.all;
                whole.names.extend(cover.names.iter().cloned());
                whole.patterns.extend(cover.patterns.iter().cloned());
                whole.items = whole.items.max(cover.items);
            }
            Looks::Depends => depends = true,
        }
    }
    if whole.all {
        return Looks::Always(whole);
    }
    let condition = schema.condition.iter().flat_map(|condition| {
        [Some(condition.test), condition.then, condition.otherwise].into_iter().flatten()
    });
    let any = schema.any.iter().chain(&schema.one).flatten().copied();
    let dependent = schema.object.dependent_schemas.iter().map(|(_, id)| *id);
    let mut others = condition.chain(any).chain(dependent);
    if depends || others.any(|id| looks[id.index()] != Looks::Never) {
        return Looks::Depends;
    }
    if whole == Cover::default() { Looks::Never } else { Looks::Always(whole) }
}

/// The one schema that `schema` refers to and adds nothing to.
fn alias(schema: &Assertion) -> Option<SchemaId> {
    let [target] = schema.all.as_slice() else { return None };
    (*schema == Assertion { all: vec![*target], ..empty(schema) }).then_some(*target)
}

/// A schema with the name and the place of this one that asserts nothing.
fn empty(schema: &Assertion) -> Assertion {
    Assertion { place: schema.place.clone(), title: schema.title.clone(), ..Assertion::default() }
}

/// Every schema after those it holds the same value against.
fn inner_first(assertions: &Assertions) -> Vec<usize> {
    let in_place = |index: usize| {
        let mut found = Vec::new();
        assertions.schemas[index].for_each_in_place(&mut |id| found.push(id.index()));
        found
    };
    finished(assertions.schemas.len(), in_place)
}

/// The nodes of a graph in the order a walk is done with them.
fn finished(count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut seen = vec![false; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut path = vec![(start, edges(start))];
        while let Some((node, left)) = path.last_mut() {
            match left.pop() {
                None => {
                    order.push(*node);
                    path.pop();
                }
                Some(next) if !std::mem::replace(&mut seen[next], true) => {
                    path.push((next, edges(next)));
                }
                Some(_) => {}
            }
        }
    }
    order
}

fn edges(assertions: &Assertions, index: usize) -> Vec<usize> {
    let mut found = Vec::new();
    assertions.schemas[index].for_each_in_place(&mut |id| found.push(id.index()));
    assertions.schemas[index].for_each_inner(&mut |id| found.push(id.index()));
    found
}

fn backwards(assertions: &Assertions) -> Vec<Vec<usize>> {
    let mut back = vec![Vec::new(); assertions.schemas.len()];
    for index in 0..assertions.schemas.len() {
        for next in edges(assertions, index) {
            back[next].push(index);
        }
    }
    back
}

/// Which schemas are inside themselves, by strong components (S. R. Kosaraju).
fn recursive(assertions: &Assertions) -> Vec<bool> {
    let count = assertions.schemas.len();
    let order = finished(count, |index| edges(assertions, index));
    let back = backwards(assertions);
    let mut component = vec![usize::MAX; count];
    let mut sizes: Vec<usize> = Vec::new();
    for start in order.into_iter().rev() {
        if component[start] != usize::MAX {
            continue;
        }
        let own = sizes.len();
        sizes.push(0);
        let mut pending = vec![start];
        component[start] = own;
        while let Some(node) = pending.pop() {
            sizes[own] += 1;
            for next in &back[node] {
                if component[*next] == usize::MAX {
                    component[*next] = own;
                    pending.push(*next);
                }
            }
        }
    }
    (0..count)
        .map(|index| sizes[component[index]] > 1 || edges(assertions, index).contains(&index))
        .collect()
}

/// Which schemas lead to one of `goals`.
fn reaching(assertions: &Assertions, goals: &[bool]) -> Vec<bool> {
    let back = backwards(assertions);
    let mut reached = goals.to_vec();
    let mut pending: Vec<usize> = (0..goals.len()).filter(|index| goals[*index]).collect();
    while let Some(node) = pending.pop() {
        for next in &back[node] {
            if !std::mem::replace(&mut reached[*next], true) {
                pending.push(*next);
            }
        }
    }
    reached
}
