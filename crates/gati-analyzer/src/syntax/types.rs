//! Type syntax to [`TypeNode`]s.

use gati_types::Literal;
use oxc_ast::ast::{
    TSConstructorType, TSImportTypeQualifier, TSLiteral, TSMappedType,
    TSMappedTypeModifierOperator, TSTupleElement, TSType, TSTypeName, TSTypeOperatorOperator,
    TSTypeParameterDeclaration, TSTypeParameterInstantiation, TSTypePredicateName,
    TSTypeQueryExprName, UnaryOperator,
};

use super::{Lowerer, convert, name};
use crate::ir::{Keyword, Modifier, Name, NodeId, TupleItem, TypeNode, TypeOperator, TypeParam};

impl Lowerer {
    pub(super) fn type_node(&mut self, node: &TSType<'_>) -> NodeId {
        let span = self.span_of(node);
        if let TSType::TSParenthesizedType(inner) = node {
            return self.type_node(&inner.type_annotation);
        }
        let lowered = self.type_syntax(node);
        self.push_node(lowered, span)
    }

    fn type_syntax(&mut self, node: &TSType<'_>) -> TypeNode {
        match node {
            TSType::TSAnyKeyword(_) => TypeNode::Keyword(Keyword::Any),
            TSType::TSBigIntKeyword(_) => TypeNode::Keyword(Keyword::BigInt),
            TSType::TSBooleanKeyword(_) => TypeNode::Keyword(Keyword::Boolean),
            TSType::TSIntrinsicKeyword(_) => TypeNode::Keyword(Keyword::Intrinsic),
            TSType::TSNeverKeyword(_) => TypeNode::Keyword(Keyword::Never),
            TSType::TSNullKeyword(_) => TypeNode::Keyword(Keyword::Null),
            TSType::TSNumberKeyword(_) => TypeNode::Keyword(Keyword::Number),
            TSType::TSObjectKeyword(_) => TypeNode::Keyword(Keyword::Object),
            TSType::TSStringKeyword(_) => TypeNode::Keyword(Keyword::String),
            TSType::TSSymbolKeyword(_) => TypeNode::Keyword(Keyword::Symbol),
            TSType::TSUndefinedKeyword(_) => TypeNode::Keyword(Keyword::Undefined),
            TSType::TSUnknownKeyword(_) => TypeNode::Keyword(Keyword::Unknown),
            TSType::TSVoidKeyword(_) => TypeNode::Keyword(Keyword::Void),
            TSType::TSThisType(_) => TypeNode::This,
            TSType::TSTypePredicate(predicate) => TypeNode::Predicate {
                asserts: predicate.asserts,
                subject: match &predicate.parameter_name {
                    TSTypePredicateName::Identifier(identifier) => Some(name(&identifier.name)),
                    TSTypePredicateName::This(_) => None,
                },
                node: predicate
                    .type_annotation
                    .as_ref()
                    .map(|annotation| self.type_node(&annotation.type_annotation)),
            },
            TSType::JSDocNullableType(_)
            | TSType::JSDocNonNullableType(_)
            | TSType::JSDocUnknownType(_) => TypeNode::JsDoc,
            other => self.compound_type(other),
        }
    }

    /// `new () => T`, `abstract new () => T`.
    fn constructor_type(&mut self, function: &TSConstructorType<'_>) -> TypeNode {
        let made = self.signature(
            convert(function.span),
            function.type_parameters.as_deref(),
            &function.params,
            Some(&function.return_type),
        );
        self.facts.functions[made.0 as usize].signature.is_abstract = function.r#abstract;
        TypeNode::Constructor(made)
    }

