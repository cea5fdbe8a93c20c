//! The operations that lead from a value of one contract to a value of the next.
//!
//! They are kept in release files for as long as a release is served, so the form is versioned
//! and read strictly. An operation is local: it is done to the value it stands at, and says only
//! what differs; what nobody mentions stays as it is.
//!
//! | rule | why |
//! |---|---|
//! | what is absent stays absent, whatever is done to it | optional members need no operation of their own |
//! | an operation on members leaves what is no object as it is, one on items what is no list | `null` and the other alternatives of a union pass |
//! | operations of a list are done one after the other; renames of one operation at once | names can be swapped |

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version this crate writes and reads.
pub const TRANSFORM_VERSION: u64 = 1;

/// What is done to one value: the parts of a request, or the body of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transform {
    /// [`TRANSFORM_VERSION`].
    #[serde(rename = "transform")]
    pub version: u64,
    /// What is done, in order.
    pub ops: Vec<Op>,
    /// What is done to values of types that mention themselves, by a name of its own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub shapes: IndexMap<String, Vec<Op>>,
}

impl Default for Transform {
    fn default() -> Self {
        Self { version: TRANSFORM_VERSION, ops: Vec::new(), shapes: IndexMap::new() }
    }
}

impl Transform {
    /// Whether every value stays as it is.
    pub fn is_identity(&self) -> bool {
        self.ops.is_empty()
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "camelCase", deny_unknown_fields)]
pub enum Op {
    /// Members get other names, all at once.
    Rename {
        /// New names by old ones.
        names: IndexMap<String, String>,
    },
    /// A member goes.
    Drop {
        /// Its name.
        name: String,
    },
    /// A member is set, whether or not it was there.
    Insert {
        /// Its name.
        name: String,
        /// What it is set to.
        value: Value,
    },
    /// A member is set where it is absent.
    Default {
        /// Its name.
        name: String,
        /// What it is set to.
        value: Value,
        /// Where it is `null` as well.
        #[serde(default, skip_serializing_if = "is_false")]
        null: bool,
    },
    /// A member goes to another place below the same value. Objects on the way there are made.
    Move {
        /// The names that lead to it.
        from: Vec<String>,
        /// The names that will.
        to: Vec<String>,
    },
    /// A member that is `null` goes.
    Omit {
        /// Its name.
        name: String,
    },
    /// Something is done to a member.
    Member {
        /// Its name.
        name: String,
        /// What is done.
        ops: Vec<Op>,
    },
    /// Something is done to every item of a list or a `Set`.
    Each {
        /// What is done.
        ops: Vec<Op>,
    },
    /// Something is done to one item of a list.
    Place {
        /// Which.
        index: u32,
        /// What is done.
        ops: Vec<Op>,
    },
    /// Something is done to every item from a place on.
    Rest {
        /// The first place.
        start: u32,
        /// What is done.
        ops: Vec<Op>,
    },
    /// Something is done to every member of a record, or every value of a `Map`.
    Values {
        /// The members that are left as they are: a record may declare some besides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<String>,
        /// What is done.
        ops: Vec<Op>,
    },
    /// Something is done by what a member says the object is.
    When {
        /// The member.
        tag: String,
        /// What is done for each of its values; for others nothing.
        cases: Vec<Case>,
    },
    /// What a shape of the transform says is done.
    Call {
        /// The shape's name.
        shape: String,
    },
    /// One value becomes another.
    MapEnum {
        /// Pairs of what was and what is. Strings, numbers, booleans, `null`.
        table: Vec<(Value, Value)>,
        /// What every other value becomes; as it is where this is not said.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        otherwise: Option<Value>,
    },
    /// The value is written otherwise.
    Convert {
        /// How.
        to: Conversion,
    },
    /// The value becomes the only member of an object.
    Wrap {
        /// The member.
        name: String,
    },
    /// The value becomes what one of its members is.
    Unwrap {
        /// The member.
        name: String,
    },
    /// The value is text that names members, which got other names: `-createdAt,name`.
    Names {
        /// New names by old ones.
        names: IndexMap<String, String>,
    },
    /// The value is a JSON Patch (RFC 6902) of a document that something is done to: its pointers
    /// lead to where the places are then, and its values are what they become.
    Patch {
        /// What is done to the document.
        ops: Vec<Op>,
    },
    /// A function that somebody wrote makes the value, or some of its members.
    Custom {
        /// The members that lead to the function in what the change file exports.
        call: Vec<String>,
        /// The members it is given; absent: the whole value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reads: Option<Vec<String>>,
        /// The members it makes, of an object it returns; absent: the whole value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        writes: Option<Vec<String>>,
        /// What is done without it: given to it as a function where it makes the whole value, done
        /// beside it where it makes members.
        ops: Vec<Op>,
    },
}

/// What is done for one value of a tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The value: a string, a number or a boolean.
    pub is: Value,
    /// What is done.
    pub ops: Vec<Op>,
}

/// A way to write a value otherwise. Each is done to the values it names and to no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Conversion {
    /// Numbers, bigints and booleans as the text JavaScript makes of them.
    Text,
    /// RFC 3339 text as a `Date`.
    Date,
    /// A `Date` as RFC 3339 text.
    DateText,
    /// An integer, or its decimal digits, as a bigint.
    Bigint,
    /// Anything but `null` as a list of it alone.
    List,
    /// The only item of a list; absent where it is empty.
    Only,
    /// A list as a `Set`.
    Set,
    /// A `Set` as a list.
    Items,
    /// An object as a `Map`.
    Map,
    /// A `Map` as an object.
    Record,
    /// An address as a `URL`.
    Url,
    /// A `URL` as its address.
    UrlText,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
