//! What does not fit in the texts of a request's head: the parameters of its path, its query, or its
//! headers. They are read as the written `read` has it (`read.rs`, `runtime/read-*.js`), and then
//! looked at by the same table that issues of a body are found by.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    Unsure, add_asked, issues_of,
    list::Issues,
    program::{Node, NodeId, Object, Others, Table, VERSION},
    rules::Patterns,
    walk::Walk,
};
use crate::{
    ProgramError,
    json::{Json, Members, Unread},
    reader::cursor::Cursor,
};

/// A table, and how the texts become the values it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub(super) table: Table,
    /// How each member is read that the table looks at, in its order.
    pub(super) reads: Vec<Place>,
    /// What becomes of texts that no member declares.
    pub(super) others: Undeclared,
}

/// Where the text of a member stands, and what it is read as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) name: String,
    #[serde(rename = "as", default, skip_serializing_if = "Read::is_text")]
    pub(super) read: Read,
}

/// What is known of texts that no member declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Undeclared {
    /// They are not looked at.
    Left,
    /// They are members like the others.
    Kept,
}

/// What a text is read as. One that is nothing of the kind stays what it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Read {
    #[default]
    Text,
    Number,
    Boolean,
    Null,
    /// One text is a list of one.
    List(Box<Self>),
    Either(Box<Either>),
}

impl Read {
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A text that may be one of several things. The first that it fits is what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Either {
    /// Texts that are meant as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) texts: Vec<String>,
    /// What is tried where there is one text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) scalars: Vec<(Read, NodeId)>,
    /// What is tried then, and where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) others: Vec<(Read, NodeId)>,
}

/// Whether texts fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextsFit {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// JavaScript has to look.
    Unsure,
}

/// Finds what does not fit in the texts of one part of a head.
#[derive(Debug)]
pub struct TextExplainer {
    texts: Texts,
    patterns: Patterns,
    /// The node of the object that they are.
    object: NodeId,
}

