//! The last step: names that stand for nothing else are dropped, tagged unions get their tag.

use std::collections::{HashMap, HashSet};

use gati_types::{
    ArrayType, Document, GType, Literal, MapType, NamedType, ObjectType, SetType, TypeId,
    TypeTable, UnionType,
};

use super::{DEPTH_LIMIT, Definitions, FindingKind, Imported, Importer, merge};

impl Importer<'_> {
    /// Puts the document together.
    pub(super) fn finish(mut self, root: GType) -> Imported {
        let read: HashSet<TypeId> = self.types.iter().map(|(id, _)| id.clone()).collect();
        self.settle();
        self.break_loops();
        let root = self.without_aliases(root, &read);
        for (pointer, members) in std::mem::take(&mut self.exclusive) {
            if !self.are_disjoint(&members) {
                self.say(pointer, FindingKind::Overlap);
            }
        }
        let tagged = self.tagged(&root);
        let mut types = TypeTable::new();
        for (id, named) in self.types.iter() {
            let gtype = self.tagged(&named.gtype);
            types.insert(id.clone(), NamedType { gtype, docs: named.docs.clone() });
        }
        let wanted: Vec<TypeId> = match self.options.definitions {
            Definitions::All => {
                let mut roots: Vec<&GType> = vec![&tagged];
                let named: Vec<GType> =
                    read.iter().map(|id| GType::reference(id.as_str())).collect();
                roots.extend(&named);
                types.reachable(roots).into_iter().cloned().collect()
            }
            Definitions::Reached => types.reachable([&tagged]).into_iter().cloned().collect(),
        };
        let mut kept = TypeTable::new();
        for id in wanted {
            if let Some(named) = types.get(&id) {
                kept.insert(id, named.clone());
            }
        }
        Imported { document: Document { root: tagged, types: kept }, findings: self.findings }
    }

    /// Names that only lead back to themselves become unresolved.
    fn break_loops(&mut self) {
        // Whether a name ends in a type. Each name is walked from once, however long the chains.
        let mut ends: HashMap<TypeId, bool> = HashMap::new();
        for (id, _) in self.types.iter() {
            let mut path: Vec<&TypeId> = Vec::new();
            let mut next = id;
            let verdict = loop {
                if let Some(known) = ends.get(next) {
                    break *known;
                }
                // A name of this walk, met again, stands for nothing.
                ends.insert(next.clone(), false);
                path.push(next);
                match self.types.get(next).map(|named| &named.gtype) {
                    Some(GType::Ref(reference)) => next = &reference.id,
                    Some(_) => break true,
                    None => break false,
                }
            };
            for id in path {
                ends.insert(id.clone(), verdict);
            }
        }
        let mut lost: Vec<TypeId> =
            ends.into_iter().filter(|(_, ends)| !ends).map(|(id, _)| id).collect();
        lost.sort();
        for id in lost {
            let pointer = self.names.pointer_of(&id);
            let gtype = self.fail(&pointer, FindingKind::ReferenceLoop);
            let docs = self.types.get(&id).map(|named| named.docs.clone()).unwrap_or_default();
            self.types.insert(id, NamedType { gtype, docs });
        }
    }

    /// Gives names that only stand for the result of a merge that result, and takes the name of
    /// the merge away wherever nothing else needs it.
    fn without_aliases(&mut self, root: GType, read: &HashSet<TypeId>) -> GType {
        let alias = |types: &TypeTable, gtype: &GType| match gtype {
            GType::Ref(reference) if !read.contains(&reference.id) => {
                types.get(&reference.id).map(|named| (reference.id.clone(), named.gtype.clone()))
            }
            _ => None,
        };
        let mut renamed: HashMap<TypeId, TypeId> = HashMap::new();
        let mut ids: Vec<TypeId> = read.iter().cloned().collect();
        ids.sort();
        for id in ids {
            let Some(named) = self.types.get(&id).cloned() else { continue };
            let mut gtype = named.gtype;
            while let Some((merged, behind)) = alias(&self.types, &gtype) {
                renamed.entry(merged).or_insert_with(|| id.clone());
                gtype = behind;
            }
            self.types.insert(id, NamedType { gtype, docs: named.docs });
        }
        let entries: Vec<(TypeId, NamedType)> =
            self.types.iter().map(|(id, named)| (id.clone(), named.clone())).collect();
        for (id, mut named) in entries {
            rename(&mut named.gtype, &renamed);
            self.types.insert(id, named);
        }
        let mut root = root;
        rename(&mut root, &renamed);
        self.write_out(&mut root, read);
        while let Some((merged, behind)) = alias(&self.types, &root)
            && !self.reaches(&behind, &merged)
        {
            root = behind;
        }
        root
    }

    /// Puts the results of merges where they are mentioned, if that is one place only.
    fn write_out(&mut self, root: &mut GType, read: &HashSet<TypeId>) {
        // Where each result is mentioned: `None` is the root. More than once is not kept.
        let mut owners: HashMap<TypeId, Option<TypeId>> = HashMap::new();
        let mut several: HashSet<TypeId> = HashSet::new();
        let named = self.types.iter().map(|(id, named)| (Some(id), &named.gtype));
        for (owner, gtype) in named.chain([(None, &*root)]) {
            let mut pending = vec![gtype];
            while let Some(node) = pending.pop() {
                if let GType::Ref(reference) = node
                    && !read.contains(&reference.id)
                    && owners.insert(reference.id.clone(), owner.cloned()).is_some()
                {
                    several.insert(reference.id.clone());
                }
                node.for_each_child(&mut |inner| pending.push(inner));
            }
        }
        owners.retain(|id, _| !several.contains(id));
        // Results that only hold each other in a circle keep their names.
        let ends = |id: &TypeId| {
            let mut owner = owners.get(id);
            for _ in 0..DEPTH_LIMIT {
                match owner {
                    Some(Some(next)) => owner = owners.get(next),
                    _ => return true,
                }
            }
            false
        };
        let once: HashMap<TypeId, GType> = self
            .types
            .iter()
            .filter(|(id, _)| owners.contains_key(*id) && ends(id))
            .map(|(id, named)| (id.clone(), named.gtype.clone()))
            .collect();
        if once.is_empty() {
            return;
        }
        replace(root, &once);
        let entries: Vec<(TypeId, NamedType)> = self
            .types
            .iter()
            .filter(|(id, _)| !once.contains_key(*id))
            .map(|(id, named)| (id.clone(), named.clone()))
            .collect();
        for (id, mut named) in entries {
            replace(&mut named.gtype, &once);
            self.types.insert(id, named);
        }
    }

    fn reaches(&self, gtype: &GType, id: &TypeId) -> bool {
        self.types.reachable([gtype]).contains(&id)
    }

    /// Whether no value fits two of these types.
    pub(super) fn are_disjoint(&mut self, members: &[GType]) -> bool {
        let behind: Vec<GType> = members.iter().map(|member| self.opened(member)).collect();
        if self.tag_of(&behind).is_some() {
            return true;
        }
        behind
            .iter()
            .enumerate()
            .all(|(index, one)| behind[index + 1..].iter().all(|other| self.differ(one, other)))
    }

    fn opened(&mut self, gtype: &GType) -> GType {
        match gtype {
            GType::Ref(_) => self.types.resolve(gtype).cloned().unwrap_or(GType::Unknown),
            other => other.clone(),
        }
    }

    fn differ(&mut self, one: &GType, other: &GType) -> bool {
        match (one, other) {
            (GType::Never, _) | (_, GType::Never) => true,
            (GType::Union(union), other) | (other, GType::Union(union)) => {
                union.members.iter().all(|member| {
                    let member = self.opened(member);
                    self.differ(&member, other)
                })
            }
            (GType::Object(one), GType::Object(other)) => self.objects_differ(one, other),
            (GType::Literal(one), GType::Literal(other)) => one != other,
            (one, other) => merge::are_of_different_kinds(one, other),
        }
    }

    /// Whether one requires a member that the other holds to different single values, or forbids.
    fn objects_differ(&mut self, one: &ObjectType, other: &ObjectType) -> bool {
        [(one, other), (other, one)].into_iter().any(|(one, other)| {
            one.properties.iter().filter(|property| !property.optional).any(|property| match other
                .property(&property.name)
            {
                Some(theirs) => {
                    let ours = self.literals(&property.gtype);
                    let theirs_too = self.literals(&theirs.gtype);
                    theirs.gtype == GType::Never
                        || (!theirs.optional
                            && ours.zip(theirs_too).is_some_and(|(ours, theirs)| {
                                !ours.iter().any(|one| theirs.contains(one))
                            }))
                }
                None => super::merge_object::undeclared(other, &property.name) == GType::Never,
            })
        })
    }

    /// The literals a type is made of, if it is made of nothing else.
    fn literals(&self, gtype: &GType) -> Option<Vec<Literal>> {
        match self.types.resolve(gtype)? {
            GType::Literal(literal) => Some(vec![literal.clone()]),
            GType::Union(union) => {
                let lists: Option<Vec<Vec<Literal>>> =
                    union.members.iter().map(|member| self.literals(member)).collect();
                lists.map(|lists| lists.concat())
            }
            _ => None,
        }
    }

    /// The required member that has different literals in each object.
    fn tag_of(&self, members: &[GType]) -> Option<String> {
        let objects: Option<Vec<&ObjectType>> = members
            .iter()
            .map(|member| match self.types.resolve(member)? {
                GType::Object(object) => Some(object),
                _ => None,
            })
            .collect();
        let objects = objects.filter(|objects| objects.len() > 1)?;
        let tells = |name: &str| {
            let mut seen: Vec<Literal> = Vec::new();
            objects.iter().all(|object| {
                let property = object.property(name).filter(|property| !property.optional);
                let literals = property.and_then(|property| self.literals(&property.gtype));
                literals.is_some_and(|literals| {
                    literals.into_iter().all(|literal| {
                        let new = !seen.contains(&literal);
                        seen.push(literal);
                        new
                    })
                })
            })
        };
        objects[0]
            .properties
            .iter()
            .map(|property| &property.name)
            .find(|name| tells(name))
            .cloned()
    }

    /// `gtype` with the tags of its unions.
    fn tagged(&self, gtype: &GType) -> GType {
        let mut gtype = gtype.clone();
        self.tag(&mut gtype);
        gtype
    }

    fn tag(&self, gtype: &mut GType) {
        if let GType::Union(UnionType { members, discriminant }) = gtype {
            *discriminant = self.tag_of(members);
        }
        for_each_child_mut(gtype, &mut |inner| self.tag(inner));
    }
}

