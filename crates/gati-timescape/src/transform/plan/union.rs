//! Alternatives against alternatives: each of the source finds the one of the target it becomes.

use gati_types::GType;
use serde_json::Value;

use super::{place::Places, planner::Planner};
use crate::transform::{error::TransformError, op::Op};

/// What is said of `null` where the target has none.
pub(crate) const NO_NULL: &str = "null has no place on the other side";

/// What kind of JavaScript value an alternative is, so that an operation meets no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Absent,
    Null,
    Anything,
    Text,
    Number,
    Bigint,
    Boolean,
    Date,
    Url,
    Object,
    List,
    Set,
    Map,
    Other,
}

pub(crate) fn kind(node: &GType) -> Kind {
    match node {
        GType::Undefined | GType::Void => Kind::Absent,
        GType::Null => Kind::Null,
        GType::Any | GType::Unknown => Kind::Anything,
        GType::String | GType::Template(_) => Kind::Text,
        GType::Number => Kind::Number,
        GType::BigInt => Kind::Bigint,
        GType::Boolean => Kind::Boolean,
        GType::Literal(literal) => match literal {
            gati_types::Literal::String(_) => Kind::Text,
            gati_types::Literal::Number(_) => Kind::Number,
            gati_types::Literal::Boolean(_) => Kind::Boolean,
            gati_types::Literal::BigInt(_) => Kind::Bigint,
        },
        GType::Date => Kind::Date,
        GType::Url => Kind::Url,
        GType::Object(_) => Kind::Object,
        GType::Array(_) | GType::Tuple(_) => Kind::List,
        GType::Set(_) => Kind::Set,
        GType::Map(_) => Kind::Map,
        _ => Kind::Other,
    }
}

impl<'a> Planner<'a> {
    /// The operations for every alternative of the source.
    pub(crate) fn alternatives(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let custom = self.custom_at(places).filter(|one| one.writes.is_none());
        let before = self.questions.len();
        let ops = self.every_alternative(source, target, places)?;
        let Some(custom) = custom else { return Ok(ops) };
        // The function makes the whole value: what was asked below is its business.
        self.questions.truncate(before);
        Ok(vec![Op::Custom { call: custom.call, reads: custom.reads, writes: None, ops }])
    }

    fn every_alternative(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        if let Some(ops) = self.envelope(source, target, places)? {
            return Ok(ops);
        }
        let wanted = self.target.alternatives(target);
        let kind_of = |planner: &Self, one: &'a GType| kind(planner.target.node(one));
        if wanted.iter().any(|one| kind_of(self, one) == Kind::Anything) {
            return Ok(Vec::new());
        }
        let given = self.source.alternatives(source);
        let mut ops = Vec::new();
        let mut rest = Vec::new();
        for one in given {
            match kind(self.source.node(one)) {
                // Absence is a matter of the member; here it stays what it is.
                Kind::Absent => {}
                Kind::Null if wanted.iter().any(|one| kind_of(self, one) == Kind::Null) => {}
                Kind::Null => {
                    if let Some(value) = self.given(&places.target) {
                        let table = vec![(Value::Null, value.clone())];
                        ops.push(Op::MapEnum { table, otherwise: None });
                    } else {
                        let text = NO_NULL.to_owned();
                        self.stub(&places.target, target, Some(&GType::Null), text);
                    }
                }
                _ => rest.push(one),
            }
        }
        let wanted: Vec<&'a GType> = wanted
            .into_iter()
            .filter(|one| !matches!(kind(self.target.node(one)), Kind::Null | Kind::Absent))
            .collect();
        ops.extend(self.solid(&rest, &wanted, (source, target), places)?);
        Ok(ops)
    }

    fn solid(
        &mut self,
        given: &[&'a GType],
        wanted: &[&'a GType],
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        // What fits as it is needs nothing.
        let mut rest = Vec::new();
        for one in given {
            let mut fits = false;
            for other in wanted {
                fits = fits || self.is_same(one, other);
            }
            if !fits {
                rest.push(*one);
            }
        }
        if rest.is_empty() {
            return Ok(Vec::new());
        }
        if rest
            .iter()
            .any(|one| matches!(kind(self.source.node(one)), Kind::Anything | Kind::Other))
        {
            self.narrow(places, source, target);
            return Ok(Vec::new());
        }
        let of_kind = |planner: &Self, list: &[&'a GType], wanted: Kind| -> Vec<&'a GType> {
            list.iter().copied().filter(|one| kind(planner.source.node(one)) == wanted).collect()
        };
        let (objects, lists) =
            (of_kind(self, &rest, Kind::Object), of_kind(self, &rest, Kind::List));
        let all_objects = of_kind(self, given, Kind::Object).len();
        let all_lists = of_kind(self, given, Kind::List).len();
        let mut ops = Vec::new();
        if !objects.is_empty() {
            ops.extend(self.objects(
                (&objects, all_objects),
                (given, wanted),
                (source, target),
                places,
            )?);
        }
        for list in lists {
            let others: Vec<&'a GType> = wanted
                .iter()
                .copied()
                .filter(|one| matches!(kind(self.target.node(one)), Kind::List | Kind::Set))
                .collect();
            match others.as_slice() {
                [only] if all_lists == 1 => {
                    ops.extend(self.pair_of((list, only), (source, target), places)?);
                }
                [] if wanted.len() == 1 => {
                    ops.extend(self.pair_of((list, wanted[0]), (source, target), places)?);
                }
                _ => self.narrow(places, source, target),
            }
        }
        let scalars: Vec<&'a GType> = rest
            .iter()
            .copied()
            .filter(|one| !matches!(kind(self.source.node(one)), Kind::Object | Kind::List))
            .collect();
        if !scalars.is_empty() {
            ops.extend(self.scalars(&scalars, (given, wanted), (source, target), places)?);
        }
        Ok(ops)
    }

    fn objects(
        &mut self,
        (objects, all): (&[&'a GType], usize),
        (given, wanted): (&[&'a GType], &[&'a GType]),
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let others: Vec<&'a GType> = wanted
            .iter()
            .copied()
            .filter(|one| kind(self.target.node(one)) == Kind::Object)
            .collect();
        match (objects, others.as_slice()) {
            ([one], [other]) if all == 1 => self.pair_of((one, other), (source, target), places),
            ([one], []) if all == 1 => {
                if let [only] = wanted {
                    match self.target.node(only) {
                        GType::Map(map) => return self.record_to_map(one, map, places),
                        GType::Array(array) => {
                            return self.one_to_list(one, &array.items, places);
                        }
                        _ => {}
                    }
                }
                self.stub(
                    &places.target,
                    target,
                    Some(source),
                    format!("an object has to become {target}"),
                );
                Ok(Vec::new())
            }
            _ => self.tagged(given, &others, (source, target), places),
        }
    }

    /// An alternative and the one it becomes. Those that have a name are looked at under it, which
    /// is where a type that mentions itself comes back to itself.
    pub(crate) fn pair_of(
        &mut self,
        (one, other): (&'a GType, &'a GType),
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let is_whole = std::ptr::eq(one, source) && std::ptr::eq(other, target);
        let has_name = matches!(one, GType::Ref(_)) || matches!(other, GType::Ref(_));
        if has_name && !is_whole {
            return self.convert(one, other, places);
        }
        match (self.source.node(one), self.target.node(other)) {
            (GType::Object(from), GType::Object(to)) => self.object(from, to, places),
            _ => self.list(one, other, places),
        }
    }
}
