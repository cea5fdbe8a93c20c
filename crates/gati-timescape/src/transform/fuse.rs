//! A chain of steps as one function a direction.

use gati_emit::{Source, line_comment};
use gati_types::{Contract, GType, ObjectType, Property, ResponseContract, UnknownKeys};
use indexmap::IndexSet;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{
    compose::Composer,
    error::TransformError,
    expr::Kind,
    op::{Op, Transform},
    pointer,
    print::{Printer, Scope, Text},
    simplify::{Typed, Way},
    step::{Extent, ResponseStep, Step},
    view::View,
};
use crate::frozen::FrozenContract;

type Result<T> = std::result::Result<T, TransformError>;

/// What leads from the contract of an old release to that of the newest handler.
#[derive(Debug, Clone)]
pub struct Chain {
    /// The contract the client speaks.
    pub from: FrozenContract,
    /// The steps, oldest first.
    pub steps: Vec<Step>,
    /// The contract of the handler.
    pub to: FrozenContract,
}

/// The printed transformers of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fused {
    /// A JavaScript expression: a function that takes what the change files export, by file, and
    /// gives `{ up?(parts), down?: { [status]: { status, value?(body) } }, pointer?(place) }`.
    /// `null` where nothing has to be done.
    pub code: Option<String>,
    /// Whether requests are changed.
    pub up: bool,
    /// The answers that are changed.
    pub down: Vec<FusedAnswer>,
    /// Whether the names of members in JSON Pointers of the handler's issues are changed.
    pub pointers: bool,
    /// The change files whose functions are called.
    pub custom: Vec<String>,
}

/// An answer that is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FusedAnswer {
    /// The status the handler answers with.
    pub status: u16,
    /// The status the client's contract has for it.
    pub to: u16,
    /// Whether the body changes as well.
    pub value: bool,
    /// Whether it is the elements of a stream that change, one by one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub element: bool,
}

/// Composes the steps of `chain` and prints what they come to.
///
/// # Errors
///
/// [`TransformError`] for steps that lead nowhere or to more than anybody could have meant.
pub fn fuse(chain: &Chain) -> Result<Fused> {
    for step in &chain.steps {
        step.check()?;
        if step.to.is_none() {
            return Err(TransformError::Meaningless {
                detail: "a chain leads over a release that does not have the handler".to_owned(),
            });
        }
    }
    let mut text = Text::default();
    let (up, tree) = write_up(chain, &mut text)?;
    let down = write_down(chain, &mut text)?;
    if let Some(tree) = &tree {
        let name = text.constant("pointers", tree);
        let routine = text.routines.call("$pointer");
        text.functions.blank();
        let body = format!("function pointer(place) {{\n  return {routine}(place, {name});\n}}");
        text.functions.line(&body);
    }
    let mut fused = Fused {
        code: None,
        up,
        down,
        pointers: tree.is_some(),
        custom: chain
            .steps
            .iter()
            .filter_map(|step| step.custom.clone())
            .collect::<IndexSet<_>>()
            .into_iter()
            .collect(),
    };
    if !fused.down.is_empty() {
        text.functions.blank();
        text.functions.open("const down = {");
        for row in &fused.down {
            let name = answer_name(row.status);
            let function = match row {
                FusedAnswer { element: true, .. } => format!(", element: {name}"),
                FusedAnswer { value: true, .. } => format!(", value: {name}"),
                _ => String::new(),
            };
            text.functions.line(&format!("{}: {{ status: {}{function} }},", row.status, row.to));
        }
        text.functions.close("};");
    }
    let exported: Vec<&str> =
        [(fused.up, "up"), (!fused.down.is_empty(), "down"), (fused.pointers, "pointer")]
            .into_iter()
            .filter_map(|(is, name)| is.then_some(name))
            .collect();
    if !exported.is_empty() {
        fused.code = Some(assemble(chain, &text, &exported));
    }
    Ok(fused)
}

fn assemble(chain: &Chain, text: &Text, exported: &[&str]) -> String {
    let mut source = Source::new();
    let parameter = if text.functions.as_str().contains("custom[") { "(custom)" } else { "()" };
    source.open(&format!("{parameter} => {{"));
    let title = format!(
        "{} {} as {} {}",
        chain.from.method, chain.from.path, chain.to.method, chain.to.path
    );
    source.line(&line_comment(&title));
    source.append(&text.constants);
    for routine in text.routines.sources() {
        source.line(routine);
    }
    source.append(&text.functions);
    source.blank();
    source.line(&format!("return {{ {} }};", exported.join(", ")));
    source.close("}");
    source.finish().trim_end().to_owned()
}

/// The parts of a request as one type.
pub(crate) fn parts_type(contract: &Contract) -> GType {
    let positions = [
        ("params", contract.params.as_ref()),
        ("query", contract.query.as_ref()),
        ("headers", contract.headers.as_ref()),
        ("body", contract.body.as_ref()),
    ];
    let properties = positions
        .into_iter()
        .map(|(name, gtype)| match gtype {
            Some(gtype) => Property::required(name, gtype.clone()),
            None => Property::optional(name, GType::Unknown),
        })
        .collect();
    GType::Object(ObjectType {
        properties,
        index: Vec::new(),
        unknown_keys: Some(UnknownKeys::Strip),
    })
}

