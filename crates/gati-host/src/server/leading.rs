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
use crate::lessons::{BodyProgram, Template, says_json};
use crate::misfits::{BodyAsked, Misfits};
use crate::routes::{Page, Params, Unrouted, Way};
use crate::texts::HeadTexts;

/// Packs a request for JavaScript, or gives the answer where this crate has one.
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
    let (address, received) = (&turn.address, head.length.known().unwrap_or(body.len() as u64));
    let seen = |label, is_led| Seen { head, text: &text, address, received, label, is_led };
    let way = common.routes.find(head, target);
    if refusal == 0 {
        if let Some((page, position)) = standing(&way, (head, &text), common) {
            let seen = seen(common.routes.label(position), false);
            common.access.settled(key, &seen, &page, &common.now);
            return Some(page);
        }
        let is_nowhere = matches!(way, Way::Nowhere(_) | Way::BadPath);
        if is_nowhere && is_plain && matches!(common.routes.unrouted(), Unrouted::Here(_)) {
            let allowed = if let Way::Nowhere(allowed) = way { Some(allowed) } else { None };
            return unrouted(key, &seen(0, false), allowed, common);
        }
    }
    let (route, allowed, params) = routed(way, &mut refusal, common.settings.param);
    let is_taught = refusal == 0 && !matches!(follows, Follows::Body | Follows::Offer);
    let lessons = common.routes.lessons();
    let lesson = route.filter(|_| is_taught).and_then(|route| lessons.of(route, head, &text));
    let label = label_of(route, refusal, common);
    if let Some(answer) = lesson.and_then(|lesson| lesson.answer.clone())
        && is_plain
        && !wants_page(head, &text)
    {
        let page = known(&answer, (head, &text), &mut common.next_id);
        common.access.settled(key, &seen(label, false), &page, &common.now);
        return Some(page);
    }
    common.access.begin(key, &seen(label, true), &common.now);
    let texts = HeadTexts { params: &params, head, text: &text };
    let misfits = lesson.filter(|_| is_plain).and_then(|lesson| lesson.misfits.as_deref());
    let is_misfit = misfits.is_some_and(|misfits| misfits.sees_misfit(&texts));
    let program = lesson.and_then(|lesson| lesson.program.as_deref()).filter(|_| {
        has_body(head, &body) && body.len() <= LARGEST_INLINE && says_json(head, &text)
    });
    let read = program.map_or(BodyRead::Not, |program| turn.requests.read(program, &body));
    let looked = Looked { read, program, is_misfit };
    if let Some(page) =
        misfits.and_then(|misfits| looked.page(misfits, &texts, &body, &mut common.next_id))
    {
        common.access.answered(key, page.status, page.body.len(), &common.now);
        return Some(page);
    }
    let lesson = lesson.map_or(0, |lesson| lesson.number);
    // Nobody asks for the body of a request that no handler sees, and what is not asked for would be kept for ever.
    let mut body = if route.is_some() && refusal == 0 { body } else { Cow::default() };
    let packed = packed(&mut body, head, follows, &common.detached);
    turn.requests.request(&RequestRecord {
        slot: turn.slot,
        key,
        route,
        allowed,
        params: &params,
        head,
        text: &text,
        address: &turn.address,
        scheme: common.scheme,
        body: packed,
        offer: if follows == Follows::Offer { Offer::Upgrade } else { Offer::None },
        refusal,
        lesson,
        read,
        program,
    });
    None
}

/// An answer that is there before anybody asks for it, and the position of its route.
fn standing(way: &Way<'_, '_>, request: (&Head, &[u8]), common: &Common) -> Option<(Page, u32)> {
    match way {
        Way::Page(page, position) => Some(((*page).clone(), *position)),
        Way::Route(route, _) => {
            let kept = common.kept.find(*route, request, common.now.unix)?;
            Some((kept.answer(request), *route))
        }
        Way::Nowhere(_) | Way::BadPath => None,
    }
}

/// The position of a route, the methods of a path without one, and the texts of the path by their names. A text that is
/// longer than `most` characters, and a path that cannot be read, are refusals.
fn routed<'table, 'path>(
    way: Way<'table, 'path>,
    refusal: &mut u32,
    most: usize,
) -> (Option<u32>, u32, Params<'table, 'path>) {
    match way {
        Way::Route(route, params) => {
            if params.iter().any(|(_, value)| value.chars().count() > most) {
                *refusal = Refusal::ParamTooLong.number();
            }
            (Some(route), 0, params)
        }
        Way::Nowhere(allowed) => (None, allowed_bits(allowed), Vec::new()),
        Way::Page(..) => (None, 0, Vec::new()),
        Way::BadPath => {
            *refusal = Refusal::BadPath.number();
            (None, 0, Vec::new())
        }
    }
}

/// What was seen of a request before JavaScript is called.
struct Looked<'l> {
    read: BodyRead,
    program: Option<&'l dyn BodyProgram>,
    /// Whether the texts of its head do not fit.
    is_misfit: bool,
}

impl Looked<'_> {
    /// What a request is answered with that does not fit; nothing where JavaScript has to see it.
    fn page(
        &self,
        misfits: &Misfits,
        texts: &HeadTexts<'_>,
        body: &[u8],
        next_id: &mut u64,
    ) -> Option<Page> {
        let body = match (misfits.body, self.read) {
            (BodyAsked::Yes, BodyRead::HandedOver) => Some((self.program?, body)),
            (BodyAsked::Yes, BodyRead::Whole(..)) if self.is_misfit && self.program?.fits(body) => {
                None
            }
            (BodyAsked::No, _) if self.is_misfit && !has_body(texts.head, body) => None,
            _ => return None,
        };
        if wants_page(texts.head, texts.text) {
            return None;
        }
        *next_id += 1;
        misfits.page(texts, body, *next_id)
    }
}

/// What the route of a request is recorded as. Under every host one that is refused because of its path has none yet.
fn label_of(route: Option<u32>, refusal: u32, common: &Common) -> u32 {
    let known = route.filter(|_| refusal != Refusal::ParamTooLong.number());
    known.map_or(0, |route| common.routes.label(route))
}

/// Whether JavaScript would look for a body.
fn has_body(head: &Head, body: &[u8]) -> bool {
    !matches!(head.verb, Verb::Route(Method::Get | Method::Head)) && !body.is_empty()
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
fn known(answer: &Template, (head, text): (&Head, &[u8]), next_id: &mut u64) -> Page {
    *next_id += 1;
    answer.page(head, text, *next_id)
}

/// Whether the client may rather have a page for people, which JavaScript writes.
fn wants_page(head: &Head, text: &[u8]) -> bool {
    let mut accepted = head.fields.iter().filter(|field| field.id == id::ACCEPT);
    accepted.any(|field| memmem::find(field.value.of(text), b"text/html").is_some())
}

fn allowed_bits(allowed: gati_router::MethodSet) -> u32 {
    allowed.iter().map(|method| 1 << method.index()).sum()
}
