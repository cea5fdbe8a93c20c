//! What a table asserts as a program of the typed reader, which goes over bytes faster than
//! anything else here: kinds, bounds, lengths, formats and patterns that are languages, lists of
//! one kind of item, objects by their members.
//!
//! Everything else is a foreign node of the program, and is decided by the walk over bytes, which
//! follows the program again where it can. What the program takes fits; what it does not take may
//! fit all the same, so it is only followed where nothing but a yes counts.

use std::num::TryFromIntError;

use gati_types::assertion::{Assertion, Assertions, Kinds, ListAssertion, SchemaId};
use serde_json::Value;

use super::{
    BytesCheck, DEPTH_LIMIT,
    fits::{Ask, Place},
    format::NativeFormat,
    stream::Stream,
};
use crate::{
    assertion::facts::Facts,
    json::Reader,
    reader::{
        automaton::Automaton,
        cursor::Cursor,
        load::is_written_plainly,
        program::{
            Chain, Constant, KindsPlan, ListPlan, Member, Node, NodeId, NumberRule, ObjectPlan,
            Program, TextRule, Unknown,
        },
        run::Halt,
        sink::Sink,
    },
};

/// The most members of an object: one bit each says that it was seen.
const MOST_MEMBERS: usize = 64;

/// The program of every schema of a table, by the schema's place in it.
pub(super) fn program(facts: &Facts<'_>) -> Option<Program> {
    let Assertions { schemas, .. } = facts.assertions;
    let count = schemas.len();
    let nodes = (0..count).map(|at| Node::Foreign(number(SchemaId::new(at)))).collect();
    let mut layout = Layout { facts, nodes, objects: Vec::new() };
    for index in 0..count {
        let id = SchemaId::new(index);
        layout.nodes[index] = layout.node(id, facts.schema(id));
    }
    Program::of_parts(layout.nodes, layout.objects)
}

fn number(id: SchemaId) -> NodeId {
    NodeId::try_from(id.index()).unwrap_or(NodeId::MAX)
}

struct Layout<'f, 'a> {
    facts: &'f Facts<'a>,
    nodes: Vec<Node>,
    objects: Vec<ObjectPlan>,
}

impl Layout<'_, '_> {
    fn target(&self, id: SchemaId) -> NodeId {
        number(self.facts.resolve(id))
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(node);
        id
    }

    fn node(&mut self, id: SchemaId, schema: &Assertion) -> Node {
        let foreign = Node::Foreign(self.target(id));
        if self.facts.is_anything(id) {
            return Node::Any;
        }
        let applies = !schema.all.is_empty()
            || [&schema.any, &schema.one].iter().any(|list| list.is_some())
            || schema.not.is_some()
            || schema.condition.is_some();
        if schema.never || applies {
            return foreign;
        }
        if schema.constant.is_some() || schema.values.is_some() {
            return constants(schema).map_or(foreign, Node::Constants);
        }
        let has = |kind: Kinds| schema.kinds.is_none_or(|kinds| kinds.has(kind));
        let or_foreign = |node: Option<Node>| node.unwrap_or_else(|| foreign.clone());
        let numbers = has(Kinds::NUMBER) || has(Kinds::INTEGER);
        let found = [
            has(Kinds::BOOLEAN).then_some(Node::Boolean),
            numbers.then(|| Node::Number(rule(schema, has(Kinds::NUMBER)))),
            has(Kinds::STRING).then(|| or_foreign(text(schema))),
            has(Kinds::ARRAY).then(|| or_foreign(self.list(&schema.list))),
            has(Kinds::OBJECT).then(|| or_foreign(self.object(schema))),
        ];
        let null = has(Kinds::NULL);
        let mut some = found.iter().flatten();
        if let (Some(only), None, false) = (some.next(), some.next(), null) {
            return only.clone();
        }
        let [boolean, number, text, list, object] =
            found.map(|node| node.map(|node| self.add(node)));
        Node::Kinds(KindsPlan { null, boolean, number, text, list, object })
    }

    fn list(&mut self, list: &ListAssertion) -> Option<Node> {
        let ListAssertion { min_items, max_items, unique, prefix, items, contains, unevaluated } =
            list;
        if *unique || !prefix.is_empty() || contains.is_some() || unevaluated.is_some() {
            return None;
        }
        let items = match items {
            Some(id) => self.target(*id),
            None => self.add(Node::Any),
        };
        let (min, max) = (bound(*min_items).ok()?, bound(*max_items).ok()?);
        Some(Node::List(ListPlan { items, width: 0, chain: Chain::Adjacent, min, max }))
    }

