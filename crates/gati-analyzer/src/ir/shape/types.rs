//! Types as written.

use super::Writer;
use crate::ir::{Keyword, Modifier, NodeId, OutOfReach, TupleItem, TypeNode, TypeOperator};

impl Writer<'_> {
    pub(super) fn node(&mut self, id: NodeId) {
        let facts = self.facts;
        match facts.node(id) {
            TypeNode::Keyword(keyword) => {
                self.tag(0);
                self.tag(keyword_tag(*keyword));
            }
            TypeNode::Literal(literal) => {
                self.tag(1);
                self.literal(literal);
            }
            TypeNode::Template { texts, holes } => {
                self.tag(2);
                self.names(texts);
                self.nodes(holes);
            }
            TypeNode::Array(item) => {
                self.tag(3);
                self.node(*item);
            }
            TypeNode::Tuple(items) => {
                self.tag(4);
                self.each(items, |writer, TupleItem { node, optional, rest, label }| {
                    writer.node(*node);
                    writer.flag(*optional);
                    writer.flag(*rest);
                    writer.flag(label.is_some());
                    writer.text(label.as_deref().unwrap_or_default());
                });
            }
            TypeNode::Object(members) => {
                self.tag(5);
                self.each(members, Self::member);
            }
            TypeNode::Function(function) => self.tagged_function(6, *function),
            TypeNode::Constructor(function) => self.tagged_function(7, *function),
            TypeNode::Reference { path, arguments } => {
                self.tag(8);
                self.names(path);
                self.nodes(arguments);
            }
            TypeNode::Import { specifier, path, arguments, value } => {
                self.tag(9);
                self.text(specifier);
                self.names(path);
                self.nodes(arguments);
                self.flag(*value);
            }
            TypeNode::Union(members) => {
                self.tag(10);
                self.nodes(members);
            }
            TypeNode::Intersection(members) => {
                self.tag(11);
                self.nodes(members);
            }
            TypeNode::Query { path, arguments } => {
                self.tag(12);
                self.names(path);
                self.nodes(arguments);
            }
            TypeNode::Predicate { asserts, subject, node } => {
                self.flag(subject.is_some());
                self.text(subject.as_deref().unwrap_or_default());
                self.maybe(*node, Self::node);
                self.tag(13);
                self.flag(*asserts);
            }
            TypeNode::This => self.tag(14),
            TypeNode::JsDoc => self.tag(15),
            TypeNode::OutOfReach(OutOfReach::Parameter(word)) => {
                self.tag(16);
                self.text(word);
            }
            TypeNode::OutOfReach(OutOfReach::Variable(word)) => {
                self.tag(17);
                self.text(word);
            }
            other => self.operation(other),
        }
    }

    /// Types that compute.
    fn operation(&mut self, node: &TypeNode) {
        match node {
            TypeNode::Conditional { check, extends, yes, no } => {
                self.tag(32);
                for part in [check, extends, yes, no] {
                    self.node(*part);
                }
            }
            TypeNode::Infer { name, constraint } => {
                self.tag(33);
                self.text(name);
                self.maybe(*constraint, Self::node);
            }
            TypeNode::Mapped { key, constraint, rename, value, optional, readonly } => {
                self.tag(34);
                self.text(key);
                self.node(*constraint);
                self.maybe(*rename, Self::node);
                self.maybe(*value, Self::node);
                for modifier in [optional, readonly] {
                    self.tag(match modifier {
                        Modifier::Keep => 0,
                        Modifier::Add => 1,
                        Modifier::Remove => 2,
                    });
                }
            }
            TypeNode::IndexedAccess { object, index } => {
                self.tag(35);
                self.node(*object);
                self.node(*index);
            }
            TypeNode::Operator { operator, operand } => {
                self.tag(36);
                self.tag(match operator {
                    TypeOperator::Keyof => 0,
                    TypeOperator::Unique => 1,
                    TypeOperator::Readonly => 2,
                });
                self.node(*operand);
            }
            TypeNode::Keyword(_)
            | TypeNode::Literal(_)
            | TypeNode::Template { .. }
            | TypeNode::Array(_)
            | TypeNode::Tuple(_)
            | TypeNode::Object(_)
            | TypeNode::Function(_)
            | TypeNode::Constructor(_)
            | TypeNode::Reference { .. }
            | TypeNode::Import { .. }
            | TypeNode::Union(_)
            | TypeNode::Intersection(_)
            | TypeNode::Query { .. }
            | TypeNode::Predicate { .. }
            | TypeNode::This
            | TypeNode::OutOfReach(_)
            | TypeNode::JsDoc => {}
        }
    }
}

fn keyword_tag(keyword: Keyword) -> u8 {
    match keyword {
        Keyword::Any => 0,
        Keyword::BigInt => 1,
        Keyword::Boolean => 2,
        Keyword::Intrinsic => 3,
        Keyword::Never => 4,
        Keyword::Null => 5,
        Keyword::Number => 6,
        Keyword::Object => 7,
        Keyword::String => 8,
        Keyword::Symbol => 9,
        Keyword::Undefined => 10,
        Keyword::Unknown => 11,
        Keyword::Void => 12,
    }
}
