//! The only folder that names the parser library: source text in, [`FileFacts`] out.
//!
//! Lowering copies what types can be read off into an owned arena and drops the tree, whose
//! memory is some fifteen times the text. Nothing is resolved here: no file is looked at but the
//! one at hand, so files are lowered in parallel.

mod bodies;
mod call_sites;
mod canonical;
mod comments;
mod declarations;
mod expressions;
mod json;
mod members;
mod modules;
mod names;
mod types;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use oxc_allocator::Allocator;
use oxc_ast::ast::{Program, Statement, TSModuleReference};
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

pub(crate) use call_sites::VALIDATE;
pub(crate) use canonical::{canonical_json, canonical_statement, canonical_type, words};
pub(crate) use json::{Json, JsonAt, read_json};

use crate::given::prisma;
use crate::ir::{
    ArenaEnds, Declaration, DocId, Expr, ExprId, FileFacts, FunctionId, FunctionIr, Item,
    MODULE_SCOPE, Name, NodeId, Owner, Reference, Scope, ScopeId, Span, SyntaxFault, TypeNode,
};

/// How deep brackets may nest. The parser recurses, so this keeps its stack bounded; no file
/// that a person or a generator wrote came near it.
const MAX_NESTING: usize = 600;
/// How many operators may stand in front of each other.
const MAX_PREFIXES: usize = 2_000;

/// The hash that tells whether a file changed.
pub(crate) fn content_hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// Parses and lowers one file.
pub(crate) fn lower(path: PathBuf, text: String) -> FileFacts {
    let written = content_hash(&text);
    let is_prisma = prisma::is_schema(&path);
    let text: Arc<str> = if is_prisma { prisma::client_of(&text).into() } else { text.into() };
    let source = Arc::clone(&text);
    let mut lowerer = Lowerer::new(path, text);
    lowerer.facts.hash = written;
    if let Some(span) = too_deep(&source) {
        lowerer.facts.faults.push(SyntaxFault {
            message: format!(
                "brackets nest more than {MAX_NESTING} deep, or operators stand {MAX_PREFIXES} in a row"
            ),
            help: Some("split the file, or build the value at run time".to_owned()),
            span,
        });
        return lowerer.facts;
    }
    if lowerer.facts.path.extension().is_some_and(|extension| extension == "json") {
        lowerer.json_module(&source);
        lowerer.end_item(Span { start: 0, end: index(source.len()) });
        return lowerer.facts;
    }
    let source_type =
        SourceType::from_path(&lowerer.facts.path).unwrap_or_else(|_| SourceType::ts());
    ARENA.with_borrow_mut(|arena| {
        arena.reset();
        lowerer.parse(arena, &source, source_type);
        if arena.capacity() > KEPT_ARENA {
            *arena = Allocator::default();
        }
    });
    lowerer.facts.shrink();
    lowerer.facts
}

/// The first bracket or prefix operator that is nested too deep. Text inside strings and comments
/// counts as well, which only makes the limit a little stricter.
fn too_deep(text: &str) -> Option<Span> {
    let mut depth = 0_usize;
    let mut prefixes = Prefixes::default();
    for (offset, byte) in text.bytes().enumerate() {
        if prefixes.are_too_many(text, offset, byte) {
            let start = u32::try_from(offset).unwrap_or(u32::MAX);
            return Some(Span { start, end: start + 1 });
        }
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            let start = u32::try_from(offset).unwrap_or(u32::MAX);
            return Some(Span { start, end: start + 1 });
        }
    }
    None
}

/// Operators in front of operators: `!!!x`, `typeof typeof x`, `keyof keyof T`.
#[derive(Default)]
struct Prefixes {
    count: usize,
    word: usize,
}

impl Prefixes {
    fn are_too_many(&mut self, text: &str, offset: usize, byte: u8) -> bool {
        const WORDS: [&str; 9] =
            ["typeof", "void", "delete", "await", "keyof", "readonly", "unique", "new", "yield"];
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80 {
            self.word += 1;
            return false;
        }
        if self.word > 0 {
            let word = text.get(offset - self.word..offset).unwrap_or_default();
            self.count = if WORDS.contains(&word) { self.count + 1 } else { 0 };
            self.word = 0;
        }
        match byte {
            b'!' | b'~' | b'+' | b'-' => self.count += 1,
            byte if byte.is_ascii_whitespace() => {}
            _ => self.count = 0,
        }
        self.count > MAX_PREFIXES
    }
}

