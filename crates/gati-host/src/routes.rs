//! What a request leads to: a route of JavaScript, an answer that never changes, or one that is made here.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use gati_router::{
    Lookup, Method, MethodSet, RouteEntry, RoutePattern, RouteTable, SourcePlace, build_route_table,
};

use crate::access::Access;
use crate::http::{BodyUse, Form, Head, Refusal, Verb, usual_use};
use crate::lessons::{AskedPlaces, Lessons};

/// A route.
#[derive(Debug, Clone)]
pub struct RouteSpec {
    /// The method it answers.
    pub method: Method,
    /// Its path, as the router reads it.
    pub path: String,
    /// What answers.
    pub place: Place,
    /// Whether its requests have neither lines nor records.
    pub is_quiet: bool,
}

/// What answers a route.
#[derive(Debug, Clone)]
pub enum Place {
    /// JavaScript, which knows the route by its position in its own list.
    JavaScript {
        /// The position.
        index: u32,
        /// What becomes of bodies.
        body: BodyUse,
    },
    /// Always the same.
    Page(Page),
}

/// An answer that is always the same.
#[derive(Debug, Clone)]
pub struct Page {
    /// From 200 to 599.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(String, String)>,
    /// The body.
    pub body: Arc<[u8]>,
}

/// Who answers where no route does.
#[derive(Debug, Clone)]
pub enum Unrouted {
    /// JavaScript, which has hooks for it.
    JavaScript,
    /// This crate, in the words of the catalogue.
    Here(Words),
}

/// Sentences of the catalogue, with their places in braces, and what ids of requests begin with.
#[derive(Debug, Clone)]
pub struct Words {
    /// `{method}`, `{path}`
    pub not_found: String,
    /// `{method}`, `{path}`, `{allow}`
    pub not_allowed: String,
    /// No places.
    pub bad_path: String,
    /// What ids of requests begin with.
    pub id_prefix: String,
}

/// Routes cannot be served together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoutesError {
    /// A path the router does not read.
    Path {
        /// It.
        path: String,
        /// Why.
        reason: String,
    },
    /// Two routes of one method answer the same paths.
    Conflict {
        /// The path of the second.
        path: String,
    },
}

impl RoutesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        "GATI_NATIVE_OPTIONS"
    }
}

impl std::fmt::Display for RoutesError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path { path, reason } => write!(f, "the path {path} cannot be served: {reason}"),
            Self::Conflict { path } => write!(f, "two routes answer {path}"),
        }
    }
}

impl std::error::Error for RoutesError {}

/// Every route, ready to be asked.
#[derive(Debug)]
pub struct Routes {
    table: RouteTable<Place>,
    unrouted: Unrouted,
    /// What JavaScript has said of its requests.
    lessons: Lessons,
    /// Whether any route wants its bodies piece by piece.
    has_streams: bool,
    /// By position: the pattern, and whether it is quiet.
    patterns: Vec<(String, bool)>,
    /// By position: the number under which requests are recorded.
    labels: Vec<u32>,
}

/// The texts of a path by the names its route has for them.
pub(crate) type Params<'table, 'path> = Vec<(&'table str, Cow<'path, str>)>;

