//! The types of `@gati-framework/core`, known by name: the analyzer needs no file of the package.
//!
//! What each constraint and brand means is the table below; a test holds it equal to
//! `__test__/conformance/brands.json`, which the package's own declarations are tested against. Table and
//! reading stand together in one file, because a row is only understood beside who reads it.

use std::sync::Arc;

use gati_types::{Constraints, Transform};

use super::declared::{counted, taken};
use super::{Evaluator, Lit, Mark, Narrows, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::Name;

/// What the argument of a constraint type sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameter {
    None,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    MinItems,
    MaxItems,
    Brand,
}

/// A constraint type: narrows what it is intersected with.
pub(crate) struct ConstraintType {
    pub name: &'static str,
    pub narrows: Narrows,
    pub parameter: Parameter,
    /// What it sets without an argument.
    pub sets: fn(&mut Constraints),
}

const fn constraint(
    name: &'static str,
    narrows: Narrows,
    parameter: Parameter,
    sets: fn(&mut Constraints),
) -> ConstraintType {
    ConstraintType { name, narrows, parameter, sets }
}

/// Constraint types.
pub(crate) const CONSTRAINTS: &[ConstraintType] = &[
    constraint("Min", Narrows::Number, Parameter::Minimum, |_| {}),
    constraint("Max", Narrows::Number, Parameter::Maximum, |_| {}),
    constraint("ExclusiveMin", Narrows::Number, Parameter::ExclusiveMinimum, |_| {}),
    constraint("ExclusiveMax", Narrows::Number, Parameter::ExclusiveMaximum, |_| {}),
    constraint("MultipleOf", Narrows::Number, Parameter::MultipleOf, |_| {}),
    constraint("Positive", Narrows::Number, Parameter::None, |set| {
        set.exclusive_minimum = Some(0.0);
    }),
    constraint("Negative", Narrows::Number, Parameter::None, |set| {
        set.exclusive_maximum = Some(0.0);
    }),
    constraint("Integer", Narrows::Number, Parameter::None, |set| set.integer = true),
    constraint("MinLen", Narrows::String, Parameter::MinLength, |_| {}),
    constraint("MaxLen", Narrows::String, Parameter::MaxLength, |_| {}),
    constraint("Pattern", Narrows::String, Parameter::Pattern, |_| {}),
    constraint("Trim", Narrows::String, Parameter::None, |set| {
        set.transforms.push(Transform::Trim);
    }),
    constraint("Lowercase", Narrows::String, Parameter::None, |set| {
        set.transforms.push(Transform::Lowercase);
    }),
    constraint("Uppercase", Narrows::String, Parameter::None, |set| {
        set.transforms.push(Transform::Uppercase);
    }),
    constraint("MinItems", Narrows::Array, Parameter::MinItems, |_| {}),
    constraint("MaxItems", Narrows::Array, Parameter::MaxItems, |_| {}),
    constraint("UniqueItems", Narrows::Array, Parameter::None, |set| set.unique_items = true),
    constraint("Brand", Narrows::Anything, Parameter::Brand, |_| {}),
];

/// A branded type: a base with a nominal name and what the validator checks for it.
pub(crate) struct BrandedType {
    /// The exported name.
    pub name: &'static str,
    /// The nominal name; two exported names of one brand are one type.
    pub brand: &'static str,
    pub narrows: Narrows,
    pub sets: fn(&mut Constraints),
}

const fn text(name: &'static str, brand: &'static str, sets: fn(&mut Constraints)) -> BrandedType {
    BrandedType { name, brand, narrows: Narrows::String, sets }
}

const fn number(name: &'static str, sets: fn(&mut Constraints)) -> BrandedType {
    BrandedType { name, brand: name, narrows: Narrows::Number, sets }
}

fn format(set: &mut Constraints, name: &str) {
    set.format = Some(name.to_owned());
}

fn pattern(set: &mut Constraints, source: &str) {
    set.patterns.push(source.to_owned());
}

