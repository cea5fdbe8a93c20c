//! Names of the libraries every program knows that are no data: each is refused with what to
//! write instead, because nothing of it could stand in a request or an answer, and because what
//! is assignable to it is not known here. Streams are the exception: an answer or a
//! body may be one, and for these places alone they are kept, with what their elements are.

use super::declared::{counted, taken};
use super::{Evaluator, Place, Problem, Pull, Ty, Type};
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
    ("AsyncIterator", "write `AsyncIterable<T>`"),
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

/// What gives one element after another, with the most arguments it takes. The first is the
/// element; what a generator returns and what it is handed are not sent.
const STREAMS: &[(&str, usize, Pull)] = &[
    ("AsyncIterable", 3, Pull::Iterable),
    ("AsyncIterableIterator", 3, Pull::Iterator),
    ("AsyncIteratorObject", 3, Pull::Iterator),
    ("AsyncGenerator", 3, Pull::Iterator),
    ("ReadableStream", 1, Pull::Iterable),
];

/// Whether a name is one of them.
pub(super) fn is_library_name(name: &str) -> bool {
    LIBRARY.iter().any(|(known, _)| *known == name)
        || STREAMS.iter().any(|(known, ..)| *known == name)
}

impl Evaluator<'_> {
    /// A stream of the platform by its name; `None` if the name is none of them.
    pub(super) fn stream(&mut self, name: &str, arguments: &[Ty], place: Place) -> Option<Ty> {
        let (_, most, pull) = STREAMS.iter().find(|(known, ..)| *known == name)?;
        if arguments.len() > *most {
            return Some(self.failure(
                Code::TypeArguments,
                place,
                format!(
                    "`{name}` takes {}, and is given {}",
                    taken(1, *most),
                    counted(arguments.len())
                ),
                "write what one element is, and nothing besides",
            ));
        }
        let element = match (name, arguments.first()) {
            (_, Some(element)) => *element,
            ("ReadableStream", None) => self.plain(Type::Any),
            ("AsyncGenerator", None) => self.plain(Type::Unknown),
            _ => {
                return Some(self.failure(
                    Code::TypeArguments,
                    place,
                    format!("`{name}` takes a type argument, and is given none"),
                    format!("write what one element is: `{name}<Item>`"),
                ));
            }
        };
        Some(self.plain(Type::Stream(element, *pull)))
    }

    /// The failure a name of the libraries stands for; `None` if it is none of them.
    pub(super) fn library(&mut self, name: &str, place: Place) -> Option<Ty> {
        let (_, instead) = LIBRARY.iter().find(|(known, _)| *known == name)?;
        let message = format!("`{name}` is a type of the platform, and no data");
        Some(self.fail(Problem::new(Code::NotData, place, message).help(*instead)))
    }
}