impl TextExplainer {
    /// From the text that a written module carries.
    ///
    /// # Errors
    ///
    /// [`ProgramError`] for what is no such text, one of another version, or one that does not hold
    /// together.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        let texts: Texts = serde_json::from_str(text)
            .map_err(|error| ProgramError::Malformed { detail: error.to_string() })?;
        let table = &texts.table;
        if table.version != VERSION {
            return Err(ProgramError::Version { found: table.version });
        }
        if !table.holds_together() {
            return Err(ProgramError::Dangling);
        }
        let object = object_of(table).ok_or(ProgramError::Dangling)?;
        let Some(Node::Object(Object { members, .. })) = table.nodes.get(object as usize) else {
            return Err(ProgramError::Dangling);
        };
        if members.len() != texts.reads.len() {
            return Err(ProgramError::Dangling);
        }
        let mut asked = Vec::new();
        table.nodes.iter().for_each(|node| add_asked(node, &mut asked));
        let patterns = Patterns::of(asked.into_iter());
        Ok(Self { texts, patterns, object })
    }

    /// The names whose texts are looked at.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.reads.iter().map(|place| place.name.as_str())
    }

    /// Whether texts fit, each of which has a name; of those with the same one the order counts.
    pub fn look(&self, given: &[(&str, &str)]) -> TextsFit {
        let mut walk = Walk::new(&self.texts.table, &self.patterns);
        match self.fit(given, &mut walk) {
            Ok(true) => TextsFit::Yes,
            Ok(false) => TextsFit::No,
            Err(_) => TextsFit::Unsure,
        }
    }

    fn fit(&self, given: &[(&str, &str)], walk: &mut Walk<'_>) -> Result<bool, Unsure> {
        let object = self.object()?;
        for (member, place) in object.members.iter().zip(&self.texts.reads) {
            let fits = match of_name(given, &place.name) {
                Some(value) => {
                    let value = self.read(&place.read, value, walk)?;
                    walk.fits(member.node, &value)?
                }
                None => member.wanted.is_none(),
            };
            if !fits {
                return Ok(false);
            }
        }
        if self.texts.others == Undeclared::Left || object.others == Others::Ignored {
            return Ok(true);
        }
        Ok(given.iter().all(|(name, _)| object.names.iter().any(|one| one == name)))
    }

    /// Adds the issues of texts that do not fit to `into`, as JSON, with commas between them; each
    /// of them is located in `part`. Gives back how many there are; `None`, and nothing added,
    /// where JavaScript has to look.
    pub fn issues(&self, part: &str, given: &[(&str, &str)], into: &mut String) -> Option<u32> {
        let issues = self.explain(given).ok()?;
        issues.write_items(&format!("\"in\":\"{part}\","), into);
        Some(issues.count())
    }

    fn explain(&self, given: &[(&str, &str)]) -> Result<Issues<'_>, Unsure> {
        let mut walk = Walk::new(&self.texts.table, &self.patterns);
        let value = self.value(given, &mut walk)?;
        issues_of(walk, self.texts.table.root, &value)
    }

    fn object(&self) -> Result<&Object, Unsure> {
        match self.texts.table.nodes.get(self.object as usize) {
            Some(Node::Object(object)) => Ok(object),
            _ => Err(Unsure::Elsewhere),
        }
    }

    /// The object that is looked at, whose members are in the order of `Object.keys` as far as the
    /// order tells.
    fn value<'g>(
        &self,
        given: &[(&'g str, &'g str)],
        walk: &mut Walk<'_>,
    ) -> Result<Json<'g>, Unsure> {
        let object = self.object()?;
        let mut members: Vec<(Cow<'g, str>, Json<'g>)> = Vec::new();
        for (member, place) in object.members.iter().zip(&self.texts.reads) {
            if let Some(value) = of_name(given, &place.name) {
                let name = Cow::Owned(member.name.clone());
                members.push((name, self.read(&place.read, value, walk)?));
            }
        }
        if self.texts.others == Undeclared::Kept && object.others == Others::Reported {
            for (name, _) in given {
                if let Some(reason) = Unsure::of_name(name) {
                    return Err(reason);
                }
                let is_declared = object.names.iter().any(|one| one == name);
                if is_declared || members.iter().any(|(known, _)| known == name) {
                    continue;
                }
                if let Some(value) = of_name(given, name) {
                    members.push((Cow::Borrowed(*name), value));
                }
            }
        }
        Ok(Json::Object(Members::of(members)))
    }

    fn read<'g>(
        &self,
        read: &Read,
        value: Json<'g>,
        walk: &mut Walk<'_>,
    ) -> Result<Json<'g>, Unsure> {
        match (read, value) {
            (Read::List(item), value) => {
                let items = match value {
                    Json::List(items) => items,
                    one => vec![one],
                };
                let items = items.into_iter().map(|one| self.read(item, one, walk));
                Ok(Json::List(items.collect::<Result<_, _>>()?))
            }
            (Read::Either(either), value) => self.either(either, value, walk),
            (Read::Number, Json::Text(text)) => Ok(match number(&text) {
                Some(number) => Json::Number(number),
                None => Json::Text(text),
            }),
            (Read::Boolean, Json::Text(text)) => Ok(match text.as_ref() {
                "true" | "1" => Json::Boolean(true),
                "false" | "0" => Json::Boolean(false),
                _ => Json::Text(text),
            }),
            (Read::Null, Json::Text(text)) if text == "null" => Ok(Json::Null),
            (_, value) => Ok(value),
        }
    }

    fn either<'g>(
        &self,
        either: &Either,
        value: Json<'g>,
        walk: &mut Walk<'_>,
    ) -> Result<Json<'g>, Unsure> {
        if let Json::Text(text) = &value {
            if either.texts.iter().any(|one| one == text) {
                return Ok(value);
            }
            for (read, node) in &either.scalars {
                let next = self.read(read, value.clone(), walk)?;
                if walk.fits(*node, &next)? {
                    return Ok(next);
                }
            }
        }
        for (read, node) in &either.others {
            let next = self.read(read, value.clone(), walk)?;
            if walk.fits(*node, &next)? {
                return Ok(next);
            }
        }
        Ok(value)
    }
}

/// The node of the object that a table is for.
fn object_of(table: &Table) -> Option<NodeId> {
    let mut id = table.root;
    // No chain is longer than there are nodes.
    for _ in &table.nodes {
        match table.nodes.get(id as usize)? {
            Node::Object(_) => return Some(id),
            Node::Same(inner) | Node::Worded(_, inner) => id = *inner,
            _ => return None,
        }
    }
    None
}

/// The text of a name, or the list of its texts.
fn of_name<'g>(given: &[(&'g str, &'g str)], name: &str) -> Option<Json<'g>> {
    let mut texts = given.iter().filter(|(one, _)| *one == name);
    let text = |text: &'g str| Json::Text(Cow::Borrowed(text));
    let (_, first) = texts.next()?;
    let Some((_, second)) = texts.next() else { return Some(text(first)) };
    let all = [first, second].into_iter().chain(texts.map(|(_, one)| one));
    Some(Json::List(all.map(|one| text(one)).collect()))
}

/// The number that a decimal text means, as `$readNumber` has it.
fn number(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    if let [b'1'..=b'9', rest @ ..] = bytes
        && rest.len() < 9
        && rest.iter().all(u8::is_ascii_digit)
    {
        let number = bytes.iter().fold(0, |sum: u32, digit| sum * 10 + u32::from(digit - b'0'));
        return Some(f64::from(number));
    }
    let mut cursor = Cursor::new(bytes);
    // A number of JSON is one of `$readNumber`, with nothing before it and behind it.
    let number = match bytes.first() {
        Some(b'-' | b'0'..=b'9') => cursor.number().ok()?,
        _ => return None,
    };
    (cursor.at == bytes.len() && number.is_finite()).then_some(number)
}
