//! Expressions, as far as a type can be read off them.

use gati_types::Literal;
use oxc_ast::ast::{
    ArrayExpressionElement, ArrowFunctionBody, ArrowFunctionExpression, ChainElement, Expression,
    Function, MemberExpression, ObjectPropertyKind, PropertyKind, TSType, TSTypeName,
};

use super::{Lowerer, convert, name};
use crate::ir::{
    AnswerSite, ArrayEntry, ConstKind, Expr, ExprId, FunctionId, FunctionIr, ObjectEntry, Signature,
};

impl Lowerer {
    pub(super) fn expression(&mut self, expression: &Expression<'_>) -> ExprId {
        let span = self.span_of(expression);
        let lowered = self.expression_syntax(expression);
        self.push_expression(lowered, span)
    }

    fn expression_syntax(&mut self, expression: &Expression<'_>) -> Expr {
        match expression {
            Expression::BooleanLiteral(value) => Expr::Literal(Literal::Boolean(value.value)),
            Expression::NumericLiteral(value) => Expr::Literal(Literal::Number(value.value)),
            Expression::BigIntLiteral(value) => {
                Expr::Literal(Literal::BigInt(value.value.to_string()))
            }
            Expression::StringLiteral(value) => {
                Expr::Literal(Literal::String(value.value.to_string()))
            }
            Expression::NullLiteral(_) => Expr::Null,
            Expression::RegExpLiteral(_) => Expr::RegExp,
            Expression::Identifier(identifier) => Expr::Identifier(name(&identifier.name)),
            Expression::ParenthesizedExpression(inner) => self.expression_syntax(&inner.expression),
            Expression::TemplateLiteral(template) => Expr::Template {
                texts: template
                    .quasis
                    .iter()
                    .map(|quasi| name(quasi.value.cooked.as_deref().unwrap_or(&quasi.value.raw)))
                    .collect(),
                holes: template.expressions.iter().map(|hole| self.expression(hole)).collect(),
            },
            Expression::ObjectExpression(object) => Expr::Object(
                object.properties.iter().map(|property| self.object_entry(property)).collect(),
            ),
            Expression::ArrayExpression(array) => Expr::Array(
                array.elements.iter().map(|element| self.array_entry(element)).collect(),
            ),
            Expression::ArrowFunctionExpression(arrow) => Expr::Function(self.arrow(arrow)),
            Expression::FunctionExpression(function) => Expr::Function(self.function(function)),
            Expression::ClassExpression(_) => Expr::Class,
            other => self.compound_expression(other),
        }
    }

