//! A JSON text as `JSON.parse` has it: numbers are doubles, of equal keys the last counts where the
//! first stood, and keys that are positions of a list come first, in their order.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Unsure;
use crate::reader::{
    cursor::{Cursor, Escapes},
    decode::unescaped,
    run::Halt,
};

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 1 << 20;
/// With more members than this, equal keys are found by a table.
const FEW: usize = 16;

/// A value of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Json<'b> {
    Null,
    Boolean(bool),
    /// Infinite where the text's number is beyond a double.
    Number(f64),
    Text(Cow<'b, str>),
    List(Vec<Json<'b>>),
    /// In the order of `Object.keys`.
    Object(Vec<(Cow<'b, str>, Json<'b>)>),
}

impl<'b> Json<'b> {
    /// The value of a text of at most so many levels.
    pub(super) fn read(bytes: &'b [u8], depth: u32) -> Result<Self, Unsure> {
        if bytes.len() > LONGEST {
            return Err(Unsure::Long);
        }
        let text = simdutf8::basic::from_utf8(bytes).map_err(|_| Unsure::Encoding)?;
        let mut reader = Reader { cursor: Cursor::new(bytes), text };
        let value = reader.value(depth)?;
        if reader.cursor.token() == 0 && reader.cursor.at >= bytes.len() {
            Ok(value)
        } else {
            Err(Unsure::Syntax)
        }
    }

    /// The member `name` of an object; `hint` is where it may be.
    pub(super) fn member(&self, name: &str, hint: usize) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let is_it = |(key, _): &&(Cow<'b, str>, Self)| key == name;
        let hinted = members.get(hint).filter(is_it);
        hinted.or_else(|| members.iter().find(is_it)).map(|(_, value)| value)
    }
}

struct Reader<'b> {
    cursor: Cursor<'b>,
    text: &'b str,
}

impl<'b> Reader<'b> {
    fn value(&mut self, left: u32) -> Result<Json<'b>, Unsure> {
        let found = match self.cursor.token() {
            b'{' => return self.object(left),
            b'[' => return self.list(left),
            b'"' => return self.string().map(Json::Text),
            b't' => self.cursor.word(b"true").map(|()| Json::Boolean(true)),
            b'f' => self.cursor.word(b"false").map(|()| Json::Boolean(false)),
            b'n' => self.cursor.word(b"null").map(|()| Json::Null),
            _ => self.cursor.number().map(Json::Number),
        };
        found.map_err(|_: Halt| Unsure::Syntax)
    }

    fn list(&mut self, left: u32) -> Result<Json<'b>, Unsure> {
        let left = left.checked_sub(1).ok_or(Unsure::Depth)?;
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
                _ => return Err(Unsure::Syntax),
            }
        }
        self.cursor.at += 1;
        Ok(Json::List(items))
    }

    fn object(&mut self, left: u32) -> Result<Json<'b>, Unsure> {
        let left = left.checked_sub(1).ok_or(Unsure::Depth)?;
        self.cursor.at += 1;
        let mut members = Members::default();
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
            return Ok(Json::Object(Vec::new()));
        }
        loop {
            if self.cursor.token() != b'"' {
                return Err(Unsure::Syntax);
            }
            let name = self.string()?;
            // What these keys do to a value, or to who looks at it, is JavaScript's.
            if matches!(name.as_ref(), "__proto__" | "constructor") {
                return Err(Unsure::Key);
            }
            self.cursor.take(b':').map_err(|_| Unsure::Syntax)?;
            let value = self.value(left)?;
            members.add(name, value);
            match self.cursor.token() {
                b',' => self.cursor.at += 1,
                b'}' => break,
                _ => return Err(Unsure::Syntax),
            }
        }
        self.cursor.at += 1;
        Ok(Json::Object(members.in_order()))
    }

    fn string(&mut self) -> Result<Cow<'b, str>, Unsure> {
        let span = self.cursor.string().map_err(|_| Unsure::Syntax)?;
        let text = self.text.get(span.start..span.end).ok_or(Unsure::Encoding)?;
        match span.escapes {
            Escapes::None => Ok(Cow::Borrowed(text)),
            // A half of a pair, which Rust's text cannot hold, is JavaScript's.
            Escapes::Some => unescaped(text).map(Cow::Owned).ok_or(Unsure::Surrogate),
        }
    }
}

/// The members of an object that is being read.
#[derive(Default)]
struct Members<'b> {
    list: Vec<(Cow<'b, str>, Json<'b>)>,
    /// Where each key is, once there are many.
    places: FxHashMap<Cow<'b, str>, usize>,
    /// Whether a key is the position of an item of a list.
    positions: bool,
}

impl<'b> Members<'b> {
    fn add(&mut self, name: Cow<'b, str>, value: Json<'b>) {
        let known = if self.list.len() <= FEW {
            self.list.iter().position(|(key, _)| *key == name)
        } else {
            if self.places.is_empty() {
                let keys = self.list.iter().enumerate();
                self.places = keys.map(|(place, (key, _))| (key.clone(), place)).collect();
            }
            self.places.get(&name).copied()
        };
        if let Some(known) = known {
            self.list[known].1 = value;
            return;
        }
        self.positions |= position(&name).is_some();
        if !self.places.is_empty() {
            self.places.insert(name.clone(), self.list.len());
        }
        self.list.push((name, value));
    }

    fn in_order(mut self) -> Vec<(Cow<'b, str>, Json<'b>)> {
        if self.positions {
            // Stable: the others stay in the order in which they came.
            self.list.sort_by_key(|(key, _)| position(key).unwrap_or(u32::MAX));
        }
        self.list
    }
}

/// The position in a list that a key is as JavaScript writes it: at most 2^32 - 2.
fn position(key: &str) -> Option<u32> {
    let plain = key == "0" || !key.starts_with('0');
    if !plain || !key.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    key.parse().ok().filter(|position| *position < u32::MAX)
}
