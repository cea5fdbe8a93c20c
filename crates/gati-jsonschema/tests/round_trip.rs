//! Types that are written as schemas and read again are the same types.

use gati_jsonschema::{
    Annotations, Direction, ImportOptions, Options, Target, import, to_json_schema,
};
use gati_types::{
    ArrayType, Constraints, Deprecation, Docs, Document, GType, IndexSignature, Literal, MapType,
    NamedType, ObjectType, Property, SetType, TemplatePart, TemplateType, Transform, TupleElement,
    TupleType, TypeId, TypeTable, UnionType, UnknownKeys, UnresolvedType,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The names a document may mention.
const NAMES: [&str; 3] = ["A", "B", "Page<User>"];

fn leaf() -> impl Strategy<Value = GType> {
    prop_oneof![
        prop::sample::select(vec![
            GType::Unknown,
            GType::Any,
            GType::Null,
            GType::Boolean,
            GType::Number,
            GType::String,
            GType::BigInt,
            GType::NonPrimitive,
            GType::Date,
            GType::Bytes,
            GType::Url,
            GType::RegExp,
            GType::File,
            GType::Unresolved(UnresolvedType { code: "GT1".to_owned(), reason: "why".to_owned() }),
        ]),
        (0_i32..4).prop_map(|number| GType::Literal(Literal::Number(f64::from(number) / 2.0))),
        "[a-c]{0,2}".prop_map(GType::string_literal),
        any::<bool>().prop_map(|flag| GType::Literal(Literal::Boolean(flag))),
        (0_u8..9).prop_map(|digit| GType::Literal(Literal::BigInt(digit.to_string()))),
        prop::sample::select(NAMES.to_vec()).prop_map(GType::reference),
        narrowed(),
        template(),
    ]
}

fn narrowed() -> impl Strategy<Value = GType> {
    let text = (
        prop::option::of(1_u32..4),
        prop::option::of(4_u32..9),
        prop::option::of(Just("email".to_owned())),
        prop::sample::subsequence(vec!["^a".to_owned(), "b+$".to_owned()], 0..=2),
        prop::sample::subsequence(vec![Transform::Trim, Transform::Lowercase], 0..=2),
        prop::sample::subsequence(vec!["Email".to_owned(), "Id".to_owned()], 0..=2),
    );
    let text = text.prop_map(|(min_length, max_length, format, patterns, transforms, brands)| {
        let constraints = Constraints {
            min_length,
            max_length,
            format,
            patterns,
            transforms,
            ..Constraints::default()
        };
        brands.into_iter().fold(GType::refined(GType::String, constraints), GType::branded)
    });
    let bounds = (prop::option::of(-3_i8..3), prop::option::of(3_i8..9), any::<bool>());
    let number = (bounds, prop::sample::select(vec![GType::Number, GType::BigInt])).prop_map(
        |((least, most, integer), base)| {
            let integer = integer && base == GType::Number;
            let constraints = Constraints {
                minimum: least.map(f64::from),
                exclusive_maximum: most.map(f64::from),
                multiple_of: if integer { vec![2.0, 3.0] } else { Vec::new() },
                integer,
                ..Constraints::default()
            };
            GType::refined(base, constraints)
        },
    );
    prop_oneof![text, number]
}

fn template() -> impl Strategy<Value = GType> {
    let hole = prop::sample::select(vec![
        GType::String,
        GType::Number,
        GType::BigInt,
        GType::Boolean,
        GType::union([GType::string_literal("x|y"), GType::string_literal("z)")]),
    ]);
    ("[a-c.(|]{1,3}", hole.clone(), "[a-c]{1,2}", hole).prop_map(|(text, first, middle, second)| {
        let parts = vec![
            TemplatePart::Text(text),
            TemplatePart::Type(first),
            TemplatePart::Text(middle),
            TemplatePart::Type(second),
        ];
        GType::Template(TemplateType { parts })
    })
}

fn docs() -> impl Strategy<Value = Docs> {
    let deprecated = prop::sample::select(vec![
        None,
        Some(Deprecation::Flag(true)),
        Some(Deprecation::Reason("use b".to_owned())),
    ]);
    let text = || prop::option::of("[a-z ]{1,9}");
    let default = prop::option::of(prop::sample::select(vec![json!(null), json!(1), json!("x")]));
    let examples = prop::sample::subsequence(vec![json!(1), json!({ "$ref": "#" })], 0..=2);
    (text(), text(), deprecated, default, examples).prop_map(
        |(title, description, deprecated, default, examples)| Docs {
            title,
            description,
            deprecated,
            default,
            examples,
            ..Docs::default()
        },
    )
}

fn object(inner: impl Strategy<Value = GType> + Clone) -> impl Strategy<Value = GType> {
    let property = (inner.clone(), any::<bool>(), any::<bool>(), docs());
    let index = prop::option::of((
        prop::sample::select(vec![GType::String, GType::Number]),
        inner.prop_filter("a member that may not be there is no record", |it| *it != GType::Never),
    ));
    let mode = prop::sample::select(vec![None, Some(UnknownKeys::Strict), Some(UnknownKeys::Open)]);
    (vec(property, 0..4), index, mode).prop_map(|(members, index, mode)| {
        let properties = members
            .into_iter()
            .zip(["a", "b~/c", "a b", "$ref"])
            .map(|((gtype, optional, readonly, docs), name)| {
                let anything = matches!(gtype, GType::Unknown | GType::Any | GType::Unresolved(_));
                let optional = optional || anything;
                Property { name: name.to_owned(), gtype, optional, readonly, docs }
            })
            .collect();
        let index: Vec<IndexSignature> =
            index.into_iter().map(|(key, value)| IndexSignature { key, value }).collect();
        let every = index.iter().any(|one| one.key == GType::String);
        let unknown_keys = if every { None } else { mode };
        GType::Object(ObjectType { properties, index, unknown_keys })
    })
}

fn tuple(inner: impl Strategy<Value = GType>) -> impl Strategy<Value = GType> {
    let label = prop::option::of(Just("name".to_owned()));
    let fixed = vec((inner, label), 1..4);
    (fixed, 0_usize..4, any::<bool>(), any::<bool>()).prop_map(|(fixed, least, rest, readonly)| {
        let last = fixed.len() - 1;
        let elements = fixed
            .into_iter()
            .enumerate()
            .map(|(place, (gtype, label))| {
                let rest = rest && place == last && place > 0;
                TupleElement { gtype, optional: place >= least && !rest, rest, label }
            })
            .collect();
        GType::Tuple(TupleType { elements, readonly })
    })
}

/// A union as an analysis publishes it: members by kinds that exclude each other.
fn union(inner: impl Strategy<Value = GType>) -> impl Strategy<Value = GType> {
    vec(inner, 2..4).prop_map(|members| {
        let plain = |gtype: &GType| {
            !matches!(
                gtype,
                GType::Unknown | GType::Any | GType::Never | GType::Union(_) | GType::Unresolved(_)
            )
        };
        match GType::union(members.into_iter().filter(plain)) {
            GType::Never => GType::Null,
            other => other,
        }
    })
}

fn gtype() -> impl Strategy<Value = GType> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        let key = prop::sample::select(vec![GType::String, GType::Number]);
        prop_oneof![
            (inner.clone(), any::<bool>()).prop_map(|(items, readonly)| {
                GType::Array(ArrayType { items: Box::new(items), readonly })
            }),
            (inner.clone(), prop::option::of(1_u32..4)).prop_map(|(items, min_items)| {
                let set = GType::Set(SetType { items: Box::new(items) });
                GType::refined(set, Constraints { min_items, ..Constraints::default() })
            }),
            (key, inner.clone()).prop_map(|(key, value)| {
                GType::Map(MapType { key: Box::new(key), value: Box::new(value) })
            }),
            tuple(inner.clone()),
            union(inner.clone()),
            object(inner),
        ]
    })
}

