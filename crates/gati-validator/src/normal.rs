//! The graph in the form code is written from.
//!
//! Brands disappear, constraints come to stand on leaves and collections only, unions are flat
//! through names. What values fit stays the same.

use gati_types::{
    ArrayType, Constraints, Docs, Document, GType, IndexSignature, Literal, MapType, NamedType,
    ObjectType, Property, Refined, SetType, TupleElement, TupleType, TypeTable, UnionType,
};

use crate::CompileError;

/// How deep types may be nested without a name in between.
const LIMIT: usize = 200;

/// `gtype` in normal form.
pub(crate) fn normal(gtype: &GType, types: &TypeTable) -> Result<GType, CompileError> {
    Normaliser { types }.node(gtype, 0)
}

/// Every named type in normal form.
pub(crate) fn normal_table(types: &TypeTable) -> Result<TypeTable, CompileError> {
    let mut table = TypeTable::new();
    for (id, named) in types.iter() {
        let gtype = normal(&named.gtype, types)?;
        table.insert(id.clone(), NamedType { gtype, docs: written(&named.docs) });
    }
    Ok(table)
}

/// A whole document in normal form.
pub(crate) fn normal_document(document: &Document) -> Result<Document, CompileError> {
    Ok(Document {
        root: normal(&document.root, &document.types)?,
        types: normal_table(&document.types)?,
    })
}

struct Normaliser<'a> {
    types: &'a TypeTable,
}

