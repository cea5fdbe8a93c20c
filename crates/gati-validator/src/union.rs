//! How the members of a union are told apart.

use gati_types::{GType, Literal, ObjectType, UnionType};

use crate::facts::Facts;

/// The members of a union by how they are recognised.
pub(crate) struct Members<'a> {
    /// Told by a condition on the value itself.
    pub(crate) scalars: Vec<&'a GType>,
    /// Told by the literal in one member, if all members that are not scalars are.
    pub(crate) tagged: Option<Tagged<'a>>,
    /// Everything else, to be tried one by one.
    pub(crate) others: Vec<&'a GType>,
}

/// Objects that are told apart by one of their members.
pub(crate) struct Tagged<'a> {
    /// The member's name.
    pub(crate) name: String,
    /// The member's values, and what the value is then.
    pub(crate) cases: Vec<(Vec<Literal>, &'a GType)>,
}

impl Facts<'_> {
    /// Sorts the members of a union.
    pub(crate) fn members<'b>(&'b self, union: &'b UnionType) -> Members<'b> {
        let (scalars, others): (Vec<&GType>, Vec<&GType>) =
            union.members.iter().partition(|member| self.is_scalar(member));
        let tagged = self.tagged(union.discriminant.as_deref(), &others);
        let others = if tagged.is_some() { Vec::new() } else { others };
        Members { scalars, tagged, others }
    }

    fn tagged<'b>(&'b self, named: Option<&str>, members: &[&'b GType]) -> Option<Tagged<'b>> {
        if members.len() < 2 {
            return None;
        }
        let first = self.object(members[0])?;
        let declared = named.into_iter();
        let others = first.properties.iter().map(|property| property.name.as_str());
        declared.chain(others).find_map(|name| {
            let cases = self.cases(name, members)?;
            Some(Tagged { name: name.to_owned(), cases })
        })
    }

    /// The values of the member `name` in each object, if they are literals and all different.
    fn cases<'b>(
        &'b self,
        name: &str,
        members: &[&'b GType],
    ) -> Option<Vec<(Vec<Literal>, &'b GType)>> {
        let mut seen: Vec<Literal> = Vec::new();
        let mut cases = Vec::with_capacity(members.len());
        for member in members {
            let property = self.object(member)?.property(name)?;
            if self.may_be_absent(property) {
                return None;
            }
            let literals = self.literals(&property.gtype)?;
            if literals.iter().any(|literal| seen.contains(literal)) {
                return None;
            }
            seen.extend(literals.iter().cloned());
            cases.push((literals, *member));
        }
        Some(cases)
    }

    /// The object type behind names.
    pub(crate) fn object<'b>(&'b self, gtype: &'b GType) -> Option<&'b ObjectType> {
        match self.resolve(gtype) {
            GType::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The literals `gtype` is made of, if it is made of nothing else.
    pub(crate) fn literals(&self, gtype: &GType) -> Option<Vec<Literal>> {
        match self.resolve(gtype) {
            GType::Literal(literal) if !matches!(literal, Literal::BigInt(_)) => {
                Some(vec![literal.clone()])
            }
            GType::Union(union) => {
                let lists: Option<Vec<Vec<Literal>>> =
                    union.members.iter().map(|member| self.literals(member)).collect();
                lists.map(|lists| lists.concat())
            }
            _ => None,
        }
    }
}