/// Builds the facts of one file.
struct Lowerer {
    facts: FileFacts,
    /// JSDoc comments by the offset of the token they stand before.
    comments: FxHashMap<u32, (Span, Option<DocId>)>,
    /// Where declarations go.
    scope: ScopeId,
    /// Nothing is run here: a declaration file, or the inside of a `declare`.
    ambient: bool,
    names: names::Names,
}

impl Lowerer {
    fn new(path: PathBuf, text: Arc<str>) -> Self {
        let hash = content_hash(&text);
        let facts = FileFacts {
            path,
            text,
            hash,
            nodes: Vec::new(),
            node_spans: Vec::new(),
            expressions: Vec::new(),
            expression_spans: Vec::new(),
            functions: Vec::new(),
            locals: Vec::new(),
            declarations: Vec::new(),
            scopes: vec![Scope::default()],
            global_scopes: Vec::new(),
            ambient_modules: Vec::new(),
            bare_imports: Vec::new(),
            references: Vec::new(),
            global_name: None,
            docs: Vec::new(),
            items: Vec::new(),
            call_sites: Vec::new(),
            faults: Vec::new(),
            is_script: true,
        };
        let ambient = is_declaration_file(&facts.path);
        let (comments, names) = (FxHashMap::default(), Vec::new());
        Self { facts, comments, scope: MODULE_SCOPE, ambient, names }
    }

    fn parse(&mut self, arena: &Allocator, source: &str, source_type: SourceType) {
        let parsed = Parser::new(arena, source, source_type)
            .with_options(ParseOptions { preserve_parens: false, ..ParseOptions::default() })
            .parse();
        for error in &parsed.diagnostics {
            let span = error.labels.iter().next().map_or(Span::default(), |label| {
                let start = label.offset();
                let length = label.len();
                Span { start, end: start.saturating_add(length) }
            });
            self.facts.faults.push(SyntaxFault {
                message: error.message.to_string(),
                help: error.help.as_ref().map(ToString::to_string),
                span,
            });
        }
        self.collect_comments(&parsed.program);
        self.program(&parsed.program);
    }

    fn program(&mut self, program: &Program<'_>) {
        self.facts.is_script = !program.body.iter().any(is_module_syntax);
        let mut from = 0;
        for statement in &program.body {
            self.statements(std::slice::from_ref(statement));
            let end = self.span_of(statement).end;
            self.end_item(Span { start: from, end });
            from = end;
        }
        self.call_sites(program);
        self.facts.references = references(&self.facts.text);
        if self.ambient && !self.facts.is_script {
            self.export_all(&program.body);
        }
    }

    /// Everything that was lowered since the last one belongs to the statement that ends here.
    fn end_item(&mut self, Span { start, end }: Span) {
        let text = self.facts.text.get(start as usize..end as usize).unwrap_or_default();
        let shown = text.trim_start();
        let item = Item {
            span: Span { start: end - index(shown.len()), end },
            text_hash: content_hash(shown),
            ends: ArenaEnds {
                declarations: index(self.facts.declarations.len()),
                expressions: index(self.facts.expressions.len()),
                functions: index(self.facts.functions.len()),
                scopes: index(self.facts.scopes.len()),
                docs: index(self.facts.docs.len()),
            },
            hashes: OnceLock::new(),
        };
        self.facts.items.push(item);
    }

