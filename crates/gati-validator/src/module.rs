//! Whole modules: the functions that are wanted, and what is exported.

use std::sync::Arc;

use gati_emit::{Source, doc_comment, key, line_comment, string};
use gati_types::{Document, GType, Handler, Literal, Manifest};

use crate::{
    Answers, CompileError, Format, Options, Readers, check, clean, collect,
    compiler::{Compiler, Kind, Wanted},
    explain::plan_texts::explains,
    facts::{Facts, is_anything},
    function::Function,
    locate, normal,
    program::Program,
    project, read, reader, text, value,
    written::Written,
};

/// Writes the functions `is`, `validate`, `coerce` and `stringify` of one type.
///
/// # Errors
///
/// [`CompileError`] for a pattern that is no regular expression, an unknown format, a number
/// that is not finite, or a name without a type.
pub fn compile_type(document: &Document, options: &Options) -> Result<String, CompileError> {
    write_type(document, *options).map_err(|error| locate::in_document(document, error))
}

fn write_type(document: &Document, options: Options) -> Result<String, CompileError> {
    let normal = normal::normal_document(document)?;
    let facts = Facts::new(&normal.types, [&normal.root], options.unknown_keys);
    let mut program = Program::new(&facts);
    let root = &normal.root;
    let what = value::spelled(&document.root);
    let exports = [
        ("is", Kind::Is, "Whether a value fits"),
        ("validate", Kind::Validate, "The value to go on with, or every issue"),
        ("coerce", Kind::Read, "The same, from text (params, query, headers)"),
        ("stringify", Kind::Stringify, "JSON text with the declared members only"),
    ];
    let body = program.write(|compiler, body| {
        let mut members = Vec::new();
        for (name, kind, says) in exports {
            if let Some(function) = plain_function(compiler, kind, root, "root") {
                members.push((name, function));
                continue;
            }
            body.line(&doc_comment(&format!("{says}: {what}")));
            body.write_open(format_args!("function {name}(value) {{"));
            let call = entry(compiler, kind, root, "root", "value");
            body.write(format_args!("return {call};"));
            body.close("}");
            body.blank();
            members.push((name, Arc::from(name)));
        }
        if options.readers == Readers::Bodies {
            body.write(format_args!(
                "const reader = {};",
                reader::source::reader_of(compiler, root, "root")
            ));
            members.push(("reader", Arc::from("reader")));
        }
        let list: Vec<String> = members
            .iter()
            .map(|(name, function)| match options.format {
                _ if name == &&**function => (*name).to_owned(),
                Format::Module => format!("{function} as {name}"),
                Format::FunctionBody => format!("{name}: {function}"),
            })
            .collect();
        let list = list.join(", ");
        body.line(&match options.format {
            Format::Module => format!("export {{ {list} }};"),
            Format::FunctionBody => format!("return {{ {list} }};"),
        });
    });
    assemble(program, &format!("Checks of {what}"), &body)
}

/// Writes the module that exports `contracts`: for each handler a function for each declared
/// position, and one for each answer.
///
/// # Errors
///
/// As [`compile_type`].
pub fn compile_contracts(manifest: &Manifest, options: &Options) -> Result<String, CompileError> {
    write_contracts(manifest, *options).map_err(|error| locate::in_manifest(manifest, error))
}

fn write_contracts(manifest: &Manifest, options: Options) -> Result<String, CompileError> {
    let types = normal::normal_table(&manifest.types)?;
    let mut contracts = Vec::with_capacity(manifest.handlers.len());
    for handler in &manifest.handlers {
        contracts.push(Positions::of(handler, manifest)?);
    }
    let roots = contracts.iter().flat_map(Positions::types);
    let facts = Facts::new(&types, roots, options.unknown_keys);
    let mut program = Program::new(&facts);
    let body = program.write(|compiler, body| {
        body.line(&doc_comment("The functions of every handler, by its id."));
        body.open("const contracts = {");
        for (handler, positions) in manifest.handlers.iter().zip(&contracts) {
            body.line(&line_comment(&format!("{}:{}", handler.source.file, handler.source.line)));
            body.write_open(format_args!("{}: {{", key(&handler.id)));
            positions.write_request(handler, options.readers, compiler, body);
            positions.write_answers(handler, options.answers, compiler, body);
            body.close("},");
        }
        body.close("};");
        body.blank();
        body.line(match options.format {
            Format::Module => "export { contracts };",
            Format::FunctionBody => "return { contracts };",
        });
    });
    assemble(program, "Contracts of the handlers", &body)
}

