//! Programs from their text. A program comes from a file, so nothing about it is believed: every
//! number is looked at once, and following it then needs no more looking.

use super::{
    keys::Keys,
    program::{KeyedPlan, Node, NodeId, ObjectPlan, Program, ProgramError, VERSION},
};

/// The most levels that a program may follow: each costs stack.
const DEEPEST: u32 = 1024;
/// The most places of a node, so that sums of a few of them cannot overflow.
const WIDEST: u32 = 1 << 20;

impl Program {
    /// The program that `text` says.
    ///
    /// # Errors
    ///
    /// [`ProgramError`] for what is no program, one of another version, or one that does not hold
    /// together.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        let mut program: Self = serde_json::from_str(text)
            .map_err(|error| ProgramError::Malformed { detail: error.to_string() })?;
        if program.version != VERSION {
            return Err(ProgramError::Version { found: program.version });
        }
        if !program.holds_together() {
            return Err(ProgramError::Dangling);
        }
        program.prepare().ok_or(ProgramError::Dangling)?;
        Ok(program)
    }

    /// Works out what following the program needs at hand.
    fn prepare(&mut self) -> Option<()> {
        self.keys = self.objects.iter().map(|object| Keys::of(&object.members)).collect();
        for node in &mut self.nodes {
            match node {
                Node::Number(rule) => rule.settle(),
                Node::Text(rule) => rule.settle()?,
                _ => {}
            }
        }
        Some(())
    }

    /// Whether the program knows what to do at the node, without asking the sink.
    pub(crate) fn says(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| !matches!(node, Node::Foreign(_)))
    }

    /// A program of these parts, which is followed by [`Program::pass`] alone: nobody asks for the
    /// places of its nodes. Nothing where a text asks for what no program can tell.
    pub(crate) fn of_parts(nodes: Vec<Node>, objects: Vec<ObjectPlan>) -> Option<Self> {
        let keys = Vec::new();
        let mut program = Self { version: VERSION, nodes, objects, root: 0, depth: DEEPEST, keys };
        program.prepare()?;
        Some(program)
    }

    /// The text of the program.
    ///
    /// # Panics
    ///
    /// Never: programs have string keys and finite numbers only.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("programs have string keys and finite numbers only")
    }

    fn holds_together(&self) -> bool {
        self.is_node(self.root)
            && self.depth <= DEEPEST
            && self.nodes.iter().all(|node| self.is_sound(node))
            && self.objects.iter().all(|object| {
                object.members.len() <= 64
                    && object.width <= WIDEST
                    && object
                        .members
                        .iter()
                        .all(|member| self.is_node(member.node) && is_written_plainly(&member.name))
            })
            && self.nothing_is_inside_itself()
            && self.members_have_room()
    }

    fn is_node(&self, id: NodeId) -> bool {
        (id as usize) < self.nodes.len()
    }

    fn is_object(&self, id: u32) -> bool {
        (id as usize) < self.objects.len()
    }

    fn is_sound(&self, node: &Node) -> bool {
        // What marks its own place cannot stand for another one that does.
        let is_simple = |id: NodeId| {
            self.is_node(id)
                && !matches!(self.nodes[id as usize], Node::Nullable(_) | Node::Kinds(_))
        };
        match node {
            Node::List(plan) => self.is_node(plan.items) && plan.width <= WIDEST,
            Node::Tuple(plan) => {
                plan.width <= WIDEST && plan.items.iter().all(|(id, _)| self.is_node(*id))
            }
            Node::Record(plan) => self.is_node(plan.values) && (2..=WIDEST).contains(&plan.width),
            Node::Object(object) | Node::Linked(object) => self.is_object(*object),
            Node::Tagged(plan) => {
                plan.tags.len() == plan.objects.len()
                    && plan.objects.iter().all(|object| self.is_object(*object))
            }
            Node::Keyed(plan) => {
                plan.names.len() <= KeyedPlan::MOST
                    && plan.cases.iter().all(|case| self.is_object(case.object))
            }
            Node::Kinds(plan) => plan.alternatives().all(|(_, id)| is_simple(id)),
            Node::Nullable(inner) => is_simple(*inner),
            Node::Foreign(_) => false,
            Node::Any
            | Node::Checked
            | Node::Boolean
            | Node::Number(_)
            | Node::Text(_)
            | Node::Constants(_) => true,
        }
    }

    /// Whether no node stands among its own places, however far in: asking for its width would
    /// never end.
    fn nothing_is_inside_itself(&self) -> bool {
        // 0: not looked at, 1: being looked at, 2: known to end.
        let mut state = vec![0_u8; self.nodes.len()];
        for first in 0..self.nodes.len() {
            let mut open = vec![(first, 0)];
            while let Some((node, next)) = open.pop() {
                if next == 0 && state[node] == 2 {
                    continue;
                }
                state[node] = 1;
                match self.inside(node).nth(next) {
                    Some(inner) if state[inner] == 1 => return false,
                    Some(inner) => {
                        open.push((node, next + 1));
                        if state[inner] == 0 {
                            open.push((inner, 0));
                        }
                    }
                    None => state[node] = 2,
                }
            }
        }
        true
    }

    /// The nodes whose places are among those of a node.
    pub(super) fn inside(&self, node: usize) -> Box<dyn Iterator<Item = usize> + '_> {
        match &self.nodes[node] {
            Node::Object(object) => Box::new(
                self.objects[*object as usize].members.iter().map(|member| member.node as usize),
            ),
            Node::Tuple(plan) => Box::new(plan.items.iter().map(|(id, _)| *id as usize)),
            Node::Nullable(inner) => Box::new(std::iter::once(*inner as usize)),
            Node::Kinds(plan) => Box::new(plan.alternatives().map(|(_, id)| id as usize)),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Whether every part has places of what it is a part of.
    fn members_have_room(&self) -> bool {
        let ends = |place: u32, node: NodeId, width: u32| {
            place.checked_add(self.width(node)).is_some_and(|end| end <= width)
        };
        self.objects
            .iter()
            .all(|object| object.members.iter().all(|one| ends(one.place, one.node, object.width)))
            && self.nodes.iter().all(|node| match node {
                Node::Tuple(plan) => {
                    plan.items.iter().all(|(id, place)| ends(*place, *id, plan.width))
                }
                Node::List(plan) => ends(0, plan.items, plan.width),
                Node::Record(plan) => ends(2, plan.values, plan.width),
                Node::Kinds(plan) => plan.alternatives().all(|(_, id)| ends(1, id, 2)),
                _ => true,
            })
    }
}

