//! Evaluated types to the graph the rest of Gati reads: names become references, recursion
//! becomes a reference, failures become `unresolved` nodes and findings.
//!
//! The conversion is one walk in one file, a case for every constructor.

mod elsewhere;
mod failed;
mod named;
mod object;
mod origin;

use gati_types::{
    ArrayType, Constraints, Docs, GType, MapType, NamedType, Property, RefType, Refined, SetType,
    TemplatePart, TemplateType, TupleElement, TupleType, TypeId, TypeTable, UnionType,
    UnresolvedType,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::codes::Code;
use crate::diagnostic::{Draft, Repair};
use crate::evaluate::{
    Case, Evaluator, Lit, Piece, Place, Problem, ProblemId, Prop, Shape, Slot, TagReason, Ty, Type,
    constraints_of_docs, unknown_keys_of_docs,
};
use crate::given::fallback::{FallbackKey, Remedy};
use crate::ir::{DocId, Name};
use crate::resolve::FileId;
use crate::suggest::did_you_mean;
use failed::Failed;

pub(crate) use origin::Origins;

/// How many instances of one declaration may contain each other.
const MAX_INSTANCES: usize = 20;
/// How deep a published type may nest, names included.
const MAX_DEPTH: usize = 150;
/// How deep a type may nest before a part of it gets an entry of its own: readers of JSON stop
/// at 128 levels, and a member of an object in a union takes five.
const MAX_NESTING: usize = 20;

/// A failure that somebody needed.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub problem: ProblemId,
    /// The way to it from the root: `body.items[].price`.
    pub path: String,
    /// The innermost member on that way that stands in a file of the project.
    pub member: Option<Place>,
    /// What can be done about it, once somebody else was asked.
    pub remedy: Option<Remedy>,
}

/// How a path names a member: `.name`, or `["x-name"]` where that is no name.
fn step_to(name: &str) -> String {
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    if !name.is_empty() && name.chars().all(is_name) && !name.starts_with(char::is_numeric) {
        format!(".{name}")
    } else {
        format!("[{}]", serde_json::Value::from(name))
    }
}

/// Where the search for a free name goes on: the suffixes before it are taken, by the name that
/// is wanted. Holds as long as no name is given back.
pub(crate) type Suffixes = FxHashMap<String, usize>;

/// `wanted`, or the first of `wanted_2`, `wanted_3`, … that is not taken.
pub(crate) fn unique_name(
    wanted: &str,
    suffixes: &mut Suffixes,
    is_taken: impl Fn(&TypeId) -> bool,
) -> TypeId {
    let mut id = TypeId::from(wanted);
    if !is_taken(&id) {
        return id;
    }
    let mut suffix = suffixes.get(wanted).copied().unwrap_or(2);
    loop {
        id = TypeId::from(format!("{wanted}_{suffix}"));
        suffix += 1;
        if !is_taken(&id) {
            suffixes.insert(wanted.to_owned(), suffix);
            return id;
        }
    }
}

/// What becomes of a class's accessors. `JSON.stringify` skips what stands on a prototype, so a
/// contract does; a reader of the type sees a member like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accessors {
    Skipped,
    Shown,
}

/// Writes evaluated types down.
pub(crate) struct Publisher<'e, 's> {
    pub(crate) evaluator: &'e mut Evaluator<'s>,
    table: TypeTable,
    /// What was published of a named or anonymous type.
    done: FxHashMap<Ty, GType>,
    /// The same of types in which something failed, for the root that is being published.
    failed: FxHashMap<Ty, Failed>,
    /// What is being published, with its name once somebody inside mentioned it.
    active: Vec<(Ty, Option<TypeId>)>,
    /// The names that were given, and what each was meant to be before it had to be unique.
    names: FxHashMap<TypeId, String>,
    suffixes: Suffixes,
    /// The names that are kept for exports, by the types they belong to.
    titles: FxHashMap<Ty, TypeId>,
    accessors: Accessors,
    path: Vec<String>,
    members: Vec<Place>,
    /// How deep the current entry of the table nests.
    nesting: usize,
    findings: Vec<Finding>,
    warnings: Vec<Draft>,
    /// What is being written is made of.
    origins: Origins,
    /// What was written and is not plain source text.
    traced: FxHashMap<Ty, Origins>,
    /// What is being written in somebody else's words.
    asking: Vec<FallbackKey>,
    /// The file that what is published is needed in.
    near: Option<FileId>,
    all_found_out: bool,
}

