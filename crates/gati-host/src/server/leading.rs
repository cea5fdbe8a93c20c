//! Who answers a request, whatever protocol it came by.

use std::borrow::Cow;

use gati_router::Method;
use memchr::memmem;

use super::handles::Handles;
use super::own::{own_id, unrouted_page};
use super::turn::{Common, Turn};
use crate::access::Seen;
use crate::batch::{BodyRead, LARGEST_INLINE, PackedBody, RequestRecord, target_of};
use crate::http::{Arrived, Follows, Head, Length, Offer, Refusal, Verb, id};
use crate::lessons::{Lesson, Template, says_json};
use crate::routes::{Page, Unrouted, Way};

/// Packs a request for JavaScript, or gives the answer where this crate has one.
#[expect(clippy::too_many_lines, reason = "one way of a request after the other")]
pub(super) fn lead(
    key: u32,
    arrived: Arrived<'_>,
    head: &Head,
    turn: &mut Turn<'_, '_>,
) -> Option<Page> {
    let common = &mut *turn.common;
    let Arrived { head: text, body, refusal, follows } = arrived;
    let mut refusal = refusal.map_or(0, Refusal::number);
    let target = target_of(head, &text);
    // Who could read the query is asked first whether it can be read.
    let is_plain = !target.get(usize::from(head.target.path)..).unwrap_or_default().contains(&b'%');
    let is_answered_here =
        refusal == 0 && is_plain && matches!(common.routes.unrouted(), Unrouted::Here(_));
    let (address, received) = (&turn.address, head.length.known().unwrap_or(body.len() as u64));
    let seen = |label, is_led| Seen { head, text: &text, address, received, label, is_led };
    let mut lesson = None;
    let (route, allowed, params) = match common.routes.find(head, target) {
        Way::Page(page, position) if refusal == 0 => {
            let seen = seen(common.routes.label(position), false);
            common.access.settled(key, &seen, page, &common.now);
            return Some(page.clone());
        }
        Way::Nowhere(allowed) if is_answered_here => {
            return unrouted(key, &seen(0, false), Some(allowed), common);
        }
        Way::BadPath if is_answered_here => return unrouted(key, &seen(0, false), None, common),
        Way::Route(route, _)
            if refusal == 0
                && let Some(kept) = common.kept.find(route, (head, &text), common.now.unix) =>
        {
            let page = kept.answer((head, &text));
            let seen = seen(common.routes.label(route), false);
            common.access.settled(key, &seen, &page, &common.now);
            return Some(page);
        }
        Way::Route(route, params) => {
            let most = common.settings.param;
            if params.iter().any(|(_, value)| value.chars().count() > most) {
                refusal = Refusal::ParamTooLong.number();
            }
            let known = common.routes.lessons().of(route, head, &text);
            lesson = known
                .filter(|_| refusal == 0 && !matches!(follows, Follows::Body | Follows::Offer));
            (Some(route), 0, params.into_iter().map(|(_, value)| value).collect())
        }
        Way::Nowhere(allowed) => (None, allowed_bits(allowed), Vec::new()),
        Way::Page(..) => (None, 0, Vec::new()),
        Way::BadPath => {
            refusal = Refusal::BadPath.number();
            (None, 0, Vec::new())
        }
    };
    let label = label_of(route, refusal, common);
    if let Some(answer) = lesson.and_then(|lesson| lesson.answer.clone())
        && is_plain
        && !wants_page(head, &text)
    {
        let page = known(&answer, (head, &text), common);
        common.access.settled(key, &seen(label, false), &page, &common.now);
        return Some(page);
    }
    common.access.begin(key, &seen(label, true), &common.now);
    let has_body = !matches!(head.verb, Verb::Route(Method::Get | Method::Head));
    let program = lesson.and_then(|lesson| lesson.program.as_ref()).filter(|_| {
        has_body && !body.is_empty() && body.len() <= LARGEST_INLINE && says_json(head, &text)
    });
    let read = program.map_or(BodyRead::Not, |program| turn.requests.read(&**program, &body));
    if read == BodyRead::HandedOver
        && is_plain
        && let Some(lesson) = lesson
        && let Some(page) = misfit(lesson, (head, &text), &body, &mut common.next_id)
    {
        common.access.answered(key, page.status, page.body.len(), &common.now);
        return Some(page);
    }
    let lesson = lesson.map_or(0, |lesson| lesson.number);
    // Nobody asks for the body of a request that no handler sees, and what is not asked for would be kept for ever.
    let mut body = if route.is_some() && refusal == 0 { body } else { Cow::default() };
    let packed = packed(&mut body, head, follows, &common.detached);
    let params: &[Cow<'_, str>] = &params;
    turn.requests.request(&RequestRecord {
        slot: turn.slot,
        key,
        route,
        allowed,
        params,
        head,
        text: &text,
        address: &turn.address,
        body: packed,
        offer: if follows == Follows::Offer { Offer::Upgrade } else { Offer::None },
        refusal,
        scheme: common.scheme,
        lesson,
        read,
        program: program.map(|program| &**program),
    });
    None
}

/// What the route of a request is recorded as. Under every host one that is refused because of its path has none yet.
fn label_of(route: Option<u32>, refusal: u32, common: &Common) -> u32 {
    let known = route.filter(|_| refusal != Refusal::ParamTooLong.number());
    known.map_or(0, |route| common.routes.label(route))
}

/// What a body that does not fit is answered with, where JavaScript has said how.
fn misfit(
    lesson: &Lesson,
    (head, text): (&Head, &[u8]),
    body: &[u8],
    next_id: &mut u64,
) -> Option<Page> {
    let (program, misfits) = (lesson.program.as_ref()?, lesson.misfits.as_ref()?);
    if wants_page(head, text) {
        return None;
    }
    *next_id += 1;
    misfits.page(&**program, (head, text), body, *next_id)
}

/// How the record says what there is of a body: in itself, or by a handle where it is large.
fn packed<'body>(
    body: &'body mut Cow<'_, [u8]>,
    head: &Head,
    follows: Follows,
    detached: &Handles,
) -> PackedBody<'body> {
    match head.length {
        _ if follows == Follows::Body => PackedBody::Follows,
        Length::None => PackedBody::Absent,
        _ if body.len() > LARGEST_INLINE => {
            let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
            PackedBody::Detached(detached.put(std::mem::take(body).into_owned()), length)
        }
        _ => PackedBody::Inline(body),
    }
}

