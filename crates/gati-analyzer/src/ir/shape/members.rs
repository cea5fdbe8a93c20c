//! Classes, members and signatures as declared.

use super::Writer;
use crate::ir::{ClassBody, FunctionId, Member, MemberKind, ParameterIr, Signature};

impl Writer<'_> {
    pub(super) fn class(&mut self, class: &ClassBody) {
        // What of the members speaks of `this` is hashed with them.
        let ClassBody {
            params,
            extends,
            extends_expression,
            members,
            mentions_this: _,
            is_abstract,
        } = class;
        self.flag(*is_abstract);
        self.type_params(params);
        self.flag(extends.is_some());
        if let Some(heritage) = extends {
            self.heritage(heritage);
        }
        self.flag(extends_expression.is_some());
        self.each(members, Self::member);
    }

    pub(super) fn member(&mut self, member: &Member) {
        let Member {
            kind,
            name,
            optional,
            readonly,
            is_static,
            is_accessor,
            access,
            numeric,
            docs,
            span: _,
        } = member;
        self.key(name);
        for flag in [optional, readonly, is_static, is_accessor, numeric] {
            self.flag(*flag);
        }
        self.tag(*access as u8);
        self.docs(*docs);
        match kind {
            MemberKind::Property { node, initialiser } => {
                self.tag(0);
                self.maybe(*node, Self::node);
                self.maybe(*initialiser, Self::expression);
            }
            MemberKind::Method(function) => self.tagged_function(1, *function),
            MemberKind::Getter(function) => self.tagged_function(2, *function),
            MemberKind::Setter(function) => self.tagged_function(3, *function),
            MemberKind::Index { key, value } => {
                self.tag(4);
                self.node(*key);
                self.node(*value);
            }
            MemberKind::Call(function) => self.tagged_function(5, *function),
            MemberKind::Construct(function) => self.tagged_function(6, *function),
        }
    }

    pub(super) fn tagged_function(&mut self, tag: u8, function: FunctionId) {
        self.tag(tag);
        self.function(function);
    }

    /// A signature; whoever looked into the body depends on the text.
    pub(super) fn function(&mut self, function: FunctionId) {
        let facts = self.facts;
        let Signature {
            span: _,
            type_params,
            parameters,
            returns,
            is_async,
            generator,
            is_method,
            is_abstract,
            has_body,
            is_arrow,
            is_expression,
            earlier,
        } = &facts.function(function).signature;
        self.type_params(type_params);
        self.each(parameters, |writer, parameter| {
            // What a parameter binds matters to the body alone, which is hashed by its text.
            let ParameterIr { name, pattern: _, node, default, optional, rest, span: _ } =
                parameter;
            writer.flag(name.is_some());
            writer.text(name.as_deref().unwrap_or_default());
            writer.maybe(*node, Self::node);
            writer.maybe(*default, Self::expression);
            writer.flag(*optional);
            writer.flag(*rest);
        });
        self.maybe(*returns, Self::node);
        for flag in [is_async, generator, is_method, is_abstract, has_body, is_arrow, is_expression]
        {
            self.flag(*flag);
        }
        // Overloads are written where they stand; this says that they belong together.
        self.flag(earlier.is_some());
    }
}
