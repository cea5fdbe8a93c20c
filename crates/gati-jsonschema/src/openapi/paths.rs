//! Path patterns as path templates, and the operations below them.

use gati_router::{RoutePattern, Segment};
use gati_types::{Handler, Method};
use serde_json::{Map, Value};

use super::{Api, OpenApiFinding, OpenApiFindingKind};

/// A path pattern as OpenAPI writes it.
pub(crate) struct Template {
    /// `/users/{id}`.
    pub(crate) text: String,
    /// Its parameters, in order.
    pub(crate) parameters: Vec<PathParameter>,
}

/// A parameter of a path.
pub(crate) struct PathParameter {
    /// The name in the template.
    pub(crate) name: String,
    /// The name the handler knows it by.
    pub(crate) own_name: String,
    /// Whether its value may have slashes.
    pub(crate) takes_rest: bool,
}

/// The methods a Path Item Object has operations for, in its order.
const METHODS: [(Method, &str); 7] = [
    (Method::Get, "get"),
    (Method::Put, "put"),
    (Method::Post, "post"),
    (Method::Delete, "delete"),
    (Method::Options, "options"),
    (Method::Head, "head"),
    (Method::Patch, "patch"),
];

/// Operations that share a template: patterns that differ in the names of their parameters.
struct Group<'a> {
    /// The pattern whose names the template has.
    first: RoutePattern,
    operations: Vec<(&'a Handler, RoutePattern)>,
}

impl<'a> Api<'a> {
    /// The Paths Object, in the order routes are tried.
    pub(crate) fn paths(&mut self) -> Map<String, Value> {
        let mut paths = Map::new();
        for group in self.groups() {
            let mut item = Map::new();
            for (method, name) in METHODS {
                let mut operations =
                    group.operations.iter().filter(|(handler, _)| handler.method == method);
                let Some((handler, pattern)) = operations.next() else { continue };
                let template = template(&group.first, pattern);
                for (other, _) in operations {
                    self.find(
                        other,
                        OpenApiFindingKind::PathTaken {
                            template: template.text.clone(),
                            by: handler.id.clone(),
                        },
                    );
                }
                let operation = self.operation(handler, pattern, &template);
                item.insert(name.to_owned(), operation);
            }
            let text = template(&group.first, &group.first).text;
            // The root below a base path is the base path.
            let path = match (self.base_path, text.as_str()) {
                ("", _) => text,
                (base, "/") => base.to_owned(),
                (base, _) => format!("{base}{text}"),
            };
            paths.insert(path, Value::Object(item));
        }
        paths
    }

    /// Handlers by the shape of their path, in the order routes are tried.
    fn groups(&mut self) -> Vec<Group<'a>> {
        let mut handlers: Vec<(&Handler, RoutePattern)> = Vec::new();
        for handler in &self.manifest.handlers {
            if handler.method == Method::Query {
                let method = handler.method.as_str();
                self.find(handler, OpenApiFindingKind::Method { method });
                continue;
            }
            if let Ok(pattern) = RoutePattern::parse(&handler.path) {
                handlers.push((handler, pattern));
            } else {
                let path = handler.path.clone();
                self.find(handler, OpenApiFindingKind::Path { path });
            }
        }
        handlers.sort_by(|(left, one), (right, other)| {
            let ids = || (left.method, &left.id).cmp(&(right.method, &right.id));
            one.precedence(other).then_with(ids)
        });
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (handler, pattern) in handlers {
            let shape = shape(&pattern);
            // A catch-all has the template of a parameter, which may stand further up.
            match groups.iter_mut().find(|group| self::shape(&group.first) == shape) {
                Some(group) => group.operations.push((handler, pattern)),
                None => groups
                    .push(Group { first: pattern.clone(), operations: vec![(handler, pattern)] }),
            }
        }
        groups
    }

    pub(crate) fn find(&mut self, handler: &Handler, kind: OpenApiFindingKind) {
        let finding = OpenApiFinding { handler: handler.id.clone(), kind };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// What tells two templates apart: their text without names.
fn shape(pattern: &RoutePattern) -> Vec<Option<&str>> {
    pattern
        .segments()
        .iter()
        .map(|segment| match segment {
            Segment::Static(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// `own` as a template with the names of `first`, a pattern of the same shape.
fn template(first: &RoutePattern, own: &RoutePattern) -> Template {
    let mut text = String::new();
    let mut parameters = Vec::new();
    for (segment, named) in own.segments().iter().zip(first.segments()) {
        text.push('/');
        match (segment, named) {
            (
                Segment::Param(own_name) | Segment::CatchAll(own_name),
                Segment::Param(name) | Segment::CatchAll(name),
            ) => {
                text.push('{');
                text.push_str(name);
                text.push('}');
                parameters.push(PathParameter {
                    name: name.clone(),
                    own_name: own_name.clone(),
                    takes_rest: matches!(segment, Segment::CatchAll(_)),
                });
            }
            (Segment::Static(fixed), _) => text.push_str(&escaped(fixed)),
            _ => {}
        }
    }
    if text.is_empty() {
        text.push('/');
    }
    Template { text, parameters }
}

/// Text of a path as it stands in a URL; braces would make a template of it.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;

    let mut path = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
            path.push(char::from(byte));
        } else {
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// `GET /users/:id` as `getUsersById`: of method and path alone, so that it stays as long as they do.
/// In letters and digits of ASCII, because tools make names and URLs of it.
pub(crate) fn operation_id(method: Method, pattern: &RoutePattern) -> String {
    use std::fmt::Write as _;

    let mut id = method.as_str().to_ascii_lowercase();
    for segment in pattern.segments() {
        let text = match segment {
            Segment::Param(name) | Segment::CatchAll(name) => {
                id.push_str("By");
                name
            }
            Segment::Static(text) => text,
            _ => continue,
        };
        let mut begins_word = true;
        for character in text.chars() {
            match character {
                _ if character.is_ascii_alphanumeric() => {
                    id.push(if begins_word { character.to_ascii_uppercase() } else { character });
                }
                _ if character.is_ascii() => {}
                _ => {
                    let _ = write!(id, "U{:04X}", u32::from(character));
                }
            }
            begins_word = !character.is_alphanumeric();
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use gati_router::RoutePattern;
    use gati_types::Method;

    use super::operation_id;

    #[test]
    fn operations_are_named_after_method_and_path() {
        let cases = [
            (Method::Get, "/", "get"),
            (Method::Get, "/users", "getUsers"),
            (Method::Put, "/users/:id", "putUsersById"),
            (Method::Get, "/users/:userId/line-items/*rest", "getUsersByUserIdLineItemsByRest"),
            (Method::Delete, "/v1.2/a_b", "deleteV12AB"),
            (Method::Get, "/größe", "getGrU00F6U00DFe"),
        ];
        for (method, path, expected) in cases {
            let pattern = RoutePattern::parse(path).expect("it is a pattern");
            assert_eq!(operation_id(method, &pattern), expected);
        }
    }
}
