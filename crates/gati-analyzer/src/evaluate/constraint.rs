//! Constraints from types (`number & Min<18>`) and from JSDoc tags (`@minimum 18`), which mean
//! the same.

use gati_types::{Constraints, Deprecation, Docs, EVERY_CODE, ISSUE_CODES, UnknownKeys};
use serde_json::Value;

use super::intrinsic::count;
use super::{Evaluator, Mark, Narrows, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::{DocIr, DocTag};
use crate::suggest::typo;

impl Evaluator<'_> {
    /// `ty & mark`.
    pub(super) fn narrow(&mut self, ty: Ty, mark: &Mark, place: Place) -> Ty {
        let opened = self.expand(ty);
        let node = self.get(opened);
        match &node {
            Type::Problem(_) | Type::Never => return opened,
            Type::Union(members) => {
                let members =
                    members.iter().map(|member| self.narrow(*member, mark, place)).collect();
                return self.union(members);
            }
            // `null & { … }` is never.
            Type::Null | Type::Undefined | Type::Void => return self.plain(Type::Never),
            _ => {}
        }
        let base = self.base_of(opened);
        if !fits_mark(&base, mark.narrows) {
            let (what, instead) = match mark.narrows {
                Narrows::Number => ("a number", "number"),
                Narrows::String => ("a string", "string"),
                Narrows::Array | Narrows::Anything => ("an array", "string[]"),
            };
            let found = self.described(ty);
            return self.failure(
                Code::ConstraintMisused,
                place,
                format!("`{}` narrows {what}, and {found} is not one", mark.name),
                format!("intersect it with `{instead}`, or use another constraint"),
            );
        }
        let brands: Vec<String> = mark.brand.iter().cloned().collect();
        self.refine(ty, mark.constraints.clone(), &brands)
    }

    fn base_of(&mut self, ty: Ty) -> Type {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Refined { base, .. } => self.base_of(base),
            node => node,
        }
    }
}

fn fits_mark(base: &Type, narrows: Narrows) -> bool {
    use super::Lit;
    match narrows {
        Narrows::Anything => true,
        Narrows::Number => {
            matches!(base, Type::Number | Type::BigInt | Type::Literal(Lit::Number(_)))
        }
        Narrows::String => {
            matches!(base, Type::String | Type::Template(_) | Type::Literal(Lit::String(_)))
        }
        Narrows::Array => {
            matches!(base, Type::Array { .. } | Type::Tuple { .. } | Type::Set { .. })
        }
    }
}

/// A tag that has no effect.
pub(crate) struct TagFault<'d> {
    pub tag: &'d DocTag,
    pub reason: TagReason,
}

