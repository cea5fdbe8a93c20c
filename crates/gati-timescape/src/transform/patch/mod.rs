//! JSON Patch (RFC 6902): what the pointers of a document lead to when the document becomes
//! another one, and what the values at these places become.
//!
//! The document is not there, so nothing that depends on it can be followed: a place that
//! somebody's function looks at, one below a value that got another form, one that is somewhere
//! else in one alternative of a union. Such places are refused, and never passed on as they are.

mod node;
mod tree;
mod write;
