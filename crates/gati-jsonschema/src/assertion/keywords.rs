//! What the keywords of one schema assert.

use gati_types::assertion::{Assertion, Condition, Contains, Kinds, SchemaId};
use serde_json::{Map, Value};

use super::{Formats, error::SchemaError, known, reader::Here};
use crate::Target;

type Members = Map<String, Value>;
type Found<T> = Result<T, SchemaError>;

/// Keywords of 2019-09 that change what references mean and are gone from 2020-12.
const GONE: [(&str, &str); 2] = [
    ("$recursiveRef", "2019-09 has it; write `$dynamicRef`"),
    ("$recursiveAnchor", "2019-09 has it; write `$dynamicAnchor`"),
];

/// Reads the schema `value`.
pub(super) fn read(here: &mut Here<'_>, value: &Value) -> Found<Assertion> {
    let mut read = Assertion::default();
    let members = match value {
        Value::Bool(fits) => {
            read.never = !fits;
            return Ok(read);
        }
        Value::Object(members) => members,
        _ => return Err(SchemaError::NotASchema { place: here.place() }),
    };
    refuse_unknown(here, members)?;
    if let Some(reference) = here.text(members, "$ref")? {
        read.all.push(here.reference("$ref", reference)?);
        if here.dialect == Target::Draft7 {
            // Draft-07 looks at nothing beside a reference.
            return Ok(read);
        }
    }
    if here.dialect == Target::Draft2020_12
        && let Some(reference) = here.text(members, "$dynamicRef")?
    {
        read.all.push(here.reference("$dynamicRef", reference)?);
    }
    here.values(members, &mut read)?;
    here.numbers(members, &mut read)?;
    here.texts(members, &mut read)?;
    here.lists(members, &mut read)?;
    here.objects(members, &mut read)?;
    here.combined(members, &mut read)?;
    Ok(read)
}

fn refuse_unknown(here: &Here<'_>, members: &Members) -> Found<()> {
    for (keyword, what) in GONE {
        if members.contains_key(keyword) {
            let (keyword, what) = (keyword.to_owned(), what.to_owned());
            let place = here.place_of(&keyword);
            return Err(SchemaError::Unsupported { keyword, place, what });
        }
    }
    let vocabularies = members.get("$vocabulary").and_then(Value::as_object);
    for (uri, required) in vocabularies.into_iter().flatten() {
        if *required == Value::Bool(true) && !known::is_vocabulary(uri) {
            return Err(SchemaError::Unsupported {
                keyword: "$vocabulary".to_owned(),
                place: here.place_of("$vocabulary"),
                what: format!("the vocabulary `{uri}` is not known"),
            });
        }
    }
    Ok(())
}

