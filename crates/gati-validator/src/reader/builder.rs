//! JavaScript that makes the value from the tape and the text.
//!
//! `I` is the tape as 32-bit integers, `F` as doubles, `S` the text; positions count integers, so
//! the double at position `p` is `F[p >> 1]`. Where JavaScript has to look at a value itself and
//! finds that it does not fit, `$refused` is thrown, and the text goes the ordinary way.

use std::collections::VecDeque;

use gati_emit::{Names, Source, doc_comment, key, member, number, string};
use gati_types::GType;
use rustc_hash::FxHashMap;

use super::{
    layout::Layout,
    position::At,
    program::{
        Chain, Constant, KeyedPlan, KindsPlan, ListPlan, Node, NodeId, RecordPlan, TaggedPlan,
        TuplePlan,
    },
};
use crate::{
    compiler::{Compiler, Kind, Wanted},
    scalar::Phase,
    value::{json, spelled, spelled_name},
};

/// What every function that reads places is called with, before its position.
const TAPE: &str = "I, F, S";

/// A function that is called and has to be written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Piece {
    /// Makes the object whose places start at `p`.
    Object(u32),
    /// Makes what the node at `p` says.
    Node(NodeId),
}

/// Writes the functions that make values.
pub(crate) struct Builder<'c, 'a, 'l> {
    compiler: &'c mut Compiler<'a>,
    layout: &'l Layout<'a>,
    title: String,
    locals: Names,
    names: FxHashMap<Piece, String>,
    queue: VecDeque<Piece>,
    source: Source,
}

/// Writes the function that gives the one that makes the wanted value, which takes the two views of
/// the tape and the text. What it calls is inside the outer one, which nobody calls before the first
/// text, so that until then the engine only looks for its end.
pub(crate) fn write<'a>(compiler: &mut Compiler<'a>, wanted: &Wanted<'a>, into: &mut Source) {
    let layout = super::layout::layout(wanted.node, compiler.facts);
    let mut builder = Builder {
        compiler,
        layout: &layout,
        title: wanted.title.clone(),
        locals: Names::new(),
        names: FxHashMap::default(),
        queue: VecDeque::new(),
        source: Source::new(),
    };
    builder.locals.reserve_all(&["made", "text", "I", "F", "S", "p", "q", "n"]);
    let made = builder.made(layout.program.root, At::root());
    while let Some(piece) = builder.queue.pop_front() {
        builder.piece(piece);
    }
    let pieces = builder.source;
    into.line(&doc_comment(&format!("What makes a value that was read: {}", spelled_name(wanted))));
    into.write_open(format_args!("function {}() {{", wanted.name));
    into.append_indented(&pieces);
    into.write(format_args!("return ({TAPE}) => {};", in_parentheses(&made)));
    into.close("}");
    into.blank();
}

/// An object literal as the body of an arrow function.
fn in_parentheses(made: &str) -> String {
    if made.starts_with('{') { format!("({made})") } else { made.to_owned() }
}

impl<'a> Builder<'_, 'a, '_> {
    /// The name of a function that is written later.
    fn called(&mut self, piece: Piece) -> String {
        if let Some(name) = self.names.get(&piece) {
            return name.clone();
        }
        let name = self.locals.unique("make", &self.title);
        self.names.insert(piece, name.clone());
        self.queue.push_back(piece);
        name
    }

    fn call(&mut self, piece: Piece, position: &str) -> String {
        format!("{}({TAPE}, {position})", self.called(piece))
    }

    /// The expression that makes what the node at `at` says, which is there and not null.
    fn made(&mut self, id: NodeId, at: At<'_>) -> String {
        let layout = self.layout;
        let gtype = layout.types[id as usize];
        match &layout.program.nodes[id as usize] {
            Node::Any | Node::Checked | Node::Foreign(_) => {
                let text = format!("S.substring(I[{}], I[{}])", at.low(), at.high());
                self.checked(gtype, &format!("JSON.parse({text})"))
            }
            Node::Boolean => format!("I[{}] === 1", at.low()),
            Node::Number(_) => format!("F[{}]", at.double()),
            Node::Text(rule) => {
                let text = format!("{}(I, S, {})", self.compiler.runtime("$cut"), at.low());
                match gtype.base() {
                    GType::Date => format!("{}({text})", self.compiler.runtime("$toDate")),
                    _ if rule.deferred => self.deferred(id, gtype, text, at),
                    _ => text,
                }
            }
            Node::Constants(constants) => self.constant(constants, at),
            Node::Object(object) if self.is_literal(*object) => self.literal(*object, at),
            Node::Object(object) => self.call(Piece::Object(*object), &at.low()),
            Node::Linked(object) => self.call(Piece::Object(*object), &format!("I[{}]", at.low())),
            Node::Nullable(inner) => {
                let null = self.is_mark(*inner, at, "-2", "2");
                let made = self.made(*inner, at);
                format!("({null} ? null : {made})")
            }
            Node::List(_)
            | Node::Tuple(_)
            | Node::Record(_)
            | Node::Tagged(_)
            | Node::Keyed(_)
            | Node::Kinds(_) => self.call(Piece::Node(id), &at.low()),
        }
    }

