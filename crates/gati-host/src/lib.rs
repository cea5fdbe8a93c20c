//! HTTP/1.1 from sockets to packed requests and back, for a host that lives on the JavaScript thread. The README of the
//! crate has the packed formats and the reasons.

pub mod http;
