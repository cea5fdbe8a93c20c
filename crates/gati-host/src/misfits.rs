//! What requests are answered with that do not fit their contract, where nobody in JavaScript wants to see them. What does
//! not fit is found by the programs of their parts; the words around it are JavaScript's.

use std::sync::Arc;

use crate::attention::Attention;
use crate::http::Head;
use crate::kept::sent_request_id;
use crate::lessons::{BodyProgram, BodyTold, RefusedBody};
use crate::routes::Page;
use crate::texts::{Fit, HeadTexts, Part, TextProgram};

/// Whether a contract asks for a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyAsked {
    /// It does.
    Yes,
    /// It has none.
    No,
}

/// When the texts of a head are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Whatever the body is, as closely as [`Attention`] has it: some of them did not fit before.
    ByThemselves,
    /// Where the body does not fit, whose issues stand behind theirs.
    WithBody,
}

/// The document of such an answer, as far as it is the same for all of them.
#[derive(Debug)]
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
    /// What looks at the texts of the head, in the order of their issues.
    pub parts: Vec<(Part, Arc<dyn TextProgram>)>,
    /// Whether a body is looked at, too.
    pub body: BodyAsked,
    /// When the texts are looked at.
    pub watch: Watch,
    /// How closely.
    pub attention: Attention,
    /// What is said of bodies that no contract is asked about.
    pub refusals: Option<Refusals>,
}

/// The documents of bodies that are refused whatever the contract is: each up to what is said of the body, from there to
/// the id of the request, and its end. What is said is plain letters.
#[derive(Debug, Clone)]
pub struct Refusals {
    /// From 400 to 499.
    pub status: u16,
    /// Of one that is no UTF-8, of which nothing is said.
    pub encoding: [String; 3],
    /// Of one that is no JSON.
    pub syntax: [String; 3],
    /// Of one that is nested too deeply, of which nothing is said.
    pub depth: [String; 3],
    /// Of one with a key that is not taken.
    pub key: [String; 3],
}

impl Misfits {
    /// Whether the texts of a head are certain not to fit, where they are looked at by themselves.
    pub(crate) fn sees_misfit(&self, texts: &HeadTexts<'_>) -> bool {
        if self.watch != Watch::ByThemselves || !self.attention.is_due() {
            return false;
        }
        let is_misfit = self.parts.iter().any(|(part, program)| {
            let given = texts.of(*part, &**program);
            given.is_some_and(|given| program.look(given.list()) == Fit::No)
        });
        if is_misfit {
            self.attention.misfit();
        }
        is_misfit
    }

    /// The answer to a request, whose body does not fit either if there is one; `number` is of no other. Nothing where
    /// JavaScript has to look.
    pub(crate) fn page(
        &self,
        texts: &HeadTexts<'_>,
        body: Option<(&dyn BodyProgram, &[u8])>,
        number: u64,
    ) -> Option<Page> {
        let request = (texts.head, texts.text);
        let mut own = String::new();
        let own_count = match body.map(|(program, body)| program.tell(body, &mut own)) {
            None => 0,
            Some(BodyTold::Issues(count)) => count,
            Some(BodyTold::Refused(why)) => return self.refusal(&why, request, number),
            Some(BodyTold::Unsure) => return None,
        };
        let mut issues = String::from("[");
        let mut count = 0;
        for (part, program) in &self.parts {
            let given = texts.of(*part, &**program)?;
            match program.look(given.list()) {
                Fit::Yes => {}
                Fit::No => {
                    issues.push_str(if count == 0 { "" } else { "," });
                    count += program.issues(part.name(), given.list(), &mut issues)?;
                }
                Fit::Unsure => return None,
            }
        }
        issues.push_str(if count == 0 || own_count == 0 { "" } else { "," });
        issues.push_str(&own);
        issues.push(']');
        count += own_count;
        if count == 0 {
            return None;
        }
        let counted = if count == 1 { self.one.clone() } else { format!("{count}{}", self.many) };
        let [start, before_id, after_id, end] = &self.pieces;
        let before = [start.as_str(), counted.as_str(), before_id.as_str()];
        let pieces = (before, [after_id.as_str(), issues.as_str(), end.as_str()]);
        Some(self.document(self.status, pieces, request, number))
    }

    fn refusal(&self, why: &RefusedBody, request: (&Head, &[u8]), number: u64) -> Option<Page> {
        let refusals = self.refusals.as_ref()?;
        let (said, [start, before_id, end]) = match why {
            RefusedBody::Encoding => ("", &refusals.encoding),
            RefusedBody::Syntax(reason) => (reason.as_str(), &refusals.syntax),
            RefusedBody::Depth => ("", &refusals.depth),
            RefusedBody::Key(key) => (*key, &refusals.key),
        };
        let pieces = ([start.as_str(), said, before_id], [end.as_str(), "", ""]);
        Some(self.document(refusals.status, pieces, request, number))
    }

    /// An answer whose document has the id of the request between these pieces.
    fn document(
        &self,
        status: u16,
        (before, after): ([&str; 3], [&str; 3]),
        request: (&Head, &[u8]),
        number: u64,
    ) -> Page {
        let sent = sent_request_id(request);
        let mut fields = self.fields.clone();
        if let Some(sent) = sent {
            fields.push(("x-request-id".to_owned(), sent.to_owned()));
        }
        let own = format!("{}-k{number:x}", self.id_prefix);
        let id = sent.unwrap_or(&own);
        let body = [&before.concat(), id, &after.concat()].concat().into_bytes();
        Page { status, fields, body: body.into() }
    }
}
