//! The types of the language and of Node that need no declaration.

use super::declared::{counted, taken};
use super::template::Case;
use super::{Bytes, Evaluator, Place, Prop, Shape, Ty, Type};
use crate::codes::Code;
use crate::ir::{Name, Span};

/// A name of the language and how many arguments it takes.
const BUILTINS: &[(&str, usize, usize)] = &[
    ("Array", 1, 1),
    ("ReadonlyArray", 1, 1),
    ("ArrayLike", 1, 1),
    ("Promise", 1, 1),
    ("PromiseLike", 1, 1),
    ("Awaited", 1, 1),
    ("Map", 2, 2),
    ("ReadonlyMap", 2, 2),
    ("Set", 1, 1),
    ("ReadonlySet", 1, 1),
    ("Date", 0, 0),
    ("URL", 0, 0),
    ("RegExp", 0, 0),
    ("Buffer", 0, 1),
    ("Uint8Array", 0, 1),
    ("ArrayBuffer", 0, 0),
    ("ArrayBufferLike", 0, 0),
    ("Blob", 0, 0),
    ("File", 0, 0),
    ("Function", 0, 0),
    ("Object", 0, 0),
    ("String", 0, 0),
    ("Number", 0, 0),
    ("Boolean", 0, 0),
    ("BigInt", 0, 0),
    ("Symbol", 0, 0),
    ("PropertyKey", 0, 0),
    ("Error", 0, 0),
    ("Partial", 1, 1),
    ("Required", 1, 1),
    ("Readonly", 1, 1),
    ("Pick", 2, 2),
    ("Omit", 2, 2),
    ("Record", 2, 2),
    ("Exclude", 2, 2),
    ("Extract", 2, 2),
    ("NonNullable", 1, 1),
    ("ReturnType", 1, 1),
    ("Parameters", 1, 1),
    ("ConstructorParameters", 1, 1),
    ("InstanceType", 1, 1),
    ("ThisParameterType", 1, 1),
    ("ThisType", 1, 1),
    ("NoInfer", 1, 1),
    ("Uppercase", 1, 1),
    ("Lowercase", 1, 1),
    ("Capitalize", 1, 1),
    ("Uncapitalize", 1, 1),
];

/// Whether a name is the language's own, so that no package is asked for it.
pub(crate) fn is_language_name(name: &str) -> bool {
    BUILTINS.iter().any(|(known, _, _)| *known == name) || super::library::is_library_name(name)
}

/// Names of the language that nobody should be led to: objects in place of the plain types.
const WRAPPERS: [&str; 7] =
    ["Object", "String", "Number", "Boolean", "BigInt", "Symbol", "Function"];

/// The names of the language that a misspelt one may have meant.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    let known = BUILTINS.iter().map(|(name, _, _)| *name);
    known.filter(|name| !WRAPPERS.contains(name)).chain(KEYWORDS)
}

/// Types that are words of the language and no names.
const KEYWORDS: [&str; 7] =
    ["string", "number", "boolean", "bigint", "unknown", "undefined", "object"];

/// Whether a name that was offered is one of those.
pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// How a type of the language is written.
fn spelled(name: &str, arguments: usize) -> String {
    match (name, arguments) {
        (name, 0) => format!("`{name}`"),
        ("Map" | "ReadonlyMap" | "Record", _) => format!("`{name}<Key, Value>`"),
        (name, 2) => format!("`{name}<Type, Keys>`"),
        (name, _) => format!("`{name}<Type>`"),
    }
}