    fn object(&mut self, schema: &Assertion) -> Option<Node> {
        let object = &schema.object;
        let unknown = match object.additional {
            None => Unknown::Skip,
            Some(id) if self.facts.schema(id).never => Unknown::HandOver,
            Some(id) if self.facts.is_anything(id) => Unknown::Skip,
            Some(_) => return None,
        };
        let asks_more = object.min_members.is_some()
            || object.max_members.is_some()
            || !object.patterns.is_empty()
            || !object.dependent_required.is_empty()
            || !object.dependent_schemas.is_empty()
            || [object.names, object.unevaluated].iter().any(Option::is_some);
        let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
        for (name, id) in &object.properties {
            members.push(Member { name: name.clone(), node: self.target(*id), place: 0 });
        }
        let mut required = 0;
        for name in &object.required {
            let at = members.iter().position(|member| member.name == *name);
            // A member that is not declared is none of those a closed object takes.
            let at = match at {
                Some(at) => at,
                None if unknown == Unknown::Skip => {
                    members.push(Member {
                        name: name.clone(),
                        node: self.add(Node::Any),
                        place: 0,
                    });
                    members.len() - 1
                }
                None => return None,
            };
            required |= 1_u64.checked_shl(u32::try_from(at).ok()?)?;
        }
        let is_plain = |member: &Member| is_written_plainly(&member.name);
        if asks_more || members.len() > MOST_MEMBERS || !members.iter().all(is_plain) {
            return None;
        }
        let at = u32::try_from(self.objects.len()).ok()?;
        self.objects.push(ObjectPlan { members, required, unknown, width: 0 });
        Some(Node::Object(at))
    }
}

/// A bound as programs have them; an error where it is larger than they go.
fn bound(count: Option<u64>) -> Result<Option<u32>, TryFromIntError> {
    count.map(u32::try_from).transpose()
}

/// The values of a schema that says nothing else.
fn constants(schema: &Assertion) -> Option<Vec<Constant>> {
    let Assertion { place, title, constant, values, .. } = schema;
    let plain = Assertion {
        place: place.clone(),
        title: title.clone(),
        constant: constant.clone(),
        values: values.clone(),
        ..Assertion::default()
    };
    let both = constant.is_some() && values.is_some();
    if plain != *schema && (Assertion { kinds: schema.kinds, ..plain }) != *schema || both {
        return None;
    }
    let kinds = schema.kinds;
    let all = constant.iter().chain(values.iter().flatten());
    all.map(|value| match value {
        Value::Null => Some((Constant::Null, Kinds::NULL)),
        Value::Bool(flag) => Some((Constant::Boolean(*flag), Kinds::BOOLEAN)),
        Value::String(text) => Some((Constant::Text(text.clone()), Kinds::STRING)),
        // Which numbers are integers is told where they are read.
        Value::Number(number) if kinds.is_none_or(|kinds| kinds.has(Kinds::NUMBER)) => {
            Some((Constant::Number(number.as_f64()?), Kinds::NUMBER))
        }
        _ => None,
    })
    .filter(|found| match (found, kinds) {
        (Some((_, kind)), Some(kinds)) => kinds.has(*kind),
        _ => true,
    })
    .map(|found| found.map(|(constant, _)| constant))
    .collect()
}

fn rule(schema: &Assertion, fractions: bool) -> NumberRule {
    let number = &schema.number;
    NumberRule {
        minimum: number.minimum,
        maximum: number.maximum,
        above: number.above,
        below: number.below,
        integer: !fractions,
        multiple_of: number.multiple_of.into_iter().collect(),
        asks: false,
    }
}

fn text(schema: &Assertion) -> Option<Node> {
    let rule = &schema.text;
    let format = match NativeFormat::of(rule.format.as_deref()) {
        NativeFormat::Anything => None,
        NativeFormat::Text(format) => Some(format),
        _ => return None,
    };
    if let Some(pattern) = &rule.pattern {
        Automaton::of(pattern)?;
    }
    let (min, max) = (bound(rule.min_length).ok()?, bound(rule.max_length).ok()?);
    let patterns = rule.pattern.iter().cloned().collect();
    Some(Node::Text(TextRule { min, max, format, patterns, ..TextRule::default() }))
}

/// Decides what the program does not know.
pub(super) struct Foreigners<'c, 'b> {
    pub(super) check: &'c BytesCheck,
    pub(super) text: &'b str,
    /// Where the program began.
    pub(super) place: Place,
}

impl Sink for Foreigners<'_, '_> {
    fn room(&mut self, _width: u32) -> Result<u32, Halt> {
        Ok(0)
    }

    fn put(&mut self, _place: u32, _bits: u64) {}

    fn decide(&mut self, number: u32, cursor: &mut Cursor<'_>, left: u32) -> Result<(), Halt> {
        let cursor_here = Cursor { at: cursor.at, ..Cursor::new(self.text.as_bytes()) };
        let reader = Reader { cursor: cursor_here, text: self.text };
        let mut stream = Stream { check: self.check, reader, program: self.check.program.as_ref() };
        let place = Place { depth: DEPTH_LIMIT.saturating_sub(left), ask: Ask::Yes, ..self.place };
        match stream.foreign(SchemaId::new(number as usize), place) {
            Ok(true) => {
                cursor.at = stream.reader.cursor.at;
                Ok(())
            }
            Ok(false) => Err(Halt::Misfit),
            Err(_) => Err(Halt::Foreign),
        }
    }
}