    fn compound_expression(&mut self, expression: &Expression<'_>) -> Expr {
        match expression {
            Expression::CallExpression(call) => self.call(call),
            Expression::NewExpression(new) => Expr::New {
                callee: self.expression(&new.callee),
                type_arguments: self.type_arguments(new.type_arguments.as_deref()),
            },
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::CallExpression(call) => self.call(call),
                ChainElement::TSNonNullExpression(inner) => {
                    Expr::NonNull(self.expression(&inner.expression))
                }
                element => match element.as_member_expression() {
                    Some(member) => self.member_expression(member),
                    None => Expr::Other("this expression"),
                },
            },
            Expression::UnaryExpression(unary) => Expr::Unary {
                operator: unary.operator.as_str(),
                operand: self.expression(&unary.argument),
            },
            Expression::BinaryExpression(binary) => Expr::Binary {
                operator: binary.operator.as_str(),
                left: self.expression(&binary.left),
                right: self.expression(&binary.right),
            },
            Expression::LogicalExpression(logical) => Expr::Binary {
                operator: logical.operator.as_str(),
                left: self.expression(&logical.left),
                right: self.expression(&logical.right),
            },
            Expression::ConditionalExpression(conditional) => Expr::Conditional {
                yes: self.expression(&conditional.consequent),
                no: self.expression(&conditional.alternate),
            },
            Expression::AwaitExpression(awaited) => Expr::Await(self.expression(&awaited.argument)),
            Expression::TSAsExpression(typed) => {
                self.assertion(&typed.expression, &typed.type_annotation)
            }
            Expression::TSTypeAssertion(typed) => {
                self.assertion(&typed.expression, &typed.type_annotation)
            }
            Expression::TSSatisfiesExpression(typed) => Expr::Typed {
                kind: ConstKind::Satisfies,
                value: self.expression(&typed.expression),
                node: self.type_node(&typed.type_annotation),
            },
            Expression::TSNonNullExpression(inner) => {
                Expr::NonNull(self.expression(&inner.expression))
            }
            Expression::SequenceExpression(sequence) => match sequence.expressions.last() {
                Some(last) => self.expression_syntax(last),
                None => Expr::Other("an empty sequence"),
            },
            Expression::AssignmentExpression(_) => Expr::Other("an assignment"),
            Expression::ThisExpression(_) => Expr::Other("`this`"),
            Expression::YieldExpression(_) => Expr::Other("`yield`"),
            Expression::ImportExpression(_) => Expr::Other("`import()`"),
            Expression::TaggedTemplateExpression(_) => Expr::Other("a tagged template"),
            Expression::JSXElement(_) | Expression::JSXFragment(_) => Expr::Other("JSX"),
            other => match other.as_member_expression() {
                Some(member) => self.member_expression(member),
                None => Expr::Other("this expression"),
            },
        }
    }

    fn assertion(&mut self, value: &Expression<'_>, node: &TSType<'_>) -> Expr {
        if is_const_reference(node) {
            return Expr::ConstAssertion(self.expression(value));
        }
        Expr::Typed {
            kind: ConstKind::As,
            value: self.expression(value),
            node: self.type_node(node),
        }
    }

    fn call(&mut self, call: &oxc_ast::ast::CallExpression<'_>) -> Expr {
        Expr::Call {
            callee: self.expression(&call.callee),
            type_arguments: self.type_arguments(call.type_arguments.as_deref()),
            arguments: self.arguments(&call.arguments),
        }
    }

    fn arguments(&mut self, arguments: &[oxc_ast::ast::Argument<'_>]) -> Vec<ExprId> {
        arguments
            .iter()
            .map(|argument| {
                if let Some(expression) = argument.as_expression() {
                    self.expression(expression)
                } else {
                    let span = self.span_of(argument);
                    self.push_expression(Expr::Other("a spread argument"), span)
                }
            })
            .collect()
    }

    pub(super) fn member_expression(&mut self, member: &MemberExpression<'_>) -> Expr {
        match member {
            MemberExpression::StaticMemberExpression(access) => Expr::Member {
                object: self.expression(&access.object),
                name: name(&access.property.name),
                optional: access.optional,
            },
            MemberExpression::ComputedMemberExpression(access) => Expr::Index {
                object: self.expression(&access.object),
                index: self.expression(&access.expression),
                optional: access.optional,
            },
            MemberExpression::PrivateFieldExpression(_) => Expr::Other("a private member"),
        }
    }

    fn object_entry(&mut self, property: &ObjectPropertyKind<'_>) -> ObjectEntry {
        match property {
            ObjectPropertyKind::SpreadProperty(spread) => {
                ObjectEntry::Spread(self.expression(&spread.argument))
            }
            ObjectPropertyKind::ObjectProperty(property) => {
                let span = convert(property.span);
                let docs = self.docs_at(span.start);
                let key = self.key_name(&property.key, property.computed);
                match (&property.value, property.kind) {
                    (Expression::FunctionExpression(function), PropertyKind::Get) => {
                        ObjectEntry::Getter { name: key, function: self.function(function), span }
                    }
                    (Expression::FunctionExpression(function), _) if property.method => {
                        let function = self.function(function);
                        self.facts.functions[function.0 as usize].signature.is_method = true;
                        ObjectEntry::Method { name: key, function, docs, span }
                    }
                    (value, _) => {
                        let value = self.expression(value);
                        ObjectEntry::Property { name: key, value, docs, span }
                    }
                }
            }
        }
    }

    fn array_entry(&mut self, element: &ArrayExpressionElement<'_>) -> ArrayEntry {
        match element {
            ArrayExpressionElement::SpreadElement(spread) => {
                ArrayEntry::Spread(self.expression(&spread.argument))
            }
            ArrayExpressionElement::Elision(_) => ArrayEntry::Hole,
            item => match item.as_expression() {
                Some(expression) => ArrayEntry::Item(self.expression(expression)),
                None => ArrayEntry::Hole,
            },
        }
    }

    pub(super) fn function(&mut self, function: &Function<'_>) -> FunctionId {
        let signature = Signature {
            span: convert(function.span),
            type_params: self.type_params(function.type_parameters.as_deref()),
            parameters: self.parameters(&function.params),
            returns: function
                .return_type
                .as_ref()
                .map(|annotation| self.type_node(&annotation.type_annotation)),
            is_async: function.r#async,
            generator: function.generator,
            is_method: false,
            has_body: false,
        };
        let mut lowered = FunctionIr { signature, ..FunctionIr::default() };
        if let Some(body) = &function.body {
            self.body(body, &mut lowered);
        }
        self.push_function(lowered)
    }

    fn arrow(&mut self, arrow: &ArrowFunctionExpression<'_>) -> FunctionId {
        let signature = Signature {
            span: convert(arrow.span),
            type_params: self.type_params(arrow.type_parameters.as_deref()),
            parameters: self.parameters(&arrow.params),
            returns: arrow
                .return_type
                .as_ref()
                .map(|annotation| self.type_node(&annotation.type_annotation)),
            is_async: arrow.r#async,
            ..Signature::default()
        };
        let mut lowered = FunctionIr { signature, ..FunctionIr::default() };
        match &arrow.body {
            ArrowFunctionBody::FunctionBody(body) => self.body(body, &mut lowered),
            body => {
                lowered.signature.has_body = true;
                if let Some(expression) = body.as_expression() {
                    let span = self.span_of(expression);
                    let value = self.expression(expression);
                    lowered.answers.push(AnswerSite::Return { value, span });
                }
            }
        }
        self.push_function(lowered)
    }
}

fn is_const_reference(node: &TSType<'_>) -> bool {
    let TSType::TSTypeReference(reference) = node else { return false };
    reference.type_arguments.is_none()
        && matches!(&reference.type_name, TSTypeName::IdentifierReference(id) if id.name == "const")
}
