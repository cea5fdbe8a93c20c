//! Source text to JavaScript: parse, take the types away, print.

use std::path::{Path, PathBuf};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use oxc_transformer::{TransformOptions, Transformer};

use crate::{Import, ModuleUrl, imports, meta};

/// A module as Node runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// JavaScript, an ES module.
    pub code: String,
    /// Source map version 3 as JSON, from `code` to the source text.
    pub map: String,
    /// The modules it asks for, in the order they stand in `code`. Imports of types only are
    /// gone.
    pub imports: Vec<Import>,
}

/// A place the source text cannot be read past.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// First byte of the place in the source text.
    pub start: u32,
    /// The byte after the place.
    pub end: u32,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

/// The JavaScript of the module `path`, whose text is `source`.
///
/// The ending of `path` decides how the text is read (`.ts`, `.mts`, `.tsx`, `.js`, …);
/// `import.meta.url`, `.filename` and `.dirname` become the values of `url`, because the
/// output runs from another place.
///
/// # Errors
///
/// Every syntax error of the text, in order; never empty.
pub fn transpile(path: &str, source: &str, url: &ModuleUrl) -> Result<Module, Vec<SyntaxError>> {
    let source_type = SourceType::from_path(Path::new(path))
        .unwrap_or_else(|_| SourceType::ts())
        .with_module(true);
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, source_type).parse();
    let errors = syntax_errors(parsed.diagnostics.errors());
    if parsed.panicked || !errors.is_empty() {
        return Err(or_unreadable(errors));
    }

    let places = imports::places_of(&parsed.module_record, source);
    let mut program = parsed.program;
    let semantic = SemanticBuilder::new().with_enum_eval(true).build(&program);
    let options = TransformOptions::default();
    let transformed = Transformer::new(&allocator, Path::new(path), &options)
        .build_with_scoping(semantic.semantic.into_scoping(), &mut program);
    let errors = syntax_errors(transformed.diagnostics.errors());
    if !errors.is_empty() {
        return Err(errors);
    }
    meta::replace_import_meta(&allocator, &mut program, url);

    let printed = Codegen::new()
        .with_options(CodegenOptions {
            source_map_path: Some(PathBuf::from(&url.href)),
            ..CodegenOptions::default()
        })
        .build(&program);
    let map = printed.map.map(|map| map.to_json_string()).unwrap_or_default();
    let imports = imports::imports_of(&printed.code, &places);
    Ok(Module { code: printed.code, map, imports })
}

fn syntax_errors<'a>(diagnostics: impl Iterator<Item = &'a OxcDiagnostic>) -> Vec<SyntaxError> {
    diagnostics
        .map(|diagnostic| {
            let label = diagnostic.labels.first();
            let start = label.map_or(0, oxc_span::LabeledSpan::offset);
            let length = label.map_or(0, oxc_span::LabeledSpan::len);
            SyntaxError {
                message: diagnostic.message.to_string(),
                start,
                end: start.saturating_add(length),
                help: diagnostic.help.as_ref().map(ToString::to_string),
            }
        })
        .collect()
}

/// A parser that gave up without a word still owes its caller an error.
fn or_unreadable(errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    if !errors.is_empty() {
        return errors;
    }
    vec![SyntaxError {
        message: "this file cannot be read as TypeScript".to_owned(),
        start: 0,
        end: 0,
        help: None,
    }]
}
