//! Steps become one expression: every operation is done to an expression instead of a value.
//! The file is long because each operation is done through others; they stay together.

use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    error::TransformError,
    expr::{CallKey, Custom, Expr, Kind, Shared, Test},
    op::{Case, Conversion, Op, Transform},
    table,
};

/// How much of an expression there may be. What people write stays far below; what grows without
/// bound is refused before it is a problem.
const LARGEST: u64 = 200_000;
/// How deep one may be.
const DEEPEST: u32 = 300;

type Result<T> = std::result::Result<T, TransformError>;

/// The steps of a chain in one direction, and the variables of expressions over them.
pub(crate) struct Composer<'a> {
    pub(crate) steps: Vec<&'a Transform>,
    variables: u32,
    customs: u32,
    /// The step whose operations are done.
    step: Option<usize>,
}

impl<'a> Composer<'a> {
    pub(crate) fn new(steps: Vec<&'a Transform>) -> Self {
        Self { steps, variables: 0, customs: 0, step: None }
    }

    /// A new variable.
    pub(crate) fn variable(&mut self) -> u32 {
        self.variables += 1;
        self.variables
    }

    /// What all steps make of `value`.
    pub(crate) fn all(&mut self, value: Shared) -> Result<Shared> {
        let mut value = value;
        for step in 0..self.steps.len() {
            let transform = self.steps[step];
            value = self.run(step, &transform.ops, value)?;
        }
        Ok(value)
    }

    /// What the shapes of `chain` make of `value`.
    pub(crate) fn unfold(&mut self, value: Shared, chain: &[CallKey]) -> Result<Shared> {
        let mut value = value;
        for key in chain {
            let transform = self.steps[key.step];
            let ops = transform.shapes.get(&key.shape).ok_or_else(|| no_shape(&key.shape))?;
            value = self.run(key.step, ops, value)?;
        }
        Ok(value)
    }

    /// What shapes made of `of`, for an operation that looks into it. Within one step nothing is
    /// done to what a shape has made: a shape that looks into its own work would never end.
    fn called(&mut self, of: &Shared, chain: &[CallKey]) -> Result<Shared> {
        if let (Some(step), Some(last)) = (self.step, chain.last())
            && last.step == step
        {
            return Err(TransformError::Meaningless {
                detail: format!("something is done to what the shape `{}` has made", last.shape),
            });
        }
        self.unfold(Rc::clone(of), chain)
    }

    /// That a transform can be followed, and each of its shapes.
    pub(crate) fn check(transform: &'a Transform) -> Result<()> {
        for ops in std::iter::once(&transform.ops).chain(transform.shapes.values()) {
            let mut composer = Self::new(vec![transform]);
            let value = Kind::Var(composer.variable()).shared();
            composer.run(0, ops, value)?;
        }
        Ok(())
    }

    fn run(&mut self, step: usize, ops: &[Op], value: Shared) -> Result<Shared> {
        let before = self.step.replace(step);
        let made = self.each_op(step, ops, value);
        self.step = before;
        made
    }

    fn each_op(&mut self, step: usize, ops: &[Op], value: Shared) -> Result<Shared> {
        let mut value = value;
        for op in ops {
            value = self.apply(step, op, value)?;
            if value.size > LARGEST || value.depth > DEEPEST {
                return Err(TransformError::TooLarge {
                    detail: "the steps come to an expression that nobody could have meant"
                        .to_owned(),
                });
            }
        }
        Ok(value)
    }

