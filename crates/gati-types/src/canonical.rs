//! When two types mean the same.
//!
//! The hash of a type does not see names of types, the order of members and alternatives,
//! documentation, brands, tuple labels, `readonly`, or how often a recursive type was written
//! out before it refers to itself. It sees everything that decides which values fit, and
//! defaults, because an absent member with a default reaches the handler as that default.
//!
//! A type is a rooted graph once references are followed. Two graphs mean the same when they
//! are bisimilar; that is decided by colour refinement (Hopcroft 1971 in the simple form):
//! every node starts with the hash of its own payload, and each round mixes in the colours of
//! its children until a round tells no more nodes apart. Colours after `k` rounds depend only on
//! the unfolding to depth `k`, and the number of rounds is the same for bisimilar graphs, so
//! the labelled quotient graph is a canonical form. Its hash is the answer.

use std::fmt;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::{GType, Literal, ObjectType, TemplatePart, TypeTable};

/// 128 bits that are equal for types of equal meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CanonicalHash(u128);

impl CanonicalHash {
    /// The bits.
    pub const fn bits(self) -> u128 {
        self.0
    }
}

impl fmt::Display for CanonicalHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// The hash of what `gtype` means with the names of `types`.
///
/// A reference to a name that is not in the table, or that only names itself, hashes as that
/// name: the readers of this crate never produce one.
pub fn canonical_hash(gtype: &GType, types: &TypeTable) -> CanonicalHash {
    let graph = Graph::build(gtype, types);
    let mut colours: Vec<u128> = graph.nodes.iter().map(|node| xxh3_128(&node.payload)).collect();
    let mut distinct = count_distinct(&colours);
    loop {
        let next: Vec<u128> = graph
            .nodes
            .iter()
            .zip(&colours)
            .map(|(node, own)| node.colour(*own, &colours))
            .collect();
        let now = count_distinct(&next);
        if now == distinct {
            return quotient_hash(&graph, &colours);
        }
        colours = next;
        distinct = now;
    }
}

/// The hash of the graph whose nodes are the colours, with the root marked.
fn quotient_hash(graph: &Graph, colours: &[u128]) -> CanonicalHash {
    let mut classes: Vec<u128> =
        graph.nodes.iter().zip(colours).map(|(node, own)| node.colour(*own, colours)).collect();
    let root = classes[graph.root];
    classes.sort_unstable();
    classes.dedup();
    let mut bytes = Vec::with_capacity((classes.len() + 1) * 16);
    bytes.extend_from_slice(&root.to_le_bytes());
    for class in classes {
        bytes.extend_from_slice(&class.to_le_bytes());
    }
    CanonicalHash(xxh3_128(&bytes))
}

fn count_distinct(colours: &[u128]) -> usize {
    let mut sorted = colours.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// Whether the order of a node's children is part of its meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChildOrder {
    Matters,
    /// A set: sorted by colour, duplicates dropped.
    Set,
}

struct Node {
    /// Everything of the node but its children, as bytes.
    payload: Vec<u8>,
    /// A label (member name, place) and the child's index.
    children: Vec<(Vec<u8>, usize)>,
    order: ChildOrder,
}

impl Node {
    fn leaf(payload: Vec<u8>) -> Self {
        Self { payload, children: Vec::new(), order: ChildOrder::Matters }
    }

    /// The node's colour after one more round.
    fn colour(&self, own: u128, colours: &[u128]) -> u128 {
        let mut edges: Vec<(u128, u128)> =
            self.children.iter().map(|(label, child)| (xxh3_128(label), colours[*child])).collect();
        if self.order == ChildOrder::Set {
            edges.sort_unstable();
            edges.dedup();
        }
        let mut bytes = Vec::with_capacity(16 + edges.len() * 32);
        bytes.extend_from_slice(&own.to_le_bytes());
        for (label, colour) in edges {
            bytes.extend_from_slice(&label.to_le_bytes());
            bytes.extend_from_slice(&colour.to_le_bytes());
        }
        xxh3_128(&bytes)
    }
}

/// The nodes a type reaches, references followed.
struct Graph {
    nodes: Vec<Node>,
    root: usize,
}

impl Graph {
    fn build(root: &GType, types: &TypeTable) -> Self {
        let mut builder =
            Builder { types, nodes: Vec::new(), pending: Vec::new(), placed: FxHashMap::default() };
        let root = builder.place(root);
        while let Some((index, gtype)) = builder.pending.pop() {
            let node = builder.node(gtype);
            builder.nodes[index] = node;
        }
        Self { nodes: builder.nodes, root }
    }
}

struct Builder<'a> {
    types: &'a TypeTable,
    nodes: Vec<Node>,
    pending: Vec<(usize, &'a GType)>,
    /// Nodes of the table and of the root tree, by address, so that a name has one node.
    placed: FxHashMap<*const GType, usize>,
}

impl<'a> Builder<'a> {
    /// The index of `gtype`'s node, which is filled in later.
    fn place(&mut self, gtype: &'a GType) -> usize {
        let target = self.target(gtype);
        if let Some(index) = self.placed.get(&std::ptr::from_ref(target)) {
            return *index;
        }
        let index = self.nodes.len();
        self.nodes.push(Node::leaf(Vec::new()));
        self.placed.insert(std::ptr::from_ref(target), index);
        self.pending.push((index, target));
        index
    }

