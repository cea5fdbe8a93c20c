//! What a condition says about references: `===`, truthiness, `typeof`, `instanceof`, `in`,
//! discriminants, type predicates.
//!
//! The forms of conditions stand in one place, because each is made of the others.

use super::operator::WORDS;
use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::store::Literalness;
use crate::evaluate::{Lit, Place, Shape, Ty, Type};
use crate::ir::{Expr, ExprId, LocalKind, Name};

impl Evaluator<'_> {
    /// Goes on as if `condition` were true, or false.
    pub(super) fn assume(&mut self, condition: ExprId, sense: bool, walk: &mut Walk) {
        if walk.state.unreachable {
            return;
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        match facts.expression(condition) {
            Expr::Literal(literal) => {
                // `while (true)` has no end.
                if let Lit::Boolean(value) = Lit::from_literal(literal) {
                    walk.state.unreachable |= value != sense;
                }
            }
            Expr::Chain(inner) => {
                if sense {
                    self.present_in_chain(*inner, walk);
                }
                self.assume(*inner, sense, walk);
            }
            Expr::Unary { operator: "!", operand } => self.assume(*operand, !sense, walk),
            Expr::Binary { operator: operator @ ("&&" | "||"), left, right } => {
                if (*operator == "&&") == sense {
                    self.assume(*left, sense, walk);
                    self.assume(*right, sense, walk);
                    return;
                }
                let before = walk.state.clone();
                self.assume(*left, sense, walk);
                let first = std::mem::replace(&mut walk.state, before);
                self.assume(*left, !sense, walk);
                self.assume(*right, sense, walk);
                let second = std::mem::take(&mut walk.state);
                walk.state = self.join(first, second);
            }
            Expr::Binary { operator: "===" | "==", left, right } => {
                let loose =
                    matches!(facts.expression(condition), Expr::Binary { operator: "==", .. });
                self.narrow_equality(*left, *right, loose, sense, walk);
            }
            Expr::Binary { operator: "!==" | "!=", left, right } => {
                let loose =
                    matches!(facts.expression(condition), Expr::Binary { operator: "!=", .. });
                self.narrow_equality(*left, *right, loose, !sense, walk);
            }
            Expr::Binary { operator: "instanceof", left, right } => {
                self.narrow_instance(*left, *right, sense, walk);
            }
            Expr::Binary { operator: "in", left, right } => {
                self.narrow_member(*left, *right, sense, walk);
            }
            Expr::Call { .. } => self.narrow_predicate(condition, sense, walk),
            Expr::Local(local) => {
                self.narrow_truth(condition, sense, walk);
                let own = facts.local(*local);
                // A condition with a name.
                if own.kind == LocalKind::Const
                    && let Some(named) = own.initialiser
                    && is_condition(named, walk)
                {
                    self.assume(named, sense, walk);
                }
            }
            Expr::Assign { operator: "=", target, .. } => self.narrow_truth(*target, sense, walk),
            Expr::NonNull(inner) => self.assume(*inner, sense, walk),
            Expr::Sequence(parts) => {
                if let Some(last) = parts.last() {
                    self.assume(*last, sense, walk);
                }
            }
            _ => self.narrow_truth(condition, sense, walk),
        }
    }

    fn narrow_truth(&mut self, id: ExprId, sense: bool, walk: &mut Walk) {
        let place = walk.place(id);
        self.refine_reference(id, walk, &mut |this, value| {
            let opened = this.expand(value.ty);
            if !sense && matches!(this.store.get(opened), Type::Unknown) {
                return stuck(place, "what is left of `unknown`");
            }
            let kept =
                if sense { this.truthy(value.ty, place)? } else { this.falsy(value.ty, place)? };
            Ok(this.kept(value, kept))
        });
    }

    /// The reference is null or undefined.
    pub(super) fn narrow_absent(&mut self, id: ExprId, walk: &mut Walk) {
        self.refine_reference(id, walk, &mut |this, value| {
            let opened = this.expand(value.ty);
            let kept = match this.store.get(opened) {
                Type::Any => return Ok(value.clone()),
                Type::Unknown => {
                    [Type::Null, Type::Undefined].map(|part| this.plain(part)).to_vec()
                }
                _ => {
                    let mut members = this.constituents(value.ty);
                    members.retain(|member| {
                        matches!(
                            this.store.get(*member),
                            Type::Null | Type::Undefined | Type::Void | Type::Any | Type::Unknown
                        )
                    });
                    members
                }
            };
            Ok(this.kept(value, kept))
        });
    }

    pub(super) fn narrow_present(&mut self, id: ExprId, walk: &mut Walk) {
        self.refine_reference(id, walk, &mut |this, value| {
            let ty = this.non_nullable(value.ty);
            Ok(Value { ty, fresh: value.fresh.clone() })
        });
    }

    /// The members of `value` that stay.
    fn kept(&mut self, value: &Value, kept: Vec<Ty>) -> Value {
        let fresh = value.fresh.iter().copied().filter(|member| kept.contains(member)).collect();
        Value { ty: self.union(kept), fresh }
    }

    /// Replaces what is known of a reference, and of the object it is a discriminant of.
    fn refine_reference(
        &mut self,
        id: ExprId,
        walk: &mut Walk,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) {
        let Some(reference) = self.reference(id, walk) else { return };
        let id = target_of(id, walk);
        let Ok(value) = self.infer(id, walk, Want::default()) else { return };
        match narrow(self, &value) {
            Ok(narrowed) if narrowed != value => walk.state.set(reference, Some(narrowed)),
            Ok(_) => {}
            Err(_) => walk.state.set(reference, None),
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        let object = match facts.expression(id) {
            Expr::Member { object, .. } | Expr::Index { object, .. } => *object,
            _ => return,
        };
        let Some(own) = self.reference(id, walk) else { return };
        let Some((parent, name)) = own.parent() else { return };
        let name = Name::clone(name);
        let optional = matches!(
            facts.expression(id),
            Expr::Member { optional: true, .. } | Expr::Index { optional: true, .. }
        );
        let place = walk.place(id);
        let Ok(whole) = self.infer(object, walk, Want::default()) else { return };
        match self.by_discriminant(&whole, &name, optional, place, narrow) {
            Ok(Some(narrowed)) => walk.state.set(parent, Some(narrowed)),
            Ok(None) => {}
            Err(_) => walk.state.set(parent, None),
        }
    }

    /// The members of a union whose `name` can be what it was narrowed to.
    fn by_discriminant(
        &mut self,
        whole: &Value,
        name: &Name,
        optional: bool,
        place: Place,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) -> Result<Option<Value>, Stuck> {
        let members = self.constituents(whole.ty);
        if members.len() < 2 {
            return Ok(None);
        }
        let mut types: Vec<Ty> = Vec::with_capacity(members.len());
        let undefined = self.plain(Type::Undefined);
        for member in &members {
            let opened = self.expand(*member);
            let found = match self.get(opened) {
                Type::Object(shape) => match shape.property(name) {
                    Some(property) => {
                        let (ty, may_lack) = (property.ty, property.optional);
                        Some(if may_lack { self.or_undefined(ty) } else { ty })
                    }
                    None => None,
                },
                Type::Null | Type::Undefined if optional => Some(undefined),
                _ => None,
            };
            let Some(found) = found else { return Ok(None) };
            types.push(self.reveal(found));
        }
        let differ = types.iter().any(|ty| *ty != types[0]);
        let has_literal = types.clone().into_iter().any(|ty| self.is_literal_type(ty));
        if !differ || !has_literal {
            return Ok(None);
        }
        let all = self.union(types.clone());
        let narrowed = narrow(self, &Value::of(all))?;
        let mut kept = Vec::new();
        for (member, ty) in members.iter().zip(types) {
            if self.comparable(narrowed.ty, ty, place)? {
                kept.push(*member);
            }
        }
        Ok((kept.len() != members.len()).then(|| self.kept(whole, kept)))
    }

    fn is_literal_type(&mut self, ty: Ty) -> bool {
        let opened = self.reveal(ty);
        match self.get(opened) {
            Type::Boolean => true,
            Type::Union(members) => members.into_iter().all(|member| {
                matches!(self.store.get(member), Type::Boolean) || self.is_unit(member)
            }),
            _ => self.is_unit(opened),
        }
    }

    fn narrow_equality(
        &mut self,
        left: ExprId,
        right: ExprId,
        loose: bool,
        sense: bool,
        walk: &mut Walk,
    ) {
        let facts = std::rc::Rc::clone(&walk.facts);
        for (one, other) in [(left, right), (right, left)] {
            if let (Expr::Unary { operator: "typeof", operand }, Expr::Literal(literal)) =
                (facts.expression(one), facts.expression(other))
            {
                let word = Lit::from_literal(literal).text();
                if sense == (word != "undefined")
                    && let Expr::Chain(inner) = facts.expression(*operand)
                {
                    self.present_in_chain(*inner, walk);
                }
                self.narrow_typeof(*operand, &word, sense, walk);
                return;
            }
            if let Expr::Literal(literal) = facts.expression(other)
                && let Lit::Boolean(value) = Lit::from_literal(literal)
                && !matches!(
                    facts.expression(one),
                    Expr::Member { .. } | Expr::Index { .. } | Expr::Local(_) | Expr::Chain(_)
                )
            {
                self.assume(one, sense == value, walk);
                return;
            }
        }
        let first = self.infer(left, walk, Want::default());
        let second = self.infer(right, walk, Want::default());
        self.narrow_side(left, second, loose, sense, walk);
        self.narrow_side(right, first, loose, sense, walk);
    }

    /// One side of a comparison, by what the other side is.
    fn narrow_side(
        &mut self,
        id: ExprId,
        other: super::Typed,
        loose: bool,
        sense: bool,
        walk: &mut Walk,
    ) {
        let place = walk.place(id);
        if matches!(walk.facts.expression(id), Expr::Literal(_) | Expr::Null) {
            return;
        }
        let Ok(other) = other else {
            // What it is compared with is not known: nothing is certain of it where they are equal.
            if sense && let Some(reference) = self.reference(id, walk) {
                let value = self.infer(target_of(id, walk), walk, Want::default());
                let narrows = match value {
                    Ok(value) => self.constituents(value.ty).len() > 1,
                    Err(_) => false,
                };
                if narrows {
                    walk.state.set(reference, None);
                }
            }
            return;
        };
        if let Expr::Chain(inner) = *walk.facts.expression(id) {
            let members = self.constituents(other.ty);
            let nullish = |this: &Self, member: &Ty| match this.store.get(*member) {
                Type::Undefined | Type::Void => true,
                Type::Null => loose,
                _ => false,
            };
            let all = members.iter().all(|member| nullish(self, member));
            let none = !members.iter().any(|member| {
                nullish(self, member)
                    || matches!(self.store.get(*member), Type::Any | Type::Unknown)
            });
            if (!sense && all) || (sense && none) {
                self.present_in_chain(inner, walk);
            }
        }
        self.refine_reference(id, walk, &mut |this, value| {
            this.equal(value, &other, loose, sense, place)
        });
    }

    /// A case of a switch.
    pub(super) fn narrow_equal(
        &mut self,
        left: ExprId,
        right: ExprId,
        sense: bool,
        walk: &mut Walk,
    ) {
        if walk.state.unreachable {
            return;
        }
        if let Expr::Literal(literal) = walk.facts.expression(left)
            && Lit::from_literal(literal) == Lit::Boolean(true)
        {
            // `switch (true)`: each case is a condition.
            self.assume(right, sense, walk);
            return;
        }
        self.narrow_equality(left, right, false, sense, walk);
    }

    /// Whether no value is left for what follows all cases.
    pub(super) fn is_exhausted(
        &mut self,
        discriminant: ExprId,
        rest: &super::State,
        cases: &[(Option<ExprId>, Vec<crate::ir::Statement>)],
        walk: &mut Walk,
    ) -> bool {
        if cases.iter().all(|(test, _)| test.is_none()) {
            return false;
        }
        let place = walk.place(discriminant);
        let facts = std::rc::Rc::clone(&walk.facts);
        if let Expr::Unary { operator: "typeof", operand } = facts.expression(discriminant) {
            let before = std::mem::replace(&mut walk.state, rest.clone());
            let left = self.infer(*operand, walk, Want::default());
            walk.state = before;
            return left.is_ok_and(|left| self.constituents(left.ty).is_empty());
        }
        let Ok(whole) = self.infer(discriminant, walk, Want::default()) else { return false };
        let mut left = whole.clone();
        if self.constituents(left.ty).is_empty() {
            return false;
        }
        for (test, _) in cases {
            let Some(test) = test else { continue };
            let Ok(other) = self.infer(*test, walk, Want::default()) else { return false };
            match self.equal(&left, &other, false, false, place) {
                Ok(next) => left = next,
                Err(_) => return false,
            }
        }
        self.constituents(left.ty).is_empty()
    }

    /// `value === other`, or not.
    fn equal(
        &mut self,
        value: &Value,
        other: &Value,
        loose: bool,
        sense: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let opened = self.expand(value.ty);
        let node = self.get(opened);
        if matches!(node, Type::Any) {
            return Ok(value.clone());
        }
        let members = self.constituents(value.ty);
        let others = self.constituents(other.ty);
        let nullish: Vec<bool> = others
            .iter()
            .map(|member| {
                matches!(self.store.get(*member), Type::Null | Type::Undefined | Type::Void)
            })
            .collect();
        if !nullish.is_empty() && nullish.iter().all(|is| *is) {
            let exactly = others.clone();
            if matches!(node, Type::Unknown) {
                return if sense && !loose {
                    Ok(other.clone())
                } else {
                    stuck(place, "what is left of `unknown`")
                };
            }
            let mut kept = Vec::new();
            for member in members {
                let fits = match self.store.get(member) {
                    Type::Null => loose || exactly.contains(&member),
                    Type::Undefined | Type::Void => {
                        loose
                            || exactly.iter().any(|own| !matches!(self.store.get(*own), Type::Null))
                    }
                    Type::Unknown | Type::Any => {
                        kept.push(member);
                        continue;
                    }
                    _ => false,
                };
                if fits == sense {
                    kept.push(member);
                }
            }
            return Ok(self.kept(value, kept));
        }
        if sense {
            if matches!(node, Type::Unknown) {
                let opened = self.expand(other.ty);
                return if super::related::is_primitive(self.store.get(opened)) {
                    Ok(other.clone())
                } else {
                    stuck(place, "what is left of `unknown`")
                };
            }
            return self.equal_to(value, &members, other, &others, loose, place);
        }
        if !self.is_unit(other.ty) {
            return Ok(value.clone());
        }
        let mut kept = Vec::new();
        for member in members {
            if self.is_unit(member) && self.comparable(member, other.ty, place)? {
                continue;
            }
            kept.push(member);
        }
        Ok(self.kept(value, kept))
    }

    fn equal_to(
        &mut self,
        value: &Value,
        members: &[Ty],
        other: &Value,
        others: &[Ty],
        loose: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let mut kept: Vec<Ty> = Vec::new();
        let mut fresh = Vec::new();
        for member in members {
            if !self.comparable(*member, other.ty, place)? {
                if loose {
                    return stuck(place, "a comparison with `==`");
                }
                continue;
            }
            // A keyword becomes the literals it is compared with.
            let opened = self.expand(*member);
            let keyword = self.get(opened);
            let literals: Vec<Ty> = match keyword {
                Type::String | Type::Number | Type::BigInt => others
                    .iter()
                    .copied()
                    .filter(|other| match self.store.get(*other) {
                        Type::Literal(literal) => {
                            std::mem::discriminant(&literal.widened())
                                == std::mem::discriminant(&keyword)
                        }
                        Type::Member { .. } => true,
                        _ => false,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let has_keyword = others.iter().any(|other| {
                std::mem::discriminant(self.store.get(*other)) == std::mem::discriminant(&keyword)
            });
            if literals.is_empty() || has_keyword {
                kept.push(*member);
                fresh.extend(value.fresh.contains(member).then_some(*member));
            } else {
                fresh.extend(literals.iter().copied().filter(|own| other.fresh.contains(own)));
                kept.extend(literals);
            }
        }
        Ok(Value { ty: self.union(kept), fresh })
    }

    fn narrow_typeof(&mut self, operand: ExprId, word: &str, sense: bool, walk: &mut Walk) {
        let place = walk.place(operand);
        if !WORDS.contains(&word) {
            return;
        }
        self.refine_reference(operand, walk, &mut |this, value| {
            this.by_typeof(value, word, sense, place)
        });
    }

    fn by_typeof(
        &mut self,
        value: &Value,
        word: &str,
        sense: bool,
        place: Place,
    ) -> Result<Value, Stuck> {
        let opened = self.expand(value.ty);
        if matches!(self.store.get(opened), Type::Unknown | Type::Any) {
            if !sense {
                return Ok(value.clone());
            }
            let node = match word {
                "string" => Type::String,
                "number" => Type::Number,
                "bigint" => Type::BigInt,
                "boolean" => Type::Boolean,
                "symbol" => Type::Symbol,
                "undefined" => Type::Undefined,
                "object" if matches!(self.store.get(opened), Type::Unknown) => {
                    let parts = [Type::NonPrimitive, Type::Null];
                    let parts = parts.into_iter().map(|part| self.plain(part)).collect();
                    return Ok(Value::of(self.union(parts)));
                }
                _ => return stuck(place, "what `typeof` leaves of this"),
            };
            return Ok(Value::of(self.plain(node)));
        }
        let mut kept = Vec::new();
        for member in self.constituents(value.ty) {
            let opened = self.expand(member);
            let own = match self.get(opened) {
                Type::String | Type::Template(_) | Type::Literal(Lit::String(_)) => "string",
                Type::Number | Type::Literal(Lit::Number(_)) => "number",
                Type::BigInt | Type::Literal(Lit::BigInt(_)) => "bigint",
                Type::Boolean | Type::Literal(Lit::Boolean(_)) => "boolean",
                Type::Symbol => "symbol",
                Type::Undefined | Type::Void => "undefined",
                Type::Function { .. } | Type::Callable => "function",
                Type::Refined { base, .. } => {
                    let inner = self.by_typeof(&Value::of(base), word, true, place)?;
                    if self.constituents(inner.ty).is_empty() { "" } else { word }
                }
                Type::Object(shape) if shape.callable.is_some() => "function",
                Type::Object(shape)
                    if (shape.properties.is_empty() && shape.index.is_empty())
                        || !shape.index.is_empty() =>
                {
                    if shape.properties.is_empty() && shape.index.is_empty() {
                        return stuck(place, "what `typeof` leaves of this");
                    }
                    "object"
                }
                Type::NonPrimitive
                | Type::Framework { .. }
                | Type::Unknown
                | Type::Any
                | Type::Hole { .. } => {
                    return stuck(place, "what `typeof` leaves of this");
                }
                _ => "object",
            };
            if (own == word) == sense {
                kept.push(member);
            }
        }
        Ok(self.kept(value, kept))
    }

    fn narrow_member(&mut self, key: ExprId, object: ExprId, sense: bool, walk: &mut Walk) {
        let place = walk.place(object);
        let Ok(key) = self.infer(key, walk, Want::default()) else { return };
        let Some(key) = self.literal_of(key.ty) else { return };
        let name = key.text();
        self.refine_reference(object, walk, &mut |this, value| {
            let members = this.constituents(value.ty);
            let mut has = Vec::with_capacity(members.len());
            for member in &members {
                let opened = this.expand(*member);
                match this.get(opened) {
                    Type::Object(shape) => has.push(match shape.property(&name) {
                        Some(own) if own.optional => (true, true),
                        Some(_) => (true, false),
                        None => (!shape.index.is_empty(), true),
                    }),
                    _ => return stuck(place, "what `in` leaves of this"),
                }
            }
            if !has.iter().any(|(may_have, _)| *may_have) {
                return if sense {
                    stuck(place, "what `in` leaves of this")
                } else {
                    Ok(value.clone())
                };
            }
            let kept = members
                .iter()
                .zip(has)
                .filter(|(_, (may_have, may_lack))| if sense { *may_have } else { *may_lack })
                .map(|(member, _)| *member)
                .collect();
            Ok(this.kept(value, kept))
        });
    }

    /// What a chain with a result goes through is there.
    pub(super) fn present_in_chain(&mut self, id: ExprId, walk: &mut Walk) {
        let mut objects = Vec::new();
        let mut deepest = 0;
        let mut current = id;
        loop {
            let (object, optional) = match walk.facts.expression(current) {
                Expr::Member { object, optional, .. } | Expr::Index { object, optional, .. } => {
                    (*object, *optional)
                }
                Expr::Call { callee, optional, .. } => (*callee, *optional),
                Expr::NonNull(inner) => (*inner, false),
                _ => break,
            };
            objects.push(object);
            if optional {
                deepest = objects.len();
            }
            current = object;
        }
        for object in objects.into_iter().take(deepest).rev() {
            self.narrow_present(object, walk);
        }
    }

    /// The members of a type that can be true.
    pub(super) fn truthy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.constituents(ty) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Null | Type::Undefined | Type::Void => {}
                Type::Literal(literal) if is_falsy(&literal) => {}
                Type::Unknown => kept.push(self.store.object(Shape::default())),
                Type::Hole { .. } | Type::Problem(_) => {
                    return stuck(place, "whether this is true");
                }
                _ => kept.push(member),
            }
        }
        Ok(kept)
    }

    /// The members of a type that can be false.
    pub(super) fn falsy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.constituents(ty) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Literal(literal) if !is_falsy(&literal) => {}
                Type::Null
                | Type::Undefined
                | Type::Void
                | Type::String
                | Type::Number
                | Type::BigInt
                | Type::Boolean
                | Type::Literal(_)
                | Type::Any
                | Type::Unknown
                | Type::Template(_) => kept.push(member),
                Type::Refined { base, .. } => {
                    let may_be = !self.falsy(base, place)?.is_empty();
                    kept.extend(may_be.then_some(member));
                }
                Type::Object(shape)
                    if shape.properties.is_empty() && shape.literal == Literalness::No =>
                {
                    kept.push(member);
                }
                Type::Hole { .. } | Type::Problem(_) => {
                    return stuck(place, "whether this is true");
                }
                _ => {}
            }
        }
        Ok(kept)
    }

    /// What `a && b` is where `a` is false.
    pub(super) fn definitely_falsy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.falsy(ty, place)? {
            let opened = self.expand(member);
            let literal = match self.get(opened) {
                Type::String => Lit::String(Name::from("")),
                Type::Number => Lit::number(0.0),
                Type::BigInt => Lit::BigInt(Name::from("0")),
                Type::Refined { .. } | Type::Template(_) => {
                    return stuck(place, "what this is where it is false");
                }
                Type::Object(_) => return stuck(place, "what this is where it is false"),
                _ => {
                    kept.push(member);
                    continue;
                }
            };
            kept.push(self.plain(Type::Literal(literal)));
        }
        Ok(kept)
    }
}

