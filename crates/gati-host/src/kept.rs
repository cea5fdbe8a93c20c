//! Answers of JavaScript that hold for later requests, too: documents, which are made when they are asked for first.

use std::sync::Arc;

use crate::batch::target_of;
use crate::http::{Head, id};
use crate::routes::{Page, sane_request_id};

/// Paths of one route whose answers are kept: one route may have many documents, and each document many spellings.
const MOST_PATHS: usize = 16;
/// Bytes of all that is kept.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Whether an answer says the id that a client gave its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestId {
    /// It does.
    Said,
    /// It does not.
    Unsaid,
}

/// An answer to GET that is given again as long as it holds.
#[derive(Debug, Clone)]
pub struct KeptPage {
    /// The path as requests spell it, which have no query.
    pub path: Vec<u8>,
    /// What is answered.
    pub page: Page,
    /// What `If-None-Match` is compared with.
    pub tag: Option<String>,
    /// The only second since 1970 in which it holds.
    pub second: Option<u64>,
    /// Whether the answer says the id that a client gave its request.
    pub request_id: RequestId,
}

/// What is kept, by the position of its route.
#[derive(Debug, Default)]
pub(crate) struct KeptPages {
    routes: Vec<Vec<Arc<KeptPage>>>,
    bytes: usize,
}

impl KeptPages {
    /// Keeps an answer; an earlier one to the same path is given up.
    pub(crate) fn keep(&mut self, route: u32, kept: KeptPage) {
        self.bytes += kept.page.body.len();
        if self.bytes > MOST_BYTES {
            self.routes.clear();
            self.bytes = kept.page.body.len();
        }
        let place = route as usize;
        if self.routes.len() <= place {
            self.routes.resize_with(place + 1, Vec::new);
        }
        let pages = &mut self.routes[place];
        let is_oldest = pages.len() >= MOST_PATHS;
        let earlier = pages.iter().position(|one| one.path == kept.path);
        if let Some(at) = earlier.or(is_oldest.then_some(0)) {
            self.bytes -= pages.remove(at).page.body.len();
        }
        pages.push(Arc::new(kept));
    }

    /// What is answered to a request of a route, if that is known.
    pub(crate) fn find(
        &self,
        route: u32,
        (head, text): (&Head, &[u8]),
        second: u64,
    ) -> Option<Arc<KeptPage>> {
        let pages = self.routes.get(route as usize)?;
        let target = target_of(head, text);
        let kept = pages.iter().find(|kept| kept.path == target)?;
        // White space is more to JavaScript than it is here.
        let is_plain =
            kept.tag.is_none() || lines(id::IF_NONE_MATCH, (head, text)).all(<[u8]>::is_ascii);
        (is_plain && kept.second.is_none_or(|only| only == second)).then(|| Arc::clone(kept))
    }
}

impl KeptPage {
    /// The answer to one request.
    pub(crate) fn answer(&self, request: (&Head, &[u8])) -> Page {
        let is_known = self.tag.as_ref().is_some_and(|tag| {
            lines(id::IF_NONE_MATCH, request)
                .flat_map(|line| line.split(|byte| *byte == b','))
                .map(<[u8]>::trim_ascii)
                .any(|asked| asked == tag.as_bytes() || asked == b"*")
        });
        let Page { status, fields, body } = &self.page;
        let is_told = |(name, _): &&(String, String)| !is_known || name != "content-type";
        let mut fields: Vec<_> = fields.iter().filter(is_told).cloned().collect();
        if self.request_id == RequestId::Said
            && let Some(sent) = sent_request_id(request)
        {
            fields.push(("x-request-id".to_owned(), sent.to_owned()));
        }
        let (status, body) = if is_known { (304, [].into()) } else { (*status, Arc::clone(body)) };
        Page { status, fields, body }
    }
}

/// The values of a known field.
fn lines<'head>(
    id: u8,
    (head, text): (&'head Head, &'head [u8]),
) -> impl Iterator<Item = &'head [u8]> {
    let is_there = head.known & 1 << id != 0;
    let fields = if is_there { head.fields.as_slice() } else { &[] };
    fields.iter().filter(move |field| field.id == id).map(move |field| field.value.of(text))
}

/// The id that a client gave its request. Two lines are one value, which is none.
pub(crate) fn sent_request_id<'head>(request: (&'head Head, &'head [u8])) -> Option<&'head str> {
    let mut sent = lines(id::X_REQUEST_ID, request);
    let only = sent.next().filter(|_| sent.next().is_none())?;
    sane_request_id(only)
}