    fn apply(&mut self, step: usize, op: &Op, value: Shared) -> Result<Shared> {
        // What stands outside is looked through, so that the operation meets a value.
        match (&value.kind, op) {
            (Kind::Absent, _) => return Ok(value),
            (Kind::If { test, of, then }, _) => {
                let made = self.apply(step, op, Rc::clone(then))?;
                return Ok(only_if(*test, of, made));
            }
            (Kind::When { on, cases, otherwise }, _) => {
                return self.apply_to_cases(step, op, (on, cases, otherwise));
            }
            (Kind::Call { of, chain }, Op::Call { shape })
                if chain.last().is_none_or(|last| last.step != step) =>
            {
                let mut chain = chain.clone();
                chain.push(CallKey { step, shape: shape.clone() });
                return Ok(Kind::Call { of: Rc::clone(of), chain }.shared());
            }
            // These do not look at what the value is.
            (Kind::Call { .. }, Op::Wrap { .. } | Op::Convert { .. }) => {}
            (Kind::Call { of, chain }, _) => {
                let unfolded = self.called(of, chain)?;
                return self.apply(step, op, unfolded);
            }
            _ => {}
        }
        match op {
            Op::Rename { .. }
            | Op::Drop { .. }
            | Op::Insert { .. }
            | Op::Default { .. }
            | Op::Omit { .. }
            | Op::Move { .. }
            | Op::Member { .. } => self.apply_to_members(step, op, value),
            Op::Each { ops } => self.each(step, ops, 0, value),
            Op::Rest { start, ops } => self.each(step, ops, *start, value),
            Op::Place { index, ops } => self.place(step, ops, *index, value),
            Op::Values { except, ops } => self.values(step, ops, except, value),
            Op::When { tag, cases } => self.when(step, (tag, cases), &value, None),
            Op::Call { shape } => {
                let chain = vec![CallKey { step, shape: shape.clone() }];
                Ok(Kind::Call { of: value, chain }.shared())
            }
            Op::MapEnum { table, otherwise } => {
                Ok(table::of_table(value, table, otherwise.as_ref()))
            }
            Op::Convert { to } => Ok(convert(value, *to)),
            Op::Wrap { name } => {
                let fresh = Kind::Fresh(IndexMap::from([(name.clone(), Rc::clone(&value))]));
                Ok(only_if(Test::Present, &value, fresh.shared()))
            }
            Op::Unwrap { name } => Ok(match &value.kind {
                Kind::Fresh(_) | Kind::Const(Value::Object(_)) => self.member(&value, name)?,
                Kind::Const(_) => value,
                _ => Kind::Unwrap(value, name.clone()).shared(),
            }),
            Op::Names { names } => Ok(table::of_names(value, names)),
            Op::Patch { ops } => self.patch(step, ops, value),
            Op::Custom { .. } => self.custom(step, op, value),
        }
    }

    /// The operation on each alternative, with what is known of it.
    fn apply_to_cases(
        &mut self,
        step: usize,
        op: &Op,
        (on, cases, otherwise): (&Shared, &[(Value, Shared)], &Shared),
    ) -> Result<Shared> {
        let mut made = Vec::with_capacity(cases.len());
        for (is, case) in cases {
            let changed = match op {
                Op::When { tag, cases } => self.when(step, (tag, cases), case, Some((on, is)))?,
                _ => self.apply(step, op, Rc::clone(case))?,
            };
            made.push((is.clone(), changed));
        }
        let otherwise = self.apply(step, op, Rc::clone(otherwise))?;
        Ok(Kind::When { on: Rc::clone(on), cases: made, otherwise }.shared())
    }

