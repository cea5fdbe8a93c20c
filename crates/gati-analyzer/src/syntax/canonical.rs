//! Source text in one form, however it was laid out: what only differs in spaces, comments,
//! quotes or commas has one text.

use std::path::Path;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// What a type is declared as, to be printed.
const AROUND: (&str, &str) = ("type _ = (", ");");

/// A type on one line; `None` if the text is none.
pub(crate) fn canonical_type(text: &str) -> Option<String> {
    let options = CodegenOptions {
        single_quote: true,
        comments: CommentOptions::disabled(),
        ..CodegenOptions::default()
    };
    let (before, after) = AROUND;
    let printed = printed(&format!("{before}{text}\n{after}"), SourceType::ts(), options)?;
    let own = printed.strip_prefix(before)?.trim_end().strip_suffix(after)?;
    Some(own.lines().map(str::trim).collect::<Vec<_>>().join(" "))
}

/// A statement of the file at `path`; as it is, but for the space around it, where it cannot be
/// read.
pub(crate) fn canonical_statement(text: &str, path: &Path) -> String {
    let source_type = SourceType::from_path(path).unwrap_or_else(|_| SourceType::ts());
    printed(text, source_type, CodegenOptions::minify())
        // Git may check the same file out with other line ends.
        .unwrap_or_else(|| text.trim().replace("\r\n", "\n"))
}

/// A value of JSON with comments; as it is where it cannot be read.
pub(crate) fn canonical_json(text: &str) -> String {
    printed(&format!("({text}\n)"), SourceType::ts(), CodegenOptions::minify())
        .unwrap_or_else(|| text.to_owned())
}

fn printed(text: &str, source_type: SourceType, options: CodegenOptions) -> Option<String> {
    let arena = Allocator::default();
    // Parentheses stay, so that nothing depends on the printer putting back those that matter.
    let parsed = Parser::new(&arena, text, source_type).parse();
    let is_whole = !parsed.panicked && parsed.diagnostics.is_empty();
    is_whole.then(|| Codegen::new().with_options(options).build(&parsed.program).code)
}

/// The words of a text that may be names, those inside of quotes among them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |next: char| next.is_alphanumeric() || matches!(next, '_' | '$');
    text.split(move |next| !is_part(next))
        .filter(|word| word.chars().next().is_some_and(|first| !first.is_numeric()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{canonical_json, canonical_statement, canonical_type, words};

    #[test]
    fn one_type_has_one_text() {
        for (texts, expected) in [
            (
                vec!["A<'b' ,{c :string}>", "A<\"b\", // why\n { c: string, }>"],
                "A<'b', { c: string; }>",
            ),
            (vec!["| A\n | B", "A | B"], "A | B"),
            (vec!["typeof x [ 'y' ]"], "typeof x['y']"),
            (vec!["( A|B )[]"], "(A | B)[]"),
            (vec!["keyof (A & B)"], "keyof (A & B)"),
            (vec!["(() => A) | B"], "(() => A) | B"),
            (vec!["(A extends B ? C : D)[]"], "(A extends B ? C : D)[]"),
            (vec!["(infer U)[]"], "(infer U)[]"),
            (vec!["`a ${ B } \\n`"], "`a ${B} \\n`"),
        ] {
            for text in texts {
                assert_eq!(canonical_type(text).as_deref(), Some(expected), "{text}");
            }
        }
        for text in ["", "A;", "A; type B = C", "{"] {
            assert_eq!(canonical_type(text), None, "{text}");
        }
    }

    #[test]
    fn layout_says_nothing() {
        let path = Path::new("a.ts");
        let one = "/** doc */ export const a = (b: string, c = 'd') => ({ b, c, });";
        let other = "// x\r\nexport const a = (\n  b: string,\r\n  c = \"d\"\n) => ({ b, c })";
        assert_eq!(canonical_statement(one, path), canonical_statement(other, path));
        assert_ne!(
            canonical_statement(one, path),
            canonical_statement(&one.replace('d', "e"), path)
        );
        assert_eq!(canonical_json("{ \"a\": 1, // b\n }"), canonical_json("{\"a\":1}"));
    }

    #[test]
    fn whatever_may_be_a_name_is_a_word() {
        let found: Vec<&str> = words("Pick<$a.B, 'c_d' | 2> & `${é}`").collect();
        assert_eq!(found, ["Pick", "$a", "B", "c_d", "$", "é"]);
    }
}
