//! The alternatives of a union, as far as they can be told apart without trying them.

use gati_types::{GType, Literal, UnionType, UnknownKeys};

use super::{
    layout::{Planner, Stand, constant, is_plain_key, scalar_constant},
    program::{Constant, KeyedCase, KeyedPlan, KindsPlan, Node, NodeId, TaggedPlan},
};
use crate::facts::is_anything;

impl<'a> Planner<'a> {
    pub(super) fn union(&mut self, target: &'a GType, union: &'a UnionType) -> Node {
        let facts = self.facts;
        // What is absent on the wire is no alternative there.
        let members: Vec<&'a GType> = union
            .members
            .iter()
            .filter(|one| !matches!(facts.resolve(one), GType::Undefined | GType::Void))
            .collect();
        if members.iter().any(|one| is_anything(facts.resolve(one))) {
            return Node::Any;
        }
        let constants: Option<Vec<Constant>> =
            members.iter().map(|one| scalar_constant(facts.resolve(one))).collect();
        if let Some(constants) = constants {
            return Node::Constants(constants);
        }
        let rest: Vec<&'a GType> =
            members.iter().copied().filter(|one| *facts.resolve(one) != GType::Null).collect();
        let is_nullable = rest.len() < members.len();
        if let [only] = rest.as_slice() {
            let inner = self.node(only, Stand::Elsewhere);
            return match self.nodes[inner as usize] {
                Node::Any | Node::Kinds(_) | Node::Constants(_) => Node::Any,
                _ if is_nullable => Node::Nullable(inner),
                _ => self.nodes[inner as usize].clone(),
            };
        }
        if rest.iter().all(|one| facts.object(one).is_some()) {
            return match self.objects(&rest, union) {
                Some(node) if is_nullable => Node::Nullable(self.add(node, target)),
                Some(node) => node,
                None => Node::Any,
            };
        }
        self.kinds(target, union, &members).map_or(Node::Any, Node::Kinds)
    }

    /// The node of several objects.
    fn objects(&mut self, group: &[&'a GType], union: &'a UnionType) -> Option<Node> {
        if self.facts.members(union).tagged.is_some() {
            return self.tagged(union).map(Node::Tagged);
        }
        self.keyed(group).map(Node::Keyed)
    }

    /// Objects by which members they have. A value without a required member of one of them is
    /// none of that, whatever else is in it.
    fn keyed(&mut self, group: &[&'a GType]) -> Option<KeyedPlan> {
        let mut plan = KeyedPlan { names: Vec::new(), cases: Vec::new() };
        for member in group {
            let target = self.facts.resolve(member);
            let GType::Object(of) = target else { return None };
            let object = self.object(target, of)?;
            let (mut required, mut declared) = (0, 0);
            for property in &of.properties {
                let known = plan.names.iter().position(|name| *name == property.name);
                let bit = 1
                    << known.unwrap_or_else(|| {
                        plan.names.push(property.name.clone());
                        plan.names.len() - 1
                    });
                if plan.names.len() > KeyedPlan::MOST {
                    return None;
                }
                declared |= bit;
                if !self.facts.may_be_absent(property) {
                    required |= bit;
                }
            }
            let is_strict = self.facts.mode(of) == UnknownKeys::Strict;
            let allowed = if is_strict { declared } else { u64::MAX };
            plan.cases.push(KeyedCase { required, allowed, object });
        }
        Some(plan)
    }

    /// The objects of a union by their tag; what else is in it does not matter here.
    fn tagged(&mut self, union: &'a UnionType) -> Option<TaggedPlan> {
        let facts = self.facts;
        let tagged = facts.members(union).tagged?;
        if !is_plain_key(&tagged.name) {
            return None;
        }
        let (mut tags, mut objects) = (Vec::new(), Vec::new());
        for (literals, member) in tagged.cases {
            let target = facts.resolve(member);
            let GType::Object(object) = target else { return None };
            let plan = self.object(target, object)?;
            for literal in literals {
                tags.push(constant(&literal)?);
                objects.push(plan);
            }
        }
        Some(TaggedPlan { name: tagged.name, tags, objects })
    }

    /// Alternatives that start with different characters; constants of a kind count as one.
    fn kinds(
        &mut self,
        target: &'a GType,
        union: &'a UnionType,
        members: &[&'a GType],
    ) -> Option<KindsPlan> {
        let facts = self.facts;
        let mut groups: Vec<(Start, Vec<&'a GType>)> = Vec::new();
        for member in members {
            let start = Start::of(facts.resolve(member))?;
            match groups.iter_mut().find(|(known, _)| *known == start) {
                Some((_, group)) => group.push(member),
                None => groups.push((start, vec![member])),
            }
        }
        let mut plan = KindsPlan::default();
        for (start, group) in groups {
            let slot = match start {
                Start::Null => {
                    plan.null = true;
                    continue;
                }
                Start::Boolean => &mut plan.boolean,
                Start::Number => &mut plan.number,
                Start::Text => &mut plan.text,
                Start::List => &mut plan.list,
                Start::Object => &mut plan.object,
            };
            *slot = Some(self.kind(start, &group, target, union)?);
        }
        Some(plan)
    }

    /// The node of the alternatives that start with the same character.
    fn kind(
        &mut self,
        start: Start,
        group: &[&'a GType],
        target: &'a GType,
        union: &'a UnionType,
    ) -> Option<NodeId> {
        let facts = self.facts;
        let constants: Option<Vec<Constant>> =
            group.iter().map(|one| scalar_constant(facts.resolve(one))).collect();
        if let Some(constants) = constants {
            return Some(self.add(Node::Constants(constants), target));
        }
        let [only] = group else {
            // Only objects have something that tells several apart.
            let node =
                if start == Start::Object { self.objects(group, union)? } else { return None };
            return Some(self.add(node, target));
        };
        let node = self.node(only, Stand::Elsewhere);
        let is_fixed = matches!(
            (&self.nodes[node as usize], start),
            (Node::Boolean, Start::Boolean)
                | (Node::Number(_), Start::Number)
                | (Node::Text(_), Start::Text)
                // A list that mentions this union is still being planned.
                | (Node::List(_) | Node::Any, Start::List)
                | (Node::Linked(_) | Node::Record(_), Start::Object)
        );
        is_fixed.then_some(node)
    }
}

/// What a value starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Start {
    fn of(target: &GType) -> Option<Self> {
        Some(match target.base() {
            GType::Null => Self::Null,
            GType::Boolean | GType::Literal(Literal::Boolean(_)) => Self::Boolean,
            GType::Number | GType::Literal(Literal::Number(_)) => Self::Number,
            GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => Self::Text,
            GType::Array(_) => Self::List,
            GType::Object(_) => Self::Object,
            _ => return None,
        })
    }
}
