//! Objects: written out where their members are known, copied and set where they are not.

use std::rc::Rc;

use gati_emit::{key, member, string};
use gati_types::GType;
use indexmap::IndexMap;

use super::{
    Printer, Result,
    scope::{Exact, Scope, Sure, hint, named},
    text::{Text, is_word},
};
use crate::transform::{
    expr::{Kind, Shared},
    simplify::Way,
};

/// Whether a member is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Always,
    Perhaps,
}

impl<'a> Printer<'a, '_, '_> {
    pub(super) fn edit(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        members: &IndexMap<String, Shared>,
        target: Option<&'a GType>,
    ) -> Result<String> {
        let given = self.value(scope, of, None)?;
        let sure = self.is_sure(scope, of);
        if sure == Sure::Yes {
            let base = named(scope, given, "given");
            scope.bound.push((Rc::clone(of), base.clone(), Sure::Yes));
            let made = self.edited(scope, &base, (of, members), target)?;
            // The name stays for what is written next to this.
            return Ok(made);
        }
        let name = scope.names.unique("", &hint(of));
        let given = match self.typed.way {
            Way::Down => format!("{}({given})", self.text.routines.call("$plain")),
            Way::Up => given,
        };
        let is_object = self.text.routines.call("$isObject");
        scope.source.line(&format!("let {name} = {given};"));
        scope.source.open(&format!("if ({is_object}({name})) {{"));
        let mark = scope.mark();
        scope.bound.push((Rc::clone(of), name.clone(), Sure::Yes));
        let made = self.edited(scope, &name, (of, members), target)?;
        scope.leave(mark);
        scope.source.line(&format!("{name} = {made};"));
        scope.source.close("}");
        Ok(name)
    }

    /// The object with its members otherwise: written out where its members are known.
    fn edited(
        &mut self,
        scope: &mut Scope,
        base: &str,
        (of, members): (&Shared, &IndexMap<String, Shared>),
        target: Option<&'a GType>,
    ) -> Result<String> {
        let source = self.typed.closed_source(of);
        let own = |name: &str| Kind::Member(Rc::clone(of), name.to_owned()).shared();
        let closed = self.typed.closed_target(target);
        let names: Vec<&str> = match (closed, source) {
            (Some(object), _) => object
                .properties
                .iter()
                .map(|property| property.name.as_str())
                .filter(|name| {
                    members.contains_key(*name)
                        || source.is_none_or(|source| source.property(name).is_some())
                })
                .collect(),
            (None, Some(source)) => {
                let declared = source.properties.iter().map(|property| property.name.as_str());
                let added = members.keys().map(String::as_str);
                declared.chain(added.filter(|name| source.property(name).is_none())).collect()
            }
            (None, None) => return self.copied(scope, base, members, target),
        };
        let rows: Vec<(&str, Shared)> = names
            .into_iter()
            .map(|name| (name, members.get(name).map_or_else(|| own(name), Rc::clone)))
            .filter(|(_, member)| !matches!(member.kind, Kind::Absent))
            .collect();
        self.literal(scope, &rows, target)
    }

    /// A copy with members set, for objects that may have others than the contract says.
    fn copied(
        &mut self,
        scope: &mut Scope,
        base: &str,
        members: &IndexMap<String, Shared>,
        target: Option<&'a GType>,
    ) -> Result<String> {
        let without = self.text.routines.call("$without");
        let names: Vec<String> = members.keys().map(|name| string(name)).collect();
        let made = scope.names.unique("", "made");
        let mut lines = Vec::new();
        for (name, member) in members {
            if matches!(member.kind, Kind::Absent) {
                continue;
            }
            let gtype = self.property_type(target, name);
            let presence =
                if self.typed.may_be_absent(member) { Presence::Perhaps } else { Presence::Always };
            let value = self.value(scope, member, gtype)?;
            lines.push(self.assignment(scope, &made, (name, value), presence));
        }
        scope.source.line(&format!("const {made} = {without}({base}, [{}]);", names.join(", ")));
        for line in lines {
            scope.source.line(&line);
        }
        Ok(made)
    }

    fn property_type(&self, target: Option<&'a GType>, name: &str) -> Option<&'a GType> {
        let object = target.and_then(|gtype| self.typed.target.object(gtype))?;
        object.property(name).map(|property| &property.gtype)
    }

    fn assignment(
        &mut self,
        scope: &mut Scope,
        made: &str,
        (name, value): (&str, String),
        presence: Presence,
    ) -> String {
        let set = |value: &str, text: &mut Text| {
            if name == "__proto__" {
                format!("{}({made}, {}, {value});", text.routines.call("$put"), string(name))
            } else {
                format!("{made}{} = {value};", member(name))
            }
        };
        if presence == Presence::Always {
            return set(&value, self.text);
        }
        let value = named(scope, value, name);
        format!("if ({value} !== undefined) {}", set(&value, self.text))
    }

    /// An object literal; what may be absent is set after it where that makes a difference.
    pub(super) fn literal(
        &mut self,
        scope: &mut Scope,
        rows: &[(&str, Shared)],
        target: Option<&'a GType>,
    ) -> Result<String> {
        let mut lines = Vec::new();
        let mut later = Vec::new();
        for (name, member) in rows {
            let gtype = self.property_type(target, name);
            let value = self.value(scope, member, gtype)?;
            if scope.exact == Exact::Yes && self.typed.may_be_absent(member) {
                later.push((*name, value));
            } else if value == *name && key(name) == *name && !is_word(&value) {
                lines.push(format!("  {value},"));
            } else {
                lines.push(format!("  {}: {},", key(name), value.replace('\n', "\n  ")));
            }
        }
        let literal = match lines.as_slice() {
            [] => "{}".to_owned(),
            [one] if one.len() < 60 && !one.contains('\n') => {
                format!("{{ {} }}", one.trim().trim_end_matches(','))
            }
            lines => format!("{{\n{}\n}}", lines.join("\n")),
        };
        if later.is_empty() {
            return Ok(literal);
        }
        let made = scope.names.unique("", "made");
        scope.source.line(&format!("const {made} = {literal};"));
        for (name, value) in later {
            let line = self.assignment(scope, &made, (name, value), Presence::Perhaps);
            scope.source.line(&line);
        }
        Ok(made)
    }
}
