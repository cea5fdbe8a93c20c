//! What a name in a file of tables stands for: something Drizzle exports, or a constant that was
//! made with it.

use super::builders::Dialect;
use crate::evaluate::Evaluator;
use crate::ir::{DeclKind, Expr, ExprId, ImportedName, LocalId, MODULE_SCOPE, Name};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};

/// How many constants may lead to one another.
const MAX_STEPS: u32 = 20;

/// What a name or a member stands for.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// What one of Drizzle's modules exports under this name.
    Export(Dialect, Name),
    /// The initialiser of a constant of this file.
    Constant(FileId, ExprId),
}

/// Where an expression stands: its file, and the parameter that has every builder.
#[derive(Debug, Clone)]
pub(super) struct Here {
    pub file: FileId,
    pub builders: Option<(LocalId, Dialect)>,
}

impl Evaluator<'_> {
    /// What an expression names.
    pub(super) fn drizzle_origin(&mut self, expression: ExprId, here: &Here) -> Option<Origin> {
        let facts = self.sources.facts(here.file);
        match facts.expression(expression) {
            Expr::Identifier(name) => self.drizzle_name(name, here.file),
            Expr::Member { object, name, optional: false } => {
                let owner = match facts.expression(*object) {
                    Expr::Identifier(owner) => owner,
                    Expr::Local(owner) => {
                        let (builders, dialect) = here.builders?;
                        let found = Origin::Export(dialect, Name::clone(name));
                        return (*owner == builders).then_some(found);
                    }
                    _ => return None,
                };
                let import = facts.module_scope().import(owner)?;
                let dialect = Dialect::of_module(&import.specifier)?;
                matches!(import.imported, ImportedName::Namespace)
                    .then(|| Origin::Export(dialect, Name::clone(name)))
            }
            _ => None,
        }
    }

    fn drizzle_name(&mut self, name: &Name, file: FileId) -> Option<Origin> {
        let facts = self.sources.facts(file);
        if let Some(import) = facts.module_scope().import(name)
            && let Some(dialect) = Dialect::of_module(&import.specifier)
        {
            let ImportedName::Named(imported) = &import.imported else { return None };
            return Some(Origin::Export(dialect, Name::clone(imported)));
        }
        let found = self.sources.lookup(file, MODULE_SCOPE, name, Meaning::Value).ok()??;
        let Symbol::Declared { file, scope, name } = found else { return None };
        let facts = self.sources.facts(file);
        if let Some(dialect) = facts.path().to_str().and_then(Dialect::of_module) {
            return Some(Origin::Export(dialect, name));
        }
        if scope != MODULE_SCOPE || facts.is_of_package() {
            return None;
        }
        let (file, initialiser) = self.drizzle_constant(file, &name)?;
        Some(Origin::Constant(file, initialiser))
    }

    /// The initialiser of a constant that has no type of its own.
    pub(super) fn drizzle_constant(&self, file: FileId, name: &str) -> Option<(FileId, ExprId)> {
        let facts = self.sources.facts(file);
        let mut found = facts.declarations_of(MODULE_SCOPE, name);
        let (Some((_, declaration)), None) = (found.next(), found.next()) else { return None };
        let DeclKind::Variable(variable) = &declaration.kind else { return None };
        if !variable.is_const || variable.node.is_some() {
            return None;
        }
        Some((file, variable.initialiser?))
    }

    /// The expression behind names and assertions that change nothing, with its place.
    pub(super) fn drizzle_behind(&mut self, expression: ExprId, here: &Here) -> (ExprId, Here) {
        let mut current = (expression, here.clone());
        for _ in 0..MAX_STEPS {
            let facts = self.sources.facts(current.1.file);
            current = match facts.expression(current.0) {
                Expr::ConstAssertion(value)
                | Expr::Typed { kind: crate::ir::ConstKind::Satisfies, value, .. } => {
                    (*value, current.1)
                }
                Expr::Identifier(_) => match self.drizzle_origin(current.0, &current.1) {
                    Some(Origin::Constant(file, value)) => (value, Here { file, builders: None }),
                    _ => return current,
                },
                _ => return current,
            };
        }
        current
    }

    /// The dialect whose tables a function makes, if it makes any.
    pub(super) fn drizzle_table_function(
        &mut self,
        callee: ExprId,
        here: &Here,
    ) -> Option<Dialect> {
        match self.drizzle_origin(callee, here) {
            Some(Origin::Export(dialect, name)) => (*name == *dialect.table()).then_some(dialect),
            Some(Origin::Constant(file, value)) => {
                let (dialect, name) = self.drizzle_maker(value, file)?;
                let creators = ["pgTableCreator", "mysqlTableCreator", "sqliteTableCreator"];
                creators.contains(&&*name).then_some(dialect)
            }
            None => {
                let (dialect, method) = self.drizzle_schema_method(callee, here)?;
                (&*method == "table").then_some(dialect)
            }
        }
    }

    /// `schema.table` of `const schema = pgSchema('…')`.
    pub(super) fn drizzle_schema_method(
        &mut self,
        callee: ExprId,
        here: &Here,
    ) -> Option<(Dialect, Name)> {
        let facts = self.sources.facts(here.file);
        let Expr::Member { object, name, optional: false } = facts.expression(callee) else {
            return None;
        };
        let Origin::Constant(file, value) = self.drizzle_origin(*object, here)? else {
            return None;
        };
        let (dialect, maker) = self.drizzle_maker(value, file)?;
        ["pgSchema", "mysqlSchema"].contains(&&*maker).then(|| (dialect, Name::clone(name)))
    }

    /// The function of Drizzle that an expression calls.
    fn drizzle_maker(&mut self, value: ExprId, file: FileId) -> Option<(Dialect, Name)> {
        let facts = self.sources.facts(file);
        let Expr::Call { callee, .. } = facts.expression(value) else { return None };
        match self.drizzle_origin(*callee, &Here { file, builders: None })? {
            Origin::Export(dialect, name) => Some((dialect, name)),
            Origin::Constant(..) => None,
        }
    }
}
