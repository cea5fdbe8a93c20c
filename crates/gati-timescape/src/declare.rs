//! Frozen contracts as TypeScript declarations, for the change files people write.
//!
//! What a function of a change file is given and gives are values as handlers know them (dates are
//! `Date`). Constraints and brands are left out: they say which values there are, not how code
//! handles them, and a brand of an old release exists nowhere any more.

use gati_emit::{Names, Source, doc_comment, is_identifier, number, string};
use gati_types::{Contract, GType, Literal, ObjectType, TemplatePart, TupleElement, TypeId};
use rustc_hash::FxHashMap;

use crate::frozen::FrozenContract;

/// A TypeScript module with `Old` and `New`, the two sides of a step.
pub fn declare_step(before: &FrozenContract, after: &FrozenContract) -> String {
    let mut text = Source::new();
    text.line(
        "// Written by gatic; what is changed here is lost. The change file beside it is yours.",
    );
    for (name, said, contract) in [
        ("Old", "What clients of the older release send and get.", before),
        ("New", "What the handler takes and gives.", after),
    ] {
        text.blank();
        Declared::new(name, contract).write(said, &mut text);
    }
    text.finish()
}

/// The declarations of one contract, the names of which all begin alike.
struct Declared<'a> {
    name: &'a str,
    contract: &'a FrozenContract,
    /// Names of named types, in the order they are declared in.
    types: Vec<(&'a TypeId, String)>,
    by_id: FxHashMap<&'a TypeId, usize>,
}

impl<'a> Declared<'a> {
    fn new(name: &'a str, contract: &'a FrozenContract) -> Self {
        let roots: Vec<&GType> = roots(&contract.contract).collect();
        let mut names = Names::new();
        names.reserve(name);
        let mut types = Vec::new();
        let mut by_id = FxHashMap::default();
        for id in contract.types.reachable(roots) {
            by_id.insert(id, types.len());
            types.push((id, names.unique(name, id.as_str())));
        }
        Self { name, contract, types, by_id }
    }

    fn write(&self, said: &str, text: &mut Source) {
        let Contract { params, query, headers, body, body_as, responses } = &self.contract.contract;
        text.line(&doc_comment(&format!(
            "{} {}: {said}",
            self.contract.method, self.contract.path
        )));
        text.open(&format!("export interface {} {{", self.name));
        text.open("request: {");
        for (position, gtype) in
            [("params", params), ("query", query), ("headers", headers), ("body", body)]
        {
            let mut spelled =
                gtype.as_ref().map_or_else(|| "unknown".to_owned(), |it| self.spell(it));
            if position == "body" && !body_as.is_whole() {
                // Bytes that have not arrived are in no request that is transformed.
                spelled.push_str(" | undefined");
            }
            text.line(&format!("{position}: {spelled};"));
        }
        text.close("};");
        text.open("responses: {");
        for response in responses {
            let spelled = match (&response.elements, &response.gtype) {
                (Some(element), _) => format!("AsyncIterable<{}>", self.spell(element)),
                (None, Some(body)) => self.spell(body),
                (None, None) => "unknown".to_owned(),
            };
            text.line(&format!("{}: {spelled};", response.status));
        }
        text.close("};");
        text.close("}");
        for (id, name) in &self.types {
            let Some(named) = self.contract.types.get(id) else { continue };
            text.blank();
            text.line(&format!("export type {name} = {};", self.spell(&named.gtype)));
        }
    }

    fn spell(&self, gtype: &GType) -> String {
        let word = match gtype {
            GType::Never => "never",
            GType::Unknown | GType::Unresolved(_) => "unknown",
            GType::Any => "any",
            GType::Null => "null",
            GType::Undefined => "undefined",
            GType::Void => "void",
            GType::Boolean => "boolean",
            GType::Number => "number",
            GType::String => "string",
            GType::BigInt => "bigint",
            GType::Symbol => "symbol",
            GType::NonPrimitive => "object",
            GType::Function => "() => unknown",
            GType::Date => "Date",
            GType::Bytes => "Uint8Array",
            GType::Url => "URL",
            GType::RegExp => "RegExp",
            GType::File => "File",
            GType::Literal(literal) => return spell_literal(literal),
            GType::Template(template) => return self.spell_template(&template.parts),
            GType::Array(array) => return format!("({})[]", self.spell(&array.items)),
            GType::Tuple(tuple) => return self.spell_tuple(&tuple.elements),
            GType::Object(object) => return self.spell_object(object),
            GType::Union(union) => {
                return union
                    .members
                    .iter()
                    .map(|member| format!("({})", self.spell(member)))
                    .collect::<Vec<_>>()
                    .join(" | ");
            }
            GType::Map(map) => {
                return format!("Map<{}, {}>", self.spell(&map.key), self.spell(&map.value));
            }
            GType::Set(set) => return format!("Set<{}>", self.spell(&set.items)),
            GType::Refined(refined) => return self.spell(&refined.base),
            GType::Ref(reference) => {
                return self
                    .by_id
                    .get(&reference.id)
                    .map_or_else(|| "unknown".to_owned(), |index| self.types[*index].1.clone());
            }
        };
        word.to_owned()
    }

    fn spell_object(&self, object: &ObjectType) -> String {
        let members = object.properties.iter().map(|property| {
            let name = if is_identifier(&property.name) {
                property.name.clone()
            } else {
                string(&property.name)
            };
            let question = if property.optional { "?" } else { "" };
            format!("{name}{question}: {}", self.spell(&property.gtype))
        });
        let own: Vec<String> = members.collect();
        let own =
            if own.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", own.join("; ")) };
        // Declared members need not fit a record, so that the two stand side by side.
        object.index.iter().fold(own, |text, signature| {
            format!("{text} & {{ [key: string]: {} }}", self.spell(&signature.value))
        })
    }

    fn spell_tuple(&self, elements: &[TupleElement]) -> String {
        let spelled = elements.iter().map(|element| {
            let one = self.spell(&element.gtype);
            if element.rest {
                format!("...({one})[]")
            } else if element.optional {
                format!("({one})?")
            } else {
                one
            }
        });
        format!("[{}]", spelled.collect::<Vec<_>>().join(", "))
    }

    fn spell_template(&self, parts: &[TemplatePart]) -> String {
        let mut text = String::from("`");
        for part in parts {
            match part {
                TemplatePart::Text(said) => {
                    text += &said.replace('\\', "\\\\").replace('`', "\\`").replace('$', "\\$");
                }
                TemplatePart::Type(hole) => {
                    text += "${";
                    text += &self.spell(hole);
                    text.push('}');
                }
            }
        }
        text.push('`');
        text
    }
}

fn spell_literal(literal: &Literal) -> String {
    match literal {
        Literal::String(value) => string(value),
        Literal::Number(value) => number(*value).unwrap_or_else(|| "number".to_owned()),
        Literal::Boolean(value) => value.to_string(),
        Literal::BigInt(digits) => format!("{digits}n"),
    }
}

fn roots(contract: &Contract) -> impl Iterator<Item = &GType> {
    let Contract { params, query, headers, body, body_as: _, responses } = contract;
    [params, query, headers, body]
        .into_iter()
        .flatten()
        .chain(responses.iter().filter_map(gati_types::ResponseContract::sent))
}
