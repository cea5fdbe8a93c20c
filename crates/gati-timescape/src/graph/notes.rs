//! What is written beside a type and decides nothing about values.

use serde_json::Value;

use super::NodeId;

/// Documentation and the like. Equal sets with different notes are a patch.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Notes {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    /// `deprecated`, with its reason.
    pub(crate) deprecated: Option<String>,
    /// What an absent member means.
    pub(crate) default: Option<Value>,
    pub(crate) examples: Vec<Value>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// What is said to tell alternatives apart.
    pub(crate) tags: Option<Tags>,
    /// The name it had before (`@renamedFrom`, `x-renamed-from`).
    pub(crate) renamed_from: Option<String>,
}

/// A discriminator: the member that tells alternatives apart, and what its values stand for.
#[derive(Clone)]
pub(crate) struct Tags {
    pub(crate) property: String,
    /// Sorted by the values.
    pub(crate) targets: Vec<Target>,
}

/// What a value of a discriminator stands for.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) value: String,
    /// What it is called; equal names of two documents need not mean the same.
    pub(crate) name: String,
    pub(crate) node: Option<NodeId>,
}

/// As it is written: places of nodes are no part of it.
impl std::fmt::Debug for Tags {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let targets = self.targets.iter().map(|target| (&target.value, &target.name));
        formatter.debug_list().entry(&self.property).entries(targets).finish()
    }
}

impl PartialEq for Tags {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl Notes {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These notes, and those of `under` where these say nothing.
    pub(crate) fn over(mut self, under: Option<&Self>) -> Self {
        let Some(under) = under else { return self };
        self.title = self.title.or_else(|| under.title.clone());
        self.description = self.description.or_else(|| under.description.clone());
        self.deprecated = self.deprecated.or_else(|| under.deprecated.clone());
        self.default = self.default.or_else(|| under.default.clone());
        if self.examples.is_empty() {
            self.examples.clone_from(&under.examples);
        }
        self.read_only |= under.read_only;
        self.write_only |= under.write_only;
        self.tags = self.tags.or_else(|| under.tags.clone());
        self.renamed_from = self.renamed_from.or_else(|| under.renamed_from.clone());
        self
    }

    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (!self.is_empty()).then(|| Box::new(self))
    }
}
