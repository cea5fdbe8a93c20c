//! Types that somebody else worked out: what TypeScript says that a handler answers, or that a
//! type means, where that cannot be read off the sources here.
//!
//! Each is the text of a type in a file that only the analyzer sees. Its names mean what they
//! mean in the file that asks, so one evaluator reads it like a type that was written there.

use std::path::{Path, PathBuf};

use crate::ir::{DeclKind, MODULE_SCOPE, NodeId, TypeNode};
use crate::resolve::FileView;
use gati_types::Literal;

/// Something whose type was not found out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FallbackKey {
    /// The file it stands in, absolute.
    pub file: PathBuf,
    /// What of the file.
    pub position: FallbackPosition,
}

/// What of a file has a type that was not found out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FallbackPosition {
    /// What a handler returns.
    Response {
        /// The name the handler is exported under.
        export: String,
    },
    /// A type that is written there.
    Type {
        /// Its text on one line, whose names are those of the file's top level.
        text: String,
    },
}

/// A type somebody should find out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallbackRequest {
    /// Which one.
    pub key: FallbackKey,
    /// A hash of the sources that can have a say in it, the same in every layout.
    pub origin: String,
    /// Files of the packages that can have a say in it, one for each, absolute and in order.
    pub packages: Vec<PathBuf>,
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenFallback {
    /// The text of the type, in the words of the file that asks.
    Type(String),
    /// Nothing, and what to do about it; empty if there is nothing to say.
    Unknown(String),
    /// What was found out once, and no longer holds; with what to do about it. Nobody may go on
    /// without it.
    Stale(String),
}

/// What every such file ends with.
const ENDING: &str = ".fallback.ts";
/// What the name of a file with the type of an answer says before that.
const RESPONSE: &str = "response";
/// What the name of a file with another type says before that.
const WRITTEN: &str = "type";
/// The name of the type.
const TYPE: &str = "$Fallback";
/// The name of what says why there is none.
const UNKNOWN: &str = "$Unknown";
/// The name of what says why there is none any more.
const STALE: &str = "$Stale";

impl FallbackKey {
    /// The file with the type.
    pub(crate) fn file_of(&self) -> PathBuf {
        let mut name = self.file.as_os_str().to_owned();
        let (what, kind) = match &self.position {
            FallbackPosition::Response { export } => (export.clone(), RESPONSE),
            FallbackPosition::Type { text } => (hex(text), WRITTEN),
        };
        name.push(format!("#{what}.{kind}{ENDING}"));
        PathBuf::from(name)
    }

    /// The position that a file with a type belongs to.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let text = path.to_str()?.strip_suffix(ENDING)?;
        let (file, rest) = text.rsplit_once('#')?;
        let (what, kind) = rest.rsplit_once('.')?;
        let position = match kind {
            RESPONSE => FallbackPosition::Response { export: what.to_owned() },
            WRITTEN => FallbackPosition::Type { text: unhex(what)? },
            _ => return None,
        };
        Some(Self { file: PathBuf::from(file), position })
    }
}

/// A text that can be a part of the name of a file.
fn hex(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &str) -> Option<String> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    String::from_utf8((0..text.len()).step_by(2).map(byte).collect::<Option<Vec<u8>>>()?).ok()
}

impl GivenFallback {
    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Type(text) => format!("export type {TYPE} = {text};\n"),
            Self::Unknown(why) => format!("export type {UNKNOWN} = {};\n", gati_emit::string(why)),
            Self::Stale(why) => format!("export type {STALE} = {};\n", gati_emit::string(why)),
        }
    }
}

/// What a file with a type holds.
pub(crate) enum Held {
    Type(NodeId),
    Nothing(Remedy),
}

/// What can be done about a type that nobody found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nobody said.
    Unsaid,
    Help(String),
    /// It was found out once, and no longer holds.
    Stale(String),
}

impl Remedy {
    /// What to do, if somebody said.
    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            Self::Unsaid => None,
            Self::Help(help) | Self::Stale(help) => Some(help),
        }
    }
}

/// Reads a file with a type. A text that is not one type and nothing else is none.
pub(crate) fn held(facts: &FileView) -> Held {
    let alias = |name: &str| {
        facts.declarations_of(MODULE_SCOPE, name).find_map(|(_, found)| match &found.kind {
            DeclKind::Alias { node, .. } => Some(*node),
            _ => None,
        })
    };
    if !facts.faults().is_empty() {
        return Held::Nothing(Remedy::Unsaid);
    }
    if let Some(node) = alias(TYPE) {
        return Held::Type(node);
    }
    let said = |name: &str| match facts.node(alias(name)?) {
        TypeNode::Literal(Literal::String(why)) if !why.is_empty() => Some(why.clone()),
        _ => None,
    };
    Held::Nothing(match (said(UNKNOWN), said(STALE)) {
        (_, Some(why)) => Remedy::Stale(why),
        (Some(why), None) => Remedy::Help(why),
        (None, None) => Remedy::Unsaid,
    })
}
