//! Types as written to types as meant: demand-driven, memoised, total.
//!
//! One file per family of types. What is not evaluated is a [`Problem`], which travels through
//! evaluation like a type and comes out as a diagnostic where somebody needed it.

mod access;
mod assign;
mod budget;
mod builtin;
mod conditional;
mod constraint;
mod container;
mod declared;
mod describe;
mod enums;
mod fallback;
mod heritage;
mod identical;
mod infer;
mod intersection;
mod intrinsic;
mod json_patch;
mod language;
mod library;
mod mapped;
mod problem;
mod reference;
mod schema_value;
mod signature;
mod store;
mod subtype;
mod template;
mod tuple;
mod union;
mod utility;
mod value;
mod whole;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use builtin::is_language_name;
pub(crate) use constraint::{TagReason, constraints_of_docs, unknown_keys_of_docs};
pub(crate) use enums::entity;
pub(crate) use fallback::{FoundOut, may_be_known_elsewhere};
pub(crate) use intersection::is_primitive;
pub(crate) use intrinsic::{ERRORS, is_intrinsic_name, status_code};
pub(crate) use language::language_facts;
pub(crate) use problem::Problem;
pub(crate) use signature::How;
pub(crate) use store::{
    Bytes, Change, Context, ContextId, IndexSig, Lit, Mark, NamedKey, Narrows, Piece, Place,
    ProblemId, Prop, PropKind, Pull, Secret, Shape, Slot, Store, Ty, Type,
};
pub(crate) use template::Case;
pub(crate) use value::{Said, Stuck, Value, Walk, Want, Watch, library};

use crate::codes::Code;
use crate::ir::{
    KeyName, Keyword, Member, MemberKind, Name, NodeId, OutOfReach, Span, TypeNode, TypeOperator,
};
use crate::resolve::{FileId, Sources};

/// How deep one evaluation may reach into another.
const MAX_DEPTH: u32 = 200;
/// How many members a union may have.
const MAX_MEMBERS: usize = 10_000;

