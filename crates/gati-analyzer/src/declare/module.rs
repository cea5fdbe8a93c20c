//! Modules: an exported object with `name`, `init`, `exports` and their kin.

use gati_types::ModuleEntry;

use super::route::object_entries;
use super::{Exported, ExportedKind, export_place, exported, own_exports};
use crate::codes::Code;
use crate::diagnostic::Draft;
use crate::evaluate::{Evaluator, Lit, Place, Type};
use crate::ir::{Expr, ExprId, KeyName, Name, ObjectEntry, Span};
use crate::resolve::FileId;

/// Members that make an object a module.
const MEMBERS: [&str; 7] =
    ["name", "version", "dependencies", "init", "shutdown", "healthCheck", "exports"];

/// The module of `file`, whose path below the folder of modules is `relative`.
pub(crate) fn discover(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    relative: &str,
    drafts: &mut Vec<Draft>,
) -> Option<(ModuleEntry, Place)> {
    let mut names = own_exports(evaluator.sources, file);
    // The default export is the module wherever there is one.
    names.sort_by_key(|name| &**name != "default");
    let mut candidate = None;
    for name in names {
        let Some(export) = exported(evaluator.sources, file, &name) else { continue };
        if let Some(found) = candidate_of(evaluator, &export, &name) {
            candidate = Some((name, export, found));
            break;
        }
    }
    let Some((name, export, found)) = candidate else {
        if evaluator.sources.facts(file).faults().is_empty() {
            let place = Place { file, span: Span::default() };
            drafts.push(
                Draft::new(
                    Code::ModuleShape,
                    place,
                    "this file is among the modules and exports none",
                )
                .help("export one: export default defineModule({ name: 'db', exports: { … } });"),
            );
        }
        return None;
    };
    let place = export_place(evaluator.sources, file, &name);
    let mut entry = ModuleEntry {
        name: file_name(relative),
        file: evaluator.sources.display(file),
        export: name.to_string(),
        dependencies: Vec::new(),
    };
    if let Candidate::Object(entries) = found {
        read_entries(evaluator, &export, &entries, &mut entry, drafts);
    }
    Some((entry, place))
}

enum Candidate {
    Object(Vec<ObjectEntry>),
    /// A function that makes the module, or something made by one.
    Made,
}

fn candidate_of(
    evaluator: &mut Evaluator<'_>,
    export: &Exported,
    name: &Name,
) -> Option<Candidate> {
    let is_default = &**name == "default";
    let value = match &export.kind {
        ExportedKind::Function(_) => return is_default.then_some(Candidate::Made),
        ExportedKind::Variable(variable) => variable.initialiser?,
        ExportedKind::Expression(value) => *value,
        ExportedKind::Other => return None,
    };
    let facts = evaluator.sources.facts(export.file);
    let (inner, defined) = match facts.expression(unwrapped(&facts, value)) {
        Expr::Call { callee, arguments, .. } => {
            let defined = matches!(facts.expression(*callee), Expr::Identifier(name) if &**name == "defineModule");
            match (defined, arguments.first()) {
                (true, Some(argument)) => (*argument, true),
                _ => return is_default.then_some(Candidate::Made),
            }
        }
        Expr::Function(_) => return is_default.then_some(Candidate::Made),
        _ => (value, false),
    };
    let entries = object_entries(evaluator, export.file, inner)?;
    let looks_right = entries.iter().any(|entry| match entry_name(entry) {
        Some(name) => MEMBERS.contains(&&**name),
        None => false,
    });
    (looks_right || is_default || defined).then_some(Candidate::Object(entries))
}

fn unwrapped(facts: &crate::resolve::FileView, value: ExprId) -> ExprId {
    let mut current = value;
    for _ in 0..20 {
        match facts.expression(current) {
            Expr::Typed { value, .. } | Expr::ConstAssertion(value) | Expr::NonNull(value) => {
                current = *value;
            }
            _ => break,
        }
    }
    current
}

fn entry_name(entry: &ObjectEntry) -> Option<&Name> {
    match entry {
        ObjectEntry::Property { name: KeyName::Static(name), .. }
        | ObjectEntry::Method { name: KeyName::Static(name), .. }
        | ObjectEntry::Getter { name: KeyName::Static(name), .. } => Some(name),
        _ => None,
    }
}

fn read_entries(
    evaluator: &mut Evaluator<'_>,
    export: &Exported,
    entries: &[ObjectEntry],
    entry: &mut ModuleEntry,
    drafts: &mut Vec<Draft>,
) {
    for member in entries {
        let ObjectEntry::Property { name: KeyName::Static(key), value, span, .. } = member else {
            continue;
        };
        let place = Place { file: export.file, span: *span };
        match &**key {
            "name" => match strings(evaluator, export, *value).as_deref() {
                Some([name]) if !name.is_empty() => entry.name.clone_from(name),
                _ => drafts.push(
                    Draft::new(
                        Code::ModuleNotLiteral,
                        place,
                        "the name of this module is not a string literal",
                    )
                    .label("known only when the program runs")
                    .help("write name: 'db'"),
                ),
            },
            "dependencies" => match strings(evaluator, export, *value) {
                Some(names) => entry.dependencies = names,
                None => drafts.push(
                    Draft::new(
                        Code::ModuleNotLiteral,
                        place,
                        "the dependencies of this module are not an array of string literals",
                    )
                    .label("known only when the program runs")
                    .help("write dependencies: ['db']"),
                ),
            },
            _ => {}
        }
    }
}

/// A string literal, or an array of them.
fn strings(evaluator: &mut Evaluator<'_>, export: &Exported, value: ExprId) -> Option<Vec<String>> {
    use crate::ir::ArrayEntry;
    let facts = evaluator.sources.facts(export.file);
    if let Expr::Array(items) = facts.expression(unwrapped(&facts, value)) {
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            let ArrayEntry::Item(item) = item else { return None };
            all.append(&mut strings(evaluator, export, *item)?);
        }
        return Some(all);
    }
    let context = evaluator.context_of(export.file, export.scope);
    let ty = evaluator.plain(Type::DeferredValue { expression: value, context, constant: true });
    let opened = evaluator.expand(ty);
    match evaluator.get(opened) {
        Type::Literal(Lit::String(text)) => Some(vec![text.to_string()]),
        _ => None,
    }
}

/// `db` for `db.ts` and `db/index.ts`.
fn file_name(relative: &str) -> String {
    let stem = relative.rsplit_once('.').map_or(relative, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.rsplit('/').next().unwrap_or(stem).to_owned()
}