fn lengths(set: &mut Constraints, least: u32, most: u32) {
    set.min_length = Some(least);
    set.max_length = Some(most);
}

fn whole(set: &mut Constraints, least: f64, most: Option<f64>) {
    set.integer = true;
    set.minimum = Some(least);
    set.maximum = most;
}

const CUID: &str = "^(?:c[a-z0-9]{24}|[a-z][a-z0-9]{23})$";

/// Branded types.
pub(crate) const BRANDS: &[BrandedType] = &[
    text("Email", "Email", |set| format(set, "email")),
    text("EmailString", "Email", |set| format(set, "email")),
    text("UUID", "Uuid", |set| format(set, "uuid")),
    text("Uuid", "Uuid", |set| format(set, "uuid")),
    text("Url", "Url", |set| format(set, "url")),
    text("URLString", "Url", |set| format(set, "url")),
    text("Timestamp", "Timestamp", |set| format(set, "date-time")),
    text("TimestampString", "Timestamp", |set| format(set, "date-time")),
    text("Cuid", "Cuid", |set| pattern(set, CUID)),
    text("CUID", "Cuid", |set| pattern(set, CUID)),
    text("PhoneString", "PhoneString", |set| pattern(set, r"^\+[1-9][0-9]{6,14}$")),
    text("PasswordString", "PasswordString", |set| lengths(set, 8, 128)),
    text("StrongPassword", "StrongPassword", |set| {
        lengths(set, 12, 128);
        for class in ["[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"] {
            pattern(set, class);
        }
    }),
    text("JWTString", "JWTString", |set| {
        pattern(set, r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$");
    }),
    text("ObjectId", "ObjectId", |set| pattern(set, "^[0-9a-fA-F]{24}$")),
    text("SlugString", "SlugString", |set| pattern(set, "^[a-z0-9]+(?:-[a-z0-9]+)*$")),
    text("HexString", "HexString", |set| pattern(set, "^[0-9a-fA-F]+$")),
    text("Base64String", "Base64String", |set| {
        pattern(set, "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$");
    }),
    text("JSONString", "JSONString", |set| format(set, "json")),
    text("UsernameString", "UsernameString", |set| {
        lengths(set, 3, 32);
        pattern(set, r"^[A-Za-z0-9_][A-Za-z0-9_.\-]*$");
    }),
    text("NameString", "NameString", |set| {
        lengths(set, 1, 100);
        pattern(set, r"^\p{L}[\p{L}\p{M} .'\u2019\-]*$");
    }),
    text("DateString", "DateString", |set| format(set, "date")),
    text("TimeString", "TimeString", |set| format(set, "time")),
    number("PositiveNumber", |set| set.exclusive_minimum = Some(0.0)),
    number("NegativeNumber", |set| set.exclusive_maximum = Some(0.0)),
    number("IntegerNumber", |set| set.integer = true),
    number("FloatNumber", |_| {}),
    number("Percentage", |set| {
        set.minimum = Some(0.0);
        set.maximum = Some(100.0);
    }),
    number("PortNumber", |set| whole(set, 1.0, Some(65535.0))),
    number("HttpStatus", |set| whole(set, 100.0, Some(599.0))),
    number("PriceInCents", |set| whole(set, 0.0, None)),
    number("QuantityNumber", |set| whole(set, 0.0, None)),
    number("UnixTimestamp", |set| whole(set, 0.0, None)),
];

/// The errors a handler may throw, as types in a contract.
pub(crate) const ERRORS: &[(&str, u16)] = &[
    ("BadRequest", 400),
    ("Unauthorized", 401),
    ("PaymentRequired", 402),
    ("Forbidden", 403),
    ("NotFound", 404),
    ("MethodNotAllowed", 405),
    ("Conflict", 409),
    ("Gone", 410),
    ("PreconditionFailed", 412),
    ("PayloadTooLarge", 413),
    ("UnsupportedMediaType", 415),
    ("UnprocessableContent", 422),
    ("TooManyRequests", 429),
    ("InternalServerError", 500),
    ("NotImplemented", 501),
    ("BadGateway", 502),
    ("ServiceUnavailable", 503),
    ("GatewayTimeout", 504),
];

/// Wrappers that stand for what they hold.
const WRAPPERS: [&str; 5] = ["Enum", "Nullable", "Optional", "JsonPatch", "JsonPatchOperation"];

/// Types that are part of the framework and never data.
const FRAMEWORK: [&str; 12] = [
    "Handler",
    "Request",
    "Response",
    "GlobalContext",
    "LocalContext",
    "Answered",
    "StreamBody",
    "HttpError",
    "Module",
    "Middleware",
    "Unbranded",
    "HandlerError",
];

/// Whether `@gati-framework/core` exports a type of this name that means something here.
pub(crate) fn is_intrinsic_name(name: &str) -> bool {
    name == "Status"
        || WRAPPERS.contains(&name)
        || FRAMEWORK.contains(&name)
        || ERRORS.iter().any(|(known, _)| *known == name)
        || CONSTRAINTS.iter().any(|known| known.name == name)
        || BRANDS.iter().any(|known| known.name == name)
}

impl Evaluator<'_> {
    /// The meaning of a type of `@gati-framework/core`.
    pub(super) fn intrinsic(&mut self, name: &Name, arguments: &[Ty], place: Place) -> Ty {
        if let Some(given) = self.given_word(name, arguments, place) {
            return given;
        }
        if let Some(known) = CONSTRAINTS.iter().find(|known| known.name == &**name) {
            return self.constraint_mark(known, arguments, place);
        }
        if let Some(known) = BRANDS.iter().find(|known| known.name == &**name) {
            let mut constraints = Constraints::default();
            (known.sets)(&mut constraints);
            let base = match known.narrows {
                Narrows::Number => self.plain(Type::Number),
                _ => self.plain(Type::String),
            };
            return self.refine(base, constraints, &[known.brand.to_owned()]);
        }
        if let Some((_, status)) = ERRORS.iter().find(|(known, _)| *known == &**name) {
            let body =
                self.plain(Type::Framework { name: Name::from("Problem"), arguments: Vec::new() });
            return self.plain(Type::Status { status: *status, body });
        }
        match (&**name, arguments) {
            ("Enum", [ty]) => *ty,
            ("Nullable", [ty]) => {
                let null = self.plain(Type::Null);
                self.union(vec![*ty, null])
            }
            ("Optional", [ty]) => self.or_undefined(*ty),
            ("JsonPatch", [document]) => self.json_patch(*document, place),
            ("JsonPatchOperation", [document]) => self.json_patch_operation(*document, place),
            ("JsonPatch" | "JsonPatchOperation", _) => self.failure(
                Code::TypeArguments,
                place,
                format!(
                    "`{name}` takes one type argument, and is given {}",
                    counted(arguments.len())
                ),
                "write `JsonPatch<User>`",
            ),
            ("Status", [code, rest @ ..]) if rest.len() < 2 => {
                let body = match rest.first() {
                    Some(body) => *body,
                    None => self.plain(Type::Undefined),
                };
                self.status(*code, body, place)
            }
            ("Enum" | "Nullable" | "Optional" | "Status", _) => self.failure(
                Code::TypeArguments,
                place,
                format!("`{name}` is given {}", counted(arguments.len())),
                "write `Status<201, Body>`, `Nullable<T>`, `Optional<T>` or `Enum<'a' | 'b'>`",
            ),
            _ => self
                .plain(Type::Framework { name: Name::clone(name), arguments: arguments.to_vec() }),
        }
    }

    fn status(&mut self, code: Ty, body: Ty, place: Place) -> Ty {
        let opened = self.expand(code);
        if let Type::Union(members) = self.get(opened) {
            let members =
                members.into_iter().map(|member| self.status(member, body, place)).collect();
            return self.union(members);
        }
        let status = match self.get(opened) {
            Type::Literal(Lit::Number(bits)) => status_code(f64::from_bits(bits)),
            _ => None,
        };
        if let Some(status) = status {
            return self.plain(Type::Status { status, body });
        }
        let found = self.described(code);
        self.failure(
            Code::StatusInvalid,
            place,
            format!("a status is a whole number from 100 to 599, and {found} is not one"),
            "write `Status<201, Body>`",
        )
    }

    fn constraint_mark(&mut self, known: &ConstraintType, arguments: &[Ty], place: Place) -> Ty {
        let mut constraints = Constraints::default();
        (known.sets)(&mut constraints);
        let mut brand = None;
        match (known.parameter, arguments) {
            (Parameter::None, []) => {}
            (Parameter::None, _) | (_, [] | [_, _, ..]) => {
                let takes = usize::from(known.parameter != Parameter::None);
                return self.failure(
                    Code::TypeArguments,
                    place,
                    format!(
                        "`{}` takes {}, and is given {}",
                        known.name,
                        taken(takes, takes),
                        counted(arguments.len())
                    ),
                    argument_help(known.parameter),
                );
            }
            (parameter, [argument]) => {
                let opened = self.expand(*argument);
                let node = self.get(opened);
                if matches!(node, Type::Problem(_)) {
                    return opened;
                }
                if set_argument(parameter, &node, &mut constraints, &mut brand).is_none() {
                    let found = self.described(*argument);
                    return self.failure(
                        Code::ConstraintMisused,
                        place,
                        format!("{found} cannot be the argument of `{}`", known.name),
                        argument_help(parameter),
                    );
                }
            }
        }
        let mark =
            Mark { name: Name::from(known.name), narrows: known.narrows, constraints, brand };
        self.plain(Type::Mark(Arc::new(mark)))
    }
}

