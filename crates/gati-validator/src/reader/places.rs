//! Which places a node takes, once all nodes are known.

use super::program::{Chain, Node, NodeId, Program};

/// Works out the widths, and which lists can have their items side by side.
pub(super) fn settle(program: &mut Program) {
    leave_circles(program);
    // Objects inside objects are known by name only once each, and never contain themselves, so
    // this ends; lists have one place whatever is in them.
    for index in 0..program.objects.len() {
        settle_object(program, index);
    }
    for index in 0..program.nodes.len() {
        settle_inside(program, NodeId::try_from(index).unwrap_or(NodeId::MAX));
    }
    for index in 0..program.nodes.len() {
        match program.nodes[index].clone() {
            Node::List(mut plan) => {
                let adjacent = is_self_contained(program, plan.items);
                plan.chain = if adjacent { Chain::Adjacent } else { Chain::Linked };
                plan.width = program.width(plan.items) + u32::from(!adjacent);
                program.nodes[index] = Node::List(plan);
            }
            Node::Record(mut plan) => {
                plan.width = program.width(plan.values) + 2;
                program.nodes[index] = Node::Record(plan);
            }
            _ => {}
        }
    }
}

/// Leaves tuples whose places would be among their own to JavaScript.
fn leave_circles(program: &mut Program) {
    for index in 0..program.nodes.len() {
        if matches!(program.nodes[index], Node::Tuple(_)) && is_inside_itself(program, index) {
            program.nodes[index] = Node::Checked;
        }
    }
}

fn is_inside_itself(program: &Program, node: usize) -> bool {
    let mut seen = vec![false; program.nodes.len()];
    let mut pending: Vec<usize> = program.inside(node).collect();
    while let Some(next) = pending.pop() {
        if next == node {
            return true;
        }
        if !std::mem::replace(&mut seen[next], true) {
            pending.extend(program.inside(next));
        }
    }
    false
}

fn settle_object(program: &mut Program, index: usize) {
    if program.objects[index].width > 0 || program.objects[index].members.is_empty() {
        return;
    }
    let mut next = 0;
    for member in 0..program.objects[index].members.len() {
        let node = program.objects[index].members[member].node;
        settle_inside(program, node);
        program.objects[index].members[member].place = next;
        next += program.width(node);
    }
    program.objects[index].width = next;
}

fn settle_inside(program: &mut Program, node: NodeId) {
    match program.nodes[node as usize].clone() {
        Node::Object(object) => settle_object(program, object as usize),
        Node::Tuple(mut plan) => {
            let mut next = 1;
            for (item, place) in &mut plan.items {
                settle_inside(program, *item);
                *place = next;
                next += program.width(*item);
            }
            plan.width = next;
            program.nodes[node as usize] = Node::Tuple(plan);
        }
        Node::Nullable(inner) => settle_inside(program, inner),
        _ => {}
    }
}

/// Whether a value needs no places but its own.
fn is_self_contained(program: &Program, node: NodeId) -> bool {
    match &program.nodes[node as usize] {
        Node::Any
        | Node::Checked
        | Node::Boolean
        | Node::Number(_)
        | Node::Text(_)
        | Node::Constants(_) => true,
        Node::Nullable(inner) => is_self_contained(program, *inner),
        Node::Object(object) => program.objects[*object as usize]
            .members
            .iter()
            .all(|member| is_self_contained(program, member.node)),
        _ => false,
    }
}

impl Program {
    /// How many places a node takes.
    pub(crate) fn width(&self, node: NodeId) -> u32 {
        match &self.nodes[node as usize] {
            Node::Object(object) => self.objects[*object as usize].width,
            Node::Tuple(plan) => plan.width,
            Node::Kinds(_) => 2,
            Node::Nullable(inner) => self.width(*inner),
            _ => 1,
        }
    }
}
