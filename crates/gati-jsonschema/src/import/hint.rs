//! `x-gati`: what an export adds so that an import gives back the very type.

use gati_types::{GType, Literal, MapType, SetType};
use serde_json::{Map, Value};

use crate::HINT;

use super::{FindingKind, Importer, Place, locate::child};

impl<'a> Importer<'a> {
    /// `gtype`, with what the annotation says about it.
    pub(super) fn hinted(
        &mut self,
        place: &Place<'a>,
        members: &Map<String, Value>,
        gtype: GType,
    ) -> GType {
        let Some(hint) = members.get(HINT) else { return gtype };
        let mut gtype = gtype;
        if let Some(kind) = hint.get("type") {
            match kind.as_str().and_then(|kind| meant(kind, &gtype)) {
                Some(meant) => gtype = meant,
                None => self.say(child(&place.pointer, HINT), FindingKind::BadHint),
            }
        }
        if hint.get("readonly") == Some(&Value::Bool(true)) {
            match &mut gtype {
                GType::Array(array) => array.readonly = true,
                GType::Tuple(tuple) => tuple.readonly = true,
                _ => self.say(child(&place.pointer, HINT), FindingKind::BadHint),
            }
        }
        if let (Some(Value::Array(labels)), GType::Tuple(tuple)) = (hint.get("labels"), &mut gtype)
        {
            for (element, label) in tuple.elements.iter_mut().zip(labels) {
                element.label = label.as_str().map(ToOwned::to_owned);
            }
        }
        let brands = hint.get("brands").and_then(Value::as_array);
        let brands = brands.into_iter().flatten().filter_map(Value::as_str);
        brands.fold(gtype, GType::branded)
    }
}

/// The type called `kind` that `gtype` is the JSON of.
fn meant(kind: &str, gtype: &GType) -> Option<GType> {
    let is_text = super::merge::is_text(gtype);
    let text = |meant: GType| is_text.then_some(meant);
    let nothing = |meant: GType| matches!(gtype, GType::Never).then_some(meant);
    match kind {
        "any" => matches!(gtype, GType::Unknown).then_some(GType::Any),
        "undefined" => nothing(GType::Undefined),
        "void" => nothing(GType::Void),
        "symbol" => nothing(GType::Symbol),
        "function" => nothing(GType::Function),
        "nonPrimitive" => Some(GType::NonPrimitive),
        "date" => text(GType::Date),
        "bytes" => text(GType::Bytes),
        "url" => text(GType::Url),
        "regexp" => text(GType::RegExp),
        "file" => text(GType::File),
        "bigint" => match gtype {
            GType::Literal(Literal::String(digits)) => {
                Some(GType::Literal(Literal::BigInt(digits.clone())))
            }
            _ => text(GType::BigInt),
        },
        "set" => match gtype.base() {
            GType::Array(array) => Some(GType::Set(SetType { items: array.items.clone() })),
            _ => None,
        },
        "map" => map(gtype),
        _ => None,
    }
}

/// A map from the object or the list of pairs it travels as.
fn map(gtype: &GType) -> Option<GType> {
    let (key, value) = match gtype {
        GType::Object(object) => {
            let [signature] = object.index.as_slice() else { return None };
            (signature.key.clone(), signature.value.clone())
        }
        GType::Array(array) => {
            let GType::Tuple(pair) = &*array.items else { return None };
            let [key, value] = pair.elements.as_slice() else { return None };
            (key.gtype.clone(), value.gtype.clone())
        }
        _ => return None,
    };
    Some(GType::Map(MapType { key: Box::new(key), value: Box::new(value) }))
}
