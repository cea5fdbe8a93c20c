//! The words of the run-time pieces, which JavaScript says; the tests look for each of them there.

pub(super) const TYPE: &str = "type";
pub(super) const UNION: &str = "union";
pub(super) const ENUM: &str = "enum";
pub(super) const CONST: &str = "const";
pub(super) const TAG: &str = "union.tag";
pub(super) const SHORT: &str = "string.min";
pub(super) const LONG: &str = "string.max";

pub(super) const MISSING: &str = "key.missing";
pub(super) const IS_REQUIRED: &str = "is required";

pub(super) const UNKNOWN: &str = "key.unknown";
pub(super) const NEVER: &str = "never";
pub(super) const IS_NOT_DECLARED: &str = "is not declared";
pub(super) const DID_YOU_MEAN: &str = "is not declared; did you mean ";
pub(super) const SUGGESTION: &str = "suggestion";

pub(super) const TRUNCATED: &str = "truncated";
pub(super) const AT_MOST: &str = "at most 100 issues";
pub(super) const MORE: &str = "more";
pub(super) const THERE_ARE_MORE: &str = "there are more issues; these are the first 100";

/// What is said of a value that is something else than what was expected.
pub(super) fn instead(expected: &str, received: &str) -> String {
    format!("expected {expected}, received {received}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_javascript_say_the_same() {
        let issue = include_str!("../runtime/issue.js");
        let unknown = include_str!("../runtime/unknown.js");
        let closest = include_str!("../runtime/closest.js");
        let said = [
            (include_str!("../runtime/missing.js"), vec![MISSING, IS_REQUIRED]),
            (unknown, vec![UNKNOWN, NEVER, IS_NOT_DECLARED, SUGGESTION]),
            (issue, vec![TRUNCATED, AT_MOST, MORE, THERE_ARE_MORE, TYPE]),
            (closest, vec![UNION, CONST, ENUM, TAG]),
        ];
        for (piece, words) in said {
            for word in words {
                let found = [format!("\"{word}\""), format!("{word}:")];
                assert!(found.iter().any(|one| piece.contains(one)), "{word} in {piece}");
            }
        }
        assert!(unknown.contains(&format!("`{DID_YOU_MEAN}${{JSON.stringify(near)}}?`")));
        assert!(issue.contains(&instead("string", "\"")));
        assert!(closest.contains(&instead("${expected}", "${received}")));
    }
}
