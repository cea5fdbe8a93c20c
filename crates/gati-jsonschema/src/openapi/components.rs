//! Named types under `components/schemas`: which there are, and what they are called there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::schema::Writer;

/// What the named types of a document are called, by id, in each direction.
pub(crate) struct Names {
    pub(crate) input: BTreeMap<String, String>,
    pub(crate) output: BTreeMap<String, String>,
    /// The schema of problems.
    pub(crate) problem: String,
    /// The schema of problems that list issues.
    pub(crate) validation: String,
    /// The schema of an issue.
    pub(crate) issue: String,
}

impl Default for Names {
    fn default() -> Self {
        Self::given(BTreeMap::new(), BTreeMap::new(), &mut BTreeSet::new())
    }
}

/// A definition, and the names it mentions.
struct Definition {
    schema: Value,
    mentions: BTreeSet<String>,
}

impl Names {
    /// Names of what both writers have mentioned, and of what that mentions. A type whose schema is
    /// the same in both directions has one name; otherwise the one of requests ends in `Input`.
    pub(crate) fn of(input: &Writer<'_>, output: &Writer<'_>) -> Self {
        let sent = closure(input);
        let answered = closure(output);
        let mut differing: BTreeSet<&str> = sent
            .iter()
            .filter(|(id, definition)| {
                answered.get(*id).is_some_and(|other| other.schema != definition.schema)
            })
            .map(|(id, _)| id.as_str())
            .collect();
        // What mentions a name that differs differs as well.
        loop {
            let more: Vec<&str> = sent
                .iter()
                .filter(|(id, definition)| {
                    !differing.contains(id.as_str())
                        && answered.contains_key(*id)
                        && definition.mentions.iter().any(|name| differing.contains(name.as_str()))
                })
                .map(|(id, _)| id.as_str())
                .collect();
            if more.is_empty() {
                break;
            }
            differing.extend(more);
        }
        let mut taken = BTreeSet::new();
        let mut names_in = BTreeMap::new();
        let mut names_out = BTreeMap::new();
        let ids: BTreeSet<&String> = sent.keys().chain(answered.keys()).collect();
        // Who is called exactly so keeps the name.
        let (exact, others): (Vec<&String>, Vec<&String>) =
            ids.into_iter().partition(|id| cleaned(id) == **id);
        for id in exact.into_iter().chain(others) {
            let name = unique(&cleaned(id), &mut taken);
            if answered.contains_key(id) {
                names_out.insert(id.clone(), name.clone());
            }
            if !differing.contains(id.as_str()) && sent.contains_key(id) {
                names_in.insert(id.clone(), name);
            }
        }
        for id in differing {
            let name = unique(&format!("{}Input", cleaned(id)), &mut taken);
            names_in.insert(id.to_owned(), name);
        }
        Self::given(names_in, names_out, &mut taken)
    }

    /// The names of the types come first: those of the pipeline give way.
    fn given(
        input: BTreeMap<String, String>,
        output: BTreeMap<String, String>,
        taken: &mut BTreeSet<String>,
    ) -> Self {
        Self {
            input,
            output,
            problem: unique("Problem", taken),
            validation: unique("ValidationProblem", taken),
            issue: unique("Issue", taken),
        }
    }

    /// Every named type as a schema, by its name in the document.
    pub(crate) fn definitions<'a>(
        &self,
        input: &mut Writer<'a>,
        output: &mut Writer<'a>,
    ) -> Map<String, Value> {
        let mut definitions = Map::new();
        for (names, writer) in [(&self.output, output), (&self.input, input)] {
            for (id, name) in names {
                if definitions.contains_key(name) {
                    continue;
                }
                if let Some(schema) = writer.definition(id) {
                    definitions.insert(name.clone(), schema);
                }
            }
        }
        definitions
    }
}

/// What a writer has mentioned, and what that mentions.
fn closure(writer: &Writer<'_>) -> BTreeMap<String, Definition> {
    let mut found: BTreeMap<String, Definition> = BTreeMap::new();
    let mut pending: Vec<String> = writer.wanted.iter().cloned().collect();
    while let Some(id) = pending.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let mut one = Writer::new(writer.types, writer.options);
        if let Some(schema) = one.definition(&id) {
            pending.extend(one.wanted.iter().cloned());
            found.insert(id, Definition { schema, mentions: one.wanted });
        }
    }
    found
}

/// `id` in the characters of component names: `Page<User>` is `Page_User`.
fn cleaned(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for character in id.chars() {
        if character.is_ascii_alphanumeric() || character == '-' || character == '.' {
            name.push(character);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    let trimmed = name.trim_matches('_');
    if trimmed.is_empty() { "Type".to_owned() } else { trimmed.to_owned() }
}

/// `name`, numbered if it is taken.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut unique = name.to_owned();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}
