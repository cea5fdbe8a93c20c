//! The placeholders of a pattern, found in its syntax.

use crate::ir::{FunctionId, MemberKind, Name, NodeId, TypeNode};
use crate::resolve::FileView;

/// A placeholder and what may stand in its place.
pub(in super::super) struct Placeholder {
    pub name: Name,
    pub constraint: Option<NodeId>,
    pub stands: Stands,
}

/// What the place of a placeholder asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Stands {
    Anywhere,
    /// In a template: it is text.
    InText,
    /// Behind `...`: it is a list.
    InList,
}

/// The placeholders that stand below `node`.
pub(in super::super) fn placeholders(facts: &FileView, node: NodeId) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = Vec::new();
    let mut open = vec![(node, Stands::Anywhere)];
    while let Some((node, stands)) = open.pop() {
        if found.len() > 1_000 || open.len() > 100_000 {
            break;
        }
        if let TypeNode::Infer { name, constraint } = facts.node(node) {
            if let Some(known) = found.iter_mut().find(|known| known.name == *name) {
                known.constraint = known.constraint.or(*constraint);
            } else {
                let (name, constraint) = (Name::clone(name), *constraint);
                found.push(Placeholder { name, constraint, stands });
            }
            continue;
        }
        below(facts, node, &mut open);
    }
    found
}

/// Whether one of the names that are bound stands in `node`.
pub(in super::super) fn mentions_one_of<T>(
    facts: &FileView,
    node: NodeId,
    bound: &[(Name, T)],
) -> bool {
    let mut open = vec![(node, Stands::Anywhere)];
    while let Some((node, _)) = open.pop() {
        if let TypeNode::Reference { path, .. } = facts.node(node)
            && let [name] = path.as_slice()
            && bound.iter().any(|(known, _)| known == name)
        {
            return true;
        }
        below(facts, node, &mut open);
    }
    false
}

/// Whether `node` speaks of `this`.
pub(in super::super) fn mentions_this(facts: &FileView, node: NodeId) -> bool {
    let mut open = vec![(node, Stands::Anywhere)];
    while let Some((node, _)) = open.pop() {
        match facts.node(node) {
            TypeNode::This | TypeNode::Predicate { .. } => return true,
            TypeNode::Query { path, .. } if path.first().is_some_and(|name| &**name == "this") => {
                return true;
            }
            TypeNode::Conditional { check, extends, yes, no } => {
                open.extend([*check, *extends, *yes, *no].map(|node| (node, Stands::Anywhere)));
            }
            TypeNode::Mapped { rename: Some(rename), .. } => {
                open.push((*rename, Stands::Anywhere));
            }
            _ => {}
        }
        below(facts, node, &mut open);
    }
    false
}

/// Every type that stands directly in another.
fn below(facts: &FileView, node: NodeId, open: &mut Vec<(NodeId, Stands)>) {
    let mut push = |node: NodeId| open.push((node, Stands::Anywhere));
    match facts.node(node) {
        TypeNode::Array(items) => push(*items),
        TypeNode::Tuple(items) => open.extend(
            items
                .iter()
                .map(|item| (item.node, if item.rest { Stands::InList } else { Stands::Anywhere })),
        ),
        TypeNode::Union(members) | TypeNode::Intersection(members) => {
            members.iter().copied().for_each(push);
        }
        TypeNode::Reference { arguments, .. } | TypeNode::Import { arguments, .. } => {
            arguments.iter().copied().for_each(push);
        }
        TypeNode::Operator { operand, .. } => push(*operand),
        TypeNode::Template { holes, .. } => {
            open.extend(holes.iter().map(|hole| (*hole, Stands::InText)));
        }
        TypeNode::IndexedAccess { object, index } => {
            push(*object);
            push(*index);
        }
        TypeNode::Mapped { constraint, value, .. } => {
            push(*constraint);
            value.iter().copied().for_each(push);
        }
        TypeNode::Object(members) => {
            for member in members {
                match &member.kind {
                    MemberKind::Property { node, .. } => {
                        open.extend(node.map(|node| (node, Stands::Anywhere)));
                    }
                    MemberKind::Index { key, value } => {
                        open.extend([(*key, Stands::Anywhere), (*value, Stands::Anywhere)]);
                    }
                    MemberKind::Method(function)
                    | MemberKind::Getter(function)
                    | MemberKind::Setter(function)
                    | MemberKind::Call(function)
                    | MemberKind::Construct(function) => push_function(facts, *function, open),
                }
            }
        }
        TypeNode::Function(function) | TypeNode::Constructor(function) => {
            push_function(facts, *function, open);
        }
        _ => {}
    }
}

fn push_function(facts: &FileView, function: FunctionId, open: &mut Vec<(NodeId, Stands)>) {
    let function = facts.signature(function);
    open.extend(function.returns.map(|node| (node, Stands::Anywhere)));
    open.extend(function.parameters.iter().filter_map(|parameter| {
        let stands = if parameter.rest { Stands::InList } else { Stands::Anywhere };
        Some((parameter.node?, stands))
    }));
}
