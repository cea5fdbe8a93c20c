//! What holds of every pair of contracts: reflexive; names, order, inlining and unrolling mean
//! nothing; the request of (a, b) is the answer of (b, a); widening never breaks a request.

use std::sync::Arc;

use gati_timescape::{Bump, Direction, FrozenContract, Report, canonical_hash, diff_openapi};
use gati_types::{Contract, Docs, GType, NamedType, ObjectType, Property, TypeId, TypeTable};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema() -> impl Strategy<Value = Value> {
    let number = || prop_oneof![Just(0), Just(1), Just(2), Just(5), Just(10)];
    let leaf = prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "boolean" })),
        Just(json!({ "type": "null" })),
        Just(json!({ "type": ["string", "integer"] })),
        (number(), number()).prop_map(|(low, more)| {
            json!({ "type": "string", "minLength": low, "maxLength": low + more })
        }),
        (number(), number()).prop_map(|(low, more)| {
            json!({ "type": "integer", "minimum": low, "maximum": low + more })
        }),
        number().prop_map(|step| json!({ "type": "number", "multipleOf": step + 1 })),
        proptest::sample::subsequence(vec!["a", "b", "c"], 1..=3)
            .prop_map(|values| json!({ "enum": values })),
        Just(json!({ "type": "string", "pattern": "^[a-c]+$" })),
        Just(json!({ "type": "string", "pattern": "^[a-b]*$" })),
        Just(json!({ "$ref": "#/components/schemas/Node" })),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let extra = prop_oneof![Just(json!(null)), Just(json!(false)), Just(json!(true))];
        let members = proptest::collection::btree_map("[a-d]", inner.clone(), 0..4);
        prop_oneof![
            (inner.clone(), number()).prop_map(|(items, most)| {
                json!({ "type": "array", "items": items, "maxItems": most })
            }),
            inner
                .clone()
                .prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            (members, any::<u8>(), extra).prop_map(|(members, mask, extra)| {
                let required: Vec<&String> = members
                    .keys()
                    .enumerate()
                    .filter(|(place, _)| mask & (1 << place) != 0)
                    .map(|(_, name)| name)
                    .collect();
                let mut schema =
                    json!({ "type": "object", "properties": members, "required": required });
                if !extra.is_null() {
                    schema["additionalProperties"] = extra;
                }
                schema
            }),
            proptest::collection::vec(inner, 2..4).prop_map(|all| json!({ "anyOf": all })),
        ]
    })
}

fn document(schema: &Value, node: &str) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let properties =
        json!({ "v": { "type": node }, "next": { "$ref": "#/components/schemas/Node" } });
    let node = json!({ "type": "object", "properties": properties, "required": ["v"] });
    json!({
        "openapi": "3.1.0",
        "paths": {
            "/in": { "post": { "requestBody": { "content": content.clone() }, "responses": {} } },
            "/out": { "get": { "responses": { "200": { "description": "", "content": content } } } },
        },
        "components": { "schemas": { "Node": node } },
    })
}

fn diff(before: &Value, after: &Value) -> Report {
    diff_openapi(&document(before, "string"), &document(after, "string")).expect("documents")
}

fn bump(report: &Report, direction: Direction) -> Bump {
    let own = report.changes.iter().filter(|change| change.direction == direction);
    own.map(|change| change.bump).max().unwrap_or_default()
}

