//! References to named types.

use std::fmt::Write as _;

use crate::Target;

/// The member that holds named types.
pub(crate) const fn container(target: Target) -> &'static str {
    match target {
        Target::Draft2020_12 => "$defs",
        Target::Draft7 => "definitions",
    }
}

/// The URI fragment that points at the named type `id`: a JSON Pointer (RFC 6901), with every
/// character that may not stand in a fragment percent-encoded.
pub(crate) fn reference(id: &str, target: Target) -> String {
    let mut uri = format!("#/{}/", container(target));
    for byte in id.replace('~', "~0").replace('/', "~1").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::reference;
    use crate::Target;

    #[test]
    fn names_are_escaped_for_pointer_and_fragment() {
        let cases = [
            ("User", "#/$defs/User"),
            ("Page<User>", "#/$defs/Page%3CUser%3E"),
            ("a/b~c", "#/$defs/a~1b~0c"),
            ("Größe", "#/$defs/Gr%C3%B6%C3%9Fe"),
            ("100%", "#/$defs/100%25"),
        ];
        for (id, expected) in cases {
            assert_eq!(reference(id, Target::Draft2020_12), expected);
        }
    }
}
