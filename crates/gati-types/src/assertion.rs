//! JSON Schema as it is evaluated: a table of schemas, each of which asserts something of a value.
//!
//! A [`GType`](crate::GType) is a shape; a schema is a list of conditions that may hold of any
//! value. What a shape has no words for (`not`, `if`, `contains`, `unevaluatedProperties` …) is
//! said here as the specification says it. References are resolved, dynamic ones included: a
//! schema that means something else in another dynamic scope stands in the table once for each.

use serde_json::Value;

/// The place of a schema in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

impl SchemaId {
    /// The place `index`.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index in [`Assertions::schemas`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The schemas that one document comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertions {
    /// Every schema that can be reached, by its place.
    pub schemas: Vec<Assertion>,
    /// The one that values are held against.
    pub root: SchemaId,
}

impl Assertions {
    /// The schema at `id`.
    ///
    /// # Panics
    ///
    /// For the place of another table.
    pub fn schema(&self, id: SchemaId) -> &Assertion {
        &self.schemas[id.index()]
    }
}

/// Kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction, `1.0` among them.
    pub const INTEGER: Self = Self(4);
    /// All numbers.
    pub const NUMBER: Self = Self(12);
    /// Text.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);
    /// None.
    pub const NONE: Self = Self(0);

    /// The kind with this name in a schema.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Everything one schema asserts. What is not said asserts nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assertion {
    /// The JSON Pointer of the schema in its document, and the document's URI before it where
    /// that is another one than the given.
    pub place: String,
    /// What the schema is called in generated code and for people.
    pub title: String,
    /// Nothing fits: the schema `false`.
    pub never: bool,
    /// `type`.
    pub kinds: Option<Kinds>,
    /// `const`.
    pub constant: Option<Value>,
    /// `enum`.
    pub values: Option<Vec<Value>>,
    /// What is said about numbers.
    pub number: NumberAssertion,
    /// What is said about text.
    pub text: TextAssertion,
    /// What is said about lists.
    pub list: ListAssertion,
    /// What is said about objects.
    pub object: ObjectAssertion,
    /// `$ref`, `$dynamicRef`, `allOf`: all of these fit too.
    pub all: Vec<SchemaId>,
    /// `anyOf`.
    pub any: Option<Vec<SchemaId>>,
    /// `oneOf`.
    pub one: Option<Vec<SchemaId>>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`, `then`, `else`.
    pub condition: Option<Condition>,
}

/// `if` with `then` and `else`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// What is asked.
    pub test: SchemaId,
    /// What has to fit if it fits.
    pub then: Option<SchemaId>,
    /// What has to fit if it does not.
    pub otherwise: Option<SchemaId>,
}

/// What a schema says about numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberAssertion {
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `exclusiveMinimum`.
    pub above: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `exclusiveMaximum`.
    pub below: Option<f64>,
    /// `multipleOf`.
    pub multiple_of: Option<f64>,
}

/// What a schema says about text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextAssertion {
    /// `minLength`, in code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in code points.
    pub max_length: Option<u64>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `format`, where it is asserted and known.
    pub format: Option<String>,
}

/// What a schema says about lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAssertion {
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
    /// `prefixItems`; in draft-07 `items` that is a list.
    pub prefix: Vec<SchemaId>,
    /// Items behind the prefix: `items`; in draft-07 `additionalItems` too.
    pub items: Option<SchemaId>,
    /// `contains`.
    pub contains: Option<Contains>,
    /// `unevaluatedItems`.
    pub unevaluated: Option<SchemaId>,
}

/// `contains` with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contains {
    /// What is counted.
    pub schema: SchemaId,
    /// `minContains`, 1 unless said.
    pub least: u64,
    /// `maxContains`.
    pub most: Option<u64>,
}

/// What a schema says about objects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObjectAssertion {
    /// `minProperties`.
    pub min_members: Option<u64>,
    /// `maxProperties`.
    pub max_members: Option<u64>,
    /// `required`.
    pub required: Vec<String>,
    /// `properties`.
    pub properties: Vec<(String, SchemaId)>,
    /// `patternProperties`.
    pub patterns: Vec<(String, SchemaId)>,
    /// `additionalProperties`: members that are in neither of the two above.
    pub additional: Option<SchemaId>,
    /// `propertyNames`.
    pub names: Option<SchemaId>,
    /// `dependentRequired`, and `dependencies` that are lists.
    pub dependent_required: Vec<(String, Vec<String>)>,
    /// `dependentSchemas`, and `dependencies` that are schemas.
    pub dependent_schemas: Vec<(String, SchemaId)>,
    /// `unevaluatedProperties`.
    pub unevaluated: Option<SchemaId>,
}

impl Assertion {
    /// Calls `visit` with each schema that the same value is held against.
    pub fn for_each_in_place(&self, visit: &mut dyn FnMut(SchemaId)) {
        let lists = [Some(&self.all), self.any.as_ref(), self.one.as_ref()];
        lists.into_iter().flatten().flatten().copied().for_each(&mut *visit);
        self.not.into_iter().for_each(&mut *visit);
        if let Some(Condition { test, then, otherwise }) = self.condition {
            visit(test);
            then.into_iter().chain(otherwise).for_each(&mut *visit);
        }
        self.object.dependent_schemas.iter().for_each(|(_, id)| visit(*id));
    }

    /// Calls `visit` with each schema that a part of the value is held against.
    pub fn for_each_inner(&self, visit: &mut dyn FnMut(SchemaId)) {
        let Self { list, object, .. } = self;
        list.prefix.iter().copied().for_each(&mut *visit);
        let contains = list.contains.map(|contains| contains.schema);
        let single = [list.items, contains, list.unevaluated];
        single.into_iter().flatten().for_each(&mut *visit);
        let named = object.properties.iter().chain(&object.patterns);
        named.for_each(|(_, id)| visit(*id));
        let single = [object.additional, object.names, object.unevaluated];
        single.into_iter().flatten().for_each(visit);
    }
}
