//! Two types side by side: what makes a value of the first one of the second.

use gati_types::{GType, TypeTable, canonical_hash};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{
    decision::Decisions,
    place::{Place, Places},
    question::OpenQuestion,
};
use crate::transform::{error::TransformError, op::Op, simplify::Way, step::Narrowed, view::View};

/// How many pairs of types are looked at. A contract has a few hundred.
const MOST_PAIRS: usize = 20_000;
/// How many levels down. Types that mention themselves end before that.
const DEEPEST: usize = 200;

/// Whether absent members mean their default: in a partial document they mean "leave it".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    Default,
    Unchanged,
}

/// A pair of types that is being looked at, and the shape it becomes if it comes up again.
struct Active {
    pair: (*const GType, *const GType),
    shape: Option<String>,
    title: String,
}

/// What tells the alternatives of a union apart, while one of them is planned: what was decided
/// about it where the union stands holds within the alternative.
pub(crate) struct Told {
    /// The place of the union, by its position.
    pub(crate) place: String,
    /// The member, as the old contract calls it and as the new one does.
    pub(crate) member: (String, String),
    /// Its value, in the same order.
    pub(crate) value: (Value, Value),
}

/// Plans one value.
pub(crate) struct Planner<'a> {
    pub(crate) source: View<'a>,
    pub(crate) target: View<'a>,
    pub(crate) way: Way,
    pub(crate) absent: Absent,
    pub(crate) decisions: &'a Decisions,
    pub(crate) shapes: IndexMap<String, Vec<Op>>,
    pub(crate) questions: IndexMap<String, OpenQuestion>,
    pub(crate) narrowed: Vec<Narrowed>,
    /// Places of the target that a member is moved to from further above, and those of the
    /// source it is moved from.
    pub(crate) provided: Vec<String>,
    pub(crate) taken: Vec<String>,
    pub(crate) told: Vec<Told>,
    active: Vec<Active>,
    same: FxHashMap<(*const GType, *const GType), bool>,
    pairs: usize,
    depth: usize,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        (source, target): (View<'a>, View<'a>),
        way: Way,
        absent: Absent,
        decisions: &'a Decisions,
    ) -> Self {
        Self {
            source,
            target,
            way,
            absent,
            decisions,
            shapes: IndexMap::new(),
            questions: IndexMap::new(),
            narrowed: Vec::new(),
            provided: Vec::new(),
            taken: Vec::new(),
            told: Vec::new(),
            active: Vec::new(),
            same: FxHashMap::default(),
            pairs: 0,
            depth: 0,
        }
    }

    /// The place as the contract calls it whose words decisions are in: the old one.
    pub(crate) fn old<'p>(&self, places: &'p Places) -> &'p Place {
        match self.way {
            Way::Up => &places.source,
            Way::Down => &places.target,
        }
    }

    /// Whether both types mean the same and nothing in them was decided about.
    pub(crate) fn is_same(&mut self, source: &'a GType, target: &'a GType) -> bool {
        let pair = (std::ptr::from_ref(source), std::ptr::from_ref(target));
        if let Some(same) = self.same.get(&pair) {
            return *same;
        }
        let same = canonical_hash(source, self.source.types)
            == canonical_hash(target, self.target.types)
            && !self.mentions_names(target);
        self.same.insert(pair, same);
        same
    }

    /// Whether a type has text in it that names members, while some got other names.
    fn mentions_names(&self, gtype: &'a GType) -> bool {
        if self.decisions.renames.is_empty() {
            return false;
        }
        let mut found = false;
        let mut look = |node: &GType| {
            let mut pending = vec![node];
            while let Some(next) = pending.pop() {
                if let GType::Refined(refined) = next {
                    found |= refined.brands.iter().any(|brand| brand.starts_with("FieldName"));
                }
                let mut below = Vec::new();
                next.for_each_child(&mut |child| below.push(child));
                pending.extend(below);
            }
        };
        look(gtype);
        let types: &TypeTable = self.target.types;
        for id in types.reachable([gtype]) {
            if let Some(named) = types.get(id) {
                look(&named.gtype);
            }
        }
        found
    }

    /// What makes a value of `source` one of `target`.
    pub(crate) fn convert(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        self.pairs += 1;
        self.depth += 1;
        let ops = self.convert_within(source, target, places);
        self.depth -= 1;
        ops
    }

    fn convert_within(
        &mut self,
        source: &'a GType,
        target: &'a GType,
        places: &Places,
    ) -> Result<Vec<Op>, TransformError> {
        if self.pairs > MOST_PAIRS || self.depth > DEEPEST {
            return Err(TransformError::TooLarge {
                detail: format!(
                    "more than {MOST_PAIRS} pairs of types in one contract, or {DEEPEST} levels"
                ),
            });
        }
        let places = &places.entered(source, target);
        if self.is_same(source, target) {
            return Ok(Vec::new());
        }
        if let Some(ops) = self.json_patch(source, target, places)? {
            return Ok(ops);
        }
        let resolve = |view: View<'a>, gtype: &'a GType| {
            std::ptr::from_ref(view.types.resolve(gtype).unwrap_or(gtype))
        };
        let pair = (resolve(self.source, source), resolve(self.target, target));
        if let Some(index) = self.active.iter().position(|active| active.pair == pair) {
            let shape = self.shape_of(index);
            return Ok(vec![Op::Call { shape }]);
        }
        let is_named = matches!(source, GType::Ref(_)) || matches!(target, GType::Ref(_));
        if is_named {
            let title = match self.old_type(source, target) {
                GType::Ref(reference) => reference.id.to_string(),
                other => other.to_string(),
            };
            self.active.push(Active { pair, shape: None, title });
        }
        let mark = self.mark();
        let mut ops = self.alternatives(source, target, places)?;
        if self.asked_since(&mark) && self.stays(source, target) {
            self.forget(&mark);
            ops.clear();
        }
        if is_named && let Some(Active { shape: Some(shape), .. }) = self.active.pop() {
            self.shapes.insert(shape.clone(), ops);
            return Ok(vec![Op::Call { shape }]);
        }
        Ok(ops)
    }

    /// Whether values stay as they are, which their parts side by side may not have shown: a union
    /// is within another also where none of its alternatives is within one of the other's.
    fn stays(&self, source: &'a GType, target: &'a GType) -> bool {
        let Decisions { renames, moves, envelopes, custom, .. } = self.decisions;
        // A parameter of the path that has another name is within the parts of a request only.
        let nothing_moved = renames.iter().all(|rename| rename.at == "params#")
            && moves.is_empty()
            && envelopes.is_empty()
            && custom.is_empty();
        nothing_moved && super::fits::stays((self.source, source), (self.target, target), self.way)
    }

    fn old_type(&self, source: &'a GType, target: &'a GType) -> &'a GType {
        match self.way {
            Way::Up => source,
            Way::Down => target,
        }
    }

    fn shape_of(&mut self, index: usize) -> String {
        if let Some(shape) = &self.active[index].shape {
            return shape.clone();
        }
        let title = self.active[index].title.clone();
        let taken = |name: &str| {
            self.shapes.contains_key(name)
                || self.active.iter().any(|active| active.shape.as_deref() == Some(name))
        };
        let mut name = title.clone();
        let mut count = 1;
        while taken(&name) {
            count += 1;
            name = format!("{title} {count}");
        }
        self.active[index].shape = Some(name.clone());
        name
    }

    /// Whether absence means a default there: in the body of a PATCH it means "leave it".
    pub(crate) fn defaults_at(&self, place: &Place) -> bool {
        self.absent == Absent::Default || place.position != "body"
    }

    /// The value that was decided for a place.
    pub(crate) fn given(&self, place: &Place) -> Option<&'a Value> {
        self.decisions.values.iter().find(|given| place.is(&given.at)).map(|given| &given.value)
    }
}