fn argument_help(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Pattern => "give it one string literal with a regular expression",
        Parameter::Brand => "give it one string literal",
        Parameter::MinLength | Parameter::MaxLength | Parameter::MinItems | Parameter::MaxItems => {
            "give it one whole number that is not negative"
        }
        Parameter::MultipleOf => "give it one number greater than 0",
        _ => "give it one number literal",
    }
}

fn set_argument(
    parameter: Parameter,
    argument: &Type,
    set: &mut Constraints,
    brand: &mut Option<String>,
) -> Option<()> {
    let Type::Literal(literal) = argument else { return None };
    match literal {
        Lit::String(text) => match parameter {
            Parameter::Pattern => set.patterns.push(text.to_string()),
            Parameter::Brand => *brand = Some(text.to_string()),
            _ => return None,
        },
        Lit::Number(bits) => {
            let value = f64::from_bits(*bits);
            match parameter {
                Parameter::Minimum => set.minimum = Some(value),
                Parameter::Maximum => set.maximum = Some(value),
                Parameter::ExclusiveMinimum => set.exclusive_minimum = Some(value),
                Parameter::ExclusiveMaximum => set.exclusive_maximum = Some(value),
                Parameter::MultipleOf if value > 0.0 => set.multiple_of.push(value),
                Parameter::MinLength => set.min_length = Some(count(value)?),
                Parameter::MaxLength => set.max_length = Some(count(value)?),
                Parameter::MinItems => set.min_items = Some(count(value)?),
                Parameter::MaxItems => set.max_items = Some(count(value)?),
                _ => return None,
            }
        }
        _ => return None,
    }
    Some(())
}

/// A length: a whole number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was checked to be a whole number in the range of u32"
)]
pub(super) fn count(value: f64) -> Option<u32> {
    (value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0).then_some(value as u32)
}

/// A status: a whole number from 100 to 599.
pub(crate) fn status_code(value: f64) -> Option<u16> {
    count(value)
        .and_then(|value| u16::try_from(value).ok())
        .filter(|code| (100..600).contains(code))
}
