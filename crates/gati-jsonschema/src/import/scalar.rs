//! Numbers, text and single values.

use gati_types::{
    Constraints, FORMATS, GType, Literal, ObjectType, Property, TupleElement, TupleType,
    UnknownKeys,
};
use serde_json::{Map, Value};

use super::{FindingKind, Importer, Place, locate::child, template};

type Members = Map<String, Value>;

impl<'a> Importer<'a> {
    /// The type of the numbers that fit.
    pub(super) fn number(&mut self, place: &Place<'a>, members: &Members, integer: bool) -> GType {
        let mut constraints = Constraints { integer, ..Constraints::default() };
        constraints.minimum = self.bound(place, members, "minimum");
        constraints.maximum = self.bound(place, members, "maximum");
        // Draft-04 and OpenAPI 3.0 say with a flag that the bound itself does not fit.
        if members.get("exclusiveMinimum") == Some(&Value::Bool(true)) {
            constraints.exclusive_minimum = constraints.minimum.take();
        } else {
            constraints.exclusive_minimum = self.bound(place, members, "exclusiveMinimum");
        }
        if members.get("exclusiveMaximum") == Some(&Value::Bool(true)) {
            constraints.exclusive_maximum = constraints.maximum.take();
        } else {
            constraints.exclusive_maximum = self.bound(place, members, "exclusiveMaximum");
        }
        match self.bound(place, members, "multipleOf") {
            Some(divisor) if divisor > 0.0 => constraints.multiple_of.push(divisor),
            Some(_) => self.bad(place, "multipleOf", "a number that is more than 0"),
            None => {}
        }
        constraints.format = self
            .format(place, members)
            .filter(|format| ["int32", "int64", "float", "double"].contains(&format.as_str()));
        GType::refined(GType::Number, constraints)
    }

    fn bound(&mut self, place: &Place<'a>, members: &Members, keyword: &str) -> Option<f64> {
        match members.get(keyword)? {
            Value::Bool(false) => None,
            value => {
                let number = value.as_f64().filter(|number| number.is_finite());
                if number.is_none() {
                    self.bad(place, keyword, "a number");
                }
                number
            }
        }
    }

    /// A length, or how many items.
    pub(super) fn count(
        &mut self,
        place: &Place<'a>,
        members: &Members,
        keyword: &str,
    ) -> Option<u32> {
        let number = members.get(keyword)?.as_f64();
        let whole = number.filter(|one| one.fract() == 0.0 && *one >= 0.0);
        match whole {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is a whole number that a u32 holds"
            )]
            Some(count) if count <= f64::from(u32::MAX) => Some(count as u32),
            // Nothing is longer than that.
            Some(_) if keyword.starts_with("max") => None,
            _ => {
                self.bad(place, keyword, "a whole number from 0 to 4294967295");
                None
            }
        }
    }

    /// The type of the text that fits.
    pub(super) fn string(&mut self, place: &Place<'a>, members: &Members) -> GType {
        let mut constraints = Constraints {
            min_length: self.count(place, members, "minLength").filter(|least| *least > 0),
            max_length: self.count(place, members, "maxLength"),
            format: self.format(place, members),
            ..Constraints::default()
        };
        match members.get("contentEncoding") {
            None => {}
            Some(Value::String(encoding)) if encoding == "base64" => {
                constraints.format.get_or_insert_with(|| "byte".to_owned());
            }
            Some(Value::String(encoding)) if encoding == "binary" => {
                constraints.format.get_or_insert_with(|| "binary".to_owned());
            }
            Some(_) => self.annotation(place, "contentEncoding"),
        }
        for keyword in ["contentMediaType", "contentSchema"] {
            if members.contains_key(keyword) {
                self.annotation(place, keyword);
            }
        }
        match members.get("pattern") {
            None => {}
            Some(Value::String(pattern)) => match template::recognised(pattern) {
                Some(template) => return GType::refined(GType::Template(template), constraints),
                None => constraints.patterns.push(pattern.clone()),
            },
            Some(_) => self.bad(place, "pattern", "a regular expression"),
        }
        GType::refined(GType::String, constraints)
    }

    fn format(&mut self, place: &Place<'a>, members: &Members) -> Option<String> {
        match members.get("format")? {
            Value::String(format) if FORMATS.contains(&format.as_str()) => Some(format.clone()),
            Value::String(format) => {
                let format = format.clone();
                self.say(child(&place.pointer, "format"), FindingKind::UnknownFormat { format });
                None
            }
            _ => {
                self.bad(place, "format", "the name of a format");
                None
            }
        }
    }

    /// Says that an annotation is not kept.
    pub(super) fn annotation(&mut self, place: &Place<'a>, keyword: &str) {
        let keyword = keyword.to_owned();
        self.say(child(&place.pointer, &keyword), FindingKind::Annotation { keyword });
    }

    /// The type of exactly one value.
    pub(super) fn constant(&mut self, value: &Value, depth: usize) -> Option<GType> {
        if depth > super::DEPTH_LIMIT || !self.spend() {
            return None;
        }
        Some(match value {
            Value::Null => GType::Null,
            Value::Bool(flag) => GType::Literal(Literal::Boolean(*flag)),
            Value::Number(number) => {
                GType::Literal(Literal::Number(number.as_f64().filter(|one| one.is_finite())?))
            }
            Value::String(text) => GType::string_literal(text),
            Value::Array(items) => {
                let elements: Option<Vec<TupleElement>> = items
                    .iter()
                    .map(|item| {
                        let gtype = self.constant(item, depth + 1)?;
                        Some(TupleElement { gtype, optional: false, rest: false, label: None })
                    })
                    .collect();
                GType::Tuple(TupleType { elements: elements?, readonly: false })
            }
            Value::Object(members) => {
                let properties: Option<Vec<Property>> = members
                    .iter()
                    .map(|(name, value)| {
                        Some(Property::required(name, self.constant(value, depth + 1)?))
                    })
                    .collect();
                GType::Object(ObjectType {
                    unknown_keys: Some(UnknownKeys::Strict),
                    ..ObjectType::new(properties?)
                })
            }
        })
    }
}