    fn compound_type(&mut self, node: &TSType<'_>) -> TypeNode {
        match node {
            TSType::TSArrayType(array) => TypeNode::Array(self.type_node(&array.element_type)),
            TSType::TSConditionalType(conditional) => TypeNode::Conditional {
                check: self.type_node(&conditional.check_type),
                extends: self.type_node(&conditional.extends_type),
                yes: self.type_node(&conditional.true_type),
                no: self.type_node(&conditional.false_type),
            },
            TSType::TSFunctionType(function) => TypeNode::Function(self.signature(
                convert(function.span),
                function.type_parameters.as_deref(),
                &function.params,
                Some(&function.return_type),
            )),
            TSType::TSConstructorType(function) => self.constructor_type(function),
            TSType::TSImportType(import) => TypeNode::Import {
                specifier: name(&import.source.value),
                path: import.qualifier.as_ref().map(import_path).unwrap_or_default(),
                arguments: self.type_arguments(import.type_arguments.as_deref()),
                value: false,
            },
            TSType::TSIndexedAccessType(access) => TypeNode::IndexedAccess {
                object: self.type_node(&access.object_type),
                index: self.type_node(&access.index_type),
            },
            TSType::TSInferType(infer) => TypeNode::Infer {
                name: name(&infer.type_parameter.name.name),
                constraint: infer
                    .type_parameter
                    .constraint
                    .as_ref()
                    .map(|node| self.type_node(node)),
            },
            TSType::TSIntersectionType(intersection) => TypeNode::Intersection(
                intersection.types.iter().map(|node| self.type_node(node)).collect(),
            ),
            TSType::TSUnionType(union) => {
                TypeNode::Union(union.types.iter().map(|node| self.type_node(node)).collect())
            }
            TSType::TSLiteralType(literal) => literal_type(&literal.literal),
            TSType::TSMappedType(mapped) => self.mapped_type(mapped),
            TSType::TSTemplateLiteralType(template) => TypeNode::Template {
                texts: template
                    .quasis
                    .iter()
                    .map(|quasi| name(quasi.value.cooked.as_deref().unwrap_or(&quasi.value.raw)))
                    .collect(),
                holes: template.types.iter().map(|node| self.type_node(node)).collect(),
            },
            TSType::TSTupleType(tuple) => TypeNode::Tuple(
                tuple.element_types.iter().map(|element| self.tuple_item(element)).collect(),
            ),
            TSType::TSTypeLiteral(literal) => TypeNode::Object(self.signatures(&literal.members)),
            TSType::TSTypeOperatorType(operator) => TypeNode::Operator {
                operator: match operator.operator {
                    TSTypeOperatorOperator::Keyof => TypeOperator::Keyof,
                    TSTypeOperatorOperator::Unique => TypeOperator::Unique,
                    TSTypeOperatorOperator::Readonly => TypeOperator::Readonly,
                },
                operand: self.type_node(&operator.type_annotation),
            },
            TSType::TSTypeQuery(query) => self.type_query(query),
            TSType::TSTypeReference(reference) => TypeNode::Reference {
                path: type_path(&reference.type_name),
                arguments: self.type_arguments(reference.type_arguments.as_deref()),
            },
            TSType::TSNamedTupleMember(member) => {
                let item = self.tuple_item(&member.element_type);
                TypeNode::Tuple(vec![item])
            }
            _ => TypeNode::JsDoc,
        }
    }

    fn type_query(&mut self, query: &oxc_ast::ast::TSTypeQuery<'_>) -> TypeNode {
        let arguments = self.type_arguments(query.type_arguments.as_deref());
        match &query.expr_name {
            TSTypeQueryExprName::TSImportType(import) => TypeNode::Import {
                specifier: name(&import.source.value),
                path: import.qualifier.as_ref().map(import_path).unwrap_or_default(),
                arguments,
                value: true,
            },
            other => TypeNode::Query {
                path: other.as_ts_type_name().map(type_path).unwrap_or_default(),
                arguments,
            },
        }
    }

    fn mapped_type(&mut self, mapped: &TSMappedType<'_>) -> TypeNode {
        TypeNode::Mapped {
            key: name(&mapped.key.name),
            constraint: self.type_node(&mapped.constraint),
            rename: mapped.name_type.as_ref().map(|node| self.type_node(node)),
            value: mapped.type_annotation.as_ref().map(|node| self.type_node(node)),
            optional: modifier(mapped.optional),
            readonly: modifier(mapped.readonly),
        }
    }