    /// `value`, after the check of `gtype` if there is anything to check.
    fn checked(&mut self, gtype: &'a GType, value: &str) -> String {
        if crate::facts::is_anything(gtype) {
            return value.to_owned();
        }
        let title = self.title.clone();
        let validate = self.compiler.function(Kind::Validate, gtype, &title.as_str());
        format!("{}({validate}({value}))", self.compiler.runtime("$given"))
    }

    /// A text of which JavaScript decides something.
    fn deferred(&mut self, id: NodeId, gtype: &'a GType, text: String, at: At<'_>) -> String {
        if self.compiler.facts.changes(gtype) {
            return self.checked(gtype, &text);
        }
        let tests: Vec<String> = self
            .compiler
            .conditions(gtype, "text", false)
            .into_iter()
            .filter(|one| one.phase > Phase::Type)
            .map(|one| one.no)
            .collect();
        if tests.is_empty() {
            return text;
        }
        self.call(Piece::Node(id), &at.low())
    }

    fn constant(&mut self, constants: &[Constant], at: At<'_>) -> String {
        let written: Vec<String> = constants.iter().map(constant).collect();
        if let [only] = written.as_slice() {
            return only.clone();
        }
        let list = self.compiler.constant("choices", format!("[{}]", written.join(", ")));
        format!("{list}[I[{}]]", at.low())
    }

    /// The condition that the node says of itself what the mark says.
    fn is_mark(&self, id: NodeId, at: At<'_>, mark: &str, of_number: &str) -> String {
        match &self.layout.program.nodes[id as usize] {
            Node::Number(_) => {
                // A number that is read is never NaN, whose low half tells why there is none.
                let value = format!("F[{}]", at.double());
                format!("({value} !== {value} && I[{}] === {of_number})", at.low())
            }
            Node::Nullable(inner) => self.is_mark(*inner, at, mark, of_number),
            _ => format!("I[{}] === {mark}", at.low()),
        }
    }

    /// Whether all members are always there, so that the object is one expression.
    fn is_literal(&self, object: u32) -> bool {
        let plan = &self.layout.program.objects[object as usize];
        (0..plan.members.len()).all(|index| plan.required >> index & 1 == 1)
    }

    fn literal(&mut self, object: u32, at: At<'_>) -> String {
        let layout = self.layout;
        let plan = &layout.program.objects[object as usize];
        let members: Vec<String> = plan
            .members
            .iter()
            .map(|one| format!("{}: {}", key(&one.name), self.made(one.node, at.plus(one.place))))
            .collect();
        if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
    }

    fn piece(&mut self, piece: Piece) {
        let name = self.called(piece);
        let layout = self.layout;
        let gtype = match piece {
            Piece::Object(object) => layout.objects[object as usize].0,
            Piece::Node(node) => layout.types[node as usize],
        };
        self.source.line(&doc_comment(&format!("Makes {}", spelled(gtype))));
        self.source.open(&format!("function {name}({TAPE}, p) {{"));
        match piece {
            Piece::Object(object) => self.object(object),
            Piece::Node(id) => match &layout.program.nodes[id as usize] {
                Node::List(plan) => self.list(plan),
                Node::Tuple(plan) => self.tuple(plan),
                Node::Record(plan) => self.record(plan),
                Node::Tagged(plan) => self.tagged(plan),
                Node::Keyed(plan) => self.keyed(gtype, plan),
                Node::Kinds(plan) => self.kinds(plan),
                _ => self.text(gtype),
            },
        }
        self.source.close("}");
        self.source.blank();
    }

    fn object(&mut self, object: u32) {
        if self.is_literal(object) {
            let made = self.literal(object, At::of("p"));
            self.source.line(&format!("return {made};"));
            return;
        }
        let layout = self.layout;
        let plan = &layout.program.objects[object as usize];
        let of = layout.objects[object as usize].1;
        let mut there = Vec::new();
        let mut later = Vec::new();
        for (index, one) in plan.members.iter().enumerate() {
            let at = At::of("p").plus(one.place);
            let made = self.made(one.node, at);
            if plan.required >> index & 1 == 1 {
                there.push(format!("{}: {made}", key(&one.name)));
                continue;
            }
            let absent = self.is_mark(one.node, at, "-1", "1");
            match &of.properties[index].docs.default {
                Some(default) => {
                    let filled = self.filled(&of.properties[index].gtype, &json(default));
                    there.push(format!("{}: {absent} ? {filled} : {made}", key(&one.name)));
                }
                None => later.push(format!("if (!({absent})) made{} = {made};", member(&one.name))),
            }
        }
        self.source.line(&format!("const made = {{ {} }};", there.join(", ")));
        for line in later {
            self.source.line(&line);
        }
        self.source.line("return made;");
    }