impl<'e, 's> Publisher<'e, 's> {
    pub(crate) fn new(evaluator: &'e mut Evaluator<'s>, accessors: Accessors) -> Self {
        Self {
            evaluator,
            table: TypeTable::new(),
            done: FxHashMap::default(),
            failed: FxHashMap::default(),
            active: Vec::new(),
            names: FxHashMap::default(),
            suffixes: Suffixes::default(),
            titles: FxHashMap::default(),
            accessors,
            path: Vec::new(),
            members: Vec::new(),
            nesting: 0,
            findings: Vec::new(),
            warnings: Vec::new(),
            origins: Origins::default(),
            traced: FxHashMap::default(),
            asking: Vec::new(),
            near: None,
            all_found_out: false,
        }
    }

    /// The table of named types, which is complete once everything was published.
    pub(crate) fn into_table(self) -> TypeTable {
        self.table
    }

    /// The table, and what each of its names was meant to be before it had to be unique.
    pub(crate) fn into_named(self) -> (TypeTable, FxHashMap<TypeId, String>) {
        (self.table, self.names)
    }

    pub(crate) fn table(&self) -> &TypeTable {
        &self.table
    }

    /// Findings and warnings since the last call.
    pub(crate) fn take_findings(&mut self) -> (Vec<Finding>, Vec<Draft>) {
        (std::mem::take(&mut self.findings), std::mem::take(&mut self.warnings))
    }

    /// What is published from here on is needed in this file.
    pub(crate) fn stand_in(&mut self, file: FileId) {
        self.near = Some(file);
    }

    /// Publishes `ty`, which stands at `position` of something: a root, with a budget of its own.
    pub(crate) fn publish_at(&mut self, position: &str, ty: Ty) -> GType {
        self.evaluator.begin_root();
        self.failed.clear();
        let (findings, warnings) = (self.findings.len(), self.warnings.len());
        self.path.push(position.to_owned());
        let mut published = self.publish(ty);
        if let Some(spent) = self.evaluator.overspent() {
            // What came out of it may rest on something that was no longer evaluated, and so may
            // what was kept of it.
            self.findings.truncate(findings);
            self.warnings.truncate(warnings);
            self.done.clear();
            self.traced.clear();
            published = self.publish_failure(spent);
        }
        self.path.pop();
        published
    }

    fn below(&mut self, step: String, ty: Ty) -> GType {
        self.path.push(step);
        let published = if self.path.len() > MAX_DEPTH {
            self.too_large(ty)
        } else if self.nesting >= MAX_NESTING {
            self.entry_of_its_own(ty)
        } else {
            self.nesting += 1;
            let published = self.publish(ty);
            self.nesting -= 1;
            published
        };
        self.path.pop();
        published
    }

    /// A part of a type that nests too deeply for the readers of JSON, by a made-up name.
    fn entry_of_its_own(&mut self, ty: Ty) -> GType {
        let outer = std::mem::take(&mut self.nesting);
        let published = self.publish(ty);
        self.nesting = outer;
        if matches!(published, GType::Ref(_) | GType::Unresolved(_)) {
            return published;
        }
        let wanted = self.anonymous_name();
        let id = self.unique(&wanted);
        self.enter(id, published, Docs::default())
    }

    fn too_large(&mut self, ty: Ty) -> GType {
        let place = self.evaluator.place_of(ty);
        let failed = self.evaluator.failure(
            Code::TypeTooLarge,
            place,
            "this type contains itself in ever new forms",
            "write the type out, or stop the recursion earlier",
        );
        self.publish_failure(failed)
    }

