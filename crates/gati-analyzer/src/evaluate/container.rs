//! The values of modules and namespaces: objects of what they export.

use std::sync::Arc;

use super::{Evaluator, Place, Prop, PropKind, Shape, Ty, Type, put};
use crate::ir::{DeclKind, Name, ScopeId};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};

impl Evaluator<'_> {
    /// `typeof import("./x")`, and the value of `import * as x`.
    pub(super) fn module_value(&mut self, file: FileId, scope: ScopeId, place: Place) -> Ty {
        let module = Symbol::Module { file, scope };
        let names = self.sources.export_names_of(file, scope);
        let mut shape = Shape::default();
        if let Some(failed) = self.add_values(&mut shape, &module, names, place) {
            return failed;
        }
        self.store.object(shape)
    }

    /// The value of a namespace together with the function, class, enum or variable it merges
    /// with.
    pub(super) fn namespaced_value(
        &mut self,
        symbol: &Symbol,
        base: Option<Ty>,
        place: Place,
    ) -> Option<Ty> {
        let Symbol::Declared { file, scope, name } = symbol else { return base };
        let mut shape = match base {
            None => Shape::default(),
            Some(base) => {
                let opened = self.expand(base);
                match self.get(opened) {
                    Type::Object(shape) => (*shape).clone(),
                    Type::Function { .. } | Type::Callable => {
                        Shape { callable: Some(opened), ..Shape::default() }
                    }
                    _ => return None,
                }
            }
        };
        let names = self.sources.namespace_names(*file, *scope, name);
        if let Some(failed) = self.add_values(&mut shape, symbol, names, place) {
            return Some(failed);
        }
        Some(self.finish_shape(shape))
    }

    /// Adds the values that a module or namespace exports; gives the failure if one is not known.
    fn add_values(
        &mut self,
        shape: &mut Shape,
        of: &Symbol,
        names: Vec<Name>,
        place: Place,
    ) -> Option<Ty> {
        for name in names {
            let symbol = match self.sources.member(of, &name, Meaning::Value) {
                Ok(Some(symbol))
                    if self.sources.means(&symbol, Meaning::Value)
                        && self.sources.carries_value(of, &name) =>
                {
                    symbol
                }
                Ok(_) => continue,
                Err(missing) => return Some(self.missing(&missing, place)),
            };
            let readonly = self.is_constant(&symbol);
            let ty = self.plain(Type::SymbolValue { symbol: Arc::new(symbol), place });
            let property = Prop {
                name,
                ty,
                optional: false,
                readonly,
                docs: None,
                place,
                kind: PropKind::Field,
                key: None,
            };
            put(shape, property);
        }
        None
    }

    fn is_constant(&self, symbol: &Symbol) -> bool {
        let Symbol::Declared { file, scope, name } = symbol else { return true };
        self.sources.declarations(*file, *scope, name).iter().all(|site| match site.kind() {
            DeclKind::Variable(variable) => variable.is_const,
            _ => true,
        })
    }
}
