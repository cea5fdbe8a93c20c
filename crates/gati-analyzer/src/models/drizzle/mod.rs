//! Tables of Drizzle: what `typeof users.$inferSelect` and `InferSelectModel<typeof users>` are,
//! read off `const users = pgTable('users', { … })` the way the types of Drizzle read it.

mod builders;
mod column;
mod held;
mod origin;

use self::column::{Blame, Column, Known, Writer};
use self::origin::Here;
use crate::codes::Code;
use crate::evaluate::{ContextId, Evaluator, Place, Prop, PropKind, Shape, Ty, Type};
use crate::ir::{
    Body, DocId, Expr, ExprId, KeyName, Name, NodeId, ObjectEntry, ParameterIr, Pattern, Span,
    Statement,
};
use crate::resolve::FileId;

/// How deep spreads may nest: what spreads twice what spreads twice grows fast.
const MAX_SPREADS: u32 = 8;

/// Which type of a table is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    /// What a query gives.
    Select,
    /// What can be inserted.
    Insert,
}

/// A column of a table under its name.
struct Entry {
    name: Name,
    column: Known<Column>,
    docs: Option<(FileId, DocId)>,
    place: Place,
}

impl Model {
    fn of_property(name: &str) -> Option<Self> {
        match name {
            "$inferSelect" => Some(Self::Select),
            "$inferInsert" => Some(Self::Insert),
            _ => None,
        }
    }

    fn of_type(name: &str) -> Option<Self> {
        match name {
            "InferSelectModel" => Some(Self::Select),
            "InferInsertModel" => Some(Self::Insert),
            _ => None,
        }
    }
}

/// Whether Drizzle has a type of this name for a model.
fn spells_model(name: &str) -> bool {
    Model::of_type(name).is_some()
}

fn exports_model(package: &str, name: &str) -> bool {
    package == "drizzle-orm" && spells_model(name)
}