fn view(contract: &FrozenContract) -> View<'_> {
    View { types: &contract.types, unknown_keys: contract.unknown_keys }
}

/// The steps of one direction that do something, with the files of their functions.
type Steps<'a> = (Vec<&'a Transform>, Vec<Option<&'a str>>);

fn write_up(chain: &Chain, text: &mut Text) -> Result<(bool, Option<String>)> {
    let steps: Steps<'_> = chain
        .steps
        .iter()
        .filter_map(|step| Some((step.request.as_ref()?, step.custom.as_deref())))
        .filter(|(transform, _)| !transform.is_identity())
        .unzip();
    let (source, target) = (parts_type(&chain.from.contract), parts_type(&chain.to.contract));
    let source = End { view: view(&chain.from), gtype: Some(&source) };
    let target = End { view: view(&chain.to), gtype: Some(&target) };
    write(steps, (source, target), Way::Up, ("up", "parts"), text)
}

/// One end of a chain: the types of a contract, and that of the value.
#[derive(Clone, Copy)]
struct End<'a> {
    view: View<'a>,
    gtype: Option<&'a GType>,
}

fn answer_name(status: u16) -> String {
    format!("down${status}")
}

/// Writes a function for each status whose answers are changed.
fn write_down<'a>(chain: &'a Chain, text: &mut Text) -> Result<Vec<FusedAnswer>> {
    let mut statuses: IndexSet<u16> =
        chain.to.contract.responses.iter().map(|response| response.status).collect();
    for step in &chain.steps {
        statuses.extend(step.responses.keys().filter_map(|status| status.parse::<u16>().ok()));
    }
    statuses.sort_unstable();
    let mut changed = Vec::new();
    for status in statuses {
        let mut now = status;
        let mut found: Vec<(&ResponseStep, Option<&str>)> = Vec::new();
        for step in chain.steps.iter().rev() {
            let Some(response) = step.responses.get(&now.to_string()) else { continue };
            now = response.status;
            if response.transform.as_ref().is_some_and(|transform| !transform.is_identity()) {
                found.push((response, step.custom.as_deref()));
            }
        }
        let (source, target) =
            (answer(&chain.to.contract, status), answer(&chain.from.contract, now));
        let is_stream =
            |end: Option<&ResponseContract>| end.is_some_and(|end| end.elements.is_some());
        let by_element = is_stream(source)
            && is_stream(target)
            && found.iter().all(|(response, _)| response.extent == Extent::Element);
        // A list that became a stream on the way is taken as a whole from its end to its beginning.
        let lifted: Vec<Transform> = found
            .iter()
            .filter_map(|(response, _)| {
                let transform = response.transform.clone()?;
                let whole = by_element || response.extent == Extent::Body;
                Some(if whole { transform } else { of_each(transform) })
            })
            .collect();
        let steps = (lifted.iter().collect(), found.iter().map(|(_, file)| *file).collect());
        let of = |end: Option<&'a ResponseContract>| {
            end.and_then(|end| if by_element { end.elements.as_ref() } else { end.gtype.as_ref() })
        };
        let name = answer_name(status);
        let source = End { view: view(&chain.to), gtype: of(source) };
        let target = End { view: view(&chain.from), gtype: of(target) };
        let parameter = if by_element { "element" } else { "value" };
        let (differs, _) = write(steps, (source, target), Way::Down, (&name, parameter), text)?;
        if differs || now != status {
            let (value, element) = (differs && !by_element, differs && by_element);
            changed.push(FusedAnswer { status, to: now, value, element });
        }
    }
    Ok(changed)
}

/// What is done to one element, as something that is done to a list of them.
fn of_each(transform: Transform) -> Transform {
    Transform { ops: vec![Op::Each { ops: transform.ops }], ..transform }
}

fn answer(contract: &Contract, status: u16) -> Option<&ResponseContract> {
    contract.responses.iter().find(|response| response.status == status)
}

/// Writes the function `name` of one parameter, if there is anything to do; for requests with
/// the tree of names that differ.
fn write<'a>(
    (transforms, files): Steps<'a>,
    (source, target): (End<'a>, End<'a>),
    way: Way,
    (name, parameter): (&str, &str),
    text: &mut Text,
) -> Result<(bool, Option<String>)> {
    let mut composer = Composer::new(transforms);
    let root = composer.variable();
    let value = Kind::Var(root).shared();
    let made = composer.all(std::rc::Rc::clone(&value))?;
    let mut typed = Typed::new(composer, source.view, target.view, way);
    if let Some(gtype) = source.gtype {
        typed.vars.insert(root, gtype);
    }
    let made = typed.simplify(&made, target.gtype)?;
    if made == value {
        return Ok((false, None));
    }
    let tree = if way == Way::Up { pointer::tree(&mut typed, root, &made)? } else { None };
    let mut printer =
        Printer { typed, text, files, calls: FxHashMap::default(), pending: Vec::new() };
    let mut scope = Scope::new(way);
    scope.bind(value, parameter);
    let result = printer.value(&mut scope, &made, target.gtype)?;
    scope.source.line(&format!("return {result};"));
    printer.finish()?;
    text.functions.blank();
    text.functions.line(&format!("function {name}({parameter}) {{"));
    text.functions.append_indented(&scope.source);
    text.functions.line("}");
    Ok((true, tree))
}