/// The types of a handler's positions in normal form.
struct Positions {
    request: Vec<(&'static str, Kind, GType)>,
    responses: Vec<(u16, GType)>,
    /// By status: what one element of a stream is.
    elements: Vec<(u16, GType)>,
}

impl Positions {
    fn of(handler: &Handler, manifest: &Manifest) -> Result<Self, CompileError> {
        let contract = &handler.contract;
        let positions = [
            ("params", Kind::Read, &contract.params),
            ("query", Kind::Read, &contract.query),
            ("headers", Kind::ReadHeaders, &contract.headers),
            ("body", Kind::Validate, &contract.body),
        ];
        let mut request = Vec::new();
        for (name, kind, gtype) in positions {
            if let Some(gtype) = gtype {
                request.push((name, kind, normal::normal(gtype, &manifest.types)?));
            }
        }
        let mut responses = Vec::new();
        let mut elements = Vec::new();
        for response in &contract.responses {
            let (gtype, list) = match &response.elements {
                Some(element) => (element, &mut elements),
                None => (response.gtype.as_ref().unwrap_or(&GType::Unknown), &mut responses),
            };
            list.push((response.status, normal::normal(gtype, &manifest.types)?));
        }
        Ok(Self { request, responses, elements })
    }

    fn types(&self) -> impl Iterator<Item = &GType> {
        let request = self.request.iter().map(|(_, _, gtype)| gtype);
        request.chain(self.responses.iter().chain(&self.elements).map(|(_, gtype)| gtype))
    }

    fn write_request<'a>(
        &'a self,
        handler: &Handler,
        readers: Readers,
        compiler: &mut Compiler<'a>,
        body: &mut Source,
    ) {
        for (name, kind, gtype) in &self.request {
            let hint = format!("{} {name}", handler.id);
            let function = entry_function(compiler, *kind, gtype, &hint);
            body.write(format_args!("{name}: {function},"));
            if *kind == Kind::Validate && readers == Readers::Bodies {
                let reader = reader::source::reader_of(compiler, gtype, &hint);
                body.write(format_args!("reader: {reader},"));
            }
        }
        if readers == Readers::Bodies
            && let Some(explains) = explains(&self.request, compiler.facts)
        {
            body.write(format_args!("explains: {explains},"));
        }
    }

    fn write_answers<'a>(
        &'a self,
        handler: &Handler,
        answers: Answers,
        compiler: &mut Compiler<'a>,
        body: &mut Source,
    ) {
        if self.responses.is_empty() {
            body.line("responses: {},");
        } else {
            body.open("responses: {");
            for (status, gtype) in &self.responses {
                let hint = format!("{} {status}", handler.id);
                body.write(format_args!(
                    "\"{status}\": {},",
                    writer(gtype, &hint, answers, compiler)
                ));
            }
            body.close("},");
        }
        if self.elements.is_empty() {
            return;
        }
        body.open("elements: {");
        for (status, gtype) in &self.elements {
            let hint = format!("{} {status} element", handler.id);
            body.write_open(format_args!("\"{status}\": {{"));
            body.write(format_args!("write: {},", writer(gtype, &hint, answers, compiler)));
            if let Some(tag) = event_name(compiler.facts, gtype) {
                body.write(format_args!("tag: {},", string(&tag)));
            }
            body.close("},");
        }
        body.close("},");
    }
}

/// The function that gives an answer, or one element of it, as text.
fn writer<'a>(
    gtype: &'a GType,
    hint: &str,
    answers: Answers,
    compiler: &mut Compiler<'a>,
) -> String {
    let writes = entry_function(compiler, Kind::Stringify, gtype, hint);
    if answers == Answers::Trusted || is_anything(compiler.facts.resolve(gtype)) {
        return writes;
    }
    let checked = compiler.runtime("$checked");
    let result = entry(compiler, Kind::Validate, gtype, hint, "value");
    let mut function = Source::new();
    function.open("(value) => {");
    function.line(&format!("{checked}({result});"));
    function.line(&format!("return {writes}(value);"));
    function.close("}");
    function.finish().trim_end().to_owned()
}

/// The member that tells a union's objects apart, if its text can name a server-sent event.
fn event_name(facts: &Facts<'_>, gtype: &GType) -> Option<String> {
    let GType::Union(union) = facts.resolve(gtype) else { return None };
    let members = facts.members(union);
    let tagged =
        members.tagged.filter(|_| members.scalars.is_empty() && members.others.is_empty())?;
    let is_name = |literal: &Literal| match literal {
        Literal::String(text) => !text.is_empty() && !text.contains(['\r', '\n', '\0']),
        _ => false,
    };
    let all = tagged.cases.iter().flat_map(|(literals, _)| literals).all(is_name);
    all.then_some(tagged.name)
}

/// The function a caller from outside runs, which takes the value only.
pub(crate) fn entry_function<'a>(
    compiler: &mut Compiler<'a>,
    kind: Kind,
    node: &'a GType,
    hint: &str,
) -> String {
    match plain_function(compiler, kind, node, hint) {
        Some(function) => function.to_string(),
        None => format!("(value) => {}", entry(compiler, kind, node, hint, "value")),
    }
}

/// The function that does `kind` for `node`, if it takes nothing but the value.
fn plain_function<'a>(
    compiler: &mut Compiler<'a>,
    kind: Kind,
    node: &'a GType,
    hint: &str,
) -> Option<Arc<str>> {
    let facts = compiler.facts;
    let plain = match kind {
        Kind::Validate | Kind::Stringify => true,
        Kind::Is => !is_anything(facts.resolve(node)) && !facts.is_deep(node),
        _ => false,
    };
    plain.then(|| compiler.function(kind, node, &hint))
}

