//! The values that names stand for: variables, functions, enums, classes, modules.

use super::state::Reference;
use super::{Evaluator, Typed, Value, Want, stuck};
use crate::codes::Code;
use crate::evaluate::{ContextId, NamedKey, Place, Prop, PropKind, Shape, Ty, Type};
use crate::ir::{
    Access, DeclKind, Expr, ExprId, FunctionId, MemberKind, Name, NodeId, ScopeId, VariableDecl,
};
use crate::resolve::symbol::{Meaning, Symbol};
use crate::resolve::{FileId, Site};

impl Evaluator<'_> {
    /// `typeof a.b`.
    pub(in crate::evaluate) fn eval_query(
        &mut self,
        path: &[Name],
        arguments: &[NodeId],
        context: ContextId,
        place: Place,
    ) -> Ty {
        if !arguments.is_empty() {
            return self.unsupported(place, "`typeof` with type arguments", "write the type out");
        }
        if let Some(ty) = self.drizzle_property(path, (context, place)) {
            return ty;
        }
        if let Some(ty) = self.schema_property(path, (context, place)) {
            return ty;
        }
        let here = self.store.context(context).clone();
        for split in (1..=path.len()).rev() {
            let meaning = Meaning::Value;
            match self.sources.lookup_path(here.file, here.scope, &path[..split], meaning) {
                Ok(Some(symbol)) => {
                    let mut ty = match self.symbol_declared(&symbol) {
                        Some(unique) => self.plain(Type::UniqueSymbol(unique)),
                        None => self.value_of_symbol(&symbol, place),
                    };
                    for word in &path[split..] {
                        let key = self.store.string_literal(word);
                        ty = self.indexed_access(ty, key, place);
                    }
                    return ty;
                }
                Ok(None) => {}
                Err(missing) => return self.missing(&missing, place),
            }
        }
        let whole = path.iter().map(|word| &**word).collect::<Vec<_>>().join(".");
        self.failure(
            Code::NameUnknown,
            place,
            format!("no value is called `{whole}`"),
            "declare it, or import it",
        )
    }

    /// The type of the value a symbol stands for.
    pub(in crate::evaluate) fn value_of_symbol(&mut self, symbol: &Symbol, place: Place) -> Ty {
        let mut found = self.symbol_value(symbol, place).map(|found| found.ty);
        if let Ok(ty) = found
            && self.constituents(ty).len() > 1
            && self.may_have_changed(symbol)
        {
            // Of a union that was assigned to, `typeof` gives what was assigned last.
            found = stuck(place, "a variable that may change");
        }
        self.settle(found)
    }

    pub(super) fn may_have_changed(&self, symbol: &Symbol) -> bool {
        let Symbol::Declared { file, scope, name } = symbol else { return false };
        self.sources.declarations(*file, *scope, name).iter().any(|site| match site.kind() {
            DeclKind::Variable(variable) => !variable.is_const && variable.initialiser.is_some(),
            _ => false,
        })
    }

    pub(super) fn symbol_value(&mut self, symbol: &Symbol, place: Place) -> Typed {
        match symbol {
            Symbol::Declared { .. } => self.declared_symbol(symbol, place),
            Symbol::Untyped => Ok(Value::of(self.plain(Type::Any))),
            Symbol::Property { of, name } => {
                let of = self.symbol_value(of, place)?;
                self.member_of(of.ty, name, place)
            }
            Symbol::Expression { file, scope, expression } => {
                let context = self.context_of(*file, *scope);
                let mut walk = self.walk_outside(context);
                let found = self.infer(*expression, &mut walk, Want::default())?;
                Ok(Value { ty: self.widen_objects(found.ty), fresh: found.fresh })
            }
            Symbol::Module { file, scope } => {
                Ok(Value::of(self.module_value(*file, *scope, place)))
            }
            Symbol::Intrinsic(name) if &**name == "defineModule" => self.library_value(name, place),
            Symbol::Intrinsic(_) | Symbol::IntrinsicModule => {
                stuck(place, "a value of the framework")
            }
            Symbol::BuiltinModule(_) => stuck(place, "a value of a module that is not read"),
        }
    }

    /// A name that something declares, with everything that merges into it.
    fn declared_symbol(&mut self, symbol: &Symbol, place: Place) -> Typed {
        let Symbol::Declared { file, scope, name } = symbol else {
            return stuck(place, "something that is no value");
        };
        let sites = self.sources.declarations(*file, *scope, name);
        let base = self.base_value(&sites, (*file, *scope, name), place);
        if !sites.iter().any(Site::is_namespace_value) {
            return base.unwrap_or_else(|| stuck(place, "something that is no value"));
        }
        let base = match base {
            Some(base) => Some(base?.ty),
            None => None,
        };
        match self.namespaced_value(symbol, base, place) {
            Some(ty) => self.certain(ty, place),
            None => stuck(place, "a namespace whose values are not known"),
        }
    }

    /// What a name is without the namespaces that merge into it.
    fn base_value(
        &mut self,
        sites: &[Site],
        (file, scope, name): (FileId, ScopeId, &Name),
        place: Place,
    ) -> Option<Typed> {
        let mut functions: Vec<(&Site, FunctionId)> = Vec::new();
        for site in sites {
            let context = self.context_of(site.file, site.scope());
            match site.kind() {
                DeclKind::Variable(variable) => return Some(self.variable(variable, context)),
                DeclKind::Function(function) => functions.push((site, *function)),
                DeclKind::Enum { .. } => {
                    return Some(match self.enum_object(file, scope, name, place) {
                        Some(ty) => Ok(Value::of(ty)),
                        None => stuck(place, "an enum whose values are not known"),
                    });
                }
                DeclKind::Class(_) => {
                    let name = Name::clone(name);
                    let class = NamedKey { file, scope, name, arguments: Vec::new() };
                    return Some(match self.class_value(&class, context) {
                        Some(ty) => Ok(Value::of(ty)),
                        None => stuck(place, "a class that is not declared"),
                    });
                }
                _ => {}
            }
        }
        // Of overloads the last one stands for all of them; the implementation does not.
        let has_body = |(site, id): &(&Site, FunctionId)| {
            self.sources.facts(site.file).signature(*id).has_body
        };
        let visible = match functions.len() {
            0 | 1 => None,
            _ => functions.iter().rev().copied().find(|found| !has_body(found)),
        };
        let (site, function) = visible.or(functions.last().copied())?;
        let context = self.context_of(site.file, site.scope());
        Some(Ok(Value::of(self.plain(Type::Function { function, context, constructs: false }))))
    }

    /// A variable of a file.
    fn variable(&mut self, variable: &VariableDecl, context: ContextId) -> Typed {
        let place = Place { file: self.store.context(context).file, span: variable.span };
        if let Some(node) = variable.node {
            let ty = self.eval(node, context);
            let declared = self.certain(ty, place)?;
            let Some(value) = variable.initialiser.filter(|_| variable.is_const) else {
                return Ok(declared);
            };
            let members = self.constituents(declared.ty);
            if members.len() < 2 {
                return Ok(declared);
            }
            let mut walk = self.walk_outside(context);
            let reference =
                Reference { root: super::state::Root::Outer(Name::from("")), path: Vec::new() };
            self.narrowed_by_assignment(&reference, &declared, value, &mut walk);
            return match walk.state.get(&reference) {
                Some(Some(known)) => Ok(known.clone()),
                Some(None) => stuck(place, "what was assigned to it is not certain"),
                None => Ok(declared),
            };
        }
        let Some(value) = variable.initialiser else {
            return stuck(place, "a variable without a type");
        };
        let key = (value, context);
        if let Some(known) = self.values.variables.get(&key) {
            return match known {
                Some(known) => known.clone(),
                None => stuck(place, "a variable that is made of itself"),
            };
        }
        self.values.variables.insert(key, None);
        let found = self.variable_value(variable, value, context, place);
        self.values.variables.insert(key, Some(found.clone()));
        found
    }

    fn variable_value(
        &mut self,
        variable: &VariableDecl,
        value: ExprId,
        context: ContextId,
        place: Place,
    ) -> Typed {
        let mut walk = self.walk_outside(context);
        let found = self.infer(value, &mut walk, Want::default())?;
        if let Expr::Array(items) = walk.facts.expression(value)
            && items.is_empty()
        {
            // It may hold anything by the time somebody looks.
            return stuck(place, "an empty array says nothing about its items");
        }
        if variable.is_const {
            return Ok(Value { ty: self.widen_objects(found.ty), fresh: found.fresh });
        }
        let ty = self.widen_fully(&found);
        match self.store.get(ty) {
            // `let x = null` may become anything.
            Type::Null | Type::Undefined => stuck(place, "a variable that may hold anything"),
            _ => Ok(Value::of(ty)),
        }
    }

    /// `typeof E`: an object of its members.
    fn enum_object(
        &mut self,
        file: FileId,
        scope: ScopeId,
        enumeration: &str,
        place: Place,
    ) -> Option<Ty> {
        let members = self.enum_members(file, scope, enumeration);
        let mut shape = Shape::default();
        for (name, value) in members {
            let owner =
                NamedKey { file, scope, name: Name::from(enumeration), arguments: Vec::new() };
            let ty = self.valued_member(&owner, &name, value)?;
            shape.properties.push(Prop {
                name,
                ty,
                optional: false,
                readonly: true,
                docs: None,
                place,
                kind: PropKind::Field,
                key: None,
            });
        }
        let text = self.plain(Type::String);
        let number = self.plain(Type::Number);
        let is_number = |this: &mut Self, ty: Ty| {
            let opened = this.expand(ty);
            matches!(
                this.store.get(opened),
                Type::Number | Type::Literal(crate::evaluate::Lit::Number(_))
            )
        };
        let members = shape.properties.clone();
        let numeric = members.is_empty() || members.iter().any(|own| is_number(self, own.ty));
        if numeric {
            // A number leads back to the name.
            shape.index.push(crate::evaluate::IndexSig {
                key: number,
                value: text,
                mapped: true,
                called: None,
            });
            shape.enumeration = true;
        }
        Some(self.store.object(shape))
    }

    /// `typeof C`: the statics of a class; `InstanceType` of it is the class.
    fn class_value(&mut self, class: &NamedKey, context: ContextId) -> Option<Ty> {
        let sites = self.sources.declarations(class.file, class.scope, &class.name);
        let (site, body) = sites.iter().find_map(|site| match site.kind() {
            DeclKind::Class(body) => Some((site, body)),
            _ => None,
        })?;
        let mut shape = Shape::default();
        let unknown = self.plain(Type::Any);
        let arguments = vec![unknown; body.params.len()];
        let of_any = NamedKey { arguments, ..class.clone() };
        shape.properties.push(Prop {
            name: Name::from("prototype"),
            ty: self.plain(Type::Named(of_any)),
            optional: false,
            readonly: false,
            docs: None,
            place: Place { file: site.file, span: site.declaration().name_span },
            kind: PropKind::Prototype,
            key: None,
        });
        for member in body
            .members
            .iter()
            .filter(|member| member.is_static && member.access == Access::Everybody)
            .filter(|member| !matches!(member.kind, MemberKind::Construct(_)))
        {
            self.add_member(&mut shape, member, context, site.file);
        }
        if body.params.is_empty() {
            shape.instance = Some(self.plain(Type::Named(NamedKey::clone(class))));
            self.add_constructors(&mut shape, class);
        } else {
            // What depends on the constructor of a generic class is undecided.
            shape.callable = Some(self.plain(Type::Callable));
        }
        Some(self.store.object(shape))
    }
}