/// Evaluates types of the sources it was given.
pub(crate) struct Evaluator<'s> {
    pub(crate) sources: &'s mut Sources,
    pub(crate) store: Store,
    problems: Vec<Problem>,
    /// Where the members of models that other tools generate types for were declared.
    pub(crate) models: FxHashSet<Place>,
    opened: FxHashMap<Ty, Ty>,
    /// What syntax with members was evaluated to: an object read twice is one object.
    evaluated: FxHashMap<(NodeId, ContextId), Ty>,
    active: FxHashSet<Ty>,
    depth: u32,
    budget: budget::Budget,
    values: value::Values,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(sources: &'s mut Sources) -> Self {
        Self {
            sources,
            store: Store::default(),
            problems: Vec::new(),
            models: FxHashSet::default(),
            opened: FxHashMap::default(),
            evaluated: FxHashMap::default(),
            active: FxHashSet::default(),
            depth: 0,
            budget: budget::Budget::default(),
            values: value::Values::default(),
        }
    }

    pub(crate) fn problem_of(&self, id: ProblemId) -> &Problem {
        &self.problems[id.0 as usize]
    }

    /// The type that stands for a failure.
    pub(crate) fn fail(&mut self, problem: Problem) -> Ty {
        let id = ProblemId(u32::try_from(self.problems.len()).unwrap_or(u32::MAX));
        self.problems.push(problem);
        self.store.add(Type::Problem(id))
    }

    pub(crate) fn failure(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Ty {
        self.fail(Problem::new(code, place, message).help(help))
    }

    /// The node, and whether looking further makes sense.
    pub(crate) fn get(&self, ty: Ty) -> Type {
        self.store.get(ty).clone()
    }

    pub(crate) fn plain(&mut self, node: Type) -> Ty {
        self.store.add(node)
    }

    pub(crate) fn place(&self, node: NodeId, context: ContextId) -> Place {
        let file = self.store.context(context).file;
        Place { file, span: self.sources.facts(file).node_span(node) }
    }

    /// The context of a file's or namespace's own declarations.
    pub(crate) fn context_of(&mut self, file: FileId, scope: crate::ir::ScopeId) -> ContextId {
        self.store.add_context(Context { file, scope, bindings: Vec::new(), this: None })
    }

    /// The same context with more names bound.
    pub(crate) fn bind(&mut self, context: ContextId, names: Vec<(Name, Ty)>) -> ContextId {
        let mut inner = self.store.context(context).clone();
        inner.bindings.retain(|(name, _)| !names.iter().any(|(new, _)| new == name));
        inner.bindings.extend(names);
        self.store.add_context(inner)
    }

    /// `ty` without laziness around it: not a deferred node.
    pub(crate) fn force(&mut self, ty: Ty) -> Ty {
        let mut current = ty;
        while let Some(next) = self.unfold(current) {
            current = next;
        }
        current
    }

    /// What a lazy node stands for, which may be one again; `None` for any other.
    pub(super) fn unfold(&mut self, current: Ty) -> Option<Ty> {
        Some(match self.store.get(current) {
            Type::Deferred { node, context } => {
                let (node, context) = (*node, *context);
                self.open(current, |this| this.eval(node, context))
            }
            Type::DeferredValue { expression, context, constant } => {
                let (expression, context, constant) = (*expression, *context, *constant);
                self.open(current, |this| this.constant_value(expression, context, constant))
            }
            Type::SymbolValue { symbol, place } => {
                let (symbol, place) = (Arc::clone(symbol), *place);
                self.open(current, |this| this.value_of_symbol(&symbol, place))
            }
            Type::Returned { function, context } => {
                let (function, context) = (*function, *context);
                self.open(current, |this| {
                    let file = this.store.context(context).file;
                    let span = this.sources.facts(file).signature(function).span;
                    this.declared_return(function, context, Place { file, span })
                })
            }
            Type::Meeting { left, right, place } => {
                let (left, right, place) = (*left, *right, *place);
                self.open(current, |this| this.intersection(vec![left, right], place))
            }
            Type::Modified { ty, change } => {
                let (ty, change) = (*ty, *change);
                self.open(current, |this| this.changed(ty, change))
            }
            Type::Whole { parts, place } => {
                let (parts, place) = (parts.clone(), *place);
                self.open(current, |this| this.whole(current, &parts, place))
            }
            _ => return None,
        })
    }

    /// `ty` opened until its structure shows: neither deferred nor a name, and a member of an
    /// enum is its value.
    pub(crate) fn expand(&mut self, ty: Ty) -> Ty {
        let revealed = self.reveal(ty);
        match self.store.get(revealed) {
            Type::Member { value, .. } => *value,
            _ => revealed,
        }
    }

    /// Like [`Evaluator::expand`], but a member of an enum stays one.
    pub(crate) fn reveal(&mut self, ty: Ty) -> Ty {
        let mut current = ty;
        loop {
            current = self.unwrapped(current);
            let Type::NoInfer(inner) = self.store.get(current) else { return current };
            current = *inner;
        }
    }

    /// Like [`Evaluator::reveal`], but `NoInfer<T>` stays what it is where it makes a difference.
    pub(crate) fn shown(&mut self, ty: Ty) -> Ty {
        let mut current = ty;
        loop {
            current = self.unwrapped(current);
            let Type::NoInfer(inner) = *self.store.get(current) else { return current };
            if self.holds_inference(inner) {
                return current;
            }
            current = inner;
        }
    }

    /// Whether `NoInfer` of a type is anything but the type: primitives have nothing to infer.
    fn holds_inference(&mut self, ty: Ty) -> bool {
        let opened = self.reveal(ty);
        match self.get(opened) {
            Type::Union(members) => members.into_iter().any(|member| self.holds_inference(member)),
            Type::Refined { members, .. } => members.is_some(),
            Type::Any
            | Type::Unknown
            | Type::Never
            | Type::NonPrimitive
            | Type::Member { .. }
            | Type::Problem(_) => false,
            node => !is_primitive(&node),
        }
    }

    /// Neither deferred nor a name.
    fn unwrapped(&mut self, ty: Ty) -> Ty {
        let mut current = ty;
        for _ in 0..MAX_DEPTH {
            current = self.force(current);
            let Type::Named(named) = self.store.get(current) else { return current };
            let named = named.clone();
            current = self.open(current, |this| this.open_named(&named));
        }
        // Names that stand for each other and for nothing else: `type A = B; type B = A`.
        let place = self.place_of(ty);
        self.circular(place)
    }

    /// The memo and the guard around every opening of a lazy node.
    fn open(&mut self, ty: Ty, evaluate: impl FnOnce(&mut Self) -> Ty) -> Ty {
        if let Some(known) = self.overspent().or_else(|| self.opened.get(&ty).copied()) {
            return known;
        }
        if let Err(spent) = self.afford(1) {
            return spent;
        }
        let place = self.place_of(ty);
        if !self.active.insert(ty) {
            return self.circular(place);
        }
        self.depth += 1;
        let result = if self.depth > MAX_DEPTH {
            self.failure(
                Code::TypeTooLarge,
                place,
                "this type instantiates itself without an end in sight",
                "write the type out, or stop the recursion earlier",
            )
        } else {
            evaluate(self)
        };
        self.depth -= 1;
        self.active.remove(&ty);
        self.opened.insert(ty, result);
        result
    }

    /// What something that may lead back to itself gives; `None` where it went too deep.
    pub(crate) fn guarded<T>(&mut self, go: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.depth += 1;
        let result = (self.depth <= MAX_DEPTH).then(|| go(self));
        self.depth -= 1;
        result
    }

    pub(crate) fn circular(&mut self, place: Place) -> Ty {
        self.failure(
            Code::TypeCircular,
            place,
            "this type is defined by itself",
            "put the recursion inside an object, an array or a tuple",
        )
    }

    /// Where a lazy node was written.
    pub(crate) fn place_of(&self, ty: Ty) -> Place {
        match self.store.get(ty) {
            Type::Deferred { node, context } => self.place(*node, *context),
            Type::DeferredValue { expression, context, .. } => {
                let file = self.store.context(*context).file;
                Place { file, span: self.sources.facts(file).expression_span(*expression) }
            }
            Type::Named(named) => {
                let sites = self.sources.declarations(named.file, named.scope, &named.name);
                match sites.first() {
                    Some(site) => Place { file: site.file, span: site.declaration().name_span },
                    None => Place { file: named.file, span: Span::default() },
                }
            }
            Type::Returned { function, context } => {
                let file = self.store.context(*context).file;
                Place { file, span: self.sources.facts(file).signature(*function).span }
            }
            Type::Modified { ty, .. } => self.place_of(*ty),
            Type::Problem(id) => self.problem_of(*id).place,
            Type::Meeting { place, .. }
            | Type::Whole { place, .. }
            | Type::SymbolValue { place, .. } => *place,
            _ => Place { file: FileId::NONE, span: Span::default() },
        }
    }

    /// A node whose evaluation can wait; evaluated at once where that costs nothing and cannot
    /// recurse.
    pub(crate) fn later(&mut self, node: NodeId, context: ContextId) -> Ty {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let immediate = match facts.node(node) {
            TypeNode::Keyword(_) | TypeNode::Literal(_) | TypeNode::This => true,
            TypeNode::Reference { path, arguments } => {
                arguments.is_empty() && self.is_plain_mention(path, context)
            }
            _ => false,
        };
        if immediate {
            self.eval(node, context)
        } else {
            self.plain(Type::Deferred { node, context })
        }
    }

    /// The type a node means.
    pub(crate) fn eval(&mut self, node: NodeId, context: ContextId) -> Ty {
        let file = self.store.context(context).file;
        let has_members = matches!(
            self.sources.facts(file).node(node),
            TypeNode::Object(_)
                | TypeNode::Mapped { .. }
                | TypeNode::Intersection(_)
                | TypeNode::Conditional { .. }
        );
        if let Some(known) = self.evaluated.get(&(node, context)) {
            return *known;
        }
        if let Err(spent) = self.afford(1) {
            return spent;
        }
        self.depth += 1;
        let result = if self.depth > MAX_DEPTH {
            let place = self.place(node, context);
            self.failure(
                Code::TypeTooLarge,
                place,
                "this type nests too deeply",
                "name its parts and put them together",
            )
        } else {
            self.eval_node(node, context)
        };
        self.depth -= 1;
        if has_members && !matches!(self.store.get(result), Type::Problem(_)) {
            self.evaluated.insert((node, context), result);
        }
        result
    }

    fn eval_node(&mut self, node: NodeId, context: ContextId) -> Ty {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let place = Place { file, span: facts.node_span(node) };
        match facts.node(node) {
            TypeNode::Keyword(keyword) => self.keyword(*keyword),
            TypeNode::Literal(literal) => self.plain(Type::Literal(Lit::from_literal(literal))),
            TypeNode::Array(items) => {
                let items = self.later(*items, context);
                self.plain(Type::Array { items, readonly: false })
            }
            TypeNode::Tuple(items) => self.eval_tuple(items, context),
            TypeNode::Object(members) => self.object_literal(members, context, file),
            TypeNode::Function(function) => {
                self.plain(Type::Function { function: *function, context, constructs: false })
            }
            TypeNode::Constructor(function) => {
                self.plain(Type::Function { function: *function, context, constructs: true })
            }
            TypeNode::Reference { path, arguments } => {
                self.eval_reference(path, arguments, context, place)
            }
            TypeNode::Import { specifier, path, arguments, value } => {
                self.eval_import(specifier, (path, arguments), *value, (context, place))
            }
            TypeNode::Union(members) => {
                let members = members.iter().map(|member| self.eval(*member, context)).collect();
                self.union(members)
            }
            TypeNode::Intersection(members) => {
                let members = self.intersected(members, context);
                let members = members.iter().map(|member| self.eval(*member, context)).collect();
                self.intersection(members, place)
            }
            TypeNode::Template { texts, holes } => self.eval_template(texts, holes, context, place),
            TypeNode::IndexedAccess { object, index } => {
                let object = self.eval(*object, context);
                let index = self.eval(*index, context);
                let found = self.indexed_access(object, index, place);
                match self.store.get(found) {
                    // With other arguments the access may be right: TypeScript says `unknown` of
                    // the rest.
                    Type::Problem(id)
                        if self.problem_of(*id).code == Code::MemberUnknown
                            && !self.store.context(context).bindings.is_empty() =>
                    {
                        self.absent_member(object, index)
                    }
                    _ => found,
                }
            }
            TypeNode::Operator { operator, operand } => match operator {
                TypeOperator::Keyof => {
                    let operand = self.eval(*operand, context);
                    self.keys_of(operand, place)
                }
                TypeOperator::Readonly => {
                    let operand = self.eval(*operand, context);
                    self.as_readonly(operand)
                }
                TypeOperator::Unique => self.plain(Type::Symbol),
            },
            TypeNode::Conditional { check, extends, yes, no } => {
                self.eval_conditional(*check, *extends, (*yes, *no), context)
            }
            TypeNode::Mapped { .. } => self.eval_mapped(node, context),
            TypeNode::Query { path, arguments } => self.eval_query(path, arguments, context, place),
            TypeNode::Predicate { asserts, .. } => {
                self.plain(if *asserts { Type::Void } else { Type::Boolean })
            }
            TypeNode::This => match self.store.context(context).this {
                Some(this) => this,
                None => self.unsupported(place, "`this` as a type", "name the type instead"),
            },
            TypeNode::Infer { name, .. } => self.placeholder(name, context, place),
            TypeNode::OutOfReach(what) => self.out_of_reach(what, place),
            TypeNode::JsDoc => self.unsupported(
                place,
                "the type syntax of JSDoc",
                "write it in TypeScript: `T | null` for `?T`, `T` for `!T`, `unknown` for `*`",
            ),
        }
    }

    fn out_of_reach(&mut self, what: &OutOfReach, place: Place) -> Ty {
        let (message, help) = match what {
            OutOfReach::Parameter(word) => (
                format!(
                    "`{word}` is a type parameter of what stands around it: it has no one type here"
                ),
                "ask for a type that is known, and take what was made of it as an argument: \
                 function load<T>(validator: Validator<T>)",
            ),
            OutOfReach::Variable(word) => (
                format!(
                    "`{word}` is a variable of the function around the type, and is not evaluated"
                ),
                "declare the type, or move the variable out of the function",
            ),
        };
        self.failure(Code::TypeUnsupported, place, message, help)
    }

    /// What a placeholder stands for while its conditional type is decided.
    fn placeholder(&mut self, name: &Name, context: ContextId, place: Place) -> Ty {
        let bindings = &self.store.context(context).bindings;
        if let Some((_, bound)) = bindings.iter().rev().find(|(known, _)| known == name) {
            return *bound;
        }
        self.unsupported(
            place,
            "`infer` outside the `extends` part of a conditional type",
            "move it there: `T extends Box<infer U> ? U : never`",
        )
    }

    fn keyword(&mut self, keyword: Keyword) -> Ty {
        self.plain(match keyword {
            Keyword::Any | Keyword::Intrinsic => Type::Any,
            Keyword::BigInt => Type::BigInt,
            Keyword::Boolean => Type::Boolean,
            Keyword::Never => Type::Never,
            Keyword::Null => Type::Null,
            Keyword::Number => Type::Number,
            Keyword::Object => Type::NonPrimitive,
            Keyword::String => Type::String,
            Keyword::Symbol => Type::Symbol,
            Keyword::Undefined => Type::Undefined,
            Keyword::Unknown => Type::Unknown,
            Keyword::Void => Type::Void,
        })
    }

    pub(crate) fn unsupported(&mut self, place: Place, what: &str, instead: &str) -> Ty {
        self.failure(
            Code::TypeUnsupported,
            place,
            format!("{what} is not evaluated"),
            instead.to_owned(),
        )
    }

    fn object_literal(&mut self, members: &[Member], context: ContextId, file: FileId) -> Ty {
        let mut shape = Shape::default();
        for member in members {
            self.add_member(&mut shape, member, context, file);
        }
        self.finish_shape(shape)
    }

    /// A callable object without members is a function.
    pub(crate) fn finish_shape(&mut self, shape: Shape) -> Ty {
        match shape.callable {
            Some(callable)
                if shape.is_only_called()
                    && shape.properties.is_empty()
                    && shape.others.is_empty() =>
            {
                callable
            }
            _ => self.store.object(shape),
        }
    }

    /// Adds a member of syntax to a shape, over one of the same name.
    pub(crate) fn add_member(
        &mut self,
        shape: &mut Shape,
        member: &Member,
        context: ContextId,
        file: FileId,
    ) {
        let ty = match &member.kind {
            MemberKind::Property { node: Some(node), .. } => self.later(*node, context),
            MemberKind::Property { node: None, initialiser: Some(expression) } => {
                let constant = member.readonly;
                self.plain(Type::DeferredValue { expression: *expression, context, constant })
            }
            MemberKind::Property { node: None, initialiser: None } => self.plain(Type::Any),
            MemberKind::Method(function) => {
                let function = self.visible_overload(*function, file);
                self.plain(Type::Function { function, context, constructs: false })
            }
            MemberKind::Getter(function) => {
                match self.sources.facts(file).signature(*function).returns {
                    Some(node) => self.later(node, context),
                    None => self.plain(Type::Returned { function: *function, context }),
                }
            }
            MemberKind::Setter(function) => {
                let facts = self.sources.facts(file);
                match facts.signature(*function).parameters.first().and_then(|taken| taken.node) {
                    Some(node) => self.later(node, context),
                    None => self.plain(Type::Any),
                }
            }
            MemberKind::Index { key, value } => {
                let key = self.eval(*key, context);
                let value = self.later(*value, context);
                // One of several kinds of names is a signature for each.
                for key in self.constituents(key) {
                    shape.index.retain(|known| known.key != key);
                    shape.index.push(IndexSig { key, value, mapped: false, called: None });
                }
                return;
            }
            MemberKind::Call(function) => {
                self.add_overload(shape, (*function, context), How::Called);
                return;
            }
            MemberKind::Construct(function) => {
                self.add_overload(shape, (*function, context), How::Constructed);
                return;
            }
        };
        let place = Place { file, span: member.span };
        let named = self.member_name(&member.name, context, place);
        let ((name, key), ty) = match (named, &member.kind) {
            (Ok(named), _) => (named, ty),
            // No method is data, whatever it is called.
            (Err(_), MemberKind::Method(_)) | (Err(None), _) => return,
            (Err(Some(unknown)), _) => ((Name::from("[…]"), Some(unknown)), unknown),
        };
        let key = key.or_else(|| {
            let number = member.numeric.then(|| name.parse().ok()).flatten()?;
            Some(self.plain(Type::Literal(Lit::number(number))))
        });
        let kind = if name.starts_with(SYMBOL) { PropKind::Symbol } else { PropKind::Field };
        let property = Prop {
            name,
            ty,
            optional: member.optional,
            readonly: member.readonly,
            docs: member.docs.map(|docs| (file, docs)),
            place: Place { file, span: member.span },
            kind,
            key,
        };
        put(shape, property);
    }

    /// The name of a member. One that is a secret or some symbol has none that could be asked
    /// for; one that cannot be read is a problem, so that the member is not lost in silence. With it
    /// comes the type of what computes it.
    fn member_name(
        &mut self,
        name: &KeyName,
        context: ContextId,
        place: Place,
    ) -> Result<(Name, Option<Ty>), Option<Ty>> {
        let expression = match name {
            KeyName::Static(name) => return Ok((Name::clone(name), None)),
            KeyName::Private => return Err(None),
            KeyName::Computed(expression) => *expression,
        };
        if let Some(symbol) = self.symbol_of(expression, context) {
            return Ok((symbol, None));
        }
        let value = self.constant_value(expression, context, true);
        let key = self.reveal(value);
        let value = self.expand(key);
        match self.get(value) {
            Type::Literal(literal) => Ok((Name::from(literal.text()), Some(key))),
            Type::Symbol => Err(None),
            _ => Err(Some(self.failure(
                Code::ValueUnknown,
                place,
                "the name of this member is computed, and cannot be read",
                "compute it from a literal, a `const` or a member of an enum",
            ))),
        }
    }
}

/// How the names of members begin that are called by a symbol. No name in a text can.
pub(crate) const SYMBOL: char = '\u{0}';

/// Puts a property in the place of one with its name, or at the end.
pub(crate) fn put(shape: &mut Shape, property: Prop) {
    match shape.properties.iter_mut().find(|known| known.name == property.name) {
        Some(known) => *known = property,
        None => shape.properties.push(property),
    }
}

impl Evaluator<'_> {
    /// One step into a name.
    pub(crate) fn open_once(&mut self, ty: Ty) -> Ty {
        let Type::Named(named) = self.get(ty) else { return ty };
        self.open(ty, |this| this.open_named(&named))
    }
}
