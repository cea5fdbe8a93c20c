//! Where a handler is reached: `route = 'POST /x'`, `METHOD` and `ROUTE`, `metadata`, or the
//! place of its file.

use gati_router::{PatternError, RoutePattern};
use gati_types::Method;

use super::{Exported, ExportedKind, exported};
use crate::codes::Code;
use crate::diagnostic::{Draft, Repair};
use crate::evaluate::{Evaluator, Lit, Place, Type};
use crate::ir::{DeclKind, Expr, ExprId, KeyName, ObjectEntry};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};
use crate::suggest::{did_you_mean, nearest};

/// What a file states about its route.
#[derive(Debug, Default)]
pub(crate) struct Stated {
    pub method: Option<(Method, Place)>,
    pub path: Option<(RoutePattern, Place)>,
    /// A statement was there and could not be understood: the file has no route then.
    pub broken: bool,
}

/// A path that is not one.
pub(crate) struct Refused {
    message: String,
    help: String,
}

impl Refused {
    pub(crate) fn at(self, place: Place) -> Draft {
        Draft::new(Code::RouteInvalid, place, self.message).help(self.help)
    }
}

impl From<PatternError> for Refused {
    fn from(error: PatternError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

/// Exports that state a route.
pub(crate) const ROUTE_EXPORTS: [&str; 5] = ["route", "ROUTE", "method", "METHOD", "metadata"];

/// Reads what `file` states; `relative` is its path below the folder of handlers.
pub(crate) fn stated(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    relative: &str,
    drafts: &mut Vec<Draft>,
) -> Stated {
    let mut reader = Reader { evaluator, relative, drafts, stated: Stated::default() };
    for name in ROUTE_EXPORTS {
        if let Some(export) = exported(reader.evaluator.sources, file, name) {
            reader.export(name, &export);
        }
    }
    reader.stated
}

struct Reader<'r, 's> {
    evaluator: &'r mut Evaluator<'s>,
    relative: &'r str,
    drafts: &'r mut Vec<Draft>,
    stated: Stated,
}

impl Reader<'_, '_> {
    fn export(&mut self, name: &str, export: &Exported) {
        let value = match &export.kind {
            ExportedKind::Variable(variable) => variable.initialiser,
            ExportedKind::Expression(value) => Some(*value),
            // `export function route()` is somebody's own function.
            ExportedKind::Function(_) | ExportedKind::Other => None,
        };
        let place = export.place();
        let Some(value) = value else {
            return self.fault(
                Code::RouteNotLiteral,
                place,
                format!("`{name}` has no value that can be read"),
            );
        };
        if name == "metadata" {
            self.metadata(export, value);
            return;
        }
        let Some(text) = self.literal(export, value) else {
            let place = self.value_place(export, value);
            return self.fault(
                Code::RouteNotLiteral,
                place,
                format!("`{name}` is not a string literal"),
            );
        };
        let value_place = self.value_place(export, value);
        match name {
            "route" | "ROUTE" => self.route(&text, value_place),
            _ => self.method(&text, value_place),
        }
    }

    fn value_place(&self, export: &Exported, value: ExprId) -> Place {
        let span = self.evaluator.sources.facts(export.file).expression_span(value);
        Place { file: export.file, span }
    }

    fn fault(&mut self, code: Code, place: Place, message: String) {
        self.stated.broken = true;
        let draft = Draft::new(code, place, message);
        self.drafts.push(match code {
            Code::RouteNotLiteral => draft
                .label("known only when the program runs")
                .help("write it where the build can read it: export const route = 'POST /users';"),
            _ => draft.help("write `export const route = 'POST /users/:id';`"),
        });
    }

    /// The text of a literal, of a template without holes, or of a constant that is one.
    fn literal(&mut self, export: &Exported, value: ExprId) -> Option<String> {
        let context = self.evaluator.context_of(export.file, export.scope);
        let ty = self.evaluator.plain(Type::DeferredValue {
            expression: value,
            context,
            constant: true,
        });
        let opened = self.evaluator.expand(ty);
        match self.evaluator.get(opened) {
            Type::Literal(Lit::String(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    fn metadata(&mut self, export: &Exported, value: ExprId) {
        let Some(entries) = object_entries(self.evaluator, export.file, value) else {
            return self.fault(
                Code::RouteNotLiteral,
                export.place(),
                "`metadata` is not an object literal".to_owned(),
            );
        };
        for entry in entries {
            let ObjectEntry::Property { name: KeyName::Static(key), value, .. } = &entry else {
                continue;
            };
            let place = self.value_place(export, *value);
            match (&**key, self.literal(export, *value)) {
                ("method" | "route" | "path", None) => self.fault(
                    Code::RouteNotLiteral,
                    place,
                    format!("`metadata.{key}` is not a string literal"),
                ),
                ("method", Some(text)) => self.method(&text, place),
                ("route" | "path", Some(text)) => self.route(&text, place),
                _ => {}
            }
        }
    }

    fn method(&mut self, text: &str, place: Place) {
        if let Some(method) = Method::parse(&text.to_ascii_uppercase()) {
            return self.state_method(method, place);
        }
        self.stated.broken = true;
        let message = format!("`{text}` is not a method a route can answer");
        let draft = Draft::new(Code::RouteInvalid, place, message);
        let methods = Method::ALL.iter().map(|method| method.as_str());
        self.drafts.push(match nearest(text, methods) {
            Some(near) => draft.help(did_you_mean(near)).repair(Repair::rename(place, text, near)),
            None => {
                draft.help("a route answers GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS or QUERY")
            }
        });
    }

    fn state_method(&mut self, method: Method, place: Place) {
        match self.stated.method {
            Some((known, first)) if known != method => {
                self.contradiction(
                    place,
                    first,
                    format!("this says {method}, and elsewhere the file says {known}"),
                );
            }
            _ => self.stated.method = Some((method, place)),
        }
    }

    fn contradiction(&mut self, place: Place, first: Place, message: String) {
        self.stated.broken = true;
        self.drafts.push(
            Draft::new(Code::RouteContradiction, place, message)
                .help("state the route once: export const route = 'POST /users';")
                .also(first, "stated here as well"),
        );
    }

    fn route(&mut self, text: &str, place: Place) {
        let trimmed = text.trim();
        let (method, path) = match trimmed.split_once(char::is_whitespace) {
            Some((method, path)) => (Some(method), path.trim()),
            // A lone word in capitals is a method without a path.
            None => (None, trimmed),
        };
        if let Some(method) = method {
            self.method(method, place);
        }
        match self.pattern(path) {
            Ok(pattern) => match &self.stated.path {
                Some((known, first)) if *known != pattern => {
                    let message =
                        format!("this says `{pattern}`, and elsewhere the file says `{known}`");
                    let first = *first;
                    self.contradiction(place, first, message);
                }
                _ => self.stated.path = Some((pattern, place)),
            },
            Err(refused) => {
                self.stated.broken = true;
                self.drafts.push(refused.at(place));
            }
        }
    }

    /// Absolute if it starts with `/`, else below the folder of the file.
    fn pattern(&self, path: &str) -> Result<RoutePattern, Refused> {
        if path.starts_with('/') {
            return RoutePattern::parse(path).map_err(Refused::from);
        }
        if path.is_empty() {
            let message = "the route has no path".to_owned();
            let help = "write `export const route = 'POST /users/:id';`".to_owned();
            return Err(Refused { message, help });
        }
        let folder = self.relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = RoutePattern::from_file_path(&format!("{folder}/index.ts"))
            .or_else(|_| RoutePattern::parse("/"))
            .map_err(Refused::from)?;
        let base = base.to_string();
        let base = base.trim_end_matches('/');
        RoutePattern::parse(&format!("{base}/{path}")).map_err(Refused::from)
    }
}

/// The entries of an object literal, looked at through `satisfies`, `as`, `as const` and a name.
pub(crate) fn object_entries(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    value: ExprId,
) -> Option<Vec<ObjectEntry>> {
    object_entries_at(evaluator, file, value, 0)
}

fn object_entries_at(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    value: ExprId,
    depth: u32,
) -> Option<Vec<ObjectEntry>> {
    if depth > 20 {
        return None;
    }
    let facts = evaluator.sources.facts(file);
    match facts.expression(value) {
        Expr::Object(entries) => Some(entries.clone()),
        Expr::Typed { value, .. } | Expr::ConstAssertion(value) | Expr::NonNull(value) => {
            object_entries_at(evaluator, file, *value, depth + 1)
        }
        Expr::Identifier(name) => {
            let scope = crate::ir::MODULE_SCOPE;
            let found = evaluator.sources.lookup(file, scope, name, Meaning::Value).ok()??;
            let Symbol::Declared { file, scope, name } = found else { return None };
            let sites = evaluator.sources.declarations(file, scope, &name);
            let (file, initialiser) = sites.iter().find_map(|site| match site.kind() {
                DeclKind::Variable(variable) => Some((site.file, variable.initialiser?)),
                _ => None,
            })?;
            object_entries_at(evaluator, file, initialiser, depth + 1)
        }
        _ => None,
    }
}

impl Stated {
    /// The pattern: what was stated, or the place of the file.
    pub(crate) fn pattern(&self, relative: &str) -> Result<RoutePattern, Refused> {
        match &self.path {
            Some((pattern, _)) => Ok(pattern.clone()),
            None => RoutePattern::from_file_path(relative).map_err(Refused::from),
        }
    }
}
