//! Expressions as JavaScript: statements for what needs them, and an expression for the value.
//!
//! Whatever a contract or a release file says in words reaches the text through `gati_emit`.

mod object;
mod scope;
mod text;
mod walk;

use std::rc::Rc;

use gati_emit::{member, string};
use gati_types::GType;
use rustc_hash::FxHashMap;
use serde_json::Value;

pub(crate) use self::{
    scope::Scope,
    text::{Text, json},
};
use self::{
    scope::{Exact, Sure, named},
    text::access,
};
use super::{
    error::TransformError,
    expr::{CallKey, Custom, Expr, Kind, Shared},
    op::Conversion,
    simplify::{CallAt, Typed, Way},
};

type Result<T> = std::result::Result<T, TransformError>;

/// A function of shapes that was called and is not written yet.
pub(crate) struct Pending<'a> {
    name: String,
    chain: Vec<CallKey>,
    source: Option<&'a GType>,
    target: Option<&'a GType>,
}

/// Writes expressions of one direction.
pub(crate) struct Printer<'a, 's, 't> {
    pub(crate) typed: Typed<'a, 's>,
    pub(crate) text: &'t mut Text,
    /// The change file of each step.
    pub(crate) files: Vec<Option<&'s str>>,
    pub(crate) calls: FxHashMap<CallAt, String>,
    pub(crate) pending: Vec<Pending<'a>>,
}

impl<'a> Printer<'a, '_, '_> {
    /// Writes the functions of shapes that were called and are not there yet.
    pub(crate) fn finish(&mut self) -> Result<()> {
        while let Some(Pending { name, chain, source: gtype, target }) = self.pending.pop() {
            let var = self.typed.composer.variable();
            if let Some(gtype) = gtype {
                self.typed.vars.insert(var, gtype);
            }
            let value = Kind::Var(var).shared();
            let made = self.typed.composer.unfold(Rc::clone(&value), &chain)?;
            let made = self.typed.simplify(&made, target)?;
            let mut scope = Scope::new(self.typed.way);
            scope.bind(value, "value");
            let result = self.value(&mut scope, &made, target)?;
            scope.source.line(&format!("return {result};"));
            self.text.functions.blank();
            self.text.functions.line(&format!("function {name}(value) {{"));
            self.text.functions.append_indented(&scope.source);
            self.text.functions.line("}");
        }
        Ok(())
    }

    /// The expression for a value, after the statements it needs.
    pub(crate) fn value(
        &mut self,
        scope: &mut Scope,
        expr: &Shared,
        target: Option<&'a GType>,
    ) -> Result<String> {
        if let Some((_, name, _)) = scope.bound.iter().rev().find(|(bound, ..)| bound == expr) {
            return Ok(name.clone());
        }
        Ok(match &expr.kind {
            // A variable without a name is one of a branch that cannot be reached.
            Kind::Var(_) | Kind::Absent => "undefined".to_owned(),
            Kind::Const(value) => json(value),
            Kind::Member(of, name) => self.member(scope, of, name)?,
            Kind::Item(of, index) => {
                let of = self.path(scope, of, "list")?;
                format!("(Array.isArray({of}) ? {of}[{index}] : undefined)")
            }
            Kind::Fresh(members) => {
                let rows = members.iter().map(|(name, member)| (name.as_str(), Rc::clone(member)));
                let rows: Vec<(&str, Shared)> = rows.collect();
                self.literal(scope, &rows, target)?
            }
            Kind::Edit { of, members } => self.edit(scope, of, members, target)?,
            Kind::Places { of, items } => self.places(scope, of, items, target)?,
            Kind::If { test, of, then } => self.only_if(scope, (*test, of, then), target)?,
            Kind::Default { of, value, null } => {
                let of = self.path(scope, of, "given")?;
                let test = if *null {
                    format!("{of} ?? {}", json(value))
                } else {
                    format!("{of} === undefined ? {} : {of}", json(value))
                };
                format!("({test})")
            }
            Kind::Omit(of) => {
                let of = self.path(scope, of, "given")?;
                format!("({of} ?? undefined)")
            }
            Kind::Each { of, var, body, start } => {
                self.each(scope, of, (*var, body, *start), target)?
            }
            Kind::Values { of, var, body, except } => {
                self.values(scope, of, (*var, body, except), target)?
            }
            Kind::When { on, cases, otherwise } => {
                self.when(scope, (on, cases, otherwise), target)?
            }
            Kind::Call { of, chain } => {
                let name = self.function(of, chain, target);
                let maybe = self.typed.may_be_absent(of);
                let of = self.path(scope, of, "given")?;
                if maybe {
                    format!("({of} === undefined ? undefined : {name}({of}))")
                } else {
                    format!("{name}({of})")
                }
            }
            Kind::Table { of, table, otherwise } => {
                self.table(scope, of, table, otherwise.as_ref())?
            }
            Kind::Convert { of, to } => {
                let of = self.value(scope, of, None)?;
                format!("{}({of})", self.text.routines.call(converter(*to)))
            }
            Kind::Unwrap(of, name) => {
                let base = self.path(scope, of, name)?;
                let is_object = self.text.routines.call("$isObject");
                let access = access(self.text, &base, name, Sure::Yes);
                format!("({is_object}({base}) ? {access} : {base})")
            }
            Kind::Names { of, names } => {
                let rows: Vec<String> = names
                    .iter()
                    .map(|(from, to)| format!("[{}, {}]", string(from), string(to)))
                    .collect();
                let names = self.text.constant("names", &format!("new Map([{}])", rows.join(", ")));
                let of = self.value(scope, of, None)?;
                format!("{}({of}, {names})", self.text.routines.call("$names"))
            }
            Kind::Patch { of, var, body } => self.patch(scope, of, (*var, body))?,
            Kind::Custom(custom) => self.custom(scope, custom)?,
        })
    }

