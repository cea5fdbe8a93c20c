//! A node on the wire: an object whose `kind` names it.
//!
//! Nodes are read as their text goes by: nearly every reader of a project begins with a manifest,
//! and most of a manifest is nodes.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::{GType, Literal};

/// Node kinds without a payload, under their names on the wire.
const LEAVES: [(&str, GType); 18] = [
    ("never", GType::Never),
    ("unknown", GType::Unknown),
    ("any", GType::Any),
    ("null", GType::Null),
    ("undefined", GType::Undefined),
    ("void", GType::Void),
    ("boolean", GType::Boolean),
    ("number", GType::Number),
    ("string", GType::String),
    ("bigint", GType::BigInt),
    ("symbol", GType::Symbol),
    ("nonPrimitive", GType::NonPrimitive),
    ("function", GType::Function),
    ("date", GType::Date),
    ("bytes", GType::Bytes),
    ("url", GType::Url),
    ("regexp", GType::RegExp),
    ("file", GType::File),
];

impl Serialize for GType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// A payload with its kind in front.
        #[derive(Serialize)]
        struct Tagged<'a, T> {
            kind: &'static str,
            #[serde(flatten)]
            payload: &'a T,
        }
        macro_rules! tagged {
            ($kind:literal, $payload:expr) => {
                Tagged { kind: $kind, payload: $payload }.serialize(serializer)
            };
        }
        match self {
            Self::Literal(literal) => serialize_literal(literal, serializer),
            Self::Template(template) => tagged!("template", template),
            Self::Array(array) => tagged!("array", array),
            Self::Tuple(tuple) => tagged!("tuple", tuple),
            Self::Object(object) => tagged!("object", object),
            Self::Union(union) => tagged!("union", union),
            Self::Map(map) => tagged!("map", map),
            Self::Set(set) => tagged!("set", set),
            Self::Refined(refined) => tagged!("refined", refined),
            Self::Ref(reference) => tagged!("ref", reference),
            Self::Unresolved(unresolved) => tagged!("unresolved", unresolved),
            leaf => {
                let (kind, _) = LEAVES
                    .iter()
                    .find(|(_, node)| node == leaf)
                    .expect("every node without a payload is in the table");
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("kind", kind)?;
                map.end()
            }
        }
    }
}

fn serialize_literal<S: Serializer>(literal: &Literal, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("kind", "literal")?;
    match literal {
        Literal::String(value) => map.serialize_entry("value", value)?,
        Literal::Number(value) => map.serialize_entry("value", value)?,
        Literal::Boolean(value) => map.serialize_entry("value", value)?,
        Literal::BigInt(digits) => map.serialize_entry("bigint", digits)?,
    }
    map.end()
}

impl<'de> Deserialize<'de> for GType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = GType;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<GType, A::Error> {
        match members.next_key()? {
            Some(Member::Kind) => {
                let Kind(kind) = members.next_value()?;
                read_members(kind, members)
            }
            Some(Member::Other(first)) => read_unordered(first, members),
            None => Err(A::Error::missing_field("kind")),
        }
    }
}

/// Reads a node that does not begin with its kind, as people may write it.
fn read_unordered<'de, A: MapAccess<'de>>(first: String, mut rest: A) -> Result<GType, A::Error> {
    let mut members = Map::new();
    members.insert(first, rest.next_value()?);
    while let Some((name, value)) = rest.next_entry::<String, Value>()? {
        members.insert(name, value);
    }
    let kind = members.shift_remove("kind").ok_or_else(|| A::Error::missing_field("kind"))?;
    let ordered = std::iter::once(("kind".to_owned(), kind)).chain(members);
    NodeVisitor
        .visit_map(MapDeserializer::<_, serde_json::Error>::new(ordered))
        .map_err(A::Error::custom)
}

