//! The type of one column: its builder, and the calls on it.

use super::builders::{Call, Dialect, Start, call};
use super::origin::{Here, Origin};
use crate::evaluate::{Evaluator, Lit, Place, Ty, Type};
use crate::ir::{Expr, ExprId, MODULE_SCOPE, Name, NodeId};

/// How many calls a column may have.
const MAX_CALLS: u32 = 60;

/// Why something is not known: where, and what.
#[derive(Debug)]
pub(super) struct Blame {
    pub place: Place,
    pub what: String,
}

pub(super) type Known<T> = Result<T, Blame>;

/// Who writes a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    Anybody,
    /// Nobody but the database.
    Database,
}

/// A column so far.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// What the builder holds, which lists are made of.
    base: Ty,
    /// What `$type<T>()` says.
    typed: Option<Ty>,
    start: Start,
    dialect: Dialect,
    pub not_null: bool,
    pub has_default: bool,
    pub writer: Writer,
}

impl Column {
    fn new(base: Ty, start: Start, dialect: Dialect) -> Self {
        let serial = start == Start::Serial;
        let (not_null, has_default) = (serial, serial);
        let writer = Writer::Anybody;
        Self { base, typed: None, start, dialect, not_null, has_default, writer }
    }

    pub(super) fn data(&self) -> Ty {
        self.typed.unwrap_or(self.base)
    }
}

