//! Path patterns, their order, their conflicts, and the route table every host is given.
//!
//! The crate maps a method and a path to a `T`. It does not know what a handler, a type or a release is, it reads
//! no file, and it speaks no HTTP: a host asks [`RouteTable::find`] and sends the answer.
//!
//! ```
//! use gati_router::{Lookup, Method, RouteEntry, RoutePattern, SourcePlace, build_route_table};
//!
//! let route = |method, path: &str, line| RouteEntry {
//!     id: format!("{method} {path}"),
//!     method,
//!     pattern: RoutePattern::parse(path).unwrap(),
//!     source: SourcePlace { file: "src/handlers/users.ts".into(), line, column: 1 },
//!     value: line,
//! };
//! let built = build_route_table(vec![
//!     route(Method::Get, "/users/:id", 10),
//!     route(Method::Get, "/users/me", 20),
//!     route(Method::Delete, "/users/:user", 30),
//! ]);
//! assert!(built.conflicts.is_empty());
//!
//! let Lookup::Found(found) = built.table.find(Method::Get, "/users/me") else { panic!() };
//! assert_eq!(found.route.value, 20);
//!
//! let Lookup::MethodNotAllowed(allowed) = built.table.find(Method::Put, "/users/7") else { panic!() };
//! assert_eq!(allowed.to_string(), "GET, HEAD, DELETE, OPTIONS");
//! ```
//!
//! # Pattern syntax
//!
//! | meaning | canonical | also read | as a file path |
//! |---|---|---|---|
//! | the root | `/` | | `index.ts` |
//! | text | `/users` | `/users/` | `users.ts`, `users/index.ts` |
//! | one segment | `/users/:id` | `/users/{id}`, `/users/[id]` | `users/[id].ts` |
//! | the rest | `/files/*rest` | `/files/{*rest}`, `/files/[...rest]` | `files/[...rest].ts` |
//!
//! Names are ASCII identifiers. Text is letters, digits, `-._~!$&'()+,;=@` and anything visible outside ASCII, written as
//! it is read: `/café`, not `/caf%C3%A9`. No character of it has a meaning of its own, so `/a.b` answers `/a.b` alone.
//!
//! Refused, each with its own [`PatternError`]: no leading slash, empty segments, `.` and `..`, names that are missing, used
//! twice or not identifiers, optional parameters, a parameter that shares its segment with text (`/img-:id`), a catch-all
//! that is not last, and any other character. matchit and Fastify's router disagree about what those mean, or
//! one of them has no meaning for them.
//!
//! # Precedence
//!
//! Segment by segment, text goes before a parameter and a parameter before a catch-all. A branch that fails is left again:
//! with `/users/me/posts` and `/users/:id`, the path `/users/me` is answered by the second. Methods do not mix: each has its
//! own routes. `HEAD` is answered by `GET` routes at the precedence they have, unless `HEAD` has the same pattern itself.
//!
//! # Conflicts
//!
//! Two routes conflict if they have the same method and answer the same paths, which is the case if their patterns differ in
//! names only. The one declared later, in order of file and line, is left out and named by a [`RouteConflict`]
//! together with the other.
//!
//! # Paths
//!
//! * One trailing slash is not looked at: `/users/` is `/users`. It never fills a parameter or a catch-all.
//! * Other slashes are: `//` is an empty segment. A parameter or catch-all is never empty, so `/users//posts` is
//!   [`Lookup::NotFound`] for `/users/:id/posts`. Inside a catch-all empty segments are kept: `/proxy/http://x` works.
//! * Letter case is looked at, in text and in methods.
//! * Escapes are decoded, except that an escaped character which structures a URL (`# $ % & + , / : ; = ? @`) is text to the
//!   matching and decoded in the value: `%2F` never separates segments and arrives in a parameter as `/`.
//! * An escape that is cut off, not hexadecimal, or not UTF-8 is [`Lookup::BadPath`], whatever the routes are.
//!
//! # How it is kept equal to Fastify
//!
//! Under the Fastify host the lookups are Fastify's own. `__test__/conformance/router/` holds tables, requests and answers as
//! JSON; the tests of this crate and a test against Fastify's router read the same files.

mod error;
mod lookup;
mod method;
mod pattern;
mod percent;
mod table;
pub mod wire;

pub use error::{ConflictSide, PatternError, RouteConflict};
pub use method::{Method, MethodSet, UnknownMethod};
pub use pattern::{MAX_PARAMETERS, RoutePattern, Segment};
pub use percent::BadPath;
pub use table::{
    BuiltTable, Lookup, Match, RouteEntry, RouteTable, SourcePlace, build_route_table,
};