    fn apply_to_members(&mut self, step: usize, op: &Op, value: Shared) -> Result<Shared> {
        Ok(match op {
            Op::Rename { names } => {
                let mut taken = Vec::with_capacity(names.len());
                for (from, to) in names {
                    taken.push((to, self.member(&value, from)?));
                }
                let mut value = value;
                for from in names.keys() {
                    value = set(value, from, Kind::Absent.shared());
                }
                taken.into_iter().fold(value, |value, (to, member)| set(value, to, member))
            }
            Op::Drop { name } => set(value, name, Kind::Absent.shared()),
            Op::Insert { name, value: constant } => {
                set(value, name, Kind::Const(constant.clone()).shared())
            }
            Op::Default { name, value: constant, null } => {
                let member = self.member(&value, name)?;
                set(value, name, or(member, constant, *null))
            }
            Op::Omit { name } => {
                let member = self.member(&value, name)?;
                let member = match &member.kind {
                    Kind::Const(Value::Null) => Kind::Absent.shared(),
                    Kind::Const(_) | Kind::Absent | Kind::Fresh(_) => member,
                    _ => Kind::Omit(member).shared(),
                };
                set(value, name, member)
            }
            Op::Move { from, to } => {
                let mut member = Rc::clone(&value);
                for name in from {
                    member = self.member(&member, name)?;
                }
                let value = self.set_below(value, from, Kind::Absent.shared(), Way::Found)?;
                self.set_below(value, to, member, Way::Made)?
            }
            Op::Member { name, ops } => {
                let member = self.member(&value, name)?;
                let made = self.run(step, ops, Rc::clone(&member))?;
                if Rc::ptr_eq(&made, &member) { value } else { set(value, name, made) }
            }
            _ => value,
        })
    }

    fn set_below(
        &mut self,
        value: Shared,
        path: &[String],
        member: Shared,
        way: Way,
    ) -> Result<Shared> {
        let Some((name, rest)) = path.split_first() else { return Ok(value) };
        if rest.is_empty() {
            return Ok(set(value, name, member));
        }
        let mut next = self.member(&value, name)?;
        if let Kind::Call { of, chain } = &next.kind {
            next = self.called(of, chain)?;
        }
        if way == Way::Made {
            next = match &next.kind {
                Kind::Absent => Kind::Fresh(IndexMap::new()).shared(),
                _ => or(next, &Value::Object(serde_json::Map::new()), false),
            };
        }
        let next = self.set_below(next, rest, member, way)?;
        Ok(set(value, name, next))
    }

    fn each(&mut self, step: usize, ops: &[Op], start: u32, value: Shared) -> Result<Shared> {
        if let Kind::Each { of, var, body, start: before } = &value.kind
            && *before == start
        {
            let made = self.run(step, ops, Rc::clone(body))?;
            let each = Kind::Each { of: Rc::clone(of), var: *var, body: made, start };
            return Ok(each.shared());
        }
        let var = self.variable();
        let item = Kind::Var(var).shared();
        let body = self.run(step, ops, Rc::clone(&item))?;
        if Rc::ptr_eq(&body, &item) {
            return Ok(value);
        }
        Ok(Kind::Each { of: value, var, body, start }.shared())
    }

    fn place(&mut self, step: usize, ops: &[Op], index: u32, value: Shared) -> Result<Shared> {
        let (of, mut items) = match &value.kind {
            Kind::Places { of, items } => (Rc::clone(of), items.clone()),
            _ => (Rc::clone(&value), std::collections::BTreeMap::new()),
        };
        let item =
            items.get(&index).map_or_else(|| Kind::Item(Rc::clone(&of), index).shared(), Rc::clone);
        let made = self.run(step, ops, Rc::clone(&item))?;
        if Rc::ptr_eq(&made, &item) {
            return Ok(value);
        }
        items.insert(index, made);
        Ok(Kind::Places { of, items }.shared())
    }

    fn values(
        &mut self,
        step: usize,
        ops: &[Op],
        except: &[String],
        value: Shared,
    ) -> Result<Shared> {
        if let Kind::Values { of, var, body, except: before } = &value.kind
            && before == except
        {
            let made = self.run(step, ops, Rc::clone(body))?;
            let except = except.to_vec();
            return Ok(Kind::Values { of: Rc::clone(of), var: *var, body: made, except }.shared());
        }
        let var = self.variable();
        let item = Kind::Var(var).shared();
        let body = self.run(step, ops, Rc::clone(&item))?;
        if Rc::ptr_eq(&body, &item) {
            return Ok(value);
        }
        Ok(Kind::Values { of: value, var, body, except: except.to_vec() }.shared())
    }

