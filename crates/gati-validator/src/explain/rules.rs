//! Whether a value meets a rule, as the JavaScript of `scalar.rs`, `runtime/` and `format/` says.

use std::{borrow::Cow, sync::OnceLock};

use gati_types::Transform;
use rustc_hash::FxHashMap;

use super::{DEEPEST, Unsure, program::KeyTest, text, value_of};
use crate::{
    assertion::{is_duration, is_ipv6},
    json::Json,
    reader::{automaton::Automaton, format::TextFormat, number::is_multiple, program::Constant},
    rule::{Asked, Rule},
};

/// The patterns of a table, each made ready when it is first asked.
#[derive(Debug, Default)]
pub(super) struct Patterns(FxHashMap<String, OnceLock<Option<Automaton>>>);

impl Patterns {
    /// Those that are in `rules`.
    pub(super) fn of<'r>(rules: impl Iterator<Item = &'r Asked>) -> Self {
        let patterns = rules.filter_map(|asked| match &asked.rule {
            Rule::Pattern(pattern) => Some((pattern.clone(), OnceLock::new())),
            _ => None,
        });
        Self(patterns.collect())
    }

    fn matches(&self, pattern: &str, text: &str) -> Result<bool, Unsure> {
        let known = self.0.get(pattern).ok_or(Unsure::Pattern)?;
        let automaton = known.get_or_init(|| Automaton::of(pattern));
        automaton.as_ref().map(|one| one.matches(text.as_bytes())).ok_or(Unsure::Pattern)
    }

    /// Whether `value` meets what is asked.
    pub(super) fn holds(&self, asked: &Asked, value: &Json<'_>) -> Result<bool, Unsure> {
        Ok(match (&asked.rule, value) {
            (Rule::Elsewhere, _) => return Err(Unsure::Elsewhere),
            (Rule::Null, Json::Null)
            | (Rule::Boolean, Json::Boolean(_))
            | (Rule::Text, Json::Text(_))
            | (Rule::Compound, Json::List(_) | Json::Object(_)) => true,
            (Rule::Constant(constant), _) => is_constant(constant, value),
            (rule, Json::Number(number)) => number_holds(rule, *number),
            (rule, Json::Text(given)) => {
                let text = transformed(given, &asked.after)?;
                return self.text_holds(rule, &text);
            }
            _ => false,
        })
    }

    fn text_holds(&self, rule: &Rule, text: &str) -> Result<bool, Unsure> {
        let longer = |most: u32| text.chars().nth(most as usize).is_some();
        Ok(match rule {
            Rule::MinLength(0) => true,
            Rule::MinLength(least) => longer(least - 1),
            Rule::MaxLength(most) => !longer(*most),
            Rule::Moment => TextFormat::DateTime.matches(text.as_bytes()),
            Rule::Digits => is_integer(text),
            Rule::Base64 => is_base64(text),
            Rule::Url => return is_parsed_as_url(text),
            Rule::Format(name) => return is_of_format(name, text),
            Rule::Pattern(pattern) => return self.matches(pattern, text),
            _ => false,
        })
    }

    /// Whether an index signature takes `key`.
    pub(super) fn takes(&self, test: &KeyTest, key: &str) -> Result<bool, Unsure> {
        match test {
            KeyTest::All => Ok(true),
            KeyTest::Numbers => Ok(is_numeric_key(key)),
            KeyTest::Exactly(name) => Ok(key == name),
            KeyTest::Either(tests) => {
                for test in tests {
                    if self.takes(test, key)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            KeyTest::Meets(all) => {
                let key = Json::Text(Cow::Borrowed(key));
                for asked in all {
                    if !self.holds(asked, &key)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }
}

#[expect(clippy::float_cmp, reason = "the same number, not a near one")]
pub(super) fn is_constant(constant: &Constant, value: &Json<'_>) -> bool {
    match (constant, value) {
        (Constant::Null, Json::Null) => true,
        (Constant::Boolean(one), Json::Boolean(other)) => one == other,
        (Constant::Number(one), Json::Number(other)) => one == other,
        (Constant::Text(one), Json::Text(other)) => one == other,
        _ => false,
    }
}

fn number_holds(rule: &Rule, number: f64) -> bool {
    match rule {
        Rule::Number => number.is_finite(),
        Rule::Integer => number.is_finite() && number.fract() == 0.0,
        Rule::Minimum(bound) => number >= *bound,
        Rule::Above(bound) => number > *bound,
        Rule::Maximum(bound) => number <= *bound,
        Rule::Below(bound) => number < *bound,
        Rule::MultipleOf(divisor) => is_multiple(number, *divisor),
        _ => false,
    }
}

/// `text` after `transforms`. Beyond Latin letters the case of one may be in tables of JavaScript's
/// own version.
fn transformed<'t>(text: &'t str, transforms: &[Transform]) -> Result<Cow<'t, str>, Unsure> {
    let mut made = Cow::Borrowed(text);
    for transform in transforms {
        if *transform != Transform::Trim && made.chars().any(|one| one >= '\u{250}') {
            return Err(Unsure::Case);
        }
        made = Cow::Owned(match transform {
            Transform::Trim => made.trim_matches(is_space).to_owned(),
            Transform::Lowercase => made.to_lowercase(),
            Transform::Uppercase => made.to_uppercase(),
        });
    }
    Ok(made)
}

/// White space and line ends of ECMA-262.
fn is_space(one: char) -> bool {
    matches!(
        one,
        '\t'..='\r'
            | ' '
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// `$isBigintValue` of a text.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits == "0"
        || (matches!(digits.len(), 1..=4096)
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `$isBytesValue` of a text.
fn is_base64(text: &str) -> bool {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    let body = &text.as_bytes()[..text.len() - padding];
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    padding <= 2 && text.len().is_multiple_of(4) && body.iter().all(plain)
}

/// `$isNumericKey`.
fn is_numeric_key(key: &str) -> bool {
    key.parse::<f64>().is_ok_and(|number| number.is_finite() && text::number(number) == key)
}

fn is_of_format(name: &str, text: &str) -> Result<bool, Unsure> {
    if let Some(format) = TextFormat::named(name) {
        return Ok(format.matches(text.as_bytes()));
    }
    match name {
        "duration" => Ok(is_duration(text)),
        "ipv6" => Ok(is_ipv6(text)),
        "json" => match value_of(text.as_bytes(), DEEPEST) {
            Ok(_) => Ok(true),
            Err(Unsure::Syntax) => Ok(false),
            Err(other) => Err(other),
        },
        "uri" => Ok(is_uri(text)),
        "url" => is_url(text),
        _ => Err(Unsure::Format),
    }
}

/// What follows the scheme of an address and its colon.
fn after_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-".contains(byte);
    let plain = scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.as_bytes().iter().all(inner);
    plain.then_some((scheme, rest))
}

/// `$isUri`.
fn is_uri(text: &str) -> bool {
    let Some((_, rest)) = after_scheme(text) else { return false };
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'%' => {
                let digits = bytes.get(at + 1..at + 3);
                if !digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) {
                    return false;
                }
                3
            }
            byte if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte) => 1,
            _ => return false,
        };
    }
    !rest.is_empty()
}

