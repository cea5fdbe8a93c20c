//! What schemas say that accepts and rejects nothing.

use gati_types::{Deprecation, Docs};
use serde_json::{Map, Value};

use super::{FindingKind, Importer, Place, locate::child};

/// Keywords that [`Importer::docs`] reads.
const DOCS: [&str; 6] = ["title", "description", "deprecated", "default", "examples", "example"];

impl<'a> Importer<'a> {
    /// What is written about a schema.
    pub(super) fn docs(&mut self, place: &Place<'a>) -> Docs {
        let Value::Object(members) = place.value else { return Docs::default() };
        let mut docs = Docs {
            title: self.text(place, members, "title"),
            description: self.text(place, members, "description"),
            deprecated: None,
            default: members.get("default").cloned(),
            ..Docs::default()
        };
        match members.get("examples") {
            Some(Value::Array(examples)) => docs.examples.clone_from(examples),
            // OpenAPI has a record of them beside schemas; each has a `value`.
            Some(Value::Object(named)) => {
                let values = named.values().map(|one| one.get("value").unwrap_or(one).clone());
                docs.examples.extend(values);
            }
            _ => {}
        }
        docs.examples.extend(members.get("example").cloned());
        if members.get("deprecated") == Some(&Value::Bool(true)) {
            docs.deprecated = Some(Deprecation::Flag(true));
            separate_reason(&mut docs);
        }
        docs
    }

    fn text(
        &mut self,
        place: &Place<'a>,
        members: &Map<String, Value>,
        name: &str,
    ) -> Option<String> {
        let text = members.get(name)?.as_str().map(ToOwned::to_owned);
        if text.is_none() {
            self.bad(place, name, "a string");
        }
        text
    }

    /// Says that the value of a keyword is not what the keyword takes.
    pub(super) fn bad(&mut self, place: &Place<'a>, keyword: &str, expected: &'static str) {
        self.say(child(&place.pointer, keyword), FindingKind::BadKeyword { expected });
    }

    /// A schema in a place where types have no documentation.
    pub(super) fn undocumented(&mut self, place: &Place<'a>) -> gati_types::GType {
        if let Value::Object(members) = place.value {
            for keyword in DOCS {
                if members.contains_key(keyword) {
                    let keyword = keyword.to_owned();
                    let pointer = child(&place.pointer, &keyword);
                    self.say(pointer, FindingKind::Annotation { keyword });
                }
            }
        }
        self.schema(place)
    }
}

/// Takes the reason of a deprecation out of the description, where an export put it.
fn separate_reason(docs: &mut Docs) {
    const WORD: &str = "Deprecated: ";
    let Some(description) = &docs.description else { return };
    let (before, reason) = match description.rfind(&format!("\n\n{WORD}")) {
        Some(at) => (Some(description[..at].to_owned()), &description[at + 2..]),
        None => (None, description.as_str()),
    };
    let Some(reason) = reason.strip_prefix(WORD) else { return };
    docs.deprecated = Some(Deprecation::Reason(reason.to_owned()));
    docs.description = before;
}

/// Whether the annotation of Gati's own, `x-gati`, sets this flag.
pub(super) fn hint(schema: &Value, flag: &str) -> bool {
    schema.get(crate::HINT).and_then(|hint| hint.get(flag)) == Some(&Value::Bool(true))
}
