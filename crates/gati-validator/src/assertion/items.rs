//! What holds of lists.

use gati_types::assertion::{Assertion, Contains};

use super::{check::REFUSAL, writer::Body};
use crate::steps::{block, merge};

impl Body<'_, '_> {
    /// Statements for `value`, which is a list.
    pub(super) fn items(&mut self, schema: &Assertion, value: &str) -> Vec<String> {
        let list = &schema.list;
        let mut lines = Vec::new();
        if let Some(least) = list.min_items.filter(|least| *least > 0) {
            lines.push(format!("if ({value}.length < {least}) {REFUSAL}"));
        }
        if let Some(most) = list.max_items {
            lines.push(format!("if ({value}.length > {most}) {REFUSAL}"));
        }
        for (index, id) in list.prefix.iter().enumerate() {
            let item = self.local("item");
            let steps = self.part(*id, &item);
            let inner = merge(steps, REFUSAL);
            if !inner.is_empty() {
                let mut all = vec![format!("const {item} = {value}[{index}];")];
                all.extend(inner);
                lines.extend(block(&format!("if ({value}.length > {index}) {{"), all));
            }
        }
        if let Some(id) = list.items
            && !self.writer.facts.is_anything(id)
        {
            let (i, item) = (self.local("i"), self.local("item"));
            let start = list.prefix.len();
            let steps = self.part(id, &item);
            let mut inner = vec![format!("const {item} = {value}[{i}];")];
            inner.extend(merge(steps, REFUSAL));
            let header = format!("for (let {i} = {start}; {i} < {value}.length; {i}++) {{");
            lines.extend(block(&header, inner));
        }
        if self.tracking {
            lines.extend(seen_items(schema, value));
        }
        if let Some(contains) = list.contains {
            lines.extend(self.contained(contains, value));
        }
        if list.unique {
            let name = self.writer.runtime("$isDistinct");
            lines.push(format!("if (!{name}({value})) {REFUSAL}"));
        }
        lines
    }

    fn contained(&mut self, contains: Contains, value: &str) -> Vec<String> {
        let Contains { schema, least, most } = contains;
        if least == 0 && most.is_none() && !self.tracking {
            return Vec::new();
        }
        let (count, i) = (self.local("count"), self.local("i"));
        let item = self.local("item");
        let test = self.part_test(schema, &item);
        let mut hit = vec![format!("{count}++;")];
        if self.tracking {
            hit.push(format!("seen.at.add({i});"));
        }
        let inner = std::iter::once(format!("const {item} = {value}[{i}];"))
            .chain(block(&format!("if ({}) {{", test.yes), hit))
            .collect();
        let mut lines = vec![format!("let {count} = 0;")];
        lines.extend(block(&format!("for (let {i} = 0; {i} < {value}.length; {i}++) {{"), inner));
        if least > 0 {
            lines.push(format!("if ({count} < {least}) {REFUSAL}"));
        }
        if let Some(most) = most {
            lines.push(format!("if ({count} > {most}) {REFUSAL}"));
        }
        lines
    }
}

/// What notes the items that are looked at.
fn seen_items(schema: &Assertion, value: &str) -> Option<String> {
    let list = &schema.list;
    if list.items.is_some() {
        return Some("seen.everyItem = true;".to_owned());
    }
    let count = list.prefix.len();
    (count > 0)
        .then(|| format!("seen.items = Math.max(seen.items, Math.min({count}, {value}.length));"))
}
