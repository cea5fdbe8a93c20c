//! A JSON text as a tree, as `JSON.parse` has it: numbers are doubles, of equal keys the last counts
//! where the first stood, and keys that are positions of a list come first, in their order.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::reader::{
    cursor::{Cursor, Escapes},
    decode::unescaped,
};

/// With more members than this, they are found by halving, and equal ones by a table.
const FEW: usize = 8;

/// A value of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'b> {
    Null,
    Boolean(bool),
    /// Infinite where the text's number is beyond a double, if that is read.
    Number(f64),
    Text(Cow<'b, str>),
    List(Vec<Json<'b>>),
    Object(Members<'b>),
}

/// The members of an object, in the order of `Object.keys`: no name twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Members<'b> {
    list: Vec<Member<'b>>,
    /// Where they stand in the order of their names, where there are more than a few.
    by_name: Vec<u32>,
}

/// A name, and what stands under it.
pub(crate) type Member<'b> = (Cow<'b, str>, Json<'b>);

/// Why there is no value, in the words of who asks. What is nothing to them has no reason.
pub(crate) trait Unread: Sized {
    /// It is no JSON.
    const SYNTAX: Self;
    /// It is no UTF-8.
    const ENCODING: Self;
    /// It has more levels than were asked for.
    const DEPTH: Self;
    /// A half of a surrogate pair stands alone, which Rust's text cannot hold.
    const SURROGATE: Self;

    /// A number is beyond a double.
    fn of_infinite() -> Option<Self>;

    /// An object has a member of this name.
    fn of_name(name: &str) -> Option<Self>;
}

/// The value of a text of at most so many levels.
pub(crate) fn read<U: Unread>(bytes: &[u8], depth: u32) -> Result<Json<'_>, U> {
    let mut reader = Reader::new(bytes)?;
    let value = reader.value(depth)?;
    if reader.is_at_end() { Ok(value) } else { Err(U::SYNTAX) }
}

/// A place in a text.
pub(crate) struct Reader<'b> {
    pub(crate) cursor: Cursor<'b>,
    pub(crate) text: &'b str,
}

impl<'b> Reader<'b> {
    pub(crate) fn new<U: Unread>(bytes: &'b [u8]) -> Result<Self, U> {
        let text = simdutf8::basic::from_utf8(bytes).map_err(|_| U::ENCODING)?;
        Ok(Self { cursor: Cursor::new(bytes), text })
    }

    /// Whether nothing but white space follows.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.cursor.token() == 0 && self.cursor.at >= self.text.len()
    }

    /// The value that begins here, which goes down so many levels.
    pub(crate) fn value<U: Unread>(&mut self, left: u32) -> Result<Json<'b>, U> {
        let word = |found: Result<(), _>, value| found.map(|()| value).map_err(|_| U::SYNTAX);
        match self.cursor.token() {
            b'{' => self.object(left),
            b'[' => self.list(left),
            b'"' => self.string().map(Json::Text),
            b't' => word(self.cursor.word(b"true"), Json::Boolean(true)),
            b'f' => word(self.cursor.word(b"false"), Json::Boolean(false)),
            b'n' => word(self.cursor.word(b"null"), Json::Null),
            _ => match self.cursor.number().map_err(|_| U::SYNTAX)? {
                number if number.is_finite() => Ok(Json::Number(number)),
                number => U::of_infinite().map_or(Ok(Json::Number(number)), Err),
            },
        }
    }

    fn list<U: Unread>(&mut self, left: u32) -> Result<Json<'b>, U> {
        let left = left.checked_sub(1).ok_or(U::DEPTH)?;
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
                _ => return Err(U::SYNTAX),
            }
        }
        self.cursor.at += 1;
        Ok(Json::List(items))
    }

    fn object<U: Unread>(&mut self, left: u32) -> Result<Json<'b>, U> {
        let left = left.checked_sub(1).ok_or(U::DEPTH)?;
        self.cursor.at += 1;
        let mut members = Vec::new();
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
            return Ok(Json::Object(Members::default()));
        }
        loop {
            if self.cursor.token() != b'"' {
                return Err(U::SYNTAX);
            }
            let name = self.string()?;
            if let Some(reason) = U::of_name(&name) {
                return Err(reason);
            }
            self.cursor.take(b':').map_err(|_| U::SYNTAX)?;
            members.push((name, self.value(left)?));
            match self.cursor.token() {
                b',' => self.cursor.at += 1,
                b'}' => break,
                _ => return Err(U::SYNTAX),
            }
        }
        self.cursor.at += 1;
        Ok(Json::Object(Members::of(members)))
    }

    fn string<U: Unread>(&mut self) -> Result<Cow<'b, str>, U> {
        let span = self.cursor.string().map_err(|_| U::SYNTAX)?;
        let text = self.text.get(span.start..span.end).ok_or(U::ENCODING)?;
        match span.escapes {
            Escapes::None => Ok(Cow::Borrowed(text)),
            Escapes::Some => unescaped(text).map(Cow::Owned).ok_or(U::SURROGATE),
        }
    }
}

