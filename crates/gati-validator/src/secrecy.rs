//! Which names make a value one that is never repeated.

use crate::compiler::Kind;

/// Parts of names that look secret, in lower case; `-` stands for nothing, `-` or `_`.
const PARTS: &[&str] = &[
    "passw",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "authorization",
    "api-key",
    "credential",
    "cookie",
    "private-key",
];

/// Whole names that look secret.
const NAMES: &[&str] = &["pin", "cvv", "cvc", "ssn", "otp"];

/// What is known of a value's pointer while code is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// Made of declared names, none of which looks secret.
    Open,
    /// Below a name that looks secret.
    Secret,
    /// Below a key that is known only when the code runs.
    Keyed,
}

impl Secrecy {
    /// Below the member `name`.
    pub(crate) fn member(self, name: &str) -> Self {
        if looks_secret(name) { Self::Secret } else { self }
    }

    /// Below a key that no type declares.
    pub(crate) fn key(self) -> Self {
        if self == Self::Secret { self } else { Self::Keyed }
    }

    /// The kind of collector that goes on from here.
    pub(crate) const fn collector(self) -> Kind {
        match self {
            Self::Open => Kind::Collect,
            Self::Secret => Kind::CollectSecret,
            Self::Keyed => Kind::CollectKeyed,
        }
    }

    /// What a collector of `kind` knows.
    pub(crate) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::CollectSecret => Self::Secret,
            Kind::CollectKeyed => Self::Keyed,
            _ => Self::Open,
        }
    }
}

/// Whether values under `name` are not to be repeated. The run-time piece `keyed.js` says the
/// same of whole pointers.
pub(crate) fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // A name with a slash or a tilde in it is escaped in a pointer, which no part spans.
    NAMES.contains(&name.as_str()) || has_secret_part(&name)
}

/// Whether a value at this pointer is not to be repeated, as `keyed.js` asks it.
pub(crate) fn pointer_looks_secret(pointer: &str) -> bool {
    let pointer = pointer.to_ascii_lowercase();
    has_secret_part(&pointer) || pointer.split('/').skip(1).any(|name| NAMES.contains(&name))
}

fn has_secret_part(text: &str) -> bool {
    PARTS.iter().any(|part| match part.split_once('-') {
        None => text.contains(part),
        Some((first, last)) => {
            ["", "-", "_"].iter().any(|between| text.contains(&format!("{first}{between}{last}")))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn names_that_look_secret() {
        let cases = [
            ("password", true),
            ("userPassword", true),
            ("API_KEY", true),
            ("x-api-key", true),
            ("apiKey", true),
            ("pin", true),
            ("Pin", true),
            ("pinned", false),
            ("spin", false),
            ("api key", false),
            ("name", false),
            ("", false),
        ];
        for (name, secret) in cases {
            assert_eq!(looks_secret(name), secret, "{name}");
        }
    }
}
