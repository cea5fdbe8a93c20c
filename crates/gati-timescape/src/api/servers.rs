//! Where an API is served: the addresses that requests may be sent to.

use serde_json::{Map, Value};

/// The most addresses that variables are written out to.
const ADDRESSES: usize = 256;
/// What stands for a variable that may be anything.
pub(crate) const ANYTHING: &str = "{}";

/// An address below which the paths of an API are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    /// Scheme and host; `None` where the address is relative to the document's own.
    pub(crate) origin: Option<String>,
    /// Without a slash at its end.
    pub(crate) path: String,
}

/// The addresses an operation is found at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Servers {
    pub(crate) addresses: Vec<Address>,
    /// They are those of the whole document.
    pub(crate) common: bool,
}

impl Servers {
    /// The path below which the operation is, where all addresses have the same.
    pub(crate) fn base(&self) -> Option<&str> {
        let mut bases = self.addresses.iter().map(|address| address.path.as_str());
        let first = bases.next()?;
        bases.all(|other| other == first).then_some(first)
    }
}

impl Address {
    /// Of a URL, which may have `{}` for anything in it.
    fn of(url: &str) -> Self {
        let url = url.trim_end_matches('/');
        let start = url.find("://").map(|place| place + 3);
        let Some(start) = start else {
            let path = if url.is_empty() || url.starts_with('/') {
                url.to_owned()
            } else {
                format!("/{url}")
            };
            return Self { origin: None, path };
        };
        let end = url[start..].find('/').map_or(url.len(), |place| start + place);
        let origin = url[..end].to_lowercase();
        let usual =
            [("https://", ":443"), ("http://", ":80"), ("wss://", ":443"), ("ws://", ":80")];
        let port = usual.iter().find(|(scheme, _)| origin.starts_with(scheme));
        let origin = match port.and_then(|(_, port)| origin.strip_suffix(port)) {
            Some(without) => without.to_owned(),
            None => origin,
        };
        Self { origin: Some(origin), path: url[end..].to_owned() }
    }

    /// Whether requests to `other` reach this address; `below` are the paths of the operation on
    /// the two sides.
    pub(crate) fn takes(&self, other: &Self, below: (&str, &str)) -> bool {
        let origin = match (&self.origin, &other.origin) {
            (Some(own), Some(other)) => matches(own, other),
            _ => true,
        };
        let whole = |path: &str, below: &str| format!("{path}{below}");
        origin && matches(&whole(&self.path, below.0), &whole(&other.path, below.1))
    }

    /// As people write it.
    pub(crate) fn text(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        format!("{}{path}", self.origin.as_deref().unwrap_or_default())
    }
}

/// Whether a text with `{}` in it takes another one.
fn matches(pattern: &str, text: &str) -> bool {
    if pattern == text {
        return true;
    }
    let Some((start, rest)) = pattern.split_once(ANYTHING) else { return false };
    let Some(text) = text.strip_prefix(start) else { return false };
    (0..=text.len())
        .filter(|place| text.is_char_boundary(*place))
        .any(|place| matches(rest, &text[place..]))
}

/// The addresses of the nearest list that is not empty; where there is none, the document's own.
pub(super) fn servers_of(lists: [Option<&Value>; 3]) -> Servers {
    let own = |list: Option<&Value>| {
        list.and_then(Value::as_array).is_some_and(|servers| !servers.is_empty())
    };
    let place = lists.iter().position(|list| own(*list));
    let common = place.is_none_or(|place| place == 2);
    let list = place.and_then(|place| lists[place]).and_then(Value::as_array);
    let mut addresses: Vec<Address> = match list {
        Some(servers) => {
            servers.iter().filter_map(Value::as_object).flat_map(written_out).collect()
        }
        None => vec![Address::of("/")],
    };
    addresses.sort();
    addresses.dedup();
    Servers { addresses, common }
}

/// The addresses of one server: variables are what they may be.
fn written_out(server: &Map<String, Value>) -> Vec<Address> {
    let url = server.get("url").and_then(Value::as_str).unwrap_or("/");
    let mut urls = vec![url.to_owned()];
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        let hole = format!("{{{name}}}");
        let values: Vec<&str> = variable
            .get("enum")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let values = if values.is_empty() || values.len() * urls.len() > ADDRESSES {
            vec![ANYTHING]
        } else {
            values
        };
        urls = urls
            .iter()
            .flat_map(|url| values.iter().map(|value| url.replace(&hole, value)))
            .collect();
    }
    urls.iter().map(|url| Address::of(&without_holes(url))).collect()
}

/// What is a variable and was not declared may be anything.
fn without_holes(url: &str) -> String {
    let mut out = String::new();
    let mut rest = url;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str(ANYTHING);
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    out + rest
}
