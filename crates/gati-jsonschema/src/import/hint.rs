//! `x-gati`: what an export adds so that an import gives back the very type.

use gati_types::{Constraints, GType, Literal, MapType, SetType, UnresolvedType};
use serde_json::{Map, Value};

use crate::HINT;

use super::{FindingKind, Importer, Place, locate::child};

impl<'a> Importer<'a> {
    /// `gtype`, with what the annotation says about it.
    pub(super) fn hinted(
        &mut self,
        place: &Place<'a>,
        members: &'a Map<String, Value>,
        gtype: GType,
    ) -> GType {
        let Some(hint) = members.get(HINT) else { return gtype };
        if let Some(reason) = hint.get("unresolved").and_then(Value::as_str) {
            let code = hint.get("code").and_then(Value::as_str).unwrap_or("GT2502");
            let (code, reason) = (code.to_owned(), reason.to_owned());
            return GType::Unresolved(UnresolvedType { code, reason });
        }
        let mut gtype = gtype;
        if let Some(kind) = hint.get("type") {
            let meant = match kind.as_str() {
                Some("map") => self.map(place, members, &gtype),
                Some(kind) => meant(kind, &gtype),
                None => None,
            };
            match meant {
                Some(meant) => gtype = meant,
                None => self.say(child(&place.pointer, HINT), FindingKind::BadHint),
            }
        }
        if let Some(constraints) = hint.get("constraints") {
            match serde_json::from_value::<Constraints>(constraints.clone()) {
                Ok(constraints) => gtype = GType::refined(gtype.base().clone(), constraints),
                Err(_) => self.say(child(&place.pointer, HINT), FindingKind::BadHint),
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

    /// A map from the object or the list of pairs it travels as.
    fn map(
        &mut self,
        place: &Place<'a>,
        members: &'a Map<String, Value>,
        gtype: &GType,
    ) -> Option<GType> {
        let (key, value) = match (members.get("additionalProperties"), gtype) {
            (Some(value), _) => {
                let value = self.schema(&place.inner(value, &["additionalProperties"]));
                let key = members
                    .get("propertyNames")
                    .map(|names| self.schema(&place.inner(names, &["propertyNames"])));
                (key.unwrap_or(GType::String), value)
            }
            (None, GType::Array(array)) => {
                let GType::Tuple(pair) = &*array.items else { return None };
                let [key, value] = pair.elements.as_slice() else { return None };
                (key.gtype.clone(), value.gtype.clone())
            }
            _ => return None,
        };
        Some(GType::Map(MapType { key: Box::new(key), value: Box::new(value) }))
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
        "set" => set(gtype),
        _ => None,
    }
}

/// A set from the list it travels as. That no item comes twice says the set itself.
fn set(gtype: &GType) -> Option<GType> {
    match gtype {
        GType::Array(array) => Some(GType::Set(SetType { items: array.items.clone() })),
        GType::Refined(refined) => {
            let constraints = Constraints { unique_items: false, ..refined.constraints.clone() };
            Some(GType::refined(set(&refined.base)?, constraints))
        }
        _ => None,
    }
}
