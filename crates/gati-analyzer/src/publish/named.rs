//! Named types: one entry of the table each, generic instances by their arguments.

use gati_types::{Constraints, Docs, GType, NamedType, RefType, TypeId};

use super::{MAX_DEPTH, MAX_INSTANCES, Publisher};
use crate::evaluate::{NamedKey, Ty, Type, constraints_of_docs};
use crate::ir::{DeclKind, DocId};
use crate::resolve::{FileId, Site};

impl Publisher<'_, '_> {
    /// The same declaration with arguments that are not lazy, so that two spellings of one
    /// instance are one.
    fn canonical(&mut self, named: &NamedKey) -> Ty {
        let arguments = named
            .arguments
            .iter()
            .map(|argument| {
                // `typeof S` may be the mention of a schema, which its type says nothing about.
                if self.evaluator.is_query(*argument) {
                    return *argument;
                }
                let forced = self.evaluator.force(*argument);
                match self.evaluator.get(forced) {
                    Type::Named(inner) if !inner.arguments.is_empty() => self.canonical(&inner),
                    _ => forced,
                }
            })
            .collect();
        self.evaluator.plain(Type::Named(NamedKey { arguments, ..named.clone() }))
    }

    pub(super) fn publish_named(&mut self, named: &NamedKey) -> GType {
        if self.path.len() > MAX_DEPTH {
            let ty = self.evaluator.plain(Type::Named(named.clone()));
            return self.too_large(ty);
        }
        let ty = self.canonical(named);
        if let Some(known) = self.written(ty) {
            return known;
        }
        let wanted = self.display_name(ty);
        if let Some(reference) = self.mention_active(ty, |_| wanted.clone()) {
            return reference;
        }
        let instances = self
            .active
            .iter()
            .filter(|(active, _)| match self.evaluator.get(*active) {
                Type::Named(other) => {
                    other.file == named.file
                        && other.scope == named.scope
                        && other.name == named.name
                }
                _ => false,
            })
            .count();
        if instances > MAX_INSTANCES {
            return self.too_large(ty);
        }
        let findings = self.findings.len();
        self.active.push((ty, None));
        let outer = (self.nesting, self.enter_type());
        self.note_file(named.file);
        let (gtype, docs) = self.open_named(ty, named);
        self.nesting = outer.0;
        self.leave_type(ty, outer.1);
        let mentioned = self.active.pop().and_then(|(_, name)| name);
        let published = match mentioned {
            Some(id) if gtype == GType::Ref(RefType { id: id.clone() }) => {
                let place = self.evaluator.place_of(ty);
                let failed = self.evaluator.circular(place);
                let unresolved = self.publish_failure(failed);
                self.enter(id, unresolved.clone(), docs);
                unresolved
            }
            Some(id) => self.enter(id, gtype, docs),
            None if (deserves_a_name(&gtype) || !docs.messages.is_empty())
                && !self.is_machinery(named) =>
            {
                match self.table.get_str(&wanted) {
                    Some(known) if known.gtype == gtype && known.docs == docs => {
                        GType::reference(&wanted)
                    }
                    _ => {
                        let id = self.name_for(ty, &wanted);
                        self.enter(id, gtype, docs)
                    }
                }
            }
            None => gtype,
        };
        self.keep(ty, &published, findings);
        published
    }

    /// A type that a client of Prisma makes its results of: what comes out is wanted, not its name.
    fn is_machinery(&self, named: &NamedKey) -> bool {
        (named.name.starts_with('$') || !named.arguments.is_empty())
            && self.evaluator.sources.is_of_prisma(named.file)
    }

    /// Keeps `id` for an export, and for the type it belongs to if that is `owner`.
    pub(crate) fn reserve(&mut self, id: &str, owner: Option<Ty>) {
        let id = TypeId::from(id);
        self.names.insert(id.clone(), id.as_str().to_owned());
        if let Some(owner) = owner {
            self.titles.entry(owner).or_insert(id);
        }
    }

    /// Publishes what is exported as `name`, which gets an entry of that name whatever it is.
    pub(crate) fn publish_export(&mut self, name: &str, ty: Ty) -> GType {
        let root = self.publish_at(name, ty);
        let own = GType::reference(name);
        if root == own || matches!(root, GType::Unresolved(_)) {
            return root;
        }
        let mut docs = Docs::default();
        if let (false, Type::Named(named)) = (matches!(root, GType::Ref(_)), self.evaluator.get(ty))
        {
            docs = self.own_docs(&named);
        }
        self.enter(TypeId::from(name), root, docs)
    }

    /// What the comment of a declaration says about it.
    pub(super) fn own_docs(&self, named: &NamedKey) -> Docs {
        let sources = &self.evaluator.sources;
        let sites = sources.declarations(named.file, named.scope, &named.name);
        match own_comment(&sites) {
            Some((file, id)) => constraints_of_docs(sources.facts(file).doc(id)).0,
            None => Docs::default(),
        }
    }

    /// The name that was kept for `ty`, or a new one like `wanted`.
    pub(super) fn name_for(&mut self, ty: Ty, wanted: &str) -> TypeId {
        match self.titles.get(&ty) {
            Some(kept) => kept.clone(),
            None => self.unique(wanted),
        }
    }

