//! What a builder holds, by its mode and its values.

use super::builders::{Builder, Data};
use super::column::Known;
use super::origin::Here;
use crate::evaluate::{Bytes, Evaluator, Lit, Place, Prop, PropKind, Shape, Slot, Ty, Type};
use crate::ir::{ArrayEntry, Expr, ExprId, KeyName, MODULE_SCOPE, Name, ObjectEntry};

impl Evaluator<'_> {
    /// What a builder holds, by what it was given.
    pub(super) fn drizzle_data(
        &mut self,
        call: ExprId,
        builder: &Builder,
        arguments: &[ExprId],
        here: &Here,
    ) -> Known<Ty> {
        if builder.modes == [("", Data::Listed)] {
            return match arguments {
                [values] | [_, values] => self.drizzle_values(*values, here),
                _ => Err(self.drizzle_blame(call, here, "its values are not known")),
            };
        }
        let takes_options = builder.modes.len() > 1 || builder.modes[0].1 == Data::OneOf;
        let facts = self.sources.facts(here.file);
        let options = match arguments {
            [] => None,
            _ if !takes_options => None,
            [only] => match facts.expression(*only) {
                Expr::Literal(_) | Expr::Template { .. } => None,
                _ => Some(*only),
            },
            [_, options] => Some(*options),
            _ => return Err(self.drizzle_blame(call, here, "it has too many arguments")),
        };
        let (mut mode, mut values) = (Name::from(""), None);
        if let Some(options) = options {
            // What is written in place keeps its literals; what a constant holds may not.
            let Expr::Object(entries) = facts.expression(options) else {
                let what = format!("the options of `{}` are not written in place", builder.name);
                return Err(self.drizzle_blame(options, here, what));
            };
            for entry in entries {
                let ObjectEntry::Property { name: KeyName::Static(name), value, .. } = entry else {
                    let what = format!("the options of `{}` are not all known", builder.name);
                    return Err(self.drizzle_blame(options, here, what));
                };
                match (&**name, facts.expression(*value)) {
                    ("mode", Expr::Literal(gati_types::Literal::String(text))) => {
                        mode = Name::from(text.as_str());
                    }
                    ("mode", _) => {
                        return Err(self.drizzle_blame(*value, here, "the mode is not a literal"));
                    }
                    ("enum", _) => values = Some(*value),
                    _ => {}
                }
            }
        }
        let found = builder.modes.iter().find(|(known, _)| *known == &*mode);
        let Some((_, data)) = found else {
            let what = match (&*mode, builder.name) {
                ("", name) => format!("`{name}` needs a mode"),
                (mode, name) => format!("`{name}` has no mode `{mode}`"),
            };
            return Err(self.drizzle_blame(call, here, what));
        };
        match (data, values) {
            (Data::OneOf, Some(values)) => self.drizzle_values(values, here),
            (data, _) => Ok(self.drizzle_held(*data, self.drizzle_place(call, here))),
        }
    }

    fn drizzle_held(&mut self, data: Data, place: Place) -> Ty {
        let node = match data {
            Data::Text | Data::OneOf | Data::Listed => Type::String,
            Data::Number => Type::Number,
            Data::Boolean => Type::Boolean,
            Data::BigInt => Type::BigInt,
            Data::Date => Type::Date,
            Data::Bytes => Type::Bytes(Bytes::Buffer),
            Data::Unknown => Type::Unknown,
            Data::Vector => {
                let items = self.plain(Type::Number);
                Type::Array { items, readonly: false }
            }
            Data::Numbers(count) => {
                let ty = self.plain(Type::Number);
                let slot = Slot { ty, optional: false, rest: false, label: None };
                Type::Tuple { slots: vec![slot; count], readonly: false }
            }
            Data::Named(names) => {
                let ty = self.plain(Type::Number);
                let properties = names.iter().map(|name| Prop {
                    name: Name::from(*name),
                    ty,
                    optional: false,
                    readonly: false,
                    docs: None,
                    place,
                    kind: PropKind::Field,
                    key: None,
                });
                let shape = Shape { properties: properties.collect(), ..Shape::default() };
                return self.store.object(shape);
            }
        };
        self.plain(node)
    }

    /// One of the values of `['a', 'b']`, of a constant list, or of an enum.
    pub(super) fn drizzle_values(&mut self, values: ExprId, here: &Here) -> Known<Ty> {
        let unknown = "its values are not known; write them in place, or `as const`";
        let context = self.context_of(here.file, MODULE_SCOPE);
        let facts = self.sources.facts(here.file);
        let in_place = match facts.expression(values) {
            Expr::Array(entries) => {
                entries.iter().all(|entry| matches!(entry, ArrayEntry::Item(_)))
            }
            Expr::Object(_) => return Err(self.drizzle_blame(values, here, unknown)),
            _ => false,
        };
        let ty = if in_place {
            self.literal_value(values, context)
        } else {
            self.constant_value(values, context, true)
        };
        let opened = self.expand(ty);
        let members = match self.get(opened) {
            Type::Tuple { slots, .. } if slots.iter().all(|slot| !slot.optional && !slot.rest) => {
                slots.iter().map(|slot| slot.ty).collect()
            }
            Type::Object(shape) if shape.index.is_empty() => {
                shape.properties.iter().map(|property| property.ty).collect()
            }
            _ => Vec::new(),
        };
        for member in &members {
            let opened = self.expand(*member);
            if !matches!(self.get(opened), Type::Literal(Lit::String(_))) {
                return Err(self.drizzle_blame(values, here, unknown));
            }
        }
        if members.is_empty() {
            return Err(self.drizzle_blame(values, here, unknown));
        }
        Ok(self.union(members))
    }
}
