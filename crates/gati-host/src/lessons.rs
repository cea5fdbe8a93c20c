//! What JavaScript has said of requests like one that comes: which release they get, which program reads their body, and
//! where the answer is always the same, the answer. Nothing is decided here a second time. What was not said goes to
//! JavaScript, which says it then; what does not hold any more is forgotten before anything else is served.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

use crate::batch::target_of;
use crate::http::{Head, id};
use crate::kept::sent_request_id;
use crate::misfits::Misfits;
use crate::routes::Page;

/// Lessons about requests that name a release; with more of them, all are forgotten.
const MOST: usize = 1024;
/// No version is longer.
const LONGEST: usize = 64;

/// How the text of a body is to be made a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// The bytes of the body are its characters.
    Ascii,
    /// It has to be decoded, to a byte for each character.
    Latin1,
    /// It has to be decoded, to UTF-16.
    Utf16,
}

/// What a program made of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It fits: so many places were taken.
    Whole(usize, TextForm),
    /// JavaScript has to look at it.
    HandedOver,
    /// There were too few places.
    NoRoom,
}

/// Why a body was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyTold {
    /// It does not fit: so many issues were added.
    Issues(u32),
    /// It is refused whatever its contract is.
    Refused(RefusedBody),
    /// JavaScript has to look.
    Unsure,
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedBody {
    /// It is no UTF-8.
    Encoding,
    /// It is no JSON, for this reason.
    Syntax(String),
    /// It is nested too deeply.
    Depth,
    /// It has this key.
    Key(&'static str),
}

/// What reads bodies of one type. This crate knows of nothing that does.
pub trait BodyProgram: Send + Sync + Debug {
    /// Reads a JSON text onto places.
    fn read(&self, bytes: &[u8], places: &mut [u64]) -> Reading;
    /// Decodes a text that was read, and says how many bytes it takes; nothing where they do not fit.
    fn decode(&self, bytes: &[u8], form: TextForm, into: &mut [u8]) -> Option<usize>;
    /// Whether a body that was read is certain to fit: of some conditions JavaScript alone knows.
    fn fits(&self, bytes: &[u8]) -> bool;
    /// Says why a body is not read. Issues are added, as JSON with commas between them.
    fn tell(&self, bytes: &[u8], into: &mut String) -> BodyTold;
}

/// A document in which the id of the request has a place.
#[derive(Debug, Clone)]
pub struct Template {
    /// From 200 to 599.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(String, String)>,
    /// What the ids begin with that it gives to requests.
    pub id_prefix: String,
    /// The document as far as the id.
    pub before: String,
    /// And from there on.
    pub after: String,
}

/// What is known of requests that are alike.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// What JavaScript calls it; 0 where it need not be told.
    pub number: u32,
    /// What reads their bodies.
    pub program: Option<Arc<dyn BodyProgram>>,
    /// What those are answered with that do not fit their contract.
    pub misfits: Option<Arc<Misfits>>,
    /// What they are answered with.
    pub answer: Option<Arc<Template>>,
}

/// Where requests say which release they want.
#[derive(Debug, Clone, Default)]
pub struct AskedPlaces {
    /// Names in small letters.
    pub headers: Vec<String>,
    /// A parameter of the query.
    pub parameter: Option<String>,
}

/// What a request says of the release it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked<'text> {
    Nothing,
    Text(&'text [u8]),
    /// More than this crate looks into.
    Unclear,
}

/// Everything that was said, by routes.
#[derive(Debug, Default)]
pub(crate) struct Lessons {
    /// Nothing where there are no releases.
    places: Option<AskedPlaces>,
    routes: Vec<OfRoute>,
    count: usize,
}

#[derive(Debug, Default)]
struct OfRoute {
    /// For requests that name no release.
    unasked: Option<Lesson>,
    asked: HashMap<Box<[u8]>, Lesson>,
}

impl Lessons {
    pub(crate) fn set_places(&mut self, places: Option<AskedPlaces>) {
        self.places = places;
    }

    /// From here on this is known of a route's requests that ask for a release by this text, or by none.
    pub(crate) fn take(&mut self, route: u32, asked: Option<&[u8]>, lesson: Lesson) {
        let place = route as usize;
        if self.count >= MOST {
            self.forget();
        }
        if self.routes.len() <= place {
            self.routes.resize_with(place + 1, OfRoute::default);
        }
        let Some(of_route) = self.routes.get_mut(place) else { return };
        match asked {
            None => of_route.unasked = Some(lesson),
            Some(text) if text.len() <= LONGEST => {
                let is_new = of_route.asked.insert(text.into(), lesson).is_none();
                self.count += usize::from(is_new);
            }
            Some(_) => {}
        }
    }

