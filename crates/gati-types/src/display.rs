//! Types spelled the way TypeScript spells them. Every diagnostic and every issue's `expected`
//! uses this spelling.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::{
    Constraints, GType, Literal, ObjectType, Refined, TemplatePart, Transform, TupleElement,
    TypeTable,
};

/// How tightly the surroundings bind: what needs parentheses there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    /// Nothing does.
    Loose,
    /// Inside `&`: a union does.
    Intersection,
    /// Before `[]`: a union and an intersection do.
    Postfix,
}

impl Display for GType {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_type(self, Binding::Loose, formatter)
    }
}

/// `gtype` spelled out with the meaning of each named type it reaches below it, one `type` line
/// a name, for a reader who has no source at hand.
pub fn display_with_types(gtype: &GType, types: &TypeTable) -> String {
    let mut text = gtype.to_string();
    for id in types.reachable([gtype]) {
        if let Some(named) = types.get(id) {
            let _ = write!(text, "\ntype {id} = {}", named.gtype);
        }
    }
    text
}

fn write_type(gtype: &GType, binding: Binding, out: &mut Formatter<'_>) -> fmt::Result {
    match gtype {
        GType::Never => out.write_str("never"),
        GType::Unknown => out.write_str("unknown"),
        GType::Any => out.write_str("any"),
        GType::Null => out.write_str("null"),
        GType::Undefined => out.write_str("undefined"),
        GType::Void => out.write_str("void"),
        GType::Boolean => out.write_str("boolean"),
        GType::Number => out.write_str("number"),
        GType::String => out.write_str("string"),
        GType::BigInt => out.write_str("bigint"),
        GType::Symbol => out.write_str("symbol"),
        GType::NonPrimitive => out.write_str("object"),
        GType::Function => out.write_str("Function"),
        GType::Date => out.write_str("Date"),
        GType::Bytes => out.write_str("Uint8Array"),
        GType::Url => out.write_str("URL"),
        GType::RegExp => out.write_str("RegExp"),
        GType::File => out.write_str("File"),
        GType::Literal(literal) => write_literal(literal, out),
        GType::Template(template) => write_template(&template.parts, out),
        GType::Array(array) => {
            if array.readonly {
                out.write_str("readonly ")?;
            }
            write_type(&array.items, Binding::Postfix, out)?;
            out.write_str("[]")
        }
        GType::Tuple(tuple) => {
            if tuple.readonly {
                out.write_str("readonly ")?;
            }
            write_tuple(&tuple.elements, out)
        }
        GType::Object(object) => write_object(object, out),
        GType::Union(union) => write_joined(&union.members, " | ", binding != Binding::Loose, out),
        GType::Map(map) => write!(out, "Map<{}, {}>", map.key, map.value),
        GType::Set(set) => write!(out, "Set<{}>", set.items),
        GType::Refined(refined) => write_refined(refined, binding, out),
        GType::Ref(reference) => Display::fmt(&reference.id, out),
        GType::Unresolved(unresolved) => write!(out, "unresolved /* {} */", unresolved.code),
    }
}

fn write_joined(
    members: &[GType],
    separator: &str,
    parenthesised: bool,
    out: &mut Formatter<'_>,
) -> fmt::Result {
    if parenthesised {
        out.write_char('(')?;
    }
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.write_str(separator)?;
        }
        write_type(member, Binding::Loose, out)?;
    }
    if parenthesised { out.write_char(')') } else { Ok(()) }
}

fn write_literal(literal: &Literal, out: &mut Formatter<'_>) -> fmt::Result {
    match literal {
        Literal::String(value) => write_quoted(value, out),
        Literal::Number(value) => write!(out, "{value}"),
        Literal::Boolean(value) => write!(out, "{value}"),
        Literal::BigInt(digits) => write!(out, "{digits}n"),
    }
}

