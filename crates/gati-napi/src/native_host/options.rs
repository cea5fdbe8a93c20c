//! What JavaScript says of limits, routes and places, as JSON.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
#[cfg(unix)]
use std::path::PathBuf;

use gati_host::http::{BodyUse, ReadLimits};
use gati_host::{
    AccessSettings, AskedPlaces, KeptPage, LineFrame, Page, Place, PriorKnowledge, Records,
    RequestId, RoutePlace, RouteSpec, Routes, Sampling, Settings, Shared, Times, Tls, Unrouted,
    Words,
};
use gati_router::Method;
use serde::{Deserialize, Serialize};

use super::tls::TlsJson;
use crate::error::{Result, bad_options, coded};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct SettingsJson {
    limits: LimitsJson,
    times: TimesJson,
    documents: HashMap<String, String>,
    /// Whether clients may begin with HTTP/2 where no TLS agreed on it.
    http2: bool,
    access: AccessJson,
    thread: Thread,
    tls: Option<TlsJson>,
}

/// Where sockets are served.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub(super) enum Thread {
    /// On the thread of JavaScript, where that is possible.
    #[default]
    Main,
    /// On one of their own.
    Own,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct AccessJson {
    counts: bool,
    lines: Option<LinesJson>,
    records: RecordsJson,
    sampling: Option<SamplingJson>,
    id_prefix: String,
    seed: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinesJson {
    levels: [Option<String>; 3],
    opening: String,
    message: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
enum RecordsJson {
    #[default]
    None,
    Sampled,
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SamplingJson {
    ratio: f64,
    as_parent: bool,
}

impl From<AccessJson> for AccessSettings {
    fn from(json: AccessJson) -> Self {
        let AccessJson { counts, lines, records, sampling, id_prefix, seed } = json;
        Self {
            has_counts: counts,
            lines: lines.map(|LinesJson { levels, opening, message }| LineFrame {
                levels,
                opening,
                message,
            }),
            records: match records {
                RecordsJson::None => Records::None,
                RecordsJson::Sampled => Records::Sampled,
                RecordsJson::All => Records::All,
            },
            sampling: sampling
                .map(|SamplingJson { ratio, as_parent }| Sampling { ratio, as_parent }),
            id_prefix,
            seed,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct LimitsJson {
    head: Option<u16>,
    fields: Option<u16>,
    body: Option<u64>,
    stream: Option<u64>,
    param: Option<usize>,
    connections: Option<usize>,
    per_address: Option<u32>,
    bodies: Option<usize>,
    in_flight: Option<usize>,
    pipelined: Option<usize>,
    streams: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct TimesJson {
    idle: Option<u64>,
    head: Option<u64>,
    request: Option<u64>,
    stall: Option<u64>,
}

/// What a server is told, where it is served, and what is spoken below HTTP.
pub(super) fn settings(text: &str) -> Result<(Settings, Thread, Option<Tls>)> {
    let SettingsJson { limits, times, documents, http2, access, thread, tls } =
        serde_json::from_str(text).map_err(|error| bad_options(&error))?;
    let usual = Settings::default();
    let settings = Settings {
        read: ReadLimits {
            head: limits.head.unwrap_or(usual.read.head),
            fields: limits.fields.unwrap_or(usual.read.fields),
            body: limits.body.unwrap_or(usual.read.body),
            stream: limits.stream.unwrap_or(usual.read.stream),
        },
        times: Times {
            idle: times.idle.unwrap_or(usual.times.idle),
            head: times.head.unwrap_or(usual.times.head),
            request: times.request.unwrap_or(usual.times.request),
            stall: times.stall.unwrap_or(usual.times.stall),
        },
        connections: limits.connections.unwrap_or(usual.connections),
        per_address: limits.per_address.unwrap_or(usual.per_address),
        bodies: limits.bodies.unwrap_or(usual.bodies),
        in_flight: limits.in_flight.unwrap_or(usual.in_flight),
        pipelined: limits.pipelined.unwrap_or(usual.pipelined),
        streams: limits.streams.unwrap_or(usual.streams),
        prior_knowledge: if http2 { PriorKnowledge::Yes } else { PriorKnowledge::No },
        param: limits.param.unwrap_or(usual.param),
        documents,
        access: access.into(),
    };
    let tls = tls.map(TlsJson::read).transpose()?;
    // Handshakes and ciphers would take the time of JavaScript.
    let thread = if tls.is_some() { Thread::Own } else { thread };
    Ok((settings, thread, tls))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RoutesJson {
    routes: Vec<RouteJson>,
    #[serde(default)]
    pages: Vec<PageJson>,
    unrouted: Option<WordsJson>,
    releases: Option<AskedJson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedJson {
    headers: Vec<String>,
    parameter: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteJson {
    method: String,
    path: String,
    #[serde(default)]
    streams: bool,
    #[serde(default)]
    quiet: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageJson {
    path: String,
    status: u16,
    fields: Vec<(String, String)>,
    body: String,
    #[serde(default)]
    quiet: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WordsJson {
    not_found: String,
    not_allowed: String,
    bad_path: String,
    id_prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct KeptJson {
    path: String,
    fields: Vec<(String, String)>,
    tag: Option<String>,
    second: Option<u64>,
    #[serde(default)]
    says_request_id: bool,
}

/// An answer that is to be given again, apart from its body.
pub(super) fn kept(text: &str, body: Vec<u8>) -> Result<KeptPage> {
    let KeptJson { path, fields, tag, second, says_request_id } =
        serde_json::from_str(text).map_err(|error| bad_options(&error))?;
    let request_id = if says_request_id { RequestId::Said } else { RequestId::Unsaid };
    let page = Page { status: 200, fields, body: body.into() };
    Ok(KeptPage { path: path.into_bytes(), page, tag, second, request_id })
}

pub(super) fn method(text: &str) -> Result<Method> {
    text.parse().map_err(|error: gati_router::UnknownMethod| coded(error.code(), &error))
}

pub(super) fn routes(text: &str) -> Result<Routes> {
    let RoutesJson { routes, pages, unrouted, releases } =
        serde_json::from_str(text).map_err(|error| bad_options(&error))?;
    let mut specs = Vec::with_capacity(routes.len() + pages.len());
    for (index, route) in (0u32..).zip(routes) {
        let body = if route.streams { BodyUse::Stream } else { BodyUse::Keep };
        let place = RoutePlace::JavaScript { index, body };
        let (method, is_quiet) = (method(&route.method)?, route.quiet);
        specs.push(RouteSpec { method, path: route.path, place, is_quiet });
    }
    specs.extend(pages.into_iter().map(|page| RouteSpec {
        method: Method::Get,
        path: page.path,
        place: RoutePlace::Page(Page {
            status: page.status,
            fields: page.fields,
            body: page.body.into_bytes().into(),
        }),
        is_quiet: page.quiet,
    }));
    let unrouted = unrouted.map_or(Unrouted::JavaScript, |words| {
        Unrouted::Here(Words {
            not_found: words.not_found,
            not_allowed: words.not_allowed,
            bad_path: words.bad_path,
            id_prefix: words.id_prefix,
        })
    });
    let routes = Routes::new(specs, unrouted).map_err(|error| coded(error.code(), &error))?;
    Ok(match releases {
        None => routes,
        Some(AskedJson { headers, parameter }) => {
            routes.with_releases(AskedPlaces { headers, parameter })
        }
    })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PlaceJson {
    Port(PortJson),
    #[cfg(unix)]
    Path(PathJson),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortJson {
    host: IpAddr,
    port: u16,
    #[serde(default)]
    shared: bool,
}

#[cfg(unix)]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PathJson {
    path: PathBuf,
}

pub(super) fn place(text: &str) -> Result<Place> {
    let place = serde_json::from_str(text).map_err(|error| bad_options(&error))?;
    Ok(match place {
        PlaceJson::Port(PortJson { host, port, shared }) => Place::Port {
            address: SocketAddr::new(host, port),
            shared: if shared { Shared::Yes } else { Shared::No },
        },
        #[cfg(unix)]
        PlaceJson::Path(PathJson { path }) => Place::Path(path),
    })
}

#[derive(Serialize)]
struct AddressJson {
    host: Option<IpAddr>,
    port: Option<u16>,
}

/// The address that was bound, as `{ host, port }` (JSON); both are null for a socket of the file system.
pub(super) fn address_json(address: Option<SocketAddr>) -> Result<String> {
    crate::error::to_json(&AddressJson {
        host: address.map(|address| address.ip()),
        port: address.map(|address| address.port()),
    })
}