    /// What is left when references, bare brands and unions of one are looked through.
    fn target(&self, gtype: &'a GType) -> &'a GType {
        let mut current = gtype;
        for _ in 0..=self.types.len() * 2 + 8 {
            current = match current {
                GType::Ref(_) => match self.types.resolve(current) {
                    Some(resolved) => resolved,
                    None => return current,
                },
                GType::Refined(refined) if refined.constraints.is_empty() => &refined.base,
                GType::Union(union) if union.members.len() == 1 => &union.members[0],
                other => return other,
            };
        }
        current
    }

    fn node(&mut self, gtype: &'a GType) -> Node {
        match gtype {
            GType::Array(array) => {
                self.with_children(b"array", [(Vec::new(), &*array.items)], ChildOrder::Matters)
            }
            GType::Set(set) => {
                self.with_children(b"set", [(Vec::new(), &*set.items)], ChildOrder::Matters)
            }
            GType::Map(map) => self.with_children(
                b"map",
                [(b"key".to_vec(), &*map.key), (b"value".to_vec(), &*map.value)],
                ChildOrder::Matters,
            ),
            GType::Tuple(tuple) => {
                let places = tuple.elements.iter().map(|element| {
                    (vec![u8::from(element.optional), u8::from(element.rest)], &element.gtype)
                });
                self.with_children(b"tuple", places, ChildOrder::Matters)
            }
            GType::Template(template) => {
                let mut payload = b"template".to_vec();
                let mut holes = Vec::new();
                for part in &template.parts {
                    match part {
                        TemplatePart::Text(text) => push_text(&mut payload, text),
                        TemplatePart::Type(hole) => {
                            payload.push(0xff);
                            holes.push((Vec::new(), hole));
                        }
                    }
                }
                self.with_children(&payload, holes, ChildOrder::Matters)
            }
            GType::Union(_) => {
                let mut members = Vec::new();
                self.flatten(gtype, &mut members);
                let members = members.into_iter().map(|member| (Vec::new(), member));
                self.with_children(b"union", members, ChildOrder::Set)
            }
            GType::Refined(refined) => {
                let mut payload = b"refined".to_vec();
                let mut constraints = refined.constraints.clone();
                constraints.patterns.sort_unstable();
                constraints.multiple_of.sort_by(f64::total_cmp);
                push_json(&mut payload, &constraints);
                self.with_children(&payload, [(Vec::new(), &*refined.base)], ChildOrder::Matters)
            }
            GType::Object(object) => self.object(object),
            leaf => Node::leaf(leaf_payload(leaf)),
        }
    }

    fn object(&mut self, object: &'a ObjectType) -> Node {
        let mut payload = b"object".to_vec();
        push_json(&mut payload, &object.unknown_keys);
        let mut children = Vec::new();
        for property in &object.properties {
            let mut label = vec![b'p', u8::from(property.optional)];
            push_text(&mut label, &property.name);
            push_json(&mut label, &property.docs.default);
            children.push((label, &property.gtype));
        }
        for signature in &object.index {
            let mut label = b"i".to_vec();
            // A key type is a string, a number or a template: small, and never recursive.
            push_text(&mut label, &signature.key.to_string());
            children.push((label, &signature.value));
        }
        self.with_children(&payload, children, ChildOrder::Set)
    }

    fn with_children(
        &mut self,
        payload: &[u8],
        children: impl IntoIterator<Item = (Vec<u8>, &'a GType)>,
        order: ChildOrder,
    ) -> Node {
        let children =
            children.into_iter().map(|(label, child)| (label, self.place(child))).collect();
        Node { payload: payload.to_vec(), children, order }
    }

    /// The alternatives of a union, through names and nested unions. An alias that reaches
    /// itself adds nothing the second time.
    fn flatten(&self, gtype: &'a GType, members: &mut Vec<&'a GType>) {
        let mut pending = vec![gtype];
        let mut seen = Vec::new();
        while let Some(next) = pending.pop() {
            let target = self.target(next);
            match target {
                GType::Union(union) => {
                    if !seen.contains(&std::ptr::from_ref(target)) {
                        seen.push(std::ptr::from_ref(target));
                        pending.extend(&union.members);
                    }
                }
                other => members.push(other),
            }
        }
        if members.iter().any(|member| is_boolean_literal(member, true))
            && members.iter().any(|member| is_boolean_literal(member, false))
        {
            members.retain(|member| !matches!(member, GType::Literal(Literal::Boolean(_))));
            members.push(&GType::Boolean);
        }
    }
}

fn is_boolean_literal(gtype: &GType, value: bool) -> bool {
    *gtype == GType::Literal(Literal::Boolean(value))
}

fn leaf_payload(leaf: &GType) -> Vec<u8> {
    let mut payload = b"leaf".to_vec();
    match leaf {
        // Two unresolved nodes are never known to be the same; their reason is all there is.
        GType::Literal(_) | GType::Unresolved(_) | GType::Ref(_) => push_json(&mut payload, leaf),
        other => push_text(&mut payload, &other.to_string()),
    }
    payload
}

/// Text with its length in front, so that neighbours cannot run into each other.
fn push_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&text.len().to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

fn push_json<T: serde::Serialize>(bytes: &mut Vec<u8>, value: &T) {
    let text = serde_json::to_string(value)
        .expect("the model has string keys only, so it always serialises");
    push_text(bytes, &text);
}
