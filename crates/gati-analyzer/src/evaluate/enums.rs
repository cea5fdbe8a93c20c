//! Enums: members counted, computed and merged; a member as a type.

use super::{Evaluator, Lit, NamedKey, Place, Problem, Ty, Type};
use crate::codes::Code;
use crate::diagnostic::Repair;
use crate::ir::{DeclKind, Expr, ExprId, Name, ScopeId};
use crate::resolve::{
    FileId, FileView,
    symbol::{Meaning, Symbol},
};
use crate::suggest::{did_you_mean, nearest};

/// What TypeScript knows of the value of a member.
#[derive(Debug, Clone)]
pub(super) enum Valued {
    Constant(Lit),
    /// No constant expression of enums: some number, and a type of its own.
    Computed,
    /// Whether it is one of these two is not found out.
    Unknown,
}

/// Why an expression has no constant value.
enum NoConstant {
    Computed,
    Unknown,
}

/// The members known so far, by name.
type Known = Vec<(Name, Valued)>;

impl Evaluator<'_> {
    /// The members of an enum with their values.
    pub(super) fn enum_members(&mut self, file: FileId, scope: ScopeId, name: &str) -> Known {
        let sites = self.sources.declarations(file, scope, name);
        let mut known: Known = Vec::new();
        for site in sites.iter() {
            let DeclKind::Enum { members } = site.kind() else { continue };
            let home = (site.file, site.scope());
            let mut next = Valued::Constant(Lit::number(0.0));
            for member in members {
                let value = match member.value {
                    Some(expression) => match self.enum_constant(home, name, expression, &known) {
                        Ok(literal) => Valued::Constant(literal),
                        Err(NoConstant::Computed) => Valued::Computed,
                        Err(NoConstant::Unknown) => Valued::Unknown,
                    },
                    None => next,
                };
                next = match &value {
                    Valued::Constant(Lit::Number(bits)) => {
                        Valued::Constant(Lit::number(f64::from_bits(*bits) + 1.0))
                    }
                    Valued::Unknown => Valued::Unknown,
                    Valued::Constant(_) | Valued::Computed => Valued::Computed,
                };
                known.push((Name::clone(&member.name), value));
            }
        }
        known
    }

    fn member(&mut self, literal: Lit, owner: NamedKey) -> Ty {
        let value = self.plain(Type::Literal(literal));
        self.plain(Type::Member { value, owner, computed: None })
    }

    /// A member that is some number: another one than every other member is.
    fn computed_member(&mut self, member: &str, owner: NamedKey) -> Ty {
        let value = self.plain(Type::Number);
        self.plain(Type::Member { value, owner, computed: Some(Name::from(member)) })
    }

    /// A member as a type; `None` where its value is not known.
    pub(super) fn valued_member(
        &mut self,
        owner: &NamedKey,
        member: &str,
        value: Valued,
    ) -> Option<Ty> {
        match value {
            Valued::Constant(literal) => Some(self.member(literal, owner.clone())),
            Valued::Computed => Some(self.computed_member(member, owner.clone())),
            Valued::Unknown => None,
        }
    }

    pub(super) fn enum_union(&mut self, named: &NamedKey) -> Ty {
        let known = self.enum_members(named.file, named.scope, &named.name);
        if known.is_empty() {
            // An enum without members is some number.
            return self.computed_member("", named.clone());
        }
        let mut members = Vec::with_capacity(known.len());
        for (member, value) in known {
            match self.valued_member(named, &member, value) {
                Some(ty) => members.push(ty),
                None => return self.not_constant(named, &member),
            }
        }
        self.union(members)
    }

    /// `Enum.Member` as a type.
    pub(super) fn enum_member(&mut self, named: &NamedKey, member: &Name, place: Place) -> Ty {
        let known = self.enum_members(named.file, named.scope, &named.name);
        if let Some((_, value)) = known.iter().find(|(name, _)| name == member) {
            let valued = self.valued_member(named, member, value.clone());
            return valued.unwrap_or_else(|| self.not_constant(named, member));
        }
        let near = nearest(member, known.iter().map(|(name, _)| &**name));
        let help = match near {
            Some(near) => did_you_mean(&format!("{}.{near}", named.name)),
            None => "add it to the enum".to_owned(),
        };
        let message = format!("the enum `{}` has no member `{member}`", named.name);
        let repair = near.map(|near| Repair::rename_member(place, member, near));
        self.fail(
            Problem::new(Code::MemberUnknown, place, message)
                .label(format!("`{member}` is not a member"))
                .help(help)
                .repair(repair),
        )
    }

    fn not_constant(&mut self, named: &NamedKey, member: &Name) -> Ty {
        let sites = self.sources.declarations(named.file, named.scope, &named.name);
        let place = sites
            .iter()
            .find_map(|site| match site.kind() {
                DeclKind::Enum { members } => {
                    let known = members.iter().find(|known| known.name == *member)?;
                    Some(Place { file: site.file, span: known.span })
                }
                _ => None,
            })
            .unwrap_or(Place { file: named.file, span: crate::ir::Span::default() });
        let message = format!("the value of `{}.{member}` is not known", named.name);
        self.fail(
            Problem::new(Code::EnumNotConstant, place, message)
                .help("give it a literal, or an expression of literals and other members"),
        )
    }

    fn enum_constant(
        &mut self,
        home: (FileId, ScopeId),
        owner: &str,
        expression: ExprId,
        known: &Known,
    ) -> Result<Lit, NoConstant> {
        self.depth += 1;
        let value = if self.depth > super::MAX_DEPTH {
            Err(NoConstant::Unknown)
        } else {
            self.enum_expression(home, owner, expression, known)
        };
        self.depth -= 1;
        value
    }

    /// What TypeScript evaluates: literals, operators, templates, members of enums and constants
    /// without a type. A cast or an assertion is none of them.
    fn enum_expression(
        &mut self,
        home: (FileId, ScopeId),
        owner: &str,
        expression: ExprId,
        known: &Known,
    ) -> Result<Lit, NoConstant> {
        let facts = self.sources.facts(home.0);
        match facts.expression(expression) {
            Expr::Literal(literal) => match Lit::from_literal(literal) {
                literal @ (Lit::String(_) | Lit::Number(_)) => Ok(literal),
                Lit::Boolean(_) | Lit::BigInt(_) => Err(NoConstant::Computed),
            },
            Expr::Template { texts, holes } => {
                let mut text = texts.first().map(ToString::to_string).unwrap_or_default();
                for (index, hole) in holes.iter().enumerate() {
                    let value = self.enum_constant(home, owner, *hole, known)?;
                    text.push_str(&value.text());
                    text.push_str(texts.get(index + 1).ok_or(NoConstant::Unknown)?);
                }
                Ok(Lit::String(Name::from(text)))
            }
            Expr::Identifier(name) => match known.iter().find(|(member, _)| member == name) {
                Some((_, value)) => constant(value),
                None if matches!(&**name, "NaN" | "Infinity") => Err(NoConstant::Unknown),
                None => self.constant_variable(home, std::slice::from_ref(name)),
            },
            Expr::Member { object, name, .. } => {
                let Some(path) = entity(&facts, *object) else {
                    return Err(NoConstant::Computed);
                };
                self.constant_member(home, owner, (path, name), known)
            }
            Expr::Index { object, index, .. } => {
                let (Some(path), Expr::Literal(gati_types::Literal::String(name))) =
                    (entity(&facts, *object), facts.expression(*index))
                else {
                    return Err(NoConstant::Computed);
                };
                let name = Name::from(name.as_str());
                self.constant_member(home, owner, (path, &name), known)
            }
            Expr::Unary { operator, operand } => {
                let value = self.enum_constant(home, owner, *operand, known)?;
                match (&value, *operator) {
                    (Lit::Number(_), "-" | "+" | "~") => {
                        unary(operator, &value).ok_or(NoConstant::Unknown)
                    }
                    _ => Err(NoConstant::Computed),
                }
            }
            Expr::Binary { operator, left, right } => {
                let left = self.enum_constant(home, owner, *left, known)?;
                let right = self.enum_constant(home, owner, *right, known)?;
                let numbers = matches!((&left, &right), (Lit::Number(_), Lit::Number(_)));
                match *operator {
                    "+" => {}
                    "-" | "*" | "/" | "%" | "**" | "|" | "&" | "^" | "<<" | ">>" | ">>>"
                        if numbers => {}
                    _ => return Err(NoConstant::Computed),
                }
                // What is not finite is a literal as well, and none that can be published.
                binary(operator, &left, &right).ok_or(NoConstant::Unknown)
            }
            Expr::Other(_) => Err(NoConstant::Unknown),
            _ => Err(NoConstant::Computed),
        }
    }

    /// `Enum.Member`, of this enum or another one; `Space.constant`.
    fn constant_member(
        &mut self,
        home: (FileId, ScopeId),
        owner: &str,
        (mut path, member): (Vec<Name>, &Name),
        known: &Known,
    ) -> Result<Lit, NoConstant> {
        if path.len() == 1
            && &*path[0] == owner
            && let Some((_, value)) = known.iter().find(|(name, _)| name == member)
        {
            return constant(value);
        }
        match self.sources.lookup_path(home.0, home.1, &path, Meaning::Type) {
            Ok(Some(Symbol::Declared { file, scope, name })) => {
                let sites = self.sources.declarations(file, scope, &name);
                if sites.iter().any(|site| matches!(site.kind(), DeclKind::Enum { .. })) {
                    let members = self.enum_members(file, scope, &name);
                    let found = members.iter().find(|(name, _)| name == member);
                    return found.map_or(Err(NoConstant::Unknown), |(_, value)| constant(value));
                }
            }
            Ok(_) => {}
            Err(_) => return Err(NoConstant::Unknown),
        }
        path.push(Name::clone(member));
        self.constant_variable(home, &path)
    }

    /// `const BASE = 4; enum E { A = BASE }`: a constant whose own value is a constant expression
    /// and which no type is written beside.
    fn constant_variable(
        &mut self,
        home: (FileId, ScopeId),
        path: &[Name],
    ) -> Result<Lit, NoConstant> {
        let (file, scope, name) =
            match self.sources.lookup_path(home.0, home.1, path, Meaning::Value) {
                Ok(Some(Symbol::Declared { file, scope, name })) => (file, scope, name),
                // A member of something that is no namespace is read when the program runs.
                Ok(None) if path.len() > 1 => {
                    let first = self.sources.lookup(home.0, home.1, &path[0], Meaning::Value);
                    return Err(match first {
                        Ok(Some(Symbol::Declared { .. })) => NoConstant::Computed,
                        _ => NoConstant::Unknown,
                    });
                }
                _ => return Err(NoConstant::Unknown),
            };
        let sites = self.sources.declarations(file, scope, &name);
        let mut variables = sites.iter().filter_map(|site| match site.kind() {
            DeclKind::Variable(variable) => Some((site, variable)),
            _ => None,
        });
        let Some((site, variable)) = variables.next() else { return Err(NoConstant::Computed) };
        if !variable.is_const || variable.node.is_some() {
            return Err(NoConstant::Computed);
        }
        let Some(initialiser) = variable.initialiser else { return Err(NoConstant::Unknown) };
        let home = (site.file, site.scope());
        self.enum_constant(home, "", initialiser, &Vec::new())
    }
}

