//! From a type to its program. Beside each node stands the type it was made from, so that the
//! JavaScript that reads the tape is written from the same table.

use gati_emit::is_inherited;
use gati_types::{
    ArrayType, Constraints, GType, Literal, ObjectType, Refined, TemplateType, TupleType,
    UnknownKeys,
};
use rustc_hash::FxHashMap;

use super::{
    automaton::Automaton,
    format::TextFormat,
    places::settle,
    program::{
        Chain, Constant, ListPlan, Member, Node, NodeId, NumberRule, ObjectPlan, Program,
        RecordPlan, TextRule, TuplePlan, Unknown, VERSION,
    },
};
use crate::{
    compiler::DEPTH_LIMIT,
    facts::{Facts, is_anything},
    format::{self, Known},
};

/// How deep a text of a type without recursion may be nested where anything may stand.
const OPEN_DEPTH: u32 = 64;

/// The most members of an object: one bit each says that it was seen.
const MOST_MEMBERS: usize = 64;

/// A program and what its nodes were made from.
pub(crate) struct Layout<'a> {
    pub(crate) program: Program,
    /// For each node its type.
    pub(crate) types: Vec<&'a GType>,
    /// For each object its type.
    pub(crate) objects: Vec<(&'a GType, &'a ObjectType)>,
}

/// Where an object may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Among the places of what it is in.
    Inside,
    /// Elsewhere, as its place has to say whether there is one.
    Elsewhere,
}

/// Lays out `root`, which is in normal form.
pub(crate) fn layout<'a>(root: &'a GType, facts: &'a Facts<'a>) -> Layout<'a> {
    let mut planner = Planner {
        facts,
        nodes: Vec::new(),
        types: Vec::new(),
        plans: Vec::new(),
        objects: Vec::new(),
        known: FxHashMap::default(),
        known_objects: FxHashMap::default(),
    };
    let root = planner.node(root, Stand::Inside);
    let depth = if facts.is_deep(planner.types[root as usize]) {
        u32::try_from(DEPTH_LIMIT).unwrap_or(u32::MAX)
    } else {
        OPEN_DEPTH
    };
    let Planner { mut nodes, types, plans, objects, .. } = planner;
    for (node, gtype) in nodes.iter_mut().zip(&types) {
        if *node == Node::Any && !is_anything(gtype) {
            *node = Node::Checked;
        }
    }
    let keys = Vec::new();
    let mut program = Program { version: VERSION, nodes, objects: plans, root, depth, keys };
    settle(&mut program);
    Layout { program, types, objects }
}

pub(super) struct Planner<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) nodes: Vec<Node>,
    types: Vec<&'a GType>,
    plans: Vec<ObjectPlan>,
    objects: Vec<(&'a GType, &'a ObjectType)>,
    /// Nodes of types that may mention themselves.
    known: FxHashMap<*const GType, NodeId>,
    known_objects: FxHashMap<*const GType, u32>,
}

impl<'a> Planner<'a> {
    pub(super) fn add(&mut self, node: Node, gtype: &'a GType) -> NodeId {
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(node);
        self.types.push(gtype);
        id
    }

    pub(super) fn node(&mut self, gtype: &'a GType, stand: Stand) -> NodeId {
        let target = self.facts.resolve(gtype);
        if let GType::Object(object) = target {
            return match self.object(target, object) {
                Some(plan) if stand == Stand::Inside && !self.is_recursive(gtype) => {
                    self.add(Node::Object(plan), target)
                }
                Some(plan) => self.add(Node::Linked(plan), target),
                None => match record_values(object) {
                    Some(values) => {
                        let values = self.node(values, Stand::Elsewhere);
                        self.add(Node::Record(RecordPlan { values, width: 0 }), target)
                    }
                    None => self.add(Node::Any, target),
                },
            };
        }
        let place = std::ptr::from_ref(target);
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        // The number is taken before the parts are looked at, which may mention it.
        let id = self.add(Node::Any, target);
        self.known.insert(place, id);
        let node = self.plan(target);
        self.nodes[id as usize] = node;
        id
    }

    fn is_recursive(&self, gtype: &GType) -> bool {
        matches!(gtype, GType::Ref(reference) if self.facts.is_recursive(reference.id.as_str()))
    }

    fn plan(&mut self, target: &'a GType) -> Node {
        match target {
            GType::Null => Node::Constants(vec![Constant::Null]),
            GType::Boolean => Node::Boolean,
            GType::Number => Node::Number(NumberRule::default()),
            GType::String => Node::Text(TextRule::default()),
            GType::Date => {
                Node::Text(TextRule { format: Some(TextFormat::DateTime), ..TextRule::default() })
            }
            GType::Template(template) => Node::Text(template_rule(template, None)),
            GType::BigInt | GType::Bytes | GType::Url => {
                Node::Text(TextRule { deferred: true, ..TextRule::default() })
            }
            GType::Literal(literal) => {
                constant(literal).map_or(Node::Any, |one| Node::Constants(vec![one]))
            }
            GType::Refined(refined) => self.refined(refined),
            GType::Array(array) => self.list(array, None),
            GType::Tuple(tuple) => self.tuple(tuple),
            GType::Union(union) => self.union(target, union),
            _ => Node::Any,
        }
    }

