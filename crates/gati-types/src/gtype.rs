//! The type graph itself: one enum, one payload struct for each node that has parts. They are
//! kept in one file, long as it is, because each is only understood beside the others.
//!
//! A graph is a tree of nodes plus a [`TypeTable`](crate::TypeTable) of named types; the only
//! edge that can close a cycle is [`GType::Ref`].

use serde::{Deserialize, Serialize};

use rustc_hash::FxHashSet;

use crate::{Constraints, Docs, TypeId};

/// The shape of a value, as TypeScript sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum GType {
    /// No value at all.
    Never,
    /// Any value, to be looked at before use.
    Unknown,
    /// Any value, unchecked. Written by the user, never inferred.
    Any,
    /// `null`.
    Null,
    /// `undefined`: an absent member on the wire.
    Undefined,
    /// `void`: no answer.
    Void,
    /// `boolean`.
    Boolean,
    /// A finite IEEE 754 double. NaN and the infinities are not values of this type.
    Number,
    /// A string of Unicode code points.
    String,
    /// An integer of any size.
    BigInt,
    /// A symbol: exists in TypeScript, never on the wire.
    Symbol,
    /// The `object` keyword: anything that is not a primitive.
    NonPrimitive,
    /// A function: exists in TypeScript, never on the wire.
    Function,
    /// `Date`.
    Date,
    /// `Uint8Array`, `Buffer`, `ArrayBuffer`, `Blob`.
    Bytes,
    /// `URL`.
    Url,
    /// `RegExp`.
    RegExp,
    /// `File`: only in multipart bodies.
    File,
    /// One value.
    Literal(Literal),
    /// A template literal type such as `` `user-${number}` ``.
    Template(TemplateType),
    /// `T[]`.
    Array(ArrayType),
    /// `[A, B?, ...C[]]`.
    Tuple(TupleType),
    /// `{ a: A; b?: B; [key: string]: C }`.
    Object(ObjectType),
    /// `A | B`.
    Union(UnionType),
    /// `Map<K, V>`.
    Map(MapType),
    /// `Set<T>`.
    Set(SetType),
    /// A type with constraints or brands: `number & Min<18>`, `Email`.
    Refined(Box<Refined>),
    /// A named (or recursive) type.
    Ref(RefType),
    /// What the analyzer could not evaluate; a diagnostic says where and why.
    Unresolved(UnresolvedType),
}

/// One value used as a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string literal.
    String(String),
    /// A finite number literal.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A bigint literal, as decimal digits with an optional minus sign.
    BigInt(String),
}

/// A literal as something that can be looked up.
#[derive(PartialEq, Eq, Hash)]
enum LiteralKey {
    Text(String),
    Bits(u64),
    Flag(bool),
    Digits(String),
}

impl LiteralKey {
    fn of(literal: &Literal) -> Self {
        match literal {
            Literal::String(text) => Self::Text(text.clone()),
            // `0` and `-0` are equal.
            Literal::Number(number) => Self::Bits((number + 0.0).to_bits()),
            Literal::Boolean(flag) => Self::Flag(*flag),
            Literal::BigInt(digits) => Self::Digits(digits.clone()),
        }
    }
}

/// A template literal type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateType {
    /// Text and holes, in order.
    pub parts: Vec<TemplatePart>,
}

/// A piece of a template literal type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TemplatePart {
    /// Fixed text.
    Text(String),
    /// A hole: `string`, `number`, `bigint`, `boolean`, or a union of literals.
    Type(GType),
}

/// A homogeneous list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrayType {
    /// What every item is.
    pub items: Box<GType>,
    /// `readonly T[]`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readonly: bool,
}

/// A list with a type for each place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TupleType {
    /// The places, in order. At most one is a rest.
    pub elements: Vec<TupleElement>,
    /// `readonly [..]`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readonly: bool,
}

/// One place of a tuple.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TupleElement {
    /// What stands here; for a rest, what each of its items is.
    #[serde(rename = "type")]
    pub gtype: GType,
    /// The place may be missing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// `...T[]`: any number of items.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rest: bool,
    /// The name the author gave the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What happens to members an object type does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownKeys {
    /// They are dropped.
    Strip,
    /// They are an issue.
    Strict,
    /// They are kept as they are.
    Open,
}

/// A record of declared members and index signatures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ObjectType {
    /// Declared members, in the author's order.
    pub properties: Vec<Property>,
    /// `[key: K]: V`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub index: Vec<IndexSignature>,
    /// Set where this type decides for itself, whatever the configuration says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_keys: Option<UnknownKeys>,
}

/// A declared member of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// The member's name, exactly as on the wire.
    pub name: String,
    /// What its value is, `undefined` excluded where `optional` says it already.
    #[serde(rename = "type")]
    pub gtype: GType,
    /// The member may be absent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// `readonly`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub readonly: bool,
    /// What its author wrote about it.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// `[key: K]: V`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexSignature {
    /// `string`, `number` or a template literal type.
    pub key: GType,
    /// What each such member is.
    pub value: GType,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnionType {
    /// The alternatives, flat, in the author's order, without duplicates.
    pub members: Vec<GType>,
    /// The required member whose literal value tells the alternatives apart, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discriminant: Option<String>,
}

