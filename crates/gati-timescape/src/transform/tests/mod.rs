//! The law of composition: all steps at once are the steps one by one.

mod compatible;
mod evaluate;
mod interpret;

use proptest::prelude::*;
use serde_json::Value;

use super::{
    compose::Composer,
    expr::Kind,
    op::{Case, Conversion, Op, Transform},
    step::Step,
};
use evaluate::{Variables, evaluate};
use interpret::interpret;

/// Few names, so that operations meet.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "d", "__proto__"]).prop_map(str::to_owned)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4_i32).prop_map(Value::from),
        prop::sample::select(vec!["a", "b", "x", "y"]).prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn renames() -> impl Strategy<Value = indexmap::IndexMap<String, String>> {
    prop::collection::vec((name(), name()), 1..3).prop_map(|pairs| {
        let mut taken = Vec::new();
        let new = pairs.into_iter().filter(|(_, to)| {
            let new = !taken.contains(to);
            taken.push(to.clone());
            new
        });
        new.collect()
    })
}

fn op() -> impl Strategy<Value = Op> {
    let path = || prop::collection::vec(name(), 1..3);
    let leaf = prop_oneof![
        3 => renames().prop_map(|names| Op::Rename { names }),
        2 => name().prop_map(|name| Op::Drop { name }),
        2 => (name(), value()).prop_map(|(name, value)| Op::Insert { name, value }),
        2 => (name(), value(), any::<bool>())
            .prop_map(|(name, value, null)| Op::Default { name, value, null }),
        1 => name().prop_map(|name| Op::Omit { name }),
        3 => (path(), path()).prop_map(|(from, to)| Op::Move { from, to }),
        1 => Just(Op::Call { shape: "tree".to_owned() }),
        1 => Just(Op::Call { shape: "other".to_owned() }),
        2 => (prop::collection::vec((scalar(), scalar()), 1..3), prop::option::of(scalar()))
            .prop_map(|(table, otherwise)| Op::MapEnum { table, otherwise }),
        1 => prop::sample::select(vec![Conversion::List, Conversion::Only, Conversion::Text])
            .prop_map(|to| Op::Convert { to }),
        1 => name().prop_map(|name| Op::Wrap { name }),
        1 => name().prop_map(|name| Op::Unwrap { name }),
        1 => renames().prop_map(|names| Op::Names { names }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let ops = || prop::collection::vec(inner.clone(), 0..3);
        let case = (scalar(), ops()).prop_map(|(is, ops)| Case { is, ops });
        let members = || prop::option::of(prop::collection::vec(name(), 0..3));
        prop_oneof![
            4 => (name(), ops()).prop_map(|(name, ops)| Op::Member { name, ops }),
            2 => ops().prop_map(|ops| Op::Each { ops }),
            2 => ops().prop_map(|ops| Op::Patch { ops }),
            1 => (0..2_u32, ops()).prop_map(|(start, ops)| Op::Rest { start, ops }),
            1 => (0..3_u32, ops()).prop_map(|(index, ops)| Op::Place { index, ops }),
            1 => (prop::collection::vec(name(), 0..2), ops())
                .prop_map(|(except, ops)| Op::Values { except, ops }),
            2 => (name(), prop::collection::vec(case, 1..3))
                .prop_map(|(tag, cases)| Op::When { tag, cases }),
            1 => (members(), members(), ops()).prop_map(|(reads, writes, ops)| Op::Custom {
                call: vec!["made".to_owned()],
                reads,
                writes,
                ops,
            }),
        ]
    })
}

fn transform() -> impl Strategy<Value = Transform> {
    let ops = || prop::collection::vec(op(), 0..4);
    (ops(), ops(), ops()).prop_map(|(ops, tree, other)| {
        // A shape that calls itself does so for a part of its value.
        let below = |ops: Vec<Op>| vec![Op::Member { name: "a".to_owned(), ops }];
        let shapes = [("tree".to_owned(), below(tree)), ("other".to_owned(), below(other))];
        Transform { ops, shapes: shapes.into_iter().collect(), ..Transform::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn all_steps_at_once_are_the_steps_one_by_one(
        steps in prop::collection::vec(transform(), 1..4),
        value in value(),
    ) {
        prop_assume!(steps.iter().all(|step| Composer::check(step).is_ok()));
        let mut composer = Composer::new(steps.iter().collect());
        let var = composer.variable();
        // What grows beyond all measure is refused, and nothing else is.
        let Ok(made) = composer.all(Kind::Var(var).shared()) else { return Ok(()) };
        let mut vars = Variables::from([(var, Some(value.clone()))]);
        let fused = evaluate(&mut composer, &made, &mut vars);
        let one_by_one = steps.iter().try_fold(value, |value, step| interpret(step, Some(value)));
        prop_assert_eq!(fused, one_by_one, "{:?}", made.kind);
    }

    #[test]
    fn of_two_rows_for_a_value_the_first_counts(kept in scalar(), other in scalar()) {
        let table = vec![(kept.clone(), kept.clone()), (kept.clone(), other)];
        let ops = vec![Op::MapEnum { table, otherwise: None }];
        let step = Transform { ops, ..Transform::default() };
        let mut composer = Composer::new(vec![&step]);
        let var = composer.variable();
        let made = composer.all(Kind::Var(var).shared()).expect("one operation");
        let fused = evaluate(&mut composer, &made, &mut Variables::from([(var, Some(kept.clone()))]));
        prop_assert_eq!(&fused, &interpret(&step, Some(kept.clone())));
        prop_assert_eq!(fused, Some(kept));
    }

    #[test]
    fn what_is_written_is_read(request in transform()) {
        let step = Step {
            to: Some("GET /".to_owned()),
            request: Some(request),
            custom: Some("changes/x.ts".to_owned()),
            ..Step::default()
        };
        prop_assume!(step.check().is_ok());
        let text = serde_json::to_string(&step).expect("steps have string keys");
        let read = Step::from_json(&text).expect("what was written can be read");
        prop_assert_eq!(read, step);
    }
}
