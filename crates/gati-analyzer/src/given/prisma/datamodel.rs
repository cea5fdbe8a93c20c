//! The language of `schema.prisma`, as far as types hang on it: models, composite types, enums and
//! where the client is put. A line that is not understood makes the block it stands in unknown.

/// How often a field holds its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arity {
    One,
    Optional,
    Many,
}

/// A field of a model.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub name: String,
    pub kind: String,
    pub arity: Arity,
    pub docs: Vec<String>,
}

/// What a block declares.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A model or a view.
    Model(Vec<Field>),
    /// A type that is stored inside a model.
    Composite,
    Enum(Vec<String>),
    /// The place of the client.
    Generator(Option<String>),
    /// Something in it is not understood: the line.
    Unknown(String),
}

/// A block and what it is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    pub block: Block,
}

/// The blocks of a schema, in order.
pub(super) fn read(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut lines = statements(text).into_iter();
    while let Some(line) = lines.next() {
        let Some(head) = line.code.strip_suffix('{') else { continue };
        let mut words = head.split_whitespace();
        let (Some(keyword), Some(name)) = (words.next(), words.next()) else { continue };
        let mut body = Vec::new();
        for line in lines.by_ref() {
            if line.code == "}" {
                break;
            }
            body.push(line);
        }
        if let Some(block) = block(keyword, &body) {
            found.push(Named { name: name.to_owned(), block });
        }
    }
    found
}

/// Where the client goes, as the schema writes it: relative to the folder of the schema.
pub(crate) fn output_of(text: &str) -> Vec<String> {
    let outputs = read(text).into_iter().filter_map(|found| match found.block {
        Block::Generator(output) => output,
        _ => None,
    });
    outputs.collect()
}

fn block(keyword: &str, body: &[Line]) -> Option<Block> {
    match keyword {
        "model" | "view" => model(body),
        "type" => Some(Block::Composite),
        "enum" => Some(enumeration(body)),
        "generator" => {
            let output = body.iter().find_map(|line| {
                let value = line.code.strip_prefix("output")?.trim_start().strip_prefix('=')?;
                Some(value.trim().trim_matches('"').to_owned())
            });
            Some(Block::Generator(output))
        }
        _ => None,
    }
}

/// `None` for a model that the client leaves out.
fn model(body: &[Line]) -> Option<Block> {
    let mut fields = Vec::new();
    for line in body {
        if let Some(attribute) = line.code.strip_prefix("@@") {
            if word(attribute).0 == "ignore" {
                return None;
            }
            continue;
        }
        match field(line) {
            Read::Field(field) => fields.push(field),
            Read::LeftOut => {}
            Read::Unclear => return Some(Block::Unknown(line.code.clone())),
        }
    }
    Some(Block::Model(fields))
}

/// What a line of a model turned out to be.
enum Read {
    Field(Field),
    /// The client has no such member.
    LeftOut,
    Unclear,
}

/// `name Type? @attribute(…)`.
fn field(line: &Line) -> Read {
    let (name, rest) = word(&line.code);
    if !rest.starts_with(char::is_whitespace) {
        return Read::Unclear;
    }
    let (kind, rest) = word(rest.trim_start());
    if name.is_empty() || kind.is_empty() {
        return Read::Unclear;
    }
    if kind == "Unsupported" {
        return Read::LeftOut;
    }
    let (arity, rest) = if let Some(rest) = rest.strip_prefix("[]") {
        (Arity::Many, rest)
    } else if let Some(rest) = rest.strip_prefix('?') {
        (Arity::Optional, rest)
    } else {
        (Arity::One, rest)
    };
    let rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with('@') {
        return Read::Unclear;
    }
    if attributes(rest).iter().any(|attribute| attribute == "ignore") {
        return Read::LeftOut;
    }
    let docs = line.docs.clone();
    Read::Field(Field { name: name.to_owned(), kind: kind.to_owned(), arity, docs })
}

fn enumeration(body: &[Line]) -> Block {
    let mut values = Vec::new();
    for line in body.iter().filter(|line| !line.code.starts_with("@@")) {
        let (name, rest) = word(&line.code);
        let rest = rest.trim_start();
        if name.is_empty() || !(rest.is_empty() || rest.starts_with('@')) {
            return Block::Unknown(line.code.clone());
        }
        values.push(name.to_owned());
    }
    Block::Enum(values)
}

/// The names of attributes, without what stands in texts and brackets.
fn attributes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (at, character) in bare(text) {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '@' if depth == 0 => found.push(word(&text[at + 1..]).0.to_owned()),
            _ => {}
        }
    }
    found
}

/// The word at the beginning, and what follows.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.split_at(end)
}

