//! The way from the root of a position to a place.

use std::rc::Rc;

use serde_json::Value;

use crate::graph::{AltId, Reading};
use crate::include::{Inclusion, Part, World};

/// A place, and how it is reached.
pub(crate) struct Trail {
    before: Option<Rc<Trail>>,
    /// A segment of the path; the whole path for the root; nothing for a step that stays.
    segment: Option<String>,
    /// The alternative of what is sent in which the step was taken.
    step: Option<(AltId, Part)>,
    depth: u32,
}

impl Trail {
    pub(crate) fn root(path: String) -> Self {
        Self { before: None, segment: Some(path), step: None, depth: 0 }
    }

    /// One step on.
    pub(crate) fn step(
        self: &Rc<Self>,
        segment: Option<String>,
        step: Option<(AltId, Part)>,
    ) -> Rc<Self> {
        let depth = self.depth + 1;
        Rc::new(Self { before: Some(Rc::clone(self)), segment, step, depth })
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    pub(crate) fn is_root(&self) -> bool {
        self.before.is_none()
    }

    pub(crate) fn parent(&self) -> Option<Rc<Self>> {
        self.before.clone()
    }

    /// The value one step back in which this place has `value`.
    pub(crate) fn around_once(&self, world: &World, value: &Value) -> Option<Value> {
        let inclusion = Inclusion::new(Reading::Sender, Reading::Receiver);
        let (alt, part) = self.step.as_ref()?;
        inclusion.around(world, *alt, part, value)
    }

    /// As a JSON Pointer; `*` stands for any item and any undeclared member.
    pub(crate) fn path(&self) -> String {
        let mut segments = Vec::new();
        let mut current = Some(self);
        while let Some(trail) = current {
            match (&trail.before, &trail.segment) {
                (None, Some(root)) => segments.push(root.clone()),
                (Some(_), Some(segment)) => segments.push(escaped(segment)),
                (_, None) => {}
            }
            current = trail.before.as_deref();
        }
        segments.reverse();
        segments.join("/")
    }

    /// The value of the root in which this place has `value`.
    pub(crate) fn around(&self, world: &World, value: Value) -> Option<Value> {
        let inclusion = Inclusion::new(Reading::Sender, Reading::Receiver);
        let mut value = value;
        let mut current = Some(self);
        while let Some(trail) = current {
            if let Some((alt, part)) = &trail.step {
                value = inclusion.around(world, *alt, part, &value)?;
            }
            current = trail.before.as_deref();
        }
        Some(value)
    }
}

/// A segment of a JSON Pointer.
pub(crate) fn escaped(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
