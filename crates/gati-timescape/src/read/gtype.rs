//! A GType as it travels, as alternatives. How values travel is decided in `gati_types::travel`.

use gati_types::{
    Constraints, Docs, GType, Literal, MapType, ObjectType, Refined, TextForm, Travel, TupleType,
    TypeTable, UnknownKeys, travel, travel_of_map,
};

use super::template::template_texts;
use super::{Builder, Carrier, Result, Travels, Way};
use crate::error::DiffError;
use crate::graph::{
    AltId, Arena, Bound, Condition, ConditionKind, Extra, Lists, Member, Node, NodeId, Notes,
    Numbers, Objects, Shape, Texts,
};

impl<'a> Builder<'a> {
    pub(super) fn read_gtype(
        &mut self,
        gtype: &'a GType,
        way: Way,
        docs: Option<&'a Docs>,
    ) -> Result<Node> {
        let (alts, under) = match gtype {
            GType::Ref(reference) => {
                let named = self.table(way).get(&reference.id).ok_or_else(|| {
                    let reference = reference.id.to_string();
                    DiffError::MissingReference { side: way.side, reference }
                })?;
                let node = self.gtype(&named.gtype, Some(&named.docs), way);
                (self.alts(node)?, self.notes(node).cloned())
            }
            other => (self.gtype_alts(other, way)?, None),
        };
        let own = docs.map(notes_of).unwrap_or_default();
        let text = way.carrier == Carrier::Text;
        Ok(Node { alts, text, notes: own.over(under.as_ref()).boxed() })
    }