    /// A JSON Patch: what becomes of the document is followed, and not what becomes of a list.
    fn patch(&mut self, step: usize, ops: &[Op], value: Shared) -> Result<Shared> {
        let (of, var, body) = if let Kind::Patch { of, var, body } = &value.kind {
            (Rc::clone(of), *var, Rc::clone(body))
        } else {
            let var = self.variable();
            (Rc::clone(&value), var, Kind::Var(var).shared())
        };
        let made = self.run(step, ops, Rc::clone(&body))?;
        if Rc::ptr_eq(&made, &body) {
            return Ok(value);
        }
        Ok(Kind::Patch { of, var, body: made }.shared())
    }

    /// By the tag of `value`; `known` says that an expression has a value here.
    fn when(
        &mut self,
        step: usize,
        (tag, cases): (&str, &[Case]),
        value: &Shared,
        known: Option<(&Shared, &Value)>,
    ) -> Result<Shared> {
        let on = self.member(value, tag)?;
        if let Some(is) = table::certain(&on, known) {
            return match cases.iter().find(|case| table::same(&case.is, &is)) {
                Some(case) => self.run(step, &case.ops, Rc::clone(value)),
                None => Ok(Rc::clone(value)),
            };
        }
        let mut made = Vec::with_capacity(cases.len());
        for case in cases {
            made.push((case.is.clone(), self.run(step, &case.ops, Rc::clone(value))?));
        }
        if made.iter().all(|(_, case)| Rc::ptr_eq(case, value)) {
            return Ok(Rc::clone(value));
        }
        Ok(Kind::When { on, cases: made, otherwise: Rc::clone(value) }.shared())
    }

    fn custom(&mut self, step: usize, op: &Op, value: Shared) -> Result<Shared> {
        let Op::Custom { call, reads, writes, ops } = op else { return Ok(value) };
        self.customs += 1;
        let id = self.customs;
        let input = match reads {
            None => Rc::clone(&value),
            Some(names) => {
                let mut members = IndexMap::new();
                for name in names {
                    members.insert(name.clone(), self.member(&value, name)?);
                }
                Kind::Fresh(members).shared()
            }
        };
        let Some(writes) = writes else {
            let var = self.variable();
            let auto = self.run(step, ops, Kind::Var(var).shared())?;
            let custom = Custom { id, step, call: call.clone(), input, auto: Some((var, auto)) };
            return Ok(only_if(Test::Present, &value, Kind::Custom(custom).shared()));
        };
        let custom = Custom { id, step, call: call.clone(), input, auto: None };
        let result = Kind::Custom(custom).shared();
        let mut made = self.run(step, ops, value)?;
        for name in writes {
            made = set(made, name, Kind::Member(Rc::clone(&result), name.clone()).shared());
        }
        Ok(made)
    }

    /// The member `name` of `value`.
    pub(crate) fn member(&mut self, value: &Shared, name: &str) -> Result<Shared> {
        Ok(match &value.kind {
            Kind::Edit { of, members } => match members.get(name) {
                Some(member) => guarded(of, Rc::clone(member)),
                None => self.member(of, name)?,
            },
            Kind::Fresh(members) => {
                members.get(name).map_or_else(|| Kind::Absent.shared(), Rc::clone)
            }
            Kind::Const(constant) => match constant.get(name) {
                Some(member) => Kind::Const(member.clone()).shared(),
                None => Kind::Absent.shared(),
            },
            Kind::Absent => Rc::clone(value),
            Kind::If { test, of, then } => only_if(*test, of, self.member(then, name)?),
            Kind::When { on, cases, otherwise } => {
                let mut made = Vec::with_capacity(cases.len());
                for (is, case) in cases {
                    made.push((is.clone(), self.member(case, name)?));
                }
                let otherwise = self.member(otherwise, name)?;
                if made.iter().all(|(_, case)| *case == otherwise) {
                    return Ok(otherwise);
                }
                Kind::When { on: Rc::clone(on), cases: made, otherwise }.shared()
            }
            Kind::Call { of, chain } => {
                let unfolded = self.called(of, chain)?;
                self.member(&unfolded, name)?
            }
            _ => Kind::Member(Rc::clone(value), name.to_owned()).shared(),
        })
    }
}

