//! From a type to its table. The order in which things are looked at, and what an issue calls a
//! value, is that of `collect.rs` and `collect_list.rs`, which write the same as JavaScript.

use std::{collections::BTreeMap, sync::Arc};

use gati_types::{Constraints, GType, Literal, ObjectType, Property, UnionType, UnknownKeys};
use rustc_hash::FxHashMap;

use super::program::{
    Choice, Closest, KeyTest, List, Map, Member, Node, NodeId, Object, Others, Said, Scalar,
    Signature, Sizes, Table, Tagged, Test, Tuple, VERSION,
};
use crate::{
    collect::says_missing,
    collection::{Places, travels_as_object, unwrap},
    compiler::{Address, Compiler, address},
    facts::{Facts, is_anything},
    reader::layout::constant,
    rule::{Asked, Rule},
    secrecy::looks_secret,
    sentence::Sentence,
    value::spelled,
};

/// The table of `root`, which is in normal form; `None` where every value fits.
pub(crate) fn table<'a>(root: &'a GType, facts: &'a Facts<'a>) -> Option<Table> {
    if is_anything(facts.resolve(root)) {
        return None;
    }
    let mut planner = Planner::new(facts);
    let root = planner.function(root);
    Some(planner.table(root))
}

pub(super) struct Planner<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// Writes conditions, of which only the data is kept.
    compiler: Compiler<'a>,
    ids: FxHashMap<Address, &'a str>,
    nodes: Vec<Node>,
    /// Nodes that look the same, by their text.
    known: FxHashMap<String, NodeId>,
    /// Nodes of types that may mention themselves.
    functions: FxHashMap<Address, NodeId>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(facts: &'a Facts<'a>) -> Self {
        let types = facts.types.iter();
        let ids = types.map(|(id, named)| (address(&named.gtype), id.as_str())).collect();
        Self {
            facts,
            compiler: Compiler::new(facts, Arc::default()),
            ids,
            nodes: Vec::new(),
            known: FxHashMap::default(),
            functions: FxHashMap::default(),
        }
    }

    /// What was planned, of which `root` is looked at first.
    pub(super) fn table(self, root: NodeId) -> Table {
        Table { version: VERSION, nodes: self.nodes, root }
    }

    fn add(&mut self, node: Node) -> NodeId {
        let text = serde_json::to_string(&node).unwrap_or_default();
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(node);
        self.known.insert(text, id);
        id
    }

    /// What the function of a type looks at.
    pub(super) fn function(&mut self, gtype: &'a GType) -> NodeId {
        let target = self.facts.resolve(gtype);
        let place = address(target);
        if let Some(known) = self.functions.get(&place) {
            return *known;
        }
        let name = self.ids.get(&place).copied();
        let taken = name.filter(|name| self.facts.is_recursive(name)).map(|_| {
            // The number is taken before the parts are looked at, which mention it.
            let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
            self.nodes.push(Node::Anything);
            self.functions.insert(place, id);
            id
        });
        let body = self.node(target, name);
        let named = name.and_then(|name| self.facts.types.get_str(name));
        let body = self.worded(named.map(|one| &one.docs.messages), body);
        let Some(taken) = taken else {
            self.functions.insert(place, body);
            return body;
        };
        // A type that mentions this one may be all that it is, and not be known yet.
        self.nodes[taken as usize] = Node::Same(body);
        taken
    }

    fn worded(&mut self, words: Option<&BTreeMap<String, String>>, node: NodeId) -> NodeId {
        match words {
            Some(words) if !words.is_empty() => self.add(Node::Worded(words.clone(), node)),
            _ => node,
        }
    }

    /// What is looked at in a value of `gtype`. `name` is what was expected, where that is not the
    /// type itself.
    pub(super) fn node(&mut self, gtype: &'a GType, name: Option<&str>) -> NodeId {
        let facts = self.facts;
        if is_anything(facts.resolve(gtype)) {
            return self.add(Node::Anything);
        }
        if let GType::Ref(reference) = gtype
            && let Some(named) = facts.types.get(&reference.id)
            && (facts.is_flat(gtype) || matches!(named.gtype, GType::Ref(_)))
            && !named.docs.messages.is_empty()
        {
            let own = (!facts.is_scalar(gtype)).then(|| spelled(gtype));
            let inner = self.node(&named.gtype, name.or(own.as_deref()));
            return self.worded(Some(&named.docs.messages), inner);
        }
        if facts.is_scalar(gtype) {
            let target = facts.resolve(gtype);
            let wanted = name.map_or_else(|| spelled(target), str::to_owned);
            let tests = self.tests(target);
            return self.add(Node::Scalar(Scalar { wanted, tests }));
        }
        if matches!(gtype, GType::Ref(_)) && !facts.is_flat(gtype) {
            return self.function(gtype);
        }
        let wanted = name.map_or_else(|| spelled(gtype), str::to_owned);
        let node = match facts.resolve(gtype) {
            GType::Object(object) => Node::Object(self.object(object, wanted, None)),
            GType::Union(union) => return self.union(union, wanted),
            other => self.list_like(other, wanted),
        };
        self.add(node)
    }

    fn tests(&mut self, target: &'a GType) -> Vec<Test> {
        let conditions = self.compiler.conditions(target, "value", false);
        conditions
            .into_iter()
            .filter(|one| one.no != "false")
            .map(|one| Test {
                asked: one.asked,
                said: Said {
                    code: one.code.to_owned(),
                    message: one.message,
                    parameters: one.parameters,
                },
            })
            .collect()
    }

    /// An object; the member `tag` is known to fit.
    fn object(&mut self, object: &'a ObjectType, wanted: String, tag: Option<&str>) -> Object {
        let facts = self.facts;
        let members = object
            .properties
            .iter()
            .filter(|one| tag != Some(one.name.as_str()) && !is_anything(facts.resolve(&one.gtype)))
            .map(|one| self.member(one))
            .collect();
        let others = match facts.mode(object) {
            UnknownKeys::Strict => Others::Reported,
            UnknownKeys::Strip | UnknownKeys::Open => Others::Ignored,
        };
        let mut index = Vec::new();
        for signature in &object.index {
            let key = self.key(&signature.key);
            let node = self.node(&signature.value, None);
            let takes_all = key == KeyTest::All;
            index.push(Signature { key, node });
            if takes_all {
                break;
            }
        }
        let looks = others == Others::Reported || !index.is_empty();
        let names = object.properties.iter().filter(|_| looks).map(|one| one.name.clone());
        Object { wanted, members, names: names.collect(), index, others }
    }

    fn member(&mut self, property: &'a Property) -> Member {
        let facts = self.facts;
        let gtype = &property.gtype;
        let wanted = if facts.may_be_absent(property) {
            None
        } else if says_missing(facts, gtype) && facts.is_scalar(gtype) {
            // What is said of the value's kind is said of its absence.
            Some(spelled(facts.resolve(gtype)))
        } else {
            Some(spelled(gtype))
        };
        Member {
            name: property.name.clone(),
            node: self.node(gtype, None),
            wanted,
            secret: looks_secret(&property.name),
            words: property.docs.messages.clone(),
        }
    }

    /// Which keys an index signature takes, as `key_fits` writes it.
    fn key(&mut self, gtype: &'a GType) -> KeyTest {
        match self.facts.resolve(gtype) {
            GType::String | GType::Any | GType::Unknown => KeyTest::All,
            GType::Number => KeyTest::Numbers,
            GType::Union(union) => {
                let tests: Vec<KeyTest> = union.members.iter().map(|one| self.key(one)).collect();
                if tests.contains(&KeyTest::All) { KeyTest::All } else { KeyTest::Either(tests) }
            }
            GType::Literal(Literal::Number(value)) => {
                KeyTest::Exactly(gati_emit::number(*value).unwrap_or_default())
            }
            scalar => {
                let conditions = self.compiler.conditions(scalar, "key", false);
                let asked: Vec<Asked> = conditions
                    .into_iter()
                    // A key is a text already.
                    .filter(|one| !one.yes.starts_with("typeof"))
                    .map(|one| one.asked)
                    .collect();
                if asked.is_empty() { KeyTest::All } else { KeyTest::Meets(asked) }
            }
        }
    }

    fn union(&mut self, union: &'a UnionType, wanted: String) -> NodeId {
        let facts = self.facts;
        let is_constant =
            |member: &GType| facts.literals(member).is_some() || *member == GType::Null;
        if union.members.iter().all(is_constant) {
            let options = union.members.iter().map(|one| self.node(one, None)).collect();
            return self.add(Node::Choice(Choice { wanted, options }));
        }
        let is_empty =
            |member: &&GType| matches!(member, GType::Null | GType::Undefined | GType::Void);
        let (empties, solid): (Vec<&GType>, Vec<&GType>) = union.members.iter().partition(is_empty);
        if let ([only], false) = (solid.as_slice(), empties.is_empty()) {
            let inner = self.node(only, Some(&wanted));
            let nullable = empties.contains(&&GType::Null);
            return if nullable { self.add(Node::Nullable(inner)) } else { inner };
        }
        let members = facts.members(union);
        let node = match members.tagged {
            Some(tagged) => {
                let scalars = members.scalars.iter().map(|one| self.node(one, None)).collect();
                self.tagged(&tagged.name, tagged.cases, scalars, wanted)
            }
            None if members.others.is_empty() => {
                let members = union.members.iter().map(|one| self.node(one, None)).collect();
                Node::Closest(Closest { wanted, members, others: Vec::new() })
            }
            None => {
                let others = members.others.iter().map(|one| self.function(one)).collect();
                let members = union.members.iter().map(|one| self.node(one, None)).collect();
                Node::Closest(Closest { wanted, members, others })
            }
        };
        self.add(node)
    }

    fn tagged(
        &mut self,
        tag: &str,
        cases: Vec<(Vec<Literal>, &'a GType)>,
        scalars: Vec<NodeId>,
        wanted: String,
    ) -> Node {
        let mut allowed = Vec::new();
        let mut bodies = Vec::new();
        for (literals, member) in cases {
            let constants = literals.iter().filter_map(constant).collect();
            allowed.extend(literals.into_iter().map(GType::Literal));
            let body = match (matches!(member, GType::Ref(_)), self.facts.object(member)) {
                (false, Some(object)) => {
                    let object = self.object(object, String::new(), Some(tag));
                    self.add(Node::Object(object))
                }
                _ => self.node(member, None),
            };
            bodies.push((constants, body));
        }
        Node::Tagged(Tagged {
            wanted,
            scalars,
            tag: tag.to_owned(),
            secret: looks_secret(tag),
            allowed: spelled(&GType::union(allowed)),
            cases: bodies,
        })
    }

    /// An array, a tuple, a set or a map.
    fn list_like(&mut self, gtype: &'a GType, wanted: String) -> Node {
        let (base, constraints) = unwrap(gtype);
        let sizes = sizes(constraints);
        match base {
            GType::Array(array) => {
                Node::List(List { wanted, sizes, items: self.items(&array.items) })
            }
            GType::Set(set) => Node::List(List { wanted, sizes, items: self.items(&set.items) }),
            GType::Tuple(tuple) => {
                let places = Places::of(tuple);
                let mut of = |gtype| self.node(gtype, None);
                Node::Tuple(Tuple {
                    wanted,
                    sizes,
                    length: said(Sentence::other_length(&places)),
                    least: u32::try_from(places.least()).unwrap_or(u32::MAX),
                    before: places.before.iter().map(|(gtype, _)| of(gtype)).collect(),
                    rest: places.rest.map(&mut of),
                    after: places.after.iter().map(|gtype| of(gtype)).collect(),
                })
            }
            GType::Map(map) => {
                let of = Map {
                    wanted,
                    key: self.node(&map.key, None),
                    value: self.node(&map.value, None),
                };
                if travels_as_object(map, self.facts.types) {
                    Node::Record(of)
                } else {
                    Node::Pairs(of)
                }
            }
            // Nobody has written a check of anything else.
            _ => {
                let asked = Rule::Elsewhere.into();
                let said = Said {
                    code: String::new(),
                    message: String::new(),
                    parameters: crate::rule::Parameters::default(),
                };
                Node::Scalar(Scalar { wanted, tests: vec![Test { asked, said }] })
            }
        }
    }

    fn items(&mut self, items: &'a GType) -> NodeId {
        let facts = self.facts;
        let inline = facts.is_repeated(items) || facts.is_flat(items) || facts.is_deep(items);
        if inline || matches!(items, GType::Ref(_)) {
            self.node(items, None)
        } else {
            self.function(items)
        }
    }
}

fn sizes(constraints: Option<&Constraints>) -> Sizes {
    let Some(constraints) = constraints else { return Sizes::default() };
    let sized = |count: Option<u32>, sentence: fn(u32) -> Sentence| {
        count.map(|count| (count, said(sentence(count))))
    };
    Sizes {
        min: sized(constraints.min_items, Sentence::too_few),
        max: sized(constraints.max_items, Sentence::too_many),
        unique: constraints.unique_items.then(|| said(Sentence::not_unique())),
    }
}

fn said(sentence: Sentence) -> Said {
    let Sentence { code, message, parameters } = sentence;
    Said { code: code.to_owned(), message, parameters }
}
