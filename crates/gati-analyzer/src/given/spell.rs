//! A type graph as the text of a TypeScript module, in words that the evaluator turns back into
//! the same graph.

use std::fmt::Write as _;

use gati_emit::{doc_comment, is_identifier, string};
use gati_types::{
    Constraints, Deprecation, Docs, Document, EVERY_CODE, GType, Literal, ObjectType, Refined,
    TemplatePart, TupleElement, TypeId, UnknownKeys,
};
use rustc_hash::FxHashMap;

/// What the framework's own types are called from such a text, whatever else is declared there.
const CORE: &str = "$gati";

/// Names of the language that a text mentions, and no type of it may take.
const TAKEN: [&str; 12] = [
    "Date",
    "Map",
    "Set",
    "URL",
    "RegExp",
    "File",
    "Uint8Array",
    "Array",
    "Record",
    "Promise",
    "Object",
    "Function",
];

/// The module that exports the document's root as `root`.
pub(super) fn module(document: &Document, root: &str) -> String {
    let mut speller = Speller { names: FxHashMap::default() };
    let mut taken: Vec<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    taken.push(root.to_owned());
    for (id, _) in document.types.iter() {
        let name = identifier(id.as_str(), &taken);
        taken.push(name.clone());
        speller.names.insert(id.clone(), name);
    }
    // A root that is only a mention of one of them is that one.
    if let GType::Ref(reference) = &document.root
        && reference.id.as_str() == root
    {
        speller.names.insert(reference.id.clone(), root.to_owned());
    }
    let mut text = head();
    for (id, named) in document.types.iter() {
        let name = speller.names.get(id).map_or("", String::as_str).to_owned();
        speller.declaration(&name, &named.gtype, &named.docs, &mut text);
    }
    if speller.mention(&document.root) != Some(root) {
        speller.declaration(root, &document.root, &Docs::default(), &mut text);
    }
    text
}

/// The module of a value that could not be found out.
pub(super) fn failure(root: &str, message: &str, help: &str) -> String {
    format!(
        "{}export type {root} = {CORE}.$Unresolved<{}, {}>;\n",
        head(),
        string(message),
        string(help)
    )
}

fn head() -> String {
    format!("import type * as {CORE} from '@gati-framework/core';\n")
}

/// `wanted` as an identifier that is not taken.
fn identifier(wanted: &str, taken: &[String]) -> String {
    let mut clean: String = wanted
        .chars()
        .map(|next| if next.is_ascii_alphanumeric() || next == '_' { next } else { '_' })
        .collect();
    if !is_identifier(&clean) {
        clean.insert(0, '_');
    }
    let mut name = clean.clone();
    let mut suffix = 2;
    while taken.contains(&name) {
        name = format!("{clean}_{suffix}");
        suffix += 1;
    }
    name
}

struct Speller {
    names: FxHashMap<TypeId, String>,
}

impl Speller {
    fn mention(&self, gtype: &GType) -> Option<&str> {
        match gtype {
            GType::Ref(reference) => self.names.get(&reference.id).map(String::as_str),
            _ => None,
        }
    }

    fn declaration(&self, name: &str, gtype: &GType, docs: &Docs, out: &mut String) {
        comment(docs, out);
        let _ = write!(out, "export type {name} = ");
        self.write(gtype, out);
        out.push_str(";\n");
    }

    fn write(&self, gtype: &GType, out: &mut String) {
        match gtype {
            GType::Function => out.push_str("(() => void)"),
            GType::Literal(literal) => write_literal(literal, out),
            GType::Template(template) => self.template(&template.parts, out),
            GType::Array(array) => {
                out.push_str(if array.readonly { "(readonly (" } else { "((" });
                self.write(&array.items, out);
                out.push_str(")[])");
            }
            GType::Tuple(tuple) => {
                out.push_str(if tuple.readonly { "(readonly [" } else { "([" });
                self.elements(&tuple.elements, out);
                out.push_str("])");
            }
            GType::Object(object) => self.object(object, out),
            GType::Union(union) => {
                out.push('(');
                for (index, member) in union.members.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { " | " });
                    self.write(member, out);
                }
                out.push(')');
            }
            GType::Map(map) => {
                out.push_str("Map<");
                self.write(&map.key, out);
                out.push_str(", ");
                self.write(&map.value, out);
                out.push('>');
            }
            GType::Set(set) => {
                out.push_str("Set<");
                self.write(&set.items, out);
                out.push('>');
            }
            GType::Refined(refined) => self.refined(refined, out),
            GType::Ref(reference) => match self.names.get(&reference.id) {
                Some(name) => out.push_str(name),
                None => out.push_str("unknown"),
            },
            GType::Unresolved(unresolved) => {
                let _ = write!(out, "{CORE}.$Unresolved<{}>", string(&unresolved.reason));
            }
            plain => {
                let _ = write!(out, "{plain}");
            }
        }
    }

    fn template(&self, parts: &[TemplatePart], out: &mut String) {
        out.push('`');
        for part in parts {
            match part {
                TemplatePart::Text(text) => out.push_str(
                    &text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"),
                ),
                TemplatePart::Type(hole) => {
                    out.push_str("${");
                    self.write(hole, out);
                    out.push('}');
                }
            }
        }
        out.push('`');
    }

    fn elements(&self, elements: &[TupleElement], out: &mut String) {
        for (index, element) in elements.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { ", " });
            out.push_str(if element.rest { "..." } else { "" });
            out.push('(');
            self.write(&element.gtype, out);
            out.push(')');
            out.push_str(if element.rest { "[]" } else { "" });
            out.push_str(if element.optional { "?" } else { "" });
        }
    }

    fn object(&self, object: &ObjectType, out: &mut String) {
        let keys = object.unknown_keys.map(|keys| match keys {
            UnknownKeys::Strip => "strip",
            UnknownKeys::Strict => "strict",
            UnknownKeys::Open => "open",
        });
        if let Some(keys) = keys {
            let _ = write!(out, "{CORE}.$UnknownKeys<'{keys}', ");
        }
        out.push_str("{\n");
        for property in &object.properties {
            comment(&property.docs, out);
            out.push_str(if property.readonly { "readonly " } else { "" });
            out.push_str(&string(&property.name));
            out.push_str(if property.optional { "?: " } else { ": " });
            self.write(&property.gtype, out);
            out.push_str(";\n");
        }
        for signature in &object.index {
            out.push_str("[key: ");
            self.write(&signature.key, out);
            out.push_str("]: ");
            self.write(&signature.value, out);
            out.push_str(";\n");
        }
        out.push('}');
        if keys.is_some() {
            out.push('>');
        }
    }

    fn refined(&self, refined: &Refined, out: &mut String) {
        out.push('(');
        self.write(&refined.base, out);
        for tag in tags(&refined.constraints) {
            let _ = write!(out, " & {CORE}.{tag}");
        }
        for brand in &refined.brands {
            let _ = write!(out, " & {CORE}.Brand<{}>", string(brand));
        }
        out.push(')');
    }
}

