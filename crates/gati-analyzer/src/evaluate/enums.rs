//! Enums: members counted, computed and merged; a member as a type.

use super::{Context, Evaluator, Lit, NamedKey, Place, Problem, Ty, Type};
use crate::codes::Code;
use crate::diagnostic::Repair;
use crate::ir::{DeclKind, Expr, ExprId, Name, ScopeId};
use crate::resolve::{
    FileId,
    symbol::{Meaning, Symbol},
};
use crate::suggest::{did_you_mean, nearest};

/// The members known so far, by name.
type Known = Vec<(Name, Option<Lit>)>;

impl Evaluator<'_> {
    /// The members of an enum with their values; `None` where one is not a constant.
    pub(super) fn enum_members(&mut self, file: FileId, scope: ScopeId, name: &str) -> Known {
        let sites = self.sources.declarations(file, scope, name);
        let mut known: Known = Vec::new();
        for site in sites.iter() {
            let DeclKind::Enum { members } = site.kind() else { continue };
            let home = (site.file, site.scope());
            let mut next = Some(0.0);
            for member in members {
                let value = match member.value {
                    Some(expression) => self.enum_constant(home, name, expression, &known),
                    None => next.map(Lit::number),
                };
                next = match &value {
                    Some(Lit::Number(bits)) => Some(f64::from_bits(*bits) + 1.0),
                    _ => None,
                };
                known.push((Name::clone(&member.name), value));
            }
        }
        known
    }

    pub(super) fn member(&mut self, literal: Lit, owner: NamedKey) -> Ty {
        let literal = self.plain(Type::Literal(literal));
        self.plain(Type::Member { literal, owner })
    }

    pub(super) fn enum_union(&mut self, named: &NamedKey) -> Ty {
        let known = self.enum_members(named.file, named.scope, &named.name);
        let mut members = Vec::with_capacity(known.len());
        for (member, value) in known {
            match value {
                Some(literal) => members.push(self.member(literal, named.clone())),
                None => return self.not_constant(named, &member),
            }
        }
        self.union(members)
    }

    /// `Enum.Member` as a type.
    pub(super) fn enum_member(&mut self, named: &NamedKey, member: &Name, place: Place) -> Ty {
        let known = self.enum_members(named.file, named.scope, &named.name);
        match known.iter().find(|(name, _)| name == member) {
            Some((_, Some(literal))) => self.member(literal.clone(), named.clone()),
            Some((_, None)) => self.not_constant(named, member),
            None => {
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
        }
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
        let message = format!("the value of `{}.{member}` is not a constant", named.name);
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
    ) -> Option<Lit> {
        self.depth += 1;
        let value = if self.depth > super::MAX_DEPTH {
            None
        } else {
            self.enum_expression(home, owner, expression, known)
        };
        self.depth -= 1;
        value
    }

    fn enum_expression(
        &mut self,
        home: (FileId, ScopeId),
        owner: &str,
        expression: ExprId,
        known: &Known,
    ) -> Option<Lit> {
        let facts = self.sources.facts(home.0);
        match facts.expression(expression) {
            Expr::Literal(literal) => Some(Lit::from_literal(literal)),
            Expr::Template { texts, holes } => {
                let mut text = texts.first().map(ToString::to_string).unwrap_or_default();
                for (index, hole) in holes.iter().enumerate() {
                    let value = self.enum_constant(home, owner, *hole, known)?;
                    text.push_str(&value.text());
                    text.push_str(texts.get(index + 1)?);
                }
                Some(Lit::String(Name::from(text)))
            }
            Expr::Identifier(name) => match known.iter().find(|(member, _)| member == name) {
                Some((_, value)) => value.clone(),
                None => self.constant_variable(home, name),
            },
            // What a cast says is for the checker; the value is what travels.
            Expr::Typed { value, .. } | Expr::ConstAssertion(value) | Expr::NonNull(value) => {
                self.enum_constant(home, owner, *value, known)
            }
            Expr::Member { object, name, .. } => {
                let Expr::Identifier(enumeration) = facts.expression(*object) else {
                    let of = self.enum_constant(home, owner, *object, known)?;
                    return length(&of, name);
                };
                if &**enumeration == owner {
                    return known.iter().find(|(member, _)| member == name)?.1.clone();
                }
                let (file, scope, other) = self.enum_called(home, enumeration)?;
                let members = self.enum_members(file, scope, &other);
                members.into_iter().find(|(member, _)| member == name)?.1
            }
            Expr::Unary { operator, operand } => {
                let value = self.enum_constant(home, owner, *operand, known)?;
                unary(operator, &value)
            }
            Expr::Binary { operator, left, right } => {
                let left = self.enum_constant(home, owner, *left, known)?;
                let right = self.enum_constant(home, owner, *right, known)?;
                binary(operator, &left, &right)
            }
            _ => None,
        }
    }

    fn enum_called(
        &mut self,
        home: (FileId, ScopeId),
        name: &str,
    ) -> Option<(FileId, ScopeId, Name)> {
        match self.sources.lookup(home.0, home.1, name, Meaning::Type) {
            Ok(Some(Symbol::Declared { file, scope, name })) => Some((file, scope, name)),
            _ => None,
        }
    }

    /// `const BASE = 4; enum E { A = BASE }`.
    fn constant_variable(&mut self, home: (FileId, ScopeId), name: &str) -> Option<Lit> {
        let Ok(Some(Symbol::Declared { file, scope, name })) =
            self.sources.lookup(home.0, home.1, name, Meaning::Value)
        else {
            return None;
        };
        let sites = self.sources.declarations(file, scope, &name);
        let site = sites.first()?;
        let DeclKind::Variable(variable) = site.kind() else { return None };
        if !variable.is_const || variable.node.is_some() {
            return None;
        }
        let context = self.store.add_context(Context {
            file: site.file,
            scope: site.scope(),
            bindings: Vec::new(),
            this: None,
        });
        let value = self.constant_value(variable.initialiser?, context, true);
        let value = self.force(value);
        match self.store.get(value) {
            Type::Literal(literal) => Some(literal.clone()),
            _ => None,
        }
    }
}

/// `'abc'.length`.
fn length(of: &Lit, member: &str) -> Option<Lit> {
    let (Lit::String(text), "length") = (of, member) else { return None };
    u32::try_from(text.encode_utf16().count()).ok().map(|units| Lit::number(f64::from(units)))
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
