//! Loops and branches: each of a list or of a record, places of a tuple, alternatives of a union.

use std::rc::Rc;

use gati_emit::string;
use gati_types::GType;
use serde_json::Value;

use super::{
    Printer, Result,
    scope::{Scope, Sure, hint},
    text::json,
};
use crate::transform::{
    expr::{Kind, Shared, Test},
    simplify::Way,
};

impl<'a> Printer<'a, '_, '_> {
    pub(super) fn each(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        (var, body, start): (u32, &Shared, u32),
        target: Option<&'a GType>,
    ) -> Result<String> {
        let items = target.and_then(|gtype| self.typed.target.items(gtype));
        let given = self.value(scope, of, None)?;
        let is_array =
            self.typed.type_of(of).is_some_and(|gtype| self.typed.source.is_array(gtype));
        let name = scope.names.unique("", &hint(of));
        let item = scope.names.unique("", "item");
        let mark = scope.mark();
        if !is_array {
            let each = self.text.routines.call("$each");
            scope.source.open(&format!("const {name} = {each}({given}, {start}, ({item}) => {{"));
            scope.bound.push((Kind::Var(var).shared(), item, Sure::No));
            let value = self.value(scope, body, items)?;
            scope.leave(mark);
            scope.source.line(&format!("return {value};"));
            scope.source.close("});");
            return Ok(name);
        }
        let given = match self.typed.way {
            Way::Down => format!("{}({given})", self.text.routines.call("$list")),
            Way::Up => given,
        };
        let made = scope.names.unique("", "made");
        scope.source.line(&format!("let {name} = {given};"));
        scope.source.open(&format!("if (Array.isArray({name})) {{"));
        let first = if start == 0 { "[]".to_owned() } else { format!("{name}.slice(0, {start})") };
        scope.source.line(&format!("const {made} = {first};"));
        scope.source.open(&format!("for (let i = {start}; i < {name}.length; i++) {{"));
        scope.source.line(&format!("const {item} = {name}[i];"));
        scope.bound.push((Kind::Var(var).shared(), item, Sure::No));
        let value = self.value(scope, body, items)?;
        scope.leave(mark);
        scope.source.line(&format!("{made}.push({value});"));
        scope.source.close("}");
        scope.source.line(&format!("{name} = {made};"));
        scope.source.close("}");
        Ok(name)
    }

    pub(super) fn values(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        (var, body, except): (u32, &Shared, &[String]),
        target: Option<&'a GType>,
    ) -> Result<String> {
        let below = target.and_then(|gtype| self.typed.target.values(gtype));
        let given = self.value(scope, of, None)?;
        let given = match self.typed.way {
            Way::Down => format!("{}({given})", self.text.routines.call("$plain")),
            Way::Up => given,
        };
        let values = self.text.routines.call("$values");
        let except: Vec<String> = except.iter().map(|name| string(name)).collect();
        let name = scope.names.unique("", &hint(of));
        let item = scope.names.unique("", "item");
        let mark = scope.mark();
        let open =
            format!("const {name} = {values}({given}, [{}], ({item}) => {{", except.join(", "));
        scope.source.open(&open);
        scope.bound.push((Kind::Var(var).shared(), item, Sure::No));
        let value = self.value(scope, body, below)?;
        scope.leave(mark);
        scope.source.line(&format!("return {value};"));
        scope.source.close("});");
        Ok(name)
    }

    pub(super) fn places(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        items: &std::collections::BTreeMap<u32, Shared>,
        target: Option<&'a GType>,
    ) -> Result<String> {
        let given = self.value(scope, of, None)?;
        let name = scope.names.unique("", &hint(of));
        scope.source.line(&format!("let {name} = {given};"));
        scope.source.open(&format!("if (Array.isArray({name})) {{"));
        let mark = scope.mark();
        scope.bound.push((Rc::clone(of), name.clone(), Sure::No));
        let made = scope.names.unique("", "made");
        scope.source.line(&format!("const {made} = [...{name}];"));
        for (index, item) in items {
            let gtype = target.and_then(|gtype| self.typed.target.place(gtype, *index));
            scope.source.open(&format!("if ({name}.length > {index}) {{"));
            let inner = scope.mark();
            let value = self.value(scope, item, gtype)?;
            scope.source.line(&format!("{made}[{index}] = {value};"));
            scope.leave(inner);
            scope.source.close("}");
        }
        scope.leave(mark);
        scope.source.line(&format!("{name} = {made};"));
        scope.source.close("}");
        Ok(name)
    }

    pub(super) fn only_if(
        &mut self,
        scope: &mut Scope,
        (test, of, then): (Test, &Shared, &Shared),
        target: Option<&'a GType>,
    ) -> Result<String> {
        let base = self.path(scope, of, "given")?;
        let made = scope.names.unique("", "made");
        let condition = match test {
            Test::Object => format!("{}({base})", self.text.routines.call("$isObject")),
            Test::Present => format!("{base} !== undefined"),
        };
        scope.source.line(&format!("let {made};"));
        scope.source.open(&format!("if ({condition}) {{"));
        let mark = scope.mark();
        let sure = if test == Test::Object { Sure::Yes } else { self.is_sure(scope, of) };
        scope.bound.push((Rc::clone(of), base, sure));
        let value = self.value(scope, then, target)?;
        scope.leave(mark);
        scope.source.line(&format!("{made} = {value};"));
        scope.source.close("}");
        Ok(made)
    }

    pub(super) fn when(
        &mut self,
        scope: &mut Scope,
        (on, cases, otherwise): (&Shared, &[(Value, Shared)], &Shared),
        target: Option<&'a GType>,
    ) -> Result<String> {
        let tag = self.value(scope, on, None)?;
        let made = scope.names.unique("", "made");
        scope.source.line(&format!("let {made};"));
        scope.source.open(&format!("switch ({tag}) {{"));
        for (is, case) in cases {
            scope.source.open(&format!("case {}: {{", json(is)));
            let mark = scope.mark();
            let narrowed = self.typed.narrow(on, is);
            let target = self.typed.case_target(on, is, case, target);
            let value = self.value(scope, case, target)?;
            self.typed.narrowed.truncate(narrowed);
            scope.leave(mark);
            scope.source.line(&format!("{made} = {value};"));
            scope.source.line("break;");
            scope.source.close("}");
        }
        scope.source.open("default: {");
        let mark = scope.mark();
        let value = self.value(scope, otherwise, target)?;
        scope.leave(mark);
        scope.source.line(&format!("{made} = {value};"));
        scope.source.close("}");
        scope.source.close("}");
        Ok(made)
    }
}
