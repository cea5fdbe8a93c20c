//! Where in a graph the reason of an error stands, for whoever has to correct it. Looked for only
//! after writing has failed.

use gati_types::{Constraints, Document, GType, Literal, Manifest, TypeTable};

use crate::CompileError;

/// `error` with its place in a document, if it is found there.
pub(crate) fn in_document(document: &Document, error: CompileError) -> CompileError {
    let root = within(&document.root, &error)
        .map(|path| if path.is_empty() { path } else { format!("property `{path}`") });
    match root.or_else(|| in_types(&document.types, &error)) {
        Some(place) if !place.is_empty() => error.at(place),
        _ => error,
    }
}

/// `error` with its place in a manifest, if it is found there.
pub(crate) fn in_manifest(manifest: &Manifest, error: CompileError) -> CompileError {
    for handler in &manifest.handlers {
        let contract = &handler.contract;
        let request = [
            ("params", contract.params.as_ref()),
            ("query", contract.query.as_ref()),
            ("headers", contract.headers.as_ref()),
            ("body", contract.body.as_ref()),
        ];
        let request = request.map(|(name, gtype)| (name.to_owned(), gtype));
        let answers = contract
            .responses
            .iter()
            .map(|response| (format!("answer {}", response.status), response.sent()));
        for (position, gtype) in request.into_iter().chain(answers) {
            if let Some(path) = gtype.and_then(|gtype| within(gtype, &error)) {
                return error.at(of(&format!("`{}`, {position}", handler.id), &path));
            }
        }
    }
    match in_types(&manifest.types, &error) {
        Some(place) => error.at(place),
        None => error,
    }
}

fn in_types(types: &TypeTable, error: &CompileError) -> Option<String> {
    types.iter().find_map(|(id, named)| {
        within(&named.gtype, error).map(|path| of(&format!("type `{id}`"), &path))
    })
}

fn of(owner: &str, path: &str) -> String {
    if path.is_empty() { owner.to_owned() } else { format!("{owner}, property `{path}`") }
}

/// The path to what `error` is about, names apart by dots.
fn within(gtype: &GType, error: &CompileError) -> Option<String> {
    let mut path = String::new();
    find(gtype, error, &mut path).then_some(path)
}

fn find(gtype: &GType, error: &CompileError, path: &mut String) -> bool {
    let start = path.len();
    let mut inside = |child: &GType, piece: &str| {
        if !piece.starts_with('[') && !path.is_empty() && !piece.is_empty() {
            path.push('.');
        }
        path.push_str(piece);
        let found = find(child, error, path);
        if !found {
            path.truncate(start);
        }
        found
    };
    match gtype {
        GType::Ref(reference) => {
            matches!(error, CompileError::MissingType { id } if *id == *reference.id.as_str())
        }
        GType::Literal(Literal::Number(number)) => {
            matches!(error, CompileError::NotFinite { .. }) && !number.is_finite()
        }
        GType::Refined(refined) => {
            is_about(error, &refined.constraints) || inside(&refined.base, "")
        }
        GType::Object(object) => {
            object.properties.iter().any(|one| inside(&one.gtype, &one.name))
                || object
                    .index
                    .iter()
                    .any(|one| inside(&one.key, "[key]") || inside(&one.value, "[value]"))
        }
        GType::Array(array) => inside(&array.items, "[]"),
        GType::Set(set) => inside(&set.items, "[]"),
        GType::Map(map) => inside(&map.key, "[key]") || inside(&map.value, "[value]"),
        GType::Tuple(tuple) => tuple
            .elements
            .iter()
            .enumerate()
            .any(|(index, element)| inside(&element.gtype, &format!("[{index}]"))),
        GType::Union(union) => union.members.iter().any(|member| inside(member, "")),
        _ => false,
    }
}

fn is_about(error: &CompileError, constraints: &Constraints) -> bool {
    match error {
        CompileError::Pattern { pattern, .. } => constraints.patterns.contains(pattern),
        CompileError::Format { format } => constraints.format.as_ref() == Some(format),
        CompileError::NotFinite { .. } => {
            let bounds = [
                constraints.minimum,
                constraints.maximum,
                constraints.exclusive_minimum,
                constraints.exclusive_maximum,
            ];
            bounds.iter().flatten().chain(&constraints.multiple_of).any(|one| !one.is_finite())
        }
        _ => false,
    }
}
