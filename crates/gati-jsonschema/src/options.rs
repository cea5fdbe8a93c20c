//! What the caller decides about a schema.

use gati_types::UnknownKeys;

/// The dialect of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Target {
    /// Draft 2020-12, also that of OpenAPI 3.1.
    #[default]
    Draft2020_12,
    /// Draft-07.
    Draft7,
}

/// Which way the described value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// To a handler: what has a default may be missing, what is transformed comes as it is.
    #[default]
    Input,
    /// From a handler.
    Output,
}

/// How named types are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum References {
    /// Once under `$defs` (`definitions` in draft-07), mentioned by `$ref`.
    #[default]
    Named,
    /// Written out where they are mentioned, recursive ones excepted.
    Inlined,
}

/// Whether a schema carries what JSON Schema has no words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Annotations {
    /// No.
    #[default]
    Standard,
    /// Under `x-gati`, so that [`import`](crate::import) gives back the very type. Validators in a
    /// strict mode have to be told of that keyword.
    Gati,
}

/// What the caller decides about a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What happens to undeclared members of objects whose types do not say it; nothing is said of
    /// them unless this is set.
    pub unknown_keys: Option<UnknownKeys>,
    /// Whether objects forbid members they do not declare. Where it is not said, those types do
    /// that say so themselves.
    pub closed: Option<bool>,
    /// The dialect.
    pub target: Target,
    /// Which way the value travels.
    pub direction: Direction,
    /// How named types are written.
    pub references: References,
    /// Whether unions with a tag carry OpenAPI's `discriminator`.
    pub discriminator: bool,
    /// Whether it carries what JSON Schema has no words for.
    pub annotations: Annotations,
}
