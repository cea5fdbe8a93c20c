//! HTTP/1.1 without sockets (RFC 9110, RFC 9112).

mod answer;
mod chunks;
mod extension;
mod field;
mod head;
mod reader;
mod refusal;
mod scan;
mod status;
mod target;
mod writer;

pub use answer::{AnswerHead, DateText, PackedFields, Unsendable};
pub use field::{Field, KNOWN, Span};
pub use head::{Expectation, Head, Length, Offer, Persistence, Scheme, Verb, Version};
pub use reader::{Arrived, BodyUse, Follows, ReadLimits, Reader, Step, usual_use};
pub use refusal::{Flaw, Refusal};
pub use target::{Form, Target};
pub use writer::{Asked, Taken, WholeBody, Writer};

pub(crate) use field::{id, known_id};
pub(crate) use status::reason;
pub(crate) use target::{is_host, read_target};