/// The name of a member, as far as it matters.
enum Member {
    Kind,
    Other(String),
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Member;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the name of a member")
            }

            fn visit_str<E>(self, name: &str) -> Result<Member, E> {
                Ok(if name == "kind" { Member::Kind } else { Member::Other(name.to_owned()) })
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// What a `kind` names.
enum Payload {
    None(GType),
    Literal,
    Template,
    Array,
    Tuple,
    Object,
    Union,
    Map,
    Set,
    Refined,
    Ref,
    Unresolved,
}

impl Payload {
    fn of(kind: &str) -> Option<Self> {
        Some(match kind {
            "literal" => Self::Literal,
            "template" => Self::Template,
            "array" => Self::Array,
            "tuple" => Self::Tuple,
            "object" => Self::Object,
            "union" => Self::Union,
            "map" => Self::Map,
            "set" => Self::Set,
            "refined" => Self::Refined,
            "ref" => Self::Ref,
            "unresolved" => Self::Unresolved,
            leaf => Self::None(LEAVES.iter().find(|(name, _)| *name == leaf)?.1.clone()),
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Self::None(leaf) => {
                LEAVES.iter().find(|(_, node)| node == leaf).map_or("", |(name, _)| name)
            }
            Self::Literal => "literal",
            Self::Template => "template",
            Self::Array => "array",
            Self::Tuple => "tuple",
            Self::Object => "object",
            Self::Union => "union",
            Self::Map => "map",
            Self::Set => "set",
            Self::Refined => "refined",
            Self::Ref => "ref",
            Self::Unresolved => "unresolved",
        }
    }
}

/// The value of `kind`.
struct Kind(Payload);

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KindVisitor;
        impl Visitor<'_> for KindVisitor {
            type Value = Kind;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("`kind` to be a string")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Kind, E> {
                Payload::of(name)
                    .map(Kind)
                    .ok_or_else(|| E::custom(format_args!("in a `{name}` node: no such kind")))
            }
        }
        deserializer.deserialize_str(KindVisitor)
    }
}

/// Reads what follows the kind.
fn read_members<'de, A: MapAccess<'de>>(kind: Payload, members: A) -> Result<GType, A::Error> {
    let name = kind.name();
    let node = match kind {
        Payload::None(leaf) => no_members(members).map(|()| leaf),
        Payload::Literal => read_literal(members).map(GType::Literal),
        Payload::Template => payload(members).map(GType::Template),
        Payload::Array => payload(members).map(GType::Array),
        Payload::Tuple => payload(members).map(GType::Tuple),
        Payload::Object => payload(members).map(GType::Object),
        Payload::Union => payload(members).map(GType::Union),
        Payload::Map => payload(members).map(GType::Map),
        Payload::Set => payload(members).map(GType::Set),
        Payload::Refined => payload(members).map(GType::Refined),
        Payload::Ref => payload(members).map(GType::Ref),
        Payload::Unresolved => payload(members).map(GType::Unresolved),
    };
    node.map_err(|detail| A::Error::custom(format_args!("in a `{name}` node: {detail}")))
}

fn payload<'de, A: MapAccess<'de>, T: Deserialize<'de>>(members: A) -> Result<T, A::Error> {
    T::deserialize(MapAccessDeserializer::new(members))
}

fn no_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<(), A::Error> {
    match members.next_key::<String>()? {
        None => Ok(()),
        Some(name) => Err(A::Error::custom(format_args!("unknown member `{name}`"))),
    }
}

fn read_literal<'de, A: MapAccess<'de>>(mut members: A) -> Result<Literal, A::Error> {
    let mut found: Option<Literal> = None;
    let mut wrong = false;
    while let Some(name) = members.next_key::<String>()? {
        let literal = match name.as_str() {
            "value" => match members.next_value()? {
                Value::String(text) => Some(Literal::String(text)),
                Value::Bool(value) => Some(Literal::Boolean(value)),
                Value::Number(number) => number.as_f64().map(Literal::Number),
                _ => None,
            },
            "bigint" => match members.next_value()? {
                Value::String(digits) if is_decimal_integer(&digits) => {
                    Some(Literal::BigInt(digits))
                }
                _ => None,
            },
            _ => {
                members.next_value::<IgnoredAny>()?;
                return Err(A::Error::custom(format_args!("unknown member `{name}`")));
            }
        };
        wrong |= literal.is_none() || found.is_some();
        found = literal;
    }
    found.filter(|_| !wrong).ok_or_else(|| {
        A::Error::custom(
            "needs either `value` (string, number or boolean) or `bigint` (decimal digits)",
        )
    })
}

fn is_decimal_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
