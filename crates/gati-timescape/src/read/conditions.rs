//! Unions, and what holds beyond the shape of a value.

use serde_json::{Map, Value};

use super::schema_scalar::{count_of, says_something_of_numbers};
use super::{Builder, Carrier, Result, Way};
use crate::graph::{AltId, Condition, ConditionId, ConditionKind, Kind, NodeId, Shape};

impl<'a> Builder<'a> {
    /// One of several schemas; of exactly one, alternatives of one kind get a condition that says
    /// so, which is void where they are found to be apart.
    pub(super) fn union(
        &mut self,
        schemas: &'a [Value],
        exactly: bool,
        way: Way,
    ) -> Result<Vec<AltId>> {
        let mut alts = Vec::new();
        let mut nodes = Vec::new();
        for schema in schemas {
            let node = self.schema(schema, way);
            nodes.push(node);
            alts.extend(self.alts(node)?);
        }
        if !exactly || nodes.len() < 2 {
            return Ok(alts);
        }
        let shared: Vec<Kind> = Kind::ALL
            .into_iter()
            .filter(|kind| {
                let has = |node: &&NodeId| {
                    self.arena.alternatives(**node).any(|(_, alt)| alt.shape.kind() == *kind)
                };
                nodes.iter().filter(has).count() > 1
            })
            .collect();
        if shared.is_empty() {
            return Ok(alts);
        }
        let condition = self.arena.condition(Condition::new(ConditionKind::ExactlyOne, nodes));
        for alt in &mut alts {
            if shared.contains(&self.arena.alt(*alt).shape.kind()) {
                *alt = self.with(*alt, condition);
            }
        }
        Ok(alts)
    }

    fn with(&mut self, alt: AltId, condition: ConditionId) -> AltId {
        let mut alternative = self.arena.alt(alt).clone();
        if let Err(place) = alternative.conditions.binary_search(&condition) {
            alternative.conditions.insert(place, condition);
        }
        self.arena.alternative(alternative)
    }

    /// Adds what a schema says beyond shapes.
    pub(super) fn apply_conditions(
        &mut self,
        alts: &mut Vec<AltId>,
        object: &'a Map<String, Value>,
        way: Way,
    ) -> Result<()> {
        if let Some(schema) = object.get("not") {
            let node = self.schema(schema, way.exact());
            self.exclude(alts, node)?;
        }
        let mut add = |builder: &mut Self, kind: Option<Kind>, condition: Condition| {
            let id = builder.arena.condition(condition);
            for alt in alts.iter_mut() {
                if kind.is_none_or(|kind| builder.arena.alt(*alt).shape.kind() == kind) {
                    *alt = builder.with(*alt, id);
                }
            }
        };
        if let Some(test) = object.get("if")
            && (object.contains_key("then") || object.contains_key("else"))
        {
            static ALWAYS: Value = Value::Bool(true);
            let branch = |word: &str| object.get(word).unwrap_or(&ALWAYS);
            let children = [test, branch("then"), branch("else")]
                .map(|schema| self.schema(schema, way.exact()));
            add(self, None, Condition::new(ConditionKind::If, children.to_vec()));
        }
        if let Some(schema) = object.get("contains") {
            let least = object.get("minContains").and_then(count_of).unwrap_or(1);
            let most = object.get("maxContains").and_then(count_of);
            if least > 0 || most.is_some() {
                let node = self.schema(schema, way.exact());
                let kind = ConditionKind::Contains { least, most };
                add(self, Some(Kind::List), Condition::new(kind, vec![node]));
            }
        }
        for word in ["dependentRequired", "dependencies"] {
            for (name, needs) in object.get(word).and_then(Value::as_object).into_iter().flatten() {
                let Some(needs) = needs.as_array() else { continue };
                let needs = needs.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                let kind = ConditionKind::Requires(name.clone(), needs);
                add(self, Some(Kind::Object), Condition::new(kind, Vec::new()));
            }
        }
        for word in ["dependentSchemas", "dependencies"] {
            for (name, schema) in object.get(word).and_then(Value::as_object).into_iter().flatten()
            {
                if schema.is_array() {
                    continue;
                }
                let node = self.schema(schema, way.exact());
                let kind = ConditionKind::Implies(name.clone());
                add(self, Some(Kind::Object), Condition::new(kind, vec![node]));
            }
        }
        if let Some(schema) = object.get("contentSchema") {
            let node = self.schema(schema, way.inner());
            let kind = ConditionKind::Opaque("contentSchema".to_owned());
            add(self, Some(Kind::Text), Condition::new(kind, vec![node]));
        }
        if let Some(reference) = object.get("$dynamicRef") {
            let targets = self.dynamic_targets(reference, way.side)?;
            if targets.len() > 1 {
                // Which of them is meant depends on the way there: all of them count.
                let nodes = targets.into_iter().map(|target| self.schema(target, way.part()));
                let nodes = nodes.collect();
                let kind = ConditionKind::Opaque(format!("$dynamicRef {reference}"));
                add(self, None, Condition::new(kind, nodes));
            }
        }
        for (word, text) in opaque(object, way) {
            add(self, word, Condition::new(ConditionKind::Opaque(text), Vec::new()));
        }
        Ok(())
    }