/// Puts other names in the place of names.
fn rename(gtype: &mut GType, names: &HashMap<TypeId, TypeId>) {
    if let GType::Ref(reference) = gtype
        && let Some(name) = names.get(&reference.id)
    {
        reference.id = name.clone();
    }
    for_each_child_mut(gtype, &mut |inner| rename(inner, names));
}

/// Puts types in the place of names.
fn replace(gtype: &mut GType, types: &HashMap<TypeId, GType>) {
    while let GType::Ref(reference) = gtype
        && let Some(behind) = types.get(&reference.id)
    {
        *gtype = behind.clone();
    }
    for_each_child_mut(gtype, &mut |inner| replace(inner, types));
}

/// Calls `visit` with the direct children that may hold unions or names.
fn for_each_child_mut(gtype: &mut GType, visit: &mut dyn FnMut(&mut GType)) {
    match gtype {
        GType::Array(ArrayType { items, .. }) | GType::Set(SetType { items }) => visit(items),
        GType::Tuple(tuple) => {
            tuple.elements.iter_mut().for_each(|element| visit(&mut element.gtype));
        }
        GType::Object(object) => {
            object.properties.iter_mut().for_each(|property| visit(&mut property.gtype));
            for signature in &mut object.index {
                visit(&mut signature.key);
                visit(&mut signature.value);
            }
        }
        GType::Union(union) => union.members.iter_mut().for_each(visit),
        GType::Map(MapType { key, value }) => {
            visit(key);
            visit(value);
        }
        GType::Refined(refined) => visit(&mut refined.base),
        _ => {}
    }
}