    pub(super) fn enter(&mut self, id: TypeId, gtype: GType, docs: Docs) -> GType {
        self.table.insert(id.clone(), NamedType { gtype, docs });
        GType::Ref(RefType { id })
    }

    /// One step into a declaration, its own comment applied.
    fn open_named(&mut self, ty: Ty, named: &NamedKey) -> (GType, Docs) {
        let sites = self.evaluator.sources.declarations(named.file, named.scope, &named.name);
        let mut docs = Docs::default();
        let mut constraints = Constraints::default();
        if let Some((file, id)) = own_comment(&sites) {
            (docs, constraints) = self.read_docs(file, id);
        }
        let is_alias = sites.iter().any(|site| matches!(site.kind(), DeclKind::Alias { .. }));
        let opened = self.evaluator.open_once(ty);
        let opened = if is_alias { self.constrained(opened, &constraints) } else { opened };
        let forced = self.evaluator.force(opened);
        let opened = self.evaluator.get(forced);
        if matches!(opened, Type::Object(_) | Type::Union(_)) {
            self.nesting = 0;
        }
        // An object that is only reached through its name needs no entry of its own.
        let gtype = match opened {
            Type::Object(shape) if !shape.is_only_called() => {
                if self.active.iter().any(|(active, _)| *active == forced) {
                    self.publish(forced)
                } else {
                    self.object(&shape)
                }
            }
            _ => self.publish(forced),
        };
        (self.in_mode(gtype, own_comment(&sites)), docs)
    }

    /// `Page<User>`.
    pub(super) fn display_name(&mut self, ty: Ty) -> String {
        let Type::Named(named) = self.evaluator.get(ty) else { return "Type".to_owned() };
        let name =
            if &*named.name == "default" { "Default".to_owned() } else { named.name.to_string() };
        if named.arguments.is_empty() {
            return name;
        }
        let arguments: Vec<String> =
            named.arguments.iter().map(|argument| self.brief(*argument, 0)).collect();
        let whole = format!("{name}<{}>", arguments.join(", "));
        if whole.chars().count() > 100 { name } else { whole }
    }

    /// A short spelling of a type argument.
    fn brief(&mut self, ty: Ty, depth: u32) -> String {
        let forced = self.evaluator.force(ty);
        if depth > 4 {
            return "…".to_owned();
        }
        match self.evaluator.get(forced) {
            Type::Named(named) if named.arguments.is_empty() => named.name.to_string(),
            Type::Named(named) => {
                let arguments: Vec<String> = named
                    .arguments
                    .iter()
                    .map(|argument| self.brief(*argument, depth + 1))
                    .collect();
                format!("{}<{}>", named.name, arguments.join(", "))
            }
            Type::Array { items, .. } => format!("{}[]", self.brief(items, depth + 1)),
            Type::Union(members) => {
                let members: Vec<String> =
                    members.into_iter().map(|member| self.brief(member, depth + 1)).collect();
                members.join(" | ")
            }
            Type::Object(shape) => {
                let members: Vec<String> = shape
                    .properties
                    .iter()
                    .map(|property| {
                        let mark = if property.optional { "?" } else { "" };
                        format!("{}{mark}: {}", property.name, self.brief(property.ty, depth + 1))
                    })
                    .collect();
                format!("{{ {} }}", members.join("; "))
            }
            Type::Literal(literal) => GType::Literal(literal.to_literal()).to_string(),
            Type::Refined { base, brands, .. } => match brands.first() {
                Some(brand) => brand.clone(),
                None => self.brief(base, depth + 1),
            },
            Type::Tuple { slots, .. } => {
                let slots: Vec<String> =
                    slots.into_iter().map(|slot| self.brief(slot.ty, depth + 1)).collect();
                format!("[{}]", slots.join(", "))
            }
            Type::Any => "any".to_owned(),
            Type::Unknown => "unknown".to_owned(),
            Type::Never => "never".to_owned(),
            Type::Null => "null".to_owned(),
            Type::Undefined => "undefined".to_owned(),
            Type::Void => "void".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Number => "number".to_owned(),
            Type::String => "string".to_owned(),
            Type::BigInt => "bigint".to_owned(),
            Type::Date => "Date".to_owned(),
            _ => "…".to_owned(),
        }
    }
}

/// The comment of the last declaration that makes the name a type.
fn own_comment(sites: &[Site]) -> Option<(FileId, DocId)> {
    let types = sites.iter().filter(|site| {
        matches!(
            site.kind(),
            DeclKind::Alias { .. }
                | DeclKind::Interface(_)
                | DeclKind::Class(_)
                | DeclKind::Enum { .. }
        )
    });
    types.rev().find_map(|site| Some((site.file, site.declaration().docs?)))
}

/// Objects and unions go by their name; what is shorter than a name does not.
pub(super) fn deserves_a_name(gtype: &GType) -> bool {
    match gtype {
        GType::Object(_) | GType::Union(_) => true,
        GType::Refined(refined) => deserves_a_name(&refined.base),
        _ => false,
    }
}
