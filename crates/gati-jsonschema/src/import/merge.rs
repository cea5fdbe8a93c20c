//! What two types have in common.
//!
//! Where there is no type for it, the first of the two stays, which accepts more, and the caller
//! is told ([`Importer::unmerged`]).

use gati_types::{Constraints, GType, Literal, TypeId};

use super::{ALTERNATIVES_LIMIT, DEPTH_LIMIT, Importer};

impl Importer<'_> {
    /// The type of the values that both accept.
    pub(super) fn intersect(&mut self, left: &GType, right: &GType) -> GType {
        if left == right {
            return left.clone();
        }
        if self.nesting > DEPTH_LIMIT || !self.spend() {
            self.unmerged.push("too much of it".to_owned());
            return left.clone();
        }
        self.nesting += 1;
        let common = self.common(left, right);
        self.nesting -= 1;
        common
    }

    fn common(&mut self, left: &GType, right: &GType) -> GType {
        match (left, right) {
            (GType::Unresolved(_), _) | (_, GType::Never) => {
                if matches!(left, GType::Unresolved(_)) { left.clone() } else { GType::Never }
            }
            (GType::Never, _) => GType::Never,
            (_, GType::Unresolved(_))
            | (GType::Unknown | GType::Any, _)
            | (GType::String, GType::Template(_))
            | (GType::NonPrimitive, GType::Object(_) | GType::Array(_) | GType::Tuple(_)) => {
                right.clone()
            }
            (_, GType::Unknown | GType::Any)
            | (GType::Template(_), GType::String)
            | (GType::Object(_) | GType::Array(_) | GType::Tuple(_), GType::NonPrimitive) => {
                left.clone()
            }
            (GType::Ref(one), GType::Ref(other)) => self.common_of_names(&one.id, &other.id),
            (GType::Ref(reference), other) => self.common_with_name(&reference.id, other, true),
            (other, GType::Ref(reference)) => self.common_with_name(&reference.id, other, false),
            (GType::Union(one), GType::Union(other))
                if one.members.len() * other.members.len() > ALTERNATIVES_LIMIT =>
            {
                self.unmerged.push("too many alternatives".to_owned());
                left.clone()
            }
            (GType::Union(union), other) => {
                let members: Vec<GType> =
                    union.members.iter().map(|member| self.intersect(member, other)).collect();
                GType::union(members)
            }
            (other, GType::Union(union)) => {
                let members: Vec<GType> =
                    union.members.iter().map(|member| self.intersect(other, member)).collect();
                GType::union(members)
            }
            (GType::Refined(_), _) | (_, GType::Refined(_)) => self.common_refined(left, right),
            (GType::Literal(literal), other) | (other, GType::Literal(literal))
                if holds(other, literal) =>
            {
                GType::Literal(literal.clone())
            }
            (GType::Template(_) | GType::Literal(Literal::String(_)), GType::Template(other)) => {
                let patterns = vec![other.to_pattern()];
                GType::refined(left.clone(), Constraints { patterns, ..Constraints::default() })
            }
            (GType::Template(_), GType::Literal(Literal::String(_))) => self.common(right, left),
            (GType::Object(one), GType::Object(other)) => self.common_object(one, other),
            (GType::Array(_) | GType::Tuple(_), GType::Array(_) | GType::Tuple(_)) => {
                self.common_list(left, right)
            }
            _ => match (kind(left), kind(right)) {
                // Lists and objects were looked at; what is left are different single values.
                (Some(_), Some(_)) => GType::Never,
                _ => self.unmergeable(left, right),
            },
        }
    }

    /// Says that there is no type for both.
    pub(super) fn unmergeable(&mut self, left: &GType, right: &GType) -> GType {
        let short = |gtype: &GType| gtype.to_string().chars().take(60).collect::<String>();
        self.unmerged.push(format!("`{}` and `{}`", short(left), short(right)));
        left.clone()
    }

    fn common_with_name(&mut self, id: &TypeId, other: &GType, name_first: bool) -> GType {
        let Some(named) = self.behind(id) else {
            self.unmerged.push(format!("`{id}` leads back to itself, or is too large"));
            return other.clone();
        };
        let common =
            if name_first { self.intersect(&named, other) } else { self.intersect(other, &named) };
        // Where the other adds nothing, the name stays.
        if common == named { GType::reference(id.as_str()) } else { common }
    }

    /// What two names have in common, under a name of its own, because both may be recursive.
    fn common_of_names(&mut self, one: &TypeId, other: &TypeId) -> GType {
        if one == other {
            return GType::reference(one.as_str());
        }
        let key = (one.clone(), other.clone());
        if let Some(id) = self.pairs.get(&key) {
            return GType::reference(id.as_str());
        }
        let (Some(left), Some(right)) = (self.behind(one), self.behind(other)) else {
            self.unmerged
                .push(format!("`{one}` or `{other}` leads back to itself, or is too large"));
            return GType::reference(one.as_str());
        };
        let id = TypeId::from(self.names.free(&format!("{one} & {other}")));
        self.pairs.insert(key, id.clone());
        let gtype = self.intersect(&left, &right);
        let docs = gati_types::Docs::default();
        self.types.insert(id.clone(), gati_types::NamedType { gtype, docs });
        GType::reference(id.as_str())
    }

    fn common_refined(&mut self, left: &GType, right: &GType) -> GType {
        let (left_base, left_constraints, mut brands) = split(left);
        let (right_base, right_constraints, more) = split(right);
        let base = self.intersect(left_base, right_base);
        if matches!(base, GType::Never | GType::Unresolved(_)) {
            return base;
        }
        let formats = (&left_constraints.format, &right_constraints.format);
        if let (Some(one), Some(other)) = formats
            && one != other
        {
            self.unmerged.push(format!("the formats `{one}` and `{other}`"));
        }
        let mut constraints = left_constraints;
        constraints.merge(right_constraints);
        brands.extend(more);
        let narrowed = narrowed(base, constraints);
        brands.into_iter().fold(narrowed, GType::branded)
    }
}

