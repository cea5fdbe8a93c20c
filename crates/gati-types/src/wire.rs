//! The versioned JSON form and its reader.
//!
//! A document is `{"gtype":1,"root":Node,"types":{…}}`, a manifest `{"manifest":1,…}`. A node
//! is an object whose `kind` names it. The reader knows the version it wrote and no other, and
//! rejects members it does not know: a document that is read was understood whole.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::{GType, Literal, TypeTable, WireError};

/// The version this crate writes and reads.
pub const WIRE_VERSION: u64 = 1;

/// A type together with the named types it mentions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The type.
    pub root: GType,
    /// The named types it reaches.
    #[serde(default, skip_serializing_if = "TypeTable::is_empty")]
    pub types: TypeTable,
}

impl Document {
    /// A type that mentions no named type.
    pub fn new(root: GType) -> Self {
        Self { root, types: TypeTable::new() }
    }

    /// Reads the versioned JSON form and rejects whatever it does not know.
    ///
    /// # Errors
    ///
    /// [`WireError`] for text that is not JSON, another version, unknown members, and
    /// references to types that are not in the table.
    pub fn from_json(text: &str) -> Result<Self, WireError> {
        let document: Self = read(text, "gtype")?;
        check_references(&document.root, &document.types, || "root".to_owned())?;
        check_table(&document.types)?;
        Ok(document)
    }

    /// The versioned JSON form, on one line.
    pub fn to_json(&self) -> String {
        write(self, "gtype")
    }
}

/// Reads `text`, whose member `version_member` must hold [`WIRE_VERSION`].
pub(crate) fn read<T: DeserializeOwned>(
    text: &str,
    version_member: &'static str,
) -> Result<T, WireError> {
    let malformed =
        |error: &dyn std::fmt::Display| WireError::Malformed { detail: error.to_string() };
    let mut members: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| malformed(&error))?;
    match members.shift_remove(version_member) {
        Some(Value::Number(version)) if version.as_u64() == Some(WIRE_VERSION) => {}
        found => {
            let found = found.map_or_else(|| "nothing".to_owned(), |value| value.to_string());
            return Err(WireError::Version { member: version_member, found });
        }
    }
    serde_json::from_value(Value::Object(members)).map_err(|error| malformed(&error))
}

/// Writes `value` with its version first.
pub(crate) fn write<T: Serialize>(value: &T, version_member: &'static str) -> String {
    let body = serde_json::to_string(value)
        .expect("the model has string keys only, so it always serialises");
    let rest = body.strip_prefix('{').expect("the model is a struct, so it is an object");
    let comma = if rest == "}" { "" } else { "," };
    format!("{{\"{version_member}\":{WIRE_VERSION}{comma}{rest}")
}

/// Checks that every reference below `gtype` is in `types` and that its numbers mean something.
pub(crate) fn check_references(
    gtype: &GType,
    types: &TypeTable,
    place: impl Fn() -> String,
) -> Result<(), WireError> {
    let mut pending = vec![gtype];
    while let Some(node) = pending.pop() {
        match node {
            GType::Ref(reference) if types.get(&reference.id).is_none() => {
                return Err(WireError::MissingType {
                    id: reference.id.to_string(),
                    place: place(),
                });
            }
            GType::Refined(refined)
                if refined.constraints.multiple_of.iter().any(|divisor| *divisor <= 0.0) =>
            {
                return Err(WireError::BadValue {
                    detail: format!("{}: `multipleOf` must be more than 0", place()),
                });
            }
            _ => {}
        }
        node.for_each_child(&mut |child| pending.push(child));
    }
    Ok(())
}

/// [`check_references`] for every named type.
pub(crate) fn check_table(types: &TypeTable) -> Result<(), WireError> {
    for (id, named) in types.iter() {
        check_references(&named.gtype, types, || format!("type `{id}`"))?;
        if types.resolve(&named.gtype).is_none() {
            return Err(WireError::BadValue {
                detail: format!("type `{id}` only names itself; say what it is"),
            });
        }
    }
    Ok(())
}

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
        let mut members = Map::<String, Value>::deserialize(deserializer)?;
        let kind = match members.shift_remove("kind") {
            Some(Value::String(kind)) => kind,
            Some(other) => {
                return Err(D::Error::custom(format_args!(
                    "`kind` must be a string, found {other}"
                )));
            }
            None => return Err(D::Error::missing_field("kind")),
        };
        if let Some((_, leaf)) = LEAVES.iter().find(|(name, _)| *name == kind) {
            if let Some((name, _)) = members.iter().next() {
                return Err(D::Error::custom(format_args!(
                    "unknown member `{name}` in a `{kind}` node"
                )));
            }
            return Ok(leaf.clone());
        }
        read_payload(&kind, members)
            .map_err(|detail| D::Error::custom(format_args!("in a `{kind}` node: {detail}")))
    }
}

fn read_payload(kind: &str, members: Map<String, Value>) -> Result<GType, String> {
    fn payload<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, String> {
        serde_json::from_value(Value::Object(members)).map_err(|error| error.to_string())
    }
    Ok(match kind {
        "literal" => GType::Literal(read_literal(members)?),
        "template" => GType::Template(payload(members)?),
        "array" => GType::Array(payload(members)?),
        "tuple" => GType::Tuple(payload(members)?),
        "object" => GType::Object(payload(members)?),
        "union" => GType::Union(payload(members)?),
        "map" => GType::Map(payload(members)?),
        "set" => GType::Set(payload(members)?),
        "refined" => GType::Refined(payload(members)?),
        "ref" => GType::Ref(payload(members)?),
        "unresolved" => GType::Unresolved(payload(members)?),
        _ => return Err("no such kind".to_owned()),
    })
}

fn read_literal(mut members: Map<String, Value>) -> Result<Literal, String> {
    let literal = match (members.shift_remove("value"), members.shift_remove("bigint")) {
        (Some(Value::String(text)), None) => Literal::String(text),
        (Some(Value::Bool(value)), None) => Literal::Boolean(value),
        (Some(Value::Number(number)), None) => {
            Literal::Number(number.as_f64().ok_or("a literal number must fit a double")?)
        }
        (None, Some(Value::String(digits))) if is_decimal_integer(&digits) => {
            Literal::BigInt(digits)
        }
        _ => {
            return Err(
                "needs either `value` (string, number or boolean) or `bigint` (decimal digits)"
                    .to_owned(),
            );
        }
    };
    match members.iter().next() {
        Some((name, _)) => Err(format!("unknown member `{name}`")),
        None => Ok(literal),
    }
}

fn is_decimal_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
