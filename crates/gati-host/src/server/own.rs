//! Answers that are made here, without JavaScript.

use gati_router::MethodSet;

use crate::batch::target_of;
use crate::http::{AnswerHead, Head, PackedFields, Persistence, Verb, WholeBody};
use crate::kept::sent_request_id;
use crate::routes::{Page, Words, unrouted_document};

/// Says that there is no route; `allowed` is nothing where the path cannot be read. `own` is the id of a request that sent none.
pub(super) fn unrouted_page(
    words: &Words,
    (head, text): (&Head, &[u8]),
    allowed: Option<MethodSet>,
    own: &str,
) -> Page {
    let path = target_of(head, text).get(..usize::from(head.target.path)).unwrap_or_default();
    let path = std::str::from_utf8(path).ok().filter(|path| !path.is_empty()).unwrap_or("/");
    let has_methods = allowed.is_some_and(|allowed| !allowed.is_empty());
    let method = match head.verb {
        Verb::Route(method) => method.as_str(),
        _ => "TRACE",
    };
    let sent = sent_request_id((head, text));
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut fields = Vec::new();
    let is_options = method == "OPTIONS" && has_methods;
    let document = if is_options {
        String::new()
    } else {
        fields.push(field("content-type", "application/problem+json; charset=utf-8".to_owned()));
        unrouted_document(words, method, path, allowed, sent.unwrap_or(own))
    };
    if let Some(allowed) = allowed.filter(|_| has_methods) {
        fields.push(field("allow", allowed.to_string()));
    }
    if let Some(sent) = sent {
        fields.push(field("x-request-id", sent.to_owned()));
    }
    let status = match allowed {
        _ if is_options => 204,
        None => 400,
        Some(_) if has_methods => 405,
        Some(_) => 404,
    };
    Page { status, fields, body: document.into_bytes().into() }
}

/// The id of a request that sent none.
pub(super) fn own_id(words: &Words, number: u64) -> String {
    format!("{}-r{number:x}", words.id_prefix)
}

/// Gives a page as JavaScript gives an answer.
pub(super) fn give_page<T>(
    page: &Page,
    give: impl FnOnce(&AnswerHead<'_>, WholeBody<'_>) -> T,
) -> T {
    let (lengths, text) = packed(&page.fields);
    let fields = PackedFields::new(&lengths, &text).unwrap_or_default();
    let persistence = Persistence::Keep;
    let head = AnswerHead { status: page.status, content_type: None, fields, persistence };
    give(&head, WholeBody::Bytes(&page.body))
}

/// Fields as they are packed: lengths and text.
fn packed(fields: &[(String, String)]) -> (Vec<u8>, Vec<u8>) {
    let (mut lengths, mut text) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        let word = u32::try_from(name.len() << 16 | value.len()).unwrap_or_default();
        lengths.extend_from_slice(&word.to_ne_bytes());
        text.extend_from_slice(name.as_bytes());
        text.extend_from_slice(value.as_bytes());
    }
    (lengths, text)
}