/// Says that there is no route; `allowed` is nothing where the path cannot be read.
fn unrouted(
    key: u32,
    seen: &Seen<'_>,
    allowed: Option<gati_router::MethodSet>,
    common: &mut Common,
) -> Option<Page> {
    common.next_id += 1;
    let Unrouted::Here(words) = common.routes.unrouted() else { return None };
    let id = own_id(words, common.next_id);
    let page = unrouted_page(words, (seen.head, seen.text), allowed, &id);
    let code = match page.status {
        404 => "GATI_ROUTE_NOT_FOUND",
        405 => "GATI_METHOD_NOT_ALLOWED",
        400 => "GATI_URL_INVALID",
        _ => "",
    };
    common.access.settled(key, seen, &page, &common.now);
    if common.access.has_texts() {
        common.access.named(key, &id, code);
    }
    Some(page)
}

/// An answer that JavaScript has given before.
fn known(answer: &Template, (head, text): (&Head, &[u8]), common: &mut Common) -> Page {
    common.next_id += 1;
    answer.page(head, text, common.next_id)
}

/// Whether the client may rather have a page for people, which JavaScript writes.
fn wants_page(head: &Head, text: &[u8]) -> bool {
    let mut accepted = head.fields.iter().filter(|field| field.id == id::ACCEPT);
    accepted.any(|field| memmem::find(field.value.of(text), b"text/html").is_some())
}

fn allowed_bits(allowed: gati_router::MethodSet) -> u32 {
    allowed.iter().map(|method| 1 << method.index()).sum()
}