    fn refined(&mut self, refined: &'a Refined) -> Node {
        let constraints = &refined.constraints;
        match &*refined.base {
            GType::Number => Node::Number(NumberRule {
                minimum: constraints.minimum,
                maximum: constraints.maximum,
                above: constraints.exclusive_minimum,
                below: constraints.exclusive_maximum,
                integer: constraints.integer,
                multiple_of: constraints.multiple_of.clone(),
                asks: true,
            }),
            GType::String => Node::Text(text_rule(constraints)),
            GType::Template(template) => Node::Text(template_rule(template, Some(constraints))),
            GType::Array(array) if !constraints.unique_items => self.list(array, Some(constraints)),
            _ => Node::Any,
        }
    }

    fn list(&mut self, array: &'a ArrayType, constraints: Option<&Constraints>) -> Node {
        let items = self.node(&array.items, Stand::Inside);
        Node::List(ListPlan {
            items,
            width: 0,
            chain: Chain::Adjacent,
            min: constraints.and_then(|all| all.min_items),
            max: constraints.and_then(|all| all.max_items),
        })
    }

    fn tuple(&mut self, tuple: &'a TupleType) -> Node {
        if tuple.elements.iter().any(|element| {
            element.rest || (element.optional && self.facts.accepts_undefined(&element.gtype))
        }) {
            return Node::Any;
        }
        let least = tuple.elements.iter().filter(|element| !element.optional).count();
        let items: Vec<(NodeId, u32)> = tuple
            .elements
            .iter()
            .map(|element| (self.node(&element.gtype, Stand::Elsewhere), 0))
            .collect();
        Node::Tuple(TuplePlan { items, least: u32::try_from(least).unwrap_or(u32::MAX), width: 0 })
    }

    /// The plan of an object; `None` where it needs more than a plan can say.
    pub(super) fn object(&mut self, target: &'a GType, object: &'a ObjectType) -> Option<u32> {
        if !object.index.is_empty()
            || object.properties.len() > MOST_MEMBERS
            || object.properties.iter().any(|one| !is_plain_key(&one.name))
        {
            return None;
        }
        let place = std::ptr::from_ref(target);
        if let Some(known) = self.known_objects.get(&place) {
            return Some(*known);
        }
        let id = u32::try_from(self.plans.len()).ok()?;
        self.known_objects.insert(place, id);
        let unknown = match self.facts.mode(object) {
            UnknownKeys::Strip => Unknown::Skip,
            UnknownKeys::Strict | UnknownKeys::Open => Unknown::HandOver,
        };
        self.plans.push(ObjectPlan { members: Vec::new(), required: 0, unknown, width: 0 });
        self.objects.push((target, object));
        let mut members = Vec::with_capacity(object.properties.len());
        let mut required = 0_u64;
        for (index, property) in object.properties.iter().enumerate() {
            let absent = self.facts.may_be_absent(property);
            let stand = if absent { Stand::Elsewhere } else { Stand::Inside };
            let node = self.node(&property.gtype, stand);
            if !absent {
                required |= 1 << index;
            }
            members.push(Member { name: property.name.clone(), node, place: 0 });
        }
        let plan = &mut self.plans[id as usize];
        plan.members = members;
        plan.required = required;
        Some(id)
    }
}

/// What the values of an object are that declares one kind of key and no member.
fn record_values(object: &ObjectType) -> Option<&GType> {
    match object.index.as_slice() {
        [only] if object.properties.is_empty() && only.key == GType::String => Some(&only.value),
        _ => None,
    }
}

/// Whether a member of this name is written in one way only, and means nothing to JavaScript.
pub(super) fn is_plain_key(name: &str) -> bool {
    !is_inherited(name)
        && !name.chars().any(|one| matches!(one, '"' | '\\') || u32::from(one) < 0x20)
}

pub(crate) fn constant(literal: &Literal) -> Option<Constant> {
    Some(match literal {
        Literal::String(text) => Constant::Text(text.clone()),
        Literal::Number(number) => Constant::Number(*number),
        Literal::Boolean(flag) => Constant::Boolean(*flag),
        Literal::BigInt(_) => return None,
    })
}

pub(super) fn scalar_constant(gtype: &GType) -> Option<Constant> {
    match gtype {
        GType::Null => Some(Constant::Null),
        GType::Literal(literal) => constant(literal),
        _ => None,
    }
}

fn text_rule(constraints: &Constraints) -> TextRule {
    if !constraints.transforms.is_empty() {
        return TextRule { deferred: true, ..TextRule::default() };
    }
    let checked = constraints
        .format
        .as_deref()
        .filter(|name| matches!(format::find(name), Some(Known::Checked(_))));
    let known = checked.and_then(TextFormat::named);
    let languages = constraints.patterns.iter().filter(|one| Automaton::of(one).is_some());
    let patterns: Vec<String> = languages.cloned().collect();
    TextRule {
        min: constraints.min_length,
        max: constraints.max_length,
        format: known,
        deferred: patterns.len() < constraints.patterns.len()
            || checked.is_some() != known.is_some(),
        patterns,
        ..TextRule::default()
    }
}

fn template_rule(template: &TemplateType, constraints: Option<&Constraints>) -> TextRule {
    let mut rule = constraints.map(text_rule).unwrap_or_default();
    let pattern = template.to_pattern();
    if Automaton::of(&pattern).is_none() {
        rule.deferred = true;
    } else if constraints.is_none_or(|all| all.transforms.is_empty()) {
        rule.patterns.push(pattern);
    }
    rule
}
