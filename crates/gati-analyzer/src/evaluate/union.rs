//! Unions: flat, without duplicates, literals absorbed by what contains them.

use rustc_hash::FxHashSet;

use super::{Change, Evaluator, Lit, MAX_MEMBERS, Ty, Type};
use crate::codes::Code;
use crate::ir::{DeclKind, TypeNode};

impl Evaluator<'_> {
    /// The union of `members`.
    pub(crate) fn union(&mut self, members: Vec<Ty>) -> Ty {
        if let Err(spent) = self.afford(members.len()) {
            return spent;
        }
        let mut flat = Vec::with_capacity(members.len());
        let mut seen = FxHashSet::default();
        for member in members {
            self.flatten(member, &mut flat, &mut seen);
        }
        if flat.len() > MAX_MEMBERS {
            let place = self.place_of(flat[0]);
            return self.failure(
                Code::TypeTooLarge,
                place,
                format!("this union has more than {MAX_MEMBERS} members"),
                "use the type its members have in common",
            );
        }
        self.reduce(flat)
    }

    fn flatten(&mut self, member: Ty, flat: &mut Vec<Ty>, seen: &mut FxHashSet<Ty>) {
        let member = self.alternative(member);
        if let Type::Union(inner) = self.store.get(member) {
            for alternative in inner.clone() {
                if seen.insert(alternative) {
                    flat.push(alternative);
                }
            }
        } else if seen.insert(member) {
            flat.push(member);
        }
    }

    /// A member of a union: a name stays one if it stands for an object.
    fn alternative(&mut self, member: Ty) -> Ty {
        let member = self.kept_whole(member);
        let named = match self.store.get(member) {
            Type::Named(named) => named,
            Type::Whole { .. } => {
                let opened = self.shown(member);
                return if matches!(self.store.get(opened), Type::Object(_)) {
                    member
                } else {
                    opened
                };
            }
            Type::NoInfer(_) => return self.shown(member),
            _ => return member,
        };
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        let keeps_its_name = sites
            .iter()
            .any(|site| matches!(site.kind(), DeclKind::Interface(_) | DeclKind::Class(_)));
        if keeps_its_name {
            return member;
        }
        let opened = self.shown(member);
        if matches!(self.store.get(opened), Type::Object(_)) { member } else { opened }
    }

    fn reduce(&mut self, flat: Vec<Ty>) -> Ty {
        let any = self.plain(Type::Any);
        let unknown = self.plain(Type::Unknown);
        let never = self.plain(Type::Never);
        if flat.contains(&any) {
            return any;
        }
        if flat.contains(&unknown) {
            return unknown;
        }
        let boolean = self.plain(Type::Boolean);
        let yes = self.plain(Type::Literal(Lit::Boolean(true)));
        let no = self.plain(Type::Literal(Lit::Boolean(false)));
        let seen: FxHashSet<Ty> = flat.iter().copied().collect();
        let whole_boolean = flat.contains(&yes) && flat.contains(&no);
        let primitives: FxHashSet<Ty> = flat
            .iter()
            .copied()
            .filter(|ty| {
                matches!(
                    self.store.get(*ty),
                    Type::String | Type::Number | Type::Boolean | Type::BigInt
                )
            })
            .collect();
        let mut members = Vec::with_capacity(flat.len());
        for member in flat {
            let kept = match self.store.get(member) {
                Type::Never => continue,
                Type::Literal(Lit::Boolean(_)) if whole_boolean => boolean,
                Type::Literal(literal) => {
                    let widened = literal.widened();
                    let widened = self.plain(widened);
                    if primitives.contains(&widened) {
                        continue;
                    }
                    member
                }
                Type::Member { value, .. } => {
                    let literal = *value;
                    let widened = match self.store.get(literal) {
                        Type::Literal(literal) => literal.widened(),
                        _ => Type::Never,
                    };
                    let widened = self.plain(widened);
                    if primitives.contains(&widened) {
                        continue;
                    }
                    member
                }
                Type::UniqueSymbol(_) => {
                    let symbol = self.plain(Type::Symbol);
                    if seen.contains(&symbol) {
                        continue;
                    }
                    member
                }
                Type::Template(_) | Type::Cased(..) => {
                    let string = self.plain(Type::String);
                    if primitives.contains(&string) {
                        continue;
                    }
                    member
                }
                _ => member,
            };
            if !members.contains(&kept) || members.len() > 64 {
                members.push(kept);
            }
        }
        members.dedup();
        self.drop_matched_texts(&mut members);
        match members.len() {
            0 => never,
            1 => members[0],
            _ => self.plain(Type::Union(members)),
        }
    }

    /// A literal that a template of the same union stands for says nothing new.
    fn drop_matched_texts(&mut self, members: &mut Vec<Ty>) {
        let templates: Vec<Ty> = members
            .iter()
            .copied()
            .filter(|member| matches!(self.store.get(*member), Type::Template(_) | Type::Cased(..)))
            .collect();
        if templates.is_empty() {
            return;
        }
        members.retain(|member| {
            !matches!(self.store.get(*member), Type::Literal(Lit::String(_)))
                || !templates.iter().any(|template| self.assignable(*member, *template))
        });
    }

    /// The alternatives of a type; itself if there is only one. Booleans are two, and members of
    /// enums are their values.
    pub(crate) fn alternatives(&mut self, ty: Ty) -> Vec<Ty> {
        let mut members = Vec::new();
        for member in self.constituents(ty) {
            match self.get(member) {
                Type::Member { value, .. } => members.push(value),
                Type::NoInfer(inner) => members.extend(self.alternatives(inner)),
                _ => members.push(member),
            }
        }
        members
    }

    /// Like [`Evaluator::alternatives`], but members of enums stay what they are.
    pub(crate) fn constituents(&mut self, ty: Ty) -> Vec<Ty> {
        let ty = self.force(ty);
        let opened = match self.store.get(ty) {
            Type::Named(_) | Type::NoInfer(_) => self.alternative(ty),
            _ => ty,
        };
        match self.get(opened) {
            Type::Union(members) => {
                members.into_iter().flat_map(|member| self.constituents(member)).collect()
            }
            Type::Boolean => vec![
                self.plain(Type::Literal(Lit::Boolean(true))),
                self.plain(Type::Literal(Lit::Boolean(false))),
            ],
            Type::Never => Vec::new(),
            _ => vec![opened],
        }
    }

    /// `ty | undefined`.
    pub(crate) fn or_undefined(&mut self, ty: Ty) -> Ty {
        let undefined = self.plain(Type::Undefined);
        self.union(vec![ty, undefined])
    }

    /// `ty | undefined` without looking into a name that stands for a union, which may be the one
    /// that is being put together: `type Json = string | { [K in string]?: Json }`.
    pub(super) fn or_undefined_later(&mut self, ty: Ty) -> Ty {
        let forced = self.force(ty);
        let Type::Named(named) = self.store.get(forced) else { return self.or_undefined(ty) };
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        let is_union = sites.iter().any(|site| match site.kind() {
            DeclKind::Alias { node, .. } => {
                matches!(self.sources.facts(site.file).node(*node), TypeNode::Union(_))
            }
            _ => false,
        });
        if !is_union {
            return self.or_undefined(ty);
        }
        let undefined = self.plain(Type::Undefined);
        self.plain(Type::Union(vec![forced, undefined]))
    }

    /// What is left of `ty` when it is neither `undefined` nor `void`, which may be nothing.
    pub(crate) fn defined(&mut self, ty: Ty) -> Ty {
        let opened = self.reveal(ty);
        let is_absent =
            |this: &Self, ty: Ty| matches!(this.store.get(ty), Type::Undefined | Type::Void);
        match self.get(opened) {
            _ if is_absent(self, opened) => self.plain(Type::Never),
            Type::Union(members) if members.iter().any(|member| is_absent(self, *member)) => {
                let kept = members.into_iter().filter(|member| !is_absent(self, *member)).collect();
                self.union(kept)
            }
            _ => ty,
        }
    }

    /// `ty` without `undefined`.
    pub(crate) fn without_undefined(&mut self, ty: Ty) -> Ty {
        let opened = self.reveal(ty);
        let Type::Union(members) = self.get(opened) else { return ty };
        let undefined = self.plain(Type::Undefined);
        if !members.contains(&undefined) {
            return ty;
        }
        let kept = members.into_iter().filter(|member| *member != undefined).collect();
        self.union(kept)
    }

    /// What a modifier makes of `ty`, found out where somebody looks if `ty` itself can wait.
    pub(super) fn changed_later(&mut self, ty: Ty, change: Change) -> Ty {
        match self.store.get(ty) {
            Type::Deferred { .. } | Type::Meeting { .. } | Type::Modified { .. } => {
                self.plain(Type::Modified { ty, change })
            }
            _ => self.changed(ty, change),
        }
    }

    pub(super) fn changed(&mut self, ty: Ty, change: Change) -> Ty {
        match change {
            Change::WithoutUndefined => self.without_undefined(ty),
            Change::Defined => self.defined(ty),
            Change::OrUndefined => self.or_undefined_later(ty),
        }
    }
}