    /// Nothing of it holds any more.
    pub(crate) fn forget(&mut self) {
        self.routes.clear();
        self.count = 0;
    }

    /// What is known of a request.
    pub(crate) fn of(&self, route: u32, head: &Head, text: &[u8]) -> Option<&Lesson> {
        let of_route = self.routes.get(route as usize)?;
        let asked = self.places.as_ref().map_or(Asked::Nothing, |places| places.asked(head, text));
        match asked {
            Asked::Nothing => of_route.unasked.as_ref(),
            Asked::Text(text) => of_route.asked.get(text),
            Asked::Unclear => None,
        }
    }
}

impl AskedPlaces {
    fn asked<'text>(&self, head: &Head, text: &'text [u8]) -> Asked<'text> {
        let mut found = Asked::Nothing;
        for field in &head.fields {
            let name = field.name.of(text);
            if !self.headers.iter().any(|wanted| name.eq_ignore_ascii_case(wanted.as_bytes())) {
                continue;
            }
            let value = field.value.of(text);
            // Lists, and the same twice, are for who knows what they mean.
            if found != Asked::Nothing || value.contains(&b',') {
                return Asked::Unclear;
            }
            found = Asked::Text(value);
        }
        if let Some(parameter) = &self.parameter
            && may_have(query_of(head, text), parameter)
        {
            return Asked::Unclear;
        }
        found
    }
}

pub(crate) fn query_of<'text>(head: &Head, text: &'text [u8]) -> &'text [u8] {
    let path = usize::from(head.target.path);
    target_of(head, text).get(path..).unwrap_or_default()
}

/// Whether a query might have a parameter: its name may be spelled with escapes.
fn may_have(query: &[u8], parameter: &str) -> bool {
    query.contains(&b'%')
        || query.contains(&b'+')
        || memchr::memmem::find(query, parameter.as_bytes()).is_some()
}

impl Template {
    /// The answer to a request; `number` is of no other.
    pub(crate) fn page(&self, head: &Head, text: &[u8], number: u64) -> Page {
        let sent = sent_request_id((head, text));
        let mut fields = self.fields.clone();
        if let Some(sent) = sent {
            fields.push(("x-request-id".to_owned(), sent.to_owned()));
        }
        let own = format!("{}-k{number:x}", self.id_prefix);
        let body = [&self.before, sent.unwrap_or(&own), &self.after].concat().into_bytes();
        Page { status: self.status, fields, body: body.into() }
    }
}

/// Whether the body is JSON as JavaScript would see it by the head: `application/json` or `+json`, in UTF-8. Whatever is
/// spelled otherwise than clients spell it is left to JavaScript.
pub(crate) fn says_json(head: &Head, text: &[u8]) -> bool {
    if head.known & (1 << id::CONTENT_ENCODING) != 0 {
        return false;
    }
    let mut types = head.fields.iter().filter(|field| field.id == id::CONTENT_TYPE);
    let (Some(field), None) = (types.next(), types.next()) else { return false };
    let value = field.value.of(text);
    let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
    let (essence, parameters) = value.split_at(end);
    let charset = parameters.trim_ascii_start().strip_prefix(b";").map(<[u8]>::trim_ascii);
    is_json(essence.trim_ascii_end())
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case(b"charset=utf-8"))
}

fn is_json(essence: &[u8]) -> bool {
    let is_word = |text: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.!#$&^-".contains(byte);
        !text.is_empty() && text.iter().all(is_part)
    };
    if essence.eq_ignore_ascii_case(b"application/json") {
        return true;
    }
    let Some(slash) = essence.iter().position(|byte| *byte == b'/') else { return false };
    let (family, rest) = (&essence[..slash], &essence[slash + 1..]);
    let Some((name, suffix)) = rest.split_at_checked(rest.len().saturating_sub(5)) else {
        return false;
    };
    suffix.eq_ignore_ascii_case(b"+json") && is_word(family) && is_word(name)
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn types_of_json_are_those_that_javascript_takes() {
        for json in ["application/json", "APPLICATION/Json", "application/vnd.api+json", "a/b+JSON"]
        {
            assert!(is_json(json.as_bytes()), "{json}");
        }
        for other in ["", "json", "application/", "application/+json", "/a+json", "a b/c+json"] {
            assert!(!is_json(other.as_bytes()), "{other}");
        }
        for other in ["application/jsonx", "text/json", "a/b+jsonx", "a/b,c+json", "a/b/c+json"] {
            assert!(!is_json(other.as_bytes()), "{other}");
        }
    }
}
