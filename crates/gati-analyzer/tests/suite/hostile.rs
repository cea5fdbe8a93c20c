//! The fuzzers' own harness under a plain test: random bytes, soups of tokens, random type
//! expressions. `cargo fuzz` runs the same over what it learns of the code (`fuzz/` at the root).

#[path = "../../../../fuzz/harness.rs"]
pub(crate) mod harness;

use harness::{survives, types_from};
use proptest::prelude::*;

/// Words and signs that the parser and the lowering tell apart.
const TOKENS: &[&str] = &[
    "<",
    ">",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "=>",
    "...",
    "?",
    ":",
    ";",
    ",",
    "=",
    "|",
    "&",
    ".",
    "?.",
    "??",
    "`",
    "${",
    "'",
    "\"",
    "\\",
    "/",
    "*/",
    "/**",
    "//",
    "\n",
    "\r\n",
    "\u{2028}",
    "\u{feff}",
    "\0",
    "é",
    "😀",
    "@",
    "#a",
    "0x",
    "1n",
    "-",
    "1e309",
    "type ",
    "interface ",
    "export ",
    "default ",
    "import ",
    "from 'a'",
    "const ",
    "enum ",
    "class ",
    "extends ",
    "keyof ",
    "typeof ",
    "infer ",
    "in ",
    "as ",
    "is ",
    "asserts ",
    "new ",
    "namespace ",
    "declare ",
    "global ",
    "function ",
    "async ",
    "await ",
    "return ",
    "a",
    "B",
    "T0",
    "handler",
    "route",
    "Handler",
    "string",
    "unique symbol",
    "readonly ",
    "satisfies ",
    "import('./x')",
    "@minimum 1",
    "abstract ",
    "static ",
    "get ",
    "this",
    "null",
    "true",
    "using ",
    "accessor ",
    "<T,>",
    "export = ",
    "require('x')",
];

proptest! {
    #![proptest_config(ProptestConfig {
        // `npm run test:long` asks for more through the environment.
        cases: ProptestConfig::default().cases / 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn any_bytes_that_are_read_as_text(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn soups_of_tokens(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..60)) {
        survives(&tokens.concat());
    }

    #[test]
    fn any_type_expression(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        survives(&types_from(&bytes));
    }
}
