//! Programs from their text. A program comes from a file, so nothing about it is believed: every
//! number is looked at once, and following it then needs no more looking.

use super::program::{Node, NodeId, Program, ProgramError, VERSION};

impl Program {
    /// The program that `text` says.
    ///
    /// # Errors
    ///
    /// [`ProgramError`] for what is no program, one of another version, or one that does not hold
    /// together.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        let program: Self = serde_json::from_str(text)
            .map_err(|error| ProgramError::Malformed { detail: error.to_string() })?;
        if program.version != VERSION {
            return Err(ProgramError::Version { found: program.version });
        }
        if program.holds_together() { Ok(program) } else { Err(ProgramError::Dangling) }
    }

    /// The text of the program.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("programs have string keys and finite numbers only")
    }

    fn holds_together(&self) -> bool {
        self.is_node(self.root)
            && self.depth <= 4096
            && self.nodes.iter().all(|node| self.is_sound(node))
            && self.objects.iter().all(|object| {
                object.members.len() <= 64
                    && object.members.iter().all(|member| self.is_node(member.node))
                    && (0..self.objects.len()).all(|one| !self.is_inside_itself(one))
            })
            && self.objects.iter().all(|object| {
                object.members.iter().all(|member| {
                    let end = member.place.checked_add(self.width(member.node));
                    end.is_some_and(|end| end <= object.width)
                })
            })
    }

    fn is_node(&self, id: NodeId) -> bool {
        (id as usize) < self.nodes.len()
    }

    fn is_object(&self, id: u32) -> bool {
        (id as usize) < self.objects.len()
    }

    fn is_sound(&self, node: &Node) -> bool {
        match node {
            Node::List(plan) => self.is_node(plan.items) && plan.width <= 1 << 20,
            Node::Tuple(plan) => plan.items.iter().all(|(id, _)| self.is_node(*id)),
            Node::Record(plan) => self.is_node(plan.values) && plan.width >= 2,
            Node::Object(object) | Node::Linked(object) => self.is_object(*object),
            Node::Tagged(plan) => plan.cases.iter().all(|(_, object)| self.is_object(*object)),
            Node::Kinds(plan) => plan.alternatives().all(|(_, id)| {
                self.is_node(id)
                    && !matches!(self.nodes[id as usize], Node::Kinds(_) | Node::Nullable(_))
            }),
            Node::Nullable(inner) => {
                self.is_node(*inner)
                    && !matches!(self.nodes[*inner as usize], Node::Nullable(_) | Node::Kinds(_))
            }
            Node::Any | Node::Boolean | Node::Number(_) | Node::Text(_) | Node::Constants(_) => {
                true
            }
        }
    }

    /// Whether the places of an object would contain its own.
    fn is_inside_itself(&self, object: usize) -> bool {
        let mut open = vec![object];
        let mut seen = vec![false; self.objects.len()];
        while let Some(next) = open.pop() {
            for member in &self.objects[next].members {
                for inner in self.inside(member.node) {
                    if inner == object {
                        return true;
                    }
                    if !std::mem::replace(&mut seen[inner], true) {
                        open.push(inner);
                    }
                }
            }
        }
        false
    }

    /// The objects whose places are among those of a node.
    fn inside(&self, node: NodeId) -> Vec<usize> {
        match &self.nodes[node as usize] {
            Node::Object(object) => vec![*object as usize],
            _ => Vec::new(),
        }
    }
}
