//! What the fuzzer and a test do with any text as a JSON Schema: compile it, and read the JavaScript
//! that comes out. Part of both, so it stands here and is included by path.

use gati_jsonschema::{Formats, Target, assertions};
use gati_validator::{BytesCheck, BytesVerdict, Format, compile_assertions};
use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

/// What generated code takes from the language.
const GLOBALS: &[&str] = &[
    "Array",
    "BigInt",
    "Infinity",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "RangeError",
    "RegExp",
    "Set",
    "String",
    "undefined",
];

/// Compiles `text` as a schema of both drafts. Whatever it says, that ends with an error or with
/// a module that parses and mentions nothing but itself and the language: a text that left its
/// quotes would say more. Gives back whether there was a module.
pub(crate) fn stays_in_its_quotes(text: &str) -> bool {
    let mut compiled = false;
    for (target, formats) in
        [(Target::Draft2020_12, Formats::Assert), (Target::Draft7, Formats::Annotate)]
    {
        let Ok(read) = assertions(text, target, formats) else { continue };
        let Ok(source) = compile_assertions(&read, Format::Module) else { continue };
        compiled = true;
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &source, SourceType::mjs()).parse();
        assert!(parsed.diagnostics.is_empty() && !parsed.panicked, "{source}");
        let semantic = SemanticBuilder::new().build(&parsed.program).semantic;
        for name in semantic.scoping().root_unresolved_references().keys() {
            assert!(GLOBALS.contains(&name.as_str()), "{name} is mentioned:\n{source}");
        }
        // The schema itself is a text like any other, and so is nothing.
        let check = BytesCheck::new(read);
        for bytes in [text.as_bytes(), b"", b"{\"a\":[1,\"b\",null]}"] {
            let verdict = check.check(bytes);
            let fits = check.fits(bytes);
            assert!(!fits || verdict == BytesVerdict::Fits, "{verdict:?} for {bytes:?}");
        }
    }
    compiled
}