    /// Takes out what fits the node: whole alternatives where that is plain to see.
    fn exclude(&mut self, alts: &mut Vec<AltId>, node: NodeId) -> Result<()> {
        let excluded = self.alts(node)?;
        let condition = self.arena.condition(Condition::new(ConditionKind::Not, vec![node]));
        let mut kept = Vec::new();
        for alt in alts.drain(..) {
            let shape = self.arena.alt(alt).shape.clone();
            let same: Vec<AltId> = excluded
                .iter()
                .copied()
                .filter(|other| self.arena.alt(*other).shape.kind() == shape.kind())
                .collect();
            let covered = same.iter().any(|other| {
                let other = self.arena.alt(*other);
                other.conditions.is_empty()
                    && match (&shape, &other.shape) {
                        (Shape::Null, Shape::Null) => true,
                        (Shape::Boolean(a), Shape::Boolean(b)) => a == b,
                        (Shape::Number(a), Shape::Number(b)) => a.within(&[b]).is_ok(),
                        (Shape::Text(a), Shape::Text(b)) => a.within(&[b], &self.languages).is_ok(),
                        _ => false,
                    }
            });
            let apart = same.iter().all(|other| match (&shape, &self.arena.alt(*other).shape) {
                (Shape::Boolean(a), Shape::Boolean(b)) => a != b,
                (Shape::Number(a), Shape::Number(b)) => a.misses(b),
                (Shape::Text(a), Shape::Text(b)) => a.misses(b, &self.languages),
                _ => false,
            });
            match (covered, apart) {
                (true, _) => {}
                (false, true) => kept.push(alt),
                (false, false) => kept.push(self.with(alt, condition)),
            }
        }
        *alts = kept;
        Ok(())
    }
}

/// What is known by its text alone.
fn opaque(object: &Map<String, Value>, way: Way) -> Vec<(Option<Kind>, String)> {
    let mut found = Vec::new();
    if let Some(reference) = object.get("$recursiveRef") {
        found.push((None, format!("$recursiveRef {reference}")));
    }
    if let Some(format) = object.get("format").and_then(Value::as_str)
        && says_something_of_numbers(format)
    {
        found.push((Some(Kind::Number), format!("format {format}")));
    }
    if let Some(media) = object.get("contentMediaType") {
        found.push((Some(Kind::Text), format!("contentMediaType {media}")));
    }
    if way.carrier == Carrier::Xml
        && let Some(names) = object.get("xml")
    {
        found.push((None, format!("xml {names}")));
    }
    found
}
