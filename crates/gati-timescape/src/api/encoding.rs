//! How parts of a form are written.

use serde_json::{Map, Value};

use super::openapi_part::Reader;
use super::{Parameter, media_type};
use crate::read::{Result, Travels};

/// A part whose encoding is said, and is not what it is anyway.
#[derive(Debug)]
pub(crate) struct EncodedPart {
    pub(crate) name: String,
    /// Media types it may have; nothing where any will do that its type stands for.
    pub(crate) media: Vec<String>,
    /// How lists and objects are written.
    pub(crate) style: String,
    pub(crate) headers: Vec<Parameter>,
}

impl EncodedPart {
    /// A part of which nothing is said.
    pub(crate) fn unsaid(name: &str) -> Self {
        let (media, headers) = (Vec::new(), Vec::new());
        Self { name: name.to_owned(), media, style: String::new(), headers }
    }
}

impl<'a> Reader<'_, 'a> {
    /// The parts of a form that are encoded in a way of their own.
    pub(super) fn encoding(
        &mut self,
        essence: &str,
        media: &'a Value,
        travels: Travels,
    ) -> Result<Vec<EncodedPart>> {
        let urlencoded = essence == "application/x-www-form-urlencoded";
        if !urlencoded && !essence.starts_with("multipart/") {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let schema = media.get("schema");
        for (name, encoding) in self.object(media.get("encoding"), essence)?.into_iter().flatten() {
            let Some(encoding) = encoding.as_object() else { continue };
            let Some(part) = self.part(schema, name, 0)? else { continue };
            let mut said: Vec<String> = encoding
                .get("contentType")
                .and_then(Value::as_str)
                .into_iter()
                .flat_map(|list| list.split(','))
                .map(media_type::spelled)
                .collect();
            said.sort();
            said.dedup();
            if said == [usual_of(part)] {
                said.clear();
            }
            let headers = self.headers(encoding.get("headers"), travels, essence)?;
            let style = style_of(encoding);
            if !said.is_empty() || !style.is_empty() || !headers.is_empty() {
                found.push(EncodedPart { name: name.clone(), media: said, style, headers });
            }
        }
        Ok(found)
    }

    /// The schema of a part, where the form has it.
    fn part(&self, form: Option<&'a Value>, name: &str, depth: u32) -> Result<Option<&'a Value>> {
        let Some(form) = form.filter(|_| depth < 8) else { return Ok(None) };
        let form = self.resolved(form)?;
        if let Some(part) = form.get("properties").and_then(|members| members.get(name)) {
            return self.resolved(part).map(Some);
        }
        for inner in form.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            if let Some(part) = self.part(Some(inner), name, depth + 1)? {
                return Ok(Some(part));
            }
        }
        // Where parts are not named, any may be there.
        let open = form.get("properties").is_none();
        Ok(open.then_some(&Value::Null))
    }
}

/// The media type of a part of which nothing is said.
fn usual_of(part: &Value) -> String {
    let is = |word: &str, value: &str| part.get(word).and_then(Value::as_str) == Some(value);
    if is("format", "binary")
        || (part.get("contentMediaType").is_none() && part.get("type").is_none())
    {
        return "application/octet-stream".to_owned();
    }
    match part.get("type").and_then(Value::as_str) {
        Some("object") => "application/json".to_owned(),
        Some("array") => part.get("items").map_or_else(|| "text/plain".to_owned(), usual_of),
        _ => "text/plain".to_owned(),
    }
}

fn style_of(encoding: &Map<String, Value>) -> String {
    let said =
        ["style", "explode", "allowReserved"].iter().any(|word| encoding.contains_key(*word));
    let style = encoding.get("style").and_then(Value::as_str).unwrap_or("form");
    let flag = |name: &str| encoding.get(name).and_then(Value::as_bool);
    let exploded = flag("explode").unwrap_or(style == "form");
    let reserved = flag("allowReserved") == Some(true);
    if !said || (style == "form" && exploded && !reserved) {
        return String::new();
    }
    let exploded = if exploded { " exploded" } else { "" };
    format!("{style}{exploded}{}", if reserved { " with reserved characters" } else { "" })
}
