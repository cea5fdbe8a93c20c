//! Unions whose alternatives a member tells apart, when that member or its values get other names.

use gati_timescape::{
    FrozenContract,
    transform::{Decisions, Op, Plan, plan_step},
};
use serde_json::{Value, json};

/// A handler that takes and answers `{ payment: Card | Invoice }`, told apart by `tag`.
fn contract(tag: &str, card: &str) -> FrozenContract {
    let text = json!({ "kind": "string" });
    let alternative = |value: &str, other: &str| {
        json!({ "type": { "kind": "object", "properties": [
            { "name": tag, "type": { "kind": "literal", "value": value } },
            { "name": other, "type": text },
        ] } })
    };
    let payment = json!({ "kind": "union", "members": [
        { "kind": "ref", "id": "Card" },
        { "kind": "ref", "id": "Invoice" },
    ] });
    let order = json!({ "kind": "ref", "id": "Order" });
    let value = json!({
        "frozen": 1,
        "method": "POST",
        "path": "/orders",
        "contract": { "body": order, "responses": [{ "status": 200, "type": order }] },
        "types": {
            "Order": { "type": { "kind": "object", "properties": [{ "name": "payment", "type": payment }] } },
            "Card": alternative(card, "digits"),
            "Invoice": alternative("invoice", "days"),
        },
        "unknownKeys": "strip",
    });
    FrozenContract::from_json(&value.to_string()).expect("a contract")
}

fn planned(after: &FrozenContract, decisions: Value) -> Plan {
    let decisions: Decisions = serde_json::from_value(decisions).expect("decisions");
    plan_step(&contract("type", "card"), after, &decisions).expect("a plan")
}

fn asked(plan: &Plan) -> Vec<&str> {
    plan.open.iter().map(|question| question.id.as_str()).collect()
}

#[test]
fn a_tag_under_another_name_is_asked_about_where_the_union_stands() {
    let plan = planned(&contract("kind", "card"), json!({}));
    assert_eq!(
        asked(&plan),
        [
            "confirm Order#/payment \"type\" \"kind\"",
            "stub request Order#/payment",
            "stub response Order#/payment",
        ]
    );
}

#[test]
fn an_alternative_under_another_name_is_asked_about() {
    let plan = planned(&contract("type", "creditCard"), json!({}));
    let asked = asked(&plan);
    assert!(asked.contains(&"confirm Order#/payment/type \"card\" \"creditCard\""), "{asked:?}");
}

#[test]
fn either_place_of_the_decision_is_enough() {
    let union = json!({
        "renames": [{ "at": "Order#/payment", "from": "type", "to": "kind" }],
        "literals": [{ "at": "Order#/payment/type", "from": "card", "to": "creditCard" }],
    });
    let alternatives = json!({
        "renames": [
            { "at": "Card#", "from": "type", "to": "kind" },
            { "at": "Invoice#", "from": "type", "to": "kind" },
        ],
        "literals": [{ "at": "Card#/type", "from": "card", "to": "creditCard" }],
    });
    let [first, second] =
        [union, alternatives].map(|decisions| planned(&contract("kind", "creditCard"), decisions));
    assert_eq!(asked(&first), Vec::<&str>::new());
    assert_eq!(first, second);
    let ops = |plan: &Plan| {
        let step = &plan.step;
        let request = step.request.clone().map_or_else(Vec::new, |transform| transform.ops);
        let answer = step.responses["200"].transform.clone().map_or_else(Vec::new, |one| one.ops);
        [request, answer].map(|ops: Vec<Op>| serde_json::to_value(ops).expect("operations"))
    };
    let to = |name: &str| json!({ "op": "rename", "names": if name == "kind" { json!({ "type": "kind" }) } else { json!({ "kind": "type" }) } });
    let table = |member: &str, from: &str, to: &str| json!({ "op": "member", "name": member, "ops": [{ "op": "mapEnum", "table": [[from, to]] }] });
    let member = |name: &str, ops: Value| json!([{ "op": "member", "name": name, "ops": ops }]);
    let [request, answer] = ops(&first);
    let up = json!([{ "op": "when", "tag": "type", "cases": [
        { "is": "card", "ops": [to("kind"), table("kind", "card", "creditCard")] },
        { "is": "invoice", "ops": [to("kind")] },
    ] }]);
    let down = json!([{ "op": "when", "tag": "kind", "cases": [
        { "is": "creditCard", "ops": [to("type"), table("type", "creditCard", "card")] },
        { "is": "invoice", "ops": [to("type")] },
    ] }]);
    assert_eq!(request, member("body", member("payment", up)));
    assert_eq!(answer, member("payment", down));
}

#[test]
fn a_decision_about_some_of_the_alternatives_is_not_one_about_all() {
    let plan = planned(
        &contract("kind", "card"),
        json!({ "renames": [{ "at": "Card#", "from": "type", "to": "kind" }] }),
    );
    assert!(asked(&plan).contains(&"stub request Order#/payment"), "{:?}", asked(&plan));
}
