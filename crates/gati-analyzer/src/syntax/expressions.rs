//! Expressions, as far as a type can be read off them.

use gati_types::Literal;
use oxc_ast::ast::{
    ArrayExpressionElement, ArrowFunctionBody, ArrowFunctionExpression, AssignmentTarget,
    AssignmentTargetMaybeDefault, AssignmentTargetProperty, ChainElement, Expression, Function,
    MemberExpression, ObjectPropertyKind, PropertyKind, SimpleAssignmentTarget, TSType, TSTypeName,
};

use rustc_hash::FxHashMap;

use super::members::is_number;
use super::{Lowerer, convert, name};
use crate::ir::{
    ArrayEntry, Body, ConstKind, Expr, ExprId, FunctionId, FunctionIr, ObjectEntry, Signature, Span,
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
            Expression::Identifier(identifier) => self.mention(&identifier.name),
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
            Expression::FunctionExpression(function) => {
                let id = self.function(function);
                self.facts.functions[id.0 as usize].signature.is_expression = true;
                Expr::Function(id)
            }
            Expression::ClassExpression(_) => Expr::Class,
            other => self.compound_expression(other),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one kind of expression after the other")]
    fn compound_expression(&mut self, expression: &Expression<'_>) -> Expr {
        match expression {
            Expression::CallExpression(call) => self.call(call),
            Expression::NewExpression(new) => Expr::New {
                callee: self.expression(&new.callee),
                type_arguments: self.type_arguments(new.type_arguments.as_deref()),
                arguments: self.arguments(&new.arguments),
            },
            Expression::ChainExpression(chain) => {
                let inner = match &chain.expression {
                    ChainElement::CallExpression(call) => self.call(call),
                    ChainElement::TSNonNullExpression(inner) => {
                        Expr::NonNull(self.expression(&inner.expression))
                    }
                    element => match element.as_member_expression() {
                        Some(member) => self.member_expression(member),
                        None => Expr::Other("this expression"),
                    },
                };
                Expr::Chain(self.push_expression(inner, convert(chain.span)))
            }
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
                test: self.expression(&conditional.test),
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
            Expression::SequenceExpression(sequence) => Expr::Sequence(
                sequence.expressions.iter().map(|part| self.expression(part)).collect(),
            ),
            Expression::AssignmentExpression(assignment) => {
                let value = self.expression(&assignment.right);
                match &assignment.left {
                    AssignmentTarget::ArrayAssignmentTarget(_)
                    | AssignmentTarget::ObjectAssignmentTarget(_) => {
                        let targets = self.assignment_targets(&assignment.left);
                        Expr::AssignPattern { targets, value }
                    }
                    target => match self.assignment_targets(target).first() {
                        Some(target) => Expr::Assign {
                            operator: assignment.operator.as_str(),
                            target: *target,
                            value,
                        },
                        None => Expr::Other("an assignment"),
                    },
                }
            }
            Expression::UpdateExpression(update) => {
                match self.simple_target(&update.argument, convert(update.span)) {
                    Some(target) => Expr::Update(target),
                    None => Expr::Other("an assignment"),
                }
            }
            Expression::ThisExpression(_) => Expr::This,
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
            optional: call.optional,
        }
    }

    /// A name: of a function around it, or of the file.
    fn mention(&self, text: &str) -> Expr {
        match self.local(text) {
            Some(local) => Expr::Local(local),
            None => Expr::Identifier(name(text)),
        }
    }

    /// Everything an assignment assigns to.
    pub(super) fn assignment_targets(&mut self, target: &AssignmentTarget<'_>) -> Vec<ExprId> {
        let span = self.span_of(target);
        let mut targets = Vec::new();
        match target {
            AssignmentTarget::ArrayAssignmentTarget(array) => {
                for item in array.elements.iter().flatten() {
                    targets.extend(self.defaulted_targets(item));
                }
                if let Some(rest) = &array.rest {
                    targets.extend(self.assignment_targets(&rest.target));
                }
            }
            AssignmentTarget::ObjectAssignmentTarget(object) => {
                for property in &object.properties {
                    match property {
                        AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(own) => {
                            self.mark_assigned(&own.binding.name);
                            let mention = self.mention(&own.binding.name);
                            targets.push(self.push_expression(mention, span));
                        }
                        AssignmentTargetProperty::AssignmentTargetPropertyProperty(own) => {
                            targets.extend(self.defaulted_targets(&own.binding));
                        }
                    }
                }
                if let Some(rest) = &object.rest {
                    targets.extend(self.assignment_targets(&rest.target));
                }
            }
            other => {
                if let Some(simple) = other.as_simple_assignment_target() {
                    targets.extend(self.simple_target(simple, span));
                }
            }
        }
        targets
    }

    fn defaulted_targets(&mut self, target: &AssignmentTargetMaybeDefault<'_>) -> Vec<ExprId> {
        match target {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(own) => {
                self.assignment_targets(&own.binding)
            }
            other => match other.as_assignment_target() {
                Some(target) => self.assignment_targets(target),
                None => Vec::new(),
            },
        }
    }

    fn simple_target(&mut self, target: &SimpleAssignmentTarget<'_>, span: Span) -> Option<ExprId> {
        let lowered = match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(identifier) => {
                self.mark_assigned(&identifier.name);
                self.mention(&identifier.name)
            }
            SimpleAssignmentTarget::TSNonNullExpression(inner) => {
                return Some(self.expression(&inner.expression));
            }
            other => self.member_expression(other.as_member_expression()?),
        };
        Some(self.push_expression(lowered, span))
    }

    fn arguments(&mut self, arguments: &[oxc_ast::ast::Argument<'_>]) -> Vec<ExprId> {
        arguments
            .iter()
            .map(|argument| {
                let span = self.span_of(argument);
                match argument {
                    oxc_ast::ast::Argument::SpreadElement(spread) => {
                        let value = self.expression(&spread.argument);
                        self.push_expression(Expr::Spread(value), span)
                    }
                    argument => match argument.as_expression() {
                        Some(expression) => self.expression(expression),
                        None => self.push_expression(Expr::Other("this argument"), span),
                    },
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
            MemberExpression::PrivateFieldExpression(access) => Expr::Member {
                object: self.expression(&access.object),
                name: name(&format!("#{}", access.field.name)),
                optional: access.optional,
            },
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
                        self.facts.functions[function.0 as usize].signature.is_expression = true;
                        ObjectEntry::Method { name: key, function, docs, span }
                    }
                    (value, _) => {
                        let numeric = is_number(&property.key);
                        let value = self.expression(value);
                        ObjectEntry::Property { name: key, numeric, value, docs, span }
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
            has_body: function.body.is_some(),
            ..Signature::default()
        };
        let mut lowered = FunctionIr { signature, ..FunctionIr::default() };
        if let Some(body) = &function.body {
            self.names.push(FxHashMap::default());
            self.bind_parameters(&function.params, &mut lowered.signature.parameters);
            self.body(body, &mut lowered);
            self.names.pop();
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
            is_arrow: true,
            is_expression: true,
            has_body: true,
            ..Signature::default()
        };
        let mut lowered = FunctionIr { signature, ..FunctionIr::default() };
        self.names.push(FxHashMap::default());
        self.bind_parameters(&arrow.params, &mut lowered.signature.parameters);
        match &arrow.body {
            ArrowFunctionBody::FunctionBody(body) => self.body(body, &mut lowered),
            body => {
                if let Some(expression) = body.as_expression() {
                    lowered.body = Some(Body::Expression(self.expression(expression)));
                }
            }
        }
        self.names.pop();
        self.push_function(lowered)
    }
}

fn is_const_reference(node: &TSType<'_>) -> bool {
    let TSType::TSTypeReference(reference) = node else { return false };
    reference.type_arguments.is_none()
        && matches!(&reference.type_name, TSTypeName::IdentifierReference(id) if id.name == "const")
}