/// Why a tag has no effect.
pub(crate) enum TagReason {
    /// Its text is not what the tag needs.
    Needs(&'static str),
    /// Its name is nearly that of a tag.
    Misspelt(&'static str),
}

/// Tags whose misspelling is noticed: those that restrict, and are long enough to be nobody
/// else's.
const RESTRICTING: [&str; 13] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
    "format",
    "unknownKeys",
];

/// What a comment says: for the reader, and for the validator.
pub(crate) fn constraints_of_docs(comment: &DocIr) -> (Docs, Constraints, Vec<TagFault<'_>>) {
    let mut docs = Docs::default();
    let mut set = Constraints::default();
    let mut faults = Vec::new();
    if !comment.description.is_empty() {
        docs.description = Some(comment.description.clone());
    }
    for tag in &comment.tags {
        if let Err(needs) = apply_tag(tag, &mut docs, &mut set) {
            faults.push(TagFault { tag, reason: TagReason::Needs(needs) });
        } else if let Some(near) = typo(&tag.name, &RESTRICTING) {
            faults.push(TagFault { tag, reason: TagReason::Misspelt(near) });
        }
    }
    (docs, set, faults)
}

fn apply_tag(tag: &DocTag, docs: &mut Docs, set: &mut Constraints) -> Result<(), &'static str> {
    let text = tag.text.as_str();
    // typescript-json-schema's spelling, where TypeDoc has a tag of the same name.
    match tag.name.strip_prefix("TJS-").unwrap_or(&tag.name) {
        "title" => docs.title = Some(text.to_owned()),
        "description" | "remarks" | "summary" => add_text(&mut docs.description, text),
        "deprecated" => {
            docs.deprecated = Some(if text.is_empty() {
                Deprecation::Flag(true)
            } else {
                Deprecation::Reason(text.to_owned())
            });
        }
        "default" | "defaultValue" => docs.default = Some(tag_value(text)),
        "message" => {
            let (code, text) = own_words(text)?;
            docs.messages.insert(code, text);
        }
        "unknownKeys" => {
            unknown_keys(tag).ok_or("`strip`, `strict` or `open`")?;
        }
        "example" => docs.examples.push(tag_value(text)),
        "examples" => match tag_value(text) {
            Value::Array(values) => docs.examples.extend(values),
            value => docs.examples.push(value),
        },
        "minimum" | "min" => set.minimum = Some(tag_number(text)?),
        "maximum" | "max" => set.maximum = Some(tag_number(text)?),
        "exclusiveMinimum" => set.exclusive_minimum = Some(tag_number(text)?),
        "exclusiveMaximum" => set.exclusive_maximum = Some(tag_number(text)?),
        "multipleOf" => match tag_number(text)? {
            divisor if divisor > 0.0 => set.multiple_of.push(divisor),
            _ => return Err("a number greater than 0"),
        },
        "minLength" => set.min_length = Some(tag_count(text)?),
        "maxLength" => set.max_length = Some(tag_count(text)?),
        "minItems" => set.min_items = Some(tag_count(text)?),
        "maxItems" => set.max_items = Some(tag_count(text)?),
        "uniqueItems" => set.unique_items = text.is_empty() || text == "true",
        "pattern" => {
            if text.is_empty() {
                return Err("a regular expression");
            }
            set.patterns.push(text.to_owned());
        }
        "format" => {
            if text.is_empty() || text.contains(char::is_whitespace) {
                return Err("the name of a format");
            }
            set.format = Some(text.to_owned());
        }
        "integer" | "int" => set.integer = true,
        "type" | "asType" => {
            let word = text.trim_start_matches('{').trim_end_matches('}').trim();
            if matches!(word, "int" | "integer") {
                set.integer = true;
            }
        }
        _ => {}
    }
    Ok(())
}

/// `text` is words for every issue, `{string.min} text` for those of one code.
fn own_words(text: &str) -> Result<(String, String), &'static str> {
    const NEEDS: &str = "a text, or the code of an issue and a text: `{string.min} is too short`";
    let (code, words) = match text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((code, words)) if ISSUE_CODES.contains(&code.trim()) => (code.trim(), words.trim()),
        Some(_) => return Err(NEEDS),
        None => (EVERY_CODE, text.trim()),
    };
    if words.is_empty() { Err(NEEDS) } else { Ok((code.to_owned(), words.to_owned())) }
}

/// What a comment says of members that its type does not declare: `@unknownKeys strict`.
pub(crate) fn unknown_keys_of_docs(comment: &DocIr) -> Option<(UnknownKeys, &DocTag)> {
    comment.tags.iter().rev().find_map(|tag| Some((unknown_keys(tag)?, tag)))
}

fn unknown_keys(tag: &DocTag) -> Option<UnknownKeys> {
    match (&*tag.name, tag.text.as_str()) {
        ("unknownKeys", "strip") => Some(UnknownKeys::Strip),
        ("unknownKeys", "strict") => Some(UnknownKeys::Strict),
        ("unknownKeys", "open") => Some(UnknownKeys::Open),
        _ => None,
    }
}

fn add_text(description: &mut Option<String>, text: &str) {
    match description {
        Some(known) => {
            known.push_str("\n\n");
            known.push_str(text);
        }
        None => *description = Some(text.to_owned()),
    }
}

fn tag_number(text: &str) -> Result<f64, &'static str> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err("a number"),
    }
}

fn tag_count(text: &str) -> Result<u32, &'static str> {
    tag_number(text).ok().and_then(count).ok_or("a whole number that is not negative")
}

/// JSON where it is JSON, a quoted JavaScript string, or else the text itself.
fn tag_value(text: &str) -> Value {
    if let Ok(value) = serde_json::from_str(text) {
        return value;
    }
    let inner = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .filter(|inner| !inner.contains(['\'', '\\']));
    Value::String(inner.unwrap_or(text).to_owned())
}
