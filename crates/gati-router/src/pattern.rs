//! Path patterns: the one parser of every spelling, and the canonical form.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::PatternError;

/// The most parameters one pattern may have. matchit numbers them by letter and has no more than 25.
pub const MAX_PARAMETERS: usize = 20;

/// Extensions a handler file may have, longest first so that none hides another.
const MODULE_EXTENSIONS: [&str; 8] = [".tsx", ".mts", ".cts", ".jsx", ".mjs", ".cjs", ".ts", ".js"];

/// One segment of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Segment {
    /// Text that has to be there, as a reader sees it (not percent-encoded).
    Static(String),
    /// `:name`: exactly one segment, never an empty one.
    Param(String),
    /// `*name`: everything to the end of the path, at least one character.
    CatchAll(String),
}

impl Segment {
    /// Lower goes first: static, parameter, catch-all.
    const fn rank(&self) -> u8 {
        match self {
            Self::Static(_) => 0,
            Self::Param(_) => 1,
            Self::CatchAll(_) => 2,
        }
    }

    fn static_text(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Param(_) | Self::CatchAll(_) => "",
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static(text) => f.write_str(text),
            Self::Param(name) => write!(f, ":{name}"),
            Self::CatchAll(name) => write!(f, "*{name}"),
        }
    }
}

/// A parsed path pattern. Its display is the canonical spelling: `/users/:id`, `/files/*rest`.
///
/// ```
/// use gati_router::RoutePattern;
///
/// for spelling in ["/users/:id", "/users/{id}", "/users/[id]", "/users/:id/"] {
///     assert_eq!(RoutePattern::parse(spelling)?.to_string(), "/users/:id");
/// }
/// assert_eq!(RoutePattern::from_file_path("users/[id].ts")?.to_string(), "/users/:id");
/// # Ok::<(), gati_router::PatternError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoutePattern {
    segments: Vec<Segment>,
}

impl RoutePattern {
    /// Parses a path as a developer writes it in `route` or in an array of routes.
    ///
    /// Parameters are `:id`, `{id}` or `[id]`; catch-alls `*rest`, `{*rest}` or `[...rest]`. One trailing
    /// slash is dropped, because `/users/` and `/users` are the same resource here.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let Some(inner) = text.strip_prefix('/') else {
            return Err(PatternError::MissingLeadingSlash { pattern: text.to_owned() });
        };
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        if inner.is_empty() {
            // "//" has lost both of its slashes by now and is not the root.
            return if text == "/" {
                Ok(Self { segments: Vec::new() })
            } else {
                Err(PatternError::EmptySegment { pattern: text.to_owned() })
            };
        }
        Self::from_segments(text, inner.split('/'), parse_route_segment)
    }

    /// Parses the path of a handler file, relative to the folder of handlers and written with `/`.
    ///
    /// ```
    /// # use gati_router::RoutePattern;
    /// let route = |file| RoutePattern::from_file_path(file).map(|pattern| pattern.to_string());
    /// assert_eq!(route("index.ts")?, "/");
    /// assert_eq!(route("users/index.ts")?, "/users");
    /// assert_eq!(route("files/[...rest].ts")?, "/files/*rest");
    /// # Ok::<(), gati_router::PatternError>(())
    /// ```
    pub fn from_file_path(file: &str) -> Result<Self, PatternError> {
        let stem = MODULE_EXTENSIONS
            .iter()
            .find_map(|extension| file.strip_suffix(extension))
            .ok_or_else(|| PatternError::NotAModule { pattern: file.to_owned() })?;
        let path = match stem.rsplit_once('/') {
            Some((folder, "index")) => folder,
            None if stem == "index" => return Ok(Self { segments: Vec::new() }),
            _ => stem,
        };
        Self::from_segments(file, path.split('/'), parse_file_segment)
    }

    fn from_segments<'text>(
        pattern: &'text str,
        parts: impl Iterator<Item = &'text str>,
        parse_segment: fn(&str, &str) -> Result<Segment, PatternError>,
    ) -> Result<Self, PatternError> {
        let mut segments: Vec<Segment> = Vec::new();
        for part in parts {
            if let Some(last @ Segment::CatchAll(_)) = segments.last() {
                return Err(PatternError::CatchAllNotLast {
                    pattern: pattern.to_owned(),
                    segment: last.to_string(),
                });
            }
            segments.push(parse_segment(pattern, part)?);
        }
        let parsed = Self { segments };
        parsed.check_names(pattern)?;
        Ok(parsed)
    }

    fn check_names(&self, pattern: &str) -> Result<(), PatternError> {
        let names: Vec<&str> = self.names().collect();
        if names.len() > MAX_PARAMETERS {
            return Err(PatternError::TooManyParameters { pattern: pattern.to_owned() });
        }
        for (position, name) in names.iter().enumerate() {
            if names[..position].contains(name) {
                return Err(PatternError::DuplicateName {
                    pattern: pattern.to_owned(),
                    name: (*name).to_owned(),
                });
            }
        }
        Ok(())
    }

    /// The segments in order; none for `/`.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Names of the parameters in order, without the catch-all.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Param(name) => Some(name.as_str()),
            Segment::Static(_) | Segment::CatchAll(_) => None,
        })
    }

    /// The name of the catch-all, if the pattern ends in one.
    pub fn catch_all(&self) -> Option<&str> {
        match self.segments.last() {
            Some(Segment::CatchAll(name)) => Some(name),
            _ => None,
        }
    }

    /// Names of everything a request fills in, in order: the parameters, then the catch-all.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.params().chain(self.catch_all())
    }

    /// Compares by precedence: the pattern that is tried first is the lesser.
    ///
    /// Segment by segment, static goes before parameter and parameter before catch-all; a pattern goes before
    /// its extensions. Two patterns are equal exactly if they answer the same paths, whatever their names.
    ///
    /// ```
    /// # use gati_router::RoutePattern;
    /// let pattern = |text| RoutePattern::parse(text).unwrap();
    /// assert!(pattern("/users/me").precedence(&pattern("/users/:id")).is_lt());
    /// assert!(pattern("/users/:id").precedence(&pattern("/users/*rest")).is_lt());
    /// assert!(pattern("/users/:id").precedence(&pattern("/users/:name")).is_eq());
    /// ```
    pub fn precedence(&self, other: &Self) -> Ordering {
        let key = |segment: &Segment| (segment.rank(), segment.static_text().to_owned());
        self.segments.iter().map(key).cmp(other.segments.iter().map(key))
    }
}