impl Normaliser<'_> {
    fn node(&self, gtype: &GType, depth: usize) -> Result<GType, CompileError> {
        if depth > LIMIT {
            return Err(CompileError::TooDeep { limit: LIMIT });
        }
        let below = depth + 1;
        Ok(match gtype {
            GType::Ref(reference) if self.types.get(&reference.id).is_none() => {
                return Err(CompileError::MissingType { id: reference.id.to_string() });
            }
            GType::Array(array) => GType::Array(ArrayType {
                items: Box::new(self.node(&array.items, below)?),
                readonly: false,
            }),
            GType::Tuple(tuple) => self.tuple(tuple, below)?,
            GType::Object(object) => self.object(object, below)?,
            GType::Map(map) => GType::Map(MapType {
                key: Box::new(self.node(&map.key, below)?),
                value: Box::new(self.node(&map.value, below)?),
            }),
            GType::Set(set) => {
                GType::Set(SetType { items: Box::new(self.node(&set.items, below)?) })
            }
            GType::Union(union) => {
                let mut members = Vec::new();
                self.flatten(union, below, &mut Vec::new(), &mut members)?;
                join(members, union.discriminant.clone())
            }
            GType::Refined(refined) => self.refined(&refined.base, &refined.constraints, below)?,
            leaf => leaf.clone(),
        })
    }

    fn tuple(&self, tuple: &TupleType, below: usize) -> Result<GType, CompileError> {
        let mut elements = Vec::with_capacity(tuple.elements.len());
        for element in &tuple.elements {
            let TupleElement { gtype, optional, rest, label } = element;
            let gtype = self.node(gtype, below)?;
            let (optional, rest) = (*optional, *rest);
            elements.push(TupleElement { gtype, optional, rest, label: label.clone() });
        }
        Ok(GType::Tuple(TupleType { elements, readonly: false }))
    }

    fn object(&self, object: &ObjectType, below: usize) -> Result<GType, CompileError> {
        let mut properties = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let Property { name, gtype, optional, readonly, docs } = property;
            let gtype = self.node(gtype, below)?;
            let (name, optional, readonly) = (name.clone(), *optional, *readonly);
            let docs = written(docs);
            properties.push(Property { name, gtype, optional, readonly, docs });
        }
        let mut index = Vec::with_capacity(object.index.len());
        for signature in &object.index {
            let key = self.node(&signature.key, below)?;
            index.push(IndexSignature { key, value: self.node(&signature.value, below)? });
        }
        Ok(GType::Object(ObjectType { properties, index, unknown_keys: object.unknown_keys }))
    }

    /// Members in order, those of unions behind names included. `open` are the names on the way,
    /// so that an alias that reaches itself adds nothing the second time.
    fn flatten(
        &self,
        union: &UnionType,
        depth: usize,
        open: &mut Vec<String>,
        members: &mut Vec<GType>,
    ) -> Result<(), CompileError> {
        if depth > LIMIT {
            return Err(CompileError::TooDeep { limit: LIMIT });
        }
        for member in &union.members {
            match self.union_behind(member) {
                Some((name, _)) if name.as_ref().is_some_and(|name| open.contains(name)) => {}
                Some((name, inner)) => {
                    let opened = name.is_some();
                    open.extend(name);
                    self.flatten(inner, depth + 1, open, members)?;
                    if opened {
                        open.pop();
                    }
                }
                None => match self.node(member, depth)? {
                    // A refined union distributes into a union.
                    GType::Union(inner) => {
                        inner.members.into_iter().for_each(|one| push_new(members, one));
                    }
                    GType::Never => {}
                    other => push_new(members, other),
                },
            }
        }
        Ok(())
    }

    /// The union a member stands for, with the name it has.
    fn union_behind<'b>(&'b self, member: &'b GType) -> Option<(Option<String>, &'b UnionType)> {
        match member {
            GType::Union(union) => Some((None, union)),
            GType::Ref(reference) => match self.types.resolve(member)? {
                GType::Union(union) => Some((Some(reference.id.to_string()), union)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `base` narrowed: constraints go down to where they apply.
    fn refined(
        &self,
        base: &GType,
        constraints: &Constraints,
        depth: usize,
    ) -> Result<GType, CompileError> {
        if constraints.is_empty() {
            return self.node(base, depth);
        }
        let target = match base {
            GType::Ref(_) => self.types.resolve(base),
            other => Some(other),
        };
        match target {
            Some(GType::Union(union)) => {
                let mut members = Vec::new();
                for member in &union.members {
                    match self.refined(member, constraints, depth + 1)? {
                        GType::Union(inner) => {
                            inner.members.into_iter().for_each(|one| push_new(&mut members, one));
                        }
                        other => push_new(&mut members, other),
                    }
                }
                Ok(join(members, union.discriminant.clone()))
            }
            Some(GType::Refined(inner)) => {
                let mut both = inner.constraints.clone();
                both.merge(constraints.clone());
                self.refined(&inner.base, &both, depth + 1)
            }
            Some(GType::Object(_)) | None => self.node(base, depth),
            Some(other) => {
                let base = self.node(other, depth + 1)?;
                let kept = applicable(&base, constraints);
                if kept.is_empty() {
                    return Ok(base);
                }
                let refined =
                    Refined { base: Box::new(base), constraints: kept, brands: Vec::new() };
                Ok(GType::Refined(Box::new(refined)))
            }
        }
    }
}

/// What becomes code of what an author wrote: the default, and the words of issues.
fn written(docs: &Docs) -> Docs {
    let Docs { default, messages, .. } = docs;
    Docs { default: default.clone(), messages: messages.clone(), ..Docs::default() }
}

fn push_new(members: &mut Vec<GType>, member: GType) {
    if !members.contains(&member) {
        members.push(member);
    }
}

fn join(mut members: Vec<GType>, discriminant: Option<String>) -> GType {
    let boolean = |value| GType::Literal(Literal::Boolean(value));
    if members.contains(&boolean(true)) && members.contains(&boolean(false)) {
        members.retain(|member| *member != boolean(true));
        let place = members.iter().position(|member| *member == boolean(false));
        if let Some(place) = place {
            members[place] = GType::Boolean;
        }
    }
    match members.len() {
        0 => GType::Never,
        1 => members.swap_remove(0),
        _ => GType::Union(UnionType { members, discriminant }),
    }
}

/// The constraints that mean something for values of `base`.
fn applicable(base: &GType, all: &Constraints) -> Constraints {
    match base {
        GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => Constraints {
            min_length: all.min_length,
            max_length: all.max_length,
            patterns: all.patterns.clone(),
            format: all.format.clone(),
            transforms: all.transforms.clone(),
            ..Constraints::default()
        },
        GType::Number | GType::BigInt | GType::Literal(Literal::Number(_)) => Constraints {
            minimum: all.minimum,
            maximum: all.maximum,
            exclusive_minimum: all.exclusive_minimum,
            exclusive_maximum: all.exclusive_maximum,
            multiple_of: all.multiple_of.clone(),
            integer: all.integer,
            format: all.format.clone(),
            ..Constraints::default()
        },
        GType::Array(_) | GType::Tuple(_) | GType::Set(_) => Constraints {
            min_items: all.min_items,
            max_items: all.max_items,
            unique_items: all.unique_items,
            ..Constraints::default()
        },
        _ => Constraints::default(),
    }
}