/// The expression a caller from outside runs.
pub(crate) fn entry<'a>(
    compiler: &mut Compiler<'a>,
    kind: Kind,
    node: &'a GType,
    hint: &str,
    value: &str,
) -> String {
    let facts = compiler.facts;
    if kind == Kind::Is && is_anything(facts.resolve(node)) {
        return "true".to_owned();
    }
    let depth = if facts.is_deep(node) { ", 0" } else { "" };
    match kind {
        Kind::Read | Kind::ReadHeaders => {
            let headers = kind == Kind::ReadHeaders && facts.object(node).is_some();
            let reader = if headers { Kind::ReadHeaders } else { Kind::Read };
            let reads = compiler.function(reader, node, &hint);
            let validates = compiler.function(Kind::Validate, node, &hint);
            format!("{validates}({reads}({value}{depth}))")
        }
        Kind::Validate | Kind::Stringify => {
            format!("{}({value})", compiler.function(kind, node, &hint))
        }
        other => format!("{}({value}{depth})", compiler.function(other, node, &hint)),
    }
}

/// Writes every function that is wanted and puts the module together.
pub(crate) fn assemble(
    mut program: Program<'_>,
    title: &str,
    body: &Written,
) -> Result<String, CompileError> {
    let functions = program.write_functions(write_function);
    let title = line_comment(&format!(
        "{title}. Written by gati-validator from the types; do not edit, change the types instead."
    ));
    program.finish(&title, &functions, body)
}

fn write_function<'a>(compiler: &mut Compiler<'a>, wanted: &Wanted<'a>, into: &mut Source) {
    if wanted.kind == Kind::Build {
        reader::builder::write(compiler, wanted, into);
        return;
    }
    let deep = compiler.facts.is_deep(wanted.node);
    let outer = matches!(wanted.kind, Kind::Validate | Kind::Stringify);
    let parameters = match (wanted.kind, deep && !outer) {
        (Kind::Collect | Kind::CollectSecret | Kind::CollectKeyed, true) => "value, at, out, depth",
        (Kind::Collect | Kind::CollectSecret | Kind::CollectKeyed, false) => "value, at, out",
        (_, true) => "value, depth",
        (_, false) => "value",
    };
    let mut function = Function::new(compiler, &wanted.title, deep && !outer);
    let says = match wanted.kind {
        Kind::Is => "Whether a value fits",
        Kind::Exact => "Whether a value fits and is handed on as it is",
        Kind::Collect => "Adds every issue",
        Kind::CollectSecret => "Adds every issue and repeats no value",
        Kind::CollectKeyed => {
            "Adds every issue; whether a value is repeated is asked of its pointer"
        }
        Kind::Clean => "What a value that fits is handed on as",
        Kind::Validate => "The value to go on with, or every issue",
        Kind::Project => "Plain data with the declared members only",
        Kind::Text => "The same, put together by hand; `undefined` for what is not as promised",
        Kind::Stringify => "JSON text with the declared members only",
        Kind::Read => "Typed values out of text",
        Kind::ReadHeaders => "Typed values out of headers, names in lower case",
        Kind::Build => "The value that was read",
    };
    match wanted.kind {
        Kind::Is | Kind::Exact => check::write(&mut function, wanted),
        Kind::Collect | Kind::CollectSecret | Kind::CollectKeyed => {
            collect::write(&mut function, wanted);
        }
        Kind::Clean => clean::write(&mut function, wanted),
        Kind::Validate => write_validate(&mut function, wanted),
        Kind::Project => project::write(&mut function, wanted),
        Kind::Text => text::write(&mut function, wanted),
        Kind::Stringify => project::write_stringify(&mut function, wanted),
        Kind::Read | Kind::ReadHeaders => read::write(&mut function, wanted),
        Kind::Build => {}
    }
    let source = function.source;
    into.line(&doc_comment(&format!("{says}: {}", value::spelled_name(wanted))));
    into.write_open(format_args!("function {}({parameters}) {{", wanted.name));
    into.append_indented(&source);
    into.close("}");
    into.blank();
}

/// A check first; only where it fails the issues are collected.
fn write_validate<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    let facts = function.compiler.facts;
    let node = wanted.node;
    if is_anything(node) {
        function.source.line("return { ok: true, value };");
        return;
    }
    let title = wanted.title.clone();
    let depth = if facts.is_deep(node) { ", 0" } else { "" };
    let mut name = |kind| function.compiler.function(kind, node, &title);
    let is = name(Kind::Is);
    let given = if facts.changes(node) {
        format!("value: {}(value{depth})", name(Kind::Clean))
    } else {
        "value".to_owned()
    };
    let collect = name(Kind::Collect);
    let failed = function.compiler.runtime("$explained");
    let expected = value::expected_name(wanted);
    let fits = format!("{is}(value{depth}) ? {{ ok: true, {given} }}");
    function.source.write(format_args!("return {fits} : {failed}({collect}, value, {expected});"));
}