impl fmt::Display for RoutePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_str("/");
        }
        self.segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

impl FromStr for RoutePattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

fn parse_route_segment(pattern: &str, part: &str) -> Result<Segment, PatternError> {
    if let Some(name) = part.strip_prefix(':') {
        return parse_name(pattern, part, name).map(Segment::Param);
    }
    if let Some(name) = part.strip_prefix('*') {
        return parse_name(pattern, part, name).map(Segment::CatchAll);
    }
    if let Some(inner) = enclosed(part, '{', '}') {
        return match inner.strip_prefix('*') {
            Some(name) => parse_name(pattern, part, name).map(Segment::CatchAll),
            None => parse_name(pattern, part, inner).map(Segment::Param),
        };
    }
    parse_bracketed(pattern, part)
        .unwrap_or_else(|| parse_static(pattern, part, [':', '*', '{', '[']))
}

fn parse_file_segment(pattern: &str, part: &str) -> Result<Segment, PatternError> {
    parse_bracketed(pattern, part)
        .unwrap_or_else(|| parse_static(pattern, part, ['[', '[', '[', '[']))
}

/// `[id]`, `[...rest]` and the refused `[[id]]`; nothing if the segment is not enclosed in brackets.
fn parse_bracketed(pattern: &str, part: &str) -> Option<Result<Segment, PatternError>> {
    let inner = enclosed(part, '[', ']')?;
    if inner.starts_with('[') {
        return Some(Err(PatternError::OptionalParameter {
            pattern: pattern.to_owned(),
            segment: part.to_owned(),
        }));
    }
    Some(match inner.strip_prefix("...") {
        Some(name) => parse_name(pattern, part, name).map(Segment::CatchAll),
        None => parse_name(pattern, part, inner).map(Segment::Param),
    })
}

fn enclosed(part: &str, open: char, close: char) -> Option<&str> {
    part.strip_prefix(open)?.strip_suffix(close)
}

fn parse_name(pattern: &str, segment: &str, name: &str) -> Result<String, PatternError> {
    let pattern = || pattern.to_owned();
    let segment = || segment.to_owned();
    if name.is_empty() {
        return Err(PatternError::EmptyName { pattern: pattern(), segment: segment() });
    }
    if name.ends_with('?') {
        return Err(PatternError::OptionalParameter { pattern: pattern(), segment: segment() });
    }
    // Fastify ends a name at each of these and matches the rest of the segment as text; matchit does not.
    if name.contains([':', '.', '-', '{', '}', '[', ']', '(']) {
        return Err(PatternError::MidSegmentParameter { pattern: pattern(), segment: segment() });
    }
    let mut bytes = name.bytes();
    let starts_well = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let goes_on_well = bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // Assigning the key `__proto__` of a plain object would set its prototype instead.
    if !starts_well || !goes_on_well || name == "__proto__" {
        return Err(PatternError::BadName { pattern: pattern(), name: name.to_owned() });
    }
    Ok(name.to_owned())
}

fn parse_static(pattern: &str, part: &str, openers: [char; 4]) -> Result<Segment, PatternError> {
    let pattern = || pattern.to_owned();
    if part.is_empty() {
        return Err(PatternError::EmptySegment { pattern: pattern() });
    }
    if part == "." || part == ".." {
        return Err(PatternError::DotSegment { pattern: pattern(), segment: part.to_owned() });
    }
    if part.contains(openers) {
        return Err(PatternError::MidSegmentParameter {
            pattern: pattern(),
            segment: part.to_owned(),
        });
    }
    match part.chars().find(|character| !is_static_character(*character)) {
        Some(character) => Err(PatternError::BadCharacter { pattern: pattern(), character }),
        None => Ok(Segment::Static(part.to_owned())),
    }
}

/// What RFC 3986 lets a path segment hold unescaped, without the characters that open a parameter, and
/// anything outside ASCII that can be seen.
fn is_static_character(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || "-._~!$&'()+,;=@".contains(character);
    }
    !character.is_control() && !character.is_whitespace()
}