fn write_literal(literal: &Literal, out: &mut String) {
    let _ = match literal {
        Literal::String(value) => write!(out, "{}", string(value)),
        Literal::Number(value) => match gati_emit::number(*value) {
            Some(text) => write!(out, "{text}"),
            None => write!(out, "number"),
        },
        Literal::Boolean(value) => write!(out, "{value}"),
        Literal::BigInt(digits) => write!(out, "{digits}n"),
    };
}

/// The constraint types that set what is set.
fn tags(constraints: &Constraints) -> Vec<String> {
    let mut tags: Vec<String> =
        constraints.transforms.iter().map(|transform| format!("{transform:?}")).collect();
    if constraints.integer {
        tags.push("Integer".to_owned());
    }
    let numbers = [
        ("Min", constraints.minimum),
        ("Max", constraints.maximum),
        ("ExclusiveMin", constraints.exclusive_minimum),
        ("ExclusiveMax", constraints.exclusive_maximum),
    ];
    let bounds = numbers.into_iter().filter_map(|(name, bound)| Some((name, bound?)));
    let divisors = constraints.multiple_of.iter().map(|divisor| ("MultipleOf", *divisor));
    tags.extend(
        bounds
            .chain(divisors)
            .filter_map(|(name, value)| Some(format!("{name}<{}>", gati_emit::number(value)?))),
    );
    let lengths = [
        ("MinLen", constraints.min_length),
        ("MaxLen", constraints.max_length),
        ("MinItems", constraints.min_items),
        ("MaxItems", constraints.max_items),
    ];
    tags.extend(lengths.iter().filter_map(|(name, bound)| Some(format!("{name}<{}>", (*bound)?))));
    tags.extend(constraints.patterns.iter().map(|source| format!("Pattern<{}>", string(source))));
    tags.extend(constraints.format.iter().map(|name| format!("$Format<{}>", string(name))));
    if constraints.unique_items {
        tags.push("UniqueItems".to_owned());
    }
    tags
}

/// What was written about a type or a member, as the comment that says the same.
fn comment(docs: &Docs, out: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    if let Some(description) = &docs.description {
        lines.push(plain_text(description));
    }
    if let Some(title) = &docs.title {
        lines.push(format!("@title {}", plain_text(title)));
    }
    match &docs.deprecated {
        Some(Deprecation::Reason(reason)) => {
            lines.push(format!("@deprecated {}", plain_text(reason)));
        }
        Some(Deprecation::Flag(true)) => lines.push("@deprecated".to_owned()),
        _ => {}
    }
    if let Some(value) = &docs.default {
        lines.push(format!("@default {}", json_text(value)));
    }
    lines.extend(docs.examples.iter().map(|example| format!("@example {}", json_text(example))));
    for (code, words) in &docs.messages {
        let words = plain_text(words);
        lines.push(match code.as_str() {
            EVERY_CODE => format!("@message {words}"),
            code => format!("@message {{{code}}} {words}"),
        });
    }
    if !lines.is_empty() {
        out.push_str(&doc_comment(&lines.join("\n")));
        out.push('\n');
    }
}

/// Text in which nothing begins a tag.
fn plain_text(text: &str) -> String {
    text.replace('@', "\\@")
}

/// JSON in which nothing begins a tag, on one line.
fn json_text(value: &serde_json::Value) -> String {
    value.to_string().replace('@', "\\u0040")
}