    /// The same, as something that may be written twice.
    fn path(&mut self, scope: &mut Scope, expr: &Shared, hint: &str) -> Result<String> {
        let value = self.value(scope, expr, None)?;
        Ok(named(scope, value, hint))
    }

    fn member(&mut self, scope: &mut Scope, of: &Shared, name: &str) -> Result<String> {
        let base = self.path(scope, of, "of")?;
        let sure = self.is_sure(scope, of);
        Ok(access(self.text, &base, name, sure))
    }

    fn is_sure(&self, scope: &Scope, of: &Expr) -> Sure {
        let known = scope.bound.iter().any(|(bound, _, sure)| *sure == Sure::Yes && **bound == *of);
        if known || self.typed.is_solid(of) { Sure::Yes } else { Sure::No }
    }

    /// The function of shapes at a type.
    fn function(&mut self, of: &Shared, chain: &[CallKey], target: Option<&'a GType>) -> String {
        let gtype = self.typed.type_of(of);
        let at: CallAt = (
            chain.to_vec(),
            gtype.map(|gtype| std::ptr::from_ref(self.typed.source.node(gtype))),
            target.map(|gtype| std::ptr::from_ref(self.typed.target.node(gtype))),
        );
        if let Some(name) = self.calls.get(&at) {
            return name.clone();
        }
        let wanted = chain.last().map_or("", |key| key.shape.as_str());
        let name = self.text.name("shape$", wanted);
        self.calls.insert(at, name.clone());
        let pending = Pending { name: name.clone(), chain: chain.to_vec(), source: gtype, target };
        self.pending.push(pending);
        name
    }

    fn table(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        table: &[(Value, Value)],
        otherwise: Option<&Value>,
    ) -> Result<String> {
        let rows: Vec<String> =
            table.iter().map(|(from, to)| format!("[{}, {}]", json(from), json(to))).collect();
        let table = self.text.constant("table", &format!("new Map([{}])", rows.join(", ")));
        let of = self.path(scope, of, "given")?;
        let rest = match otherwise {
            None => of.clone(),
            Some(value) => format!("{of} === undefined ? undefined : {}", json(value)),
        };
        Ok(format!("({table}.has({of}) ? {table}.get({of}) : {rest})"))
    }

    fn custom(&mut self, scope: &mut Scope, custom: &Custom) -> Result<String> {
        if let Some((_, name)) = scope.customs.iter().find(|(id, _)| *id == custom.id) {
            return Ok(name.clone());
        }
        let exact = std::mem::replace(&mut scope.exact, Exact::Yes);
        let mut arguments = self.value(scope, &custom.input, None)?;
        if let Some((var, body)) = &custom.auto {
            let mut inner = Scope::new(Way::Up);
            inner.bind(Kind::Var(*var).shared(), "value");
            let result = self.value(&mut inner, body, None)?;
            inner.source.line(&format!("return {result};"));
            let auto = self.text.name("auto$", custom.call.last().map_or("", String::as_str));
            self.text.functions.blank();
            self.text.functions.line(&format!("function {auto}(value) {{"));
            self.text.functions.append_indented(&inner.source);
            self.text.functions.line("}");
            arguments = format!("{arguments}, {auto}");
        }
        scope.exact = exact;
        let file = self.files.get(custom.step).copied().flatten().unwrap_or_default();
        let mut function = format!("custom[{}]", string(file));
        for name in &custom.call {
            function.push_str(&member(name));
        }
        let name = scope.names.unique("", custom.call.last().map_or("made", String::as_str));
        scope.source.line(&format!("const {name} = {function}({arguments});"));
        scope.customs.push((custom.id, name.clone()));
        Ok(name)
    }
}

const fn converter(to: Conversion) -> &'static str {
    match to {
        Conversion::Text => "$text",
        Conversion::Date => "$date",
        Conversion::DateText => "$dateText",
        Conversion::Bigint => "$bigint",
        Conversion::List => "$one",
        Conversion::Only => "$only",
        Conversion::Set => "$set",
        Conversion::Items => "$items",
        Conversion::Map => "$mapOf",
        Conversion::Record => "$record",
        Conversion::Url => "$url",
        Conversion::UrlText => "$urlText",
    }
}
