//! Conditions on scalars as data: what a condition written in JavaScript asks, for whoever asks it
//! without JavaScript.

use std::borrow::Cow;

use gati_types::Transform;
use serde::{Deserialize, Serialize};

use crate::reader::program::Constant;

/// What a condition asks of a value that came in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Rule {
    Null,
    Boolean,
    /// A finite number.
    Number,
    Text,
    /// No primitive.
    Compound,
    /// What no value of JSON is.
    Nothing,
    /// The text of a date and time.
    Moment,
    /// The decimal text of an integer.
    Digits,
    /// The base64 text of bytes.
    Base64,
    /// The text of a URL.
    Url,
    Constant(Constant),
    Integer,
    /// At least.
    Minimum(f64),
    /// More than.
    Above(f64),
    /// At most.
    Maximum(f64),
    /// Less than.
    Below(f64),
    MultipleOf(f64),
    /// In code points.
    MinLength(u32),
    MaxLength(u32),
    Format(String),
    Pattern(String),
    /// What only JavaScript can tell.
    Elsewhere,
}

/// A rule, and what is done to a text before it is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(rename = "is")]
    pub(crate) rule: Rule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) after: Vec<Transform>,
}

impl From<Rule> for Asked {
    fn from(rule: Rule) -> Self {
        Self { rule, after: Vec::new() }
    }
}

/// What a sentence speaks of: names and values, in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Parameters(pub(crate) Vec<(Cow<'static, str>, Parameter)>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Parameter {
    Number(f64),
    Text(String),
}

impl From<u32> for Parameter {
    fn from(count: u32) -> Self {
        Self::Number(f64::from(count))
    }
}

impl From<f64> for Parameter {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Parameters {
    pub(crate) fn of(name: &'static str, value: impl Into<Parameter>) -> Self {
        Self(vec![(Cow::Borrowed(name), value.into())])
    }

    pub(crate) fn and(mut self, name: &'static str, value: impl Into<Parameter>) -> Self {
        self.0.push((Cow::Borrowed(name), value.into()));
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An object literal; nothing where there are none.
    pub(crate) fn literal(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let members: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    // A module with a number that is not finite is refused as a whole.
                    Parameter::Number(number) => {
                        gati_emit::number(*number).unwrap_or_else(|| "0".to_owned())
                    }
                    Parameter::Text(text) => gati_emit::string(text),
                };
                format!("{name}: {value}")
            })
            .collect();
        format!("{{ {} }}", members.join(", "))
    }
}
