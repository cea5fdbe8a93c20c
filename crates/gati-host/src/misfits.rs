//! What requests are answered with whose body does not fit, where nobody in JavaScript wants to see them. What does not
//! fit is found by the program of the body; the words around it are JavaScript's.

use crate::http::Head;
use crate::kept::sent_request_id;
use crate::lessons::BodyProgram;
use crate::routes::Page;

/// The document of such an answer, as far as it is the same for all of them.
#[derive(Debug, Clone)]
pub struct Misfits {
    /// From 400 to 499.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(String, String)>,
    /// What the ids begin with that it gives to requests.
    pub id_prefix: String,
    /// The document up to how many issues there are, from there to the id of the request, from there to the issues, and
    /// its end.
    pub pieces: [String; 4],
    /// How many issues there are, where it is one.
    pub one: String,
    /// What follows the number of several.
    pub many: String,
}

impl Misfits {
    /// The answer to a request; `number` is of no other. Nothing where JavaScript has to look at its body.
    pub(crate) fn page(
        &self,
        program: &dyn BodyProgram,
        (head, text): (&Head, &[u8]),
        body: &[u8],
        number: u64,
    ) -> Option<Page> {
        let mut issues = String::new();
        let count = program.issues(body, &mut issues)?;
        let sent = sent_request_id((head, text));
        let mut fields = self.fields.clone();
        if let Some(sent) = sent {
            fields.push(("x-request-id".to_owned(), sent.to_owned()));
        }
        let own = format!("{}-k{number:x}", self.id_prefix);
        let counted = if count == 1 { self.one.clone() } else { format!("{count}{}", self.many) };
        let [start, before_id, after_id, end] = &self.pieces;
        let id = sent.unwrap_or(&own);
        let body = [start, &counted, before_id, id, after_id, &issues, end].concat().into_bytes();
        Some(Page { status: self.status, fields, body: body.into() })
    }
}
