//! Whatever goes into generated code comes out as the same value and as nothing else.

use gati_emit::{Names, doc_comment, is_identifier, key, line_comment, member, number, string};
use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, ObjectPropertyKind, PropertyKey, Statement};
use oxc_parser::Parser;
use oxc_span::SourceType;
use proptest::prelude::*;

/// Parses `source` as a module and hands the statements to `look`.
fn parse(source: &str, look: impl FnOnce(&[Statement<'_>])) {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    assert!(parsed.diagnostics.is_empty(), "{source}: {:?}", parsed.diagnostics);
    assert!(!parsed.panicked, "{source}");
    look(&parsed.program.body);
}

fn only_expression<'a>(body: &'a [Statement<'a>]) -> &'a Expression<'a> {
    match body {
        [Statement::ExpressionStatement(statement)] => &statement.expression,
        other => panic!("expected one expression, found {} statements", other.len()),
    }
}

fn without_parentheses<'a>(expression: &'a Expression<'a>) -> &'a Expression<'a> {
    match expression {
        Expression::ParenthesizedExpression(inner) => &inner.expression,
        other => other,
    }
}

fn check_string(text: &str) {
    parse(&format!("({});", string(text)), |body| {
        match without_parentheses(only_expression(body)) {
            Expression::StringLiteral(literal) => assert_eq!(literal.value.as_str(), text),
            _ => panic!("not a string literal: {text:?}"),
        }
    });
}

fn check_key(text: &str) {
    parse(&format!("({{ {}: 1 }});", key(text)), |body| {
        let Expression::ObjectExpression(object) = without_parentheses(only_expression(body))
        else {
            panic!("not an object")
        };
        let [ObjectPropertyKind::ObjectProperty(property)] = object.properties.as_slice() else {
            panic!("not one property")
        };
        assert_eq!(property.computed, text == "__proto__");
        let found = match &property.key {
            PropertyKey::StaticIdentifier(name) => name.name.as_str(),
            PropertyKey::StringLiteral(literal) => literal.value.as_str(),
            _ => panic!("an unexpected key"),
        };
        assert_eq!(found, text);
    });
}

fn check_member(text: &str) {
    parse(&format!("value{};", member(text)), |body| match only_expression(body) {
        Expression::StaticMemberExpression(access) => assert_eq!(access.property.name, text),
        Expression::ComputedMemberExpression(access) => match &access.expression {
            Expression::StringLiteral(literal) => assert_eq!(literal.value.as_str(), text),
            _ => panic!("not a string"),
        },
        _ => panic!("not a member access"),
    });
}

fn check_comments(text: &str) {
    for comment in [doc_comment(text), line_comment(text)] {
        parse(&format!("{comment}\nonly;\n"), |body| assert_eq!(body.len(), 1, "{text:?}"));
    }
}

fn check_all(text: &str) {
    check_string(text);
    check_key(text);
    check_member(text);
    check_comments(text);
    assert!(is_identifier(&Names::new().unique("", text)));
}

#[test]
fn hostile_texts_stay_inside() {
    let texts = [
        "",
        "\"",
        "\\",
        "\\\"",
        "\"; process.exit(); //",
        "*/ evil() /*",
        "a\nb",
        "a\r\nb",
        "a\u{2028}b",
        "a\u{2029}b",
        "`${evil()}`",
        "</script>",
        "<!--",
        "-->",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{feff}",
        "__proto__",
        "constructor",
        "class",
        "日本",
        "😀",
        "\u{10ffff}",
        "1",
        "01",
        "a b",
        "'",
        "${}",
        "//",
    ];
    for text in texts {
        check_all(text);
    }
}

#[test]
fn numbers_keep_their_value_and_the_sign_of_zero() {
    let cases = [
        (0.0, Some("0")),
        (-0.0, Some("-0")),
        (1.0, Some("1")),
        (-1.5, Some("-1.5")),
        (1e21, Some("1e21")),
        (1e300, Some("1e300")),
        (5e-324, Some("5e-324")),
        (0.1, Some("0.1")),
        (f64::NAN, None),
        (f64::INFINITY, None),
        (f64::NEG_INFINITY, None),
    ];
    for (value, expected) in cases {
        assert_eq!(number(value).as_deref(), expected, "{value}");
    }
}

proptest! {
    #[test]
    fn any_text_stays_inside(text in any::<String>()) {
        check_all(&text);
    }

    #[test]
    fn texts_of_dangerous_pieces_stay_inside(
        pieces in prop::collection::vec(
            prop::sample::select(vec!["\"", "\\", "\n", "\r", "\u{2028}", "*", "/", "*/", "//", "`", "$", "{", "u", "0", "'", "<"]),
            0..24,
        )
    ) {
        check_all(&pieces.concat());
    }

    #[test]
    fn any_finite_number_reads_back(value in any::<f64>()) {
        match number(value) {
            Some(text) => prop_assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits())),
            None => prop_assert!(!value.is_finite()),
        }
    }
}