    fn publish_failure(&mut self, failed: Ty) -> GType {
        let Type::Problem(problem) = self.evaluator.get(failed) else { return GType::Unknown };
        let known = self.evaluator.problem_of(problem);
        let unresolved =
            UnresolvedType { code: known.code.as_str().to_owned(), reason: known.message.clone() };
        let (path, member) = (self.path.concat(), self.own_member());
        self.findings.push(Finding { problem, path, member, remedy: None });
        GType::Unresolved(unresolved)
    }

    /// `ty` as it is read here.
    fn publish_read(&mut self, ty: Ty) -> GType {
        if let Err(spent) = self.evaluator.afford(1) {
            return self.publish_failure(spent);
        }
        let ty = self.evaluator.force(ty);
        match self.evaluator.get(ty) {
            Type::Named(named) => self.publish_named(&named),
            Type::Object(shape) if shape.is_only_called() => GType::Function,
            Type::Object(shape) => self.publish_object(ty, &shape),
            Type::Problem(_) => self.publish_failure(ty),
            Type::Union(members) => self.publish_union(ty, &members),
            node => self.publish_node(ty, node),
        }
    }

    fn publish_node(&mut self, ty: Ty, node: Type) -> GType {
        match node {
            Type::Any => GType::Any,
            Type::Unknown | Type::Hole { .. } => GType::Unknown,
            Type::Never => GType::Never,
            Type::Null => GType::Null,
            Type::Undefined => GType::Undefined,
            Type::Void => GType::Void,
            Type::Boolean => GType::Boolean,
            Type::Number => GType::Number,
            Type::String => GType::String,
            Type::BigInt => GType::BigInt,
            Type::Symbol | Type::UniqueSymbol(_) => GType::Symbol,
            Type::Cased(case, text) => self.publish_cased(case, text),
            Type::NonPrimitive => GType::NonPrimitive,
            Type::Date => GType::Date,
            Type::Bytes(_) => GType::Bytes,
            Type::Url => GType::Url,
            Type::RegExp => GType::RegExp,
            Type::File => GType::File,
            Type::Function { .. } | Type::Callable => GType::Function,
            Type::Literal(literal) => GType::Literal(literal.to_literal()),
            Type::Template(pieces) => self.publish_template(&pieces),
            Type::Array { items, readonly } => GType::Array(ArrayType {
                items: Box::new(self.below("[]".to_owned(), items)),
                readonly,
            }),
            Type::Tuple { slots, readonly } => self.publish_tuple(&slots, readonly),
            Type::Map { key, value, .. } => GType::Map(MapType {
                key: Box::new(self.below("<key>".to_owned(), key)),
                value: Box::new(self.below("[]".to_owned(), value)),
            }),
            Type::Set { items, .. } => {
                GType::Set(SetType { items: Box::new(self.below("[]".to_owned(), items)) })
            }
            Type::Refined { .. } => self.publish_refined(ty, node),
            Type::Mark(mark) => self.misplaced(
                Code::ConstraintMisused,
                format!("`{}` narrows a type and is none by itself", mark.name),
                "intersect it with the type it narrows: number & Min<1>".to_owned(),
            ),
            Type::Promise(_) | Type::PromiseLike(_) => self.misplaced(
                Code::NotData,
                "a promise cannot be sent".to_owned(),
                "await it, and declare what it gives".to_owned(),
            ),
            Type::Status { .. } => self.misplaced(
                Code::NotData,
                "a status stands only at the top of `response`".to_owned(),
                "write `response: A | Status<201, B>`".to_owned(),
            ),
            Type::Stream(..) => self.misplaced(
                Code::NotData,
                "a stream stands only at the top of `response`, or of `body` as bytes".to_owned(),
                "write `response: AsyncIterable<Item>`, or a list: `Item[]`".to_owned(),
            ),
            Type::Framework { name, .. } => self.misplaced(
                Code::NotData,
                format!("`{name}` is not data"),
                "declare the data a client sends or receives".to_owned(),
            ),
            Type::Member { value, .. } => self.publish(value),
            Type::NoInfer(inner) => self.publish(inner),
            Type::Named(_)
            | Type::Deferred { .. }
            | Type::Meeting { .. }
            | Type::Whole { .. }
            | Type::Modified { .. }
            | Type::SymbolValue { .. }
            | Type::Returned { .. }
            | Type::DeferredValue { .. }
            | Type::Object(_)
            | Type::Union(_)
            | Type::Problem(_) => self.publish(ty),
        }
    }

