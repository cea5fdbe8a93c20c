//! Lists, sets, maps and records against each other.

use gati_types::{Constraints, GType, MapType, TupleType};

use super::{place::Places, planner::Planner};
use crate::transform::{
    error::TransformError,
    op::{Conversion, Op},
};

impl<'a> Planner<'a> {
    /// What makes a list of `source` (an array or a tuple) something of `target`.
    pub(crate) fn list(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let (source, target) = (self.source.unnamed(source), self.target.unnamed(target));
        match (self.source.node(source), self.target.node(target)) {
            (GType::Array(from), GType::Array(to)) => {
                self.lengths(source, target, places);
                let below = self.convert(&from.items, &to.items, &places.items())?;
                Ok(each(below))
            }
            (GType::Array(from), GType::Set(to)) => {
                let mut ops = each(self.convert(&from.items, &to.items, &places.items())?);
                ops.push(Op::Convert { to: Conversion::Set });
                Ok(ops)
            }
            (GType::Tuple(from), GType::Tuple(to)) => {
                self.tuples(from, to, (source, target), places)
            }
            (GType::Array(from), _) if is_one(constraints(source)) => {
                let mut ops = vec![Op::Convert { to: Conversion::Only }];
                ops.extend(self.convert(&from.items, target, &places.items())?);
                Ok(ops)
            }
            _ => {
                let text = format!("a list has to become {target}");
                self.stub(&places.target, target, Some(source), text);
                Ok(Vec::new())
            }
        }
    }

    fn tuples(
        &mut self,
        from: &'a TupleType,
        to: &'a TupleType,
        (source, target): (&'a GType, &'a GType),
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let same_form =
            from.elements.len() == to.elements.len()
                && from.elements.iter().zip(&to.elements).all(|(one, other)| {
                    one.rest == other.rest && (!one.optional || other.optional)
                });
        let rest = from.elements.iter().position(|one| one.rest);
        if !same_form || rest.is_some_and(|at| at + 1 != from.elements.len()) {
            self.narrow(places, source, target);
            return Ok(Vec::new());
        }
        let mut ops = Vec::new();
        for (index, (one, other)) in (0_u32..).zip(from.elements.iter().zip(&to.elements)) {
            let name = if one.rest { "*".to_owned() } else { index.to_string() };
            let below = self.convert(&one.gtype, &other.gtype, &places.child(&name, &name))?;
            if below.is_empty() {
                continue;
            }
            ops.push(if one.rest {
                Op::Rest { start: index, ops: below }
            } else {
                Op::Place { index, ops: below }
            });
        }
        Ok(ops)
    }

    /// A value that has to become a list.
    pub(crate) fn one_to_list(
        &mut self,
        source: &'a GType,
        items: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let below = Places { source: places.source.clone(), target: places.target.items() };
        let mut ops = vec![Op::Convert { to: Conversion::List }];
        ops.extend(each(self.convert(source, items, &below)?));
        Ok(ops)
    }

    pub(crate) fn record_to_map(
        &mut self,
        source: &'a GType,
        map: &'a MapType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let GType::Object(object) = self.source.node(source) else { return Ok(Vec::new()) };
        let only_text = matches!(self.target.node(&map.key), GType::String);
        match object.index.as_slice() {
            [signature] if object.properties.is_empty() && only_text => {
                let below = self.convert(&signature.value, &map.value, &places.items())?;
                let mut ops = Vec::new();
                if !below.is_empty() {
                    ops.push(Op::Values { except: Vec::new(), ops: below });
                }
                ops.push(Op::Convert { to: Conversion::Map });
                Ok(ops)
            }
            _ => {
                let wanted = GType::Map(map.clone());
                let text = "an object has to become a map".to_owned();
                self.stub(&places.target, &wanted, Some(source), text);
                Ok(Vec::new())
            }
        }
    }

    /// A set or a map that changed.
    pub(crate) fn collection(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        let (source, target) = (self.source.unnamed(source), self.target.unnamed(target));
        match (self.source.node(source), self.target.node(target)) {
            (GType::Set(from), GType::Set(to)) => {
                Ok(each(self.convert(&from.items, &to.items, &places.items())?))
            }
            (GType::Set(from), GType::Array(to)) if constraints(target).is_none() => {
                let mut ops = vec![Op::Convert { to: Conversion::Items }];
                ops.extend(each(self.convert(&from.items, &to.items, &places.items())?));
                Ok(ops)
            }
            (GType::Map(from), GType::Map(to)) if self.is_same(&from.key, &to.key) => {
                let below = self.convert(&from.value, &to.value, &places.items())?;
                if below.is_empty() {
                    return Ok(below);
                }
                Ok(vec![Op::Values { except: Vec::new(), ops: below }])
            }
            (GType::Map(from), GType::Object(object))
                if object.properties.is_empty()
                    && object.index.len() == 1
                    && matches!(self.source.node(&from.key), GType::String) =>
            {
                let mut ops = vec![Op::Convert { to: Conversion::Record }];
                let below = self.convert(&from.value, &object.index[0].value, &places.items())?;
                if !below.is_empty() {
                    ops.push(Op::Values { except: Vec::new(), ops: below });
                }
                Ok(ops)
            }
            _ => {
                let text = format!("{source} has to become {target}");
                self.stub(&places.target, target, Some(source), text);
                Ok(Vec::new())
            }
        }
    }

    /// Asks about lists that may be of a length the target does not take.
    fn lengths(&mut self, source: &'a GType, target: &'a GType, places: &Places) {
        if !super::fits::lengths(constraints(source), constraints(target)) {
            self.narrow(places, source, target);
        }
    }
}

fn each(below: Vec<Op>) -> Vec<Op> {
    if below.is_empty() { below } else { vec![Op::Each { ops: below }] }
}

/// The constraints of a type that is no name any more.
pub(crate) fn constraints(gtype: &GType) -> Option<&Constraints> {
    match gtype {
        GType::Refined(refined) => Some(&refined.constraints).filter(|one| !one.is_empty()),
        _ => None,
    }
}

/// Whether a list has exactly one item.
fn is_one(constraints: Option<&Constraints>) -> bool {
    constraints.is_some_and(|one| one.min_items == Some(1) && one.max_items == Some(1))
}
