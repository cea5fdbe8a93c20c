//! `x-gati`: what JSON Schema has no words for, for an import to find.
//!
//! The annotation never says more than a reader of the schema alone would have to guess: which
//! type of TypeScript stands behind text or nothing, `readonly`, labels, brands, and conditions
//! that hold only after text was transformed.

use gati_types::{GType, Literal, Property, Refined};
use serde_json::{Map, Value, json};

use crate::{Annotations, Direction, HINT, schema::Writer};

impl Writer<'_> {
    /// Adds to the schema of `gtype` what the schema cannot say.
    pub(crate) fn annotate_type(&self, gtype: &GType, schema: &mut Map<String, Value>) {
        if self.options.annotations == Annotations::Standard {
            return;
        }
        if let Some(name) = name(gtype) {
            add(schema, "type", json!(name));
        }
        match gtype {
            GType::Array(array) if array.readonly => add(schema, "readonly", json!(true)),
            GType::Tuple(tuple) => {
                if tuple.readonly {
                    add(schema, "readonly", json!(true));
                }
                if tuple.elements.iter().any(|element| element.label.is_some()) {
                    let labels: Vec<Value> =
                        tuple.elements.iter().map(|element| json!(element.label)).collect();
                    add(schema, "labels", Value::Array(labels));
                }
            }
            GType::Refined(refined) => annotate_refined(refined, schema),
            GType::Unresolved(unresolved) => {
                add(schema, "unresolved", json!(unresolved.reason));
                add(schema, "code", json!(unresolved.code));
            }
            _ => {}
        }
    }

    /// Adds to the schema of a member what is said of the member and not of its value.
    pub(crate) fn annotate_member(&self, property: &Property, schema: &mut Map<String, Value>) {
        if self.options.annotations == Annotations::Standard {
            return;
        }
        if property.readonly {
            add(schema, "readonlyMember", json!(true));
        }
        let filled = self.options.direction == Direction::Input && property.docs.default.is_some();
        if property.optional && filled {
            add(schema, "optional", json!(true));
        }
    }
}

fn annotate_refined(refined: &Refined, schema: &mut Map<String, Value>) {
    if !refined.brands.is_empty() {
        add(schema, "brands", json!(refined.brands));
    }
    let constraints = &refined.constraints;
    let is_bigint = *refined.base.base() == GType::BigInt;
    if !constraints.transforms.is_empty() || (is_bigint && !constraints.is_empty()) {
        add(schema, "constraints", json!(constraints));
    }
}

/// The name of a type that its schema does not tell.
fn name(gtype: &GType) -> Option<&'static str> {
    Some(match gtype {
        GType::Any => "any",
        GType::Undefined => "undefined",
        GType::Void => "void",
        GType::Symbol => "symbol",
        GType::Function => "function",
        GType::NonPrimitive => "nonPrimitive",
        GType::Date => "date",
        GType::Bytes => "bytes",
        GType::Url => "url",
        GType::RegExp => "regexp",
        GType::File => "file",
        GType::BigInt | GType::Literal(Literal::BigInt(_)) => "bigint",
        GType::Set(_) => "set",
        GType::Map(_) => "map",
        _ => return None,
    })
}

fn add(schema: &mut Map<String, Value>, name: &str, value: Value) {
    let hint = schema.entry(HINT).or_insert_with(|| json!({}));
    if let Value::Object(members) = hint {
        members.insert(name.to_owned(), value);
    }
}
