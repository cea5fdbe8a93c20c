//! Hostile texts in every position of a JSON Schema that reaches generated code, and random changes
//! of whole schemas: what `fuzz/fuzz_targets/compiled.rs` does without end, done a little.

#[path = "../../../fuzz/schema_text.rs"]
mod schema_text;

use schema_text::stays_in_its_quotes;
use serde_json::{Value, json};

/// Texts that would end a literal, a comment, a template or a line, or be a name of their own.
const HOSTILE: &[&str] = &[
    "\"+escaped()+\"",
    "'+escaped()+'",
    "`+escaped()+`",
    "${escaped()}",
    "*/escaped()/*",
    "\nescaped()\n",
    "\r\u{2028}escaped()\u{2029}",
    "\\\"+escaped()+\\\"",
    "\\",
    "\\u0022+escaped()",
    "/;escaped();/",
    "];escaped();[",
    "__proto__",
    "constructor",
    "</script><!--escaped()-->",
    "\0",
    "#",
    "~1~0/%22",
    "arguments",
    "😀\u{feff}",
];

/// A schema with `text` wherever a schema has texts.
fn everywhere(text: &str) -> Value {
    let pattern = text.replace(['\\', '[', ']', '(', ')', '*', '+', '{', '}', '$', '/'], ".");
    json!({
        "title": text, "description": text, "$comment": text, "format": text, "default": text,
        "$defs": { text: { "title": text, "const": { text: [text] } } },
        "properties": {
            text: { "enum": [text, { text: text }, 1], "title": text },
            "b": { "type": "string", "pattern": pattern, "format": text },
        },
        "required": [text],
        "patternProperties": { pattern: { "const": text } },
        "propertyNames": { "minLength": 1, "title": text },
        "dependentRequired": { text: [text, "b"] },
        "dependentSchemas": { text: { "minProperties": 1 } },
        "anyOf": [{ "title": text, "required": [text] }, { "not": { "const": text } }],
        "examples": [text],
        "unevaluatedProperties": { "title": text },
    })
}

#[test]
fn nothing_leaves_its_quotes() {
    for text in HOSTILE {
        assert!(stays_in_its_quotes(&everywhere(text).to_string()), "{text:?} is compiled");
    }
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}

#[test]
fn changed_schemas_are_compiled_or_refused() {
    let mut numbers = Numbers(1);
    let seeds: Vec<String> = HOSTILE.iter().map(|text| everywhere(text).to_string()).collect();
    let mut compiled = 0;
    for _ in 0..600 {
        let mut text: Vec<char> = seeds[numbers.below(seeds.len())].chars().collect();
        let other: Vec<char> = seeds[numbers.below(seeds.len())].chars().collect();
        for _ in 0..=numbers.below(3) {
            let (at, from) = (numbers.below(text.len()), numbers.below(other.len()));
            let length = numbers.below(12);
            let piece = other[from..other.len().min(from + length)].iter().copied();
            let end = text.len().min(at + numbers.below(length + 1));
            text.splice(at..end, piece);
        }
        compiled += usize::from(stays_in_its_quotes(&text.iter().collect::<String>()));
    }
    assert!(compiled > 20, "{compiled} of them were schemas");
}
