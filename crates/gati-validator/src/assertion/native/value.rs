//! A JSON text as a tree. Numbers are doubles, the last member of a name counts: as `JSON.parse`
//! has it.

use std::borrow::Cow;

use crate::reader::{
    cursor::{Cursor, Escapes},
    decode::unescaped,
};

/// How many levels are read; deeper texts are JavaScript's.
pub(super) const DEPTH_LIMIT: u32 = 256;
/// With more members they are sorted, and found by halving.
pub(super) const FEW: usize = 8;

/// A value of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'b> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'b, str>),
    List(Vec<Json<'b>>),
    Object(Members<'b>),
}

/// The members of an object: no name twice, sorted where there are more than a few.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Members<'b>(pub(super) Vec<(Cow<'b, str>, Json<'b>)>);

impl<'b> Members<'b> {
    fn new(mut members: Vec<(Cow<'b, str>, Json<'b>)>) -> Self {
        if members.len() <= FEW {
            let mut index = 0;
            while index < members.len() {
                let is_later = |(name, _): &(Cow<'b, str>, Json<'b>)| *name == members[index].0;
                if members[index + 1..].iter().any(is_later) {
                    members.remove(index);
                } else {
                    index += 1;
                }
            }
        } else {
            // Stable: of equal names the last is the one to keep.
            members.sort_by(|one, other| one.0.cmp(&other.0));
            members.reverse();
            members.dedup_by(|later, earlier| later.0 == earlier.0);
            members.reverse();
        }
        Self(members)
    }

    /// The member `name`; `hint` is where it may be.
    pub(super) fn get(&self, name: &str, hint: usize) -> Option<&Json<'b>> {
        if let Some((known, value)) = self.0.get(hint)
            && known == name
        {
            return Some(value);
        }
        if self.0.len() <= FEW {
            return self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        }
        let found = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        Some(&self.0[found].1)
    }
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    NotJson,
    Undecided,
}

impl<'b> Json<'b> {
    /// The value of a text.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, Unread> {
        let mut reader = Reader::new(bytes)?;
        let value = reader.value(DEPTH_LIMIT)?;
        if reader.is_at_end() { Ok(value) } else { Err(Unread::NotJson) }
    }
}

/// A place in a text.
pub(super) struct Reader<'b> {
    pub(super) cursor: Cursor<'b>,
    pub(super) text: &'b str,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Result<Self, Unread> {
        let text = simdutf8::basic::from_utf8(bytes).map_err(|_| Unread::NotJson)?;
        Ok(Self { cursor: Cursor::new(bytes), text })
    }

    /// Whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.cursor.token() == 0 && self.cursor.at >= self.text.len()
    }

    /// The value that begins here, which goes down so many levels.
    pub(super) fn value(&mut self, left: u32) -> Result<Json<'b>, Unread> {
        let word = |found: Result<(), _>, value| found.map(|()| value).map_err(|_| Unread::NotJson);
        match self.cursor.token() {
            b'{' => self.object(left),
            b'[' => self.list(left),
            b'"' => Ok(Json::Text(self.string()?)),
            b't' => word(self.cursor.word(b"true"), Json::Bool(true)),
            b'f' => word(self.cursor.word(b"false"), Json::Bool(false)),
            b'n' => word(self.cursor.word(b"null"), Json::Null),
            _ => match self.cursor.number() {
                Ok(number) if number.is_finite() => Ok(Json::Number(number)),
                // JSON has it, a double has not.
                Ok(_) => Err(Unread::Undecided),
                Err(_) => Err(Unread::NotJson),
            },
        }
    }

    fn list(&mut self, left: u32) -> Result<Json<'b>, Unread> {
        let left = left.checked_sub(1).ok_or(Unread::Undecided)?;
        self.cursor.at += 1;
        let mut items = Vec::new();
        if self.cursor.token() == b']' {
            self.cursor.at += 1;
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(left)?);
            match self.cursor.token() {
                b',' => self.cursor.at += 1,
                b']' => break,
                _ => return Err(Unread::NotJson),
            }
        }
        self.cursor.at += 1;
        Ok(Json::List(items))
    }

    fn object(&mut self, left: u32) -> Result<Json<'b>, Unread> {
        let left = left.checked_sub(1).ok_or(Unread::Undecided)?;
        self.cursor.at += 1;
        let mut members = Vec::new();
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
            return Ok(Json::Object(Members::default()));
        }
        loop {
            if self.cursor.token() != b'"' {
                return Err(Unread::NotJson);
            }
            let name = self.string()?;
            self.cursor.take(b':').map_err(|_| Unread::NotJson)?;
            members.push((name, self.value(left)?));
            match self.cursor.token() {
                b',' => self.cursor.at += 1,
                b'}' => break,
                _ => return Err(Unread::NotJson),
            }
        }
        self.cursor.at += 1;
        Ok(Json::Object(Members::new(members)))
    }

    fn string(&mut self) -> Result<Cow<'b, str>, Unread> {
        let span = self.cursor.string().map_err(|_| Unread::NotJson)?;
        let text = self.text.get(span.start..span.end).ok_or(Unread::Undecided)?;
        match span.escapes {
            Escapes::None => Ok(Cow::Borrowed(text)),
            // A half of a pair, which Rust's text cannot hold, is JavaScript's.
            Escapes::Some => unescaped(text).map(Cow::Owned).ok_or(Unread::Undecided),
        }
    }
}
