//! Expressions as written.

use super::Writer;
use crate::ir::{ArrayEntry, ConstKind, Expr, ExprId, ObjectEntry};

impl Writer<'_> {
    #[expect(clippy::too_many_lines, reason = "one kind of expression after the other")]
    pub(super) fn expression(&mut self, id: ExprId) {
        let facts = self.facts;
        match facts.expression(id) {
            Expr::Literal(literal) => {
                self.tag(0);
                self.literal(literal);
            }
            Expr::Null => self.tag(1),
            Expr::RegExp => self.tag(2),
            Expr::Template { texts, holes } => {
                self.tag(3);
                self.names(texts);
                self.expressions(holes);
            }
            Expr::Identifier(name) => {
                self.tag(4);
                self.text(name);
            }
            Expr::Object(entries) => {
                self.tag(5);
                self.each(entries, Self::entry);
            }
            Expr::Array(entries) => {
                self.tag(6);
                self.each(entries, |writer, entry| match entry {
                    ArrayEntry::Item(value) => writer.tagged(0, *value),
                    ArrayEntry::Spread(value) => writer.tagged(1, *value),
                    ArrayEntry::Hole => writer.tag(2),
                });
            }
            Expr::Function(function) => self.tagged_function(7, *function),
            Expr::Class => self.tag(8),
            // Whatever mentions a name of a body stands in that body, which is hashed by its text.
            Expr::Local(_) => self.tag(21),
            Expr::This => self.tag(22),
            Expr::Call { callee, type_arguments, arguments, optional } => {
                self.tagged(9, *callee);
                self.nodes(type_arguments);
                self.expressions(arguments);
                self.flag(*optional);
            }
            Expr::New { callee, type_arguments, arguments } => {
                self.tagged(10, *callee);
                self.nodes(type_arguments);
                self.expressions(arguments);
            }
            Expr::Spread(value) => self.tagged(23, *value),
            Expr::Chain(value) => self.tagged(24, *value),
            Expr::Assign { operator, target, value } => {
                self.tagged(25, *target);
                self.text(operator);
                self.expression(*value);
            }
            Expr::Update(value) => self.tagged(26, *value),
            Expr::AssignPattern { targets, value } => {
                self.tagged(27, *value);
                self.expressions(targets);
            }
            Expr::Sequence(parts) => {
                self.tag(28);
                self.expressions(parts);
            }
            Expr::Member { object, name, optional } => {
                self.tagged(11, *object);
                self.text(name);
                self.flag(*optional);
            }
            Expr::Index { object, index, optional } => {
                self.tagged(12, *object);
                self.expression(*index);
                self.flag(*optional);
            }
            Expr::Unary { operator, operand } => {
                self.tagged(13, *operand);
                self.text(operator);
            }
            Expr::Binary { operator, left, right } => {
                self.tagged(14, *left);
                self.text(operator);
                self.expression(*right);
            }
            Expr::Conditional { test, yes, no } => {
                self.tagged(15, *test);
                self.expression(*yes);
                self.expression(*no);
            }
            Expr::Await(value) => self.tagged(16, *value),
            Expr::Typed { kind, value, node } => {
                self.tagged(17, *value);
                self.flag(*kind == ConstKind::As);
                self.node(*node);
            }
            Expr::ConstAssertion(value) => self.tagged(18, *value),
            Expr::NonNull(value) => self.tagged(19, *value),
            Expr::Other(word) => {
                self.tag(20);
                self.text(word);
            }
        }
    }

    fn tagged(&mut self, tag: u8, value: ExprId) {
        self.tag(tag);
        self.expression(value);
    }

    fn entry(&mut self, entry: &ObjectEntry) {
        match entry {
            ObjectEntry::Property { name, numeric, value, docs, span: _ } => {
                self.tag(0);
                self.key(name);
                self.tag(u8::from(*numeric));
                self.expression(*value);
                self.docs(*docs);
            }
            ObjectEntry::Method { name, function, docs, span: _ } => {
                self.tag(1);
                self.key(name);
                self.function(*function);
                self.docs(*docs);
            }
            ObjectEntry::Getter { name, function, span: _ } => {
                self.tag(2);
                self.key(name);
                self.function(*function);
            }
            ObjectEntry::Spread(value) => self.tagged(3, *value),
        }
    }
}
