//! Identifiers out of names that anybody may have chosen.

use rustc_hash::FxHashSet;

/// Words that cannot name a function or a variable in a strict module, and globals that
/// generated code relies on, so that nothing it declares hides them.
const RESERVED: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Infinity",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "TypeError",
    "URL",
    "Uint8Array",
    "abstract",
    "arguments",
    "as",
    "async",
    "atob",
    "await",
    "boolean",
    "break",
    "btoa",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "function",
    "get",
    "globalThis",
    "goto",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "int",
    "interface",
    "let",
    "long",
    "native",
    "new",
    "null",
    "of",
    "package",
    "private",
    "process",
    "protected",
    "public",
    "return",
    "set",
    "short",
    "static",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "volatile",
    "while",
    "with",
    "yield",
];

/// Properties every object has without declaring them.
const INHERITED: &[&str] = &[
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Whether every object has a property of this name without declaring it: reading one of these
/// asks whether it is the object's own.
pub fn is_inherited(name: &str) -> bool {
    INHERITED.contains(&name)
}

/// Whether `text` can stand as a property name without quotes: ASCII only, so that the answer
/// does not depend on a Unicode version.
pub fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let starts = bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_' || first == b'$');
    starts && bytes.all(|next| next.is_ascii_alphanumeric() || next == b'_' || next == b'$')
}

/// The identifiers of one scope: no two are the same and none is reserved.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: FxHashSet<String>,
    /// Words that are taken as well, kept where they stand.
    words: &'static [&'static str],
}

impl Names {
    /// A scope without identifiers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes `name` as it is, for identifiers the caller wrote.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// Takes `words`, which a scope knows from the start; a later list takes the place of this.
    pub fn reserve_all(&mut self, words: &'static [&'static str]) {
        self.words = words;
    }

    /// A new identifier that starts with `prefix` (an identifier or nothing) and goes on with
    /// what can be kept of `wanted`, in camel case, with a number where it is taken.
    pub fn unique(&mut self, prefix: &str, wanted: &str) -> String {
        let base = camel_case(prefix, wanted);
        let mut name = base.clone();
        let mut count = 1_u32;
        while self.is_taken(&name) {
            count += 1;
            let digit_ends = base.ends_with(|last: char| last.is_ascii_digit());
            name = format!("{base}{}{count}", if digit_ends { "_" } else { "" });
        }
        self.taken.insert(name.clone());
        name
    }

    fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
            || self.words.contains(&name)
            // No reserved word has a `$`.
            || (!name.contains('$') && RESERVED.binary_search(&name).is_ok())
    }
}

/// Letters and digits of `wanted` after `prefix`; every other character starts a new word.
pub fn camel_case(prefix: &str, wanted: &str) -> String {
    const LONGEST: usize = 60;
    let mut name = prefix.to_owned();
    let mut upper = !prefix.is_empty();
    for character in wanted.chars() {
        if name.len() >= LONGEST {
            break;
        }
        if character.is_ascii_alphanumeric() {
            if name.is_empty() && character.is_ascii_digit() {
                name.push('_');
            }
            if upper {
                name.push(character.to_ascii_uppercase());
            } else if name.is_empty() {
                name.push(character.to_ascii_lowercase());
            } else {
                name.push(character);
            }
            upper = false;
        } else {
            upper = !name.is_empty();
        }
    }
    if name.is_empty() { "value".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Names, RESERVED, is_identifier};

    #[test]
    fn the_reserved_words_can_be_searched() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn names_are_unique_identifiers() {
        let mut names = Names::new();
        let wanted =
            ["User", "user", "Page<User>", "class", "", "1st", "日本", "a-b", "of", "\"};"];
        let made: Vec<String> = wanted.iter().map(|name| names.unique("", name)).collect();
        assert!(made.iter().all(|name| is_identifier(name)), "{made:?}");
        let expected = [
            "user", "user2", "pageUser", "class2", "value", "_1st", "value2", "aB", "of2", "value3",
        ];
        assert_eq!(made, expected);
        assert_eq!(names.unique("is", "User"), "isUser");
        assert_eq!(names.unique("is", "user"), "isUser2");
        assert_eq!(names.unique("is", "v1"), "isV1");
        assert_eq!(names.unique("is", "v1"), "isV1_2");
    }
}
