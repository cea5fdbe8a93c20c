//! A handler of a manifest as an operation.

use gati_types::{Contract, Deprecation, GType, Handler, ObjectType, TypeTable};

use super::{Answer, Body, Caller, Media, Operation, Parameter, Path, Servers, Stands, Told};
use crate::error::Side;
use crate::graph::{Arena, Node, NodeId, Notes};
use crate::read::{Builder, Carrier, Travels, Way};

/// What a JSON body is sent and answered as.
const JSON: &str = "application/json";
/// What the bytes of a stream are sent as.
const ANYTHING: &str = "*/*";
/// The media type of a stream, by which it is another answer than a value of the same type.
const ELEMENTS: &str = "application/x-ndjson";

/// What a contract says of an operation.
#[derive(Debug)]
pub(crate) struct Positions {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) answers: Vec<Answer>,
}

/// The operation of a handler.
pub(crate) fn operation_of<'a>(
    builder: &mut Builder<'a>,
    handler: &'a Handler,
    types: &'a TypeTable,
    side: Side,
) -> Operation {
    let path = Path::of_pattern(&handler.path);
    let Positions { parameters, body, answers } =
        positions_of(builder, &path, &handler.contract, types, side);
    let docs = &handler.docs;
    let mut tags = docs.tags.clone();
    tags.sort();
    let told = Told {
        tags,
        summary: docs.summary.clone(),
        description: docs.description.clone(),
        deprecated: !matches!(docs.deprecated, None | Some(Deprecation::Flag(false))),
        ..Told::default()
    };
    Operation {
        caller: Caller::Client,
        method: handler.method.to_string(),
        path,
        route: handler.id.clone(),
        parameters,
        body,
        answers,
        security: vec![Vec::new()],
        servers: Servers::default(),
        told,
    }
}

/// The positions of a contract at a path.
pub(crate) fn positions_of<'a>(
    builder: &mut Builder<'a>,
    path: &Path,
    contract: &'a Contract,
    types: &'a TypeTable,
    side: Side,
) -> Positions {
    let way = |travels, carrier| Way::new(side, travels, carrier);
    let body = contract.body.as_ref().map(|gtype| {
        let node = builder.gtype(gtype, None, way(Travels::In, Carrier::Json));
        // A stream takes whatever comes, and also nothing.
        let is_whole = contract.body_as.is_whole();
        let essence = if is_whole { JSON } else { ANYTHING }.to_owned();
        let media = Media { essence, node, encoding: Vec::new(), examples: None };
        let required = is_whole && !may_be_absent(gtype, types, 0);
        Body { required, media: vec![media], description: None }
    });
    let answers = contract
        .responses
        .iter()
        .map(|response| {
            let body = response.gtype.as_ref().filter(|gtype| !is_nothing(gtype, types));
            // A stream of elements is another media type, in which the element is what is sent.
            let elements = response.elements.as_ref().map(|gtype| (ELEMENTS, gtype));
            let media =
                elements.or(body.map(|gtype| (JSON, gtype))).map(|(essence, gtype)| Media {
                    essence: essence.to_owned(),
                    node: builder.gtype(gtype, None, way(Travels::Out, Carrier::Json)),
                    encoding: Vec::new(),
                    examples: None,
                });
            Answer {
                status: response.status.to_string(),
                media: media.into_iter().collect(),
                headers: Vec::new(),
                description: response.description.clone(),
                links: None,
            }
        })
        .collect();
    let parameters = parameters(builder, path, contract, types, way(Travels::In, Carrier::Text));
    Positions { parameters, body, answers }
}

fn parameters<'a>(
    builder: &mut Builder<'a>,
    path: &Path,
    contract: &'a Contract,
    types: &'a TypeTable,
    way: Way,
) -> Vec<Parameter> {
    let mut found = Vec::new();
    let positions = [
        (Stands::Path, &contract.params),
        (Stands::Query, &contract.query),
        (Stands::Header, &contract.headers),
    ];
    for (stands, gtype) in positions {
        let Some(gtype) = gtype else { continue };
        match types.resolve(gtype).map(GType::base) {
            Some(GType::Object(object)) if object.index.is_empty() => {
                found.extend(members(builder, object, stands, path, way));
            }
            // What is no plain record is compared as a whole.
            _ => found.push(whole(stands, builder.gtype(gtype, None, way))),
        }
    }
    for (place, name) in path.names.iter().enumerate() {
        let key = place.to_string();
        if !found.iter().any(|known| known.stands == Stands::Path && known.key == key) {
            let alts = builder.arena.node(Arena::STRING).alts.clone();
            let node = builder.ready(Node { alts, text: true, notes: None });
            let own = whole(Stands::Path, node);
            found.push(Parameter { key, name: name.clone(), required: true, ..own });
        }
    }
    found
}

fn members<'a>(
    builder: &mut Builder<'a>,
    object: &'a ObjectType,
    stands: Stands,
    path: &Path,
    way: Way,
) -> Vec<Parameter> {
    object
        .properties
        .iter()
        .map(|property| {
            let node = builder.gtype(&property.gtype, Some(&property.docs), way);
            let key = match stands {
                Stands::Path => path
                    .place(&property.name)
                    .map_or_else(|| property.name.clone(), |place| place.to_string()),
                Stands::Header => property.name.to_lowercase(),
                Stands::Query | Stands::Cookie => property.name.clone(),
            };
            let optional = property.optional
                || property.docs.default.is_some()
                || builder.may_be_undefined(&property.gtype, way, 0);
            Parameter {
                key,
                name: property.name.clone(),
                required: !optional,
                ..whole(stands, node)
            }
        })
        .collect()
}

fn whole(stands: Stands, node: NodeId) -> Parameter {
    Parameter {
        stands,
        key: String::new(),
        name: String::new(),
        required: false,
        node,
        style: String::new(),
        empty: false,
        reserved: false,
        notes: Notes::default(),
    }
}

fn is_nothing(gtype: &GType, types: &TypeTable) -> bool {
    matches!(types.resolve(gtype), Some(GType::Void | GType::Undefined | GType::Never))
}

fn may_be_absent(gtype: &GType, types: &TypeTable, depth: u32) -> bool {
    match types.resolve(gtype) {
        Some(GType::Undefined | GType::Void) => true,
        Some(GType::Union(union)) if depth < 8 => {
            union.members.iter().any(|member| may_be_absent(member, types, depth + 1))
        }
        _ => false,
    }
}
