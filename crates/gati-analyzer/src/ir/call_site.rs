//! Calls that are compiled.

use super::{Name, NodeId, ScopeId, Span};

/// A call of `validate<T>()`, or of something that is called like it.
#[derive(Debug, Clone)]
pub(crate) struct CallSite {
    /// The words of what is called: names of the file's top level.
    pub callee: Vec<Name>,
    /// The whole call, up to its closing parenthesis.
    pub span: Span,
    /// The type arguments with their brackets; what is called where there are none.
    pub argument_span: Span,
    pub argument: SiteType,
    /// Where the names of the type are looked up.
    pub scope: ScopeId,
}

/// What stands between the brackets of a call.
#[derive(Debug, Clone)]
pub(crate) enum SiteType {
    /// One type.
    Of(NodeId),
    /// None, or too many.
    Count(usize),
    /// The call stands in a namespace.
    InNamespace,
}
