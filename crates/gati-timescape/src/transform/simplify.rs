//! What the types at both ends take out of an expression: tests that cannot fail, members that
//! the receiving contract does not have, and whole expressions that change nothing.
//!
//! A request was validated before it is transformed, so its type is trusted. An answer was not:
//! its type says what to expect, and every test stays. In return an answer is written by the
//! serialiser of the old contract, which writes the members that contract declares and no other.
//! One arm for each kind of expression makes this file long.

use std::rc::Rc;

use gati_types::{GType, ObjectType};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{
    compose::{Composer, only_if},
    error::TransformError,
    expr::{CallKey, Custom, Expr, Kind, Shared, Test},
    table::{self, same},
    view::View,
};

type Result<T> = std::result::Result<T, TransformError>;

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A request of an old release, validated, on its way to the newest handler.
    Up,
    /// An answer of the newest handler on its way to an old serialiser.
    Down,
}

/// A shape at a type: what decides whether two calls are the same function.
pub(crate) type CallAt = (Vec<CallKey>, Option<*const GType>, Option<*const GType>);

/// Expressions and the types at both ends.
pub(crate) struct Typed<'a, 's> {
    pub(crate) composer: Composer<'s>,
    pub(crate) source: View<'a>,
    pub(crate) target: View<'a>,
    pub(crate) way: Way,
    pub(crate) vars: FxHashMap<u32, &'a GType>,
    /// What is known of expressions in a branch.
    pub(crate) narrowed: Vec<(Shared, &'a GType)>,
    /// Whether a shape changes anything where it is called; `true` while that is worked out.
    idle: FxHashMap<CallAt, bool>,
}

impl<'a, 's> Typed<'a, 's> {
    pub(crate) fn new(
        composer: Composer<'s>,
        source: View<'a>,
        target: View<'a>,
        way: Way,
    ) -> Self {
        Self {
            composer,
            source,
            target,
            way,
            vars: FxHashMap::default(),
            narrowed: Vec::new(),
            idle: FxHashMap::default(),
        }
    }

    /// The type of an expression, where it is known.
    pub(crate) fn type_of(&self, expr: &Expr) -> Option<&'a GType> {
        if let Some((_, gtype)) = self.narrowed.iter().rev().find(|(known, _)| **known == *expr) {
            return Some(gtype);
        }
        match &expr.kind {
            Kind::Var(var) => self.vars.get(var).copied(),
            Kind::Member(of, name) => {
                let object = self.source.object(self.type_of(of)?)?;
                Some(&object.property(name)?.gtype)
            }
            Kind::Item(of, index) => self.source.place(self.type_of(of)?, *index),
            Kind::Default { of, .. } | Kind::Omit(of) => self.type_of(of),
            _ => None,
        }
    }

