//! Members of object types, interfaces and classes.

use oxc_ast::ast::{
    AccessorProperty, Class, ClassElement, FormalParameters, MethodDefinition,
    MethodDefinitionKind, PropertyKey, TSAccessibility, TSMethodSignatureKind, TSSignature,
    TSTypeAnnotation, TSTypeParameterDeclaration,
};

use rustc_hash::FxHashMap;

use super::{Lowerer, convert, name};
use crate::ir::{
    Access, DocId, FunctionId, FunctionIr, KeyName, Member, MemberKind, Name, ParameterIr,
    Signature, Span,
};

impl Lowerer {
    pub(super) fn signatures(&mut self, signatures: &[TSSignature<'_>]) -> Vec<Member> {
        let mut members: Vec<Member> =
            signatures.iter().map(|signature| self.member(signature)).collect();
        leave_out_read(&mut members);
        self.link_overloads(&members);
        members
    }

    /// Each overload knows the one before it.
    fn link_overloads(&mut self, members: &[Member]) {
        let text = |name: &KeyName| match name {
            KeyName::Static(name) => Some(Name::clone(name)),
            _ => None,
        };
        let signature = |member: &Member| match &member.kind {
            MemberKind::Method(function) => text(&member.name).map(|name| (0, name, *function)),
            MemberKind::Call(function) => Some((1, Name::from(""), *function)),
            MemberKind::Construct(function) => Some((2, Name::from(""), *function)),
            _ => None,
        };
        let mut last: FxHashMap<(u8, Name, bool), FunctionId> = FxHashMap::default();
        for member in members {
            let Some((kind, name, function)) = signature(member) else { continue };
            if let Some(earlier) = last.insert((kind, name, member.is_static), function) {
                self.facts.functions[function.0 as usize].signature.earlier = Some(earlier);
            }
        }
    }

    fn member(&mut self, signature: &TSSignature<'_>) -> Member {
        let span = self.span_of(signature);
        let docs = self.docs_at(span.start);
        let unnamed = |kind| Member {
            kind,
            name: KeyName::Private,
            optional: false,
            readonly: false,
            is_static: false,
            is_accessor: false,
            access: Access::Everybody,
            numeric: false,
            docs,
            span,
        };
        match signature {
            TSSignature::TSPropertySignature(property) => Member {
                name: self.key_name(&property.key, property.computed),
                optional: property.optional,
                readonly: property.readonly,
                numeric: is_number(&property.key),
                ..unnamed(MemberKind::Property {
                    node: property
                        .type_annotation
                        .as_ref()
                        .map(|annotation| self.type_node(&annotation.type_annotation)),
                    initialiser: None,
                })
            },
            TSSignature::TSIndexSignature(index) => Member {
                readonly: index.readonly,
                ..unnamed(MemberKind::Index {
                    key: self.type_node(&index.parameter.type_annotation.type_annotation),
                    value: self.type_node(&index.type_annotation.type_annotation),
                })
            },
            TSSignature::TSCallSignatureDeclaration(call) => {
                unnamed(MemberKind::Call(self.signature(
                    span,
                    call.type_parameters.as_deref(),
                    &call.params,
                    call.return_type.as_deref(),
                )))
            }
            TSSignature::TSConstructSignatureDeclaration(construct) => {
                unnamed(MemberKind::Construct(self.signature(
                    span,
                    construct.type_parameters.as_deref(),
                    &construct.params,
                    construct.return_type.as_deref(),
                )))
            }
            TSSignature::TSMethodSignature(method) => {
                let function = self.signature(
                    span,
                    method.type_parameters.as_deref(),
                    &method.params,
                    method.return_type.as_deref(),
                );
                self.facts.functions[function.0 as usize].signature.is_method = true;
                let kind = match method.kind {
                    TSMethodSignatureKind::Method => MemberKind::Method(function),
                    TSMethodSignatureKind::Get => MemberKind::Getter(function),
                    TSMethodSignatureKind::Set => MemberKind::Setter(function),
                };
                Member {
                    name: self.key_name(&method.key, method.computed),
                    optional: method.optional,
                    ..unnamed(kind)
                }
            }
        }
    }

    /// A function without a body.
    pub(super) fn signature(
        &mut self,
        span: Span,
        type_params: Option<&TSTypeParameterDeclaration<'_>>,
        params: &FormalParameters<'_>,
        returns: Option<&TSTypeAnnotation<'_>>,
    ) -> FunctionId {
        let type_params = self.type_params(type_params);
        let parameters = self.parameters(params);
        let returns = returns.map(|annotation| self.type_node(&annotation.type_annotation));
        let signature =
            Signature { span, type_params, parameters, returns, ..Signature::default() };
        self.push_function(FunctionIr { signature, ..FunctionIr::default() })
    }

    pub(super) fn parameters(&mut self, params: &FormalParameters<'_>) -> Vec<ParameterIr> {
        let mut lowered: Vec<ParameterIr> = params
            .items
            .iter()
            .map(|param| ParameterIr {
                name: param.pattern.get_binding_identifier().map(|binding| name(&binding.name)),
                pattern: None,
                node: param
                    .type_annotation
                    .as_ref()
                    .map(|annotation| self.type_node(&annotation.type_annotation)),
                default: None,
                optional: param.optional || param.initializer.is_some(),
                rest: false,
                span: convert(param.span),
            })
            .collect();
        if let Some(rest) = &params.rest {
            lowered.push(ParameterIr {
                name: rest
                    .rest
                    .argument
                    .get_binding_identifier()
                    .map(|binding| name(&binding.name)),
                pattern: None,
                node: rest
                    .type_annotation
                    .as_ref()
                    .map(|annotation| self.type_node(&annotation.type_annotation)),
                default: None,
                optional: true,
                rest: true,
                span: convert(rest.span),
            });
        }
        lowered
    }

    pub(super) fn key_name(&mut self, key: &PropertyKey<'_>, computed: bool) -> KeyName {
        if matches!(key, PropertyKey::PrivateIdentifier(_)) {
            return KeyName::Private;
        }
        match key.static_name() {
            Some(text) => KeyName::Static(name(&text)),
            None => match key.as_expression() {
                Some(expression) if computed => KeyName::Computed(self.expression(expression)),
                _ => KeyName::Private,
            },
        }
    }

    pub(super) fn class_members(&mut self, class: &Class<'_>) -> Vec<Member> {
        let mut members = Vec::new();
        for element in &class.body.body {
            self.class_element(element, &mut members);
        }
        leave_out_read(&mut members);
        self.link_overloads(&members);
        members
    }

    fn class_element(&mut self, element: &ClassElement<'_>, members: &mut Vec<Member>) {
        let span = self.span_of(element);
        let docs = self.docs_at(span.start);
        match element {
            ClassElement::StaticBlock(_) => {}
            ClassElement::PropertyDefinition(property) => {
                let node = property
                    .type_annotation
                    .as_ref()
                    .map(|annotation| self.type_node(&annotation.type_annotation));
                let initialiser = property.value.as_ref().map(|value| self.expression(value));
                members.push(Member {
                    kind: MemberKind::Property { node, initialiser },
                    name: self.key_name(&property.key, property.computed),
                    optional: property.optional,
                    readonly: property.readonly,
                    is_static: property.r#static,
                    is_accessor: false,
                    access: access(property.accessibility),
                    numeric: is_number(&property.key),
                    docs,
                    span,
                });
            }
            ClassElement::AccessorProperty(property) => {
                let member = self.accessor_property(property, span, docs);
                members.push(member);
            }
            ClassElement::TSIndexSignature(index) => members.push(Member {
                kind: MemberKind::Index {
                    key: self.type_node(&index.parameter.type_annotation.type_annotation),
                    value: self.type_node(&index.type_annotation.type_annotation),
                },
                name: KeyName::Private,
                optional: false,
                readonly: index.readonly,
                is_static: index.r#static,
                is_accessor: false,
                access: Access::Everybody,
                numeric: false,
                docs,
                span,
            }),
            ClassElement::MethodDefinition(method) => {
                if method.kind == MethodDefinitionKind::Constructor {
                    self.parameter_properties(&method.value.params, members);
                    members.push(self.constructor(method, span, docs));
                    return;
                }
                let function = self.function(&method.value);
                self.facts.functions[function.0 as usize].signature.is_method = true;
                members.push(Member {
                    kind: match method.kind {
                        MethodDefinitionKind::Get => MemberKind::Getter(function),
                        MethodDefinitionKind::Set => MemberKind::Setter(function),
                        _ => MemberKind::Method(function),
                    },
                    name: self.key_name(&method.key, method.computed),
                    optional: method.optional,
                    readonly: false,
                    is_static: method.r#static,
                    is_accessor: false,
                    access: access(method.accessibility),
                    numeric: is_number(&method.key),
                    docs,
                    span,
                });
            }
        }
    }

    /// `accessor x: T = value`.
    fn accessor_property(
        &mut self,
        property: &AccessorProperty<'_>,
        span: Span,
        docs: Option<DocId>,
    ) -> Member {
        let node = property
            .type_annotation
            .as_ref()
            .map(|annotation| self.type_node(&annotation.type_annotation));
        let initialiser = property.value.as_ref().map(|value| self.expression(value));
        Member {
            kind: MemberKind::Property { node, initialiser },
            name: self.key_name(&property.key, property.computed),
            optional: false,
            readonly: false,
            is_static: property.r#static,
            is_accessor: true,
            access: access(property.accessibility),
            numeric: is_number(&property.key),
            docs,
            span,
        }
    }

    /// A constructor: what it takes, for what it makes is the class.
    fn constructor(
        &mut self,
        method: &MethodDefinition<'_>,
        span: Span,
        docs: Option<DocId>,
    ) -> Member {
        let function = self.signature(span, None, &method.value.params, None);
        let signature = &mut self.facts.functions[function.0 as usize].signature;
        signature.is_method = true;
        signature.has_body = method.value.body.is_some();
        Member {
            kind: MemberKind::Construct(function),
            name: KeyName::Private,
            optional: false,
            readonly: false,
            is_static: true,
            is_accessor: false,
            access: access(method.accessibility),
            numeric: false,
            docs,
            span,
        }
    }

    /// `constructor(public readonly id: string)` declares a field.
    fn parameter_properties(&mut self, params: &FormalParameters<'_>, members: &mut Vec<Member>) {
        for param in &params.items {
            let declares = param.accessibility.is_some() || param.readonly || param.r#override;
            let (true, Some(binding)) = (declares, param.pattern.get_binding_identifier()) else {
                continue;
            };
            let span = convert(param.span);
            members.push(Member {
                kind: MemberKind::Property {
                    node: param
                        .type_annotation
                        .as_ref()
                        .map(|annotation| self.type_node(&annotation.type_annotation)),
                    initialiser: param.initializer.as_ref().map(|value| self.expression(value)),
                },
                name: KeyName::Static(name(&binding.name)),
                optional: param.optional,
                readonly: param.readonly,
                is_static: false,
                is_accessor: false,
                access: access(param.accessibility),
                numeric: false,
                docs: self.docs_at(span.start),
                span,
            });
        }
    }
}

/// Of what can be read and set, reading says what it is.
fn leave_out_read(members: &mut Vec<Member>) {
    let text = |name: &KeyName| match name {
        KeyName::Static(name) => Some(Name::clone(name)),
        _ => None,
    };
    let read: Vec<(Name, bool)> = members
        .iter()
        .filter(|member| matches!(member.kind, MemberKind::Getter(_)))
        .filter_map(|member| Some((text(&member.name)?, member.is_static)))
        .collect();
    members.retain(|member| {
        !matches!(member.kind, MemberKind::Setter(_))
            || text(&member.name).is_some_and(|name| !read.contains(&(name, member.is_static)))
    });
}

pub(super) fn is_number(key: &PropertyKey<'_>) -> bool {
    matches!(key, PropertyKey::NumericLiteral(_))
}

fn access(accessibility: Option<TSAccessibility>) -> Access {
    match accessibility {
        Some(TSAccessibility::Private) => Access::Nobody,
        Some(TSAccessibility::Protected) => Access::Subclasses,
        _ => Access::Everybody,
    }
}