impl Evaluator<'_> {
    /// `typeof users.$inferSelect`; `None` if the words mean something else.
    pub(crate) fn drizzle_property(
        &mut self,
        path: &[Name],
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let (last, owner) = path.split_last()?;
        let model = Model::of_property(last)?;
        let (file, members) = self.value_at(owner, context)?;
        self.drizzle_model(file, &members, model, place)
    }

    /// `InferSelectModel<typeof users>`; `None` if the words mean something else.
    pub(crate) fn drizzle_mention(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let (last, argument) = (path.last()?, arguments.first()?);
        if path.len() != 1 && !spells_model(last) {
            return None;
        }
        let (_, name) = self.imported_from(path, context, (exports_model, spells_model))?;
        let model = Model::of_type(&name)?;
        if arguments.len() != 1 {
            let what = format!("`{name}` is known without options");
            return Some(self.drizzle_failure(place, &Blame { place, what }));
        }
        let argument = self.later(*argument, context);
        let found = self.value_behind(argument, 0);
        if let Some(ty) =
            found.and_then(|(file, path)| self.drizzle_model(file, &path, model, place))
        {
            return Some(ty);
        }
        let what = format!("`{name}` is known for `typeof` a table that is a constant of a file");
        Some(self.drizzle_failure(place, &Blame { place, what }))
    }

    fn drizzle_failure(&mut self, place: Place, blame: &Blame) -> Ty {
        let help = "declare the columns in place with builders of Drizzle, or write the type out; \
                    `customType<{ data: T }>` says what a type of its own holds";
        let problem = crate::evaluate::Problem::new(
            Code::ModelUnknown,
            place,
            format!("a model cannot be read off its table: {}", blame.what),
        );
        let problem = problem.help(help);
        let elsewhere = blame.place != place;
        self.fail(if elsewhere { problem.also(blame.place, "because of this") } else { problem })
    }

    /// One of the types of a constant, if it is a table.
    fn drizzle_model(
        &mut self,
        file: FileId,
        path: &[String],
        model: Model,
        place: Place,
    ) -> Option<Ty> {
        let [name] = path else { return None };
        let (file, initialiser) = self.drizzle_constant(file, name)?;
        let here = Here { file, builders: None };
        let (table, here) = self.drizzle_behind(initialiser, &here);
        let facts = self.sources.facts(here.file);
        let Expr::Call { callee, arguments, .. } = facts.expression(table) else { return None };
        let dialect = self.drizzle_table_function(*callee, &here)?;
        let mut entries = Vec::new();
        let known = match arguments.as_slice() {
            [_, columns, ..] => {
                let inside = self.drizzle_columns_of(*columns, &here, dialect);
                inside.and_then(|(columns, here)| {
                    self.drizzle_entries(columns, &here, &mut entries, 0)
                })
            }
            _ => Err(self.drizzle_blame(table, &here, "a table has a name and columns")),
        };
        Some(match known {
            Ok(()) => self.drizzle_shape(entries, model, place),
            Err(blame) => self.drizzle_failure(place, &blame),
        })
    }

    /// The object with the columns: written in place, or what a function of the builders gives.
    fn drizzle_columns_of(
        &mut self,
        columns: ExprId,
        here: &Here,
        dialect: builders::Dialect,
    ) -> Known<(ExprId, Here)> {
        let facts = self.sources.facts(here.file);
        let Expr::Function(function) = facts.expression(columns) else {
            return Ok((columns, here.clone()));
        };
        let function = facts.function(*function);
        let builders = match function.parameters.as_slice() {
            [ParameterIr { pattern: Some(Pattern::Name(local)), .. }] => Some((*local, dialect)),
            _ => None,
        };
        let takes_names = builders.is_some() || function.parameters.is_empty();
        let value = match &function.body {
            Some(Body::Expression(value)) => Some(*value),
            Some(Body::Block(statements)) => match statements.as_slice() {
                [Statement::Return { value, .. }] => *value,
                _ => None,
            },
            None => None,
        };
        match value {
            Some(value) if takes_names => Ok((value, Here { file: here.file, builders })),
            _ => {
                let what = "the columns are `{ … }` or `(t) => ({ … })`";
                Err(self.drizzle_blame(columns, here, what))
            }
        }
    }

    /// The columns of an object and of what it spreads.
    fn drizzle_entries(
        &mut self,
        object: ExprId,
        here: &Here,
        entries: &mut Vec<Entry>,
        depth: u32,
    ) -> Known<()> {
        let (object, here) = self.drizzle_behind(object, here);
        let facts = self.sources.facts(here.file);
        let found = match facts.expression(object) {
            Expr::Object(found) if depth < MAX_SPREADS => found,
            _ => return Err(self.drizzle_blame(object, &here, "these columns are not known")),
        };
        for entry in found {
            let (name, value, docs, span): (&Name, ExprId, Option<DocId>, Span) = match entry {
                ObjectEntry::Property {
                    name: KeyName::Static(name), value, docs, span, ..
                } => (name, *value, *docs, *span),
                ObjectEntry::Spread(value) => {
                    self.drizzle_entries(*value, &here, entries, depth + 1)?;
                    continue;
                }
                _ => {
                    let what = "a column has a name that is not known, or is no column builder";
                    return Err(self.drizzle_blame(object, &here, what));
                }
            };
            let column = self.drizzle_column(value, &here);
            let docs = docs.map(|docs| (here.file, docs));
            let place = Place { file: here.file, span };
            entries.retain(|before| before.name != *name);
            entries.push(Entry { name: Name::clone(name), column, docs, place });
        }
        Ok(())
    }

    fn drizzle_shape(&mut self, entries: Vec<Entry>, model: Model, place: Place) -> Ty {
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        for entry in entries {
            let (ty, is_optional) = match entry.column {
                Ok(column) => {
                    let is_optional =
                        model == Model::Insert && (!column.not_null || column.has_default);
                    if is_optional && column.writer == Writer::Database {
                        continue;
                    }
                    let data = column.data();
                    let ty = if column.not_null {
                        data
                    } else {
                        let null = self.plain(Type::Null);
                        self.union(vec![data, null])
                    };
                    (ty, is_optional)
                }
                Err(blame) => (self.drizzle_failure(place, &blame), false),
            };
            self.models.insert(entry.place);
            let property = Prop {
                name: entry.name,
                ty,
                optional: is_optional,
                readonly: false,
                docs: entry.docs,
                place: entry.place,
                kind: PropKind::Field,
                key: None,
            };
            if is_optional { optional.push(property) } else { required.push(property) }
        }
        required.append(&mut optional);
        self.store.object(Shape { properties: required, ..Shape::default() })
    }
}