    /// Whether the value may be absent.
    pub(crate) fn may_be_absent(&self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Var(_) => self.type_of(expr).is_none_or(|gtype| self.source.may_be_absent(gtype)),
            Kind::Const(_) | Kind::Fresh(_) | Kind::Default { .. } => false,
            Kind::Member(of, name) => {
                let property = self
                    .type_of(of)
                    .and_then(|gtype| self.source.object(gtype))
                    .and_then(|object| object.property(name));
                self.way == Way::Down
                    || !self.is_solid(of)
                    || property.is_none_or(|property| {
                        property.optional || self.source.may_be_absent(&property.gtype)
                    })
            }
            Kind::Edit { of, .. }
            | Kind::Places { of, .. }
            | Kind::Each { of, .. }
            | Kind::Values { of, .. }
            | Kind::Patch { of, .. }
            | Kind::Table { of, .. }
            | Kind::Names { of, .. } => self.may_be_absent(of),
            Kind::Convert { of, to } => {
                *to == super::op::Conversion::Only || self.may_be_absent(of)
            }
            Kind::When { cases, otherwise, .. } => {
                self.may_be_absent(otherwise)
                    || cases.iter().any(|(_, case)| self.may_be_absent(case))
            }
            _ => true,
        }
    }

    /// Whether the value is certainly an object.
    pub(crate) fn is_solid(&self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Fresh(_) => true,
            Kind::Edit { of, .. } => self.is_solid(of),
            _ => {
                self.way == Way::Up
                    && self.type_of(expr).is_some_and(|gtype| self.source.is_object(gtype))
                    && !self.may_be_absent(expr)
            }
        }
    }

    /// The target's object where it has the members it declares and no other.
    pub(crate) fn closed_target(&self, target: Option<&'a GType>) -> Option<&'a ObjectType> {
        let object = self.target.object(target?)?;
        self.target.is_closed(object).then_some(object)
    }

    /// The source's object where it has the members it declares and no other.
    pub(crate) fn closed_source(&self, of: &Expr) -> Option<&'a ObjectType> {
        let object = self.source.object(self.type_of(of)?)?;
        (self.way == Way::Up && self.source.is_closed(object)).then_some(object)
    }

    /// The expression without what the types make needless.
    pub(crate) fn simplify(&mut self, expr: &Shared, target: Option<&'a GType>) -> Result<Shared> {
        Ok(match &expr.kind {
            Kind::Edit { of, members } => self.edit(of, members, target)?,
            Kind::Fresh(members) => {
                let object = target.and_then(|gtype| self.target.object(gtype));
                let closed = self.closed_target(target).is_some();
                let mut made = IndexMap::new();
                for (name, member) in members {
                    let property = object.and_then(|object| object.property(name));
                    if property.is_none() && closed {
                        continue;
                    }
                    let gtype = property.map(|property| &property.gtype);
                    made.insert(name.clone(), self.simplify(member, gtype)?);
                }
                Kind::Fresh(made).shared()
            }
            Kind::Places { of, items } => {
                let of = self.simplify(of, None)?;
                let mut made = std::collections::BTreeMap::new();
                for (index, item) in items {
                    let gtype = target.and_then(|gtype| self.target.place(gtype, *index));
                    let item = self.simplify(item, gtype)?;
                    if !matches!(&item.kind, Kind::Item(from, at) if *from == of && at == index) {
                        made.insert(*index, item);
                    }
                }
                if made.is_empty() { of } else { Kind::Places { of, items: made }.shared() }
            }
            Kind::Each { of, var, body, start } => {
                let of = self.simplify(of, None)?;
                let items = self.type_of(&of).and_then(|gtype| self.source.items(gtype));
                let body = self.body(
                    *var,
                    items,
                    body,
                    target.and_then(|gtype| self.target.items(gtype)),
                )?;
                if body.kind == Kind::Var(*var) {
                    of
                } else {
                    Kind::Each { of, var: *var, body, start: *start }.shared()
                }
            }
            Kind::Values { of, var, body, except } => {
                let of = self.simplify(of, None)?;
                let items = self.type_of(&of).and_then(|gtype| self.source.values(gtype));
                let body = self.body(
                    *var,
                    items,
                    body,
                    target.and_then(|gtype| self.target.values(gtype)),
                )?;
                if body.kind == Kind::Var(*var) {
                    of
                } else {
                    Kind::Values { of, var: *var, body, except: except.clone() }.shared()
                }
            }
            Kind::When { on, cases, otherwise } => self.when(on, cases, otherwise, target)?,
            Kind::Call { of, chain } => {
                let of = self.simplify(of, None)?;
                if self.is_idle(&of, chain, target)? {
                    of
                } else {
                    Kind::Call { of, chain: chain.clone() }.shared()
                }
            }
            _ => self.simplify_value(expr, target)?,
        })
    }

    /// The same for what is no structure of its own.
    fn simplify_value(&mut self, expr: &Shared, target: Option<&'a GType>) -> Result<Shared> {
        Ok(match &expr.kind {
            Kind::If { test, of, then } => {
                let of = self.simplify(of, None)?;
                let then = self.simplify(then, target)?;
                let holds = match test {
                    Test::Object => self.is_solid(&of),
                    Test::Present => !self.may_be_absent(&of),
                };
                if holds { then } else { only_if(*test, &of, then) }
            }
            Kind::Default { of, value, null } => {
                let of = self.simplify(of, target)?;
                let may_be_null =
                    self.type_of(&of).is_none_or(|gtype| self.source.may_be_null(gtype));
                let needless =
                    self.way == Way::Up && !self.may_be_absent(&of) && !(*null && may_be_null);
                if needless {
                    of
                } else {
                    Kind::Default { of, value: value.clone(), null: *null }.shared()
                }
            }
            Kind::Omit(of) => Kind::Omit(self.simplify(of, target)?).shared(),
            Kind::Table { of, table, otherwise } => {
                let of = self.simplify(of, None)?;
                self.table(of, table, otherwise.as_ref())
            }
            Kind::Convert { of, to } => {
                Kind::Convert { of: self.simplify(of, None)?, to: *to }.shared()
            }
            Kind::Unwrap(of, name) => {
                let of = self.simplify(of, None)?;
                if self.is_solid(&of) {
                    self.composer.member(&of, name)?
                } else {
                    Kind::Unwrap(of, name.clone()).shared()
                }
            }
            Kind::Names { of, names } => {
                Kind::Names { of: self.simplify(of, None)?, names: names.clone() }.shared()
            }
            Kind::Custom(custom) => {
                let input = self.simplify(&custom.input, None)?;
                Kind::Custom(Custom { input, ..custom.clone() }).shared()
            }
            Kind::Member(of, name) => {
                let of = self.simplify(of, None)?;
                self.composer.member(&of, name)?
            }
            Kind::Patch { of, var, body } if body.kind == Kind::Var(*var) => {
                self.simplify(of, None)?
            }
            // Nothing is known of a document that is not there: its parts are looked at one by one.
            Kind::Patch { of, var, body } => {
                Kind::Patch { of: self.simplify(of, None)?, var: *var, body: Rc::clone(body) }
                    .shared()
            }
            Kind::Item(of, index) => Kind::Item(self.simplify(of, None)?, *index).shared(),
            _ => Rc::clone(expr),
        })
    }

    fn body(
        &mut self,
        var: u32,
        gtype: Option<&'a GType>,
        body: &Shared,
        target: Option<&'a GType>,
    ) -> Result<Shared> {
        if let Some(gtype) = gtype {
            self.vars.insert(var, gtype);
        }
        self.simplify(body, target)
    }

    fn edit(
        &mut self,
        of: &Shared,
        members: &IndexMap<String, Shared>,
        target: Option<&'a GType>,
    ) -> Result<Shared> {
        let of = self.simplify(of, None)?;
        let wanted = target.and_then(|gtype| self.target.object(gtype));
        let closed = self.closed_target(target).is_some();
        let source = self.closed_source(&of);
        let mut made = IndexMap::new();
        for (name, member) in members {
            let property = wanted.and_then(|object| object.property(name));
            if closed && property.is_none() && self.way == Way::Down {
                continue;
            }
            let absent = matches!(member.kind, Kind::Absent);
            if absent && source.is_some_and(|object| object.property(name).is_none()) {
                continue;
            }
            let member = self.simplify(member, property.map(|property| &property.gtype))?;
            if matches!(&member.kind, Kind::Member(from, own) if *from == of && own == name) {
                continue;
            }
            made.insert(name.clone(), member);
        }
        Ok(if made.is_empty() { of } else { Kind::Edit { of, members: made }.shared() })
    }

    fn when(
        &mut self,
        on: &Shared,
        cases: &[(serde_json::Value, Shared)],
        otherwise: &Shared,
        target: Option<&'a GType>,
    ) -> Result<Shared> {
        let mut made = Vec::with_capacity(cases.len());
        for (is, case) in cases {
            let narrowed = self.narrow(on, is);
            let target = self.case_target(on, is, case, target);
            let case = self.simplify(case, target)?;
            self.narrowed.truncate(narrowed);
            made.push((is.clone(), case));
        }
        let otherwise = self.simplify(otherwise, target)?;
        if made.iter().all(|(_, case)| *case == otherwise) {
            return Ok(otherwise);
        }
        Ok(Kind::When { on: Rc::clone(on), cases: made, otherwise }.shared())
    }

    /// Remembers what is known where `on` is `is`; gives back how much was known before.
    pub(crate) fn narrow(&mut self, on: &Shared, is: &serde_json::Value) -> usize {
        let before = self.narrowed.len();
        if let Kind::Member(of, tag) = &on.kind
            && let Some(gtype) = self.type_of(of)
            && let Some(one) = self.source.tagged(gtype, tag, is)
        {
            self.narrowed.push((Rc::clone(of), one));
        }
        before
    }

    /// The alternative of the target that a case makes.
    pub(crate) fn case_target(
        &mut self,
        on: &Shared,
        is: &serde_json::Value,
        case: &Shared,
        target: Option<&'a GType>,
    ) -> Option<&'a GType> {
        let target = target?;
        let alternatives = self.target.alternatives(target);
        let objects: Vec<&ObjectType> = alternatives
            .iter()
            .filter_map(|one| match self.target.node(one) {
                GType::Object(object) => Some(object),
                _ => None,
            })
            .collect();
        let first = objects.first()?;
        for property in &first.properties {
            let tells = objects.iter().all(|object| {
                object
                    .property(&property.name)
                    .is_some_and(|own| self.target.literals(&own.gtype).is_some())
            });
            if !tells {
                continue;
            }
            let member = self.composer.member(case, &property.name).ok()?;
            let value = table::known(&member, Some((on, is)))?;
            return self.target.tagged(target, &property.name, &value);
        }
        None
    }

    fn table(
        &self,
        of: Shared,
        rows: &[(serde_json::Value, serde_json::Value)],
        otherwise: Option<&serde_json::Value>,
    ) -> Shared {
        let possible = self.type_of(&of).and_then(|gtype| self.source.literals(gtype));
        let Some(possible) = possible else {
            return table::tabled(of, rows.to_vec(), otherwise.cloned());
        };
        let mut rows = rows.to_vec();
        rows.retain(|(from, _)| possible.iter().any(|one| same(one, from)));
        let complete = possible.iter().all(|one| rows.iter().any(|(from, _)| same(from, one)));
        let otherwise = if complete { None } else { otherwise.cloned() };
        table::tabled(of, rows, otherwise)
    }

    /// Whether the shapes change nothing about values of this type, the called shapes within
    /// included: it is taken that they do not, and looked for what contradicts.
    fn is_idle(
        &mut self,
        of: &Shared,
        chain: &[CallKey],
        target: Option<&'a GType>,
    ) -> Result<bool> {
        let gtype = self.type_of(of);
        let at: CallAt = (
            chain.to_vec(),
            gtype.map(|gtype| std::ptr::from_ref(self.source.node(gtype))),
            target.map(|gtype| std::ptr::from_ref(self.target.node(gtype))),
        );
        if let Some(idle) = self.idle.get(&at) {
            return Ok(*idle);
        }
        let before: Vec<CallAt> = self.idle.keys().cloned().collect();
        self.idle.insert(at.clone(), true);
        let var = self.composer.variable();
        if let Some(gtype) = gtype {
            self.vars.insert(var, gtype);
        }
        let value = Kind::Var(var).shared();
        let made = self.composer.unfold(Rc::clone(&value), chain)?;
        let made = self.simplify(&made, target)?;
        let idle = made == value;
        if !idle {
            // What was concluded from the wrong assumption is forgotten.
            self.idle.retain(|key, known| !*known || before.contains(key));
            self.idle.insert(at, false);
        }
        Ok(idle)
    }
}