/// A document whose names all mean something.
fn document() -> impl Strategy<Value = Document> {
    let named = (object(gtype().boxed()), docs());
    (gtype(), vec(named, NAMES.len())).prop_map(|(root, named)| {
        let mut types = TypeTable::new();
        for (name, (gtype, docs)) in NAMES.into_iter().zip(named) {
            // A default belongs to members; of a type it says nothing.
            types.insert(TypeId::from(name), NamedType { gtype, docs });
        }
        let mut kept = TypeTable::new();
        for id in types.reachable([&root]) {
            kept.insert(id.clone(), types.get(id).expect("it was reached").clone());
        }
        Document { root, types: kept }
    })
}

/// The tags of unions follow from their members; which one is named is not compared.
fn without_tags(gtype: &mut Value) {
    match gtype {
        Value::Object(members) => {
            if members.get("kind") == Some(&json!("union")) {
                members.shift_remove("discriminant");
            }
            members.values_mut().for_each(without_tags);
        }
        Value::Array(items) => items.iter_mut().for_each(without_tags),
        _ => {}
    }
}

fn comparable(document: &Document) -> Value {
    let mut value = serde_json::from_str(&document.to_json()).expect("a document is JSON");
    without_tags(&mut value);
    if let Some(Value::Object(types)) = value.get_mut("types") {
        types.sort_keys();
    }
    value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_type_comes_back(document in document()) {
        for target in [Target::Draft2020_12, Target::Draft7] {
            for direction in [Direction::Input, Direction::Output] {
                let options = Options {
                    target, direction, annotations: Annotations::Gati, ..Options::default()
                };
                let schema = to_json_schema(&document, &options);
                let imported = import(&schema, &ImportOptions { direction, ..ImportOptions::default() });
                prop_assert_eq!(
                    comparable(&imported.document), comparable(&document), "{:#}\n{:?}", schema,
                    imported.findings
                );
                let serious = imported.findings.iter().any(|one| !matches!(
                    one.effect(),
                    gati_jsonschema::Effect::Assumed | gati_jsonschema::Effect::Ignored
                ));
                prop_assert!(!serious, "{:?}", imported.findings);
            }
        }
    }
}

#[test]
fn tags_are_found_again() {
    let member = |tag: &str| {
        GType::Object(ObjectType::new(vec![Property::required("t", GType::string_literal(tag))]))
    };
    let union =
        UnionType { members: vec![member("a"), member("b")], discriminant: Some("t".to_owned()) };
    let document = Document::new(GType::Union(union));
    let schema = to_json_schema(&document, &Options::default());
    assert_eq!(import(&schema, &ImportOptions::default()).document, document);
}