    fn tuple_item(&mut self, element: &TSTupleElement<'_>) -> TupleItem {
        match element {
            TSTupleElement::TSOptionalType(optional) => TupleItem {
                node: self.type_node(&optional.type_annotation),
                optional: true,
                rest: false,
                label: None,
            },
            TSTupleElement::TSRestType(rest) => match &rest.type_annotation {
                // `...label: T[]` is a rest around a labelled member.
                TSType::TSNamedTupleMember(member) => TupleItem {
                    rest: true,
                    label: Some(name(&member.label.name)),
                    ..self.tuple_item(&member.element_type)
                },
                node => TupleItem {
                    node: self.type_node(node),
                    optional: false,
                    rest: true,
                    label: None,
                },
            },
            TSTupleElement::TSNamedTupleMember(member) => {
                let item = self.tuple_item(&member.element_type);
                TupleItem {
                    optional: member.optional || item.optional,
                    label: Some(name(&member.label.name)),
                    ..item
                }
            }
            other => match other.as_ts_type() {
                Some(node) => TupleItem {
                    node: self.type_node(node),
                    optional: false,
                    rest: false,
                    label: None,
                },
                None => TupleItem {
                    node: self.push_node(TypeNode::JsDoc, crate::ir::Span::default()),
                    optional: false,
                    rest: false,
                    label: None,
                },
            },
        }
    }

    pub(super) fn type_arguments(
        &mut self,
        arguments: Option<&TSTypeParameterInstantiation<'_>>,
    ) -> Vec<NodeId> {
        arguments
            .map(|list| list.params.iter().map(|node| self.type_node(node)).collect())
            .unwrap_or_default()
    }

    pub(super) fn type_params(
        &mut self,
        params: Option<&TSTypeParameterDeclaration<'_>>,
    ) -> Vec<TypeParam> {
        let Some(list) = params else { return Vec::new() };
        list.params
            .iter()
            .map(|param| TypeParam {
                name: name(&param.name.name),
                constraint: param.constraint.as_ref().map(|node| self.type_node(node)),
                default: param.default.as_ref().map(|node| self.type_node(node)),
                is_const: param.r#const,
            })
            .collect()
    }
}

fn modifier(operator: Option<TSMappedTypeModifierOperator>) -> Modifier {
    match operator {
        None => Modifier::Keep,
        Some(TSMappedTypeModifierOperator::True | TSMappedTypeModifierOperator::Plus) => {
            Modifier::Add
        }
        Some(TSMappedTypeModifierOperator::Minus) => Modifier::Remove,
    }
}

/// The words of `A.B.C`.
pub(super) fn type_path(type_name: &TSTypeName<'_>) -> Vec<Name> {
    match type_name {
        TSTypeName::IdentifierReference(identifier) => vec![name(&identifier.name)],
        TSTypeName::QualifiedName(qualified) => {
            let mut path = type_path(&qualified.left);
            path.push(name(&qualified.right.name));
            path
        }
        TSTypeName::ThisExpression(_) => vec![name("this")],
    }
}

fn import_path(qualifier: &TSImportTypeQualifier<'_>) -> Vec<Name> {
    match qualifier {
        TSImportTypeQualifier::Identifier(identifier) => vec![name(&identifier.name)],
        TSImportTypeQualifier::QualifiedName(longer) => {
            let mut path = import_path(&longer.left);
            path.push(name(&longer.right.name));
            path
        }
    }
}

fn literal_type(literal: &TSLiteral<'_>) -> TypeNode {
    match literal {
        TSLiteral::BooleanLiteral(value) => TypeNode::Literal(Literal::Boolean(value.value)),
        TSLiteral::NumericLiteral(value) => TypeNode::Literal(Literal::Number(value.value)),
        TSLiteral::BigIntLiteral(value) => {
            TypeNode::Literal(Literal::BigInt(value.value.to_string()))
        }
        TSLiteral::StringLiteral(value) => {
            TypeNode::Literal(Literal::String(value.value.to_string()))
        }
        TSLiteral::TemplateLiteral(template) => {
            let text: String = template
                .quasis
                .iter()
                .map(|quasi| quasi.value.cooked.as_deref().unwrap_or(&quasi.value.raw))
                .collect();
            TypeNode::Literal(Literal::String(text))
        }
        TSLiteral::UnaryExpression(unary) => {
            let negative = unary.operator == UnaryOperator::UnaryNegation;
            match &unary.argument {
                oxc_ast::ast::Expression::NumericLiteral(value) => {
                    TypeNode::Literal(Literal::Number(if negative {
                        -value.value
                    } else {
                        value.value
                    }))
                }
                oxc_ast::ast::Expression::BigIntLiteral(value) => {
                    let sign = if negative { "-" } else { "" };
                    TypeNode::Literal(Literal::BigInt(format!("{sign}{}", value.value)))
                }
                _ => TypeNode::JsDoc,
            }
        }
    }
}