    /// A type that is fine elsewhere. Its own syntax is not known here: whoever collects the
    /// findings blames the position.
    fn misplaced(&mut self, code: Code, message: String, help: String) -> GType {
        let place = Place { file: FileId::NONE, span: crate::ir::Span::default() };
        let failed = self.evaluator.fail(Problem::new(code, place, message).help(help));
        self.publish_failure(failed)
    }

    /// Text in one case, as a pattern that such text has and no other.
    fn publish_cased(&mut self, case: Case, text: Ty) -> GType {
        let base = self.publish(text);
        if matches!(base, GType::Unresolved(_)) {
            return base;
        }
        let pattern = match case {
            Case::Upper => r"^\P{Changes_When_Uppercased}*$",
            Case::Lower => r"^\P{Changes_When_Lowercased}*$",
            Case::Capital => r"^(?:$|\P{Changes_When_Uppercased})",
            Case::Uncapital => r"^(?:$|\P{Changes_When_Lowercased})",
        };
        let constraints =
            Constraints { patterns: vec![pattern.to_owned()], ..Constraints::default() };
        GType::Refined(Box::new(Refined { base: Box::new(base), constraints, brands: Vec::new() }))
    }

    fn publish_template(&mut self, pieces: &[Piece]) -> GType {
        let parts = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => TemplatePart::Text(text.to_string()),
                Piece::Hole(hole) => TemplatePart::Type(self.publish(*hole)),
            })
            .collect();
        GType::Template(TemplateType { parts })
    }

    fn publish_tuple(&mut self, slots: &[Slot], readonly: bool) -> GType {
        let elements = slots
            .iter()
            .enumerate()
            .map(|(index, slot)| {
                let ty =
                    if slot.optional { self.evaluator.without_undefined(slot.ty) } else { slot.ty };
                TupleElement {
                    gtype: self.below(format!("[{index}]"), ty),
                    optional: slot.optional,
                    rest: slot.rest,
                    label: slot.label.as_ref().map(ToString::to_string),
                }
            })
            .collect();
        GType::Tuple(TupleType { elements, readonly })
    }

    fn publish_union(&mut self, _ty: Ty, members: &[Ty]) -> GType {
        let discriminant = self.discriminant(members);
        let published: Vec<GType> = members.iter().map(|member| self.publish(*member)).collect();
        // Some number of an enum stands beside those it names.
        let is_open = published.contains(&GType::Number);
        let published = published.into_iter().filter(|member| {
            !is_open || !matches!(member, GType::Literal(gati_types::Literal::Number(_)))
        });
        match GType::union(published) {
            GType::Union(union) => GType::Union(UnionType { discriminant, ..union }),
            other => other,
        }
    }

    /// The required member that has a different literal in each alternative.
    fn discriminant(&mut self, members: &[Ty]) -> Option<String> {
        let mut shapes = Vec::with_capacity(members.len());
        for member in members {
            let opened = self.evaluator.expand(*member);
            match self.evaluator.get(opened) {
                Type::Object(shape) => shapes.push(shape),
                _ => return None,
            }
        }
        let first = shapes.first()?;
        first
            .properties
            .iter()
            .map(|property| Name::clone(&property.name))
            .find(|name| self.tells_apart(&shapes, name))
            .map(|name| name.to_string())
    }

    fn tells_apart(&mut self, shapes: &[std::sync::Arc<Shape>], name: &str) -> bool {
        let mut seen: FxHashSet<Lit> = FxHashSet::default();
        for shape in shapes {
            let Some(property) = shape.property(name).filter(|property| !property.optional) else {
                return false;
            };
            let alternatives = self.evaluator.alternatives(property.ty);
            if alternatives.is_empty() {
                return false;
            }
            for alternative in alternatives {
                match self.evaluator.get(alternative) {
                    Type::Literal(literal) if seen.insert(literal.clone()) => {}
                    _ => return false,
                }
            }
        }
        true
    }

    /// An object without a name; with one if it contains itself.
    fn publish_object(&mut self, ty: Ty, shape: &Shape) -> GType {
        if let Some(known) = self.written(ty) {
            return known;
        }
        if let Some(reference) = self.mention_active(ty, Publisher::anonymous_name) {
            return reference;
        }
        let findings = self.findings.len();
        self.active.push((ty, None));
        let outer = self.enter_type();
        let object = self.object(shape);
        self.leave_type(ty, outer);
        let named = self.active.pop().and_then(|(_, name)| name);
        let published = match named {
            None => object,
            Some(id) => {
                self.table.insert(id.clone(), NamedType { gtype: object, docs: Docs::default() });
                GType::Ref(RefType { id })
            }
        };
        self.keep(ty, &published, findings);
        published
    }

    /// What was published of a type before, which costs what its copy is large.
    fn written(&mut self, ty: Ty) -> Option<GType> {
        let Some(known) = self.done.get(&ty) else { return self.written_with_failures(ty) };
        let size = size_of(known);
        if let Err(spent) = self.evaluator.afford(size) {
            return Some(self.publish_failure(spent));
        }
        self.note_known(ty);
        self.done.get(&ty).cloned()
    }

    fn anonymous_name(&self) -> String {
        let word = self
            .path
            .iter()
            .rev()
            .filter_map(|step| step.strip_prefix('.'))
            .find(|step| step.chars().all(char::is_alphanumeric) && !step.is_empty());
        match word {
            Some(word) => {
                let mut characters = word.chars();
                let first = characters.next().map(char::to_uppercase);
                first.into_iter().flatten().chain(characters).collect()
            }
            None => "Recursive".to_owned(),
        }
    }

    /// The reference to a type that is being published, which gets a name by being mentioned.
    fn mention_active(&mut self, ty: Ty, name: impl FnOnce(&Self) -> String) -> Option<GType> {
        let position = self.active.iter().position(|(active, _)| *active == ty)?;
        if let Some(id) = &self.active[position].1 {
            return Some(GType::Ref(RefType { id: id.clone() }));
        }
        let wanted = name(self);
        let id = self.name_for(ty, &wanted);
        self.active[position].1 = Some(id.clone());
        Some(GType::Ref(RefType { id }))
    }

    fn unique(&mut self, wanted: &str) -> TypeId {
        let id = unique_name(wanted, &mut self.suffixes, |id| self.names.contains_key(id));
        self.names.insert(id.clone(), wanted.to_owned());
        id
    }

    fn property(&mut self, property: &Prop) -> Property {
        let (mut docs, mut constraints) = (Docs::default(), Constraints::default());
        if let Some((file, id)) = property.docs {
            self.path.push(step_to(&property.name));
            (docs, constraints) = self.read_docs(file, id);
            self.path.pop();
        }
        self.note_place(property.place);
        self.members.push(property.place);
        let gtype = self.or_elsewhere(property.ty, |this, ty| {
            let is_changed = property.optional || !constraints.is_empty();
            let ty = if is_changed { this.settled_part(ty) } else { ty };
            let ty = if property.optional { this.evaluator.without_undefined(ty) } else { ty };
            let ty = this.constrained(ty, &constraints);
            this.below(step_to(&property.name), ty)
        });
        self.members.pop();
        let gtype = self.in_mode(gtype, property.docs);
        Property {
            name: property.name.to_string(),
            gtype,
            optional: property.optional,
            readonly: property.readonly,
            docs,
        }
    }

    fn read_docs(&mut self, file: FileId, id: DocId) -> (Docs, Constraints) {
        let facts = self.evaluator.sources.facts(file);
        let (docs, constraints, faults) = constraints_of_docs(facts.doc(id));
        for fault in faults {
            let place = Place { file, span: fault.tag.span };
            let name = &fault.tag.name;
            let draft = match fault.reason {
                TagReason::Needs(needs) => {
                    let found = match &*fault.tag.text {
                        "" => "nothing".to_owned(),
                        text => format!("`{text}`"),
                    };
                    let message = format!("`@{name}` needs {needs}, and is given {found}");
                    Draft::new(Code::TagInvalid, place, message)
                        .help("the tag has no effect until it is right")
                }
                TagReason::Misspelt(near) => {
                    let message = format!("`@{name}` is no tag that restricts anything");
                    Draft::new(Code::TagInvalid, place, message)
                        .help(did_you_mean(&format!("@{near}")))
                        .repair(Repair::rename(place, name, near))
                }
            };
            self.warnings.push(draft.at(self.path.concat()));
        }
        (docs, constraints)
    }

    /// `gtype`, which does with undeclared members what its comment says.
    fn in_mode(&mut self, mut gtype: GType, comment: Option<(FileId, DocId)>) -> GType {
        let Some((file, id)) = comment else { return gtype };
        let facts = self.evaluator.sources.facts(file);
        let Some((mode, tag)) = unknown_keys_of_docs(facts.doc(id)) else { return gtype };
        match &mut gtype {
            GType::Object(object) => object.unknown_keys = Some(mode),
            GType::Unresolved(_) => {}
            _ => {
                let place = Place { file, span: tag.span };
                let message = "`@unknownKeys` stands at what is no object type of its own";
                let draft = Draft::new(Code::TagInvalid, place, message.to_owned())
                    .help("write it at the declaration of the object type")
                    .at(self.path.concat());
                self.warnings.push(draft);
            }
        }
        gtype
    }

    /// `ty` under the constraints of a comment: each where it means something.
    fn constrained(&mut self, ty: Ty, constraints: &Constraints) -> Ty {
        if constraints.is_empty() {
            return ty;
        }
        let opened = self.evaluator.expand(ty);
        match self.evaluator.get(opened) {
            Type::Union(members) => {
                let members = members
                    .into_iter()
                    .map(|member| self.constrained(member, constraints))
                    .collect();
                self.evaluator.union(members)
            }
            Type::Refined { base, .. } => {
                let part = self.applicable(base, constraints);
                self.evaluator.refine(opened, part, &[])
            }
            _ => {
                let part = self.applicable(opened, constraints);
                if part.is_empty() { ty } else { self.evaluator.refine(opened, part, &[]) }
            }
        }
    }

    fn applicable(&mut self, base: Ty, all: &Constraints) -> Constraints {
        let opened = self.evaluator.expand(base);
        match self.evaluator.get(opened) {
            Type::Number | Type::BigInt => Constraints {
                minimum: all.minimum,
                maximum: all.maximum,
                exclusive_minimum: all.exclusive_minimum,
                exclusive_maximum: all.exclusive_maximum,
                multiple_of: all.multiple_of.clone(),
                integer: all.integer,
                ..Constraints::default()
            },
            Type::String | Type::Template(_) => Constraints {
                min_length: all.min_length,
                max_length: all.max_length,
                patterns: all.patterns.clone(),
                format: all.format.clone(),
                ..Constraints::default()
            },
            Type::Array { .. } | Type::Tuple { .. } | Type::Set { .. } => Constraints {
                min_items: all.min_items,
                max_items: all.max_items,
                unique_items: all.unique_items,
                ..Constraints::default()
            },
            _ => Constraints::default(),
        }
    }
}

/// How many nodes a written type has, up to the names in it.
fn size_of(gtype: &GType) -> usize {
    let mut size = 1;
    gtype.for_each_child(&mut |child| size += size_of(child));
    size
}

/// Members that exist for the type checker alone are named so that nobody writes them.
#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{FxHashSet, Suffixes, TypeId, unique_name};

    #[test]
    fn many_of_one_name_are_numbered_without_counting_up_each_time() {
        let (mut taken, mut suffixes) = (FxHashSet::default(), Suffixes::default());
        taken.insert(TypeId::from("Part_3"));
        let asked = Cell::new(0);
        for _ in 0..1_000 {
            let id = unique_name("Part", &mut suffixes, |id| {
                asked.set(asked.get() + 1);
                taken.contains(id)
            });
            assert!(taken.insert(id), "a name was given twice");
        }
        let last = |number| taken.contains(&TypeId::from(format!("Part_{number}")));
        assert!(taken.contains(&TypeId::from("Part")) && last(2) && last(1_001) && !last(1_002));
        assert!(asked.get() < 3_000, "{} questions", asked.get());
    }
}
