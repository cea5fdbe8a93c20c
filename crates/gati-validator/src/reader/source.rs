//! What a module carries for a type whose values can be read from their bytes.

use gati_emit::string;
use gati_types::GType;

use super::layout::layout;
use crate::{
    compiler::{Compiler, Kind},
    explain,
};

/// What reads a value of `node` from its bytes: the program, the function that makes the value, and
/// what finds the issues of one that does not fit.
pub(crate) fn reader_of<'a>(compiler: &mut Compiler<'a>, node: &'a GType, hint: &str) -> String {
    // The function is written for what a name stands for, and one layout has to serve both: a type
    // that mentions itself is laid out in another way where it is mentioned.
    let node = compiler.facts.resolve(node);
    let layout = layout(node, compiler.facts);
    let build = compiler.function(Kind::Build, node, &hint);
    let program = string(&layout.program.to_text());
    match explain::plan::table(node, compiler.facts) {
        Some(table) => {
            format!(
                "{{ program: {program}, build: {build}, explain: {} }}",
                string(&table.to_text())
            )
        }
        None => format!("{{ program: {program}, build: {build} }}"),
    }
}