/// `Map<K, V>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapType {
    /// What the keys are.
    pub key: Box<GType>,
    /// What the values are.
    pub value: Box<GType>,
}

/// `Set<T>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetType {
    /// What every item is.
    pub items: Box<GType>,
}

/// A type narrowed by constraints, named by brands, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refined {
    /// What is narrowed.
    pub base: Box<GType>,
    /// The conditions, all of which hold.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// Nominal names, sorted; they mean nothing on the wire.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<String>,
}

/// A mention of a named type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefType {
    /// Its key in the [`TypeTable`](crate::TypeTable).
    pub id: TypeId,
}

/// What could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnresolvedType {
    /// The code of the diagnostic that says where and why.
    pub code: String,
    /// One sentence for a reader of the manifest.
    pub reason: String,
}

impl GType {
    /// A string literal type.
    pub fn string_literal(value: impl Into<String>) -> Self {
        Self::Literal(Literal::String(value.into()))
    }

    /// `items[]`.
    pub fn array(items: Self) -> Self {
        Self::Array(ArrayType { items: Box::new(items), readonly: false })
    }

    /// A mention of the named type `id`.
    pub fn reference(id: impl Into<TypeId>) -> Self {
        Self::Ref(RefType { id: id.into() })
    }

    /// `base` narrowed by `constraints`; `base` itself when there are none.
    ///
    /// Narrowing what is narrowed already merges both into one node.
    pub fn refined(base: Self, constraints: Constraints) -> Self {
        if constraints.is_empty() {
            return base;
        }
        match base {
            Self::Refined(mut refined) => {
                refined.constraints.merge(constraints);
                Self::Refined(refined)
            }
            other => Self::Refined(Box::new(Refined {
                base: Box::new(other),
                constraints,
                brands: Vec::new(),
            })),
        }
    }

    /// `base` under the nominal name `brand`.
    pub fn branded(base: Self, brand: impl Into<String>) -> Self {
        let mut refined = match base {
            Self::Refined(refined) => refined,
            other => Box::new(Refined {
                base: Box::new(other),
                constraints: Constraints::default(),
                brands: Vec::new(),
            }),
        };
        let brand = brand.into();
        if let Err(place) = refined.brands.binary_search(&brand) {
            refined.brands.insert(place, brand);
        }
        Self::Refined(refined)
    }

    /// The union of `members`: flat, without duplicates, without `never`; the member itself when
    /// one is left, `never` when none is.
    pub fn union(members: impl IntoIterator<Item = Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        let mut literals: FxHashSet<LiteralKey> = FxHashSet::default();
        let mut add = |member: Self| {
            let is_new = match &member {
                // Unions of thousands of literals are common; comparing each pair is not.
                Self::Literal(literal) => literals.insert(LiteralKey::of(literal)),
                other => !flat.contains(other),
            };
            if is_new {
                flat.push(member);
            }
        };
        for member in members {
            match member {
                Self::Never => {}
                Self::Union(inner) => inner.members.into_iter().for_each(&mut add),
                other => add(other),
            }
        }
        match flat.len() {
            0 => Self::Never,
            1 => flat.swap_remove(0),
            _ => Self::Union(UnionType { members: flat, discriminant: None }),
        }
    }

    /// The node behind constraints and brands.
    pub fn base(&self) -> &Self {
        match self {
            Self::Refined(refined) => refined.base.base(),
            other => other,
        }
    }

    /// Calls `visit` with every direct child, in order.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match self {
            Self::Template(template) => {
                for part in &template.parts {
                    if let TemplatePart::Type(hole) = part {
                        visit(hole);
                    }
                }
            }
            Self::Array(array) => visit(&array.items),
            Self::Tuple(tuple) => tuple.elements.iter().for_each(|element| visit(&element.gtype)),
            Self::Object(object) => {
                object.properties.iter().for_each(|property| visit(&property.gtype));
                for signature in &object.index {
                    visit(&signature.key);
                    visit(&signature.value);
                }
            }
            Self::Union(union) => union.members.iter().for_each(visit),
            Self::Map(map) => {
                visit(&map.key);
                visit(&map.value);
            }
            Self::Set(set) => visit(&set.items),
            Self::Refined(refined) => visit(&refined.base),
            _ => {}
        }
    }
}

impl ObjectType {
    /// An object with these members, no index signature, and no opinion on unknown keys.
    pub fn new(properties: Vec<Property>) -> Self {
        Self { properties, index: Vec::new(), unknown_keys: None }
    }

    /// The declared member `name`.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

impl Property {
    /// A member that must be present.
    pub fn required(name: impl Into<String>, gtype: GType) -> Self {
        Self { name: name.into(), gtype, optional: false, readonly: false, docs: Docs::default() }
    }

    /// A member that may be absent.
    pub fn optional(name: impl Into<String>, gtype: GType) -> Self {
        Self { optional: true, ..Self::required(name, gtype) }
    }
}

impl UnionType {
    /// Alternatives as they are; see [`GType::union`] for the normalising way.
    pub fn new(members: Vec<GType>) -> Self {
        Self { members, discriminant: None }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}
