//! What the engine of differences calls compatible needs nobody's answer, and what is planned for
//! it makes values that the other side takes.
//!
//! One thing is asked all the same: which alternative of a union a request is that fits one only
//! without a member it has. Where undeclared members are refused there is no such request.

use gati_types::{
    ArrayType, Constraints, GType, Literal, Manifest, ObjectType, Property, TypeTable, UnknownKeys,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::interpret::interpret;
use crate::diff::{Release, diff_manifests};
use crate::error::Side;
use crate::frozen::FrozenContract;
use crate::graph::Reading;
use crate::include::World;
use crate::read::{Builder, Carrier, Travels, Way};
use crate::report::{Bump, Direction};
use crate::transform::plan::{self, Decisions, QuestionKind, plan_step};

fn literal(text: &str) -> GType {
    GType::string_literal(text)
}

fn scalar() -> impl Strategy<Value = GType> {
    let bounds = || (0..6_u32, 0..6_u32);
    prop_oneof![
        2 => Just(GType::String),
        1 => Just(GType::Number),
        2 => Just(GType::Boolean),
        1 => Just(GType::Null),
        1 => Just(GType::Literal(Literal::Boolean(true))),
        1 => Just(GType::Literal(Literal::Number(3.0))),
        3 => proptest::sample::subsequence(vec!["a", "bb", "ccc"], 1..=3)
            .prop_map(|texts| GType::union(texts.into_iter().map(literal))),
        2 => bounds().prop_map(|(low, more)| {
            let (min_length, max_length) = (Some(low), Some(low + more));
            let lengths = Constraints { min_length, max_length, ..Constraints::default() };
            GType::refined(GType::String, lengths)
        }),
        2 => bounds().prop_map(|(low, more)| range(low, low + more)),
        1 => Just(GType::refined(
            GType::String,
            Constraints { patterns: vec!["^[a-c]+$".to_owned()], ..Constraints::default() },
        )),
    ]
}

fn range(low: u32, high: u32) -> GType {
    let (minimum, maximum) = (Some(f64::from(low)), Some(f64::from(high)));
    let bounds = Constraints { minimum, maximum, integer: true, ..Constraints::default() };
    GType::refined(GType::Number, bounds)
}

fn list(items: GType, least: u32) -> GType {
    let list = GType::Array(ArrayType { items: Box::new(items), readonly: false });
    let min_items = (least > 0).then_some(least);
    GType::refined(list, Constraints { min_items, ..Constraints::default() })
}

fn gtype() -> impl Strategy<Value = GType> {
    scalar().prop_recursive(3, 14, 3, |inner| {
        let member = ("[abk]", inner.clone(), any::<bool>());
        prop_oneof![
            1 => (inner.clone(), 0..3_u32).prop_map(|(items, least)| list(items, least)),
            4 => proptest::collection::vec(member, 1..4).prop_map(|members| {
                let mut object = ObjectType::new(Vec::new());
                for (name, gtype, optional) in members {
                    if object.property(&name).is_none() {
                        let required = Property::required(name, gtype);
                        object.properties.push(Property { optional, ..required });
                    }
                }
                GType::Object(object)
            }),
            2 => proptest::collection::vec(inner, 2..4).prop_map(GType::union),
        ]
    })
}

/// The same type spelled otherwise, or a wider one, by what the dice say.
fn rewritten(gtype: &GType, dice: &mut impl Iterator<Item = u8>) -> GType {
    let mut again = |inner: &GType| rewritten(inner, dice);
    let inner = match gtype {
        GType::Object(object) => {
            let mut object = object.clone();
            for property in &mut object.properties {
                property.gtype = again(&property.gtype);
            }
            GType::Object(object)
        }
        GType::Array(array) => list(again(&array.items), 0),
        GType::Union(union) => {
            let members: Vec<GType> = union.members.iter().map(again).collect();
            GType::union(members)
        }
        other => other.clone(),
    };
    match dice.next().unwrap_or_default() % 6 {
        0 | 1 => split(inner),
        2 => GType::union([inner, GType::Null]),
        3 => inner.base().clone(),
        _ => inner,
    }
}

/// A type in pieces, which are the whole only together.
fn split(gtype: GType) -> GType {
    match gtype {
        GType::Boolean => {
            GType::union([true, false].map(|flag| GType::Literal(Literal::Boolean(flag))))
        }
        GType::Refined(refined) => match refined.constraints {
            Constraints { minimum: Some(low), maximum: Some(high), integer: true, .. }
                if low < high =>
            {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few")]
                let (low, high) = (low as u32, high as u32);
                GType::union([range(low, low), range(low + 1, high)])
            }
            _ => GType::Refined(refined),
        },
        GType::Object(object) => {
            let tag = object.properties.iter().position(|property| {
                !property.optional && matches!(property.gtype, GType::Union(_) | GType::Boolean)
            });
            let Some(tag) = tag else { return GType::Object(object) };
            let pieces = match split(object.properties[tag].gtype.clone()) {
                GType::Union(union) => union.members,
                other => vec![other],
            };
            GType::union(pieces.into_iter().map(|piece| {
                let mut one = object.clone();
                one.properties[tag].gtype = piece;
                GType::Object(one)
            }))
        }
        other => other,
    }
}

fn pair() -> impl Strategy<Value = (GType, GType)> {
    let rewriting = (gtype(), proptest::collection::vec(any::<u8>(), 1..12));
    prop_oneof![
        1 => (gtype(), gtype()),
        4 => rewriting.prop_map(|(gtype, dice)| {
            let other = rewritten(&gtype, &mut dice.into_iter());
            (gtype, other)
        }),
    ]
}

/// A contract whose request and answer are of that type.
fn contract(gtype: &GType) -> Value {
    json!({ "body": gtype, "responses": [{ "status": 200, "type": gtype }] })
}

fn manifest(gtype: &GType) -> Manifest {
    let source = json!({ "file": "a.ts", "export": "handler", "line": 1, "column": 1 });
    let handler = json!({
        "id": "POST /a", "method": "POST", "path": "/a", "source": source,
        "contract": contract(gtype),
    });
    let text = json!({ "manifest": 1, "types": {}, "handlers": [handler], "modules": [] });
    Manifest::from_json(&text.to_string()).expect("a manifest")
}

fn frozen(gtype: &GType, keys: UnknownKeys) -> FrozenContract {
    let text = json!({
        "frozen": 1, "method": "POST", "path": "/a", "contract": contract(gtype),
        "unknownKeys": keys,
    });
    FrozenContract::from_json(&text.to_string()).expect("a contract")
}

/// Values of the one type, each made into something and held against the other type.
fn check_values(
    (from, to): (&GType, &GType),
    (travels, keys): (Travels, UnknownKeys),
    made: impl Fn(Value) -> Option<Value>,
) -> Result<(), TestCaseError> {
    let types = TypeTable::new();
    let mut builder = Builder::tables(&types, &types, [keys; 2]);
    let given = builder.gtype(from, None, Way::new(Side::Before, travels, Carrier::Json));
    let wanted = builder.gtype(to, None, Way::new(Side::After, travels, Carrier::Json));
    builder.finish().expect("types without names");
    let Builder { arena, languages, .. } = builder;
    let world = World::new(arena, languages);
    for value in world.samples(Reading::Sender).several(given, 60) {
        if world.membership(Reading::Sender).has(given, &value) != Some(true) {
            continue;
        }
        let result = made(value.clone());
        let taken = result
            .as_ref()
            .is_some_and(|one| world.membership(Reading::Receiver).has(wanted, one) != Some(false));
        prop_assert!(taken, "{value} became {result:?}, which is no {to}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn what_is_compatible_is_not_asked_about(
        (before, after) in pair(),
        keys in proptest::sample::select(vec![UnknownKeys::Strict, UnknownKeys::Strip]),
    ) {
        let (old, new) = (manifest(&before), manifest(&after));
        let [old, new] =
            [&old, &new].map(|manifest| Release { manifest, unknown_keys: keys });
        let report = diff_manifests(old, new).expect("a report");
        let plan =
            plan_step(&frozen(&before, keys), &frozen(&after, keys), &Decisions::default())
                .expect("a plan");
        for (direction, asked) in [
            (Direction::Request, plan::Direction::Request),
            (Direction::Response, plan::Direction::Response),
        ] {
            let breaks = report
                .changes
                .iter()
                .any(|change| change.direction == direction && change.bump == Bump::Major);
            if breaks {
                continue;
            }
            let open: Vec<&str> = plan
                .open
                .iter()
                .filter(|one| one.direction == asked)
                .filter(|one| !matches!(one.kind, QuestionKind::Confirm { .. }))
                .map(|one| one.text.as_str())
                .collect();
            if direction == Direction::Request && keys == UnknownKeys::Strip && !open.is_empty() {
                continue;
            }
            prop_assert!(open.is_empty(), "{before}  ->  {after}: {direction:?} {open:?}");
            if direction == Direction::Request {
                check_values((&before, &after), (Travels::In, keys), |value| {
                    let parts = json!({ "body": value });
                    let Some(request) = &plan.step.request else { return Some(value) };
                    interpret(request, Some(parts))?.get("body").cloned()
                })?;
                continue;
            }
            let answer = plan.step.responses.get("200");
            let transform = answer.and_then(|one| one.transform.as_ref());
            check_values((&after, &before), (Travels::Out, keys), |value| match transform {
                Some(transform) => interpret(transform, Some(value)),
                None => Some(value),
            })?;
        }
    }
}
