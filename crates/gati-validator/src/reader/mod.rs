//! The typed reader: the bytes of a JSON text to a validated value, without `JSON.parse`.
//!
//! A [`Program`] is a type as a machine reads it: a table of nodes, each of which takes a fixed
//! number of places. [`Program::read`] goes over the bytes once, checks them, and fills a *tape*
//! of 64-bit places; JavaScript that is written from the same program ([`builder`]) makes the
//! value from the tape and from the text, decoded once.
//!
//! ```text
//! bytes ──► read (Rust) ──► tape ──► build (JavaScript) ──► value
//!              │ anything else than "fits"
//!              └──► JSON.parse ──► validate (JavaScript) ──► value or issues
//! ```
//!
//! # It accepts, or it hands over
//!
//! What the reader accepts, `JSON.parse` and the JavaScript check accept too, and the value is the
//! same, members in the order the type declares. What it does not accept it does not judge: the
//! text goes to JavaScript, which has the last word and lists the issues. So there is one
//! implementation of issues, and a text the reader knows nothing of (a key with an escape, a
//! member twice) costs time, never a wrong answer.
//!
//! # The tape
//!
//! A place is 64 bits: a double, or two 32-bit integers (low, high), little-endian as every machine
//! that Node.js runs on. JavaScript sees both through two views of one buffer.
//!
//! | node | place |
//! |---|---|
//! | number | the double; absent and null are NaN with 1 and 2 as their low half |
//! | boolean, constants | low: which one |
//! | text | low: where it starts, high: where it ends, in UTF-16 units; the end is negative where the text has escapes |
//! | any JSON | the same, around the whole value |
//! | list | low: how many, high: where the first item is |
//! | object, required | its members, one after the other |
//! | object elsewhere | low: where it is |
//! | tagged union | low: where the object is, high: which one |
//! | objects told by their members | the same; a negative high half says that the whole value goes to JavaScript, as text that starts at low and ends at the complement of high |
//! | union of kinds | two places: which kind, then the value |
//!
//! Where a low half is not a double's, `-1` says absent and `-2` says null. Positions count 32-bit
//! halves. Items that are wider than their own place are chained: the first place of each says
//! where the next is.
//!
//! # What it is not
//!
//! No DOM and no query language; it makes no JavaScript value and knows nothing of hosts.

pub(crate) mod automaton;
pub(crate) mod builder;
pub(crate) mod cursor;
pub(crate) mod decode;
pub(crate) mod format;
mod keys;
pub(crate) mod layout;
mod lists;
pub(crate) mod load;
pub(crate) mod number;
mod objects;
mod places;
mod position;
pub(crate) mod program;
pub(crate) mod run;
mod scan;
pub(crate) mod sink;
pub(crate) mod source;
mod text;
mod unions;

pub use decode::{Form, form_of, latin1, utf16};
pub use program::{Program, ProgramError};
pub use run::{Accepted, Halt, Verdict};