/// The same, said in other words.
fn respelled(schema: &Value) -> Value {
    let Some(object) = schema.as_object() else { return schema.clone() };
    if object.get("$ref").is_some() {
        // The recursive name, written out once.
        return json!({ "type": "object", "required": ["v"],
            "properties": { "next": { "$ref": "#/components/schemas/Node" }, "v": { "type": "string" } } });
    }
    let mut out = serde_json::Map::new();
    for (name, value) in object.iter().rev() {
        let value = match (name.as_str(), value) {
            ("properties", Value::Object(members)) => members
                .iter()
                .rev()
                .map(|(name, member)| (name.clone(), respelled(member)))
                .collect(),
            ("anyOf", Value::Array(all)) => all.iter().rev().map(respelled).collect(),
            ("enum" | "required" | "type", Value::Array(all)) => {
                all.iter().rev().cloned().collect()
            }
            ("items" | "additionalProperties", inner) => respelled(inner),
            (_, other) => other.clone(),
        };
        out.insert(name.clone(), value);
    }
    json!({ "allOf": [{ "anyOf": [out] }], "x-note": "said in other words" })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn nothing_differs_from_itself(schema in schema()) {
        prop_assert_eq!(diff(&schema, &schema), Report::default());
    }

    #[test]
    fn other_words_are_no_change(schema in schema()) {
        let report = diff(&schema, &respelled(&schema));
        prop_assert!(report.bump == Bump::None, "{:#?}", report.changes);
    }

    #[test]
    fn a_request_one_way_is_an_answer_the_other(a in schema(), b in schema()) {
        let (there, back) = (diff(&a, &b), diff(&b, &a));
        let broken = |report: &Report, direction| {
            report.changes.iter().any(|change| {
                change.direction == direction
                    && change.bump == Bump::Major
                    && change.verdict != gati_timescape::Verdict::Policy
            })
        };
        prop_assert_eq!(broken(&there, Direction::Request), broken(&back, Direction::Response));
        prop_assert_eq!(broken(&there, Direction::Response), broken(&back, Direction::Request));
    }

    #[test]
    fn wider_never_breaks_a_request(a in schema(), b in schema()) {
        let wide = json!({ "anyOf": [b, a] });
        let report = diff(&a, &wide);
        prop_assert!(bump(&report, Direction::Request) < Bump::Major, "{:#?}", report.changes);
        let report = diff(&wide, &a);
        prop_assert!(bump(&report, Direction::Response) < Bump::Major, "{:#?}", report.changes);
    }
}

fn frozen(name: &str, parameter: &str, reversed: bool) -> FrozenContract {
    let mut members = vec![
        Property::required("value", GType::String),
        Property::optional("next", GType::reference(name)),
    ];
    if reversed {
        members.reverse();
    }
    let mut types = TypeTable::new();
    let gtype = GType::Object(ObjectType::new(members));
    types.insert(TypeId::from(name), Arc::new(NamedType { gtype, docs: Docs::default() }));
    let params = GType::Object(ObjectType::new(vec![Property::required(parameter, GType::String)]));
    let contract = Contract {
        params: Some(params),
        body: Some(GType::reference(name)),
        ..Contract::default()
    };
    FrozenContract {
        frozen: 1,
        method: gati_types::Method::Post,
        path: format!("/things/:{parameter}"),
        contract,
        types,
        docs: None,
        unknown_keys: gati_types::UnknownKeys::Strip,
    }
}

#[test]
fn hashes_see_what_is_on_the_wire() {
    let hash =
        |contract: &FrozenContract| canonical_hash(contract, Direction::Operation).expect("a hash");
    let first = hash(&frozen("Tree", "id", false));
    assert_eq!(first, hash(&frozen("Node", "thing", true)));
    let mut strict = frozen("Tree", "id", false);
    strict.unknown_keys = gati_types::UnknownKeys::Strict;
    assert_ne!(first, hash(&strict));
    let mut wider = frozen("Tree", "id", false);
    wider.contract.body = Some(GType::union([GType::Null, GType::reference("Tree")]));
    assert_ne!(first, hash(&wider));
    assert_eq!(
        canonical_hash(&frozen("Tree", "id", false), Direction::Response),
        canonical_hash(&wider, Direction::Response),
    );
    let mut filled = frozen("Tree", "id", false);
    let mut member = Property::optional("v", GType::String);
    let body = |member: &Property| Some(GType::Object(ObjectType::new(vec![member.clone()])));
    filled.contract.body = body(&member);
    let before = hash(&filled);
    member.docs.default = Some(json!("x"));
    filled.contract.body = body(&member);
    assert_ne!(before, hash(&filled));
}