/// Whether a key of this name has no escapes, so that its bytes are those of the name.
pub(crate) fn is_written_plainly(name: &str) -> bool {
    !name.bytes().any(|byte| matches!(byte, b'"' | b'\\') || byte < 0x20)
}

#[cfg(test)]
mod tests {
    use super::{Program, ProgramError};

    /// Programs that nobody may follow, and why.
    const BAD: &[(&str, &str)] = &[
        ("no program", "{}"),
        ("another version", r#"{"version":9,"nodes":["any"],"objects":[],"root":0,"depth":64}"#),
        ("no root", r#"{"version":1,"nodes":[],"objects":[],"root":0,"depth":64}"#),
        (
            "a list of nothing",
            r#"{"version":1,"nodes":[{"list":{"items":7,"width":1,"chain":"adjacent"}}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "null or itself",
            r#"{"version":1,"nodes":[{"nullable":0}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "an object inside itself",
            r#"{"version":1,"nodes":[{"object":0}],"objects":[{"members":[{"name":"a","node":0,"place":0}],"required":1,"unknown":"skip","width":1}],"root":0,"depth":64}"#,
        ),
        (
            "a tuple inside itself",
            r#"{"version":1,"nodes":[{"tuple":{"items":[[0,1]],"least":0,"width":2}}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "a member without a place",
            r#"{"version":1,"nodes":[{"object":0},"boolean"],"objects":[{"members":[{"name":"a","node":1,"place":3}],"required":1,"unknown":"skip","width":1}],"root":0,"depth":64}"#,
        ),
        (
            "a key that ends before its end",
            r#"{"version":1,"nodes":[{"object":0},"boolean"],"objects":[{"members":[{"name":"a\":1,\"b","node":1,"place":0}],"required":1,"unknown":"skip","width":1}],"root":0,"depth":64}"#,
        ),
        (
            "a pattern that is no language",
            r#"{"version":1,"nodes":[{"text":{"patterns":["^(a)\\1$"]}}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "a tag of nothing",
            r#"{"version":1,"nodes":[{"tagged":{"name":"t","tags":[{"text":"a"}],"objects":[]}}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "members of an object that is not there",
            r#"{"version":1,"nodes":[{"keyed":{"names":["a"],"cases":[{"required":1,"allowed":1,"object":0}]}}],"objects":[],"root":0,"depth":64}"#,
        ),
        (
            "deeper than the stack",
            r#"{"version":1,"nodes":["any"],"objects":[],"root":0,"depth":100000}"#,
        ),
    ];

    #[test]
    fn what_does_not_hold_together_is_refused() {
        for (title, text) in BAD {
            assert!(Program::parse(text).is_err(), "{title}");
        }
    }

    #[test]
    fn a_version_is_named() {
        let text = r#"{"version":9,"nodes":["any"],"objects":[],"root":0,"depth":64}"#;
        assert_eq!(Program::parse(text), Err(ProgramError::Version { found: 9 }));
    }
}
