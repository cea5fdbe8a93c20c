//! What `gctx.modules` has: what the author declares, else what the modules of the project provide.

use super::{Evaluator, Typed, Value, stuck};
use crate::evaluate::{NamedKey, Place, Type};
use crate::given::modules;
use crate::ir::{DeclKind, KeyName, MODULE_SCOPE, MemberKind, Name};
use crate::resolve::{Question, Tier};

/// The interface of the framework that declarations are merged into.
pub(super) const REGISTRY: &str = "ModuleRegistry";
const PACKAGE: &str = "@gati-framework/core";

impl Evaluator<'_> {
    /// `gctx.modules.name`.
    pub(super) fn module_member(&mut self, name: &Name, place: Place) -> Typed {
        if let Some(found) = self.declared_module(name, place) {
            return found;
        }
        let Some(file) = self.sources.load_modules() else {
            return stuck(place, "what the modules of the project provide");
        };
        let registry = Name::from(modules::REGISTRY);
        let registry =
            NamedKey { file, scope: MODULE_SCOPE, name: registry, arguments: Vec::new() };
        let registry = self.plain(Type::Named(registry));
        self.member_of(registry, name, place)
    }

    /// What the project itself declares of a module; the file that `gatic` writes says what is
    /// read off the modules anyway, and may be older than they are.
    fn declared_module(&mut self, name: &Name, place: Place) -> Option<Typed> {
        let question = Question::Module(Name::from(PACKAGE));
        for home in self.sources.ask(Tier::Own, &question).iter() {
            let (file, scope) = (home.body.file, home.body.scope);
            let facts = self.sources.facts(file);
            if facts.path().ends_with(".gati/types.d.ts") {
                continue;
            }
            for (_, found) in facts.declarations_of(scope, REGISTRY) {
                let DeclKind::Interface(body) = &found.kind else { continue };
                if !body.extends.is_empty() {
                    return Some(stuck(place, "the modules are declared by other interfaces"));
                }
                let own = |key: &KeyName| !matches!(key, KeyName::Static(own) if own != name);
                let Some(member) = body.members.iter().find(|member| own(&member.name)) else {
                    continue;
                };
                let context = self.context_of(file, scope);
                return Some(match (&member.name, &member.kind) {
                    (KeyName::Static(_), MemberKind::Property { node: Some(node), .. }) => {
                        let ty = self.eval(*node, context);
                        self.certain(ty, place).map(|found| {
                            let ty = found.ty;
                            Value::of(if member.optional { self.or_undefined(ty) } else { ty })
                        })
                    }
                    _ => stuck(place, "how this module is declared"),
                });
            }
        }
        None
    }
}
