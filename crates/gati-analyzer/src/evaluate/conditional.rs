//! Conditional types: distribution over a naked parameter, and `infer`.

use super::{ContextId, Evaluator, Lit, Place, Slot, Ty, Type};
use crate::ir::{FileFacts, FunctionId, KeyName, MemberKind, Name, NodeId, TypeNode};

/// What `infer` caught.
type Caught = Vec<(Name, Ty)>;

impl Evaluator<'_> {
    pub(super) fn eval_conditional(
        &mut self,
        check: NodeId,
        extends: NodeId,
        branches: (NodeId, NodeId),
        context: ContextId,
    ) -> Ty {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        let naked = match facts.node(check) {
            TypeNode::Reference { path, arguments } if arguments.is_empty() && path.len() == 1 => {
                here.bindings.iter().rev().find(|(bound, _)| *bound == path[0]).cloned()
            }
            _ => None,
        };
        let Some((param, argument)) = naked else {
            let checked = self.eval(check, context);
            return self.decide(checked, extends, branches, context);
        };
        let opened = self.expand(argument);
        match self.get(opened) {
            Type::Union(_) | Type::Boolean | Type::Never => {
                let results = self
                    .alternatives(opened)
                    .into_iter()
                    .map(|member| {
                        let inner = self.bind(context, vec![(Name::clone(&param), member)]);
                        self.decide(member, extends, branches, inner)
                    })
                    .collect();
                self.union(results)
            }
            _ => self.decide(argument, extends, branches, context),
        }
    }

    fn decide(
        &mut self,
        checked: Ty,
        extends: NodeId,
        (yes, no): (NodeId, NodeId),
        context: ContextId,
    ) -> Ty {
        let opened = self.expand(checked);
        match self.store.get(opened) {
            Type::Problem(_) => return opened,
            Type::Any => {
                let yes = self.eval(yes, context);
                let no = self.eval(no, context);
                return self.union(vec![yes, no]);
            }
            _ => {}
        }
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let mut caught = Caught::new();
        let fits = match self.fits(checked, extends, context, (&facts, &mut caught)) {
            Ok(fits) => fits,
            Err(failed) => return failed,
        };
        if !fits {
            return self.eval(no, context);
        }
        let inner = self.bind_caught(context, caught);
        self.eval(yes, inner)
    }

    /// One name caught several times stands for the union of what it caught.
    fn bind_caught(&mut self, context: ContextId, caught: Caught) -> ContextId {
        let mut merged: Vec<(Name, Vec<Ty>)> = Vec::new();
        for (name, ty) in caught {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, types)) => types.push(ty),
                None => merged.push((name, vec![ty])),
            }
        }
        let bindings = merged
            .into_iter()
            .map(|(name, types)| match types.as_slice() {
                [only] => (name, *only),
                _ => (name, self.union(types)),
            })
            .collect();
        self.bind(context, bindings)
    }

    /// Whether `ty` fits the pattern at `node`, catching what `infer` stands before.
    fn fits(
        &mut self,
        ty: Ty,
        node: NodeId,
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        if !contains_infer(facts, node, 0) {
            let target = self.eval(node, context);
            let opened = self.expand(target);
            if matches!(self.store.get(opened), Type::Problem(_)) {
                return Err(opened);
            }
            return Ok(self.assignable(ty, target));
        }
        let opened = self.expand(ty);
        match facts.node(node) {
            TypeNode::Infer { name, constraint } => {
                if let Some(constraint) = constraint
                    && !self.fits(ty, *constraint, context, (facts, caught))?
                {
                    return Ok(false);
                }
                caught.push((Name::clone(name), ty));
                Ok(true)
            }
            TypeNode::Array(items) => match self.get(opened) {
                Type::Array { items: own, .. } => self.fits(own, *items, context, (facts, caught)),
                Type::Tuple { slots, .. } => {
                    let own = self.slot_union(&slots);
                    self.fits(own, *items, context, (facts, caught))
                }
                _ => Ok(false),
            },
            TypeNode::Operator { operand, .. } => self.fits(ty, *operand, context, (facts, caught)),
            TypeNode::Tuple(_) => self.fits_tuple(opened, node, context, (facts, caught)),
            TypeNode::Object(_) => self.fits_object(opened, node, context, (facts, caught)),
            TypeNode::Function(pattern) | TypeNode::Constructor(pattern) => {
                let place =
                    Place { file: self.store.context(context).file, span: facts.node_span(node) };
                self.fits_function(opened, (*pattern, place), context, (facts, caught))
            }
            TypeNode::Template { texts, holes } => {
                let Type::Literal(Lit::String(text)) = self.get(opened) else { return Ok(false) };
                self.fits_template(&text, (texts, holes), context, (facts, caught))
            }
            TypeNode::Reference { path, arguments } => {
                self.fits_reference(opened, (path, arguments), context, (facts, caught))
            }
            TypeNode::Union(members) => {
                for member in members {
                    if !contains_infer(facts, *member, 0) {
                        let target = self.eval(*member, context);
                        if self.assignable(ty, target) {
                            return Ok(true);
                        }
                    }
                }
                for member in members.clone() {
                    if contains_infer(facts, member, 0)
                        && self.fits(ty, member, context, (facts, caught))?
                    {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let file = self.store.context(context).file;
                let place = Place { file, span: facts.node_span(node) };
                Err(self.unsupported(
                    place,
                    "`infer` in this place",
                    "infer from an object, array, tuple, function, promise or template",
                ))
            }
        }
    }

    fn fits_function(
        &mut self,
        opened: Ty,
        (pattern, place): (FunctionId, Place),
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        let Type::Function { function, context: own_context, .. } = self.get(opened) else {
            return Ok(false);
        };
        let pattern = facts.function(pattern);
        if let Some(parameter) = pattern.parameters.first()
            && let (true, Some(node)) = (parameter.rest, parameter.node)
        {
            let own = self.parameters_of(opened, place);
            if contains_infer(facts, node, 0) && !self.fits(own, node, context, (facts, caught))? {
                return Ok(false);
            }
        } else if !pattern.parameters.is_empty() {
            return Err(self.unsupported(
                place,
                "matching single parameters of a function",
                "infer all of them: (...args: infer A) => infer R",
            ));
        }
        match pattern.returns {
            Some(returns) if contains_infer(facts, returns, 0) => {
                let own = self.declared_return(function, own_context, place);
                self.fits(own, returns, context, (facts, caught))
            }
            _ => Ok(true),
        }
    }

    fn fits_reference(
        &mut self,
        opened: Ty,
        (path, arguments): (&[Name], &[NodeId]),
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        let name = path.last().map_or("", |word| &**word);
        match (self.get(opened), name, arguments) {
            (Type::Promise(value), "Promise" | "PromiseLike", [argument])
            | (Type::Set(value), "Set" | "ReadonlySet", [argument]) => {
                self.fits(value, *argument, context, (facts, caught))
            }
            (Type::Array { items, .. }, "Array" | "ReadonlyArray", [argument]) => {
                self.fits(items, *argument, context, (facts, caught))
            }
            (Type::Tuple { slots, .. }, "Array" | "ReadonlyArray", [argument]) => {
                let items = self.slot_union(&slots);
                self.fits(items, *argument, context, (facts, caught))
            }
            (Type::Map { key, value }, "Map" | "ReadonlyMap", [first, second]) => {
                Ok(self.fits(key, *first, context, (facts, caught))?
                    && self.fits(value, *second, context, (facts, caught))?)
            }
            (
                _,
                "Promise" | "PromiseLike" | "Set" | "ReadonlySet" | "Array" | "ReadonlyArray"
                | "Map" | "ReadonlyMap",
                _,
            ) => Ok(false),
            _ => {
                let file = self.store.context(context).file;
                let place =
                    Place { file, span: facts.node_span(*arguments.first().unwrap_or(&NodeId(0))) };
                Err(self.unsupported(
                    place,
                    "`infer` in the arguments of a type of your own",
                    "infer from the object it stands for",
                ))
            }
        }
    }

    fn fits_tuple(
        &mut self,
        opened: Ty,
        node: NodeId,
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        let TypeNode::Tuple(items) = facts.node(node) else { return Ok(false) };
        let Type::Tuple { slots, .. } = self.get(opened) else { return Ok(false) };
        let rest = items.iter().position(|item| item.rest);
        let before = rest.unwrap_or(items.len());
        let after = rest.map_or(0, |position| items.len() - position - 1);
        if slots.len() < before + after || (rest.is_none() && slots.len() != before) {
            return Ok(false);
        }
        if slots.iter().any(|slot| slot.rest) && rest.is_none() {
            return Ok(false);
        }
        for (item, slot) in items.iter().zip(&slots).take(before) {
            if !self.fits(slot.ty, item.node, context, (facts, caught))? {
                return Ok(false);
            }
        }
        if let Some(position) = rest {
            let middle: Vec<Slot> = slots[before..slots.len() - after].to_vec();
            let middle = self.finish_tuple(middle);
            if !self.fits(middle, items[position].node, context, (facts, caught))? {
                return Ok(false);
            }
        }
        let tail = slots.len() - after;
        for (offset, item) in items.iter().skip(items.len() - after).enumerate() {
            if !self.fits(slots[tail + offset].ty, item.node, context, (facts, caught))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn fits_object(
        &mut self,
        opened: Ty,
        node: NodeId,
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        let TypeNode::Object(members) = facts.node(node) else { return Ok(false) };
        let Type::Object(shape) = self.get(opened) else { return Ok(false) };
        for member in members {
            match (&member.kind, &member.name) {
                (MemberKind::Property { node: Some(value), .. }, KeyName::Static(name)) => {
                    match shape.property(name) {
                        Some(own) if own.optional && !member.optional => return Ok(false),
                        Some(own) => {
                            let ty = own.ty;
                            if !self.fits(ty, *value, context, (facts, caught))? {
                                return Ok(false);
                            }
                        }
                        None if member.optional => {
                            let unknown = self.plain(Type::Unknown);
                            self.fits(unknown, *value, context, (facts, caught))?;
                        }
                        None => return Ok(false),
                    }
                }
                (MemberKind::Index { value, .. }, _) => {
                    let mut types: Vec<Ty> = shape.index.iter().map(|own| own.value).collect();
                    types.extend(shape.properties.iter().map(|own| own.ty));
                    let all = self.union(types);
                    if !self.fits(all, *value, context, (facts, caught))? {
                        return Ok(false);
                    }
                }
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// `` `${infer A}-${infer B}` `` against a literal: each hole takes the shortest text that
    /// lets the next fixed text follow, and one character where nothing is between two holes.
    fn fits_template(
        &mut self,
        text: &str,
        (texts, holes): (&[Name], &[NodeId]),
        context: ContextId,
        (facts, caught): (&FileFacts, &mut Caught),
    ) -> Result<bool, Ty> {
        let first = texts.first().map_or("", |text| &**text);
        let Some(mut rest) = text.strip_prefix(first) else { return Ok(false) };
        for (index, hole) in holes.iter().enumerate() {
            let fixed = texts.get(index + 1).map_or("", |text| &**text);
            let last = index + 1 == holes.len();
            let end = if last {
                match rest.strip_suffix(fixed) {
                    Some(taken) => taken.len(),
                    None => return Ok(false),
                }
            } else if fixed.is_empty() {
                match rest.chars().next() {
                    Some(character) => character.len_utf8(),
                    None => return Ok(false),
                }
            } else {
                match rest.find(fixed) {
                    Some(position) => position,
                    None => return Ok(false),
                }
            };
            let taken = self.store.string_literal(&rest[..end]);
            if !self.fits(taken, *hole, context, (facts, caught))? {
                return Ok(false);
            }
            rest = &rest[end + fixed.len()..];
        }
        Ok(rest.is_empty())
    }
}

/// Whether `infer` stands somewhere below `node`.
fn contains_infer(facts: &FileFacts, node: NodeId, depth: u32) -> bool {
    if depth > 100 {
        return false;
    }
    let below = |node: &NodeId| contains_infer(facts, *node, depth + 1);
    match facts.node(node) {
        TypeNode::Infer { .. } => true,
        TypeNode::Array(items) => below(items),
        TypeNode::Tuple(items) => items.iter().any(|item| below(&item.node)),
        TypeNode::Union(members) | TypeNode::Intersection(members) => members.iter().any(below),
        TypeNode::Reference { arguments, .. } => arguments.iter().any(below),
        TypeNode::Operator { operand, .. } => below(operand),
        TypeNode::Template { holes, .. } => holes.iter().any(below),
        TypeNode::IndexedAccess { object, index } => below(object) || below(index),
        TypeNode::Object(members) => members.iter().any(|member| match &member.kind {
            MemberKind::Property { node: Some(node), .. } => below(node),
            MemberKind::Index { key, value } => below(key) || below(value),
            _ => false,
        }),
        TypeNode::Function(function) | TypeNode::Constructor(function) => {
            let function = facts.function(*function);
            function.returns.iter().any(below)
                || function
                    .parameters
                    .iter()
                    .filter_map(|parameter| parameter.node)
                    .any(|node| below(&node))
        }
        _ => false,
    }
}
