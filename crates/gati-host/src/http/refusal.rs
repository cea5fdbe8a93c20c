//! What a client is refused with, before anybody else has seen the request. The words belong to the catalogue of the
//! framework, which hands them over; without them a problem has a title and a code.

use std::fmt;

/// Why a request is not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// It is not HTTP as RFC 9112 has it.
    Malformed(Flaw),
    /// The path has escapes that do not decode.
    BadPath,
    /// It did not arrive in time.
    Late,
    /// The body is over the limit.
    BodyTooLarge,
    /// The target alone is over the limit of a head.
    TargetTooLong,
    /// A parameter is over its limit.
    ParamTooLong,
    /// The client expects something else than to be told to go on.
    ExpectationUnknown,
    /// The head is over its limits.
    HeadTooLarge,
    /// The body ended before it was complete.
    BodyIncomplete,
    /// The body has a transfer coding besides `chunked`.
    CodingUnknown,
    /// No route can have this method.
    MethodUnknown,
    /// There are more requests under way than may be.
    Overloaded,
    /// The version of HTTP is not 1.x.
    VersionUnknown,
    /// It is plain HTTP where TLS is spoken.
    Unciphered,
}

/// What is wrong with a request that is malformed. Clients are told of none of it; tests and logs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flaw {
    /// A line that ends with a line feed alone.
    BareLineFeed,
    /// The first line is not `method SP target SP version`.
    RequestLine,
    /// The target has bytes or a form it cannot have.
    Target,
    /// A field without a name, or with one that is no token; also folded lines.
    Field,
    /// No `Host` in a request of HTTP/1.1.
    HostMissing,
    /// More than one `Host`.
    HostTwice,
    /// A `Host` that is no host.
    HostInvalid,
    /// A length that is not digits, or more of them than a number of 64 bits has.
    LengthInvalid,
    /// More than one length.
    LengthTwice,
    /// A length and a transfer coding.
    LengthAndCoding,
    /// `chunked` more than once, or not last.
    CodingOrder,
    /// A transfer coding in HTTP/1.0.
    CodingInOldVersion,
    /// The size of a chunk.
    ChunkSize,
    /// What follows the size of a chunk.
    ChunkExtension,
    /// What follows the bytes of a chunk.
    ChunkEnd,
    /// The fields after the last chunk.
    Trailer,
}

impl Refusal {
    /// The code of the catalogue.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed(_) => "GATI_REQUEST_MALFORMED",
            Self::BadPath => "GATI_URL_INVALID",
            Self::Late => "GATI_REQUEST_TIMEOUT",
            Self::BodyTooLarge => "GATI_BODY_TOO_LARGE",
            Self::TargetTooLong => "GATI_URL_TOO_LONG",
            Self::ParamTooLong => "GATI_PARAM_TOO_LONG",
            Self::ExpectationUnknown => "GATI_EXPECTATION",
            Self::HeadTooLarge => "GATI_HEADERS_TOO_LARGE",
            Self::BodyIncomplete => "GATI_BODY_INCOMPLETE",
            Self::CodingUnknown => "GATI_TRANSFER_CODING",
            Self::MethodUnknown => "GATI_METHOD_UNKNOWN",
            Self::Overloaded => "GATI_OVERLOADED",
            Self::VersionUnknown => "GATI_HTTP_VERSION",
            Self::Unciphered => "GATI_TLS_MISSING",
        }
    }

    /// The status it is answered with.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed(_) | Self::BadPath | Self::BodyIncomplete | Self::Unciphered => 400,
            Self::Late => 408,
            Self::BodyTooLarge => 413,
            Self::TargetTooLong | Self::ParamTooLong => 414,
            Self::ExpectationUnknown => 417,
            Self::HeadTooLarge => 431,
            Self::CodingUnknown | Self::MethodUnknown => 501,
            Self::Overloaded => 503,
            Self::VersionUnknown => 505,
        }
    }

    /// How the packed interface calls it, where JavaScript answers.
    pub const fn number(self) -> u32 {
        match self {
            Self::BadPath => 1,
            Self::ParamTooLong => 2,
            Self::BodyTooLarge => 3,
            Self::BodyIncomplete => 4,
            Self::Late => 6,
            _ => 5,
        }
    }

    /// The problem document, without words.
    pub fn document(self) -> String {
        let (title, status, code) =
            (super::status::reason(self.status()), self.status(), self.code());
        format!(r#"{{"type":"about:blank","title":"{title}","status":{status},"code":"{code}"}}"#)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(flaw) => write!(f, "{} ({flaw:?})", self.code()),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for Refusal {}
