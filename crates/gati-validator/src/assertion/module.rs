//! Whole modules: the functions that are wanted, and what is exported.

use gati_emit::{Source, doc_comment, line_comment, string};
use gati_types::assertion::Assertions;

use super::{
    facts::Facts,
    writer::{Body, Kind, Wanted, Writer},
};
use crate::{CompileError, Format, runtime};

/// Writes the functions `is`, `validate`, `coerce` and `stringify` of one JSON Schema.
///
/// # Errors
///
/// [`CompileError`] for a pattern that is no regular expression under the `u` flag.
pub fn compile_assertions(assertions: &Assertions, format: Format) -> Result<String, CompileError> {
    let root = assertions.root;
    let mut writer = Writer::new(Facts::new(assertions));
    let mut body = Source::new();
    let is = writer.call(Kind::Is, root, "value", "0");
    let collect = writer.call(Kind::Collect, root, "value, \"\", out", "0");
    let expected = string(&writer.facts.spelled(root));
    let failed = writer.runtime("$failed");
    let call = writer.runtime("$endless");
    body.line(&doc_comment("Whether a value fits"));
    body.line(&format!(
        "function is(value) {{\n  try {{\n    return {is};\n  }} catch (thrown) {{\n    return {call}(thrown);\n  }}\n}}"
    ));
    body.blank();
    body.line(&doc_comment("The value itself, or every issue"));
    body.line(&format!(
        "function validate(value) {{\n  if (is(value)) return {{ ok: true, value }};\n  const out = [];\n  try {{\n    {collect};\n  }} catch (thrown) {{\n    {call}(thrown);\n  }}\n  return {failed}(out, {expected}, value);\n}}"
    ));
    body.blank();
    let reads = writer.facts.reads(root);
    let read = if reads { writer.call(Kind::Read, root, "value", "0") } else { "value".to_owned() };
    body.line(&doc_comment("The same, from text (params, query, headers)"));
    body.line(&format!("function coerce(value) {{\n  return validate({read});\n}}"));
    body.blank();
    body.line(&doc_comment("JSON text"));
    body.line("function stringify(value) {\n  return JSON.stringify(value);\n}");
    body.blank();
    body.line(match format {
        Format::Module => "export { is, validate, coerce, stringify };",
        Format::FunctionBody => "return { is, validate, coerce, stringify };",
    });
    let functions = write_functions(&mut writer);
    if let Some(failure) = writer.failure {
        return Err(failure);
    }
    let mut module = Source::new();
    let title = &assertions.schema(root).title;
    module.line(&line_comment(&format!(
        "Checks of the JSON Schema {title}. Written by gati-validator; do not edit, change the schema instead."
    )));
    module.blank();
    for piece in runtime::sources(&writer.used) {
        module.line(piece.trim_end());
        module.blank();
    }
    for (name, value) in &writer.constants {
        module.line(&format!("const {name} = {value};"));
    }
    module.blank();
    module.append(&functions);
    module.append(&body);
    Ok(module.finish())
}

fn write_functions(writer: &mut Writer<'_>) -> Source {
    let mut source = Source::new();
    while let Some(wanted) = writer.wanted.pop() {
        write_function(writer, &wanted, &mut source);
    }
    source
}

fn write_function(writer: &mut Writer<'_>, wanted: &Wanted, source: &mut Source) {
    let Wanted { kind, id, name } = wanted;
    let place = writer.facts.schema(*id).place.clone();
    let depth = if writer.facts.is_deep(*id) { ", depth" } else { "" };
    let mut body = Body::new(writer);
    let lines = match kind {
        Kind::Is | Kind::Track | Kind::Sources => body.check(wanted),
        Kind::Collect => body.collect(wanted),
        Kind::Read => body.read(wanted),
    };
    let (says, parameters) = match kind {
        Kind::Is => ("Whether a value fits", "value".to_owned()),
        Kind::Track => (
            "Whether a value fits; notes which parts of it were looked at",
            format!("value, {}", body.seen_parameter(*id)),
        ),
        Kind::Sources => ("Notes which parts of a value are looked at", "value, seen".to_owned()),
        Kind::Collect => ("Adds every issue", "value, at, out".to_owned()),
        Kind::Read => ("Values out of text", "value".to_owned()),
    };
    let place = if place.is_empty() { "the schema" } else { place.as_str() };
    source.line(&doc_comment(&format!("{says}: {place}")));
    source.open(&format!("function {name}({parameters}{depth}) {{"));
    for line in &lines {
        source.line(line);
    }
    source.close("}");
    source.blank();
}
