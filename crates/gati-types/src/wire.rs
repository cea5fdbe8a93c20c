//! The versioned JSON form and its reader.
//!
//! A document is `{"gtype":1,"root":Node,"types":{…}}`, a manifest `{"manifest":1,…}`. A node
//! is an object whose `kind` names it. The reader knows the version it wrote and no other, and
//! rejects members it does not know: a document that is read was understood whole.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer as _, Serialize};
use serde_json::{Map, Value};

use crate::{GType, TypeTable, WireError};

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
    let mut text = serde_json::Deserializer::from_str(text);
    let versioned = Versioned { member: version_member, of: PhantomData };
    let found = text
        .deserialize_map(versioned)
        .and_then(|found| text.end().map(|()| found))
        .map_err(|error| WireError::Malformed { detail: error.to_string() })?;
    found.map_err(|found| WireError::Version { member: version_member, found })
}

/// Reads a document and its version. A document of another version is not looked into; what
/// stands in the version's place is the answer then.
struct Versioned<T> {
    member: &'static str,
    of: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Versioned<T> {
    type Value = Result<T, String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Some(first) = members.next_key::<String>()? else {
            return Ok(Err("nothing".to_owned()));
        };
        let value: Value = members.next_value()?;
        if first == self.member {
            if value.as_u64() == Some(WIRE_VERSION) {
                return T::deserialize(MapAccessDeserializer::new(members)).map(Ok);
            }
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Err(value.to_string()));
        }
        // Whoever wrote it put the version elsewhere.
        let mut all = Map::new();
        all.insert(first, value);
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            all.insert(name, value);
        }
        match all.shift_remove(self.member) {
            Some(version) if version.as_u64() == Some(WIRE_VERSION) => {
                serde_json::from_value(Value::Object(all)).map(Ok).map_err(A::Error::custom)
            }
            found => Ok(Err(found.map_or_else(|| "nothing".to_owned(), |it| it.to_string()))),
        }
    }
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
