//! HTTP/1.1 from sockets to packed requests and back, for a host that lives on the JavaScript thread. The README of the
//! crate has the packed formats and the reasons.

mod access;
mod attention;
pub mod batch;
pub mod http;
mod kept;
mod lessons;
mod misfits;
mod routes;
mod server;
mod texts;

pub use access::{AccessSettings, LineFrame, Records, Sampling};
pub use attention::Attention;
pub use kept::{KeptPage, RequestId};
pub use lessons::{
    AskedPlaces, BodyProgram, BodyTold, Lesson, Reading, RefusedBody, Template, TextForm,
};
pub use misfits::{BodyAsked, Misfits, Refusals, Watch};
pub use routes::{Page, Place as RoutePlace, RouteSpec, Routes, RoutesError, Unrouted, Words};
pub use server::{
    Finished, Handles, Now, Place, PriorKnowledge, Protocols, Server, Settings, Shared, Times, Tls,
    TlsError, TlsPart, TlsSettings, TlsVersion, Waker,
};
pub use texts::{Fit, Part, TextProgram};
