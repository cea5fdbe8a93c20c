//! Several types in one module, so that they share their functions and the pieces all are made of.

use gati_emit::{key, string};
use gati_types::{Document, TypeTable};

use crate::{
    CompileError, Format, Options, Readers,
    compiler::Kind,
    facts::Facts,
    locate,
    module::{assemble, entry_function},
    normal,
    program::Program,
    reader,
};

/// Writes the functions `is`, `validate` and `stringify` of several types, as an object
/// for each under its name; with readers also the text of its `program`. A name in the documents
/// means one type in all of them.
///
/// # Errors
///
/// As [`compile_type`](crate::compile_type), and [`CompileError::TwoMeanings`].
pub fn compile_types(
    documents: &[(String, Document)],
    options: &Options,
) -> Result<String, CompileError> {
    write_types(documents, *options).map_err(|error| {
        let located =
            documents.iter().map(|(_, document)| locate::in_document(document, error.clone()));
        located.into_iter().find(|found| *found != error).unwrap_or(error)
    })
}

fn write_types(documents: &[(String, Document)], options: Options) -> Result<String, CompileError> {
    let table = normal::normal_table(&merged(documents)?)?;
    let mut roots = Vec::with_capacity(documents.len());
    for (name, document) in documents {
        roots.push((name, normal::normal(&document.root, &document.types)?));
    }
    let facts = Facts::new(&table, roots.iter().map(|(_, root)| root), options.unknown_keys);
    let mut program = Program::new(&facts);
    let functions =
        [("is", Kind::Is), ("validate", Kind::Validate), ("stringify", Kind::Stringify)];
    let body = program.write(|compiler, body| {
        body.open("const types = {");
        for (name, root) in &roots {
            body.write_open(format_args!("{}: {{", key(name)));
            for (function, kind) in functions {
                let written = entry_function(compiler, kind, root, name);
                body.write(format_args!("{function}: {written},"));
            }
            if options.readers == Readers::Bodies {
                let program =
                    reader::layout::layout(compiler.facts.resolve(root), compiler.facts).program;
                body.write(format_args!("program: {},", string(&program.to_text())));
            }
            body.close("},");
        }
        body.close("};");
        body.blank();
        body.line(match options.format {
            Format::Module => "export { types };",
            Format::FunctionBody => "return types;",
        });
    });
    assemble(program, "Checks of types", &body)
}

/// The named types of all documents.
fn merged(documents: &[(String, Document)]) -> Result<TypeTable, CompileError> {
    let mut table = TypeTable::new();
    for (id, named) in documents.iter().flat_map(|(_, document)| document.types.iter()) {
        match table.get(id) {
            None => table.insert(id.clone(), named.clone()),
            Some(known) if *known == *named => continue,
            Some(_) => return Err(CompileError::TwoMeanings { id: id.to_string() }),
        };
    }
    Ok(table)
}
