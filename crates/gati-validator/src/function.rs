//! What every function body is written with: its names, its text, the depth it is at.

use std::sync::Arc;

use gati_emit::{Names, Source, is_inherited, key, member, string};
use gati_types::{GType, ObjectType};

use crate::{
    compiler::{Compiler, Kind},
    secrecy::Secrecy,
    value::spelled,
};

/// What `undefined` means to an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Absence {
    /// A value of another kind.
    #[default]
    Value,
    /// A member that is missing, which is another issue.
    Missing,
}

/// A function being written.
pub(crate) struct Function<'c, 'a> {
    pub(crate) compiler: &'c mut Compiler<'a>,
    pub(crate) source: Source,
    pub(crate) locals: Names,
    /// What functions of unnamed types below are called after.
    pub(crate) title: String,
    /// What a collector knows of the pointer it is at.
    pub(crate) secrecy: Secrecy,
    /// What `undefined` means to the next mismatch that a collector reports.
    pub(crate) absence: Absence,
    /// Whether something is still to be done after the issues of a value are collected.
    pub(crate) follows: bool,
    /// Whether the function has the parameter `depth`.
    pub(crate) deep: bool,
}

impl<'c, 'a> Function<'c, 'a> {
    pub(crate) fn new(compiler: &'c mut Compiler<'a>, title: &str, deep: bool) -> Self {
        let mut locals = Names::new();
        // What written functions call their own variables.
        locals.reserve_all(&[
            "value", "at", "out", "depth", "key", "item", "i", "next", "list", "made", "changed",
        ]);
        let mut source = Source::new();
        source.indent();
        Self {
            compiler,
            source,
            locals,
            title: title.to_owned(),
            secrecy: Secrecy::Open,
            absence: Absence::Value,
            follows: false,
            deep,
        }
    }

    /// A call of the function that does `kind` for `node` with `arguments`.
    pub(crate) fn call(
        &mut self,
        kind: Kind,
        node: &'a GType,
        hint: &str,
        arguments: &str,
    ) -> String {
        // What a module is about need not be said in each name.
        let title = if self.title.eq_ignore_ascii_case("root") { "" } else { self.title.as_str() };
        let hint = format!("{title} {hint}");
        let name = self.compiler.function(kind, node, &hint.trim_start());
        match self.depth_argument(node) {
            Some(depth) => format!("{name}({arguments}, {depth})"),
            None => format!("{name}({arguments})"),
        }
    }

    /// A call of the function that every node of this shape shares, which is called after it.
    pub(crate) fn shared(&mut self, kind: Kind, node: &'a GType, arguments: &str) -> String {
        let name = self.compiler.function(kind, node, &spelled(node));
        format!("{name}({arguments})")
    }

    /// What is passed as the depth to a function of `node`, if it takes one.
    fn depth_argument(&self, node: &'a GType) -> Option<&'static str> {
        if !self.compiler.facts.is_deep(node) {
            return None;
        }
        let recursive = matches!(node, GType::Ref(reference)
            if self.compiler.facts.is_recursive(reference.id.as_str()));
        Some(match (self.deep, recursive) {
            (true, true) => "depth + 1",
            (true, false) => "depth",
            (false, _) => "0",
        })
    }

    /// The constant that lists the names an object declares.
    pub(crate) fn names(&mut self, object: &ObjectType) -> Arc<str> {
        self.compiler.constant("names", format!("[{}]", listed(object)))
    }

    /// A new local name for the member `name`.
    pub(crate) fn local(&mut self, name: &str) -> String {
        self.locals.unique("", name)
    }
}

/// The names an object declares, as literals.
pub(crate) fn listed(object: &ObjectType) -> String {
    let names: Vec<String> = object.properties.iter().map(|one| string(&one.name)).collect();
    names.join(", ")
}

/// An object literal of `parts`.
pub(crate) fn literal(parts: &[String]) -> String {
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

/// Declarations that read the members `(name, local)` of `object`.
pub(crate) fn destructure(object: &str, members: &[(&str, &str)]) -> Vec<String> {
    const WIDTH: usize = 96;
    let (own, plain): (Vec<_>, Vec<_>) = members.iter().partition(|(name, _)| is_inherited(name));
    let mut lines = Vec::new();
    let mut line = "const { ".to_owned();
    for (index, (name, local)) in plain.iter().enumerate() {
        let comma = if index + 1 == plain.len() { "" } else { "," };
        let piece = if name == local {
            format!("{name}{comma}")
        } else {
            format!("{}: {local}{comma}", key(name))
        };
        if line.len() + piece.len() > WIDTH {
            lines.push(line.trim_end().to_owned());
            line = String::from("  ");
        }
        line.push_str(&piece);
        line.push(' ');
    }
    if !plain.is_empty() {
        lines.push(format!("{line}}} = {object};"));
    }
    lines
        .extend(own.iter().map(|(name, local)| format!("const {local} = {};", read(object, name))));
    lines
}

/// The expression that reads the member `name` of `object`.
pub(crate) fn read(object: &str, name: &str) -> String {
    let access = format!("{object}{}", member(name));
    if is_inherited(name) {
        format!("(Object.hasOwn({object}, {}) ? {access} : undefined)", string(name))
    } else {
        access
    }
}

/// `name` as a piece of a JSON Pointer (RFC 6901), its slash included.
pub(crate) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The condition that `key` is none of `names`, or `true`.
pub(crate) fn is_none_of(key: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "true".to_owned();
    }
    let tests: Vec<String> =
        names.iter().map(|name| format!("{key} !== {}", string(name))).collect();
    tests.join(" && ")
}

/// The condition that `key` is one of `names`, or `false`.
pub(crate) fn is_one_of(key: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "false".to_owned();
    }
    let tests: Vec<String> =
        names.iter().map(|name| format!("{key} === {}", string(name))).collect();
    tests.join(" || ")
}

/// Whether assigning to the member `name` of a fresh object makes an own property.
pub(crate) fn is_plain_name(name: &str) -> bool {
    name != "__proto__"
}