/// Where a request goes.
#[derive(Debug)]
pub(crate) enum Way<'table, 'path> {
    /// To a route of JavaScript.
    Route(u32, Params<'table, 'path>),
    /// To an answer that never changes, and its position in the list.
    Page(&'table Page, u32),
    /// To nobody: the methods the path has.
    Nowhere(MethodSet),
    /// To nobody: the path cannot be read.
    BadPath,
}

impl Routes {
    /// Without any route.
    pub fn none() -> Self {
        Self {
            table: build_route_table(Vec::new()).table,
            unrouted: Unrouted::JavaScript,
            lessons: Lessons::default(),
            has_streams: false,
            patterns: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Prepares the lookups.
    pub fn new(specs: Vec<RouteSpec>, unrouted: Unrouted) -> Result<Self, RoutesError> {
        let mut entries = Vec::with_capacity(specs.len());
        let is_streamed = |spec: &RouteSpec| {
            matches!(spec.place, Place::JavaScript { body: BodyUse::Stream, .. })
        };
        let has_streams = specs.iter().any(is_streamed);
        let patterns = specs.iter().map(|spec| (spec.path.clone(), spec.is_quiet)).collect();
        for (position, spec) in specs.into_iter().enumerate() {
            let pattern = RoutePattern::parse(&spec.path).map_err(|error| RoutesError::Path {
                path: spec.path.clone(),
                reason: error.to_string(),
            })?;
            // Routes have their order from where they were declared; that order is the list's.
            let line = u32::try_from(position).unwrap_or(u32::MAX);
            let source = SourcePlace { file: String::new(), line, column: 1 };
            let (method, value) = (spec.method, spec.place);
            entries.push(RouteEntry { id: spec.path, method, pattern, source, value });
        }
        let built = build_route_table(entries);
        if let Some(conflict) = built.conflicts.into_iter().next() {
            return Err(RoutesError::Conflict { path: conflict.rejected.id });
        }
        let (lessons, labels) = (Lessons::default(), Vec::new());
        Ok(Self { table: built.table, unrouted, lessons, has_streams, patterns, labels })
    }

    /// The same routes, whose requests name releases there.
    #[must_use]
    pub fn with_releases(mut self, places: AskedPlaces) -> Self {
        self.lessons.set_places(Some(places));
        self
    }

    pub(crate) fn lessons(&self) -> &Lessons {
        &self.lessons
    }

    pub(crate) fn lessons_mut(&mut self) -> &mut Lessons {
        &mut self.lessons
    }

    /// Gives every pattern a number under which its requests are recorded.
    pub(crate) fn name(&mut self, access: &mut Access) {
        self.labels =
            self.patterns.iter().map(|(path, quiet)| access.label(path, *quiet)).collect();
    }

    /// The number of the route at a position; routes of JavaScript are the first in the list.
    pub(crate) fn label(&self, position: u32) -> u32 {
        self.labels.get(position as usize).copied().unwrap_or_default()
    }

    /// Who answers where no route does.
    pub fn unrouted(&self) -> &Unrouted {
        &self.unrouted
    }

    /// What becomes of a body.
    pub(crate) fn body_use(&self, head: &Head, target: &[u8]) -> BodyUse {
        let usual = usual_use(head);
        if !self.has_streams || usual == BodyUse::Discard {
            return usual;
        }
        let (Verb::Route(method), Ok(path)) = (head.verb, std::str::from_utf8(target)) else {
            return usual;
        };
        match self.table.find(method, path) {
            Lookup::Found(found) => match found.route.value {
                Place::JavaScript { body, .. } => body,
                Place::Page(_) => usual,
            },
            _ => usual,
        }
    }

    /// Where a request goes. `target` is what the head says.
    pub(crate) fn find<'path>(&self, head: &Head, target: &'path [u8]) -> Way<'_, 'path> {
        let path = match head.target.form {
            Form::Server => return Way::Nowhere(MethodSet::ALL),
            Form::Bare => "/",
            Form::Path => match std::str::from_utf8(target) {
                Ok(path) => path,
                Err(_) => return Way::BadPath,
            },
        };
        let Verb::Route(method) = head.verb else {
            let allowed = self.table.allowed_methods(path);
            return allowed.map_or(Way::BadPath, Way::Nowhere);
        };
        match self.table.find(method, path) {
            Lookup::Found(found) => match &found.route.value {
                Place::JavaScript { index, .. } => Way::Route(*index, found.params),
                Place::Page(page) => Way::Page(page, found.route.source.line),
            },
            Lookup::Options(allowed) | Lookup::MethodNotAllowed(allowed) => Way::Nowhere(allowed),
            Lookup::NotFound => Way::Nowhere(MethodSet::EMPTY),
            Lookup::BadPath(_) => Way::BadPath,
        }
    }
}

/// The most characters of a path that are said again.
const SHOWN: usize = 200;

/// The problem document of a request no route is for, as the framework's JavaScript would write it.
pub(crate) fn unrouted_document(
    words: &Words,
    verb: &str,
    path: &str,
    allowed: Option<MethodSet>,
    request_id: &str,
) -> String {
    let (status, code, words) = match allowed {
        None => (400, Refusal::BadPath.code(), &words.bad_path),
        Some(MethodSet::EMPTY) => (404, "GATI_ROUTE_NOT_FOUND", &words.not_found),
        Some(_) => (405, "GATI_METHOD_NOT_ALLOWED", &words.not_allowed),
    };
    let mut shown = path.get(..SHOWN).unwrap_or(path).to_owned();
    if shown.len() < path.len() {
        shown.push('…');
    }
    let allow = allowed.map(|allowed| allowed.to_string()).unwrap_or_default();
    // The path goes in last, so that what looks like a place within it stays as it is.
    let detail =
        words.replace("{method}", verb).replace("{allow}", &allow).replace("{path}", &shown);
    let title = crate::http::reason(status);
    let mut text =
        format!(r#"{{"type":"about:blank","title":"{title}","status":{status},"detail":"#);
    write_json_string(&mut text, &detail);
    // Nothing can go wrong with writing to a string.
    let _ = write!(text, r#","code":"{code}","requestId":"{request_id}"}}"#);
    text
}

/// Text that came through a head: printable, apart from what the catalogue says.
fn write_json_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// The id a client sent, where it can be logged and sent back as it is.
pub(crate) fn sane_request_id(value: &[u8]) -> Option<&str> {
    let is_sane = (1..=128).contains(&value.len())
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.:=@+/-".contains(byte));
    if is_sane { std::str::from_utf8(value).ok() } else { None }
}
