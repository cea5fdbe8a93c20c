//! Expressions as JavaScript: statements for what needs them, and an expression for the value.
//! The file is long because each function calls the others; they stay together.
//!
//! Whatever a contract or a release file says in words reaches the text through `gati_emit`.

use gati_emit::{Names, Source, is_inherited, key, member, number, string};
use gati_types::GType;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{
    error::TransformError,
    expr::{CallKey, Custom, Expr, Kind, Shared, Test},
    op::Conversion,
    runtime::Routines,
    simplify::{CallAt, Typed, Way},
};

type Result<T> = std::result::Result<T, TransformError>;

/// What all functions of one text share.
#[derive(Default)]
pub(crate) struct Text {
    pub(crate) routines: Routines,
    pub(crate) constants: Source,
    pub(crate) functions: Source,
    names: Names,
    tables: FxHashMap<String, String>,
}

impl Text {
    /// The name of a constant with this value, written once.
    pub(crate) fn constant(&mut self, wanted: &str, value: &str) -> String {
        if let Some(name) = self.tables.get(value) {
            return name.clone();
        }
        let name = self.names.unique("$$", wanted);
        self.constants.line(&format!("const {name} = {value};"));
        self.tables.insert(value.to_owned(), name.clone());
        name
    }

    /// A name that nothing else in the text has.
    pub(crate) fn name(&mut self, prefix: &str, wanted: &str) -> String {
        self.names.unique(prefix, wanted)
    }
}

/// A function being written.
pub(crate) struct Scope {
    pub(crate) source: Source,
    names: Names,
    /// Expressions that have a name here, and whether they are certainly objects.
    bound: Vec<(Shared, String, Sure)>,
    customs: Vec<(u32, String)>,
    exact: Exact,
}

/// Whether an expression is certainly an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    No,
}

/// Whether a member that is absent may be written as `undefined`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exact {
    /// No: somebody looks at the value.
    Yes,
    /// Yes: the serialiser leaves it out.
    No,
}

/// Whether a member is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Always,
    Perhaps,
}

impl Scope {
    pub(crate) fn new(way: Way) -> Self {
        let mut names = Names::new();
        names.reserve_all(&[
            "custom", "up", "down", "pointer", "status", "key", "i", "value", "parts",
        ]);
        let mut source = Source::new();
        source.indent();
        let exact = if way == Way::Up { Exact::Yes } else { Exact::No };
        Self { source, names, bound: Vec::new(), customs: Vec::new(), exact }
    }

    pub(crate) fn bind(&mut self, expr: Shared, name: &str) {
        self.bound.push((expr, name.to_owned(), Sure::No));
    }

    /// What is known and has a name in a block ends with it.
    fn leave(&mut self, mark: (usize, usize)) {
        self.bound.truncate(mark.0);
        self.customs.truncate(mark.1);
    }

    fn mark(&self) -> (usize, usize) {
        (self.bound.len(), self.customs.len())
    }
}

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
            let made = self.typed.composer.unfold(std::rc::Rc::clone(&value), &chain)?;
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
                let rows = members
                    .iter()
                    .map(|(name, member)| (name.as_str(), std::rc::Rc::clone(member)));
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

    fn edit(
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
            scope.bound.push((std::rc::Rc::clone(of), base.clone(), Sure::Yes));
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
        scope.bound.push((std::rc::Rc::clone(of), name.clone(), Sure::Yes));
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
        let own = |name: &str| Kind::Member(std::rc::Rc::clone(of), name.to_owned()).shared();
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
            .map(|name| (name, members.get(name).map_or_else(|| own(name), std::rc::Rc::clone)))
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
    fn literal(
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

    fn places(
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
        scope.bound.push((std::rc::Rc::clone(of), name.clone(), Sure::No));
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

    fn only_if(
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
        scope.bound.push((std::rc::Rc::clone(of), base, sure));
        let value = self.value(scope, then, target)?;
        scope.leave(mark);
        scope.source.line(&format!("{made} = {value};"));
        scope.source.close("}");
        Ok(made)
    }

    fn each(
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

    fn values(
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

    fn when(
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
        let name = self.text.names.unique("shape$", wanted);
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
            let auto =
                self.text.names.unique("auto$", custom.call.last().map_or("", String::as_str));
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

/// Whether a text is a literal that looks like a name.
fn is_word(text: &str) -> bool {
    matches!(text, "null" | "true" | "false" | "undefined")
}

/// The expression that reads the member `name` of `base`.
fn access(text: &mut Text, base: &str, name: &str, sure: Sure) -> String {
    if is_inherited(name) {
        return format!("{}({base}, {})", text.routines.call("$own"), string(name));
    }
    match (sure, member(name)) {
        (Sure::Yes, access) => format!("{base}{access}"),
        (Sure::No, access) if access.starts_with('.') => format!("{base}?{access}"),
        (Sure::No, access) => format!("{base}?.{access}"),
    }
}

/// `value` under a name, if writing it twice would do something twice.
fn named(scope: &mut Scope, value: String, hint: &str) -> String {
    let simple = value
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "_$.?".contains(character));
    if simple {
        return value;
    }
    let name = scope.names.unique("", hint);
    scope.source.line(&format!("const {name} = {value};"));
    name
}

/// What a local variable for an expression is called after.
fn hint(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Member(_, name) | Kind::Unwrap(_, name) => name.clone(),
        Kind::Edit { of, .. } | Kind::Default { of, .. } | Kind::Places { of, .. } => hint(of),
        _ => "made".to_owned(),
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

/// A JSON value as JavaScript.
pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(digits) => {
            digits.as_f64().and_then(number).unwrap_or_else(|| digits.to_string())
        }
        Value::String(text) => string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", key(name), json(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}
