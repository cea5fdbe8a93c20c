//! Paths: parameters are known by where they stand, not by their names.

/// A path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    /// As it is written.
    pub(crate) text: String,
    pub(crate) segments: Vec<Segment>,
    /// Names of parameters, in order.
    pub(crate) names: Vec<String>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    Fixed(String),
    /// Text around parameters; a whole segment has none: `["", ""]`.
    Open(Vec<String>),
    /// The rest of the path.
    Rest,
}

impl Path {
    /// Of `/users/{id}`.
    pub(crate) fn of_template(text: &str) -> Self {
        let mut names = Vec::new();
        let segments = text
            .trim_end_matches('/')
            .split('/')
            .skip(1)
            .map(|segment| {
                let mut fixed = vec![String::new()];
                let mut rest = segment;
                while let Some((before, behind)) = rest.split_once('{') {
                    let Some((name, behind)) = behind.split_once('}') else { break };
                    if let Some(last) = fixed.last_mut() {
                        last.push_str(before);
                    }
                    fixed.push(String::new());
                    names.push(name.to_owned());
                    rest = behind;
                }
                if let Some(last) = fixed.last_mut() {
                    last.push_str(rest);
                }
                if fixed.len() == 1 {
                    Segment::Fixed(segment.to_owned())
                } else {
                    Segment::Open(fixed)
                }
            })
            .collect();
        Self { text: text.to_owned(), segments, names }
    }

    /// Of a pattern of the router.
    pub(crate) fn of_pattern(text: &str) -> Self {
        use gati_router::{RoutePattern, Segment as Known};
        let Ok(pattern) = RoutePattern::parse(text) else { return Self::of_template(text) };
        let mut names = Vec::new();
        let segments = pattern
            .segments()
            .iter()
            .map(|segment| match segment {
                Known::Param(name) => {
                    names.push(name.clone());
                    Segment::Open(vec![String::new(), String::new()])
                }
                Known::CatchAll(name) => {
                    names.push(name.clone());
                    Segment::Rest
                }
                other => Segment::Fixed(other.to_string()),
            })
            .collect();
        Self { text: text.to_owned(), segments, names }
    }

    /// Without names of parameters, and without a slash at its end.
    pub(crate) fn spelled(&self) -> String {
        let segment = |segment: &Segment| match segment {
            Segment::Fixed(text) => text.clone(),
            Segment::Open(fixed) => fixed.join("{}"),
            Segment::Rest => "{rest}".to_owned(),
        };
        self.segments.iter().fold(String::new(), |text, one| format!("{text}/{}", segment(one)))
    }

    /// The number of the parameter `name`.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    /// Where requests for `new` went before it was there, if they went here: the fixed texts that
    /// stand where this path has parameters, by the numbers of those.
    pub(crate) fn shadowed_by(&self, new: &Self) -> Option<Vec<(usize, String)>> {
        let mut taken = Vec::new();
        let mut number = 0;
        for (place, segment) in self.segments.iter().enumerate() {
            match (segment, new.segments.get(place)) {
                (Segment::Rest, Some(_)) => {
                    taken.push((number, String::new()));
                    return Some(taken);
                }
                (Segment::Fixed(a), Some(Segment::Fixed(b))) if a == b => {}
                (Segment::Open(fixed), Some(Segment::Fixed(text))) => {
                    let [before, behind] = &fixed[..] else { return None };
                    let inner =
                        text.strip_prefix(before.as_str())?.strip_suffix(behind.as_str())?;
                    if inner.is_empty() {
                        return None;
                    }
                    taken.push((number, inner.to_owned()));
                    number += 1;
                }
                (Segment::Open(a), Some(Segment::Open(_))) => number += a.len() - 1,
                _ => return None,
            }
        }
        (self.segments.len() == new.segments.len() && !taken.is_empty()).then_some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_positional() {
        let same =
            |a: &str, b: &str| Path::of_template(a).segments == Path::of_template(b).segments;
        assert!(same("/users/{id}", "/users/{userId}"));
        assert!(same("/users/{id}/", "/users/{id}"));
        assert!(!same("/users/{id}", "/users/me"));
        assert!(!same("/files/{a}.{b}", "/files/{a}"));
        assert!(same("/files/{a}.{b}", "/files/{x}.{y}"));
    }

    #[test]
    fn a_fixed_segment_shadows_a_parameter() {
        let shadow =
            |old: &str, new: &str| Path::of_template(old).shadowed_by(&Path::of_template(new));
        assert_eq!(shadow("/users/{id}", "/users/me"), Some(vec![(0, "me".to_owned())]));
        assert_eq!(shadow("/users/{id}", "/users/{id}"), None);
        assert_eq!(shadow("/users/{id}", "/groups/me"), None);
        assert_eq!(shadow("/a/{x}/b/{y}", "/a/{z}/b/c"), Some(vec![(1, "c".to_owned())]));
        assert_eq!(shadow("/users/{id}", "/users/me/posts"), None);
    }
}