    fn table(&self, way: Way) -> &'a TypeTable {
        static EMPTY: std::sync::OnceLock<TypeTable> = std::sync::OnceLock::new();
        self.types[way.side as usize].unwrap_or_else(|| EMPTY.get_or_init(TypeTable::new))
    }

    fn gtype_alts(&mut self, gtype: &'a GType, way: Way) -> Result<Vec<AltId>> {
        if let Travel::Text(form) = travel(gtype, self.table(way))
            && !matches!(gtype, GType::Refined(_) | GType::Ref(_) | GType::Union(_))
        {
            return Ok(vec![self.text_form(gtype, form)]);
        }
        let one = |builder: &mut Self, shape| Ok(vec![builder.arena.plain(shape)]);
        match gtype {
            GType::Never | GType::Undefined | GType::Void | GType::Symbol | GType::Function => {
                Ok(Vec::new())
            }
            GType::Unknown | GType::Any => Ok(self.arena.node(Arena::ANY).alts.clone()),
            GType::Null => one(self, Shape::Null),
            GType::Boolean => {
                Ok([false, true].map(|flag| self.arena.plain(Shape::Boolean(flag))).to_vec())
            }
            GType::Number => one(self, Shape::Number(Numbers::any())),
            GType::String => one(self, Shape::Text(Texts::any())),
            GType::NonPrimitive => Ok([Shape::List(Lists::any()), Shape::Object(Objects::any())]
                .map(|shape| self.arena.plain(shape))
                .to_vec()),
            GType::Literal(Literal::String(text)) => {
                one(self, Shape::Text(Texts::only([text.clone()])))
            }
            GType::Literal(Literal::Number(number)) => {
                one(self, Shape::Number(Numbers::only(vec![*number])))
            }
            GType::Literal(Literal::Boolean(flag)) => one(self, Shape::Boolean(*flag)),
            GType::Template(template) => {
                let shape = template_texts(template).normal(&self.languages).map(Shape::Text);
                Ok(shape.map(|shape| self.arena.plain(shape)).into_iter().collect())
            }
            GType::Array(array) => {
                let items = self.item(&array.items, way);
                one(self, Shape::List(Lists { rest: Extra::Of(items), ..Lists::any() }))
            }
            GType::Set(set) => {
                let rest = Extra::Of(self.item(&set.items, way));
                // What is read may repeat itself; what is written does not.
                let unique = way.travels == Travels::Out;
                one(self, Shape::List(Lists { rest, unique, ..Lists::any() }))
            }
            GType::Map(map) => Ok(self.map(map, way)),
            GType::Tuple(tuple) => {
                let list = self.tuple(tuple, way);
                one(self, Shape::List(list))
            }
            GType::Object(object) => {
                let shape = self.object(object, way);
                one(self, Shape::Object(shape))
            }
            GType::Union(union) => {
                let mut alts = Vec::new();
                for member in &union.members {
                    let node = self.gtype(member, None, way);
                    alts.extend(self.alts(node)?);
                }
                alts.sort_unstable();
                alts.dedup();
                Ok(alts)
            }
            GType::Refined(refined) => self.refined(refined, way),
            GType::Unresolved(unresolved) => {
                Ok(self.opaque(format!("unresolved {} {}", unresolved.code, unresolved.reason)))
            }
            GType::File => Ok(self.opaque("file".to_owned())),
            GType::Ref(_)
            | GType::BigInt
            | GType::Date
            | GType::Bytes
            | GType::Url
            | GType::RegExp
            | GType::Literal(Literal::BigInt(_)) => Ok(Vec::new()),
        }
    }

    /// Any value, of which something is known that nobody can look into.
    fn opaque(&mut self, text: String) -> Vec<AltId> {
        let condition =
            self.arena.condition(Condition::new(ConditionKind::Opaque(text), Vec::new()));
        let alts = self.arena.node(Arena::ANY).alts.clone();
        alts.into_iter()
            .map(|alt| {
                let mut alternative = self.arena.alt(alt).clone();
                alternative.conditions = vec![condition];
                self.arena.alternative(alternative)
            })
            .collect()
    }

    fn text_form(&mut self, gtype: &GType, form: TextForm) -> AltId {
        let texts = match (gtype, form) {
            (GType::Literal(Literal::BigInt(digits)), _) => Texts::only([digits.clone()]),
            (_, TextForm::Digits) => Texts {
                patterns: form.pattern().map(str::to_owned).into_iter().collect(),
                ..Texts::any()
            },
            _ => Texts {
                formats: form.format().map(str::to_owned).into_iter().collect(),
                ..Texts::any()
            },
        };
        self.arena.plain(Shape::Text(texts))
    }

    /// An item of a list: what does not travel is `null` there.
    fn item(&mut self, gtype: &'a GType, way: Way) -> NodeId {
        static NULL: GType = GType::Null;
        if travel(gtype, self.table(way)) == Travel::Absent {
            return self.gtype(&NULL, None, way);
        }
        self.gtype(gtype, None, way)
    }

    fn map(&mut self, map: &'a MapType, way: Way) -> Vec<AltId> {
        let key = self.gtype(&map.key, None, way);
        let value = self.gtype(&map.value, None, way);
        let shape = if travel_of_map(map, self.table(way)) == Travel::Record {
            let names = (map.key.base() != &GType::String || matches!(*map.key, GType::Refined(_)))
                .then_some(key);
            Shape::Object(Objects { extra: Extra::Of(value), names, ..Objects::any() })
        } else {
            let pair = Lists {
                prefix: vec![key, value],
                rest: Extra::Of(Arena::NEVER),
                min: 2,
                max: Some(2),
                unique: false,
            };
            let alts = vec![self.arena.plain(Shape::List(pair))];
            let pair = self.ready(Node { alts, text: false, notes: None });
            Shape::List(Lists { rest: Extra::Of(pair), ..Lists::any() })
        };
        vec![self.arena.plain(shape)]
    }

    fn tuple(&mut self, tuple: &'a TupleType, way: Way) -> Lists {
        let mut list = Lists { rest: Extra::Of(Arena::NEVER), ..Lists::any() };
        let mut closed = true;
        for element in &tuple.elements {
            let node = self.item(&element.gtype, way);
            if element.rest {
                list.rest = Extra::Of(node);
                closed = false;
            } else if closed {
                list.prefix.push(node);
                if !element.optional {
                    list.min = list.prefix.len() as u64;
                }
            } else {
                // Behind a rest any place may be any of them: nothing is claimed of it.
                list.rest = Extra::Of(Arena::ANY);
                list.min += 1;
            }
        }
        if closed {
            list.max = Some(list.prefix.len() as u64);
        }
        list
    }

    fn object(&mut self, object: &'a ObjectType, way: Way) -> Objects {
        let mut found = Objects::any();
        for property in &object.properties {
            if travel(&property.gtype, self.table(way)) == Travel::Absent {
                continue;
            }
            let node = self.gtype(&property.gtype, Some(&property.docs), way);
            let filled = way.travels == Travels::In && property.docs.default.is_some();
            let optional =
                property.optional || filled || self.may_be_undefined(&property.gtype, way, 0);
            let member = Member { name: property.name.clone(), node, required: !optional };
            found.members.push(member);
        }
        found.members.sort_by(|a, b| a.name.cmp(&b.name));
        found.members.dedup_by(|a, b| a.name == b.name);
        let keys = object.unknown_keys.unwrap_or(self.unknown_keys[way.side as usize]);
        found.extra = match keys {
            UnknownKeys::Strict => Extra::Of(Arena::NEVER),
            UnknownKeys::Open => Extra::Of(Arena::ANY),
            UnknownKeys::Strip => Extra::Unsaid,
        };
        for signature in &object.index {
            let value = self.gtype(&signature.value, None, way);
            match signature.key.base() {
                GType::String => found.extra = Extra::Of(value),
                GType::Template(template) => {
                    found.patterns.extend(
                        template_texts(template).patterns.into_iter().map(|text| (text, value)),
                    );
                }
                _ => found.patterns.push(("^-?[0-9.eE+-]+$".to_owned(), value)),
            }
        }
        found.patterns.sort();
        found
    }

    /// Whether a member may be left out because `undefined` is one of its values.
    pub(crate) fn may_be_undefined(&self, gtype: &GType, way: Way, depth: u32) -> bool {
        match self.table(way).resolve(gtype) {
            Some(GType::Undefined | GType::Void) => true,
            Some(GType::Union(union)) if depth < 8 => {
                union.members.iter().any(|member| self.may_be_undefined(member, way, depth + 1))
            }
            _ => false,
        }
    }

    fn refined(&mut self, refined: &'a Refined, way: Way) -> Result<Vec<AltId>> {
        let node = self.gtype(&refined.base, None, way);
        let alts = self.alts(node)?;
        let constraints = &refined.constraints;
        if constraints.is_empty() {
            return Ok(alts);
        }
        let mut found = Vec::new();
        for alt in alts {
            let mut alternative = self.arena.alt(alt).clone();
            let shape = match alternative.shape {
                Shape::Number(numbers) => {
                    numbers_of(constraints).and_then(|own| numbers.meet(&own)).map(Shape::Number)
                }
                Shape::Text(texts) if !constraints.transforms.is_empty() => {
                    // What is changed before it is looked at: equal words are equal.
                    let rest = texts_of(constraints);
                    if !rest.is_any() {
                        let text = format!("{:?} then {rest:?}", constraints.transforms);
                        let opaque = Condition::new(ConditionKind::Opaque(text), Vec::new());
                        alternative.conditions.push(self.arena.condition(opaque));
                    }
                    Some(Shape::Text(texts))
                }
                Shape::Text(texts) => {
                    texts.meet(&texts_of(constraints), &self.languages).map(Shape::Text)
                }
                Shape::List(mut list) => {
                    list.min = list.min.max(u64::from(constraints.min_items.unwrap_or(0)));
                    let max = constraints.max_items.map(u64::from);
                    list.max = match (list.max, max) {
                        (Some(own), Some(max)) => Some(own.min(max)),
                        (one, other) => one.or(other),
                    };
                    list.unique |= constraints.unique_items;
                    list.max.is_none_or(|max| max >= list.min).then_some(Shape::List(list))
                }
                other => Some(other),
            };
            if let Some(shape) = shape {
                alternative.shape = shape;
                found.push(self.arena.alternative(alternative));
            }
        }
        Ok(found)
    }
}

