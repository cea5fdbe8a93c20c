//! Every diagnostic the analyzer can give. `docs/diagnostics/` has a page about each of them; a
//! test holds the two equal.

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// `build` fails; `dev` keeps the last good version serving.
    Error,
    /// Something the author should know.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        /// A kind of diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The page that explains it, below the root of the package.
            pub fn docs(self) -> String {
                format!("docs/diagnostics/{}.md", self.as_str())
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The parser refused the file.
    Syntax = "GT1001", Error;
    /// A file is there and cannot be read.
    Unreadable = "GT1002", Error;
    /// The tsconfig cannot be used.
    Tsconfig = "GT1003", Error;
    /// An import leads nowhere.
    ModuleNotFound = "GT1004", Error;
    /// A module does not export what is imported from it.
    ExportNotFound = "GT1005", Error;
    /// `route`, `method`, `metadata` that is not a literal.
    RouteNotLiteral = "GT1101", Error;
    /// A route or method that is not one.
    RouteInvalid = "GT1102", Error;
    /// An export with a handler's name that is not a function.
    HandlerNotFunction = "GT1103", Error;
    /// Several handlers in a file, and no telling which method each of them answers.
    HandlerAmbiguous = "GT1104", Error;
    /// An export that looks like a misspelt `handler`, `route` or method.
    ExportMisspelt = "GT1105", Error;
    /// A file among the handlers without a handler.
    NoHandler = "GT1106", Warning;
    /// Two handlers with the same method and path.
    HandlerDuplicate = "GT1107", Error;
    /// The route is stated in two ways that differ.
    RouteContradiction = "GT1108", Error;
    /// A declared parameter that the path does not have.
    ParamNotInPath = "GT1201", Error;
    /// A parameter of the path that is not declared.
    ParamNotDeclared = "GT1202", Error;
    /// A body on a method that has none.
    BodyNotAllowed = "GT1203", Error;
    /// A position a contract does not have.
    PositionUnknown = "GT1204", Error;
    /// A position whose type cannot stand there.
    PositionKind = "GT1205", Error;
    /// No response is declared, and none can be read off the body.
    ResponseUnknown = "GT1206", Warning;
    /// A status that is not one.
    StatusInvalid = "GT1207", Error;
    /// A file among the modules that does not export a module.
    ModuleShape = "GT1301", Error;
    /// A module's name or dependencies that are not literals.
    ModuleNotLiteral = "GT1302", Error;
    /// Two modules of one name.
    ModuleDuplicate = "GT1303", Error;
    /// Node's own objects are asked for where there are none.
    RawMissing = "GT1401", Warning;
    /// A name that nothing declares.
    NameUnknown = "GT2001", Error;
    /// A type the analyzer does not evaluate.
    TypeUnsupported = "GT2002", Error;
    /// Too few or too many type arguments.
    TypeArguments = "GT2003", Error;
    /// A type that is only defined by itself.
    TypeCircular = "GT2004", Error;
    /// A member that a type does not have.
    MemberUnknown = "GT2005", Error;
    /// A constraint type that cannot narrow what it stands beside.
    ConstraintMisused = "GT2006", Error;
    /// A type that never ends.
    TypeTooLarge = "GT2007", Error;
    /// A value where a type is needed.
    NotAType = "GT2008", Error;
    /// A type that no request or response can carry.
    NotData = "GT2009", Error;
    /// A value whose type cannot be read off it.
    ValueUnknown = "GT2010", Error;
    /// An enum member whose value is not known.
    EnumNotConstant = "GT2011", Error;
    /// A schema value whose types are not known.
    SchemaUnknown = "GT2501", Error;
    /// A part of a schema value that has no type.
    SchemaPart = "GT2502", Error;
    /// What a schema checks beyond its types is not checked where only its types are used.
    SchemaUnsaid = "GT2503", Warning;
    /// A model that cannot be read off what declares it.
    ModelUnknown = "GT2504", Error;
    /// A type that TypeScript was asked for, and whose sources are others by now.
    LockStale = "GT2601", Error;
    /// A JSDoc tag whose text is not what the tag needs.
    TagInvalid = "GT2012", Warning;
}
