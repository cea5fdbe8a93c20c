//! The TypeScript spelling of every node.

use gati_types::{
    ArrayType, Constraints, GType, IndexSignature, Literal, MapType, ObjectType, Property, SetType,
    TemplatePart, TemplateType, TupleElement, TupleType, UnresolvedType,
};

#[test]
fn every_node_prints_as_typescript() {
    let tuple_element = |gtype: GType, optional, rest, label: Option<&str>| TupleElement {
        gtype,
        optional,
        rest,
        label: label.map(str::to_owned),
    };
    let string_or_number = GType::union([GType::String, GType::Number]);
    let adult = GType::refined(
        GType::Number,
        Constraints { integer: true, minimum: Some(18.0), ..Constraints::default() },
    );
    let cases: Vec<(GType, &str)> = vec![
        (GType::NonPrimitive, "object"),
        (GType::Literal(Literal::String("a\"b".into())), r#""a\"b""#),
        (GType::Literal(Literal::Number(-1.5)), "-1.5"),
        (GType::Literal(Literal::BigInt("12".into())), "12n"),
        (GType::array(string_or_number.clone()), "(string | number)[]"),
        (
            GType::Array(ArrayType { items: Box::new(GType::array(GType::Date)), readonly: true }),
            "readonly Date[][]",
        ),
        (adult.clone(), "number & Integer & Min<18>"),
        (GType::array(adult), "(number & Integer & Min<18>)[]"),
        (
            GType::branded(
                GType::refined(
                    string_or_number,
                    Constraints { patterns: vec!["^a".into()], ..Constraints::default() },
                ),
                "Id",
            ),
            r#"(string | number) & Pattern<"^a"> & Brand<"Id">"#,
        ),
        (
            GType::Tuple(TupleType {
                elements: vec![
                    tuple_element(GType::String, false, false, Some("first")),
                    tuple_element(GType::Number, true, false, None),
                    tuple_element(GType::Boolean, false, true, Some("more")),
                ],
                readonly: false,
            }),
            "[first: string, number?, ...more: boolean[]]",
        ),
        (
            GType::Object(ObjectType {
                properties: vec![
                    Property::required("a", GType::Null),
                    Property { readonly: true, ..Property::optional("b-c", GType::Any) },
                ],
                index: vec![IndexSignature { key: GType::String, value: GType::Unknown }],
                unknown_keys: None,
            }),
            r#"{ a: null; readonly "b-c"?: any; [key: string]: unknown }"#,
        ),
        (GType::Object(ObjectType::default()), "{}"),
        (
            GType::Template(TemplateType {
                parts: vec![TemplatePart::Text("a`${".into()), TemplatePart::Type(GType::Number)],
            }),
            "`a\\`\\${${number}`",
        ),
        (
            GType::Map(MapType { key: Box::new(GType::String), value: Box::new(GType::Url) }),
            "Map<string, URL>",
        ),
        (GType::Set(SetType { items: Box::new(GType::reference("User")) }), "Set<User>"),
        (
            GType::Unresolved(UnresolvedType { code: "GT2001".into(), reason: "why".into() }),
            "unresolved /* GT2001 */",
        ),
    ];
    for (gtype, expected) in cases {
        assert_eq!(gtype.to_string(), expected);
    }
}

#[test]
fn merging_constraints_keeps_the_stricter() {
    let loose = Constraints { minimum: Some(1.0), max_length: Some(9), ..Constraints::default() };
    let strict = Constraints {
        minimum: Some(5.0),
        max_length: Some(3),
        integer: true,
        ..Constraints::default()
    };
    let both = GType::refined(GType::refined(GType::Number, loose), strict);
    assert_eq!(both.to_string(), "number & Integer & Min<5> & MaxLen<3>");
}
