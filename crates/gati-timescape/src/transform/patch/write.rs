//! The tree of places as JavaScript, with the functions that make the values.

use std::rc::Rc;

use gati_emit::string;
use rustc_hash::FxHashMap;

use super::{
    node::{Becomes, Node, Piece},
    tree::Trees,
};
use crate::transform::{
    error::TransformError,
    expr::{CallKey, Expr, Kind, Shared},
    op::{Conversion, Op},
    print::{Printer, Scope},
    step::walk,
};

type Result<T> = std::result::Result<T, TransformError>;

/// The constants of shapes, by what they are called.
type Names = FxHashMap<Vec<CallKey>, String>;

impl Printer<'_, '_, '_> {
    /// The call that carries a JSON Patch over.
    pub(crate) fn patch(
        &mut self,
        scope: &mut Scope,
        of: &Shared,
        (var, body): (u32, &Shared),
    ) -> Result<String> {
        let mut trees = Trees::default();
        let tree = trees.document(&mut self.typed.composer, var, body)?;
        let mut names = Names::default();
        for chain in trees.shapes.keys() {
            let wanted = chain.first().map_or("", |key| key.shape.as_str());
            names.insert(chain.clone(), self.text.name("$$places", wanted));
        }
        for (chain, node) in &trees.shapes {
            let printed = self.printed(node, &names)?;
            let line = format!("const {} = {printed};", names[chain]);
            self.text.constants.line(&line);
        }
        let printed = self.printed(&tree, &names)?;
        let places = self.text.constant("places", &printed);
        let document = Kind::Var(var).shared();
        let whole = self.function_of(&document, body)?;
        let value = self.value(scope, of, None)?;
        let at = string(&pointer_to(of).unwrap_or_default());
        Ok(format!("{}({value}, {places}, {whole}, {at})", self.text.routines.call("$patch")))
    }

    /// Writes the function that makes `made` of what `source` is, and gives back its name.
    fn function_of(&mut self, source: &Shared, made: &Shared) -> Result<String> {
        let name = self.text.name("patched", "");
        let made = self.typed.simplify(made, None)?;
        let mut scope = Scope::new(self.typed.way);
        scope.bind(Rc::clone(source), "value");
        let result = self.value(&mut scope, &made, None)?;
        scope.source.line(&format!("return {result};"));
        self.text.functions.blank();
        self.text.functions.line(&format!("function {name}(value) {{"));
        self.text.functions.append_indented(&scope.source);
        self.text.functions.line("}");
        Ok(name)
    }

    fn printed(&mut self, node: &Node, names: &Names) -> Result<String> {
        let mut members = Vec::new();
        if let (Some(to), false) = (&node.to, node.is_refused) {
            let pieces: Vec<String> = to
                .iter()
                .map(|piece| match piece {
                    Piece::Name(name) => {
                        string(&format!("/{}", name.replace('~', "~0").replace('/', "~1")))
                    }
                    Piece::Any => "null".to_owned(),
                })
                .collect();
            members.push(format!("to: [{}]", pieces.join(", ")));
            match &node.becomes {
                Becomes::Same => {}
                Becomes::Made { source, made }
                    if self.is_of_value(made, source, &mut Vec::new()) =>
                {
                    members.push(format!("make: {}", self.function_of(source, made)?));
                }
                Becomes::Made { .. } | Becomes::Unknown => members.push("make: null".to_owned()),
            }
        }
        for (is, name) in [
            (node.is_closed || node.is_refused, "closed"),
            (node.is_wrapped, "wrapped"),
            (node.is_needed, "needed"),
        ] {
            if is {
                members.push(format!("{name}: true"));
            }
        }
        if let Some(name) = node.shape.as_ref().and_then(|chain| names.get(chain)) {
            members.push(format!("shape: () => {name}"));
        }
        if !node.below.is_empty() && !node.is_refused {
            let mut rows = Vec::new();
            for (name, below) in &node.below {
                rows.push(format!("[{}, {}]", string(name), self.printed(below, names)?));
            }
            members.push(format!("below: new Map([{}])", rows.join(", ")));
        }
        if let (Some(any), false) = (&node.any, node.is_refused) {
            members.push(format!("any: {}", self.printed(any, names)?));
        }
        Ok(if members.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{ {} }}", members.join(", "))
        })
    }

    /// Whether a value follows from what `source` is, as JSON says it, and from nothing else.
    fn is_of_value(&self, made: &Shared, source: &Shared, bound: &mut Vec<u32>) -> bool {
        if made == source {
            return true;
        }
        let mark = bound.len();
        match &made.kind {
            Kind::Var(var) => return bound.contains(var),
            Kind::Custom(_) | Kind::Patch { .. } => return false,
            Kind::Convert { to, .. } if !is_plain(*to) => return false,
            Kind::Each { var, .. } | Kind::Values { var, .. } => bound.push(*var),
            Kind::Call { chain, .. } if !chain.iter().all(|key| self.is_generated(key)) => {
                return false;
            }
            _ => {}
        }
        let mut all = true;
        made.kind.for_each(&mut |part| all = all && self.is_of_value(part, source, bound));
        bound.truncate(mark);
        all
    }

    /// Whether nobody wrote a part of what the shapes of a step do, and values stay JSON.
    fn is_generated(&self, key: &CallKey) -> bool {
        let Some(transform) = self.typed.composer.steps.get(key.step) else { return false };
        let mut is = true;
        for ops in transform.shapes.values() {
            walk(ops, &mut |op| {
                is &= match op {
                    Op::Custom { .. } | Op::Patch { .. } => false,
                    Op::Convert { to } => is_plain(*to),
                    _ => true,
                };
            });
        }
        is
    }
}

/// Whether a conversion is one of JSON values.
pub(super) const fn is_plain(to: Conversion) -> bool {
    matches!(to, Conversion::Text | Conversion::List | Conversion::Only)
}

/// Where a patch stands in the body, as a JSON Pointer; the parts of a request have none.
fn pointer_to(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Member(of, _) if matches!(of.kind, Kind::Var(_)) => Some(String::new()),
        Kind::Member(of, name) => {
            let above = pointer_to(of)?;
            Some(format!("{above}/{}", name.replace('~', "~0").replace('/', "~1")))
        }
        Kind::Default { of, .. } | Kind::Omit(of) | Kind::If { then: of, .. } => pointer_to(of),
        _ => None,
    }
}
