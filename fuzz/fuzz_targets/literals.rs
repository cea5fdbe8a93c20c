//! Any text, in every position that reaches generated code, stays inside its quotes.
#![no_main]

use gati_emit::{Names, doc_comment, key, line_comment, member, string};
use libfuzzer_sys::fuzz_target;
use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, Statement};
use oxc_parser::Parser;
use oxc_span::SourceType;

fuzz_target!(|text: &str| {
    let name = Names::new().unique("", text);
    let source = format!(
        "{}\n{}\nconst {name} = {{ {}: value{} }};\n{};\n",
        doc_comment(text),
        line_comment(text),
        key(text),
        member(text),
        string(text),
    );
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &source, SourceType::mjs()).parse();
    assert!(parsed.diagnostics.is_empty() && !parsed.panicked, "{source}");
    // A text first in its statement list could be read as a directive; here it never is.
    let [Statement::VariableDeclaration(_), Statement::ExpressionStatement(last)] =
        parsed.program.body.as_slice()
    else {
        panic!("{} statements: {source}", parsed.program.body.len());
    };
    match &last.expression {
        Expression::StringLiteral(literal) => assert_eq!(literal.value.as_str(), text),
        _ => panic!("not a literal: {source}"),
    }
});
