//! The conditions a value meets beyond its base type: a closed set, the same words as in JSON
//! Schema where JSON Schema has one.

use serde::{Deserialize, Serialize};

use crate::gtype::is_false;

/// Conditions that all hold. Lengths count Unicode code points; bounds are finite.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Constraints {
    /// The value is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The value is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<f64>,
    /// The value is more than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_minimum: Option<f64>,
    /// The value is less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_maximum: Option<f64>,
    /// The value is an integral multiple of each of these positive numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub multiple_of: Vec<f64>,
    /// The value has no fractional part.
    #[serde(skip_serializing_if = "is_false")]
    pub integer: bool,
    /// At least so many code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// At most so many code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// ECMAScript regular expressions (flag `u`), each of which matches somewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// A named format such as `email`, `uuid` or `date-time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// At least so many items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// At most so many items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// No two items are equal as JSON values.
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// What is done to a string, in order, before its other conditions are looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transforms: Vec<Transform>,
}

/// A change made to a string on its way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// White space at both ends is dropped.
    Trim,
    /// Letters become lower case.
    Lowercase,
    /// Letters become upper case.
    Uppercase,
}

impl Constraints {
    /// Whether there is no condition at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds the conditions of `other`, so that a value that meets the result meets both.
    ///
    /// Of two bounds the stricter stays. Two different formats cannot both be named; the later
    /// one, which stands nearer to the use, stays.
    pub fn merge(&mut self, other: Self) {
        self.minimum = stricter(self.minimum, other.minimum, f64::max);
        self.maximum = stricter(self.maximum, other.maximum, f64::min);
        self.exclusive_minimum =
            stricter(self.exclusive_minimum, other.exclusive_minimum, f64::max);
        self.exclusive_maximum =
            stricter(self.exclusive_maximum, other.exclusive_maximum, f64::min);
        self.min_length = stricter(self.min_length, other.min_length, u32::max);
        self.max_length = stricter(self.max_length, other.max_length, u32::min);
        self.min_items = stricter(self.min_items, other.min_items, u32::max);
        self.max_items = stricter(self.max_items, other.max_items, u32::min);
        self.integer |= other.integer;
        self.unique_items |= other.unique_items;
        self.format = other.format.or(self.format.take());
        add_missing(&mut self.multiple_of, other.multiple_of);
        add_missing(&mut self.patterns, other.patterns);
        add_missing(&mut self.transforms, other.transforms);
    }
}

fn stricter<T>(left: Option<T>, right: Option<T>, choose: fn(T, T) -> T) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(choose(left, right)),
        (one, other) => one.or(other),
    }
}

fn add_missing<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// The formats a value can be held to, or be annotated with. `gati-validator` says for each what
/// it checks.
pub const FORMATS: [&str; 20] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "json",
    "time",
    "uri",
    "url",
    "uuid",
    "binary",
    "byte",
    "double",
    "float",
    "int32",
    "int64",
    "password",
    "regex",
];