/// `$isUrl`, where it can be told without the standard's parser.
fn is_url(text: &str) -> Result<bool, Unsure> {
    let Some((_, rest)) = after_scheme(text) else { return Ok(false) };
    let Some(rest) = rest.strip_prefix("//") else { return Ok(false) };
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) || rest.chars().any(is_space) {
        return Ok(false);
    }
    if has_plain_host(text) { Ok(true) } else { Err(Unsure::Format) }
}

/// `URL.canParse` of a text, where it can be told without the standard's parser.
fn is_parsed_as_url(text: &str) -> Result<bool, Unsure> {
    if !text.contains(':') {
        return Ok(false);
    }
    if has_plain_host(text) { Ok(true) } else { Err(Unsure::Format) }
}

/// Whether an address names a host in letters, digits and dots, the last part of which are letters,
/// as the host of a scheme whose addresses can have nothing else that is wrong.
fn has_plain_host(text: &str) -> bool {
    let Some((scheme, rest)) = after_scheme(text) else { return false };
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return false;
    }
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (host, port) = match rest[..end].split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (&rest[..end], None),
    };
    let is_port =
        |port: &str| matches!(port.len(), 1..=4) && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let last = host.rsplit('.').next().unwrap_or_default();
    port.is_none_or(is_port)
        && host.split('.').all(is_label)
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && rest.bytes().all(|byte| (b'!'..=b'~').contains(&byte))
}
