//! Request methods and sets of them.

use std::fmt;
use std::str::FromStr;

/// A request method a route can answer.
///
/// The order of the variants is the order in which an `Allow` header lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `QUERY`, a safe request that carries a body.
    Query,
}

impl Method {
    /// How many methods there are; the length of a table indexed by [`Method::index`].
    pub const COUNT: usize = Self::ALL.len();

    /// Every method, in `Allow` order.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Options,
        Self::Query,
    ];

    /// The method as it is sent: upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Query => "QUERY",
        }
    }

    /// A dense number for tables with one slot per method.
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not one of the methods a route can answer. Methods are case-sensitive (RFC 9110).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMethod {
    /// What was written instead.
    pub found: String,
}

impl UnknownMethod {
    /// The stable code of this error.
    pub const fn code(&self) -> &'static str {
        "GATI_ROUTE_METHOD"
    }
}

impl fmt::Display for UnknownMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a method a route can answer; write one of {}",
            self.found,
            MethodSet::ALL
        )
    }
}

impl std::error::Error for UnknownMethod {}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL
            .into_iter()
            .find(|method| method.as_str() == text)
            .ok_or_else(|| UnknownMethod { found: text.to_owned() })
    }
}

/// A set of methods, one bit each. Its display is the value of an `Allow` header.
///
/// ```
/// use gati_router::{Method, MethodSet};
///
/// let allowed: MethodSet = [Method::Post, Method::Get].into_iter().collect();
/// assert_eq!(allowed.to_string(), "GET, POST");
/// assert!(!allowed.contains(Method::Put));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct MethodSet(u8);

impl MethodSet {
    /// The set without any method.
    pub const EMPTY: Self = Self(0);
    /// The set of every method.
    pub const ALL: Self = Self(u8::MAX);

    /// The same set with `method` in it.
    #[must_use]
    pub const fn with(self, method: Method) -> Self {
        Self(self.0 | 1 << method as u8)
    }

    /// Whether `method` is in the set.
    pub const fn contains(self, method: Method) -> bool {
        self.0 & (1 << method as u8) != 0
    }

    /// Whether no method is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The methods of the set in `Allow` order.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |method| self.contains(*method))
    }
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        methods.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Display for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, method) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            f.write_str(method.as_str())?;
        }
        Ok(())
    }
}