/// `base` held to `constraints`; for single values that is looked at here.
fn narrowed(base: GType, constraints: Constraints) -> GType {
    match base {
        GType::Union(union) => GType::union(
            union.members.into_iter().map(|member| narrowed(member, constraints.clone())),
        ),
        GType::Literal(literal) => match meets(&literal, &constraints) {
            Some(true) => GType::Literal(literal),
            Some(false) => GType::Never,
            None => GType::refined(GType::Literal(literal), constraints),
        },
        other => GType::refined(other, constraints),
    }
}

/// A type and what narrows it.
fn split(gtype: &GType) -> (&GType, Constraints, Vec<String>) {
    match gtype {
        GType::Refined(refined) => {
            (&refined.base, refined.constraints.clone(), refined.brands.clone())
        }
        other => (other, Constraints::default(), Vec::new()),
    }
}

/// Whether a literal meets conditions; `None` where that takes more than comparing.
fn meets(literal: &Literal, constraints: &Constraints) -> Option<bool> {
    match literal {
        Literal::Number(value) => {
            let fits = constraints.minimum.is_none_or(|least| *value >= least)
                && constraints.maximum.is_none_or(|most| *value <= most)
                && constraints.exclusive_minimum.is_none_or(|least| *value > least)
                && constraints.exclusive_maximum.is_none_or(|most| *value < most)
                && (!constraints.integer || value.fract() == 0.0);
            if fits && !constraints.multiple_of.is_empty() {
                return None;
            }
            Some(fits)
        }
        Literal::String(text) => {
            let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            let fits = constraints.min_length.is_none_or(|least| length >= least)
                && constraints.max_length.is_none_or(|most| length <= most);
            if fits && (!constraints.patterns.is_empty() || constraints.format.is_some()) {
                return None;
            }
            Some(fits)
        }
        _ => Some(true),
    }
}

/// Whether `literal` is a value of the leaf `gtype`.
fn holds(gtype: &GType, literal: &Literal) -> bool {
    matches!(
        (gtype, literal),
        (GType::String, Literal::String(_))
            | (GType::Number, Literal::Number(_))
            | (GType::Boolean, Literal::Boolean(_))
            | (GType::BigInt, Literal::BigInt(_))
    )
}

/// The kind of JSON value; `None` for what JSON has no kind for.
fn kind(gtype: &GType) -> Option<&'static str> {
    Some(match gtype.base() {
        GType::Null => "null",
        GType::Boolean | GType::Literal(Literal::Boolean(_)) => "boolean",
        GType::Number | GType::Literal(Literal::Number(_)) => "number",
        GType::String | GType::Literal(Literal::String(_)) => "string",
        GType::Array(_) | GType::Tuple(_) => "array",
        GType::Object(_) => "object",
        _ => return None,
    })
}

/// Whether two types of the same value cannot both be meant, because they are of different kinds.
pub(super) fn are_of_different_kinds(left: &GType, right: &GType) -> bool {
    matches!((kind(left), kind(right)), (Some(one), Some(other)) if one != other)
}

/// Whether every value of a type is text.
pub(super) fn is_text(gtype: &GType) -> bool {
    match gtype {
        GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => true,
        GType::Refined(refined) => is_text(&refined.base),
        GType::Union(union) => union.members.iter().all(is_text),
        _ => false,
    }
}
