//! Types that somebody else worked out: what TypeScript says that a handler answers, where that
//! cannot be read off the sources here.
//!
//! Each is the text of a type in a file that only the analyzer sees. Its names mean what they
//! mean in the file of the handler, so one evaluator reads it like a type that was written there.

use std::path::{Path, PathBuf};

use crate::ir::{DeclKind, MODULE_SCOPE, NodeId, TypeNode};
use crate::resolve::FileView;
use gati_types::Literal;

/// A position of a handler whose type was not found out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FallbackKey {
    /// The file of the handler, absolute.
    pub file: PathBuf,
    /// The name the handler is exported under.
    pub export: String,
    /// `response`.
    pub position: String,
}

/// A position somebody should find out the type of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallbackRequest {
    /// Which one.
    pub key: FallbackKey,
    /// The files of the project that its type may depend on, absolute and in order.
    pub files: Vec<PathBuf>,
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenFallback {
    /// The text of the type, in the words of the handler's file.
    Type(String),
    /// Nothing, and what to do about it; empty if there is nothing to say.
    Unknown(String),
}

/// What every such file ends with.
const ENDING: &str = ".fallback.ts";
/// The name of the type.
const TYPE: &str = "$Fallback";
/// The name of what says why there is none.
const UNKNOWN: &str = "$Unknown";

impl FallbackKey {
    /// The file with the type.
    pub(crate) fn file_of(&self) -> PathBuf {
        let mut name = self.file.as_os_str().to_owned();
        name.push(format!("#{}.{}{ENDING}", self.export, self.position));
        PathBuf::from(name)
    }

    /// The position that a file with a type belongs to.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let text = path.to_str()?.strip_suffix(ENDING)?;
        let (file, rest) = text.rsplit_once('#')?;
        let (export, position) = rest.rsplit_once('.')?;
        let [export, position] = [export, position].map(ToOwned::to_owned);
        Some(Self { file: PathBuf::from(file), export, position })
    }
}

impl GivenFallback {
    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Type(text) => format!("export type {TYPE} = {text};\n"),
            Self::Unknown(why) => format!("export type {UNKNOWN} = {};\n", gati_emit::string(why)),
        }
    }
}

/// What a file with a type holds.
pub(crate) enum Held {
    Type(NodeId),
    Unknown(String),
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
        return Held::Unknown(String::new());
    }
    if let Some(node) = alias(TYPE) {
        return Held::Type(node);
    }
    let why = alias(UNKNOWN).and_then(|node| match facts.node(node) {
        TypeNode::Literal(Literal::String(why)) => Some(why.clone()),
        _ => None,
    });
    Held::Unknown(why.unwrap_or_default())
}
