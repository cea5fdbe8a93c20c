//! What every function body is written with: its names, its text, the depth it is at.

use gati_emit::{Names, Source, member, string};
use gati_types::GType;

use crate::{
    compiler::{Compiler, Kind},
    secrecy::Secrecy,
};

/// Properties every object has without declaring them: reading one of these asks whether it is
/// the object's own.
const INHERITED: &[&str] = &[
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Whether every object has a property of this name without declaring it.
pub(crate) fn is_inherited(name: &str) -> bool {
    INHERITED.contains(&name)
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
        Self { compiler, source, locals, title: title.to_owned(), secrecy: Secrecy::Open, deep }
    }

    /// A call of the function that does `kind` for `node` with `arguments`.
    pub(crate) fn call(
        &mut self,
        kind: Kind,
        node: &'a GType,
        hint: &str,
        arguments: &str,
    ) -> String {
        let hint = format_args!("{} {hint}", self.title);
        let name = self.compiler.function(kind, node, &hint);
        match self.depth_argument(node) {
            Some(depth) => format!("{name}({arguments}, {depth})"),
            None => format!("{name}({arguments})"),
        }
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

    /// A new local name for the member `name`.
    pub(crate) fn local(&mut self, name: &str) -> String {
        self.locals.unique("", name)
    }
}

/// The expression that reads the member `name` of `object`.
pub(crate) fn read(object: &str, name: &str) -> String {
    let access = format!("{object}{}", member(name));
    if INHERITED.contains(&name) {
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
