//! Types that are given rather than written: what a schema value is, as somebody found out by
//! running it, and what another tool's model file declares.
//!
//! Each is TypeScript text in a file that only the analyzer sees, so that one evaluator serves
//! them all, and whatever follows edits follows theirs. A schema value has two such files beside
//! the file that declares it, one for what it takes and one for what it gives; a file that nobody
//! gave yet is one that is not there, and looking for it is how it is asked for.

pub(crate) mod fallback;
pub(crate) mod library;
pub(crate) mod modules;
pub(crate) mod prisma;
mod spell;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gati_types::{Document, Literal};

use crate::ir::{DeclKind, Export, ExportTarget, MODULE_SCOPE, Name, TypeNode};
use crate::resolve::FileView;

/// Which of its two types a schema value is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Side {
    /// What it takes.
    Input,
    /// What it gives.
    Output,
}

/// A schema value: a constant of a file, and the members that lead from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaKey {
    /// The file that declares the constant, absolute.
    pub file: PathBuf,
    /// The name it is declared under (`default` for `export default`), and members.
    pub path: Vec<String>,
}

/// A schema value somebody needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaRequest {
    /// Which one.
    pub key: SchemaKey,
    /// The name it is exported under; `None` where the file keeps it to itself.
    pub export: Option<String>,
}

/// Whether a value has to be asked at run time, beyond what its type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastWord {
    /// Its types say everything, or nothing can be asked.
    Types,
    /// It validates by itself what its types cannot say.
    Value,
}

/// What a schema value turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenSchema {
    /// Types.
    Types {
        /// What it takes.
        input: Box<Document>,
        /// What it gives.
        output: Box<Document>,
        /// Who has the last word on a value.
        last_word: LastWord,
        /// What its types do not say, each in a few words, for a place where it cannot be asked.
        unsaid: Vec<String>,
    },
    /// It could not be found out.
    Failed {
        /// Why, in one sentence.
        message: String,
        /// What to do.
        help: String,
    },
}

/// The constant that says that the value has the last word.
const LAST_WORD: &str = "$validates";
/// The type whose declarations say what the types do not.
const UNSAID: &str = "$unsaid";
/// Between the file of a value and its path.
const MARK: char = '#';

impl SchemaKey {
    /// The file with one side of the value.
    pub(crate) fn file_of(&self, side: Side) -> PathBuf {
        let mut name = self.file.as_os_str().to_owned();
        name.push(format!("{MARK}{}.{}.ts", self.path.join("."), side.as_str()));
        PathBuf::from(name)
    }

    /// The value that a file with one side belongs to.
    pub(crate) fn of_file(path: &Path) -> Option<(Self, Side)> {
        let text = path.to_str()?;
        let (file, rest) = text.rsplit_once(MARK)?;
        let rest = rest.strip_suffix(".ts")?;
        let (rest, side) = rest.rsplit_once('.')?;
        let side = match side {
            "input" => Side::Input,
            "output" => Side::Output,
            _ => return None,
        };
        let path = rest.split('.').map(ToOwned::to_owned).collect();
        Some((Self { file: PathBuf::from(file), path }, side))
    }

    /// The name the type of the value has in its files.
    pub(crate) fn type_name(&self) -> Name {
        let last = self.path.last().map_or("Schema", String::as_str);
        Name::from(if last == "default" { "Default" } else { last })
    }
}

impl SchemaRequest {
    /// The request for a value of a file with these exports.
    pub(crate) fn of<'e>(
        key: SchemaKey,
        exports: impl Iterator<Item = (&'e Name, &'e Export)>,
    ) -> Self {
        let declared = key.path.first().map_or("", String::as_str);
        let mut names: Vec<&Name> = exports
            .filter(|(name, export)| match &export.target {
                ExportTarget::Local(local) => &**local == declared,
                ExportTarget::Expression(_) => &***name == declared,
                ExportTarget::From { .. } | ExportTarget::Path(..) => false,
            })
            .map(|(name, _)| name)
            .collect();
        names.sort_unstable();
        let export = names.first().map(ToString::to_string);
        Self { key, export }
    }
}

impl Side {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }
}

/// Whether a file is one that only the analyzer sees.
pub(crate) fn is_given(path: &Path) -> bool {
    SchemaKey::of_file(path).is_some()
        || fallback::FallbackKey::of_file(path).is_some()
        || modules::is_file(path)
}

/// The texts of a value's two files.
pub(crate) fn texts(key: &SchemaKey, given: &GivenSchema) -> [(PathBuf, String); 2] {
    [Side::Input, Side::Output].map(|side| {
        let name = key.type_name();
        let text = match given {
            GivenSchema::Types { input, output, last_word, unsaid } => {
                let document = if side == Side::Input { input } else { output };
                let mut text = spell::module(document, &name);
                if *last_word == LastWord::Value {
                    let _ = writeln!(text, "export declare const {LAST_WORD}: true;");
                }
                for what in unsaid {
                    let _ = writeln!(text, "export type {UNSAID} = {};", gati_emit::string(what));
                }
                text
            }
            GivenSchema::Failed { message, help } => spell::failure(&name, message, help),
        };
        (key.file_of(side), text)
    })
}

/// Whether the value behind a given file has the last word.
pub(crate) fn has_last_word(facts: &FileView) -> bool {
    facts.declarations_of(MODULE_SCOPE, LAST_WORD).next().is_some()
}

/// What the types of a given file do not say.
pub(crate) fn unsaid(facts: &FileView) -> Vec<String> {
    let found = facts.declarations_of(MODULE_SCOPE, UNSAID);
    found
        .filter_map(|(_, declaration)| match &declaration.kind {
            DeclKind::Alias { node, .. } => match facts.node(*node) {
                TypeNode::Literal(Literal::String(text)) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect()
}