fn is_falsy(literal: &Lit) -> bool {
    match literal {
        Lit::String(text) => text.is_empty(),
        Lit::Number(bits) => f64::from_bits(*bits) == 0.0 || f64::from_bits(*bits).is_nan(),
        Lit::Boolean(value) => !value,
        Lit::BigInt(digits) => &**digits == "0",
    }
}

/// Whether what an expression mentions cannot change.
fn stays_same(id: ExprId, walk: &Walk) -> bool {
    match walk.facts.expression(id) {
        Expr::Literal(_) | Expr::Null | Expr::Identifier(_) => true,
        Expr::Local(local) => !walk.facts.local(*local).reassigned,
        Expr::Unary { operand, .. } => stays_same(*operand, walk),
        // A member may have changed since, unless it is readonly.
        _ => false,
    }
}

/// What an assignment, a chain or an assertion is about.
fn target_of(id: ExprId, walk: &Walk) -> ExprId {
    match walk.facts.expression(id) {
        Expr::Chain(inner) | Expr::NonNull(inner) => target_of(*inner, walk),
        Expr::Assign { operator: "=", target, .. } => target_of(*target, walk),
        _ => id,
    }
}

/// Something that says more than whether itself is true, about what cannot change.
fn is_condition(id: ExprId, walk: &Walk) -> bool {
    match walk.facts.expression(id) {
        Expr::Unary { operator: "!", operand } => is_condition(*operand, walk),
        Expr::Binary { operator, left, right } => match *operator {
            "&&" | "||" => is_condition(*left, walk) && is_condition(*right, walk),
            "===" | "!==" | "==" | "!=" | "in" | "instanceof" => {
                stays_same(*left, walk) && stays_same(*right, walk)
            }
            _ => false,
        },
        Expr::Call { arguments, .. } => {
            arguments.iter().all(|argument| stays_same(*argument, walk))
        }
        Expr::Local(_) => stays_same(id, walk),
        _ => false,
    }
}
