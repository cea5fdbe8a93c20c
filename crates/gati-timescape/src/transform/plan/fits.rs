//! Whether every single value of one type is one of another, as handlers have it in their hands.
//! The engine of differences decides; here is only what it has to be asked so that its answer is
//! about values and not about their JSON.

use gati_types::{ArrayType, Constraints, GType, Literal, TypeTable};

use super::union::{Kind, kind};
use crate::error::Side;
use crate::facts::Judge;
use crate::include::{Decision, World};
use crate::read::{Builder, Carrier, Travels, Way as Reads};
use crate::transform::{simplify::Way, view::View};

/// Whether lists of the first lengths are of the second.
pub(crate) fn lengths(given: Option<&Constraints>, wanted: Option<&Constraints>) -> bool {
    let Some(wanted) = wanted else { return true };
    let list = |constraints: &Constraints| {
        let items = Box::new(GType::Unknown);
        GType::refined(GType::Array(ArrayType { items, readonly: false }), constraints.clone())
    };
    let types = TypeTable::new();
    let view = View { types: &types, unknown_keys: gati_types::UnknownKeys::Strip };
    let given = list(given.unwrap_or(&Constraints::default()));
    is_within((view, &given), (view, &list(wanted)), Way::Up)
}

/// Whether every value of a scalar is one of another.
pub(crate) fn scalar(
    (source, given): (View<'_>, &GType),
    (target, wanted): (View<'_>, &GType),
    way: Way,
) -> bool {
    let (node, against) = (given.base(), wanted.base());
    let same_form = match (kind(node), kind(against)) {
        (Kind::Other | Kind::Anything, _) | (_, Kind::Other | Kind::Anything) => node == against,
        (one, other) => one == other,
    };
    let (from, to) = (super::list::constraints(given), super::list::constraints(wanted));
    let Some(to) = to else {
        return same_form && is_within((source, node), (target, against), way);
    };
    // What a value is changed to before it is looked at is not followed: it is the same on both
    // sides, or there is none.
    let bare = |base: &GType, constraints: &Constraints| {
        let transforms = Vec::new();
        GType::refined(base.clone(), Constraints { transforms, ..constraints.clone() })
    };
    let free = Constraints::default();
    let from = from.unwrap_or(&free);
    same_form
        && from.transforms == to.transforms
        && is_within((source, &bare(node, from)), (target, &bare(against, to)), way)
}

/// Whether every value of a type is one of another and stays what it is: no default is filled in,
/// and both sides have it in one form.
pub(crate) fn stays(
    (source, given): (View<'_>, &GType),
    (target, wanted): (View<'_>, &GType),
    way: Way,
) -> bool {
    is_plain(source, given)
        && is_plain(target, wanted)
        && is_within((source, given), (target, wanted), way)
}

fn is_within(
    (source, given): (View<'_>, &GType),
    (target, wanted): (View<'_>, &GType),
    way: Way,
) -> bool {
    let keys = [source.unknown_keys, target.unknown_keys];
    let mut builder = Builder::tables(source.types, target.types, keys);
    let travels = match way {
        Way::Up => Travels::In,
        Way::Down => Travels::Out,
    };
    let mut node =
        |gtype, side| builder.gtype(gtype, None, Reads::new(side, travels, Carrier::Json));
    let (from, to) = (node(given, Side::Before), node(wanted, Side::After));
    if builder.finish().is_err() {
        return false;
    }
    let Builder { arena, languages, .. } = builder;
    let mut judge = Judge::new(World::new(arena, languages));
    match way {
        // The handler gets what is made here: nothing that its type does not declare.
        Way::Up => judge.is_within(from, to),
        // The old contract writes what is made here, and leaves out what it does not declare.
        Way::Down => judge.sent_to(from, to) == Decision::Proved,
    }
}

/// Whether values of a type are what their JSON is, and none is made of absence.
fn is_plain(view: View<'_>, gtype: &GType) -> bool {
    let named = view.types.reachable([gtype]).into_iter().filter_map(|id| view.types.get(id));
    let mut pending = vec![gtype];
    for one in named {
        if one.docs.default.is_some() {
            return false;
        }
        pending.push(&one.gtype);
    }
    while let Some(node) = pending.pop() {
        let plain = match node {
            GType::Undefined
            | GType::Void
            | GType::BigInt
            | GType::Literal(Literal::BigInt(_))
            | GType::Symbol
            | GType::Function
            | GType::Date
            | GType::Bytes
            | GType::Url
            | GType::RegExp
            | GType::File
            | GType::Map(_)
            | GType::Set(_)
            | GType::Unresolved(_) => false,
            GType::Object(object) => {
                object.properties.iter().all(|property| property.docs.default.is_none())
            }
            GType::Refined(refined) => refined.constraints.transforms.is_empty(),
            _ => true,
        };
        if !plain {
            return false;
        }
        node.for_each_child(&mut |child| pending.push(child));
    }
    true
}
