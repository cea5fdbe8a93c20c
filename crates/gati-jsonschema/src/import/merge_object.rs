//! What two objects have in common.

use gati_types::{GType, IndexSignature, Literal, ObjectType, Property, UnknownKeys};

use super::Importer;

impl Importer<'_> {
    /// The object that both describe.
    pub(super) fn common_object(&mut self, left: &ObjectType, right: &ObjectType) -> GType {
        self.budget = self.budget.saturating_sub(left.properties.len() + right.properties.len());
        let mut common = ObjectType {
            properties: Vec::new(),
            index: self.common_index(left, right),
            unknown_keys: common_mode(left.unknown_keys, right.unknown_keys),
        };
        let only_right =
            right.properties.iter().filter(|property| left.property(&property.name).is_none());
        for property in left.properties.iter().chain(only_right) {
            let name = &property.name;
            let (one, other) = (left.property(name), right.property(name));
            let gtype = match (one, other) {
                (Some(one), Some(other)) => self.intersect(&one.gtype, &other.gtype),
                (Some(one), None) => self.intersect(&one.gtype, &undeclared(right, name)),
                _ => self.intersect(&property.gtype, &undeclared(left, name)),
            };
            let optional = [one, other].into_iter().flatten().all(|one| one.optional);
            if gtype == GType::Never {
                if !optional {
                    return GType::Never;
                }
                if common.unknown_keys == Some(UnknownKeys::Strict) && !may_match(&common, name) {
                    // A closed object says it of every member it does not declare.
                    continue;
                }
            }
            let docs = if property.docs.is_empty() {
                other.map(|other| other.docs.clone()).unwrap_or_default()
            } else {
                property.docs.clone()
            };
            let readonly = [one, other].into_iter().flatten().any(|one| one.readonly);
            let name = name.clone();
            common.properties.push(Property { name, gtype, optional, readonly, docs });
        }
        GType::Object(common)
    }

    /// What holds for members that neither declares.
    fn common_index(&mut self, left: &ObjectType, right: &ObjectType) -> Vec<IndexSignature> {
        let mut index = Vec::new();
        for (own, other, first) in [(left, right, true), (right, left, false)] {
            for signature in &own.index {
                let same = other.index.iter().find(|one| one.key == signature.key);
                let everything = other.index.iter().find(|one| one.key == GType::String);
                let value = match (same, everything) {
                    // The other side of the same pair was taken already.
                    (Some(_), _) if !first => continue,
                    (Some(same), _) => self.intersect(&signature.value, &same.value),
                    (None, Some(everything)) if other.index.len() == 1 => {
                        self.intersect(&signature.value, &everything.value)
                    }
                    (None, None) if other.index.is_empty() => {
                        if other.unknown_keys == Some(UnknownKeys::Strict) {
                            continue;
                        }
                        signature.value.clone()
                    }
                    _ => {
                        self.unmerged.push(format!("members under `{}`", signature.key));
                        signature.value.clone()
                    }
                };
                if value != GType::Never || signature.key != GType::String {
                    index.push(IndexSignature { key: signature.key.clone(), value });
                }
            }
        }
        // What takes every key comes last.
        index.sort_by_key(|signature| signature.key == GType::String);
        index
    }
}

fn common_mode(left: Option<UnknownKeys>, right: Option<UnknownKeys>) -> Option<UnknownKeys> {
    match (left, right) {
        (Some(UnknownKeys::Strict), _) | (_, Some(UnknownKeys::Strict)) => {
            Some(UnknownKeys::Strict)
        }
        (Some(UnknownKeys::Open), _) | (_, Some(UnknownKeys::Open)) => Some(UnknownKeys::Open),
        (one, other) => one.or(other),
    }
}

/// Adds an index signature for every key, unless there is one.
pub(super) fn push_rest(object: &mut ObjectType, value: GType) {
    if !object.index.iter().any(|signature| signature.key == GType::String) {
        object.index.push(IndexSignature { key: GType::String, value });
    }
}

/// The type of a member that is not declared; `never` where it may not be there.
pub(super) fn undeclared(object: &ObjectType, name: &str) -> GType {
    for signature in &object.index {
        match takes(&signature.key, name) {
            Some(true) => return signature.value.clone(),
            Some(false) => {}
            None => return GType::Unknown,
        }
    }
    if object.unknown_keys == Some(UnknownKeys::Strict) { GType::Never } else { GType::Unknown }
}

/// Whether a pattern of keys may take `name`.
pub(super) fn may_match(object: &ObjectType, name: &str) -> bool {
    object.index.iter().any(|signature| {
        signature.key != GType::String && takes(&signature.key, name) != Some(false)
    })
}

/// Whether an index signature takes `name`; `None` where it takes running a pattern to tell.
fn takes(key: &GType, name: &str) -> Option<bool> {
    match key {
        GType::String | GType::Unknown | GType::Any => Some(true),
        GType::Number => Some(name.parse::<f64>().is_ok_and(|number| {
            let text = number.to_string();
            text == name || name.contains(['e', 'E'])
        })),
        GType::Literal(Literal::String(text)) => Some(text == name),
        GType::Union(union) => {
            let answers: Vec<Option<bool>> =
                union.members.iter().map(|member| takes(member, name)).collect();
            if answers.contains(&Some(true)) {
                return Some(true);
            }
            if answers.contains(&None) { None } else { Some(false) }
        }
        _ => None,
    }
}