/// Whether objects on the way to a member are made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Found,
    Made,
}

pub(crate) fn no_shape(name: &str) -> TransformError {
    TransformError::Meaningless { detail: format!("there is no shape `{name}`") }
}

/// `then` where `of` is an object.
fn guarded(of: &Shared, then: Shared) -> Shared {
    if then.is_strict_on(of) { then } else { only_if(Test::Object, of, then) }
}

/// `then` where the test holds.
pub(crate) fn only_if(test: Test, of: &Shared, then: Shared) -> Shared {
    let needless = match test {
        // A value that is absent by itself needs no test.
        Test::Present => then == *of || matches!(of.kind, Kind::Const(_) | Kind::Fresh(_)),
        Test::Object => matches!(of.kind, Kind::Fresh(_)),
    };
    if needless || matches!(then.kind, Kind::Absent) {
        return then;
    }
    Kind::If { test, of: Rc::clone(of), then }.shared()
}

/// `value` with the member `name` as said; what is certainly no object stays as it is.
pub(crate) fn set(value: Shared, name: &str, member: Shared) -> Shared {
    if matches!(&value.kind, Kind::Absent)
        || matches!(&value.kind, Kind::Const(constant) if !constant.is_object())
    {
        return value;
    }
    let mut expr = Rc::unwrap_or_clone(value);
    match &mut expr.kind {
        Kind::Edit { of, members } => {
            let stays =
                matches!(&member.kind, Kind::Member(from, own) if from == of && own == name);
            if stays {
                members.shift_remove(name);
            } else {
                members.insert(name.to_owned(), member);
            }
            if members.is_empty() { Rc::clone(of) } else { expr.kind.shared() }
        }
        Kind::Fresh(members) => {
            if matches!(member.kind, Kind::Absent) {
                members.shift_remove(name);
            } else {
                members.insert(name.to_owned(), member);
            }
            expr.kind.shared()
        }
        Kind::Const(Value::Object(constants)) => {
            let mut members: IndexMap<String, Shared> = std::mem::take(constants)
                .into_iter()
                .map(|(name, constant)| (name, Kind::Const(constant).shared()))
                .collect();
            if matches!(member.kind, Kind::Absent) {
                members.shift_remove(name);
            } else {
                members.insert(name.to_owned(), member);
            }
            Kind::Fresh(members).shared()
        }
        _ => {
            let of: Shared = Rc::new(Expr { ..expr });
            let stays =
                matches!(&member.kind, Kind::Member(from, own) if *from == of && own == name);
            if stays {
                return of;
            }
            Kind::Edit { of, members: IndexMap::from([(name.to_owned(), member)]) }.shared()
        }
    }
}

/// `constant` where `member` is absent.
fn or(member: Shared, constant: &Value, null: bool) -> Shared {
    match &member.kind {
        Kind::Absent => Kind::Const(constant.clone()).shared(),
        Kind::Const(Value::Null) if null => Kind::Const(constant.clone()).shared(),
        Kind::Const(_) | Kind::Fresh(_) => member,
        Kind::Default { null: already, .. } if *already || !null => member,
        _ => Kind::Default { of: member, value: constant.clone(), null }.shared(),
    }
}

fn convert(value: Shared, to: Conversion) -> Shared {
    // A list of one, taken out again.
    if to == Conversion::Only
        && let Kind::Convert { of, to: Conversion::List } = &value.kind
    {
        return Rc::clone(of);
    }
    Kind::Convert { of: value, to }.shared()
}