impl Evaluator<'_> {
    /// The type `name` of the language; `None` if there is none.
    pub(super) fn builtin(&mut self, name: &str, arguments: &[Ty], place: Place) -> Option<Ty> {
        if let Some(stream) = self.stream(name, arguments, place) {
            return Some(stream);
        }
        let (_, least, most) = BUILTINS.iter().find(|(known, _, _)| *known == name)?;
        if !(*least..=*most).contains(&arguments.len()) {
            return Some(self.failure(
                Code::TypeArguments,
                place,
                format!(
                    "`{name}` takes {}, and is given {}",
                    taken(*least, *most),
                    counted(arguments.len())
                ),
                format!("write {}", spelled(name, *most)),
            ));
        }
        let first = arguments.first().copied();
        let second = arguments.get(1).copied();
        if let Some(ty) = self.utility(name, arguments) {
            return Some(ty);
        }
        Some(match (name, first, second) {
            ("Array", Some(items), _) => self.plain(Type::Array { items, readonly: false }),
            ("ReadonlyArray", Some(items), _) => self.plain(Type::Array { items, readonly: true }),
            ("ArrayLike", Some(items), _) => self.array_like(items),
            ("Promise", Some(value), _) => self.plain(Type::Promise(value)),
            ("PromiseLike", Some(value), _) => self.plain(Type::PromiseLike(value)),
            ("Awaited", Some(value), _) => self.awaited(value),
            ("Map" | "ReadonlyMap", Some(key), Some(value)) => {
                self.plain(Type::Map { key, value, readonly: name == "ReadonlyMap" })
            }
            ("Set" | "ReadonlySet", Some(items), _) => {
                self.plain(Type::Set { items, readonly: name == "ReadonlySet" })
            }
            ("NoInfer", Some(ty), _) => self.plain(Type::NoInfer(ty)),
            ("Uppercase", Some(ty), _) => self.change_case(ty, Case::Upper, place),
            ("Lowercase", Some(ty), _) => self.change_case(ty, Case::Lower, place),
            ("Capitalize", Some(ty), _) => self.change_case(ty, Case::Capital, place),
            ("Uncapitalize", Some(ty), _) => self.change_case(ty, Case::Uncapital, place),
            ("PropertyKey", ..) => {
                let members = [Type::String, Type::Number, Type::Symbol];
                let members = members.into_iter().map(|member| self.plain(member)).collect();
                self.union(members)
            }
            ("Error", ..) => self.error_shape(place),
            (other, ..) => self.plain(simple(other)),
        })
    }

    fn error_shape(&mut self, place: Place) -> Ty {
        let string = self.plain(Type::String);
        let place = Place { file: place.file, span: Span::default() };
        let member = |name: &str, optional| Prop {
            name: Name::from(name),
            ty: string,
            optional,
            readonly: false,
            docs: None,
            place,
            kind: super::PropKind::Field,
            key: None,
        };
        let properties =
            vec![member("name", false), member("message", false), member("stack", true)];
        self.store.object(Shape { properties, ..Shape::default() })
    }

    /// `Awaited<T>`: what a promise gives in the end.
    pub(crate) fn awaited(&mut self, ty: Ty) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Promise(value) | Type::PromiseLike(value) => self.awaited(value),
            Type::Union(members) => {
                let members = members.into_iter().map(|member| self.awaited(member)).collect();
                self.union(members)
            }
            Type::Object(shape) => match shape.property("then") {
                Some(then) => {
                    let then = then.ty;
                    self.fulfilled(then).map_or(ty, |value| self.awaited(value))
                }
                None => ty,
            },
            _ => ty,
        }
    }

    /// What `then(onfulfilled: (value: T) => …)` gives to its function.
    pub(super) fn fulfilled(&mut self, then: Ty) -> Option<Ty> {
        let place = Place { file: crate::resolve::FileId::NONE, span: Span::default() };
        let then = self.expand(then);
        let first = |this: &mut Self, function: Ty| {
            if !matches!(this.store.get(function), Type::Function { .. }) {
                return None;
            }
            let parameters = this.parameters_of(function, place);
            match this.get(parameters) {
                Type::Tuple { slots, .. } => slots.first().map(|slot| slot.ty),
                _ => None,
            }
        };
        let taken = first(self, then)?;
        let mut values = Vec::new();
        for function in self.constituents(taken) {
            values.extend(first(self, function));
        }
        (!values.is_empty()).then(|| self.union(values))
    }
}

fn simple(name: &str) -> Type {
    match name {
        "Date" => Type::Date,
        "URL" => Type::Url,
        "RegExp" => Type::RegExp,
        "Uint8Array" => Type::Bytes(Bytes::Uint8Array),
        "Buffer" => Type::Bytes(Bytes::Buffer),
        "ArrayBuffer" => Type::Bytes(Bytes::ArrayBuffer),
        "ArrayBufferLike" => Type::Bytes(Bytes::ArrayBufferLike),
        "Blob" => Type::Bytes(Bytes::Blob),
        "File" => Type::File,
        "Function" => Type::Callable,
        "Object" => Type::NonPrimitive,
        "String" => Type::String,
        "Number" => Type::Number,
        "Boolean" => Type::Boolean,
        "BigInt" => Type::BigInt,
        "Symbol" => Type::Symbol,
        _ => Type::Unknown,
    }
}
