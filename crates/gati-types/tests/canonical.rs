//! Which types mean the same, as a table, and the laws of the hash as properties.

use gati_types::{
    Constraints, Docs, GType, NamedType, ObjectType, Property, TypeId, TypeTable, UnionType,
    canonical_hash,
};
use proptest::prelude::*;

fn object(members: &[(&str, GType)]) -> GType {
    GType::Object(ObjectType::new(
        members.iter().map(|(name, gtype)| Property::required(*name, gtype.clone())).collect(),
    ))
}

fn table(entries: &[(&str, GType)]) -> TypeTable {
    let mut types = TypeTable::new();
    for (id, gtype) in entries {
        types.insert(TypeId::from(*id), NamedType { gtype: gtype.clone(), docs: Docs::default() });
    }
    types
}

fn list(name: &str) -> GType {
    object(&[("next", GType::union([GType::reference(name), GType::Null]))])
}

#[test]
fn names_order_docs_and_brands_mean_nothing() {
    let types = table(&[("Id", GType::String), ("Aka", GType::reference("Id"))]);
    let mut documented = Property::required("id", GType::String);
    documented.docs = Docs::describe("the key");
    documented.readonly = true;
    let same = [
        object(&[("id", GType::String), ("n", GType::Number)]),
        object(&[("n", GType::Number), ("id", GType::reference("Aka"))]),
        object(&[("n", GType::Number), ("id", GType::branded(GType::String, "UserId"))]),
        GType::Object(ObjectType::new(vec![
            documented,
            Property::required("n", GType::Union(UnionType::new(vec![GType::Number]))),
        ])),
    ];
    for other in &same[1..] {
        assert_eq!(canonical_hash(&same[0], &types), canonical_hash(other, &types), "{other}");
    }
}

#[test]
fn boolean_is_true_or_false() {
    let types = TypeTable::new();
    let literals = [
        GType::Literal(gati_types::Literal::Boolean(true)),
        GType::Null,
        GType::Literal(gati_types::Literal::Boolean(false)),
    ];
    assert_eq!(
        canonical_hash(&GType::union(literals), &types),
        canonical_hash(&GType::union([GType::Null, GType::Boolean]), &types)
    );
}

#[test]
fn unrolling_a_recursive_type_means_nothing() {
    let types = table(&[
        ("List", list("List")),
        ("Other", list("Other")),
        ("Ping", list("Pong")),
        ("Pong", list("Ping")),
    ]);
    let rolled = canonical_hash(&GType::reference("List"), &types);
    for gtype in [list("List"), list("Other"), GType::reference("Ping"), GType::reference("Pong")] {
        assert_eq!(rolled, canonical_hash(&gtype, &types), "{gtype}");
    }
}

#[test]
fn a_difference_of_meaning_is_a_difference_of_hash() {
    let types = table(&[
        ("List", list("List")),
        (
            "Deep",
            object(&[("next", GType::union([object(&[("next", GType::Number)]), GType::Null]))]),
        ),
    ]);
    let with_default = {
        let mut property = Property::optional("a", GType::String);
        property.docs.default = Some(serde_json::json!("x"));
        GType::Object(ObjectType::new(vec![property]))
    };
    let different = [
        GType::String,
        GType::Number,
        GType::string_literal("string"),
        GType::array(GType::String),
        object(&[("a", GType::String)]),
        object(&[("b", GType::String)]),
        GType::Object(ObjectType::new(vec![Property::optional("a", GType::String)])),
        with_default,
        GType::refined(GType::Number, Constraints { minimum: Some(1.0), ..Constraints::default() }),
        GType::refined(GType::Number, Constraints { minimum: Some(2.0), ..Constraints::default() }),
        GType::union([GType::String, GType::Number]),
        GType::reference("List"),
        GType::reference("Deep"),
    ];
    for (left_index, left) in different.iter().enumerate() {
        for right in &different[left_index + 1..] {
            assert_ne!(
                canonical_hash(left, &types),
                canonical_hash(right, &types),
                "{left} / {right}"
            );
        }
    }
}

fn any_type() -> impl Strategy<Value = GType> {
    let leaf = prop_oneof![
        Just(GType::String),
        Just(GType::Number),
        Just(GType::Boolean),
        Just(GType::Null),
        Just(GType::Date),
        "[a-c]{1,2}".prop_map(GType::string_literal),
        (0_u32..4).prop_map(|length| GType::refined(
            GType::String,
            Constraints { min_length: Some(length), ..Constraints::default() }
        )),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(GType::array),
            prop::collection::vec(inner.clone(), 1..4).prop_map(GType::union),
            prop::collection::btree_map("[a-d]", (inner, any::<bool>()), 0..4).prop_map(
                |members| {
                    GType::Object(ObjectType::new(
                        members
                            .into_iter()
                            .map(|(name, (gtype, optional))| Property {
                                optional,
                                ..Property::required(name, gtype)
                            })
                            .collect(),
                    ))
                }
            ),
        ]
    })
}

fn reversed(gtype: &GType) -> GType {
    match gtype {
        GType::Object(object) => {
            let mut object = object.clone();
            object.properties.reverse();
            for property in &mut object.properties {
                property.gtype = reversed(&property.gtype);
            }
            GType::Object(object)
        }
        GType::Union(union) => {
            GType::Union(UnionType::new(union.members.iter().rev().map(reversed).collect()))
        }
        GType::Array(array) => GType::array(reversed(&array.items)),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn order_never_matters(gtype in any_type()) {
        let types = TypeTable::new();
        prop_assert_eq!(canonical_hash(&gtype, &types), canonical_hash(&reversed(&gtype), &types));
    }

    #[test]
    fn naming_a_type_never_matters(gtype in any_type()) {
        let types = table(&[("Named", gtype.clone())]);
        let inline = object(&[("a", gtype)]);
        let named = object(&[("a", GType::reference("Named"))]);
        prop_assert_eq!(canonical_hash(&inline, &types), canonical_hash(&named, &types));
    }

    #[test]
    fn what_is_written_is_read_back(gtype in any_type()) {
        let document = gati_types::Document::new(gtype);
        prop_assert_eq!(gati_types::Document::from_json(&document.to_json()), Ok(document));
    }
}
