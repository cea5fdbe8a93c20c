//! The types of values: `typeof x`, and what an expression evidently is.
//!
//! Never a guess: an expression whose type is not certain has none here, and whoever asked says
//! so in a diagnostic. Literals widen as TypeScript widens them, unless something constant
//! (`as const`, a `const` variable, a literal type) keeps them.
//!
//! The kinds of expressions stand together: each asks for the types of its parts.

use super::{ContextId, Evaluator, Lit, Piece, Place, Prop, PropKind, Shape, Slot, Ty, Type, put};
use crate::codes::Code;
use crate::ir::{
    Access, ArrayEntry, ConstKind, DeclKind, Expr, ExprId, FunctionId, KeyName, Name, NodeId,
    ObjectEntry, VariableDecl,
};
use crate::resolve::Site;
use crate::resolve::symbol::{Meaning, Symbol};

/// Where an expression stands: a context, and the function whose parameters and variables it sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub context: ContextId,
    pub function: Option<FunctionId>,
}

/// How literals come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// Everywhere as written, members readonly: `as const`.
    Constant,
    /// As written at the top: the initialiser of a `const`.
    Fresh,
    /// As the keyword they belong to.
    Wide,
}

impl Evaluator<'_> {
    /// The type of an expression outside any function; a problem if it is not certain.
    pub(super) fn constant_value(
        &mut self,
        value: ExprId,
        context: ContextId,
        constant: bool,
    ) -> Ty {
        let width = if constant { Width::Fresh } else { Width::Wide };
        let frame = Frame { context, function: None };
        if let Some(ty) = self.value(value, frame, width) {
            ty
        } else {
            let file = self.store.context(context).file;
            let span = self.sources.facts(file).expression_span(value);
            self.value_unknown(Place { file, span })
        }
    }

    fn value_unknown(&mut self, place: Place) -> Ty {
        self.failure(
            Code::ValueUnknown,
            place,
            "the type of this value cannot be read off it",
            "annotate it, as in `const limits: Limits = …`",
        )
    }

    /// The type a returned expression evidently has, literals widened.
    pub(crate) fn evident(&mut self, value: ExprId, frame: Frame) -> Option<Ty> {
        self.value(value, frame, Width::Wide)
    }

    pub(super) fn value(&mut self, id: ExprId, frame: Frame, width: Width) -> Option<Ty> {
        self.depth += 1;
        let result =
            if self.depth > super::MAX_DEPTH { None } else { self.value_of(id, frame, width) };
        self.depth -= 1;
        result
    }

    fn value_of(&mut self, id: ExprId, frame: Frame, width: Width) -> Option<Ty> {
        let file = self.store.context(frame.context).file;
        let facts = self.sources.facts(file);
        let place = Place { file, span: facts.expression_span(id) };
        match facts.expression(id) {
            Expr::Literal(literal) => {
                let literal = Lit::from_literal(literal);
                let node =
                    if width == Width::Wide { literal.widened() } else { Type::Literal(literal) };
                Some(self.plain(node))
            }
            Expr::Null => Some(self.plain(Type::Null)),
            Expr::RegExp => Some(self.plain(Type::RegExp)),
            Expr::Template { texts, holes } => self.template_value(texts, holes, frame, width),
            Expr::Identifier(name) => self.identifier(name, frame, width, place),
            Expr::Object(entries) => self.object_value(entries, frame, width, file),
            Expr::Array(entries) => self.array_value(entries, frame, width),
            Expr::Function(function) => Some(self.plain(Type::Function {
                function: *function,
                context: frame.context,
                constructs: false,
            })),
            Expr::Call { callee, type_arguments, arguments } => {
                self.call_value(*callee, type_arguments, arguments, frame)
            }
            Expr::New { callee, type_arguments } => {
                let Expr::Identifier(class) = facts.expression(*callee) else { return None };
                let ty = self.eval_reference(
                    &[Name::clone(class)],
                    type_arguments,
                    frame.context,
                    place,
                );
                let opened = self.expand(ty);
                match self.store.get(opened) {
                    Type::Problem(_) | Type::Framework { .. } => None,
                    _ => Some(ty),
                }
            }
            Expr::Member { object, name, optional } => {
                let object = self.value(*object, frame, Width::Wide)?;
                let found = self.member_value(object, name, *optional, place)?;
                Some(self.widened_member(found, width))
            }
            Expr::Index { object, index, optional } => {
                let object = self.value(*object, frame, Width::Wide)?;
                let index = self.value(*index, frame, Width::Fresh)?;
                if *optional {
                    return None;
                }
                let found = self.indexed_access(object, index, place);
                self.known(found)
            }
            Expr::Unary { operator, operand } => self.unary_value(operator, *operand, frame, width),
            Expr::Binary { operator, left, right } => {
                self.binary_value(operator, *left, *right, (frame, width))
            }
            Expr::Conditional { yes, no } => {
                let yes = self.value(*yes, frame, width)?;
                let no = self.value(*no, frame, width)?;
                self.either(vec![yes, no])
            }
            Expr::Await(value) => {
                let value = self.value(*value, frame, width)?;
                Some(self.awaited(value))
            }
            Expr::Typed { kind: ConstKind::As, node, .. } => {
                let ty = self.eval(*node, frame.context);
                self.known(ty)
            }
            Expr::Typed { kind: ConstKind::Satisfies, value, .. } => {
                self.value(*value, frame, width)
            }
            Expr::ConstAssertion(value) => self.value(*value, frame, Width::Constant),
            Expr::NonNull(value) => {
                let value = self.value(*value, frame, width)?;
                Some(self.non_nullable(value))
            }
            Expr::Class | Expr::Other(_) => None,
        }
    }

    /// A value that may change is any member of its enum.
    fn widened_member(&mut self, ty: Ty, width: Width) -> Ty {
        let forced = self.force(ty);
        match self.get(forced) {
            Type::Member { owner, .. } if width == Width::Wide => self.plain(Type::Named(owner)),
            _ => ty,
        }
    }

    /// One of several values. TypeScript gives object literals that meet like this the members of
    /// each other, and drops a type that another one covers: where that could happen, nothing is
    /// known.
    fn either(&mut self, types: Vec<Ty>) -> Option<Ty> {
        let all = self.union(types.clone());
        let members = self.constituents(all);
        let mut objects = 0;
        let mut lists = 0;
        for member in members {
            let opened = self.expand(member);
            match self.store.get(opened) {
                Type::Object(_) => objects += 1,
                Type::Array { .. } | Type::Tuple { .. } | Type::Function { .. } => lists += 1,
                _ => {}
            }
        }
        if objects + lists < 2 { self.subtype_union(types).ok() } else { None }
    }

    /// `ty` unless it is a failure.
    pub(super) fn known(&mut self, ty: Ty) -> Option<Ty> {
        let opened = self.expand(ty);
        (!matches!(self.store.get(opened), Type::Problem(_))).then_some(ty)
    }

    fn template_value(
        &mut self,
        texts: &[Name],
        holes: &[ExprId],
        frame: Frame,
        width: Width,
    ) -> Option<Ty> {
        if holes.is_empty() && width != Width::Wide {
            return Some(self.store.string_literal(texts.first().map_or("", |text| &**text)));
        }
        if width != Width::Constant {
            return Some(self.plain(Type::String));
        }
        let mut pieces = vec![Piece::Text(Name::clone(texts.first()?))];
        for (index, hole) in holes.iter().enumerate() {
            let value = self.value(*hole, frame, Width::Constant)?;
            let opened = self.expand(value);
            match self.get(opened) {
                Type::Literal(literal) => pieces.push(Piece::Text(Name::from(literal.text()))),
                Type::String | Type::Number | Type::Boolean | Type::BigInt => {
                    pieces.push(Piece::Hole(opened));
                }
                _ => return Some(self.plain(Type::String)),
            }
            pieces.push(Piece::Text(Name::clone(texts.get(index + 1)?)));
        }
        Some(self.finish_template(pieces))
    }

    fn object_value(
        &mut self,
        entries: &[ObjectEntry],
        frame: Frame,
        width: Width,
        file: crate::resolve::FileId,
    ) -> Option<Ty> {
        let constant = width == Width::Constant;
        let inner = if constant { Width::Constant } else { Width::Wide };
        let mut shape = Shape::default();
        for entry in entries {
            let (name, ty, docs, span) = match entry {
                ObjectEntry::Spread(value) => {
                    let value = self.value(*value, frame, width)?;
                    self.spread_into(&mut shape, value)?;
                    continue;
                }
                ObjectEntry::Property { name, value, docs, span } => {
                    (name, self.value(*value, frame, inner)?, *docs, *span)
                }
                ObjectEntry::Method { name, function, docs, span } => {
                    let ty = self.plain(Type::Function {
                        function: *function,
                        context: frame.context,
                        constructs: false,
                    });
                    (name, ty, *docs, *span)
                }
                ObjectEntry::Getter { name, function, span } => {
                    let node = self.sources.facts(file).signature(*function).returns?;
                    (name, self.eval(node, frame.context), None, *span)
                }
            };
            let name = match name {
                KeyName::Static(name) => Name::clone(name),
                KeyName::Computed(key) => {
                    let key = self.value(*key, frame, Width::Fresh)?;
                    let key = self.expand(key);
                    match self.store.get(key) {
                        Type::Literal(literal) => Name::from(literal.text()),
                        _ => return None,
                    }
                }
                KeyName::Private => return None,
            };
            put(
                &mut shape,
                Prop {
                    name,
                    ty,
                    optional: false,
                    readonly: constant,
                    docs: docs.map(|docs| (file, docs)),
                    place: Place { file, span },
                    kind: PropKind::Field,
                    numeric: false,
                },
            );
        }
        Some(self.store.object(shape))
    }

    /// `{ ...value }`.
    fn spread_into(&mut self, shape: &mut Shape, value: Ty) -> Option<()> {
        let opened = self.expand(value);
        let Type::Object(spread) = self.get(opened) else { return None };
        if !spread.index.is_empty() || spread.callable.is_some() {
            return None;
        }
        for property in &spread.properties {
            if property.kind == PropKind::Prototype {
                continue;
            }
            let mut property = property.clone();
            property.readonly = false;
            if property.optional
                && let Some(before) = shape.property(&property.name)
            {
                let (before_type, before_optional) = (before.ty, before.optional);
                let own = self.without_undefined(property.ty);
                property.ty = self.union(vec![before_type, own]);
                property.optional = before_optional;
            }
            put(shape, property);
        }
        Some(())
    }

    fn array_value(&mut self, entries: &[ArrayEntry], frame: Frame, width: Width) -> Option<Ty> {
        let constant = width == Width::Constant;
        let inner = if constant { Width::Constant } else { Width::Wide };
        let mut slots = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                ArrayEntry::Hole => return None,
                ArrayEntry::Item(value) => {
                    let ty = self.value(*value, frame, inner)?;
                    slots.push(Slot { ty, optional: false, rest: false, label: None });
                }
                ArrayEntry::Spread(value) => {
                    let spread = self.value(*value, frame, inner)?;
                    let opened = self.expand(spread);
                    match self.get(opened) {
                        Type::Array { items: ty, .. } => {
                            slots.push(Slot { ty, optional: false, rest: true, label: None });
                        }
                        Type::Tuple { slots: more, .. } => slots.extend(more),
                        _ => return None,
                    }
                }
            }
        }
        if constant {
            let tuple = self.finish_tuple(slots);
            return Some(self.as_readonly(tuple));
        }
        if slots.is_empty() {
            // An empty array says nothing about its items.
            return None;
        }
        let items = self.either(slots.iter().map(|slot| slot.ty).collect())?;
        Some(self.plain(Type::Array { items, readonly: false }))
    }

    fn unary_value(
        &mut self,
        operator: &str,
        operand: ExprId,
        frame: Frame,
        width: Width,
    ) -> Option<Ty> {
        match operator {
            "!" | "delete" => Some(self.plain(Type::Boolean)),
            "typeof" => {
                let words = [
                    "string",
                    "number",
                    "bigint",
                    "boolean",
                    "symbol",
                    "undefined",
                    "object",
                    "function",
                ];
                let words = words.iter().map(|word| self.store.string_literal(word)).collect();
                Some(self.union(words))
            }
            "void" => Some(self.plain(Type::Undefined)),
            "-" | "+" | "~" => {
                let value = self.value(operand, frame, width)?;
                let opened = self.expand(value);
                match self.get(opened) {
                    Type::Literal(literal) => {
                        let computed = super::enums::unary(operator, &literal)?;
                        Some(self.plain(Type::Literal(computed)))
                    }
                    Type::BigInt if operator != "+" => Some(opened),
                    _ => Some(self.plain(Type::Number)),
                }
            }
            _ => None,
        }
    }

    fn binary_value(
        &mut self,
        operator: &str,
        left: ExprId,
        right: ExprId,
        (frame, width): (Frame, Width),
    ) -> Option<Ty> {
        match operator {
            "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">=" | "in" | "instanceof" => {
                Some(self.plain(Type::Boolean))
            }
            "??" | "||" => {
                let left = self.value(left, frame, width)?;
                let left = self.non_nullable(left);
                let right = self.value(right, frame, width)?;
                Some(self.union(vec![left, right]))
            }
            "&&" => None,
            "+" => {
                let left = self.kind_of(left, frame)?;
                let right = self.kind_of(right, frame)?;
                let node = match (left, right) {
                    (Kind::Text, _) | (_, Kind::Text) => Type::String,
                    (Kind::Number, Kind::Number) => Type::Number,
                    (Kind::BigInt, Kind::BigInt) => Type::BigInt,
                    _ => return None,
                };
                Some(self.plain(node))
            }
            _ => {
                let left = self.kind_of(left, frame)?;
                let right = self.kind_of(right, frame)?;
                let node = match (left, right) {
                    (Kind::BigInt, Kind::BigInt) => Type::BigInt,
                    (Kind::Number, Kind::Number) => Type::Number,
                    _ => return None,
                };
                Some(self.plain(node))
            }
        }
    }

    /// The kind of primitive an operand is.
    fn kind_of(&mut self, value: ExprId, frame: Frame) -> Option<Kind> {
        let ty = self.value(value, frame, Width::Wide)?;
        self.kind_of_type(ty)
    }

    fn kind_of_type(&mut self, ty: Ty) -> Option<Kind> {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::String | Type::Template(_) | Type::Literal(Lit::String(_)) => Some(Kind::Text),
            Type::Number | Type::Literal(Lit::Number(_)) => Some(Kind::Number),
            Type::BigInt | Type::Literal(Lit::BigInt(_)) => Some(Kind::BigInt),
            Type::Refined { base, .. } => self.kind_of_type(base),
            Type::Union(members) => {
                let mut kinds = members.into_iter().map(|member| self.kind_of_type(member));
                let first = kinds.next()??;
                kinds.all(|kind| kind == Some(first)).then_some(first)
            }
            _ => None,
        }
    }

    fn member_value(
        &mut self,
        object: Ty,
        name: &Name,
        optional: bool,
        place: Place,
    ) -> Option<Ty> {
        let opened = self.expand(object);
        if let Type::Framework { name: framework, arguments } = self.get(opened) {
            return self.request_position(&framework, &arguments, name);
        }
        let (object, absent) = if optional {
            let present = self.non_nullable(object);
            (present, present != object)
        } else {
            (object, false)
        };
        let key = self.store.string_literal(name);
        let found = self.indexed_access(object, key, place);
        let found = self.known(found)?;
        Some(if absent { self.or_undefined(found) } else { found })
    }

    /// `req.body` of `req: Request<{ body: T }>`.
    fn request_position(&mut self, framework: &str, arguments: &[Ty], name: &str) -> Option<Ty> {
        if framework != "Request" || !matches!(name, "params" | "query" | "headers" | "body") {
            return None;
        }
        let shape = self.expand(*arguments.first()?);
        let Type::Object(shape) = self.get(shape) else { return None };
        Some(shape.property(name)?.ty)
    }

    fn identifier(&mut self, name: &Name, frame: Frame, width: Width, place: Place) -> Option<Ty> {
        let here = self.store.context(frame.context).clone();
        if let Some(function) = frame.function {
            let facts = self.sources.facts(here.file);
            let function = facts.function(function);
            let locals: Vec<&VariableDecl> = function
                .locals
                .iter()
                .filter(|local| matches!(&local.name, KeyName::Static(own) if own == name))
                .collect();
            match locals.as_slice() {
                [] => {}
                [only] => return self.variable(only, frame, width),
                _ => return None,
            }
            if let Some(parameter) =
                function.parameters.iter().find(|parameter| parameter.name.as_ref() == Some(name))
            {
                let node = parameter.node?;
                let ty = self.eval(node, frame.context);
                return if parameter.optional { None } else { self.known(ty) };
            }
        }
        if &**name == "undefined" {
            return Some(self.plain(Type::Undefined));
        }
        if matches!(&**name, "NaN" | "Infinity") {
            return Some(self.plain(Type::Number));
        }
        let symbol = self.sources.lookup(here.file, here.scope, name, Meaning::Value).ok()??;
        let ty = self.value_of_symbol_as(&symbol, place, width)?;
        self.known(ty)
    }

    fn variable(&mut self, variable: &VariableDecl, frame: Frame, width: Width) -> Option<Ty> {
        if let Some(node) = variable.node {
            let ty = self.eval(node, frame.context);
            let opened = self.expand(ty);
            let is_union = matches!(self.store.get(opened), Type::Union(_) | Type::Boolean);
            let narrows = width == Width::Fresh && variable.initialiser.is_some();
            return if is_union && narrows {
                self.assigned(variable, ty, frame)
            } else {
                self.known(ty)
            };
        }
        let initialiser = variable.initialiser?;
        let own =
            if variable.is_const && width != Width::Wide { Width::Fresh } else { Width::Wide };
        let ty = self.value(initialiser, frame, own)?;
        if variable.is_const {
            return Some(ty);
        }
        if width != Width::Wide {
            // TypeScript narrows a union to what was assigned last, which is not followed here.
            let opened = self.expand(ty);
            if matches!(self.store.get(opened), Type::Union(_)) {
                return None;
            }
        }
        // `let x = null` may become anything.
        let opened = self.expand(ty);
        match self.store.get(opened) {
            Type::Null | Type::Undefined => None,
            _ => Some(ty),
        }
    }

    /// What is left of a declared union after its initialiser was assigned to it.
    fn assigned(&mut self, variable: &VariableDecl, declared: Ty, frame: Frame) -> Option<Ty> {
        let value = self.value(variable.initialiser?, frame, Width::Fresh)?;
        let mut kept = Vec::new();
        for member in self.constituents(declared) {
            if self.decided(value, member).ok()? {
                kept.push(member);
            }
        }
        if kept.is_empty() { None } else { Some(self.union(kept)) }
    }

    /// `typeof a.b`.
    pub(super) fn eval_query(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        if !arguments.is_empty() {
            return self.unsupported(place, "`typeof` with type arguments", "write the type out");
        }
        if let Some(ty) = self.schema_property(path, (context, place)) {
            return ty;
        }
        let here = self.store.context(context).clone();
        for split in (1..=path.len()).rev() {
            let meaning = Meaning::Value;
            match self.sources.lookup_path(here.file, here.scope, &path[..split], meaning) {
                Ok(Some(symbol)) => {
                    let mut ty = self.value_of_symbol(&symbol, place);
                    for word in &path[split..] {
                        let key = self.store.string_literal(word);
                        ty = self.indexed_access(ty, key, place);
                    }
                    return ty;
                }
                Ok(None) => {}
                Err(missing) => return self.missing(&missing, place),
            }
        }
        let whole = path.iter().map(|word| &**word).collect::<Vec<_>>().join(".");
        self.failure(
            Code::NameUnknown,
            place,
            format!("no value is called `{whole}`"),
            "declare it, or import it",
        )
    }

    /// The type of the value a symbol stands for.
    pub(super) fn value_of_symbol(&mut self, symbol: &Symbol, place: Place) -> Ty {
        match self.value_of_symbol_as(symbol, place, Width::Fresh) {
            Some(ty) => ty,
            None => self.value_unknown(place),
        }
    }

    pub(super) fn value_of_symbol_as(
        &mut self,
        symbol: &Symbol,
        place: Place,
        width: Width,
    ) -> Option<Ty> {
        match symbol {
            Symbol::Declared { file, scope, name } => {
                let sites = self.sources.declarations(*file, *scope, name);
                let base = sites.iter().find_map(|site| {
                    let context = self.context_of(site.file, site.scope());
                    let frame = Frame { context, function: None };
                    match site.kind() {
                        DeclKind::Variable(variable) => Some(self.variable(variable, frame, width)),
                        DeclKind::Function(function) => Some(Some(self.plain(Type::Function {
                            function: *function,
                            context,
                            constructs: false,
                        }))),
                        DeclKind::Enum { .. } => Some(self.enum_object(*file, *scope, name, place)),
                        DeclKind::Class(_) => {
                            let class = super::NamedKey {
                                file: *file,
                                scope: *scope,
                                name: Name::clone(name),
                                arguments: Vec::new(),
                            };
                            Some(self.class_value(&class, context))
                        }
                        _ => None,
                    }
                });
                if sites.iter().any(Site::is_namespace_value) {
                    return match base {
                        Some(None) => None,
                        base => self.namespaced_value(symbol, base.flatten(), place),
                    };
                }
                base?
            }
            Symbol::Untyped => Some(self.plain(Type::Any)),
            Symbol::Property { of, name } => {
                let of = self.value_of_symbol_as(of, place, Width::Wide)?;
                let key = self.store.string_literal(name);
                Some(self.indexed_access(of, key, place))
            }
            Symbol::Expression { file, scope, expression } => {
                let context = self.context_of(*file, *scope);
                self.value(*expression, Frame { context, function: None }, width)
            }
            Symbol::Module { file, scope } => Some(self.module_value(*file, *scope, place)),
            _ => None,
        }
    }

    /// `typeof E`: an object of its members.
    fn enum_object(
        &mut self,
        file: crate::resolve::FileId,
        scope: crate::ir::ScopeId,
        enumeration: &str,
        place: Place,
    ) -> Option<Ty> {
        let members = self.enum_members(file, scope, enumeration);
        let mut shape = Shape::default();
        for (name, value) in members {
            let owner = super::NamedKey {
                file,
                scope,
                name: Name::from(enumeration),
                arguments: Vec::new(),
            };
            let ty = self.member(value?, owner);
            shape.properties.push(Prop {
                name,
                ty,
                optional: false,
                readonly: true,
                docs: None,
                place,
                kind: PropKind::Field,
                numeric: false,
            });
        }
        Some(self.store.object(shape))
    }

    /// `typeof C`: the statics of a class; `InstanceType` of it is the class.
    fn class_value(&mut self, class: &super::NamedKey, context: ContextId) -> Option<Ty> {
        let sites = self.sources.declarations(class.file, class.scope, &class.name);
        let (site, body) = sites.iter().find_map(|site| match site.kind() {
            DeclKind::Class(body) => Some((site, body)),
            _ => None,
        })?;
        let mut shape = Shape::default();
        for member in body
            .members
            .iter()
            .filter(|member| member.is_static && member.access == Access::Everybody)
        {
            self.add_member(&mut shape, member, context, site.file);
        }
        Some(self.store.object(shape))
    }
}

/// The kinds of primitives arithmetic tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    BigInt,
}