impl<'b> Members<'b> {
    /// Members in the order in which they came.
    pub(crate) fn of(mut list: Vec<Member<'b>>) -> Self {
        if list.len() <= FEW {
            let mut next = 1;
            while next < list.len() {
                let is_it = |(name, _): &Member<'b>| *name == list[next].0;
                match list[..next].iter().position(is_it) {
                    Some(first) => list[first].1 = list.remove(next).1,
                    None => next += 1,
                }
            }
        } else {
            list = without_repeated(list);
        }
        if list.iter().any(|(name, _)| position(name).is_some()) {
            // Stable: the others stay in the order in which they came.
            list.sort_by_key(|(name, _)| position(name).unwrap_or(u32::MAX));
        }
        let mut by_name = Vec::new();
        if list.len() > FEW {
            // No text has so many members.
            by_name.extend(0..u32::try_from(list.len()).unwrap_or(u32::MAX));
            by_name
                .sort_unstable_by(|one, other| list[*one as usize].0.cmp(&list[*other as usize].0));
        }
        Self { list, by_name }
    }

    /// What stands under `name`; `hint` is where it may be.
    pub(crate) fn get(&self, name: &str, hint: usize) -> Option<&Json<'b>> {
        let is_it = |(known, _): &&Member<'b>| known == name;
        let found = match self.list.get(hint).filter(is_it) {
            None if self.by_name.is_empty() => self.list.iter().find(is_it),
            None => {
                let place = |at: &u32| self.list[*at as usize].0.as_ref().cmp(name);
                let at = self.by_name.binary_search_by(place).ok()?;
                self.list.get(self.by_name[at] as usize)
            }
            hinted => hinted,
        };
        found.map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Member<'b>> {
        self.list.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}

/// The members without those that a later one of the same name replaces.
fn without_repeated(list: Vec<Member<'_>>) -> Vec<Member<'_>> {
    let mut places: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    let mut made: Vec<Member<'_>> = Vec::with_capacity(list.len());
    for (name, value) in list {
        if let Some(first) = places.get(&name) {
            made[*first].1 = value;
        } else {
            places.insert(name.clone(), made.len());
            made.push((name, value));
        }
    }
    made
}

/// The position in a list that a key is as JavaScript writes it: at most 2^32 - 2.
fn position(key: &str) -> Option<u32> {
    let plain = key == "0" || !key.starts_with('0');
    if !plain || !key.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    key.parse().ok().filter(|position| *position < u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Json, Unread, read};

    #[derive(Debug, PartialEq)]
    enum Why {
        Syntax,
        Encoding,
        Depth,
        Surrogate,
        Infinite,
        Name,
    }

    impl Unread for Why {
        const SYNTAX: Self = Self::Syntax;
        const ENCODING: Self = Self::Encoding;
        const DEPTH: Self = Self::Depth;
        const SURROGATE: Self = Self::Surrogate;

        fn of_infinite() -> Option<Self> {
            Some(Self::Infinite)
        }

        fn of_name(name: &str) -> Option<Self> {
            (name == "never").then_some(Self::Name)
        }
    }

    #[test]
    fn members_are_those_of_javascript() {
        let few = r#"{"b":1,"2":2,"a":3,"b":4,"10":5,"01":6}"#;
        let many = r#"{"b":1,"2":2,"a":3,"b":4,"10":5,"01":6,"c":0,"d":0,"e":0,"f":0,"a":7}"#;
        let cases = [
            (few, vec!["2", "10", "b", "a", "01"]),
            (many, vec!["2", "10", "b", "a", "01", "c", "d", "e", "f"]),
        ];
        for (text, names) in cases {
            let Ok(Json::Object(members)) = read::<Why>(text.as_bytes(), 1) else {
                panic!("{text}")
            };
            assert_eq!(members.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>(), names);
            for (hint, name) in names.iter().rev().enumerate() {
                assert!(members.get(name, hint).is_some(), "{name}");
            }
            assert_eq!(members.get("b", 0), Some(&Json::Number(4.0)));
            assert_eq!(members.get("g", 0), None);
        }
    }

    #[test]
    fn what_is_not_read_has_a_reason() {
        let cases: [(&[u8], Why); 8] = [
            (b"[1,]", Why::Syntax),
            (b"1 2", Why::Syntax),
            (b"", Why::Syntax),
            (b"\"\xff\"", Why::Encoding),
            (b"[[1]]", Why::Depth),
            (b"\"\\ud800\"", Why::Surrogate),
            (b"1e999", Why::Infinite),
            (b"{\"never\":1}", Why::Name),
        ];
        for (text, why) in cases {
            assert_eq!(read::<Why>(text, 1), Err(why), "{}", String::from_utf8_lossy(text));
        }
    }
}