    /// The declarations among `statements`, into the current scope.
    fn statements(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            if let Some(module) = statement.as_module_declaration() {
                self.module_declaration(module);
            } else if let Some(declaration) = statement.as_declaration() {
                let start = self.span_of(statement).start;
                self.declaration(declaration, start);
            }
        }
    }

    fn push_node(&mut self, node: TypeNode, span: Span) -> NodeId {
        let id = NodeId(index(self.facts.nodes.len()));
        self.facts.nodes.push(node);
        self.facts.node_spans.push(span);
        id
    }

    fn push_expression(&mut self, expression: Expr, span: Span) -> ExprId {
        let id = ExprId(index(self.facts.expressions.len()));
        self.facts.expressions.push(expression);
        self.facts.expression_spans.push(span);
        id
    }

    fn push_function(&mut self, function: FunctionIr) -> FunctionId {
        let id = FunctionId(index(self.facts.functions.len()));
        self.facts.functions.push(function);
        id
    }

    fn push_declaration(&mut self, declaration: Declaration) {
        let id = index(self.facts.declarations.len());
        let scope = &mut self.facts.scopes[self.scope.0 as usize];
        scope.names.entry(Arc::clone(&declaration.name)).or_default().push(id);
        self.facts.declarations.push(declaration);
    }

    fn current_scope(&mut self) -> &mut Scope {
        &mut self.facts.scopes[self.scope.0 as usize]
    }

    /// Opens a scope inside the current one, which the caller restores.
    fn open_scope(&mut self, owner: Owner) -> ScopeId {
        let id = ScopeId(index(self.facts.scopes.len()));
        let scope = Scope { owner, parent: Some(self.scope), ..Scope::default() };
        self.facts.scopes.push(scope);
        id
    }

    #[expect(clippy::unused_self, reason = "reads better at its many places of use")]
    fn span_of(&self, node: &impl oxc_span::GetSpan) -> Span {
        convert(node.span())
    }
}

fn is_module_syntax(statement: &Statement<'_>) -> bool {
    match statement.as_module_declaration() {
        Some(_) => true,
        // `import x = require("…")` is no module declaration to the parser.
        None => matches!(
            statement,
            Statement::TSImportEqualsDeclaration(import)
                if matches!(import.module_reference, TSModuleReference::ExternalModuleReference(_))
        ),
    }
}

/// `x.d.ts`, `x.d.mts`, `x.d.cts`, `x.d.css.ts`.
fn is_declaration_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_source = [".ts", ".mts", ".cts"].iter().any(|end| name.ends_with(end));
    is_source && name.contains(".d.")
}

/// The `/// <reference … />` lines at the top of a file.
fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let Some(comment) = line.strip_prefix("//") else {
            if line.is_empty() || line.starts_with("/*") || line.starts_with('*') {
                continue;
            }
            break;
        };
        let Some(directive) =
            comment.strip_prefix('/').and_then(|rest| rest.trim_start().strip_prefix("<reference"))
        else {
            continue;
        };
        let attribute = |name: &str| -> Option<Name> {
            let rest = directive.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
            let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            rest[1..].split_once(quote).map(|(value, _)| Name::from(value))
        };
        if let Some(path) = attribute("path") {
            found.push(Reference::Path(path));
        } else if let Some(types) = attribute("types") {
            found.push(Reference::Types(types));
        }
    }
    found
}

fn convert(span: oxc_span::Span) -> Span {
    Span { start: span.start, end: span.end }
}

thread_local! {
    /// The names this thread met lately: most are met again, in the same file and in others.
    static NAMES: RefCell<FxHashSet<Name>> = RefCell::default();
    /// What syntax trees are made in; kept, because getting memory costs as much as parsing.
    static ARENA: RefCell<Allocator> = RefCell::default();
}

/// How many names a thread keeps, and how long they may be.
const KEPT_NAMES: usize = 20_000;
const KEPT_LENGTH: usize = 64;
/// How large an arena a thread keeps, in bytes.
const KEPT_ARENA: usize = 4 << 20;

fn name(text: &str) -> Name {
    if text.len() > KEPT_LENGTH {
        return Name::from(text);
    }
    NAMES.with_borrow_mut(|names| {
        if let Some(known) = names.get(text) {
            return Name::clone(known);
        }
        if names.len() >= KEPT_NAMES {
            names.clear();
        }
        let new = Name::from(text);
        names.insert(Name::clone(&new));
        new
    })
}

/// An arena's index. A file longer than 4 GB is refused by the parser before any arena is.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
