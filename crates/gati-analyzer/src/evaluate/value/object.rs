//! Object literals and templates.

use super::{Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::store::Literalness;
use crate::evaluate::{IndexSig, Lit, Piece, Place, Prop, PropKind, Shape, Ty, Type, put};
use crate::ir::{Expr, ExprId, KeyName, Name, ObjectEntry};

/// What is in a literal so far: several alternatives after a spread of several.
struct Parts {
    shapes: Vec<Shape>,
    /// Types of members whose names are only known to be of a kind.
    computed: Vec<(Ty, Vec<Ty>)>,
    /// Names and types of what is written behind the last spread.
    own: Vec<(Name, Ty)>,
    spread: bool,
}

impl Evaluator<'_> {
    pub(super) fn object(&mut self, entries: &[ObjectEntry], walk: &mut Walk, want: Want) -> Typed {
        let mut parts = Parts {
            shapes: vec![Shape::default()],
            computed: Vec::new(),
            own: Vec::new(),
            spread: false,
        };
        for entry in entries {
            self.object_entry(entry, &mut parts, walk, want)?;
        }
        self.close(&mut parts);
        let literalness = if parts.spread { Literalness::FreshSpread } else { Literalness::Fresh };
        let mut all = Vec::with_capacity(parts.shapes.len());
        for mut shape in parts.shapes {
            shape.literal = literalness;
            all.push(Value::of(self.store.object(shape)));
        }
        Ok(self.either(&all))
    }

    /// What is written behind the last spread has the signatures of its computed names; together
    /// with what was spread, those that both have.
    fn close(&mut self, parts: &mut Parts) {
        if parts.own.is_empty() && parts.computed.is_empty() {
            return;
        }
        let own = std::mem::take(&mut parts.own);
        let mut written: Vec<IndexSig> = Vec::new();
        for (key, values) in std::mem::take(&mut parts.computed) {
            let is_number = matches!(self.store.get(key), Type::Number);
            let beside = own
                .iter()
                .filter(|(name, _)| !is_number || name.parse::<f64>().is_ok())
                .map(|(_, ty)| *ty);
            let values: Vec<Value> = values.iter().copied().chain(beside).map(Value::of).collect();
            let value = self.either(&values).ty;
            written.push(IndexSig { key, value, mapped: false, called: None });
        }
        for shape in &mut parts.shapes {
            if !parts.spread {
                shape.index.clone_from(&written);
                continue;
            }
            let before = std::mem::take(&mut shape.index);
            for signature in before {
                let Some(other) = written.iter().find(|other| other.key == signature.key) else {
                    continue;
                };
                let values = [Value::of(signature.value), Value::of(other.value)];
                let value = self.either(&values).ty;
                shape.index.push(IndexSig { value, ..signature });
            }
        }
    }

    fn object_entry(
        &mut self,
        entry: &ObjectEntry,
        parts: &mut Parts,
        walk: &mut Walk,
        want: Want,
    ) -> Result<(), super::Stuck> {
        let is_number = matches!(entry, ObjectEntry::Property { numeric: true, .. });
        let (name, ty, docs, span) = match entry {
            ObjectEntry::Spread(value) => {
                let place = walk.place(*value);
                let value = self.infer(*value, walk, Want::default())?;
                if !parts.computed.is_empty() {
                    return stuck(place, "a spread behind a computed name");
                }
                self.close(parts);
                parts.spread = true;
                return self.spread_object(parts, value.ty, place, want);
            }
            ObjectEntry::Property { name, value, docs, span, .. } => {
                let context = want.context.and_then(|context| self.context_member(context, name));
                let inner = Want { context, ..want };
                let value_of = self.infer(*value, walk, inner)?;
                let is_assertion = matches!(
                    walk.facts.expression(*value),
                    crate::ir::Expr::Typed { kind: crate::ir::ConstKind::As, .. }
                );
                let ty = if is_assertion { value_of.ty } else { self.in_place(&value_of, inner) };
                (name, ty, *docs, *span)
            }
            ObjectEntry::Method { name, function, docs, span } => {
                let ty = self.function_type(*function, walk);
                self.closure_state(*function, &walk.state, walk);
                (name, ty, *docs, *span)
            }
            ObjectEntry::Getter { name, function, span } => {
                let ty = self.function_type(*function, walk);
                let Type::Function { function, context, .. } = self.get(ty) else { return Ok(()) };
                let place = Place { file: walk.file, span: *span };
                let found = self.returned_value(function, context, place)?;
                (name, found.ty, None, *span)
            }
        };
        let place = Place { file: walk.file, span };
        let (name, key) = match name {
            KeyName::Static(name) => {
                let key = if is_number { self.number_named(name) } else { None };
                (Name::clone(name), key)
            }
            KeyName::Computed(key) => {
                let found = self.infer(*key, walk, Want::default())?;
                let known = self.reveal(found.ty);
                let key = self.expand(known);
                if let Type::Literal(literal) = self.get(key) {
                    let is_text = known == key && matches!(literal, Lit::String(_));
                    (Name::from(literal.text()), (!is_text).then_some(known))
                } else {
                    let key = self.key_of_computed(key, place)?;
                    match parts.computed.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, values)) => values.push(ty),
                        None => parts.computed.push((key, vec![ty])),
                    }
                    return Ok(());
                }
            }
            KeyName::Private => return stuck(place, "a private name"),
        };
        parts.own.push((Name::clone(&name), ty));
        for shape in &mut parts.shapes {
            put(
                shape,
                Prop {
                    name: Name::clone(&name),
                    ty,
                    optional: false,
                    readonly: want.constant,
                    docs: docs.map(|docs| (walk.file, docs)),
                    place,
                    kind: PropKind::Field,
                    key,
                },
            );
        }
        Ok(())
    }

    /// The type a member of a literal is expected to have.
    fn context_member(&mut self, context: Ty, name: &KeyName) -> Option<Ty> {
        let KeyName::Static(name) = name else { return None };
        let opened = self.expand(context);
        match self.get(opened) {
            Type::Object(shape) => match shape.property(name) {
                Some(property) => Some(property.ty),
                None => shape.index.first().map(|signature| signature.value),
            },
            Type::Union(members) => {
                let key = KeyName::Static(Name::clone(name));
                let found: Vec<Ty> = members
                    .into_iter()
                    .filter_map(|member| self.context_member(member, &key))
                    .collect();
                (!found.is_empty()).then(|| self.union(found))
            }
            _ => None,
        }
    }

    /// `{ ...value }`.
    fn spread_object(
        &mut self,
        parts: &mut Parts,
        value: Ty,
        place: Place,
        want: Want,
    ) -> Result<(), super::Stuck> {
        let mut objects = Vec::new();
        let mut absent = false;
        for member in self.constituents(value) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Object(shape) => {
                    if shape.properties.is_empty() && shape.index.is_empty() {
                        absent = true;
                    } else {
                        objects.push(shape);
                    }
                }
                Type::Null
                | Type::Undefined
                | Type::Boolean
                | Type::Number
                | Type::String
                | Type::BigInt
                | Type::Literal(_)
                | Type::Template(_)
                | Type::NonPrimitive => absent = true,
                _ => return stuck(place, "a spread of this"),
            }
        }
        let mut sources: Vec<Shape> = Vec::with_capacity(objects.len());
        for object in &objects {
            if object.callable.is_some() || !object.secrets.is_empty() {
                return stuck(place, "a spread of this");
            }
            let mut source = Shape { index: object.index.clone(), ..Shape::default() };
            for property in &object.properties {
                if property.kind.is_of_class() {
                    continue;
                }
                let mut property = property.clone();
                property.readonly = want.constant;
                source.properties.push(property);
            }
            sources.push(source);
        }
        if absent {
            match sources.as_mut_slice() {
                [] => return Ok(()),
                // One object or nothing: everything of it may be missing.
                [only] => {
                    for property in &mut only.properties {
                        property.optional = true;
                    }
                }
                _ => sources.push(Shape::default()),
            }
        }
        if parts.shapes.len() * sources.len() > 200 {
            return stuck(place, "a spread of too many alternatives");
        }
        let mut merged = Vec::with_capacity(parts.shapes.len() * sources.len());
        for before in &parts.shapes {
            for source in &sources {
                merged.push(self.merge(before, source));
            }
        }
        parts.shapes = merged;
        Ok(())
    }

    fn merge(&mut self, before: &Shape, source: &Shape) -> Shape {
        let mut shape = before.clone();
        let begins = shape.properties.is_empty() && shape.index.is_empty();
        shape.index.clear();
        if begins {
            shape.index.clone_from(&source.index);
        }
        for property in &source.properties {
            let mut property = property.clone();
            if property.optional
                && let Some(known) = shape.property(&property.name)
            {
                let (known_type, known_optional) = (known.ty, known.optional);
                let own = self.without_undefined(property.ty);
                let either = self.either(&[Value::of(known_type), Value::of(own)]);
                property.ty = either.ty;
                property.optional = known_optional;
            }
            put(&mut shape, property);
        }
        shape
    }

    /// The text of a template whose parts are constants.
    fn constant_text(&self, texts: &[Name], holes: &[ExprId], walk: &Walk) -> Option<String> {
        let mut text = texts.first()?.to_string();
        for (index, hole) in holes.iter().enumerate() {
            text.push_str(&self.constant(*hole, walk, 0)?.text());
            text.push_str(texts.get(index + 1)?);
        }
        Some(text)
    }

    /// What an expression is before anything runs: literals, and names of literals.
    fn constant(&self, id: ExprId, walk: &Walk, depth: u32) -> Option<Lit> {
        if depth > 20 {
            return None;
        }
        match walk.facts.expression(id) {
            Expr::Literal(literal) => match Lit::from_literal(literal) {
                literal @ (Lit::String(_) | Lit::Number(_)) => Some(literal),
                _ => None,
            },
            Expr::Template { texts, holes } => {
                let mut text = texts.first()?.to_string();
                for (index, hole) in holes.iter().enumerate() {
                    text.push_str(&self.constant(*hole, walk, depth + 1)?.text());
                    text.push_str(texts.get(index + 1)?);
                }
                Some(Lit::String(Name::from(text)))
            }
            Expr::Local(local) => {
                self.constant(walk.facts.local(*local).initialiser?, walk, depth + 1)
            }
            Expr::Identifier(name) => {
                let here = self.store.context(walk.context);
                let facts = self.sources.facts(here.file);
                let mut found = facts.declarations_of(crate::ir::MODULE_SCOPE, name);
                let (_, only) = found.next()?;
                match &only.kind {
                    crate::ir::DeclKind::Variable(own) if own.is_const && own.node.is_none() => {
                        self.constant(own.initialiser?, walk, depth + 1)
                    }
                    _ => None,
                }
            }
            Expr::Unary { operator, operand } => {
                crate::evaluate::enums::unary(operator, &self.constant(*operand, walk, depth + 1)?)
            }
            Expr::Binary { operator, left, right } => crate::evaluate::enums::binary(
                operator,
                &self.constant(*left, walk, depth + 1)?,
                &self.constant(*right, walk, depth + 1)?,
            ),
            _ => None,
        }
    }

    pub(super) fn template(
        &mut self,
        texts: &[Name],
        holes: &[ExprId],
        walk: &mut Walk,
        want: Want,
    ) -> Typed {
        if holes.is_empty() {
            let ty = self.store.string_literal(texts.first().map_or("", |text| &**text));
            return Ok(Value { ty, fresh: vec![ty] });
        }
        let expects_text = want.context.is_some_and(|context| {
            self.constituents(context).into_iter().any(|member| {
                matches!(self.store.get(member), Type::Template(_) | Type::Literal(Lit::String(_)))
            })
        });
        if !want.constant && !expects_text {
            return Ok(match self.constant_text(texts, holes, walk) {
                Some(text) => {
                    let ty = self.store.string_literal(&text);
                    Value { ty, fresh: vec![ty] }
                }
                None => Value::of(self.plain(Type::String)),
            });
        }
        let mut pieces =
            vec![Piece::Text(texts.first().map_or_else(|| Name::from(""), Name::clone))];
        for (index, hole) in holes.iter().enumerate() {
            let place = walk.place(*hole);
            let value = self.infer(*hole, walk, Want { constant: true, context: None })?;
            let opened = self.expand(value.ty);
            match self.get(opened) {
                Type::Literal(literal) => pieces.push(Piece::Text(Name::from(literal.text()))),
                Type::String | Type::Number | Type::Boolean | Type::BigInt => {
                    pieces.push(Piece::Hole(opened));
                }
                _ => return stuck(place, "a part of a constant template"),
            }
            let text = texts.get(index + 1).map_or_else(|| Name::from(""), Name::clone);
            pieces.push(Piece::Text(text));
        }
        Ok(Value::of(self.finish_template(pieces)))
    }
}
