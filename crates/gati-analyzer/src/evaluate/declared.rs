//! Declarations with their arguments: aliases, interfaces with everything that merges into
//! them, classes, enums.

use super::infer::mentions_this;
use super::{
    Context, ContextId, Evaluator, IndexSig, NamedKey, Place, PropKind, Secret, Shape, Ty, Type,
    put,
};
use crate::codes::Code;
use crate::ir::{
    Access, ClassBody, DeclKind, Heritage, InterfaceBody, KeyName, Member, MemberKind, Name,
    TypeParam,
};
use crate::resolve::Site;
use crate::resolve::symbol::{Meaning, has_meaning};

impl Evaluator<'_> {
    /// What a mention of a declaration stands for.
    pub(super) fn open_named(&mut self, named: &NamedKey) -> Ty {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        for site in sites.iter() {
            if let DeclKind::Alias { params, node } = site.kind() {
                let context = self.instantiate(site, named, params, None);
                return self.eval(*node, context);
            }
        }
        if sites.iter().any(|site| matches!(site.kind(), DeclKind::Enum { .. })) {
            return self.enum_union(named);
        }
        let this = self.plain(Type::Named(named.clone()));
        self.shape_of(named, this)
    }

    /// The members of an interface or a class, read with `this` as the type of `this`: that of
    /// whoever inherits them.
    pub(super) fn shape_of(&mut self, named: &NamedKey, this: Ty) -> Ty {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        if let Some(list) = self.named_list(&sites, named, this) {
            return list;
        }
        let mut shape = Shape::default();
        let mut inherited = Vec::new();
        for site in sites.iter() {
            let found = (site, named, this);
            let failed = match site.kind() {
                DeclKind::Interface(body) => {
                    self.add_interface(&mut shape, found, body, &mut inherited)
                }
                DeclKind::Class(body) => self.add_class(&mut shape, found, body, &mut inherited),
                _ => None,
            };
            if let Some(failed) = failed {
                return failed;
            }
        }
        // Signatures that are inherited stand behind the own ones.
        for signature in inherited {
            self.add_signature(&mut shape, signature);
        }
        shape.declared = true;
        self.finish_shape(shape)
    }

    /// `interface Tags extends Array<string> {}`: another name of the list, which is how a type
    /// of lists of itself had to be written for a long time. With members of its own it is a list
    /// that has them besides.
    fn named_list(&mut self, sites: &[Site], named: &NamedKey, this: Ty) -> Option<Ty> {
        let [site] = sites else { return None };
        let DeclKind::Interface(body) = site.kind() else { return None };
        let [heritage] = body.extends.as_slice() else { return None };
        let context = self.instantiate(site, named, &body.params, Some(this));
        let place = Place { file: site.file, span: heritage.span };
        let base = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
        // A name may stand for a list; that of an interface is opened with another `this`.
        let base = match self.get(base) {
            Type::Named(of) if !self.has_this(&of) => self.expand(base),
            _ => base,
        };
        if !matches!(self.store.get(base), Type::Array { .. } | Type::Tuple { .. }) {
            return None;
        }
        if body.members.is_empty() {
            return Some(base);
        }
        let mut shape = Shape { declared: true, ..Shape::default() };
        for member in &body.members {
            self.add_member(&mut shape, member, context, site.file);
        }
        let members = self.store.object(shape);
        Some(self.branded(base, members))
    }

    /// The context of a declaration's body, its parameters bound to the arguments.
    pub(super) fn instantiate(
        &mut self,
        site: &Site,
        named: &NamedKey,
        params: &[TypeParam],
        this: Option<Ty>,
    ) -> ContextId {
        let mut bindings: Vec<(Name, Ty)> = Vec::with_capacity(params.len());
        for (index, param) in params.iter().enumerate() {
            let ty = match (named.arguments.get(index), param.default) {
                (Some(argument), _) => *argument,
                (None, Some(default)) => {
                    let context = Context {
                        file: site.file,
                        scope: site.scope(),
                        bindings: bindings.clone(),
                        this,
                    };
                    let context = self.store.add_context(context);
                    self.later(default, context)
                }
                // The mention was refused where it stands.
                (None, None) => self.plain(Type::Unknown),
            };
            bindings.push((Name::clone(&param.name), ty));
        }
        self.store.add_context(Context { file: site.file, scope: site.scope(), bindings, this })
    }

    fn add_interface(
        &mut self,
        shape: &mut Shape,
        (site, named, this): (&Site, &NamedKey, Ty),
        body: &InterfaceBody,
        signatures: &mut Vec<Ty>,
    ) -> Option<Ty> {
        let context = self.instantiate(site, named, &body.params, Some(this));
        for heritage in &body.extends {
            if let Some(failed) = self.add_base(shape, heritage, context, signatures) {
                return Some(failed);
            }
        }
        let own = self.own_context(named, site, &body.params);
        for member in &body.members {
            let context = self.context_of_member(member, own, context);
            self.add_member(shape, member, context, site.file);
        }
        None
    }

    /// The context of a declaration's body in which `this` is what it declares.
    fn own_context(&mut self, named: &NamedKey, site: &Site, params: &[TypeParam]) -> ContextId {
        let this = self.plain(Type::Named(named.clone()));
        self.instantiate(site, named, params, Some(this))
    }

    /// The context a member is read in: `own`, unless it speaks of `this`. What it means is then
    /// one type for all that inherit it, and not one for each that goes on to have it.
    fn context_of_member(
        &self,
        member: &Member,
        own: ContextId,
        inherited: ContextId,
    ) -> ContextId {
        if own == inherited {
            return own;
        }
        let facts = self.sources.facts(self.store.context(own).file);
        let speaks = match &member.kind {
            MemberKind::Property { node: Some(node), .. } => mentions_this(&facts, *node),
            MemberKind::Index { key, value } => {
                mentions_this(&facts, *key) || mentions_this(&facts, *value)
            }
            MemberKind::Getter(function) => match facts.signature(*function).returns {
                Some(node) => mentions_this(&facts, node),
                None => true,
            },
            _ => true,
        };
        if speaks { inherited } else { own }
    }

    /// Fields of instances: what JSON carries of a class.
    fn add_class(
        &mut self,
        shape: &mut Shape,
        (site, named, this): (&Site, &NamedKey, Ty),
        body: &ClassBody,
        signatures: &mut Vec<Ty>,
    ) -> Option<Ty> {
        let context = self.instantiate(site, named, &body.params, Some(this));
        if let Some(span) = body.extends_expression {
            let place = Place { file: site.file, span };
            return Some(self.unsupported(
                place,
                "a class that extends an expression",
                "declare an interface with the fields, and use that as the type",
            ));
        }
        if let Some(heritage) = &body.extends
            && let Some(failed) = self.add_base(shape, heritage, context, signatures)
        {
            return Some(failed);
        }
        let own = self.own_context(named, site, &body.params);
        for member in &body.members {
            let is_private = matches!(member.name, KeyName::Private)
                && !matches!(member.kind, MemberKind::Index { .. });
            let access = if is_private { Access::Nobody } else { member.access };
            if !member.is_static && access != Access::Everybody {
                let name = match &member.name {
                    KeyName::Static(name) => Name::clone(name),
                    _ => Name::from(""),
                };
                let place = Place { file: named.file, span: member.span };
                shape.secrets.push(Secret { name, place, access });
            }
            if member.is_static || access != Access::Everybody {
                continue;
            }
            let context = self.context_of_member(member, own, context);
            self.add_member(shape, member, context, site.file);
            let kind = match member.kind {
                MemberKind::Method(_) => Some(PropKind::Method),
                MemberKind::Getter(_) => Some(PropKind::Accessor),
                MemberKind::Setter(_) => Some(PropKind::Written),
                MemberKind::Property { .. } if member.is_accessor => Some(PropKind::Accessor),
                _ => None,
            };
            if let Some(kind) = kind
                && let Some(last) = shape.properties.last_mut()
                && last.place.span == member.span
            {
                last.kind = kind;
            }
        }
        None
    }

    fn add_base(
        &mut self,
        shape: &mut Shape,
        heritage: &Heritage,
        context: ContextId,
        signatures: &mut Vec<Ty>,
    ) -> Option<Ty> {
        let place = Place { file: self.store.context(context).file, span: heritage.span };
        let base = self.eval_reference(&heritage.path, &heritage.arguments, context, place);
        let opened = match (self.get(base), self.store.context(context).this) {
            (Type::Named(named), Some(this)) if self.has_this(&named) => {
                self.depth += 1;
                let opened = if self.depth > super::MAX_DEPTH {
                    self.circular(place)
                } else {
                    self.shape_of(&named, this)
                };
                self.depth -= 1;
                opened
            }
            _ => self.expand(base),
        };
        match self.get(opened) {
            Type::Object(inherited) => {
                shape.reordered = true;
                for property in &inherited.properties {
                    put(shape, property.clone());
                }
                for signature in &inherited.index {
                    if !shape.index.iter().any(|known| known.key == signature.key) {
                        shape.index.push(signature.clone());
                    }
                }
                signatures.extend(inherited.others.iter().chain(&inherited.callable));
                shape.secrets.extend(inherited.secrets.iter().cloned());
                None
            }
            // What is a signature and nothing besides.
            Type::Function { .. } => {
                signatures.push(opened);
                None
            }
            Type::Promise(_) => {
                let inherited = self.apparent(opened)?;
                shape.reordered = true;
                for property in &inherited.properties {
                    put(shape, property.clone());
                }
                None
            }
            Type::Problem(_) => Some(opened),
            // Whoever extends `any` has every member.
            Type::Any => {
                let key = self.plain(Type::String);
                if !shape.index.iter().any(|known| known.key == key) {
                    shape.index.push(IndexSig { key, value: opened, mapped: false, called: None });
                }
                None
            }
            _ => Some(self.unfit(
                place,
                "only an object type can be extended",
                opened,
                "write `type X = …` with an intersection instead",
            )),
        }
    }

    /// Whether a declaration can be mentioned without arguments.
    pub(crate) fn takes_no_arguments(&self, named: &NamedKey) -> bool {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        sites.iter().all(|site| {
            let params: &[TypeParam] = match site.kind() {
                DeclKind::Alias { params, .. } => params,
                DeclKind::Interface(body) => &body.params,
                DeclKind::Class(body) => &body.params,
                _ => &[],
            };
            params.iter().all(|param| param.default.is_some())
        })
    }

    /// Checks the number of arguments of a mention; gives the failure if it is wrong.
    pub(super) fn check_arguments(
        &mut self,
        named: &NamedKey,
        given: usize,
        place: Place,
    ) -> Option<Ty> {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        let site = sites.iter().find(|site| has_meaning(site.kind(), Meaning::Type))?;
        let declaration = site.declaration();
        let params: &[TypeParam] = match &declaration.kind {
            DeclKind::Alias { params, .. } => params,
            DeclKind::Interface(body) => &body.params,
            DeclKind::Class(body) => &body.params,
            _ => &[],
        };
        let needed = params.iter().filter(|param| param.default.is_none()).count();
        if (needed..=params.len()).contains(&given) {
            return None;
        }
        let listed: Vec<&str> = params.iter().map(|param| &*param.name).collect();
        let name = if listed.is_empty() {
            named.name.to_string()
        } else {
            format!("{}<{}>", named.name, listed.join(", "))
        };
        let secondary = Place { file: site.file, span: declaration.name_span };
        let takes = taken(needed, params.len());
        let message = format!("`{name}` takes {takes}, and is given {}", counted(given));
        let help = match listed.get(given) {
            Some(next) => format!("say what `{next}` is: {}<…>", named.name),
            None if params.is_empty() => format!("write `{}` without `<…>`", named.name),
            None => format!("leave {} of them out", given - params.len()),
        };
        let problem = super::Problem::new(Code::TypeArguments, place, message)
            .help(help)
            .also(secondary, "declared here");
        Some(self.fail(problem))
    }
}

/// "1 type argument", "2 type arguments", "none".
pub(super) fn counted(count: usize) -> String {
    match count {
        0 => "none".to_owned(),
        1 => "1 type argument".to_owned(),
        _ => format!("{count} type arguments"),
    }
}

/// How many type arguments something takes.
pub(super) fn taken(least: usize, most: usize) -> String {
    match (least, most) {
        (_, 0) => "no type arguments".to_owned(),
        (least, most) if least == most => counted(most),
        (least, most) => format!("{least} to {most} type arguments"),
    }
}
