//! Names of the libraries every program knows that are no data: each is refused with what to
//! write instead, because nothing of it could stand in a request or an answer, and because what
//! is assignable to it is not known here.

use super::{Evaluator, Place, Problem, Ty};
use crate::codes::Code;

/// What a name is, and what to write instead.
const LIBRARY: &[(&str, &str)] = &[
    ("Iterable", "write a list: `T[]`"),
    ("Iterator", "write a list: `T[]`"),
    ("IterableIterator", "write a list: `T[]`"),
    ("IteratorObject", "write a list: `T[]`"),
    ("Generator", "write a list: `T[]`"),
    ("ArrayIterator", "write a list: `T[]`"),
    ("MapIterator", "write a list: `T[]`"),
    ("SetIterator", "write a list: `T[]`"),
    ("ConcatArray", "write a list: `T[]`"),
    ("AsyncIterable", "write what one item is, and answer with a list"),
    ("AsyncIterator", "write what one item is, and answer with a list"),
    ("AsyncIterableIterator", "write what one item is, and answer with a list"),
    ("AsyncGenerator", "write what one item is, and answer with a list"),
    ("ReadableStream", "write the type of what is sent: `Uint8Array` for bytes"),
    ("WritableStream", "write the type of what is sent: `Uint8Array` for bytes"),
    ("TransformStream", "write the type of what is sent: `Uint8Array` for bytes"),
    ("Headers", "write the headers out: `{ 'x-name': string }`"),
    ("HeadersInit", "write the headers out: `{ 'x-name': string }`"),
    ("FormData", "write the fields out: `{ avatar: File }`"),
    ("URLSearchParams", "write the parameters out: `{ page?: number }`"),
    ("AbortSignal", "leave it out: no request carries one"),
    ("AbortController", "leave it out: no request carries one"),
    ("EventTarget", "leave it out: no request carries one"),
    ("Event", "write the members that are sent"),
    ("WeakMap", "write `Map<K, V>`"),
    ("WeakSet", "write `Set<T>`"),
    ("WeakRef", "write what it refers to"),
    ("Int8Array", "write `number[]`, or `Uint8Array` for bytes"),
    ("Uint8ClampedArray", "write `number[]`, or `Uint8Array` for bytes"),
    ("Int16Array", "write `number[]`"),
    ("Uint16Array", "write `number[]`"),
    ("Int32Array", "write `number[]`"),
    ("Uint32Array", "write `number[]`"),
    ("Float32Array", "write `number[]`"),
    ("Float64Array", "write `number[]`"),
    ("BigInt64Array", "write `bigint[]`"),
    ("BigUint64Array", "write `bigint[]`"),
    ("DataView", "write `Uint8Array`"),
    ("SharedArrayBuffer", "write `Uint8Array`"),
    ("Intl", "write the members that are sent"),
    ("PropertyDescriptor", "write the members that are sent"),
    ("TemplateStringsArray", "write `string[]`"),
    ("IArguments", "write a list: `T[]`"),
    ("Console", "leave it out: it is no data"),
];

/// Whether a name is one of them.
pub(super) fn is_library_name(name: &str) -> bool {
    LIBRARY.iter().any(|(known, _)| *known == name)
}

impl Evaluator<'_> {
    /// The failure a name of the libraries stands for; `None` if it is none of them.
    pub(super) fn library(&mut self, name: &str, place: Place) -> Option<Ty> {
        let (_, instead) = LIBRARY.iter().find(|(known, _)| *known == name)?;
        let message = format!("`{name}` is a type of the platform, and no data");
        Some(self.fail(Problem::new(Code::NotData, place, message).help(*instead)))
    }
}