fn constant(value: &Valued) -> Result<Lit, NoConstant> {
    match value {
        Valued::Constant(literal) => Ok(literal.clone()),
        Valued::Computed => Err(NoConstant::Computed),
        Valued::Unknown => Err(NoConstant::Unknown),
    }
}

/// The words of `A.B.C`.
pub(crate) fn entity(facts: &FileView, expression: ExprId) -> Option<Vec<Name>> {
    match facts.expression(expression) {
        Expr::Identifier(name) => Some(vec![Name::clone(name)]),
        Expr::Member { object, name, optional: false } => {
            let mut path = entity(facts, *object)?;
            path.push(Name::clone(name));
            Some(path)
        }
        _ => None,
    }
}

/// What a unary operator makes of a constant.
pub(super) fn unary(operator: &str, value: &Lit) -> Option<Lit> {
    let Lit::Number(bits) = value else { return None };
    let number = f64::from_bits(*bits);
    match operator {
        "-" => Some(Lit::number(-number)),
        "+" => Some(value.clone()),
        "~" => Some(Lit::number(f64::from(!to_int32(number)))),
        _ => None,
    }
}

/// What a binary operator makes of two constants.
pub(super) fn binary(operator: &str, left: &Lit, right: &Lit) -> Option<Lit> {
    if operator == "+" && (matches!(left, Lit::String(_)) || matches!(right, Lit::String(_))) {
        return Some(Lit::String(Name::from(format!("{}{}", left.text(), right.text()))));
    }
    let (Lit::Number(left), Lit::Number(right)) = (left, right) else { return None };
    let (left, right) = (f64::from_bits(*left), f64::from_bits(*right));
    let shift = to_uint32(right) & 31;
    let value = match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => left % right,
        "**" => left.powf(right),
        "|" => f64::from(to_int32(left) | to_int32(right)),
        "&" => f64::from(to_int32(left) & to_int32(right)),
        "^" => f64::from(to_int32(left) ^ to_int32(right)),
        "<<" => f64::from(to_int32(left) << shift),
        ">>" => f64::from(to_int32(left) >> shift),
        ">>>" => f64::from(to_uint32(left) >> shift),
        _ => return None,
    };
    value.is_finite().then(|| Lit::number(value))
}

/// ECMAScript's `ToInt32`.
#[expect(clippy::cast_possible_wrap, reason = "that is what ToInt32 does")]
fn to_int32(value: f64) -> i32 {
    to_uint32(value) as i32
}

/// ECMAScript's `ToUint32`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was brought into the range of u32"
)]
fn to_uint32(value: f64) -> u32 {
    if !value.is_finite() {
        return 0;
    }
    value.trunc().rem_euclid(4_294_967_296.0) as u32
}
