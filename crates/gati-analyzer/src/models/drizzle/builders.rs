//! What the column builders of Drizzle hold, as a table: dialect, builder, mode.

/// A database Drizzle has tables for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Pg,
    MySql,
    SQLite,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    Text,
    /// One of the texts of `{ enum: [...] }`, or any text without it.
    OneOf,
    /// One of the texts of a list that is the last argument.
    Listed,
    Number,
    Boolean,
    BigInt,
    Date,
    Bytes,
    Unknown,
    /// A list of numbers.
    Vector,
    /// That many numbers.
    Numbers(usize),
    /// Numbers of these names.
    Named(&'static [&'static str]),
}

/// What a column has before anything is called on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// It may be null, and has no default.
    Plain,
    /// It is not null and counts by itself.
    Serial,
    /// As a primary key it counts by itself.
    RowId,
}

/// A column builder.
#[derive(Debug)]
pub(super) struct Builder {
    pub name: &'static str,
    pub start: Start,
    /// What it holds by its `mode`; the first of the name `""` where it has none.
    pub modes: &'static [(&'static str, Data)],
}

const fn plain(name: &'static str, modes: &'static [(&'static str, Data)]) -> Builder {
    Builder { name, start: Start::Plain, modes }
}

const fn serial(name: &'static str, modes: &'static [(&'static str, Data)]) -> Builder {
    Builder { name, start: Start::Serial, modes }
}

const fn row_id(name: &'static str, modes: &'static [(&'static str, Data)]) -> Builder {
    Builder { name, start: Start::RowId, modes }
}

type Modes = &'static [(&'static str, Data)];

const TEXT: Modes = &[("", Data::Text)];
const ONE_OF: Modes = &[("", Data::OneOf)];
const NUMBER: Modes = &[("", Data::Number)];
const BOOLEAN: Modes = &[("", Data::Boolean)];
const UNKNOWN: Modes = &[("", Data::Unknown)];
const BIG: Modes = &[("number", Data::Number), ("bigint", Data::BigInt)];
const DECIMAL: Modes =
    &[("", Data::Text), ("string", Data::Text), ("number", Data::Number), ("bigint", Data::BigInt)];
/// A moment that is a `Date` unless somebody wants a text.
const MOMENT: Modes = &[("", Data::Date), ("date", Data::Date), ("string", Data::Text)];
const DAY: Modes = &[("", Data::Text), ("date", Data::Date), ("string", Data::Text)];
const XY: Data = Data::Named(&["x", "y"]);
const POINT: Modes = &[("", Data::Numbers(2)), ("tuple", Data::Numbers(2)), ("xy", XY)];
const LINE: Modes =
    &[("", Data::Numbers(3)), ("tuple", Data::Numbers(3)), ("abc", Data::Named(&["a", "b", "c"]))];
const VECTOR: Modes = &[("", Data::Vector)];
const INTEGER: Modes = &[
    ("", Data::Number),
    ("number", Data::Number),
    ("boolean", Data::Boolean),
    ("timestamp", Data::Date),
    ("timestamp_ms", Data::Date),
];

const PG: &[Builder] = &[
    plain("bigint", BIG),
    serial("bigserial", BIG),
    plain("bit", TEXT),
    plain("boolean", BOOLEAN),
    plain("char", ONE_OF),
    plain("cidr", TEXT),
    plain("date", DAY),
    plain("decimal", DECIMAL),
    plain("doublePrecision", NUMBER),
    plain("geometry", POINT),
    plain("halfvec", VECTOR),
    plain("inet", TEXT),
    plain("integer", NUMBER),
    plain("interval", TEXT),
    plain("json", UNKNOWN),
    plain("jsonb", UNKNOWN),
    plain("line", LINE),
    plain("macaddr", TEXT),
    plain("macaddr8", TEXT),
    plain("numeric", DECIMAL),
    plain("point", POINT),
    plain("real", NUMBER),
    serial("serial", NUMBER),
    plain("smallint", NUMBER),
    serial("smallserial", NUMBER),
    plain("sparsevec", TEXT),
    plain("text", ONE_OF),
    plain("time", TEXT),
    plain("timestamp", MOMENT),
    plain("uuid", TEXT),
    plain("varchar", ONE_OF),
    plain("vector", VECTOR),
];

const MYSQL: &[Builder] = &[
    plain("bigint", BIG),
    plain("binary", TEXT),
    plain("boolean", BOOLEAN),
    plain("char", ONE_OF),
    plain("date", MOMENT),
    plain("datetime", MOMENT),
    plain("decimal", DECIMAL),
    plain("double", NUMBER),
    plain("float", NUMBER),
    plain("int", NUMBER),
    plain("json", UNKNOWN),
    plain("longtext", ONE_OF),
    plain("mediumint", NUMBER),
    plain("mediumtext", ONE_OF),
    plain("mysqlEnum", &[("", Data::Listed)]),
    plain("real", NUMBER),
    serial("serial", NUMBER),
    plain("smallint", NUMBER),
    plain("text", ONE_OF),
    plain("time", TEXT),
    plain("timestamp", MOMENT),
    plain("tinyint", NUMBER),
    plain("tinytext", ONE_OF),
    plain("varbinary", TEXT),
    plain("varchar", ONE_OF),
    plain("year", NUMBER),
];

const SQLITE: &[Builder] = &[
    plain(
        "blob",
        &[
            ("", Data::Unknown),
            ("json", Data::Unknown),
            ("buffer", Data::Bytes),
            ("bigint", Data::BigInt),
        ],
    ),
    row_id("int", INTEGER),
    row_id("integer", INTEGER),
    plain("numeric", DECIMAL),
    plain("real", NUMBER),
    plain("text", &[("", Data::OneOf), ("text", Data::OneOf), ("json", Data::Unknown)]),
];

/// What a call on a column changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Nothing a type shows.
    Nothing,
    NotNull,
    Default,
    PrimaryKey,
    /// The database writes it, and nobody else.
    Generated,
    /// The database counts, and nobody else.
    IdentityAlways,
    /// The database counts unless told otherwise.
    IdentityByDefault,
    /// A list of what it was.
    Array,
    /// It holds what the type argument says.
    Typed,
}

const CALLS: &[(&str, Call)] = &[
    ("$default", Call::Default),
    ("$defaultFn", Call::Default),
    ("$onUpdate", Call::Default),
    ("$onUpdateFn", Call::Default),
    ("$type", Call::Typed),
    ("array", Call::Array),
    ("autoincrement", Call::Default),
    ("default", Call::Default),
    ("defaultNow", Call::Default),
    ("defaultRandom", Call::Default),
    ("generatedAlwaysAs", Call::Generated),
    ("generatedAlwaysAsIdentity", Call::IdentityAlways),
    ("generatedByDefaultAsIdentity", Call::IdentityByDefault),
    ("notNull", Call::NotNull),
    ("onUpdateNow", Call::Default),
    ("primaryKey", Call::PrimaryKey),
    ("references", Call::Nothing),
    ("unique", Call::Nothing),
];

impl Dialect {
    /// The dialect of `drizzle-orm/pg-core`, or of a file inside it.
    pub(super) fn of_module(path: &str) -> Option<Self> {
        let rest = match path.rsplit_once("/node_modules/") {
            Some((_, rest)) => rest,
            None => path,
        };
        let rest = rest.strip_prefix("drizzle-orm/")?;
        match rest.split('/').next()? {
            "pg-core" => Some(Self::Pg),
            "mysql-core" => Some(Self::MySql),
            "sqlite-core" => Some(Self::SQLite),
            _ => None,
        }
    }

    /// The function that makes a table.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Pg => "pgTable",
            Self::MySql => "mysqlTable",
            Self::SQLite => "sqliteTable",
        }
    }

    pub(super) fn builder(self, name: &str) -> Option<&'static Builder> {
        let builders = match self {
            Self::Pg => PG,
            Self::MySql => MYSQL,
            Self::SQLite => SQLITE,
        };
        builders.iter().find(|builder| builder.name == name)
    }
}

/// What a call of this name on a column does.
pub(super) fn call(name: &str) -> Option<Call> {
    CALLS.iter().find(|(known, _)| *known == name).map(|(_, call)| *call)
}
