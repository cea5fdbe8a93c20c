//! Extensions of chunks (RFC 9112, section 7.1.1), to the letter: nobody sends any but who looks for two readers that part
//! them differently.

use super::head::is_token;

/// Where the reading of `BWS ";" BWS name [ BWS "=" BWS value ]` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extension {
    /// Space that a semicolon has to follow.
    Space,
    /// Behind a semicolon.
    Semicolon,
    Name,
    /// Space behind a name.
    NameSpace,
    Equals,
    Token,
    Quoted,
    /// Behind a backslash.
    Escaped,
    /// Behind the second quote.
    Unquoted,
}

impl Extension {
    /// What one more byte leads to, if it may stand there.
    pub(super) fn then(self, byte: u8) -> Option<Self> {
        let is_space = matches!(byte, b' ' | b'\t');
        let is_text = matches!(byte, b'\t' | b' '..=b'~' | 0x80..);
        Some(match self {
            Self::Space if is_space => Self::Space,
            Self::Name | Self::NameSpace if byte == b'=' => Self::Equals,
            Self::Space | Self::Name | Self::NameSpace | Self::Token | Self::Unquoted
                if byte == b';' =>
            {
                Self::Semicolon
            }
            Self::Semicolon if is_space => Self::Semicolon,
            Self::Semicolon | Self::Name if is_token(byte) => Self::Name,
            Self::Name | Self::NameSpace if is_space => Self::NameSpace,
            Self::Equals if is_space => Self::Equals,
            Self::Equals if byte == b'"' => Self::Quoted,
            Self::Equals | Self::Token if is_token(byte) => Self::Token,
            Self::Token | Self::Unquoted if is_space => Self::Space,
            Self::Quoted if byte == b'"' => Self::Unquoted,
            Self::Quoted if byte == b'\\' => Self::Escaped,
            Self::Quoted | Self::Escaped if is_text => Self::Quoted,
            _ => return None,
        })
    }

    /// Whether the line may end.
    pub(super) fn may_end(self) -> bool {
        matches!(self, Self::Name | Self::Token | Self::Unquoted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_read_to_the_letter() {
        let cases = [
            (";a", true),
            (";a=b", true),
            (";a;b;c=d", true),
            (" \t;\t a \t= b", true),
            (";a=\"\"", true),
            (";a=\"b;c\\\"\u{e9}\" ;d", true),
            ("", false),
            (" ", false),
            (";", false),
            ("; ", false),
            (";;a", false),
            (";a;", false),
            (";a ", false),
            (";a=", false),
            (";a=b ", false),
            (";a=b c", false),
            (";a==b", false),
            (";=b", false),
            (";a[=b", false),
            (";a=[", false),
            (";a=\"b", false),
            (";a=\"b\\\"", false),
            (";a=\"b\"c", false),
            (";a=\"b\0\"", false),
            ("a", false),
        ];
        for (text, expected) in cases {
            let mut read = Some(Extension::Space);
            for byte in text.bytes() {
                read = read.and_then(|read| read.then(byte));
            }
            assert_eq!(read.is_some_and(Extension::may_end), expected, "{text:?}");
        }
    }
}