/// A statement on a line of its own, however many it was written on.
#[derive(Debug)]
struct Line {
    code: String,
    docs: Vec<String>,
}

fn statements(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut docs = Vec::new();
    let mut open: Option<Line> = None;
    for line in text.lines() {
        let line = line.trim();
        if open.is_none()
            && let Some(doc) = line.strip_prefix("///")
        {
            docs.push(doc.trim().to_owned());
            continue;
        }
        let (code, trailing) = split_comment(line);
        let code = code.trim();
        if code.is_empty() {
            continue;
        }
        let mut current = open
            .take()
            .unwrap_or_else(|| Line { code: String::new(), docs: std::mem::take(&mut docs) });
        if !current.code.is_empty() {
            current.code.push(' ');
        }
        current.code.push_str(code);
        current.docs.extend(trailing.map(str::to_owned));
        if is_open(&current.code) {
            open = Some(current);
        } else {
            found.extend(one_line_block(current));
        }
    }
    found.extend(open);
    found
}

/// `enum Role { A }` cannot be written on one line, and `model A {}` can.
fn one_line_block(line: Line) -> Vec<Line> {
    let Some(head) = line.code.strip_suffix("{}") else { return vec![line] };
    let head = Line { code: format!("{head}{{"), docs: line.docs };
    vec![head, Line { code: "}".to_owned(), docs: Vec::new() }]
}

/// Whether round or square brackets wait for their other half.
fn is_open(code: &str) -> bool {
    let mut depth = 0_i32;
    for (_, character) in bare(code) {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

/// The code of a line, and the documentation behind it.
fn split_comment(line: &str) -> (&str, Option<&str>) {
    for (at, character) in bare(line) {
        if character == '/' && line[at..].starts_with("//") {
            let docs = line[at..].strip_prefix("///").map(str::trim);
            return (&line[..at], docs);
        }
    }
    (line, None)
}

/// The characters that stand outside of texts.
fn bare(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut inside = false;
    let mut escaped = false;
    text.char_indices().filter(move |(_, character)| {
        if inside {
            inside = escaped || *character != '"';
            escaped = !escaped && *character == '\\';
            return false;
        }
        inside = *character == '"';
        !inside
    })
}

#[cfg(test)]
mod tests {
    use super::{Arity, Block, output_of, read};

    #[test]
    fn a_field_is_its_name_its_type_and_how_often() {
        let cases = [
            ("a Int", Some(("a", "Int", Arity::One))),
            ("a Int? @default(1) // why", Some(("a", "Int", Arity::Optional))),
            ("a String[] @default([\"@ignore\", \"//\"])", Some(("a", "String", Arity::Many))),
            ("a Json @default(\"{ \\\" }\") @map(\"b\")", Some(("a", "Json", Arity::One))),
            (
                "a B @relation(fields: [\n  x,\n  y\n], references: [x, y])",
                Some(("a", "B", Arity::One)),
            ),
            ("a Unsupported(\"circle\")?", None),
            ("a Int @ignore", None),
            ("@@index([a])", None),
        ];
        for (line, expected) in cases {
            let blocks = read(&format!("model M {{\n{line}\n}}\n"));
            let Block::Model(fields) = &blocks[0].block else { panic!("{line}: {blocks:?}") };
            let found = fields.first().map(|f| (f.name.as_str(), f.kind.as_str(), f.arity));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_makes_its_block_unknown() {
        for line in ["a Int ! b", "a: Int", "a", "? Int"] {
            let blocks = read(&format!("model M {{\n{line}\n}}\nmodel N {{\n  a Int\n}}\n"));
            assert_eq!(blocks[0].block, Block::Unknown(line.to_owned()));
            assert!(matches!(blocks[1].block, Block::Model(_)), "{line}");
        }
    }

    #[test]
    fn comments_enums_and_generators() {
        let blocks = read(
            "// model X {\n/// Who.\nenum Role {\n  A // a\n  B @map(\"b\")\n  @@map(\"r\")\n}\nview V {\n  /// One.\n  /// Two.\n  a Int /// Three.\n}\nmodel Gone {\n a Int\n @@ignore\n}\ngenerator c {\n  provider = \"prisma-client\"\n  output   = \"../gen\" // here\n}\n",
        );
        assert_eq!(blocks[0].block, Block::Enum(vec!["A".to_owned(), "B".to_owned()]));
        let Block::Model(fields) = &blocks[1].block else { panic!("{blocks:?}") };
        assert_eq!(fields[0].docs, ["One.", "Two.", "Three."]);
        assert_eq!(blocks.len(), 3);
        assert_eq!(output_of("generator c {\n output = \"../gen\" // here\n}"), ["../gen"]);
        assert_eq!(output_of("generator c {\n provider = \"x\"\n}"), Vec::<String>::new());
    }
}
