//! The text of the client that a schema stands for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::datamodel::{Arity, Block, Field, Named, read};

/// What every client has beside its models.
const PRELUDE: &str = include_str!("prelude.d.ts");

/// What the scalars of Prisma are in TypeScript, inside the namespace of the client.
const SCALARS: [(&str, &str); 9] = [
    ("BigInt", "bigint"),
    ("Boolean", "boolean"),
    ("Bytes", "Bytes"),
    ("DateTime", "Date"),
    ("Decimal", "Decimal"),
    ("Float", "number"),
    ("Int", "number"),
    ("Json", "JsonValue"),
    ("String", "string"),
];

/// What a name of the schema stands for.
#[derive(Clone, Copy)]
enum Kind {
    Model,
    Enum,
    Composite,
    Unknown,
}

/// The client as a module of TypeScript.
pub(crate) fn client_of(schema: &str) -> String {
    let blocks = read(schema);
    let kinds: BTreeMap<&str, Kind> = blocks
        .iter()
        .filter_map(|named| {
            let kind = match named.block {
                Block::Model(_) => Kind::Model,
                Block::Enum(_) => Kind::Enum,
                Block::Composite => Kind::Composite,
                Block::Unknown(_) => Kind::Unknown,
                Block::Generator(_) => return None,
            };
            Some((named.name.as_str(), kind))
        })
        .collect();
    let mut out = "import type { $UnknownModel } from '@gati-framework/core';\n".to_owned();
    for named in &blocks {
        write_outside(&mut out, named);
    }
    out.push_str("export declare namespace Prisma {\n");
    out.push_str(PRELUDE);
    for named in &blocks {
        if let Block::Model(fields) = &named.block {
            write_payload(&mut out, &named.name, fields, &kinds);
        }
    }
    out.push_str("}\n");
    write_client(&mut out, &blocks);
    out
}

/// The types a file imports by the names of the schema.
fn write_outside(out: &mut String, Named { name, block }: &Named) {
    let _ = match block {
        Block::Model(_) => {
            writeln!(out, "export type {name} = Prisma.${name}Payload['scalars'];")
        }
        Block::Enum(values) => {
            let members: Vec<String> =
                values.iter().map(|value| format!("readonly {value}: '{value}'")).collect();
            let members = members.join("; ");
            writeln!(out, "export declare const {name}: {{ {members} }};").and_then(|()| {
                writeln!(out, "export type {name} = (typeof {name})[keyof typeof {name}];")
            })
        }
        Block::Unknown(line) => {
            let what = gati_emit::string(&format!(
                "a model cannot be read off its schema: `{line}` is not understood"
            ));
            writeln!(out, "export type {name} = {};", unresolved(&what))
        }
        Block::Composite | Block::Generator(_) => Ok(()),
    };
}

/// Something that only the generated client can say.
fn unresolved(what: &str) -> String {
    format!("$UnknownModel<{what}>")
}

fn write_payload(out: &mut String, name: &str, fields: &[Field], kinds: &BTreeMap<&str, Kind>) {
    let mut objects = String::new();
    let mut scalars = String::new();
    for field in fields {
        let docs = docs_of(field);
        let kind = field.kind.as_str();
        let (own, into) = match (SCALARS.iter().find(|(known, _)| *known == kind), kinds.get(kind))
        {
            (Some((_, ty)), None) => ((*ty).to_owned(), &mut scalars),
            (None, Some(Kind::Enum)) => (kind.to_owned(), &mut scalars),
            (None, Some(Kind::Model)) => (format!("${kind}Payload"), &mut objects),
            _ => {
                let what = format!(
                    "a model cannot be read off its schema: what `{}` of `{name}` holds is not known",
                    field.name
                );
                (unresolved(&gati_emit::string(&what)), &mut scalars)
            }
        };
        let own = match field.arity {
            Arity::One => own,
            Arity::Optional => format!("{own} | null"),
            Arity::Many => format!("{own}[]"),
        };
        let _ = writeln!(into, "{docs}{}: {own};", field.name);
    }
    let _ = writeln!(
        out,
        "export type ${name}Payload = {{ name: '{name}'; objects: {{ {objects} }}; scalars: {{ {scalars} }} }};\n\
         export type {name}GetPayload<S> = $Find<${name}Payload, S>;\n\
         export type {name}Select = $Select<${name}Payload>;\n\
         export type {name}Include = $Include<${name}Payload>;\n\
         export type {name}Omit = $Omit<${name}Payload>;\n\
         export type {name}DefaultArgs = $Args<${name}Payload>;\n\
         export interface {name}Delegate extends $Delegate<${name}Payload> {{}}"
    );
}

/// The comments of a field.
fn docs_of(field: &Field) -> String {
    if field.docs.is_empty() {
        return String::new();
    }
    let text = field.docs.join("\n * ").replace("*/", "*\u{200b}/");
    format!("/**\n * {text}\n */\n")
}

fn write_client(out: &mut String, blocks: &[Named]) {
    out.push_str("export declare class PrismaClient {\nprivate readonly $client: true;\n");
    for Named { name, block } in blocks {
        if matches!(block, Block::Model(_)) {
            let mut letters = name.chars();
            let first = letters.next().map(|first| first.to_lowercase().to_string());
            let member = format!("{}{}", first.unwrap_or_default(), letters.as_str());
            let _ = writeln!(out, "get {member}(): Prisma.{name}Delegate;");
        }
    }
    out.push_str("}\n");
}