impl Evaluator<'_> {
    pub(super) fn drizzle_place(&self, expression: ExprId, here: &Here) -> Place {
        let span = self.sources.facts(here.file).expression_span(expression);
        Place { file: here.file, span }
    }

    pub(super) fn drizzle_blame(
        &self,
        expression: ExprId,
        here: &Here,
        what: impl Into<String>,
    ) -> Blame {
        Blame { place: self.drizzle_place(expression, here), what: what.into() }
    }

    /// The column an expression builds.
    pub(super) fn drizzle_column(&mut self, expression: ExprId, here: &Here) -> Known<Column> {
        let (mut current, here) = self.drizzle_behind(expression, here);
        let mut calls = Vec::new();
        let facts = self.sources.facts(here.file);
        for _ in 0..MAX_CALLS {
            let Expr::Call { callee, type_arguments, arguments, optional: false } =
                facts.expression(current)
            else {
                return Err(self.drizzle_blame(current, &here, "this is no column builder"));
            };
            let method = match facts.expression(*callee) {
                Expr::Member { object, name, optional: false } => {
                    let (inner, inner_here) = self.drizzle_behind(*object, &here);
                    let called = matches!(
                        self.sources.facts(inner_here.file).expression(inner),
                        Expr::Call { .. }
                    );
                    let is_schema = self.drizzle_schema_method(*callee, &here).is_some();
                    (called && !is_schema).then_some((*object, name))
                }
                _ => None,
            };
            if let Some((object, name)) = method {
                let Some(call) = call(name) else {
                    let what = format!("what `.{name}()` does is not known");
                    return Err(self.drizzle_blame(current, &here, what));
                };
                calls.push((call, current, type_arguments.first().copied()));
                if matches!(facts.expression(object), Expr::Identifier(_)) {
                    // A column that is named and built further: `...; id: base.notNull()`.
                    let start = self.drizzle_column_of_name(object, &here)?;
                    return self.drizzle_called(start, &calls, &here);
                }
                current = object;
                continue;
            }
            let start = self.drizzle_built(current, *callee, arguments, &here)?;
            return self.drizzle_called(start, &calls, &here);
        }
        Err(self.drizzle_blame(current, &here, "too many calls"))
    }

    fn drizzle_column_of_name(&mut self, name: ExprId, here: &Here) -> Known<Column> {
        self.guarded(|this| this.drizzle_column(name, here))
            .unwrap_or_else(|| Err(self.drizzle_blame(name, here, "it is built from itself")))
    }

    /// The calls on a column, the last of them first.
    fn drizzle_called(
        &mut self,
        mut column: Column,
        calls: &[(Call, ExprId, Option<NodeId>)],
        here: &Here,
    ) -> Known<Column> {
        for (call, expression, argument) in calls.iter().rev() {
            match call {
                Call::Nothing => {}
                Call::NotNull => column.not_null = true,
                Call::Default => column.has_default = true,
                Call::PrimaryKey => {
                    column.not_null = true;
                    column.has_default |= column.start == Start::RowId;
                }
                Call::Generated => {
                    column.has_default = true;
                    column.writer = Writer::Database;
                }
                Call::IdentityAlways | Call::IdentityByDefault => {
                    column.not_null = true;
                    column.has_default = true;
                    if *call == Call::IdentityAlways {
                        column.writer = Writer::Database;
                    }
                }
                // The list is one of what the builder holds: what was said of the column before
                // does not reach it.
                Call::Array if column.dialect == Dialect::Pg => {
                    let items = Type::Array { items: column.base, readonly: false };
                    let base = self.plain(items);
                    column = Column::new(base, Start::Plain, column.dialect);
                }
                Call::Array => {
                    let what = "only columns of PostgreSQL can be lists";
                    return Err(self.drizzle_blame(*expression, here, what));
                }
                Call::Typed => {
                    let (Some(node), None) = (argument, column.typed) else {
                        let what = "`.$type<T>()` is known once for a column, and with a type";
                        return Err(self.drizzle_blame(*expression, here, what));
                    };
                    let context = self.context_of(here.file, MODULE_SCOPE);
                    column.typed = Some(self.later(*node, context));
                }
            }
        }
        Ok(column)
    }

    /// The column a builder gives.
    fn drizzle_built(
        &mut self,
        call: ExprId,
        callee: ExprId,
        arguments: &[ExprId],
        here: &Here,
    ) -> Known<Column> {
        match self.drizzle_origin(callee, here) {
            Some(Origin::Export(dialect, name)) => {
                let Some(builder) = dialect.builder(&name) else {
                    let what = format!("what `{name}` of Drizzle holds is not known");
                    return Err(self.drizzle_blame(call, here, what));
                };
                let data = self.drizzle_data(call, builder, arguments, here)?;
                Ok(Column::new(data, builder.start, dialect))
            }
            Some(Origin::Constant(file, value)) => {
                self.drizzle_own_builder(value, &Here { file, builders: None })
            }
            None => Err(self.drizzle_blame(call, here, "this is no column builder of Drizzle")),
        }
    }

    /// The column of a builder that was made: by `pgEnum`, `customType`.
    fn drizzle_own_builder(&mut self, value: ExprId, here: &Here) -> Known<Column> {
        let unknown = |this: &Self| {
            Err(this.drizzle_blame(value, here, "this is no column builder of Drizzle"))
        };
        let facts = self.sources.facts(here.file);
        let Expr::Call { callee, type_arguments, arguments, optional: false } =
            facts.expression(value)
        else {
            return unknown(self);
        };
        let maker = match self.drizzle_origin(*callee, here) {
            Some(Origin::Export(dialect, name)) => Some((dialect, name)),
            Some(Origin::Constant(..)) => None,
            None => self.drizzle_schema_method(*callee, here).and_then(|(dialect, name)| {
                (&*name == "enum").then(|| (dialect, Name::from("pgEnum")))
            }),
        };
        match (maker, arguments.as_slice(), type_arguments.as_slice()) {
            (Some((dialect, name)), [_, values], _) if &*name == "pgEnum" => {
                let data = self.drizzle_values(*values, here)?;
                Ok(Column::new(data, Start::Plain, dialect))
            }
            (Some((dialect, name)), _, [config]) if &*name == "customType" => {
                self.drizzle_custom(value, *config, dialect, here)
            }
            (Some((_, name)), ..) if &*name == "customType" => {
                let what = "a `customType` without a type argument can hold anything";
                Err(self.drizzle_blame(value, here, what))
            }
            _ => unknown(self),
        }
    }

    /// `customType<{ data: T; notNull: true; default: true }>({ … })`.
    fn drizzle_custom(
        &mut self,
        value: ExprId,
        config: NodeId,
        dialect: Dialect,
        here: &Here,
    ) -> Known<Column> {
        let context = self.context_of(here.file, MODULE_SCOPE);
        let config = self.later(config, context);
        let opened = self.expand(config);
        let found = match self.get(opened) {
            Type::Object(shape) => {
                shape.property("data").map(|data| data.ty).map(|data| (data, shape))
            }
            _ => None,
        };
        let Some((data, shape)) = found else {
            let what = "the `data` of this `customType` is not known";
            return Err(self.drizzle_blame(value, here, what));
        };
        let mut column = Column::new(data, Start::Plain, dialect);
        for (name, is_so) in
            [("notNull", &mut column.not_null), ("default", &mut column.has_default)]
        {
            let Some(property) = shape.property(name) else { continue };
            let opened = self.expand(property.ty);
            *is_so = match self.get(opened) {
                Type::Literal(Lit::Boolean(value)) if !property.optional => value,
                _ => {
                    let what = format!("the `{name}` of this `customType` is not known");
                    return Err(self.drizzle_blame(value, here, what));
                }
            };
        }
        Ok(column)
    }
}