    /// What a member that is missing is filled with, as the type hands it on.
    fn filled(&mut self, gtype: &'a GType, default: &str) -> String {
        if self.compiler.facts.changes(gtype) {
            return self.checked(self.layout_type(gtype), &format!("({default})"));
        }
        format!("({default})")
    }

    fn layout_type(&self, gtype: &'a GType) -> &'a GType {
        self.compiler.facts.types.resolve(gtype).unwrap_or(gtype)
    }

    fn list(&mut self, plan: &ListPlan) {
        self.source.line("const made = [];");
        self.source.line("let q = I[p + 1];");
        self.source.open("for (let n = I[p]; n > 0; n--) {");
        match plan.chain {
            Chain::Adjacent => {
                let item = self.made(plan.items, At::of("q"));
                self.source.line(&format!("made.push({item});"));
                self.source.line(&format!("q += {};", 2 * plan.width));
            }
            Chain::Linked => {
                let item = self.made(plan.items, At::of("q").plus(1));
                self.source.line(&format!("made.push({item});"));
                self.source.line("q = I[q];");
            }
        }
        self.source.close("}");
        self.source.line("return made;");
    }

    fn tuple(&mut self, plan: &TuplePlan) {
        let mut there = Vec::new();
        let mut later = Vec::new();
        for (index, (node, place)) in plan.items.iter().enumerate() {
            let made = self.made(*node, At::of("p").plus(*place));
            if index < plan.least as usize {
                there.push(made);
            } else {
                later.push(format!("if (I[p] > {index}) made.push({made});"));
            }
        }
        self.source.line(&format!("const made = [{}];", there.join(", ")));
        for line in later {
            self.source.line(&line);
        }
        self.source.line("return made;");
    }

    fn record(&mut self, plan: &RecordPlan) {
        let cut = self.compiler.runtime("$cut");
        self.source.line("const made = {};");
        self.source.line("let q = I[p + 1];");
        self.source.open("for (let n = I[p]; n > 0; n--) {");
        let value = self.made(plan.values, At::of("q").plus(2));
        self.source.line(&format!("made[{cut}(I, S, {})] = {value};", At::of("q").plus(1).low()));
        self.source.line("q = I[q];");
        self.source.close("}");
        self.source.line("return made;");
    }

    fn tagged(&mut self, plan: &TaggedPlan) {
        let labels: Vec<String> = plan.tags.iter().map(constant).collect();
        self.cases(&labels, &plan.objects);
    }

    fn keyed(&mut self, gtype: &'a GType, plan: &KeyedPlan) {
        let checked = self.checked(gtype, "JSON.parse(S.substring(I[p], ~I[p + 1]))");
        self.source.line("// Several of them may have these members.");
        self.source.line(&format!("if (I[p + 1] < 0) return {checked};"));
        let named = |object: u32| -> String {
            let members = &self.layout.program.objects[object as usize].members;
            let names: Vec<String> = members.iter().map(|one| string(&one.name)).collect();
            names.join(", ")
        };
        let objects: Vec<u32> = plan.cases.iter().map(|case| case.object).collect();
        let labels: Vec<String> = objects.iter().map(|object| named(*object)).collect();
        self.cases(&labels, &objects);
    }

    /// Makes the object that stands elsewhere, by which one it is.
    fn cases(&mut self, labels: &[String], objects: &[u32]) {
        self.source.open("switch (I[p + 1]) {");
        for (index, (label, object)) in labels.iter().zip(objects).enumerate() {
            let made = self.call(Piece::Object(*object), "I[p]");
            let case = if index + 1 == labels.len() {
                "default:".to_owned()
            } else {
                format!("case {index}: // {label}")
            };
            self.source.line(&case);
            self.source.line(&format!("  return {made};"));
        }
        self.source.close("}");
    }

    fn kinds(&mut self, plan: &KindsPlan) {
        if plan.null {
            self.source.line("if (I[p] === -2) return null;");
        }
        let at = At::of("p").plus(1);
        for (kind, id) in plan.alternatives() {
            let made = self.made(id, at);
            self.source.line(&format!("if (I[p] === {kind}) return {made};"));
        }
    }

    /// A text of which JavaScript decides something.
    fn text(&mut self, gtype: &'a GType) {
        let cut = self.compiler.runtime("$cut");
        self.source.line(&format!("const text = {cut}(I, S, p);"));
        let refused = self.compiler.runtime("$refused");
        for condition in self.compiler.conditions(gtype, "text", false) {
            if condition.phase > Phase::Type {
                self.source.line(&format!("if ({}) throw {refused};", condition.no));
            }
        }
        self.source.line("return text;");
    }
}

fn constant(constant: &Constant) -> String {
    match constant {
        Constant::Null => "null".to_owned(),
        Constant::Boolean(flag) => flag.to_string(),
        Constant::Number(value) => number(*value).unwrap_or_default(),
        Constant::Text(text) => string(text),
    }
}
