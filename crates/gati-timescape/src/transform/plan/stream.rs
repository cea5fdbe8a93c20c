//! An answer that was one value and is a stream of them, or the other way round.
//!
//! Nothing can be generated for it: nobody knows how many elements a list may have before a client
//! gives up waiting, and a stream need not end. So a person decides, about the whole answer.

use gati_types::{GType, ResponseContract};

use super::{place::Places, planner::Planner, question::QuestionKind};
use crate::transform::op::Op;

impl Planner<'_> {
    /// The function that was written for it; otherwise it is asked for.
    pub(crate) fn another_kind(
        &mut self,
        now: &ResponseContract,
        before: &ResponseContract,
        places: &Places,
    ) -> Vec<Op> {
        if let Some(custom) = self.custom_at(places).filter(|one| one.writes.is_none()) {
            let (call, reads) = (custom.call, custom.reads);
            return vec![Op::Custom { call, reads, writes: None, ops: Vec::new() }];
        }
        let text = if now.elements.is_some() {
            "the answer was one value, and is a stream of elements now"
        } else {
            "the answer was a stream of elements, and is one value now"
        };
        let kind = QuestionKind::Stub {
            wanted: spelled(before),
            given: Some(spelled(now)),
            hint: Some(
                "a function cannot wait for a stream: keep the old route beside the new one, or \
                 refuse by throwing an HTTP error",
            ),
        };
        self.ask(&places.target, text.to_owned(), kind);
        Vec::new()
    }
}

fn spelled(response: &ResponseContract) -> String {
    match (&response.elements, &response.gtype) {
        (Some(element), _) => format!("AsyncIterable<{element}>"),
        (None, Some(gtype)) => gtype.to_string(),
        (None, None) => GType::Unknown.to_string(),
    }
}