impl Here<'_> {
    fn bad<T>(&self, keyword: &str, expected: &'static str) -> Found<T> {
        let place = self.place_of(keyword);
        Err(SchemaError::Value { keyword: keyword.to_owned(), place, expected })
    }

    fn text<'v>(&self, members: &'v Members, keyword: &str) -> Found<Option<&'v str>> {
        match members.get(keyword) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => self.bad(keyword, "a string"),
        }
    }

    fn number(&self, members: &Members, keyword: &str) -> Found<Option<f64>> {
        match members.get(keyword) {
            None => Ok(None),
            Some(Value::Number(number)) => match number.as_f64().filter(|one| one.is_finite()) {
                Some(number) => Ok(Some(number)),
                None => self.bad(keyword, "a number that a double can hold"),
            },
            Some(_) => self.bad(keyword, "a number"),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
    fn count(&self, members: &Members, keyword: &str) -> Found<Option<u64>> {
        match self.number(members, keyword)? {
            None => Ok(None),
            // More than that nothing has.
            Some(number) if number >= 0.0 && number.fract() == 0.0 => {
                Ok(Some(number.min(9_007_199_254_740_991.0) as u64))
            }
            Some(_) => self.bad(keyword, "a whole number that is not negative"),
        }
    }

    fn names(&self, value: &Value, keyword: &str) -> Found<Vec<String>> {
        let Value::Array(items) = value else { return self.bad(keyword, "a list of strings") };
        let names = items.iter().map(|item| item.as_str().map(str::to_owned));
        names.collect::<Option<_>>().map_or_else(|| self.bad(keyword, "a list of strings"), Ok)
    }

    fn one(&mut self, members: &Members, keyword: &str) -> Found<Option<SchemaId>> {
        members.contains_key(keyword).then(|| self.below(&[keyword])).transpose()
    }

    fn list(&mut self, members: &Members, keyword: &str) -> Found<Option<Vec<SchemaId>>> {
        match members.get(keyword) {
            None => Ok(None),
            Some(Value::Array(items)) if !items.is_empty() => {
                let ids = (0..items.len()).map(|index| self.below(&[keyword, &index.to_string()]));
                ids.collect::<Found<_>>().map(Some)
            }
            Some(_) => self.bad(keyword, "a list of schemas, one at least"),
        }
    }

    fn record(&mut self, members: &Members, keyword: &str) -> Found<Vec<(String, SchemaId)>> {
        match members.get(keyword) {
            None => Ok(Vec::new()),
            Some(Value::Object(record)) => {
                let named =
                    record.keys().map(|name| Ok((name.clone(), self.below(&[keyword, name])?)));
                named.collect()
            }
            Some(_) => self.bad(keyword, "an object of schemas"),
        }
    }

    fn values(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        let expected = "the name of a type, or a list of such names";
        let kind = |name: &Value| name.as_str().and_then(Kinds::named);
        read.kinds = match members.get("type") {
            None => None,
            Some(Value::Array(names)) => {
                let kinds =
                    names.iter().try_fold(Kinds::NONE, |all, name| Some(all.with(kind(name)?)));
                if kinds.is_none() {
                    return self.bad("type", expected);
                }
                kinds
            }
            Some(name) => match kind(name) {
                Some(kind) => Some(kind),
                None => return self.bad("type", expected),
            },
        };
        read.constant = members.get("const").cloned();
        read.values = match members.get("enum") {
            None => None,
            Some(Value::Array(values)) => Some(values.clone()),
            Some(_) => return self.bad("enum", "a list of values"),
        };
        Ok(())
    }

    fn numbers(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        read.number.minimum = self.number(members, "minimum")?;
        read.number.maximum = self.number(members, "maximum")?;
        read.number.above = self.number(members, "exclusiveMinimum")?;
        read.number.below = self.number(members, "exclusiveMaximum")?;
        read.number.multiple_of = self.number(members, "multipleOf")?;
        if read.number.multiple_of.is_some_and(|divisor| divisor <= 0.0) {
            return self.bad("multipleOf", "a number above 0");
        }
        Ok(())
    }

    fn texts(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        read.text.min_length = self.count(members, "minLength")?;
        read.text.max_length = self.count(members, "maxLength")?;
        read.text.pattern = self.text(members, "pattern")?.map(str::to_owned);
        let format = self.text(members, "format")?.map(str::to_owned);
        read.text.format = format.filter(|_| self.reader.formats == Formats::Assert);
        Ok(())
    }

    fn lists(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        let list = &mut read.list;
        list.min_items = self.count(members, "minItems")?;
        list.max_items = self.count(members, "maxItems")?;
        list.unique = match members.get("uniqueItems") {
            None => false,
            Some(Value::Bool(unique)) => *unique,
            Some(_) => return self.bad("uniqueItems", "`true` or `false`"),
        };
        let newer = self.dialect == Target::Draft2020_12;
        if newer {
            list.prefix = self.list(members, "prefixItems")?.unwrap_or_default();
            list.items = self.one(members, "items")?;
            list.unevaluated = self.one(members, "unevaluatedItems")?;
        } else if members.get("items").is_some_and(Value::is_array) {
            if members.get("items").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
                list.prefix = self.list(members, "items")?.unwrap_or_default();
            }
            list.items = self.one(members, "additionalItems")?;
        } else {
            list.items = self.one(members, "items")?;
        }
        if let Some(schema) = self.one(members, "contains")? {
            let (mut least, mut most) = (None, None);
            if newer {
                least = self.count(members, "minContains")?;
                most = self.count(members, "maxContains")?;
            }
            list.contains = Some(Contains { schema, least: least.unwrap_or(1), most });
        }
        Ok(())
    }

    fn objects(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        let object = &mut read.object;
        object.min_members = self.count(members, "minProperties")?;
        object.max_members = self.count(members, "maxProperties")?;
        if let Some(required) = members.get("required") {
            object.required = self.names(required, "required")?;
        }
        object.properties = self.record(members, "properties")?;
        object.patterns = self.record(members, "patternProperties")?;
        object.additional = self.one(members, "additionalProperties")?;
        object.names = self.one(members, "propertyNames")?;
        if let Some(dependencies) = members.get("dependencies") {
            let Value::Object(record) = dependencies else {
                return self.bad("dependencies", "an object of schemas and lists of strings");
            };
            for (name, value) in record {
                if value.is_array() {
                    let names = self.names(value, "dependencies")?;
                    object.dependent_required.push((name.clone(), names));
                } else {
                    let schema = self.below(&["dependencies", name])?;
                    object.dependent_schemas.push((name.clone(), schema));
                }
            }
        }
        if self.dialect == Target::Draft7 {
            return Ok(());
        }
        match members.get("dependentRequired") {
            None => {}
            Some(Value::Object(record)) => {
                for (name, value) in record {
                    let names = self.names(value, "dependentRequired")?;
                    object.dependent_required.push((name.clone(), names));
                }
            }
            Some(_) => return self.bad("dependentRequired", "an object of lists of strings"),
        }
        object.dependent_schemas.extend(self.record(members, "dependentSchemas")?);
        object.unevaluated = self.one(members, "unevaluatedProperties")?;
        Ok(())
    }

    fn combined(&mut self, members: &Members, read: &mut Assertion) -> Found<()> {
        read.all.extend(self.list(members, "allOf")?.unwrap_or_default());
        read.any = self.list(members, "anyOf")?;
        read.one = self.list(members, "oneOf")?;
        read.not = self.one(members, "not")?;
        if let Some(test) = self.one(members, "if")? {
            let then = self.one(members, "then")?;
            let otherwise = self.one(members, "else")?;
            read.condition = Some(Condition { test, then, otherwise });
        }
        Ok(())
    }
}