fn numbers_of(constraints: &Constraints) -> Option<Numbers> {
    let bound = |value: Option<f64>, open| value.map(|value| Bound { value, open });
    let mut steps = constraints.multiple_of.clone();
    let (range, whole) =
        super::schema_scalar::number_format(constraints.format.as_deref().unwrap_or_default());
    if constraints.integer || whole {
        steps.push(1.0);
    }
    let mut set = Numbers::interval(
        bound(constraints.minimum, false),
        bound(constraints.maximum, false),
        steps,
    )?;
    let open =
        (bound(constraints.exclusive_minimum, true), bound(constraints.exclusive_maximum, true));
    set = set.meet(&Numbers::interval(open.0, open.1, Vec::new())?)?;
    if let Some((least, most)) = range {
        set = set.meet(&Numbers::interval(
            bound(Some(least), false),
            bound(Some(most), false),
            Vec::new(),
        )?)?;
    }
    Some(set)
}

fn texts_of(constraints: &Constraints) -> Texts {
    let formats = constraints
        .format
        .iter()
        .filter(|name| {
            !matches!(name.as_str(), "password" | "binary" | "double" | "float" | "int32" | "int64")
        })
        .cloned()
        .collect();
    Texts {
        only: None,
        min: u64::from(constraints.min_length.unwrap_or(0)),
        max: constraints.max_length.map(u64::from),
        patterns: constraints.patterns.clone(),
        formats,
    }
}

fn notes_of(docs: &Docs) -> Notes {
    use gati_types::Deprecation;
    let deprecated = match &docs.deprecated {
        Some(Deprecation::Flag(true)) => Some(String::new()),
        Some(Deprecation::Reason(reason)) => Some(reason.clone()),
        Some(Deprecation::Flag(false)) | None => None,
    };
    Notes {
        title: docs.title.clone(),
        description: docs.description.clone(),
        deprecated,
        default: docs.default.clone(),
        examples: docs.examples.clone(),
        ..Notes::default()
    }
}