fn write_quoted(text: &str, out: &mut Formatter<'_>) -> fmt::Result {
    out.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

fn write_template(parts: &[TemplatePart], out: &mut Formatter<'_>) -> fmt::Result {
    out.write_char('`')?;
    for part in parts {
        match part {
            TemplatePart::Text(text) => {
                out.write_str(
                    &text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"),
                )?;
            }
            TemplatePart::Type(hole) => write!(out, "${{{hole}}}")?,
        }
    }
    out.write_char('`')
}

fn write_tuple(elements: &[TupleElement], out: &mut Formatter<'_>) -> fmt::Result {
    out.write_char('[')?;
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            out.write_str(", ")?;
        }
        if element.rest {
            out.write_str("...")?;
        }
        let question = if element.optional { "?" } else { "" };
        if let Some(label) = &element.label {
            write!(out, "{label}{question}: ")?;
        }
        let binding =
            if element.rest || element.optional { Binding::Postfix } else { Binding::Loose };
        write_type(&element.gtype, binding, out)?;
        if element.rest {
            out.write_str("[]")?;
        } else if element.label.is_none() {
            out.write_str(question)?;
        }
    }
    out.write_char(']')
}

fn write_object(object: &ObjectType, out: &mut Formatter<'_>) -> fmt::Result {
    if object.properties.is_empty() && object.index.is_empty() {
        return out.write_str("{}");
    }
    out.write_str("{ ")?;
    let mut separator = "";
    for property in &object.properties {
        out.write_str(separator)?;
        separator = "; ";
        if property.readonly {
            out.write_str("readonly ")?;
        }
        if is_identifier(&property.name) {
            out.write_str(&property.name)?;
        } else {
            write_quoted(&property.name, out)?;
        }
        out.write_str(if property.optional { "?: " } else { ": " })?;
        write_type(&property.gtype, Binding::Loose, out)?;
    }
    for signature in &object.index {
        out.write_str(separator)?;
        separator = "; ";
        write!(out, "[key: {}]: {}", signature.key, signature.value)?;
    }
    out.write_str(" }")
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_' || first == '$');
    starts && characters.all(|next| next.is_alphanumeric() || next == '_' || next == '$')
}

fn write_refined(refined: &Refined, binding: Binding, out: &mut Formatter<'_>) -> fmt::Result {
    let parenthesised = binding == Binding::Postfix;
    if parenthesised {
        out.write_char('(')?;
    }
    write_type(&refined.base, Binding::Intersection, out)?;
    for tag in constraint_tags(&refined.constraints) {
        write!(out, " & {tag}")?;
    }
    for brand in &refined.brands {
        write!(out, " & Brand<{}>", serde_json::to_string(brand).map_err(|_| fmt::Error)?)?;
    }
    if parenthesised { out.write_char(')') } else { Ok(()) }
}

/// The constraint types an author would have written, in a fixed order.
fn constraint_tags(constraints: &Constraints) -> Vec<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut tags = Vec::new();
    for transform in &constraints.transforms {
        tags.push(
            match transform {
                Transform::Trim => "Trim",
                Transform::Lowercase => "Lowercase",
                Transform::Uppercase => "Uppercase",
            }
            .to_owned(),
        );
    }
    if constraints.integer {
        tags.push("Integer".to_owned());
    }
    let numbers = [
        ("Min", constraints.minimum),
        ("Max", constraints.maximum),
        ("ExclusiveMin", constraints.exclusive_minimum),
        ("ExclusiveMax", constraints.exclusive_maximum),
    ];
    tags.extend(numbers.iter().filter_map(|(name, bound)| Some(format!("{name}<{}>", (*bound)?))));
    tags.extend(constraints.multiple_of.iter().map(|divisor| format!("MultipleOf<{divisor}>")));
    let lengths = [
        ("MinLen", constraints.min_length),
        ("MaxLen", constraints.max_length),
        ("MinItems", constraints.min_items),
        ("MaxItems", constraints.max_items),
    ];
    tags.extend(lengths.iter().filter_map(|(name, bound)| Some(format!("{name}<{}>", (*bound)?))));
    tags.extend(constraints.patterns.iter().map(|source| format!("Pattern<{}>", quoted(source))));
    tags.extend(constraints.format.iter().map(|name| format!("Format<{}>", quoted(name))));
    if constraints.unique_items {
        tags.push("UniqueItems".to_owned());
    }
    tags
}
